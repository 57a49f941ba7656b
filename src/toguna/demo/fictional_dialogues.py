"""The fictional programme's forums and the answers to the five perspectives, sent on the forms of the library.

Sides, resolutions and answers are invented; nobody is named. They are few, so that a reader can count them by hand.
"""

import uuid
from dataclasses import dataclass
from datetime import date
from typing import Any

from toguna.collect.answers_xml import write_answers
from toguna.collect.forms import library_xform
from toguna.collect.questions import questions_of
from toguna.demo.fictional_advocacy import CLIFFS, HANDS, RIVER
from toguna.demo.fictional_content import SCHEME
from toguna.demo.fictional_framework import Stage
from toguna.flow.receive import receive_submission
from toguna.flow.verify import check_record, verify_record
from toguna.store.activities.models import Activity
from toguna.store.places.models import Place

SENT = uuid.UUID("5d2f0b0e-6b8a-5a0f-9a53-5b6b1f3f7c11")
COUNCIL = {"stakeholder_group": "elected_official", "women": "2", "men": "5"}
WOMEN = {"stakeholder_group": "womens_association", "women": "14", "men": "0"}
YOUTH = {"stakeholder_group": "youth", "women": "6", "men": "8"}
SERVICE = {"stakeholder_group": "technical_service", "women": "1", "men": "2"}


@dataclass(frozen=True)
class InventedForum:
    """One invented forum: who sat together, what they agreed on and did not, when they meet again."""

    keeper: str
    held_on: date
    theme: str
    sides: tuple[dict[str, str], ...]
    consensus: str
    agreements: str = ""
    disagreements: str = ""
    resolutions: tuple[tuple[str, str, date | None], ...] = ()
    next_on: date | None = None


FORUMS = (
    InventedForum(
        RIVER, date(2025, 5, 14), "La gestion de l'eau", (COUNCIL, WOMEN, SERVICE), "near",
        "Un comité par point d'eau\nLes comptes affichés chaque mois", "Le prix du bidon",
        (("Afficher les comptes du forage", "Le comité de l'eau", date(2025, 6, 30)),
         ("Élire un comité par point d'eau", "La mairie", date(2025, 9, 30))), date(2025, 11, 14),
    ),
    InventedForum(
        RIVER, date(2025, 11, 18), "La gestion de l'eau, suite", (COUNCIL, WOMEN, YOUTH), "full",
        "Le prix du bidon est fixé pour un an", "", (("Écrire le prix sur la borne", "La mairie", date(2025, 12, 31)),),
        date(2026, 5, 18),
    ),
    InventedForum(
        CLIFFS, date(2026, 2, 10), "La place des jeunes dans les comités", (COUNCIL, YOUTH), "none", "",
        "Le nombre de sièges\nL'âge pour voter", (), None,
    ),
)  # fmt: skip

# Keeper, day, then for women and for men: how many were asked, and how many said yes to each question.
ASKED = (
    (RIVER, date(2025, 6, 3), ((12, (6, 4, 3, 2, 1)), (12, (8, 6, 4, 3, 1)))),
    (CLIFFS, date(2026, 3, 5), ((12, (9, 7, 6, 6, 5)), (12, (9, 8, 6, 5, 4)))),
)


def hold_dialogues(stage: Stage) -> None:
    """Send every forum and every respondent's form, and verify them."""
    for number, forum in enumerate(FORUMS, start=1):
        _send(stage, "forum_dialogue", forum.keeper, f"forum-{number}", _forum(stage, forum, number))
    for keeper, on, halves in ASKED:
        for sex, (asked, yeses) in zip(("female", "male"), halves, strict=True):
            for person in range(asked):
                answers = {f"p{question}": _said(person, yes) for question, yes in enumerate(yeses, start=1)}
                told = _head(stage, keeper, on, "session") | {"sex": sex, "budget_year": str(on.year)}
                told |= {"age_band": "30-40", "role": "citizen", "disability": "no"} | answers
                _send(stage, "cinq_perspectives", keeper, f"{keeper}-{on}-{sex}-{person}", told)


def _said(person: int, yes: int) -> str:
    return "yes" if person < yes else "no"


def _forum(stage: Stage, forum: InventedForum, number: int) -> dict[str, Any]:
    told: dict[str, Any] = _head(stage, forum.keeper, forum.held_on, "forum")
    told |= {
        "session": str(number),
        "forum_type": "service",
        "theme": forum.theme,
        "convenor": "La mairie",
        "facilitator": "Organisation fictive",
        "side": list(forum.sides),
        "agreements": forum.agreements,
        "disagreements": forum.disagreements,
        "consensus": forum.consensus,
        "has_resolutions": "yes" if forum.resolutions else "no",
        "resolution": [
            {"what": what, "who": who} | ({"by_when": by_when.isoformat()} if by_when else {})
            for what, who, by_when in forum.resolutions
        ],
    }
    return told | ({"next_on": forum.next_on.isoformat()} if forum.next_on else {})


def _head(stage: Stage, keeper: str, on: date, kind: str) -> dict[str, Any]:
    activity = activity_of(stage, keeper, kind)
    assert activity.place is not None
    return {
        "plan": "planned",
        "activity_code": activity.code,
        "session": "1",
        "held_on": on.isoformat(),
        "commune": _coded(activity.place),
    }


def activity_of(stage: Stage, keeper: str, kind: str) -> Activity:
    """The first activity of a kind that the keeper carries out, else that anybody does."""
    held = [one for one in stage.activities if one.kind == kind and one.status == "held"]
    own = [one for one in held if one.implementer and one.implementer.code == keeper]
    return min(own or held, key=lambda one: one.code)


def _coded(place: Place) -> str:
    return f"{place.name} [{SCHEME}:{place.codes.get(scheme=SCHEME).code}]"


def _send(stage: Stage, form_id: str, keeper: str, what: str, answers: dict[str, Any]) -> None:
    agent, coordinator = (stage.users[email] for email in HANDS[keeper])
    instance = f"uuid:{uuid.uuid5(SENT, what)}"
    body = write_answers(questions_of(library_xform(form_id)), answers, instance_id=instance)
    record = receive_submission(body=body, by=agent, fictional=True).record
    record.refresh_from_db()
    record = check_record(record, by=coordinator, revision=record.revision)
    verify_record(record, by=stage.users["suivi@demo.example"], revision=record.revision)
