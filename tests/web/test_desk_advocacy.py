"""Advocacy on the desk: an initiative is opened, told, taken step by step and handed in; texts and forums beside it."""

import csv
import io
from typing import Any

import pytest

from tests import factories
from tests.flow.sheets import Commune, commune
from tests.samples import library
from tests.web.advocacy_stage import at_work, initiative, policy_text
from tests.web.desk_stage import signed_in
from toguna.flow.forms import offer_library_form
from toguna.flow.receive import receive_submission
from toguna.flow.verify import check_record, verify_record
from toguna.rules.roles import Role
from toguna.store.advocacy.models import Initiative, PolicyText
from toguna.store.commitments.models import Commitment
from toguna.store.fieldwork.models import Record

pytestmark = pytest.mark.django_db
HOME = "/desk/advocacy/"


@pytest.fixture
def stage() -> Commune:
    there = commune()
    factories.participation(there.programme, there.agent.organisation)
    return there


def words(answer: Any) -> str:
    """The page with plain spaces."""
    return " ".join(answer.content.decode().replace("\xa0", " ").replace("\u202f", " ").split())


def table(answer: Any) -> list[dict[str, str]]:
    """The rows of a CSV that was sent."""
    body = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(body)))


def boxes(stage: Commune, **changes: str) -> dict[str, str]:
    """The boxes of a new initiative without anything wrong in them."""
    typed = {
        "code": "eau-2025",
        "title_fr": "Des puits pour l'école",
        "issue": "L'école n'a pas d'eau.",
        "identified_on": "2025-01-10",
        "lead": str(stage.agent.organisation_id),
        "place": "Sanankoro-Ba",
    }
    return typed | changes


def test_an_initiative_is_opened_with_what_is_known_and_no_more(stage: Commune) -> None:
    answer = signed_in(stage.agent).post(f"{HOME}new/", boxes(stage), follow=True)
    made = Initiative.objects.get()
    assert (made.code, made.place, made.fictional) == ("eau-2025", stage.place, True)
    page = words(answer)
    assert "Inscrivez d'abord sur quoi la demande s'appuie" in page.replace("&#x27;", "'")
    assert "Ajouter une preuve" in page


def test_a_code_is_taken_once_and_the_form_says_so(stage: Commune) -> None:
    initiative(stage, "eau-2025")
    answer = signed_in(stage.agent).post(f"{HOME}new/", boxes(stage))
    assert answer.status_code == 422
    assert "porte déjà ce code" in words(answer)


@pytest.mark.parametrize(("box", "typed"), [("identified_on", "2199-01-01"), ("place", "Nulle part"), ("lead", "")])
def test_what_is_wrong_is_told_beside_its_box_and_nothing_is_opened(stage: Commune, box: str, typed: str) -> None:
    answer = signed_in(stage.agent).post(f"{HOME}new/", boxes(stage, **{box: typed}))
    assert answer.status_code == 422
    assert f'href="#id_{box}"' in words(answer)
    assert not Initiative.objects.exists()


def test_a_demand_is_made_of_an_office_and_never_of_a_person(stage: Commune) -> None:
    made, client = initiative(stage), signed_in(stage.agent)
    answer = client.post(f"{HOME}{made.pk}/change/", boxes(stage, target="M. Exemple"))
    assert answer.status_code == 422
    assert 'href="#id_target"' in words(answer)
    assert client.post(f"{HOME}{made.pk}/change/", boxes(stage, target="Le préfet")).status_code == 302
    made.refresh_from_db()
    assert made.target == "Le préfet"


def test_a_body_that_is_not_of_civil_society_is_not_offered_to_lead(stage: Commune) -> None:
    town = factories.organisation(kind="commune")
    factories.participation(stage.programme, town)
    answer = signed_in(stage.agent).post(f"{HOME}new/", boxes(stage, lead=str(town.pk)))
    assert answer.status_code == 422
    assert not Initiative.objects.exists()


def test_the_story_is_told_in_the_order_of_the_days(stage: Commune) -> None:
    made = at_work(stage)
    page = words(signed_in(stage.officer).get(f"{HOME}{made.pk}/")).replace("&#x27;", "'")
    told = ["La question est posée", "Audience à la mairie.", "Deux puits au budget."]
    assert [page.index(each) for each in told] == sorted(page.index(each) for each in told)
    assert "Inscrire une action" not in page, "an officer reads and does not write"


def test_a_step_is_taken_on_its_day_and_one_that_lacks_something_is_refused(stage: Commune) -> None:
    made, client = at_work(stage), signed_in(stage.agent)
    assert client.post(f"{HOME}{made.pk}/state/", {"state": "evidence", "on": "2025-01-12"}).status_code == 302
    refused = client.post(f"{HOME}{made.pk}/state/", {"state": "closed", "on": "2025-01-13"})
    assert refused.status_code == 422
    assert "Écrivez pourquoi" in words(refused)
    assert client.post(f"{HOME}{made.pk}/state/", {"state": "implemented", "on": "2025-01-13"}).status_code == 422
    assert client.post(f"{HOME}{made.pk}/state/", {"state": "planned", "on": "2199-01-13"}).status_code == 422
    made.refresh_from_db()
    assert made.state == "evidence"


@pytest.mark.parametrize(
    ("part", "typed"),
    [
        ("evidence", {"kind": "survey", "words": "Une enquête fictive."}),
        ("actions", {"on": "2025-02-03", "tactic": "petition", "words": "Une pétition."}),
        ("responses", {"on": "2025-02-05", "answer": "refusal", "words": "Non.", "office": "Le préfet"}),
        ("rungs", {"rung": "on_agenda", "reached_on": "2025-02-06", "evidence": "Ordre du jour."}),
        ("budget", {"currency": "XOF", "committed_before": "1 000 000", "committed_after": "1,5 million"}),
    ],
)
def test_each_part_of_an_initiative_is_written_on_a_page_of_its_own(
    stage: Commune, part: str, typed: dict[str, str]
) -> None:
    made, client = initiative(stage), signed_in(stage.agent)
    if part == "actions":
        assert client.post(f"{HOME}{made.pk}/{part}/new/", typed).status_code == 422
        typed |= {"organisations": str(stage.agent.organisation_id)}
    assert client.get(f"{HOME}{made.pk}/{part}/new/").status_code == 200
    page = words(client.post(f"{HOME}{made.pk}/{part}/new/", typed, follow=True))
    expected = {"evidence": "Une enquête fictive.", "actions": "Une pétition.", "responses": "Le préfet",
                "rungs": "Ordre du jour.", "budget": "+50"}  # fmt: skip
    assert expected[part] in page


def test_a_line_written_by_mistake_is_taken_away(stage: Commune) -> None:
    made, client = at_work(stage), signed_in(stage.agent)
    action = made.actions.get()
    drop = f"/actions/{action.pk}/drop/"
    assert drop not in words(client.get(f"{HOME}{made.pk}/"))
    assert drop in words(client.get(f"{HOME}{made.pk}/?correct=yes"))
    assert client.post(f"{HOME}{made.pk}/actions/{action.pk}/drop/", {"reason": "Doublon."}).status_code == 302
    assert not made.actions.exists()
    assert client.post(f"{HOME}{made.pk}/actions/{action.pk}/drop/").status_code == 404
    assert client.post(f"{HOME}{made.pk}/nowhere/1/drop/").status_code == 404
    assert client.post(f"{HOME}{made.pk}/budget/1/drop/").status_code == 404


def test_an_initiative_is_handed_in_and_says_when_it_has_changed_since(stage: Commune) -> None:
    made, client = at_work(stage), signed_in(stage.agent)
    client.post(f"{HOME}{made.pk}/hand-in/")
    record = Record.objects.get(form_id="registre_plaidoyer")
    assert "est transmis" in words(client.get(f"{HOME}{made.pk}/"))
    assert client.get(f"/desk/records/{record.pk}/").status_code == 200
    typed = {"rung": "acknowledged", "reached_on": "2025-03-02", "evidence": "Lettre."}
    page = words(client.post(f"{HOME}{made.pk}/rungs/new/", typed, follow=True))
    assert "a changé depuis la dernière transmission" in page
    client.post(f"{HOME}{made.pk}/hand-in/", {"reason": "Un échelon atteint."})
    assert record.versions.count() == 2


def test_what_counts_nothing_is_not_handed_in(stage: Commune) -> None:
    made = initiative(stage, activity=None)
    client = signed_in(stage.agent)
    assert "Transmettre à la vérification" not in words(client.get(f"{HOME}{made.pk}/"))
    answer = client.post(f"{HOME}{made.pk}/hand-in/")
    assert answer.status_code == 422
    assert not Record.objects.exists()


def test_a_promise_enters_the_register_of_promises_once(stage: Commune) -> None:
    made, client = at_work(stage), signed_in(stage.agent)
    response = made.responses.get()
    for _time in range(2):
        client.post(f"{HOME}{made.pk}/promises/{response.pk}/")
    kept = Commitment.objects.get()
    assert (kept.office, kept.origin_kind, kept.receiver) == ("La maire", "advocacy", stage.agent.organisation)
    response.refresh_from_db()
    assert response.commitment_key == kept.pk
    assert Record.objects.filter(form_id="registre_engagement").count() == 1
    assert client.get(f"/desk/commitments/{kept.pk}/").status_code == 200


def test_the_list_and_its_file_hold_the_same_filtered_rows(stage: Commune) -> None:
    at_work(stage)
    initiative(stage, "route", title={"fr": "La route"})
    client = signed_in(stage.coordinator)
    assert [row["code"] for row in table(client.get(f"{HOME}initiatives.csv?sort=code"))] == ["puits", "route"]
    assert [row["code"] for row in table(client.get(f"{HOME}initiatives.csv?q=route"))] == ["route"]
    page = words(client.get(f"{HOME}?q=route&state=identified"))
    assert "La route" in page
    assert "1 initiative" in page
    assert "ne répond à ces filtres" in words(client.get(f"{HOME}?rung=decision"))
    [row] = table(client.get(f"{HOME}initiatives.csv?organisation={stage.agent.organisation.code}&q=puits"))
    assert (row["actions"], row["promesses"], row["à qui"]) == ("1", "1", "La maire")


def test_another_organisation_sees_none_of_it(stage: Commune) -> None:
    made, text = at_work(stage), policy_text(stage)
    other = signed_in(factories.user(Role.PARTNER_COORDINATOR))
    assert "Des puits" not in words(other.get(HOME))
    assert other.get(f"{HOME}{made.pk}/").status_code == 404
    assert other.get(f"{HOME}texts/{text.pk}/").status_code == 404


def test_a_text_is_entered_advances_and_is_handed_in(stage: Commune) -> None:
    client = signed_in(stage.agent)
    typed = {
        "code": "eau", "title_fr": "Accord sur l'eau", "kind": "investment_agreement", "level": "commune",
        "currency": "XOF", "amount": "26 000 000", "addresses_gender": "yes", "gender_words": "Article 3",
        "activity": str(stage.activity.pk), "place": "Sanankoro-Ba",
    }  # fmt: skip
    assert client.post(f"{HOME}texts/new/", typed | {"gender_words": ""}).status_code == 422
    assert client.post(f"{HOME}texts/new/", typed).status_code == 302
    made = PolicyText.objects.get()
    assert (made.amount, made.addresses_gender) == (26_000_000_00, True)
    parts = f"{HOME}texts/{made.pk}"
    assert client.post(f"{parts}/parties/new/", {"side": "private"}).status_code == 422
    company = {"side": "private", "name": "Entreprise fictive"}
    assert client.post(f"{parts}/parties/new/", company).status_code == 302
    drafted = {"stage": "drafted", "reached_on": "2025-02-01", "evidence": "Copie."}
    assert client.post(f"{parts}/stages/new/", drafted).status_code == 302
    assert client.post(f"{parts}/stages/new/", drafted).status_code == 422, "each stage once"
    assert client.post(f"{parts}/hand-in/").status_code == 302
    page = words(client.get(f"{parts}/"))
    assert "Entreprise fictive" in page
    assert "26 000 000 FCFA" in page
    assert client.post(f"{parts}/change/", typed | {"title_fr": "Accord sur l'eau potable"}).status_code == 302
    assert "a changé depuis" in words(client.get(f"{parts}/"))


def test_the_register_of_texts_is_filtered_and_taken_away(stage: Commune) -> None:
    policy_text(stage)
    policy_text(stage, "genre", addresses_gender=True, gender_words="Article 1")
    client = signed_in(stage.officer)
    rows = table(client.get(f"{HOME}texts/texts.csv?gender=yes"))
    assert [(row["code"], row["rédigé"]) for row in rows] == [("genre", "2025-02-01")]
    assert [row["code"] for row in table(client.get(f"{HOME}texts/texts.csv?gender=unknown"))] == ["eau"]
    assert "2 textes" in words(client.get(f"{HOME}texts/?stage=drafted"))
    assert "ne répond à ces filtres" in words(client.get(f"{HOME}texts/?stage=adopted"))


def forum(stage: Commune, **changes: Any) -> Record:
    """A forum of the activity that was verified."""
    offer_library_form("forum_dialogue")
    body = library.submission("forum_dialogue", library.FORUM | changes, instance_id=f"uuid:{len(changes)}-forum")
    record = receive_submission(body=body, by=stage.agent).record
    record.refresh_from_db()
    record = check_record(record, by=stage.coordinator, revision=record.revision)
    verify_record(record, by=stage.officer, revision=record.revision)
    return record


def test_forums_are_listed_with_sides_accord_resolutions_and_the_follow_up_due(stage: Commune) -> None:
    factories.organisation(code=library.GROUP)
    forum(stage, activity_code="F-001")
    client = signed_in(stage.officer)
    page = words(client.get(f"{HOME}forums/"))
    assert "associations de femmes" in page
    assert "accord de presque tous" in page
    assert "1 suivi promis n" in page
    assert "en retard" in page
    [row] = table(client.get(f"{HOME}forums/forums.csv?follow_up=late&consensus=near"))
    assert (row["résolutions"], row["points de désaccord"], row["suivi prévu"]) == ("2", "1", "2025-07-15")
    assert table(client.get(f"{HOME}forums/forums.csv?follow_up=none")) == []


def test_a_forum_that_was_followed_is_not_late(stage: Commune) -> None:
    factories.organisation(code=library.GROUP)
    forum(stage, activity_code="F-001")
    forum(stage, activity_code="F-001", session="2", held_on="2025-07-20", next_on="2125-01-01", resolution=[])
    page = words(signed_in(stage.officer).get(f"{HOME}forums/"))
    assert 'forum suivant : <time datetime="2025-07-20">' in page
    assert "suivi promis" not in page
