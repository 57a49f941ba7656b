"""A wave of ties, and a session of a network, as entries of registers: what each counts once it is verified.

The documents are written by the desk. Densities come with the numbers that they are made of, so that a ratio over
several networks is counted and never averaged. Who came to a session is counted from its attendance sheets alone.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

from toguna.collect.registers.register import Document, Register
from toguna.rules.attendance import PlaceMention
from toguna.rules.field_record import FieldRecord, RecordSummary, StatedFact
from toguna.rules.network_sessions import Presence, Said, Session, session_findings
from toguna.rules.networks import Node, StatementKind, Tie, Wave, wave_findings
from toguna.rules.remarking import THOUSAND

WAVE_FORM = "registre_reseau"
SESSION_FORM = "registre_seance"
PERCENT = 100


def wave_document(wave: Wave, **head: object) -> dict[str, object]:
    """A wave as it is handed in, after what is said of it: its network, day, activity and place."""
    actors = [{"code": node.key, "sector": node.sector} for node in wave.nodes]
    ties = [
        {"from": tie.source, "to": tie.target, "kind": tie.kind, "strength": tie.strength, "directed": tie.directed}
        for tie in wave.ties
    ]
    return {**head, "actors": actors, "ties": ties}


def wave_in(document: Document) -> Wave:
    """The wave again."""
    nodes = tuple(Node(str(one["code"]), str(one["sector"])) for one in document["actors"])
    ties = tuple(
        Tie(str(one["from"]), str(one["to"]), str(one["kind"]), int(one["strength"]), bool(one["directed"]))
        for one in document["ties"]
    )
    return Wave(nodes, ties)


def read_wave(document: Document) -> FieldRecord:
    """What a wave counts: itself, its actors and ties, and its three shares in thousandths of a percent."""
    wave = wave_in(document)
    facts = [StatedFact("output", "wave", THOUSAND, "network_wave")]
    counted = {
        "network_actor": len(wave.sectors),
        "network_tie": len(wave.arcs),
        "network_tie_possible": wave.possible,
        "network_tie_mutual": wave.mutual,
        "network_tie_placed": len(wave.placed),
        "network_tie_crossing": wave.crossing,
    }
    facts += [StatedFact("measurement", unit, count * THOUSAND, unit) for unit, count in counted.items()]
    shares = {
        "network_density": wave.density,
        "network_reciprocity": wave.reciprocity,
        "network_cross_sector": wave.cross_sector,
    }
    facts += [
        StatedFact("measurement", unit, in_thousandths(share), unit)
        for unit, share in shares.items()
        if share is not None
    ]
    held_on = _day(document.get("held_on"))
    return FieldRecord(_summary(document, held_on, held_on), tuple(facts), tuple(wave_findings(wave)))


def in_thousandths(share: Fraction) -> int:
    """A share as thousandths of a percent, rounded half up.

    >>> in_thousandths(Fraction(1, 3))
    33333
    """
    return int(share * PERCENT * THOUSAND + Fraction(1, 2))


def session_document(session: Session, **head: object) -> dict[str, object]:
    """A session as it is handed in, after what is said of it."""
    presences = [
        {
            "on": one.on.isoformat(),
            "half_day": str(one.half_day),
            "sector": one.sector,
            "women": one.women,
            "men": one.men,
            "unknown": one.unknown,
        }
        for one in session.presences
    ]
    days = {"starts_on": session.starts_on.isoformat(), "ends_on": session.ends_on.isoformat()}
    statements = [{"kind": str(one.kind), "text": one.text} for one in session.statements]
    return {**head, **days, "presences": presences, "statements": statements}


def session_in(document: Document) -> Session:
    """The session again."""
    presences = tuple(
        Presence(
            date.fromisoformat(str(one["on"])),
            str(one["half_day"]),
            str(one["sector"]),
            int(one["women"]),
            int(one["men"]),
            int(one["unknown"]),
        )
        for one in document["presences"]
    )
    said = tuple(Said(str(one["kind"]), str(one["text"])) for one in document["statements"])
    starts_on, ends_on = (date.fromisoformat(str(document[name])) for name in ("starts_on", "ends_on"))
    return Session(starts_on, ends_on, presences, said)


def read_session(document: Document) -> FieldRecord:
    """What a session counts: itself, its half-days, each sector that was there, what it agreed on and aims at."""
    session = session_in(document)
    counted = {
        "scale_session": 1,
        "scale_half_day": len(session.half_days),
        "common_ground": len(session.said(StatementKind.COMMON_GROUND)),
        "session_goal": len(session.said(StatementKind.GOAL)),
        "disagreement": len(session.said(StatementKind.DISAGREEMENT)),
    }
    facts = [StatedFact("event", "event", THOUSAND, "event")]
    facts += [StatedFact("output", unit, count * THOUSAND, unit) for unit, count in counted.items() if count]
    facts += [
        StatedFact("output", f"sector/{sector}", THOUSAND, "session_sector", stakeholder_group=sector)
        for sector in session.sectors
    ]
    summary = replace(
        _summary(document, session.starts_on, session.ends_on),
        women=sum(one.women for one in session.fullest),
        men=sum(one.men for one in session.fullest),
        unnamed=sum(one.people for one in session.fullest),
    )
    return FieldRecord(summary, tuple(facts), tuple(session_findings(session)))


def _summary(document: Document, first: date | None, last: date | None) -> RecordSummary:
    titles: Mapping[str, Any] = document.get("title", {})
    return RecordSummary(
        activity_code=str(document.get("activity") or "") or None,
        held_on=first,
        last_day=last if last != first else None,
        place=PlaceMention.read(str(document.get("place") or "")),
        title=str(titles.get("fr", "")),
    )


def _day(written: object) -> date | None:
    return date.fromisoformat(str(written)) if written else None


WAVES = Register(
    WAVE_FORM, "network-wave-1", {"fr": "Réseau d'acteurs : vague", "en": "Network of actors: wave"}, read_wave
)
SESSIONS = Register(
    SESSION_FORM,
    "network-session-1",
    {"fr": "Réseau d'acteurs : séance", "en": "Network of actors: session"},
    read_session,
)
