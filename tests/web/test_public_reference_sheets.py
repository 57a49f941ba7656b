"""An indicator's reference sheet on its public page: what the edition holds of it, and nothing that stays inside."""

import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.flow.editions import hold, release, stage
from toguna.flow.reference_sheets import write_sheet
from toguna.rules.periods import life_of
from toguna.store.quality.actions import schedule_assessment

pytestmark = pytest.mark.django_db


def test_the_reference_sheet_stands_on_the_page_without_what_stays_inside(
    client: Client, settings: Any, tmp_path: Path
) -> None:
    settings.EDITIONS = tmp_path
    there = stage()
    seats = there.programme.results.get().indicators.get(code="SEATS")
    write_sheet(
        seats,
        by=there.officer,
        texts={"data_source": {"fr": "Les fiches de présence."}, "acquisition_cost": {"fr": "Douze jours de travail."}},
    )
    partner = there.agent.organisation
    schedule_assessment(
        by=there.officer,
        indicator=seats,
        partner=partner,
        period=life_of(there.programme.starts_on, there.programme.ends_on + timedelta(days=1)),
        scheduled_on=date(2026, 2, 1),
        team="Le suivi-évaluation",
        method="Recomptage sur papier",
    )
    hold(there)
    release(there)
    html = client.get(reverse("public:indicator", args=[there.programme.code, "SEATS"])).content.decode()
    sheet = " ".join(re.sub(r"<[^>]+>", " ", html[html.index('id="sheet"') :]).split())
    for part in [
        "Source des données Les fiches de présence.",
        "Définition précise",
        "restent à écrire",
        "Limites connues",
    ]:
        assert part in sheet, part
    assert "1er février 2026" in sheet
    assert partner.name["fr"] not in sheet, "who is assessed may be withdrawn one day"
    assert "Douze jours" not in html
    assert "Coût estimé" not in html
    assert len(html.encode()) < 50_000
