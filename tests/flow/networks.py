"""A fictional network around water: six organisations, two waves of ties, one session; for the stories that need it."""

from dataclasses import dataclass
from datetime import date

from tests.flow.editions import stage
from tests.flow.sheets import Commune
from toguna.rules.network_sessions import Presence, Said
from toguna.rules.networks import Method, SessionKind, StatementKind, Tie
from toguna.store.networks.actions import About, AboutActor, add_network, add_wave, put_actor, put_ties
from toguna.store.networks.models import Network, Session, Wave
from toguna.store.networks.session_actions import AboutSession, put_session

DAY = date(2025, 3, 10)
ACTORS = (
    ("MAIRIE", "Mairie de Sanankoro-Ba", "elected_official"),
    ("HYDRAU", "Service local de l'hydraulique", "technical_service"),
    ("ASACO", "Association de santé", "cbo"),
    ("CAFO", "Coordination des femmes", "womens_association"),
    ("RADIO", "Radio du Fleuve", "media"),
    ("JEUNES", "Conseil de la jeunesse", "youth"),
)
FIRST = (Tie("MAIRIE", "HYDRAU", strength=3), Tie("HYDRAU", "MAIRIE"), Tie("RADIO", "MAIRIE", "informs"))
SECOND = (*FIRST, Tie("CAFO", "MAIRIE", strength=2), Tie("CAFO", "ASACO", directed=False))
RATIO = {
    "count": "ratio",
    "numerator": {"count": "sum", "where": {"kind": ["measurement"], "unit": "network_tie"}},
    "denominator": {"count": "sum", "where": {"kind": ["measurement"], "unit": "network_tie_possible"}},
    "periods": ["quarter"],
}
DENSITY = {"count": "latest", "where": {"unit": "network_density"}, "periods": ["life", "quarter"]}
SESSIONS = {"count": "sum", "where": {"unit": "scale_session"}, "periods": ["life"]}
SECTORS = {
    "count": "sum",
    "where": {"unit": "session_sector"},
    "dimensions": ["stakeholder_group"],
    "periods": ["life"],
}


@dataclass(frozen=True)
class Water:
    """The network and the people around it."""

    there: Commune
    network: Network
    first: Wave
    second: Wave
    session: Session


def water() -> Water:
    """Set the stage, with indicators that its waves and its session are counted in."""
    there = stage(RATIO=RATIO, DENSITY=DENSITY, SESSIONS=SESSIONS, SECTORS=SECTORS)
    about = About(
        title={"fr": "Réseau fictif de l'eau", "en": "Fictional water network"},
        issue={"fr": "Des points d'eau qui marchent toute l'année"},
        place=there.place,
        organisation=there.agent.organisation,
        activity=there.activity,
    )
    network = add_network(by=there.agent, programme=there.programme, code="EAU", about=about)
    for code, name, sector in ACTORS:
        put_actor(by=there.agent, network=network, about=AboutActor(code, name, sector, level="commune"))
    first = add_wave(by=there.agent, network=network, held_on=DAY, method=Method.INTERVIEWS)
    put_ties(by=there.agent, wave=first, ties=FIRST)
    second = add_wave(by=there.agent, network=network, held_on=date(2025, 9, 8), method=Method.WORKSHOP)
    put_ties(by=there.agent, wave=second, ties=SECOND)
    session = put_session(
        by=there.agent,
        network=network,
        about=AboutSession(SessionKind.COMMUNITY, "Séance fictive de Sanankoro-Ba", DAY, DAY, there.place),
        presences=(
            Presence(DAY, "morning", "elected_official", 1, 3),
            Presence(DAY, "morning", "womens_association", 6),
            Presence(DAY, "afternoon", "womens_association", 5, 0, 1),
        ),
        statements=(
            Said(StatementKind.COMMON_GROUND, "L'eau d'abord"),
            Said(StatementKind.GOAL, "Trois forages remis en marche"),
            Said(StatementKind.DISAGREEMENT, "Le prix du seau"),
        ),
    )
    return Water(there, network, first, second, session)
