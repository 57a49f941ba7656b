"""The attendance sheet as it stands in the boxes of a form: read from what was sent, shown again as it was typed.

It reads through the same answers as phones and workbooks. It keeps nothing, and knows a place only by its words.
"""

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from django.http import QueryDict

from toguna.collect.attendance_answers import (
    PARTICIPANT_FIELDS,
    SHEET_FIELDS,
    UNNAMED_FIELDS,
    Pointers,
    SheetAnswers,
    read_sheet,
    write_sheet,
)
from toguna.rules.attendance import AttendanceSheet
from toguna.rules.attendance_checks import KnownPlaces
from toguna.rules.attendance_checks import findings as checks
from toguna.rules.findings import Finding, Severity
from toguna.web.desk.count_grid import CountBox, Group, groups_counted, laid_out

HEAD = tuple(name for name in SHEET_FIELDS if name not in ("photo", "plan"))
LINES, GROUPS = 8, 3
LINES_AT_MOST, GROUPS_AT_MOST = 400, 60
# On paper age and year of birth share a column, so a clerk types either where it stands.
_YEAR = re.compile(r"(?:19|20)\d\d")
_BOX = re.compile(r"([pu])(\d{1,4})-([a-z_]+)")
_LINE = re.compile(r"(participant|sans nom) (\d+)")
# Which box a check of the whole sheet is about.
BOX_OF = {
    "date-missing": "held_on",
    "date-in-future": "held_on",
    "date-before-programme": "held_on",
    "end-before-start": "end_on",
    "session-missing": "session",
    "session-impossible": "session",
    "activity-untitled": "activity_title",
    "place-missing": "commune",
    "place-unknown": "commune",
    "parts-differ-from-total": "total",
    "total-differs-from-lines": "total",
    "female-differ-from-lines": "women",
    "male-differ-from-lines": "men",
    "nobody": "p1-name",
    "age-impossible": "age",
    "birth-year-impossible": "birth_year",
    "age-disagrees": "age",
    "phone-malformed": "phone",
    "name-missing": "name",
    "same-line-twice": "name",
    "seats-impossible": "seats",
    "band-impossible": "age_band",
}
NOT_SAID = ("", "unknown")


@dataclass(frozen=True)
class Pointed:
    """A finding and the box it is about."""

    finding: Finding
    box: str


@dataclass
class TypedSheet:
    """Every box of the form, as it was typed."""

    head: dict[str, str] = field(default_factory=dict)
    participants: list[dict[str, str]] = field(default_factory=list)
    unnamed: list[dict[str, str]] = field(default_factory=list)
    everybody_agreed: bool = False
    # On a sensitive subject, that names must be kept all the same.
    names_needed: bool = False
    lines: int = LINES
    groups: int = GROUPS

    @classmethod
    def from_post(cls, sent: QueryDict) -> "TypedSheet":
        """What was sent. Lines in which nothing stands are left out; the others move together."""
        boxes: dict[str, dict[int, dict[str, str]]] = {"p": {}, "u": {}}
        for name in sent:
            match = _BOX.fullmatch(name)
            if match:
                boxes[match[1]].setdefault(int(match[2]), {})[match[3]] = sent.get(name, "").strip()
        people, groups = boxes["p"], boxes["u"]
        typed = cls(
            head={name: sent.get(name, "").strip() for name in HEAD},
            participants=[_year_apart(one) for one in _filled(people, PARTICIPANT_FIELDS)[:LINES_AT_MOST]],
            unnamed=[*groups_counted(sent), *_filled(groups, UNNAMED_FIELDS, ignored=("basis",))][:GROUPS_AT_MOST],
            everybody_agreed=sent.get("everybody_agreed") == "yes",
            names_needed=sent.get("names_needed") == "yes",
        )
        typed.lines = min(LINES_AT_MOST, max(LINES, len(people)) + (10 if "more-lines" in sent else 0))
        typed.groups = min(GROUPS_AT_MOST, max(GROUPS, len(groups)) + (5 if "more-groups" in sent else 0))
        return typed

    @classmethod
    def from_sheet(cls, sheet: AttendanceSheet) -> "TypedSheet":
        """The boxes that make this sheet, for a correction."""
        given = write_sheet(sheet)
        people, groups = _plain(given.participants), _plain(given.unnamed)
        for one in people:
            # A line whose consent is not known was refused or never asked: either way nothing may be kept.
            one["consent"] = "yes" if one["consent"] == "yes" else "no" if one["consent"] == "no" else ""
        head = {name: str(given.head.get(name, "")) for name in HEAD}
        return cls(head, people, groups, lines=len(people) + 2, groups=len(groups) + 2)

    def read(self) -> tuple[AttendanceSheet, list[Finding]]:
        """The sheet that the boxes make, and what could not be understood in them."""
        pointers = Pointers(
            head=lambda name: name, participant=lambda line, name: f"p{line}-{name}",
            unnamed=lambda line, name: f"u{line}-{name}",
        )  # fmt: skip
        people = tuple(self._agreed(one) for one in self.participants)
        head = {**self.head, "plan": "planned" if self.head.get("activity_code") else "unplanned"}
        return read_sheet(SheetAnswers(head, people, tuple(self.unnamed)), pointers)

    def without_refused_names(self) -> "TypedSheet":
        """The same boxes, emptied of the name and telephone of whoever said no: they are not even shown again."""
        shown = [{**one, "name": "", "phone": ""} if one.get("consent") == "no" else one for one in self.participants]
        return replace(self, participants=shown)

    @property
    def rows(self) -> list[tuple[int, dict[str, str]]]:
        """The participants' lines with empty ones after them, numbered from 1."""
        return list(enumerate(_padded(self.participants, self.lines), start=1))

    @property
    def groups_shown(self) -> list[tuple[int, dict[str, str]]]:
        """The unnamed groups with empty ones after them, numbered from 1."""
        return list(enumerate(_padded(self.unnamed, self.groups), start=1))

    @property
    def count_boxes(self) -> list[list[CountBox]]:
        """The boxes of a sheet on which people are only counted, row by row."""
        return laid_out(self.unnamed)[0]

    @property
    def groups_beside(self) -> list[tuple[int, Group]]:
        """The groups that fit in no box, with empty lines after them."""
        left, first = laid_out(self.unnamed)[1], len(self.unnamed) + 1
        return [*left, *((number, {}) for number in range(first, first + max(1, self.groups - GROUPS + 1)))]

    @property
    def names_someone(self) -> bool:
        """Whether a name or a telephone stands on any line."""
        return any(one.get("name") or one.get("phone") for one in self.participants)

    def _agreed(self, one: Mapping[str, str]) -> Mapping[str, str]:
        if self.everybody_agreed and not one.get("consent"):
            return {**one, "consent": "yes"}
        return one


def checked(
    typed: TypedSheet, *, today: date, places: KnownPlaces, also: Iterable[Finding] = ()
) -> tuple[AttendanceSheet, list[Pointed]]:
    """The sheet, and everything that looks wrong in its boxes, errors first, each with the box it is about."""
    sheet, told = typed.read()
    pointed = [Pointed(finding, finding.where) for finding in told]
    pointed += [Pointed(finding, box_of(finding)) for finding in checks(sheet, today=today, places=places)]
    pointed += [Pointed(finding, finding.where) for finding in also]
    weight = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.NOTE: 2}
    return sheet, sorted(pointed, key=lambda each: weight[each.finding.severity])


def box_of(finding: Finding) -> str:
    """The box that a check of the whole sheet is about.

    >>> box_of(Finding("age-impossible", Severity.ERROR, "…", {}, "participant 14"))
    'p14-age'
    """
    name = BOX_OF.get(finding.code, "held_on")
    line = _LINE.fullmatch(finding.where)
    if line is None:
        return name
    # A place is the only thing that both the head and a line have and that is not in the table by itself.
    return f"{'p' if line[1] == 'participant' else 'u'}{line[2]}-{name}"


def fingerprint(pointed: Iterable[Pointed]) -> str:
    """One short text for everything that was remarked: confirming it confirms that and nothing that comes later."""
    told = "\n".join(sorted(f"{each.box} {each.finding.code}" for each in pointed))
    return hashlib.sha256(told.encode()).hexdigest()[:24]


def _filled(
    rows: Mapping[int, dict[str, str]], names: Iterable[str], ignored: tuple[str, ...] = ()
) -> list[dict[str, str]]:
    wanted = [{name: rows[number].get(name, "") for name in names} for number in sorted(rows)]
    return [row for row in wanted if any(row[name] not in NOT_SAID for name in row if name not in ignored)]


def _year_apart(one: dict[str, str]) -> dict[str, str]:
    if one["birth_year"] or not _YEAR.fullmatch(one["age"]):
        return one
    return {**one, "age": "", "birth_year": one["age"]}


def _padded(rows: list[dict[str, str]], count: int) -> list[dict[str, str]]:
    return [*rows, *({} for _ in range(max(2, count - len(rows))))]


def _plain(rows: Iterable[Mapping[str, object]]) -> list[dict[str, str]]:
    return [{name: "" if value == "unknown" else str(value) for name, value in row.items()} for row in rows]
