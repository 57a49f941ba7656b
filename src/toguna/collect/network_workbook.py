"""The actors of a network and the ties of a wave in one workbook: read with tab and cell of what is wrong, and written.

An actor may be named by the code or by the name, as people do. What is already kept is told to it; it keeps nothing.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from toguna.collect.answers import Answers
from toguna.collect.choices import STAKEHOLDER_GROUP, YES_NO, Choice, ChoiceList
from toguna.collect.dropdowns import offer_lists, write_lists
from toguna.collect.tables import CellValue, Column, Row, Table, TableReader, protect_headings, write_table
from toguna.collect.workbooks import empty_workbook, save_workbook
from toguna.rules.findings import Finding, Severity
from toguna.rules.networks import Node, Tie, Wave, wave_findings
from toguna.rules.offices import OFFICE_NAMES_A_PERSON, names_a_person
from toguna.rules.spelling import near, plain

MISSING = "Il manque « %(column)s » ; la ligne n'a pas été reprise."
TOO_LONG = "Ce texte a %(found)s lettres, au plus %(most)s. Raccourcissez-le."
TWICE = "« %(key)s » est déjà à la ligne %(first)s ; cette ligne n'a pas été reprise."
NAME_TAKEN = "L'acteur « %(other)s » porte déjà ce nom. Gardez son code, ou donnez un autre nom."
ACTOR_UNKNOWN = "« %(actor)s » n'est ni le code ni le nom d'un acteur. Ajoutez-le à l'onglet « Acteurs »."
ACTOR_UNKNOWN_NEAR = "« %(actor)s » n'est pas un acteur connu. Vouliez-vous dire « %(suggestion)s » ?"
ORGANISATION_UNKNOWN = (
    "L'organisation « %(organisation)s » n'est pas au registre. Écrivez son code, ou laissez la case vide : un "
    "acteur n'a pas besoin d'y être."
)
CODE_MALFORMED = (
    "Le code « %(written)s » ne peut pas être lu : seulement des lettres, des chiffres, des points et des tirets."
)
NO_TIES_GIVEN = "L'onglet « Liens » est vide : les liens de la vague restent comme ils sont."

SECTOR = ChoiceList(
    "sector",
    (
        replace(choice, french=french, english=english, also=(*choice.also, choice.french, choice.english))
        for choice, (french, english) in zip(
            STAKEHOLDER_GROUP.choices.values(),
            (
                ("Élus", "Elected officials"),
                ("Services techniques", "Technical services"),
                ("Organisations de la société civile", "Civil society organisations"),
                ("Organisations communautaires de base", "Community-based organisations"),
                ("Associations de femmes", "Women's associations"),
                ("Jeunes", "Youth"),
                ("Secteur privé", "Private sector"),
                ("Autorités traditionnelles", "Traditional authorities"),
                ("Responsables religieux", "Religious leaders"),
                ("Médias", "Media"),
                ("Personnes handicapées", "Persons with disability"),
                ("Personnes déplacées", "Displaced persons"),
                ("Citoyennes et citoyens", "Citizens"),
            ),
            strict=True,
        )
    ),
)
LEVEL = ChoiceList(
    "level",
    (
        Choice("village", "Village ou quartier", "Village or ward", ("village", "quartier")),
        Choice("commune", "Commune", "Commune"),
        Choice("cercle", "Cercle", "Cercle"),
        Choice("region", "Région", "Region"),
        Choice("national", "Pays", "Country", ("national", "nationale")),
        Choice("international", "Au-delà du pays", "Beyond the country", ("international", "internationale")),
    ),
)
KIND = ChoiceList(
    "kind",
    (
        Choice("informs", "informe", "informs", ("information",)),
        Choice("works_with", "travaille avec", "works with", ("collabore", "collaboration", "partenariat")),
        Choice("funds", "finance", "funds", ("financement",)),
        Choice("refers", "oriente vers", "refers to", ("référence", "oriente")),
        Choice("advises", "conseille", "advises", ("conseil", "appui conseil")),
    ),
)
DIRECTION = ChoiceList(
    "direction",
    (
        Choice("one_way", "un seul sens", "one way", ("simple", "sens unique", ">")),
        Choice("both_ways", "les deux sens", "both ways", ("double", "réciproque", "mutuel", "<>")),
    ),
)

ACTORS = Table(
    "Acteurs",
    "Actors",
    (
        Column("code", "Code (8 lettres au plus)", "Code (8 letters at most)", ("code",), required=True),
        Column("name", "Organisation ou service", "Organisation or office", ("nom", "acteur", "name"), required=True),
        Column("sector", "Secteur", "Sector", required=True),
        Column("level", "Niveau", "Level"),
        Column("organisation", "Code au registre des organisations", "Code in the register of organisations"),
        Column("active_where", "Où il est actif", "Where it is active", ("où",)),
        Column("active_how", "Ce qu'il y fait", "What it does there", ("comment",)),
        Column("concerns", "Ses préoccupations", "Its concerns", ("préoccupations",)),
        Column("in_committee", "Comité consultatif (CSAC)", "Advisory committee (CSAC)", ("CSAC",)),
        Column("in_team", "Équipe d'intégration (SIT)", "Integration team (SIT)", ("SIT",)),
    ),
)
TIES = Table(
    "Liens",
    "Ties",
    (
        Column("source", "De", "From", ("acteur",), required=True),
        Column("target", "Vers", "To", ("avec",), required=True),
        Column("kind", "Nature", "Kind", ("type",)),
        Column("strength", "Force (1 à 3)", "Strength (1 to 3)", ("force", "strength")),
        Column("direction", "Sens", "Direction"),
    ),
    required=False,
)
CODE = re.compile(r"[\w.-]+")
MOST = {"code": 8, "name": 160, "active_where": 200, "active_how": 300, "concerns": 300}


@dataclass(frozen=True)
class ActorRow:
    """One actor as a row says; `organisation` is a code of the register."""

    code: str
    name: str
    sector: str
    level: str = ""
    organisation: str = ""
    active_where: str = ""
    active_how: str = ""
    concerns: str = ""
    in_committee: bool = False
    in_team: bool = False


@dataclass(frozen=True)
class NetworkReading:
    """A workbook as it was understood; ties are None where it tells none."""

    actors: tuple[ActorRow, ...]
    ties: tuple[Tie, ...] | None
    findings: list[Finding]


def read_network(
    payload: bytes,
    *,
    known: Sequence[ActorRow] = (),
    in_wave: Collection[str] = (),
    organisations: Collection[str] | None = None,
) -> NetworkReading:
    """The actors and ties in a workbook, and everything that is wrong with them, cell by cell.

    `known` are the actors who are already kept, `in_wave` the codes of those in the wave, whom no row need name again.
    Raises a `RefusedFileError` where the file is no workbook.
    """
    reader = TableReader(payload, by_headings=True)
    actors = _actors(reader, known, organisations)
    everyone = {row.code: row for row in known} | {row.code: row for row in actors}
    written = [(row, tie) for row in reader.rows(TIES) if (tie := _tie(row, reader.findings, everyone)) is not None]
    if not written:
        reader.findings.append(Finding("no-ties-given", Severity.NOTE, NO_TIES_GIVEN, {}, TIES.french))
        return NetworkReading(actors, None, reader.findings)
    ties = tuple(tie for _row, tie in written)
    named = set(in_wave) | {row.code for row in actors} | {end for tie in ties for end in (tie.source, tie.target)}
    wave = Wave(tuple(Node(code, everyone[code].sector) for code in sorted(named) if code in everyone), ties)
    reader.findings += wave_findings(wave, where=[row.where("source") for row, _tie in written])
    return NetworkReading(actors, ties, reader.findings)


def write_network(actors: Iterable[ActorRow], ties: Iterable[Tie], *, language: str = "fr") -> bytes:
    """The workbook of these actors and ties, or an empty one to fill in. Reading it gives them again."""
    workbook = empty_workbook()
    rows = sorted(actors, key=lambda row: row.code)
    sheets = [
        write_table(workbook, ACTORS, (_actor_cells(row, language) for row in rows), language=language),
        write_table(workbook, TIES, (_tie_cells(tie, language) for tie in ties), language=language),
    ]
    yes_no = YES_NO.labels(language)
    lists = {
        "sector": SECTOR.labels(language),
        "level": LEVEL.labels(language),
        "in_committee": yes_no,
        "in_team": yes_no,
        "source": [row.code for row in rows],
        "target": [row.code for row in rows],
        "kind": KIND.labels(language),
        "strength": ["1", "2", "3"],
        "direction": DIRECTION.labels(language),
    }
    kept, offered = write_lists(workbook, "Lists" if language == "en" else "Listes", lists)
    offer_lists(sheets[0], ACTORS, offered)
    # Actors who are added in the same workbook are not on the list yet: one may type.
    offer_lists(sheets[1], TIES, offered, free={"source", "target", "strength"})
    protect_headings([*sheets, kept])
    return save_workbook(workbook)


def _actor_cells(row: ActorRow, language: str) -> dict[str, CellValue]:
    return {
        "code": row.code,
        "name": row.name,
        "sector": SECTOR.choices[row.sector].label(language),
        "level": LEVEL.choices[row.level].label(language) if row.level else "",
        "organisation": row.organisation,
        "active_where": row.active_where,
        "active_how": row.active_how,
        "concerns": row.concerns,
        "in_committee": _yes(row.in_committee, language),
        "in_team": _yes(row.in_team, language),
    }


def _yes(flag: bool, language: str) -> str:
    return YES_NO.choices["yes"].label(language) if flag else ""


def _tie_cells(tie: Tie, language: str) -> dict[str, CellValue]:
    direction = DIRECTION.choices["one_way" if tie.directed else "both_ways"]
    return {
        "source": tie.source,
        "target": tie.target,
        "kind": KIND.choices[str(tie.kind)].label(language),
        "strength": tie.strength,
        "direction": direction.label(language),
    }


def _actors(
    reader: TableReader, known: Sequence[ActorRow], organisations: Collection[str] | None
) -> tuple[ActorRow, ...]:
    spelled = {row.code.casefold(): row.code for row in known}
    names = {plain(row.name): row.code for row in known}
    first: dict[str, int] = {}
    found: list[ActorRow] = []
    for row in reader.rows(ACTORS):
        answers = Answers(row.values, row.where, reader.findings)
        made = _actor(answers, row, organisations)
        if made is None:
            continue
        made = replace(made, code=spelled.get(made.code.casefold(), made.code))
        again = next((key for key in (made.code.casefold(), plain(made.name)) if key in first), None)
        if again is not None:
            column = "code" if again == made.code.casefold() else "name"
            values = {"key": getattr(made, column), "first": first[again]}
            answers.tell(Severity.ERROR, "row-twice", column, TWICE, **values)
            continue
        if names.get(plain(made.name), made.code) != made.code:
            answers.tell(Severity.ERROR, "name-taken", "name", NAME_TAKEN, other=names[plain(made.name)])
            continue
        first[made.code.casefold()] = first[plain(made.name)] = row.number
        found.append(made)
    return tuple(found)


def _actor(answers: Answers, row: Row, organisations: Collection[str] | None) -> ActorRow | None:
    texts = {name: answers.text(name) for name in (*MOST, "organisation")}
    sector = answers.choice("sector", SECTOR, severity=Severity.ERROR)
    for column in ACTORS.columns[:3]:
        if not answers.text(column.field) and column.field in row.letters:
            answers.tell(Severity.ERROR, "value-missing", column.field, MISSING, column=column.french)
    for name, most in MOST.items():
        if len(texts[name]) > most:
            answers.tell(Severity.ERROR, "too-long", name, TOO_LONG, found=len(texts[name]), most=most)
            return None
    if texts["code"] and not CODE.fullmatch(texts["code"]):
        answers.tell(Severity.ERROR, "code-malformed", "code", CODE_MALFORMED, written=texts["code"])
    if names_a_person(texts["name"]):
        answers.tell(Severity.ERROR, "office-names-a-person", "name", OFFICE_NAMES_A_PERSON)
    if organisations is not None and texts["organisation"] and texts["organisation"] not in organisations:
        answers.tell(
            Severity.ERROR,
            "organisation-unknown",
            "organisation",
            ORGANISATION_UNKNOWN,
            organisation=texts["organisation"],
        )
    level = answers.choice("level", LEVEL, severity=Severity.ERROR) or ""
    flags = {name: bool(answers.yes_or_no(name)) for name in ("in_committee", "in_team")}
    if not texts["code"] or not texts["name"] or sector is None:
        return None
    return ActorRow(sector=sector, level=level, **flags, **texts)  # type: ignore[arg-type]


def _tie(row: Row, findings: list[Finding], everyone: Mapping[str, ActorRow]) -> Tie | None:
    answers = Answers(row.values, row.where, findings)
    ends = {name: _end(answers, row, name, everyone) for name in ("source", "target")}
    kind = answers.choice("kind", KIND, severity=Severity.ERROR) or "works_with"
    strength = answers.number("strength", severity=Severity.ERROR)
    both = answers.choice("direction", DIRECTION, severity=Severity.ERROR) == "both_ways"
    if not ends["source"] or not ends["target"]:
        return None
    return Tie(ends["source"], ends["target"], kind, 1 if strength is None else strength, not both)


def _end(answers: Answers, row: Row, name: str, everyone: Mapping[str, ActorRow]) -> str:
    written = answers.text(name)
    if not written:
        column = next(column for column in TIES.columns if column.field == name)
        if name in row.letters:
            answers.tell(Severity.ERROR, "value-missing", name, MISSING, column=column.french)
        return ""
    for code, actor in everyone.items():
        if written.casefold() == code.casefold() or plain(written) == plain(actor.name):
            return code
    offered = [*everyone, *(actor.name for actor in everyone.values())]
    suggestion = next(iter(near(written, offered)), "")
    message = ACTOR_UNKNOWN_NEAR if suggestion else ACTOR_UNKNOWN
    answers.tell(Severity.ERROR, "actor-unknown", name, message, actor=written, suggestion=suggestion)
    return ""
