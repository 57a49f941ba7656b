"""A device is offered the forms that are open, with the files that go with them, each under the hash of its bytes."""

from typing import Any
from urllib.parse import urlsplit

import pytest
from lxml import etree

from tests import factories
from tests.flow.encrypting import public_key_in
from tests.flow.sheets import Commune, commune
from tests.web.phone import LIST, Phone, children, md5
from toguna.flow.forms import offer_library_form
from toguna.flow.submission_keys import public_key
from toguna.rules.roles import Role
from toguna.store.fieldwork.models import Form, FormMedia

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage() -> Commune:
    return commune()


@pytest.fixture
def phone(stage: Commune) -> Phone:
    return Phone(stage.agent)


def test_the_form_list_gives_the_hash_of_the_bytes_that_will_be_downloaded(phone: Phone) -> None:
    listed = phone.get("formList?deviceID=collect%3A1")
    assert listed.status_code == 200
    assert listed["Content-Type"].startswith("text/xml")
    root = etree.fromstring(listed.content)
    assert root.tag == f"{LIST}xforms"
    row = children(root[0])
    assert {"formID", "name", "version", "hash", "downloadUrl"} <= row.keys()
    form = phone.follow(row["downloadUrl"])
    assert form.status_code == 200
    assert row["hash"] == md5(form.content)
    assert form.content == bytes(Form.objects.get().xform)


@pytest.mark.parametrize("state", ["draft", "closing", "closed"])
def test_only_an_open_form_is_listed(phone: Phone, state: str) -> None:
    Form.objects.update(state=state)
    assert phone.listed() == {}


def test_a_new_version_in_preparation_does_not_hide_the_one_that_is_open(phone: Phone) -> None:
    before = phone.listed()
    draft = factories.form(version="a-draft", state="draft")
    assert phone.listed() == before
    assert phone.get(f"forms/{draft.pk}.xml").status_code == 404
    assert phone.get(f"forms/{draft.pk}/manifest.xml").status_code == 404


def test_one_form_may_be_asked_for(phone: Phone) -> None:
    factories.form(form_id="autre")
    for wanted, found in (("autre", ["autre"]), ("fiche_presence", ["fiche_presence"]), ("aucun", [])):
        root = etree.fromstring(phone.get(f"formList?formID={wanted}&deviceID=x").content)
        assert [children(row)["formID"] for row in root] == found


@pytest.mark.parametrize("version", ["2026/1", "v 1", "été?#%", ""])
def test_a_form_may_have_any_version(phone: Phone, version: str) -> None:
    form = factories.form(form_id="autre", version=version)
    row = phone.listed()["autre"]
    assert row.get("version", "") == version
    assert phone.follow(row["downloadUrl"]).content == bytes(form.xform)


def test_a_form_without_files_has_no_manifest_and_one_with_files_has(phone: Phone) -> None:
    form = factories.form(form_id="autre")
    assert "manifestUrl" not in phone.listed()["autre"]
    # Announced by the form, and not uploaded yet: there is nothing to download.
    FormMedia.objects.create(form=form, name="photo.png", media_type="image/png")
    assert "manifestUrl" not in phone.listed()["autre"]
    FormMedia.objects.create(form=form, name="un dessin.png", media_type="image/png", body=b"\x89PNG", size=4)
    assert list(phone.files_of(phone.listed()["autre"])) == ["un dessin.png"]
    assert phone.get(f"forms/{form.pk}/media/photo.png").status_code == 404


def test_the_manifest_gives_the_hash_of_each_file_that_will_be_downloaded(phone: Phone) -> None:
    form = factories.form(form_id="autre")
    FormMedia.objects.create(form=form, name="un dessin.png", media_type="image/png", body=b"\x89PNG", size=4)
    FormMedia.objects.create(form=form, name="communes.csv", media_type="text/csv", list_name="communes")
    files = phone.files_of(phone.listed()["autre"])
    assert sorted(files) == ["communes.csv", "un dessin.png"]
    for file in files.values():
        answer = phone.follow(file["downloadUrl"])
        assert answer.status_code == 200
        assert file["hash"] == md5(answer.content)
    drawing = phone.follow(files["un dessin.png"]["downloadUrl"])
    assert (drawing.content, drawing["Content-Type"]) == (b"\x89PNG", "image/png")


def test_each_form_of_the_library_downloads_whole(stage: Commune, phone: Phone) -> None:
    offer_library_form("evenement_public")
    for form in phone.listed().values():
        assert md5(phone.follow(form["downloadUrl"]).content) == form["hash"]
        for file in phone.files_of(form).values():
            assert md5(phone.follow(file["downloadUrl"]).content) == file["hash"]


def test_the_list_of_activities_is_what_this_agent_may_see(stage: Commune, phone: Phone) -> None:
    stranger = factories.user(Role.PARTNER_AGENT)
    factories.activity(code="AUTRE-9", implementer=stranger.organisation)
    lists = {}
    for owner, theirs in ((stage.agent, phone), (stranger, Phone(stranger))):
        file = theirs.files_of(theirs.listed()["fiche_presence"])["activities.csv"]
        lists[owner] = theirs.follow(file["downloadUrl"]).content
        assert md5(lists[owner]) == file["hash"]
    assert b"F-001" in lists[stage.agent]
    assert b"AUTRE-9" not in lists[stage.agent]
    assert b"AUTRE-9" in lists[stranger]
    assert b"F-001" not in lists[stranger]


def test_what_a_phone_has_already_is_not_sent_again(stage: Commune, phone: Phone) -> None:
    form = phone.listed()["fiche_presence"]
    (file,) = [one for one in phone.files_of(form).values() if one["filename"] == "activities.csv"]
    asked = [f"{phone.base}/formList", form["downloadUrl"], form["manifestUrl"], file["downloadUrl"]]
    tags = {address: phone.follow(address)["ETag"] for address in asked}
    for address, tag in tags.items():
        again = phone.follow(address, **{"If-None-Match": tag})
        assert (again.status_code, again.content) == (304, b"")
        assert again["X-OpenRosa-Version"] == "1.0"
        assert again["ETag"] == tag
        assert again["Cache-Control"] == "private, no-cache"
    factories.activity(code="NOUVELLE", implementer=stage.agent.organisation)
    changed = [
        address for address in asked if phone.follow(address, **{"If-None-Match": tags[address]}).status_code == 200
    ]
    assert changed == asked[2:]
    factories.form(form_id="autre")
    assert phone.get("formList", **{"If-None-Match": tags[asked[0]]}).status_code == 200


def test_a_cache_may_keep_an_answer_though_the_proof_changes_each_time(phone: Phone) -> None:
    answer = phone.get("formList")
    assert "Authorization" not in answer["Vary"]
    assert "Accept-Language" in answer["Vary"]


def test_a_compressed_answer_is_recognised_too(phone: Phone) -> None:
    first = phone.get("formList", **{"Accept-Encoding": "gzip"})
    assert first["Content-Encoding"] == "gzip"
    assert phone.get("formList", **{"Accept-Encoding": "gzip", "If-None-Match": first["ETag"]}).status_code == 304


def test_a_phone_that_encrypts_gets_the_key_in_its_form_and_the_hash_of_that(
    stage: Commune, settings: Any, tmp_path: Any
) -> None:
    settings.VAR = tmp_path
    plain, encrypting = Phone(stage.agent), Phone(stage.agent, encrypts=True)
    in_the_clear, with_key = plain.listed()["fiche_presence"], encrypting.listed()["fiche_presence"]
    form = encrypting.follow(with_key["downloadUrl"])
    assert public_key_in(form.content) == public_key()
    assert md5(form.content) == with_key["hash"] != in_the_clear["hash"]
    assert with_key["version"] == in_the_clear["version"]
    assert b"base64RsaPublicKey" not in plain.follow(in_the_clear["downloadUrl"]).content


def test_the_addresses_of_a_phone_with_a_token_carry_it(phone: Phone) -> None:
    form = phone.listed()["fiche_presence"]
    assert urlsplit(form["downloadUrl"]).path.startswith(phone.base)
    assert all(urlsplit(file["downloadUrl"]).path.startswith(phone.base) for file in phone.files_of(form).values())


def test_asking_for_the_list_takes_few_questions(phone: Phone, django_assert_max_num_queries: Any) -> None:
    for number in range(8):
        factories.form(form_id=f"autre_{number}")
    phone.get("formList")
    with django_assert_max_num_queries(4):
        phone.get("formList")
