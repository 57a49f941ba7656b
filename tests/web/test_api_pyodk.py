"""pyodk, as it is published, works against the served site as it does against an ODK Central."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import requests
from pyodk.client import Client
from pyodk.errors import PyODKError

from tests.factories import PASSWORD
from tests.story.server import Server, own_database
from tests.web.api_stage import distribution, visit, workbook, xform
from toguna.external.accounts import RemoteAccount
from toguna.external.line import Line
from toguna.external.odk_central import CentralForm

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 40_000


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with own_database() as address:
        server = Server(tmp_path_factory.mktemp("site"), address, stage="tests.web.api_stage")
        server.start()
        try:
            yield server
        finally:
            server.kill()


SignIn = Callable[[str], Client]


@pytest.fixture
def sign_in(site: Server, tmp_path: Path) -> Iterator[SignIn]:
    """pyodk as anybody would set it up, signed in as one of the stage's persons."""
    opened: list[Client] = []

    def client(person: str) -> Client:
        config = tmp_path / f"{person}.toml"
        username, secret, _address = site.told[person]
        config.write_text(
            f'[central]\nbase_url = "http://127.0.0.1:{site.port}"\nusername = "{username}@toguna.example"\n'
            f'password = "{secret}"\ndefault_project_id = 1\n'
        )
        opened.append(Client(config_path=config, cache_path=tmp_path / f"{person}-cache.toml").open())
        return opened[-1]

    yield client
    for one in opened:
        one.close()


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    (tmp_path / "puits.png").write_bytes(PNG)
    return tmp_path / "puits.png"


@contextmanager
def refused(code: float) -> Iterator[None]:
    """Refused with Central's code, and words for a person."""
    with pytest.raises(PyODKError) as caught:
        yield
    told: dict[str, Any] = caught.value.args[1].json()
    assert told["code"] == code, told
    assert told["message"].endswith((".", ")")), told
    assert caught.value.is_central_error(code)


def test_a_session_is_opened_with_a_scripts_credential_and_kept(sign_in: SignIn) -> None:
    assert [project.id for project in sign_in("agent").projects.list()] == [1]
    again = sign_in("agent")
    assert again.projects.get().name == "Toguna"
    assert again.get("users/current").json()["displayName"].startswith("Personne fictive")


def test_a_staff_password_opens_nothing(site: Server) -> None:
    credential = {"email": site.told["mel"][2], "password": PASSWORD}
    answer = requests.post(f"http://127.0.0.1:{site.port}/v1/sessions", json=credential, timeout=10)
    assert (answer.status_code, answer.json()["code"]) == (401, 401.2)


def test_forms_are_listed_read_and_taken_as_xml(sign_in: SignIn) -> None:
    client = sign_in("agent")
    forms = {form.xmlFormId: form for form in client.forms.list()}
    assert {"fiche_presence", "distribution"} <= set(forms)
    one = client.forms.get("distribution")
    assert (one.projectId, one.state, one.name) == (1, "open", "Fiche de distribution")
    body = client.forms.get_xml("distribution", encoding=None)
    assert isinstance(body, bytes)
    assert b'id="distribution"' in body


def test_a_form_is_created_with_its_files_and_a_next_version_follows(sign_in: SignIn, tmp_path: Path) -> None:
    client = sign_in("mel")
    puits = tmp_path / "puits.csv"
    puits.write_text("name,label\np1,Puits 1\n")
    made = client.forms.create(xform("visite_xml"), attachments=[puits])
    assert (made.xmlFormId, made.publishedAt) == ("visite_xml", None)
    published = client.forms.get("visite_xml")
    assert (published.version, published.state) == ("1", "open")
    assert published.publishedAt is not None
    listed = client.get("projects/1/forms/visite_xml/attachments").json()
    assert [(file["name"], file["exists"]) for file in listed] == [("puits.csv", True)]

    client.forms.update("visite_xml", definition=xform("visite_xml", "2", more="<jour/>"))
    assert client.forms.get("visite_xml").version == "2"
    assert client.get("projects/1/forms/visite_xml/attachments/puits.csv").text == puits.read_text()

    puits.write_text("name,label\np1,Puits 1\np2,Puits 2\n")
    client.forms.update("visite_xml", attachments=[puits], version_updater=lambda known: f"{known}.1")
    assert client.forms.get("visite_xml").version == "2.1"
    assert 'version="2.1"' in str(client.forms.get_xml("visite_xml"))
    versions = [one["version"] for one in client.get("projects/1/forms/visite_xml/versions").json()]
    assert versions == ["2.1", "2", "1"]
    client.forms.update("visite_xml", attachments=[puits])
    assert client.forms.get("visite_xml").version.startswith("20")


def test_an_xlsform_is_converted_and_told_what_is_wrong_in_it(sign_in: SignIn, tmp_path: Path) -> None:
    client = sign_in("mel")
    path = tmp_path / "enquete_fictive.xlsx"
    path.write_bytes(workbook(form_title="Enquête (fictive)"))
    with refused(400.16):
        client.forms.create(path, ignore_warnings=False)
    made = client.forms.create(path)
    assert (made.xmlFormId, len(made.version), made.name) == ("enquete_fictive", 12, "Enquête (fictive)")
    with refused(400.15):
        client.forms.create(workbook(form_title="X", form_id="mauvais id", version="1"))
    with refused(409.3):
        client.forms.create(xform("enquete_fictive"))


def test_a_version_that_is_published_is_never_replaced(sign_in: SignIn) -> None:
    client = sign_in("mel")
    client.forms.create(xform("visite_deux"))
    with refused(409.6):
        client.forms.update("visite_deux", definition=xform("visite_deux", more="<jour/>"))


def test_only_who_manages_forms_creates_them(sign_in: SignIn) -> None:
    for person in ("coord", "agent", "dpo", "donor", "admin"):
        with refused(403.1):
            sign_in(person).forms.create(xform("visite_de_trop"))


def test_a_submission_goes_its_way_from_sending_to_approval(sign_in: SignIn, photo: Path) -> None:
    mel, agent, coord = sign_in("mel"), sign_in("agent"), sign_in("coord")
    mel.forms.create(xform("visite"))
    made = agent.submissions.create(visit("visite", "uuid:v-1"), form_id="visite", attachments=[photo], device_id="tel")
    assert (made.instanceId, made.reviewState) == ("uuid:v-1", None)
    assert [(file.name, file.exists) for file in made.attachments or []] == [("puits.png", True)]
    again = agent.submissions.create(visit("visite", "uuid:v-1"), form_id="visite", attachments=[photo])
    assert again.createdAt == made.createdAt, "sent again, it is the same one"

    agent.submissions.edit("uuid:v-1", visit("visite", "uuid:v-1b", replaces="uuid:v-1", chef="Issa Fictif"), "visite")
    agent.submissions.edit(
        "uuid:v-1", visit("visite", "uuid:v-1b", replaces="uuid:v-1", chef="Issa Fictif"), "visite", comment="le chef"
    )
    assert agent.submissions.get("uuid:v-1", "visite").reviewState == "edited"
    assert [one.body for one in agent.submissions.list_comments("uuid:v-1", "visite")] == ["le chef"]

    with refused(409.16):
        mel.submissions.review("uuid:v-1", "approved", "visite")
    coord.submissions.review("uuid:v-1", "approved", "visite", comment="contrôlée")
    assert mel.submissions.get("uuid:v-1", "visite").reviewState == "edited", "checked is not approved yet"
    coord.submissions.review("uuid:v-1", "approved", "visite")
    mel.submissions.review("uuid:v-1", "approved", "visite")
    mel.submissions.review("uuid:v-1", "approved", "visite")
    assert [one.reviewState for one in mel.submissions.list("visite")] == ["approved"]
    versions = mel.get("projects/1/forms/visite/submissions/uuid%3Av-1/versions").json()
    assert [(one["instanceId"], one["current"]) for one in versions] == [("uuid:v-1b", True), ("uuid:v-1", False)]
    first = mel.get("projects/1/forms/visite/submissions/uuid%3Av-1/versions/uuid%3Av-1.xml")
    assert first.text == visit("visite", "uuid:v-1"), "byte for byte as it was sent"
    file = mel.get("projects/1/forms/visite/submissions/uuid%3Av-1/attachments/puits.png")
    assert (file.content, file.headers["Content-Disposition"][:10]) == (PNG, "attachment")


def test_a_submission_is_returned_or_rejected_with_a_comment(sign_in: SignIn) -> None:
    mel, agent, coord = sign_in("mel"), sign_in("agent"), sign_in("coord")
    mel.forms.create(xform("visite_revue"))
    for number in (1, 2):
        agent.submissions.create(visit("visite_revue", f"uuid:r-{number}"), "visite_revue")
    with refused(403.1):
        agent.submissions.review("uuid:r-1", "approved", "visite_revue")
    coord.submissions.review("uuid:r-1", "hasIssues", "visite_revue", comment="Quel puits ?")
    coord.submissions.review("uuid:r-2", "rejected", "visite_revue", comment="Un essai")
    states = {one.instanceId: one.reviewState for one in agent.submissions.list("visite_revue")}
    assert states == {"uuid:r-1": "hasIssues", "uuid:r-2": "rejected"}
    assert [one.body for one in agent.submissions.list_comments("uuid:r-1", "visite_revue")] == ["Quel puits ?"]


def test_what_is_sent_under_a_known_instance_replaces_nothing(sign_in: SignIn) -> None:
    mel, agent = sign_in("mel"), sign_in("agent")
    mel.forms.create(xform("visite_instance"))
    agent.submissions.create(visit("visite_instance", "uuid:i-1"), "visite_instance")
    for _attempt in range(2):
        with refused(409.1):
            agent.submissions.create(visit("visite_instance", "uuid:i-1", chef="Autre Fictif"), "visite_instance")
    table = agent.submissions.get_table("visite_instance")
    assert [row["chef"] for row in table["value"]] == ["Awa Fictive"]
    with refused(400.19):
        agent.submissions.edit("uuid:i-1", visit("visite_instance", "uuid:i-2"), "visite_instance")
    agent.submissions.edit("uuid:i-1", visit("visite_instance", "uuid:i-2", replaces="uuid:i-1"), "visite_instance")
    with refused(409.9):
        agent.submissions.edit("uuid:i-1", visit("visite_instance", "uuid:i-3", replaces="uuid:i-1"), "visite_instance")
    with refused(404.5):
        agent.submissions.edit("uuid:i-1", visit("visite_instance", "uuid:i-4", replaces="uuid:x"), "visite_instance")


def test_the_table_is_what_central_would_tell(sign_in: SignIn, photo: Path) -> None:
    mel, agent = sign_in("mel"), sign_in("agent")
    mel.forms.create(xform("visite_table"))
    agent.submissions.create(visit("visite_table", "uuid:t-1"), "visite_table")
    agent.submissions.create(visit("visite_table", "uuid:t-2"), "visite_table", attachments=[photo])
    table = mel.submissions.get_table("visite_table", count=True, expand="*")
    assert table["@odata.count"] == 2
    row = table["value"][0]
    system = row["__system"]
    assert (row["__id"], row["meta"]["instanceID"]) == ("uuid:t-2", "uuid:t-2")
    assert (row["chef"], row["menages"], row["photo"]) == ("Awa Fictive", 12, "puits.png")
    assert row["point"] == {"type": "Point", "coordinates": [-8.0, 12.65, 312.4], "properties": {"accuracy": 4.9}}
    assert [(well["etat"], well["profondeur"]) for well in row["village"]["puits"]] == [("bon", 7.5), ("sec", None)]
    assert (system["attachmentsPresent"], system["attachmentsExpected"], system["edits"]) == (1, 1, 0)
    assert (system["reviewState"], system["formVersion"], system["updatedAt"]) == (None, "1", None)
    assert table["value"][1]["__system"]["attachmentsPresent"] == 0

    flat = mel.submissions.get_table("visite_table", wkt=True, top=1, skip=1)["value"]
    assert [(one["__id"], one["point"]) for one in flat] == [("uuid:t-1", "POINT (-8 12.65 312.4)")]
    assert flat[0]["village"] == {"puits@odata.navigationLink": "Submissions('uuid%3At-1')/village/puits"}
    wells = mel.submissions.get_table("visite_table", table_name="Submissions.village.puits", count=True)
    assert (wells["@odata.count"], [well["__Submissions-id"] for well in wells["value"]]) == (
        4,
        ["uuid:t-2", "uuid:t-2", "uuid:t-1", "uuid:t-1"],
    )
    some = mel.submissions.get_table("visite_table", select="__id,village/puits,__system/edits", expand="*")["value"]
    assert set(some[0]) == {"__id", "village", "__system"}
    assert some[0]["__system"] == {"edits": 0}


def test_the_table_is_filtered_and_paged(sign_in: SignIn) -> None:
    mel, agent, coord = sign_in("mel"), sign_in("agent"), sign_in("coord")
    mel.forms.create(xform("visite_pages"))
    for number in range(5):
        agent.submissions.create(visit("visite_pages", f"uuid:p-{number}"), "visite_pages")
    coord.submissions.review("uuid:p-3", "rejected", "visite_pages")
    table = mel.submissions.get_table("visite_pages")["value"]
    assert [row["__id"] for row in table] == [f"uuid:p-{number}" for number in (4, 3, 2, 1, 0)]
    third = table[2]["__system"]

    def found(expression: str) -> list[str]:
        return [row["__id"][-1] for row in mel.submissions.get_table("visite_pages", filter=expression)["value"]]

    assert found(f"__system/submissionDate ge {third['submissionDate']}") == ["4", "3", "2"]
    assert found(f"not (__system/submissionDate ge {third['submissionDate']})") == ["1", "0"]
    assert found("__system/reviewState eq 'rejected'") == ["3"]
    assert found("__system/reviewState eq null and __system/updatedAt eq null") == ["4", "2", "1", "0"]
    assert found("__system/updatedAt ge 2020-01-01T00:00:00.000Z") == ["3"]
    assert found(f"__system/submitterId eq {third['submitterId']} and year(__system/submissionDate) lt 2000") == []
    assert found("__system/submissionDate lt now() or __id eq 'uuid:p-0'") == ["4", "3", "2", "1", "0"]
    for code, wrong in ((400.18, "__system/submissionDate ge"), (501.5, "chef eq 'Awa'"), (400.18, "((((")):
        with refused(code):
            found(wrong)

    seen, address = [], "projects/1/forms/visite_pages.svc/Submissions?%24top=2"
    while address:
        page = mel.get(address).json()
        seen += [row["__id"][-1] for row in page["value"]]
        address = page.get("@odata.nextLink", "")
    assert seen == ["4", "3", "2", "1", "0"]


def test_names_are_for_those_who_see_them_and_records_for_those_who_reach_them(sign_in: SignIn) -> None:
    mel, agent, donor, other = sign_in("mel"), sign_in("agent"), sign_in("donor"), sign_in("other")
    mel.forms.create(xform("visite_noms"))
    agent.submissions.create(visit("visite_noms", "uuid:n-1"), "visite_noms")
    (row,) = donor.submissions.get_table("visite_noms", expand="*")["value"]
    assert (row["chef"], row["photo"], row["point"], row["menages"]) == (None, None, None, 12)
    assert row["village"]["puits"][0]["etat"] == "bon"
    refused_to_donor = donor.get("projects/1/forms/visite_noms/submissions/uuid%3An-1.xml")
    assert (refused_to_donor.status_code, refused_to_donor.json()["code"]) == (403, 403.1)
    assert other.submissions.list("visite_noms") == []
    assert other.submissions.get_table("visite_noms", count=True)["@odata.count"] == 0
    with refused(404.1):
        other.submissions.get("uuid:n-1", "visite_noms")
    with refused(404.1):
        other.submissions.review("uuid:n-1", "approved", "visite_noms")


def test_app_users_are_telephones_that_may_send_at_once(site: Server, sign_in: SignIn) -> None:
    client = sign_in("agent")
    (phone,) = client.projects.create_app_users(["Téléphone bleu (fictif)"], forms=["distribution"])
    assert phone.token is not None
    assert client.projects.create_app_users(["Téléphone bleu (fictif)"], forms=["distribution"]) == []
    # pyodk's own example builds the address of a telephone so.
    base = f"{client.session.base_url}key/{phone.token}/projects/1"
    listed = requests.get(f"{base}/formList", headers={"X-OpenRosa-Version": "1.0"}, timeout=10)
    assert (listed.status_code, "distribution" in listed.text) == (200, True)
    head = requests.head(f"{base}/submission", headers={"X-OpenRosa-Version": "1.0"}, timeout=10)
    assert head.status_code == 204
    files = {"xml_submission_file": ("s.xml", distribution("uuid:tel-1"), "text/xml")}
    sent = requests.post(f"{base}/submission", files=files, headers={"X-OpenRosa-Version": "1.0"}, timeout=10)
    assert sent.status_code == 201, sent.text
    assert client.submissions.get("uuid:tel-1", "distribution").submitterId > 0


def test_who_manages_staff_lets_in_the_telephone_of_another_account(site: Server, sign_in: SignIn) -> None:
    admin, agent = sign_in("admin"), sign_in("agent")
    with refused(403.1):
        admin.projects.create_app_users(["Téléphone de personne"])
    (phone,) = admin.projects.create_app_users([site.told["agent"][2]])
    mine = {one["id"]: one["token"] for one in agent.get("projects/1/app-users").json()}
    assert mine[phone.id] != phone.token, "its token is told once"
    assert admin.delete(f"projects/1/app-users/{phone.id}").json() == {"success": True}
    gone = {one["id"]: one["token"] for one in agent.get("projects/1/app-users").json()}
    assert gone[phone.id] is None


def test_another_installation_pulls_from_this_one_as_from_a_central(site: Server, sign_in: SignIn, photo: Path) -> None:
    mel, agent = sign_in("mel"), sign_in("agent")
    mel.forms.create(xform("visite_relevee"))
    mel.forms.update("visite_relevee", definition=xform("visite_relevee", "2"))
    for number in range(3):
        agent.submissions.create(visit("visite_relevee", f"uuid:x-{number}"), "visite_relevee", attachments=[photo])
    edited = visit("visite_relevee", "uuid:x-1b", replaces="uuid:x-1", version="2")
    agent.submissions.edit("uuid:x-1", edited, "visite_relevee")
    line = Line(f"http://127.0.0.1:{site.port}")
    form = CentralForm(line, RemoteAccount(*site.told["mel"][:2]), project="1", form="visite_relevee")
    assert [version.version for version in form.form_versions(())] == ["1", "2"]
    listed = form.changed({}, ())
    assert [one.key for one in listed] == ["uuid:x-0", "uuid:x-2", "uuid:x-1"]
    assert form.present() == {"uuid:x-0", "uuid:x-1", "uuid:x-2"}
    sent = form.versions_of(listed[-1])
    assert [version.instance_id for version in sent] == ["uuid:x-1", "uuid:x-1b"]
    assert [form.body(version).xml for version in sent] == [
        visit("visite_relevee", "uuid:x-1").encode(),
        edited.encode(),
    ]
    (file,) = form.files_of(sent[0])
    with form.fetch(file) as content:
        assert content.read() == PNG
    again = form.changed(form.cursor_after(listed[-1]), ())
    assert [one.fingerprint for one in again] == [one.fingerprint for one in listed]


def test_a_form_takes_nothing_when_it_is_closed(sign_in: SignIn) -> None:
    mel, agent = sign_in("mel"), sign_in("agent")
    mel.forms.create(xform("visite_close"))
    assert mel.patch("projects/1/forms/visite_close", json={"state": "closed"}).json()["state"] == "closed"
    with refused(409.2):
        agent.submissions.create(visit("visite_close", "uuid:c-1"), "visite_close")
    mel.patch("projects/1/forms/visite_close", json={"state": "open"})
    assert agent.submissions.create(visit("visite_close", "uuid:c-1"), "visite_close").instanceId == "uuid:c-1"
    with refused(404.6):
        agent.submissions.create(visit("visite_close", "uuid:c-2", version="9"), "visite_close")
    with refused(400.8):
        agent.submissions.create(visit("autre", "uuid:c-3"), "visite_close")
