"""Files as bytes: alphabets, archives, entities, cuts, sizes, and things that are no IATI file at all."""

import gzip
import tracemalloc
from collections.abc import Iterator
from io import BytesIO, RawIOBase
from pathlib import Path

import pytest

from toguna.collect.iati import DangerousEntitiesError, Limits, NotIatiError, Reading, read_activities, read_file
from toguna.collect.iati.limits import PIECE
from toguna.rules.findings import Finding, Severity

FOREIGN = Path(__file__).parent.parent / "samples" / "iati_foreign"
HEAD = b'<iati-activities version="2.03">\n'
TAIL = b"</iati-activities>\n"


def activity(number: int, more: str = "") -> bytes:
    """One small activity."""
    return f"<iati-activity><iati-identifier>A-{number}</iati-identifier>{more}</iati-activity>\n".encode()


def told(reading: Reading, code: str) -> list[Finding]:
    """What was said under one code."""
    return [finding for finding in reading.findings if finding.code == code]


def identifiers(reading: Reading) -> list[str | None]:
    """The activities by name."""
    return [one.identifier for one in reading.activities]


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("windows_1252_declared.xml", "encoding-read"),
        ("windows_1252_undeclared.xml", "bytes-of-windows"),
        ("utf_8_said_latin_1.xml", "encoding-said"),
    ],
)
def test_the_letters_are_those_that_were_meant(name: str, code: str) -> None:
    reading = read_file(FOREIGN / name)
    (read,) = reading.activities
    assert read.title == (("", "Écoute des aînés – 20 €"),)
    assert read.reporting is not None
    assert read.reporting.names == (("", "Fédération fictive « L’Œuvre »"),)
    assert len(told(reading, code)) == 1


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "iso-8859-15", "cp1252"])
@pytest.mark.parametrize("size", [PIECE - 7, 3 * PIECE + 1])
def test_letters_cut_between_two_pieces_are_whole(encoding: str, size: int) -> None:
    text = "é€" * size
    declared = "" if encoding.startswith("utf-8") else f'<?xml version="1.0" encoding="{encoding}"?>'
    payload = f"{declared}<iati-activities><iati-activity><title><narrative>{text}</narrative></title>"
    (read,) = read_file(f"{payload}</iati-activity></iati-activities>".encode(encoding)).activities
    assert read.title == (("", text),)


def test_a_byte_that_stands_for_nothing_is_told() -> None:
    reading = read_file(b'<?xml version="1.0" encoding="windows-1252"?>' + HEAD + activity(1, "\x00").replace(b"\x00", b"\x81") + TAIL)  # fmt: skip  # noqa: E501
    assert [finding.values["count"] for finding in told(reading, "bytes-unreadable")] == [1]


def test_an_encoding_that_nobody_knows_is_read_as_utf_8_and_told() -> None:
    reading = read_file(b'<?xml version="1.0" encoding="klingon"?>' + HEAD + activity(1) + TAIL)
    assert identifiers(reading) == ["A-1"]
    assert len(told(reading, "encoding-unknown")) == 1


def test_an_encoding_that_is_no_plain_table_is_refused_by_name() -> None:
    with pytest.raises(NotIatiError, match="utf-7"):
        read_file(b'<?xml version="1.0" encoding="utf-7"?>' + HEAD + activity(1) + TAIL)


def test_a_mark_short_texts_and_signs_of_the_web_are_put_in_their_place() -> None:
    reading = read_file(FOREIGN / "mark_and_entities.xml")
    (read,) = reading.activities
    assert read.participating[0].names == (("", "Fédération fictive & amis"),)
    assert read.descriptions[0].text == (("", "Été & hiver\u00a0 & <b>nuit</b>"),)
    assert {"entities-taken", "bare-ampersand", "sign-of-html"} <= set(reading.summary.told)


def test_lines_are_those_of_the_file_although_its_opening_was_taken_off() -> None:
    reading = read_file(FOREIGN / "mark_and_entities.xml")
    lines = (FOREIGN / "mark_and_entities.xml").read_text("utf-8-sig").splitlines()
    (note,) = told(reading, "bare-ampersand")
    assert " & hiver" in lines[int(note.where.removeprefix("l. ")) - 1]


@pytest.mark.parametrize("name", ["bad_entity_bomb.xml", "bad_external_entity.xml"])
def test_texts_of_texts_and_texts_from_elsewhere_are_refused(name: str) -> None:
    with pytest.raises(DangerousEntitiesError) as refused:
        read_file(FOREIGN / name)
    assert "Rien n'en a été lu" in refused.value.finding().text()


@pytest.mark.parametrize(
    "declared",
    [
        '<!ENTITY % more SYSTEM "http://example.org/x.dtd"> %more;',
        '<!ENTITY x PUBLIC "a" "b">',
        "<!ENTITY x '<b>'>",
        f'<!ENTITY x "{"a" * 1001}">',
    ],
)
def test_an_entity_that_is_more_than_a_short_text_is_refused(declared: str) -> None:
    with pytest.raises(DangerousEntitiesError):
        read_file(f"<!DOCTYPE iati-activities [{declared}]>".encode() + HEAD + activity(1) + TAIL)


def test_many_short_texts_may_not_grow_into_a_large_one() -> None:
    much = "&x;" * 2_000
    payload = f'<!DOCTYPE iati-activities [<!ENTITY x "{"a" * 1000}">]>'.encode() + HEAD
    reading = read_file(payload + activity(1, f"<title><narrative>{much}</narrative></title>") + TAIL)
    assert [finding.severity for finding in told(reading, "entities-too-large")] == [Severity.ERROR]


def test_a_document_type_that_names_a_file_opens_nothing() -> None:
    reading = read_file(b'<!DOCTYPE iati-activities SYSTEM "http://example.org/x.dtd">' + HEAD + activity(1) + TAIL)
    assert identifiers(reading) == ["A-1"]
    assert len(told(reading, "document-type")) == 1


def test_signs_that_xml_cannot_hold_are_taken_out_and_counted() -> None:
    reading = read_file(HEAD + activity(1, "<title><narrative>a\x0bb\x01</narrative></title>") + TAIL)
    assert reading.activities[0].title == (("", "ab"),)
    assert [finding.values["count"] for finding in told(reading, "control-signs")] == [2]


@pytest.mark.parametrize(
    ("payload", "words"),
    [
        (b"", "vide"),
        (b" \n ", "vide"),
        (b"PK\x03\x04rest", "archive zip"),
        (b"%PDF-1.7", "PDF"),
        (b'{"response": {}}', "JSON"),
        (b"iati-identifier;title\n", "ne commence pas par une balise"),
        (b"<html><body>404</body></html>", "page web"),
        (b"<?xml version='1.0'?><rss></rss>", "« rss »"),
        (b"<!-- nothing more", "avant sa première balise"),
        ((FOREIGN / "bad_registry_page.html").read_bytes(), "page web"),
        ((FOREIGN / "bad_organisation_file.xml").read_bytes(), "fichier d'organisation"),
    ],
)
def test_what_is_no_file_of_activities_is_refused_by_its_name(payload: bytes, words: str) -> None:
    with pytest.raises(NotIatiError) as refused:
        read_file(payload)
    assert words in refused.value.finding().text()


def test_a_file_without_activities_is_one_and_is_told() -> None:
    reading = read_file(b'<iati-activities version="2.03"/>')
    assert reading.activities == ()
    assert len(told(reading, "no-activity")) == 1


def test_an_activity_alone_is_read() -> None:
    reading = read_file(activity(1))
    assert identifiers(reading) == ["A-1"]
    assert len(told(reading, "one-activity")) == 1


def test_before_a_cut_everything_is_read_and_the_cut_is_told() -> None:
    reading = read_file(FOREIGN / "bad_cut.xml")
    assert identifiers(reading) == ["XX-FICTIF-52-FORUMS"]
    (finding,) = told(reading, "cut")
    assert finding.severity is Severity.ERROR
    assert finding.values["identifier"] == "XX-FICTIF-52-FORUMS-2"
    assert finding.where.startswith("l. 6")


@pytest.mark.parametrize("end", range(len(HEAD) + 1, 400, 7))
def test_a_cut_anywhere_leaves_the_whole_activities_before_it(end: int) -> None:
    whole = HEAD + b"".join(activity(number) for number in range(6)) + TAIL
    reading = read_file(whole[:end])
    assert identifiers(reading) == [f"A-{number}" for number in range(whole[:end].count(b"</iati-activity>"))]
    assert bool(told(reading, "cut")) == (end < len(whole) - 1)


def test_before_a_fault_everything_is_read_and_its_line_is_told() -> None:
    reading = read_file(HEAD + activity(1) + activity(2) + b"<iati-activity><b></c></iati-activity>\n" + activity(3))
    assert identifiers(reading) == ["A-1", "A-2"]
    (finding,) = told(reading, "broken-xml")
    assert finding.where == "l. 4"


def test_a_packed_file_is_read_as_if_it_were_not() -> None:
    plain = (FOREIGN / "many_languages.xml").read_bytes()
    assert read_file(gzip.compress(plain)) == read_file(plain)
    assert read_file(gzip.compress(plain[:900]) + gzip.compress(plain[900:])) == read_file(plain)


def test_a_packed_file_that_is_cut_is_read_up_to_there() -> None:
    whole = HEAD + b"".join(activity(number) for number in range(20_000)) + TAIL
    packed = gzip.compress(whole)
    reading = read_file(packed[: len(packed) // 2])
    assert 5_000 < len(reading.activities) < 20_000
    assert len(told(reading, "gzip-cut")) == 1


def test_a_packed_file_that_grows_without_end_is_stopped() -> None:
    packed = gzip.compress(HEAD + b" " * 5_000_000)
    reading = read_file(packed, Limits(file_bytes=1_000_000))
    assert len(told(reading, "file-too-long")) == 1


def test_an_activity_larger_than_any_true_one_stops_the_reading() -> None:
    large = activity(2, "<title><narrative>a</narrative></title>" * 60_000)
    reading = read_file(HEAD + activity(1) + large + activity(3) + TAIL, Limits(activity_bytes=1_000_000))
    assert identifiers(reading) == ["A-1"]
    assert [finding.where for finding in told(reading, "activity-too-large")] == ["l. 3"]


def test_tags_within_tags_without_end_stop_the_reading() -> None:
    reading = read_file(HEAD + activity(1) + activity(2, "<a>" * 400 + "</a>" * 400) + TAIL)
    assert identifiers(reading) == ["A-1"]
    assert len(told(reading, "too-deep")) == 1


def test_a_text_without_end_stops_the_reading() -> None:
    endless = activity(2, f"<title><narrative>{'a' * 2_000_000}</narrative></title>")
    reading = read_file(HEAD + activity(1) + endless + TAIL, Limits(activity_bytes=1_000_000))
    assert identifiers(reading) == ["A-1"]
    assert len(told(reading, "too-long")) == 1


def test_findings_are_kept_up_to_a_limit_and_counted_beyond_it() -> None:
    many = b"".join(activity(number, '<title xml:lang="EN"><narrative>T</narrative></title>') for number in range(500))
    reading = read_file(HEAD + many + TAIL, Limits(findings=100, findings_of_a_kind=20))
    assert len(told(reading, "language")) == 20
    assert reading.summary.told["language"] == 500
    assert len(reading.findings) <= 100


class Endless(RawIOBase):
    """A file of any number of activities that is never whole anywhere."""

    def __init__(self, activities: int) -> None:
        self._pieces = self._made(activities)
        self._waiting = b""

    @staticmethod
    def _made(activities: int) -> Iterator[bytes]:
        yield HEAD
        for number in range(activities):
            yield activity(number, f"<title><narrative>{'water ' * 500}</narrative></title><other-text/>")
        yield TAIL

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1, /) -> bytes:
        while len(self._waiting) < size and (piece := next(self._pieces, b"")):
            self._waiting += piece
        answer, self._waiting = self._waiting[:size], self._waiting[size:]
        return answer


def test_memory_does_not_grow_with_the_file() -> None:
    def peak(activities: int) -> int:
        tracemalloc.start()
        read = sum(1 for _ in read_activities(Endless(activities)))  # type: ignore[arg-type]
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert read == activities
        return most

    assert peak(600) < 1.5 * peak(150)


def test_an_open_file_is_read_from_where_it_stands() -> None:
    assert identifiers(read_file(BytesIO(HEAD + activity(1) + TAIL))) == ["A-1"]
