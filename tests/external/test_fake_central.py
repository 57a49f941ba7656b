"""The fake ODK Central is believed because pyodk, as published, cannot tell it from a real one."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyodk.client import Client
from pyodk.errors import PyODKError

from tests.external.central import EMAIL, FORM, PASSWORD, PROJECT, FakeCentral, submission


@pytest.fixture
def central() -> Iterator[FakeCentral]:
    fake = FakeCentral()
    with fake.running():
        yield fake


def client_of(central: FakeCentral, folder: Path, password: str = PASSWORD) -> Client:
    """pyodk as anybody would set it up."""
    config = folder / "pyodk.toml"
    config.write_text(
        f'[central]\nbase_url = "{central.address}"\nusername = "{EMAIL}"\npassword = "{password}"\n'
        f"default_project_id = {PROJECT}\n"
    )
    return Client(config_path=config, cache_path=folder / "cache.toml")


def test_pyodk_signs_in_and_reads_projects_and_forms(central: FakeCentral, tmp_path: Path) -> None:
    with client_of(central, tmp_path) as client:
        assert [project.name for project in client.projects.list()] == ["Programme fictif"]
        assert client.projects.get(PROJECT).id == PROJECT
        (form,) = client.forms.list()
        assert (form.xmlFormId, form.version, form.state) == (FORM, "2", "open")
        assert client.forms.get(FORM).projectId == PROJECT
        assert b"Forum communal" in client.forms.get_xml(FORM).encode()


def test_pyodk_sends_edits_reviews_and_reads_submissions(central: FakeCentral, tmp_path: Path) -> None:
    photo = tmp_path / "place.jpg"
    photo.write_bytes(b"a fictional photo")
    with client_of(central, tmp_path) as client:
        sent = client.submissions.create(
            submission("uuid:1", lieu="Talimbara", photo="place.jpg").decode(), form_id=FORM, attachments=[photo]
        )
        assert [(file.name, file.exists) for file in sent.attachments or []] == [("place.jpg", True)]
        edited = submission("uuid:1b", replaces="uuid:1", lieu="Talimbara Centre", photo="place.jpg").decode()
        client.submissions.edit("uuid:1", edited, form_id=FORM, comment="le nom du quartier")
        client.submissions.review("uuid:1", "approved", form_id=FORM)
        assert client.submissions.get("uuid:1", form_id=FORM).reviewState == "approved"
        assert [one.instanceId for one in client.submissions.list(form_id=FORM)] == ["uuid:1"]
        table = client.submissions.get_table(form_id=FORM, count=True)
    (row,) = table["value"]
    assert (table["@odata.count"], row["lieu"], row["__system"]["edits"]) == (1, "Talimbara Centre", 1)
    assert row["__system"]["attachmentsPresent"] == 1


def test_pyodk_pages_and_filters_the_table(central: FakeCentral, tmp_path: Path) -> None:
    for number in range(5):
        central.send(f"uuid:{number}", lieu="Talimbara")
    late = central.submissions[3].versions[0].created_at
    with client_of(central, tmp_path) as client:
        page = client.submissions.get_table(form_id=FORM, skip=1, top=2)
        since = client.submissions.get_table(form_id=FORM, filter=f"__system/submissionDate ge {late}")
    assert [row["__id"] for row in page["value"]] == ["uuid:3", "uuid:2"]
    assert [row["__id"] for row in since["value"]] == ["uuid:4", "uuid:3"]


def test_pyodk_is_refused_with_a_wrong_password(central: FakeCentral) -> None:
    with (
        tempfile.TemporaryDirectory() as folder,
        pytest.raises(PyODKError, match="401"),
        client_of(central, Path(folder), password="autre") as client,
    ):
        client.projects.list()
