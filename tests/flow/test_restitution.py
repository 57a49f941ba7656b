"""What a commune is given back: verified first, frozen, without a small group in it, with the authority beside it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.utils import timezone

from tests.flow.restituted import MODEL, given_back, given_back_anew, met, score, scored, verified
from toguna.flow.restitution import (
    ReplyImpossible,
    account_now,
    bring_back,
    missing_for_restitution,
    restitute,
    set_reply_beside,
    withdraw,
)
from toguna.flow.scoring import NotPermittedOnCycle, reopen, validate
from toguna.rules.findings import Finding
from toguna.rules.instruments import Engine
from toguna.store.facts.models import Fact
from toguna.store.journal.models import Entry
from toguna.store.scorecards.actions import StageNotReady, begin_round
from toguna.store.scorecards.models import Restitution
from toguna.store.scorecards.queries import public_restitutions

pytestmark = pytest.mark.django_db


def codes(findings: list[Finding]) -> list[str]:
    return [finding.code for finding in findings]


def test_a_round_is_not_public_before_others_have_verified_it() -> None:
    there = scored()
    assert codes(missing_for_restitution(there.again())) == ["not-validated"]
    met(there)
    validate(there.again(), by=there.stage.agent)
    with pytest.raises(StageNotReady) as refused:
        restitute(there.again(), by=there.stage.agent)
    assert codes(refused.value.findings) == ["not-verified"]
    assert not public_restitutions().exists()


def test_the_day_of_the_meeting_comes_from_its_stage() -> None:
    there = scored()
    verified(there)
    assert codes(missing_for_restitution(there.again())) == ["day-missing"]
    met(there)
    made = restitute(there.again(), by=there.stage.agent)
    assert made.held_on == date(2025, 4, 20)
    assert made.content["present"] == 42
    there.round.refresh_from_db()
    assert there.round.state == "restituted"


def test_a_group_of_two_is_in_no_account_and_the_women_do_not_tell_them() -> None:
    _there, made = given_back()
    account = made.content
    assert [one["label"]["fr"] for one in account["groups"]] == ["Femmes", "Élus"]
    assert account["left_out"] == 1
    assert [one["by_group"] for one in account["indicators"]] == [[500, 1000], [200, 900]]
    assert account["people"] == {"total": 19, "women": 9, "men": 10, "unknown_sex": 0}
    assert account["index"]["score"] == 550
    assert account["index"]["band"] == "neutral"
    assert "Personnes déplacées" not in str(account)


def test_facts_are_the_numbers_of_the_account() -> None:
    _there, made = given_back()
    facts = {one.unit: one.quantity for one in Fact.objects.filter(kind="measurement", until__isnull=True)}
    assert facts["essai_index"] == made.content["index"]["score"] * 100
    disputed = [one for one in made.content["indicators"] if one["is_disputed"]]
    assert facts["disputed_indicator"] == len(disputed) * 1_000


def test_a_survey_is_not_given_back_as_if_groups_had_scored() -> None:
    there = scored()
    type(there.round.model).objects.update(content=replace(MODEL, engine=Engine.SURVEY).to_json())
    assert codes(missing_for_restitution(there.again())) == ["of-a-survey"]


def test_somebody_who_does_not_lead_the_cycle_gives_nothing_back() -> None:
    there = scored()
    met(there)
    verified(there)
    with pytest.raises(NotPermittedOnCycle):
        restitute(there.again(), by=there.stage.officer)


def test_a_reopened_round_keeps_its_first_account_and_the_second_says_why() -> None:
    there, first = given_back()
    content = dict(first.content)
    reopen(there.again(), by=there.stage.agent, reason="Une note mal recopiée")
    assert public_restitutions().get() == first
    verified(there)
    with pytest.raises(StageNotReady) as refused:
        restitute(there.again(), by=there.stage.agent)
    assert codes(refused.value.findings) == ["reason-missing"]
    second = given_back_anew(there)
    assert (first.edition, second.edition, second.reason) == (1, 2, "Une note mal recopiée")
    assert Restitution.objects.get(pk=first.pk).content == content
    assert second.content["index"]["score"] != first.content["index"]["score"]


def test_a_round_reopened_and_left_as_it_was_has_no_second_account() -> None:
    there, first = given_back()
    reopen(there.again(), by=there.stage.agent, reason="Pour relire")
    again = given_back(there, "Rien n'a changé")[1]
    assert again == first
    assert there.again().state == "restituted"


def test_the_next_round_tells_the_change_in_points_with_how_many() -> None:
    there, _first = given_back()
    following = begin_round(by=there.stage.agent, cycle=there.cycle, opened_on=date(2025, 10, 1))
    score(there, following, agreed=(8_000, 40_000))
    met(there)
    verified(there, following)
    following.refresh_from_db()
    second = restitute(following, by=there.stage.agent).content
    assert second["change"]["index"] == {"before": 550, "after": 600, "points": 50, "compared": 2, "asked": 2}
    assert second["change"]["criteria"]["2"]["points"] == -100
    assert (second["change"]["number"], second["change"]["scored_on"]) == (1, str(timezone.localdate()))


def test_what_is_shown_before_is_what_is_frozen() -> None:
    there = scored()
    met(there)
    verified(there)
    before = account_now(there.again())
    assert restitute(there.again(), by=there.stage.agent).content == before


@pytest.mark.parametrize(
    ("words", "office", "days_from_now", "code"),
    [
        ("", "La maire", 0, "reply-words"),
        ("Nous réparons.", "", 0, "reply-office"),
        ("Nous réparons.", "Mme Exemple", 0, "reply-names-a-person"),
        ("Nous réparons.", "La maire", None, "reply-day"),
        ("Nous réparons.", "La maire", 1, "reply-later"),
    ],
)
def test_a_reply_has_words_an_office_and_a_day(words: str, office: str, days_from_now: int | None, code: str) -> None:
    there, made = given_back()
    on = None if days_from_now is None else timezone.localdate() + timedelta(days=days_from_now)
    with pytest.raises(ReplyImpossible) as refused:
        set_reply_beside(made, by=there.stage.agent, words=words, office=office, on=on)
    assert codes(refused.value.findings) == [code]
    made.refresh_from_db()
    assert made.reply == ""


def test_a_reply_is_changed_and_the_journal_says_so() -> None:
    there, made = given_back()
    for words in ("Nous réparons.", "Nous avons réparé."):
        set_reply_beside(made, by=there.stage.agent, words=words, office="La maire", on=date(2025, 5, 2))
        made.refresh_from_db()
    assert (made.reply, made.reply_office) == ("Nous avons réparé.", "La maire")
    told = Entry.objects.filter(action="round.authority-replied").order_by("pk")
    assert [entry.detail["changed"] for entry in told] == [False, True]
    assert "réparé" not in str([entry.detail for entry in told])


def test_a_withdrawn_cycle_is_public_nowhere_and_its_facts_stay() -> None:
    there, _made = given_back()
    counted = Fact.objects.filter(until__isnull=True).count()
    with pytest.raises(StageNotReady):
        withdraw(there.cycle, by=there.stage.officer, reason=" ")
    with pytest.raises(NotPermittedOnCycle):
        withdraw(there.cycle, by=there.stage.agent, reason="Menaces")
    withdraw(there.cycle, by=there.stage.officer, reason="Menaces")
    assert not public_restitutions().exists()
    assert Fact.objects.filter(until__isnull=True).count() == counted
    bring_back(there.cycle, by=there.stage.officer)
    assert public_restitutions().count() == 1


def test_the_model_of_these_tests_hides_its_smallest_group() -> None:
    assert MODEL.smallest_group > 2
