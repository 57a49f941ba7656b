"""An indicator's reference sheet, put together: the officer's fields, the log of changes, the assessments made of it.

For the desk it is as things stand; for an edition, without what must stay inside.
"""

from collections.abc import Mapping, Sequence
from datetime import date

from toguna.flow.offices import office_words
from toguna.publish.reference_sheet import AssessedPart, ChangePart, ReferenceSheetPart
from toguna.publish.sentences import sentence
from toguna.publish.snapshot import CodePart, ReferencePart, TargetPart, Texts
from toguna.rules.definitions import Definition as Count
from toguna.rules.definitions import DefinitionError
from toguna.rules.quality import AssessmentState
from toguna.rules.reference_sheets import BY_CODE, DEFINITION
from toguna.store.accounts.models import User
from toguna.store.quality.queries import assessments_of, due_dates
from toguna.store.results.donor_codes import codes_outside
from toguna.store.results.models import Definition, Indicator, ReferenceSheet, StandardIndicator
from toguna.store.results.reference_sheets import SheetEntry, log_of, reference_sheet_of, write_reference_sheet

LANGUAGES = ("fr", "en")


def reference_sheet_part(indicator: Indicator, *, inside: bool = False) -> ReferenceSheetPart:
    """What an indicator's reference sheet says, without anything that depends on the day it is asked.

    Outside the desk (`inside` not given) the fields that stay inside are left out and a withdrawn partner is not named.
    """
    sheet = reference_sheet_of(indicator)
    log = [entry for entry in log_of(indicator) if inside or _may_leave(entry.code)]
    due = due_dates([indicator])[indicator.pk]
    started_on = sheet.collection_started_on
    return {
        "texts": {code: dict(text) for code, text in sheet.texts.items() if inside or _may_leave(code)},
        "ppr_years": list(sheet.ppr_years),
        "collection_started_on": started_on.isoformat() if started_on else None,
        "updated_on": log[0].at.date().isoformat() if log else None,
        "assessments": _assessments(indicator, inside=inside),
        "next_assessment_by": due.isoformat() if due else None,
        "changes": [_change(entry) for entry in log],
    }


def indicator_of_sheet(indicator: Indicator) -> dict[str, object]:
    """The indicator as its sheet shows it on the desk, in the shape of an edition's content, whether counted or not.

    Of the donor's codes only those that were verified are on it.
    """
    stored = indicator.definitions.order_by("-version").first()
    return {
        "code": indicator.code,
        "title": indicator.title,
        "unit": indicator.unit,
        "measure": indicator.measure,
        "ascending": indicator.ascending,
        "cumulative": indicator.cumulative,
        "definition": _definition(stored) if stored and _says(stored) else None,
        "reference": baseline_part(indicator),
        "targets": target_parts(indicator),
        "codes": code_parts(indicator),
    }


def baseline_part(indicator: Indicator) -> ReferencePart | None:
    """Where an indicator stood before; None where nobody said so."""
    known = getattr(indicator, "reference", None)
    return {"year": known.year, "value": known.value, "comment": known.comment} if known else None


def target_parts(indicator: Indicator) -> list[TargetPart]:
    """An indicator's targets, in the order of time."""
    return [
        {
            "starts_on": target.starts_on.isoformat(),
            "ends_before": target.ends_before.isoformat(),
            "value": target.value,
        }
        for target in indicator.targets.order_by("starts_on", "ends_before")
    ]


def code_parts(indicator: Indicator) -> list[CodePart]:
    """The donors' codes that may be said of an indicator: those that somebody has verified."""
    return [_code(one) for one in codes_outside(indicator)]


def write_sheet(
    indicator: Indicator,
    *,
    by: User | None,
    texts: Mapping[str, Mapping[str, str]],
    ppr_years: Sequence[int] = (),
    collection_started_on: date | None = None,
) -> ReferenceSheet:
    """Write the officer's fields; the log names the office of whoever writes. Raises the store's SheetRefused."""
    return write_reference_sheet(
        by=by,
        office=office_words(by.pk if by else None),
        indicator=indicator,
        texts=texts,
        ppr_years=ppr_years,
        collection_started_on=collection_started_on,
    )


def _may_leave(code: str) -> bool:
    return code not in BY_CODE or BY_CODE[code].public


def _code(one: StandardIndicator) -> CodePart:
    return {"scheme": one.scheme, "code": one.code, "year": one.year, "verified": one.verified}


def _definition(stored: Definition) -> dict[str, object]:
    count = Count.from_json(stored.body)
    return {"version": stored.version, "body": count.to_json(), "sentence": _sentences(stored)}


def _says(stored: Definition) -> bool:
    try:
        Count.from_json(stored.body)
    except DefinitionError:
        return False
    return True


def _sentences(stored: Definition) -> Texts:
    if not _says(stored):
        return {}
    count = Count.from_json(stored.body)
    return {language: sentence(count, language) for language in LANGUAGES}


def _assessments(indicator: Indicator, *, inside: bool) -> list[AssessedPart]:
    return [
        {
            "on": (one.closed_at.date() if one.closed_at else one.scheduled_on).isoformat(),
            "closed": one.state == AssessmentState.CLOSED,
            "partner": one.partner.name if inside or not one.partner.withdrawn else {},
            "period_kind": one.period_kind,
            "period": one.period,
            "starts_on": one.starts_on.isoformat(),
            "ends_before": one.ends_before.isoformat(),
        }
        for one in assessments_of(indicator)
    ]


def _change(entry: SheetEntry) -> ChangePart:
    before, after = entry.before, entry.after
    if entry.code == DEFINITION:
        before = _sentences(before) if isinstance(before, Definition) else None
        after = _sentences(after) if isinstance(after, Definition) else None
    return {
        "on": entry.at.date().isoformat(),
        "field": entry.code,
        "before": before,
        "after": after,
        "office": dict(entry.office),
    }
