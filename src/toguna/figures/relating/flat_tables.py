"""Tables that were flattened into a line: "Carrefour 753 2 777 ; Delmas 3 009 10 162 ; total 3 762 12 939".

Two columns side by side are no single number: each column is summed for itself, against the row called total or against
a figure near the table. Rows told in words ("Mali : 860 cas dont 452 décès. Niger : …") are tables too.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from toguna.figures.claims import Reading
from toguna.figures.phrases import Context, Place
from toguna.figures.relating.evidence import (
    Belief,
    Opening,
    apart,
    of_one_kind,
    one_slip,
    significant,
    strength,
    sum_of,
    total,
    weigh,
)
from toguna.figures.relating.listing import TOTAL_WORDS, counts, link
from toguna.figures.relations import Relation
from toguna.figures.wording import ALIKE

LONGEST_TABLE = 80
"""Rows of one table that are summed."""

_AROUND = 10
"""Figures before and after a table among which its headline is sought."""

_BESIDE = re.compile(r"\s*(?:[|:]|[^\W\d_]{1,12}\s*:?|[^\W\d_]{1,12}\s[^\W\d_]{1,12})?\s*")
_BREAK = re.compile(r"[;,.\n|•]|\s[-–—]\s")
_TOO_FAR = 90
_NEAR = 0.05
_HEADING = 160
_OF = re.compile(r"\s(?:[^\W\d_]+\s){1,2}(?:de|d['’]|of|comptant|with|totalisant|comprising)\s?", re.IGNORECASE)
"""Between a count of households and that of their people."""

_BEFORE_A_COLON = re.compile(r":\s*$")
_RECAP = re.compile(r"\b(?:récap\w*|recap\w*|en somme|in sum|synthèse)\b", re.IGNORECASE)
_LAST_IS_TOTAL = re.compile(r"\btotal\s?[)\]:|]\s?:?\s*[^\W\d_]*[^\d]{0,20}$", re.IGNORECASE)
"""A heading whose last column is called total."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table: its name and the figures beside each other."""

    label: str
    figures: tuple[Place, ...]

    @property
    def is_total(self) -> bool:
        """Whether this line says what the others come to."""
        return bool(TOTAL_WORDS.search(self.label))


def flat_tables(reading: Reading, context: Context) -> Iterable[Relation]:
    """Every column of a flattened table with the figure that it should come to."""
    for members in context.paragraphs.values():
        outside = [place for place in members if counts(context, place)]
        for table in _tables(context, outside):
            yield from _columns(table, outside)
        yield from _told_rows(context, outside)
        yield from _totals_at_the_end(reading.text, context, outside)


def _totals_at_the_end(text: str, context: Context, figures: Sequence[Place]) -> Iterator[Relation]:
    """In "(… 15 à 18 ans, TOTAL) : Féminin 11 69 39 119 ; Masculin 0 1 1 2" each row ends with what it comes to."""
    lines = [row for row, _ in _rows(context, figures)]
    start = 0
    while start < len(lines):
        width = len(lines[start].figures)
        end = start + 1
        while end < len(lines) and len(lines[end].figures) == width and lines[end].label:
            end += 1
        table = lines[start:end]
        heading = text[max(0, table[0].figures[0].claim.start - _HEADING) : table[0].figures[0].claim.start]
        if width > 2 and len(table) > 1 and _LAST_IS_TOTAL.search(heading):
            held = [total(row.figures[:-1]) == row.figures[-1].claim.value for row in table]
            if any(held):
                for row, holds in zip(table, held, strict=True):
                    yield sum_of(row.figures[-1], row.figures[:-1], Belief(0.9 if holds else 0.78), "total")
        start = end


def _rows(context: Context, figures: Sequence[Place]) -> Iterator[tuple[Row, bool]]:
    """Rows with whether each follows the one before without other words between."""
    start = 0
    while start < len(figures):
        end = start + 1
        while end < len(figures):
            text = link(context, figures[end - 1], figures[end])
            beside = _BESIDE.fullmatch(text) and not _BREAK.search(text.strip(" |"))
            if not beside or figures[end].sentence != figures[start].sentence:
                break
            end += 1
        text = link(context, figures[start - 1], figures[start]) if start else context.gap(figures[0].index)[-_TOO_FAR:]
        pieces = _BREAK.split(text)
        label = pieces[-1].strip(" :\t") or (pieces[-2].strip() if len(pieces) > 1 else "")
        follows = start > 0 and len(text) <= _TOO_FAR and len(pieces) > 1
        yield Row(label, tuple(figures[start:end])), follows
        start = end


def _tables(context: Context, figures: Sequence[Place]) -> Iterator[list[Row]]:
    table: list[Row] = []
    for row, follows in _rows(context, figures):
        named = any(character.isalpha() for character in row.label)
        fits = bool(table) and follows and named and len(row.figures) == len(table[-1].figures)
        if not fits:
            if len(table) >= 3:
                yield table
            table = []
        if named and len(table) < LONGEST_TABLE:
            table.append(row)
    if len(table) >= 3:
        yield table


def _columns(table: Sequence[Row], around: Sequence[Place]) -> Iterator[Relation]:
    """Each block of rows up to its total; without one, against a figure near by."""
    width = len(table[0].figures)
    block: list[Row] = []
    subtotals: list[Row] = []
    for row in table:
        if not row.is_total:
            block.append(row)
            continue
        for column in range(width):
            yield from _against_total(row, block or subtotals, subtotals, column)
        if block:
            subtotals.append(row)
        block = []
    if len(block) >= 3 and not subtotals:
        names = {row.label for row in block}
        yield from _against_headlines(
            [[row.figures[column] for row in block] for column in range(width)],
            [place for place in around if place.label not in names or _in(block, place)],
        )


def _in(block: Sequence[Row], place: Place) -> bool:
    """Whether a figure stands in one of these rows, and not in an earlier list of the same names."""
    return any(place is figure for row in block for figure in row.figures)


def _against_total(row: Row, block: Sequence[Row], subtotals: Sequence[Row], column: int) -> Iterator[Relation]:
    whole = row.figures[column]
    endings = [block[start:] for start in range(1, len(block) - 1)]
    choices = [
        [line.figures[column] for line in lines]
        for lines in (block, [*subtotals, *block], *endings[:LONGEST_TABLE])
        if len(lines) > 1
    ]
    # The last rows alone come out by chance where few digits must agree.
    exact = [
        parts
        for at, parts in enumerate(choices)
        if total(parts) == whole.claim.value and (at == 0 or strength(whole, parts) >= 4)
    ]
    for parts in (exact or choices)[:1]:
        if not of_one_kind(whole, parts):
            continue
        if exact:
            yield sum_of(whole, parts, Belief(0.97), "total")
        elif len(row.figures) > 1 or len(parts) > 2:
            off = apart(whole.claim.value, total(parts))
            likely = off <= 0.25 or one_slip(whole, parts)
            yield sum_of(whole, parts, Belief(0.9 if likely else 0.6), "total")


def _against_headlines(columns: Sequence[Sequence[Place]], around: Sequence[Place]) -> Iterator[Relation]:
    """Columns without a total row: the figures near by that they come to, or nearly if others do."""
    first = next(at for at, place in enumerate(around) if place is columns[0][0])
    last = next(at for at, place in enumerate(around) if place is columns[-1][-1])
    near = [*reversed(around[max(0, first - _AROUND) : first]), *around[last + 1 : last + 1 + _AROUND]]
    left: list[Sequence[Place]] = []
    found = False
    for parts in columns:
        whole = next((place for place in near if total(parts) == place.claim.value and of_one_kind(place, parts)), None)
        if whole is not None and significant(whole.claim.value) >= 2:
            found = True
            yield sum_of(whole, parts, Belief(0.93), "column")
        else:
            left.append(parts)
    for parts in left if found else ():
        named = [place for place in near if place.sex == parts[0].sex and of_one_kind(place, parts)]
        close = [place for place in named if apart(place.claim.value, total(parts)) <= 0.05 or one_slip(place, parts)]
        if len(close) == 1:
            yield sum_of(close[0], parts, Belief(0.82), "column")


def _told_rows(context: Context, figures: Sequence[Place]) -> Iterator[Relation]:
    """Rows in words: sentences or pieces between semicolons that begin with a name and count the same things."""
    pieces: list[list[Place]] = []
    for place in figures:
        last = pieces[-1][-1] if pieces else None
        if last is None or last.sentence != place.sentence or ";" in link(context, last, place):
            pieces.append([])
        pieces[-1].append(place)
    yield from _totals_of_pieces(context, pieces)
    start = 0
    while start < len(pieces):
        end = start
        while end < len(pieces) and end - start < LONGEST_TABLE and _is_named(pieces[end][0]):
            end += 1
        if end - start >= 3:
            yield from _told_columns(context, pieces[start:end], figures)
        start = max(end, start + 1)


def _totals_of_pieces(context: Context, pieces: Sequence[Sequence[Place]]) -> Iterator[Relation]:
    """ "112 migrants (89 men, 23 women) left. Another 143 (120 men, 23 women) followed. In total 255 people …" """
    for at, piece in enumerate(pieces):
        lead = (context.gap(piece[0].index)[-60:] + " " + " ".join(piece[0].after[:3])).rsplit(".", 1)[-1]
        if at < 2 or not (TOTAL_WORDS.search(lead) or _RECAP.search(lead)):
            continue
        yield from _recapitulated(piece, pieces[:at])
        for size in range(2, min(at, _AROUND) + 1):
            rows = pieces[at - size : at]
            heads = [row[0] for row in rows]
            if total(heads) != piece[0].claim.value or not of_one_kind(piece[0], heads):
                continue
            if strength(piece[0], heads) < 3 and size < at:
                continue
            yield sum_of(piece[0], heads, Belief(0.9), "total")
            for column in range(1, len(piece) if len({len(row) for row in (*rows, piece)}) == 1 else 1):
                parts = [row[column] for row in rows]
                alike = {column_of(place) for place in (piece[column], *parts)}
                if len(alike) == 1 and of_one_kind(piece[column], parts):
                    holds = total(parts) == piece[column].claim.value
                    yield sum_of(piece[column], parts, Belief(0.9 if holds else 0.85), "total")
            break


def _recapitulated(piece: Sequence[Place], before: Sequence[Sequence[Place]]) -> Iterator[Relation]:
    """In "A : 32 inscrits, 11 admis. B : 517, 60. C : 108, 42. Au total, 660 inscrits, 118 admis" no row need hold."""
    width, rows = len(piece), list(before)[-_AROUND:]
    while rows and len(rows[0]) != width:
        rows.pop(0)
    if width < 2 or len(rows) < 3 or any(len(row) != width for row in rows):
        return
    columns = [(piece[at], [row[at] for row in rows]) for at in range(width)]
    if all(of_one_kind(whole, column) and _close(whole, column) for whole, column in columns):
        for whole, column in columns:
            holds = total(column) == whole.claim.value
            belief = Belief(0.9) if holds else Belief(0.72, arguable=total(column) < whole.claim.value)
            yield sum_of(whole, column, belief, "total")


def _is_named(place: Place) -> bool:
    """Whether a name leads up to the figure: "Mali : 860", "Gao 1 374"."""
    return bool(place.label) and len(place.label.split()) <= 5 and place.label[:1].isupper()


def column_of(place: Place) -> str:
    """What the figures of one column have in common: the noun, or the letter of a sex."""
    return ALIKE.get(place.noun, place.noun) or place.sex or place.kind


def _told_columns(context: Context, rows: Sequence[Sequence[Place]], figures: Sequence[Place]) -> Iterator[Relation]:
    first = next(at for at, place in enumerate(figures) if place is rows[0][0])
    for skipped in (0, 1):
        # "On compte 3 145 cas. Mali : 860 …": the first sentence may look like a row and hold the wholes.
        chosen = rows[skipped:]
        if len(chosen) < 3:
            return
        before = [
            *reversed(figures[max(0, first - _AROUND) : first]),
            *(place for row in rows[:skipped] for place in row),
        ]
        columns = _columns_by_name(chosen)
        found = [pair for name, column in columns.items() for pair in _whole_of(name, column, before, len(chosen))]
        if skipped and _BEFORE_A_COLON.search(context.gap(rows[0][0].index)):
            # "Vols : 205 cas. Incendies : 43 cas. …": the first row is a row; only what comes out makes it the whole.
            found = [(whole, column) for whole, column in found if total(column) == whole.claim.value]
        for whole, column in found:
            if total(column) == whole.claim.value:
                yield sum_of(whole, column, weigh(whole, column, Opening.CLOSED), "rows")
            else:
                # Wholes of several columns, each close to what its column comes to, are no chance.
                yield sum_of(
                    whole, column, Belief(0.82 if len(found) > 1 else 0.7 if _close(whole, column) else 0.6), "rows"
                )
        if found:
            return


def _close(whole: Place, column: Sequence[Place]) -> bool:
    return apart(whole.claim.value, total(column)) <= _NEAR


def _columns_by_name(rows: Sequence[Sequence[Place]]) -> dict[str, list[Place]]:
    columns: dict[str, list[Place]] = {}
    for row in rows:
        seen: set[str] = set()
        for place in row:
            name = column_of(place)
            if name and name not in seen:
                seen.add(name)
                columns.setdefault(name, []).append(place)
    return {name: column for name, column in columns.items() if len(column) >= max(3, len(rows) - 1)}


def _whole_of(
    name: str, column: list[Place], before: Sequence[Place], rows: int
) -> Iterator[tuple[Place, list[Place]]]:
    """The figure before the rows that counts the same and comes out; if every row has one, one that nearly does."""
    wholes = [place for place in before if column_of(place) == name or total(column) == place.claim.value]
    exact = [place for place in wholes if total(column) == place.claim.value and of_one_kind(place, column)]
    near = [place for place in wholes if len(column) == rows and apart(place.claim.value, total(column)) <= 0.15]
    if exact or near:
        yield (exact or near)[0], column


def columns_beside(relations: Iterable[Relation], context: Context) -> Iterator[Relation]:
    """The column beside a sum: "1 420 réfugiés (320 ménages) et 880 (190 ménages), soit 2 300 de 510 ménages".

    Where each part and the whole is followed by a figure of one other kind, and these come out too, they are a sum.
    """
    for relation in relations:
        if len(relation.stated_side) != 1 or relation.confidence < 0.7:
            continue
        whole = _beside(context, relation.stated_side[0])
        yield from _columns_in_front(context, relation)
        if whole is None or whole.claim.id in relation.ids:
            continue
        parts = [_beside(context, claim) or _beside(context, claim, whole) for claim in relation.other_side]
        if not _of_the_kind(whole, parts):
            parts = [_beside(context, claim, whole) for claim in relation.other_side]
        known = [part for part in parts if part is not None and part.claim.id not in relation.ids]
        if len(known) != len(parts) or len({part.index for part in known}) != len(known):
            continue
        named = all(_column_words(part) & _column_words(whole) for part in known)
        if not named and not _of_the_kind(whole, known):
            continue
        if total(known) == whole.claim.value:
            yield sum_of(whole, known, Belief(0.88), "column")
        elif _holds(context, relation) and strength(whole, known) > 2 and one_slip(whole, known):
            # "937 ménages de 5 138 personnes, dont 906 de 4 973 et 31 de 155": the other column comes out.
            yield sum_of(whole, known, Belief(0.76), "column")


def _columns_in_front(context: Context, relation: Relation) -> Iterator[Relation]:
    """The column before a sum: "9 ménages de 52 personnes et 10 ménages de 64, soit 19 ménages de 116 personnes"."""
    front = []
    for claim in (*relation.stated_side, *relation.other_side):
        place = context.of(claim)
        before = context.places[place.index - 1] if place.index else None
        if before is None or before.claim.id in relation.ids or not counts(context, before):
            return
        if before.sentence != place.sentence or not _OF.fullmatch(context.between(before.claim, place.claim)):
            return
        front.append(before)
    whole, *parts = front
    if _of_the_kind(whole, parts) and total(parts) == whole.claim.value:
        yield sum_of(whole, tuple(parts), Belief(0.88), "column")


def _of_the_kind(whole: Place, parts: Sequence[Place | None]) -> bool:
    return bool(whole.kind) and {part.kind for part in parts if part is not None} == {whole.kind}


def _holds(context: Context, relation: Relation) -> bool:
    whole, *parts = (context.of(claim) for claim in (*relation.stated_side, *relation.other_side))
    return total(parts) == whole.claim.value


def _beside(context: Context, claim_id: str, like: Place | None = None) -> Place | None:
    """The figure behind a claim in its sentence; `like` says which of the next three it resembles."""
    place = context.of(claim_id)
    following = [other for other in context.places[place.index + 1 : place.index + 4] if counts(context, other)]
    following = [other for other in following if other.sentence == place.sentence]
    if like is not None:
        alike = _column_words(like)
        return next((other for other in following if _column_words(other) & alike), None)
    return following[0] if following and following[0].index == place.index + 1 else None


def _column_words(place: Place) -> frozenset[str]:
    return frozenset(ALIKE[word] for word in (place.noun, *place.words, *place.label.lower().split()) if word in ALIKE)
