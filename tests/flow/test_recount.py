"""Counting editions again: every cell, those by place too, one edition or all of them."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from tests.flow.editions import hold, release, stage
from toguna.flow.recount import recount_edition
from toguna.flow.release import edition_folder
from toguna.store.publications.models import Edition

pytestmark = pytest.mark.django_db


def place_cell(edition: Edition) -> dict[str, object]:
    tables = edition.snapshot["content"]["indicators"][1]["tables"]
    (cell,) = tables[0]["cuts"]["place"]
    return cell  # type: ignore[no-any-return]


def test_a_cell_by_place_that_says_something_else_is_found() -> None:
    there = stage()
    hold(there)
    edition = release(there)
    assert place_cell(edition)["category"] == "toguna-demo:C1"
    assert recount_edition(edition) == []
    place_cell(edition)["value"] = "15"
    assert [fault.code for fault in recount_edition(edition)] == ["altered", "other-number"]


def test_an_edition_without_the_keys_of_its_places_is_counted_without_them() -> None:
    there = stage()
    hold(there)
    edition = release(there)
    edition.snapshot["envelope"]["parquet"].pop("places.json")
    (edition_folder(there.programme, 1) / "places.json").unlink()
    assert recount_edition(edition) == []


def test_every_edition_is_verified_at_once_and_a_fault_names_its_edition() -> None:
    there = stage()
    hold(there)
    release(there)
    release(there)
    told = StringIO()
    call_command("edition", "verify", stdout=told)
    assert told.getvalue().count("Recomptée") == 2
    (edition_folder(there.programme, 2) / "facts.parquet").write_bytes(b"other")
    told = StringIO()
    with pytest.raises(CommandError, match=f"{there.programme.code} 2 : "):
        call_command("edition", "verify", there.programme.code, stdout=told)
    assert told.getvalue().count("Recomptée") == 1


def test_there_may_be_nothing_to_verify_yet() -> None:
    told = StringIO()
    call_command("edition", "verify", stdout=told)
    assert "pas encore d'édition" in told.getvalue()
