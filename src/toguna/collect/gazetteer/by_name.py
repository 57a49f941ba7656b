"""A gazetteer of plain names: a column a level (region, cercle, commune), and no codes.

Where units are known already, the last column hangs under them by their names. It does not know the other forms.
"""

from collections.abc import Sequence

from toguna.collect.answers import one_line
from toguna.collect.gazetteer.units import NAME_MISSING, Gathering, GazetteerPlace
from toguna.collect.grids import Grid
from toguna.rules.findings import Finding, Severity
from toguna.rules.spelling import near, plain

PARENT_UNKNOWN = "« %(parent)s » n'est pas connu au niveau %(level)s ; ses %(count)s lieux n'ont pas été repris."
PARENT_UNKNOWN_NEAR = (
    "« %(parent)s » n'est pas connu au niveau %(level)s ; ses %(count)s lieux n'ont pas été repris. "
    "Vouliez-vous dire : %(suggestions)s ?"
)
PARENT_ELSEWHERE = "« %(parent)s » n'est pas sous « %(written)s » mais sous « %(above)s » ; ses lieux l'y ont suivi."
NAME_REPEATED = "« %(name)s » est déjà sous « %(parent)s » ; cette ligne n'a pas été reprise."

_LEVEL_NAMES = {
    "region", "province", "district", "departement", "department", "cercle", "arrondissement", "commune", "county",
    "municipality", "sous prefecture", "prefecture", "village", "quartier", "fraction", "state", "zone", "woreda",
}  # fmt: skip


def read_by_name(grid: Grid, gathering: Gathering) -> bool:
    """Gather the units of the table, or say False where it is not in this form."""
    if not grid.rows:
        return False
    heading = [one_line(cell) for cell in grid.rows[0][1]]
    if not heading or not all(plain(text) in _LEVEL_NAMES for text in heading):
        return False
    unknown: dict[tuple[int, str], list[str]] = {}
    for number, row in grid.rows[1:]:
        _add_names([one_line(cell) for cell in row], heading, grid.where(number), gathering, unknown)
    for (level, parent), wheres in unknown.items():
        names = [place.name for place in gathering.known.values() if place.level == level]
        suggestions = " ; ".join(near(parent, names))
        message = PARENT_UNKNOWN_NEAR if suggestions else PARENT_UNKNOWN
        values = {"parent": parent, "level": level, "count": len(wheres), "suggestions": suggestions}
        gathering.tell(Severity.ERROR, "parent-unknown", wheres[0], message, **values)
    return True


def _add_names(
    row: Sequence[str],
    heading: Sequence[str],
    where: str,
    gathering: Gathering,
    unknown: dict[tuple[int, str], list[str]],
) -> None:
    parent: str | None = None
    for level, (kind, name) in enumerate(zip(heading, row, strict=False), start=1):
        if not name:
            gathering.tell(Severity.ERROR, "name-missing", where, NAME_MISSING)
            return
        is_last = level == len(heading)
        if gathering.known and not is_last:
            found = _known_unit(level, name, parent, where, gathering)
            if found is None:
                unknown.setdefault((level, name), []).append(where)
                return
            parent = found.key
            continue
        key = gathering.key(level, "", row[:level])
        if key not in gathering.places:
            gathering.add(GazetteerPlace(key, level, name, {}, parent, kind.lower()), where)
        elif is_last:
            values = {"name": name, "parent": gathering.name_of(parent)}
            gathering.tell(Severity.WARNING, "name-repeated", where, NAME_REPEATED, **values)
        parent = key


def _known_unit(level: int, name: str, parent: str | None, where: str, gathering: Gathering) -> GazetteerPlace | None:
    same = [place for place in gathering.known.values() if place.level == level and _is_called(place, name)]
    here = [place for place in same if place.parent == parent]
    if len(here) == 1:
        return here[0]
    if len(same) != 1:
        return None
    # Only one unit has this name, so a table of an older division means that one.
    values = {"parent": name, "written": gathering.name_of(parent), "above": gathering.name_of(same[0].parent)}
    finding = Finding("parent-elsewhere", Severity.WARNING, PARENT_ELSEWHERE, values, where)
    if not any(one.code == finding.code and one.values == values for one in gathering.findings):
        gathering.findings.append(finding)
    return same[0]


def _is_called(place: GazetteerPlace, name: str) -> bool:
    return plain(name) in {plain(place.name), *map(plain, place.other_names)}
