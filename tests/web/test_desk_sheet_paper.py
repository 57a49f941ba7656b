"""Entering a printed sheet: its code says what is known, its photos come first, its people are offered or counted."""

import json
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests import factories
from tests.flow.sheets import Commune, commune
from tests.web.desk_stage import boxes, received, signed_in
from tests.web.test_desk_sheets import NEW, PNG, confirmation, opened
from toguna.flow.paper import print_sheets
from toguna.flow.reading import sheet_of
from toguna.rules.attendance import Sex, count_seats
from toguna.rules.roles import Role
from toguna.store.fieldwork.models import Attachment, PrintedSheet, Record
from toguna.store.journal.models import Entry

pytestmark = pytest.mark.django_db
PHOTOS = f"{NEW}photo/"
NAMES = f"{NEW}names/"


@pytest.fixture
def stage() -> Commune:
    return commune()


def printed(stage: Commune, lines: int = 15) -> PrintedSheet:
    return print_sheets(stage.activity, sessions=[1], lines=lines, counts_only=not lines, by=stage.agent)[0]


def photo(name: str = "fiche.png", body: bytes = PNG) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, body, "image/png")


def put_aside(client: Client, *photos: SimpleUploadedFile) -> list[dict[str, str]]:
    found: list[dict[str, str]] = json.loads(client.post(PHOTOS, {"photo": list(photos)}).content)["photos"]
    return found


def kept_sheet() -> object:
    version = Record.objects.get().current_version
    assert version is not None
    return sheet_of(version)[0]


# --- the code ---------------------------------------------------------------------------------------------------------


def test_a_scanned_code_fills_in_what_was_printed(stage: Commune) -> None:
    sheet = printed(stage)
    page = signed_in(stage.agent).get(f"{NEW}?sheet={sheet.code.lower().replace('-', ' ')}").content.decode()
    assert re.search(r'id="activity_code"[^>]*value="F-001"', page)
    assert re.search(r'id="session"[^>]*value="1"', page)
    assert re.search(r'id="commune"[^>]*value="Sanankoro-Ba"', page)
    assert re.search(rf'id="sheet_code"[^>]*value="{sheet.code}"', page)
    assert 'name="p15-name"' in page
    assert "pas encore saisie" in page


def test_an_entered_sheet_says_so_before_anything_is_typed(stage: Commune) -> None:
    sheet = printed(stage)
    found = received(stage, sheet_code=sheet.code)
    page = signed_in(stage.agent).get(f"{NEW}?sheet={sheet.code}").content.decode()
    assert "est déjà saisie" in page
    assert f'href="/desk/records/{found.pk}/"' in page


def test_a_sheet_that_another_organisation_entered_is_told_without_a_link(stage: Commune) -> None:
    sheet = printed(stage)
    found = received(stage, sheet_code=sheet.code)
    found.organisation = factories.user(Role.PARTNER_AGENT).organisation
    found.save()
    page = signed_in(stage.agent).get(f"{NEW}?sheet={sheet.code}").content.decode()
    assert "Une autre organisation l&#x27;a saisie" in page or "Une autre organisation l'a saisie" in page
    assert str(found.pk) not in page


@pytest.mark.parametrize(("code", "told"), [("26BQ-5242", "un signe est mal lu"), ("26BQ-524Z", "Aucune fiche n")])
def test_a_code_that_leads_nowhere_is_told(stage: Commune, code: str, told: str) -> None:
    page = signed_in(stage.agent).get(f"{NEW}?sheet={code}").content.decode()
    assert told in page
    assert 'id="activity_code" name="activity_code" list="activities" value=""' in page


def test_a_code_tells_a_stranger_nothing_of_the_activity(stage: Commune) -> None:
    sheet = printed(stage)
    page = signed_in(factories.user(Role.PARTNER_AGENT)).get(f"{NEW}?sheet={sheet.code}").content.decode()
    assert "F-001" not in page
    assert "Aucune fiche n" in page


def test_a_second_entry_of_a_code_is_doubted_when_it_is_sent(stage: Commune) -> None:
    sheet = printed(stage)
    received(stage, sheet_code=sheet.code)
    client = signed_in(stage.agent)
    answer = client.post(NEW, opened(client) | boxes(session="1", sheet_code=sheet.code))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert f"« {sheet.code} » est déjà saisie" in page
    assert 'href="#sheet_code"' in page
    assert Record.objects.count() == 1


def test_a_sheet_is_kept_with_its_code(stage: Commune) -> None:
    sheet = printed(stage)
    client = signed_in(stage.agent)
    client.post(NEW, opened(client) | boxes(session="1", sheet_code=sheet.code.lower()))
    found = Record.objects.get()
    assert found.current_version is not None
    assert found.current_version.reading.sheet_code == sheet.code


def test_a_code_of_another_session_is_doubted(stage: Commune) -> None:
    client = signed_in(stage.agent)
    page = client.post(NEW, opened(client) | boxes(session="2", sheet_code=printed(stage).code)).content.decode()
    assert "a été imprimée pour l&#x27;activité F-001, séance 1" in page


def test_a_correction_is_not_its_own_double(stage: Commune) -> None:
    sheet = printed(stage)
    found = received(stage, sheet_code=sheet.code)
    client = signed_in(stage.coordinator)
    address = f"/desk/records/{found.pk}/correct/"
    page = client.get(address).content.decode()
    assert f'value="{sheet.code}"' in page
    assert "est déjà saisie" not in page
    sent = opened(client, address) | boxes(session="1", sheet_code=sheet.code, reason="Un nom était mal lu")
    assert client.post(address, sent).status_code == 302


# --- the photos -------------------------------------------------------------------------------------------------------


def test_a_photo_waits_and_is_shown_beside_before_anything_is_typed(stage: Commune) -> None:
    client = signed_in(stage.agent)
    (found,) = put_aside(client, photo())
    shown = client.get(found["address"])
    assert b"".join(shown.streaming_content) == PNG  # type: ignore[attr-defined]
    assert shown.headers["Content-Type"] == "image/png"
    assert "sandbox" in shown.headers["Content-Security-Policy"]
    page = client.get(NEW, {"photo": found["mark"]}).content.decode()
    assert 'class="photo-page"' in page
    assert found["mark"] in page


def test_nobody_else_is_shown_a_photo_that_waits(stage: Commune) -> None:
    (found,) = put_aside(signed_in(stage.agent), photo())
    assert signed_in(stage.coordinator).get(found["address"]).status_code == 404


def test_each_page_of_a_sheet_has_its_photo_and_all_go_with_the_record(stage: Commune) -> None:
    client = signed_in(stage.agent)
    marks = [one["mark"] for one in put_aside(client, photo("image.png"), photo("image.png", PNG + b"2"))]
    client.post(NEW, opened(client) | boxes() | {"photo_kept": marks})
    assert sorted(Attachment.objects.values_list("name", "size")) == [
        ("2-image.png", len(PNG) + 1),
        ("image.png", len(PNG)),
    ]


def test_showing_the_photo_without_script_checks_nothing_and_loses_nothing(stage: Commune) -> None:
    client = signed_in(stage.agent)
    answer = client.post(NEW, opened(client) | boxes(held_on="") | {"photo": photo(), "show-photo": "yes"})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert 'class="photo-page"' in page
    assert 'value="Awa Fictive"' in page
    assert not Record.objects.exists()


def test_a_file_that_is_no_picture_is_kept_and_never_shown(stage: Commune) -> None:
    client = signed_in(stage.agent)
    script = photo("fiche.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>")
    (found,) = put_aside(client, script)
    assert found["address"] == ""
    assert client.get(PHOTOS, {"mark": found["mark"]}).status_code == 404
    page = client.get(NEW, {"photo": found["mark"]}).content.decode()
    assert "que l&#x27;on puisse montrer" in page or "que l'on puisse montrer" in page
    client.post(NEW, opened(client) | boxes(photo_kept=found["mark"]))
    assert Attachment.objects.get().name == "fiche.svg"


def test_a_name_with_a_path_in_it_stays_in_its_folder(stage: Commune) -> None:
    client = signed_in(stage.agent)
    put_aside(client, photo("../../../fiche.png"))
    waiting = list((Path(settings.VAR) / "waiting").iterdir())
    assert all(re.fullmatch("[0-9a-f]{32}", one.name) for one in waiting)


def test_no_photo_at_all_is_said(stage: Commune) -> None:
    assert signed_in(stage.agent).post(PHOTOS).status_code == 422


@pytest.mark.parametrize("mark", ["", "x", "a:b:c"])
def test_a_wild_mark_leads_nowhere(stage: Commune, mark: str) -> None:
    client = signed_in(stage.agent)
    assert client.get(PHOTOS, {"mark": mark}).status_code == 404
    assert client.get(NEW, {"photo": mark}).status_code == 200


def test_a_correction_stands_beside_the_photo_that_came(stage: Commune) -> None:
    client = signed_in(stage.agent)
    client.post(NEW, opened(client) | boxes() | {"photo": photo()})
    found, attachment = Record.objects.get(), Attachment.objects.get()
    page = signed_in(stage.coordinator).get(f"/desk/records/{found.pk}/correct/").content.decode()
    assert f'src="/desk/attachments/{attachment.pk}/"' in page


# --- the names --------------------------------------------------------------------------------------------------------


def test_known_people_are_offered_and_the_journal_says_so_once_a_sheet(stage: Commune) -> None:
    received(stage)
    client = signed_in(stage.agent)
    for typed in ("iss", "issa"):
        answer = client.post(NAMES, {"q": typed, "activity": "F-001", "sheet": "fiche-1"})
        (person,) = json.loads(answer.content)["people"]
        assert (person["name"], person["sex"], person["birth_year"]) == ("Issa Fictif", "male", "2003")
        assert person["words"] == "homme · né(e) en 2003"
    client.post(NAMES, {"q": "awa", "activity": "F-001", "sheet": "fiche-2"})
    noted = Entry.objects.filter(action="people.suggested").order_by("pk")
    assert [entry.subject for entry in noted] == ["sheet:fiche-1", "sheet:fiche-2"]
    assert "Issa" not in str([entry.detail for entry in noted])


def test_nothing_offered_is_nothing_to_note(stage: Commune) -> None:
    signed_in(stage.agent).post(NAMES, {"q": "zzz", "activity": "F-001", "sheet": "fiche-1"})
    assert not Entry.objects.filter(action="people.suggested").exists()


def test_a_name_stands_in_no_address(stage: Commune) -> None:
    assert signed_in(stage.agent).get(NAMES, {"q": "awa"}).status_code == 405


# --- sensitive subjects -----------------------------------------------------------------------------------------------


@pytest.fixture
def sensitive(stage: Commune) -> Commune:
    stage.activity.sensitive = True
    stage.activity.save()
    return stage


def test_a_sensitive_activity_asks_for_numbers_first(sensitive: Commune) -> None:
    page = signed_in(sensitive.agent).get(f"{NEW}?activity=F-001").content.decode()
    assert page.index('name="c1-1"') < page.index('name="p1-name"')
    assert re.search(r'<details class="names-apart">', page)
    assert not re.search(r"data-sensitive hidden", page)


def test_names_on_a_sensitive_sheet_are_kept_only_when_somebody_decides_it(sensitive: Commune) -> None:
    client = signed_in(sensitive.agent)
    page = client.post(NEW, opened(client) | boxes())
    assert page.status_code == 422
    assert 'href="#names_needed"' in page.content.decode()
    assert 'value="Awa Fictive"' in page.content.decode()
    assert not Record.objects.exists()
    client.post(NEW, opened(client) | boxes(names_needed="yes"))
    assert Record.objects.count() == 1


def test_numbers_in_the_boxes_are_people_without_a_name(sensitive: Commune) -> None:
    client = signed_in(sensitive.agent)
    counted = {"c3-1": "12", "c7-3": "2", "c6-2": " 1 "}
    sent = boxes(**{"p1-name": "", "p1-consent": "", "p1-sex": "", "p1-age": "", "u1-seats": ""} | counted)
    for name in ("u1-sex", "u1-age_band"):
        sent[name] = ""
    client.post(NEW, opened(client) | sent)
    sheet = kept_sheet()
    assert count_seats(sheet) == 15  # type: ignore[arg-type]
    assert [(one.seats, one.sex, one.age_from, one.age_to) for one in sheet.unnamed] == [  # type: ignore[attr-defined]
        (12, Sex.FEMALE, 15, 29),
        (1, Sex.MALE, 60, None),
        (2, None, None, None),
    ]


def test_a_number_that_is_none_is_pointed_at_in_its_box(sensitive: Commune) -> None:
    client = signed_in(sensitive.agent)
    sent = opened(client) | boxes(**{"c3-1": "douze", "p1-name": "", "p1-consent": "", "u1-seats": "4"})
    page = client.post(NEW, sent).content.decode()
    assert 'href="#u1-seats"' in page
    assert re.search(r'id="u1-seats" name="c3-1"[^>]*value="douze" aria-invalid="true"', page)
    assert re.search(r'id="u2-seats" name="c3-2"[^>]*value="4"', page)


def test_a_printed_head_count_opens_as_one(stage: Commune) -> None:
    page = signed_in(stage.agent).get(f"{NEW}?sheet={printed(stage, lines=0).code}").content.decode()
    assert 'name="c1-1"' in page
    assert re.search(r"data-sensitive hidden", page)


def test_a_year_typed_where_the_sheet_has_one_column_is_a_year_of_birth(stage: Commune) -> None:
    client = signed_in(stage.agent)
    client.post(NEW, opened(client) | boxes(**{"p1-age": "1990"}))
    (person,) = kept_sheet().participants  # type: ignore[attr-defined]
    assert (person.age, person.birth_year) == (None, 1990)


def test_confirming_a_used_code_keeps_the_sheet_all_the_same(stage: Commune) -> None:
    sheet = printed(stage)
    received(stage, sheet_code=sheet.code)
    client = signed_in(stage.agent)
    sent = opened(client) | boxes(session="1", sheet_code=sheet.code)
    mark = confirmation(client.post(NEW, sent).content.decode())
    client.post(NEW, sent | {"confirmed": mark})
    assert Record.objects.count() == 2
