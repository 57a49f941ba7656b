"""Statements about results on the desk: written with numbers from the values, looked at, saved, never lost."""

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests import factories
from tests.flow.editions import ONE_MAN, hold, release, stage
from tests.flow.sheets import Commune
from tests.web.desk_stage import signed_in
from toguna.flow.compute import compute_programme
from toguna.flow.release import NotReleased, release_edition
from toguna.rules.roles import Role
from toguna.store.journal.models import Entry
from toguna.store.results.models import OutcomeStatement

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _editions_folder(settings: Any, tmp_path: Path) -> None:
    settings.EDITIONS = tmp_path
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": str(tmp_path)}
    }


@pytest.fixture
def there() -> Commune:
    made = stage()
    factories.participation(made.programme, made.agent.organisation)
    hold(made, unnamed=ONE_MAN)
    return made


def address(there: Commune, year: int = 2025) -> str:
    return f"/desk/framework/{there.programme.code}/statements/R1/{year}/"


def boxes(client: Client, there: Commune, **changes: str) -> dict[str, str]:
    """What stands in the boxes of the page, with what somebody types into some of them."""
    page = client.get(address(there)).content.decode()
    seen = re.search(r'name="seen"(?: value="([^"]*)")?', page)
    assert seen is not None
    return {"status": "partly_achieved", "seen": seen[1] or "", **changes}


def text(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_every_result_and_year_can_be_written_from_the_framework(there: Commune) -> None:
    client = signed_in(there.officer)
    assert "/statements/" in client.get(f"/desk/framework/{there.programme.code}/").content.decode()
    page = client.get(f"/desk/framework/{there.programme.code}/statements/").content.decode()
    assert address(there) in page
    assert "écrire" in page


def test_a_statement_is_saved_with_everything_that_was_said_and_the_journal_says_when(there: Commune) -> None:
    client = signed_in(there.officer)
    sent = boxes(
        client,
        there,
        narrative_fr="Il y eut {{SEATS}} places.\r\n\r\nBien.",
        narrative_en="There were {{SEATS}} seats.",
        theory_if_fr="l'on se forme",
        still_relevant="yes",
        lessons_fr="Commencer tôt\nFinir tôt",
        lessons_en="Begin early",
        partners="LEAD\nUn autre",
        save="yes",
    )
    compute_programme(there.programme, by=there.officer)
    answer = client.post(address(there), sent, follow=True)
    assert "est enregistré" in answer.content.decode()
    kept = OutcomeStatement.objects.get(year=2025)
    assert kept.narrative == {"fr": "Il y eut {{SEATS}} places.\n\nBien.", "en": "There were {{SEATS}} seats."}
    assert kept.lessons == [{"fr": "Commencer tôt", "en": "Begin early"}, {"fr": "Finir tôt"}]
    assert (kept.status, kept.still_relevant, kept.strategy_changed) == ("partly_achieved", True, None)
    assert kept.partners == ["LEAD", "Un autre"]
    (entry,) = Entry.objects.filter(action="outcome.stated")
    assert (entry.actor, entry.detail) == (there.officer.pk, {"year": 2025})
    assert there.officer.name in answer.content.decode()


def test_a_look_shows_todays_numbers_and_what_is_wrong_and_saves_nothing(there: Commune) -> None:
    compute_programme(there.programme, by=there.officer)
    client = signed_in(there.officer)
    typed = "Il y eut {{SEATS}} places et {{SEAT}}, sur 1 234 <b>attendues</b>."
    answer = client.post(address(there), boxes(client, there, narrative_fr=typed, look="yes"))
    page = answer.content.decode()
    assert "Écrivez plutôt {{SEATS}}" in page
    assert "« 1 234 » est un chiffre saisi à la main" in page
    shown = text(page.partition('id="preview-title"')[2].partition("</section>")[0])
    assert "Il y eut 23 (provisoire) places et [SEAT : chiffre introuvable]" in shown.replace("\u00a0", " ")
    assert "&lt;b&gt;attendues&lt;/b&gt;" in page
    assert "{{SEAT}}, sur 1 234 &lt;b&gt;" in page
    assert not OutcomeStatement.objects.exists()


def test_the_numbers_to_insert_are_listed_with_their_values(there: Commune) -> None:
    compute_programme(there.programme, by=there.officer)
    page = signed_in(there.officer).get(address(there)).content.decode()
    assert 'data-insert="{{SEATS}}"' in page
    assert "<code>{{SEATS|sex=female}}</code>" in page
    assert len(page.encode()) < 150_000


def test_without_values_the_text_is_written_all_the_same(there: Commune) -> None:
    client = signed_in(there.officer)
    assert "pas encore de valeurs calculées" in client.get(address(there)).content.decode()
    answer = client.post(address(there), boxes(client, there, narrative_fr="{{SEATS}}", save="yes"), follow=True)
    assert "enregistré, mais un chiffre est introuvable" in answer.content.decode()
    assert OutcomeStatement.objects.get().narrative == {"fr": "{{SEATS}}"}


def test_english_alone_is_refused_and_nothing_typed_is_lost(there: Commune) -> None:
    client = signed_in(there.officer)
    answer = client.post(address(there), boxes(client, there, narrative_en="Only English", save="yes"))
    assert answer.status_code == 422
    assert "Écrivez-le aussi en français" in answer.content.decode()
    assert "Only English" in answer.content.decode()


def test_a_text_longer_than_anybody_reads_is_refused_with_its_text(there: Commune) -> None:
    client = signed_in(there.officer)
    answer = client.post(address(there), boxes(client, there, narrative_fr="a" * 20_001, save="yes"))
    assert answer.status_code == 422
    assert "a" * 20_001 in answer.content.decode()
    fine = client.post(address(there), boxes(client, there, narrative_fr="a " * 9_999, save="yes"))
    assert fine.status_code == 302


def test_somebody_elses_words_are_not_replaced_unseen(there: Commune) -> None:
    client = signed_in(there.officer)
    mine = boxes(client, there, narrative_fr="Mes mots.", save="yes")
    client.post(address(there), boxes(client, there, narrative_fr="Les siens.", save="yes"))
    answer = client.post(address(there), mine)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Quelqu&#x27;un d&#x27;autre a changé cet énoncé" in page
    assert "Mes mots." in page
    assert "Les siens." in page
    assert OutcomeStatement.objects.get().narrative == {"fr": "Les siens."}
    seen = re.search(r'name="seen" value="([^"]*)"', page)
    assert seen is not None
    assert client.post(address(there), {**mine, "seen": seen[1]}).status_code == 302
    assert OutcomeStatement.objects.get().narrative == {"fr": "Mes mots."}


def test_only_who_manages_the_framework_writes(there: Commune) -> None:
    donor = signed_in(factories.user(Role.DONOR))
    assert donor.get(f"/desk/framework/{there.programme.code}/statements/").status_code == 200
    assert donor.get(address(there)).status_code == 403
    officer = signed_in(there.officer)
    assert officer.get(address(there, 1066)).status_code == 404
    assert officer.get(f"/desk/framework/{there.programme.code}/statements/NULLE/2025/").status_code == 404


def test_an_edition_is_refused_while_a_statement_asks_for_a_number_that_it_does_not_hold(there: Commune) -> None:
    result = there.programme.results.get(code="R1")
    said = OutcomeStatement.objects.create(result=result, year=2025, narrative={"fr": "{{SEAT}} places"})
    run = compute_programme(there.programme, by=there.officer)
    with pytest.raises(NotReleased, match=r"Énoncé R1 2025 narrative fr : \{\{SEAT\}\}"):
        release_edition(there.programme, run=run, by=there.officer, on=date(2026, 1, 15))
    said.narrative = {"fr": "{{SEATS}} places"}
    said.save()
    edition = release(there)
    (file,) = edition.files.filter(name="resultats-2025.fr.html")
    assert "23</a>" in bytes(file.body).decode()
