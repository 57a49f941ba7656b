"""What anybody knows about the numbers of all editions without seeing them: which add up, which contain which.

Each function answers with relations that a reader can work out from the definitions alone. One that the true numbers
do not keep (a figure corrected by hand, a day outside the programme) is nobody's knowledge and is left out.
"""

import itertools
from collections.abc import Callable, Iterable, Iterator
from datetime import date

from toguna.publish.disclosure.cells import DENOMINATOR, NUMERATOR, TOTAL
from toguna.publish.disclosure.containment import asks_more, conditions_contain, may_contain
from toguna.publish.disclosure.differences import in_the_wider_only
from toguna.publish.disclosure.levels import strands_with_regions, sums_of_places
from toguna.publish.disclosure.strands import Fit, Strand
from toguna.publish.disclosure.sums import Relation, related
from toguna.publish.disclosure.through_time import contained_over_time, over_time
from toguna.publish.disclosure.unknowns import NOBODY, THIS, Line, Series, Target, Unknowns, named
from toguna.rules.definitions import Count, Definition, DimensionName
from toguna.rules.disclosure import OF_PERSONS, Bond, bond_along, is_small


def relations_of(unknowns: Unknowns) -> list[Relation]:
    """Everything that is known, each once; what follows from shown numbers alone is left out."""
    found: dict[Relation, None] = {}
    for knowledge in KNOWLEDGE:
        for relation in knowledge(unknowns):
            total = sum(factor * unknowns.truth[unknown] for unknown, factor in relation.terms)
            holds = total == 0 if relation.is_zero else total >= 0
            if holds and not all(unknowns.known[unknown] for unknown, _ in relation.terms):
                found[relation] = None
    return list(found)


def in_tables(unknowns: Unknowns) -> Iterator[Relation]:
    """Parts and total of one table: they add up, or each part is at most the total and the total at most all parts."""
    for line in unknowns.lines.values():
        totals = line.cuts.get((TOTAL, TOTAL), {})
        fixed = line.definition.place_edition != "day"
        for dimension in {cut[0] for cut in line.cuts} - {TOTAL}:
            bond = bond_along(line.measure, dimension, fixed_places=fixed)
            pieces = [periods for cut, periods in line.cuts.items() if cut[0] == dimension]
            for slot, total in totals.items():
                there = [periods[slot] for periods in pieces if slot in periods]
                if len(there) == len(pieces):
                    yield from parts_and_whole(there, total, bond)
                elif bond is not Bond.NONE:
                    for part in there:
                        yield from related([(total, 1), (part, -1)])


def parts_and_whole(parts: list[int], whole: int, bond: Bond) -> Iterator[Relation]:
    """How parts that leave nobody out hang together with their whole."""
    if bond is Bond.SUM:
        yield from related([(whole, 1), *((part, -1) for part in parts)], is_zero=True)
    if bond is Bond.COVER:
        for part in parts:
            yield from related([(whole, 1), (part, -1)])
        yield from related([(whole, -1), *((part, 1) for part in parts)])


def in_shares(unknowns: Unknowns) -> Iterator[Relation]:
    """The persons who are not in a share: those it is taken of, less those it counts."""
    for series, line in list(unknowns.lines.items()):
        if series.role != NUMERATOR or (whole := unknowns.lines.get(series._replace(role=DENOMINATOR))) is None:
            continue
        for cut, periods in line.cuts.items():
            for slot, part in periods.items():
                of = whole.cuts.get(cut, {}).get(slot, NOBODY)
                if of == NOBODY:
                    continue
                rest = unknowns.truth_of(of) - unknowns.truth_of(part)
                if rest < 0:
                    continue
                latent = unknowns.rests[of, part] = unknowns.latent(rest)
                if series.edition == THIS and is_small(rest, unknowns.threshold):
                    unknowns.targets.append(Target(latent, named(series, slot, cut)))
                yield from related([(of, 1), (part, -1), (latent, -1)], is_zero=True)


def between_indicators(unknowns: Unknowns) -> Iterator[Relation]:
    """A count that asks for more is contained in the one that asks for less; people are at most as many as seats."""
    of_edition: dict[int, list[tuple[Series, Line]]] = {}
    for series, line in unknowns.lines.items():
        of_edition.setdefault(series.edition, []).append((series, line))
    for lines in of_edition.values():
        for narrow_series, narrow in lines:
            for wide_series, wide in lines:
                if narrow is wide or narrow_series.basis != wide_series.basis:
                    continue
                # Who answered and who said yes are two sides of a mean.
                if narrow.measure.count is Count.MEAN and narrow_series.role != wide_series.role:
                    continue
                if _contained(narrow, wide):
                    yield from _contained_cells(narrow, wide)
    yield from _contained_strands(unknowns)


def _contained_strands(unknowns: Unknowns) -> Iterator[Relation]:
    """The same of cells, since a cell of women is a count that asks for women, and in unlike stretches of time: a
    narrower count is inside the wider one of the same days or more, and at most the wider ones of days that make up
    its own."""
    alike: dict[tuple[object, ...], list[Strand]] = {}
    for strand in strands_with_regions(unknowns):
        asked = strand.question
        if DimensionName.AGE_BAND not in asked.cut[:1]:
            alike.setdefault((strand.edition, asked.basis, asked.cut, asked.places if asked.cut else ()), []).append(
                strand
            )
    for strands in alike.values():
        wider = [strand for strand in strands if strand.fit in (Fit.EXACT, Fit.AROUND)]
        for narrow, wide in itertools.product(strands, wider):
            if narrow is wide or narrow.fit is Fit.AROUND:
                continue
            if narrow.only_line is not None and narrow.only_line == wide.only_line:
                continue
            if asks_more(narrow, wide):
                yield from contained_over_time(unknowns, narrow, wide)


def _contained(narrow: Line, wide: Line) -> bool:
    if not may_contain(narrow.measure, wide.measure):
        return False
    same_places = _way_of_places(narrow.definition) == _way_of_places(wide.definition)
    return narrow.measure.kinds <= wide.measure.kinds and conditions_contain(
        narrow.measure.where, wide.measure.where, same_places=same_places
    )


def _way_of_places(definition: Definition) -> tuple[str, str]:
    return str(definition.place), definition.place_edition


def _contained_cells(narrow: Line, wide: Line) -> Iterator[Relation]:
    slot_of = {window: slot for slot, window in wide.windows.items()}
    for cut, periods in narrow.cuts.items():
        # A person's band is that of their first coming, which need not be the same in the narrower count.
        if cut[0] == DimensionName.AGE_BAND or cut not in wide.cuts:
            continue
        if cut[0] == DimensionName.PLACE and _way_of_places(narrow.definition) != _way_of_places(wide.definition):
            continue
        if cut[0] and narrow.definition.dimension(cut[0]) != wide.definition.dimension(cut[0]):
            continue
        for slot, part in periods.items():
            whole = wide.cuts[cut].get(slot_of.get(narrow.windows.get(slot, (date.min, date.min)), ("", "")))
            if whole is not None:
                yield from related([(whole, 1), (part, -1)])


def between_editions(unknowns: Unknowns) -> Iterator[Relation]:
    """A cell of this edition holds what the same cell held before, and what came late; few who came late to a cell of
    sex, age or the like must not show either."""
    for series, line in list(unknowns.lines.items()):
        if series.edition == THIS:
            continue
        now = unknowns.lines.get(series._replace(edition=THIS))
        if now is None or now.definition != line.definition:
            continue
        for cut, periods in line.cuts.items():
            for slot, old in periods.items():
                new = now.cuts.get(cut, {}).get(slot)
                if new is None or new in (old, NOBODY) or now.windows.get(slot) != line.windows.get(slot):
                    continue
                late = unknowns.truth[new] - unknowns.truth_of(old)
                if is_small(late, unknowns.threshold) and cut[0] in OF_PERSONS:
                    latent = unknowns.latent(late)
                    unknowns.targets.append(Target(latent, named(series, slot, cut), late=True))
                    yield from related([(new, 1), (old, -1), (latent, -1)], is_zero=True)
                else:
                    yield from related([(new, 1), (old, -1)])
    yield from _between_earlier_editions(unknowns)


def _between_earlier_editions(unknowns: Unknowns) -> Iterator[Relation]:
    """What came late between two earlier editions: at least nobody."""
    for series, line in unknowns.lines.items():
        later = [one for one in unknowns.lines if one[1:] == series[1:] and series.edition < one.edition]
        if series.edition == THIS or not later:
            continue
        after = unknowns.lines[min(later)]
        if after.definition == line.definition:
            for cut, periods in line.cuts.items():
                for slot, old in periods.items():
                    new = after.cuts.get(cut, {}).get(slot)
                    if new is not None and after.windows.get(slot) == line.windows.get(slot):
                        yield from related([(new, 1), (old, -1)])


KNOWLEDGE: tuple[Callable[[Unknowns], Iterable[Relation]], ...] = (
    in_tables,
    over_time,
    in_shares,
    between_indicators,
    in_the_wider_only,
    sums_of_places,
    between_editions,
)
