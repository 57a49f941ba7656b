"""A cycle on the desk: opened, noted stage by stage, scored one question at a time, agreed, validated."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests import factories
from tests.flow.sheets import Commune, commune
from tests.web.desk_stage import signed_in
from toguna.flow.instruments import offer_instruments
from toguna.rules.roles import Role
from toguna.store.fieldwork.models import Record
from toguna.store.scorecards.actions import current_round
from toguna.store.scorecards.models import Cycle, GroupScoring

pytestmark = pytest.mark.django_db


def opened(instrument: str = "barometre") -> tuple[Commune, Client, Cycle]:
    """A cycle that an agent opened on the page."""
    stage = commune()
    offer_instruments()
    client = signed_in(stage.agent)
    answer = client.post(
        "/desk/cycles/new/",
        {
            "code": "BBG-1",
            "instrument": instrument,
            "activity": stage.activity.pk,
            "organisation": stage.agent.organisation.code,
            "place": "Sanankoro-Ba",
            "opened_on": "2025-03-01",
        },
    )
    assert answer.status_code == 302, answer.content.decode()
    return stage, client, Cycle.objects.get(code="BBG-1")


def test_a_cycle_begins_at_its_first_stage_and_says_what_is_missing() -> None:
    _stage, client, cycle = opened()
    assert cycle.stage == "context"
    page = client.get("/desk/cycles/BBG-1/").content.decode()
    assert "Indiquez le jour de cette étape" in page
    refused = client.post("/desk/cycles/BBG-1/stages/context/", {"held_on": "2025-03-02", "words": "", "leave": "1"})
    assert refused.status_code == 422
    assert "Écrivez le compte rendu" in refused.content.decode()
    kept = client.post(
        "/desk/cycles/BBG-1/stages/context/",
        {"held_on": "2025-03-02", "words": "Le maire attend le plan.", "n0-0": "3", "n0-3": "2", "leave": "1"},
    )
    assert kept.status_code == 302
    cycle.refresh_from_db()
    assert cycle.stage == "preparation"
    work = cycle.works.get(stage="context")
    assert sorted(work.attendance.values_list("sex", "count")) == [("female", 3), ("male", 2)]


def test_a_group_scores_one_question_at_a_time_and_takes_up_where_it_stopped() -> None:
    _stage, client, cycle = opened()
    begun = client.post("/desk/cycles/BBG-1/rounds/1/score/womens_groups/", {"women": "7", "held_on": "2025-03-03"})
    assert begun.status_code == 302
    first = begun.headers["Location"]
    page = client.get(first).content.decode()
    assert "Question 1 sur" in page
    following = client.post(first, {"raw": "5", "reason": "Le plan est en cours"})
    assert following.status_code == 302
    assert following.headers["Location"] != first
    again = client.post("/desk/cycles/BBG-1/rounds/1/score/womens_groups/", {"women": "7", "held_on": "2025-03-03"})
    assert again.headers["Location"] == following.headers["Location"]
    scoring = GroupScoring.objects.get(round__cycle=cycle)
    assert scoring.scores.get().raw == 5_000


def test_a_score_off_the_scale_is_told_and_nothing_is_kept() -> None:
    _stage, client, _cycle = opened()
    first = client.post("/desk/cycles/BBG-1/rounds/1/score/womens_groups/", {"women": "7"}).headers["Location"]
    answer = client.post(first, {"raw": "11"})
    assert answer.status_code == 422
    assert "de 0 (pire) à 10 (meilleur)" in answer.content.decode()
    assert not GroupScoring.objects.get().scores.exists()


def test_hands_raised_make_a_median() -> None:
    _stage, client, cycle = opened("carte_communautaire")
    group = current_round(cycle).model.content["groups"][0]["code"]
    first = client.post(f"/desk/cycles/BBG-1/rounds/1/score/{group}/", {"women": "9"}).headers["Location"]
    client.post(first, {"raw": "", "count-1": "4", "count-4": "5"})
    score = GroupScoring.objects.get().scores.get()
    assert score.raw == 4_000
    assert score.ratings == {"1000": 4, "4000": 5}


def test_scores_are_agreed_and_the_round_is_handed_in() -> None:
    stage, client, cycle = opened()
    model = current_round(cycle).model.content
    typed = {f"raw-{one['code']}": str(one["scale"]["best"] // 1000) for one in model["indicators"]}
    client.post("/desk/cycles/BBG-1/rounds/1/score/womens_groups/", {"women": "7"})
    first = model["indicators"][0]["code"]
    client.post(f"/desk/cycles/BBG-1/rounds/1/score/womens_groups/{first}/", {"raw": "5"})
    assert client.post("/desk/cycles/BBG-1/rounds/1/agree/", typed).status_code == 302
    assert client.post("/desk/cycles/BBG-1/rounds/1/validate/").status_code == 302
    record = Record.objects.get(form_id="registre_tour")
    page = client.get("/desk/cycles/BBG-1/rounds/1/").content.decode()
    assert "100,0" in page
    officer = signed_in(stage.officer)
    assert officer.get(f"/desk/records/{record.pk}/").status_code == 200


def test_a_local_indicator_is_added_in_the_workshop_and_taken_away_again() -> None:
    _stage, client, cycle = opened()
    typed = {
        "code": "1.1.L1", "parent": "1.1", "label_fr": "Le puits du marché", "worst": "0", "best": "10", "step": "1",
        "display": "number", "weight": "1",
    }  # fmt: skip
    assert client.post("/desk/cycles/BBG-1/model/", typed).status_code == 302
    assert "Le puits du marché" in client.get("/desk/cycles/BBG-1/model/").content.decode()
    flat = client.post("/desk/cycles/BBG-1/model/", {**typed, "code": "1.1.L2", "best": "0"})
    assert flat.status_code == 422
    assert "elle ne distingue rien" in flat.content.decode()
    client.post("/desk/cycles/BBG-1/model/", {"drop": "1.1.L1"})
    assert "Le puits du marché" not in client.get("/desk/cycles/BBG-1/model/").content.decode()
    assert current_round(cycle).model.cycle == cycle


def test_somebody_of_another_organisation_does_not_find_the_cycle() -> None:
    opened()
    stranger = signed_in(factories.user(Role.PARTNER_COORDINATOR))
    assert stranger.get("/desk/cycles/BBG-1/").status_code == 404
    assert "BBG-1" not in stranger.get("/desk/cycles/").content.decode()


def test_the_officer_reads_a_cycle_and_writes_nothing_in_it() -> None:
    stage, _client, _cycle = opened()
    officer = signed_in(stage.officer)
    assert officer.get("/desk/cycles/BBG-1/").status_code == 200
    assert officer.post("/desk/cycles/BBG-1/stages/context/", {"words": "x"}).status_code == 403


def test_a_group_raises_issues_and_the_means_are_tracked() -> None:
    _stage, client, cycle = opened("carte_communautaire")
    content = current_round(cycle).model.content
    group, line = content["groups"][0]["code"], content["inputs"][0]["code"]
    client.post(f"/desk/cycles/BBG-1/issues/{group}/", {"text-0": "La sage-femme part tôt", "priority-0": "1"})
    assert cycle.issues.get().priority == 1
    client.post("/desk/cycles/BBG-1/inputs/", {"code": [line], f"label-{line}": "Personnel", f"actual-{line}": "2"})
    assert current_round(cycle).inputs.get().actual == "2"


def test_every_instrument_has_its_page_and_its_workbook_comes_back_the_same() -> None:
    stage, client, _cycle = opened()
    officer = signed_in(stage.officer)
    page = client.get("/desk/instruments/").content.decode()
    assert "Baromètre" in page
    body = b"".join(client.get("/desk/instruments/barometre/workbook/"))
    preview = officer.post("/desk/instruments/new/", {"workbook": SimpleUploadedFile("i.xlsx", body)})
    assert "exactement ainsi" in preview.content.decode()
