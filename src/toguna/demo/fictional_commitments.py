"""The promises of the fictional programme, in every state, with what both sides say; most of them verified.

Offices and promises are invented, in invented communes. Nothing is said after the day of the installation.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from django.utils import timezone

from toguna.demo.fictional_framework import Stage
from toguna.flow.commitments import amend_commitment, declare_commitment, enter_commitment
from toguna.flow.verify import check_record, verify_record
from toguna.rules.commitments import Funding, OriginKind, PromiseKind, Says, Side
from toguna.store.accounts.models import User
from toguna.store.activities.models import Activity
from toguna.store.commitments.actions import Said, Written
from toguna.store.commitments.models import Commitment
from toguna.store.places.models import Place

P, R = Side.PROMISER, Side.RECEIVER
FIRST = date(2025, 2, 3)
SECONDS = {"demo-osc-1": ("agent@demo.example", "coordination@demo.example")}
OTHERS = ("agent2@demo.example", "coordination2@demo.example")


@dataclass(frozen=True)
class Invented:
    """One invented promise: days are counted from the day it was made; a due day of None is no date."""

    commune: str
    what: str
    office: str
    receiver: str
    origin: OriginKind
    due: int | None
    said: tuple[tuple[Side, Says, int, str], ...] = ()
    kind: PromiseKind = PromiseKind.ACTION
    cost: int | None = None
    funding: Funding | str = ""
    answers: str = ""
    more: dict[str, object] = field(default_factory=dict)
    # Still to come on the day of the installation, whatever that is.
    ahead: int = 0
    put_off: int = 0
    verified: bool = True


PLAN, MEETING, FORUM = OriginKind.ACTION_PLAN, OriginKind.INTERFACE_MEETING, OriginKind.FORUM
SCALE, ANSWER, ADVOCACY = OriginKind.SCALE_PLEDGE, OriginKind.AUTHORITY_ANSWER, OriginKind.ADVOCACY
MAYOR, COUNCIL = "La maire", "Le conseil communal"
CENTRE, SCHOOL = "Le médecin-chef du centre de santé", "Le comité de gestion de l'école"
PEOPLE, USERS = "La population de la commune", "Les usagères et usagers du centre de santé"

PROMISES = (
    Invented(
        "Talimbara", "Afficher chaque trimestre les comptes de la commune sur le mur de la mairie", MAYOR, PEOPLE, PLAN,
        120, ((P, Says.IN_PROGRESS, 40, ""), (P, Says.KEPT, 100, "Les comptes de deux trimestres sont affichés."),
              (R, Says.KEPT, 112, "Le comité les a lus devant la mairie.")),
        PromiseKind.INFORMATION, answers="Transparence : information sur les ressources",
    ),
    Invented(
        "Talimbara", "Réparer le forage du marché", COUNCIL, "Le comité de l'eau du marché", MEETING, 150,
        ((P, Says.KEPT, 140, "La pompe est changée."), (R, Says.NOT_KEPT, 149, "L'eau s'arrête chaque après-midi.")),
        cost=1_850_000_00, funding=Funding.OWN, answers="Accès à l'eau",
    ),
    Invented(
        "Talimbara", "Ouvrir la pharmacie du centre de santé aussi le samedi", CENTRE, USERS, MEETING, 60,
        ((P, Says.KEPT, 55, ""), (R, Says.KEPT, 70, "Ouverte les quatre derniers samedis.")),
    ),
    Invented(
        "Talimbara", "Recruter une matrone pour la maternité", CENTRE, USERS, MEETING, 200,
        ((P, Says.DELAYED, 190, "Le budget est voté, le recrutement attend."),), PromiseKind.RESOURCE,
        cost=2_400_000_00, funding=Funding.STATE, put_off=90,
    ),
    Invented(
        "Talimbara", "Inviter les femmes et les jeunes à la session budgétaire", MAYOR, PEOPLE, FORUM, 240,
        ((P, Says.PARTLY_KEPT, 238, "Les femmes étaient invitées, les jeunes prévenus trop tard."),
         (R, Says.PARTLY_KEPT, 245, "Six femmes étaient là, aucun jeune.")), PromiseKind.MEETING,
    ),
    Invented(
        "Talimbara", "Construire deux latrines séparées à l'école", COUNCIL, SCHOOL, PLAN, 210, (),
        cost=3_100_000_00, funding=Funding.PARTNER, answers="Satisfaction : services d'éducation",
        more={"plan_line": "Plan communal, axe 3, ligne 12", "verification": "Procès-verbal de réception"},
    ),
    Invented("Talimbara", "Rendre compte de l'usage de la taxe du marché", MAYOR, PEOPLE, ANSWER, None,
             ((P, Says.CONFIRMED, 20, ""),), PromiseKind.INFORMATION),
    Invented("Talimbara", "Tenir un cadre de concertation chaque trimestre", COUNCIL, PEOPLE, SCALE, 0,
             ((P, Says.IN_PROGRESS, 30, "Deux rencontres sont tenues."),), PromiseKind.MEETING, ahead=45),
    Invented(
        "Oromagué", "Clôturer le jardin des femmes", "La présidente de la coopérative", "Les membres", SCALE, 120,
        ((P, Says.KEPT, 110, "La clôture est posée."), (R, Says.KEPT, 118, ""),), cost=640_000_00,
        funding=Funding.COMMUNITY,
    ),
    Invented(
        "Oromagué", "Prendre un arrêté sur les couloirs de passage du bétail", MAYOR, PEOPLE, ADVOCACY, 180,
        ((P, Says.ABANDONED, 170, "Le conseil a préféré une convention entre villages."),), PromiseKind.POLICY,
    ),
    Invented(
        "Oromagué", "Payer les enseignants communautaires avant la rentrée", COUNCIL, SCHOOL, FORUM, 230,
        ((R, Says.NOT_KEPT, 250, "Aucun paiement à la rentrée."),), PromiseKind.RESOURCE, cost=1_200_000_00,
        funding=Funding.OWN,
    ),
    Invented(
        "Oromagué", "Publier la liste des actes d'état civil gratuits", MAYOR, PEOPLE, PLAN, 90,
        ((P, Says.KEPT, 80, "La liste est lue à la radio et affichée."),), PromiseKind.INFORMATION,
    ),
    Invented(
        "Oromagué", "Former le comité de gestion du centre de santé", CENTRE, USERS, MEETING, 160,
        ((R, Says.KEPT, 150, "La formation a duré deux jours."),),
    ),
    Invented(
        "Oromagué", "Remettre en état la piste vers le marché", COUNCIL, PEOPLE, PLAN, 260,
        ((P, Says.PARTLY_KEPT, 255, "Quatre kilomètres sur sept sont faits."),), cost=9_500_000_00,
        funding=Funding.STATE,
    ),
    Invented("Oromagué", "Donner un terrain à l'association des jeunes", MAYOR, "L'association des jeunes", ADVOCACY,
             220, ((R, Says.RELEASED, 130, "L'association a trouvé un autre terrain."),), PromiseKind.RESOURCE),
    Invented("Oromagué", "Examiner le budget en séance publique", COUNCIL, PEOPLE, FORUM, 0, (), PromiseKind.MEETING,
             ahead=12),
    Invented(
        "Zanvori", "Installer une boîte à doléances à la mairie", MAYOR, PEOPLE, MEETING, 45,
        ((P, Says.KEPT, 40, ""), (R, Says.KEPT, 44, "Elle est près de l'entrée, avec une clé chez le comité.")),
    ),
    Invented(
        "Zanvori", "Distribuer les manuels reçus de l'académie", SCHOOL, "Les parents d'élèves", MEETING, 50,
        ((P, Says.KEPT, 45, "Tous les manuels sont distribués."), (R, Says.KEPT, 48, "Les classes de 5e les ont."),
         (R, Says.NOT_KEPT, 48, "La classe de 6e n'a rien reçu.")), PromiseKind.RESOURCE,
    ),
    Invented("Zanvori", "Curer les caniveaux avant l'hivernage", COUNCIL, PEOPLE, PLAN, 130,
             ((P, Says.KEPT, 125, ""), (R, Says.KEPT, 131, "")), cost=750_000_00, funding=Funding.OWN),
    Invented("Zanvori", "Ouvrir un guichet d'état civil le jour de marché", MAYOR, PEOPLE, ANSWER, 170, ()),
    Invented("Zanvori", "Mettre une rampe à l'entrée du centre de santé", CENTRE,
             "L'association des personnes handicapées", ADVOCACY, None, (), verified=False),
    Invented("Zanvori", "Présenter le plan communal dans chaque village", COUNCIL, PEOPLE, SCALE, 0, (),
             PromiseKind.INFORMATION, ahead=150, verified=False),
)  # fmt: skip


def promise_and_declare(stage: Stage, random: Random) -> int:
    """Write down every promise with what both sides said, and verify most; how many there are."""
    officer = stage.users["suivi@demo.example"]
    for one in PROMISES:
        place = next(place for place in stage.communes if place.name == one.commune)
        activity = _activity_of(stage, place)
        agent, coordinator = _hands(stage, activity)
        made = _enter(stage, one, place, activity, agent, random)
        _declare(one, made, agent, coordinator)
        if one.verified:
            _verify(made, coordinator, officer)
    return len(PROMISES)


def _enter(stage: Stage, one: Invented, place: Place, activity: Activity, agent: User, random: Random) -> Commitment:
    assert agent.organisation is not None
    today = timezone.localdate()
    made_on = FIRST + timedelta(days=random.randint(0, 25))
    due_on = None if one.due is None else made_on + timedelta(days=one.due)
    written = Written(
        what=one.what,
        made_on=made_on,
        due_on=today + timedelta(days=one.ahead) if one.ahead else due_on,
        origin_kind=one.origin,
        origin_label=f"{one.commune}, rencontre fictive du {made_on:%d/%m/%Y}",
        office=one.office,
        receiver_office=one.receiver,
        place=place,
        activity=activity,
        kind=one.kind,
        cost=one.cost,
        currency="XOF" if one.cost else "",
        funding=one.funding,
        answers=one.answers,
        **one.more,  # type: ignore[arg-type]
    )
    made = enter_commitment(by=agent, programme=stage.programme, organisation=agent.organisation, written=written)
    if one.put_off:
        _put_off(one, made, written, agent)
    return made


def _put_off(one: Invented, made: Commitment, written: Written, agent: User) -> None:
    assert written.due_on is not None
    later = {name: getattr(written, name) for name in Written.__dataclass_fields__}
    later["due_on"] = written.due_on + timedelta(days=one.put_off)
    amend_commitment(by=agent, commitment=made, written=Written(**later), reason="Le recrutement attend la tutelle.")


def _declare(one: Invented, made: Commitment, agent: User, coordinator: User) -> None:
    days = [(side, after) for side, _says, after, _evidence in one.said]
    for number, (side, says, after, evidence) in enumerate(one.said):
        office = one.office if side is P else one.receiver
        # Two words of one side on one day are two people's; the agent speaks last, so that the coordinator may check.
        by = coordinator if (side, after) in days[number + 1 :] else agent
        said = Said(side, says, made.made_on + timedelta(days=after), office, evidence)
        declare_commitment(by=by, commitment=made, said=said)


def _verify(made: Commitment, coordinator: User, officer: User) -> None:
    made.refresh_from_db()
    record = made.record
    assert record is not None
    record = check_record(record, by=coordinator, revision=record.revision)
    verify_record(record, by=officer, revision=record.revision)


def _activity_of(stage: Stage, place: Place) -> Activity:
    held = [one for one in stage.activities if one.place_id == place.pk and one.status == "held"]
    return min(held, key=lambda one: one.code)


def _hands(stage: Stage, activity: Activity) -> tuple[User, User]:
    code = activity.implementer.code if activity.implementer else "demo-osc-1"
    agent, coordinator = SECONDS.get(code, OTHERS)
    return stage.users[agent], stage.users[coordinator]
