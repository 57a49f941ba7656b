"""The words of the tracking table, in French and English: its headings, and what stands where no share can stand."""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from toguna.publish.documents.chosen import cycle
from toguna.publish.reading import unit_words
from toguna.publish.snapshot import IndicatorPart, Snapshot
from toguna.publish.tracking.spans import Span
from toguna.publish.tracking.table import Group, Row, TrackedCell
from toguna.publish.words import BASES as BASIS_WORDS
from toguna.publish.words import MASKED, UNKNOWN, Pair, category_words, dimension_word, period_words, said, text_in
from toguna.rules.achievement import Achievement, Standing
from toguna.rules.numbers import days, percent

TITLE: Pair = ("Tableau de suivi des indicateurs", "Indicator performance tracking table")
INDICATOR: Pair = ("Indicateur", "Indicator")
UNIT: Pair = ("Unité", "Unit")
BASELINE: Pair = ("Valeur de référence", "Baseline")
TARGET: Pair = ("Cible", "Target")
ACTUAL: Pair = ("Réalisé", "Actual")
SHARE: Pair = ("%", "%")
LIFE: Pair = ("Toute la durée", "Life of programme")
EXPLANATION: Pair = ("Explication des écarts", "Explanation of deviations")
TO_EXPLAIN: Pair = ("explication à donner", "explanation to be given")
CUMULATED: Pair = ("cumulé depuis le début", "cumulative since the start")
DOWNWARD: Pair = ("moins, c'est mieux", "less is better")
PROVISIONAL: Pair = ("provisoire", "provisional")
RUNNING: Pair = ("en cours", "under way")
CLOSED: Pair = ("clôturé", "closed")
NOT_COUNTED: Pair = ("–", "–")
NO_OBJECTIVE: Pair = ("Hors objectif", "Under no objective")
OBJECTIVE: Pair = ("Objectif", "Objective")
FICTIONAL: Pair = ("donnée fictive", "fictional data")
TOLERANCE: Pair = (
    "Un écart de plus de %s\u202f%% de la cible, en plus ou en moins, demande une explication.",
    "A deviation of more than %s%% of the target, either way, asks for an explanation.",
)
UNITS_OF_SHARE: Pair = ("%", "%")

STANDINGS: Mapping[Standing, Pair] = {
    Standing.NO_TARGET: ("sans cible", "no target"),
    Standing.MASKED: MASKED,
    Standing.UNKNOWN: UNKNOWN,
    Standing.NOBODY_TO_DIVIDE_BY: ("dénominateur de 0", "denominator of 0"),
    Standing.ZERO_KEPT: ("cible de 0, tenue", "target of 0, kept"),
    Standing.ZERO_MISSED: ("cible de 0, dépassée", "target of 0, exceeded"),
    Standing.NO_BASELINE: ("référence inconnue", "baseline not known"),
    Standing.BASELINE_KEPT: ("référence maintenue", "baseline kept"),
    Standing.BASELINE_MISSED: ("référence non maintenue", "baseline not kept"),
}


def reached_words(reached: Achievement, language: str) -> str:
    """The share of the target that was reached, or why there is none.

    >>> reached_words(Achievement(Standing.RATED, Decimal("87.46")), "fr")
    '87,5\\u202f%'
    >>> reached_words(Achievement(Standing.ZERO_KEPT), "en")
    'target of 0, kept'
    """
    if reached.percent is not None:
        return percent(reached.percent, language)
    return said(STANDINGS[reached.standing], language)


def share_of(reached: Achievement) -> Decimal | None:
    """The share as a spreadsheet holds it: 0.875 for 87.5 %, to a tenth of a per cent."""
    if reached.percent is None:
        return None
    return (reached.percent / 100).quantize(Decimal("0.001"), ROUND_HALF_UP)


def span_words(span: Span, language: str) -> str:
    """What a column is called."""
    if span.is_life:
        return said(LIFE, language)
    words = period_words(span.period.code, span.period.kind, language)
    return words[:1].upper() + words[1:]


def span_short(span: Span, language: str) -> str:
    """The same where there is little room and the year stands above."""
    if span.is_quarter:
        quarter = span.period.code[-1]
        return f"Q{quarter}" if language == "en" else f"T{quarter}"
    words = span_words(span, language)
    return words.replace("Fiscal year", "FY") if language == "en" else words


def span_days(span: Span, language: str) -> str:
    """From which to which day a column goes."""
    return days(span.period.start, span.period.end - timedelta(days=1), language)


def column_days(span: Span, snapshot: Snapshot, language: str) -> str:
    """The same over a column; the life of a programme no more precisely than it is known."""
    programme = snapshot["programme"]
    if span.is_life and not programme["starts_precision"] == programme["ends_precision"] == "day":
        return cycle(snapshot, language)
    return span_days(span, language)


def span_state(span: Span, language: str) -> str:
    """Whether a column is closed, or still running when the edition was released; nothing where it is neither."""
    if span.closed:
        return said(CLOSED, language)
    return said(RUNNING, language) if span.running else ""


def group_words(group: Group, language: str) -> tuple[str, str]:
    """The objective and the result that a group of indicators stands under, in words."""
    result = f"{group.result['code']} {text_in(group.result['title'], language)}" if group.result else ""
    if group.objective is None:
        return said(NO_OBJECTIVE, language), result
    told = text_in(group.objective["title"], language) or text_in(group.objective["statement"], language)
    colon = ": " if language == "en" else "\u00a0: "
    return f"{said(OBJECTIVE, language)} {group.objective['number']}{colon}{told}", result


def unit_of(indicator: IndicatorPart, language: str) -> str:
    """What the numbers of an indicator are numbers of."""
    if indicator["measure"] == "percentage":
        return said(UNITS_OF_SHARE, language)
    return unit_words(indicator["unit"], None, language)


def basis_words(row: Row, language: str) -> str:
    """Where the numbers of a row come from."""
    return said(BASIS_WORDS.get(row.basis, (row.basis, row.basis)), language)


def row_notes(row: Row, language: str) -> list[str]:
    """What a reader must know of a row before comparing its numbers."""
    notes = []
    if row.indicator["cumulative"]:
        notes.append(said(CUMULATED, language))
    if not row.indicator["ascending"]:
        notes.append(said(DOWNWARD, language))
    return notes


def cut_words(snapshot: Snapshot, dimension: str, category: str, language: str) -> str:
    """One category with what it is a category of, where it would not be understood alone."""
    words = category_words(snapshot, dimension, category, language)
    if category == "unknown":
        return f"{dimension_word(dimension, language)} {words}"
    return words


def explanations_of(row: Row, language: str) -> list[str]:
    """What is said of the row's deviations, and what remains to be said, each after its period."""
    colon = ": " if language == "en" else "\u00a0: "
    told = []
    for one in row.explained:
        words = text_in(one.explanation, language) if one.explanation else said(TO_EXPLAIN, language)
        told.append(f"{span_words(one.span, language)}{colon}{words}")
    return told


def cell_notes(one: TrackedCell, language: str) -> list[str]:
    """What is said beside the number of a cell."""
    return [said(PROVISIONAL, language)] if one.provisional and one.cell else []


def edition_line(snapshot: Snapshot, language: str) -> str:
    """Of which edition, or that it is a draft."""
    number, on = snapshot["number"], date.fromisoformat(snapshot["released_on"])
    released = days(on, on, language)
    code = snapshot["programme"]["code"]
    if language == "en":
        return f"{code}, edition {number} of {released}"
    return f"{code}, édition {number} du {released}"
