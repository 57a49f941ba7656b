"""The inbox: which records, narrowed by what, in which order, and the same as a CSV without names."""

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from toguna.rules.roles import Permission
from toguna.store.accounts.models import User
from toguna.store.fieldwork.models import Record
from toguna.store.fieldwork.queries import records_seen_by, with_last_decision
from toguna.store.organisations.models import Organisation
from toguna.store.organisations.queries import organisations_reached_by
from toguna.web.desk.door import StaffRequest, desk_page, staff, step
from toguna.web.desk.listing import FilterForm, chosen_order, csv_answer, listing, ordered
from toguna.store.fieldwork.waiting import to_match, to_settle, waiting_for
from toguna.web.desk.wording import STATES, WAYS_IN, word

ORDERS = {
    "received": ("received_at",),
    "moved": ("moved_at",),
    "held": ("current_version__reading__held_on",),
    "activity": ("activity__code", "current_version__reading__activity_code"),
    "organisation": ("organisation__code",),
    "state": ("state",),
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
    state = forms.ChoiceField(label=gettext_lazy("État"), choices=[*ALL, *STATES.items()])
    organisation = forms.ModelChoiceField(
        label=gettext_lazy("Organisation"), queryset=Organisation.objects.none(), to_field_name="code", empty_label=""
    )
    activity = forms.CharField(label=gettext_lazy("Code d'activité"), max_length=40)
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
    held_from = forms.DateField(label=gettext_lazy("Tenue à partir du"), widget=forms.DateInput({"type": "date"}))
    held_until = forms.DateField(label=gettext_lazy("jusqu'au"), widget=forms.DateInput({"type": "date"}))

    def __init__(self, *arguments: Any, user: User, **named: Any) -> None:
        super().__init__(*arguments, **named)
        # Only organisations that have sent something: a list of hundreds of community groups helps nobody.
        reached = organisations_reached_by(user).filter(records__isnull=False).distinct()
        self.fields["organisation"].queryset = reached  # type: ignore[attr-defined]
        self.fields["organisation"].empty_label = str(_("Toutes"))  # type: ignore[attr-defined]


def narrowed(user: User, chosen: dict[str, Any]) -> QuerySet[Record]:
    """The records that this account sees and that the filters leave."""
    waiting = {"me": waiting_for, "match": to_match, "settle": to_settle}.get(chosen.get("waiting", ""))
    records = with_last_decision(waiting(user) if waiting else records_seen_by(user))
    for word_typed in chosen.get("q", "").split():
        records = records.filter(
            Q(current_version__reading__activity_code__icontains=word_typed)
            | Q(current_version__reading__activity_title__icontains=word_typed)
            | Q(current_version__reading__place_as_written__icontains=word_typed)
            | Q(current_version__reading__place__name__icontains=word_typed)
            | Q(activity__code__icontains=word_typed)
            | Q(activity__title__fr__icontains=word_typed)
            | Q(organisation__code__icontains=word_typed)
            | Q(sender__name__icontains=word_typed)
            | Q(instance_id__icontains=word_typed)
        )
    columns = {
        "state": "state",
        "organisation": "organisation",
        "way_in": "way_in",
        "held_from": "current_version__reading__held_on__gte",
        "held_until": "current_version__reading__held_on__lte",
        "activity": "activity__code__iexact",
    }
    records = records.filter(**{columns[name]: value for name, value in chosen.items() if name in columns})
    match chosen.get("findings"):
        case "error":
            return records.filter(current_version__reading__errors__gt=0)
        case "warning":
            return records.filter(current_version__reading__warnings__gt=0)
        case "none":
            return records.filter(current_version__reading__errors=0, current_version__reading__warnings=0)
    return records


@staff(Permission.SEE_RECORDS)
def inbox(request: StaffRequest) -> HttpResponseBase:
    """What arrived, what looks wrong, what can be decided together."""
    form = RecordFilters(request.GET, user=request.user)
    records = listing(request, narrowed(request.user, form.chosen()), form, ORDERS, NEWEST)
    return desk_page(
        request,
        "desk/records.html",
        listing=records,
        breadcrumb=[step(_("Mon travail"), "/desk/"), step(_("Fiches"))],
        demonstration=any(record.fictional for record in records.page),
        can_enter=request.user.may(Permission.ENTER_RECORDS),
        bulk_acts=bulk_acts(request.user),
    )


def bulk_acts(user: User) -> list[str]:
    """The acts that this role may take on many records at once."""
    acts = []
    if user.may(Permission.CHECK_RECORDS):
        acts.append("check")
    if user.may(Permission.VERIFY_RECORDS):
        acts.append("verify")
    return [*acts, "return", "reject"] if acts else []


HEADER = (
    gettext_lazy("fiche"),
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
    records = ordered(narrowed(request.user, form.chosen()), ORDERS, chosen_order(request, ORDERS, NEWEST))
    return csv_answer("fiches.csv", HEADER, _rows(records))


def _rows(records: QuerySet[Record]) -> Iterator[Sequence[object]]:
    for record in records.iterator(chunk_size=500):
        reading = getattr(record.current_version, "reading", None)
        activity = record.activity
        yield (
            record.instance_id,
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
