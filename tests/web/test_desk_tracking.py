"""The tracking table on the desk: its numbers open, its deviations are explained, its pack and workbooks go out."""

import io
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import Workbook, load_workbook

from tests import factories
from tests.flow.editions import ONE_MAN
from tests.flow.sheets import Commune, commune
from tests.web.desk_stage import signed_in, verified
from toguna.flow.compute import compute_programme
from toguna.flow.release import release_edition
from toguna.rules.roles import Role
from toguna.store.journal.models import Entry
from toguna.store.publications.models import DonorWorkbook, Edition, PeriodNarrative
from toguna.store.publications.withdrawals import withdraw_from_view
from toguna.store.values.models import Explanation, Value

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _editions_folder(settings: Any, tmp_path: Path) -> None:
    settings.EDITIONS = tmp_path


@pytest.fixture
def stage() -> Commune:
    """A fictional programme with 24 seats counted by quarter, against a target of 100."""
    there = commune()
    objective = factories.objective(of=there.programme, number=1, statement={"fr": "Écouter (fictif)."})
    result = factories.result(of=there.programme, code="R1", objective=objective)
    made = factories.indicator(of=result, code="PLACES", title={"fr": "Places fictives"}, unit={"code": "seat"})
    body = {"count": "seats", "dimensions": ["sex"], "periods": ["life", "year", "quarter"]}
    factories.definition(body, of=made)
    made.targets.create(starts_on="2025-01-01", ends_before="2025-04-01", value=100_000)
    verified(there, unnamed=ONE_MAN)
    compute_programme(there.programme, by=there.officer)
    return there


def released(stage: Commune) -> Edition:
    run = compute_programme(stage.programme, by=stage.officer)
    return release_edition(stage.programme, run=run, by=stage.officer, on=date(2026, 1, 15), leave_out_as_needed=True)


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return str(answer.content.decode())


def explanation(stage: Commune, **changes: str) -> dict[str, str]:
    given = {"indicator": "PLACES", "period_kind": "quarter", "period": "2025-Q1", "fr": "Raison fictive.", "year": ""}
    return given | changes


def base(stage: Commune) -> str:
    return f"/desk/tracking/{stage.programme.code}/"


def test_every_number_opens_on_the_facts_it_was_counted_from(stage: Commune) -> None:
    said = page(signed_in(stage.officer), f"{base(stage)}?year=2025&open=PLACES")
    value = Value.objects.get(indicator__code="PLACES", period="2025-Q1", cell=[])
    assert f"/desk/facts/?value={value.pk}" in said
    assert page(signed_in(stage.officer), f"/desk/facts/?value={value.pk}")


def test_who_sees_no_records_is_led_to_the_indicator(stage: Commune) -> None:
    said = page(signed_in(factories.user(Role.ADMINISTRATOR)), f"{base(stage)}?year=2025")
    assert "/desk/facts/" not in said
    assert "kind=quarter&amp;period=2025-Q1" in said


def test_a_deviation_beyond_the_tolerance_is_explained_and_told_in_the_next_draft(stage: Commune) -> None:
    client = signed_in(stage.officer)
    assert "Explication à donner" in page(client, f"{base(stage)}?year=2025")
    answer = client.post(f"{base(stage)}explain/", explanation(stage), follow=True)
    assert "est gardée" in answer.content.decode()
    assert Explanation.objects.get().text == {"fr": "Raison fictive."}
    said = page(client, f"{base(stage)}?year=2025")
    assert "Raison fictive." in said
    assert "Explication à donner" not in said
    assert Entry.objects.filter(action="value.explained").count() == 1


def test_an_explanation_is_written_in_french_at_least_and_of_a_period_that_there_is(stage: Commune) -> None:
    client = signed_in(stage.officer)
    answer = client.post(f"{base(stage)}explain/", explanation(stage, fr=" ", en="A reason."), follow=True)
    assert "doit être écrite en français" in answer.content.decode()
    for changes in ({"period": "1999-Q1"}, {"period_kind": "eternity"}, {"indicator": "NOPE"}):
        assert client.post(f"{base(stage)}explain/", explanation(stage, **changes)).status_code == 404
    assert not Explanation.objects.exists()


def test_the_donor_reads_the_table_and_explains_nothing(stage: Commune) -> None:
    client = signed_in(factories.user(Role.DONOR))
    assert "Garder l'explication" not in page(client, base(stage))
    assert client.post(f"{base(stage)}explain/", explanation(stage)).status_code == 403


def test_the_draft_goes_out_as_a_workbook_and_on_paper_and_says_that_it_is_one(stage: Commune) -> None:
    client = signed_in(stage.officer)
    book = load_workbook(io.BytesIO(client.get(f"{base(stage)}table.xlsx").content))
    assert "brouillon" in str(book["Lisez-moi"]["B7"].value)
    assert client.get(f"{base(stage)}table.pdf").content.startswith(b"%PDF")
    assert client.get(f"{base(stage)}table.doc").status_code == 404


def test_before_anything_is_counted_the_page_says_what_to_do() -> None:
    there = commune()
    said = page(signed_in(there.officer), base(there))
    assert "Il faut d'abord calculer" in said


def test_the_narrative_of_a_quarter_takes_its_numbers_from_values(stage: Commune) -> None:
    client = signed_in(stage.officer)
    text = "Nous avons compté {{PLACES|2025-Q1}} places, et {{RIEN}}."
    answer = client.post(f"{base(stage)}narratives/", {"period": "2025-Q1", "fr-1": text}, follow=True)
    said = answer.content.decode()
    value = Value.objects.get(indicator__code="PLACES", period="2025-Q1", cell=[]).value
    assert value is not None
    assert f"Nous avons compté {value:f}".rstrip("0").rstrip(".") in said
    assert "RIEN" in said
    assert PeriodNarrative.objects.get().text == {"fr": text}
    client.post(f"{base(stage)}narratives/", {"period": "2025-Q1", "fr-1": text})
    assert Entry.objects.filter(action="period.told").count() == 1
    client.post(f"{base(stage)}narratives/", {"period": "2025-Q1", "fr-1": ""})
    assert not PeriodNarrative.objects.exists()


def test_the_pack_is_made_of_an_edition_and_says_what_it_lacks(stage: Commune) -> None:
    client = signed_in(stage.officer)
    assert "Aucune édition" in page(client, f"{base(stage)}pack/")
    released(stage)
    said = page(client, f"{base(stage)}pack/?period=2025-Q1")
    assert "Rien n'est écrit sous" in said
    answer = client.get(f"{base(stage)}pack/pack.zip?period=2025-Q1&edition=1")
    assert answer["Content-Type"] == "application/zip"
    folder = zipfile.ZipFile(io.BytesIO(answer.content))
    assert {"LISEZ-MOI.txt", "README.txt", "data/edition.json"} <= set(folder.namelist())
    again = client.get(f"{base(stage)}pack/pack.zip?period=2025-Q1&edition=1")
    assert again.content == answer.content
    assert client.get(f"{base(stage)}pack/pack.zip?period=1999-Q1&edition=1").status_code == 404
    assert client.get(f"{base(stage)}pack/pack.zip?period=2025-Q1&edition=9").status_code == 404


def test_what_is_written_after_an_edition_waits_for_the_next_one(stage: Commune) -> None:
    released(stage)
    client = signed_in(stage.officer)
    client.post(f"{base(stage)}narratives/", {"period": "2025-Q1", "fr-1": "Écrit après."})
    assert "paraîtra dans la prochaine" in page(client, f"{base(stage)}pack/?period=2025-Q1")
    folder = zipfile.ZipFile(io.BytesIO(client.get(f"{base(stage)}pack/pack.zip?period=2025-Q1&edition=1").content))
    assert b"crit apr" not in folder.read("fr/rapport-trimestriel.html")


def donors_file(**named: Any) -> SimpleUploadedFile:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Code", "Indicateur", "T1 2025 cible", "T1 2025 réalisé", "%"])
    sheet.append(["PLACES", "Places fictives", None, None, "=D2/C2"])
    sheet.append(["", "Autre chose", None, None, None])
    content = io.BytesIO()
    book.save(content)
    return SimpleUploadedFile(named.get("name", "pitt du bailleur.xlsx"), content.getvalue())


def kept_workbook(client: Client, stage: Commune) -> DonorWorkbook:
    answer = client.post(f"{base(stage)}workbooks/", {"name": "PITT", "workbook": donors_file()})
    assert answer.status_code == 302, answer.content.decode()
    return DonorWorkbook.objects.get()


def test_a_donors_workbook_is_kept_shown_and_filled(stage: Commune) -> None:
    released(stage)
    client = signed_in(stage.officer)
    kept = kept_workbook(client, stage)
    assert kept.mapping == {
        "Sheet": {
            "rows": {"2": "PLACES"},
            "columns": {"C": "target:quarter:2025-Q1", "D": "actual:quarter:2025-Q1"},
        }
    }
    said = page(client, f"/desk/tracking/workbooks/{kept.pk}/filling/")
    assert "Sheet!D2" in said
    assert "sera écrit" in said
    answer = client.get(f"/desk/tracking/workbooks/{kept.pk}/filled/?source=1")
    assert "pitt-du-bailleur-%C3%A9dition-1.xlsx" in answer["Content-Disposition"]
    sheet = load_workbook(io.BytesIO(answer.content)).active
    assert sheet is not None
    assert sheet["C2"].value == 100
    value = Value.objects.filter(indicator__code="PLACES", period="2025-Q1", cell=[]).latest("pk").value
    assert value is not None
    assert sheet["D2"].value == int(value)
    assert sheet["E2"].value == "=D2/C2"


def test_what_was_not_recognised_is_said_by_the_officer_once(stage: Commune) -> None:
    released(stage)
    client = signed_in(stage.officer)
    kept = kept_workbook(client, stage)
    boxes = {
        "0-row-2": "", "0-row-3": "PLACES|sex=female", "0-wanted-D": "actual", "0-period-D": "quarter:2025-Q1",
        "0-wanted-E": "share", "0-period-E": "",
    }  # fmt: skip
    answer = client.post(f"/desk/tracking/workbooks/{kept.pk}/", boxes)
    assert answer.status_code == 302
    kept.refresh_from_db()
    assert kept.mapping == {"Sheet": {"rows": {"3": "PLACES|sex=female"}, "columns": {"D": "actual:quarter:2025-Q1"}}}


def test_a_file_that_is_no_workbook_is_refused_where_it_was_chosen(stage: Commune) -> None:
    client = signed_in(stage.officer)
    sent = {"name": "PITT", "workbook": SimpleUploadedFile("pitt.xlsx", b"Indicateur;T1")}
    answer = client.post(f"{base(stage)}workbooks/", sent)
    assert answer.status_code == 422
    assert "pas un classeur Excel" in answer.content.decode()
    assert not DonorWorkbook.objects.exists()


def test_a_workbook_that_is_no_longer_kept_is_gone_and_the_journal_knows(stage: Commune) -> None:
    released(stage)
    client = signed_in(stage.officer)
    kept = kept_workbook(client, stage)
    client.post(f"/desk/tracking/workbooks/{kept.pk}/remove/")
    assert not DonorWorkbook.objects.exists()
    assert Entry.objects.filter(action="donor-workbook.removed").exists()


def test_pages_of_the_desk_stay_light(stage: Commune) -> None:
    client = signed_in(stage.officer)
    kept = kept_workbook(client, stage)
    for address in (f"{base(stage)}?open=all", f"{base(stage)}narratives/", f"/desk/tracking/workbooks/{kept.pk}/"):
        assert len(page(client, address)) < 150_000


def test_a_pack_names_nothing_that_was_withdrawn_since(stage: Commune) -> None:
    client = signed_in(stage.officer)
    released(stage)
    address = f"{base(stage)}pack/pack.zip?period=2025-Q1&edition=1"
    assert any(b"Sanankoro-Ba" in content for content in files_in(client.get(address).content))
    withdraw_from_view(by=stage.officer, subjects=[stage.place], reason="Menaces fictives")
    taken = files_in(client.get(address).content)
    assert not any(b"Sanankoro-Ba" in content for content in taken)
    assert any(b"ne redonne donc plus l'empreinte" in content for content in taken)


def files_in(body: bytes) -> list[bytes]:
    with zipfile.ZipFile(io.BytesIO(body)) as folder:
        return [folder.read(name) for name in folder.namelist()]
