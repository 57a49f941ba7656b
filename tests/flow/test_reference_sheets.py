"""An indicator's reference sheet put together, and what of it leaves with an edition."""

from datetime import date

import pytest

from tests import factories
from tests.flow.editions import hold, release, stage
from toguna.flow.reference_sheets import indicator_of_sheet, reference_sheet_part, write_sheet
from toguna.publish.reference_sheet import log_lines, missing_of, sheet_parts
from toguna.rules.roles import Role
from toguna.store.journal.models import Entry
from toguna.store.publications.queries import content_of
from toguna.store.results.actions import define_indicator
from toguna.store.results.donor_codes import (
    Standard,
    add_standard,
    change_standard,
    link_standard,
    put_standards,
    unverify_standard,
    verify_standard,
)
from toguna.store.results.models import Indicator, SheetChange
from toguna.store.results.reference_sheets import SheetRefused

pytestmark = pytest.mark.django_db

SOURCE = {"data_source": {"fr": "Fiches de présence signées", "en": "Signed attendance sheets"}}


def counted_indicator() -> Indicator:
    indicator = factories.indicator(unit={"fr": "forum", "en": "forum"})
    factories.definition({"count": "events", "periods": ["year"], "dimensions": ["activity_kind"]}, of=indicator)
    return indicator


def test_each_field_that_changes_is_one_dated_line_of_the_log_with_its_office() -> None:
    indicator, officer = counted_indicator(), factories.user(Role.MEL_OFFICER)
    write_sheet(indicator, by=officer, texts=SOURCE, ppr_years=[2025])
    write_sheet(indicator, by=officer, texts=SOURCE, ppr_years=[2025])
    write_sheet(indicator, by=officer, texts={"data_source": {"fr": "Listes d'émargement"}}, ppr_years=[2025])
    changes = list(SheetChange.objects.filter(indicator=indicator))
    assert [(one.field, one.before) for one in changes] == [
        ("data_source", None),
        ("ppr_years", None),
        ("data_source", SOURCE["data_source"]),
    ]
    assert officer.organisation.name["fr"] in changes[0].office["fr"]
    assert officer.name not in str(changes[0].office)
    assert Entry.objects.filter(action="indicator.sheet-changed").count() == 2


def test_a_changed_definition_stands_in_the_log_without_anybody_writing_it_there() -> None:
    indicator = counted_indicator()
    define_indicator(by=None, indicator=indicator, body={"count": "seats", "periods": ["year"]})
    first, second = log_lines(reference_sheet_part(indicator), "fr")
    assert first.field == second.field == "Définition"
    assert first.before == second.after
    assert second.after.startswith("Nombre d'activités tenues, dans chaque période")
    assert first.after.startswith("Nombre de présences")


def test_a_field_written_in_another_language_only_is_refused_with_its_name() -> None:
    with pytest.raises(SheetRefused) as refused:
        write_sheet(counted_indicator(), by=None, texts={"analysis": {"en": "Sum"}})
    assert [finding.where for finding in refused.value.findings] == ["analysis"]


def test_a_field_that_no_sheet_has_is_refused() -> None:
    with pytest.raises(KeyError):
        write_sheet(counted_indicator(), by=None, texts={"favourite_colour": {"fr": "ocre"}})


def test_the_sheet_says_what_is_counted_without_anybody_typing_it() -> None:
    indicator = counted_indicator()
    parts = sheet_parts(
        indicator_of_sheet(indicator),
        reference_sheet_part(indicator),
        result="R1",
        life=("2024-01-01", "2026-12-31"),
        language="fr",
    )
    told = {row.label: row.lines for part in parts for row in part.rows if row.computed}
    assert told["Unité"] == ("forum",)
    assert told["Ventilé par"] == ("type d'activité",)
    assert told["Type de donnée"] == ("nombre entier",)
    assert told["Définition précise"][0].startswith("Nombre d'activités tenues")


def test_what_is_missing_is_said_until_it_is_written() -> None:
    indicator = counted_indicator()
    assert "data_source" in missing_of(reference_sheet_part(indicator))
    write_sheet(indicator, by=None, texts=SOURCE, collection_started_on=date(2025, 1, 6))
    missing = missing_of(reference_sheet_part(indicator))
    assert "data_source" not in missing
    assert "collection_started_on" not in missing
    assert "limitations" in missing


def test_where_the_data_are_kept_stays_inside_with_its_changes() -> None:
    indicator = counted_indicator()
    write_sheet(indicator, by=None, texts=SOURCE | {"storage_place": {"fr": "Serveur du bureau, armoire 3"}})
    outside, inside = reference_sheet_part(indicator), reference_sheet_part(indicator, inside=True)
    assert "armoire" in str(inside)
    assert "armoire" not in str(outside)
    assert "storage_place" not in str(outside)
    assert SOURCE["data_source"]["fr"] in str(outside)


def test_an_edition_takes_the_sheet_along_and_only_codes_that_were_verified() -> None:
    there = stage()
    hold(there)
    indicator = Indicator.objects.get(code="EVENTS")
    sure = add_standard(by=None, standard=Standard("demo", "SURE-1", {"fr": "Forums tenus"}, year=2024))
    doubtful = add_standard(by=None, standard=Standard("demo", "DOUBT-1", {"fr": "Forums tenus"}))
    for one in (sure, doubtful):
        link_standard(by=None, kept=one, indicator=indicator)
    verify_standard(by=there.officer, kept=sure, proof="Liste fictive, page 3")
    write_sheet(indicator, by=there.officer, texts=SOURCE)
    snapshot = content_of(release(there))
    part = next(one for one in snapshot["indicators"] if one["code"] == "EVENTS")
    assert part["codes"] == [{"scheme": "demo", "code": "SURE-1", "year": 2024, "verified": True}]
    assert part["reference_sheet"]["texts"] == SOURCE
    assert "DOUBT-1" not in str(snapshot)


@pytest.mark.parametrize("said_by_indicator", [True, False])
def test_the_list_of_codes_decides_over_what_the_indicator_says_of_its_own_code(said_by_indicator: bool) -> None:
    there = stage()
    hold(there)
    Indicator.objects.filter(code="EVENTS").update(standard_code="X-1", standard_code_verified=said_by_indicator)
    indicator = Indicator.objects.get(code="EVENTS")
    [kept] = put_standards(by=None, standards=[Standard("demo", "X-1", {"fr": "Forums tenus"})])
    assert kept.indicators.get() == indicator
    snapshots = [content_of(release(there))]
    verify_standard(by=there.officer, kept=kept, proof="Liste fictive")
    snapshots.append(content_of(release(there)))
    unverify_standard(by=there.officer, kept=kept)
    snapshots.append(content_of(release(there)))
    parts = [next(one for one in snapshot["indicators"] if one["code"] == "EVENTS") for snapshot in snapshots]
    assert [part["standard_code"] for part in parts] == ["", "X-1", ""]


def test_a_code_that_is_changed_is_verified_no_longer() -> None:
    officer = factories.user(Role.MEL_OFFICER)
    kept = add_standard(by=officer, standard=Standard("demo", "A-1", {"fr": "Un titre"}))
    verify_standard(by=officer, kept=kept, proof="Liste fictive")
    assert change_standard(by=officer, kept=kept, standard=Standard("demo", "A-1", {"fr": "Un titre"})).verified
    assert not change_standard(by=officer, kept=kept, standard=Standard("demo", "A-1", {"fr": "Un autre"})).verified
