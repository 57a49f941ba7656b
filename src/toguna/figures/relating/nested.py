"""Lists whose members carry figures of their own: "84 cas à Kor, 177 cas dont 3 décès à Bela, 36 cas à Dun".

What is told of a single member is left out, and what remains is read as the list of a figure beside it. Only sums that
come out exactly are told here; how a list that fails was meant is judged where the list is announced.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from toguna.figures.claims import Reading
from toguna.figures.phrases import Context, Place
from toguna.figures.relating.evidence import Belief, Opening, apart, of_one_kind, one_slip, strength, sum_of, total
from toguna.figures.relating.listing import counts, link, opening_of, without_details
from toguna.figures.relations import Relation

LONGEST = 40
BACK, REACH = 6, 3
"""Figures of a sentence beside the list, and figures right before it, among which its whole is sought."""
FEWEST = 3
NEARLY = Decimal("0.02")
SUMS_UP = re.compile(r"\bsoit\b|\btotal|\ben tout\b|\bin all\b|=|\bmaking\b|\bfor a\b|\bdonc\b", re.IGNORECASE)
DIGITS = {2: 4, 3: 3}
"""Digits that must agree for so many parts when nothing announces them; two for longer lists."""


def nested(reading: Reading, context: Context) -> Iterable[Relation]:  # noqa: ARG001  every habit is asked alike
    """Every whole with the members of a list that stands in its sentence or in the one beside it."""
    outside = {
        number: tuple(place for place in members if counts(context, place) and not place.depth)
        for number, members in context.sentences.items()
    }
    for number, figures in outside.items():
        beside = [place for near in (number - 1, number + 1, number - 2) for place in outside.get(near, ())[:BACK]]
        for parts in _lists(context, figures):
            plain = parts[-1].index - parts[0].index < len(parts)
            yield from _of_a_figure_before(context, parts)
            yield from _of_a_figure_beside(parts, beside, "headline" if plain else "members")
        yield from _summed_up(context, without_details(context, figures))
    yield from _columns_of_brackets(context)
    for parts in _first_in_each_bracket(context):
        yield from _of_a_figure_before(context, parts)


def _lists(context: Context, figures: Sequence[Place]) -> Iterator[Sequence[Place]]:
    """The lists that a sentence may be: its members without their details, and the first figure of each piece."""
    members = [place for place in figures if not (place.claim.spelled and place.claim.value < 10)]
    heads = without_details(context, members)
    pieces = _pieces(context, members)
    seen: set[tuple[int, ...]] = set()
    candidates = [heads, members, members[:-1], *_of_each_kind(heads)]
    if len(pieces) > 1:
        candidates += [*pieces, *(without_details(context, piece) for piece in pieces)]
    if len(pieces) >= FEWEST:
        rest = [piece[0] for piece in pieces[1:]]
        candidates += [[first, *rest] for first in pieces[0][:REACH]]
    for parts in candidates:
        key = tuple(place.index for place in parts)
        if 1 < len(parts) <= LONGEST and key not in seen:
            seen.add(key)
            yield parts


def _pieces(context: Context, figures: Sequence[Place]) -> list[list[Place]]:
    """The figures between semicolons."""
    pieces: list[list[Place]] = []
    for at, place in enumerate(figures):
        if at == 0 or ";" in link(context, figures[at - 1], place):
            pieces.append([])
        pieces[-1].append(place)
    return pieces


def _of_each_kind(figures: Sequence[Place]) -> Iterator[Sequence[Place]]:
    """In "53 familles comptant 64 enfants, 29 femmes et 33 hommes" the people alone."""
    kinds = dict.fromkeys(place.kind for place in figures if place.kind)
    for kind in kinds if len(kinds) > 1 else ():
        yield [place for place in figures if place.kind == kind]


def _first_in_each_bracket(context: Context) -> Iterator[Sequence[Place]]:
    """The first figures of brackets that follow each other: "Kor (137 cas et 2 décès), Bela (39 cas), Dun (33)"."""
    for members in context.sentences.values():
        run: list[Place] = []
        last: int | None = None
        for place in members:
            if not counts(context, place):
                continue
            if not place.depth:
                if len(run) >= FEWEST:
                    yield run
                run, last = [], None
            elif place.bracket != last:
                run.append(place)
                last = place.bracket
        if len(run) >= FEWEST:
            yield run


def _columns_of_brackets(context: Context) -> Iterator[Relation]:
    """In "40 incidents, 61 victimes … Meurtres (4 incidents et 9 victimes), viols (1 et 1) …" each column comes out."""
    for number, members in context.sentences.items():
        brackets: dict[int, list[Place]] = {}
        for place in members:
            if place.bracket is not None and counts(context, place):
                brackets.setdefault(place.bracket, []).append(place)
        rows = list(brackets.values())
        width = len(rows[-1]) if rows else 0
        if len(rows) < FEWEST or width < 2 or any(len(row) != width for row in rows):
            continue
        wholes = [
            place
            for near in (number, number - 1, number - 2, number + 1)
            for place in context.sentences.get(near, ())[:BACK]
            if counts(context, place) and not place.depth and place.paragraph == members[0].paragraph
        ]
        columns = [tuple(row[at] for row in rows) for at in range(width)]
        found = [(whole, column) for column in columns for whole in wholes if total(column) == whole.claim.value]
        exact = {column for _, column in found}
        if len(exact) < width and any(strength(whole, column) >= FEWEST for whole, column in found):
            # Where one column comes out, the other was meant to.
            missed = [column for column in columns if column not in exact]
            found += [(whole, column) for column in missed for whole in wholes if _nearly(whole, column)]
        if len({column for _, column in found}) == width:
            for whole, column in found:
                yield sum_of(whole, column, Belief(0.88 if column in exact else 0.76), "column")


def _nearly(whole: Place, column: Sequence[Place]) -> bool:
    return of_one_kind(whole, column) and (one_slip(whole, column) or apart(whole.claim.value, total(column)) <= NEARLY)


def _of_a_figure_before(context: Context, parts: Sequence[Place]) -> Iterator[Relation]:
    """A list, or the beginning of it, and the figure in front of it in its sentence."""
    for start in range(min(REACH, len(parts))):
        if parts[start].bracket != parts[0].bracket and not parts[0].depth:
            break
        for whole in _in_front(context, parts[start]):
            for end in range(len(parts), start + 2, -1):
                chosen = parts[start:end]
                if total(chosen) != whole.claim.value or not of_one_kind(whole, chosen):
                    continue
                announced = opening_of(link(context, whole, chosen[0])) > Opening.NONE
                if strength(whole, chosen) >= (2 if announced else 3):
                    yield sum_of(whole, tuple(chosen), Belief(0.9), "members")
                    return


def _in_front(context: Context, first: Place) -> Iterator[Place]:
    for place in reversed(context.places[max(0, first.index - BACK) : first.index]):
        if place.sentence != first.sentence:
            return
        if counts(context, place) and (not place.depth or place.bracket == first.bracket):
            yield place


def _summed_up(context: Context, heads: Sequence[Place]) -> Iterator[Relation]:
    """In "25 cas dont 17 hommes et 8 femmes ; 530 à Kor, 680 à Bela, soit 1 235 cas" the last is the whole."""
    for at, whole in enumerate(heads):
        if at < FEWEST or not SUMS_UP.search(link(context, context.places[whole.index - 1], whole)):
            continue
        for start in range(at - 2):
            parts = heads[start:at]
            if total(parts) == whole.claim.value and of_one_kind(whole, parts) and strength(whole, parts) > 1:
                yield sum_of(whole, tuple(parts), Belief(0.95), "total")
                break


def _of_a_figure_beside(parts: Sequence[Place], beside: Sequence[Place], cue: str) -> Iterator[Relation]:
    """All that a sentence lists comes to a figure of a sentence beside it."""
    for whole in beside:
        if total(parts) != whole.claim.value or whole.paragraph != parts[0].paragraph:
            continue
        enough = DIGITS.get(len(parts), 2)
        if strength(whole, parts) >= enough and of_one_kind(whole, parts):
            yield sum_of(whole, tuple(parts), Belief(0.8 if cue == "headline" else 0.86), cue)
