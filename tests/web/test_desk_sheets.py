"""Entering and correcting a sheet on the desk: nothing wrong is kept in silence, nothing typed is lost."""

import re
import uuid
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from tests import factories
from tests.flow.sheets import Commune, commune
from tests.web.desk_stage import boxes, received, signed_in, verified
from toguna.flow.reading import sheet_of
from toguna.rules.attendance import Sex, count_seats
from toguna.rules.roles import Role
from toguna.store.facts.models import Fact
from toguna.store.fieldwork.models import Attachment, Record

pytestmark = pytest.mark.django_db
NEW = "/desk/records/new/"
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 40


@pytest.fixture
def stage() -> Commune:
    return commune()


def opened(client: Client, address: str = NEW) -> dict[str, str]:
    """What the form carries besides its boxes."""
    page = client.get(address).content.decode()
    return dict(re.findall(r'type="hidden" name="(clerk|entry|revision)" value="([^"]*)"', page))


def confirmation(page: str) -> str:
    (mark,) = re.findall(r'name="confirmed" value="([^"]+)"', page)
    return mark


def test_a_sheet_without_anything_wrong_is_kept_at_once(stage: Commune) -> None:
    client = signed_in(stage.agent)
    answer = client.post(NEW, opened(client) | boxes())
    found = Record.objects.get()
    assert answer.headers["Location"] == f"/desk/records/{found.pk}/"
    sheet, _told = sheet_of(found.current_version)
    assert [one.name for one in sheet.participants] == ["Awa Fictive"]
    assert sheet.unnamed[0].sex is Sex.MALE
    assert count_seats(sheet) == 13
    assert found.activity == stage.activity
    assert found.way_in == "desk"


def test_an_error_is_said_with_a_link_to_its_box_and_nothing_typed_is_lost(stage: Commune) -> None:
    client = signed_in(stage.agent)
    tomorrow = (timezone.localdate() + timedelta(days=1)).isoformat()
    answer = client.post(NEW, opened(client) | boxes(held_on=tomorrow, remarks="Pluie fictive", **{"p1-age": "300"}))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert not Record.objects.exists()
    assert 'href="#held_on"' in page
    assert 'href="#p1-age"' in page
    assert 'value="Awa Fictive"' in page
    assert "Pluie fictive" in page
    assert re.search(r'id="p1-age"[^>]*value="300"[^>]*aria-invalid="true"', page)


def test_a_doubt_is_confirmed_and_then_kept(stage: Commune) -> None:
    client = signed_in(stage.agent)
    sent = opened(client) | boxes(total="20")
    page = client.post(NEW, sent)
    assert page.status_code == 422
    assert "annonce 20 participants" in page.content.decode()
    assert not Record.objects.exists()
    client.post(NEW, sent | {"confirmed": confirmation(page.content.decode())})
    assert Record.objects.count() == 1


def test_confirming_one_doubt_does_not_confirm_another(stage: Commune) -> None:
    client = signed_in(stage.agent)
    sent = opened(client) | boxes(total="20")
    mark = confirmation(client.post(NEW, sent).content.decode())
    answer = client.post(NEW, sent | {"confirmed": mark, "activity_code": "NO-SUCH"})
    assert answer.status_code == 422
    assert not Record.objects.exists()


def test_a_refused_name_is_neither_kept_nor_shown_again_and_the_page_says_so(stage: Commune) -> None:
    client = signed_in(stage.agent)
    refused = {"p2-name": "Nom Refusé", "p2-phone": "70 00 00 00", "p2-consent": "no", "p2-sex": "male"}
    page = client.post(NEW, opened(client) | boxes(**refused))
    text = page.content.decode()
    assert page.status_code == 422
    assert "n&#x27;a pas donné son accord" in text
    assert "Nom Refusé" not in text
    assert "70 00 00 00" not in text
    sent = opened(client) | boxes(**refused, confirmed=confirmation(text))
    client.post(NEW, sent)
    version = Record.objects.get().current_version
    assert b"Refus" not in bytes(version.payload.body)
    assert count_seats(sheet_of(version)[0]) == 14


def test_everybody_agreed_is_an_answer_for_those_who_gave_none(stage: Commune) -> None:
    client = signed_in(stage.agent)
    sent = boxes(everybody_agreed="yes", **{"p1-consent": "", "p2-name": "Nom Refusé", "p2-consent": "no"})
    sent |= opened(client)
    mark = confirmation(client.post(NEW, sent).content.decode())
    client.post(NEW, sent | {"confirmed": mark})
    sheet, _told = sheet_of(Record.objects.get().current_version)
    assert [one.name for one in sheet.participants] == ["Awa Fictive", None]


def test_more_lines_are_given_without_script_and_nothing_is_checked_yet(stage: Commune) -> None:
    client = signed_in(stage.agent)
    answer = client.post(NEW, opened(client) | boxes(held_on="") | {"more-lines": "yes"})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert 'name="p11-name"' in page
    assert "error-summary" not in page
    assert 'value="Awa Fictive"' in page


def test_empty_lines_between_full_ones_are_closed_up(stage: Commune) -> None:
    client = signed_in(stage.agent)
    sent = opened(client) | boxes(**{"p7-name": "Issa Fictif", "p7-consent": "yes", "p7-sex": "male"})
    client.post(NEW, sent)
    sheet, _told = sheet_of(Record.objects.get().current_version)
    assert [(one.line, one.name) for one in sheet.participants] == [(1, "Awa Fictive"), (2, "Issa Fictif")]


def test_a_form_sent_twice_is_one_sheet(stage: Commune) -> None:
    client = signed_in(stage.agent)
    sent = opened(client) | boxes()
    first, second = client.post(NEW, sent), client.post(NEW, sent)
    assert first.headers["Location"] == second.headers["Location"]
    assert Record.objects.count() == 1


def test_the_same_sheet_typed_a_second_time_is_doubted(stage: Commune) -> None:
    client = signed_in(stage.agent)
    client.post(NEW, opened(client) | boxes())
    answer = client.post(NEW, opened(client) | boxes())
    assert answer.status_code == 422
    assert "Ne la saisissez pas deux fois" in answer.content.decode()


def test_what_was_typed_outlives_an_expired_session(stage: Commune) -> None:
    client = signed_in(stage.agent)
    sent = opened(client) | boxes(remarks="Pluie fictive")
    client.logout()
    answer = client.post(NEW, sent)
    assert answer.headers["Location"] == f"/account/login/?next={NEW}"
    client.force_login(stage.agent)
    page = client.get(NEW).content.decode()
    assert "Votre saisie a été gardée" in page
    assert "Pluie fictive" in page
    assert 'value="Awa Fictive"' in page
    assert "Pluie fictive" not in client.get(NEW).content.decode()


def test_nobody_else_is_shown_what_was_typed_before_a_session_ended(stage: Commune) -> None:
    client = signed_in(stage.agent)
    sent = opened(client) | boxes()
    client.logout()
    client.post(NEW, sent)
    client.force_login(factories.user(Role.PARTNER_AGENT))
    assert "Awa Fictive" not in client.get(NEW).content.decode()


def test_a_photo_chosen_before_an_error_is_not_lost(stage: Commune) -> None:
    client = signed_in(stage.agent)
    photo = SimpleUploadedFile("fiche.png", PNG, "image/png")
    page = client.post(NEW, opened(client) | boxes(held_on="") | {"photo": photo}).content.decode()
    (mark,) = re.findall(r'name="photo_kept" value="([^"]+)"', page)
    client.post(NEW, opened(client) | boxes(photo_kept=mark))
    attachment = Attachment.objects.get()
    assert (attachment.name, attachment.size) == ("fiche.png", len(PNG))


def test_somebody_elses_waiting_photo_cannot_be_taken(stage: Commune) -> None:
    client = signed_in(stage.agent)
    photo = SimpleUploadedFile("fiche.png", PNG, "image/png")
    page = client.post(NEW, opened(client) | boxes(held_on="") | {"photo": photo}).content.decode()
    (mark,) = re.findall(r'name="photo_kept" value="([^"]+)"', page)
    other = factories.user(Role.PARTNER_AGENT)
    other_client = signed_in(other)
    sent = opened(other_client) | boxes(photo_kept=mark, activity_code="", activity_title="Causerie fictive")
    answer = other_client.post(NEW, sent)
    assert answer.status_code == 302
    assert not Attachment.objects.exists()


def test_the_form_opened_from_an_activity_knows_it(stage: Commune) -> None:
    page = signed_in(stage.agent).get(f"{NEW}?activity=F-001").content.decode()
    assert re.search(r'id="activity_code"[^>]*value="F-001"', page)
    assert re.search(r'id="commune"[^>]*value="Sanankoro-Ba"', page)


def test_an_agent_of_another_organisation_is_offered_other_activities(stage: Commune) -> None:
    page = signed_in(factories.user(Role.PARTNER_AGENT)).get(f"{NEW}?activity=F-001").content.decode()
    assert 'value="F-001"' not in page


def test_a_correction_is_a_new_version_and_closes_the_old_facts(stage: Commune) -> None:
    found = verified(stage)
    client = signed_in(stage.coordinator)
    address = f"/desk/records/{found.pk}/correct/"
    page = client.get(address).content.decode()
    assert 'value="Issa Fictif"' in page
    sent = opened(client, address) | boxes(session="1", reason="Un nom était mal lu")
    assert client.post(address, sent).status_code == 302
    found.refresh_from_db()
    assert found.state == "received"
    assert found.versions.count() == 2
    assert Fact.objects.filter(version__record=found, until=None).count() == 4


def test_a_correction_says_why(stage: Commune) -> None:
    found = received(stage)
    client = signed_in(stage.coordinator)
    address = f"/desk/records/{found.pk}/correct/"
    answer = client.post(address, opened(client, address) | boxes(session="1"))
    assert answer.status_code == 422
    assert "Écrivez ce que vous corrigez" in answer.content.decode()
    assert found.versions.count() == 1


def test_a_correction_of_a_sheet_that_moved_meanwhile_is_told_who_moved_it(stage: Commune) -> None:
    found = received(stage)
    client = signed_in(stage.coordinator)
    address = f"/desk/records/{found.pk}/correct/"
    sent = opened(client, address) | boxes(session="1", reason="Un nom était mal lu")
    second = factories.user(Role.PARTNER_COORDINATOR, organisation=stage.agent.organisation)
    signed_in(second).post(f"/desk/records/{found.pk}/decide/", {"act": "check", "revision": found.revision})
    assert client.post(address, sent).status_code == 409
    assert found.versions.count() == 1


def test_an_agent_corrects_their_own_returned_sheet_and_no_other(stage: Commune) -> None:
    found = received(stage)
    address = f"/desk/records/{found.pk}/correct/"
    client = signed_in(stage.agent)
    colleague = signed_in(factories.user(Role.PARTNER_AGENT, organisation=stage.agent.organisation))
    assert client.get(address).status_code == 403
    signed_in(stage.coordinator).post(
        f"/desk/records/{found.pk}/decide/", {"act": "return", "revision": found.revision, "reason": "Une ligne manque"}
    )
    assert client.get(address).status_code == 200
    assert colleague.get(address).status_code == 403
    assert "Une ligne manque" in client.get("/desk/").content.decode()


def test_a_form_of_four_hundred_lines_is_read_and_no_more(stage: Commune) -> None:
    client = signed_in(stage.agent)
    many = {f"p{line}-name": f"Personne fictive {line}" for line in range(1, 500)}
    answer = client.post(NEW, opened(client) | boxes(**many) | {"more-lines": "yes"})
    assert answer.content.decode().count('-name" aria-label') == 402


def test_a_wild_entry_mark_is_no_way_into_another_record(stage: Commune) -> None:
    client = signed_in(stage.agent)
    for entry in ("", "x", str(uuid.uuid4())):
        client.post(NEW, boxes(entry=entry, session=str(len(entry) + 1)))
    assert Record.objects.count() == 3
