"""Records as points, lines and areas of a map: GeoJSON (RFC 7946), one feature a line as they come.

Degrees on WGS 84, longitude first, as the standard has it. What has no place on the Earth is left out.
"""

import json
from collections.abc import Sequence
from pathlib import Path

from toguna.publish.records.tables import Cell, Table

Geometry = dict[str, object]


class GeoJson:
    """A GeoJSON file that is being written. A column of kind `geopoint`, `geotrace` or `geoshape` is a place."""

    def __init__(self, path: Path, tables: Sequence[Table]) -> None:
        self._tables = tables
        self._file = path.open("w", encoding="utf-8")
        self._file.write('{"type": "FeatureCollection", "features": [')
        self._count = 0
        self._places = [[n for n, column in enumerate(table.columns) if column.kind in GEOMETRIES] for table in tables]

    def write(self, table: int, row: Sequence[Cell]) -> None:
        """Add a feature for each place that the row has."""
        columns = self._tables[table].columns
        for place in self._places[table]:
            geometry = geometry_of(str(row[place] or ""), columns[place].kind)
            if geometry is None:
                continue
            properties: dict[str, Cell] = {"table": self._tables[table].name, "place": columns[place].heading}
            for number, column in enumerate(columns):
                if column.kind not in GEOMETRIES and row[number] not in (None, ""):
                    properties[column.heading] = row[number]
            feature = {"type": "Feature", "geometry": geometry, "properties": properties}
            self._file.write(("," if self._count else "") + "\n" + json.dumps(feature, ensure_ascii=False))
            self._count += 1

    def close(self) -> None:
        """Finish the file."""
        self._file.write("\n]}\n")
        self._file.close()

    @property
    def count(self) -> int:
        """How many features were written."""
        return self._count


def geometry_of(written: str, kind: str) -> Geometry | None:
    """The geometry of a place as devices write it; None where it is none.

    >>> geometry_of("12.65 -8.0 312.4 4.9", "geopoint")
    {'type': 'Point', 'coordinates': [-8.0, 12.65]}
    >>> geometry_of("0 0 0 0; 0 1 0 0; 1 1 0 0; 0 0 0 0", "geoshape")["type"]
    'Polygon'
    """
    points = [point for each in written.split(";") if (point := _position(each)) is not None]
    if kind == "geopoint":
        return {"type": "Point", "coordinates": points[0]} if points else None
    if kind == "geotrace":
        return {"type": "LineString", "coordinates": points} if len(points) > 1 else None
    ring = [*points, points[0]] if points and points[0] != points[-1] else points
    return {"type": "Polygon", "coordinates": [ring]} if len(ring) > 3 else None


GEOMETRIES = frozenset({"geopoint", "geotrace", "geoshape"})


def _position(written: str) -> list[float] | None:
    try:
        latitude, longitude = (float(part) for part in written.split()[:2])
    except ValueError:
        return None
    return [longitude, latitude] if abs(latitude) <= 90 and abs(longitude) <= 180 else None
