"""What the fictional organisations fill in on other forms than the attendance sheet, one of them their own.

Everything waits: received or checked, never verified, so that nothing here makes a fact or moves a published number.
It refuses to know what the answers will be read as.
"""

import uuid
from collections.abc import Mapping
from datetime import date, timedelta
from importlib import resources

from toguna.collect.answers_xml import write_answers
from toguna.collect.questions import questions_of
from toguna.demo import sources
from toguna.demo.fictional_content import CODE, SCHEME
from toguna.demo.fictional_framework import Stage
from toguna.flow.own_forms import keep_form, preview_form, publish_form
from toguna.flow.paper import print_sheets
from toguna.flow.reading import reading_of
from toguna.flow.receive import receive_submission
from toguna.flow.verify import check_record, quarantine_record
from toguna.store.accounts.models import User
from toguna.store.activities.actions import put_activity
from toguna.store.activities.models import Activity
from toguna.store.fieldwork.comments import add_comment
from toguna.store.fieldwork.form_queries import published_form
from toguna.store.fieldwork.models import Record
from toguna.store.places.models import Place

ANSWERS = uuid.UUID("5b0e4f6a-3c7d-5a21-9d0b-7e1f2a6c4d88")
OWN_FORM = "demo_point_eau"
SENSITIVE_CODE = f"{CODE}-061"

# Sex, age, in whose name, then the five answers; nobody was asked.
INTERVIEWED = (
    ("female", "30-40", "womens_association", "yes no yes unknown no"),
    ("male", "41-59", "technical_service", "no no no no no"),
    ("female", "15-29", "youth", "no yes yes yes unknown"),
    ("male", "60+", "traditional_authority", "yes yes no no no"),
)
# In the sea, where nobody lives: the kind, whether it gives water, and what was repaired.
WATER_POINTS = (
    ("borehole", True, (("Pompe (fictif)", 45_000), ("Margelle (fictif)", 12_500))),
    ("well", False, ()),
    ("standpipe", True, (("Robinet (fictif)", 6_000),)),
)


def send_other_forms(stage: Stage) -> int:
    """Send what waits on the other forms, and put the sensitive activity in the plan. Returns how many were sent."""
    senders = Senders(stage)
    senders.forum()
    senders.distribution()
    senders.broadcast()
    senders.perspectives()
    senders.group()
    senders.profile()
    senders.testimonies()
    senders.water_points()
    plan_sensitive_activity(stage)
    return senders.sent


def plan_sensitive_activity(stage: Stage) -> Activity:
    """An activity whose participants are counted and not named, with the sheet that goes out to it."""
    model = _held(stage, "session", "demo-osc-1")
    activity = put_activity(
        by=None,
        code=SENSITIVE_CODE,
        programmes=[stage.programme],
        title={
            "fr": f"Causerie sur les violences faites aux femmes à {stage.communes[0].name}",
            "en": f"Talk on violence against women in {stage.communes[0].name}",
        },
        kind="session",
        designed_for=["women"],
        topics=[],
        objective=model.objective,
        implementer=model.implementer,
        place=stage.communes[0],
        starts_on=date(2027, 1, 14),
        ends_on=date(2027, 1, 14),
        sessions=1,
        status="planned",
        fictional=True,
        sensitive=True,
    )
    print_sheets(activity, sessions=[1], lines=0, counts_only=True, by=stage.users["agent@demo.example"])
    return activity


class Senders:
    """The fictional staff who fill in forms, and how many they have sent."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.sent = 0
        users = stage.users
        self.agent, self.coordinator = users["agent@demo.example"], users["coordination@demo.example"]
        self.other_agent, self.officer = users["agent2@demo.example"], users["suivi@demo.example"]

    def send(self, form_id: str, answers: Mapping[str, object], *, by: User) -> Record:
        """One submission, as a phone makes it."""
        self.sent += 1
        form = published_form(form_id)
        body = write_answers(
            questions_of(bytes(form.xform)), answers, instance_id=f"uuid:{uuid.uuid5(ANSWERS, str(self.sent))}"
        )
        received = receive_submission(body=body, by=by, fictional=True)
        reading_of(received.version)
        record = received.record
        record.refresh_from_db()
        return record

    def check(self, record: Record) -> None:
        """The partner has looked at it; it waits for the MEL officer."""
        check_record(record, by=self.coordinator, revision=record.revision)

    def forum(self) -> None:
        """Three sides, two resolutions, and one thing they do not agree on."""
        activity = _held(self.stage, "forum", "demo-osc-1")
        answers = _head(activity) | {
            "session": "1",
            "forum_type": "service",
            "theme": "L'entretien des points d'eau (sujet fictif)",
            "convenor": "La mairie (fictive)",
            "facilitator": "OSC fictive du Fleuve",
            "side": [
                {"stakeholder_group": "elected_official", "women": "2", "men": "5"},
                {"stakeholder_group": "womens_association", "organisation": "demo-ocb-1", "women": "12", "men": "0"},
                {"stakeholder_group": "technical_service", "women": "1", "men": "2"},
            ],
            "agreements": "Un comité tient la caisse de l'eau (fictif)",
            "disagreements": "Le prix du seau (fictif)",
            "consensus": "near",
            "has_resolutions": "yes",
            "resolution": [
                {"what": "Réparer la pompe (fictif)", "who": "La mairie", "by_when": _day(activity, 60)},
                {"what": "Afficher les comptes (fictif)", "who": "Le comité de l'eau"},
            ],
            "next_on": _day(activity, 90),
        }
        self.check(self.send("forum_dialogue", answers, by=self.agent))

    def distribution(self) -> None:
        """Booklets and seed, to schools and to persons."""
        answers = _head(_held(self.stage, "session", "demo-osc-1")) | {
            "session": "1",
            "material": [
                {
                    "material_kind": "comic",
                    "title": "Le cahier du citoyen (fictif)",
                    "language": "fra",
                    "unit": "piece",
                    "quantity": "250",
                    "stock": "40",
                },
                {"material_kind": "seed", "title": "Niébé (fictif)", "unit": "kg", "quantity": "90"},
            ],
            "has_recipients": "yes",
            "recipient": [
                {"taker": "school", "number": "4", "basis": "counted"},
                {"taker": "person", "women": "31", "men": "18", "unknown_sex": "0", "basis": "counted"},
            ],
        }
        self.send("distribution", answers, by=self.agent)

    def broadcast(self) -> None:
        """A radio programme, with the communes it was heard in as somebody estimated."""
        activity = _held(self.stage, "advocacy", "demo-osc-2")
        assert activity.place is not None
        answers = _head(activity) | {
            "session": "1",
            "event_kind": "radio_magazine",
            "is_broadcast": "yes",
            "theme": "Le budget de la commune (sujet fictif)",
            "medium": "community_radio",
            "station": "Radio fictive des Falaises",
            "minutes": "45",
            "airings": "2",
            "languages": "bam snk",
            "calls": "17",
            "has_area": "yes",
            "area": [{"commune": _mention(activity.place), "reached": "3000", "method": "audience_survey"}],
        }
        self.send("evenement_public", answers, by=self.other_agent)

    def perspectives(self) -> None:
        """Four interviews, one form a person and no name."""
        activity = _held(self.stage, "training", "demo-osc-1")
        assert activity.starts_on is not None
        for number, (sex, age_band, role, five) in enumerate(INTERVIEWED):
            answers = _head(activity) | {
                "sex": sex,
                "age_band": age_band,
                "role": role,
                "disability": "no",
                "budget_year": str(activity.starts_on.year),
                **{f"p{n}": answer for n, answer in enumerate(five.split(), start=1)},
            }
            record = self.send("cinq_perspectives", answers, by=self.agent)
            if number % 2:
                self.check(record)

    def group(self) -> None:
        """A visit to a group, about which the coordinator asks and the agent answers."""
        activity = _held(self.stage, "advocacy", "demo-osc-1")
        answers = _head(activity) | {
            "in_list": "yes",
            "group": "demo-ocb-1",
            "members": "46",
            "members_women": "41",
            "members_men": "5",
            "hectares_acquired": "2.5",
            "hectares_secured": "1.25",
            "tenure": "transfer_minutes",
            "acquired_on": "2025-02-03",
            "secured_on": "2025-06-16",
            "has_money": "yes",
            "currency": "XOF",
            "income_from": _day(activity, -90),
            "income_to": _day(activity, -1),
            "income": "640000",
            "savings": "185000",
            "has_finance": "yes",
            "finance": [{"source": "programme", "amount": "300000"}],
        }
        record = self.send("suivi_groupe", answers, by=self.agent)
        asked = "Les 1,25 ha sécurisés sont-ils compris dans les 2,5 ha acquis ?"
        add_comment(record=record, by=self.coordinator, text=asked)
        add_comment(record=record, by=self.agent, text="Oui, c'est la même parcelle ; l'acte est de juin. (Fictif)")

    def profile(self) -> None:
        """What an association says of itself; a telephone of an office, no person's."""
        answers = _head(_held(self.stage, "advocacy", "demo-osc-2")) | {
            "in_list": "yes",
            "organisation": "demo-ocb-2",
            "kind": "cbo",
            "founded": "2011",
            "legal_status": "registered",
            "legal_number": "000-FICTIF",
            "level": "commune",
            "members": "60",
            "members_women": "35",
            "women_led": "yes",
            "youth_led": "no",
            "dpo": "no",
            "contact_office": "Le secrétariat (fictif)",
        }
        self.send("profil_organisation", answers, by=self.other_agent)

    def testimonies(self) -> None:
        """One that may be used without a name, one refused, and one that should never have been written."""
        activity = _held(self.stage, "training", "demo-osc-1")
        told = _testimony(activity) | {
            "consent_scope": "public_without_name",
            "function": "Maraîchère (fictive)",
            "words": "Paroles inventées pour la démonstration.",
        }
        self.check(self.send("temoignage", told, by=self.agent))
        # Whoever refuses is asked nothing more.
        self.send("temoignage", _asked(activity) | {"consent_scope": "refused"}, by=self.agent)
        exposing = _testimony(_held(self.stage, "training", "demo-osc-2")) | {
            "consent_scope": "internal",
            "words": "Paroles inventées qui laissaient reconnaître une personne.",
        }
        record = self.send("temoignage", exposing, by=self.other_agent)
        reason = "Le récit laisse reconnaître une personne (fictif)."
        quarantine_record(record, by=self.officer, revision=record.revision, reason=reason)

    def water_points(self) -> None:
        """A form that the programme brought itself: its answers are kept and shown, and count nothing."""
        found = resources.files(sources).joinpath("point_eau.md").read_bytes()
        keep_form(preview_form(found), by=self.officer)
        publish_form(OWN_FORM, by=self.officer)
        for number, (kind, works, repairs) in enumerate(WATER_POINTS):
            activity = _held(self.stage, "session", "demo-osc-1")
            answers: dict[str, object] = {
                "held_on": _day(activity, number),
                "commune": _mention(self.stage.communes[number]),
                "point": f"0.0{number + 1} 0.0{number + 2} 0 5",
                "kind": kind,
                "works": "yes" if works else "no",
                "repair": [{"what": what, "cost": str(cost)} for what, cost in repairs],
            }
            if not works:
                answers["down_days"] = "21"
            record = self.send(OWN_FORM, answers, by=self.agent)
            if number == 0:
                self.check(record)


def _held(stage: Stage, kind: str, implementer: str) -> Activity:
    """The last activity of this kind that this organisation has held."""
    return next(
        activity
        for activity in reversed(stage.activities)
        if activity.status == "held"
        and activity.kind == kind
        and activity.implementer is not None
        and activity.implementer.code == implementer
    )


def _head(activity: Activity) -> dict[str, object]:
    assert activity.place is not None
    return {
        "plan": "planned",
        "activity_code": activity.code,
        "held_on": _day(activity),
        "commune": _mention(activity.place),
    }


def _asked(activity: Activity) -> dict[str, object]:
    return {question: answer for question, answer in _head(activity).items() if question != "plan"}


def _testimony(activity: Activity) -> dict[str, object]:
    person = {"minor": "no", "consent_form": "said", "sex": "female", "age_band": "41-59", "language": "fra"}
    return _asked(activity) | person


def _day(activity: Activity, later: int = 0) -> str:
    assert activity.starts_on is not None
    return (activity.starts_on + timedelta(days=later)).isoformat()


def _mention(place: Place) -> str:
    """How a list on a phone writes a commune."""
    return f"{place.name} [{SCHEME}:{place.codes.get(scheme=SCHEME).code}]"
