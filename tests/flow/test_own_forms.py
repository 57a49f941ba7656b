"""A form that an organisation brings goes its way: looked at, draft, files, published, closed, open again."""

import pytest
from django.core.exceptions import PermissionDenied

from tests import factories
from tests.collect.test_xlsforms import CHOICES, HEAD, SETTINGS, form
from toguna.collect.forms import library_form_ids, library_xlsx
from toguna.collect.questions import questions_of
from toguna.flow.form_media import media_of
from toguna.flow.forms import offer_library_form
from toguna.flow.own_forms import (
    FileNotWanted,
    FileTooLarge,
    FormRefused,
    VersionNotAllowed,
    VersionTaken,
    copy_to_draft,
    discard_form_draft,
    files_of,
    give_file,
    keep_form,
    preview_form,
    publish_form,
    set_form_state,
    version_of,
)
from toguna.flow.receive import FormClosed, UnknownForm, receive_submission
from toguna.rules.findings import Severity
from toguna.rules.roles import Role
from toguna.store.accounts.models import User
from toguna.store.fieldwork.form_queries import draft_of, drafts, published_forms, published_versions
from toguna.store.fieldwork.models import Form, Record
from toguna.store.fieldwork.queries import open_forms
from toguna.store.journal.models import Entry

pytestmark = pytest.mark.django_db

VISIT = form("text | lieu | Où ?", "integer | menages | Combien de ménages ?")


@pytest.fixture
def officer() -> User:
    return factories.user(Role.MEL_OFFICER)


def published(payload: bytes, by: User) -> Form:
    """A form brought and published at once."""
    return publish_form(keep_form(preview_form(payload), by=by).form_id, by=by)


def sent(number: int, version: str = "1") -> bytes:
    """A submission of the form."""
    return (
        f'<data id="visite" version="{version}"><lieu>Sanankoro-Ba</lieu><menages>12</menages>'
        f"<meta><instanceID>uuid:visite-{number}</instanceID></meta></data>"
    ).encode()


def version(number: str) -> str:
    """The settings under another version."""
    return SETTINGS.replace("| 1 |", f"| {number} |")


def test_a_form_is_a_draft_that_no_phone_sees_until_it_is_published(officer: User) -> None:
    draft = keep_form(preview_form(VISIT), by=officer)
    assert (draft.state, version_of(draft), open_forms(), published_forms()) == ("draft", "1", [], [])
    agent = factories.user(Role.PARTNER_AGENT)
    with pytest.raises(UnknownForm):
        receive_submission(body=sent(1), by=agent)
    made = publish_form("visite", by=officer)
    assert [(one.form_id, one.version, one.state) for one in open_forms()] == [("visite", "1", "open")]
    assert (bytes(made.xlsform or b""), made.added_by) == (VISIT, officer)
    assert receive_submission(body=sent(1), by=agent).record.form_id == "visite"
    assert publish_form("visite", by=officer) == made, "asking twice is asking once"


def test_nothing_of_a_form_with_errors_is_kept(officer: User) -> None:
    preview = preview_form(form("txt | lieu | Où ?"))
    with pytest.raises(FormRefused) as refused:
        keep_form(preview, by=officer)
    assert [finding.where for finding in refused.value.findings] == ["survey!A2"]
    assert not Form.objects.exists()


def test_a_new_draft_does_not_hide_the_version_that_phones_have(officer: User) -> None:
    published(VISIT, officer)
    keep_form(preview_form(form("text | lieu | Où ?", settings=version("2"))), by=officer)
    assert [one.version for one in open_forms()] == ["1"]
    assert [version_of(one) for one in drafts()] == ["2"]


def test_a_preview_says_what_the_next_version_changes(officer: User) -> None:
    published(VISIT, officer)
    rows = ("text | lieu | À quel endroit ?", "text | menages | Combien de ménages ?", "date | jour | Quand ?")
    preview = preview_form(form(*rows, settings=version("2")))
    assert [(one.kind, one.path) for one in preview.changes] == [
        ("reworded", "lieu"),
        ("retyped", "menages"),
        ("added", "jour"),
    ]
    assert [(one.severity, one.code) for one in preview.findings] == [(Severity.WARNING, "retyped")]
    assert preview.known is not None
    assert not preview.is_same


def test_other_questions_under_a_published_version_are_told_before_and_refused_after(officer: User) -> None:
    published(VISIT, officer)
    preview = preview_form(form("text | lieu | Autre chose ?"))
    assert preview.is_version_taken
    keep_form(preview, by=officer)
    with pytest.raises(VersionTaken, match="« 1 »"):
        publish_form("visite", by=officer)
    assert publish_form("visite", by=officer, version="2").version == "2"
    newest = published_versions("visite").first()
    assert newest is not None
    assert questions_of(bytes(newest.xform)).version == "2"


def test_the_same_form_again_is_nothing_new(officer: User) -> None:
    published(VISIT, officer)
    assert preview_form(VISIT).is_same
    assert not preview_form(VISIT).is_version_taken


def test_a_version_that_no_address_can_hold_is_refused(officer: User) -> None:
    keep_form(preview_form(VISIT), by=officer)
    with pytest.raises(VersionNotAllowed):
        publish_form("visite", by=officer, version="2026/11")


def test_a_form_runs_out_then_closes_then_opens_again_with_all_its_versions(officer: User) -> None:
    published(VISIT, officer)
    published(form("text | lieu | Où ?", settings=version("2")), officer)
    agent = factories.user(Role.PARTNER_AGENT)
    set_form_state("visite", "closing", by=officer)
    assert open_forms() == []
    receive_submission(body=sent(1), by=agent)
    set_form_state("visite", "closed", by=officer)
    for number in ("1", "2"):
        with pytest.raises(FormClosed):
            receive_submission(body=sent(2, number), by=agent)
    third = published(form("text | lieu | Où ?", "date | jour | Quand ?", settings=version("3")), officer)
    assert third.state == "closed", "a new version does not open a closed form"
    set_form_state("visite", "open", by=officer)
    set_form_state("visite", "open", by=officer)
    assert [one.version for one in open_forms()] == ["3"]
    receive_submission(body=sent(2), by=agent)
    changes = Entry.objects.filter(action="form.state-changed").order_by("pk").values_list("detail", flat=True)
    assert [detail["after"] for detail in changes] == ["closing", "closed", "open"]


def test_a_draft_is_given_up_and_what_was_published_stays(officer: User) -> None:
    published(VISIT, officer)
    copy_to_draft("visite", by=officer)
    discard_form_draft("visite", by=officer)
    discard_form_draft("visite", by=officer)
    assert draft_of("visite") is None
    assert [one.version for one in published_versions("visite")] == ["1"]


HEAD_WITH_PICTURE = "| survey |\n| | type | name | label | media::image |\n"
WITH_FILES = form(
    "select_one_from_file communes.csv | c | Quelle commune ? |  ",
    "select_one_from_file puits.csv | p | Quel puits ? |  ",
    "note | carte | La carte | carte.png",
    head=HEAD_WITH_PICTURE,
)


def test_a_form_says_which_files_it_wants_and_lists_are_made_for_each_agent(officer: User) -> None:
    draft = keep_form(preview_form(WITH_FILES), by=officer)
    assert {file.name: file.is_missing for file in files_of(draft)} == {
        "communes.csv": False,
        "puits.csv": True,
        "carte.png": True,
    }
    give_file(draft, name="puits.csv", body=b"name,label\np1,Puits 1\n", by=officer)
    assert [file.name for file in files_of(draft) if file.is_missing] == ["carte.png"]
    made = publish_form("visite", by=officer)
    assert {file.name for file in media_of(made, officer)} == {"communes.csv", "puits.csv"}


def test_a_next_version_keeps_the_files_that_it_still_wants(officer: User) -> None:
    draft = keep_form(preview_form(WITH_FILES), by=officer)
    for name in ("puits.csv", "carte.png"):
        give_file(draft, name=name, body=name.encode(), by=officer)
    publish_form("visite", by=officer)
    only = form("select_one_from_file puits.csv | p | Quel puits ?", head=HEAD, settings=version("2"))
    draft = keep_form(preview_form(only), by=officer)
    assert [(file.name, file.is_missing) for file in files_of(draft)] == [("puits.csv", False)]
    again = keep_form(preview_form(only), by=officer)
    assert [(file.name, file.is_missing) for file in files_of(again)] == [("puits.csv", False)]


def test_a_file_that_the_form_does_not_name_or_that_is_too_large_is_refused(officer: User) -> None:
    draft = keep_form(preview_form(WITH_FILES), by=officer)
    with pytest.raises(FileNotWanted, match=r"puits\.csv"):
        give_file(draft, name="autre.csv", body=b"x", by=officer)
    with pytest.raises(FileTooLarge):
        give_file(draft, name="puits.csv", body=b"x" * 20_000_001, by=officer)


def test_a_file_is_what_its_name_says_and_never_something_that_runs(officer: User) -> None:
    head = "| survey |\n| | type | name | label | media::image |\n"
    draft = keep_form(preview_form(form("note | a | A | a.svg", "note | b | B | b.png", head=head)), by=officer)
    kinds = [give_file(draft, name=name, body=b"<svg/>", by=officer).media_type for name in ("a.svg", "b.png")]
    assert kinds == ["application/octet-stream", "image/png"]


def test_a_file_of_ones_own_goes_before_the_list_that_is_made_here(officer: User) -> None:
    draft = keep_form(preview_form(WITH_FILES), by=officer)
    give_file(draft, name="communes.csv", body=b"name,label\nc,C\n", by=officer)
    assert [file.body for file in media_of(draft, officer)] == [b"name,label\nc,C\n"]


def test_a_changed_library_form_keeps_its_reading_and_says_so(officer: User) -> None:
    offer_library_form("distribution")
    preview = preview_form(library_xlsx("distribution"))
    assert (preview.is_library, preview.is_same, preview.errors) == (True, True, [])
    assert [one.code for one in preview.findings] == ["same-form", "library-form"]


def test_a_library_form_without_what_its_reading_needs_is_refused() -> None:
    settings = SETTINGS.replace("| visite |", "| distribution |")
    preview = preview_form(form("text | held_on | Quand ?", settings=settings))
    codes = {one.code for one in preview.errors}
    assert codes == {"library-lacks", "library-retyped"}
    assert "distribution" in library_form_ids()


def test_a_file_of_another_form_is_no_new_version_of_this_one() -> None:
    (only,) = preview_form(VISIT, form_id="puits").findings
    assert only.text().startswith("Ce fichier est celui du formulaire « visite »")


def test_only_who_manages_forms_brings_them() -> None:
    for role in (Role.PARTNER_COORDINATOR, Role.DATA_PROTECTION_OFFICER, Role.DONOR, Role.ADMINISTRATOR):
        by = factories.user(role)
        with pytest.raises(PermissionDenied):
            keep_form(preview_form(VISIT), by=by)
        with pytest.raises(PermissionDenied):
            set_form_state("visite", "closed", by=by)
    assert not Form.objects.exists()


def test_a_form_on_which_records_were_sent_is_never_deleted(officer: User) -> None:
    published(VISIT, officer)
    receive_submission(body=sent(1), by=factories.user(Role.PARTNER_AGENT))
    keep_form(preview_form(form("text | lieu | Où ?", settings=version("2"))), by=officer)
    discard_form_draft("visite", by=officer)
    assert Form.objects.filter(form_id="visite").count() == 1
    assert Record.objects.get().form_id == "visite"


def test_choices_of_the_form_are_those_of_the_file() -> None:
    preview = preview_form(form("select_one oui_non | q | Q", choices=CHOICES))
    assert [choice.name for choice in preview.read.questions.questions[0].choices] == ["oui", "non"]
