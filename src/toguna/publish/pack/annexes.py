"""The annexes of a quarterly report: indicators, activities, broadcasts, sub-awards, what has changed.

They arrange what an edition says. An amount that is not known is said so, and amounts of two currencies never add up.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from toguna.publish.changes import Change, change_in_words, totals_first
from toguna.publish.documents.blocks import (
    Block,
    Bullets,
    Column,
    Heading,
    Line,
    Paragraph,
    Piece,
    Table,
    basis_chip,
    provisional_chip,
    spaced,
    words,
)
from toguna.publish.pack import words as said_as
from toguna.publish.pack.activities import (
    ALWAYS_TOLD,
    ON_AIR,
    Tally,
    activities_in,
    dates_of,
    sorts_counted,
    state_of,
    tallies,
    undated,
)
from toguna.publish.snapshot import ActivityPart, Snapshot, SubAwardPart
from toguna.publish.tracking.paper import pages_on
from toguna.publish.tracking.shown import ShownCell, ShownRow, ShownTable, shown_table
from toguna.publish.tracking.spans import Span
from toguna.publish.tracking.table import tracking_table
from toguna.publish.words import CATEGORIES, UNKNOWN, Pair, period_words, said, text_in
from toguna.rules.numbers import counted_unit, long_date, money

MINOR_UNITS = 100
CHANGES_SHOWN = 40

# An indicator, the quarter and all the time since the start.
Figures = tuple[ShownRow, ShownCell, ShownCell]


def annex_title(number: int, language: str) -> str:
    """What an annex is called."""
    return said(said_as.ANNEX, language) % (number, said(said_as.ANNEXES[number], language))


def annexes(
    snapshot: Snapshot, span: Span, year: str, changes: Sequence[Change], language: str, site: str = ""
) -> Iterator[Block]:
    """All five, one after the other."""
    yield from indicators_annex(snapshot, span, year, language, site)
    yield from activities_annex(snapshot, span, language)
    yield from broadcasts_annex(snapshot, span, year, language, site)
    yield from grants_annex(snapshot, language)
    yield from changes_annex(snapshot, changes, language)


def indicators_annex(snapshot: Snapshot, span: Span, year: str, language: str, site: str = "") -> Iterator[Block]:
    """Annex 1: each indicator in the quarter and since the start."""
    yield Heading(annex_title(1, language), anchor="annex-1")
    yield Paragraph(words(said(said_as.WHOLE_TABLE, language)), "note")
    rows = _rows(snapshot, span, year, language, site)
    if rows:
        yield figures_table(rows, language, said(said_as.ANNEXES[1], language))


def _rows(snapshot: Snapshot, span: Span, year: str, language: str, site: str) -> list[Figures]:
    table = shown_table(tracking_table(snapshot, year), language, pages_on(snapshot, site))
    return [(row, row.cells[_place(table, span)], row.cells[-1]) for group in table.groups for row in group.rows]


def figures_table(rows: Sequence[Figures], language: str, caption: str) -> Table:
    """Indicators with what was aimed at and reached in the quarter, and since the start."""
    heads = (said_as.TARGET, said_as.ACTUAL, said_as.SHARE, said_as.TARGET_OF_LIFE, said_as.TO_DATE, said_as.OF_LIFE)
    columns = [Column(said(said_as.INDICATOR, language), room=3.2)]
    columns += [Column(said(head, language), is_number=True) for head in heads]
    return Table(caption, columns, [_figures(row, now, life, language) for row, now, life in rows])


def activities_annex(snapshot: Snapshot, span: Span, language: str) -> Iterator[Block]:
    """Annex 2: what the plan had for the quarter and what became of it, by objective."""
    yield Heading(annex_title(2, language), anchor="annex-2")
    on = date.fromisoformat(snapshot["released_on"])
    found = activities_in(snapshot, span.period)
    if not found:
        yield Paragraph(words(said(said_as.NO_ACTIVITY, language)))
    else:
        yield _tallied(list(tallies(found, on)), language)
        for number in sorted({one["objective"] for one in found}, key=lambda one: (one is None, one or 0)):
            yield Heading(objective_words(number, language), 3)
            yield _activities([one for one in found if one["objective"] == number], snapshot, on, language)
    if undated(snapshot):
        yield Paragraph(words(said(said_as.UNDATED, language) % undated(snapshot)), "note")


def broadcasts_annex(snapshot: Snapshot, span: Span, year: str, language: str, site: str = "") -> Iterator[Block]:
    """Annex 3: what went on air or was campaigned for, and how many of each sort the sheets count.

    A work plan does not tell radio magazines from grand dialogues; the sheets do, and indicators that add them up.
    """
    yield Heading(annex_title(3, language), anchor="annex-3")
    on = date.fromisoformat(snapshot["released_on"])
    found = [one for one in activities_in(snapshot, span.period) if one["kind"] in ON_AIR]
    if found:
        yield _activities(found, snapshot, on, language)
    else:
        yield Paragraph(words(said(said_as.NO_BROADCAST, language)))
    sorts = sorts_counted(snapshot)
    for sort, codes in sorts.items():
        name = counted_unit(2, sort, language)
        yield Heading(f"{name[0].upper()}{name[1:]}", 3)
        rows = [row for row in _rows(snapshot, span, year, language, site) if row[0].code in codes]
        yield figures_table(rows, language, name)
    if missing := [counted_unit(2, sort, language) for sort in ALWAYS_TOLD if sort not in sorts]:
        yield Paragraph(words(said(said_as.NOT_COUNTED_APART, language) % ", ".join(missing)), "note")


def grants_annex(snapshot: Snapshot, language: str) -> Iterator[Block]:
    """Annex 4: what was granted, paid and accounted for, by currency."""
    yield Heading(annex_title(4, language), anchor="annex-4")
    grants = snapshot["programme"].get("sub_awards", [])
    if not grants:
        yield Paragraph(words(said(said_as.NO_GRANT, language)))
        return
    for currency in sorted({one["currency"] for one in grants}):
        yield _grants(snapshot, [one for one in grants if one["currency"] == currency], currency, language)
    if any(None in (one["value"], one["disbursed"], one["acquitted"]) for one in grants):
        yield Paragraph(words(said(said_as.PARTLY_KNOWN, language)), "note")


def changes_annex(snapshot: Snapshot, changes: Sequence[Change], language: str) -> Iterator[Block]:
    """Annex 5: what is no longer the same, and what was decided about late sheets, with why and by which office."""
    yield Heading(annex_title(5, language), anchor="annex-5")
    if not changes:
        yield Paragraph(words(said(said_as.FIRST if snapshot["number"] == 1 else said_as.NOTHING_CHANGED, language)))
    else:
        yield Heading(said(said_as.CHANGES, language), 3)
        ordered = totals_first(changes)
        shown = [(words(change_in_words(one, snapshot, language)), ()) for one in ordered[:CHANGES_SHOWN]]
        if len(ordered) > CHANGES_SHOWN:
            shown.append((words(said(said_as.MORE, language) % (len(ordered) - CHANGES_SHOWN)), ()))
        yield Bullets(shown)
    yield Heading(said(said_as.RESTATED, language), 3)
    decided = snapshot.get("restatements", [])
    if not decided:
        yield Paragraph(words(said(said_as.NONE_LATE, language)))
        return
    heads = (said_as.SHEET, said_as.PERIOD, said_as.VERDICT, said_as.REASON, said_as.BY)
    columns = [
        Column(said(head, language), room=2.4 if head is said_as.REASON else 1.6 if head is said_as.BY else 1)
        for head in heads
    ]
    rows = [
        [
            words(one["sheet"]),
            words(period_words(one["period"], one["period_kind"], language)),
            words(said(said_as.VERDICTS.get(one["verdict"], (one["verdict"],) * 2), language)),
            words(one["reason"]),
            words(f"{text_in(one['decided_by'], language)}, {_day(one['decided_on'], language)}"),
        ]
        for one in decided
    ]
    yield Table(said(said_as.RESTATED, language), columns, rows)


def objective_words(number: int | None, language: str) -> str:
    """An objective by its number."""
    return said(said_as.UNDER_NONE, language) if number is None else said(said_as.OBJECTIVE, language) % number


def _figures(row: ShownRow, now: ShownCell, life: ShownCell, language: str) -> list[Line]:
    title = spaced([Piece(row.title, row.url), basis_chip(row.basis, language), Piece(row.unit, kind="note")])
    return [
        title,
        (Piece(now.target, now.url),),
        cell_line(now, language),
        _share(now),
        (Piece(life.target, life.url),),
        cell_line(life, language),
        _share(life),
    ]


def cell_line(cell: ShownCell, language: str) -> Line:
    """A number, or the word in its place; a provisional one says so."""
    if cell.kind == "masked":
        return (Piece(cell.words, cell.url, "masked"),)
    if cell.kind == "unknown":
        return (Piece(cell.words, cell.url, "unknown"),)
    return spaced([Piece(cell.words, cell.url), provisional_chip(language) if cell.provisional else None])


def _share(cell: ShownCell) -> Line:
    return (Piece(cell.share, cell.url, kind="strong" if cell.asked else "" if cell.rated else "note"),)


def _tallied(found: Sequence[Tally], language: str) -> Table:
    heads = (said_as.PLANNED, said_as.HELD, said_as.CANCELLED, said_as.LATE, said_as.TO_COME)
    columns = [Column("", room=2), *(Column(said(head, language), is_number=True) for head in heads)]
    rows = [[words(objective_words(one.objective, language)), *_counts(one)] for one in found]
    if len(found) > 1:
        sums = [str(sum(numbers)) for numbers in zip(*(_numbers(one) for one in found), strict=True)]
        rows.append([(Piece(said(said_as.TOTAL, language), kind="strong"),), *map(words, sums)])
    return Table(said(said_as.ANNEXES[2], language), columns, rows)


def _numbers(one: Tally) -> tuple[int, ...]:
    return one.planned, one.held, one.cancelled, one.late, one.to_come


def _counts(one: Tally) -> list[Line]:
    return [words(str(number)) for number in _numbers(one)]


def _activities(found: Sequence[ActivityPart], snapshot: Snapshot, on: date, language: str) -> Table:
    columns = [
        Column(said(said_as.ACTIVITY, language), room=2.8),
        Column(said(said_as.PLACE, language), room=1.3),
        Column(said(said_as.WHEN, language), room=1.6),
        Column(said(said_as.SESSIONS, language), is_number=True, room=0.8),
        Column(said(said_as.STATUS, language), room=1.1),
    ]
    return Table(said(said_as.ACTIVITY, language), columns, [_activity(one, snapshot, on, language) for one in found])


def _activity(one: ActivityPart, snapshot: Snapshot, on: date, language: str) -> list[Line]:
    place = snapshot["places"].get(one["place"])
    word, tone = said_as.STATES[state_of(one, on)]
    kind = said(CATEGORIES["activity_kind"].get(one["kind"], (one["kind"],) * 2), language)
    who = snapshot["organisations"].get(one["implementer"])
    beneath = ", ".join(filter(None, [one["code"], kind, text_in(who["name"], language) if who else ""]))
    return [
        (Piece(text_in(one["title"], language)), Piece(f"\n{beneath}", kind="note")),
        words(place["name"] if place else said(said_as.PLACE_UNKNOWN, language)),
        words(dates_of(one, language)),
        words(str(one["sessions"])),
        (Piece(said(word, language), kind="status", tone=tone),),
    ]


def _grants(snapshot: Snapshot, grants: Sequence[SubAwardPart], currency: str, language: str) -> Table:
    heads = (said_as.AWARDED, said_as.DISBURSED, said_as.ACQUITTED)
    columns = [
        Column(said(said_as.GRANT, language), room=2.4),
        *(Column(said(head, language), is_number=True, room=1.3) for head in heads),
        Column(said(said_as.STATUS, language), room=1),
    ]
    rows: list[list[Line]] = []
    for one in grants:
        receiver = snapshot["organisations"].get(one["receiver"])
        name = text_in(receiver["name"], language) if receiver else one["receiver"]
        state: Pair = said_as.AWARD_STATES.get(one["status"], (one["status"], one["status"]))
        amounts = [_amount(one[part], currency, language) for part in ("value", "disbursed", "acquitted")]
        told = (Piece(name), Piece(f"\n{one['code']} {text_in(one['title'], language)}", kind="note"))
        rows.append([told, *amounts, words(said(state, language))])
    sums = [_sum([one[part] for one in grants]) for part in ("value", "disbursed", "acquitted")]
    total = [_amount(one, currency, language) for one in sums]
    rows.append([(Piece(said(said_as.TOTAL, language), kind="strong"),), *total, words("")])
    return Table(said(said_as.ANNEXES[4], language), columns, rows)


def _amount(hundredths: int | None, currency: str, language: str) -> Line:
    if hundredths is None:
        return (Piece(said(UNKNOWN, language), kind="unknown"),)
    return words(money(Decimal(hundredths) / MINOR_UNITS, currency, language))


def _sum(amounts: Sequence[int | None]) -> int | None:
    """The sum, unless one of them is not known: a part of a sum is no sum."""
    known = [one for one in amounts if one is not None]
    return sum(known) if len(known) == len(amounts) else None


def _place(table: ShownTable, span: Span) -> int:
    return next(at for at, one in enumerate(table.columns) if one.code == span.period.code)


def _day(written: str, language: str) -> str:
    return long_date(date.fromisoformat(written), language) if written else said(UNKNOWN, language)
