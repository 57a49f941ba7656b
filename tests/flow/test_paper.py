"""Printing sheets: each has a code of its own, and printing again changes no byte."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from tests import factories
from tests.flow.sheets import Commune, commune, submission
from tests.publish.pdf_words import pages_in, words_of
from tests.web.desk_stage import received
from toguna.flow.paper import (
    ActivityIsCancelled,
    LinesOutOfRange,
    NoSuchSession,
    PrintingNotPermitted,
    paper_of,
    pictures_of,
    print_sheets,
)
from toguna.flow.reading import findings_of, read_version
from toguna.flow.receive import receive_submission
from toguna.rules.roles import Role
from toguna.rules.sheet_codes import read_sheet_code
from toguna.store.fieldwork.models import PrintedSheet, RecordVersion
from toguna.store.fieldwork.printed_sheets import records_of_sheets, sheet_printed_as
from toguna.store.journal.models import Entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage() -> Commune:
    return commune()


def printed(stage: Commune, **chosen: Any) -> list[PrintedSheet]:
    wanted: dict[str, Any] = {"sessions": [1], "lines": 15, "by": stage.agent} | chosen
    return print_sheets(stage.activity, **wanted)


def test_each_session_gets_a_sheet_with_a_code_of_its_own(stage: Commune) -> None:
    stage.activity.sessions = 3
    stage.activity.save()
    sheets = printed(stage, sessions=[3, 1, 2], lines=30)
    assert [sheet.session for sheet in sheets] == [1, 2, 3]
    assert len({sheet.code for sheet in sheets}) == 3
    assert all(read_sheet_code(sheet.code) == sheet.code for sheet in sheets)
    assert pages_in(paper_of(stage.activity, sheets)) == 6


def test_a_printed_sheet_says_who_and_is_found_by_its_code(stage: Commune) -> None:
    (sheet,) = printed(stage)
    assert sheet_printed_as(sheet.code) == sheet
    assert sheet.printed_by == stage.agent
    entry = Entry.objects.get(action="activity.sheets-printed")
    assert entry.detail == {"codes": [sheet.code]}


def test_no_code_goes_out_twice(stage: Commune) -> None:
    (sheet,) = printed(stage)
    with pytest.raises(IntegrityError), transaction.atomic():
        PrintedSheet.objects.create(code=sheet.code, activity=stage.activity, lines=15, printed_by=stage.agent)


def test_the_paper_says_what_the_plan_says(stage: Commune) -> None:
    sheets = printed(stage)
    words = words_of(paper_of(stage.activity, sheets))
    for said in ("F-001", stage.activity.title["fr"], "Sanankoro-Ba", stage.agent.organisation.name["fr"]):
        assert said in words
    assert sheets[0].code in words
    assert "DONNÉE FICTIVE" in words


def test_a_sheet_printed_again_is_the_same_bytes(stage: Commune) -> None:
    sheets = printed(stage)
    assert paper_of(stage.activity, sheets) == paper_of(stage.activity, sheets)
    assert paper_of(stage.activity, sheets) != paper_of(stage.activity, sheets, language="en")
    assert len(pictures_of(stage.activity, sheets)) == 1


def test_counting_only_prints_no_line_to_write_a_name_on(stage: Commune) -> None:
    sheets = printed(stage, counts_only=True)
    assert sheets[0].lines == 0
    words = words_of(paper_of(stage.activity, sheets))
    assert "Fiche de comptage, sans noms" in words
    assert "60 ans et plus" in words


@pytest.mark.parametrize(("sessions", "lines"), [([1], 0), ([1], 301), ([1], -5)])
def test_a_sheet_has_lines_and_not_too_many(stage: Commune, sessions: list[int], lines: int) -> None:
    with pytest.raises(LinesOutOfRange):
        printed(stage, sessions=sessions, lines=lines)


@pytest.mark.parametrize("sessions", [[], [0], [2], list(range(1, 100))])
def test_a_session_that_is_not_planned_has_no_sheet(stage: Commune, sessions: list[int]) -> None:
    with pytest.raises(NoSuchSession):
        printed(stage, sessions=sessions)
    assert not PrintedSheet.objects.exists()


def test_nobody_signs_for_a_cancelled_activity(stage: Commune) -> None:
    stage.activity.status = "cancelled"
    with pytest.raises(ActivityIsCancelled, match="F-001"):
        printed(stage)


def test_only_those_who_plan_or_enter_print_and_only_what_is_theirs(stage: Commune) -> None:
    printed(stage, by=stage.officer)
    for stranger in (factories.user(Role.PARTNER_AGENT), factories.user(Role.DONOR)):
        with pytest.raises(PrintingNotPermitted):
            printed(stage, by=stranger)
    assert PrintedSheet.objects.count() == 1


def test_a_sheet_that_came_back_is_found_until_it_is_rejected(stage: Commune) -> None:
    (sheet,) = printed(stage)
    found = received(stage, sheet_code=sheet.code)
    received(stage, session=2)
    assert list(records_of_sheets([sheet.code, ""])) == [found]
    found.state = "rejected"
    found.save()
    assert not records_of_sheets([sheet.code]).exists()


def told_about_code(version: RecordVersion) -> list[str]:
    return [finding.code for finding in findings_of(version) if finding.code.startswith("sheet-code")]


def sent(stage: Commune, number: int, **changes: Any) -> RecordVersion:
    version = receive_submission(body=submission(number, **changes), by=stage.agent).version
    read_version(version)
    return RecordVersion.objects.get(pk=version.pk)


def test_a_telephone_that_sends_an_entered_sheet_is_told_as_a_clerk_would_be(stage: Commune) -> None:
    (sheet,) = printed(stage)
    first = sent(stage, 1, sheet_code=sheet.code)
    assert told_about_code(first) == []
    second = sent(stage, 2, sheet_code=sheet.code.lower(), session=4)
    assert told_about_code(second) == ["sheet-code-already-entered", "sheet-code-of-another"]
    assert told_about_code(first) == ["sheet-code-already-entered"]


def test_a_code_that_was_never_printed_is_doubted(stage: Commune) -> None:
    assert told_about_code(sent(stage, 1, sheet_code="26BQ-524Z")) == ["sheet-code-unknown"]
    assert told_about_code(sent(stage, 2, sheet_code="26BQ-5242")) == ["sheet-code-misread"]
    assert told_about_code(sent(stage, 3)) == []


def test_names_that_came_for_a_sensitive_activity_are_pointed_out_to_whoever_checks(stage: Commune) -> None:
    version = sent(stage, 1)
    assert "names-on-sensitive" not in [finding.code for finding in findings_of(version)]
    stage.activity.sensitive = True
    stage.activity.save()
    told = [each for each in findings_of(RecordVersion.objects.get(pk=version.pk)) if each.code == "names-on-sensitive"]
    assert [each.values for each in told] == [{"named": 2}]
    unnamed = sent(stage, 2, session=2, participants=())
    assert "names-on-sensitive" not in [finding.code for finding in findings_of(unnamed)]
