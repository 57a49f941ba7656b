"""Writing and reading the reference sheets of indicators, with a dated entry for every field that changes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from toguna.rules.findings import Finding
from toguna.rules.reference_sheets import (
    BY_CODE,
    DEFINITION,
    PPR_YEARS,
    STARTED_ON,
    changes_between,
    french_missing,
)
from toguna.store.journal.actions import Actor, record_entry
from toguna.store.results.models import Definition, Indicator, ReferenceSheet, SheetChange


class SheetRefused(ValueError):
    """The sheet cannot be kept as it was written; `findings` say which field and why."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.findings = list(findings)
        super().__init__(" ".join(finding.text() for finding in findings))


@dataclass(frozen=True)
class SheetEntry:
    """One line of a sheet's log, the office in words; a new version of the definition stands there too."""

    code: str
    at: datetime
    before: object
    after: object
    office: Mapping[str, str] = field(default_factory=dict)


@transaction.atomic
def write_reference_sheet(
    *,
    by: Actor | None,
    office: Mapping[str, str],
    indicator: Indicator,
    texts: Mapping[str, Mapping[str, str]],
    ppr_years: Sequence[int] = (),
    collection_started_on: date | None = None,
) -> ReferenceSheet:
    """Write an indicator's sheet. Each field that says something else becomes an entry of its log; the rest does not.

    Fields that are not given stay as they are. Raises SheetRefused; KeyError for a field that no sheet has.
    """
    for code in texts:
        BY_CODE[code]
    if findings := list(french_missing(texts)):
        raise SheetRefused(findings)
    sheet, _new = ReferenceSheet.objects.select_for_update().get_or_create(indicator=indicator)
    kept = {code: dict(text) for code, text in sheet.texts.items()} | {
        code: {language: written.strip() for language, written in text.items() if written.strip()}
        for code, text in texts.items()
    }
    kept = {code: text for code, text in kept.items() if text}
    changes = changes_between(
        _as_fields(sheet.texts, sheet.ppr_years, sheet.collection_started_on),
        _as_fields(kept, list(ppr_years), collection_started_on),
    )
    if not changes:
        return sheet
    sheet.texts, sheet.ppr_years, sheet.collection_started_on = kept, list(ppr_years), collection_started_on
    sheet.save()
    at = timezone.now()
    SheetChange.objects.bulk_create(
        SheetChange(
            indicator=indicator, field=one.field, before=one.before, after=one.after, at=at, office=dict(office)
        )
        for one in changes
    )
    fields = [change.field for change in changes]
    record_entry(by=by, action="indicator.sheet-changed", subject=indicator, fields=fields)
    return sheet


def reference_sheet_of(indicator: Indicator) -> ReferenceSheet:
    """What is written on the indicator's sheet; an empty one, not kept, where nothing is written yet."""
    return ReferenceSheet.objects.filter(indicator=indicator).first() or ReferenceSheet(indicator=indicator)


def log_of(indicator: Indicator) -> list[SheetEntry]:
    """Everything that changed on the sheet, the newest first: the officer's fields, and what the indicator counts."""
    entries = [
        SheetEntry(change.field, change.at, change.before, change.after, change.office)
        for change in indicator.sheet_changes.all()
    ]
    before: Definition | None = None
    for definition in indicator.definitions.order_by("version"):
        entries.append(SheetEntry(DEFINITION, definition.since, before, definition))
        before = definition
    return sorted(entries, key=lambda entry: entry.at, reverse=True)


def sheets_of(indicators: Sequence[Indicator]) -> dict[object, ReferenceSheet]:
    """The sheets of several indicators, by indicator."""
    found: QuerySet[ReferenceSheet] = ReferenceSheet.objects.filter(indicator__in=indicators)
    return {sheet.indicator_id: sheet for sheet in found}


def _as_fields(
    texts: Mapping[str, Mapping[str, str]], ppr_years: Sequence[int], started_on: date | None
) -> dict[str, object]:
    return {**texts, PPR_YEARS: list(ppr_years), STARTED_ON: started_on.isoformat() if started_on else None}
