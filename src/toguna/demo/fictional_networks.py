"""One fictional network around water: nine invented actors, two waves of ties, a session with its pledges.

Handed in, checked and verified by the ordinary steps. No such organisation, office or radio exists.
"""

from datetime import date

from toguna.demo.fictional_framework import Stage
from toguna.flow.networks import Pledge, pledge, submit_session, submit_wave
from toguna.flow.verify import check_record, verify_record
from toguna.rules.commitments import PromiseKind, Says, Side
from toguna.rules.network_sessions import Presence, Said
from toguna.rules.networks import LogKind, Method, SessionKind, StatementKind, Tie
from toguna.rules.networks import Stage as Component
from toguna.store.accounts.models import User
from toguna.store.commitments import actions as commitments
from toguna.store.fieldwork.models import Record
from toguna.store.networks.actions import About, AboutActor, add_network, add_wave, move_network, put_actor, put_ties
from toguna.store.networks.models import Actor, Network, Session
from toguna.store.networks.session_actions import (
    AboutCircle,
    AboutEntry,
    AboutSession,
    add_log_entry,
    put_circle,
    put_session,
)
from toguna.store.organisations.models import Organisation

NETWORK = "EAU-FLEUVE"
FIRST_ON, SESSION_ON, SECOND_ON = date(2025, 5, 20), date(2025, 6, 10), date(2026, 3, 16)
# Code: name, sector, level, where, how, concern, committee, team.
ACTORS = {
    "MAIRIE": (
        "Mairie fictive de Talimbara", "elected_official", "commune", "Talimbara", "vote le budget de l'eau",
        "les pannes en saison sèche", True, False,
    ),
    "HYDRAU": (
        "Service local fictif de l'hydraulique", "technical_service", "cercle", "tout le cercle", "contrôle",
        "le manque de pièces", True, False,
    ),
    "SANTE": (
        "Centre de santé fictif", "technical_service", "commune", "Talimbara", "suit les maladies liées à l'eau",
        "les diarrhées des enfants", False, False,
    ),
    "OSC": (
        "OSC fictive du Fleuve", "cso", "region", "trois communes", "anime le réseau", "la durée des engagements", True,
        True,
    ),
    "ASSO": (
        "Association fictive de Talimbara", "cbo", "village", "quatre villages", "gère les points d'eau",
        "les cotisations", True, True,
    ),
    "FEMMES": (
        "Coordination fictive des femmes", "womens_association", "commune", "Talimbara", "tient les comités",
        "la distance au point d'eau", True, False,
    ),
    "JEUNES": (
        "Conseil fictif de la jeunesse", "youth", "commune", "Talimbara", "nettoie", "l'emploi", False, False,
    ),
    "RADIO": (
        "Radio fictive du Fleuve", "media", "cercle", "tout le cercle", "deux émissions", "son audience", False,
        False,
    ),
    "ATELIER": (
        "Atelier fictif de réparation", "private_sector", "commune", "Talimbara", "répare les pompes",
        "les factures impayées", False, False,
    ),
}  # fmt: skip
REGISTERED = {"OSC": "demo-osc-1", "ASSO": "demo-ocb-1"}
FIRST = (
    Tie("MAIRIE", "HYDRAU", strength=2),
    Tie("HYDRAU", "MAIRIE"),
    Tie("OSC", "MAIRIE", "informs", 2),
    Tie("OSC", "ASSO", "works_with", 3, directed=False),
    Tie("ASSO", "FEMMES", "works_with", 2, directed=False),
    Tie("SANTE", "FEMMES", "informs"),
    Tie("MAIRIE", "ATELIER", "funds"),
    Tie("HYDRAU", "ATELIER", "refers"),
)
SECOND = (
    *FIRST,
    Tie("MAIRIE", "OSC", "informs", 2),
    Tie("FEMMES", "MAIRIE", "works_with", 2, directed=False),
    Tie("RADIO", "MAIRIE", "informs", 2),
    Tie("OSC", "RADIO", "works_with", 3, directed=False),
    Tie("SANTE", "RADIO", "informs"),
    Tie("ATELIER", "ASSO", "works_with", 2, directed=False),
    Tie("HYDRAU", "ASSO", "advises", 2),
)
# In the morning and in the afternoon: women, men, not stated.
ROOM = {
    "elected_official": ((2, 4, 0), (1, 3, 0)),
    "technical_service": ((1, 3, 0), (1, 3, 0)),
    "cso": ((2, 2, 0), (2, 2, 0)),
    "cbo": ((3, 4, 1), (3, 4, 1)),
    "womens_association": ((9, 0, 0), (8, 0, 0)),
    "youth": ((4, 5, 0), (3, 5, 0)),
    "media": ((0, 2, 0), (0, 0, 0)),
}
SAID = (
    Said(StatementKind.COMMON_GROUND, "Chaque point d'eau a besoin d'un comité que l'on connaît."),
    Said(StatementKind.COMMON_GROUND, "Une panne dite le jour même se répare plus vite."),
    Said(StatementKind.GOAL, "Les douze forages marchent toute l'année."),
    Said(StatementKind.GOAL, "Les recettes de l'eau sont lues en public chaque trimestre."),
    Said(StatementKind.DISAGREEMENT, "Le prix du seau pendant la saison sèche."),
)
PLEDGES = (
    ("MAIRIE", "Inscrire l'entretien de quatre forages au budget communal", PromiseKind.RESOURCE, date(2025, 12, 31)),
    ("HYDRAU", "Former deux réparateurs par village", PromiseKind.ACTION, date(2026, 2, 28)),
    ("RADIO", "Lire les recettes de l'eau à l'antenne chaque trimestre", PromiseKind.INFORMATION, None),
)


def add_fictional_network(stage: Stage) -> None:
    """Write the invented network down, hand its waves and its session in, and let the fictional staff decide."""
    agent, coordinator = stage.users["agent@demo.example"], stage.users["coordination@demo.example"]
    officer = stage.users["suivi@demo.example"]
    network, actors = _network(stage, agent)
    session = _session(network, agent)
    waves = []
    for held_on, ties in ((FIRST_ON, FIRST), (SECOND_ON, SECOND)):
        wave = add_wave(by=agent, network=network, held_on=held_on, method=Method.INTERVIEWS)
        put_ties(by=agent, wave=wave, ties=ties)
        waves.append(wave)
    for record in (*(submit_wave(wave, by=agent) for wave in waves), submit_session(session, by=agent)):
        _decide(record, coordinator, officer)
    _pledge(session, actors, agent)
    circle = put_circle(
        by=agent,
        network=network,
        about=AboutCircle("Cercle fictif des réparateurs", "réparer une pompe en moins d'une semaine", SESSION_ON),
        members=[actors[code] for code in ("ATELIER", "ASSO", "HYDRAU")],
    )
    about = AboutEntry(
        date(2025, 9, 4), LogKind.ASSISTANCE_REQUESTED, "Le cercle demande un formateur.", "formation", circle
    )
    add_log_entry(by=agent, network=network, about=about, actors=[actors["ATELIER"], actors["ASSO"]])
    about = AboutEntry(date(2025, 10, 21), LogKind.ACTION, "Deux pompes réparées par les villages.", "", circle)
    add_log_entry(by=agent, network=network, about=about, actors=[actors["ATELIER"]])


def _network(stage: Stage, agent: User) -> tuple[Network, dict[str, Actor]]:
    # An activity that has sheets already, so that the session adds nothing to the activities that are counted.
    activity = next(
        one
        for one in stage.activities
        if one.kind == "session" and one.status == "held" and one.implementer == agent.organisation
    )
    assert activity.place is not None
    about = About(
        title={"fr": "Réseau fictif de l'eau du Fleuve", "en": "Fictional River water network"},
        issue={"fr": "Des points d'eau qui marchent toute l'année", "en": "Water points that work all year"},
        place=stage.communes[0],
        organisation=agent.organisation,
        activity=activity,
    )
    network = add_network(by=agent, programme=stage.programme, code=NETWORK, about=about)
    move_network(by=agent, network=network, stage=Component.ADVANCE)
    registered = Organisation.objects.in_bulk(REGISTERED.values(), field_name="code")
    actors = {
        code: put_actor(
            by=agent,
            network=network,
            about=AboutActor(
                code,
                name,
                sector,
                level,
                registered.get(REGISTERED.get(code, "")),
                where,
                how,
                concern,
                committee,
                team,
            ),
        )
        for code, (name, sector, level, where, how, concern, committee, team) in ACTORS.items()
    }
    return network, actors


def _session(network: Network, agent: User) -> Session:
    presences = [
        Presence(SESSION_ON, half_day, sector, *counts)
        for sector, halves in ROOM.items()
        for half_day, counts in zip(("morning", "afternoon"), halves, strict=True)
        if any(counts)
    ]
    about = AboutSession(
        SessionKind.COMMUNITY, "Séance fictive sur l'eau à Talimbara", SESSION_ON, SESSION_ON, network.place
    )
    return put_session(by=agent, network=network, about=about, presences=presences, statements=SAID)


def _pledge(session: Session, actors: dict[str, Actor], agent: User) -> None:
    made = [pledge(session, Pledge(actors[code], what, kind, due_on), by=agent) for code, what, kind, due_on in PLEDGES]
    for side, office, on in (
        (Side.PROMISER, "La mairie fictive", date(2025, 12, 15)),
        (Side.RECEIVER, "L'équipe d'intégration fictive", date(2026, 1, 20)),
    ):
        said = commitments.Said(side, Says.KEPT, on, office)
        commitments.declare(by=agent, commitment=made[0], said=said)


def _decide(record: Record, coordinator: User, officer: User) -> None:
    record.refresh_from_db()
    checked = check_record(record, by=coordinator, revision=record.revision)
    verify_record(checked, by=officer, revision=checked.revision)
