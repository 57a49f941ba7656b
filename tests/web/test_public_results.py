"""Results on public pages: what is said of them, by the newest edition, each number leading to its page."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests import factories
from tests.flow.editions import ONE_MAN, hold, release, stage
from tests.flow.sheets import Commune
from toguna.store.activities.models import Activity
from toguna.store.organisations.models import Organisation
from toguna.store.publications.models import Edition
from toguna.store.results.models import OutcomeStatement

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _editions_folder(settings: Any, tmp_path: Path) -> None:
    settings.EDITIONS = tmp_path


@pytest.fixture
def published() -> tuple[Commune, Edition]:
    """A fictional programme with one verified sheet, a statement with a number, and one edition."""
    there = stage()
    factories.participation(there.programme, there.agent.organisation)
    there.programme.results.get(code="R1").statements.create(
        year=2025,
        status="achieved",
        narrative={"fr": "Il y eut {{SEATS}} places fictives."},
        partners=[there.agent.organisation.code, "Un ami"],
    )
    hold(there, unnamed=ONE_MAN)
    return there, release(there)


def page(client: Client, name: str, *arguments: object) -> str:
    answer = client.get(reverse(f"public:{name}", args=arguments))
    assert answer.status_code == 200, answer.status_code
    return str(answer.content.decode())


def text(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_a_statement_says_its_numbers_from_the_edition_and_each_leads_to_its_page(
    client: Client, published: tuple[Commune, Edition]
) -> None:
    code = published[0].programme.code
    for shown in (page(client, "result", code, "R1"), page(client, "year", code, 2025)):
        assert "Il y eut 23 (provisoire) places fictives." in text(shown)
        (address,) = {
            found.replace("&amp;", "&") for found in re.findall(r'<a href="([^"]+)" class="figure"[^>]*>23</a>', shown)
        }
        assert "SEATS" in address
        assert client.get(address).status_code == 200
    # Words written since the edition wait for the next one, as numbers do.
    OutcomeStatement.objects.update(narrative={"fr": "Tout autre chose."})
    assert "Tout autre chose" not in page(client, "result", code, "R1")


def test_a_year_of_which_nothing_is_said_is_not_there(client: Client, published: tuple[Commune, Edition]) -> None:
    code = published[0].programme.code
    assert reverse("public:year", args=[code, 2025]) in page(client, "programme", code)
    assert client.get(reverse("public:year", args=[code, 2019])).status_code == 404


def test_every_number_of_a_document_leads_to_a_page_that_is_there(
    client: Client, published: tuple[Commune, Edition]
) -> None:
    edition = published[1]
    bodies = [bytes(file.body).decode() for file in edition.files.filter(media_type__startswith="text/html")]
    addresses = {found.replace("&amp;", "&") for body in bodies for found in re.findall(r'href="(/[^"#]*)', body)}
    assert len(addresses) > 5
    assert {address: client.get(address).status_code for address in addresses} == dict.fromkeys(addresses, 200)


def test_what_is_said_of_a_programme_without_an_edition_is_read_as_it_stands(client: Client) -> None:
    said = OutcomeStatement.objects.create(
        result=factories.result(code="R9"), year=2021, narrative={"fr": "Neuf femmes {{RIEN}}."}, partners=["Quelqu'un"]
    )
    programme = said.result.programme
    programme.public = True
    programme.save()
    shown = text(page(client, "result", programme.code, "R9"))
    assert "Neuf femmes [RIEN : chiffre introuvable]." in shown.replace("\u00a0", " ")
    assert "Quelqu'un" in shown


def test_what_is_withdrawn_after_the_edition_is_named_no_more(
    client: Client, published: tuple[Commune, Edition]
) -> None:
    there, _edition = published
    code, organisation = there.programme.code, there.agent.organisation
    assert organisation.name["fr"] in text(page(client, "year", code, 2025))
    Organisation.objects.filter(pk=organisation.pk).update(withdrawn=True)
    shown = text(page(client, "year", code, 2025))
    assert organisation.name["fr"] not in shown
    assert organisation.code not in shown
    assert "Un ami" in shown


def test_a_withdrawn_line_of_the_work_plan_closes_the_files_that_name_it(
    client: Client, published: tuple[Commune, Edition]
) -> None:
    there, edition = published
    address = reverse("public:edition_file", args=[there.programme.code, edition.number, "projet.fr.html"])
    assert client.get(address).status_code == 200
    assert Activity.objects.filter(programmes=there.programme).update(withdrawn=True)
    assert client.get(address).status_code == 410
