"""Who is offered while a sheet is typed: people of the same activity and organisation, to those who see names."""

from dataclasses import replace
from typing import Any

import pytest

from tests import factories
from tests.flow.sheets import SHEET, Commune, commune
from tests.web.desk_stage import received, verified
from toguna.flow.known_people import AT_MOST, known_people
from toguna.rules.attendance import Participant, PlaceMention, Sex, StakeholderGroup
from toguna.rules.roles import Role
from toguna.store.accounts.models import User
from toguna.store.people.models import MentionName

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage() -> Commune:
    return commune()


def offered(user: User, typed: str, activity: str = "") -> list[str]:
    return [one.name for one in known_people(user, typed, activity_code=activity)]


def whoever(*names: str, **known: Any) -> tuple[Participant, ...]:
    return tuple(Participant(line, name=name, consent=True, **known) for line, name in enumerate(names, start=1))


def test_who_came_yesterday_is_known_today_before_anybody_verified_it(stage: Commune) -> None:
    received(stage)
    assert offered(stage.agent, "awa", "F-001") == ["Awa Fictive"]
    assert offered(stage.agent, "awa") == []


def test_what_is_known_of_somebody_comes_with_the_name(stage: Commune) -> None:
    person = Participant(
        1,
        name="Fanta Fictive",
        sex=Sex.FEMALE,
        birth_year=1990,
        commune=PlaceMention("Sanankoro-Ba"),
        village="Bougou",
        function="Maire",
        organisation="Mairie fictive",
        phone="70 00 00 00",
        stakeholder_group=StakeholderGroup.ELECTED_OFFICIAL,
        consent=True,
    )
    received(stage, participants=(person,))
    (found,) = known_people(stage.agent, "fan", activity_code="F-001")
    assert vars(found) == {
        "name": "Fanta Fictive", "sex": "female", "birth_year": "1990", "commune": "Sanankoro-Ba", "village": "Bougou",
        "function": "Maire", "organisation": "Mairie fictive", "stakeholder_group": "elected_official",
        "phone": "70 00 00 00",
    }  # fmt: skip


def test_whom_verified_facts_name_is_known_at_any_activity_of_the_organisation(stage: Commune) -> None:
    verified(stage)
    factories.activity(programmes=[stage.programme], code="F-002", implementer=stage.agent.organisation)
    assert offered(stage.agent, "iss", "F-002") == ["Issa Fictif"]
    assert offered(factories.user(Role.PARTNER_AGENT), "iss", "F-002") == []


def test_an_age_without_a_year_of_birth_is_not_copied_from_one_year_to_the_next(stage: Commune) -> None:
    verified(stage)
    (awa,) = known_people(stage.agent, "awa")
    assert (awa.sex, awa.birth_year) == ("female", "")


def test_somebody_on_ten_sheets_is_offered_once_and_namesakes_apart(stage: Commune) -> None:
    verified(stage)
    received(stage, session=2)
    received(stage, session=3, participants=whoever("Issa Fictif", sex=Sex.MALE, birth_year=1960))
    found = known_people(stage.agent, "issa", activity_code="F-001")
    assert sorted((one.name, one.birth_year) for one in found) == [("Issa Fictif", "1960"), ("Issa Fictif", "2003")]


def test_a_sensitive_activity_offers_nobody_and_lends_nobody(stage: Commune) -> None:
    verified(stage)
    stage.activity.sensitive = True
    stage.activity.save()
    assert offered(stage.agent, "awa", "F-001") == []
    factories.activity(programmes=[stage.programme], code="F-002", implementer=stage.agent.organisation)
    assert offered(stage.agent, "awa", "F-002") == []


@pytest.mark.parametrize("state", ["rejected", "quarantined"])
def test_a_sheet_that_should_not_have_been_written_lends_no_name(stage: Commune, state: str) -> None:
    found = received(stage)
    found.state = state
    found.save()
    assert offered(stage.agent, "awa", "F-001") == []


def test_a_redacted_person_is_offered_no_more(stage: Commune) -> None:
    verified(stage)
    assert offered(stage.agent, "awa") == ["Awa Fictive"]
    MentionName.objects.filter(name="Awa Fictive").delete()
    assert offered(stage.agent, "awa") == []


def test_nobody_is_offered_to_an_account_that_sees_no_names(stage: Commune) -> None:
    verified(stage)
    assert offered(factories.user(Role.DONOR), "awa", "F-001") == []


def test_there_are_never_more_than_ten(stage: Commune) -> None:
    received(stage, participants=whoever(*(f"Awa Fictive {number}" for number in range(30))))
    assert len(known_people(stage.agent, "awa", activity_code="F-001")) == AT_MOST


def test_a_sheet_that_cannot_be_read_hides_no_other(stage: Commune) -> None:
    first = received(stage)
    received(stage, session=2, participants=replace(SHEET, participants=whoever("Fanta Fictive")).participants)
    assert first.current_version is not None
    payload = first.current_version.payload
    type(payload).objects.filter(pk=payload.pk).update(body=b"{")
    assert offered(stage.agent, "fic", "F-001") == ["Fanta Fictive"]
