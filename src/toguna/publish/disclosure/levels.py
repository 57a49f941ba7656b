"""Places of unlike levels: what one table tells of a region, where another shows the communes in it.

Which commune lies in which region everybody knows; how many came to the region, whoever adds the communes up. A region
is looked at where some table of the edition shows it. It knows places only by what they lie in.
"""

from collections.abc import Iterable, Iterator, Mapping

from toguna.publish.disclosure.cells import TOTAL
from toguna.publish.disclosure.containment import CONTAINABLE
from toguna.publish.disclosure.strands import Fit, Piece, Strand, strands_of
from toguna.publish.disclosure.sums import Relation, related
from toguna.publish.disclosure.unknowns import NOBODY, Cut, Line, Series, Slot, Unknowns, named, question_of
from toguna.rules.definitions import UNKNOWN, DimensionName
from toguna.rules.disclosure import Bond, bond_along

PLACE = str(DimensionName.PLACE)


def strands_with_regions(unknowns: Unknowns) -> list[Strand]:
    """All strands, and for each region that is shown somewhere what other tables say of it by their smaller places."""
    strands = strands_of(unknowns)
    if not unknowns.inside:
        return strands
    shown: dict[int, dict[str, tuple[str | int | None, ...]]] = {}
    for strand in strands:
        if strand.cut[0] == PLACE:
            shown.setdefault(strand.edition, {})[strand.cut[1]] = strand.question.cut
    found: dict[tuple[object, ...], Strand] = {}
    for series, line in unknowns.lines.items():
        if line.measure.count in CONTAINABLE:
            for region, asked in shown.get(series.edition, {}).items():
                _add(found, unknowns, series, line, region, asked)
    return [*strands, *found.values()]


def sums_of_places(unknowns: Unknowns) -> Iterator[Relation]:
    """What was reckoned of a region is the sum of what it was reckoned from."""
    for parts, whole in unknowns.reckoned.items():
        yield from related([(whole, 1), *((part, -1) for part in parts)], is_zero=True)


def _add(
    found: dict[tuple[object, ...], Strand],
    unknowns: Unknowns,
    series: Series,
    line: Line,
    region: str,
    asked: tuple[str | int | None, ...],
) -> None:
    """What one line says of a region, period by period."""
    by_place = {cut: periods for cut, periods in line.cuts.items() if cut[0] == PLACE}
    there = [cut for cut in by_place if region in unknowns.inside.get(cut[1], ())]
    if not there:
        return
    question = question_of(line.definition, line.measure, series.role, series.basis, there[0])._replace(cut=asked)
    for slot, window in line.windows.items():
        if not all(slot in periods for periods in by_place.values()):
            continue
        sort = (slot[0], line.definition.cumulative)
        for key, cut, unknown in _told(unknowns, line, by_place, there, slot):
            strand = found.setdefault(
                (series.edition, question, key),
                Strand(series.edition, question, line.measure, (PLACE, region), fit=key[0]),
            )
            strand.lines[series] = line
            strand.pieces.append(Piece(sort, window, unknown, named(series, slot, cut)))


def _told(
    unknowns: Unknowns, line: Line, by_place: Mapping[Cut, Mapping[Slot, int]], there: Iterable[Cut], slot: Slot
) -> Iterator[tuple[tuple[Fit, str], Cut, int]]:
    """What the places there say of the region in one period: who is in it, some who are, or those and maybe others."""
    cuts = [cut for cut in there if by_place[cut][slot] != NOBODY]
    parts = [by_place[cut][slot] for cut in cuts]
    nowhere = by_place.get((PLACE, UNKNOWN), {}).get(slot, NOBODY)
    total = line.cuts.get((TOTAL, TOTAL), {}).get(slot)
    first = cuts[0] if cuts else (TOTAL, TOTAL)
    for cut, part in zip(cuts, parts, strict=True):
        yield (Fit.PART, cut[1]), cut, part
    adds_up = bond_along(line.measure, PLACE) is Bond.SUM
    nobody_else = all(periods[slot] == NOBODY for cut, periods in by_place.items() if cut not in cuts)
    if nobody_else and total is not None:
        yield (Fit.EXACT, ""), first, total
    elif nowhere == NOBODY and (adds_up or len(parts) < 2):
        yield (Fit.EXACT, ""), first, unknowns.sum_of(parts)
    else:
        if adds_up:
            yield (Fit.INSIDE, ""), first, unknowns.sum_of(parts)
        yield (Fit.AROUND, ""), first, unknowns.sum_of([*parts, nowhere])
