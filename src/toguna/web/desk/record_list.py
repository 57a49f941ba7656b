"""The inbox: which records, narrowed by what, in which order, and the same as a CSV without names."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from toguna.flow.forms import form_and_register_titles
from toguna.rules.records import RecordState
from toguna.rules.roles import Permission
from toguna.store.accounts.models import User
from toguna.store.fieldwork.comments import may_comment
from toguna.store.fieldwork.models import Record
from toguna.store.fieldwork.narrowing import narrowed
from toguna.store.fieldwork.queries import records_in_quarantine, records_seen_by, with_last_decision
from toguna.store.fieldwork.sealed import sealed_waiting_for
from toguna.store.organisations.models import Organisation
from toguna.store.organisations.queries import organisations_reached_by
from toguna.web.desk.door import StaffRequest, desk_page, staff, step
from toguna.web.desk.listing import FilterForm, chosen_order, csv_answer, listing, ordered
from toguna.web.desk.wording import STATES, WAYS_IN, word
from toguna.web.layout.templatetags.toguna import plain_text_in

ORDERS = {
    "received": ("received_at",),
    "moved": ("moved_at",),
    "held": ("current_version__reading__held_on",),
    "activity": ("activity__code", "current_version__reading__activity_code"),
    "organisation": ("organisation__code",),
    "state": ("state",),
    "form": ("form_id",),
    "seats": ("current_version__reading__named", "current_version__reading__unnamed"),
    "findings": ("current_version__reading__errors", "current_version__reading__warnings"),
}
NEWEST = "-received"
ALL = [("", gettext_lazy("Toutes"))]


class RecordFilters(FilterForm):
    """What an inbox can be narrowed by."""

    q = forms.CharField(label=gettext_lazy("Chercher"), max_length=80)
    waiting = forms.ChoiceField(
        label=gettext_lazy("À faire"),
        choices=[
            *ALL,
            ("me", gettext_lazy("attendent mon action")),
            ("match", gettext_lazy("à rattacher à une activité")),
            ("settle", gettext_lazy("arrivées en deux versions")),
        ],
    )
    form = forms.ChoiceField(label=gettext_lazy("Formulaire"), choices=[("", gettext_lazy("Tous"))])
    state = forms.ChoiceField(label=gettext_lazy("État"), choices=[*ALL, *STATES.items()])
    organisation = forms.ModelChoiceField(
        label=gettext_lazy("Organisation"), queryset=Organisation.objects.none(), to_field_name="code", empty_label=""
    )
    place = forms.CharField(label=gettext_lazy("Commune, cercle ou région"), max_length=80)
    activity = forms.CharField(label=gettext_lazy("Code d'activité"), max_length=40)
    sender = forms.CharField(label=gettext_lazy("Envoyée par"), max_length=80)
    way_in = forms.ChoiceField(label=gettext_lazy("Arrivée par"), choices=[*ALL, *WAYS_IN.items()])
    findings = forms.ChoiceField(
        label=gettext_lazy("Constats"),
        choices=[
            *ALL,
            ("error", gettext_lazy("avec erreur")),
            ("warning", gettext_lazy("avec un point à vérifier")),
            ("none", gettext_lazy("sans rien à signaler")),
        ],
    )
    comments = forms.ChoiceField(
        label=gettext_lazy("Échanges"),
        choices=[
            *ALL,
            ("unread", gettext_lazy("avec un message à lire")),
            ("some", gettext_lazy("avec des messages")),
        ],
    )
    held_from = forms.DateField(label=gettext_lazy("Tenue à partir du"), widget=forms.DateInput({"type": "date"}))
    held_until = forms.DateField(label=gettext_lazy("Tenue jusqu'au"), widget=forms.DateInput({"type": "date"}))
    received_from = forms.DateField(label=gettext_lazy("Reçue à partir du"), widget=forms.DateInput({"type": "date"}))
    received_until = forms.DateField(label=gettext_lazy("Reçue jusqu'au"), widget=forms.DateInput({"type": "date"}))

    def __init__(self, *arguments: Any, user: User, **named: Any) -> None:
        super().__init__(*arguments, **named)
        # Only organisations and forms that something came from: lists of hundreds help nobody.
        reached = organisations_reached_by(user).filter(records__isnull=False).distinct()
        self.fields["organisation"].queryset = reached  # type: ignore[attr-defined]
        self.fields["organisation"].empty_label = str(_("Toutes"))  # type: ignore[attr-defined]
        came = [(form_id, plain_text_in(title)) for form_id, title in forms_of(records_seen_by(user)).items()]
        self.fields["form"].choices = [("", _("Tous")), *came]  # type: ignore[attr-defined]
        if not user.may(Permission.QUARANTINE_RECORDS):
            open_states = [(code, words) for code, words in STATES.items() if code != RecordState.QUARANTINED]
            self.fields["state"].choices = [*ALL, *open_states]  # type: ignore[attr-defined]
        if not may_comment(user):
            del self.fields["comments"]

    def filters(self) -> dict[str, str]:
        """The filters that are set, as an address or a job carries them."""
        return {name: _code(value) for name, value in self.chosen().items()}


def _code(value: Any) -> str:
    if isinstance(value, Organisation):
        return value.code
    return value.isoformat() if isinstance(value, date) else str(value)


def forms_of(records: QuerySet[Record]) -> dict[str, dict[str, str]]:
    """The forms that these records were filled in on, each with its title."""
    titles = form_and_register_titles()
    came = records.order_by().values_list("form_id", flat=True).distinct()
    return {form_id: titles.get(form_id, {"fr": form_id}) for form_id in sorted(came)}


@staff(Permission.SEE_RECORDS)
def inbox(request: StaffRequest) -> HttpResponseBase:
    """What arrived, what looks wrong, what can be decided together."""
    form = RecordFilters(request.GET, user=request.user)
    filters = form.filters()
    found = with_last_decision(narrowed(request.user, filters))
    records = listing(request, found, form, ORDERS, NEWEST)
    titles = form_and_register_titles()
    for record in records.page:
        record.form_title = titles.get(record.form_id, {"fr": record.form_id})
    return desk_page(
        request,
        "desk/records.html",
        listing=records,
        several_forms=len({record.form_id for record in records.page}) > 1,
        quarantined=filters.get("state") == RecordState.QUARANTINED,
        in_quarantine=records_in_quarantine(request.user).count(),
        still_sealed=sealed_waiting_for(request.user).count() if request.user.may(Permission.SEE_NAMES) else 0,
        breadcrumb=[step(_("Mon travail"), "/desk/"), step(_("Fiches"))],
        demonstration=any(record.fictional for record in records.page),
        sees_names=request.user.may(Permission.SEE_NAMES),
        can_enter=request.user.may(Permission.ENTER_RECORDS),
        bulk_acts=[] if filters.get("state") == RecordState.QUARANTINED else bulk_acts(request.user),
    )


def bulk_acts(user: User) -> list[str]:
    """The acts that this role may take on many records at once."""
    acts = []
    if user.may(Permission.CHECK_RECORDS):
        acts.append("check")
    if user.may(Permission.VERIFY_RECORDS):
        acts.append("verify")
    if acts:
        acts += ["return", "reject"]
    return [*acts, "quarantine"] if user.may(Permission.QUARANTINE_RECORDS) else acts


HEADER = (
    gettext_lazy("fiche"),
    gettext_lazy("formulaire"),
    gettext_lazy("état"),
    gettext_lazy("organisation"),
    gettext_lazy("activité"),
    gettext_lazy("titre"),
    gettext_lazy("séance"),
    gettext_lazy("date"),
    gettext_lazy("commune"),
    gettext_lazy("places avec nom"),
    gettext_lazy("places sans nom"),
    gettext_lazy("femmes"),
    gettext_lazy("hommes"),
    gettext_lazy("erreurs"),
    gettext_lazy("à vérifier"),
    gettext_lazy("arrivée par"),
    gettext_lazy("reçue le"),
    gettext_lazy("donnée fictive"),
)


@staff(Permission.SEE_RECORDS)
def inbox_csv(request: StaffRequest) -> HttpResponseBase:
    """The list as it is filtered and ordered, every row, without names."""
    form = RecordFilters(request.GET, user=request.user)
    found = with_last_decision(narrowed(request.user, form.filters()))
    records = ordered(found, ORDERS, chosen_order(request, ORDERS, NEWEST))
    return csv_answer("fiches.csv", HEADER, _rows(records))


def _rows(records: QuerySet[Record]) -> Iterator[Sequence[object]]:
    for record in records.iterator(chunk_size=500):
        reading = getattr(record.current_version, "reading", None)
        activity = record.activity
        yield (
            record.instance_id,
            record.form_id,
            word(record.state, "state"),
            record.organisation.code,
            activity.code if activity else (reading.activity_code if reading else ""),
            activity.title["fr"] if activity else (reading.activity_title if reading else ""),
            reading.session if reading else None,
            reading.held_on if reading else None,
            (reading.place.name if reading.place else reading.place_as_written) if reading else "",
            reading.named if reading else None,
            reading.unnamed if reading else None,
            reading.women if reading else None,
            reading.men if reading else None,
            reading.errors if reading else None,
            reading.warnings if reading else None,
            word(record.way_in, "way-in"),
            record.received_at.date(),
            _("oui") if record.fictional else "",
        )
