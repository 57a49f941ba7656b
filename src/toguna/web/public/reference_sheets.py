"""An indicator's reference sheet as the public reads it: what an edition holds of it, and what nobody has written yet.

It reads the edition only. What must stay inside was left out when the edition was made, and is not known here.
"""

from dataclasses import dataclass
from typing import cast

from toguna.publish.reference_sheet import LogLine, Part, ReferenceSheetPart, Row, log_lines, sheet_parts
from toguna.publish.snapshot import IndicatorPart
from toguna.publish.words import text_in
from toguna.web.public.frozen import Reading

CHANGES_SHOWN = 12


@dataclass(frozen=True)
class PublicSheet:
    """The sheet's parts with the lines that say something, the names of those that still must, the newest changes."""

    parts: list[Part]
    missing: list[str]
    log: list[LogLine]
    more_changes: int


def public_sheet(reading: Reading, part: IndicatorPart, language: str) -> PublicSheet | None:
    """The sheet of an indicator in an edition; None in editions of the first format, which held none."""
    kept = part.get("reference_sheet")
    if not kept:
        return None
    sheet = cast(ReferenceSheetPart, kept)
    # Who was assessed may have been withdrawn since; when it was done is what a reader needs.
    sheet = {**sheet, "assessments": [{**one, "partner": {}} for one in sheet["assessments"]]}
    programme = reading.content["programme"]
    titles = {one["code"]: text_in(one["title"], language) for one in programme.get("results", [])}
    parts = sheet_parts(
        part,
        sheet,
        result=f"{part['result']} {titles.get(part['result'], '')}".strip(),
        life=(programme["starts_on"], programme["ends_on"]),
        language=language,
    )
    log = log_lines(sheet, language)
    return PublicSheet(
        [said for one in parts if (said := Part(one.title, _written(one))).rows],
        [row.label for one in parts for row in one.rows if row.missing and not row.lines],
        log[:CHANGES_SHOWN],
        max(0, len(log) - CHANGES_SHOWN),
    )


def _written(part: Part) -> tuple[Row, ...]:
    return tuple(row for row in part.rows if row.lines)
