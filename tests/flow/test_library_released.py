"""What the library's forms count, all the way to an edition: protected like people where it is about people."""

from pathlib import Path
from typing import Any

import pytest

from tests import factories
from tests.flow.editions import release, stage
from tests.flow.library_records import verified
from tests.flow.sheets import Commune
from tests.samples import library
from toguna.store.publications.models import Edition
from toguna.store.publications.queries import content_of

pytestmark = pytest.mark.django_db

MEASURED = {"kind": ["measurement"]}
RATE = {
    "count": "ratio",
    "numerator": {"count": "sum", "where": {**MEASURED, "unit": "p1_yes"}},
    "denominator": {"count": "sum", "where": {**MEASURED, "unit": "p1_answered"}},
    "dimensions": ["sex"],
    "periods": ["life"],
}
MEAN_OF_YES = {"count": "mean", "where": {"unit": "p1_yes"}, "periods": ["life"]}
HECTARES = {"count": "latest", "where": {"unit": "hectare_acquired"}, "periods": ["life"]}


@pytest.fixture(autouse=True)
def _editions_folder(settings: Any, tmp_path: Path) -> None:
    settings.EDITIONS = tmp_path


def ask(there: Commune, number: int, **answers: str) -> None:
    verified(there, "cinq_perspectives", library.PERSPECTIVES | answers, number)


def table_of(edition: Edition, code: str) -> Any:
    (indicator,) = [one for one in content_of(edition)["indicators"] if one["code"] == code]
    (table,) = indicator["tables"]
    return table


def test_two_men_who_answered_are_not_shown_by_a_rate() -> None:
    there = stage(RATE=RATE)
    for number in range(14):
        ask(there, number, sex="female", p1="yes" if number < 7 else "no")
    for number in range(14, 16):
        ask(there, number, sex="male")
    table = table_of(release(there, leave_out_as_needed=True), "RATE")
    assert table["total"]["value"] == "56.25"
    men = [cell for cell in table["cuts"].get("sex", []) if cell["category"] == "male"]
    assert all(cell["masked"] for cell in men)


def test_the_three_who_said_yes_are_not_shown_by_a_mean() -> None:
    there = stage(MEAN=MEAN_OF_YES)
    for number in range(10):
        ask(there, number, p1="yes" if number < 3 else "no")
    assert table_of(release(there), "MEAN")["total"]["masked"]


def test_land_shows_nobody_and_each_group_counts_once_with_its_last_visit() -> None:
    there = stage(HECTARES=HECTARES)
    factories.organisation(code=library.GROUP, kind="cbo")
    factories.organisation(code="autre-groupe-fictif", kind="cbo")
    other = library.GROUP_VISIT | {"group": "autre-groupe-fictif", "hectares_acquired": "4.25"}
    verified(there, "suivi_groupe", library.GROUP_VISIT, 1)
    verified(there, "suivi_groupe", other, 2)
    verified(there, "suivi_groupe", library.GROUP_VISIT | {"held_on": "2025-06-10", "hectares_acquired": "5"}, 3)
    total = table_of(release(there), "HECTARES")["total"]
    assert (total["masked"], total["value"]) == (False, "9.25")
