"""The fictional programme's initiatives of advocacy and its policy texts, over two fiscal years; most are verified.

Organisations, offices and answers are invented. Which organisation acted in which year is written so that a reader can
count by hand what the indicators must say.
"""

from dataclasses import dataclass
from datetime import date

from toguna.demo.fictional_framework import Stage
from toguna.flow.advocacy import hand_in_initiative, hand_in_text, promise_into_register
from toguna.flow.verify import check_record, verify_record
from toguna.rules.advocacy import Answer, Approach, EvidenceKind, InitiativeState, Rung, Tactic
from toguna.rules.policy_texts import PartySide, PolicyLevel, PolicyStage, TextKind
from toguna.store.accounts.models import User
from toguna.store.activities.models import Activity
from toguna.store.advocacy.actions import (
    Amounts,
    Answered,
    Coalition,
    Demand,
    Done,
    Ground,
    add_evidence,
    add_initiative,
    log_action,
    move_initiative,
    note_response,
    reach_rung,
    set_budget_effect,
)
from toguna.store.advocacy.models import Initiative, PolicyText
from toguna.store.advocacy.text_actions import Signing, Wording, add_party, add_text, reach_stage
from toguna.store.fieldwork.models import Record
from toguna.store.organisations.models import Organisation
from toguna.store.places.models import Place

STEP, T = InitiativeState, Tactic
RIVER, CLIFFS, SAVANNA = "demo-osc-1", "demo-osc-2", "demo-osc-3"
RIVER_CBO, CLIFFS_CBO = "demo-ocb-1", "demo-ocb-2"
HANDS = {
    RIVER: ("agent@demo.example", "coordination@demo.example"),
    CLIFFS: ("agent2@demo.example", "coordination2@demo.example"),
}


@dataclass(frozen=True)
class Invented:
    """One invented initiative: its actions and answers with their days, the steps it took, the rungs it reached."""

    code: str
    commune: str
    keeper: str
    organisations: tuple[str, ...]
    title: tuple[str, str]
    issue: str
    identified_on: date
    evidence: tuple[EvidenceKind, str, str, str]
    target: str
    demand: str
    objective: str
    actions: tuple[tuple[date, Tactic, str, tuple[str, ...]], ...] = ()
    responses: tuple[tuple[date, Answer, str, date | None], ...] = ()
    rungs: tuple[tuple[Rung, date, str], ...] = ()
    steps: tuple[tuple[InitiativeState, date], ...] = ()
    budget: Amounts | None = None
    verified: bool = True


INITIATIVES = (
    Invented(
        "eau-talimbara", "Talimbara", RIVER, (RIVER, RIVER_CBO),
        ("De l'eau à l'école de Talimbara", "Water at the school of Talimbara"),
        "L'école n'a qu'un puits, à sec de mars à juin ; les filles vont chercher l'eau pendant les cours.",
        date(2024, 11, 12),
        (EvidenceKind.BAROMETER_CRITERION, "baromètre", "5.2", "Note de 3 sur 10 pour l'eau au tour de novembre."),
        "La maire", "Un forage à l'école, entretenu par la commune", "Un forage au budget de 2026 et en service en mai",
        (
            (date(2025, 1, 15), T.PETITION, "Pétition de 412 habitants remise au conseil.", (RIVER, RIVER_CBO)),
            (date(2025, 3, 4), T.AUDIENCE, "Audience à la mairie avec l'association des parents.", (RIVER, RIVER_CBO)),
            (date(2025, 11, 20), T.BUDGET_SUBMISSION, "Ligne proposée à la session budgétaire.", (RIVER,)),
        ),
        (
            (date(2025, 3, 18), Answer.ACKNOWLEDGED, "Le conseil reconnaît que l'école manque d'eau.", None),
            (date(2025, 12, 8), Answer.PROMISE, "Un forage est inscrit au budget de 2026.", date(2026, 5, 31)),
        ),
        (
            (Rung.ACKNOWLEDGED, date(2025, 3, 18), "Procès-verbal de la session de mars."),
            (Rung.ON_AGENDA, date(2025, 11, 25), "Ordre du jour affiché de la session budgétaire."),
            (Rung.COMMITMENT, date(2025, 12, 8), "Réponse écrite de la mairie."),
            (Rung.DECISION, date(2025, 12, 19), "Délibération fictive n° 14 et ligne 231 du budget."),
        ),
        (
            (STEP.EVIDENCE, date(2024, 11, 20)), (STEP.PLANNED, date(2024, 12, 10)), (STEP.ACTIVE, date(2025, 1, 15)),
            (STEP.RESPONSE_RECEIVED, date(2025, 12, 8)), (STEP.PROMISE_MADE, date(2025, 12, 8)),
        ),
        Amounts("Hydraulique, exercices 2025 et 2026", "XOF", 4_000_000_00, 9_000_000_00, 1_600_000_00, 5_400_000_00),
    ),
    Invented(
        "sages-femmes", "Oromagué", CLIFFS, (CLIFFS,),
        ("Une sage-femme la nuit à Oromagué", "A midwife at night in Oromagué"),
        "Le centre de santé ferme à 18 heures ; deux femmes ont accouché sur la route.", date(2025, 1, 6),
        (EvidenceKind.SCORE_CARD_INDICATOR, "carte communautaire", "I2", "Note médiane de 1 sur 5 des femmes."),
        "Le médecin-chef du centre de santé", "Une garde de nuit, sept jours sur sept",
        "Une garde tenue chaque nuit à partir de septembre 2025",
        ((date(2025, 2, 11), T.LOBBYING_MEETING, "Rencontre avec le comité de gestion.", (CLIFFS,)),),
        ((date(2025, 4, 2), Answer.REFUSAL, "Le personnel ne suffit pas ; demande transmise au district.", None),),
        ((Rung.ACKNOWLEDGED, date(2025, 4, 2), "Réponse écrite du centre."),),
        (
            (STEP.EVIDENCE, date(2025, 1, 14)), (STEP.PLANNED, date(2025, 1, 30)), (STEP.ACTIVE, date(2025, 2, 11)),
            (STEP.RESPONSE_RECEIVED, date(2025, 4, 2)), (STEP.REFUSED, date(2025, 4, 2)),
        ),
    ),
    Invented(
        "couloirs", "Oromagué", CLIFFS, (CLIFFS_CBO,),
        ("Des couloirs pour le bétail", "Passage for the herds"),
        "Les troupeaux traversent les jardins à la saison sèche ; chaque année on en vient aux mains.",
        date(2025, 10, 8), (EvidenceKind.OTHER, "", "", "Onze différends notés par les chefs de village."),
        "Le conseil communal", "Deux couloirs bornés d'un commun accord", "Une convention signée avant mars 2026",
        (
            (date(2025, 11, 5), T.PUBLIC_HEARING, "Débat public entre éleveurs et maraîchères.", (CLIFFS_CBO,)),
            (date(2026, 1, 14), T.MEDIA, "Émission sur la radio locale, avec appels.", (CLIFFS_CBO,)),
        ),
        ((date(2026, 2, 3), Answer.PROMISE, "La convention sera examinée en février.", date(2026, 2, 28)),),
        (
            (Rung.ACKNOWLEDGED, date(2025, 11, 5), "Compte rendu du débat."),
            (Rung.COMMITMENT, date(2026, 2, 3), "Lettre du conseil."),
            (Rung.DECISION, date(2026, 2, 24), "Convention locale fictive, signée."),
            (Rung.IMPLEMENTATION, date(2026, 4, 20), "Bornes posées, photographiées."),
        ),
        (
            (STEP.EVIDENCE, date(2025, 10, 15)), (STEP.PLANNED, date(2025, 10, 28)), (STEP.ACTIVE, date(2025, 11, 5)),
            (STEP.RESPONSE_RECEIVED, date(2026, 2, 3)), (STEP.PROMISE_MADE, date(2026, 2, 3)),
            (STEP.IMPLEMENTED, date(2026, 4, 20)),
        ),
    ),
    Invented(
        "etat-civil", "Zanvori", CLIFFS, (SAVANNA, CLIFFS_CBO),
        ("Des actes de naissance le jour du marché", "Birth certificates on market day"),
        "Un enfant sur trois n'a pas d'acte : la mairie est à deux heures de marche.", date(2026, 1, 12),
        (EvidenceKind.SURVEY, "cinq perspectives", "", "Enquête fictive auprès de 60 mères."),
        "Le secrétaire général de la mairie", "Un guichet au marché, chaque semaine",
        "Un guichet ouvert avant août 2026",
        ((date(2026, 3, 10), T.AUDIENCE, "Audience à la mairie, dossier remis.", (SAVANNA, CLIFFS_CBO)),),
        (),
        (),
        ((STEP.EVIDENCE, date(2026, 1, 20)), (STEP.PLANNED, date(2026, 2, 9)), (STEP.ACTIVE, date(2026, 3, 10))),
    ),
    Invented(
        "piste", "Talimbara", RIVER, (RIVER,),
        ("La piste vers le marché", "The track to the market"),
        "La piste est coupée trois mois par an.", date(2026, 4, 2),
        (EvidenceKind.OTHER, "", "", "Relevé des jours de coupure par le comité de piste."),
        "", "", "", steps=((STEP.EVIDENCE, date(2026, 4, 9)),), verified=False,
    ),
)  # fmt: skip


@dataclass(frozen=True)
class InventedText:
    """One invented policy text with the day of each stage and its sides."""

    code: str
    commune: str
    keeper: str
    title: tuple[str, str]
    kind: TextKind
    about: str
    stages: tuple[tuple[PolicyStage, date, str], ...]
    parties: tuple[tuple[PartySide, str], ...]
    gender: str = ""
    amount: int | None = None
    initiative: str = ""


TEXTS = (
    InventedText(
        "convention-betail", "Oromagué", CLIFFS,
        ("Convention locale sur les couloirs de bétail", "Local convention on cattle passages"),
        TextKind.LOCAL_CONVENTION, "Deux couloirs, leurs dates, et qui juge les différends.",
        (
            (PolicyStage.DRAFTED, date(2025, 12, 10), "Projet lu dans les quatre villages."),
            (PolicyStage.PROPOSED, date(2026, 1, 22), "Projet inscrit à la session."),
            (PolicyStage.ADOPTED, date(2026, 2, 24), "Convention signée, au dossier."),
            (PolicyStage.IMPLEMENTED, date(2026, 4, 20), "Bornes posées."),
        ),
        ((PartySide.PUBLIC, "Le conseil communal"), (PartySide.COMMUNITY, "Les éleveurs et les maraîchères")),
        initiative="couloirs",
    ),
    InventedText(
        "siege-femmes", "Talimbara", RIVER,
        ("Délibération sur la part des femmes aux comités", "Council act on women's share of committees"),
        TextKind.DELIBERATION, "Trois sièges sur dix aux femmes dans chaque comité de gestion.",
        (
            (PolicyStage.DRAFTED, date(2025, 3, 12), "Projet écrit avec la commission des affaires sociales."),
            (PolicyStage.ADOPTED, date(2025, 6, 18), "Délibération fictive n° 9."),
        ),
        ((PartySide.PUBLIC, "Le conseil communal"),), gender="Article 2 : trois sièges sur dix au moins.",
    ),
    InventedText(
        "accord-forage", "Talimbara", RIVER,
        ("Accord d'entretien des forages", "Agreement to maintain the boreholes"),
        TextKind.INVESTMENT_AGREEMENT, "L'entreprise répare en trois jours, contre une redevance.",
        (
            (PolicyStage.DRAFTED, date(2025, 12, 2), "Projet d'accord."),
            (PolicyStage.ADOPTED, date(2026, 3, 17), "Accord signé."),
        ),
        ((PartySide.PUBLIC, "La mairie"), (PartySide.PRIVATE, "Entreprise fictive des pompes")),
        amount=26_000_000_00, initiative="eau-talimbara",
    ),
)  # fmt: skip


def campaign(stage: Stage) -> None:
    """Write down every initiative and text as its keeper's agent would, hand them in, and verify most."""
    for one in INITIATIVES:
        _tell(stage, one)
    for text in TEXTS:
        _enter(stage, text)


def _tell(stage: Stage, one: Invented) -> Initiative:
    agent, place, activity = _around(stage, one.keeper, one.commune)
    bodies = [Organisation.objects.get(code=code) for code in one.organisations]
    demand = Demand(
        title={"fr": one.title[0], "en": one.title[1]},
        issue=one.issue,
        identified_on=one.identified_on,
        activity=activity,
        place=place,
        target=one.target,
        demand=one.demand,
        objective=one.objective,
        tactics=tuple(dict.fromkeys(tactic for _on, tactic, _words, _who in one.actions)),
        approach=Approach.UNILATERAL if len(bodies) == 1 else Approach.BILATERAL,
    )
    made = add_initiative(
        by=agent,
        programme=stage.programme,
        code=one.code,
        keeper=Organisation.objects.get(code=one.keeper),
        demand=demand,
        coalition=Coalition(bodies[0], tuple(bodies[1:])),
    )
    kind, instrument, node, words = one.evidence
    add_evidence(by=agent, initiative=made, ground=Ground(kind, words, instrument, node))
    for on, tactic, words, who in one.actions:
        took_part = tuple(body for body in bodies if body.code in who)
        log_action(by=agent, initiative=made, done=Done(on, tactic, words, took_part))
    for on, answer, words, by_when in one.responses:
        answered = Answered(on, answer, words, one.target, by_when)
        noted = note_response(by=agent, initiative=made, answered=answered)
        if answer is Answer.PROMISE:
            promise_into_register(response=noted, by=agent)
    for rung, on, evidence in one.rungs:
        reach_rung(by=agent, initiative=made, rung=rung, reached_on=on, evidence=evidence)
    for state, on in one.steps:
        move_initiative(by=agent, initiative=made, to=state, on=on)
    if one.budget:
        set_budget_effect(by=agent, initiative=made, amounts=one.budget)
    if one.verified:
        _verify(stage, one.keeper, hand_in_initiative(initiative=made, by=agent))
    return made


def _enter(stage: Stage, one: InventedText) -> PolicyText:
    agent, place, activity = _around(stage, one.keeper, one.commune)
    wording = Wording(
        title={"fr": one.title[0], "en": one.title[1]},
        kind=one.kind,
        level=PolicyLevel.COMMUNE,
        place=place,
        activity=activity,
        initiative=Initiative.objects.filter(programme=stage.programme, code=one.initiative).first(),
        about=one.about,
        addresses_gender=bool(one.gender),
        gender_words=one.gender,
        amount=one.amount,
        currency="XOF" if one.amount else "",
    )
    keeper = Organisation.objects.get(code=one.keeper)
    made = add_text(by=agent, programme=stage.programme, code=one.code, keeper=keeper, wording=wording)
    for side, name in one.parties:
        add_party(by=agent, text=made, signing=Signing(side, name=name))
    for reached, on, evidence in one.stages:
        reach_stage(by=agent, text=made, stage=reached, reached_on=on, evidence=evidence)
    _verify(stage, one.keeper, hand_in_text(text=made, by=agent))
    return made


def _around(stage: Stage, keeper: str, commune: str) -> tuple[User, Place, Activity]:
    agent = stage.users[HANDS[keeper][0]]
    place = next(place for place in stage.communes if place.name == commune)
    # An activity of advocacy that the keeper carries out, else one that anybody does: it counts by its kind.
    advocacy = [one for one in stage.activities if one.kind == "advocacy" and one.status == "held"]
    near = [one for one in advocacy if one.implementer and one.implementer.code == keeper]
    return agent, place, min(near or advocacy, key=lambda one: one.code)


def _verify(stage: Stage, keeper: str, record: Record) -> None:
    record.refresh_from_db()
    record = check_record(record, by=stage.users[HANDS[keeper][1]], revision=record.revision)
    verify_record(record, by=stage.users["suivi@demo.example"], revision=record.revision)
