"""Submissions from phones, well meant and not."""

import time
from dataclasses import replace

import pytest
from hypothesis import given, settings

from tests.collect.sheets import A_SHEET, sheets
from toguna.collect.forms import ATTENDANCE_FORM_ID, attendance_version
from toguna.collect.refusals import RefusedFileError, TooLargeError
from toguna.collect.xml_reading import EntitiesError, NotXmlError, WrongEncodingError, read_xml
from toguna.collect.xml_submission import (
    IncompleteSubmissionError,
    OtherFormError,
    read_attendance,
    read_envelope,
    write_submission,
)
from toguna.rules.attendance import AttendanceSheet, Participant, UnnamedSeats

INSTANCE = "uuid:8f3a0f4e-0000-4000-8000-000000000001"


def submission(body: str, attributes: str = f'id="{ATTENDANCE_FORM_ID}" version="{attendance_version()}"') -> bytes:
    return f"<data {attributes}>{body}<meta><instanceID>{INSTANCE}</instanceID></meta></data>".encode()


@given(sheets())
@settings(deadline=None)
def test_a_sheet_that_is_written_reads_back_the_same(sheet: AttendanceSheet) -> None:
    assert read_attendance(write_submission(sheet, instance_id=INSTANCE))[0] == sheet


def test_a_sound_submission_leaves_nothing_to_say() -> None:
    sheet, told = read_attendance(write_submission(A_SHEET, instance_id=INSTANCE))
    assert (sheet, told) == (A_SHEET, [])


def test_writing_twice_gives_the_same_bytes() -> None:
    assert write_submission(A_SHEET, instance_id=INSTANCE) == write_submission(A_SHEET, instance_id=INSTANCE)


def test_the_envelope_says_whose_form_and_which_instance() -> None:
    envelope = read_envelope(write_submission(A_SHEET, instance_id=INSTANCE, deprecated_id="uuid:before", version="7"))
    assert (envelope.form_id, envelope.version, envelope.instance_id) == (ATTENDANCE_FORM_ID, "7", INSTANCE)
    assert envelope.deprecated_id == "uuid:before"
    assert envelope.attributes == {"id": ATTENDANCE_FORM_ID, "version": "7"}


def test_a_form_without_an_id_is_named_by_its_namespace() -> None:
    payload = f'<data xmlns="urn:form"><meta><instanceID>{INSTANCE}</instanceID></meta></data>'.encode()
    assert read_envelope(payload).form_id == "urn:form"


@pytest.mark.parametrize("payload", [b"", b"   ", b"hello", b"<data>", b"\x89PNG\r\n", b"<a/><b/>", b"<a>&x;</a>"])
def test_what_is_not_xml_is_refused_by_name(payload: bytes) -> None:
    with pytest.raises((NotXmlError, WrongEncodingError)) as refused:
        read_xml(payload)
    assert str(refused.value)


BOMB = b'<!DOCTYPE d [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><data id="x">&b;</data>'
OUTSIDE = b'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/hostname">]><data id="x">&x;</data>'
PARAMETER = b'<!DOCTYPE d [<!ENTITY % x SYSTEM "http://example.invalid/x.dtd"> %x;]><data id="x"/>'


@pytest.mark.parametrize("payload", [BOMB, OUTSIDE, PARAMETER, b"<!-- a --><!DOCTYPE d SYSTEM 'x.dtd'><data/>"])
def test_a_document_type_is_refused_before_it_is_read(payload: bytes) -> None:
    with pytest.raises(EntitiesError):
        read_xml(payload)


def test_an_entity_hidden_by_another_encoding_is_refused() -> None:
    with pytest.raises(WrongEncodingError):
        read_xml(OUTSIDE.decode().encode("utf-16"))
    with pytest.raises(WrongEncodingError):
        read_xml(b'<?xml version="1.0" encoding="UTF-7"?><data/>')


@pytest.mark.parametrize("encoding", ["ISO-8859-1", "windows-1252", "UTF-16"])
def test_another_encoding_than_utf8_is_named(encoding: str) -> None:
    with pytest.raises(WrongEncodingError, match=encoding):
        read_xml(f'<?xml version="1.0" encoding="{encoding}"?><data/>'.encode())


def test_bytes_that_are_not_utf8_are_refused() -> None:
    with pytest.raises(WrongEncodingError):
        read_xml("<data>École</data>".encode("latin-1"))


def test_a_byte_order_mark_is_no_harm() -> None:
    payload = b'\xef\xbb\xbf<?xml version="1.0" encoding="utf-8"?>' + submission("")
    assert read_envelope(payload).instance_id == INSTANCE


@pytest.mark.parametrize(
    "payload",
    [
        b"<d>" + b"x" * 5_000_000 + b"</d>",
        b"<d>" + b"<e/>" * 200_001 + b"</d>",
        b"<d>" * 21 + b"</d>" * 21,
        b"<d>" + b"x" * 20_001 + b"</d>",
    ],
    ids=["bytes", "elements", "depth", "one answer"],
)
def test_what_is_larger_than_any_sheet_is_refused_quickly(payload: bytes) -> None:
    begun = time.monotonic()
    with pytest.raises(TooLargeError):
        read_xml(payload)
    assert time.monotonic() - begun < 5


def test_a_very_deep_file_is_refused_without_harm() -> None:
    with pytest.raises(RefusedFileError):
        read_xml(b"<d>" * 90_000 + b"</d>" * 90_000)


def test_a_submission_without_instance_id_is_refused() -> None:
    with pytest.raises(IncompleteSubmissionError):
        read_envelope(b'<data id="fiche_presence"><meta><instanceID> </instanceID></meta></data>')
    with pytest.raises(IncompleteSubmissionError):
        read_envelope(b'<data id="fiche_presence"/>')


def test_a_submission_without_a_form_is_refused() -> None:
    with pytest.raises(IncompleteSubmissionError):
        read_envelope(b"<data><meta><instanceID>uuid:1</instanceID></meta></data>")


def test_an_instance_id_that_no_form_would_make_is_refused() -> None:
    with pytest.raises(TooLargeError):
        read_envelope(write_submission(A_SHEET, instance_id="u" * 201))


def test_another_form_is_not_read_as_an_attendance_sheet() -> None:
    with pytest.raises(OtherFormError, match="enquete"):
        read_attendance(submission("", 'id="enquete" version="1"'))


def test_another_version_is_read_with_a_warning() -> None:
    sheet, told = read_attendance(submission("<activity_code>A-1</activity_code>", 'id="fiche_presence" version="1"'))
    assert sheet.activity_code == "A-1"
    assert [finding.code for finding in told] == ["other-version"]


def test_a_refused_name_never_leaves_the_reader() -> None:
    body = (
        "<participant><consent>no</consent><name>Awa Secret</name><phone>70000000</phone>"
        "<sex>female</sex></participant>"
    )
    sheet, told = read_attendance(submission(body))
    assert sheet.participants == (Participant(1, sex="female"),)
    assert [(one.code, one.where) for one in told] == [("name-without-consent", "participant 1")]
    assert "Secret" not in repr((sheet, told))


def test_no_answer_about_consent_is_not_consent() -> None:
    sheet, _ = read_attendance(submission("<participant><name>Awa</name></participant>"))
    assert sheet.participants[0].name is None


def test_questions_that_are_not_on_the_form_are_noted_and_the_rest_is_read() -> None:
    sheet, told = read_attendance(submission("<weather>pluie</weather><venue>École</venue><venue>Mairie</venue>"))
    assert sheet.venue == "École"
    assert [(one.code, one.values["node"]) for one in told] == [("extra-node", "weather"), ("answered-twice", "venue")]


def test_answers_that_cannot_be_read_are_told_where_they_stand() -> None:
    body = (
        "<held_on>demain</held_on><participant><age>vingt</age><sex>4</sex></participant>"
        "<unnamed><seats>x</seats></unnamed>"
    )
    sheet, told = read_attendance(submission(body))
    assert [(one.code, one.where) for one in told] == [
        ("date-not-understood", ""),
        ("choice-not-understood", "participant 1"),
        ("number-not-understood", "participant 1"),
        ("number-not-understood", "sans nom 1"),
    ]
    assert sheet.held_on is None


def test_an_empty_group_that_a_phone_sends_is_nobody() -> None:
    body = "<participant><consent/><name/></participant><unnamed><seats/><basis>counted</basis></unnamed>"
    sheet, told = read_attendance(submission(body))
    assert (sheet.participants, sheet.unnamed, told) == ((), (), [])


def test_a_line_keeps_its_number_when_an_empty_one_stands_before_it() -> None:
    sheet, _ = read_attendance(submission("<participant><name/></participant><participant><age>30</age></participant>"))
    assert [one.line for one in sheet.participants] == [2]


def test_age_bands_of_another_form_are_read() -> None:
    bands = (("3", "25-34"), ("2", "60+"))
    body = "".join(f"<unnamed><seats>{n}</seats><age_band>{band}</age_band></unnamed>" for n, band in bands)
    assert read_attendance(submission(body))[0].unnamed == (
        UnnamedSeats(3, None, 25, 34),
        UnnamedSeats(2, None, 60, None),
    )


def test_the_code_of_an_unplanned_activity_is_not_taken() -> None:
    sheet, told = read_attendance(submission("<plan>unplanned</plan><activity_code>A-1</activity_code>"))
    assert (sheet.activity_code, told[0].code) == (None, "unplanned-with-code")


def test_a_planned_activity_without_its_code_is_an_error() -> None:
    assert read_attendance(submission("<plan>planned</plan>"))[1][0].code == "planned-without-code"


def test_letters_that_no_database_takes_are_left_out() -> None:
    sheet = replace(A_SHEET, venue="École")
    payload = write_submission(sheet, instance_id=INSTANCE).replace("École".encode(), "É\u0085co\uffeele".encode())
    assert read_attendance(payload)[0].venue == "Éco\uffeele"
