"""Scores that a telephone sends: they end in the round they name, beside those of the scoring page."""

from collections.abc import Mapping
from typing import Any

import pytest

from tests.flow.test_scoring import DAY, MODEL, Scored, opened
from toguna.collect.answers_xml import write_answers
from toguna.collect.instruments import shipped_instruments
from toguna.collect.instruments.form import question_names
from toguna.collect.questions import questions_of
from toguna.flow.form_media import media_named
from toguna.flow.reading import findings_of, reading_of
from toguna.flow.receive import receive_submission
from toguna.flow.scoring import reopen, result_of, validate
from toguna.flow.scoring_sheets import offer_scoring_form
from toguna.flow.verify import check_record, reject_record, verify_record
from toguna.rules.score_tree import INDEX
from toguna.store.facts.models import Fact
from toguna.store.fieldwork.models import Record
from toguna.store.scorecards.queries import progress_of
from toguna.store.scorecards.scoring_actions import (
    Given,
    Sitting,
    agree_score,
    begin_scoring,
    choose_scoring,
    give_score,
)

pytestmark = pytest.mark.django_db


def sent(there: Scored, answers: Mapping[str, Any], number: int = 1) -> Record:
    """A sheet that the agent's telephone sent about this round, read."""
    form = offer_scoring_form(there.round.model, by=None)
    head = {"round": str(there.round.pk), "held_on": DAY.isoformat()}
    body = write_answers(questions_of(bytes(form.xform)), {**head, **answers}, instance_id=f"uuid:notes-{number}")
    record = receive_submission(body=body, by=there.stage.agent).record
    assert record.current_version is not None
    reading_of(record.current_version)
    record.refresh_from_db()
    return record


def scores(first: str, second: str, *, group: str = "women", women: str = "7") -> dict[str, Any]:
    """The answers of one group about both indicators."""
    names = question_names(MODEL)
    return {
        "group": group,
        "people": {"women": women},
        names["1.1"]: {"score": first, "reason": "Le plan date"},
        names["2.1"]: {"score": second},
    }


def told(record: Record) -> set[str]:
    assert record.current_version is not None
    return {finding.code for finding in findings_of(record.current_version)}


def test_scores_of_a_telephone_and_of_the_page_end_in_the_same_round() -> None:
    there = opened()
    agent = there.stage.agent
    sent(there, scores("5", "20"))
    sitting = begin_scoring(by=agent, round=there.round, group="elected", sitting=Sitting(DAY, men=6))
    give_score(by=agent, scoring=sitting, given=Given("1.1", 10_000))
    give_score(by=agent, scoring=sitting, given=Given("2.1", 90_000))
    result = result_of(there.round)
    assert {group.code: group.results[INDEX].score for group in result.groups} == {"women": 35, "elected": 95}
    assert result.people == 13


def test_the_agent_is_offered_the_rounds_that_are_open() -> None:
    there = opened()
    form = offer_scoring_form(there.round.model, by=None)
    offered = media_named(form, there.stage.agent, "rounds.csv")
    assert offered is not None
    assert str(there.round.pk) in offered.body.decode()
    nobody = media_named(form, there.stage.officer, "rounds.csv")
    assert nobody is not None


def test_a_group_that_scored_twice_waits_for_a_choice() -> None:
    there = opened()
    sent(there, scores("5", "20"))
    second = sent(there, scores("9", "80"), number=2)
    assert "group-twice" in told(second)
    assert progress_of(there.round).twice == {"women"}
    waiting = there.round.scorings.get(counts=False)
    choose_scoring(by=there.stage.agent, scoring=waiting)
    assert progress_of(there.round).twice == set()
    assert result_of(there.round).groups[0].results["1"].score == 90


def test_a_score_off_its_scale_from_an_old_model_is_kept_apart() -> None:
    there = opened()
    record = sent(there, scores("50", "20"))
    assert "score-off-scale" in told(record)
    kept = there.round.scorings.get().scores.get(indicator="1.1")
    assert (kept.raw, kept.off_scale) == (50_000, True)
    assert result_of(there.round).groups[0].results["1"].score is None


def test_scores_for_a_validated_round_wait_until_it_is_reopened() -> None:
    there = opened()
    agent = there.stage.agent
    sent(there, scores("5", "20"))
    for code in ("1.1", "2.1"):
        agree_score(by=agent, round=there.round, indicator=code, raw=8_000)
    validate(there.round, by=agent)
    late = sent(there, scores("9", "80", group="elected"), number=2)
    assert "round-over" in told(late)
    assert there.round.scorings.count() == 1
    reopen(there.round, by=agent, reason="Les élus ont noté après")
    assert there.round.scorings.count() == 2


def test_a_rejected_sheet_counts_no_more() -> None:
    there = opened()
    record = sent(there, scores("5", "20"))
    assert result_of(there.round).groups
    reject_record(record, by=there.stage.coordinator, revision=record.revision, reason="Groupe inventé")
    assert not result_of(there.round).groups


def test_a_sheet_for_a_round_of_somebody_else_is_kept_and_enters_nothing() -> None:
    there = opened()
    answers = {**scores("5", "20"), "round": "11111111-1111-1111-1111-111111111111"}
    record = sent(there, answers)
    assert "round-unknown" in told(record)
    assert not there.round.scorings.exists()


def test_answers_on_the_five_perspectives_are_facts_of_one_person_each() -> None:
    there = opened(shipped_instruments()["cinq_perspectives"])
    names = question_names(shipped_instruments()["cinq_perspectives"])
    record = sent(there, {"group": "youth", "sex": "female", names["p1"]: {"score": "1"}, names["p2"]: {"score": "0"}})
    assert there.round.respondents.get().answers == {"p1": 1000, "p2": 0}
    record = check_record(record, by=there.stage.coordinator, revision=record.revision)
    verify_record(record, by=there.stage.officer, revision=record.revision)
    facts = {fact.unit: fact.quantity for fact in Fact.objects.filter(version__record=record)}
    assert facts == {"p1_answered": 1000, "p1_yes": 1000, "p2_answered": 1000, "p2_yes": 0}
