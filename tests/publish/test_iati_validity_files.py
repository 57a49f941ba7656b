"""Files as they come: hostile, broken, huge, of another version or encoding; and the schema's own test files."""

from collections.abc import Callable
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from random import Random

import pytest

from tests.publish.iati_edits import (
    ACTIVITIES,
    ONE_COUNTRY,
    ORGANISATION,
    TODAY,
    after,
    attribute,
    broken,
    edited,
    judged,
)
from toguna.publish.iati.validity import markdown_of_rules, table_of_rules, validate
from toguna.publish.iati.validity import stream as iati_stream
from toguna.publish.iati.validity.stream import Record, read_records
from toguna.publish.iati.validity.validating import KEPT_OF_EACH_RULE

ACTIVITY = (
    '<iati-activity xml:lang="fr" default-currency="XOF"><iati-identifier>XI-IATI-TOGUNATEST-{n}</iati-identifier>'
    '<reporting-org ref="XI-IATI-TOGUNATEST" type="22"><narrative>Essai</narrative></reporting-org>'
    "<title><narrative>Activité fictive</narrative></title><description><narrative>Fictive</narrative></description>"
    '<participating-org role="4" type="22"><narrative>Essai</narrative></participating-org>'
    '<activity-status code="2"/><activity-date type="2" iso-date="2024-02-01"/><recipient-country code="ML"/>'
    '<sector code="{sector}"/></iati-activity>'
)


def many(count: int, sector: str = "15150") -> bytes:
    """A file of small activities."""
    activities = "\n".join(ACTIVITY.format(n=n, sector=sector) for n in range(count))
    return f'<iati-activities version="2.03">{activities}</iati-activities>'.encode()


LAUGHS = b"".join(
    [
        b'<?xml version="1.0"?><!DOCTYPE iati-activities [<!ENTITY a0 "ha">',
        *(b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 10)),
        b']><iati-activities version="2.03"><iati-activity><title>&a9;</title></iati-activity></iati-activities>',
    ]
)
HOSTILE: dict[str, bytes] = {
    "a billion laughs": LAUGHS,
    "a billion laughs in UTF-16": LAUGHS.decode().replace('"?>', '" encoding="UTF-16"?>').encode("utf-16"),
    "a file of this machine": b'<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><iati-activities>&f;</iati-activities>',
    "a document type far from the beginning": b"<!--" + b"x" * 200_000 + b"--><!DOCTYPE x><iati-activities/>",
    "an entity that nobody declared": b'<iati-activities version="2.03">&nobody;</iati-activities>',
    "a thousand levels": b'<iati-activities version="2.03">' + b"<a>" * 1000 + b"</a>" * 1000 + b"</iati-activities>",
    "nothing": b"  \n",
    "a spreadsheet": b"PK\x03\x04" + bytes(range(256)),
    "half a file": ACTIVITIES.read_bytes()[:9000],
    "letters of another encoding": many(1).replace("é".encode(), b"\xe9"),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_or_broken_file_is_refused_in_words(name: str) -> None:
    validity = validate(HOSTILE[name], today=TODAY)
    assert not validity.valid
    assert not validity.clean
    assert "0.1.1" in broken(validity)
    said = validity.findings[-1].text()
    assert "root:" not in said
    assert said[0].isupper()
    assert said.endswith(".")


def test_a_document_type_is_refused_for_what_it_is_before_anything_is_made_of_it() -> None:
    in_the_root = LAUGHS.replace(b'version="2.03"', b'version="&a9;"')
    for body in (LAUGHS, in_the_root, HOSTILE["a billion laughs in UTF-16"], HOSTILE["a file of this machine"]):
        validity = validate(body, today=TODAY)
        assert validity.records == 0
        assert [finding.message for finding in validity.findings] == [iati_stream.DECLARES_ENTITIES]


def test_an_activity_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(iati_stream, "MOST_BYTES_OF_A_RECORD", 200_000)
    texts = b"<description><narrative>" + b"x" * 400_000 + b"</narrative></description>"
    validity = validate(b'<iati-activities version="2.03"><iati-activity>' + texts, today=TODAY)
    assert broken(validity) == {"0.1.1"}
    assert "millions d'octets" in validity.findings[0].text()


def test_what_is_not_iati_says_what_it_begins_with() -> None:
    validity = validate(b"<html><body/></html>", today=TODAY)
    assert broken(validity) == {"0.2.1"}
    assert "« html »" in validity.findings[0].text()


@pytest.mark.parametrize("version", ["1.05", "2.02"])
def test_another_version_is_not_judged_as_if_it_were_2_03(version: str) -> None:
    validity = validate(many(2).replace(b"2.03", version.encode()), today=TODAY)
    assert broken(validity) == {"0.6.1"}
    assert validity.records == 0
    assert not validity.valid


def test_a_file_without_its_version_or_without_activities_breaks_the_schema() -> None:
    unsaid = validate(many(1).replace(b' version="2.03"', b""), today=TODAY)
    assert broken(unsaid) == {"0.3.1"}
    assert unsaid.records == 1
    assert "« version »" in unsaid.findings[0].text()
    empty = validate(b'<iati-activities version="2.03"></iati-activities>', today=TODAY)
    assert broken(empty) == {"0.3.1"}


def test_windows_1252_is_read_when_it_says_so() -> None:
    body = '<?xml version="1.0" encoding="windows-1252"?>' + many(1).decode()
    assert validate(body.encode("windows-1252"), today=TODAY).clean


def test_the_schema_speaks_french_and_names_the_line() -> None:
    validity = judged(ACTIVITIES, attribute(f"{ONE_COUNTRY}/activity-status", "code", None))
    assert [finding.text() for finding in validity.findings] == [
        "L'élément « activity-status » doit avoir l'attribut « code ». Ajoutez-le."
    ]
    line = edited(ACTIVITIES, []).decode().split("A4</iati-identifier>")[0].count("\n")
    assert validity.findings[0].where.startswith("XI-IATI-TOGUNATEST-A4, ligne ")
    assert int(validity.findings[0].where.split("ligne ")[1]) > line


def test_a_stranger_between_activities_is_refused_unless_it_has_a_namespace_of_its_own() -> None:
    assert broken(judged(ACTIVITIES, after(ONE_COUNTRY, "<note>Bonjour</note>"))) == {"0.3.1"}


def test_an_organisation_among_activities_is_a_stranger() -> None:
    mixed = many(2).decode()
    mixed = mixed.replace("<iati-activity ", "<iati-organisation ", 1)
    mixed = mixed.replace("</iati-activity>", "</iati-organisation>", 1)
    validity = validate(mixed.encode(), today=TODAY)
    assert broken(validity) == {"0.3.1"}
    assert validity.records == 1


def test_no_damage_to_a_file_stops_the_reading_with_an_error_of_ours() -> None:
    whole, chance = ACTIVITIES.read_bytes(), Random(20260201)
    damages = [b"", b"<", b">", b'"', b"\x00", b"\xff", b" x ", b"0"]
    verdicts = []
    for _ in range(200):
        damaged = bytearray(whole)
        for _ in range(chance.randint(1, 4)):
            place = chance.randrange(len(damaged))
            damaged[place : place + chance.randint(0, 12)] = chance.choice(damages)
        verdicts.append(validate(bytes(damaged), today=TODAY))
    assert {verdict.valid for verdict in verdicts} == {True, False}
    assert all(verdict.valid or not verdict.clean for verdict in verdicts)


def test_an_identifier_given_twice_is_told_even_on_one_line() -> None:
    twice = validate(many(2).replace(b"-1<", b"-0<").replace(b"\n", b""), today=TODAY)
    assert broken(twice) == {"1.1.2"}


@pytest.mark.parametrize("as_given", [lambda path: path, lambda path: path.read_bytes(), lambda path: path.open("rb")])
def test_a_file_may_be_given_by_its_path_its_bytes_or_itself(as_given: Callable[[Path], bytes | Path]) -> None:
    given = as_given(ORGANISATION)
    assert validate(given, today=TODAY).clean
    if not isinstance(given, bytes | Path):
        given.close()


def test_a_long_file_is_read_one_activity_at_a_time() -> None:
    most, read = 0, 0
    for piece in read_records(BytesIO(many(3000))):
        if isinstance(piece, Record):
            read += 1
            most = max(most, len(piece.root))
    assert read == 3000
    # What one piece of the file holds, and no more.
    assert most < 200


def test_of_a_fault_made_a_thousand_times_some_findings_are_kept_and_all_are_counted() -> None:
    validity = validate(many(1000, sector="00000"), today=TODAY)
    assert validity.records == 1000
    assert validity.evaluated["9.76.1"].failed == 1000
    assert len(validity.findings) == KEPT_OF_EACH_RULE
    assert validity.left_out == 1000 - KEPT_OF_EACH_RULE


def test_the_table_of_rules_lists_each_id_once_in_both_languages() -> None:
    validity = validate(ACTIVITIES, today=TODAY)
    french, english = (table_of_rules(validity, language) for language in ("fr", "en"))
    codes = [row.code for row in french]
    assert codes == [row.code for row in english]
    assert len(codes) == len(set(codes)) == len(validity.rules) > 200
    assert codes.index("1.1.2") < codes.index("1.1.21") < codes.index("2.1.1") < codes.index("11.1.1")
    assert codes[-1].startswith("toguna.")
    row = next(row for row in english if row.code == "6.11.1")
    assert (row.family, row.severity, row.ran, row.failed) == ("IATI ruleset", "error", 5, 0)
    lines = markdown_of_rules(validity, "fr").splitlines()
    assert len(lines) == len(codes) + 2
    assert {line.count(" | ") for line in lines} == {5}


def folder_of_test_files() -> Path:
    """Where pyIATI carries IATI's own test files."""
    package = find_spec("iati")
    assert package is not None
    assert package.origin is not None
    return Path(package.origin).parent / "resources" / "test_data"


def official_files(verdict: str) -> list[Path]:
    """IATI's own test files for its schema that must pass, or fail."""
    folder = folder_of_test_files() / "2-03"
    return sorted(
        path for kind in ("activity", "org") for path in (folder / f"ssot-{kind}-xml-{verdict}").rglob("*.xml")
    )


@pytest.mark.parametrize(("verdict", "count"), [("pass", 233), ("fail", 453)])
def test_the_schema_agrees_with_the_test_files_of_iati(verdict: str, count: int) -> None:
    files = official_files(verdict)
    assert len(files) == count
    bodies = ((path, path.read_bytes().replace(b'version="xx"', b'version="2.03"')) for path in files)
    wrong = [path.name for path, body in bodies if validate(body, today=TODAY).valid != (verdict == "pass")]
    assert wrong == []


RULESET_FILES: dict[str, set[str]] = {
    "bad_date_order": {"11.1.2"},
    "bad_identifier": {"1.3.13"},
    "does_not_sum_100": {"3.1.2"},
    "missing_sector_element": {"6.2.2"},
    "multiple_rule_errors": {"1.3.13", "6.10.1"},
}


@pytest.mark.parametrize("name", RULESET_FILES)
def test_the_rules_agree_with_the_test_files_of_iati(name: str) -> None:
    """They are of 2.02 and break, on purpose, what their name says; the rest they share with the file that is right."""
    folder = folder_of_test_files() / "2-02"
    right, wrong = (
        validate(path.read_bytes().replace(b'version="2.02"', b'version="2.03"'), today=TODAY)
        for path in (folder / "valid_std_ruleset.xml", folder / "ruleset-std" / f"invalid_std_ruleset_{name}.xml")
    )
    assert right.records == wrong.records == 1
    assert RULESET_FILES[name] & broken(right) == set()
    assert RULESET_FILES[name] <= broken(wrong)
