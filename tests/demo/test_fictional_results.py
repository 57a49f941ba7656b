"""What the fictional initiatives, texts, forums and answers come to, against what a reader counts by hand."""

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import pytest

from toguna.demo.fictional_advocacy import campaign
from toguna.demo.fictional_content import CODE
from toguna.demo.fictional_dialogues import hold_dialogues
from toguna.demo.fictional_framework import load_framework
from toguna.flow.compute import compute_programme
from toguna.flow.forms import offer_library
from toguna.store.advocacy.models import Initiative
from toguna.store.fieldwork.models import Record
from toguna.store.values.models import Run

pytestmark = pytest.mark.django_db

# Counted by hand from fictional_advocacy.py and fictional_dialogues.py. In the year 2025, which began in October 2024,
# the River CSO, its association and the Cliffs CSO acted; in 2026 the River and Savanna CSOs and the association of
# Oromagué did. Five different ones in all, not six.
ENGAGED = {"FY2025": 3, "FY2026": 3, "life": 5}
INITIATIVES = {"FY2025": 2, "FY2026": 2, "life": 4}
ADOPTED = {"FY2025": 1, "FY2026": 2, "life": 3}
# Yeses over answers: of 24 people asked by the River CSO, then of 24 by that of the Cliffs, 48 in all.
PERSPECTIVES = {
    "D-P1": {"FY2025": Decimal(14) / 24, "FY2026": Decimal(18) / 24, "life": Decimal(32) / 48},
    "D-P2": {"FY2025": Decimal(10) / 24, "FY2026": Decimal(15) / 24, "life": Decimal(25) / 48},
    "D-P3": {"FY2025": Decimal(7) / 24, "FY2026": Decimal(12) / 24, "life": Decimal(19) / 48},
    "D-P4": {"FY2025": Decimal(5) / 24, "FY2026": Decimal(11) / 24, "life": Decimal(16) / 48},
    "D-P5": {"FY2025": Decimal(2) / 24, "FY2026": Decimal(9) / 24, "life": Decimal(11) / 48},
}


def counted(run: Run, code: str) -> Mapping[str, Decimal | None]:
    """The totals of the fiscal years and of the life."""
    found = run.values.filter(indicator__code=code, cell=[], period_kind__in=["us_fiscal_year", "life"])
    return {"life" if one.period_kind == "life" else one.period: one.value for one in found}


def test_what_is_computed_is_what_a_reader_counts_by_hand(settings: Any, tmp_path: Path) -> None:
    settings.EDITIONS = tmp_path
    offer_library()
    stage = load_framework(Random(1))
    campaign(stage)
    hold_dialogues(stage)
    run = compute_programme(stage.programme, by=stage.users["suivi@demo.example"])
    for code, expected in (("D-PLAIDOYER", ENGAGED), ("D-INITIATIVES", INITIATIVES), ("D-TEXTES", ADOPTED)):
        found = counted(run, code)
        assert {period: found[period] for period in expected} == expected, code
    for code, shares in PERSPECTIVES.items():
        found = counted(run, code)
        for period, share in shares.items():
            value = found[period]
            assert value is not None, code
            assert abs(value - 100 * share) < Decimal("0.001"), (code, period)
    # Three separate meetings are three forums; two of them are of one line of the work plan.
    assert counted(run, "D-FORUMS-COTES") == {"FY2025": 1, "FY2026": 2, "life": 3}
    assert counted(run, "D-FORUMS")["life"] == 2
    assert Record.objects.filter(form_id="forum_dialogue", state="verified").count() == 3
    assert Initiative.objects.filter(programme__code=CODE).count() == 5
    assert not Record.objects.filter(fictional=False).exists()
