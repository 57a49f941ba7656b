"""The quarterly report: what happened by objective, with the figures that say so, and the five annexes."""

from collections.abc import Iterator, Sequence
from datetime import date

from toguna.publish.changes import Change
from toguna.publish.documents.blocks import (
    Block,
    Bullets,
    Document,
    Heading,
    Paragraph,
    Piece,
    fictional_chip,
    narrative_lines,
    provisional_chip,
    status_piece,
    words,
)
from toguna.publish.pack import words as said_as
from toguna.publish.pack.annexes import annexes, figures_table, objective_words
from toguna.publish.snapshot import ObjectivePart, Snapshot, Texts
from toguna.publish.tracking.paper import pages_on
from toguna.publish.tracking.shown import ShownTable, shown_table
from toguna.publish.tracking.spans import Span, is_fiscal, year_with
from toguna.publish.tracking.table import tracking_table
from toguna.publish.tracking.words import span_days, span_words
from toguna.publish.words import said, text_in
from toguna.rules.numbers import spoken


def quarterly_report(
    snapshot: Snapshot, span: Span, changes: Sequence[Change], language: str, site: str = ""
) -> Document:
    """The whole report on one quarter, in one language."""
    name = text_in(snapshot["programme"]["name"], language)
    year = year_of(snapshot, span)
    blocks: list[Block] = [] if span.closed else [Paragraph(words(said(said_as.COUNTED_BEFORE, language)), "warn")]
    blocks.append(Heading(said(said_as.NARRATIVE, language), anchor="narrative"))
    table = shown_table(tracking_table(snapshot, year), language, pages_on(snapshot, site))
    for objective in snapshot["programme"]["objectives"]:
        blocks += _objective(snapshot, objective, span, table, language, site)
    blocks += annexes(snapshot, span, year, changes, language, site)
    beside = [] if span.closed else [provisional_chip(language)]
    title = f"{said(said_as.REPORT, language)} · {span_words(span, language)}"
    return Document(
        language=spoken(language),
        over=f"{name} · {span_days(span, language)}",
        title=title,
        beside=[*beside, *([fictional_chip(language)] if snapshot["fictional"] else [])],
        blocks=blocks,
        short=f"{snapshot['programme']['code']} · {title}",
        fictional=snapshot["fictional"],
        released_on=snapshot["released_on"],
    )


def year_of(snapshot: Snapshot, span: Span) -> str:
    """The code of the year that a quarter lies in."""
    return year_with(span.period.start, fiscal=is_fiscal(snapshot)).code


def narrative_of(snapshot: Snapshot, objective: int, span: Span) -> Texts:
    """What was written of an objective for the period; nothing where nobody wrote."""
    for one in snapshot.get("narratives", []):
        if (one["objective"], one["period_kind"], one["period"]) == (objective, span.period.kind, span.period.code):
            return one["text"]
    return {}


def _objective(
    snapshot: Snapshot, objective: ObjectivePart, span: Span, table: ShownTable, language: str, site: str
) -> Iterator[Block]:
    number = objective["number"]
    told = text_in(objective["title"], language) or text_in(objective["statement"], language)
    colon = ": " if spoken(language) == "en" else "\u00a0: "
    yield Heading(f"{objective_words(number, language)}{colon}{told}", 3, anchor=f"objective-{number}")
    text = narrative_of(snapshot, number, span)
    if text:
        yield from (Paragraph(line) for line in narrative_lines(text, snapshot, language, site))
    else:
        yield Paragraph(words(said(said_as.NOT_WRITTEN, language)), "note")
    place = next(at for at, one in enumerate(table.columns) if one.code == span.period.code)
    codes = {one["code"] for one in snapshot["indicators"] if one["objective"] == number}
    rows = [row for group in table.groups for row in group.rows if row.code in codes]
    if rows:
        caption = said(said_as.FIGURES, language)
        yield figures_table([(row, row.cells[place], row.cells[-1]) for row in rows], language, caption)
    reasons = [
        ((Piece(f"{row.title}{colon}", kind="strong"), Piece(one.text)), ())
        for row in rows
        for one in row.explanations
        if one.period == span.period.code and one.text
    ]
    if reasons:
        yield Heading(said(said_as.WHY, language), 4)
        yield Bullets(reasons)
    yield from _statements(snapshot, number, span, language, site)


def _statements(snapshot: Snapshot, objective: int, span: Span, language: str, site: str) -> Iterator[Block]:
    """What is said of the objective's results for the year in which the quarter ends."""
    results = {one["code"]: one for one in snapshot["programme"]["results"] if one.get("objective") == objective}
    year = date.fromordinal(span.period.end.toordinal() - 1).year
    found = [one for one in snapshot.get("statements", []) if one["result"] in results and one["year"] == year]
    if not found:
        return
    yield Heading(said(said_as.STATEMENTS, language), 4)
    for one in found:
        title = text_in(results[one["result"]]["title"], language)
        head = (Piece(f"{one['result']} {title} ", kind="strong"), status_piece(one["status"], language))
        yield Paragraph(head)
        yield from (Paragraph(line) for line in narrative_lines(one["narrative"], snapshot, language, site))
