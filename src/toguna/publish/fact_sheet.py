"""The fact sheet of a programme (fiche d'information): one page that stands alone, fetches nothing and prints on A4.

It has the shape donors' sheets have: title and tagline, strategy, budget to date, cycle, areas, partners, key
achievements; and what they lack: where each number comes from, how it was counted, edition and hash.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal

from toguna.publish.addresses import result_page
from toguna.publish.changes import Change, change_in_words, totals_first
from toguna.publish.documents.blocks import STATUSES
from toguna.publish.documents.chosen import activities_told, results_told
from toguna.publish.documents.key_figures import KeyFigure, key_figures, without_value
from toguna.publish.markup import Markup, joined, tag
from toguna.publish.reading import cell_value, cell_words
from toguna.publish.sheet_style import STYLE
from toguna.publish.snapshot import IndicatorPart, Snapshot, TablePart
from toguna.publish.words import Pair, category_words, said, since_words, text_in
from toguna.rules.numbers import long_date, money, month

MINOR_UNITS = 100
CHANGES_SHOWN = 4
ACHIEVEMENTS_SHOWN = 10

SHEET: Pair = ("Fiche d'information", "Fact sheet")
STRATEGY: Pair = ("Stratégie", "Strategy")
OBJECTIVE: Pair = ("Objectif", "Objective")
BUDGET: Pair = ("Budget à ce jour", "Budget to date")
WHOLE_BUDGET: Pair = ("Budget", "Budget")
CYCLE: Pair = ("Cycle du projet", "Project cycle")
AREAS: Pair = ("Zones d'intervention", "Target areas")
FUNDER: Pair = ("Bailleur", "Donor")
LEAD: Pair = ("Chef de file", "Implementing partner")
PARTNERS: Pair = ("Partenaires", "Partners")
AWARD: Pair = ("Accord", "Agreement")
ACTIVITIES: Pair = ("Activités", "Activities")
SHAPES = {"good": "●", "warn": "▲", "bad": "■", "calm": "○"}
STANDING: Pair = ("Où en sont les résultats", "Where the results stand")
ACHIEVEMENTS: Pair = ("Résultats clés", "Key achievements")
HOW: Pair = ("Comment c'est compté", "How it is counted")
CHANGED: Pair = ("Ce qui change depuis la dernière édition", "What has changed since the last edition")
TARGET: Pair = ("cible", "target")
FICTIONAL: Pair = ("donnée fictive", "fictional data")
FICTIONAL_BANNER: Pair = (
    "Démonstration : ce programme, ses communes, ses organisations et ses chiffres sont inventés.",
    "Demonstration: this programme, its communes, its organisations and its figures are invented.",
)
EDITION: Pair = ("Édition", "Edition")
READ: Pair = (
    "Compté : chaque chiffre s'ouvre jusqu'aux fiches de présence dont il est tiré. Masqué : si peu de personnes qu'on "
    "pourrait les reconnaître. Non précisé n'est jamais 0.",
    "Counted: every figure opens down to the attendance sheets it comes from. Masked: so few people that somebody "
    "could be recognised. Not stated is never 0.",
)
MORE: Pair = ("et %d autres", "and %d more")


def fact_sheet(snapshot: Snapshot, sha256: str, changes: Sequence[Change], language: str) -> bytes:
    """The whole page, in one language."""
    programme = snapshot["programme"]
    title = text_in(programme["name"], language)
    acronym = text_in(programme["acronym"], language)
    head = tag(
        "head",
        Markup('<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'),
        tag("title", f"{title} – {said(SHEET, language)}"),
        tag("style", Markup(STYLE)),
    )
    body = tag(
        "body",
        tag("p", said(FICTIONAL_BANNER, language), class_="banner") if snapshot["fictional"] else None,
        tag(
            "header",
            tag("p", joined(said(SHEET, language), " · ", _funders(snapshot, language)), class_="over"),
            tag("h1", title, f" ({acronym})" if acronym and acronym not in title else None),
            tag("p", text_in(programme["summary"], language), class_="tagline") if programme["summary"] else None,
        ),
        tag("main", _strategy(snapshot, language), _at_a_glance(snapshot, language), _achievements(snapshot, language)),
        _standing(snapshot, language),
        _changes(snapshot, changes, language),
        _footer(snapshot, sha256, language),
    )
    page = tag("html", head, body, lang=language)
    return f"<!doctype html>\n{page}\n".encode()


def _strategy(snapshot: Snapshot, language: str) -> Markup | None:
    objectives = []
    for objective in snapshot["programme"]["objectives"]:
        added = objective["added_on"]
        objectives.append(
            tag(
                "p",
                tag("b", f"{said(OBJECTIVE, language)} {objective['number']}"),
                f" ({since_words(added, objective['added_precision'], language)})" if added else None,
                Markup("&nbsp;: ") if language == "fr" else ": ",
                text_in(objective["statement"], language),
            )
        )
    # Where no objective is set, the figures come first.
    return tag("section", tag("h2", said(STRATEGY, language)), objectives, class_="strategy") if objectives else None


def _at_a_glance(snapshot: Snapshot, language: str) -> Markup:
    programme = snapshot["programme"]
    to_date = programme["budget_meaning"] == "to_date"
    budget = None
    if programme["budget"] is not None:
        budget = money(Decimal(programme["budget"]) / MINOR_UNITS, programme["currency"], language)
    cycle = (
        f"{_day(programme['starts_on'], programme['starts_precision'], language)} – "
        f"{_day(programme['ends_on'], programme['ends_precision'], language)}"
    )
    areas = [snapshot["places"][key]["name"] for key in programme["territory"] if key in snapshot["places"]]
    partners = [name for role in ("extending", "implementing", "partner") for name in _names(snapshot, role, language)]
    rows = [
        (BUDGET if to_date else WHOLE_BUDGET, budget),
        (CYCLE, cycle),
        (AREAS, _listed(sorted(areas), language, most=14)),
        (FUNDER, _in_role(snapshot, "funding", language)),
        (LEAD, _in_role(snapshot, "accountable", language)),
        (PARTNERS, _listed(partners, language, most=6)),
        (ACTIVITIES, activities_told(snapshot, language)),
        (AWARD, programme["award"]),
    ]
    return tag(
        "section",
        tag("dl", [[tag("dt", said(label, language)), tag("dd", value)] for label, value in rows if value]),
        class_="glance",
    )


def _achievements(snapshot: Snapshot, language: str) -> Markup:
    """The indicators in the order of the framework, those without a value yet at the end."""
    found = [*key_figures(snapshot, language), *without_value(snapshot, language)]
    shown, rest = found[:ACHIEVEMENTS_SHOWN], len(found) - ACHIEVEMENTS_SHOWN
    entries = [_achievement(snapshot, figure, language) for figure in shown]
    more = tag("p", said(MORE, language) % rest, class_="note") if rest > 0 else None
    return tag("section", tag("h2", said(ACHIEVEMENTS, language)), tag("ul", entries), more, class_="achievements")


def _achievement(snapshot: Snapshot, figure: KeyFigure, language: str) -> Markup:
    notes = [figure.about, figure.period]
    if figure.target:
        notes.append(", ".join(filter(None, [f"{said(TARGET, language)} {figure.target}", figure.gap])))
    if figure.indicator and figure.table and figure.table["cuts"].get("sex"):
        notes.append(" · ".join(_split(snapshot, figure.indicator, figure.table, language)))
    sentence = text_in(figure.indicator["definition"]["sentence"], language) if figure.indicator else ""
    return tag(
        "li",
        tag(
            "p",
            tag("a", tag("b", figure.number), href=figure.link),
            f" {figure.unit}" if figure.unit else None,
            [joined(" ", tag("span", mark.text, class_="chip")) for mark in figure.marks],
            class_="number",
        ),
        tag("p", figure.what, class_="what"),
        tag("p", ("; " if language == "en" else " ; ").join(filter(None, notes)), class_="note"),
        tag("p", sentence, class_="note") if sentence else None,
    )


def _standing(snapshot: Snapshot, language: str) -> Markup | None:
    """The newest statement about each result, in a word that has a shape of its own."""
    rows = []
    for result, statement in results_told(snapshot):
        pair, tone = STATUSES.get(statement["status"], STATUSES["not_stated"])
        page = result_page(snapshot, result["code"])
        rows.append(
            tag(
                "li",
                tag("span", f"{SHAPES[tone]} {said(pair, language)}", class_="chip"),
                f" {statement['year']} ",
                tag("a", text_in(result["title"], language), href=page),
            )
        )
    if not rows:
        return None
    return tag("section", tag("h2", said(STANDING, language)), tag("ul", rows), class_="changes")


def _split(snapshot: Snapshot, indicator: IndicatorPart, table: TablePart, language: str) -> Iterator[str]:
    for cell in table["cuts"]["sex"]:
        if cell["masked"] or cell_value(cell):
            category = category_words(snapshot, "sex", cell["category"], language)
            yield f"{category} {cell_words(indicator, cell, language)}"


def _changes(snapshot: Snapshot, changes: Sequence[Change], language: str) -> Markup | None:
    totals = [change for change in totals_first(changes) if not change.get("dimension")]
    if not totals:
        return None
    shown = [tag("li", change_in_words(change, snapshot, language)) for change in totals[:CHANGES_SHOWN]]
    rest = len(changes) - len(shown)
    more = tag("li", said(MORE, language) % rest) if rest > 0 else None
    return tag("section", tag("h2", said(CHANGED, language)), tag("ul", shown, more), class_="changes")


def _footer(snapshot: Snapshot, sha256: str, language: str) -> Markup:
    released = long_date(date.fromisoformat(snapshot["released_on"]), language)
    return tag(
        "footer",
        tag("p", said(READ, language)),
        tag(
            "p",
            f"{said(EDITION, language)} {snapshot['programme']['code']} {snapshot['number']}, {released}. SHA-256 ",
            tag("code", sha256),
        ),
    )


def _funders(snapshot: Snapshot, language: str) -> str:
    return _in_role(snapshot, "funding", language)


def _in_role(snapshot: Snapshot, role: str, language: str) -> str:
    return ", ".join(_names(snapshot, role, language))


def _names(snapshot: Snapshot, role: str, language: str) -> list[str]:
    organisations: Mapping[str, object] = snapshot["organisations"]
    return [
        text_in(snapshot["organisations"][part["organisation"]]["name"], language)
        for part in snapshot["programme"]["roles"]
        if part["role"] == role and part["organisation"] in organisations
    ]


def _listed(names: Sequence[str], language: str, *, most: int) -> str:
    if len(names) <= most:
        return ", ".join(names)
    return f"{', '.join(names[:most])} {said(MORE, language) % (len(names) - most)}"


def _day(day: str, precision: str, language: str) -> str:
    """A day no more precisely than it is known."""
    known = date.fromisoformat(day)
    if precision == "year":
        return str(known.year)
    return month(known, language) if precision == "month" else long_date(known, language)
