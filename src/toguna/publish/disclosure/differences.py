"""Who is in a count and not in another that lies inside it: the men, where the women are counted beside everybody.

Nobody shows that number, and whoever subtracts has it. It knows two counts at a time, of the same days or of days
inside; what both of them tell by more than one step is found by the solver, like everything else.
"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import product

from toguna.publish.disclosure.cells import TOTAL, Window
from toguna.publish.disclosure.containment import CONTAINABLE, asks_more
from toguna.publish.disclosure.levels import strands_with_regions
from toguna.publish.disclosure.strands import Fit, Piece, Strand, as_told, days_told_of
from toguna.publish.disclosure.sums import Relation, related
from toguna.publish.disclosure.through_time import EVERY_DAY
from toguna.publish.disclosure.unknowns import NOBODY, THIS, Target, Unknowns
from toguna.rules.disclosure import OF_PERSONS, Bond, bond_along, bond_over_time, is_small

OF_WHO_SOMEBODY_IS = ("sex", "age", "disability", "displaced", "stakeholder_group")


def in_the_wider_only(unknowns: Unknowns) -> Iterator[Relation]:
    """Those who are in one count and not in a narrower one, where they are few: a group of persons like another.

    All that tells of the narrower count in this edition would have to be left out for them.
    """
    alike: dict[tuple[object, ...], dict[tuple[object, ...], list[Strand]]] = {}
    every_strand = strands_with_regions(unknowns)
    for strand in every_strand:
        if strand.fit is not Fit.AROUND and strand.measure.count in CONTAINABLE:
            asked = strand.question
            of_one_kind = alike.setdefault((strand.edition, asked.basis, asked.counted, asked.role), {})
            of_one_kind.setdefault(_cut_of(strand), []).append(strand)
    told = _Told(unknowns, every_strand)
    for by_cut in alike.values():
        for cut, strands in by_cut.items():
            # One is a cut of what the other has in total, or both are cut alike, or one tells of the other's place.
            alike_cut = [strand for strand in strands if cut and strand.fit is Fit.EXACT]
            own = [strand for strand in strands if strand.fit is not Fit.PART]
            for narrow, wide in [*product(own, by_cut.get((), [])), *product(strands, alike_cut)]:
                if not _adds_up(narrow, wide) and asks_more(narrow, wide):
                    yield from _differences(unknowns, told, narrow, wide)


def _cut_of(strand: Strand) -> tuple[object, ...]:
    asked = strand.question
    return (asked.cut, asked.places) if asked.cut else ()


def _adds_up(narrow: Strand, wide: Strand) -> bool:
    """Whether both are parts of a table or of a time that simply add up, so that the rest is known from the others."""
    if narrow is wide:
        return bond_over_time(narrow.measure) is not Bond.COVER
    dimension, _ = narrow.cut
    if narrow.fit is Fit.PART and narrow.question == wide.question:
        return bond_along(narrow.measure, dimension) is Bond.SUM
    in_one_table = narrow.only_line in wide.lines and dimension != TOTAL
    return in_one_table and bond_along(narrow.measure, dimension) is Bond.SUM


def _differences(unknowns: Unknowns, told: "_Told", narrow: Strand, wide: Strand) -> Iterator[Relation]:
    for days in told.days(narrow, wide):
        mine, theirs = told.pieces(narrow, days), told.pieces(wide, days)
        for window, wider in told.within(frozenset(mine), frozenset(theirs)):
            part, whole = mine[window][0], theirs[wider][0]
            if _are_few(unknowns, part.unknown, whole.unknown):
                grown = not _asks_of_persons(narrow, wide) and told.has_grown(wide, part, whole)
                yield from _difference(unknowns, mine[window], theirs[wider], narrow.edition, protected=not grown)


def _are_few(unknowns: Unknowns, part: int, whole: int) -> bool:
    """Whether few are in one number only, and earlier editions have not shown both."""
    if NOBODY in (whole, part) or (unknowns.known[whole] and unknowns.known[part]):
        return False
    return is_small(unknowns.truth[whole] - unknowns.truth[part], unknowns.threshold)


def _difference(
    unknowns: Unknowns, parts: list[Piece], wholes: list[Piece], edition: int, *, protected: bool
) -> Iterator[Relation]:
    part, whole = parts[0].unknown, wholes[0].unknown
    if (whole, part) not in unknowns.rests:
        unknowns.rests[whole, part] = unknowns.latent(unknowns.truth[whole] - unknowns.truth[part])
    latent = unknowns.rests[whole, part]
    if edition != THIS:
        unknowns.targets.append(Target(latent, parts[0].name, rest=True, before=True))
    elif protected:
        tellers = wholes if unknowns.known[part] else parts
        # What was reckoned from several cells stands in none.
        names = (
            name
            for piece in tellers
            if piece.unknown != NOBODY
            for name in unknowns.holders[piece.unknown] or [piece.name]
        )
        unknowns.targets += [Target(latent, name, rest=True) for name in names]
    yield from related([(whole, 1), (part, -1), (latent, -1)], is_zero=True)


def _asks_of_persons(narrow: Strand, wide: Strand) -> bool:
    """Whether the narrower question asks more of who somebody is, and not only of where and when something was."""
    mine, theirs = narrow.question, wide.question
    own = mine.cut != theirs.cut and mine.cut[:1] and mine.cut[0] in OF_PERSONS
    return bool(own) or any(getattr(mine.where, asked) != getattr(theirs.where, asked) for asked in OF_WHO_SOMEBODY_IS)


class _Told:
    """The numbers of each strand by the days they count, as every two strands tell them: reckoned once."""

    def __init__(self, unknowns: Unknowns, strands: Iterable[Strand]) -> None:
        self._of_edition: dict[int, Window] = {}
        for edition in {series.edition for series in unknowns.lines}:
            lines = (line for series, line in unknowns.lines.items() if series.edition == edition)
            self._of_edition[edition] = days_told_of(lines)
        self._of_two: dict[frozenset[object], Window] = {}
        self._shown_before = {
            (strand.question, piece.window)
            for strand in strands
            for piece in strand.pieces
            if strand.fit is Fit.EXACT
            if strand.edition != THIS and (piece.unknown == NOBODY or unknowns.known[piece.unknown])
        }
        self._known = unknowns.known
        self._within: dict[tuple[frozenset[Window], frozenset[Window]], list[tuple[Window, Window]]] = {}
        self._pieces: dict[tuple[int, Window], Mapping[Window, list[Piece]]] = {}

    def days(self, one: Strand, other: Strand) -> Iterable[Window]:
        """Of which days they may be told: by both, by the whole edition, and as they were counted."""
        lines = one.lines | other.lines
        key = frozenset(lines)
        if key not in self._of_two:
            self._of_two[key] = days_told_of(lines.values())
        return dict.fromkeys([self._of_two[key], self._of_edition[one.edition], EVERY_DAY])

    def within(self, mine: frozenset[Window], theirs: frozenset[Window]) -> list[tuple[Window, Window]]:
        """Which stretches of the first lie in which of the second."""
        if (mine, theirs) not in self._within:
            self._within[mine, theirs] = [
                (window, wider)
                for window in sorted(mine)
                for wider in sorted(theirs)
                if wider[0] <= window[0] and window[1] <= wider[1]
            ]
        return self._within[mine, theirs]

    def has_grown(self, wide: Strand, part: Piece, whole: Piece) -> bool:
        """Whether both were shown and the wider one has grown since: the list of sheets says where."""
        return self._known[part.unknown] and (wide.question, whole.window) in self._shown_before

    def pieces(self, strand: Strand, days: Window) -> Mapping[Window, list[Piece]]:
        """Its numbers by the days they count, within the days told of."""
        key = (id(strand), days)
        if key not in self._pieces:
            self._pieces[key] = as_told(strand.pieces, days)
        return self._pieces[key]
