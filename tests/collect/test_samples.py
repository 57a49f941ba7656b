"""The sample submissions say what their names promise."""

from datetime import date
from pathlib import Path

import pytest

from tests.samples.make import COMMUNE, CORRECTED, FOLDER, HEAD_COUNT, PLANNED, UNPLANNED, samples
from toguna.collect.refusals import RefusedFileError
from toguna.collect.xml_submission import read_attendance, read_envelope
from toguna.rules.attendance import count_seats
from toguna.rules.attendance_checks import KnownPlaces, findings

TODAY = date(2025, 4, 1)
PLACES = KnownPlaces({(COMMUNE.scheme, COMMUNE.code)}, (COMMUNE.text, "Balanfara"))


def sample(name: str) -> bytes:
    return (FOLDER / name).read_bytes()


def test_the_files_are_what_their_maker_writes() -> None:
    kept = {path.name: path.read_bytes() for path in Path(FOLDER).glob("*.xml")}
    assert kept == samples()


@pytest.mark.parametrize(
    ("name", "sheet"),
    [("planned", PLANNED), ("head_count", HEAD_COUNT), ("unplanned", UNPLANNED), ("corrected", CORRECTED)],
)
def test_a_good_sample_is_read_without_a_word(name: str, sheet: object) -> None:
    read, told = read_attendance(sample(f"attendance_{name}.xml"))
    assert (read, told) == (sheet, [])
    assert findings(read, today=TODAY, programme_start=date(2025, 1, 1), places=PLACES) == []


def test_the_first_sample_holds_twenty_seats() -> None:
    assert count_seats(PLANNED) == 20


def test_the_correction_names_what_it_corrects() -> None:
    first, second = (read_envelope(sample(f"attendance_{name}.xml")) for name in ("planned", "corrected"))
    assert second.deprecated_id == first.instance_id != second.instance_id


def test_everything_that_looks_wrong_is_told() -> None:
    sheet, told = read_attendance(sample("attendance_looks_wrong.xml"))
    assert told == []
    assert {one.code for one in findings(sheet, today=TODAY, places=PLACES)} == {
        "date-in-future", "place-unknown", "parts-differ-from-total", "total-differs-from-lines",
        "female-differ-from-lines", "male-differ-from-lines", "age-impossible", "phone-malformed", "same-line-twice",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("not_xml", "not-xml"),
        ("broken_xml", "not-xml"),
        ("external_entity", "entities"),
        ("billion_laughs", "entities"),
        ("encoding", "wrong-encoding"),
        ("unknown_form", "other-form"),
        ("no_instance_id", "incomplete-submission"),
    ],
)
def test_a_bad_sample_is_refused_with_its_reason(name: str, code: str) -> None:
    with pytest.raises(RefusedFileError) as refused:
        read_attendance(sample(f"bad_{name}.xml"))
    assert refused.value.finding().code == code


def test_an_unknown_version_is_told() -> None:
    assert read_attendance(sample("bad_unknown_version.xml"))[1][0].code == "other-version"


def test_a_name_without_consent_is_not_kept() -> None:
    sheet, told = read_attendance(sample("bad_name_without_consent.xml"))
    assert [one.code for one in told] == ["name-without-consent"]
    assert "Nom À Ne Pas Garder" not in repr(sheet)
