"""A run becomes a frozen edition: masked, hashed, with its files, and able to be counted again."""

import csv
import json
import shutil
from collections.abc import Iterator
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from tests import factories
from tests.flow.editions import ON, ONE_MAN, hold, release, stage
from tests.flow.sheets import SHEET
from toguna.flow.coming import coming_edition, read_coming, write_coming
from toguna.flow.compute import compute_programme
from toguna.flow.drafts import COUNTED, MASKED, WRITTEN
from toguna.flow.preparing import ask_for_release, release_later
from toguna.flow.recount import recount_edition
from toguna.flow.release import NotReleased, edition_folder, release_edition
from toguna.publish.disclosure.cells import LeftOut
from toguna.publish.snapshot import digest
from toguna.rules.attendance import UnnamedSeats
from toguna.rules.roles import Role
from toguna.store.journal.models import Entry
from toguna.store.publications.models import Edition
from toguna.store.publications.queries import content_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _editions_folder(settings: Any, tmp_path: Path) -> None:
    settings.EDITIONS = tmp_path


def table_of(edition: Edition, code: str, kind: str = "life") -> Any:
    (indicator,) = [one for one in content_of(edition)["indicators"] if one["code"] == code]
    return next(table for table in indicator["tables"] if table["period_kind"] == kind)


def shown(cells: list[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    for cell in cells:
        yield cell["category"], "masked" if cell["masked"] else cell["value"]


def test_an_edition_holds_what_the_run_counted() -> None:
    there = stage()
    hold(there, unnamed=ONE_MAN)
    edition = release(there, leave_out_as_needed=True)
    assert edition.number == 1
    assert table_of(edition, "EVENTS")["total"]["value"] == "1"
    seats = table_of(edition, "SEATS")
    assert seats["total"]["value"] == "23"
    assert dict(shown(seats["cuts"]["place"])) == {"toguna-demo:C1": "23"}
    assert Entry.objects.filter(action="edition.released").count() == 1


def test_one_man_among_women_is_masked_and_takes_the_next_cell_with_him() -> None:
    there = stage()
    hold(there, unnamed=ONE_MAN)
    cut = dict(shown(table_of(release(there), "SEATS")["cuts"]["sex"]))
    assert cut == {"female": "13", "male": "masked", "unknown": "masked"}


def test_nothing_masked_stands_anywhere_in_the_files() -> None:
    there = stage()
    hold(there, unnamed=ONE_MAN)
    edition = release(there)
    masked = [row for row in csv_rows(edition) if row["masked"] == "yes"]
    assert {row["category"] for row in masked} == {"male", "unknown"}
    assert not any(row["value"] or row["numerator"] or row["digest"] for row in masked)
    for cell in table_of(edition, "SEATS")["cuts"]["sex"]:
        assert not cell["masked"] or set(cell) == {"category", "masked"}


def csv_rows(edition: Edition) -> list[dict[str, str]]:
    body = bytes(edition.files.get(name="cells.csv").body).decode("utf-8-sig")
    return list(csv.DictReader(StringIO(body)))


def test_a_small_quarter_is_masked_with_another_so_that_the_life_does_not_give_it_away() -> None:
    quarters = {"count": "seats", "periods": ["life", "quarter"], "dimensions": ["sex"]}
    there = stage(SEATS=quarters)
    hold(there, unnamed=(UnnamedSeats(30, SHEET.unnamed[0].sex), UnnamedSeats(9)))
    men = UnnamedSeats(8, SHEET.participants[1].sex)
    women = UnnamedSeats(30, SHEET.unnamed[0].sex)
    hold(there, 2, held_on=date(2025, 5, 5), session=2, participants=(), unnamed=(women, men, UnnamedSeats(7)))
    edition = release(there)
    assert content_of(edition)["left_out"] == []
    assert dict(shown(table_of(edition, "SEATS")["cuts"]["sex"])) == {"female": "61", "male": "9", "unknown": "16"}
    tables = next(one for one in content_of(edition)["indicators"] if one["code"] == "SEATS")["tables"]
    masked = [
        [cell["category"] for cell in table["cuts"]["sex"] if cell["masked"]]
        for table in tables
        if table["period_kind"] == "quarter"
    ]
    assert masked == [["male", "unknown"], ["male", "unknown"]]


def test_an_edition_that_masking_cannot_protect_is_refused_with_what_to_do() -> None:
    there = stage(SEATS={"count": "seats", "periods": ["life"], "dimensions": ["sex"]})
    women = SHEET.unnamed[0].sex
    hold(there, participants=(), unnamed=(UnnamedSeats(30, women),))
    release(there)
    # Two women came late to a table in which only women stand.
    hold(there, 2, session=2, participants=(), unnamed=(UnnamedSeats(2, women),))
    with pytest.raises(NotReleased) as refused:
        release(there)
    assert "SEATS:sex:life" in str(refused.value)
    assert Edition.objects.count() == 1
    edition = release(there, left_out=[LeftOut.read("SEATS:sex:life")])
    assert content_of(edition)["left_out"] == ["SEATS:sex:life"]
    assert table_of(edition, "SEATS")["cuts"] == {}


def test_what_is_masked_is_kept_beside_the_content_and_in_no_file() -> None:
    there = stage()
    hold(there, unnamed=ONE_MAN)
    edition = release(there)
    kept = {tuple(one["name"][4:]): one for one in edition.snapshot["envelope"]["masked"]}
    assert set(kept) == {("sex", "male"), ("sex", "unknown")}
    assert (kept["sex", "male"]["value"], kept["sex", "male"]["persons"]) == (1, 1)
    for file in edition.files.all():
        assert kept["sex", "male"]["digest"].encode() not in bytes(file.body), file.name
    assert kept["sex", "male"]["digest"] not in json.dumps(content_of(edition))


def test_releasing_again_says_what_changed() -> None:
    there = stage()
    hold(there)
    first = release(there)
    hold(there, 2, session=2, participants=(), unnamed=(UnnamedSeats(40),))
    second = release(there)
    assert (first.changes, second.number) == ([], 2)
    (total,) = [
        change
        for change in second.changes
        if change["indicator"] == "SEATS" and change["what"] == "cell" and not change["dimension"]
    ]
    assert (total["before"], total["after"]) == ("14", "54")


def test_the_hash_covers_the_content_and_nothing_of_the_machine() -> None:
    there = stage()
    hold(there)
    edition = release(there)
    assert edition.sha256 == digest(content_of(edition))
    written = json.dumps(content_of(edition))
    assert str(edition.pk) not in written
    assert str(there.programme.pk) not in written
    assert "Awa" not in written
    assert bytes(edition.files.get(name="edition.json").body).decode() == json.dumps(
        content_of(edition), ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )


def test_the_sheets_behind_an_indicator_are_listed_without_how_many_people_each_holds() -> None:
    there = stage()
    hold(there)
    (record,) = content_of(release(there))["indicators"][0]["records"]
    assert set(record) == {"record", "sheet", "activity", "held_on", "place"}
    assert (record["activity"], record["held_on"], record["place"]) == ("F-001", "2025-03-03", "toguna-demo:C1")


def test_a_withdrawn_activity_is_not_named_among_the_sheets() -> None:
    there = stage()
    hold(there)
    there.activity.withdrawn = True
    there.activity.save()
    (record,) = content_of(release(there))["indicators"][0]["records"]
    assert (record["activity"], record["place"]) == ("", "")


def test_an_edition_is_counted_again_from_its_kept_facts() -> None:
    there = stage()
    hold(there)
    edition = release(there)
    assert sorted(path.name for path in edition_folder(there.programme, 1).iterdir()) == [
        "facts.parquet",
        "place_ancestor.parquet",
        "place_edition.parquet",
        "places.json",
    ]
    assert recount_edition(edition) == []
    edition.snapshot["content"]["indicators"][0]["tables"][0]["total"]["value"] = "7"
    assert {fault.code for fault in recount_edition(edition)} == {"altered", "other-number"}
    (edition_folder(there.programme, 1) / "facts.parquet").unlink()
    assert "facts-gone" in {fault.code for fault in recount_edition(edition)}


class PowerCut(BaseException):
    """The machine stops."""


def test_what_stops_together_with_the_freezing_leaves_no_edition_and_the_next_try_gives_one() -> None:
    there = stage()
    hold(there)

    def cut_off(edition: Edition) -> None:
        assert edition.number == 1
        raise PowerCut

    with pytest.raises(PowerCut):
        release(there, together=cut_off)
    assert not Edition.objects.exists()
    assert not Entry.objects.filter(action="edition.released").exists()
    assert not edition_folder(there.programme, 1).exists()
    assert release(there).number == 1


def test_work_that_the_machine_cut_off_is_taken_up_again_and_releases_once(
    settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.VAR = tmp_path / "var"
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}
    there = stage()
    hold(there)
    run = compute_programme(there.programme, by=there.officer)
    job = ask_for_release(there.programme, run=run, number=1, leave_out_as_needed=False, by=there.officer)

    def cut_off(*_of: object) -> None:
        raise PowerCut

    with monkeypatch.context() as unlucky:
        # The last thing before the transaction ends: the edition is frozen and the work noted as done.
        unlucky.setattr(shutil, "copyfile", cut_off)
        with pytest.raises(PowerCut):
            release_later.call(str(job.pk))
    job.refresh_from_db()
    assert (job.state, Edition.objects.count()) == ("running", 0)
    release_later.call(str(job.pk))
    release_later.call(str(job.pk))
    job.refresh_from_db()
    assert (job.state, [one.number for one in Edition.objects.all()]) == ("done", [1])
    assert recount_edition(Edition.objects.get()) == []


def test_an_edition_of_another_number_than_the_one_looked_at_is_not_released() -> None:
    there = stage()
    hold(there)
    release(there, expected=1)
    with pytest.raises(NotReleased, match="vient d'être publiée"):
        release(there, expected=1)
    assert Edition.objects.count() == 1


def test_a_refused_draft_comes_with_the_refusal_so_that_it_need_not_be_made_again() -> None:
    there = stage(SEATS={"count": "seats", "periods": ["life"], "dimensions": ["sex"]})
    women = SHEET.unnamed[0].sex
    hold(there, participants=(), unnamed=(UnnamedSeats(30, women),))
    release(there)
    hold(there, 2, session=2, participants=(), unnamed=(UnnamedSeats(2, women),))
    with pytest.raises(NotReleased) as refused:
        release(there)
    draft = refused.value.draft
    assert draft is not None
    assert (draft.number, draft.refused) == (2, refused.value.findings)


def test_a_glance_that_is_written_down_reads_the_same(tmp_path: Path) -> None:
    there = stage(SEATS={"count": "seats", "periods": ["life"], "dimensions": ["sex"]})
    women = SHEET.unnamed[0].sex
    hold(there, participants=(), unnamed=(UnnamedSeats(30, women),))
    release(there)
    hold(there, 2, session=2, participants=(), unnamed=(UnnamedSeats(2, women),))
    heard: list[int] = []
    run = compute_programme(there.programme, by=there.officer)
    coming = coming_edition(there.programme, run, ON, note=heard.append)
    assert coming.standing
    assert coming.changed == len(coming.changes["fr"]) == len(coming.changes["en"]) > 0
    write_coming(coming, tmp_path / "coming.json")
    assert read_coming(tmp_path / "coming.json") == coming
    assert heard == [COUNTED, MASKED, WRITTEN]


def test_only_who_may_release_does() -> None:
    there = stage()
    hold(there)
    run = compute_programme(there.programme)
    with pytest.raises(NotReleased, match="rôle"):
        release_edition(there.programme, run=run, by=factories.user(Role.DONOR), on=ON)


def test_a_run_of_another_programme_or_without_values_is_refused() -> None:
    there = stage()
    run = compute_programme(factories.programme())
    with pytest.raises(NotReleased, match="n'est pas celui du programme"):
        release_edition(there.programme, run=run, by=there.officer, on=ON)
    with pytest.raises(NotReleased, match="Aucun indicateur"):
        release_edition(run.programme, run=run, by=there.officer, on=ON)


def test_the_command_releases_lists_shows_and_verifies(capsys: pytest.CaptureFixture[str]) -> None:
    there = stage()
    hold(there)
    with pytest.raises(CommandError, match="toguna compute"):
        call_command("edition", "release", there.programme.code, "--by", there.officer.email)
    compute_programme(there.programme)
    call_command("edition", "release", there.programme.code, "--by", there.officer.email, "--on", "2026-01-15")
    call_command("edition", "list")
    call_command("edition", "show", there.programme.code, "1")
    call_command("edition", "verify", there.programme.code, "1")
    said = capsys.readouterr().out
    edition = Edition.objects.get()
    assert said.count(edition.sha256) == 4, "the snapshot's own hash is the edition's"
    assert "15 janvier 2026" in said
    assert "Recomptée" in said
