"""The tracking table on paper: A3 across, a part for each year, its heads repeated and its pages numbered.

Where the site's own address is known, each number leads to its page. The same snapshot gives the same bytes.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, date, datetime, time
from importlib.resources import files
from typing import Literal

import typst

from toguna.publish.addresses import indicator_page
from toguna.publish.snapshot import IndicatorPart, Snapshot, TablePart
from toguna.publish.tracking import words
from toguna.publish.tracking.guide import HOW, guide_to
from toguna.publish.tracking.shown import Address, ShownTable, nowhere, shown_table
from toguna.publish.tracking.table import tracking_table
from toguna.publish.words import Pair, dimension_word, said, text_in
from toguna.rules.numbers import spoken

# What is about people; the rest is in the workbook and on the page.
PRINTED_CUTS = ("sex", "age_band", "disability", "displaced")
WORDS: dict[str, Pair] = {
    "indicator": words.INDICATOR,
    "unit": words.UNIT,
    "baseline": words.BASELINE,
    "target": words.TARGET,
    "actual": words.ACTUAL,
    "explanation": words.EXPLANATION,
    "to-explain": words.TO_EXPLAIN,
    "provisional": words.PROVISIONAL,
    "fictional": words.FICTIONAL,
    "page": ("page %s sur %s", "page %s of %s"),
    "draft": ("BROUILLON", "DRAFT"),
    "nothing": ("Aucun indicateur n'est encore compté.", "No indicator is counted yet."),
}


def tracking_paper(snapshot: Snapshot, sha256: str, language: str, years: Sequence[str] = (), site: str = "") -> bytes:
    """The PDF, of all years with the newest first, or of those that are asked for.

    Without a hash it is a draft, which has no pages to lead to. With the site's own address, numbers lead to theirs.
    """
    pdf = _composed(snapshot, sha256, language, years, site if sha256 else "", "pdf")
    assert isinstance(pdf, bytes)
    return pdf


def tracking_pictures(
    snapshot: Snapshot, sha256: str, language: str, years: Sequence[str] = (), dots_per_inch: float = 80
) -> list[bytes]:
    """The same pages as PNG, to show on a screen what will come out of the printer."""
    pages = _composed(snapshot, sha256, language, years, "", "png", dots_per_inch)
    return pages if isinstance(pages, list) else [pages]


def _composed(
    snapshot: Snapshot,
    sha256: str,
    language: str,
    years: Sequence[str],
    site: str,
    form: Literal["pdf", "png"],
    dots_per_inch: float | None = None,
) -> bytes | list[bytes]:
    told = json.dumps(_said(snapshot, sha256, spoken(language), years, site), ensure_ascii=False)
    released = datetime.combine(date.fromisoformat(snapshot["released_on"]), time(), UTC)
    return typst.compile(
        (files("toguna.publish.tracking") / "tracking.typ").read_bytes(),
        format=form,
        ppi=dots_per_inch,
        sys_inputs={"table": told},
        # What a server has installed must not change a page, and the moment of making must not change a byte.
        ignore_system_fonts=True,
        timestamp=int(released.timestamp()),
    )


def _said(snapshot: Snapshot, sha256: str, language: str, years: Sequence[str], site: str) -> dict[str, object]:
    newest = tracking_table(snapshot)
    codes = [*years] or [
        newest.year.code, *(year.code for year in reversed(newest.years) if year != newest.year)
    ]  # fmt: skip
    address = pages_on(snapshot, site)
    printed = {dimension_word(code, language) for code in PRINTED_CUTS}
    legend = guide_to(snapshot, sha256, language)[1][1]
    return {
        "language": language,
        "words": {name: said(pair, language) for name, pair in WORDS.items()},
        "title": said(words.TITLE, language),
        "programme": text_in(snapshot["programme"]["name"], language),
        "edition": words.edition_line(snapshot, language),
        "sha256": sha256,
        "fictional": snapshot["fictional"],
        "legend": legend[1 : len(HOW) - 1],
        "years": [_year(shown_table(tracking_table(snapshot, code), language, address), printed) for code in codes],
    }


def pages_on(snapshot: Snapshot, site: str) -> Address:
    """Where the numbers of an edition open; nowhere while the site's own address is not known."""
    return _Pages(snapshot, site) if site else nowhere


class _Pages:
    """Where the numbers of an edition open on the site."""

    def __init__(self, snapshot: Snapshot, site: str) -> None:
        self._snapshot, self._site = snapshot, site

    def __call__(self, indicator: IndicatorPart, table: TablePart, dimension: str, _category: str) -> str:
        return indicator_page(
            self._snapshot,
            indicator["code"],
            self._site,
            period_kind=table["period_kind"],
            period=table["period"],
            anchor="cuts" if dimension else "over-time",
        )


def _year(table: ShownTable, printed: set[str]) -> dict[str, object]:
    told = asdict(table)
    for group in told["groups"]:
        for row in group["rows"]:
            row["cuts"] = [cut for cut in row["cuts"] if cut["dimension"] in printed]
    return told
