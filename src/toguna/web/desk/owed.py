"""Who owes what: for each partner, form and place what is due by when, what came, what is late; and each one apart.

A coordinator sees the organisations below theirs beside their own. Every share shows the two numbers it is made of.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from toguna.flow.forms import ATTENDANCE_FORM
from toguna.rules.expectations import Punctuality, punctuality_of
from toguna.rules.roles import Permission
from toguna.store.accounts.models import User
from toguna.store.fieldwork.expectations import Owed, OwedLine, Window, lines_of, owed_to
from toguna.store.fieldwork.queries import form_titles
from toguna.store.organisations.models import Organisation
from toguna.store.organisations.queries import organisations_reached_by
from toguna.web.desk.door import StaffRequest, desk_page, staff, step
from toguna.web.desk.listing import ROWS, FilterForm, Listing, chosen_order, csv_answer
from toguna.web.desk.wording import DUE_STATES, word
from toguna.web.layout.templatetags.toguna import plain_text_in

LOOK_BACK = timedelta(days=365)
LOOK_AHEAD = timedelta(days=31)
DAY = forms.DateInput({"type": "date"}, format="%Y-%m-%d")


class OwedFilters(FilterForm):
    """What can be narrowed: by whom, which form, in which stretch of last days to send."""

    organisation = forms.ModelChoiceField(
        label=gettext_lazy("Organisation"), queryset=Organisation.objects.none(), to_field_name="code"
    )
    form = forms.ChoiceField(label=gettext_lazy("Formulaire"))
    since = forms.DateField(label=gettext_lazy("À envoyer à partir du"), widget=DAY)
    until = forms.DateField(label=gettext_lazy("jusqu'au"), widget=DAY)

    def __init__(self, *arguments: Any, user: User, titles: dict[str, dict[str, str]], **named: Any) -> None:
        super().__init__(*arguments, **named)
        organisation: Any = self.fields["organisation"]
        organisation.queryset = organisations_reached_by(user).exclude(expectations=None, activities=None).distinct()
        organisation.empty_label = str(_("Toutes"))
        offered = [(form_id, plain_text_in(title)) for form_id, title in titles.items()]
        self.fields["form"].choices = [("", _("Tous")), *offered]  # type: ignore[attr-defined]


class OwedListFilters(OwedFilters):
    """The same for the list of everything that is owed, with where it stands and where it is about."""

    state = forms.ChoiceField(label=gettext_lazy("État"), choices=[("", gettext_lazy("Tous")), *DUE_STATES.items()])
    place = forms.CharField(label=gettext_lazy("Lieu"), max_length=80)

    field_order = ("organisation", "state", "form", "place", "since", "until")


@dataclass(frozen=True)
class OrganisationLine:
    """Everything that one partner owes, whichever form."""

    organisation: Organisation
    punctuality: Punctuality
    awaited: int


LINE_KEYS: dict[str, Callable[[OwedLine], Any]] = {
    "organisation": lambda line: (line.organisation.code, line.form_id, _place(line)),
    "form": lambda line: (line.form_id, line.organisation.code),
    "place": lambda line: (_place(line), line.organisation.code),
    "due": lambda line: line.punctuality.due,
    "came": lambda line: _share(line.punctuality.came, line.punctuality.due),
    "on_time": lambda line: _share(line.punctuality.on_time, line.punctuality.due),
    "missing": lambda line: line.punctuality.missing,
    "next": lambda line: line.next_due or date.max,
}
OWED_KEYS: dict[str, Callable[[Owed], Any]] = {
    "due": lambda one: one.due.due_on,
    "came": lambda one: one.due.came_on or date.max,
    "organisation": lambda one: (one.organisation.code, one.due.due_on),
    "form": lambda one: (one.form_id, one.due.due_on),
    "place": lambda one: (_place(one), one.due.due_on),
}


@staff(Permission.SEE_RECORDS)
def owed(request: StaffRequest) -> HttpResponseBase:
    """What is owed and what came, by partner, form and place, with the totals of each partner."""
    titles = form_titles()
    form = OwedFilters(request.GET, user=request.user, titles=titles)
    window = window_of(form.chosen())
    found = narrowed(request.user, form.chosen(), window)
    lines = lines_of(found, window.today)
    order = chosen_order(request, dict.fromkeys(LINE_KEYS, ()), "organisation")
    return desk_page(
        request,
        "desk/owed.html",
        listing=_listing(request, _in_order(lines, LINE_KEYS, order), form, order),
        organisations=_by_organisation(found, window.today),
        total=punctuality_of((one.due for one in found), window.today),
        awaited=sum(line.awaited for line in lines),
        window=window,
        titles=titles,
        may_manage=request.user.may(Permission.MANAGE_ACTIVITIES),
        demonstration=any(line.organisation.fictional for line in lines),
        breadcrumb=[step(_("Mon travail"), "/desk/"), step(_("Qui doit quoi"))],
    )


@staff(Permission.SEE_RECORDS)
def owed_csv(request: StaffRequest) -> HttpResponseBase:
    """The same lines as a file."""
    titles = form_titles()
    form = OwedFilters(request.GET, user=request.user, titles=titles)
    window = window_of(form.chosen())
    lines = lines_of(narrowed(request.user, form.chosen(), window), window.today)
    order = chosen_order(request, dict.fromkeys(LINE_KEYS, ()), "organisation")
    header = (
        _("organisation"), _("formulaire"), _("lieu"), _("dues"), _("arrivées"), _("à temps"), _("en retard"),
        _("manque depuis"), _("attendues"), _("prochaine échéance"),
    )  # fmt: skip
    return csv_answer("qui-doit-quoi.csv", header, _line_rows(_in_order(lines, LINE_KEYS, order), titles))


@staff(Permission.SEE_RECORDS)
def owed_list(request: StaffRequest) -> HttpResponseBase:
    """Everything that is owed, one by one: for when, the last day to send it, the day it came."""
    titles = form_titles()
    form = OwedListFilters(request.GET, user=request.user, titles=titles)
    window = window_of(form.chosen())
    found = narrowed(request.user, form.chosen(), window)
    order = chosen_order(request, dict.fromkeys(OWED_KEYS, ()), "due")
    return desk_page(
        request,
        "desk/owed_list.html",
        listing=_listing(request, _in_order(found, OWED_KEYS, order), form, order),
        states={one: one.due.state(window.today) for one in found},
        window=window,
        titles=titles,
        demonstration=any(one.organisation.fictional for one in found),
        breadcrumb=[step(_("Mon travail"), "/desk/"), step(_("Qui doit quoi"), "/desk/owed/"), step(_("Une par une"))],
    )


@staff(Permission.SEE_RECORDS)
def owed_list_csv(request: StaffRequest) -> HttpResponseBase:
    """The same list as a file."""
    titles = form_titles()
    form = OwedListFilters(request.GET, user=request.user, titles=titles)
    window = window_of(form.chosen())
    found = narrowed(request.user, form.chosen(), window)
    order = chosen_order(request, dict.fromkeys(OWED_KEYS, ()), "due")
    header = (
        _("organisation"), _("formulaire"), _("lieu"), _("activité"), _("séance"), _("période du"), _("au"),
        _("à envoyer avant le"), _("arrivée le"), _("état"),
    )  # fmt: skip
    rows = _owed_rows(_in_order(found, OWED_KEYS, order), titles, window.today)
    return csv_answer("une-par-une.csv", header, rows)


def window_of(chosen: dict[str, Any]) -> Window:
    """The stretch that the filters ask for; a year back and a month ahead unless they say otherwise."""
    today = timezone.localdate()
    return Window(chosen.get("since") or today - LOOK_BACK, chosen.get("until") or today + LOOK_AHEAD, today)


def narrowed(user: User, chosen: dict[str, Any], window: Window) -> list[Owed]:
    """What is owed to this account's eyes and what the filters leave of it."""
    found = owed_to(user, window, attendance_form=ATTENDANCE_FORM, sheet_days=settings.SHEET_DAYS)
    if "organisation" in chosen:
        found = [one for one in found if one.organisation == chosen["organisation"]]
    if "form" in chosen:
        found = [one for one in found if one.form_id == chosen["form"]]
    if "place" in chosen:
        words = chosen["place"].casefold()
        found = [one for one in found if words in _place(one).casefold()]
    if "state" in chosen:
        found = [one for one in found if one.due.state(window.today) == chosen["state"]]
    return found


def _by_organisation(found: Iterable[Owed], today: date) -> list[OrganisationLine]:
    held: dict[str, list[Owed]] = {}
    for one in found:
        held.setdefault(one.organisation.code, []).append(one)
    return [
        OrganisationLine(
            ones[0].organisation,
            punctuality_of((one.due for one in ones), today),
            sum(one.due.came_on is None and one.due.due_on >= today for one in ones),
        )
        for _code, ones in sorted(held.items())
    ]


def _listing(request: StaffRequest, rows: Sequence[Any], form: FilterForm, order: str) -> Listing:
    page = Paginator(rows, ROWS).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    return Listing(page, form, order, query.urlencode())


def _in_order(rows: Iterable[Any], keys: dict[str, Callable[[Any], Any]], order: str) -> list[Any]:
    return sorted(rows, key=keys[order.removeprefix("-")], reverse=order.startswith("-"))


def _place(one: Owed | OwedLine) -> str:
    return one.place.name if one.place else ""


def _share(part: int, whole: int) -> Fraction:
    """For the order only: what nothing was due of comes last."""
    return Fraction(part, whole) if whole else Fraction(2)


def _line_rows(lines: Iterable[OwedLine], titles: dict[str, dict[str, str]]) -> Iterator[Sequence[object]]:
    for line in lines:
        counts = line.punctuality
        yield (
            line.organisation.code, plain_text_in(titles.get(line.form_id)) or line.form_id, _place(line), counts.due,
            counts.came, counts.on_time, counts.missing, line.missing_since, line.awaited, line.next_due,
        )  # fmt: skip


def _owed_rows(found: Iterable[Owed], titles: dict[str, dict[str, str]], today: date) -> Iterator[Sequence[object]]:
    for one in found:
        yield (
            one.organisation.code, plain_text_in(titles.get(one.form_id)) or one.form_id, _place(one),
            one.activity.code if one.activity else "", one.session, one.period.starts_on if one.period else None,
            one.period.last_day if one.period else None, one.due.due_on, one.due.came_on,
            word(one.due.state(today), "due-state"),
        )  # fmt: skip
