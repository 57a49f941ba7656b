"""The register of promises on the desk: the list with its kept rate and CSV, one promise with what both sides say."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet
from django.http import FileResponse, Http404
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from toguna.flow.commitments import evidence_path, forums_to_take
from toguna.rules.commitments import OPEN, KeptRate, Promise, Standing, State, kept_rate
from toguna.rules.roles import Permission
from toguna.store.accounts.models import User
from toguna.store.commitments.models import Amendment, Commitment, EvidenceFile
from toguna.store.commitments.queries import (
    commitments_seen_by,
    commitments_written_by,
    matching,
    overdue,
    standing_of,
    waiting_declarations,
    with_both_sides,
)
from toguna.store.journal.actions import record_entry
from toguna.store.journal.models import Entry
from toguna.store.writing import write_turn
from toguna.web.desk.commitment_forms import CommitmentFilters
from toguna.web.desk.door import StaffRequest, desk_page, staff, step
from toguna.web.desk.evidence import closed_in
from toguna.web.desk.file_types import type_shown
from toguna.web.desk.listing import chosen_order, csv_answer, listing, ordered
from toguna.web.desk.money_words import amount_in_file, amount_said
from toguna.web.layout.commitment_words import COLUMNS, FUNDING, KINDS, ORIGINS, STATES
from toguna.web.layout.templatetags.toguna import long_date, plain_text_in

ORDERS = {
    "code": ("programme__code", "number"),
    "due": ("undated", "due_on"),
    "made": ("made_on",),
    "place": ("place__name",),
    "office": ("office", "promiser__code"),
    "state": ("state",),
}
DEFAULT = "due"
SOON = timedelta(days=30)
HEADER = (
    gettext_lazy("code"),
    gettext_lazy("programme"),
    gettext_lazy("engagement"),
    gettext_lazy("qui s'engage"),
    gettext_lazy("organisation"),
    gettext_lazy("envers qui"),
    gettext_lazy("commune"),
    gettext_lazy("pris le"),
    gettext_lazy("échéance"),
    gettext_lazy("première échéance"),
    gettext_lazy("état"),
    gettext_lazy("en retard"),
    gettext_lazy("sorte"),
    gettext_lazy("pris lors de"),
    gettext_lazy("précision"),
    gettext_lazy("critère ou problème"),
    gettext_lazy("coût"),
    gettext_lazy("monnaie"),
    gettext_lazy("ligne du plan communal"),
    gettext_lazy("avancement en %"),
    gettext_lazy("suivi par"),
    gettext_lazy("donnée fictive"),
)


def narrowed(user: User, chosen: dict[str, Any]) -> QuerySet[Commitment]:
    """The promises that this account sees and that the filters leave."""
    today = timezone.localdate()
    undated = ExpressionWrapper(Q(due_on=None), output_field=BooleanField())
    found = commitments_seen_by(user).annotate(undated=undated)
    for typed in chosen.get("q", "").split():
        found = found.filter(matching(typed))
    columns = {"state": "state", "place": "place", "origin": "origin_kind", "organisation": "organisation"}
    found = found.filter(**{columns[name]: value for name, value in chosen.items() if name in columns})
    match chosen.get("late"):
        case "overdue":
            return found.filter(overdue(today))
        case "soon":
            open_states = [state.value for state in OPEN]
            return found.filter(due_on__range=(today, today + SOON), state__in=open_states)
        case "undated":
            return found.filter(due_on=None)
    return found


def rate_of(rows: QuerySet[Commitment], today: date) -> KeptRate:
    """The kept rate of these promises, by where each stands."""
    told = rows.order_by().values_list("made_on", "due_on", "state")
    return kept_rate([(Promise(made, due), Standing(State(state))) for made, due, state in told], today)


@staff(Permission.SEE_RECORDS)
def commitments(request: StaffRequest) -> HttpResponseBase:
    """The register as far as this account sees it, and what waits in it."""
    form, today = CommitmentFilters(request.GET, user=request.user), timezone.localdate()
    rows = narrowed(request.user, form.chosen())
    found = listing(request, rows, form, ORDERS, DEFAULT)
    may_write = request.user.may(Permission.ENTER_RECORDS)
    forums = forums_to_take(request.user) if may_write else []
    return desk_page(
        request,
        "desk/commitments.html",
        listing=found,
        rate=rate_of(rows, today),
        today=today,
        late={one.pk for one in found.page if _is_late(one, today)},
        forums=forums,
        resolutions=sum(len(one.resolutions) for one in forums),
        waiting=list(waiting_declarations(request.user)) if may_write else [],
        may_write=may_write,
        breadcrumb=[step(_("Mon travail"), "/desk/"), step(_("Engagements"))],
        demonstration=any(one.fictional for one in found.page),
    )


@staff(Permission.SEE_RECORDS)
def commitments_csv(request: StaffRequest) -> HttpResponseBase:
    """The register as it is filtered and ordered, every row."""
    form = CommitmentFilters(request.GET, user=request.user)
    rows = ordered(narrowed(request.user, form.chosen()), ORDERS, chosen_order(request, ORDERS, DEFAULT))
    return csv_answer("engagements.csv", HEADER, _rows(rows))


@staff(Permission.SEE_RECORDS)
def commitment(request: StaffRequest, pk: UUID) -> HttpResponseBase:
    """One promise: what was promised, what each side says of it and since when, its record, its changes."""
    found, today = with_both_sides(commitments_seen_by(request.user)).get(pk=pk), timezone.localdate()
    standing = standing_of(found, today)
    said = list(found.declarations.all())
    taken = [one for one in said if one.taken_at]
    return desk_page(
        request,
        "desk/commitment.html",
        commitment=found,
        standing=standing,
        sides=[
            ("promiser", found.office, found.promiser, [one for one in taken if one.side == "promiser"][::-1]),
            ("receiver", found.receiver_office, found.receiver, [one for one in taken if one.side == "receiver"][::-1]),
        ],
        waiting=[one for one in said if not one.taken_at and not one.declined_reason],
        declined=[one for one in said if one.declined_reason],
        amendments=[(one, _changed(one)) for one in found.amendments.select_related("made_by")],
        reminders=found.reminders.all(),
        addresses=found.addresses.select_related("declaration"),
        entries=Entry.objects.filter(subject=f"commitment:{found.pk}").order_by("pk"),
        may_write=commitments_written_by(request.user).filter(pk=found.pk).exists(),
        now=timezone.now(),
        today=today,
        breadcrumb=[step(_("Engagements"), "/desk/commitments/"), step(found.code)],
        demonstration=found.fictional,
    )


@staff(Permission.SEE_NAMES)
def evidence_file(request: StaffRequest, pk: UUID) -> HttpResponseBase:
    """A file that shows what a declaration says; never believed for its name, and the journal notes who opens it."""
    seen = commitments_seen_by(request.user).order_by()
    around = EvidenceFile.objects.select_related("declaration__commitment")
    found = around.get(pk=pk, declaration__commitment__in=seen)
    path = evidence_path(found)
    if not path.is_file():
        raise Http404
    with write_turn():
        shown_of = found.declaration.commitment
        record_entry(by=request.user, action="commitment.file-read", subject=shown_of, file=str(found.pk))
    shown = type_shown(path)
    kind = shown or "application/octet-stream"
    return closed_in(FileResponse(path.open("rb"), content_type=kind, as_attachment=shown is None, filename=found.name))


def _changed(amendment: Amendment) -> list[tuple[str, str, str]]:
    """What an amendment changed: the column, what it said before, what it says now, as a reader writes it."""
    return [
        (str(COLUMNS[column]), _said(column, before), _said(column, after))
        for column, (before, after) in amendment.changes.items()
    ]


def _said(column: str, kept: str) -> str:
    if not kept:
        return "–"
    if column in ("made_on", "due_on"):
        return long_date(date.fromisoformat(kept))
    if column == "cost":
        return amount_said(int(kept), "")
    families = {"kind": KINDS, "funding": FUNDING}
    return str(families[column].get(kept, kept)) if column in families else kept


def _rows(found: QuerySet[Commitment]) -> Iterator[Sequence[object]]:
    today = timezone.localdate()
    for one in found.iterator(chunk_size=500):
        yield (
            one.code,
            one.programme.code,
            one.what,
            one.office,
            plain_text_in(one.promiser.name) if one.promiser else "",
            one.receiver_office or (plain_text_in(one.receiver.name) if one.receiver else ""),
            one.place.name if one.place else "",
            one.made_on,
            one.due_on or _("sans date"),
            one.first_due_on,
            str(STATES[one.state]),
            _("oui") if _is_late(one, today) else "",
            str(KINDS[one.kind]),
            str(ORIGINS[one.origin_kind]),
            one.origin_label,
            one.answers or " ".join(word for word in (one.instrument_code, one.node_code) if word),
            amount_in_file(one.cost),
            one.currency,
            one.plan_line,
            one.percent,
            one.organisation.code,
            _("oui") if one.fictional else "",
        )


def _is_late(one: Commitment, today: date) -> bool:
    return one.due_on is not None and one.due_on < today and State(one.state) in OPEN
