"""What the heading of a donor's column asks for: which number, of which period.

« Q1 FY25 Actual », « T1 2025 réalisé », « Target », « LOP », a date: read in French and English, from one cell or from
several heads above each other. What is not understood is left for somebody to say.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from toguna.rules.periods import Period, PeriodKind, period_of
from toguna.rules.spelling import plain


class Wanted(StrEnum):
    """Which number a column asks for."""

    ACTUAL = "actual"
    TARGET = "target"
    SHARE = "share"
    BASELINE = "baseline"
    EXPLANATION = "explanation"


@dataclass(frozen=True)
class Asked:
    """A column understood: the number, and the period's kind and code (empty for a baseline)."""

    wanted: Wanted
    period_kind: str = ""
    period: str = ""


ACTUAL = re.compile(
    r"\b(actuals?|achieved|achievements?|results?|realise\w*|realisations?|atteint\w*|resultats?|reel\w*)\b"
)
TARGET = re.compile(r"\b(targets?|cibles?|planned|prevu\w*|objectif annuel|milestones?)\b")
SHARE = re.compile(r"\b(percent\w*|pourcent\w*|taux|rate)\b")
BASELINE = re.compile(r"\b(baselines?|reference|valeurs? de reference|situation de reference|ligne de base)\b")
EXPLANATION = re.compile(
    r"\b(explanations?|deviations?|narratives?|comment\w*|explications?|ecarts?|justifications?|remarques?)\b"
)
LIFE = re.compile(
    r"\b(lop|loa|life of (?:the )?(?:project|programme|program|award|activity)|lifetime|cumul\w*|to date|"
    r"fin de projet|toute la duree|end of project|eop)\b"
)
QUARTER = re.compile(
    r"\b[qt]\s*([1-4])\b|\b([1-4])\s*(?:er|e|eme|nd|st|rd|th)?\s*(?:trimestre|quarter)\b|"
    r"\b(?:trimestre|quarter)\s*([1-4])\b"
)
# « Oct-Dec 2024 », « de janvier à mars 2025 »: the quarter that begins in that month.
MONTHS = re.compile(r"\b(jan|apr|avr|jul|juil|oct)[a-z]*\s+(?:a\s+|to\s+)?(?:mar|jun|juin|sep|dec)[a-z]*\b")
BEGINS = {"jan": 1, "apr": 4, "avr": 4, "jul": 7, "juil": 7, "oct": 10}
FISCAL_YEAR = re.compile(r"\b(?:fy|ex|exercice|annee fiscale|fiscal year)\s*[-']?\s*((?:20)?\d\d)\b")
YEAR = re.compile(r"\b(20\d\d)\b")
ISO = re.compile(r"\b(20\d\d)-(\d\d)-(\d\d)\b")


def asked_by(heads: list[object], *, fiscal: bool) -> Asked | None:
    """What a column asks for, given its heads from the top down; None where nobody can tell.

    A date as a head stands for the quarter it lies in.

    >>> asked_by(["FY25", "Q1", "Actual"], fiscal=True)
    Asked(wanted=<Wanted.ACTUAL: 'actual'>, period_kind='us_fiscal_quarter', period='FY2025-Q1')
    >>> asked_by(["T1 2025 réalisé"], fiscal=False).period, asked_by(["LOP Target"], fiscal=True).period
    ('2025-Q1', 'life')
    >>> asked_by(["Oct-Dec 2024", "Actual"], fiscal=True).period
    'FY2025-Q1'
    >>> asked_by([date(2025, 3, 31), "Cible"], fiscal=False).period, asked_by(["Indicator"], fiscal=True)
    ('2025-Q1', None)
    """
    text = " ".join(_words(head) for head in heads if head not in (None, ""))
    wanted = _wanted(text)
    days = [head for head in heads if isinstance(head, date)]
    period = _period(text, days, fiscal)
    if wanted is Wanted.BASELINE:
        return Asked(Wanted.BASELINE)
    if period is None:
        return Asked(Wanted.EXPLANATION) if wanted is Wanted.EXPLANATION else None
    kind, code = period
    # A head that names only a period asks for what was reached in it.
    return Asked(wanted or Wanted.ACTUAL, kind, code)


def _words(head: object) -> str:
    if isinstance(head, datetime | date):
        return f"{head:%Y-%m-%d}"
    # The sign is no letter, and would be lost.
    return plain(str(head).replace("%", " percent "))


def _wanted(text: str) -> Wanted | None:
    # « % of target » is a share; « explanation of deviation from target » an explanation.
    for pattern, wanted in (
        (EXPLANATION, Wanted.EXPLANATION),
        (SHARE, Wanted.SHARE),
        (BASELINE, Wanted.BASELINE),
        (TARGET, Wanted.TARGET),
        (ACTUAL, Wanted.ACTUAL),
    ):
        if pattern.search(text):
            return wanted
    return None


def _period(text: str, days: list[date], fiscal: bool) -> tuple[str, str] | None:
    if LIFE.search(text):
        return PeriodKind.LIFE.value, "life"
    quarter = next((int(one) for one in _groups(QUARTER, text)), None)
    named = next((int(one) % 100 + 2000 for one in _groups(FISCAL_YEAR, text)), None)
    calendar = next((int(one) for one in YEAR.findall(ISO.sub(" ", text))), None)
    year = named or calendar
    if year is None:
        return _of_day(days[-1], fiscal) if days else None
    months = MONTHS.search(text)
    if months is not None and calendar is not None:
        return _of_day(date(calendar, BEGINS[months[1]], 1), fiscal)
    in_october = named is not None or fiscal
    if quarter is not None:
        if in_october:
            return PeriodKind.US_FISCAL_QUARTER.value, f"FY{year}-Q{quarter}"
        return PeriodKind.QUARTER.value, f"{year}-Q{quarter}"
    if in_october:
        return PeriodKind.US_FISCAL_YEAR.value, f"FY{year}"
    return PeriodKind.YEAR.value, str(year)


def _of_day(day: date, fiscal: bool) -> tuple[str, str]:
    found: Period = period_of(
        PeriodKind.US_FISCAL_QUARTER if fiscal else PeriodKind.QUARTER, day.date() if isinstance(day, datetime) else day
    )
    return found.kind.value, found.code


def _groups(pattern: re.Pattern[str], text: str) -> list[str]:
    return [group for match in pattern.finditer(text) for group in match.groups() if group]
