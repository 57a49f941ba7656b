"""The steps of an initiative, whom its actions engage, what a policy text counts, and the words of every unit."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toguna.rules.advocacy import (
    Action,
    Answer,
    Approach,
    BudgetEffect,
    Engaged,
    EngagedAs,
    EvidenceKind,
    Initiative,
    InitiativeState,
    Reached,
    Response,
    Rung,
    Tactic,
    facts_of,
    findings,
    highest_rung,
)
from toguna.rules.advocacy_steps import (
    NEXT_STATES,
    ActionMissing,
    EvidenceMissing,
    NoSuchStep,
    PlanMissing,
    PromiseMissing,
    ProofMissing,
    ReasonMissing,
    RefusalMissing,
    ResponseMissing,
    StepRefused,
    advance,
    step_refused,
    suggested_step,
)
from toguna.rules.policy_texts import Party, PartySide, PolicyStage, PolicyText, Standing, TextKind, stage_findings
from toguna.rules.policy_texts import facts_of as text_facts
from toguna.rules.policy_texts import findings as text_findings
from toguna.rules.units import UNITS

S = InitiativeState
days = st.dates(date(2017, 1, 1), date(2019, 12, 31))
codes = st.sampled_from(["osc-a", "osc-b", "mairie"])
ENGAGED = (Engaged("osc-a", engaged_as=EngagedAs.LEAD), Engaged("osc-b", "cbo"), Engaged("mairie", "commune"))
initiatives = st.builds(
    Initiative,
    identified_on=days,
    state=st.sampled_from(S),
    target=st.sampled_from(["", "La maire"]),
    demand=st.sampled_from(["", "Un puits"]),
    objective=st.sampled_from(["", "Un puits en mai"]),
    tactics=st.sampled_from([(), (Tactic.PETITION,)]),
    approach=st.none() | st.sampled_from(Approach),
    engaged=st.just(ENGAGED),
    evidence=st.sampled_from([(), (EvidenceKind.SURVEY,)]),
    actions=st.lists(
        st.builds(Action, st.integers(1, 9), days, st.sampled_from(Tactic), st.lists(codes, unique=True).map(tuple)),
        max_size=4,
        unique_by=lambda action: action.number,
    ).map(tuple),
    responses=st.lists(st.builds(Response, st.integers(1, 9), days, st.sampled_from(Answer)), max_size=3).map(tuple),
    ladder=st.lists(st.builds(Reached, st.sampled_from(Rung), days), max_size=5, unique_by=lambda one: one.rung).map(
        tuple
    ),
)
stages = st.lists(st.builds(Standing, st.sampled_from(PolicyStage), days), max_size=6).map(tuple)


@given(initiatives, st.sampled_from(S))
def test_a_step_that_does_not_follow_is_never_taken(initiative: Initiative, to: InitiativeState) -> None:
    if to in NEXT_STATES[initiative.state]:
        return
    with pytest.raises(NoSuchStep):
        advance(initiative, to, "Un motif")


@given(initiatives)
def test_the_suggested_step_follows_and_lacks_just_what_is_told(initiative: Initiative) -> None:
    suggested = suggested_step(initiative)
    if suggested is None:
        assert initiative.state is S.CLOSED
        return
    to, missing = suggested
    assert to in NEXT_STATES[initiative.state]
    assert type(missing) is type(step_refused(initiative, to, "Un motif"))


@pytest.mark.parametrize(
    ("state", "to", "refusal"),
    [
        (S.IDENTIFIED, S.EVIDENCE, EvidenceMissing),
        (S.EVIDENCE, S.PLANNED, PlanMissing),
        (S.PLANNED, S.ACTIVE, ActionMissing),
        (S.ACTIVE, S.RESPONSE_RECEIVED, ResponseMissing),
        (S.RESPONSE_RECEIVED, S.PROMISE_MADE, PromiseMissing),
        (S.RESPONSE_RECEIVED, S.REFUSED, RefusalMissing),
        (S.PROMISE_MADE, S.IMPLEMENTED, ProofMissing),
        (S.PROMISE_MADE, S.PARTLY, ReasonMissing),
        (S.ACTIVE, S.CLOSED, ReasonMissing),
    ],
)
def test_each_step_names_what_it_lacks(state: InitiativeState, to: InitiativeState, refusal: type[StepRefused]) -> None:
    with pytest.raises(refusal):
        advance(Initiative(state=state), to)


def test_what_was_refused_or_not_kept_may_be_asked_again() -> None:
    done = (Action(1, date(2017, 1, 1), Tactic.PETITION, ("osc-a",)),)
    for state in (S.REFUSED, S.NOT_IMPLEMENTED, S.PARTLY):
        assert advance(Initiative(state=state, actions=done), S.ACTIVE) is S.ACTIVE


@given(initiatives)
def test_only_bodies_of_civil_society_are_engaged_and_each_once_an_action(initiative: Initiative) -> None:
    events = [fact for fact in facts_of(initiative) if fact.kind == "event"]
    assert {fact.organisation for fact in events} <= {"osc-a", "osc-b"}
    assert len({fact.node for fact in events}) == len(events)
    days_told = {(fact.organisation, fact.on) for fact in events}
    assert days_told == {
        (code, action.on) for action in initiative.actions for code in action.organisations if code != "mairie"
    }


@given(initiatives)
def test_an_initiative_counts_once_however_many_its_actions(initiative: Initiative) -> None:
    units = [fact.unit for fact in facts_of(initiative)]
    assert units.count("initiative") == int(bool(initiative.actions))
    assert set(units) - {"event"} <= set(UNITS)


def test_a_stranger_in_an_action_and_a_rung_without_action_are_told() -> None:
    action = Action(1, date(2017, 3, 1), Tactic.MEDIA, ("osc-z",))
    early = Reached(Rung.DECISION, date(2017, 2, 1))
    told = findings(Initiative(engaged=ENGAGED[:1], actions=(action,), ladder=(early,)))
    assert [one.code for one in told] == ["action-by-a-stranger", "rung-before-action", "rung-skipped"]


def test_the_highest_rung_does_not_depend_on_the_order_of_the_days() -> None:
    ladder = [Reached(rung, date(2019, 12, 31) - timedelta(days=30 * place)) for place, rung in enumerate(Rung)]
    assert highest_rung(ladder) is Rung.IMPLEMENTATION
    assert highest_rung([]) is None


@given(st.integers(0, 10**9), st.integers(0, 10**9), st.integers(0, 10**9), st.integers(0, 10**9))
def test_amounts_change_in_percent_and_rates_in_points(cb: int, ca: int, db: int, da: int) -> None:
    effect = BudgetEffect(cb, ca, db, da)
    if cb:
        assert effect.committed_percent is not None
        assert cb * (100 + effect.committed_percent) == 100 * ca
    else:
        assert effect.committed_percent is None
    if cb and ca:
        assert effect.spending_points == Fraction(100 * da, ca) - Fraction(100 * db, cb)
    assert BudgetEffect(cb, None, None, da).spending_points is None


@given(stages, st.booleans(), st.sampled_from(TextKind))
def test_a_text_counts_once_in_each_stage(reached: tuple[Standing, ...], gender: bool, kind: TextKind) -> None:
    facts = text_facts(PolicyText(kind, reached, addresses_gender=gender, amount=500_00, currency="XOF"))
    assert len({fact.unit for fact in facts}) == len(facts)
    assert {fact.unit for fact in facts} <= set(UNITS)
    assert {f"policy_{one.stage}" for one in reached} == {one.unit for one in facts if one.unit.startswith("policy_")}
    assert all(fact.unit.startswith("gender_") is False or gender for fact in facts)


def test_a_text_that_does_not_advance_is_not_counted_again() -> None:
    text = PolicyText(TextKind.LAW, (Standing(PolicyStage.ADOPTED, date(2017, 3, 1)),))
    told = stage_findings(text, PolicyStage.ADOPTED, date(2018, 3, 1))
    assert [one.code for one in told] == ["stage-twice"]


def test_what_a_register_of_texts_asks_to_look_at() -> None:
    person = Party(PartySide.PRIVATE, "M. Exemple")
    reached = (Standing(PolicyStage.ADOPTED, date(2017, 3, 1)), Standing(PolicyStage.DRAFTED, date(2017, 4, 1)))
    told = text_findings(PolicyText(TextKind.INVESTMENT_AGREEMENT, reached, (person,), addresses_gender=True))
    assert [one.code for one in told] == [
        "stage-before-earlier", "stage-skipped", "gender-without-words", "office-names-a-person"
    ]  # fmt: skip
