"""A gazetteer: the administrative units of a country, as the tables that are handed around give them.

Three forms are read: OCHA's COD-AB with one row a unit and all those above it (ADM1_FR, ADM1_PCODE, ADM2_…), the long
form with one row a unit and its parent's code, and plain names by level (region, cercle, commune). It does not know
which edition of the division a table is, nor what is already in the database beyond the places it is told.
"""

from collections.abc import Sequence

from toguna.collect.gazetteer.by_name import read_by_name
from toguna.collect.gazetteer.by_parent_code import read_by_parent_code
from toguna.collect.gazetteer.by_row import read_by_row
from toguna.collect.gazetteer.units import Gathering, GazetteerPlace, GazetteerReading
from toguna.collect.grids import read_grids
from toguna.rules.findings import Severity

__all__ = ["P_CODE", "GazetteerPlace", "GazetteerReading", "read_gazetteer"]

P_CODE = "ocha-pcode"

NO_GAZETTEER = (
    "Aucun tableau de lieux n'a été reconnu. Il faut des colonnes ADM1_FR, ADM1_PCODE…, ou Admin Level, P-Code, Name "
    "et Parent P-Code, ou un nom par niveau (region, cercle, commune)."
)


def read_gazetteer(
    payload: bytes, filename: str, *, known: Sequence[GazetteerPlace] = (), scheme: str = P_CODE
) -> GazetteerReading:
    """The units in a CSV file or a workbook. Codes are codes of `scheme`; `known` are units that are already there.

    A table of names alone is hung under the known units by their names; without known units it makes its own. Raises
    a `RefusedFileError` where the file is no table.

    >>> table = b"region,commune\\nHaut-Fictif,Balanfara\\nHaut Fictif,Dougou\\n"
    >>> [(place.level, place.name, place.parent) for place in read_gazetteer(table, "lieux.csv").rows]
    [(1, 'Haut-Fictif', None), (2, 'Balanfara', '1/haut fictif'), (2, 'Dougou', '1/haut fictif')]
    """
    grids, told = read_grids(payload, filename)
    gathering = Gathering(known, scheme, list(told))
    recognised = [
        read_form(grid, gathering) for grid in grids for read_form in (read_by_parent_code, read_by_row, read_by_name)
    ]
    if not any(recognised):
        gathering.tell(Severity.ERROR, "no-gazetteer", filename, NO_GAZETTEER)
    gathering.tell_repeated_names()
    return GazetteerReading(tuple(gathering.places.values()), tuple(gathering.findings), gathering.found_at)
