"""What stands on a KoboToolbox server is fetched whole, though it renames, edits and deletes without a word."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.external.kobo import TOKEN, FakeKobo, tree_of
from tests.external.make_kobo import ASSET, FIRST, FIXTURES, SECOND, fixtures
from toguna.collect.answers_xml import answered, read_answers
from toguna.collect.questions import questions_of
from toguna.collect.xml_submission import read_envelope
from toguna.external.accounts import RemoteAccount
from toguna.external.kobo import KoboForm
from toguna.external.kobo_form import renamed, rows_of, xform_of
from toguna.external.kobo_xml import answers_as_xml, as_form
from toguna.external.line import Line
from toguna.external.refusals import NotThere, RemoteUnreachable, SignInRefused
from toguna.external.remote import SentVersion


@pytest.fixture
def kobo() -> Iterator[FakeKobo]:
    server = FakeKobo()
    with server.running():
        yield server


def form_on(kobo: FakeKobo, *, token: str = TOKEN, form: str = ASSET) -> KoboForm:
    line = Line(kobo.address, wait=lambda _seconds: None)
    return KoboForm(line, RemoteAccount("", token), form=form)


def sent(form: KoboForm, number: int) -> SentVersion:
    """The version that stands there of one submission."""
    (listed,) = [one for one in form.changed({}, ()) if one.key == str(number)]
    (version,) = form.versions_of(listed)
    return version


def test_the_fixtures_are_what_their_script_writes() -> None:
    assert FIXTURES.read_text(encoding="utf-8") == fixtures()


def test_every_submission_is_listed_however_few_the_server_shows_at_once(kobo: FakeKobo) -> None:
    form = form_on(kobo)
    assert [one.key for one in form.changed({}, ())] == ["5001", "5002", "5003", "5004", "5005", "5006"]
    assert form.present() == {"5001", "5002", "5003", "5004", "5005", "5006"}


def test_the_list_asks_for_a_few_columns_only(kobo: FakeKobo) -> None:
    form_on(kobo).changed({}, ())
    assert all("fields" in request.query for request in kobo.asked if request.path.startswith("/api/v2/assets"))


def test_an_edit_changes_the_fingerprint_and_keeps_the_key(kobo: FakeKobo) -> None:
    form = form_on(kobo)
    before = {one.key: one.fingerprint for one in form.changed({}, ())}
    kobo.edit(5002, tete__jour="2026-03-09")
    after = {one.key: one.fingerprint for one in form.changed({}, ())}
    assert before.keys() == after.keys()
    assert [key for key in before if before[key] != after[key]] == ["5002"]


def test_a_deleted_submission_is_absent(kobo: FakeKobo) -> None:
    kobo.delete(5003)
    assert "5003" not in form_on(kobo).present()


def test_the_xml_comes_as_it_is(kobo: FakeKobo) -> None:
    form = form_on(kobo)
    body = form.body(sent(form, 5004))
    assert body.as_sent
    envelope = read_envelope(body.xml)
    assert (envelope.form_id, envelope.instance_id) == (ASSET, kobo.row(5004)["meta/instanceID"])


@pytest.mark.parametrize("number", range(5001, 5007))
def test_xml_written_from_the_answers_says_the_same_as_the_servers_own(kobo: FakeKobo, number: int) -> None:
    form = form_on(kobo)
    own = form.body(sent(form, number))
    kobo.gives_xml = False
    written = form.body(sent(form, number))
    assert not written.as_sent
    assert tree_of(written.xml) == tree_of(own.xml)
    assert form.body(sent(form, number)).xml == written.xml


def test_an_answer_to_a_question_that_its_version_does_not_ask_is_kept_and_named(kobo: FakeKobo) -> None:
    kobo.gives_xml = False
    kobo.row(5001)["tete/venu_dailleurs"] = "une réponse"
    form = form_on(kobo)
    body = form.body(sent(form, 5001))
    assert body.unknown == ("tete/venu_dailleurs",)
    assert ("tete/venu_dailleurs", "une réponse") in tree_of(body.xml)


def test_a_control_character_in_an_answer_does_not_stop_the_rest(kobo: FakeKobo) -> None:
    kobo.gives_xml = False
    kobo.row(5004)["accord"] = "Réparer\x00 le forage"
    form = form_on(kobo)
    assert ("accord", "Réparer le forage") in tree_of(form.body(sent(form, 5004)).xml)


def test_deployed_versions_come_oldest_first_and_drafts_never(kobo: FakeKobo) -> None:
    assert [one.version for one in form_on(kobo).form_versions(known=())] == [FIRST, SECOND]
    assert [one.version for one in form_on(kobo).form_versions(known={FIRST})] == [SECOND]


def test_a_question_that_was_renamed_is_recognised(kobo: FakeKobo) -> None:
    first, second = form_on(kobo).form_versions(known=())
    assert first.renamed == {"tete/commune": "tete/localite"}
    assert second.renamed == {}


def test_each_version_reads_its_own_answers(kobo: FakeKobo) -> None:
    form = form_on(kobo)
    xforms = {one.version: one.xform for one in form.form_versions(known=())}
    for number, place in ((5001, "tete/commune"), (5006, "tete/localite")):
        version = sent(form, number)
        questions = questions_of(xforms[version.form_version])
        tree = read_answers(form.body(version).xml, questions)
        assert tree.findings == ()
        said = {given.question.path: given.answer for given in answered(questions, tree.answers)}
        assert said[place] == kobo.row(number)[place]
        assert questions.form_id == ASSET


def test_the_words_of_both_languages_and_of_choices_come_along(kobo: FakeKobo) -> None:
    _first, second = form_on(kobo).form_versions(known=())
    question = questions_of(second.xform).at("camp/groupe")
    assert question is not None
    assert (question.said("fr"), question.said("en")) == ("Groupe", "Group")
    assert [(choice.name, choice.label["fr"]) for choice in question.choices] == [("youth", "Jeunes"), ("cso", "OSC")]


def test_a_submission_of_an_older_version_can_be_said_in_the_newest_ones_words(kobo: FakeKobo) -> None:
    form = form_on(kobo)
    body = form.body(sent(form, 5001)).xml
    ours = as_form(body, "forum", form.renamed(FIRST))
    assert read_envelope(ours).form_id == "forum"
    assert read_envelope(ours).instance_id == read_envelope(body).instance_id
    expected = [(path.replace("tete/commune", "tete/localite"), text) for path, text in tree_of(body)]
    assert tree_of(ours) == sorted(expected)


def test_a_question_that_was_moved_to_another_group_is_moved() -> None:
    moved = as_form(b'<a1 id="a1"><un><lieu>Talimbara</lieu></un></a1>', "forum", {"un/lieu": "deux/localite"})
    assert moved == b'<a1 id="forum"><un/><deux><localite>Talimbara</localite></deux></a1>'


def test_files_have_the_names_that_the_answers_give_them_and_an_absent_one_is_told(kobo: FakeKobo) -> None:
    form = form_on(kobo)
    files = {file.name: file for file in form.files_of(sent(form, 5002))}
    photos = [camp["camp/photo"] for camp in kobo.row(5002)["camp"]]
    assert files.keys() == {*photos, "jamais arrivee.m4a"}
    assert files["jamais arrivee.m4a"].is_missing
    with form.fetch(files[photos[0]]) as content:
        assert content.read() == kobo.photo("attFictif21")


def test_a_photo_deleted_there_is_absent(kobo: FakeKobo) -> None:
    kobo.row(5001)["_attachments"][0]["is_deleted"] = True
    form = form_on(kobo)
    (name,) = [camp["camp/photo"] for camp in kobo.row(5001)["camp"]][:1]
    assert [file.is_missing for file in form.files_of(sent(form, 5001)) if file.name == name] == [True]


def test_the_token_never_goes_to_a_host_that_an_answer_names(kobo: FakeKobo) -> None:
    kobo.media_host = "https://ailleurs.example"
    form = form_on(kobo)
    photos = [file for file in form.files_of(sent(form, 5001)) if not file.is_missing]
    with form.fetch(photos[0]) as content:
        assert content.read() == kobo.photo("attFictif11")


@pytest.mark.parametrize("fault", ["cut", "close", "busy"])
def test_a_line_that_fails_now_and_then_is_asked_again(kobo: FakeKobo, fault: str) -> None:
    kobo.fail(fault, "/data/", times=2)
    kobo.fail(fault, ".xml")
    form = form_on(kobo)
    assert form.body(sent(form, 5001)).as_sent


def test_a_server_that_goes_away_is_told(kobo: FakeKobo) -> None:
    kobo.fail("close", times=-1)
    with pytest.raises(RemoteUnreachable):
        form_on(kobo).changed({}, ())


def test_a_wrong_token_and_an_unknown_project_are_told(kobo: FakeKobo) -> None:
    with pytest.raises(SignInRefused):
        form_on(kobo, token="autre").changed({}, ())
    with pytest.raises(NotThere):
        form_on(kobo, form="aAutre").changed({}, ())


def test_an_encrypted_submission_says_so(kobo: FakeKobo) -> None:
    kobo.row(5001)["base64EncryptedKey"] = "AAAA"
    told: dict[str, Any] = {one.key: one.is_encrypted for one in form_on(kobo).changed({}, ())}
    assert [key for key, encrypted in told.items() if encrypted] == ["5001"]


def test_kinds_of_question_that_only_kobo_knows_can_still_be_read() -> None:
    content = {
        "survey": [
            {"type": "begin_score", "name": "note", "label": ["Note"], "kobo--score-choices": "etoiles"},
            {"type": "score__row", "name": "accueil", "label": ["Accueil"]},
            {"type": "end_score"},
            {"type": "select_one_from_file", "name": "commune", "file": "communes.csv", "label": ["Commune"]},
            {"type": "calculate", "name": "total", "calculation": "${accueil} +"},
        ]
    }
    xform = xform_of(content, form=ASSET, version="v", title="Une grille fictive")
    assert xform is not None
    assert [row.path for row in rows_of(content)] == ["note", "note/accueil", "commune", "total"]
    assert questions_of(xform).at("note/accueil") is not None


def test_rows_beyond_conversion_give_no_form_and_no_error() -> None:
    assert xform_of({"survey": [{"type": "inventé", "name": "x"}]}, form=ASSET, version="v", title="") is None


def test_versions_without_keys_are_never_thought_renamed() -> None:
    rows = {"survey": [{"type": "text", "name": "a"}, {"type": "text", "name": "b"}]}
    assert renamed(rows, {"survey": [{"type": "text", "name": "c"}]}) == {}


def test_answers_within_repeats_within_groups_keep_their_places() -> None:
    answers = {"g/r": [{"g/r/s/q": "1"}, {"g/r/s/q": "2"}], "meta/instanceID": "uuid:x", "__version__": "v"}
    xml, unknown = answers_as_xml(answers, [], form="a1")
    assert b"<g><r><s><q>1</q></s></r><r><s><q>2</q></s></r></g>" in xml
    assert unknown == ("g/r", "g/r/s/q")
