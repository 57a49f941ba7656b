"""A result: is it achieved, why do we think so, what has changed in the theory, which figures support it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from toguna.publish.documents.annual_results import statement_blocks
from toguna.publish.documents.chosen import years_of
from toguna.publish.documents.on_screen import blocks_as_html
from toguna.publish.snapshot import DocumentPart, Snapshot, StatementPart
from toguna.publish.words import text_in
from toguna.store.organisations.models import Organisation
from toguna.store.programmes.queries import public_programme
from toguna.store.publications.replies import public_replies
from toguna.store.results.models import Document, OutcomeStatement
from toguna.store.results.queries import framework_of, remarks_of, stated_values_of
from toguna.web.public.door import everyone, language, public_page, step, way
from toguna.web.public.figures import headlines
from toguna.web.public.frozen import Reading, latest_reading
from toguna.web.public.stated import stated_figures


@dataclass(frozen=True)
class Said:
    """What is said of a result for one year, its numbers taken from the edition; the passage it was told from."""

    year: int
    status: str
    body: SafeString
    passage: str
    language: str


@everyone
def result(request: HttpRequest, code: str, result: str) -> HttpResponseBase:
    """One result with its statements, its figures and what must be said beside them."""
    programme = public_programme(code)
    shown = framework_of(programme).get(code=result)
    reading = latest_reading(programme)
    figures = headlines(reading, language()) if reading else {}
    stated = list(stated_values_of(programme).filter(result=shown))
    mine = {one.pk for one in stated}
    remarks = list(remarks_of(programme))
    beside = [one for one in remarks if mine & {stated.pk for stated in one.stated_values.all()}]
    here = [one for one in remarks if shown in one.results.all() and one not in beside]
    return public_page(
        request,
        "result",
        programme=programme,
        result=shown,
        children=[one for one in framework_of(programme) if one.parent_id == shown.pk],
        statements=(said := statements_said(list(shown.statements.all()), reading, code, result)),
        years=set(years_of(reading.content)) & {one.year for one in said} if reading else set(),
        indicators=[(one, figures.get(one.code)) for one in shown.indicators.all()],
        stated=stated_figures(stated, beside),
        stated_count=len(stated),
        remarks=here,
        remark_count=len(beside),
        edition=reading.edition if reading else None,
        reply_count=public_replies().filter(edition=reading.edition).count() if reading else 0,
        demonstration=programme.fictional,
        breadcrumb=way(
            step(text_in(programme.name, language()), reverse("public:programme", args=[code])), step(shown.code)
        ),
    )


def statements_said(written: Sequence[OutcomeStatement], reading: Reading | None, code: str, result: str) -> list[Said]:
    """The statements that the edition holds, newest first; those of today where no edition holds any yet.

    Words that were written since the edition wait for the next one, as numbers do.
    """
    frozen = reading.content.get("statements") if reading else None
    if reading is not None and frozen is not None:
        parts, content = [one for one in frozen if one["result"] == result], reading.content
    else:
        parts, content = _said_today(written, reading.content if reading else _nothing_released(code))
    passages = {one.year: one for one in written}
    found = []
    for part in sorted(parts, key=lambda one: -one["year"]):
        source = passages.get(part["year"])
        document = source.document if source else None
        is_told = document is not None and document.key == part["document"]
        body = blocks_as_html(list(statement_blocks(content, part, language())))
        found.append(
            Said(
                part["year"],
                part["status"],
                mark_safe(body),  # noqa: S308 - escaped by the markup
                source.passage if source and is_told else "",
                document.language if document else "",
            )
        )
    return found


def _said_today(written: Sequence[OutcomeStatement], content: Snapshot) -> tuple[list[StatementPart], Snapshot]:
    """Statements as they stand, beside the numbers of an edition that holds none; withdrawn partners are not named."""
    named = {str(code) for one in written for code in one.partners}
    rows = list(Organisation.objects.filter(code__in=named))
    parts = [_part(one) for one in written]
    for part in parts:
        part["partners"] = [one for one in part["partners"] if one not in {row.code for row in rows if row.withdrawn}]
    known = {row.code: {"name": row.name, "kind": row.kind, "fictional": row.fictional} for row in rows}
    documents = {one.document.key: _document(one.document) for one in written if one.document}
    return parts, cast(Snapshot, {**content, "documents": documents, "organisations": known, "statements": parts})


def _part(statement: OutcomeStatement) -> StatementPart:
    return {
        "result": statement.result.code,
        "year": statement.year,
        "status": statement.status,
        "narrative": statement.narrative,
        "theory_if": statement.theory_if,
        "theory_then": statement.theory_then,
        "theory_because": statement.theory_because,
        "still_relevant": statement.still_relevant,
        "strategy_changed": statement.strategy_changed,
        "lessons": statement.lessons,
        "partners": list(statement.partners),
        "remarks": statement.remarks_of_officer,
        "document": statement.document.key if statement.document else "",
    }


def _document(document: Document) -> DocumentPart:
    return {
        "title": document.title,
        "publisher": document.publisher,
        "address": document.address,
        "language": document.language,
        "as_of": document.as_of.isoformat() if document.as_of else None,
    }


def _nothing_released(code: str) -> Snapshot:
    """Before the first edition no number can be inserted."""
    bare = {"number": 0, "programme": {"code": code}, "indicators": [], "places": {}, "organisations": {}}
    return cast(Snapshot, bare)
