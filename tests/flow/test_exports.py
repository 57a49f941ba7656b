"""Taking records away: exactly those of the list, their repeats, and names only to those who see them and ask."""

import csv
import io
import json
import zipfile
from pathlib import Path
from random import Random

import openpyxl
import pytest

from benchmarks.household import FORM_ID, FORM_VERSION, household, household_form
from tests import factories
from tests.flow.sheets import Commune, commune, submission
from tests.web.desk_stage import received
from toguna.collect.forms import library_form_ids, library_xform
from toguna.collect.questions import questions_of
from toguna.flow.exports import CannotBeDone, Export, ask_for, has_places, write_export
from toguna.flow.jobs import job_file
from toguna.flow.personal_answers import personal_paths
from toguna.flow.receive import receive_submission
from toguna.flow.verify import quarantine_record
from toguna.rules.roles import Role
from toguna.store.accounts.models import User
from toguna.store.fieldwork.actions import add_form
from toguna.store.fieldwork.models import Job, Record
from toguna.store.fieldwork.payloads import overwrite_version
from toguna.store.journal.models import Entry

pytestmark = pytest.mark.django_db
MARK = "Aminata"


@pytest.fixture
def stage() -> Commune:
    return commune()


@pytest.fixture
def surveys(stage: Commune) -> list[Record]:
    add_form(form_id=FORM_ID, version=FORM_VERSION, title={"fr": "Ménage"}, xform=household_form(), by=None)
    seeded = Random(7)
    return [receive_submission(body=household(seeded, members=2), by=stage.agent).record for _number in range(3)]


def taken(folder: Path, by: User, form_id: str = FORM_ID, **wanted) -> dict[str, list[dict[str, str]]]:
    path, _counts = write_export(Export(form_id, "csv", wanted.pop("filters", {}), **wanted), by=by, folder=folder)
    with zipfile.ZipFile(path) as made:
        return {
            name.removesuffix(".csv"): list(csv.DictReader(io.StringIO(made.read(name).decode("utf-8-sig"))))
            for name in made.namelist()
        }


def test_words_for_people_and_codes_for_programs(surveys, stage: Commune, tmp_path: Path) -> None:
    words = taken(tmp_path, stage.officer, personal=True)[FORM_ID]
    assert {row["Source d'eau"] for row in words} == {"Forage"}
    assert words[0]["état"] == "reçue"
    assert float(words[0]["Position – latitude"]) > 10
    codes = taken(tmp_path, stage.officer, labels=False, language="en")[FORM_ID]
    assert {row["water"] for row in codes} == {"forage"}
    assert codes[0]["_state"] == "received"
    english = taken(tmp_path, stage.officer, language="en")[FORM_ID]
    assert {row["Source of water"] for row in english} == {"Borehole"}


def test_each_repeat_is_a_table_of_its_own_with_the_key_of_its_record(surveys, stage: Commune, tmp_path: Path) -> None:
    made = taken(tmp_path, stage.officer, labels=False)
    assert [row["_key"] for row in made[FORM_ID]] == [record.instance_id for record in surveys]
    members = made[f"{FORM_ID}-member"]
    assert len(members) == 6
    assert {row["_parent"] for row in members} == {record.instance_id for record in surveys}
    assert {row["member/m_work"] for row in members} == {"maraichage elevage"}


def test_choices_can_be_set_apart(surveys, stage: Commune, tmp_path: Path) -> None:
    members = taken(tmp_path, stage.officer, labels=False, split_choices=True)[f"{FORM_ID}-member"]
    assert {(row["member/m_vaccine/polio"], row["member/m_vaccine/penta"]) for row in members} == {("1", "1")}


def test_the_codebook_says_what_each_column_and_code_means(surveys, stage: Commune, tmp_path: Path) -> None:
    codebook = taken(tmp_path, stage.officer, labels=False)["codebook"]
    assert {"column": "water", "code": "forage", "code_label": "Forage"}.items() <= next(
        row for row in codebook if row["column"] == "water" and row["code"] == "forage"
    ).items()


def test_personal_answers_are_there_only_for_whoever_sees_names_and_asked(surveys, stage: Commune, tmp_path) -> None:
    def words(by: User, *, personal: bool) -> str:
        return json.dumps(taken(tmp_path, by, personal=personal), ensure_ascii=False)

    asked = words(stage.officer, personal=True)
    assert "Fictive" in asked
    assert "répondant" in asked
    for by, personal in ((stage.officer, False), (factories.user(Role.DONOR), True)):
        kept_back = words(by, personal=personal)
        assert "Fictive" not in kept_back
        assert "répondant" not in kept_back
        assert "312.4" not in kept_back, "the point of a household shows where somebody lives"
        assert "Forage" in kept_back


def test_exactly_what_the_list_shows_is_taken(surveys, stage: Commune, tmp_path: Path) -> None:
    first = surveys[0]
    made = taken(tmp_path, stage.officer, labels=False, filters={"q": first.instance_id})
    assert [row["_key"] for row in made[FORM_ID]] == [first.instance_id]
    with pytest.raises(CannotBeDone):
        taken(tmp_path, stage.officer, filters={"state": "verified"})
    with pytest.raises(CannotBeDone):
        taken(tmp_path, factories.user(Role.PARTNER_COORDINATOR))


def test_what_is_in_quarantine_is_in_no_file(surveys, stage: Commune, tmp_path: Path) -> None:
    away = surveys[0]
    quarantine_record(away, by=stage.officer, revision=away.revision, reason="Essai")
    made = taken(tmp_path, stage.officer, labels=False)
    assert away.instance_id not in [row["_key"] for row in made[FORM_ID]]
    with pytest.raises(CannotBeDone):
        taken(tmp_path, stage.officer, filters={"state": "quarantined"})


def test_a_workbook_holds_the_same(surveys, stage: Commune, tmp_path: Path) -> None:
    path, counts = write_export(Export(FORM_ID, "xlsx", {}), by=stage.officer, folder=tmp_path)
    assert counts == [3, 6]
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == [FORM_ID, f"{FORM_ID}-member", "codebook"]
    assert book[f"{FORM_ID}-member"].max_row == 7


def test_points_go_on_a_map(surveys, stage: Commune, tmp_path: Path) -> None:
    path, _counts = write_export(Export(FORM_ID, "geojson", {}, personal=True), by=stage.officer, folder=tmp_path)
    made = json.loads(path.read_text())
    assert len(made["features"]) == 3
    latitude = surveys[0].current_version.reading.latitude
    assert made["features"][0]["geometry"]["coordinates"][1] == pytest.approx(latitude)
    assert has_places(FORM_ID, personal=True)
    assert not has_places(FORM_ID, personal=False)
    with pytest.raises(CannotBeDone):
        write_export(Export(FORM_ID, "geojson", {}), by=stage.officer, folder=tmp_path)


def test_attendance_sheets_are_the_same_table_whichever_way_they_came(stage: Commune, tmp_path: Path) -> None:
    received(stage)
    receive_submission(body=submission(1, session=2), by=stage.agent)
    made = taken(tmp_path, stage.officer, "fiche_presence", labels=False, personal=True)
    assert [row["session"] for row in made["fiche_presence"]] == ["1", "2"]
    names = [row["participant/name"] for row in made["fiche_presence-participant"]]
    assert names == ["Awa Fictive", "Issa Fictif"] * 2
    assert [row["unnamed/seats"] for row in made["fiche_presence-unnamed"]] == ["12", "12"]
    without = taken(tmp_path, stage.officer, "fiche_presence", labels=False)
    assert "participant/name" not in without["fiche_presence-participant"][0]


def test_a_record_whose_answers_were_taken_out_keeps_its_row(surveys, stage: Commune, tmp_path: Path) -> None:
    overwrite_version(version=surveys[0].current_version, body=b"")
    made = taken(tmp_path, stage.officer, labels=False)
    assert len(made[FORM_ID]) == 3
    assert made[FORM_ID][0]["water"] == ""


def test_the_work_goes_on_in_the_background_and_the_journal_knows_who_took_names(surveys, stage: Commune) -> None:
    job = ask_for(Export(FORM_ID, "csv", {}, personal=True), by=stage.officer)
    job = Job.objects.get(pk=job.pk)
    assert job.state == "done"
    path = job_file(job)
    assert path is not None
    assert path.suffix == ".zip"
    assert "3" in job.message
    asked = Entry.objects.get(action="export.asked")
    assert asked.actor == stage.officer.pk
    assert asked.detail == {"form_id": FORM_ID, "format": "csv", "personal": True}


@pytest.mark.parametrize("form_id", library_form_ids())
def test_every_form_of_the_library_can_be_taken_away(form_id: str) -> None:
    form = questions_of(library_xform(form_id))
    kept_back = personal_paths([form])
    assert kept_back < {question.path for question in form.walk()}
    assert "remarks" in kept_back or form.at("remarks") is None
