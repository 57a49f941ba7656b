"""A results framework on the desk: taken away, looked at before it is loaded, and nothing ever deleted."""

import re
from io import BytesIO

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests import factories
from tests.web.desk_stage import signed_in
from toguna.rules.roles import Role
from toguna.store.programmes.models import Objective, Programme

pytestmark = pytest.mark.django_db
LOAD = "/desk/framework/load/"


@pytest.fixture
def programme() -> Programme:
    made = factories.programme(code="prog-fictif")
    factories.objective(of=made, number=1, statement={"fr": "Un objectif fictif"})
    return made


def taken(programme: Programme) -> bytes:
    officer = signed_in(factories.user(Role.MEL_OFFICER))
    answer = officer.get(f"/desk/framework/{programme.code}/workbook.xlsx")
    assert answer["Content-Disposition"].startswith("attachment")
    return answer.content


def changed(body: bytes, old: str, new: str) -> bytes:
    """The workbook with one text replaced wherever it stands."""
    book, found = openpyxl.load_workbook(BytesIO(body)), 0
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value == old:
                    cell.value, found = new, found + 1
    assert found
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def mark(page: str) -> str:
    (kept,) = re.findall(r'name="kept" value="([^"]+)"', page)
    return kept


def test_a_workbook_that_says_what_is_there_changes_nothing(programme: Programme) -> None:
    client = signed_in(factories.user(Role.MEL_OFFICER))
    page = client.post(LOAD, {"workbook": SimpleUploadedFile("cadre.xlsx", taken(programme))}).content.decode()
    assert "tout ce qu'il dit est déjà là" in page
    assert 'name="confirm"' not in page


def test_a_change_is_shown_before_and_after_and_then_loaded(programme: Programme) -> None:
    client = signed_in(factories.user(Role.MEL_OFFICER))
    body = changed(taken(programme), "Un objectif fictif", "Un objectif fictif, redit")
    page = client.post(LOAD, {"workbook": SimpleUploadedFile("cadre.xlsx", body)}).content.decode()
    assert "« Un objectif fictif » → « Un objectif fictif, redit »" in page
    assert Objective.objects.get().statement["fr"] == "Un objectif fictif"
    answer = client.post(LOAD, {"confirm": "yes", "kept": mark(page)}, follow=True)
    assert "0 lignes ajoutées, 1 modifiées" in answer.content.decode()
    assert Objective.objects.get().statement["fr"] == "Un objectif fictif, redit"


def test_somebody_elses_workbook_cannot_be_loaded_in_ones_own_name(programme: Programme) -> None:
    client = signed_in(factories.user(Role.MEL_OFFICER))
    body = changed(taken(programme), "Un objectif fictif", "Un objectif fictif, redit")
    page = client.post(LOAD, {"workbook": SimpleUploadedFile("cadre.xlsx", body)}).content.decode()
    other = signed_in(factories.user(Role.MEL_OFFICER))
    answer = other.post(LOAD, {"confirm": "yes", "kept": mark(page)}, follow=True)
    assert "choisissez-le de nouveau" in answer.content.decode()
    assert Objective.objects.get().statement["fr"] == "Un objectif fictif"


def test_an_error_names_its_cell_and_nothing_is_loaded(programme: Programme) -> None:
    client = signed_in(factories.user(Role.MEL_OFFICER))
    body = changed(taken(programme), "Un objectif fictif", "")
    answer = client.post(LOAD, {"workbook": SimpleUploadedFile("cadre.xlsx", body)})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert re.search(r"Objectifs![A-Z]+\d+", page)
    assert 'name="confirm"' not in page
    again = client.post(LOAD, {"confirm": "yes", "kept": "forged"}, follow=True)
    assert again.status_code == 200
    assert Objective.objects.get().statement["fr"] == "Un objectif fictif"


def test_a_file_that_is_no_workbook_is_told_so() -> None:
    client = signed_in(factories.user(Role.MEL_OFFICER))
    answer = client.post(LOAD, {"workbook": SimpleUploadedFile("cadre.xlsx", b"not a workbook")})
    assert answer.status_code == 422
    assert "erreur" in answer.content.decode()
