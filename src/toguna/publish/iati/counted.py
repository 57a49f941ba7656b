"""Counted indicators as IATI says them: reference value, periods, targets, and one element for each released number.

A total has no dimension; a part names its own. A masked number stays out and the total says so; a number that is not
known stays out and is never 0. It computes nothing: every number is one of the edition's cells.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache

from toguna.publish.iati.told import Said, both, narratives, sentence, together
from toguna.publish.iati.whereabouts import Whereabouts
from toguna.publish.narratives import plain_words
from toguna.publish.snapshot import CellPart, IndicatorPart, Snapshot, TablePart, TargetPart, number_text
from toguna.publish.words import BASES, dimension_word, period_words, text_in
from toguna.rules.iati import Baseline, Dimension, Indicator, IndicatorReference, Measured, Narratives, Period

MEASURES = {"unit": "1", "percentage": "2", "nominal": "3", "ordinal": "4", "qualitative": "5"}
QUALITATIVE = "5"
# Vocabularies of indicators that IATI knows, by the names of schemes; any other list is the publisher's own.
VOCABULARIES = {"usaid": "3", "us-foreign-assistance": "3", "f-indicators": "3", "sdg": "9", "who": "1", "sphere": "2"}
OWN_VOCABULARY = "99"
# Only what is added up from what was written down may be added to others' numbers: people would be counted twice.
ADDED_UP = {"seats", "sum"}
PLACE, IMPLEMENTER, BASIS, UNKNOWN = "place", "implementer", "basis", "unknown"

PROVISIONAL = both("Valeur provisoire.", "Provisional value.")
MASKED_PARTS = both(
    "Des parties sont masquées pour que personne ne puisse être reconnu ; elles ne sont pas publiées.",
    "Some parts are masked so that nobody can be recognised; they are not published.",
)
MASKED_TOTAL = both(
    "La valeur atteinte est masquée pour que personne ne puisse être reconnu.",
    "The value reached is masked so that nobody can be recognised.",
)
NOT_KNOWN = both("La valeur atteinte n'est pas connue.", "The value reached is not known.")
CUMULATIVE = both(
    "Chaque valeur compte depuis le début du programme jusqu'à la fin de la période.",
    "Each value counts from the start of the programme to the end of the period.",
)
FICTIONAL = both("Donnée fictive.", "Fictional figure.")

Days = tuple[str, str]


class CountedIndicator:
    """One indicator of an edition, on its way into a file."""

    def __init__(self, snapshot: Snapshot, part: IndicatorPart, whereabouts: Whereabouts) -> None:
        self._snapshot, self._part, self._whereabouts = snapshot, part, whereabouts
        self._bases_apart = len({table["basis"] for table in part["tables"]}) > 1
        self._explained = {
            (one["period_kind"], one["period"]): {
                language: plain_words(text, snapshot, language) for language, text in one["text"].items()
            }
            for one in snapshot.get("explanations", [])
            if one["indicator"] == part["code"]
        }
        self._unsaid: list[Said] = []

    def indicator(self, also: dict[Days, list[Measured]] | None = None) -> Indicator:
        """The indicator with its periods; `also` are actual values from elsewhere, by first and last day."""
        part = self._part
        measure = MEASURES[part["measure"]]
        periods = tuple(self._periods(also or {}))
        count = part["definition"]["body"].get("count")
        return Indicator(
            measure=measure,
            ascending=part["ascending"],
            aggregation_status=count in ADDED_UP and not part["cumulative"] if count else None,
            title=narratives(part["title"]),
            description=self._description(measure),
            references=references_of(part),
            baselines=self._baselines(measure),
            periods=periods,
        )

    def _description(self, measure: str) -> Narratives:
        """What IATI has no field for: what is counted, the unit, whether it adds up, what is not known."""
        part = self._part
        unit = both(
            f"Unité : {text_in(part['unit'], 'fr')}.", f"Unit: {text_in(part['unit'], 'en')}."
        ) if part["unit"] else {}  # fmt: skip
        overlapping = [name for name, adds_up in sorted(part["adds_up"].items()) if not adds_up]
        fr, en = (", ".join(dimension_word(name, language) for name in overlapping) for language in ("fr", "en"))
        parts = both(f"Les parties ne s'additionnent pas par : {fr}.", f"Parts do not add up by: {en}.")
        reference = part["reference"]
        unknown: Said = {}
        if reference and reference["value"] is None and measure != QUALITATIVE:
            unknown = together(
                both(
                    f"Valeur de référence inconnue ({reference['year']}).",
                    f"Reference value not known ({reference['year']}).",
                ),
                sentence(reference["comment"]),
            )
        return narratives(
            together(
                FICTIONAL if self._snapshot["fictional"] else {},
                both(f"Code : {part['code']}.", f"Code: {part['code']}."),
                sentence(part["definition"]["sentence"]),
                unit,
                CUMULATIVE if part["cumulative"] else {},
                parts if overlapping else {},
                unknown,
                *self._unsaid,
            )
        )

    def _baselines(self, measure: str) -> tuple[Baseline, ...]:
        reference = self._part["reference"]
        if reference is None or (reference["value"] is None and measure != QUALITATIVE):
            return ()
        value = None if reference["value"] is None else thousandths(reference["value"])
        return (Baseline(year=str(reference["year"]), value=value, comment=narratives(reference["comment"])),)

    def _periods(self, also: dict[Days, list[Measured]]) -> Iterator[Period]:
        """Periods in the order of time, the shorter of two that begin together first; one for the same days."""
        tables: dict[Days, list[TablePart]] = {}
        for table in self._part["tables"]:
            standing = tables.setdefault((table["starts_on"], last_day(table["ends_before"])), [])
            # A quarter of the calendar and one of a fiscal year may be the same days: their cells are the same facts.
            if table["basis"] not in {one["basis"] for one in standing}:
                standing.append(table)
        targets = {(one["starts_on"], last_day(one["ends_before"])): one for one in self._part["targets"]}
        for days in sorted({*tables, *targets, *also}):
            actuals = [value for table in tables.get(days, []) for value in self._actuals(table)]
            actuals += also.get(days, [])
            target = targets.get(days)
            unsaid = [why for table in tables.get(days, []) if (why := _why_no_total(table))]
            if not target and unsaid:
                self._unsaid += [
                    together(_period_said(table), _why_no_total(table) or {}, between=" : ")
                    for table in tables[days]
                    if _why_no_total(table)
                ]
            if target or actuals:
                yield Period(
                    start=days[0],
                    end=days[1],
                    targets=(_target(target, together(*unsaid)),) if target else (),
                    actuals=tuple(actuals),
                )

    def _actuals(self, table: TablePart) -> Iterator[Measured]:
        """The total, then its parts; each of them one element."""
        basis = (_cut(BASIS, table["basis"]),) if self._bases_apart else ()
        if _why_no_total(table) is None:
            yield Measured(value=table["total"].get("value"), dimensions=basis, comment=self._comment(table))
        for name in sorted(table["cuts"]):
            for cell in table["cuts"][name]:
                value = None if cell["masked"] else cell.get("value")
                if value is None:
                    continue
                category, comment = cell["category"], _of_ratio(cell) if "denominator" in cell else ()
                if name == PLACE and category != UNKNOWN:
                    ref = self._whereabouts.ref(category)
                    if ref is not None:
                        yield Measured(value=value, locations=(ref,), dimensions=basis, comment=comment)
                elif name != IMPLEMENTER or self._is_named(category):
                    yield Measured(value=value, dimensions=(_cut(name, category), *basis), comment=comment)

    def _is_named(self, organisation: str) -> bool:
        return organisation == UNKNOWN or organisation in self._snapshot["organisations"]

    def _comment(self, table: TablePart) -> Narratives:
        basis = BASES[table["basis"]]
        masked = any(True for cells in table["cuts"].values() for cell in cells if cell["masked"])
        return narratives(
            together(
                PROVISIONAL if table.get("provisional") else {},
                {} if table["basis"] == "counted" else both(f"Chiffre {basis[0]}.", f"Figure: {basis[1]}."),
                dict(_ratio_said(table["total"])),
                MASKED_PARTS if masked else {},
                self._explained.get((table["period_kind"], table["period"]), {}),
            )
        )


def references_of(part: IndicatorPart) -> tuple[IndicatorReference, ...]:
    """What donors' lists call the indicator: only codes that somebody has seen there."""
    found = [
        (VOCABULARIES.get(one["scheme"], OWN_VOCABULARY), one["code"])
        for one in part.get("codes", [])
        if one["verified"]
    ]
    if not found and part["standard_code"]:
        found = [(OWN_VOCABULARY, part["standard_code"])]
    return tuple(IndicatorReference(vocabulary=vocabulary, code=code) for vocabulary, code in dict.fromkeys(found))


def thousandths(value: int) -> str:
    """A number that is kept in thousandths, written out.

    >>> thousandths(35_000), thousandths(349_822), thousandths(0)
    ('35', '349.822', '0')
    """
    return number_text(Decimal(value) / 1000) or "0"


@lru_cache(10_000)
def last_day(ends_before: str) -> str:
    """The last day of what ends before a day.

    >>> last_day("2026-01-01")
    '2025-12-31'
    """
    return (date.fromisoformat(ends_before) - timedelta(days=1)).isoformat()


def _target(target: TargetPart, comment: Said) -> Measured:
    return Measured(value=thousandths(target["value"]), comment=narratives(comment))


def _why_no_total(table: TablePart) -> Said | None:
    if table["total"]["masked"]:
        return MASKED_TOTAL
    return NOT_KNOWN if table["total"].get("value") is None else None


def _period_said(table: TablePart) -> Said:
    return {language: period_words(table["period"], table["period_kind"], language) for language in ("fr", "en")}


def _ratio_said(cell: CellPart) -> Said:
    numerator, denominator = cell.get("numerator"), cell.get("denominator")
    if numerator is None or denominator is None:
        return {}
    return both(f"{numerator} sur {denominator}.", f"{numerator} of {denominator}.")


def _of_ratio(cell: CellPart) -> Narratives:
    said = _ratio_said(cell)
    return narratives(said) if said else ()


@lru_cache(10_000)
def _cut(name: str, category: str) -> Dimension:
    # The same few categories stand under every number: one of each is enough.
    return Dimension(name=name, value=category)
