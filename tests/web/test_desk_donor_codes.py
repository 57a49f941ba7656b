"""Donors' codes on the desk: listed, added, verified with a proof, doubted, linked to indicators."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl.worksheet.worksheet import Worksheet

from tests.collect.books import changed
from tests.web.desk_stage import signed_in
from tests.web.paperwork_stage import Paperwork, paperwork
from toguna.store.journal.models import Entry
from toguna.store.results.models import StandardIndicator

pytestmark = pytest.mark.django_db
LOAD = "/desk/codes/load/"

CODE = {
    "scheme": "demo",
    "code": "D-2",
    "title_fr": "Forums tenus",
    "title_en": "Forums held",
    "older_codes": "D-0, D-1b",
}


@pytest.fixture
def work() -> Paperwork:
    return paperwork(sheets=1)


def test_a_code_is_added_unverified_and_found_by_an_older_code(work: Paperwork) -> None:
    client = signed_in(work.there.officer)
    assert client.post("/desk/codes/new/", CODE).status_code == 302
    made = StandardIndicator.objects.get(code="D-2")
    assert made.older_codes == ["D-0", "D-1b"]
    assert not made.verified
    page = client.get("/desk/codes/", {"q": "D-1b", "verified": "no"}).content.decode()
    assert "Forums tenus" in page
    assert "Présences" not in page


def test_a_code_stands_once_in_its_list(work: Paperwork) -> None:
    answer = signed_in(work.there.officer).post("/desk/codes/new/", CODE | {"code": "D-1"})
    assert answer.status_code == 422
    assert "Cette liste a déjà ce code" in answer.content.decode()


def test_verifying_needs_a_proof_and_is_in_the_journal(work: Paperwork) -> None:
    client, address = signed_in(work.there.officer), f"/desk/codes/{work.code.pk}/"
    assert client.post(f"{address}verify/", {"proof": " "}).status_code == 422
    client.post(f"{address}verify/", {"proof": "Liste fictive, page 3"})
    work.code.refresh_from_db()
    assert work.code.verified
    assert work.code.verified_by == work.there.officer.pk
    assert Entry.objects.get(action="code.verified").detail["proof"] == "Liste fictive, page 3"
    client.post(f"{address}doubt/")
    work.code.refresh_from_db()
    assert not work.code.verified
    assert Entry.objects.filter(action="code.doubted").exists()


def test_changing_a_verified_code_says_that_it_is_to_be_verified_again(work: Paperwork) -> None:
    client, address = signed_in(work.there.officer), f"/desk/codes/{work.code.pk}/"
    client.post(f"{address}verify/", {"proof": "Liste fictive, page 3"})
    page = client.post(f"{address}change/", CODE | {"code": "D-1"}, follow=True).content.decode()
    assert "de nouveau à vérifier" in page


def test_an_indicator_is_linked_and_unlinked(work: Paperwork) -> None:
    client, address = signed_in(work.there.officer), f"/desk/codes/{work.code.pk}/link/"
    client.post(address, {"indicator": str(work.indicator.pk), "act": "unlink"})
    assert work.code.indicators.count() == 0
    client.post(address, {"indicator": str(work.indicator.pk), "act": "link"})
    assert work.code.indicators.get() == work.indicator
    assert client.post(address, {"indicator": "personne"}).status_code == 404


def test_a_code_that_nobody_verified_is_on_no_public_page(work: Paperwork) -> None:
    public = f"/programmes/{work.there.programme.code}/indicators/SEATS/"
    work.indicator.standard_code, work.indicator.standard_code_verified = "D-1", True
    work.indicator.save()
    assert "D-1" not in Client().get(public).content.decode()
    signed_in(work.there.officer).post(f"/desk/codes/{work.code.pk}/verify/", {"proof": "Liste fictive, page 3"})
    assert "D-1" in Client().get(public).content.decode()


def test_the_csv_is_the_list_as_it_is_filtered(work: Paperwork) -> None:
    client = signed_in(work.there.officer)
    client.post("/desk/codes/new/", CODE)
    answer = client.get("/desk/codes/codes.csv", {"linked": "yes"})
    lines = b"".join(answer).decode("utf-8-sig").splitlines()  # type: ignore[attr-defined]
    assert len(lines) == 2
    assert "D-1" in lines[1]
    assert "SEATS" in lines[1]


def test_a_workbook_is_seen_before_it_is_loaded_and_then_verifies_what_has_a_proof(work: Paperwork) -> None:
    client = signed_in(work.there.officer)
    taken = client.get(f"{LOAD}codes.xlsx", {"filled": "yes"})
    assert taken["Content-Disposition"] == 'attachment; filename="codes-des-bailleurs.xlsx"'
    body = changed(taken.content, lambda workbook: workbook.active.append(["demo", "D-7", None, "Voix portées"]))
    body = changed(body, lambda workbook: _prove(workbook.active))

    page = client.post(LOAD, {"workbook": SimpleUploadedFile("codes.xlsx", body)}).content.decode()
    assert "demo D-7" in page
    assert "Liste fictive, page 3" in page
    assert not StandardIndicator.objects.filter(code="D-7").exists()

    (mark,) = re.findall(r'name="kept" value="([^"]+)"', page)
    answer = client.post(LOAD, {"confirm": "yes", "kept": mark}, follow=True)
    assert "Lignes ajoutées : 1 ; modifiées : 1" in answer.content.decode()
    assert StandardIndicator.objects.get(code="D-1").proof == "Liste fictive, page 3"
    assert not StandardIndicator.objects.get(code="D-7").verified


def test_a_wrong_workbook_is_told_and_cannot_be_loaded(work: Paperwork) -> None:
    client = signed_in(work.there.officer)
    body = changed(client.get(f"{LOAD}codes.xlsx").content, lambda workbook: workbook.active.append(["demo", "D-7"]))
    answer = client.post(LOAD, {"workbook": SimpleUploadedFile("codes.xlsx", body)})
    assert answer.status_code == 422
    assert "donnez-lui un titre en français" in answer.content.decode()
    assert 'name="confirm"' not in answer.content.decode()
    assert client.post(LOAD, {"confirm": "yes", "kept": "of nobody"})["Location"] == LOAD


def _prove(sheet: Worksheet) -> None:
    for column in sheet.iter_cols(max_row=1):
        if str(column[0].value).startswith("Preuve"):
            sheet.cell(2, column[0].column, "Liste fictive, page 3")
