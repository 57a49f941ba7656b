"""The work plan on the desk: what is planned, held or cancelled, and what came back from the field for it."""

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.db.models import Count, QuerySet
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from toguna.flow.paper import may_print
from toguna.rules.roles import Permission
from toguna.store.accounts.models import User
from toguna.store.activities.actions import (
    ActivityHasVerifiedRecords,
    StatusReasonMissing,
    change_activity,
    plan_activity,
    set_activity_status,
)
from toguna.store.activities.models import Activity
from toguna.store.activities.queries import (
    activities_managed_by,
    activities_seen_by,
    activity_seen_by,
    matching,
    with_records,
)
from toguna.store.facts.models import Fact
from toguna.store.fieldwork.queries import records_seen_by
from toguna.store.organisations.models import Organisation
from toguna.store.organisations.queries import organisations_reached_by
from toguna.store.places.recognition import gazetteer
from toguna.store.programmes.models import Programme
from toguna.web.desk.activity_forms import ActivityForm, StatusForm
from toguna.web.desk.door import StaffRequest, desk_page, sent, staff, step
from toguna.web.desk.listing import FilterForm, chosen_order, csv_answer, listing, ordered
from toguna.web.desk.paper import sheets_out
from toguna.web.desk.places import communes_offered
from toguna.web.desk.wording import STATUSES, offered
from toguna.web.layout.templatetags.toguna import plain_text_in, word

ORDERS = {
    "code": ("code",),
    "starts": ("starts_on",),
    "organisation": ("implementer__code",),
    "place": ("place__name",),
    "status": ("status",),
    "records": ("records_verified", "records_waiting"),
}
BY_CODE = "code"
ALL = [("", gettext_lazy("Toutes"))]


class ActivityFilters(FilterForm):
    """What a work plan can be narrowed by."""

    q = forms.CharField(label=gettext_lazy("Chercher"), max_length=80)
    programme = forms.ModelChoiceField(
        label=gettext_lazy("Programme"), queryset=Programme.objects.all(), to_field_name="code"
    )
    status = forms.ChoiceField(label=gettext_lazy("État"), choices=[*ALL, *STATUSES.items()])
    kind = forms.ChoiceField(
        label=gettext_lazy("Type"), choices=[("", gettext_lazy("Tous")), *offered("activity_kind")]
    )
    organisation = forms.ModelChoiceField(
        label=gettext_lazy("Organisation"), queryset=Organisation.objects.none(), to_field_name="code"
    )
    reported = forms.ChoiceField(
        label=gettext_lazy("Fiches"),
        choices=[
            *ALL,
            ("no", gettext_lazy("sans aucune fiche")),
            ("waiting", gettext_lazy("avec fiches en attente")),
            ("yes", gettext_lazy("avec fiches vérifiées")),
        ],
    )

    def __init__(self, *arguments: Any, user: User, **named: Any) -> None:
        super().__init__(*arguments, **named)
        reached = organisations_reached_by(user).filter(activities__isnull=False).distinct()
        self.fields["organisation"].queryset = reached  # type: ignore[attr-defined]
        self.fields["organisation"].empty_label = str(_("Toutes"))  # type: ignore[attr-defined]
        self.fields["programme"].empty_label = str(_("Tous"))  # type: ignore[attr-defined]


def narrowed(user: User, chosen: dict[str, Any]) -> QuerySet[Any]:
    """The activities that this account sees and that the filters leave."""
    found: QuerySet[Any] = with_records(activities_seen_by(user))
    for typed in chosen.get("q", "").split():
        found = found.filter(matching(typed))
    columns = {"programme": "programmes", "status": "status", "kind": "kind", "organisation": "implementer"}
    found = found.filter(**{columns[name]: value for name, value in chosen.items() if name in columns})
    match chosen.get("reported"):
        case "no":
            return found.filter(records_verified=0, records_waiting=0)
        case "waiting":
            return found.filter(records_waiting__gt=0)
        case "yes":
            return found.filter(records_verified__gt=0)
    return found


@staff(Permission.SEE_RECORDS)
def activities(request: StaffRequest) -> HttpResponseBase:
    """The work plan as far as this account sees it."""
    form = ActivityFilters(request.GET, user=request.user)
    found = listing(request, narrowed(request.user, form.chosen()), form, ORDERS, BY_CODE)
    return desk_page(
        request,
        "desk/activities.html",
        listing=found,
        may_plan=request.user.may(Permission.MANAGE_ACTIVITIES),
        breadcrumb=[step(_("Mon travail"), "/desk/"), step(_("Activités"))],
        demonstration=any(activity.fictional for activity in found.page),
    )


HEADER = (
    gettext_lazy("code"),
    gettext_lazy("titre"),
    gettext_lazy("type"),
    gettext_lazy("programmes"),
    gettext_lazy("organisation"),
    gettext_lazy("lieu"),
    gettext_lazy("début"),
    gettext_lazy("fin"),
    gettext_lazy("séances"),
    gettext_lazy("état"),
    gettext_lazy("fiches vérifiées"),
    gettext_lazy("fiches en attente"),
    gettext_lazy("donnée fictive"),
)


@staff(Permission.SEE_RECORDS)
def activities_csv(request: StaffRequest) -> HttpResponseBase:
    """The work plan as it is filtered and ordered, every row."""
    form = ActivityFilters(request.GET, user=request.user)
    found = ordered(narrowed(request.user, form.chosen()), ORDERS, chosen_order(request, ORDERS, BY_CODE))
    return csv_answer("activites.csv", HEADER, _rows(found))


def _rows(found: QuerySet[Any]) -> Iterator[Sequence[object]]:
    for activity in found.iterator(chunk_size=500):
        yield (
            activity.code,
            plain_text_in(activity.title),
            word(activity.kind, "activity_kind"),
            " ".join(programme.code for programme in activity.programmes.all()),
            activity.implementer.code if activity.implementer else "",
            activity.place.name if activity.place else "",
            activity.starts_on,
            activity.ends_on,
            activity.sessions,
            str(STATUSES[activity.status]),
            activity.records_verified,
            activity.records_waiting,
            _("oui") if activity.fictional else "",
        )


@staff(Permission.SEE_RECORDS, "GET", "POST")
def activity(request: StaffRequest, pk: UUID) -> HttpResponseBase:
    """One activity: what was planned, which sheets came, what counts of them."""
    found = activity_seen_by(request.user, pk)
    form = StatusForm(sent(request))
    if request.method == "POST":
        if not activities_managed_by(request.user).filter(pk=found.pk).exists():
            raise PermissionDenied
        if form.is_valid() and _status_set(request, found, form):
            return redirect("desk:activity", pk=found.pk)
    records = records_seen_by(request.user).filter(activity=found).order_by("current_version__reading__held_on")
    return desk_page(
        request,
        "desk/activity.html",
        status=422 if form.errors else 200,
        activity=found,
        form=form,
        records=records,
        sessions=_sessions(found, records),
        facts=Fact.objects.filter(activity=found, until__isnull=True).values("kind").annotate(n=Count("pk")).order_by(),
        verified=sum(record.state == "verified" for record in records),
        may_manage=activities_managed_by(request.user).filter(pk=found.pk).exists(),
        can_enter=request.user.may(Permission.ENTER_RECORDS) and found.status != "cancelled",
        can_print=may_print(request.user) and found.status != "cancelled",
        printed=sheets_out(request.user, found),
        may_withdraw=request.user.may(Permission.WITHDRAW_FROM_VIEW),
        breadcrumb=[step(_("Mon travail"), "/desk/"), step(_("Activités"), "/desk/activities/"), step(found.code)],
        demonstration=found.fictional,
    )


def _status_set(request: StaffRequest, found: Activity, form: StatusForm) -> bool:
    status, reason = form.cleaned_data["status"], form.cleaned_data["reason"]
    try:
        set_activity_status(activity=found, status=status, by=request.user, reason=reason)
    except ActivityHasVerifiedRecords as error:
        told = ngettext(
            "%(count)s fiche vérifiée dit que l'activité a eu lieu : elle ne peut pas être annulée.",
            "%(count)s fiches vérifiées disent que l'activité a eu lieu : elle ne peut pas être annulée.",
            error.count,
        )
        form.add_error(None, told % {"count": error.count})
        return False
    except StatusReasonMissing:
        form.add_error("reason", _("Écrivez pourquoi l'activité est annulée."))
        return False
    messages.success(request, _("L'activité est maintenant %(status)s.") % {"status": STATUSES[status]})
    return True


def _sessions(found: Activity, records: QuerySet[Any]) -> list[tuple[int, list[Any]]]:
    """Each planned session with the sheets that came for it; sheets of unplanned sessions after them."""
    by_session: dict[int, list[Any]] = {number: [] for number in range(1, min(found.sessions, 60) + 1)}
    for record in records:
        reading = getattr(record.current_version, "reading", None)
        if reading and reading.session:
            by_session.setdefault(reading.session, []).append(record)
    return sorted(by_session.items())


@staff(Permission.MANAGE_ACTIVITIES, "GET", "POST")
def plan(request: StaffRequest) -> HttpResponseBase:
    """Put an activity into the work plan."""
    form = ActivityForm(sent(request), user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            found = plan_activity(
                code=form.cleaned_data["code"],
                plan=form.plan(),
                designed_for=form.cleaned_data["designed_for"],
                programmes=form.cleaned_data["programmes"],
                by=request.user,
            )
        except IntegrityError:
            form.add_error("code", _("Une autre activité porte déjà ce code."))
        else:
            messages.success(request, _("L'activité %(code)s est au plan de travail.") % {"code": found.code})
            return redirect("desk:activity", pk=found.pk)
    return _form_page(request, form, None)


@staff(Permission.MANAGE_ACTIVITIES, "GET", "POST")
def change(request: StaffRequest, pk: UUID) -> HttpResponseBase:
    """Change what may change of an activity; what it was designed for stays as it was planned."""
    found = activities_managed_by(request.user).get(pk=pk)
    form = ActivityForm(sent(request), user=request.user, activity=found)
    if request.method == "POST" and form.is_valid():
        change_activity(activity=found, plan=form.plan(), by=request.user)
        messages.success(request, _("L'activité %(code)s est modifiée.") % {"code": found.code})
        return redirect("desk:activity", pk=found.pk)
    return _form_page(request, form, found)


def _form_page(request: StaffRequest, form: ActivityForm, found: Activity | None) -> HttpResponseBase:
    return desk_page(
        request,
        "desk/activity_form.html",
        status=422 if form.errors else 200,
        form=form,
        activity=found,
        communes=communes_offered(gazetteer(fictional=form.fictional)),
        breadcrumb=[
            step(_("Activités"), "/desk/activities/"),
            *([step(found.code, f"/desk/activities/{found.pk}/")] if found else []),
            step(_("Modifier") if found else _("Ajouter une activité")),
        ],
    )
