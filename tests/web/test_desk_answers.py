"""Records of any form on the desk: their answers in words, kept back from some, compared, corrected, filled in."""

import io
import re
from uuid import uuid4

import pytest
from django.http import QueryDict
from django.test import Client

from tests import factories
from tests.flow.sheets import Commune, commune
from tests.web.any_form import OGG, PNG, distributed, offer_survey, surveyed
from tests.web.desk_stage import signed_in
from tests.web.test_desk_records import words_of
from toguna.collect.forms import library_form_ids, library_xform
from toguna.collect.questions import questions_of
from toguna.flow.reading import answers_of
from toguna.flow.receive import SentFile, receive_submission
from toguna.flow.verify import return_record
from toguna.rules.roles import Role
from toguna.store.facts.models import Fact
from toguna.store.fieldwork.models import Record
from toguna.web.desk.answer_boxes import answers_sent, boxes_of
from toguna.web.desk.answer_words import answer_said, documented

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage() -> Commune:
    return commune()


def page(client: Client, record: Record, query: str = "") -> str:
    return client.get(f"/desk/records/{record.pk}/{query}").content.decode()


def boxes_on(body: str) -> dict[str, str | list[str]]:
    """What a browser would send back of the answers on a page, unchanged."""
    sent: dict[str, str | list[str]] = {}
    for tag in re.findall(r"<input[^>]*>", body):
        found = dict(re.findall(r'(name|value|type)="([^"]*)"', tag))
        if found.get("name", "").startswith(("a:", "revision", "entry", "clerk")) and found.get("type") != "file":
            if found.get("type") == "checkbox" and " checked" not in tag:
                continue
            values = sent.setdefault(found["name"], [])
            assert isinstance(values, list)
            values.append(found.get("value", ""))
    for name, text in re.findall(r'<textarea[^>]*name="(a:[^"]*)"[^>]*>([^<]*)</textarea>', body):
        sent[name] = text
    for name, options in re.findall(r'<select[^>]*name="(a:[^"]*)"[^>]*>(.*?)</select>', body, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', options)
        sent[name] = chosen[1] if chosen else ""
    return sent


def test_answers_stand_under_their_questions_in_words_and_repeats_as_tables(stage: Commune) -> None:
    text = words_of(page(signed_in(stage.coordinator), surveyed(stage)).encode())
    assert "Source d'eau Forage" in text
    assert "Membre du ménage N° Nom Sexe Âge" in text
    assert "Maraîchage, Élevage" in text
    assert "forage" not in text.replace("letter", "").split("Les réponses")[1].split("Votre décision")[0]


def test_a_form_that_nobody_read_shows_a_donor_only_what_was_chosen_and_counted(stage: Commune) -> None:
    record = surveyed(stage)
    body = page(signed_in(factories.user(Role.DONOR)), record)
    text = words_of(body.encode())
    assert "Forage" in text
    for kept_back in ("Fictive", "Fictif", "répondant", "312.4", "collect:", "geo:"):
        assert kept_back not in text.split("Les réponses")[1], kept_back
    assert "réservé" in text
    assert 'href="geo:' not in body


def test_a_title_that_may_hold_a_name_stands_on_no_list(stage: Commune) -> None:
    record = surveyed(stage)
    record.current_version.reading.title = "Awa Fictive"
    record.current_version.reading.save()
    assert "Awa Fictive" not in signed_in(factories.user(Role.DONOR)).get("/desk/records/").content.decode()
    assert "Awa Fictive" in signed_in(stage.coordinator).get("/desk/records/").content.decode()
    found = "/desk/records/?q=Awa"
    assert str(record.pk) not in signed_in(factories.user(Role.DONOR)).get(found).content.decode()
    assert str(record.pk) in signed_in(stage.coordinator).get(found).content.decode()


def test_a_form_of_the_library_says_what_verifying_will_count_and_counts_it(stage: Commune) -> None:
    record = distributed(stage)
    text = words_of(page(signed_in(stage.coordinator), record).encode())
    assert "Ce que la fiche fait compter" in text
    assert "250" in text
    assert "rattachée à aucune activité" not in text
    coordinator, officer = signed_in(stage.coordinator), signed_in(stage.officer)
    coordinator.post(f"/desk/records/{record.pk}/decide/", {"act": "check", "revision": record.revision})
    record.refresh_from_db()
    done = officer.post(f"/desk/records/{record.pk}/decide/", {"act": "verify", "revision": record.revision})
    assert done.status_code == 302, words_of(done.content)
    record.refresh_from_db()
    assert record.state == "verified"
    assert Fact.objects.filter(version__record=record, kind="output").exists()
    assert "faits en viennent" in words_of(page(officer, record).encode())


def test_a_finding_leads_to_the_answer_it_is_about(stage: Commune) -> None:
    record = distributed(stage, held_on="2025-03-03", end_on="2025-03-01")
    body = page(signed_in(stage.coordinator), record)
    pointed = re.findall(r'href="#(a-[\w-]+)"', body)
    assert pointed
    assert all(f'id="{anchor}"' in body for anchor in pointed)


def test_the_point_is_drawn_without_asking_anybody(stage: Commune) -> None:
    body = page(signed_in(stage.coordinator), distributed(stage))
    assert 'href="geo:12.650000,-8.000000"' in body
    picture = body[body.index("<svg xmlns") : body.rindex("</svg>")]
    assert "12,65" in picture
    assert "http" not in picture.replace("http://www.w3.org/2000/svg", "")


def test_a_picture_opens_and_a_sound_plays_by_what_their_bytes_are(stage: Commune) -> None:
    record = distributed(stage, files=False)
    files = [
        SentFile("recu.png", "image/png", io.BytesIO(PNG)),
        SentFile("voix.ogg", "audio/ogg", io.BytesIO(OGG)),
        SentFile("page.png", "image/png", io.BytesIO(b"<script>alert(1)</script>")),
    ]
    receive_submission(body=bytes(record.current_version.payload.body), files=files, by=stage.agent)
    client = signed_in(stage.coordinator)
    body = page(client, record)
    assert body.count("<img") == 1
    assert body.count("<audio") == 1
    served = {file.name: client.get(f"/desk/attachments/{file.pk}/") for file in record.attachments.all()}
    for answer in served.values():
        answer.close()
    assert served["voix.ogg"]["Content-Type"] == "audio/ogg"
    assert served["page.png"]["Content-Type"] == "application/octet-stream"
    assert "attachment" in served["page.png"]["Content-Disposition"]


def test_a_correction_is_a_new_version_and_the_page_says_what_changed(stage: Commune) -> None:
    record = surveyed(stage)
    client = signed_in(stage.coordinator)
    address = f"/desk/records/{record.pk}/answers/"
    sent = boxes_on(client.get(address).content.decode())
    sent |= {"a:water": "puits", "a:member[2]/m_age": "44", "reason": "Le puits, pas le forage"}
    answer = client.post(address, sent)
    assert answer.status_code == 302, words_of(answer.content)
    record.refresh_from_db()
    assert (record.state, record.versions.count()) == ("received", 2)
    found = answers_of(record.current_version)
    assert found is not None
    tree = found[1]
    assert tree.get("water") == "puits"
    assert [member["m_age"] for member in tree.each("member")][1] == "44"
    assert tree.get("deviceid").startswith("collect:")
    text = words_of(page(client, record).encode())
    assert "Source d'eau Forage Puits" in text
    assert "Âge (2)" in text
    assert "Le puits, pas le forage" in text
    donor = words_of(page(signed_in(factories.user(Role.DONOR)), record).encode())
    assert "Le puits, pas le forage" not in donor


def test_a_correction_without_its_reason_or_with_nonsense_keeps_what_was_typed(stage: Commune) -> None:
    record = surveyed(stage)
    client = signed_in(stage.coordinator)
    address = f"/desk/records/{record.pk}/answers/"
    sent = boxes_on(client.get(address).content.decode()) | {"a:hh_size": "beaucoup", "reason": "x"}
    answer = client.post(address, sent)
    assert answer.status_code == 422
    body = answer.content.decode()
    assert "beaucoup" in body
    assert 'href="#a-hh-size"' in body
    assert 'id="a-hh-size"' in body
    again = client.post(address, {**sent, "a:hh_size": "3", "reason": " "})
    assert again.status_code == 422
    assert record.versions.count() == 1


def test_one_occurrence_more_is_asked_for_without_script_and_an_empty_one_is_not_kept(stage: Commune) -> None:
    record = surveyed(stage)
    client = signed_in(stage.coordinator)
    address = f"/desk/records/{record.pk}/answers/"
    sent = boxes_on(client.get(address).content.decode())
    more = client.post(address, {**sent, "more-of": "member"})
    assert "a:member[3]/m_name" in more.content.decode()
    kept = {**boxes_on(more.content.decode()), "reason": "Rien de changé que le village", "a:village": "mopti"}
    assert client.post(address, kept).status_code == 302
    record.refresh_from_db()
    found = answers_of(record.current_version)
    assert found is not None
    assert len(found[1].each("member")) == 2


def test_the_second_of_two_correctors_is_told(stage: Commune) -> None:
    record = surveyed(stage)
    client = signed_in(stage.coordinator)
    address = f"/desk/records/{record.pk}/answers/"
    sent = boxes_on(client.get(address).content.decode()) | {"reason": "x", "a:village": "mopti"}
    return_record(record, by=stage.coordinator, revision=record.revision, reason="À revoir")
    assert client.post(address, sent).status_code == 409


def test_the_sender_corrects_what_came_back_and_an_attendance_sheet_has_its_own_page(stage: Commune) -> None:
    record = distributed(stage)
    agent = signed_in(stage.agent)
    address = f"/desk/records/{record.pk}/answers/"
    assert agent.get(address).status_code == 403
    return_record(record, by=stage.coordinator, revision=record.revision, reason="Manque le stock")
    body = agent.get(address).content.decode()
    sent = boxes_on(body) | {"a:material[1]/stock": "10", "reason": "Stock compté"}
    assert sent["a:receipt"] == ["recu.png"]
    assert agent.post(address, sent).status_code == 302
    record.refresh_from_db()
    assert record.state == "received"
    assert "10" in page(agent, record)


def test_a_form_is_filled_in_on_the_desk_once(stage: Commune) -> None:
    offer_survey()
    client = signed_in(stage.agent)
    assert "/desk/records/forms/hh_survey/" in client.get("/desk/records/forms/").content.decode()
    address = "/desk/records/forms/hh_survey/"
    entry = str(uuid4())
    empty = client.post(address, {"entry": entry})
    assert empty.status_code == 422
    sent = {"entry": entry, "a:village": "mopti", "a:head": "Awa Fictive", "a:member[1]/m_age": "7"}
    first, second = client.post(address, sent), client.post(address, sent)
    assert first.status_code == second.status_code == 302
    assert first["Location"] == second["Location"]
    record = Record.objects.get()
    assert (record.way_in, record.form_id, record.instance_id) == ("desk", "hh_survey", f"uuid:{entry}")


def test_a_form_that_takes_nothing_cannot_be_filled_in(stage: Commune) -> None:
    offer_survey()
    client = signed_in(stage.agent)
    assert client.get("/desk/records/forms/no-such-form/").status_code == 404
    assert client.get("/desk/records/forms/fiche_presence/").status_code == 404


@pytest.mark.parametrize("form_id", library_form_ids())
def test_what_the_boxes_show_is_what_comes_back_from_them(form_id: str) -> None:
    form = questions_of(library_xform(form_id))
    boxes = boxes_of(form, {})
    sent = QueryDict(mutable=True)

    def fill(box) -> None:
        for inner in box.boxes:
            fill(inner)
        if box.kind == "date":
            sent[box.input_name] = "2025-03-03"
        elif box.is_number:
            sent[box.input_name] = "12"
        elif box.options:
            sent[box.input_name] = box.options[0].code
        elif not box.boxes and box.kind not in ("note", "repeat"):
            sent[box.input_name] = "Réponse fictive"

    for box in boxes:
        fill(box)
    answers, findings = answers_sent(form, sent)
    assert findings == []
    again = boxes_of(form, answers)
    sent_again = {box.input_name: box.value for box in flattened(again) if box.value}
    assert sent_again == sent.dict()
    assert documented(form.questions, answers, hides=lambda question: False).blocks


def flattened(boxes):
    for box in boxes:
        yield from flattened(box.boxes) if box.boxes else [box]


def test_an_answer_that_is_not_what_it_should_be_stays_as_it_is_written() -> None:
    form = questions_of(library_xform("distribution"))
    held_on, session = form.at("held_on"), form.at("session")
    assert held_on is not None
    assert session is not None
    assert answer_said(held_on, "demain") == "demain"
    assert answer_said(session, "deux") == "deux"
