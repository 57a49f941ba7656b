"""Numbers that a narrative takes from an edition's cells instead of having them typed.

A token stands where a number will: `{{CODE}}`, `{{CODE|2025-Q3}}`, `{{CODE|2025-Q3|sex=female}}`, and of each of them
the target, the baseline or the share of the total. Nothing is counted here, and what is masked stays so.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from toguna.publish.inserted_figures import Asked, Figure, WrongToken, resolved
from toguna.publish.reading import headline, target_of
from toguna.publish.snapshot import IndicatorPart, Snapshot, TablePart, Texts
from toguna.publish.words import Pair, said, value_words
from toguna.rules.findings import Finding, Severity

TOKEN = re.compile(r"\{\{([^{}]*)\}\}")
LOOSE_BRACES = re.compile(r"\{\{|\}\}")
TYPED = re.compile(r"(?<![\w°.,])(?:\d{1,3}(?:[ \u00a0\u202f]\d{3})+|\d+)(?:[.,]\d+)*(?!\w)")
YEAR = re.compile(r"(?:19|20)\d\d")
MOST_TYPED = 20

NOT_FOUND: Pair = ("chiffre introuvable", "figure not found")

MASKED_CELL = "%(token)s : ce chiffre est masqué, le lecteur lira « masqué ». Dites plutôt le total."
UNKNOWN_VALUE = "%(token)s : ce chiffre n'est pas connu, le lecteur lira « non précisé »."
NOT_CLOSED = "« %(token)s » n'est pas un chiffre à insérer : il faut deux accolades avant et deux après, {{CODE}}."
TYPED_NUMBER = "« %(number)s » est un chiffre saisi à la main : il ne suivra pas sa valeur et ne s'ouvrira sur rien."


class Reading(NamedTuple):
    """A text that was read: its pieces in order, and what is wrong with its tokens."""

    parts: list[str | Figure]
    findings: list[Finding]


def parts_of(text: str, snapshot: Snapshot, language: str, site: str = "") -> list[str | Figure]:
    """A text with its tokens resolved. One that stands for nothing says so where the number would have been."""
    return read_narrative(text, snapshot, language, site=site).parts


def read_narrative(text: str, snapshot: Snapshot, language: str, *, site: str = "", where: str = "") -> Reading:
    """A text with its tokens resolved, and what is wrong with them."""
    parts: list[str | Figure] = []
    findings: list[Finding] = []
    at = 0
    for match in TOKEN.finditer(text):
        before = text[at : match.start()]
        findings += _not_closed(before, where)
        parts.append(before)
        at = match.end()
        asked = Asked.of(match[0], match[1])
        try:
            figure = resolved(asked, snapshot, language, site)
        except WrongToken as wrong:
            values = {"token": match[0], **wrong.values}
            findings.append(Finding(wrong.reason, Severity.ERROR, wrong.message, values, where))
            parts.append(f"[{match[0].strip('{}')}\u00a0: {said(NOT_FOUND, language)}]")
            continue
        parts.append(figure)
        findings += _not_shown(figure, where)
    rest = text[at:]
    findings += [*_not_closed(rest, where), *_typed(TOKEN.sub(" \n ", text), where)]
    parts.append(rest)
    return Reading([part for part in parts if part != ""], findings)


def plain_words(text: str, snapshot: Snapshot, language: str) -> str:
    """A text with its tokens resolved, for where no link can be shown."""
    parts = parts_of(text, snapshot, language)
    return "".join(part if isinstance(part, str) else part.words for part in parts)


def statement_findings(snapshot: Snapshot) -> list[Finding]:
    """What is wrong with the tokens of an edition to be, in its statements and narratives; errors are mended first."""
    found: list[Finding] = []
    for statement in snapshot.get("statements", []):
        texts: list[tuple[str, Texts]] = [
            ("narrative", statement["narrative"]),
            ("theory_if", statement["theory_if"]),
            ("theory_then", statement["theory_then"]),
            ("theory_because", statement["theory_because"]),
            ("remarks", statement["remarks"]),
            *(("lessons", lesson) for lesson in statement["lessons"]),
        ]
        for name, content in texts:
            for language, text in sorted(content.items()):
                where = f"{statement['result']} {statement['year']} {name} {language}"
                found += read_narrative(text, snapshot, language, where=where).findings
    for told in snapshot.get("narratives", []):
        for language, text in sorted(told["text"].items()):
            where = f"{told['objective']} {told['period']} {language}"
            found += read_narrative(text, snapshot, language, where=where).findings
    return found


def tokens_for(snapshot: Snapshot, language: str) -> Iterator[Figure]:
    """Every number of an edition that can be inserted, indicator by indicator: totals first, then their parts."""
    for indicator in snapshot["indicators"]:
        shown = headline(indicator)
        tables = sorted(indicator["tables"], key=lambda table: table["basis"] != "counted")
        first: dict[str, TablePart] = {}
        for table in tables:
            first.setdefault(table["period"], table)
        for table in sorted(first.values(), key=lambda table: (table is not shown, table["starts_on"])):
            period = "" if table is shown else table["period"]
            yield from _of_table(snapshot, indicator, table, period, language)


def _of_table(
    snapshot: Snapshot, indicator: IndicatorPart, table: TablePart, period: str, language: str
) -> Iterator[Figure]:
    code = indicator["code"]
    asked = [Asked("", code, period)]
    asked += [Asked("", code, period, part="target")] if target_of(indicator, table) is not None else []
    asked += [
        Asked("", code, period, dimension, cell["category"])
        for dimension in sorted(table["cuts"])
        for cell in table["cuts"][dimension]
    ]
    for one in asked:
        yield resolved(replace(one, token=one.written()), snapshot, language)


def _not_shown(figure: Figure, where: str) -> list[Finding]:
    if figure.masked:
        return [Finding("token-masked", Severity.WARNING, MASKED_CELL, {"token": figure.token}, where)]
    if figure.words in (value_words(None, "fr"), value_words(None, "en")):
        return [Finding("token-unknown-value", Severity.WARNING, UNKNOWN_VALUE, {"token": figure.token}, where)]
    return []


def _not_closed(text: str, where: str) -> list[Finding]:
    return [
        Finding(
            "token-not-closed", Severity.ERROR, NOT_CLOSED, {"token": text[match.start() : match.start() + 30]}, where
        )
        for match in LOOSE_BRACES.finditer(text)
    ]


def _typed(text: str, where: str) -> list[Finding]:
    """The numbers that somebody typed; years and the numbers of laws and codes are words, not counts."""
    numbers = (match[0] for match in TYPED.finditer(text))
    counts = dict.fromkeys(number for number in numbers if not YEAR.fullmatch(number))
    return [
        Finding("typed-number", Severity.NOTE, TYPED_NUMBER, {"number": number}, where)
        for number in list(counts)[:MOST_TYPED]
    ]
