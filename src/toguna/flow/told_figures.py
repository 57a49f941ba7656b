"""The numbers of a narrative that is being written: whether they add up, and the computed values they speak of.

Joins the auditor of narratives with the cells of the edition to be. Nothing is counted here and no text is changed.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise

from toguna.figures.checking import check
from toguna.figures.claims import Claim
from toguna.figures.reading import read
from toguna.figures.remarks import Finding as Remark
from toguna.publish.inserted_figures import Asked
from toguna.publish.narratives import TOKEN, plain_words
from toguna.publish.reading import cell_value, cell_words
from toguna.publish.snapshot import IndicatorPart, Snapshot, TablePart
from toguna.publish.words import category_words, period_words, text_in
from toguna.rules.findings import Finding, Severity
from toguna.rules.numbers import decimal

SENTENCE_ENDS = re.compile(r"(?<=[.!?;])\s+|\n+")
WORD = re.compile(r"[^\W\d_]{4,}")
# Said of almost every indicator, so they tell none from another.
EMPTY_WORDS = {"dans", "pour", "avec", "sans", "leur", "leurs", "dont", "nombre", "sont", "ayant", "entre", "chez"}
EMPTY_WORDS |= {"with", "from", "their", "that", "have", "were", "number", "than", "which", "personnes", "people"}
STEM = 6
FEWEST_SHARED = 2
# A number that the text may have meant for the computed one: not far away from it.
NEAR = Decimal(2)
MOST_OF = 0.6

EQUALS = "« %(raw)s » est la valeur calculée de « %(title)s » : écrivez %(token)s, le chiffre suivra sa valeur."
TOO_HIGH = (
    "« %(raw)s » : la valeur calculée de « %(title)s » est %(computed)s, le texte dit %(gap)s de plus. "
    "Écrivez %(token)s, ou dites d'où vient l'autre chiffre."
)
TOO_LOW = (
    "« %(raw)s » : la valeur calculée de « %(title)s » est %(computed)s, le texte dit %(gap)s de moins. "
    "Écrivez %(token)s, ou dites d'où vient l'autre chiffre."
)


@dataclass(frozen=True)
class Computed:
    """One computed value that a text may speak of: its number, how it reads, its token."""

    value: Decimal
    words: str
    title: str
    token: str
    is_total: bool


@dataclass(frozen=True)
class DaysTold:
    """The days that a narrative tells of; values of periods that touch them may be meant."""

    starts_on: date
    ends_before: date

    def touches(self, table: TablePart) -> bool:
        """Whether a table tells of some of these days."""
        return table["starts_on"] < self.ends_before.isoformat() and table["ends_before"] > self.starts_on.isoformat()

    def is_of(self, table: TablePart) -> bool:
        """Whether a table tells of these days, but for a few: a fiscal year is the year that most of it lies in."""
        starts, ends = date.fromisoformat(table["starts_on"]), date.fromisoformat(table["ends_before"])
        shared = (min(ends, self.ends_before) - max(starts, self.starts_on)).days
        longest = max((ends - starts).days, (self.ends_before - self.starts_on).days)
        return shared >= MOST_OF * longest


def remarks_on_sums(text: str, snapshot: Snapshot, language: str) -> tuple[Remark, ...]:
    """Which numbers of a text do not add up, once those that it asks for stand in their places."""
    return check(plain_words(text, snapshot, language), language).findings() if text.strip() else ()


def compared(text: str, snapshot: Snapshot, language: str, told: DaysTold) -> list[Finding]:
    """What is to be said of the numbers typed into a text beside the computed values they speak of.

    A number speaks of an indicator when its sentence holds at least two of the words of its title, and half of them.
    Where a sentence fits two indicators alike, only a number that equals a value is told.
    """
    # A token is already a computed value; a dash keeps what stands around it apart.
    typed = TOKEN.sub(lambda token: "–" * len(token[0]), text)
    claims = read(typed, language).claims
    found: list[Finding] = []
    for start, end in _sentences(typed):
        inside = [claim for claim in claims if start <= claim.start < end]
        if not inside:
            continue
        spoken_of = _spoken_of(typed[start:end], snapshot, language)
        known = [(one, list(_values(one, snapshot, language, told))) for one in spoken_of]
        for claim in inside:
            found += _of_claim(claim, inside, known, language)
    return found


def _of_claim(
    claim: Claim, inside: list[Claim], known: list[tuple[IndicatorPart, list[tuple[Computed, bool]]]], language: str
) -> Iterator[Finding]:
    same_kind = [
        (one, values) for one, values in known if (one["measure"] == "percentage") == claim.is_percent and values
    ]
    for _, values in same_kind:
        for value, _exact in values:
            if value.value == claim.value:
                said: dict[str, object] = {"raw": claim.raw, "title": value.title, "token": value.token}
                yield Finding("typed-equals", Severity.NOTE, EQUALS, said)
                return
    if len(same_kind) != 1:
        return
    values = same_kind[0][1]
    if any(value.value == other.value for other in inside for value, _exact in values):
        # Another number of this sentence is the indicator's; this one is something else.
        return
    total = next((value for value, exact in values if exact and value.is_total), None)
    if total is None or total.value <= 0 or claim.value <= 0 or claim.value.as_tuple().digits == (1,):
        return
    if max(claim.value / total.value, total.value / claim.value) >= NEAR:
        return
    nearest = min(inside, key=lambda other: abs(other.value - total.value))
    if nearest is claim:
        gap = claim.value - total.value
        said = {"raw": claim.raw, "title": total.title, "computed": total.words, "token": total.token}
        said["gap"] = decimal(abs(gap), language)
        yield Finding("typed-differs", Severity.WARNING, TOO_HIGH if gap > 0 else TOO_LOW, said)


def _values(
    indicator: IndicatorPart, snapshot: Snapshot, language: str, told: DaysTold
) -> Iterator[tuple[Computed, bool]]:
    """The shown values of an indicator in periods that touch the days told of; and whether they are just those days."""
    title = text_in(indicator["title"], language)
    tables = sorted(indicator["tables"], key=lambda table: not told.is_of(table))
    for table in tables:
        if not told.touches(table):
            continue
        period = period_words(table["period"], table["period_kind"], language)
        cells = [("", "", table["total"])]
        cells += [(dimension, cell["category"], cell) for dimension, cut in table["cuts"].items() for cell in cut]
        for dimension, category, cell in cells:
            value = cell_value(cell)
            if value is None:
                continue
            named = [title, period, *([category_words(snapshot, dimension, category, language)] if dimension else [])]
            token = Asked("", indicator["code"], table["period"], dimension, category).written()
            words = cell_words(indicator, cell, language)
            yield Computed(value, words, ", ".join(named), token, not dimension), told.is_of(table)


def _spoken_of(sentence: str, snapshot: Snapshot, language: str) -> list[IndicatorPart]:
    """The indicators whose titles a sentence shares most words with; several where they are alike."""
    said = _stems(sentence)
    best: list[IndicatorPart] = []
    most = 0.0
    for indicator in snapshot["indicators"]:
        title = _stems(text_in(indicator["title"], language))
        shared = len(title & said)
        fit = shared / len(title) if title else 0.0
        if shared >= min(FEWEST_SHARED, len(title)) and fit >= 0.5 and fit >= most:
            best = [*best, indicator] if fit == most else [indicator]
            most = fit
    return best


def _stems(text: str) -> set[str]:
    """The beginnings of the words that carry meaning.

    >>> sorted(_stems("Femmes formées à la gouvernance"))
    ['femmes', 'formee', 'gouver']
    """
    plain = unicodedata.normalize("NFD", text.casefold())
    plain = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return {word[:STEM] for word in WORD.findall(plain) if word not in EMPTY_WORDS}


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    ends = [match.end() for match in SENTENCE_ENDS.finditer(text)]
    yield from pairwise([0, *ends, len(text)])
