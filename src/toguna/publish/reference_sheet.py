"""An indicator's reference sheet, as page and paper read it: parts, each with its lines, and what is still missing.

What is counted, targets and dates come from the indicator's content and are never written by hand; only the officer's
fields are. It reads the shape of an edition's content, so that the desk, an edition and a PDF say the same.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypedDict

from toguna.publish.sentences import measure_words
from toguna.publish.snapshot import Texts
from toguna.publish.words import PERIOD_KINDS, Pair, dimension_word, said, text_in, value_words
from toguna.rules.counts import Count
from toguna.rules.definitions import Definition
from toguna.rules.numbers import HARD, decimal, long_date, percent, period, quantity, spoken
from toguna.rules.reference_sheets import DEFINITION, FIELDS, PPR_YEARS, STARTED_ON, complete_by, missing_fields


class AssessedPart(TypedDict):
    """One data quality assessment: when it was closed (or is planned), at whom, for which period."""

    on: str
    closed: bool
    partner: Texts
    period_kind: str
    period: str
    starts_on: str
    ends_before: str


class ChangePart(TypedDict):
    """One line of the log: which field said what before and after, when, changed by which office."""

    on: str
    field: str
    before: object
    after: object
    office: Texts


class ReferenceSheetPart(TypedDict):
    """What a reference sheet says besides the indicator itself."""

    texts: dict[str, Texts]
    ppr_years: list[int]
    collection_started_on: str | None
    updated_on: str | None
    assessments: list[AssessedPart]
    next_assessment_by: str | None
    changes: list[ChangePart]


@dataclass(frozen=True)
class Row:
    """One line of the sheet: a label and what stands beside it. Nothing there is either missing or may stay empty."""

    label: str
    lines: tuple[str, ...]
    missing: bool = False
    # From definitions, targets or assessments: nobody types it.
    computed: bool = False
    code: str = ""


@dataclass(frozen=True)
class Part:
    """One part of the sheet."""

    title: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class LogLine:
    """One change, in words."""

    on: str
    field: str
    before: str
    after: str
    office: str


TITLES: Mapping[str, Pair] = {
    "description": ("Description", "Description"),
    "collection": ("Collecte des données", "Plan for data collection"),
    "targets": ("Valeur de référence et cibles", "Baseline and targets"),
    "quality": ("Qualité des données", "Data quality"),
    "use": ("Analyse et usage", "Analysis and use"),
}
LABELS: Mapping[str, Pair] = {
    "rationale": ("Justification", "Rationale"),
    "data_source": ("Source des données", "Data source"),
    "collection_method": (
        "Méthode de collecte et de construction",
        "Method of data collection and construction",
    ),
    "reporting_frequency": ("Fréquence des rapports", "Reporting frequency"),
    "responsible_office": ("Bureau responsable", "Office responsible"),
    "acquisition_cost": ("Coût estimé de la collecte", "Estimated cost of acquisition"),
    "storage_place": ("Lieu où les données sont gardées", "Location of data storage"),
    "baseline_timeframe": ("Époque de la valeur de référence", "Baseline timeframe"),
    "target_rationale": ("Justification des cibles", "Rationale for targets"),
    "limitations": ("Limites connues des données", "Known data limitations"),
    "limitations_significance": ("Importance de ces limites", "Significance of the limitations"),
    "limitations_mitigation": ("Ce qui est fait pour les réduire", "Actions taken to mitigate them"),
    "analysis": ("Analyse des données", "Data analysis"),
    "presentation": ("Présentation des données", "Presentation of data"),
    "other_notes": ("Autres remarques", "Other notes"),
    PPR_YEARS: ("Figure dans le rapport annuel du bailleur (PPR)", "In the donor's annual report (PPR)"),
    STARTED_ON: ("Début de la collecte", "Start of data collection"),
    DEFINITION: ("Définition", "Definition"),
    "title": ("Nom de l'indicateur", "Name of indicator"),
    "result": ("Résultat mesuré", "Result measured"),
    "codes": ("Codes du bailleur", "Donor's codes"),
    "precise": ("Définition précise", "Precise definition"),
    "unit": ("Unité", "Unit of measure"),
    "data_type": ("Type de donnée", "Data type"),
    "direction": ("Sens du changement", "Direction of change"),
    "disaggregated": ("Ventilé par", "Disaggregated by"),
    "periods": ("Périodes calculées", "Periods computed"),
    "numerator": ("Numérateur", "Numerator"),
    "denominator": ("Dénominateur", "Denominator"),
    "formula": ("Calcul", "Formula"),
    "reference": ("Valeur de référence", "Baseline value"),
    "targets": ("Cibles", "Targets"),
    "assessed": ("Évaluations de la qualité faites", "Dates of data quality assessments"),
    "assess_next": ("Prochaine évaluation de la qualité", "Date of next data quality assessment"),
}
DATA_TYPES: Mapping[str, Pair] = {
    "integer": ("nombre entier", "integer"),
    "decimal": ("nombre à décimales", "decimal"),
    "percentage": ("pourcentage", "percentage"),
    "ratio": ("rapport", "ratio"),
    "nominal": ("catégorie", "category"),
    "ordinal": ("degré sur une échelle", "degree on a scale"),
    "qualitative": ("description", "description"),
}
DIRECTIONS: Mapping[bool, Pair] = {
    True: ("doit augmenter", "should increase"),
    False: ("doit baisser", "should decrease"),
}
FORMULAS: Mapping[bool, Pair] = {
    True: ("numérateur ÷ dénominateur × 100 ; les pourcentages ne sont jamais moyennés",
           "numerator ÷ denominator × 100; percentages are never averaged"),
    False: ("numérateur ÷ dénominateur ; les rapports ne sont jamais moyennés",
            "numerator ÷ denominator; ratios are never averaged"),
}  # fmt: skip
CUMULATIVE: Mapping[bool, Pair] = {
    True: ("cumulé depuis le début du programme", "cumulative since the start of the programme"),
    False: ("chaque période pour elle-même", "each period by itself"),
}
NOT_DEFINED: Pair = ("aucune définition : rien ne peut être compté", "no definition: nothing can be counted")
NONE: Pair = ("aucune", "none")
NOT_IN_IT: Pair = ("non", "no")
VERSION: Pair = ("(définition, version %s)", "(definition, version %s)")
UNKNOWN_DUE: Pair = ("pas encore fixée", "not set yet")
LIFE: Pair = ("toute la durée du programme", "life of the programme")
PLANNED: Pair = ("prévue", "planned")
BEFORE: Pair = ("au plus tard le %s", "by %s")


def sheet_parts(
    indicator: Mapping[str, Any],
    sheet: ReferenceSheetPart,
    *,
    result: str,
    life: tuple[str, str],
    language: str,
) -> list[Part]:
    """The whole sheet of an indicator. `life` is the first and the last day of the programme (end included)."""
    definition = Definition.from_json(indicator["definition"]["body"]) if indicator.get("definition") else None
    started_on = _day(sheet["collection_started_on"])
    missing = set(missing_fields(sheet["texts"], started_on=started_on))
    written = {field.code: _written(field.code, sheet, missing, language) for field in FIELDS}
    of_part = {part: [written[one.code] for one in FIELDS if one.part == part] for part in TITLES}
    rows: dict[str, list[Row]] = {
        "description": [
            *_described(indicator, definition, result, language),
            _row(
                PPR_YEARS,
                [", ".join(map(str, sheet["ppr_years"])) or said(NOT_IN_IT, language)],
                language,
                code=PPR_YEARS,
            ),
            *of_part["description"],
        ],
        "collection": [_started(sheet, missing, language), *_constructed(definition, language), *of_part["collection"]],
        "targets": [*_aimed(indicator, life, language), *of_part["targets"]],
        "quality": [*_assessed(sheet, language), *of_part["quality"]],
        "use": of_part["use"],
    }
    return [Part(said(TITLES[part], language), tuple(rows[part])) for part in TITLES]


def log_lines(sheet: ReferenceSheetPart, language: str) -> list[LogLine]:
    """The log of changes, in words, the newest first."""
    return [
        LogLine(
            long_date(date.fromisoformat(change["on"]), language),
            label_of(change["field"], language),
            _content(change["before"], language),
            _content(change["after"], language),
            text_in(change["office"], language),
        )
        for change in sheet["changes"]
    ]


def label_of(code: str, language: str) -> str:
    """What a field of the sheet is called."""
    return said(LABELS.get(code, (code, code)), language)


def number_kind(definition: Definition | None, measure: str) -> str:
    """What kind of number the indicator is, from what it counts.

    >>> number_kind(Definition.from_json({"count": "seats", "periods": ["year"]}), "unit")
    'integer'
    """
    if measure != "unit":
        return measure
    if definition is None:
        return "integer"
    if definition.count is Count.RATIO:
        return "percentage" if definition.percent else "ratio"
    return "decimal" if definition.count in (Count.SUM, Count.LATEST, Count.MEAN) else "integer"


def missing_of(sheet: ReferenceSheetPart) -> list[str]:
    """The codes of the required fields that say nothing yet."""
    return missing_fields(sheet["texts"], started_on=_day(sheet["collection_started_on"]))


def complete_by_of(sheet: ReferenceSheetPart) -> date | None:
    """The day by which the sheet must be complete."""
    return complete_by(_day(sheet["collection_started_on"]))


def _row(
    key: str, lines: Sequence[str], language: str, *, missing: bool = False, computed: bool = False, code: str = ""
) -> Row:
    return Row(label_of(key, language), tuple(line for line in lines if line), missing, computed, code)


def _written(code: str, sheet: ReferenceSheetPart, missing: set[str], language: str) -> Row:
    text = text_in(sheet["texts"].get(code, {}), language)
    return _row(code, text.splitlines(), language, missing=code in missing, code=code)


def _started(sheet: ReferenceSheetPart, missing: set[str], language: str) -> Row:
    on = _day(sheet["collection_started_on"])
    lines = [long_date(on, language)] if on else []
    return _row(STARTED_ON, lines, language, missing=STARTED_ON in missing, code=STARTED_ON)


def _described(
    indicator: Mapping[str, Any], definition: Definition | None, result: str, language: str
) -> Iterator[Row]:
    codes = [_code(one) for one in indicator.get("codes", [])]
    yield _row("title", [f"{indicator['code']} · {text_in(indicator['title'], language)}"], language, computed=True)
    yield _row("result", [result], language, computed=True)
    if codes:
        yield _row("codes", codes, language, computed=True)
    if definition is None:
        yield _row("precise", [said(NOT_DEFINED, language)], language, missing=True, computed=True)
    else:
        stored = indicator["definition"]
        version = said(VERSION, language) % stored["version"]
        yield _row("precise", [f"{text_in(stored['sentence'], language)} {version}"], language, computed=True)
    yield _row("unit", [text_in(indicator["unit"], language)], language, computed=True)
    kind = number_kind(definition, indicator["measure"])
    yield _row("data_type", [said(DATA_TYPES.get(kind, (kind, kind)), language)], language, computed=True)
    yield _row("direction", [said(DIRECTIONS[bool(indicator["ascending"])], language)], language, computed=True)
    if definition is not None:
        cuts = [dimension_word(str(one.name), language) for one in definition.dimensions]
        yield _row("disaggregated", [", ".join(cuts) or said(NONE, language)], language, computed=True)


def _code(one: Mapping[str, Any]) -> str:
    year = f" ({one['year']})" if one["year"] else ""
    return f"{one['scheme']} {one['code']}{year}"


def _constructed(definition: Definition | None, language: str) -> Iterator[Row]:
    if definition is None:
        return
    kinds = ", ".join(said(PERIOD_KINDS[str(kind)], language) for kind in definition.periods)
    yield _row("periods", [kinds, said(CUMULATIVE[definition.cumulative], language)], language, computed=True)
    if definition.numerator and definition.denominator:
        yield _row("numerator", [measure_words(definition.numerator, language)], language, computed=True)
        yield _row("denominator", [measure_words(definition.denominator, language)], language, computed=True)
        yield _row("formula", [said(FORMULAS[definition.percent], language)], language, computed=True)


def _aimed(indicator: Mapping[str, Any], life: tuple[str, str], language: str) -> Iterator[Row]:
    reference, measure = indicator.get("reference"), indicator["measure"]
    told = []
    if reference:
        value = _amount(reference["value"], measure, language)
        colon = ":" if spoken(language) == "en" else f"{HARD}:"
        told = [f"{reference['year']}{colon} {value}", text_in(reference["comment"], language)]
    yield _row("reference", told, language, missing=not told, computed=True)
    lines = []
    colon = ":" if spoken(language) == "en" else f"{HARD}:"
    # The whole life comes after its years.
    for target in sorted(indicator["targets"], key=lambda one: (_is_life(one, life), one["starts_on"])):
        starts_on, ends_before = date.fromisoformat(target["starts_on"]), date.fromisoformat(target["ends_before"])
        name = said(LIFE, language) if _is_life(target, life) else period(starts_on, ends_before, language)
        lines.append(f"{name}{colon} {_amount(target['value'], measure, language)}")
    yield _row("targets", lines, language, missing=not lines, computed=True)


def _is_life(target: Mapping[str, Any], life: tuple[str, str]) -> bool:
    return bool(target["starts_on"] <= life[0] and target["ends_before"] > life[1])


def _amount(thousandths: int | None, measure: str, language: str) -> str:
    if thousandths is None:
        return value_words(None, language)
    if measure == "percentage":
        return percent(thousandths / 1000, language)
    return quantity(thousandths, "", language)


def _assessed(sheet: ReferenceSheetPart, language: str) -> Iterator[Row]:
    done = [one for one in sheet["assessments"] if one["closed"]]
    planned = [one for one in sheet["assessments"] if not one["closed"]]
    yield _row(
        "assessed", [_assessment(one, language) for one in done] or [said(NONE, language)], language, computed=True
    )
    lines = [f"{_assessment(one, language)} ({said(PLANNED, language)})" for one in planned]
    if not lines:
        by = _day(sheet["next_assessment_by"])
        lines = [said(BEFORE, language) % long_date(by, language) if by else said(UNKNOWN_DUE, language)]
    yield _row("assess_next", lines, language, computed=True)


def _assessment(one: AssessedPart, language: str) -> str:
    starts_on, ends_before = date.fromisoformat(one["starts_on"]), date.fromisoformat(one["ends_before"])
    name = said(LIFE, language) if one["period_kind"] == "life" else ""
    name = name or period(starts_on, ends_before, language, one["period_kind"])
    return " · ".join(
        part
        for part in (long_date(date.fromisoformat(one["on"]), language), text_in(one["partner"], language), name)
        if part
    )


def _content(content: object, language: str) -> str:
    """What a field said, as text: nothing, a text in several languages, a list, a day."""
    match content:
        case None:
            return ""
        case dict():
            return text_in(content, language)
        case list():
            return ", ".join(str(one) for one in content)
        case str() if len(content) == 10 and content[4:8:3] == "--":
            return long_date(date.fromisoformat(content), language)
    return decimal(content, language) if isinstance(content, int) else str(content)


def _day(written: str | None) -> date | None:
    return date.fromisoformat(written) if written else None
