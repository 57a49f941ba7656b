"""The journal on the desk: who did what to what, when, and whether the chain that seals it holds."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from toguna.rules.roles import Permission
from toguna.store.accounts.models import User
from toguna.store.journal.models import Entry
from toguna.store.journal.queries import entries, head, unsealed_count
from toguna.web.desk.door import StaffRequest, desk_page, staff, step
from toguna.web.desk.journal_words import ENTRIES
from toguna.web.desk.listing import FilterForm, chosen_order, csv_answer, listing, ordered
from toguna.web.desk.wording import word

ORDERS = {"at": ("at", "pk"), "action": ("action", "at"), "actor": ("actor", "at"), "subject": ("subject", "at")}
NEWEST = "-at"


class JournalFilters(FilterForm):
    """What the journal can be narrowed by."""

    actor = forms.ModelChoiceField(label=gettext_lazy("Qui"), queryset=User.objects.order_by("name"))
    action = forms.ChoiceField(label=gettext_lazy("Quoi"))
    subject = forms.CharField(label=gettext_lazy("Sur quoi"), max_length=120)
    since = forms.DateField(label=gettext_lazy("À partir du"), widget=forms.DateInput({"type": "date"}))
    until = forms.DateField(label=gettext_lazy("jusqu'au"), widget=forms.DateInput({"type": "date"}))

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["actor"].empty_label = str(_("Tous"))  # type: ignore[attr-defined]
        known = Entry.objects.order_by("action").values_list("action", flat=True).distinct()
        words = sorted((str(ENTRIES.get(action, action)), action) for action in known)
        self.fields["action"].choices = [  # type: ignore[attr-defined]
            ("", _("Tout")),
            *((action, said) for said, action in words),
        ]


def narrowed(chosen: dict[str, Any]) -> QuerySet[Entry]:
    """The entries that the filters leave."""
    rows = entries()
    if "actor" in chosen:
        rows = rows.filter(actor=chosen["actor"].pk)
    columns = {"action": "action", "subject": "subject__icontains", "since": "at__date__gte", "until": "at__date__lte"}
    return rows.filter(**{columns[name]: value for name, value in chosen.items() if name in columns})


@staff(Permission.SEE_JOURNAL)
def journal(request: StaffRequest) -> HttpResponseBase:
    """The entries, newest first, with what seals them."""
    form = JournalFilters(request.GET)
    found = listing(request, narrowed(form.chosen()), form, ORDERS, NEWEST)
    names = _names({entry.actor for entry in found.page})
    lines = [
        (entry, names.get(entry.actor or 0, ""), _detail(entry), getattr(entry, "link", None)) for entry in found.page
    ]
    return desk_page(
        request,
        "desk/journal.html",
        listing=found,
        lines=lines,
        head=head(),
        unsealed=unsealed_count(),
        breadcrumb=[step(_("Mon travail"), "/desk/"), step(_("Journal"))],
    )


HEADER = (
    gettext_lazy("moment"),
    gettext_lazy("compte"),
    gettext_lazy("acte"),
    gettext_lazy("code"),
    gettext_lazy("sur quoi"),
    gettext_lazy("détail"),
    gettext_lazy("maillon"),
    gettext_lazy("empreinte"),
)


@staff(Permission.SEE_JOURNAL)
def journal_csv(request: StaffRequest) -> HttpResponseBase:
    """The journal as it is filtered, every row; accounts by their number, as the journal keeps them."""
    rows = ordered(narrowed(JournalFilters(request.GET).chosen()), ORDERS, chosen_order(request, ORDERS, NEWEST))
    return csv_answer("journal.csv", HEADER, _rows(rows))


def _rows(rows: QuerySet[Entry]) -> Iterator[Sequence[object]]:
    for entry in rows.iterator(chunk_size=1000):
        link = getattr(entry, "link", None)
        yield (
            timezone.localtime(entry.at).isoformat(timespec="seconds"),
            entry.actor,
            word(entry.action, "entry"),
            entry.action,
            entry.subject,
            json.dumps(entry.detail, ensure_ascii=False, sort_keys=True),
            link.position if link else None,
            link.hash if link else "",
        )


def _names(actors: set[int | None]) -> dict[int, str]:
    return dict(User.objects.filter(pk__in=[actor for actor in actors if actor]).values_list("pk", "name"))


def _detail(entry: Entry) -> str:
    noted = {name: value for name, value in entry.detail.items() if value not in ("", None)}
    return ", ".join(_("%(name)s : %(value)s") % {"name": name, "value": value} for name, value in noted.items())
