"""Forms on the desk: brought after a look, prepared, published, closed, taken away; and the command that does it."""

import io
import re
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client

from tests import factories
from tests.collect.test_xlsforms import SETTINGS, form, workbook
from tests.flow.test_own_forms import VISIT, WITH_FILES, version
from tests.web.desk_stage import signed_in
from toguna.flow.forms import offer_library_form
from toguna.flow.own_forms import keep_form, preview_form, publish_form
from toguna.rules.roles import Role
from toguna.store.accounts.models import DeviceCredential, User
from toguna.store.fieldwork.form_queries import draft_of, published_form, published_versions
from toguna.store.fieldwork.models import Form

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_folder(settings: Any, tmp_path: Path) -> None:
    settings.VAR = tmp_path


@pytest.fixture
def officer() -> User:
    return factories.user(Role.MEL_OFFICER)


@pytest.fixture
def desk(officer: User) -> Client:
    return signed_in(officer)


def chosen(payload: bytes, name: str = "visite.md") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, payload)


def looked_at(desk: Client, payload: bytes, status: int = 200, **more: str) -> tuple[str, dict[str, str]]:
    """The page that says what a file contains, and the hidden boxes of its form."""
    answer = desk.post("/desk/forms/new/", {"workbook": chosen(payload), **more})
    assert answer.status_code == status
    page = answer.content.decode()
    return page, dict(re.findall(r'<input type="hidden" name="(kept|version|form_id)" value="([^"]*)"', page))


def kept(desk: Client, payload: bytes, how: str, **more: str) -> Any:
    """The answer after a look and a decision."""
    _page, boxes = looked_at(desk, payload, **more)
    return desk.post("/desk/forms/new/", {**boxes, "keep": how}, follow=True)


def published(officer: User, payload: bytes) -> Form:
    return publish_form(keep_form(preview_form(payload), by=officer).form_id, by=officer)


def test_a_form_is_looked_at_before_anything_is_kept(desk: Client) -> None:
    page, boxes = looked_at(desk, VISIT)
    assert "Visite (fictive)" in page
    assert "C'est un formulaire nouveau" in page
    assert "Publier la version 1" in page
    assert not Form.objects.exists()
    answer = desk.post("/desk/forms/new/", {**boxes, "keep": "publish"}, follow=True)
    assert "La version 1 est publiée" in answer.content.decode()
    assert published_form("visite").state == "open"


def test_what_is_wrong_is_shown_with_its_cell_and_the_converters_words(desk: Client) -> None:
    page, _boxes = looked_at(desk, form("txt | a | A", "select_one z | b | B"), status=422)
    for told in ("survey!A2", "survey!A3", "Le type « txt »", "Unknown question type", "2 erreurs"):
        assert told in page
    assert "Publier" not in page


def test_what_changes_is_shown_question_by_question(desk: Client, officer: User) -> None:
    published(officer, VISIT)
    page, boxes = looked_at(desk, form("integer | menages | Combien ?", settings=version("2")), form_id="visite")
    for told in ("enlevée", "change de libellé", "Combien de ménages ? → Combien ?", "version 1"):
        assert told in page
    assert boxes["form_id"] == "visite"
    other, _boxes = looked_at(
        desk, form("text | a | A", settings=SETTINGS.replace("visite", "puits")), 422, form_id="visite"
    )
    assert "celui du formulaire « puits »" in other


def test_a_draft_waits_on_its_page_until_it_is_published(desk: Client) -> None:
    page = kept(desk, WITH_FILES, "draft").content.decode()
    for told in ("Brouillon de la version 1", "puits.csv", "carte.png", "manque", "liste faite ici"):
        assert told in page
    draft = draft_of("visite")
    assert draft is not None
    given = {"form": draft.pk, "name": "puits.csv", "file": SimpleUploadedFile("autre-nom.csv", b"name,label\np,P\n")}
    answer = desk.post("/desk/forms/of/visite/files/", given, follow=True)
    assert "Le fichier « puits.csv » est avec le formulaire" in answer.content.decode()
    assert bytes(draft.media.get(name="puits.csv").body or b"") == b"name,label\np,P\n"
    assert "est publiée" in desk.post("/desk/forms/of/visite/publish/", follow=True).content.decode()
    assert published_form("visite").media.count() == 2


def test_a_file_that_is_not_wanted_or_not_chosen_is_refused_kindly(desk: Client, officer: User) -> None:
    draft = keep_form(preview_form(WITH_FILES), by=officer)
    for given in ({"name": "autre.csv", "file": SimpleUploadedFile("a.csv", b"x")}, {"name": "puits.csv"}):
        answer = desk.post("/desk/forms/of/visite/files/", {"form": draft.pk, **given})
        assert answer.status_code == 422
        assert 'class="error-summary"' in answer.content.decode()


def test_a_published_version_is_published_again_only_under_another(desk: Client, officer: User) -> None:
    published(officer, VISIT)
    page, boxes = looked_at(desk, form("text | lieu | Autre ?"))
    assert "est déjà publiée, avec un autre contenu" in page
    assert 'value="publish"' not in page
    page = desk.post("/desk/forms/new/", {**boxes, "keep": "draft"}, follow=True).content.decode()
    assert "Sous quelle version ?" in page
    refused = desk.post("/desk/forms/of/visite/publish/", {"version": "1"})
    assert refused.status_code == 422
    desk.post("/desk/forms/of/visite/publish/", {"version": "2"})
    assert [each.version for each in published_versions("visite")] == ["2", "1"]


def test_the_same_form_again_offers_nothing_to_do(desk: Client, officer: User) -> None:
    published(officer, VISIT)
    page, _boxes = looked_at(desk, VISIT)
    assert "Cette version est déjà publiée, exactement ainsi" in page
    assert 'name="keep"' not in page


def test_a_form_without_a_version_is_published_under_the_one_that_was_shown(desk: Client) -> None:
    settings = "| settings |\n| | form_title | form_id |\n| | Visite (fictive) | visite |\n"
    _page, boxes = looked_at(desk, form("text | lieu | Où ?", settings=settings))
    boxes["version"] = "202601010000"
    desk.post("/desk/forms/new/", {**boxes, "keep": "publish"})
    assert published_form("visite").version == "202601010000"


def test_a_file_that_was_lost_meanwhile_is_asked_for_again(desk: Client) -> None:
    answer = desk.post("/desk/forms/new/", {"kept": "no-such-mark", "keep": "draft"}, follow=True)
    assert "choisissez-le de nouveau" in answer.content.decode()


def test_a_state_is_changed_for_all_versions_and_said(desk: Client, officer: User) -> None:
    published(officer, VISIT)
    for state, word in (("closing", "en fin de course"), ("closed", "clos"), ("open", "ouvert")):
        page = desk.post("/desk/forms/of/visite/state/", {"state": state}, follow=True).content.decode()
        assert f"Le formulaire est {word}" in page
        assert published_form("visite").state == state
    assert desk.post("/desk/forms/of/visite/state/", {"state": "effacé"}).status_code == 422


def test_a_draft_given_up_leaves_what_is_published(desk: Client, officer: User) -> None:
    keep_form(preview_form(VISIT), by=officer)
    answer = desk.post("/desk/forms/of/visite/discard/", follow=True)
    assert answer.redirect_chain == [("/desk/forms/", 302)]
    assert desk.get("/desk/forms/of/visite/").status_code == 404


def test_the_list_says_which_forms_there_are_and_finds_them(desk: Client, officer: User) -> None:
    offer_library_form("distribution")
    published(officer, VISIT)
    page = desk.get("/desk/forms/").content.decode()
    for told in ("Fiche de distribution", "de la bibliothèque", "Visite (fictive)", "apporté", "2 formulaires"):
        assert told in page
    found = desk.get("/desk/forms/", {"q": "visite"}).content.decode()
    assert "Fiche de distribution" not in found
    assert "Aucun formulaire ne répond" in desk.get("/desk/forms/", {"state": "closed"}).content.decode()


def test_forms_are_taken_away_byte_for_byte(desk: Client, officer: User) -> None:
    made = published(officer, VISIT)
    xform = desk.get(f"/desk/forms/versions/{made.pk}/form.xml")
    assert xform.content == bytes(made.xform)
    source = desk.get(f"/desk/forms/versions/{made.pk}/workbook/")
    assert (source.content, source["Content-Disposition"]) == (VISIT, 'attachment; filename="visite-1.md"')
    book = workbook(survey=[["type", "name", "label"], ["text", "a", "A"]], settings=[["form_id"], ["puits"]])
    again = published(officer, book)
    assert desk.get(f"/desk/forms/versions/{again.pk}/workbook/")["Content-Disposition"].endswith('.xlsx"')


def test_a_script_is_given_its_access_once(officer: User, desk: Client) -> None:
    answer = desk.post(f"/desk/people/{officer.pk}/scripts/", {"label": "Tableau de bord"})
    page = answer.content.decode()
    (credential,) = DeviceCredential.objects.filter(door="api")
    assert credential.username in page
    assert "default_project_id = 1" in page
    assert "no-store" in answer["Cache-Control"]
    account = desk.get("/desk/account/").content.decode()
    assert credential.username in account
    assert "Retirer l'accès de « Tableau de bord »" in account
    told = desk.post(f"/desk/devices/{credential.pk}/revoke/", follow=True).content.decode()
    assert "Le programme « Tableau de bord » ne peut plus entrer" in told


def test_the_command_does_what_the_page_does(tmp_path: Path, officer: User) -> None:
    path = tmp_path / "visite.md"
    path.write_bytes(WITH_FILES)
    (tmp_path / "puits.csv").write_text("name,label\np,P\n")
    out = io.StringIO()
    call_command("forms", "add", str(path), "--by", officer.email, stdout=out)
    call_command("forms", "file", "visite", str(tmp_path / "puits.csv"), stdout=out)
    call_command("forms", "publish", "visite", stdout=out)
    call_command("forms", "state", "visite", "closed", stdout=out)
    call_command("forms", "list", stdout=out)
    assert "visite  1  draft" in out.getvalue()
    assert "Il manque le fichier « carte.png »" in out.getvalue()
    assert out.getvalue().splitlines()[-1] == "visite  1  closed  0  Visite (fictive)"


def test_the_command_tells_every_fault_and_keeps_nothing(tmp_path: Path) -> None:
    path = tmp_path / "visite.md"
    path.write_bytes(form("txt | a | A", "text | c d | C"))
    err = io.StringIO()
    with pytest.raises(CommandError, match="Erreurs dans le formulaire : 2"):
        call_command("forms", "add", str(path), stderr=err)
    assert "survey!A2" in err.getvalue()
    assert "survey!B3" in err.getvalue()
    for wrong in (("state", "nulle_part", "open"), ("publish", "nulle_part"), ("file", "nulle_part", str(path))):
        with pytest.raises(CommandError):
            call_command("forms", *wrong)
    with pytest.raises(CommandError, match="n'a pas pu être lu"):
        call_command("forms", "add", str(tmp_path / "absent.xlsx"))
    path.write_bytes(VISIT)
    agent = factories.user(Role.PARTNER_AGENT)
    with pytest.raises(CommandError, match="gérer les formulaires"):
        call_command("forms", "add", str(path), "--by", agent.email)
