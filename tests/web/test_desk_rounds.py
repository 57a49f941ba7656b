"""A round's page: its change since last time, a survey's rates, an organisation's levels; its record; its promises."""

from dataclasses import replace

import pytest

from tests import factories
from tests.flow.test_scoring import DAY, MODEL, Scored, opened, scored
from tests.web.desk_stage import signed_in
from toguna.collect.instruments import templates
from toguna.flow.scoring import validate
from toguna.rules.instruments import Display, Engine, Indicator, Joining, Scale
from toguna.rules.roles import Role
from toguna.store.commitments.models import Commitment
from toguna.store.fieldwork.models import Record
from toguna.store.scorecards.actions import begin_round, current_round
from toguna.store.scorecards.scoring_actions import (
    Given,
    Sitting,
    agree_score,
    begin_scoring,
    give_scores,
    keep_respondent,
)

pytestmark = pytest.mark.django_db


def page(there: Scored, number: int = 1) -> str:
    """The round's page as the agent reads it."""
    return signed_in(there.stage.agent).get(f"/desk/cycles/CYC-1/rounds/{number}/").content.decode()


def test_a_second_round_tells_its_change_in_points() -> None:
    there = scored()
    agent = there.stage.agent
    validate(there.round, by=agent)
    begin_round(by=agent, cycle=there.cycle, opened_on=DAY)
    second = current_round(there.cycle)
    sitting = begin_scoring(by=agent, round=second, group="women", sitting=Sitting(DAY, women=7))
    give_scores(by=agent, scoring=sitting, given=[Given("1.1", 9_000), Given("2.1", 80_000)])
    agree_score(by=agent, round=second, indicator="1.1", raw=10_000)
    agree_score(by=agent, round=second, indicator="2.1", raw=80_000)
    shown = page(there, 2)
    assert "Depuis le tour 1" in shown
    assert "+5,0" in shown
    assert "+10,0" in shown


def test_a_survey_is_read_as_rates_with_their_numbers() -> None:
    yes = Scale(worst=0, best=1_000, step=1_000, display=Display.YES_NO)
    survey = replace(
        MODEL,
        code="enquete",
        engine=Engine.SURVEY,
        joining=Joining.MEAN_OF_PEOPLE,
        nodes=(),
        indicators=(Indicator("p1", {"fr": "Participation au plan"}, scale=yes),),
    )
    there = opened(survey)
    assert "Personne n'a encore répondu" in page(there)
    for number in range(40):
        sex = "female" if number < 38 else "male"
        answers = {"p1": 1_000 if number < 20 else 0}
        keep_respondent(round=there.round, version=None, fields={"sex": sex, "answers": answers})
    shown = page(there)
    assert "50,0" in shown
    assert "34,5 à 65,5 · n = 40" in shown
    assert "n = 38" in shown
    # Two men are too few to be told apart.
    assert "n = 2<" not in shown


def test_an_organisation_reads_which_levels_are_borne_by_evidence_and_what_to_begin_with() -> None:
    there = opened(templates()["opi"])
    agent = there.stage.agent
    codes = [one["code"] for one in there.round.model.content["indicators"]]
    sitting = begin_scoring(by=agent, round=there.round, group="staff", sitting=Sitting(DAY, women=3))
    give_scores(by=agent, scoring=sitting, given=[Given(code, 3_000) for code in codes])
    for code in codes[1:]:
        agree_score(by=agent, round=there.round, indicator=code, raw=3_000, evidence="Rapport annuel", importance=1)
    agree_score(by=agent, round=there.round, indicator=codes[0], raw=2_000, importance=3, urgency=2)
    shown = page(there)
    assert "Niveaux et preuves" in shown
    assert "à montrer" in shown
    first = shown.partition("Par quoi commencer")[2]
    assert first.index("Résultats") < first.index("Normes")
    asked = signed_in(agent).get(f"/desk/cycles/CYC-1/rounds/1/score/staff/{codes[0]}/").content.decode()
    assert "Ce qui le montre" in asked


def test_the_record_of_a_round_leads_to_its_page_and_is_corrected_there() -> None:
    there = scored()
    record = validate(there.round, by=there.stage.agent)
    shown = signed_in(there.stage.coordinator).get(f"/desk/records/{record.pk}/").content.decode()
    assert "/desk/cycles/CYC-1/rounds/1/" in shown
    assert "Tour de notation validé" in shown
    assert "Efficacité, 100" in shown
    assert "&quot;model&quot;" not in shown
    assert "Corriger la fiche" not in shown
    assert "n'a pas pu être lue" not in shown


def test_a_promise_is_written_down_from_its_stage_and_comes_back_to_it() -> None:
    there = scored()
    factories.participation(there.stage.programme, there.stage.agent.organisation)
    client = signed_in(there.stage.agent)
    form = f"/desk/commitments/new/?origin=cycle:{there.cycle.pk}:round:1"
    assert "Sanankoro-Ba" in client.get(form).content.decode()
    typed = {
        "programme": there.stage.programme.code, "what": "Afficher les comptes", "office": "La maire",
        "receiver_office": "La population", "made_on": "2025-04-02", "due_on": "2025-09-30", "place": "Sanankoro-Ba",
        "activity": str(there.stage.activity.pk), "origin_kind": "action_plan", "kind": "action",
    }  # fmt: skip
    answer = client.post(form, typed)
    assert answer.headers["Location"] == "/desk/cycles/CYC-1/"
    assert Commitment.objects.get().origin_key == f"cycle:{there.cycle.pk}:round:1:1"
    client.post(form, {**typed, "what": "Réparer le forage"})
    assert Commitment.objects.filter(origin_key__endswith=":2").exists()
    assert Record.objects.filter(form_id="registre_engagement").count() == 2


def test_a_round_that_somebody_else_leads_is_no_origin() -> None:
    there = scored()
    other = signed_in(factories.user(Role.PARTNER_AGENT))
    page = other.get(f"/desk/commitments/new/?origin=cycle:{there.cycle.pk}:round:1")
    assert page.status_code == 200
    assert "CYC-1" not in page.content.decode()
