"""The long form of a gazetteer: one row a unit, with its level, its code and the code of the unit above it.

The rows may stand in any order. It does not know the other forms.
"""

from toguna.collect.answers import Answers, one_line
from toguna.collect.gazetteer.units import CODE_MISSING, CODE_TWICE, NAME_MISSING, Gathering, GazetteerPlace, at_row
from toguna.collect.grids import Grid
from toguna.rules.findings import Severity
from toguna.rules.spelling import plain

LEVEL_MISSING = "Cette ligne ne dit pas son niveau (1, 2, 3…) ; elle n'a pas été reprise."
PARENT_MISSING = "Le lieu supérieur « %(parent)s » de « %(name)s » n'est pas dans le tableau. Ajoutez-le d'abord."

_LONG = {
    "level": {"admin level", "adminlevel", "level", "niveau"},
    "code": {"p code", "pcode", "code"},
    "name": {"name", "nom"},
    "parent": {"parent p code", "parent pcode", "parent"},
    "valid_from": {"valid from date", "valid from", "validon", "date"},
    "valid_to": {"valid to date", "valid to", "validto"},
}


def read_by_parent_code(grid: Grid, gathering: Gathering) -> bool:
    """Gather the units of the table, or say False where it is not in this form."""
    if not grid.rows:
        return False
    spellings = {text: name for name, texts in _LONG.items() for text in texts}
    heading = [spellings.get(plain(one_line(cell))) for cell in grid.rows[0][1]]
    if not {"level", "code", "name", "parent"} <= set(heading):
        return False
    read: list[tuple[int, Answers]] = []
    for number, row in grid.rows[1:]:
        given = {name: cell for name, cell in zip(heading, row, strict=False) if name}
        one = Answers(given, at_row(grid, number), gathering.findings)
        level = one.number("level", severity=Severity.ERROR)
        if level is None and not one.text("level"):
            one.tell(Severity.ERROR, "level-missing", "level", LEVEL_MISSING)
        if level:
            read.append((level, one))
    # Parents first, in whatever order the table has them.
    for level, one in sorted(read, key=lambda pair: pair[0]):
        _add_long(level, one, gathering)
    return True


def _add_long(level: int, one: Answers, gathering: Gathering) -> None:
    code, name, where = one.text("code"), one.text("name"), one.where("")
    if not name:
        one.tell(Severity.ERROR, "name-missing", "name", NAME_MISSING)
        return
    parent = gathering.with_code(one.text("parent")) if level > 1 else None
    if level > 1 and parent is None:
        one.tell(Severity.ERROR, "parent-missing", "parent", PARENT_MISSING, parent=one.text("parent"), name=name)
        return
    if not code:
        one.tell(Severity.WARNING, "code-missing", "code", CODE_MISSING, name=name)
    key = gathering.key(level, code, (gathering.name_of(parent.key) if parent else "", name))
    if key in gathering.places:
        first, there = gathering.places[key].name, gathering.found_at[key]
        one.tell(
            Severity.ERROR, "code-twice", "code", CODE_TWICE, written=code or key, first=first, there=there, name=name
        )
        return
    codes = {gathering.scheme: code} if code else {}
    valid_from, valid_to = one.day("valid_from"), one.day("valid_to")
    above = parent.key if parent else None
    gathering.add(GazetteerPlace(key, level, name, codes, above, "", (), valid_from, valid_to), where)
