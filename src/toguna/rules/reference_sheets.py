"""What the officer writes on an indicator's reference sheet (PIRS), what is still missing, and by when.

The fields follow the USAID reference sheet (ADS 201maf, 2016 and 2022) with those that filled sheets of the field add.
What a definition, a target or an assessment says already is no field: it is computed, never typed.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from toguna.rules.findings import Finding, Severity

Texts = Mapping[str, str]

# A sheet is complete within three months of the start of data collection (ADS 201maf).
MONTHS_TO_COMPLETE = 3
GUIDANCE, USE = "ADS 201maf", "filled sheets of the field"

FRENCH_MISSING = "Écrivez ce champ d'abord en français : c'est la langue de la fiche."
NAMES_NOBODY = "Il semble y avoir ici le nom d'une personne. Écrivez la fonction ou le bureau qui en répond."
YEAR_IMPOSSIBLE = "« %(found)s » n'est pas une année. Écrivez par exemple 2025, 2026."


@dataclass(frozen=True)
class SheetField:
    """One field of the officer: its code, the part of the sheet it stands in, whether it may stay empty."""

    code: str
    part: str
    required: bool = True
    source: str = GUIDANCE
    # What would help an intruder or bind a buyer stays on the desk.
    public: bool = True


FIELDS = (
    SheetField("rationale", "description", required=False),
    SheetField("data_source", "collection"),
    SheetField("collection_method", "collection"),
    SheetField("reporting_frequency", "collection"),
    SheetField("responsible_office", "collection"),
    SheetField("acquisition_cost", "collection", required=False, source=USE, public=False),
    SheetField("storage_place", "collection", required=False, source=USE, public=False),
    SheetField("baseline_timeframe", "targets"),
    SheetField("target_rationale", "targets", required=False),
    SheetField("limitations", "quality"),
    SheetField("limitations_significance", "quality"),
    SheetField("limitations_mitigation", "quality"),
    SheetField("analysis", "use", required=False, source=USE),
    SheetField("presentation", "use", required=False, source=USE),
    SheetField("other_notes", "use", required=False),
)
BY_CODE = {field.code: field for field in FIELDS}
# Not texts: the years in which the donor's own report carries the indicator, and the day that collection began.
PPR_YEARS, STARTED_ON, DEFINITION = "ppr_years", "collection_started_on", "definition"


@dataclass(frozen=True)
class Change:
    """One field that says something else than before."""

    field: str
    before: object
    after: object


def missing_fields(texts: Mapping[str, Texts], *, started_on: date | None) -> list[str]:
    """The required fields that say nothing yet, in the order of the sheet.

    >>> missing_fields({"data_source": {"fr": "Fiches de présence"}}, started_on=date(2025, 1, 6))[:2]
    ['collection_method', 'reporting_frequency']
    """
    missing = [] if started_on else [STARTED_ON]
    return missing + [field.code for field in FIELDS if field.required and not texts.get(field.code, {}).get("fr")]


def complete_by(started_on: date | None) -> date | None:
    """The day by which the sheet must be complete; unknown as long as nobody said when collection began.

    >>> complete_by(date(2025, 11, 30))
    datetime.date(2026, 2, 28)
    """
    if started_on is None:
        return None
    months = started_on.year * 12 + started_on.month - 1 + MONTHS_TO_COMPLETE
    year, month = months // 12, months % 12 + 1
    last = (date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)).day
    return date(year, month, min(started_on.day, last))


def changes_between(before: Mapping[str, object], after: Mapping[str, object]) -> list[Change]:
    """What differs between two states of a sheet, field by field; an empty text and no text are the same.

    >>> changes_between({"analysis": {"fr": "Somme"}}, {"analysis": {"fr": "Somme"}, "rationale": {"fr": ""}})
    []
    """
    codes = dict.fromkeys([*after, *before])
    changes = (Change(code, _kept(before.get(code)), _kept(after.get(code))) for code in codes)
    return [change for change in changes if change.before != change.after]


def years_in(written: str) -> list[int]:
    """The years in a line such as "2017, 2018 ; 2020". Raises ValueError with the part that is no year.

    >>> years_in("2018, 2017 ; 2018")
    [2017, 2018]
    """
    found = set()
    for part in written.replace(";", ",").replace(" ", ",").split(","):
        if not part:
            continue
        if not (part.isdecimal() and 1950 <= int(part) <= 2150):
            raise ValueError(part)
        found.add(int(part))
    return sorted(found)


def french_missing(texts: Mapping[str, Texts]) -> Iterable[Finding]:
    """The fields that were written in another language and not in French."""
    for code, text in texts.items():
        if any(text.values()) and not text.get("fr"):
            yield Finding("french-missing", Severity.ERROR, FRENCH_MISSING, where=code)


def _kept(content: object) -> object:
    if isinstance(content, Mapping):
        return {language: text for language, text in content.items() if text} or None
    return content or None
