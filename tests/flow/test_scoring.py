"""Rounds: groups score, all agree, the round is validated, checked, verified, and its scores are values."""

from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

import pytest

from tests.flow.sheets import Commune, commune
from toguna.flow.scoring import NotPermittedOnCycle, reopen, result_of, validate
from toguna.flow.verify import check_record, verify_record
from toguna.rules.cycles import Stage, missing
from toguna.rules.instruments import Engine, Group, Indicator, Joining, Model, Node, Scale
from toguna.rules.score_tree import INDEX
from toguna.store.facts.models import Fact
from toguna.store.fieldwork.models import Record
from toguna.store.scorecards.actions import (
    ModelFrozen,
    StageNotReady,
    begin_round,
    current_round,
    keep_cycle_model,
    keep_instrument,
    leave_stage,
    open_cycle,
)
from toguna.store.scorecards.models import Cycle, Round
from toguna.store.scorecards.queries import progress_of
from toguna.store.scorecards.scoring_actions import (
    Given,
    RoundFrozen,
    ScoreOffScale,
    Sitting,
    agree_score,
    begin_scoring,
    give_score,
    keep_respondent,
    restitute_round,
)

pytestmark = pytest.mark.django_db

DAY = date(2025, 4, 1)
MODEL = Model(
    "essai",
    Engine.GROUP_SCORES,
    {"fr": "Baromètre d'essai"},
    nodes=(Node("1", {"fr": "Efficacité"}), Node("2", {"fr": "Équité"})),
    indicators=(
        Indicator("1.1", {"fr": "Le plan existe"}, "1", scale=Scale(worst=0, best=10_000)),
        Indicator("2.1", {"fr": "L'eau est à tous"}, "2", scale=Scale(worst=0, best=100_000)),
    ),
    groups=(Group("women", {"fr": "Femmes"}), Group("elected", {"fr": "Élus"})),
    joining=Joining.CONSENSUS,
)


@dataclass(frozen=True)
class Scored:
    """A commune in a cycle, with its round."""

    stage: Commune
    cycle: Cycle
    round: Round


def opened(model: Model = MODEL) -> Scored:
    """A cycle that has just begun."""
    stage = commune()
    cycle = open_cycle(
        by=stage.agent,
        code="CYC-1",
        version=keep_instrument(by=None, model=model),
        programme=stage.programme,
        activity=stage.activity,
        organisation=stage.agent.organisation,
        place=stage.place,
        opened_on=DAY,
    )
    return Scored(stage, cycle, current_round(cycle))


def scored(model: Model = MODEL, agreed: tuple[int, int] = (10_000, 70_000)) -> Scored:
    """Both groups have scored and both scores are agreed."""
    there = opened(model)
    agent = there.stage.agent
    for group, first, second in (("women", 5_000, 20_000), ("elected", 10_000, 90_000)):
        sitting = begin_scoring(by=agent, round=there.round, group=group, sitting=Sitting(DAY, women=6, men=1))
        give_score(by=agent, scoring=sitting, given=Given("1.1", first, "Le plan date de 2019"))
        give_score(by=agent, scoring=sitting, given=Given("2.1", second))
    for code, raw in zip(("1.1", "2.1"), agreed, strict=True):
        agree_score(by=agent, round=there.round, indicator=code, raw=raw)
    return there


def counted(record: Record, stage: Commune) -> dict[str, int]:
    """The record is checked and verified by others; what it counts."""
    record.refresh_from_db()
    record = check_record(record, by=stage.coordinator, revision=record.revision)
    verify_record(record, by=stage.officer, revision=record.revision)
    alive = Fact.objects.filter(version__record=record, until__isnull=True)
    return {fact.unit: fact.quantity for fact in alive if fact.kind == "measurement"}


def test_a_validated_round_is_counted_from_what_the_groups_gave() -> None:
    there = scored()
    facts = counted(validate(there.round, by=there.stage.agent), there.stage)
    assert facts == {"essai_index": 85_000, "essai_1": 100_000, "essai_2": 70_000, "disputed_indicator": 2_000}
    assert Fact.objects.get(unit="round_validated").area_place == there.stage.place
    scorers = Fact.objects.filter(unit="scorer", sex="female")
    assert sorted(fact.quantity for fact in scorers) == [6_000, 6_000]


def test_the_agreed_score_wins_and_the_groups_stay_apart() -> None:
    result = result_of(scored().round)
    assert result.index.score == Fraction(85)
    assert {group.code: group.results[INDEX].score for group in result.groups} == {"women": 35, "elected": 95}
    assert "1.1" in result.disputes


def test_nothing_is_written_into_a_validated_round_until_it_is_reopened() -> None:
    there = scored()
    validate(there.round, by=there.stage.agent)
    with pytest.raises(RoundFrozen):
        agree_score(by=there.stage.agent, round=there.round, indicator="1.1", raw=0)
    with pytest.raises(ModelFrozen):
        keep_cycle_model(by=there.stage.agent, round=there.round, model=MODEL)
    reopen(there.round, by=there.stage.agent, reason="Une note mal recopiée")
    agree_score(by=there.stage.agent, round=there.round, indicator="1.1", raw=0)


def test_a_round_reopened_after_its_restitution_is_counted_anew_and_the_first_account_stays() -> None:
    there = scored()
    agent = there.stage.agent
    record = validate(there.round, by=agent)
    counted(record, there.stage)
    first = restitute_round(by=agent, round=there.round, held_on=DAY, content={"index": 850})
    reopen(there.round, by=agent, reason="Une note mal recopiée")
    agree_score(by=agent, round=there.round, indicator="1.1", raw=0)
    again = validate(there.round, by=agent)
    assert again.pk == record.pk
    assert counted(again, there.stage)["essai_index"] == 35_000
    second = restitute_round(by=agent, round=there.round, held_on=DAY, content={"index": 350}, reason="Note recopiée")
    assert (first.edition, second.edition) == (1, 2)
    assert there.round.restitutions.count() == 2


def test_a_round_that_is_not_complete_says_so_and_stays_open() -> None:
    there = opened()
    sitting = begin_scoring(by=there.stage.agent, round=there.round, group="women", sitting=Sitting(DAY, women=6))
    give_score(by=there.stage.agent, scoring=sitting, given=Given("1.1", 5_000))
    with pytest.raises(StageNotReady) as refused:
        validate(there.round, by=there.stage.agent)
    assert [finding.code for finding in refused.value.findings] == ["not-complete"]
    there.round.refresh_from_db()
    assert there.round.state == "open"


def test_a_score_off_its_scale_is_refused() -> None:
    there = opened()
    sitting = begin_scoring(by=there.stage.agent, round=there.round, group="women", sitting=Sitting())
    with pytest.raises(ScoreOffScale):
        give_score(by=there.stage.agent, scoring=sitting, given=Given("1.1", 10_001))
    assert not sitting.scores.exists()


def test_a_stage_is_not_left_while_something_is_missing() -> None:
    there = opened()
    assert there.cycle.stage == Stage.CONTEXT
    wanted = missing(Stage.CONTEXT, MODEL, progress_of(there.round))
    with pytest.raises(StageNotReady):
        leave_stage(by=there.stage.agent, cycle=there.cycle, stage=Stage.CONTEXT, missing=wanted)


def test_the_next_measure_takes_the_same_model_or_a_version_of_its_own() -> None:
    there = scored()
    agent = there.stage.agent
    validate(there.round, by=agent)
    same = begin_round(by=agent, cycle=there.cycle, opened_on=date(2025, 10, 1))
    assert same.model_id == there.round.model_id
    sitting = begin_scoring(by=agent, round=same, group="women", sitting=Sitting(DAY))
    give_score(by=agent, scoring=sitting, given=Given("1.1", 7_000))
    for code in ("1.1", "2.1"):
        agree_score(by=agent, round=same, indicator=code, raw=8_000)
    validate(same, by=agent)
    longer = replace(MODEL, indicators=(*MODEL.indicators, Indicator("1.2", {"fr": "Local"}, "1", local=True)))
    other = begin_round(by=agent, cycle=there.cycle, opened_on=date(2026, 4, 1), model=longer)
    assert other.model.number == 2
    assert other.model.cycle == there.cycle


def test_somebody_of_another_organisation_validates_nothing() -> None:
    there = scored()
    with pytest.raises(NotPermittedOnCycle):
        validate(there.round, by=there.stage.officer)


def test_an_organisation_that_judges_itself_scores_as_one_group() -> None:
    model = Model(
        "oca",
        Engine.SELF_ASSESSMENT,
        {"fr": "Auto-évaluation"},
        nodes=(Node("1", {"fr": "Gouvernance"}),),
        indicators=(Indicator("1.1", {"fr": "Conseil"}, "1", scale=Scale(worst=1_000, best=4_000, step=1_000)),),
    )
    there = opened(model)
    sitting = begin_scoring(by=there.stage.agent, round=there.round, group="staff", sitting=Sitting(DAY, women=4))
    give_score(by=there.stage.agent, scoring=sitting, given=Given("1.1", 3_000, evidence="Procès-verbaux du conseil"))
    agree_score(by=there.stage.agent, round=there.round, indicator="1.1", raw=3_000)
    assert round(float(result_of(there.round).index.score or 0)) == 67
    assert validate(there.round, by=there.stage.agent).form_id == "registre_tour"


def test_a_round_is_left_only_once_it_is_validated() -> None:
    there = scored()
    assert "not-validated" in {one.code for one in missing(Stage.VALIDATION, MODEL, progress_of(there.round))}
    validate(there.round, by=there.stage.agent)
    there.round.refresh_from_db()
    assert "not-validated" not in {one.code for one in missing(Stage.VALIDATION, MODEL, progress_of(there.round))}


def test_a_survey_is_complete_by_what_people_answered() -> None:
    survey = replace(MODEL, code="enquete", engine=Engine.SURVEY, joining=Joining.MEAN_OF_PEOPLE)
    there = opened(survey)
    keep_respondent(round=there.round, version=None, fields={"answers": {"1.1": 0, "2.1": 100_000}})
    assert progress_of(there.round).answered == 1
    assert validate(there.round, by=there.stage.agent).form_id == "registre_tour"
