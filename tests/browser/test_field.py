"""Filling forms in the browser: every kind of question, a list of 700, what came back, a form that changed."""

import io
import re
from base64 import b64decode
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from pyxform.xls2xform import convert

from tests import factories
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.field_stage import begin, choose, enter, fill_sheet, finish, options, question, ready, search
from tests.flow.sheets import SHEET, Commune, commune, submission
from toguna.demo.sheet_photo import photo_of_sheet
from toguna.flow.receive import SentFile, receive_submission
from toguna.flow.verify import return_record
from toguna.rules.attendance import HalfDay
from toguna.store.fieldwork.models import Attachment, Form, Record
from toguna.web.field.bundle import is_build_due

Open = Callable[..., BrowserContext]
Judge = Callable[[Page], None]
KINDS = Path(__file__).with_name("field_kinds.md")
ENGLISH = re.compile(r"\b(Send|Add|Remove|Required|Choose|Search|Take picture|Get location|Save)\b")


@pytest.fixture(autouse=True)
def built_page() -> None:
    assert not is_build_due(), "the page of offline forms is not built from these sources: make field"


@pytest.fixture
def stage() -> Commune:
    return commune()


@pytest.fixture
def phone_of(open_context: Open, stage: Commune) -> Page:
    context = open_context(PHONE, has_touch=True, is_mobile=True)
    context.grant_permissions(["geolocation"])
    context.set_geolocation({"latitude": 14.35, "longitude": -3.61, "accuracy": 4})
    page = context.new_page()
    enter(page, stage.agent)
    return page


@pytest.fixture
def laptop_of(open_context: Open, stage: Commune) -> Page:
    page = open_context(DESKTOP).new_page()
    enter(page, stage.agent)
    return page


def answers(record: Record) -> dict[str, str]:
    """What was sent, by the name of the question."""
    assert record.current_version is not None
    tree = ElementTree.fromstring(bytes(record.current_version.payload.body))
    return {element.tag.split("}")[-1]: (element.text or "").strip() for element in tree.iter()}


def refreshed(page: Page) -> None:
    """Open the page again and wait until it has asked for everything."""
    with page.expect_response("**/field/records.json"):
        page.goto("/field/")
        page.reload()
    ready(page)


def test_every_kind_of_question_is_answered_on_a_phone_and_sent_as_a_form_keeps_it(
    stage: Commune, phone_of: Page, assert_accessible: Judge, tmp_path: Path
) -> None:
    xform = convert(KINDS.read_text(), file_type=".md", form_name="data").xform.encode()
    factories.form(form_id="chaque_sorte", version="1", xform=xform, title={"fr": "Une question de chaque sorte"})
    page = phone_of
    refreshed(page)
    assert_accessible(page)
    begin(page, "Une question de chaque sorte")
    assert_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    finish_button = page.get_by_role("button", name="Terminer et envoyer")
    finish_button.click()
    expect(page.get_by_role("link", name="Des mots : Cette réponse est obligatoire.")).to_be_visible()
    page.get_by_role("link", name="Des mots").click()
    expect(question(page, "Des mots").get_by_role("textbox")).to_be_focused()
    assert_accessible(page)

    question(page, "Des mots").get_by_role("textbox").fill("é & <ç>")
    question(page, "Un texte long").get_by_role("textbox").fill("deux\nlignes")
    whole = question(page, "Un nombre entier")
    whole.get_by_role("textbox").fill("sept")
    expect(whole.get_by_text("Écrivez un nombre entier")).to_be_visible()
    whole.get_by_role("textbox").fill("2")
    expect(whole.get_by_text("Cette réponse ne convient pas.")).to_be_visible()
    expect(page.get_by_text("Ne se voit que si le nombre est 7")).to_have_count(0)
    whole.get_by_role("textbox").fill("7")
    question(page, "Ne se voit que si le nombre est 7").get_by_role("textbox").fill("vu")
    question(page, "Un nombre à virgule").get_by_role("textbox").fill("2,5")
    question(page, "Une échelle").get_by_role("slider").fill("6")
    question(page, "Un jour").locator("input").fill("2026-03-04")
    expect(page.get_by_text("4 mars 2026")).to_be_visible()
    question(page, "Une heure").locator("input").fill("09:30")
    question(page, "Un moment").locator("input").fill("2026-03-04T09:30")
    choose(page, "Une couleur", "Vert")
    question(page, "Une couleur au menu").get_by_role("combobox").select_option(label="Bleu")
    search(page, "Une couleur à chercher", "rou", "Rouge")
    choose(page, "Plusieurs couleurs", "Rouge")
    choose(page, "Plusieurs couleurs", "Bleu")
    question(page, "Dans quel ordre").get_by_role("button", name="Descendre Rouge").click()
    choose(page, "Avez-vous lu", "J'ai lu")
    question(page, "Un point").get_by_role("button", name="Relever le point GPS").click()
    expect(question(page, "Un point").get_by_text("14,35 ; -3,61")).to_be_visible()
    way = question(page, "Un chemin")
    way.get_by_role("button", name="Commencer à marcher").click()
    for points in (1, 2):
        page.context.set_geolocation({"latitude": 14.35 + points / 100, "longitude": -3.61, "accuracy": 4})
        page.wait_for_timeout(300)
        way.get_by_role("button", name="Relever un point ici").click()
        expect(way.get_by_text(f"Points relevés : {points}")).to_be_visible()
    way.get_by_role("button", name="Arrêter").click()
    picture = tmp_path / "grande.png"
    picture.write_bytes(large_picture(page))
    question(page, "Une image").locator("input[type=file]").last.set_input_files(picture)
    shown = question(page, "Une image").get_by_role("img", name="La photo gardée")
    expect(shown).to_be_visible()
    assert shown.evaluate("picture => picture.naturalWidth") == 1600
    sound = tmp_path / "son.mp3"
    sound.write_bytes(b"ID3 un son fictif")
    question(page, "Un son").locator("input[type=file]").set_input_files(sound)
    question(page, "Un code").get_by_role("textbox").fill("AB-12")
    page.get_by_role("textbox", name="Un nom", exact=True).fill("Awa Fictive")
    page.get_by_role("button", name="Ajouter une ligne").click()
    page.get_by_role("textbox", name="Un nom", exact=True).fill("Issa Fictif")
    expect(page.get_by_role("button", name="Awa Fictive")).to_be_visible()
    assert not ENGLISH.search(page.locator("main").inner_text())
    assert_accessible(page)
    finish(page)
    expect(page.get_by_text("Reçue", exact=True)).to_be_visible()

    record = Record.objects.get(form_id="chaque_sorte")
    told = answers(record)
    expected = {
        "words": "é & <ç>", "long": "deux\nlignes", "whole": "7", "hidden": "vu", "part": "2.5", "scale": "6",
        "day": "2026-03-04", "one": "green", "menu": "blue", "typed": "red", "several": "red blue",
        "order": "green red blue", "read": "OK", "place": "14.35 -3.61 0.0 4.0", "code": "AB-12", "double": "14",
        "name": "Issa Fictif",
    }  # fmt: skip
    assert {name: told[name] for name in expected} == expected
    assert told["hour"].startswith("09:30:00")
    assert told["moment"].startswith("2026-03-04T09:30:00")
    assert told["way"].count(";") == 1
    kept = {file.name: file for file in Attachment.objects.filter(record=record)}
    assert set(kept) == {told["picture"], told["sound"]}
    assert kept[told["picture"]].media_type == "image/jpeg"
    assert kept[told["picture"]].size < picture.stat().st_size / 4


def large_picture(page: Page) -> bytes:
    """A picture of 3000 by 2000 points that weighs some megabytes, as a telephone's camera makes it."""
    drawn = page.evaluate(
        """async () => {
          const canvas = Object.assign(document.createElement("canvas"), { width: 3000, height: 2000 });
          const context = canvas.getContext("2d");
          const grain = context.createImageData(3000, 2000);
          for (let at = 0; at < grain.data.length; at += 65536) {
            crypto.getRandomValues(grain.data.subarray(at, Math.min(at + 65536, grain.data.length)));
          }
          for (let at = 0; at < grain.data.length; at += 4) {
            grain.data.set([200 + grain.data[at] % 16, 200 + grain.data[at + 1] % 16, 190, 255], at);
          }
          context.putImageData(grain, 0, 0);
          const blob = await new Promise((done) => canvas.toBlob(done, "image/png"));
          const reader = new FileReader();
          await new Promise((done) => { reader.onload = done; reader.readAsDataURL(blob); });
          return reader.result.split(",")[1];
        }"""
    )
    return b64decode(drawn)


def test_of_700_communes_only_the_names_that_fit_are_ever_drawn(stage: Commune, phone_of: Page) -> None:
    for number in range(700):
        factories.place(name=f"Commune fictive numéro {number}", edition=stage.edition, parent=stage.region)
    page = phone_of
    refreshed(page)
    begin(page)
    before = page.evaluate("document.querySelectorAll('*').length")
    box = question(page, "Commune où l'activité a eu lieu").get_by_role("combobox")
    box.click()
    expect(options(page)).to_have_count(30)
    assert page.evaluate("document.querySelectorAll('*').length") < before + 60
    expect(page.get_by_text("et 671 autres : tapez quelques lettres")).to_be_visible()
    box.press_sequentially("numero 690")
    expect(options(page)).to_have_count(1)
    box.press("ArrowDown")
    box.press("Enter")
    expect(box).to_have_value("Commune fictive numéro 690")
    # A second line of participants asks for a commune as well, out of the same list.
    page.get_by_role("button", name="Ajouter une ligne").first.click()
    search(page, "Commune d'origine", "sanan", "Sanankoro-Ba")


def returned(stage: Commune) -> Record:
    """A sheet that came from a telephone with its photo, and went back to its sender."""
    photo = SentFile("fiche.png", "image/png", io.BytesIO(photo_of_sheet(SHEET)))
    body = submission(unnamed=(), half_day=HalfDay.MORNING).replace(
        b"<has_named>", b"<photo>fiche.png</photo><has_named>", 1
    )
    found = receive_submission(body=body, files=[photo], by=stage.agent).record
    found.refresh_from_db()
    return return_record(found, by=stage.coordinator, revision=found.revision, reason="La ligne 2 est illisible.")


def test_what_came_back_says_why_stands_beside_its_photo_and_is_sent_again_as_the_same_record(
    stage: Commune, laptop_of: Page, assert_accessible: Judge
) -> None:
    record = returned(stage)
    page = laptop_of
    refreshed(page)
    expect(page.get_by_text("La ligne 2 est illisible.")).to_be_visible()
    assert_accessible(page)
    page.context.set_offline(True)
    page.get_by_role("link", name="Corriger").click()
    expect(page.get_by_text("« La ligne 2 est illisible. »")).to_be_visible()
    expect(page.get_by_role("complementary", name="La photo à côté de la saisie")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("button", name="Issa Fictif").click()
    line = page.locator(".lines li.open").last
    question(line, "Prénom et nom").get_by_role("combobox").fill("Issa Fictif Corrigé")
    page.get_by_role("link", name="Mes fiches").click()
    expect(page.get_by_text("Votre correction est commencée.")).to_be_visible()
    page.get_by_role("link", name="Corriger").click()
    finish(page)
    page.context.set_offline(False)
    expect(page.get_by_text("Reçue", exact=True)).to_be_visible()
    record.refresh_from_db()
    assert record.state == "received"
    assert record.versions.count() == 2
    assert b"Issa Fictif Corrig" in bytes(record.current_version.payload.body)
    assert answers(record)["deprecatedID"] == record.instance_id
    assert record.attachments.values("sha256").distinct().count() == 1


def test_a_form_that_changed_meanwhile_leaves_the_draft_as_it_was_begun(stage: Commune, phone_of: Page) -> None:
    page = phone_of
    fill_sheet(page, session=4)
    page.get_by_role("link", name="Mes fiches").click()
    expect(page.get_by_role("heading", name="Brouillons")).to_be_visible()
    old = Form.objects.get(form_id="fiche_presence")
    changed = (
        bytes(old.xform)
        .replace(old.version.encode(), b"2099010101")
        .replace(b"Moment de la journ", b"Heures de la journ")
    )
    factories.form(form_id="fiche_presence", version="2099010101", xform=changed, title=old.title)
    refreshed(page)
    page.get_by_role("link", name="Reprendre").click()
    expect(page.get_by_text(f"telle que vous l'avez commencée (version {old.version})")).to_be_visible()
    expect(question(page, "Moment de la journée")).to_be_visible()
    finish(page)
    expect(page.get_by_text("Reçue", exact=True)).to_be_visible()
    assert Record.objects.get().current_version.form_version == old.version
    begin(page)
    expect(question(page, "Heures de la journée")).to_be_visible()


def test_a_sheet_is_entered_line_by_line_without_the_mouse(stage: Commune, laptop_of: Page) -> None:
    page = laptop_of
    begin(page)
    line = page.locator(".lines li.open").first
    question(line, "La personne accepte-t-elle que son nom et son téléphone soient gardés ?").get_by_role(
        "radio"
    ).first.focus()
    for name in ("Awa Fictive", "Issa Fictif", "Oumou Fictive"):
        page.keyboard.press("Space")
        page.keyboard.press("Tab")
        page.keyboard.type(name)
        page.keyboard.press("Control+Enter")
    expect(page.locator(".lines").first.get_by_role("button", name=re.compile("Fictive|Fictif"))).to_have_count(3)
    expect(page.locator(".lines li.open")).to_have_count(1)


def test_somebody_known_is_offered_as_one_types_and_their_line_fills_itself(stage: Commune, laptop_of: Page) -> None:
    receive_submission(body=submission(), by=stage.agent)
    page = laptop_of
    begin(page)
    search(page, "Activité", "f 001", "F-001")
    line = page.locator(".lines li.open").first
    choose(line, "La personne accepte-t-elle que son nom et son téléphone soient gardés ?", "Oui")
    question(line, "Village ou quartier").get_by_role("textbox").fill("Écrit par l'agent")
    name = question(line, "Prénom et nom").get_by_role("combobox")
    name.press_sequentially("aw")
    expect(options(page)).to_have_count(1)
    name.press("ArrowDown")
    name.press("Enter")
    expect(name).to_have_value("Awa Fictive")
    expect(question(line, "Sexe").get_by_label("Femme")).to_be_checked()
    expect(question(line, "Commune d'origine").get_by_role("combobox")).to_have_value(re.compile("Sanankoro-Ba"))
    expect(question(line, "Village ou quartier").get_by_role("textbox")).to_have_value("Écrit par l'agent")
    name.press_sequentially(" x")
    page.context.set_offline(True)
    expect(options(page)).to_have_count(0)


def test_a_printed_sheet_that_was_entered_already_says_so_at_once(stage: Commune, phone_of: Page) -> None:
    receive_submission(body=submission(sheet_code="26BQ-524Z"), by=stage.agent)
    page = phone_of
    refreshed(page)
    begin(page)
    question(page, "Code de la fiche imprimée, s'il y en a un").get_by_role("textbox").fill("26bq 524z")
    expect(page.get_by_role("alert")).to_contain_text("Cette fiche imprimée a déjà été saisie")


def test_an_empty_form_that_was_only_looked_at_leaves_nothing_behind(stage: Commune, phone_of: Page) -> None:
    page = phone_of
    begin(page)
    page.get_by_role("link", name="Mes fiches").click()
    expect(page.get_by_role("heading", name="Commencer une fiche")).to_be_visible()
    expect(page.get_by_role("heading", name="Brouillons")).to_have_count(0)


def test_a_device_without_room_says_so_while_the_page_holds_what_was_written(stage: Commune, phone_of: Page) -> None:
    page = phone_of
    begin(page)
    page.evaluate(
        """() => {
          window.keep = IDBObjectStore.prototype.put;
          IDBObjectStore.prototype.put = () => { throw new DOMException("full", "QuotaExceededError"); };
        }"""
    )
    venue = question(page, "Lieu de la rencontre").get_by_role("textbox")
    venue.fill("Sous le toguna")
    expect(page.get_by_role("alert")).to_contain_text("n'a pas pu garder")
    page.evaluate("() => { IDBObjectStore.prototype.put = window.keep; }")
    venue.fill("Sous le grand toguna")
    expect(page.get_by_text("Gardée sur cet appareil")).to_be_visible()
    expect(page.get_by_role("alert")).to_have_count(0)
    page.reload()
    page.goto("/field/")
    page.get_by_role("link", name="Reprendre").click()
    expect(question(page, "Lieu de la rencontre").get_by_role("textbox")).to_have_value("Sous le grand toguna")


def test_what_the_server_refuses_stays_here_and_says_why(stage: Commune, phone_of: Page) -> None:
    page = phone_of
    fill_sheet(page, session=5)
    Form.objects.update(state="closed")
    finish(page)
    expect(page.get_by_text("est clos")).to_be_visible()
    page.get_by_role("button", name="Rouvrir la fiche").click()
    expect(question(page, "Numéro de la séance").get_by_role("textbox")).to_have_value("5")
    assert not Record.objects.exists()


def test_the_page_speaks_the_other_language_without_a_line(stage: Commune, phone_of: Page) -> None:
    page = phone_of
    page.context.set_offline(True)
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    begin_link: Any = page.get_by_role("link", name="Attendance sheet", exact=True)
    begin_link.click()
    expect(question(page, "Session number")).to_be_visible()
    page.reload()
    expect(page.locator("html")).to_have_attribute("lang", "en")
