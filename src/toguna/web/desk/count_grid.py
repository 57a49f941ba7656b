"""The boxes of a sheet on which people are only counted: one for each sex and age, as they stand on the printed page.

A box that is filled in becomes a group without names like any other; what fits in no box stays a line of its own.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from toguna.collect.choices import AGE_BAND, UNKNOWN

BANDS = (*(code for code in AGE_BAND.choices if code != UNKNOWN), "")
SEXES = ("female", "male", "")
Group = dict[str, str]


@dataclass(frozen=True)
class CountBox:
    """One box: the name under which it is sent, what stands in it, and where a finding about it points."""

    name: str
    anchor: str
    sex: str
    band: str
    written: str = ""


def groups_counted(sent: Mapping[str, object]) -> list[Group]:
    """The groups without names that the boxes make, in the order of the page.

    >>> groups_counted({"c3-1": "12"})
    [{'seats': '12', 'sex': 'female', 'age_band': '15-29', 'basis': 'counted'}]
    """
    return [
        {"seats": written, "sex": box.sex, "age_band": box.band, "basis": "counted"}
        for row in _empty_boxes()
        for box in row
        if (written := str(sent.get(box.name, "")).strip())
    ]


def laid_out(groups: list[Group]) -> tuple[list[list[CountBox]], list[tuple[int, Group]]]:
    """The boxes with these groups in them, row by row, and the groups that fit in none, each with its number."""
    boxes = _empty_boxes()
    left: list[tuple[int, Group]] = []
    for number, group in enumerate(groups, start=1):
        place = _place_of(group)
        if place is None or boxes[place[0]][place[1]].written:
            left.append((number, group))
            continue
        box = boxes[place[0]][place[1]]
        boxes[place[0]][place[1]] = CountBox(box.name, f"u{number}-seats", box.sex, box.band, group.get("seats", ""))
    return boxes, left


def _empty_boxes() -> list[list[CountBox]]:
    return [
        [CountBox(name := f"c{row}-{column}", name, sex, band) for column, sex in enumerate(SEXES, start=1)]
        for row, band in enumerate(BANDS, start=1)
    ]


def _place_of(group: Group) -> tuple[int, int] | None:
    sex, band = group.get("sex", ""), group.get("age_band", "")
    counted = group.get("basis", "") in ("", "counted")
    if not counted or sex not in SEXES or band not in BANDS or not group.get("seats"):
        return None
    return BANDS.index(band), SEXES.index(sex)
