"""An advocacy initiative: what is asked of which office, with what evidence, how it answered, how far it got.

An initiative is a series of linked actions and is one, however many actions it has; an organisation is engaged on the
days of the actions that it took part in. It knows offices, never names, and never asks the day.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from toguna.rules.field_record import StatedFact
from toguna.rules.findings import Finding
from toguna.rules.offices import OFFICE_NAMES_A_PERSON, names_a_person
from toguna.rules.remarking import THOUSAND, error, note, warning


class InitiativeState(StrEnum):
    """Where an initiative stands, from the issue to the close."""

    IDENTIFIED = "identified"
    EVIDENCE = "evidence"
    PLANNED = "planned"
    ACTIVE = "active"
    RESPONSE_RECEIVED = "response_received"
    PROMISE_MADE = "promise_made"
    REFUSED = "refused"
    IMPLEMENTED = "implemented"
    PARTLY = "partly"
    NOT_IMPLEMENTED = "not_implemented"
    CLOSED = "closed"


class Tactic(StrEnum):
    """What is done to be heard."""

    PETITION = "petition"
    AUDIENCE = "audience"
    LOBBYING_MEETING = "lobbying_meeting"
    MEDIA = "media"
    PUBLIC_HEARING = "public_hearing"
    BUDGET_SUBMISSION = "budget_submission"
    LEGAL = "legal"


class EvidenceKind(StrEnum):
    """What the demand rests on."""

    BAROMETER_CRITERION = "barometer_criterion"
    SCORE_CARD_INDICATOR = "score_card_indicator"
    SURVEY = "survey"
    OTHER = "other"


class Approach(StrEnum):
    """How many act: one organisation alone, two together, several."""

    UNILATERAL = "unilateral"
    BILATERAL = "bilateral"
    MULTILATERAL = "multilateral"


class EngagedAs(StrEnum):
    """The part of an organisation in an initiative."""

    LEAD = "lead"
    COALITION = "coalition"


class Answer(StrEnum):
    """What the office answered."""

    ACKNOWLEDGED = "acknowledged"
    PROMISE = "promise"
    REFUSAL = "refusal"
    OTHER = "other"


class Rung(StrEnum):
    """How far an initiative got, the lowest first."""

    ACKNOWLEDGED = "acknowledged"
    ON_AGENDA = "on_agenda"
    COMMITMENT = "commitment"
    DECISION = "decision"
    IMPLEMENTATION = "implementation"


# Only a body of civil society is counted as engaged; whoever else helps is an ally, in words.
CIVIL_SOCIETY = frozenset({"cso", "cbo", "network"})
ACTION_WITHOUT_ORGANISATION = (
    "L'action %(number)s ne dit pas quelle organisation y a pris part : elle n'engage personne."
)
ACTION_BY_A_STRANGER = (
    "L'action %(number)s nomme une organisation (%(organisation)s) qui n'est pas engagée dans l'initiative. Ajoutez-la "
    "aux organisations engagées, ou ôtez-la de l'action."
)
ACTION_BEFORE_ISSUE = (
    "L'action %(number)s est datée du %(on)s, avant le jour où la question a été posée. Corrigez l'une des deux dates."
)
NOT_CIVIL_SOCIETY = (
    "« %(organisation)s » n'est pas une organisation de la société civile : elle ne compte pas parmi les organisations "
    "engagées. Inscrivez-la comme alliée."
)
APPROACH_UNLIKE_COALITION = (
    "L'initiative compte %(count)s organisations engagées, ce qui ne va pas avec ce qui est coché : seule, à deux ou "
    "à plusieurs. Corrigez l'un des deux."
)
RUNG_BEFORE_ACTION = (
    "L'échelon du %(on)s a été atteint avant la première action : dites en quoi il vient de cette initiative."
)
RUNG_SKIPPED = "Un échelon plus haut est atteint sans que le précédent soit inscrit. Vérifiez s'il a été atteint aussi."
PROMISE_NOT_ON_LADDER = "Une promesse a été faite, mais l'échelon « engagement » n'est pas inscrit."


@dataclass(frozen=True)
class Engaged:
    """An organisation engaged: its code, its kind, its part."""

    code: str
    kind: str = "cso"
    engaged_as: EngagedAs = EngagedAs.COALITION


@dataclass(frozen=True)
class Action:
    """One thing done on a day, by some of the organisations engaged."""

    number: int
    on: date
    tactic: Tactic
    organisations: tuple[str, ...] = ()


@dataclass(frozen=True)
class Response:
    """What the office answered on a day."""

    number: int
    on: date
    answer: Answer
    office: str = ""


@dataclass(frozen=True)
class Reached:
    """A rung of the ladder, and the day on which it was reached."""

    rung: Rung
    on: date


@dataclass(frozen=True)
class BudgetEffect:
    """What the budget said before and after, in hundredths of one currency; None is not known.

    Amounts change in percent. The rate of spending is a percentage already, so it changes in points.

    >>> effect = BudgetEffect(100_00, 150_00, 40_00, 90_00)
    >>> effect.committed_percent, effect.disbursed_percent, effect.spending_points
    (Fraction(50, 1), Fraction(125, 1), Fraction(20, 1))
    >>> BudgetEffect(0, 150_00).committed_percent is None
    True
    """

    committed_before: int | None = None
    committed_after: int | None = None
    disbursed_before: int | None = None
    disbursed_after: int | None = None

    @property
    def committed_percent(self) -> Fraction | None:
        """By how many percent more was committed; nothing can be said from nothing."""
        return _percent(self.committed_before, self.committed_after)

    @property
    def disbursed_percent(self) -> Fraction | None:
        """By how many percent more was disbursed."""
        return _percent(self.disbursed_before, self.disbursed_after)

    @property
    def spending_before(self) -> Fraction | None:
        """Which share of what was committed was disbursed before, in percent."""
        return _share(self.disbursed_before, self.committed_before)

    @property
    def spending_after(self) -> Fraction | None:
        """The same afterwards."""
        return _share(self.disbursed_after, self.committed_after)

    @property
    def spending_points(self) -> Fraction | None:
        """By how many percentage points that share changed."""
        if self.spending_before is None or self.spending_after is None:
            return None
        return self.spending_after - self.spending_before


@dataclass(frozen=True)
class Initiative:
    """What the rules look at of an initiative."""

    identified_on: date | None = None
    state: InitiativeState = InitiativeState.IDENTIFIED
    target: str = ""
    demand: str = ""
    objective: str = ""
    tactics: tuple[Tactic, ...] = ()
    approach: Approach | None = None
    engaged: tuple[Engaged, ...] = ()
    evidence: tuple[EvidenceKind, ...] = ()
    actions: tuple[Action, ...] = ()
    responses: tuple[Response, ...] = ()
    ladder: tuple[Reached, ...] = ()

    @property
    def lead(self) -> str:
        """The code of the organisation that leads."""
        return next((one.code for one in self.engaged if one.engaged_as is EngagedAs.LEAD), "")


def highest_rung(ladder: Collection[Reached]) -> Rung | None:
    """The highest rung reached, whatever the days.

    >>> str(highest_rung([Reached(Rung.DECISION, date(2026, 3, 1)), Reached(Rung.ON_AGENDA, date(2026, 4, 1))]))
    'decision'
    """
    order = list(Rung)
    return max((one.rung for one in ladder), key=order.index, default=None)


def findings(initiative: Initiative) -> list[Finding]:
    """Everything about the initiative that a reviewer should look at.

    >>> march = Action(1, date(2026, 3, 1), Tactic.PETITION)
    >>> [one.code for one in findings(Initiative(date(2026, 1, 1), engaged=(Engaged("a"),), actions=(march,)))]
    ['action-without-organisation']
    """
    return [*_about_organisations(initiative), *_about_actions(initiative), *_about_outcomes(initiative)]


def facts_of(initiative: Initiative) -> tuple[StatedFact, ...]:
    """What is counted: for each action, each organisation that took part; the initiative once; each rung once.

    An organisation engaged is counted by its actions, so that it counts once in a year however many it had, and once
    over the life of the programme.

    >>> engaged = (Engaged("a", engaged_as=EngagedAs.LEAD), Engaged("b"))
    >>> actions = (Action(1, date(2026, 3, 1), Tactic.PETITION, ("a", "b")),)
    >>> ladder = (Reached(Rung.ON_AGENDA, date(2026, 4, 1)),)
    >>> facts = facts_of(Initiative(engaged=engaged, actions=actions, ladder=ladder))
    >>> [(fact.kind, fact.unit, fact.organisation) for fact in facts]
    [('event', 'event', 'a'), ('event', 'event', 'b'), ('output', 'initiative', 'a'), ('output', 'rung_on_agenda', 'a')]
    """
    return tuple(_facts(initiative))


def _facts(initiative: Initiative) -> Iterator[StatedFact]:
    counted = {one.code for one in initiative.engaged if one.kind in CIVIL_SOCIETY}
    for action in initiative.actions:
        for code in action.organisations:
            if code in counted:
                node = f"action[{action.number}]/{code}"
                yield StatedFact("event", node, THOUSAND, "event", organisation=code, on=action.on)
    if initiative.actions:
        first = min(action.on for action in initiative.actions)
        yield StatedFact("output", "initiative", THOUSAND, "initiative", organisation=initiative.lead, on=first)
    for response in initiative.responses:
        node = f"response[{response.number}]"
        yield StatedFact("output", node, THOUSAND, "advocacy_answer", organisation=initiative.lead, on=response.on)
    for reached in initiative.ladder:
        unit = f"rung_{reached.rung}"
        yield StatedFact("output", unit, THOUSAND, unit, organisation=initiative.lead, on=reached.on)


def _about_organisations(initiative: Initiative) -> Iterator[Finding]:
    for one in initiative.engaged:
        if one.kind not in CIVIL_SOCIETY:
            yield warning("not-civil-society", NOT_CIVIL_SOCIETY, "organisations", organisation=one.code)
    count = len(initiative.engaged)
    fits = {Approach.UNILATERAL: count == 1, Approach.BILATERAL: count == 2, Approach.MULTILATERAL: count > 2}
    if initiative.approach and not fits[initiative.approach]:
        yield warning("approach-unlike-coalition", APPROACH_UNLIKE_COALITION, "approach", count=count)
    if names_a_person(initiative.target):
        yield warning("office-names-a-person", OFFICE_NAMES_A_PERSON, "target")
    for response in initiative.responses:
        if names_a_person(response.office):
            yield warning("office-names-a-person", OFFICE_NAMES_A_PERSON, f"response[{response.number}]/office")


def _about_actions(initiative: Initiative) -> Iterator[Finding]:
    engaged = {one.code for one in initiative.engaged}
    for action in initiative.actions:
        where = f"action[{action.number}]"
        if not action.organisations:
            yield warning("action-without-organisation", ACTION_WITHOUT_ORGANISATION, where, number=action.number)
        for code in action.organisations:
            if code not in engaged:
                values = {"number": action.number, "organisation": code}
                yield error("action-by-a-stranger", ACTION_BY_A_STRANGER, where, **values)
        if initiative.identified_on and action.on < initiative.identified_on:
            values = {"number": action.number, "on": f"{action.on:%d/%m/%Y}"}
            yield warning("action-before-issue", ACTION_BEFORE_ISSUE, where, **values)


def _about_outcomes(initiative: Initiative) -> Iterator[Finding]:
    first = min((action.on for action in initiative.actions), default=None)
    rungs = {one.rung for one in initiative.ladder}
    for one in initiative.ladder:
        if first is None or one.on < first:
            yield warning("rung-before-action", RUNG_BEFORE_ACTION, f"rung[{one.rung}]", on=f"{one.on:%d/%m/%Y}")
    highest = highest_rung(initiative.ladder)
    below = list(Rung)[: list(Rung).index(highest)] if highest else []
    if any(rung not in rungs for rung in below):
        yield note("rung-skipped", RUNG_SKIPPED, "ladder")
    if any(one.answer is Answer.PROMISE for one in initiative.responses) and Rung.COMMITMENT not in rungs:
        yield note("promise-not-on-ladder", PROMISE_NOT_ON_LADDER, "ladder")


def _percent(before: int | None, after: int | None) -> Fraction | None:
    return None if not before or after is None else Fraction(100 * (after - before), before)


def _share(part: int | None, whole: int | None) -> Fraction | None:
    return None if not whole or part is None else Fraction(100 * part, whole)
