"""The tracking table of an edition for everybody: light, without script, every number leading to its indicator."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests import factories
from tests.flow.editions import ONE_MAN, hold, release, stage
from tests.publish.snapshots import snapshot
from toguna.store.publications.models import Edition

pytestmark = pytest.mark.django_db
LIGHT = 50_000


@pytest.fixture(autouse=True)
def _editions_folder(settings: Any, tmp_path: Path) -> None:
    settings.EDITIONS = tmp_path


@pytest.fixture
def edition() -> Edition:
    """An edition with one indicator by quarter and one over the whole life."""
    there = stage()
    factories.participation(there.programme, there.agent.organisation)
    hold(there, unnamed=ONE_MAN)
    return release(there)


def address(edition: Edition) -> str:
    return f"/editions/{edition.programme.code}/{edition.number}/"


def test_the_table_of_an_edition_opens_on_its_indicators(client: Client, edition: Edition) -> None:
    answer = client.get(f"{address(edition)}tracking/?year=2025")
    said = answer.content.decode()
    assert answer.status_code == 200
    assert (
        f"/programmes/{edition.programme.code}/indicators/EVENTS/?by=quarter&amp;period=2025-Q1&amp;edition=1" in said
    )
    assert "donnée fictive" in said
    assert "<script" not in said
    assert len(answer.content) < LIGHT


def test_parts_are_folded_until_they_are_asked_for(client: Client, edition: Edition) -> None:
    folded = client.get(f"{address(edition)}tracking/").content.decode()
    opened = client.get(f"{address(edition)}tracking/?open=SEATS").content.decode()
    assert "femmes" not in folded
    assert "femmes" in opened
    assert "masqué" in opened


def test_the_page_of_the_edition_leads_to_its_table_and_files(client: Client, edition: Edition) -> None:
    said = client.get(address(edition)).content.decode()
    assert f"{address(edition)}tracking/" in said
    for name, media in (
        ("tableau-de-suivi.fr.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("tableau-de-suivi.fr.pdf", "application/pdf"),
        ("cells-hxl.csv", "text/csv; charset=utf-8"),
    ):
        assert f"files/{name}" in said
        assert client.get(f"{address(edition)}files/{name}")["Content-Type"] == media


def test_an_edition_that_is_not_there_has_no_table(client: Client, edition: Edition) -> None:
    assert client.get(f"/editions/{edition.programme.code}/9/tracking/").status_code == 404
    assert client.get(f"{address(edition)}tracking/?year=elsewhen").status_code == 200


def test_an_edition_without_counted_indicators_says_so(client: Client) -> None:
    programme = factories.programme(public=True)
    factories.edition(of=programme, number=1, snapshot={"content": snapshot(indicators=[]), "envelope": {}})
    said = client.get(f"/editions/{programme.code}/1/tracking/").content.decode()
    assert "ceux que des documents affirment" in said
