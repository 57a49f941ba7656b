"""What anybody knows about the numbers of all editions without seeing them: which add up, which contain which.

Each function answers with relations that a reader can work out from the definitions alone. One that the true numbers
do not keep (a figure corrected by hand, a day outside the programme) is nobody's knowledge and is left out.
"""

import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import NamedTuple

from toguna.publish.disclosure.cells import DENOMINATOR, NUMERATOR, TOTAL, CellName, Table, Window
from toguna.publish.disclosure.strands import Strand, strands_of
from toguna.publish.disclosure.tiling import atoms_of, lined_up, nesting_of, ways_to_make_up
from toguna.publish.disclosure.unknowns import NOBODY, THIS, Cut, Line, Series, Slot, Target, Unknowns
from toguna.rules.conditions import Conditions
from toguna.rules.definitions import Count, Definition, DimensionName, Measure
from toguna.rules.disclosure import OF_PERSONS, Bond, bond_along, bond_over_time, is_small

Terms = tuple[tuple[int, int], ...]


class Relation(NamedTuple):
    """The sum of some unknowns, each times its factor: it is zero, or else at least zero."""

    terms: Terms
    is_zero: bool


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
                if all(slot in periods for periods in pieces):
                    yield from parts_and_whole([periods[slot] for periods in pieces], total, bond)


def parts_and_whole(parts: list[int], whole: int, bond: Bond) -> Iterator[Relation]:
    """How parts that leave nobody out hang together with their whole."""
    if bond is Bond.SUM:
        yield from _relation([(whole, 1), *((part, -1) for part in parts)], is_zero=True)
    if bond is Bond.COVER:
        for part in parts:
            yield from _relation([(whole, 1), (part, -1)])
        yield from _relation([(whole, -1), *((part, 1) for part in parts)])


def over_time(unknowns: Unknowns) -> Iterator[Relation]:
    """Periods inside longer ones: what adds up is the sum of its smallest stretches; who may come back is at least
    as many in the longer period, and at most as many as in the periods that make it up."""
    for series, line in list(unknowns.lines.items()):
        bond = bond_over_time(line.measure)
        if bond is Bond.NONE:
            continue
        windows = lined_up(line.windows)
        for cut, periods in list(line.cuts.items()):
            if bond is Bond.SUM:
                named = {slot: _name(series, slot, cut) for slot in periods}
                yield from _tiled(unknowns, series.edition, named, periods, windows, line.windows)
            else:
                yield from _nested(cut, periods, windows)
                if line.definition.cumulative:
                    yield from _newcomers(unknowns, series, cut, periods, windows)


def over_time_elsewhere(unknowns: Unknowns) -> Iterator[Relation]:
    """The same where several indicators ask one question, each of other stretches of time."""
    for strand in strands_of(unknowns):
        if strand.lines > 1:
            yield from _in_one_strand(unknowns, strand)


def _in_one_strand(unknowns: Unknowns, strand: Strand) -> Iterator[Relation]:
    windows = lined_up(strand.windows)
    if bond_over_time(strand.measure) is Bond.SUM:
        yield from _tiled(unknowns, strand.edition, strand.named, strand.periods, windows, strand.windows)
        return
    if bond_over_time(strand.measure) is not Bond.COVER:
        return
    yield from _nested(strand.cut, strand.periods, windows)
    by_window: dict[Window, list[int]] = {}
    for slot, unknown in strand.periods.items():
        if slot in windows:
            by_window.setdefault(windows[slot], []).append(unknown)
    for window, same in by_window.items():
        for one, other in itertools.pairwise(same):
            yield from _relation([(one, 1), (other, -1)], is_zero=True)
        for row in ways_to_make_up(window, frozenset(by_window)):
            yield from _relation([(same[0], -1), *((by_window[part][0], 1) for part in row)])


def _tiled(
    unknowns: Unknowns,
    edition: int,
    named: Mapping[Slot, CellName],
    periods: Mapping[Slot, int],
    windows: Mapping[Slot, Window],
    as_counted: Mapping[Slot, Window],
) -> Iterator[Relation]:
    values = {slot: _truth(unknowns, unknown) for slot, unknown in periods.items()}
    for drawn in (windows, as_counted):
        atoms = atoms_of({slot: drawn[slot] for slot in values if slot in drawn}, values)
        if atoms is not None:
            break
    else:
        return
    pieces = {drawn[slot]: unknown for slot, unknown in periods.items() if slot in drawn}
    for atom in atoms:
        if atom.window not in pieces:
            pieces[atom.window] = latent = unknowns.latent(atom.persons)
            if edition == THIS and atom.follows and is_small(atom.persons, unknowns.threshold):
                around = [slot for slot in periods if slot in drawn and _inside(atom.window, drawn[slot])]
                slot = min(around, key=lambda one: (_length(drawn[one]), one))
                unknowns.targets.append(Target(latent, named[slot]))
    for slot, unknown in periods.items():
        if slot in drawn:
            inside = [(pieces[atom.window], -1) for atom in atoms if _inside(atom.window, drawn[slot])]
            yield from _relation([(unknown, 1), *inside], is_zero=True)


def _nested(cut: Cut, periods: Mapping[Slot, int], windows: Mapping[Slot, Window]) -> Iterator[Relation]:
    drawn = tuple(sorted((windows[slot], slot) for slot in periods if slot in windows))
    inside, made_up = nesting_of(drawn, bands=cut[0] == DimensionName.AGE_BAND)
    for part, whole in inside:
        yield from _relation([(periods[whole], 1), (periods[part], -1)])
    for whole, parts in made_up:
        yield from _relation([(periods[whole], -1), *((periods[part], 1) for part in parts)])


def _newcomers(
    unknowns: Unknowns, series: Series, cut: Cut, periods: Mapping[Slot, int], windows: Mapping[Slot, Window]
) -> Iterator[Relation]:
    """Who is new in a count that goes on growing: what one period has more than the one before."""
    ordered = sorted((windows[slot], slot) for slot in periods if slot in windows)
    for (window, before), (wider, slot) in itertools.pairwise(ordered):
        few = _truth(unknowns, periods[slot]) - _truth(unknowns, periods[before])
        if window[0] == wider[0] and is_small(few, unknowns.threshold):
            latent = unknowns.latent(few)
            if series.edition == THIS:
                unknowns.targets.append(Target(latent, _name(series, slot, cut)))
            yield from _relation([(periods[slot], 1), (periods[before], -1), (latent, -1)], is_zero=True)


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
                rest = _truth(unknowns, of) - _truth(unknowns, part)
                if rest < 0:
                    continue
                latent = unknowns.latent(rest)
                if series.edition == THIS and is_small(rest, unknowns.threshold):
                    unknowns.targets.append(Target(latent, _name(series, slot, cut)))
                yield from _relation([(of, 1), (part, -1), (latent, -1)], is_zero=True)


def between_indicators(unknowns: Unknowns) -> Iterator[Relation]:
    """A count that asks for more is contained in the one that asks for less; people are at most as many as seats."""
    of_edition: dict[int, list[tuple[Series, Line]]] = {}
    for series, line in unknowns.lines.items():
        of_edition.setdefault(series.edition, []).append((series, line))
    for lines in of_edition.values():
        for narrow_series, narrow in lines:
            for wide_series, wide in lines:
                if narrow is not wide and narrow_series.basis == wide_series.basis and _contained(narrow, wide):
                    yield from _contained_cells(narrow, wide)
    yield from _contained_strands(unknowns)


def _contained_strands(unknowns: Unknowns) -> Iterator[Relation]:
    """The same of cells, since a cell of women is a count that asks for women, and in unlike stretches of time: a
    narrower count is inside the wider one of the same days or more, and at most the wider ones of days that make up
    its own."""
    alike: dict[tuple[object, ...], list[Strand]] = {}
    for strand in strands_of(unknowns):
        asked = strand.question
        if DimensionName.AGE_BAND not in asked.cut[:1]:
            alike.setdefault((strand.edition, asked.basis, asked.cut, asked.places if asked.cut else ()), []).append(
                strand
            )
    for strands in alike.values():
        for narrow, wide in itertools.permutations(strands, 2):
            if narrow.only_line is not None and narrow.only_line == wide.only_line:
                continue
            if _asks_more(narrow, wide):
                yield from _contained_over_time(narrow, wide)


def _asks_more(narrow: Strand, wide: Strand) -> bool:
    mine, theirs = narrow.question, wide.question
    if not set(mine.kinds) <= set(theirs.kinds):
        return False
    return _may_contain(narrow.measure, wide.measure) and _conditions_contain(
        mine.where, theirs.where, same_places=mine.places == theirs.places
    )


def _contained_over_time(narrow: Strand, wide: Strand) -> Iterator[Relation]:
    drawn = lined_up(
        {
            **{("narrow " + kind, one): window for (kind, one), window in narrow.windows.items()},
            **{("wide " + kind, one): window for (kind, one), window in wide.windows.items()},
        }
    )
    mine = {
        drawn[slot]: unknown
        for (kind, one), unknown in narrow.periods.items()
        if (slot := ("narrow " + kind, one)) in drawn
    }
    theirs = {
        drawn[slot]: unknown
        for (kind, one), unknown in wide.periods.items()
        if (slot := ("wide " + kind, one)) in drawn
    }
    for window, part in mine.items():
        if part == NOBODY:
            continue
        around = [wider for wider in theirs if _inside(window, wider)]
        for wider in around:
            nearer = any(_inside(near, wider) and near != wider for near in around)
            through = any(_inside(window, one) and _inside(one, wider) and one != window for one in mine)
            if not nearer and not through:
                yield from _relation([(theirs[wider], 1), (part, -1)])
        for row in ways_to_make_up(window, frozenset(theirs), or_itself=True):
            yield from _relation([(part, -1), *((theirs[one], 1) for one in row)])


def _may_contain(narrow: Measure, wide: Measure) -> bool:
    counts = (narrow.count, wide.count)
    return counts in ((Count.PEOPLE, Count.PEOPLE), (Count.SEATS, Count.SEATS), (Count.PEOPLE, Count.SEATS))


def _contained(narrow: Line, wide: Line) -> bool:
    if not _may_contain(narrow.measure, wide.measure):
        return False
    same_places = _way_of_places(narrow.definition) == _way_of_places(wide.definition)
    return narrow.measure.kinds <= wide.measure.kinds and _conditions_contain(
        narrow.measure.where, wide.measure.where, same_places=same_places
    )


def _conditions_contain(mine: Conditions, theirs: Conditions, *, same_places: bool) -> bool:
    """Whether what meets the first conditions meets the second."""
    for asked in theirs.asked():
        if asked == "basis":
            continue
        wanted, found = getattr(theirs, asked), getattr(mine, asked)
        if isinstance(wanted, tuple):
            if asked == "places" and not same_places:
                return False
            if not found or not set(found) <= set(wanted):
                return False
        elif asked == "age":
            if found is None or not (wanted.holds(found.youngest, found.oldest) or found == wanted):
                return False
        elif found != wanted:
            return False
    return True


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
                yield from _relation([(whole, 1), (part, -1)])


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
                late = unknowns.truth[new] - _truth(unknowns, old)
                if is_small(late, unknowns.threshold) and cut[0] in OF_PERSONS:
                    latent = unknowns.latent(late)
                    unknowns.targets.append(Target(latent, _name(series, slot, cut), late=True))
                    yield from _relation([(new, 1), (old, -1), (latent, -1)], is_zero=True)
                else:
                    yield from _relation([(new, 1), (old, -1)])


KNOWLEDGE: tuple[Callable[[Unknowns], Iterable[Relation]], ...] = (
    in_tables,
    over_time,
    over_time_elsewhere,
    in_shares,
    between_indicators,
    between_editions,
)


def _relation(terms: Iterable[tuple[int, int]], *, is_zero: bool = False) -> Iterator[Relation]:
    """One relation, an unknown that stands in it twice taken together; none where nothing is left."""
    factors: dict[int, int] = {}
    for unknown, factor in terms:
        if unknown != NOBODY:
            factors[unknown] = factors.get(unknown, 0) + factor
    kept = tuple(sorted((unknown, factor) for unknown, factor in factors.items() if factor))
    if kept and (is_zero or any(factor < 0 for _, factor in kept)):
        yield Relation(kept, is_zero)


def _truth(unknowns: Unknowns, unknown: int) -> int:
    return 0 if unknown == NOBODY else unknowns.truth[unknown]


def _name(series: Series, slot: Slot, cut: Cut) -> CellName:
    return CellName(Table(series.indicator, slot[0], slot[1], series.basis), *cut)


def _inside(window: Window, wider: Window) -> bool:
    return wider[0] <= window[0] and window[1] <= wider[1]


def _length(window: Window) -> int:
    return (window[1] - window[0]).days
