"""Whole cycles of scoring as a facilitator lives them: a barometer by keyboard, a health centre's card on a phone."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests import factories
from tests.browser.conftest import PHONE
from tests.flow.sheets import Commune, commune
from toguna.collect.answers_xml import write_answers
from toguna.collect.instruments.form import question_names
from toguna.collect.questions import questions_of
from toguna.flow.instruments import offer_instruments
from toguna.flow.reading import reading_of
from toguna.flow.receive import receive_submission
from toguna.flow.scoring_sheets import offer_scoring_form
from toguna.store.commitments.models import Commitment
from toguna.store.scorecards.actions import current_round
from toguna.store.scorecards.models import Cycle, Round
from toguna.store.scorecards.queries import model_of

SignIn = Callable[..., Page]
Judge = Callable[[Page], None]


@pytest.fixture
def there() -> Commune:
    made = commune()
    factories.participation(made.programme, made.agent.organisation)
    offer_instruments()
    return made


def open_cycle(page: Page, stage: Commune, code: str, instrument: str, subject: str = "") -> None:
    """Open a cycle from the list."""
    page.goto("/desk/cycles/")
    page.get_by_role("link", name="Ouvrir un cycle").first.click()
    page.get_by_label("Code").fill(code)
    page.get_by_label("Instrument").select_option(instrument)
    page.get_by_label("Activité du plan de travail").select_option(str(stage.activity.pk))
    page.get_by_label("Commune").fill("Sanankoro-Ba")
    page.get_by_label("Service ou secteur noté").fill(subject)
    page.get_by_label("Ouvert le").fill("2025-03-01")
    page.get_by_role("button", name="Ouvrir le cycle").click()
    expect(page.get_by_text(f"Le cycle {code} est ouvert.")).to_be_visible()


def note(page: Page, day: str, words: str = "", present: dict[str, int] | None = None) -> None:
    """Write down a stage: its day, its minutes, and how many of each group were there."""
    page.get_by_label("Jour de l'étape").fill(day)
    page.get_by_label("Compte rendu").fill(words)
    for who, count in (present or {}).items():
        page.get_by_label(who, exact=True).fill(str(count))


def on_to(page: Page, name: str) -> None:
    """Keep the stage and go on to the next, which is then the one under way."""
    page.get_by_role("button", name=f"Enregistrer et passer à : {name}").click()
    expect(page.get_by_role("heading", name=re.compile(f"Étape \\d sur \\d : {name}"))).to_be_visible()


def narrow(page: Page) -> None:
    """Nothing stands out of the screen sideways."""
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), page.url


def agree(page: Page, value: str) -> None:
    """Agree on the same number for every indicator."""
    for box in page.get_by_label("Note convenue").all():
        box.fill(value)
    page.get_by_role("button", name="Enregistrer les notes convenues").click()
    expect(page.get_by_text("Notes convenues :")).to_be_visible()


def verify(sign_in: SignIn, stage: Commune, round_: Round) -> None:
    """The coordinator checks the round's record, the officer verifies it."""
    for user, button in ((stage.coordinator, "Contrôler : la fiche est juste"), (stage.officer, "Vérifier : la fiche")):
        page = sign_in(user=user)
        page.goto(f"/desk/cycles/{round_.cycle.code}/rounds/{round_.number}/")
        page.get_by_role("link", name="sa fiche").click()
        expect(page.get_by_role("heading", name="Ce qui est inscrit")).to_be_visible()
        expect(page.get_by_role("link", name="Corriger la fiche")).to_have_count(0)
        page.get_by_role("button", name=button).click()
        page.context.close()


def promise(page: Page, what: str, due: str) -> None:
    """Write a promise down from the stage, where its cycle, place and activity are known already."""
    page.get_by_role("link", name="Inscrire un engagement").click()
    expect(page.get_by_label("Commune")).to_have_value("Sanankoro-Ba")
    page.get_by_label("Ce qui est promis").fill(what)
    page.locator("[name=office]").fill("La maire")
    page.locator("[name=receiver_office]").fill("La population")
    page.locator("[name=due_on]").fill(due)
    page.get_by_role("button", name="Inscrire l'engagement").click()
    expect(page.get_by_role("link", name=what)).to_be_visible()


def test_a_barometer_goes_its_whole_way_by_keyboard_and_is_measured_again(
    there: Commune, signed_in: SignIn, assert_accessible: Judge
) -> None:
    page = signed_in(user=there.agent)
    open_cycle(page, there, "BBG-1", "barometre")
    expect(page.get_by_text("Indiquez le jour de cette étape")).to_be_visible()
    assert_accessible(page)
    note(page, "2025-03-02", "Le plan communal est à mi-chemin.")
    on_to(page, "Préparation")
    note(page, "2025-03-03", "", {"Élus, Femmes, 15 à 35 ans": 1, "Élus, Hommes, 36 ans et plus": 3})
    on_to(page, "Modèle local")
    page.get_by_role("link", name="Voir le modèle et l'adapter").click()
    page.get_by_label("Code", exact=True).fill("1.5.L1")
    page.get_by_label("Sous quel critère").select_option("1.5")
    page.get_by_label("Indicateur, en français").fill("Le forage du marché")
    page.get_by_label("De combien en combien").fill("1")
    page.get_by_role("button", name="Ajouter l'indicateur").click()
    expect(page.get_by_text("Le forage du marché")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("link", name="Revenir au cycle").click()
    note(page, "2025-03-05", "", {"Groupements de femmes, Femmes, âge non précisé": 8})
    on_to(page, "Notation")
    expect(page.get_by_text("Aucun groupe n'a encore noté.")).to_be_visible()
    assert_accessible(page)

    for group, questions in (("Groupements de femmes", 23), ("Jeunes", 2), ("Élus", 2)):
        _score_by_keyboard(page, group, questions, assert_accessible)
    page.goto("/desk/cycles/BBG-1/")
    expect(page.get_by_text("a noté")).to_have_count(3)
    page.get_by_role("button", name="Passer à : Validation", exact=True).click()
    expect(page.get_by_text("Le tour n'est pas validé")).to_be_visible()
    page.get_by_role("link", name="Convenir des notes").click()
    page.get_by_label("Note convenue").first.fill("11")
    page.get_by_role("button", name="Enregistrer les notes convenues").click()
    expect(page.get_by_role("alert")).to_contain_text("de 0 (pire) à 10 (meilleur)")
    agree(page, "10")
    assert_accessible(page)
    page.get_by_role("link", name="Revenir à l'étape").click()
    note(page, "2025-03-12", "Accord de tous.", {"Élus, Femmes, âge non précisé": 2, "Jeunes, Hommes, 15 à 35 ans": 6})
    page.get_by_role("button", name="Enregistrer et valider le tour").click()
    expect(page.get_by_role("heading", name=re.compile("Restitution publique"))).to_be_visible()
    cycle = Cycle.objects.get(code="BBG-1")
    verify(signed_in, there, current_round(cycle))
    _give_back(page, assert_accessible)

    on_to(page, "Plan d'actions")
    note(page, "2025-03-20", "")
    page.get_by_role("button", name="Enregistrer l'étape").click()
    promise(page, "Afficher les comptes à la mairie", "2025-06-30")
    promise(page, "Réparer le forage du marché", "2025-09-30")
    keys = sorted(Commitment.objects.values_list("origin_key", flat=True))
    assert keys == [f"cycle:{cycle.pk}:round:1:{number}" for number in (1, 2)]
    assert_accessible(page)
    page.get_by_role("button", name="Passer à : Mise en œuvre", exact=True).click()
    page.get_by_role("button", name="Commencer la mesure suivante").click()
    expect(page.get_by_text("Le tour 2 commence, avec le même modèle.")).to_be_visible()
    page.get_by_role("link", name="Voir les notes").click()
    page.get_by_role("link", name="Convenir des notes").click()
    agree(page, "8")
    page.goto("/desk/cycles/BBG-1/rounds/2/")
    expect(page.get_by_text("Depuis le tour 1").first).to_be_visible()
    assert_accessible(page)


def _score_by_keyboard(page: Page, group: str, questions: int, judge: Judge) -> None:
    """From the stage to the last question without a mouse: Tab, digits, Enter."""
    page.goto("/desk/cycles/BBG-1/")
    page.get_by_role("link", name=f"Noter : {group}").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Femmes")).to_be_focused()
    page.keyboard.type("9")
    page.keyboard.press("Enter")
    for number in range(1, questions + 1):
        expect(page.get_by_text(f"Question {number} sur 23")).to_be_visible()
        if number < 3:
            judge(page)
        page.keyboard.type("10" if number == 1 else "35")
        if number == 1:
            expect(page.get_by_role("radio", name="10", exact=False).last).to_be_checked()
        page.keyboard.press("Enter")
    if questions == 23:
        expect(page.get_by_text("Le groupe a noté.")).to_be_visible()
    else:
        expect(page.get_by_text(f"Question {questions + 1} sur 23")).to_be_visible()


def _give_back(page: Page, judge: Judge) -> None:
    page.goto("/desk/cycles/BBG-1/")
    present = {"Autres personnes, Femmes, âge non précisé": 40, "Autres personnes, Hommes, âge non précisé": 35}
    note(page, "2025-03-18", "Sur la place du marché.", present)
    page.get_by_role("button", name="Enregistrer l'étape").click()
    expect(page.get_by_text("est notée.")).to_be_visible()
    page.get_by_role("link", name="Rendre public le compte rendu").click()
    expect(page).to_have_url(re.compile("/restitution/$"))
    judge(page)
    page.get_by_role("button", name="Rendre public ce compte rendu").click()
    expect(page.get_by_role("heading", name="Réponse de l'autorité")).to_be_visible()
    judge(page)
    page.goto("/desk/cycles/BBG-1/")


def test_a_score_card_is_led_on_a_phone_and_a_telephones_sheet_ends_in_the_same_round(
    there: Commune, signed_in: SignIn, assert_accessible: Judge
) -> None:
    page = signed_in(user=there.agent, viewport=PHONE)
    open_cycle(page, there, "CSC-1", "carte_centre_sante", "le centre de santé")

    def look() -> None:
        narrow(page)
        assert_accessible(page)

    look()
    note(
        page, "2025-03-02", "", {"Femmes, Femmes, 36 ans et plus": 3, "Prestataires du service, Hommes, 15 à 35 ans": 2}
    )
    on_to(page, "Ce qui va, ce qui ne va pas")
    for group, text in (("Femmes", "Le médicament manque"), ("Jeunes femmes", "On est mal reçues")):
        page.get_by_role("link", name=f"Noter ce qu'il dit : {group}", exact=True).click()
        page.get_by_label("Ce que dit le groupe").first.fill(text)
        page.get_by_label("Rang : 1 presse le plus").first.fill("1")
        look()
        page.get_by_role("button", name="Enregistrer", exact=True).click()
        expect(page.get_by_text(text)).to_be_visible()
    note(page, "2025-03-03", "", {"Femmes, Femmes, 36 ans et plus": 9})
    on_to(page, "Indicateurs communs")
    page.get_by_label(re.compile("Le médicament manque")).select_option("medicines")
    page.get_by_label(re.compile("On est mal reçues")).select_option("reception")
    page.get_by_role("button", name="Enregistrer les rattachements").click()
    expect(page.get_by_text("Les points sont rattachés")).to_be_visible()
    page.get_by_role("link", name="Relever les moyens").click()
    page.locator("[name^=entitled-]").first.fill("6")
    page.locator("[name^=actual-]").first.fill("4")
    look()
    page.get_by_role("button", name="Enregistrer le relevé").click()
    page.get_by_role("link", name="Revenir au cycle").click()
    expect(page).to_have_url(re.compile("/cycles/CSC-1/$"))
    look()
    note(page, "2025-03-04", "", {"Femmes, Femmes, 36 ans et plus": 3, "Hommes, Hommes, 36 ans et plus": 3})
    on_to(page, "Notation")
    look()
    _score_with_faces(page, "Femmes", look)
    page.goto("/desk/cycles/CSC-1/")
    _raise_hands(page)

    current = current_round(Cycle.objects.get(code="CSC-1"))
    _send_sheet(there, current, "men", "2", 1)
    _send_sheet(there, current, "men", "4", 2)
    page.goto("/desk/cycles/CSC-1/rounds/1/")
    expect(page.get_by_text("Hommes : deux fiches. Laquelle compte ?")).to_be_visible()
    expect(page.get_by_text("venue d'un téléphone").first).to_be_visible()
    look()
    page.get_by_role("button", name="Compter celle-là").click()
    expect(page.get_by_text("C'est cette fiche qui compte")).to_be_visible()
    assert set(current.scorings.get(group="men", counts=True).scores.values_list("raw", flat=True)) == {4_000}

    page.goto("/desk/cycles/CSC-1/")
    page.get_by_role("button", name="Passer à : Mise en commun", exact=True).click()
    expect(page.get_by_text("Dites combien de femmes et d'hommes ont représenté chaque groupe.")).to_be_visible()
    page.get_by_role("link", name="Convenir des notes").click()
    expect(page).to_have_url(re.compile("/agree/$"))
    look()
    page.goto("/desk/cycles/CSC-1/")
    note(page, "2025-03-06", "", {"Femmes, Femmes, 36 ans et plus": 2, "Hommes, Hommes, 36 ans et plus": 2})
    on_to(page, "Note du prestataire")
    _score_with_faces(page, "Prestataires du service", look)
    page.goto("/desk/cycles/CSC-1/")
    note(page, "2025-03-07")
    page.get_by_role("button", name="Enregistrer et valider le tour").click()
    expect(page.get_by_role("heading", name=re.compile("Réunion d'interface"))).to_be_visible()
    expect(page.get_by_text("Les deux notes côte à côte, de 0 à 100")).to_be_visible()
    look()
    note(page, "2025-03-10", "On s'est parlé.", {"Femmes, Femmes, 36 ans et plus": 12})
    page.get_by_role("button", name="Enregistrer et passer à : Plan d'actions").click()
    expect(page.get_by_role("alert")).to_contain_text("il manque un côté")
    note(page, "2025-03-10", "On s'est parlé.", {"Prestataires du service, Hommes, 36 ans et plus": 3})
    on_to(page, "Plan d'actions")
    note(page, "2025-03-11")
    page.get_by_role("button", name="Enregistrer l'étape").click()
    promise(page, "Tenir un dépôt de médicaments", "2025-08-31")
    look()
    on_to(page, "Mise en œuvre")
    look()
    page.get_by_role("button", name="Commencer la mesure suivante").click()
    expect(page.get_by_role("heading", name=re.compile("Notation"))).to_be_visible()
    _score_with_faces(page, "Femmes", look)
    page.goto("/desk/cycles/CSC-1/rounds/2/")
    expect(page.get_by_text("Depuis le tour 1").first).to_be_visible()
    look()


def _score_with_faces(page: Page, group: str, look: Callable[[], None]) -> None:
    page.get_by_role("link", name=f"Noter : {group}", exact=True).click()
    page.get_by_label("Femmes").fill("9")
    look()
    page.get_by_role("button", name="Commencer la notation").click()
    for number in range(1, 9):
        expect(page.get_by_text(f"Question {number} sur 8")).to_be_visible()
        if number == 1:
            look()
        page.get_by_role("radio", name=re.compile("Mauvais|Bon")).first.check(force=True)
        page.get_by_label("Pourquoi ?").fill("On l'a vu.")
        page.get_by_role("button", name="Question suivante" if number < 8 else "Terminer").click()
    expect(page.get_by_text("Le groupe a noté.")).to_be_visible()


def _raise_hands(page: Page) -> None:
    """Four hands for 1 and five for 4: the middle hand is a 4."""
    page.get_by_role("link", name="Noter : Jeunes femmes", exact=True).click()
    page.get_by_label("Femmes").fill("9")
    page.get_by_role("button", name="Commencer la notation").click()
    page.get_by_text("À main levée").click()
    page.locator("[name='count-1']").fill("4")
    page.locator("[name='count-4']").fill("5")
    page.get_by_role("button", name="Question suivante").click()
    page.get_by_role("button", name="Question d'avant").click()
    expect(page.locator("[name=raw][value='4']")).to_be_checked()


def _send_sheet(stage: Commune, round_: Round, group: str, face: str, number: int) -> None:
    """A sheet that the agent's telephone sends about the round."""
    model = model_of(round_)
    form = offer_scoring_form(round_.model, by=None)
    answers: dict[str, Any] = {
        "round": str(round_.pk),
        "held_on": "2025-03-05",
        "group": group,
        "people": {"men": "8"},
        **{name: {"score": face, "reason": "On l'a vu"} for name in question_names(model).values()},
    }
    body = write_answers(questions_of(bytes(form.xform)), answers, instance_id=f"uuid:carte-{number}")
    record = receive_submission(body=body, by=stage.agent).record
    assert record.current_version is not None
    reading_of(record.current_version)
