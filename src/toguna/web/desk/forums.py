"""Forums on the desk: who sat together, how far they agreed, what was resolved, and which follow-up is due.

Only what was verified is here, without names; the forum's own sheet says the rest to whoever may read it.
"""

from collections.abc import Iterator, Sequence

from django import forms
from django.db.models import Q, QuerySet
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from toguna.rules.roles import Permission
from toguna.store.advocacy.forums import forums_seen_by, late_for_follow_up, with_what_was_said
from toguna.store.facts.models import Fact
from toguna.web.desk.advocacy_words import CONSENSUS
from toguna.web.desk.door import StaffRequest, desk_page, staff, step
from toguna.web.desk.listing import FilterForm, chosen_order, csv_answer, listing, ordered
from toguna.web.layout.templatetags.toguna import plain_text_in, word

ORDERS = {
    "held": ("starts_on",),
    "activity": ("activity__code", "starts_on"),
    "place": ("event_place__name", "starts_on"),
    "consensus": ("consensus", "starts_on"),
    "follow-up": ("follow_up_on", "starts_on"),
}
NEWEST_FIRST = "-held"


class ForumFilters(FilterForm):
    """What the list can be narrowed by."""

    q = forms.CharField(label=gettext_lazy("Chercher"), max_length=80)
    consensus = forms.ChoiceField(
        label=gettext_lazy("Accord"), choices=[("", gettext_lazy("Tous")), *CONSENSUS.items()]
    )
    follow_up = forms.ChoiceField(
        label=gettext_lazy("Suivi"),
        choices=[
            ("", gettext_lazy("Tous")),
            ("late", gettext_lazy("en retard")),
            ("planned", gettext_lazy("prévu")),
            ("none", gettext_lazy("sans date")),
        ],
    )
    year = forms.IntegerField(label=gettext_lazy("Année"), min_value=2000, max_value=2100)


@staff(Permission.SEE_RECORDS)
def forums(request: StaffRequest) -> HttpResponseBase:
    """Every forum that was verified and that the account may see."""
    form, rows = narrowed(request)
    found = listing(request, rows, form, ORDERS, NEWEST_FIRST)
    today = timezone.localdate()
    return desk_page(
        request,
        "desk/forums.html",
        listing=found,
        lines=[(one, one.is_late(today)) for one in with_what_was_said(found.page)],
        late=forums_seen_by(request.user).filter(late_for_follow_up(today)).count(),
        breadcrumb=[step(_("Plaidoyer"), reverse("desk:advocacy")), step(_("Forums"))],
    )


@staff(Permission.SEE_RECORDS)
def forums_csv(request: StaffRequest) -> HttpResponseBase:
    """The same list as a file."""
    _form, rows = narrowed(request)
    header = [
        _("jour"), _("activité"), _("titre"), _("lieu"), _("côtés"), _("accord"), _("points d'accord"),
        _("points de désaccord"), _("résolutions"), _("suivi prévu"), _("forum suivant"),
    ]  # fmt: skip
    return csv_answer(
        "forums.csv", header, _csv_rows(ordered(rows, ORDERS, chosen_order(request, ORDERS, NEWEST_FIRST)))
    )


def _csv_rows(rows: QuerySet[Fact]) -> Iterator[Sequence[object]]:
    for one in with_what_was_said(rows):
        yield [
            one.fact.starts_on,
            one.fact.activity.code,
            plain_text_in(one.fact.activity.title),
            one.fact.event_place.name if one.fact.event_place else "",
            ", ".join(word(group, "stakeholder_group") for group in one.sides),
            str(CONSENSUS.get(one.consensus, "")),
            one.agreed,
            one.disputed,
            one.resolutions,
            one.follow_up_on or "",
            one.followed_on or "",
        ]


def narrowed(request: StaffRequest) -> tuple[ForumFilters, QuerySet[Fact]]:
    """The filters in the address, and the forums that they leave."""
    form = ForumFilters(request.GET)
    chosen = form.chosen()
    rows = forums_seen_by(request.user)
    for each in str(chosen.get("q", "")).split():
        rows = rows.filter(
            Q(activity__code__icontains=each)
            | Q(activity__title__fr__icontains=each)
            | Q(event_place__name__icontains=each)
        )
    if "consensus" in chosen:
        rows = rows.filter(Q(consensus=f"consensus_{chosen['consensus']}"))
    if "year" in chosen:
        rows = rows.filter(starts_on__year=chosen["year"])
    match chosen.get("follow_up"):
        case "late":
            rows = rows.filter(late_for_follow_up(timezone.localdate()))
        case "planned":
            rows = rows.exclude(Q(follow_up_on=None))
        case "none":
            rows = rows.filter(Q(follow_up_on=None))
    return form, rows
