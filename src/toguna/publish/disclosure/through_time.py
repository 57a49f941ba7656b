"""What a reader knows of one question, or of a question inside another, asked of several stretches of time.

What adds up is the sum of its smallest stretches. Who may come back is at least as many in a longer period, and at most
as many as in the periods that make it up, whichever indicators those stand in. It is said of the days as they were
counted, and without the odds and ends in which nothing was.
"""

import itertools
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from toguna.publish.disclosure.cells import Window
from toguna.publish.disclosure.strands import Piece, Strand, as_told, days_told_of, strands_of
from toguna.publish.disclosure.sums import Relation, related
from toguna.publish.disclosure.tiling import atoms_of, containment_of, nesting_of, ways_to_make_up
from toguna.publish.disclosure.unknowns import THIS, Cut, Line, Series, Target, Unknowns, named
from toguna.rules.definitions import DimensionName
from toguna.rules.disclosure import Bond, bond_over_time, is_small

EVERY_DAY = (date.min, date.max)


def over_time(unknowns: Unknowns) -> Iterator[Relation]:
    """How the numbers of one question hang together through time, and who is new in one that goes on growing."""
    for strand in strands_of(unknowns):
        bond = bond_over_time(strand.measure)
        if bond is Bond.SUM:
            yield from _adding_up(unknowns, strand)
        if bond is Bond.COVER:
            for told in _drawings(strand.pieces, _days_of(strand)):
                yield from _coming_back(strand, told)
    for series, line in list(unknowns.lines.items()):
        if line.definition.cumulative and bond_over_time(line.measure) is Bond.COVER:
            for cut in line.cuts:
                yield from _newcomers(unknowns, series, line, cut)


def contained_over_time(unknowns: Unknowns, narrow: Strand, wide: Strand) -> Iterator[Relation]:
    """A narrower count is inside the wider one of the same days or more, and at most the wider ones of days that make
    up its own."""
    days = [
        days_told_of([*narrow.lines.values(), *wide.lines.values()]),
        days_told_of(line for series, line in unknowns.lines.items() if series.edition == narrow.edition),
        EVERY_DAY,
    ]
    seen = set()
    for told_of in days:
        mine, theirs = as_told(narrow.pieces, told_of), as_told(wide.pieces, told_of)
        drawn = (frozenset(mine), frozenset(theirs))
        if drawn in seen:
            continue
        seen.add(drawn)
        inside, made_up = containment_of(*drawn)
        for window, wider in inside:
            yield from related([(theirs[wider][0].unknown, 1), (mine[window][0].unknown, -1)])
        for window, row in made_up:
            yield from related([(mine[window][0].unknown, -1), *((theirs[one][0].unknown, 1) for one in row)])


def _days_of(strand: Strand) -> list[Window]:
    """Of which days it may be told: by all who ask together, by each of them, and as they were counted."""
    by_each = (days_told_of([line]) for line in strand.lines.values())
    return list(dict.fromkeys([days_told_of(strand.lines.values()), *by_each, EVERY_DAY]))


def _drawings(pieces: Iterable[Piece], days: Iterable[Window]) -> Iterator[Mapping[Window, list[Piece]]]:
    seen: set[frozenset[Window]] = set()
    for told_of in days:
        told = as_told(pieces, told_of)
        if (windows := frozenset(told)) not in seen:
            seen.add(windows)
            yield told


def _coming_back(strand: Strand, told: Mapping[Window, list[Piece]]) -> Iterator[Relation]:
    number = {window: pieces[0].unknown for window, pieces in told.items()}
    for pieces in told.values():
        for one, other in itertools.pairwise(pieces):
            yield from related([(one.unknown, 1), (other.unknown, -1)], is_zero=True)
    sorts = {(window, piece.sort) for window, pieces in told.items() for piece in pieces}
    inside, made_up = nesting_of(tuple(sorted(sorts)), bands=strand.cut[0] == DimensionName.AGE_BAND)
    for part, whole in inside:
        yield from related([(number[whole], 1), (number[part], -1)])
    for whole, parts in made_up:
        yield from related([(number[whole], -1), *((number[part], 1) for part in parts)])
    for window, unknown in number.items():
        for row in ways_to_make_up(window, frozenset(number)):
            yield from related([(unknown, -1), *((number[part], 1) for part in row)])


def _adding_up(unknowns: Unknowns, strand: Strand) -> Iterator[Relation]:
    """All numbers of a question as sums of its smallest stretches; of each indicator by itself where that says more."""
    told_by_all = days_told_of(strand.lines.values())
    yield from _tiled(unknowns, strand, strand.pieces, told_by_all)
    for series, line in strand.lines.items():
        if (told_of := days_told_of([line])) != told_by_all:
            mine = [piece for piece in strand.pieces if piece.name.table.indicator == series.indicator]
            yield from _tiled(unknowns, strand, mine, told_of)


def _tiled(unknowns: Unknowns, strand: Strand, pieces: list[Piece], told_of: Window) -> Iterator[Relation]:
    for days in (told_of, EVERY_DAY):
        told = as_told(pieces, days)
        atoms = atoms_of(
            {(window, at): window for window, same in told.items() for at in range(len(same))},
            {
                (window, at): unknowns.truth_of(one.unknown)
                for window, same in told.items()
                for at, one in enumerate(same)
            },
        )
        nobody_else = sum(map(len, told.values())) == len(pieces) or days == EVERY_DAY
        if atoms is not None and nobody_else:
            break
    else:
        return
    stretches = {window: same[0].unknown for window, same in told.items()}
    for atom in atoms:
        if atom.window not in stretches:
            stretches[atom.window] = latent = unknowns.latent(atom.persons)
            if strand.edition == THIS and atom.follows and is_small(atom.persons, unknowns.threshold):
                around = [window for window in told if _inside(atom.window, window)]
                nearest = min(around, key=lambda one: ((one[1] - one[0]).days, one))
                unknowns.targets.append(Target(latent, told[nearest][0].name))
    for window, same in told.items():
        inside = [(stretches[atom.window], -1) for atom in atoms if _inside(atom.window, window)]
        for piece in same:
            yield from related([(piece.unknown, 1), *inside], is_zero=True)


def _newcomers(unknowns: Unknowns, series: Series, line: Line, cut: Cut) -> Iterator[Relation]:
    """Who is new in a count that goes on growing: what one period has more than the one before."""
    first, _ = days_told_of([line])
    periods = line.cuts[cut]
    ordered = sorted(((max(line.windows[slot][0], first), line.windows[slot][1]), slot) for slot in periods)
    for (window, before), (wider, slot) in itertools.pairwise(ordered):
        few = unknowns.truth_of(periods[slot]) - unknowns.truth_of(periods[before])
        if window[0] == wider[0] and is_small(few, unknowns.threshold):
            latent = unknowns.latent(few)
            if series.edition == THIS:
                unknowns.targets.append(Target(latent, named(series, slot, cut)))
            yield from related([(periods[slot], 1), (periods[before], -1), (latent, -1)], is_zero=True)


def _inside(window: Window, wider: Window) -> bool:
    return wider[0] <= window[0] and window[1] <= wider[1]
