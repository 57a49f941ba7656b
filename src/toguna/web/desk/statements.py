"""Statements about results on the desk: which there are, and one to write, its numbers taken from the newest values."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast

from django.conf import settings
from django.contrib import messages
from django.core.cache import cache
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from toguna.figures.telling import Tongue
from toguna.flow.drafts import draft_of
from toguna.flow.release import NotReleased
from toguna.flow.told_figures import DaysTold, compared, remarks_on_sums
from toguna.publish.documents.annual_results import statement_blocks
from toguna.publish.documents.on_screen import blocks_as_html
from toguna.publish.inserted_figures import Figure
from toguna.publish.narratives import read_narrative, tokens_for
from toguna.publish.snapshot import Snapshot, StatementPart
from toguna.publish.words import text_in
from toguna.rules.findings import Severity
from toguna.rules.roles import Permission
from toguna.store.accounts.models import User
from toguna.store.journal.queries import entries_about
from toguna.store.programmes.models import Programme
from toguna.store.publications.queries import last_edition
from toguna.store.results.actions import put_outcome_statement
from toguna.store.results.models import OutcomeStatement, Result
from toguna.store.results.queries import framework_of, indicators_of
from toguna.store.values.queries import latest_run
from toguna.web.desk.door import StaffRequest, desk_page, sent, staff, step
from toguna.web.desk.statement_forms import TEXTS, StatementForm, fingerprint
from toguna.web.layout.templatetags.toguna import reader

FIRST_YEAR, LAST_YEAR = 1990, 2100
CHANGES_SHOWN = 8
ROWS_OF_A_CUT = 15
KEPT_SECONDS = 900
OTHER_WORDS = gettext_lazy(
    "Quelqu'un d'autre a changé cet énoncé pendant que vous écriviez. Votre texte est dans les cases ; ce qui est "
    "enregistré est montré plus bas. Enregistrez de nouveau pour le remplacer."
)


@dataclass(frozen=True)
class Insertable:
    """The numbers of one indicator that a text may take."""

    code: str
    title: str
    figures: list[Figure]


@dataclass(frozen=True)
class TokenFinding:
    """Something about a number in a text: in which box, how much it weighs, in words."""

    box: str
    label: str
    severity: str
    text: str


@staff(Permission.SEE_VALUES)
def statements(request: StaffRequest, code: str) -> HttpResponseBase:
    """Every result of a programme with what is said of it, year by year."""
    programme = Programme.objects.get(code=code)
    results = list(framework_of(programme))
    years = _years(programme, results)
    rows = []
    for result in results:
        said = {one.year: one for one in result.statements.all()}
        rows.append((result, [(year, said.get(year)) for year in years]))
    return desk_page(
        request,
        "desk/statements.html",
        programme=programme,
        years=years,
        rows=rows,
        may_manage=request.user.may(Permission.MANAGE_FRAMEWORK),
        breadcrumb=[*_way(programme), step(_("Énoncés des résultats"))],
        demonstration=programme.fictional,
    )


@staff(Permission.MANAGE_FRAMEWORK, "GET", "POST")
def statement(request: StaffRequest, code: str, result: str, year: int) -> HttpResponseBase:
    """One statement: write it, see it with its numbers, save it."""
    programme = Programme.objects.get(code=code)
    found = Result.objects.get(programme=programme, code=result)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Result.DoesNotExist
    written = OutcomeStatement.objects.filter(result=found, year=year).select_related("document").first()
    form = StatementForm(sent(request), statement=written)
    draft = _draft(programme)
    wants_save = request.method == "POST" and "save" in request.POST
    status = 200
    if wants_save and form.is_valid():
        if form.cleaned_data["seen"] == fingerprint(written):
            return _saved(request, programme, found, year, form, draft)
        form = _told_of_other_words(request, written)
        status = 409
    elif request.method == "POST" and not form.is_valid():
        status = 422
    return desk_page(
        request,
        "desk/statement.html",
        status=status,
        programme=programme,
        result=found,
        year=year,
        form=form,
        written=written,
        has_values=bool(draft["indicators"]),
        findings=_by_weight([*_findings(form, draft), *_told_figures(form, draft, year)]),
        preview=_preview(form, draft, found, year, written),
        insertable=_insertable(draft),
        changes=_changes(found, year),
        breadcrumb=[
            *_way(programme),
            step(_("Énoncés des résultats"), reverse("desk:statements", args=[code])),
            step(f"{found.code}, {year}"),
        ],
        demonstration=programme.fictional,
    )


def _saved(
    request: StaffRequest, programme: Programme, result: Result, year: int, form: StatementForm, draft: Snapshot
) -> HttpResponseBase:
    put_outcome_statement(by=request.user, result=result, year=year, **form.columns())
    wrong = [one for one in _findings(form, draft) if one.severity == Severity.ERROR]
    if wrong:
        told = _("L'énoncé est enregistré, mais un chiffre est introuvable : %(first)s")
        messages.warning(request, told % {"first": wrong[0].text})
    else:
        told = _("L'énoncé de %(result)s pour %(year)s est enregistré.")
        messages.success(request, told % {"result": result.code, "year": year})
    return redirect("desk:statement", code=programme.code, result=result.code, year=year)


def _told_of_other_words(request: StaffRequest, written: OutcomeStatement | None) -> StatementForm:
    """The same boxes once more with what was typed; saving now is meant."""
    typed = request.POST.copy()
    typed["seen"] = fingerprint(written)
    again = StatementForm(typed, statement=written)
    again.full_clean()
    again.add_error(None, str(OTHER_WORDS))
    return again


def _draft(programme: Programme) -> Snapshot:
    """What the next edition would hold; without any computation, nothing that could be inserted.

    Masking takes seconds, and a run's values never change: they are kept a while for whoever writes on.
    """
    run = latest_run(programme)
    before = last_edition(programme)
    key = f"draft:{run.pk if run else ''}:{before.number if before else 0}:{settings.DISCLOSURE_THRESHOLD}"
    kept: Snapshot | None = cache.get(key) if run else None
    if kept is None and run is not None:
        try:
            kept = draft_of(programme, run, timezone.localdate()).snapshot
        except NotReleased:
            return _without_values(programme)
        cache.set(key, kept, KEPT_SECONDS)
    return kept or _without_values(programme)


def _without_values(programme: Programme) -> Snapshot:
    bare = {"number": 0, "programme": {"code": programme.code}, "indicators": [], "places": {}, "organisations": {}}
    return cast(Snapshot, bare)


def _findings(form: StatementForm, draft: Snapshot) -> list[TokenFinding]:
    found = []
    for name, text in form.texts_sent().items():
        for one in read_narrative(text, draft, reader()).findings:
            box = form[name]
            told = _(one.message) % one.values
            found.append(TokenFinding(box.id_for_label, str(box.label), str(one.severity), told))
    return _by_weight(found)


def _told_figures(form: StatementForm, draft: Snapshot, year: int) -> list[TokenFinding]:
    """What does not add up in each text, and the typed numbers beside the computed values they speak of."""
    told, tongue = DaysTold(date(year, 1, 1), date(year + 1, 1, 1)), Tongue(reader())
    found = []
    for name, text in form.texts_sent().items():
        box, language = form[name], name[-2:]
        for remark in remarks_on_sums(text, draft, language):
            words = " ".join(tongue.say(one) for one in (remark, remark.advice) if one)
            found.append(TokenFinding(box.id_for_label, str(box.label), remark.severity.value, words))
        for one in compared(text, draft, language, told):
            words = _(one.message) % one.values
            found.append(TokenFinding(box.id_for_label, str(box.label), str(one.severity), words))
    return found


def _by_weight(found: list[TokenFinding]) -> list[TokenFinding]:
    weight = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.NOTE: 2}
    return sorted(found, key=lambda one: weight[Severity(one.severity)])


def _preview(
    form: StatementForm, draft: Snapshot, result: Result, year: int, written: OutcomeStatement | None
) -> SafeString:
    """The statement as its readers will see it, its numbers those of today."""
    if form.is_bound and form.is_valid():
        columns: dict[str, Any] = form.columns()
    elif written:
        columns = {name: getattr(written, name) for name in (*TEXTS, "status", "still_relevant", "strategy_changed")}
        columns |= {"lessons": written.lessons, "partners": written.partners}
    else:
        return mark_safe("")
    part = {
        **columns,
        "result": result.code,
        "year": year,
        "remarks": columns["remarks_of_officer"],
        "document": written.document.key if written and written.document else "",
    }
    # The pages of a draft's numbers are not public yet; those of the desk are there.
    pages = {one.code: reverse("desk:indicator", args=[one.pk]) for one in indicators_of(result.programme)}
    blocks = list(
        statement_blocks(draft, cast(StatementPart, part), reader(), opens=lambda figure: pages.get(figure.code, ""))
    )
    return mark_safe(blocks_as_html(blocks))  # noqa: S308 - every text in it is escaped by the markup


def _insertable(draft: Snapshot) -> list[Insertable]:
    found: dict[str, list[Figure]] = {}
    for figure in tokens_for(draft, reader()):
        rows = found.setdefault(figure.code, [])
        of_cut = [one for one in rows if one.dimension == figure.dimension]
        # Every period has its total; the parts are listed for the first, and written the same way for the others.
        if not figure.dimension or (figure.token.count("|") == 1 and len(of_cut) < ROWS_OF_A_CUT):
            rows.append(figure)
    titles = {one["code"]: text_in(one["title"], reader()) for one in draft["indicators"]}
    return [Insertable(code, titles[code], figures) for code, figures in found.items()]


def _changes(result: Result, year: int) -> list[tuple[datetime, str]]:
    """When this statement was written and rewritten, and by whom; newest first."""
    found = entries_about(result).filter(action__in=("outcome.stated", "outcome.restated"), detail__year=year)
    names = dict(User.objects.values_list("pk", "name"))
    return [(entry.at, names.get(entry.actor or 0, "")) for entry in found[:CHANGES_SHOWN]]


def _years(programme: Programme, results: list[Result]) -> list[int]:
    """The years of the programme that have begun, and any other that something is said of; newest first."""
    last = min(programme.ends_on.year, max(timezone.localdate().year, programme.starts_on.year))
    said = {one.year for result in results for one in result.statements.all()}
    return sorted(said | set(range(programme.starts_on.year, last + 1)), reverse=True)


def _way(programme: Programme) -> list[dict[str, object]]:
    return [
        step(_("Mon travail"), "/desk/"),
        step(_("Cadre de résultats"), "/desk/framework/"),
        step(programme.code, reverse("desk:programme", args=[programme.code])),
    ]
