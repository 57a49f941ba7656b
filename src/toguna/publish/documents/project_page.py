"""The page of a project: who it is, why it is there, what it does and where, what came of it, for whom.

It has the shape of a partner's own page about a programme. Activities are those of the work plan that may be named.
"""

from collections import Counter
from collections.abc import Iterator, Sequence

from toguna.publish.addresses import activities_page, indicator_page, programme_page, result_page
from toguna.publish.documents.annual_results import stated_blocks
from toguna.publish.documents.blocks import (
    Block,
    Bullets,
    Column,
    Document,
    Facts,
    Heading,
    Line,
    Paragraph,
    Picture,
    Piece,
    Table,
    fictional_chip,
    opening,
    status_piece,
    unbroken,
    words,
)
from toguna.publish.documents.chosen import (
    budget,
    cycle,
    listed,
    more,
    names_in,
    organisation_name,
    results_told,
    shown_headline,
    territory_names,
    trees,
)
from toguna.publish.documents.value_pieces import gap_line, target_line, value_line, women_and_men
from toguna.publish.pictures import Bar, horizontal_bars
from toguna.publish.snapshot import ActivityPart, ObjectivePart, Snapshot
from toguna.publish.words import CATEGORIES, Pair, period_words, said, since_words, text_in
from toguna.rules.numbers import number, spoken

PROJECT: Pair = ("Projet", "Project")
IDENTITY: Pair = ("Le projet", "The project")
FUNDER: Pair = ("Bailleur", "Donor")
LEAD: Pair = ("Chef de file", "Lead partner")
CONSORTIUM: Pair = ("Partenaires", "Partners")
COUNTRY: Pair = ("Pays", "Country")
PERIOD: Pair = ("Période", "Period")
BUDGET: Pair = ("Budget", "Budget")
TO_DATE: Pair = ("Budget à ce jour", "Budget to date")
AWARD: Pair = ("Accord", "Agreement")
OBJECTIVE: Pair = ("Objectif", "Objective")
OBJECTIVES: Pair = ("Objectifs", "Objectives")
ACTIVITIES: Pair = ("Activités", "Activities")
KIND: Pair = ("Type", "Kind")
HELD: Pair = ("Tenues", "Held")
PLANNED: Pair = ("Prévues", "Planned")
CANCELLED: Pair = ("Annulées", "Cancelled")
TOTAL: Pair = ("Total", "Total")
NO_ACTIVITY: Pair = ("Aucune activité n'est au plan de travail.", "No activity is in the work plan.")
WHERE: Pair = ("Où", "Where")
BY_PLACE: Pair = ("Activités tenues, par lieu", "Activities held, by place")
ELSEWHERE: Pair = ("lieu non précisé", "place not stated")
OTHER_PLACES: Pair = ("autres lieux", "other places")
WOMEN: Pair = ("Ce qui répond aux besoins des femmes", "What answers the needs of women")
WOMEN_TOLD: Pair = (
    "%s activités du plan de travail ont été conçues pour les femmes.",
    "%s activities of the work plan were designed for women.",
)
WOMEN_ONE: Pair = (
    "Une activité du plan de travail a été conçue pour les femmes.",
    "One activity of the work plan was designed for women.",
)
RESULTS: Pair = ("Résultats", "Results")
INDICATOR: Pair = ("Indicateur", "Indicator")
VALUE: Pair = ("Valeur", "Value")
TARGET: Pair = ("Cible", "Target")
NEWEST: Pair = ("Où en sont les résultats", "Where the results stand")
STATUS_WORDS: dict[str, Pair] = {"held": ("tenue", "held"), "planned": ("prévue", "planned")}
PLACES_DRAWN = 9
TITLES_SHOWN = 8
STATED_SHOWN = 12


def project_page(snapshot: Snapshot, language: str, site: str = "") -> Document:
    """The whole page, in one language."""
    programme = snapshot["programme"]
    name, acronym = text_in(programme["name"], language), text_in(programme["acronym"], language)
    title = f"{name} ({acronym})" if acronym and acronym not in name else name
    blocks: list[Block] = []
    if text_in(programme["summary"], language):
        blocks.append(Paragraph(words(text_in(programme["summary"], language)), "lead"))
    blocks += [Heading(said(IDENTITY, language)), _identity(snapshot, language)]
    if programme["objectives"]:
        blocks.append(Heading(said(OBJECTIVES, language)))
        blocks.append(Facts([_objective(one, language) for one in programme["objectives"]]))
    blocks += _activities(snapshot, language, site)
    blocks += _for_women(snapshot, language, site)
    blocks += _places(snapshot, language, site)
    blocks += _results(snapshot, language, site)
    return Document(
        language=spoken(language),
        over=" · ".join([said(PROJECT, language), *names_in(snapshot, "funding", language=language)]),
        title=title,
        beside=[fictional_chip(language)] if snapshot["fictional"] else [],
        blocks=blocks,
        short=f"{acronym or programme['code']} · {said(PROJECT, language)}",
        fictional=snapshot["fictional"],
        address=programme_page(snapshot, site),
        released_on=snapshot["released_on"],
    )


def _identity(snapshot: Snapshot, language: str) -> Facts:
    programme, places = snapshot["programme"], snapshot["places"]
    countries = [places[key]["name"] for key in programme["territory"] if key in places and not places[key]["level"]]
    partners = names_in(snapshot, "extending", "implementing", "partner", language=language)
    rows = [
        (FUNDER, ", ".join(names_in(snapshot, "funding", language=language))),
        (LEAD, ", ".join(names_in(snapshot, "accountable", language=language))),
        (CONSORTIUM, listed(partners, language, most=30)),
        (COUNTRY, ", ".join(countries)),
        (WHERE, listed([one for one in territory_names(snapshot) if one not in countries], language, most=40)),
        (PERIOD, cycle(snapshot, language)),
        (TO_DATE if programme["budget_meaning"] == "to_date" else BUDGET, budget(snapshot, language)),
        (AWARD, programme["award"]),
    ]
    return Facts([(said(label, language), words(value)) for label, value in rows if value])


def _objective(objective: ObjectivePart, language: str) -> tuple[str, Line]:
    title, statement = text_in(objective["title"], language), text_in(objective["statement"], language)
    colon = ": " if spoken(language) == "en" else "\u00a0: "
    line = [Piece(title, kind="strong"), Piece(colon if title and statement else ""), Piece(statement)]
    if objective["added_on"]:
        since = since_words(objective["added_on"], objective["added_precision"], language)
        line.append(Piece(f" ({since})", kind="note"))
    return f"{said(OBJECTIVE, language)} {objective['number']}", [piece for piece in line if piece.text]


def _activities(snapshot: Snapshot, language: str, site: str) -> Iterator[Block]:
    activities = snapshot.get("activities", [])
    yield Heading(said(ACTIVITIES, language), anchor="activities")
    if not activities:
        yield Paragraph(words(said(NO_ACTIVITY, language)), "note")
        return
    states = ("held", "planned", "cancelled")
    by_kind = Counter((one["kind"], one["status"]) for one in activities)
    kinds = sorted({one["kind"] for one in activities}, key=lambda kind: (-by_kind[kind, "held"], kind))
    rows: list[Sequence[Line]] = []
    for kind in kinds:
        name = said(CATEGORIES["activity_kind"].get(kind, (kind, kind)), language)
        row: list[Line] = [[Piece(name[:1].upper() + name[1:], activities_page(snapshot, site, kind=kind))]]
        for state in states:
            row.append(
                [
                    Piece(
                        _count(by_kind[kind, state], language), activities_page(snapshot, site, kind=kind, status=state)
                    )
                ]
            )
        rows.append(row)
    totals = [sum(by_kind[kind, state] for kind in kinds) for state in states]
    whole: list[Line] = [[Piece(said(TOTAL, language), activities_page(snapshot, site), "strong")]]
    for state, total in zip(states, totals, strict=True):
        whole.append([Piece(_count(total, language), activities_page(snapshot, site, status=state), "strong")])
    rows.append(whole)
    columns = [Column(said(KIND, language), room=3.0)]
    columns += [Column(said(head, language), True) for head in (HELD, PLANNED, CANCELLED)]
    yield Table(said(ACTIVITIES, language), columns, rows)


def _places(snapshot: Snapshot, language: str, site: str) -> Iterator[Block]:
    held = [one for one in snapshot.get("activities", []) if one["status"] == "held"]
    counts = Counter(one["place"] for one in held if one["place"] in snapshot["places"])
    if not counts:
        return
    ordered = sorted(counts.items(), key=lambda found: (-found[1], snapshot["places"][found[0]]["name"]))
    bars = [Bar(snapshot["places"][key]["name"], count) for key, count in ordered[:PLACES_DRAWN]]
    if ordered[PLACES_DRAWN:]:
        rest = ordered[PLACES_DRAWN:]
        bars.append(Bar(f"{said(OTHER_PLACES, language)} ({len(rest)})", sum(count for _key, count in rest)))
    if len(held) > sum(counts.values()):
        bars.append(Bar(said(ELSEWHERE, language), len(held) - sum(counts.values())))
    caption = said(BY_PLACE, language)
    yield Picture(
        horizontal_bars(bars, title=caption, language=language), caption, activities_page(snapshot, site, status="held")
    )


def _for_women(snapshot: Snapshot, language: str, site: str) -> Iterator[Block]:
    found = [
        one
        for one in snapshot.get("activities", [])
        if "women" in one["designed_for"] and one["status"] in STATUS_WORDS
    ]
    if not found:
        return
    yield Heading(said(WOMEN, language), anchor="women")
    told = said(WOMEN_ONE, language) if len(found) == 1 else said(WOMEN_TOLD, language) % number(len(found), language)
    yield Paragraph(words(told))
    entries: list[tuple[Line, Sequence[Line]]] = [
        (_activity(snapshot, one, language, site), ()) for one in found[:TITLES_SHOWN]
    ]
    if found[TITLES_SHOWN:]:
        rest = more(len(found) - TITLES_SHOWN, language)
        entries.append(([Piece(rest, activities_page(snapshot, site), "note")], ()))
    yield Bullets(entries)


def _activity(snapshot: Snapshot, activity: ActivityPart, language: str, site: str) -> Line:
    page = activities_page(snapshot, site, q=activity["code"])
    who = organisation_name(snapshot, activity["implementer"], language) if activity["implementer"] else ""
    line = [Piece(text_in(activity["title"], language), page)]
    line += [Piece(f", {who}", kind="note")] if who else []
    return [*line, Piece(f" ({said(STATUS_WORDS[activity['status']], language)})", kind="note")]


def _results(snapshot: Snapshot, language: str, site: str) -> Iterator[Block]:
    yield from _statuses(snapshot, language, site)
    found = [(one, table) for one in snapshot["indicators"] if (table := shown_headline(snapshot, one))]
    if found:
        yield Heading(said(RESULTS, language), anchor="results")
        columns = [Column(said(INDICATOR, language), room=2.6), Column(said(VALUE, language), True, 1.8)]
        columns.append(Column(said(TARGET, language), room=1.7))
        rows: list[Sequence[Line]] = []
        for indicator, table in found:
            target, gap = target_line(indicator, table, language), gap_line(indicator, table, language)
            when = unbroken(period_words(table["period"], table["period_kind"], language))
            page = indicator_page(snapshot, indicator["code"], site)
            title = Piece(text_in(indicator["title"], language), page)
            # A comma would read as the decimals of the target.
            aim = f"{target} ({gap})" if target and gap else target
            row: list[Line] = [[title, Piece(f" {when}", kind="note")]]
            rows.append([*row, value_line(snapshot, indicator, table, language, site), opening(aim, page)])
        yield Table(said(RESULTS, language), columns, rows)
        picture = women_and_men(found, language)
        if picture:
            yield Picture(*picture, programme_page(snapshot, site))
    stated = trees(snapshot.get("stated", []))
    if stated:
        here = f"{programme_page(snapshot, site)}#stated"
        yield from stated_blocks(
            stated[:STATED_SHOWN],
            language,
            lambda one: result_page(snapshot, one["result"], site) if one["result"] else here,
            level=2,
            anchor="stated",
        )
        if stated[STATED_SHOWN:]:
            rest = more(len(stated) - STATED_SHOWN, language)
            yield Paragraph([Piece(rest, programme_page(snapshot, site))], "note")


def _statuses(snapshot: Snapshot, language: str, site: str) -> Iterator[Block]:
    """The newest statement about each result, in one table."""
    rows: list[Sequence[Line]] = []
    for result, newest in results_told(snapshot):
        name: Line = [Piece(text_in(result["title"], language), result_page(snapshot, result["code"], site))]
        rows.append([name, words(str(newest["year"])), [status_piece(newest["status"], language)]])
    if rows:
        yield Heading(said(NEWEST, language), anchor="standing")
        heads = (("Résultat", "Result"), ("Année", "Year"), ("Où en est-il", "Where it stands"))
        columns = [Column(said(head, language), room=room) for head, room in zip(heads, (4.0, 0.7, 1.4), strict=True)]
        yield Table(said(NEWEST, language), columns, rows)


def _count(count: int, language: str) -> str:
    return number(count, language)
