"""A workbook on the desk: handed out, kept whole, looked at first, accepted whole or not at all."""

from dataclasses import replace
from datetime import date
from io import BytesIO

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests import factories
from tests.flow.sheets import SHEET, Commune, commune
from tests.web.desk_stage import signed_in
from toguna.collect.attendance_workbook import write_attendance_workbook
from toguna.flow.forms import offer_library_form
from toguna.flow.imports import background
from toguna.flow.imports.sheets import form_named_in
from toguna.flow.verify import check_record
from toguna.rules.roles import Role
from toguna.store.fieldwork.models import Delivery, Job, Record
from toguna.store.journal.models import Entry

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
    body, cell = with_a_bad_date()
    page = client.post(ADDRESS, upload(body), follow=True).content.decode()
    assert f"Fiches!{cell}" in page
    assert "Enregistrer" not in page
    delivery = Delivery.objects.get()
    answer = client.post(f"{ADDRESS}{delivery.pk}/", follow=True)
    assert not Record.objects.exists()
    assert "Erreurs dans le classeur" in answer.content.decode()


def test_the_errors_come_back_in_the_cells_of_the_same_workbook(stage: Commune) -> None:
    client = signed_in(stage.agent)
    body, cell = with_a_bad_date()
    page = client.post(ADDRESS, upload(body), follow=True).content.decode()
    delivery = Delivery.objects.get()
    address = f"{ADDRESS}{delivery.pk}/marked.xlsx"
    assert address in page
    book = openpyxl.load_workbook(BytesIO(client.get(address).content))
    assert book.sheetnames[0] == "Erreurs"
    comment = book["Fiches"][cell].comment
    assert comment is not None
    assert "hier" in comment.text
    assert Entry.objects.filter(action="delivery.read").exists(), "whoever takes names away leaves a trace"


def with_a_bad_date() -> tuple[bytes, str]:
    """A workbook in which a date says "hier", and the cell where."""
    book = openpyxl.load_workbook(BytesIO(workbook(("F1", {}))))
    sheet = book["Fiches"]
    column = next(cell.column_letter for cell in sheet[1] if cell.value and "Date" in str(cell.value))
    sheet[f"{column}2"].value = "hier"
    out = BytesIO()
    book.save(out)
    return out.getvalue(), f"{column}2"


def test_every_open_form_has_its_template_to_take_away(stage: Commune) -> None:
    offer_library_form("suivi_groupe")
    client = signed_in(stage.agent)
    page = client.get(ADDRESS).content.decode()
    for form_id, tab in (("fiche_presence", "Participants"), ("suivi_groupe", "Financement obtenu")):
        address = reverse("desk:form-template", args=[form_id])
        assert address in page
        body = client.get(address).content
        assert tab in openpyxl.load_workbook(BytesIO(body)).sheetnames
        assert form_named_in(body) == form_id
    assert client.get(reverse("desk:form-template", args=["inconnu"])).status_code == 404


def test_a_template_that_is_filled_in_sent_changed_and_sent_again_corrects(stage: Commune) -> None:
    client = signed_in(stage.agent)
    template = client.get(f"{ADDRESS}template.xlsx").content

    def filled(venue: str) -> bytes:
        book = openpyxl.load_workbook(BytesIO(template))
        row = ["F1", None, "F-001", None, 1, None, date(2025, 3, 3), None, venue, "Sanankoro-Ba"]
        book["Fiches"].append(row)
        book["Sans nom"].append(["F1", 12, "Femme"])
        out = BytesIO()
        book.save(out)
        return out.getvalue()

    first = client.post(ADDRESS, upload(filled("Salle")), follow=True)
    client.post(first.redirect_chain[-1][0])
    second = client.post(ADDRESS, upload(filled("École")), follow=True)
    page = second.content.decode()
    assert "correction" in page
    told = client.post(second.redirect_chain[-1][0], follow=True).content.decode()
    assert "1 fiche est corrigée" in told
    assert Record.objects.get().versions.count() == 2


def test_what_a_workbook_added_is_listed_counted_and_exported(stage: Commune) -> None:
    client = signed_in(stage.agent)
    client.post(ADDRESS, upload(workbook(("F1", {}), ("F2", {"session": 2}))))
    delivery = Delivery.objects.get()
    client.post(f"{ADDRESS}{delivery.pk}/")
    record = Record.objects.filter(current_version__delivery_key="F1").get()
    check_record(record, by=stage.coordinator, revision=1)
    address = f"{ADDRESS}{delivery.pk}/"
    page = client.get(address).content.decode()
    assert "Fiches ajoutées" in page
    assert f"/desk/records/{record.pk}/" in page
    narrowed = client.get(address, {"state": "received"}).content.decode()
    assert f"/desk/records/{record.pk}/" not in narrowed
    exported = b"".join(client.get(f"{address}added.csv", {"state": "checked"})).decode()  # type: ignore[arg-type]
    assert len(exported.splitlines()) == 2
    assert record.instance_id in exported
    assert "Awa" not in page + exported


def test_a_workbook_is_taken_back_after_showing_what_that_changes(stage: Commune) -> None:
    client = signed_in(stage.agent)
    client.post(ADDRESS, upload(workbook(("F1", {}), ("F2", {"session": 2}))))
    delivery = Delivery.objects.get()
    address = f"{ADDRESS}{delivery.pk}/take-back/"
    assert client.get(address).status_code == 302, "there is nothing to take back yet"
    client.post(f"{ADDRESS}{delivery.pk}/")
    page = client.get(address).content.decode()
    assert "2 fiches apportées par ce classeur seront rejetées" in page
    told = client.post(address, follow=True).content.decode()
    assert "envoi est annulé" in told
    assert set(Record.objects.values_list("state", flat=True)) == {"rejected"}
    assert client.post(f"{ADDRESS}{delivery.pk}/", follow=True).status_code == 200
    assert Record.objects.count() == 2


def test_once_somebody_has_checked_a_record_the_page_says_which(stage: Commune) -> None:
    client = signed_in(stage.agent)
    client.post(ADDRESS, upload(workbook(("F1", {}), ("F2", {"session": 2}))))
    delivery = Delivery.objects.get()
    client.post(f"{ADDRESS}{delivery.pk}/")
    record = Record.objects.filter(current_version__delivery_key="F1").get()
    check_record(record, by=stage.coordinator, revision=1)
    page = client.get(f"{ADDRESS}{delivery.pk}/take-back/").content.decode()
    assert f"/desk/records/{record.pk}/" in page
    told = client.post(f"{ADDRESS}{delivery.pk}/take-back/", follow=True).content.decode()
    assert "ne peut plus être annulé" in told
    assert not Record.objects.filter(state="rejected").exists()


def test_a_large_workbook_is_worked_on_in_the_background_and_shows_how_far_that_is(
    stage: Commune, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(background, "SMALL_BYTES", 1)
    client = signed_in(stage.agent)
    page = client.post(ADDRESS, upload(workbook(("F1", {}))), follow=True).content.decode()
    assert "Enregistrer cette fiche" in page, "in tests the worker answers at once"
    delivery = Delivery.objects.get()
    job = Job.objects.get()
    Job.objects.filter(pk=job.pk).update(state="running", done=40, total=100)
    answer = client.get(f"{ADDRESS}{delivery.pk}/")
    assert answer.headers["Refresh"] == "3"
    assert "<progress" in answer.content.decode()
    client.post(f"{ADDRESS}{delivery.pk}/stop/")
    assert Job.objects.get(pk=job.pk).state == "cancelled"
    client.post(f"{ADDRESS}{delivery.pk}/look/")
    client.post(f"{ADDRESS}{delivery.pk}/")
    assert Record.objects.count() == 1


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
