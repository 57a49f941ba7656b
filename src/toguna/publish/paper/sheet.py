"""The attendance sheet on paper: a planned activity to an A4 PDF, one sheet a session, each with its code.

The same sheet gives the same bytes, so that one printed again is the one that was printed. It does not know who prints
it, nor what will be written on it.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from importlib.resources import files
from itertools import pairwise
from typing import Literal

import typst

from toguna.publish.paper.square import square_of
from toguna.publish.paper.words import words_in
from toguna.rules.numbers import days, long_date, spoken

# A line must stay high enough for a signature, or for a thumb.
LINES_A_PAGE = 15
MOST_LINES = 300


@dataclass(frozen=True)
class PaperSheet:
    """One sheet of paper to be: its code, and the session it is for (None: to be written by hand)."""

    code: str
    session: int | None
    lines: int


@dataclass(frozen=True)
class PaperActivity:
    """What the plan knows of the activity, already in the language of the paper."""

    code: str
    title: str
    programmes: tuple[str, ...]
    organisation: str
    commune: str
    sessions: int = 1
    starts_on: date | None = None
    ends_on: date | None = None
    fictional: bool = False
    counts_only: bool = False


def attendance_paper(
    activity: PaperActivity,
    sheets: Sequence[PaperSheet],
    *,
    bands: Sequence[str],
    printed_at: datetime,
    language: str = "fr",
) -> bytes:
    """The PDF of these sheets. Where only counting is wanted, they have a box for each sex and age band and no names.

    `bands` are the words for the age bands of the entry form.
    """
    pdf = _composed(activity, sheets, bands, printed_at, language, "pdf")
    assert isinstance(pdf, bytes)
    return pdf


def attendance_pictures(
    activity: PaperActivity,
    sheets: Sequence[PaperSheet],
    *,
    bands: Sequence[str],
    printed_at: datetime,
    language: str = "fr",
    dots_per_inch: float = 110,
) -> list[bytes]:
    """The same pages as PNG, to show on a screen what will come out of the printer."""
    pages = _composed(activity, sheets, bands, printed_at, language, "png", dots_per_inch)
    return pages if isinstance(pages, list) else [pages]


def pages_of(lines: int) -> list[range]:
    """The numbers of the lines on each page; the pages are as full as each other, give or take a line.

    >>> [list(page) for page in pages_of(4)], [len(page) for page in pages_of(25)]
    ([[1, 2, 3, 4]], [13, 12])
    """
    pages = max(1, -(-lines // LINES_A_PAGE))
    begun = [1 + -(-lines * page // pages) for page in range(pages + 1)]
    return [range(start, end) for start, end in pairwise(begun)]


def _composed(
    activity: PaperActivity,
    sheets: Sequence[PaperSheet],
    bands: Sequence[str],
    printed_at: datetime,
    language: str,
    form: Literal["pdf", "png"],
    dots_per_inch: float | None = None,
) -> bytes | list[bytes]:
    paper = json.dumps(_said(activity, sheets, bands, printed_at.date(), spoken(language)), ensure_ascii=False)
    template = (files("toguna.publish.paper") / "sheet.typ").read_bytes()
    return typst.compile(
        template,
        format=form,
        ppi=dots_per_inch,
        sys_inputs={"paper": paper},
        # What a server has installed must not change a page, and the moment of making must not change a byte.
        ignore_system_fonts=True,
        timestamp=int(printed_at.timestamp()),
    )


def _said(
    activity: PaperActivity, sheets: Sequence[PaperSheet], bands: Sequence[str], printed_on: date, language: str
) -> dict[str, object]:
    words = words_in(language)
    sentence = words["count-sentence"]
    if not activity.counts_only:
        sentence = words["consent-sentence"] % (activity.organisation or words["the-organisation"])
    heading = words["head-count"] if activity.counts_only else words["title"]
    return {
        "words": words | {"colon": " :" if language == "fr" else ":"},
        "language": language,
        "title": f"{heading} · {activity.code}",
        "author": activity.organisation,
        "heading": heading,
        "programmes": " · ".join(activity.programmes),
        "activity_code": activity.code,
        "activity_title": activity.title,
        "organisation": activity.organisation,
        "commune": activity.commune,
        "planned": _planned(activity, language),
        "fictional": activity.fictional,
        "counts_only": activity.counts_only,
        "sentence": sentence,
        "bands": list(bands),
        "printed": words["printed"] % long_date(printed_on, language),
        "sheets": [_sheet(activity, sheet, words) for sheet in sheets],
    }


def _planned(activity: PaperActivity, language: str) -> str:
    if activity.starts_on is None:
        return ""
    last = activity.ends_on or activity.starts_on
    words = days(activity.starts_on, last, language)
    if language == "fr" and last == activity.starts_on:
        words = f"le {words}"
    return words_in(language)["planned"] % words


def _sheet(activity: PaperActivity, sheet: PaperSheet, words: dict[str, str]) -> dict[str, object]:
    pages = [range(0)] if activity.counts_only else pages_of(sheet.lines)
    session = "" if sheet.session is None else str(sheet.session)
    if session and activity.sessions > 1:
        session = words["session-of"] % (session, activity.sessions)
    return {
        "code": sheet.code,
        "square": square_of(sheet.code),
        "session": session,
        "pages": [
            {
                "lines": list(numbers),
                "caption": words["page"] % (at, len(pages)),
                "last": at == len(pages),
                "total_page": len(pages) > 1,
                "follows": words["more-follows"] % (at + 1),
            }
            for at, numbers in enumerate(pages, start=1)
        ],
    }
