"""The fact sheet on one A4 page, whatever the programme: where it is long, its lists are cut and say how much is left.

Several versions of the same sheet are made, from roomy to tight; the page takes the first that fits.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from toguna.publish.addresses import activities_page, edition_page, file_page, programme_page
from toguna.publish.documents.blocks import STATUSES
from toguna.publish.documents.chosen import (
    activities_told,
    budget,
    cycle,
    listed,
    more,
    names_in,
    results_told,
    shortened,
    territory_names,
)
from toguna.publish.documents.key_figures import KeyFigure, key_figures, women_and_men_of
from toguna.publish.documents.on_paper import edition_line, picture_of, printable, typeset
from toguna.publish.documents.on_screen import INVENTED
from toguna.publish.fact_sheet import (
    ACHIEVEMENTS,
    ACTIVITIES,
    AREAS,
    AWARD,
    BUDGET,
    CYCLE,
    FUNDER,
    LEAD,
    OBJECTIVE,
    PARTNERS,
    SHEET,
    STANDING,
    STRATEGY,
    TARGET,
    WHOLE_BUDGET,
)
from toguna.publish.snapshot import Snapshot
from toguna.publish.words import Pair as Words
from toguna.publish.words import said, since_words, text_in
from toguna.rules.numbers import spoken

CUT: Words = (
    "[…] : texte abrégé pour tenir sur une page ; il est entier dans la fiche HTML de l'édition.",
    "[…]: shortened to fit on one page; the whole text is in the edition's HTML sheet.",
)
NOTHING: Words = ("Aucun résultat n'est encore publié.", "No result is published yet.")
FOOT: Words = (
    "Compté : tiré de fiches vérifiées. Selon la source : affirmé par un document. Provisoire : pas encore clos ou "
    "approuvé. Masqué : pour que personne ne soit reconnu.",
    "Counted: from verified sheets. Stated: by a document. Provisional: not closed or approved yet. "
    "Masked: so that nobody is recognised.",
)
CUT_MARK = "[…]"
LONGEST_TITLE = 150
LONGEST_NAME = 90
LONGEST_WHAT = 110
LONGEST_ABOUT = 90


@dataclass(frozen=True)
class Economy:
    """How much room a version of the sheet takes: letters, the white between parts, entries, signs in a text."""

    size: float
    gap: float
    achievements: int
    objectives: int
    text: int
    summary: int
    names: int
    standing: int
    longest_name: int = 90
    pictures: bool = True


ROOMY_TO_TIGHT = (
    Economy(11.2, 2.6, 10, 12, 900, 700, 30, 9),
    Economy(10.8, 1.9, 10, 12, 900, 700, 30, 9),
    Economy(10.4, 1.5, 10, 12, 900, 700, 30, 9),
    Economy(10.0, 1.25, 10, 12, 900, 700, 30, 9),
    Economy(9.4, 1.1, 10, 12, 900, 700, 30, 9),
    Economy(9.0, 1.0, 10, 12, 700, 600, 20, 9),
    Economy(8.7, 0.9, 10, 12, 520, 500, 16, 8),
    Economy(8.4, 0.85, 10, 12, 420, 420, 14, 6),
    Economy(8.4, 0.8, 8, 10, 320, 360, 12, 6),
    Economy(8.2, 0.8, 8, 8, 240, 300, 10, 5, 70),
    Economy(8.2, 0.7, 8, 8, 150, 240, 8, 4, 60),
    Economy(8.2, 0.75, 6, 8, 180, 260, 8, 4, 60),
    Economy(8.0, 0.7, 6, 6, 140, 220, 6, 3, 60, pictures=False),
    Economy(7.8, 0.7, 4, 5, 110, 180, 5, 2, 50, pictures=False),
    Economy(7.6, 0.6, 4, 4, 80, 140, 4, 1, 40, pictures=False),
)


def fact_sheet_as_pdf(snapshot: Snapshot, sha256: str, language: str, site: str = "") -> bytes:
    """The PDF: one page of A4."""
    pdf = typeset("fact_sheet.typ", _told(snapshot, sha256, language, site), snapshot["released_on"])
    assert isinstance(pdf, bytes)
    return pdf


def fact_sheet_as_picture(
    snapshot: Snapshot, sha256: str, language: str, site: str = "", dots_per_inch: float = 90
) -> list[bytes]:
    """The same page as PNG, to look at."""
    told = _told(snapshot, sha256, language, site)
    pages = typeset("fact_sheet.typ", told, snapshot["released_on"], "png", dots_per_inch)
    return pages if isinstance(pages, list) else [pages]


def _told(snapshot: Snapshot, sha256: str, language: str, site: str) -> dict[str, Any]:
    programme = snapshot["programme"]
    name, acronym = text_in(programme["name"], language), text_in(programme["acronym"], language)
    title = f"{name} ({acronym})" if acronym and acronym not in name else name
    page = programme_page(snapshot, site) if site else ""
    sheet = "fact-sheet.en.html" if spoken(language) == "en" else "fiche.fr.html"
    return {
        "language": spoken(language),
        "title": printable(shortened(title, LONGEST_TITLE)),
        "over": printable(" · ".join([said(SHEET, language), *_funders(snapshot, language)])),
        "invented": said(INVENTED, language) if snapshot["fictional"] else "",
        "strategy": said(STRATEGY, language),
        "achievements": said(ACHIEVEMENTS, language),
        "standing": said(STANDING, language),
        "nothing": said(NOTHING, language),
        "foot": said(FOOT, language),
        "edition": edition_line(snapshot, sha256, language),
        "address": page,
        "edition_address": edition_page(snapshot, site) if site else "",
        "sheet_address": file_page(snapshot, sheet, site) if site else "",
        "versions": [_version(snapshot, economy, language, site) for economy in ROOMY_TO_TIGHT],
    }


def _version(snapshot: Snapshot, economy: Economy, language: str, site: str) -> dict[str, Any]:
    programme = snapshot["programme"]
    objectives = programme["objectives"]
    achievements = [
        _achievement(figure, language, pictures=economy.pictures) for figure in key_figures(snapshot, language, site)
    ]
    standing = list(_standing(snapshot, language))
    kept = [_objective(one, economy.text, language) for one in objectives[: economy.objectives]]
    version = {
        "size": economy.size,
        "gap": economy.gap,
        "summary": printable(shortened(text_in(programme["summary"], language), economy.summary)),
        "glance": _glance(snapshot, economy, language, site),
        "budget": budget(snapshot, language),
        "budget_label": said(BUDGET if programme["budget_meaning"] == "to_date" else WHOLE_BUDGET, language),
        "objectives": kept,
        "objectives_more": _rest(objectives, economy.objectives, language),
        "achievements": achievements[: economy.achievements],
        "achievements_more": _rest(achievements, economy.achievements, language),
        "standing": standing[: economy.standing],
        "standing_more": _rest(standing, economy.standing, language),
    }
    was_cut = CUT_MARK in json.dumps(version, ensure_ascii=False)
    return {**version, "cut": said(CUT, language) if was_cut else ""}


def _rest(found: Sequence[object], shown: int, language: str) -> str:
    return more(len(found) - shown, language) if len(found) > shown else ""


def _objective(objective: Any, most: int, language: str) -> dict[str, str]:
    added = objective["added_on"]
    title, statement = text_in(objective["title"], language), text_in(objective["statement"], language)
    colon = ": " if spoken(language) == "en" else "\u00a0: "
    text = f"{title}{colon}{statement}" if title and statement else title or statement
    return {
        "label": f"{said(OBJECTIVE, language)} {objective['number']}",
        "added": f"({since_words(added, objective['added_precision'], language)})" if added else "",
        "text": printable(shortened(text, most)),
    }


def _glance(snapshot: Snapshot, economy: Economy, language: str, site: str) -> list[dict[str, str]]:
    partners = names_in(snapshot, "extending", "implementing", "partner", language=language)

    def short(names: Sequence[str]) -> list[str]:
        return [shortened(name, economy.longest_name) for name in names]

    rows = [
        (CYCLE, cycle(snapshot, language)),
        (AREAS, listed(short(territory_names(snapshot)), language, most=economy.names)),
        (FUNDER, listed(short(names_in(snapshot, "funding", language=language)), language, most=4)),
        (LEAD, listed(short(names_in(snapshot, "accountable", language=language)), language, most=4)),
        (PARTNERS, listed(short(partners), language, most=max(3, economy.names // 3))),
        (ACTIVITIES, activities_told(snapshot, language)),
        (AWARD, shortened(snapshot["programme"]["award"], LONGEST_NAME)),
    ]
    pages = {ACTIVITIES: activities_page(snapshot, site)} if site else {}
    return [
        {"label": said(label, language), "text": printable(text), "link": pages.get(label, "")}
        for label, text in rows
        if text
    ]


def _achievement(figure: KeyFigure, language: str, *, pictures: bool) -> dict[str, Any]:
    picture = women_and_men_of(figure.indicator, figure.table, language) if pictures else ""
    about = (figure.about, figure.period, figure.target and f"{said(TARGET, language)} {figure.target}", figure.gap)
    return {
        "number": printable(figure.number),
        "masked": figure.masked,
        "unit": printable(figure.unit),
        "marks": [[mark.text, mark.tone] for mark in figure.marks],
        "what": printable(shortened(figure.what, LONGEST_WHAT)),
        "about": printable(" · ".join(shortened(part, LONGEST_ABOUT) for part in about if part)),
        "picture": picture_of(picture) if picture else "",
        "link": figure.link if figure.link.startswith("http") else "",
    }


def _standing(snapshot: Snapshot, language: str) -> Iterator[dict[str, str]]:
    """The newest statement about each result."""
    for result, statement in results_told(snapshot):
        pair, tone = STATUSES.get(statement["status"], STATUSES["not_stated"])
        yield {
            "text": printable(shortened(text_in(result["title"], language), 90)),
            "year": str(statement["year"]),
            "word": said(pair, language),
            "tone": tone,
        }


def _funders(snapshot: Snapshot, language: str) -> list[str]:
    return [shortened(name, LONGEST_NAME) for name in names_in(snapshot, "funding", language=language)[:3]]
