"""One programme through the real steps, and every file of its editions: none may say more than another.

Two worlds that differ only in what is masked must give the same files, byte for byte: whatever a file says of a masked
number, in words, bars, percentages or remarks, would make a difference.
"""

import io
import json
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.db import transaction

from tests import factories
from tests.attack.judging import tried
from tests.attack.reading import Address, numbers_shown, rows_of
from tests.attack.released import ReleasedEdition, Truth
from tests.flow.editions import ON, hold, stage
from tests.flow.sheets import Commune
from toguna.flow import drafts, release
from toguna.flow.compute import compute_programme
from toguna.publish import files as writers
from toguna.publish.pack.bundle import quarterly_pack
from toguna.publish.tracking.spans import span_of
from toguna.publish.withdrawal import without
from toguna.rules.attendance import Participant, PlaceMention, Sex, UnnamedSeats
from toguna.rules.withdrawal import Withdrawn
from toguna.store.publications.models import Edition
from toguna.store.publications.queries import content_of
from toguna.store.values.models import Run

PLACE = {"place": 3}
TIMES = ["life", "quarter"]
WOMEN = {"count": "people", "where": {"sex": ["female"]}}
DEFINITIONS: dict[str, dict[str, Any]] = {
    "PEOPLE": {"count": "people", "dimensions": ["sex", PLACE], "periods": TIMES},
    "SEATS": {"count": "seats", "dimensions": ["sex", PLACE], "periods": TIMES},
    "SHARE": {
        "count": "ratio", "numerator": WOMEN, "denominator": {"count": "people"}, "dimensions": [PLACE],
        "periods": TIMES,
    },
}  # fmt: skip
WRITERS = (
    "cells_as_csv",
    "cells_as_hxl",
    "fact_sheet",
    "documents_of",
    "tracking_workbook",
    "tracking_paper",
    "export",
)
LEAKING = (
    "cells.csv", "cells-hxl.csv", "fiche.fr.html", "fact-sheet.en.html", "tableau-de-suivi.fr.xlsx",
    "tableau-de-suivi.fr.pdf", "fiche.fr.pdf", "iati.xml",
)  # fmt: skip


@pytest.fixture
def there(db: None) -> Commune:
    """Two communes, two quarters, few men, of some nobody noted the sex; and a target that calls for a percentage."""
    there = stage(**DEFINITIONS)
    factories.place(name="Fictiba", edition=there.edition, parent=there.region, code="C2")
    assert there.agent.organisation is not None
    factories.participation(there.programme, there.agent.organisation)
    for indicator in there.programme.results.get().indicators.all():
        indicator.targets.create(starts_on=date(2025, 1, 1), ends_before=date(2026, 1, 2), value=20_000)
        indicator.targets.create(starts_on=date(2025, 4, 1), ends_before=date(2025, 7, 1), value=10_000)
    hold(there, 1, participants=people(1, women=9, men=3, unnoted=2), unnamed=(UnnamedSeats(12, Sex.FEMALE, 15, 24),))
    hold(there, 2, participants=people(20, women=2, men=8), unnamed=(), held_on=date(2025, 5, 5), place=C2)
    return there


C2 = PlaceMention("Fictiba", "toguna-demo", "C2")


def people(first: int, *, women: int = 0, men: int = 0, unnoted: int = 0) -> tuple[Participant, ...]:
    """Lines of a sheet, of persons who do not exist."""
    sexes = [Sex.FEMALE] * women + [Sex.MALE] * men + [None] * unnoted
    return tuple(
        Participant(line, name=f"{chr(65 + first)}{chr(64 + line)}wa Fictive", sex=sex, age=20 + line, consent=True)
        for line, sex in enumerate(sexes, start=1)
    )


def test_masked_in_one_file_is_masked_in_all(there: Commune) -> None:
    files = files_of(released(there))
    cells = numbers_shown(rows_of(files["cells.csv"]))
    masked = {address for address, shown in cells.items() if not any(shown)}
    assert len(masked) > 4, "nothing was masked: there is nothing to compare"
    assert numbers_shown(hxl_rows(files["cells-hxl.csv"], cells)) == cells
    content = json.loads(files["edition.json"])
    for indicator in content["indicators"]:
        for table in indicator["tables"]:
            for dimension, cell in [("", table["total"]), *((d, c) for d, cut in table["cuts"].items() for c in cut)]:
                address = (indicator["code"], table["period_kind"], table["period"], dimension, cell["category"])
                shown = tuple(cell.get(side) or "" for side in ("value", "numerator", "denominator"))
                assert shown == cells[address]
                assert not cell["masked"] or set(cell) == {"category", "masked"}


def test_no_file_changes_with_what_is_masked(there: Commune, monkeypatch: pytest.MonkeyPatch) -> None:
    released(there)
    hold(there, 3, participants=people(40, women=3, men=3), unnamed=(), held_on=date(2025, 5, 6), place=C2)
    one, other = two_worlds(there, monkeypatch)
    assert set(one) == set(other)
    assert set(one) >= set(LEAKING)
    assert [name for name in one if one[name] != other[name]] == []


def test_a_writer_that_says_more_than_the_others_is_noticed(there: Commune, monkeypatch: pytest.MonkeyPatch) -> None:
    leak_from(monkeypatch)
    one, other = two_worlds(there, monkeypatch)
    different = {name for name in one if one[name] != other[name]}
    assert set(LEAKING) <= different
    assert not {"edition.json", "records.csv", "dictionary.csv"} & different


def test_an_attacker_learns_nothing_from_what_the_real_steps_released(there: Commune) -> None:
    first = released(there)
    hold(there, 3, participants=people(40, women=3, men=3), unnamed=(), held_on=date(2025, 5, 6), place=C2)
    second = released(there)
    runs = Run.objects.order_by("started_at")
    editions = [
        ReleasedEdition(files_of(edition), truth_of(run)) for edition, run in zip((first, second), runs, strict=True)
    ]
    trial = tried(editions)
    assert trial.breaches == []
    assert trial.masked > 8


def test_an_edition_says_which_place_lies_in_which_and_masks_by_it(
    there: Commune, monkeypatch: pytest.MonkeyPatch
) -> None:
    region, commune = "toguna-demo:R1", "toguna-demo:C2"
    wider = factories.indicator(of=there.programme.results.get(), code="REGIONS", title={"fr": "Par région"})
    factories.definition({"count": "people", "dimensions": [{"place": 1}], "periods": TIMES}, of=wider)
    asked: list[Any] = []
    real = drafts.controlled_release

    def listening(cells: Any, *given: Any, **options: Any) -> Any:
        asked.append((cells, options))
        return real(cells, *given, **options)

    monkeypatch.setattr(drafts, "controlled_release", listening)
    content: Any = content_of(released(there))
    places = content["places"]
    assert places[commune]["inside"] == [region]
    assert "inside" not in places[region]
    withdrawn = without(content, Withdrawn(places=frozenset({region})))
    assert withdrawn["places"][commune]["inside"] == [], "a region that is withdrawn is named nowhere"
    released(there)
    cells, options = asked[-1]
    for found in (cells, options["before"][0].cells):
        assert {cell.inside for cell in found if cell.name.category == commune} == {(region,)}
        assert {cell.inside for cell in found if cell.name.dimension != "place"} == {()}


def released(there: Commune) -> Edition:
    """Count and release, leaving out what must be."""
    run = compute_programme(there.programme, by=there.officer)
    return release.release_edition(there.programme, run=run, by=there.officer, on=ON, leave_out_as_needed=True)


def files_of(edition: Edition) -> dict[str, bytes]:
    """All that leaves with an edition; the quarter's pack opened, a workbook as its parts."""
    found = {each.name: bytes(each.body) for each in edition.files.all()}
    content: Any = content_of(edition)
    quarter = span_of(content, "quarter", "2025-Q2")
    assert quarter is not None
    found["pack.zip"] = quarterly_pack(content, edition.sha256, quarter, edition.changes)
    for name in [name for name in found if name.endswith((".zip", ".xlsx"))]:
        with zipfile.ZipFile(io.BytesIO(found[name])) as archive:
            found |= {f"{name}/{part}": archive.read(part) for part in archive.namelist()}
    return found


def two_worlds(there: Commune, monkeypatch: pytest.MonkeyPatch) -> tuple[dict[str, bytes], dict[str, bytes]]:
    """The files of an edition, and of the same one if every masked number were another."""
    run = compute_programme(there.programme, by=there.officer)
    decided: list[Any] = []
    real = drafts.controlled_release

    def first_asked(*given: Any, **options: Any) -> Any:
        decided.append(decided[0] if decided else real(*given, **options))
        return decided[0]

    monkeypatch.setattr(drafts, "controlled_release", first_asked)
    worlds = []
    for _ in range(2):
        with transaction.atomic():
            options = {"run": run, "by": there.officer, "on": ON, "leave_out_as_needed": True}
            worlds.append(files_of(release.release_edition(there.programme, **options)))
            transaction.set_rollback(True)
        make_different(run, decided[0].tables.masked)
    return worlds[0], worlds[1]


def make_different(run: Run, masked: Any) -> None:
    """Every masked number becomes another."""
    rows = release.Counted(run).values
    assert masked, "nothing was masked: the two worlds would be one"
    for name in masked:
        for side in ("value", "numerator", "denominator"):
            if getattr(rows[name], side) is not None:
                setattr(rows[name], side, getattr(rows[name], side) + 7)
        rows[name].save()


def leak_from(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every writer that shows numbers write from an edition in which nothing is masked."""
    bare: list[Any] = []
    real_snapshot = drafts.snapshot_of

    def snapshot_of(counted: Any, controlled: Any, **options: Any) -> Any:
        bare.append(real_snapshot(counted, replace(controlled, small=frozenset(), complements=frozenset()), **options))
        return real_snapshot(counted, controlled, **options)

    def leaking(write: Callable[..., Any]) -> Callable[..., Any]:
        return lambda snapshot, *given, **options: write(
            [bare[-1]] if isinstance(snapshot, list) else bare[-1], *given, **options
        )

    monkeypatch.setattr(drafts, "snapshot_of", snapshot_of)
    for name in WRITERS:
        monkeypatch.setattr(writers, name, leaking(getattr(writers, name)))


def truth_of(run: Run) -> dict[Address, Truth]:
    """What the run counted, for the judge."""
    return {
        (name.table.indicator, name.table.period_kind, name.table.period, name.dimension, name.category): Truth(
            value.persons,
            *(None if one is None else int(one) for one in (value.value, value.numerator, value.denominator)),
        )
        for name, value in release.Counted(run).values.items()
    }


def hxl_rows(table: bytes, cells: Mapping[Address, object]) -> list[dict[str, str]]:
    """The rows of the HXL table with the kind of their period; women and men have columns of their own there."""
    kinds = {(address[0], address[2]): address[1] for address in cells}
    return [
        row
        | {"period_kind": kinds[row["indicator"], row["period"]]}
        | {"value": row["value"] or row["value_women"] or row["value_men"]}
        for row in rows_of(table, skip=1)
    ]
