"""What an earlier edition released is read back whole, its masked cells where they were kept."""

from datetime import date
from typing import Any, cast

from toguna.publish.disclosure.cells import CellName, CountedCell, Table
from toguna.publish.disclosure.earlier import earlier_edition, kept_cells
from toguna.publish.snapshot import Snapshot
from toguna.rules.definitions import Definition

BODY = {"count": "seats", "dimensions": ["sex"], "periods": ["year"]}
NAME = Table("SEATS", "year", "2019", "counted")
WINDOW = (date(2019, 1, 1), date(2020, 1, 1))


def content(total_digest: str) -> Snapshot:
    shown = {"category": "", "masked": False, "value": "43", "numerator": None, "denominator": None}
    cuts = {"sex": [{"category": "female", "masked": True}, {"category": "male", "masked": True}]}
    table = {
        "period_kind": "year",
        "period": "2019",
        "starts_on": "2019-01-01",
        "ends_before": "2020-01-01",
        "basis": "counted",
        "total": {**shown, "digest": total_digest},
        "cuts": cuts,
    }
    indicator = {"code": "SEATS", "definition": {"body": BODY}, "tables": [table]}
    whole: dict[str, Any] = {"number": 3, "programme": {"starts_on": "2018-11-12"}, "indicators": [indicator]}
    return cast(Snapshot, whole)


def counted(value: int, cut: tuple[str, str] = ("", ""), digest: str = "all") -> CountedCell:
    return CountedCell(CellName(NAME, *cut), WINDOW, Definition.from_json(BODY), value, digest, value)


NOW = [counted(43), counted(3, ("sex", "female"), "women"), counted(40, ("sex", "male"), "men")]


def numbers(edition_cells: tuple[CountedCell, ...]) -> dict[str, tuple[int | None, str]]:
    return {cell.name.category or "total": (cell.value, cell.digest) for cell in edition_cells}


def test_masked_cells_come_back_as_they_were_kept() -> None:
    kept = kept_cells(NOW, {NOW[1].name, NOW[2].name})
    edition = earlier_edition(content("other facts"), kept, {})
    assert edition.number == 3
    assert edition.masked == {NOW[1].name, NOW[2].name}
    assert numbers(edition.cells) == {"total": (43, "other facts"), "female": (3, "women"), "male": (40, "men")}


def test_an_edition_that_kept_nothing_has_the_cells_of_now_where_its_table_counts_the_same_facts() -> None:
    now = {cell.name: cell for cell in NOW}
    assert numbers(earlier_edition(content("all"), [], now).cells)["female"] == (3, "women")
    assert numbers(earlier_edition(content("other facts"), [], now).cells)["female"] == (None, "")
