"""Who is answered what at the addresses of networks of actors; to be read as tests.web.permissions says."""

from datetime import date
from typing import Any

from tests.flow.sheets import Commune
from toguna.rules.networks import Method, SessionKind
from toguna.store.networks.actions import About, AboutActor, add_network, add_wave, put_actor
from toguna.store.networks.session_actions import AboutCircle, AboutSession, put_circle, put_session

NETWORKS = """
desk:networks                GET   302 403 200 200 200 200 200 200
desk:networks                POST  302 403 405 405 405 405 405 405
desk:network-new             GET   302 403 403 200 200 403 403 200
desk:network-new             POST  302 403 403 422 422 403 403 422
desk:network                 GET   302 403 200 200 200 200 200 404
desk:network                 POST  302 403 405 405 405 405 405 405
desk:network-change          GET   302 403 403 200 200 403 403 404
desk:network-change          POST  302 403 403 422 422 403 403 404
desk:network-stage           GET   302 403 403 405 405 403 403 405
desk:network-stage           POST  302 403 403 422 422 403 403 404
desk:network-actors-csv      GET   302 403 200 200 200 200 200 404
desk:network-actors-csv      POST  302 403 405 405 405 405 405 405
desk:network-actor-new       GET   302 403 403 200 200 403 403 404
desk:network-actor-new       POST  302 403 403 422 422 403 403 404
desk:network-actor           GET   302 403 403 200 200 403 403 404
desk:network-actor           POST  302 403 403 422 422 403 403 404
desk:network-wave-new        GET   302 403 403 200 200 403 403 404
desk:network-wave-new        POST  302 403 403 422 422 403 403 404
desk:network-wave            GET   302 403 200 200 200 200 200 404
desk:network-wave            POST  302 403 405 405 405 405 405 405
desk:network-wave-change     GET   302 403 403 200 200 403 403 404
desk:network-wave-change     POST  302 403 403 422 422 403 403 404
desk:network-wave-submit     GET   302 403 403 405 405 403 403 405
desk:network-wave-submit     POST  302 403 403 302 302 403 403 404
desk:network-tie             GET   302 403 403 200 200 403 403 404
desk:network-tie             POST  302 403 403 422 422 403 403 404
desk:network-grid            GET   302 403 403 200 200 403 403 404
desk:network-grid            POST  302 403 403 409 409 403 403 404
desk:network-ties-csv        GET   302 403 200 200 200 200 200 404
desk:network-ties-csv        POST  302 403 405 405 405 405 405 405
desk:network-graphml         GET   302 403 200 200 200 200 200 404
desk:network-graphml         POST  302 403 405 405 405 405 405 405
desk:network-load            GET   302 403 403 200 200 403 403 404
desk:network-load            POST  302 403 403 422 422 403 403 404
desk:network-workbook        GET   302 403 200 200 200 200 200 404
desk:network-workbook        POST  302 403 405 405 405 405 405 405
desk:network-session-new     GET   302 403 403 200 200 403 403 404
desk:network-session-new     POST  302 403 403 422 422 403 403 404
desk:network-session         GET   302 403 200 200 200 200 200 404
desk:network-session         POST  302 403 405 405 405 405 405 405
desk:network-session-change  GET   302 403 403 200 200 403 403 404
desk:network-session-change  POST  302 403 403 422 422 403 403 404
desk:network-session-submit  GET   302 403 403 405 405 403 403 405
desk:network-session-submit  POST  302 403 403 302 302 403 403 404
desk:network-presence        GET   302 403 403 200 200 403 403 404
desk:network-presence        POST  302 403 403 302 302 403 403 404
desk:network-pledge-new      GET   302 403 403 200 200 403 403 404
desk:network-pledge-new      POST  302 403 403 422 422 403 403 404
desk:network-circle-new      GET   302 403 403 200 200 403 403 404
desk:network-circle-new      POST  302 403 403 422 422 403 403 404
desk:network-circle          GET   302 403 403 200 200 403 403 404
desk:network-circle          POST  302 403 403 422 422 403 403 404
desk:network-log-new         GET   302 403 403 200 200 403 403 404
desk:network-log-new         POST  302 403 403 422 422 403 403 404
"""
OF_A_WAVE = ("wave", "wave-change", "wave-submit", "tie", "grid", "ties-csv", "graphml", "load", "workbook")
OF_A_SESSION = ("session", "session-change", "session-submit", "presence", "pledge-new")
OF_A_NETWORK = (
    "",
    "-change",
    "-stage",
    "-actors-csv",
    "-actor-new",
    "-wave-new",
    "-session-new",
    "-circle-new",
    "-log-new",
)


def networks_of(stage: Commune) -> dict[str, dict[str, Any]]:
    """A network of the agent's organisation with an actor, a wave, a session and a circle: what its addresses ask."""
    about = About({"fr": "Réseau"}, {"fr": "L'eau"}, stage.place, stage.agent.organisation, stage.activity)
    network = add_network(by=None, programme=stage.programme, code="EAU", about=about)
    actor = put_actor(by=None, network=network, about=AboutActor("MAIRIE", "Mairie fictive", "elected_official"))
    day = date(2025, 3, 3)
    wave = add_wave(by=None, network=network, held_on=day, method=Method.INTERVIEWS)
    kind = AboutSession(SessionKind.COMMUNITY, "Séance fictive", day, day)
    session = put_session(by=None, network=network, about=kind, presences=(), statements=())
    circle = put_circle(by=None, network=network, about=AboutCircle("Cercle fictif"), members=[actor])
    code = {"code": network.code}
    arguments: dict[str, dict[str, Any]] = {f"desk:network{name}": code for name in OF_A_NETWORK}
    arguments |= {f"desk:network-{name}": {**code, "number": wave.number} for name in OF_A_WAVE}
    arguments |= {f"desk:network-{name}": {**code, "number": session.number} for name in OF_A_SESSION}
    return arguments | {
        "desk:network-actor": {**code, "pk": actor.pk},
        "desk:network-circle": {**code, "pk": circle.pk},
    }
