"""A workbook on the desk: handed out, kept whole, looked at first, accepted whole or not at all."""

from dataclasses import replace
from io import BytesIO

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests import factories
from tests.flow.sheets import SHEET, Commune, commune
from tests.web.desk_stage import signed_in
from toguna.collect.attendance_workbook import write_attendance_workbook
from toguna.rules.roles import Role
from toguna.store.fieldwork.models import Delivery, Record

pytestmark = pytest.mark.django_db
ADDRESS = "/desk/workbooks/"


@pytest.fixture
def stage() -> Commune:
    return commune()


def workbook(*sheets: tuple[str, dict[str, object]]) -> bytes:
    return write_attendance_workbook([(key, replace(SHEET, **changes)) for key, changes in sheets])


def upload(body: bytes, name: str = "fiches.xlsx") -> dict[str, object]:
    return {"workbook": SimpleUploadedFile(name, body)}


def test_the_template_knows_my_activities_and_communes(stage: Commune) -> None:
    answer = signed_in(stage.agent).get(f"{ADDRESS}template.xlsx")
    book = openpyxl.load_workbook(BytesIO(answer.content))
    words = {str(cell.value) for row in book["Listes"].iter_rows() for cell in row}
    assert "F-001" in words
    assert "Sanankoro-Ba" in words
    other = signed_in(factories.user(Role.PARTNER_AGENT)).get(f"{ADDRESS}template.xlsx")
    others = openpyxl.load_workbook(BytesIO(other.content))
    assert "F-001" not in {str(cell.value) for row in others["Listes"].iter_rows() for cell in row}


def test_a_workbook_is_looked_at_before_anything_is_kept_of_it(stage: Commune) -> None:
    client = signed_in(stage.agent)
    answer = client.post(ADDRESS, upload(workbook(("F1", {}), ("F2", {"session": 2}))), follow=True)
    page = answer.content.decode()
    assert "Rien n'est encore enregistré" in page
    assert "Enregistrer ces 2 fiches" in page
    assert "Awa" not in page
    assert not Record.objects.exists()
    delivery = Delivery.objects.get()
    client.post(f"{ADDRESS}{delivery.pk}/")
    assert Record.objects.count() == 2
    client.post(f"{ADDRESS}{delivery.pk}/")
    assert Record.objects.count() == 2


def test_an_error_names_its_tab_and_cell_and_nothing_can_be_accepted(stage: Commune) -> None:
    client = signed_in(stage.agent)
    book = openpyxl.load_workbook(BytesIO(workbook(("F1", {}))))
    sheet = book["Fiches"]
    column = next(cell.column_letter for cell in sheet[1] if cell.value and "Date" in str(cell.value))
    sheet[f"{column}2"].value = "hier"
    out = BytesIO()
    book.save(out)
    page = client.post(ADDRESS, upload(out.getvalue()), follow=True).content.decode()
    assert f"Fiches!{column}2" in page
    delivery = Delivery.objects.get()
    answer = client.post(f"{ADDRESS}{delivery.pk}/", follow=True)
    if "Enregistrer" not in page:
        assert not Record.objects.exists()
        assert "erreur" in answer.content.decode()


@pytest.mark.parametrize("body", [b"this is no workbook", b"PK\x03\x04 neither is this", b""])
def test_a_file_that_is_no_workbook_is_told_so(stage: Commune, body: bytes) -> None:
    answer = signed_in(stage.agent).post(ADDRESS, upload(body), follow=True)
    assert answer.status_code in (200, 422)
    page = answer.content.decode()
    assert "erreur" in page.lower()
    assert not Record.objects.exists()


def test_a_workbook_of_another_organisation_is_not_there(stage: Commune) -> None:
    signed_in(stage.agent).post(ADDRESS, upload(workbook(("F1", {}))))
    delivery = Delivery.objects.get()
    stranger = signed_in(factories.user(Role.PARTNER_AGENT))
    assert stranger.get(f"{ADDRESS}{delivery.pk}/").status_code == 404
    assert stranger.post(f"{ADDRESS}{delivery.pk}/").status_code == 404
    assert stranger.get(f"{ADDRESS}{delivery.pk}/file/").status_code == 404
    assert signed_in(factories.user(Role.DONOR)).get(f"{ADDRESS}{delivery.pk}/file/").status_code == 403
