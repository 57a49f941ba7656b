"""The answers of a submission as rows of OData: groups within each other, repeats as tables of their own or unfolded.

Numbers are numbers and points are GeoJSON (or WKT); what was not answered, or is not for this reader, is null.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from toguna.collect.questions import FormQuestions, Question

ROOT = "Submissions"
_NOT_IN_A_NAME = re.compile(r"\W+", re.ASCII)
Row = dict[str, Any]


@dataclass(frozen=True)
class Rows:
    """How the rows of one table are made of answers."""

    form: FormQuestions
    kept_back: frozenset[str] = frozenset()
    unfold: bool = False
    wkt: bool = False

    def of_submission(self, answers: Mapping[str, Any], instance: str) -> Row:
        """The row of the submission itself."""
        return {"__id": instance} | self._filled(
            self.form.questions, answers, instance, (), f"{ROOT}('{_in(instance)}')"
        )

    def of_repeat(self, path: str, answers: Mapping[str, Any], instance: str) -> Iterator[Row]:
        """The rows of one repeat, each with the id of what it stands in."""
        yield from self._found(
            path.split("/"), self.form.questions, answers, instance, (), f"{ROOT}('{_in(instance)}')"
        )

    def _filled(
        self,
        questions: Sequence[Question],
        answers: Mapping[str, Any],
        instance: str,
        where: tuple[str, ...],
        link: str,
    ) -> Row:
        row: Row = {}
        for question in questions:
            name, given = odata_name(question.name), answers.get(question.name)
            inside = f"{link}/{name}"
            if question.kind == "group":
                inner = given if isinstance(given, dict) else {}
                row[name] = self._filled(question.children, inner, instance, (*where, question.name), inside)
            elif question.kind == "repeat":
                row[f"{name}@odata.navigationLink"] = inside
                if self.unfold:
                    row[name] = list(self._occurrences(question, given, instance, where, inside))
            elif question.path in self.kept_back:
                row[name] = None
            else:
                row[name] = value_of(question, given if isinstance(given, str) else "", wkt=self.wkt)
        return row

    def _occurrences(
        self, repeat: Question, given: object, instance: str, where: tuple[str, ...], link: str
    ) -> Iterator[Row]:
        for number, occurrence in enumerate(given if isinstance(given, list) else [], start=1):
            here = (*where, f"{repeat.name}[{number}]")
            key = row_id(instance, here)
            yield {"__id": key} | self._filled(repeat.children, occurrence, instance, here, f"{link}('{key}')")

    def _found(
        self,
        names: Sequence[str],
        questions: Sequence[Question],
        answers: Mapping[str, Any],
        instance: str,
        where: tuple[str, ...],
        link: str,
    ) -> Iterator[Row]:
        question = next(one for one in questions if odata_name(one.name) == names[0])
        given = answers.get(question.name)
        inside = f"{link}/{names[0]}"
        if len(names) == 1:
            for row in self._occurrences(question, given, instance, where, inside):
                yield row | {_parent_column(question.path, self.form): _parent_id(instance, where)}
        elif question.kind == "group":
            inner = given if isinstance(given, dict) else {}
            yield from self._found(names[1:], question.children, inner, instance, (*where, question.name), inside)
        else:
            for number, occurrence in enumerate(given if isinstance(given, list) else [], start=1):
                here = (*where, f"{question.name}[{number}]")
                there = f"{inside}('{row_id(instance, here)}')"
                yield from self._found(names[1:], question.children, occurrence, instance, here, there)


def repeat_called(form: FormQuestions, table: str) -> Question | None:
    """The repeat whose table this is: `Submissions.membre`, `Submissions.village.menage`.

    The last name of an address such as `Submissions('…')/village/menage` comes here in the same form.
    """
    names = table.split(".")[1:]
    for question in form.walk():
        if question.kind == "repeat" and [odata_name(name) for name in question.path.split("/")] == names:
            return question
    return None


def tables_of(form: FormQuestions) -> list[str]:
    """The tables of a form, the submissions first."""
    repeats = (question.path for question in form.walk() if question.kind == "repeat")
    return [ROOT, *(".".join([ROOT, *map(odata_name, path.split("/"))]) for path in repeats)]


def picked(row: Row, wanted: Sequence[str]) -> Row:
    """The row with the fields that were asked for: whole branches, or leaves written as `place/commune`."""
    kept: Row = {}
    for name, value in row.items():
        inner = [field.removeprefix(f"{name}/") for field in wanted if field.startswith(f"{name}/")]
        if name in wanted:
            kept[name] = value
        elif inner and isinstance(value, dict):
            kept[name] = picked(value, inner)
    return kept


def value_of(question: Question, written: str, *, wkt: bool = False) -> Any:
    """An answer in the kind that its question has; as it was written where it is not of that kind."""
    if not written:
        return None
    if question.kind in ("integer", "decimal"):
        try:
            return int(written) if question.kind == "integer" else float(written)
        except ValueError:
            return written
    if question.kind in ("geopoint", "geotrace", "geoshape"):
        return _place(question.kind, written, wkt)
    return written


def odata_name(name: str) -> str:
    """A question's name as OData allows names.

    >>> odata_name("age-moyen"), odata_name("2024")
    ('age_moyen', '_2024')
    """
    plain = _NOT_IN_A_NAME.sub("_", name)
    return plain if re.match(r"[A-Za-z_]", plain) else f"_{plain}"


def row_id(instance: str, where: Sequence[str]) -> str:
    """The id of one occurrence of a repeat; the same for as long as it stands where it stands."""
    return hashlib.sha1(f"{instance}|{'/'.join(where)}".encode(), usedforsecurity=False).hexdigest()


def _parent_column(path: str, form: FormQuestions) -> str:
    """`__Submissions-id`, or with the repeat in which this one stands."""
    names = path.split("/")[:-1]
    while names:
        question = form.at("/".join(names))
        if question is not None and question.kind == "repeat":
            break
        names.pop()
    return "__" + "-".join([ROOT, *map(odata_name, names)]) + "-id"


def _parent_id(instance: str, where: tuple[str, ...]) -> str:
    while where and not where[-1].endswith("]"):
        where = where[:-1]
    return row_id(instance, where) if where else instance


def _place(kind: str, written: str, wkt: bool) -> Any:
    points = [point for point in (_point(one) for one in written.split(";")) if point is not None]
    if not points:
        return None
    if kind == "geopoint":
        coordinates, accuracy = points[0]
        if wkt:
            return f"POINT ({_pair(coordinates)})"
        place: Row = {"type": "Point", "coordinates": coordinates}
        return place if accuracy is None else place | {"properties": {"accuracy": accuracy}}
    line = [coordinates for coordinates, _accuracy in points]
    if wkt:
        written_line = ",".join(_pair(point) for point in line)
        return f"LINESTRING ({written_line})" if kind == "geotrace" else f"POLYGON (({written_line}))"
    shape = (
        {"type": "LineString", "coordinates": line}
        if kind == "geotrace"
        else {"type": "Polygon", "coordinates": [line]}
    )
    return shape | {"properties": {"accuracies": [accuracy for _coordinates, accuracy in points]}}


def _point(written: str) -> tuple[list[float], float | None] | None:
    """Longitude, latitude and height, and how exact; devices write latitude first."""
    try:
        numbers = [float(part) for part in written.split()]
    except ValueError:
        return None
    if len(numbers) < 2:
        return None
    height = numbers[2:3]
    return [numbers[1], numbers[0], *height], numbers[3] if len(numbers) > 3 else None


def _pair(point: Sequence[float]) -> str:
    return " ".join(f"{number:.15g}" for number in point)


def _in(instance: str) -> str:
    return quote(instance, safe="*'()")
