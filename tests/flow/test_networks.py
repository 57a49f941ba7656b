"""A wave and a session of a network from the desk's page to the values: handed in, checked, verified, computed."""

from datetime import date
from fractions import Fraction

import pytest

from tests import factories
from tests.flow.networks import DAY, SECOND, Water, water
from toguna.collect.network_workbook import ActorRow, write_network
from toguna.collect.refusals import RefusedFileError
from toguna.flow.compute import compute_programme
from toguna.flow.network_workbooks import (
    NetworkNotTaken,
    network_workbook,
    preview_network_workbook,
    take_network_workbook,
)
from toguna.flow.networks import (
    NotHandedIn,
    Pledge,
    handed_session,
    handed_wave,
    pledge,
    pledges_of,
    submit_session,
    submit_wave,
)
from toguna.flow.verify import check_record, verify_record
from toguna.rules.commitments import PromiseKind
from toguna.rules.networks import Tie
from toguna.store.commitments.actions import CommitmentImpossible
from toguna.store.facts.models import Fact
from toguna.store.fieldwork.models import Record
from toguna.store.networks.actions import put_ties
from toguna.store.networks.queries import as_wave

pytestmark = pytest.mark.django_db


@pytest.fixture
def around() -> Water:
    return water()


def verified(around: Water, record: Record) -> Record:
    """The record checked by the partner's coordinator and verified by the officer."""
    record.refresh_from_db()
    record = check_record(record, by=around.there.coordinator, revision=record.revision)
    verify_record(record, by=around.there.officer, revision=record.revision)
    record.refresh_from_db()
    return record


def values(around: Water) -> dict[tuple[str, str, str], Fraction | None]:
    """What was computed: by indicator, period and cell."""
    run = compute_programme(around.there.programme, by=around.there.officer)
    return {
        (row.indicator.code, row.period, "/".join(str(part) for part in row.cell)): row.value
        for row in run.values.select_related("indicator")
    }


def test_a_wave_becomes_facts_with_its_shares_and_what_they_are_made_of(around: Water) -> None:
    verified(around, submit_wave(around.second, by=around.there.agent))
    facts = {fact.unit: fact.quantity for fact in Fact.objects.all()}
    # Six ties of thirty that there could be; four of them answer each other; every one goes to another sector.
    assert facts == {
        "network_wave": 1_000,
        "network_actor": 6_000,
        "network_tie": 6_000,
        "network_tie_possible": 30_000,
        "network_tie_mutual": 4_000,
        "network_tie_placed": 6_000,
        "network_tie_crossing": 6_000,
        "network_density": 20_000,
        "network_reciprocity": 66_667,
        "network_cross_sector": 100_000,
    }
    assert {fact.event_place for fact in Fact.objects.all()} == {around.there.place}


def test_densities_are_computed_over_waves_and_never_averaged(around: Water) -> None:
    for wave in (around.first, around.second):
        verified(around, submit_wave(wave, by=around.there.agent))
    found = values(around)
    assert found["RATIO", "2025-Q1", ""] == 10
    assert found["RATIO", "2025-Q3", ""] == 20
    assert found["DENSITY", "2025-Q1", ""] == 10
    assert found["DENSITY", "2025-Q3", ""] == 20


def test_a_session_counts_once_with_the_sectors_that_were_there(around: Water) -> None:
    record = verified(around, submit_session(around.session, by=around.there.agent))
    found = values(around)
    totals = {cell: value for (code, _period, cell), value in found.items() if code == "SECTORS"}
    assert found["SESSIONS", "life", ""] == 1
    assert totals[""] == 2
    assert sum(value or 0 for cell, value in totals.items() if cell) == 2
    reading = record.current_version.reading
    assert (reading.women, reading.men, reading.unnamed) == (7, 3, 10)
    # Who came is counted from attendance sheets: a session adds no seat.
    assert not Fact.objects.filter(kind__in=["headcount", "participation"]).exists()


def test_nothing_is_counted_before_somebody_else_has_verified_it(around: Water) -> None:
    submit_wave(around.second, by=around.there.agent)
    assert not Fact.objects.exists()


def test_a_wave_that_changed_is_a_new_version_that_closes_the_old_facts(around: Water) -> None:
    record = verified(around, submit_wave(around.first, by=around.there.agent))
    put_ties(by=around.there.agent, wave=around.first, ties=SECOND)
    handed = handed_wave(around.first)
    assert handed is not None
    assert handed.changed
    again = submit_wave(around.first, by=around.there.agent, reason="Deux liens manquaient")
    assert again == record
    verified(around, again)
    density = Fact.objects.filter(unit="network_density").order_by("since")
    assert [(fact.quantity, fact.until is None) for fact in density] == [(10_000, False), (20_000, True)]


def test_handing_the_same_in_again_changes_nothing(around: Water) -> None:
    first = submit_wave(around.first, by=around.there.agent)
    assert submit_wave(around.first, by=around.there.agent).versions.count() == 1
    handed = handed_wave(around.first)
    assert handed is not None
    assert (handed.record, handed.changed) == (first, False)
    assert handed_session(around.session) is None


def test_a_wave_that_went_back_to_what_it_said_is_not_taken_for_changed(around: Water) -> None:
    submit_wave(around.first, by=around.there.agent)
    before = as_wave(around.first).ties
    put_ties(by=around.there.agent, wave=around.first, ties=SECOND)
    submit_wave(around.first, by=around.there.agent)
    put_ties(by=around.there.agent, wave=around.first, ties=before)
    submit_wave(around.first, by=around.there.agent)
    handed = handed_wave(around.first)
    assert handed is not None
    assert not handed.changed


def test_a_network_without_an_activity_is_not_handed_in(around: Water) -> None:
    around.network.activity = None
    around.network.save()
    around.first.refresh_from_db()
    with pytest.raises(NotHandedIn) as refused:
        submit_wave(around.first, by=around.there.agent)
    assert [one.code for one in refused.value.findings] == ["activity-missing"]


def test_a_pledge_is_a_promise_of_its_session(around: Water) -> None:
    mayor = around.network.actors.get(code="MAIRIE")
    first = pledge(
        around.session,
        Pledge(mayor, "Réparer le forage", PromiseKind.RESOURCE, date(2025, 6, 30)),
        by=around.there.agent,
    )
    pledge(around.session, Pledge(mayor, "Publier le prix du seau"), by=around.there.agent)
    assert [(one.what, one.office) for one in pledges_of(around.session)] == [
        ("Réparer le forage", "Mairie de Sanankoro-Ba"),
        ("Publier le prix du seau", "Mairie de Sanankoro-Ba"),
    ]
    assert first.origin_kind == "scale_pledge"
    assert first.made_on == DAY
    assert first.activity == around.there.activity
    assert first.fictional


def test_a_pledge_that_holds_a_telephone_number_is_refused(around: Water) -> None:
    radio = around.network.actors.get(code="RADIO")
    with pytest.raises(CommitmentImpossible):
        pledge(around.session, Pledge(radio, "Appeler le 76 12 34 56"), by=around.there.agent)
    assert not pledges_of(around.session).exists()


def test_the_workbook_of_a_wave_taken_over_again_changes_nothing(around: Water) -> None:
    body = network_workbook(around.network, around.second)
    assert preview_network_workbook(body, around.second).changes_nothing
    before = as_wave(around.second)
    take_network_workbook(body, around.second, by=around.there.agent)
    assert as_wave(around.second) == before


def test_a_workbook_adds_actors_and_replaces_the_ties_of_its_wave_alone(around: Water) -> None:
    rows = [ActorRow("ECOLE", "École du centre", "technical_service"), ActorRow("RADIO", "Radio du Delta", "media")]
    ties = [Tie("ECOLE", "RADIO", "informs", 2), Tie("RADIO", "MAIRIE", "informs", 3)]
    body = write_network(rows, ties)
    first = as_wave(around.first)
    seen = preview_network_workbook(body, around.second)
    assert [row.code for row in seen.actors_added] == ["ECOLE"]
    assert [(before.name, after.name) for before, after in seen.actors_changed] == [
        ("Radio du Fleuve", "Radio du Delta")
    ]
    assert (len(seen.ties_added), len(seen.ties_changed), len(seen.ties_removed)) == (1, 1, 4)
    assert seen.actors_joining == ("ECOLE",)
    assert around.network.actors.count() == 6
    take_network_workbook(body, around.second, by=around.there.agent)
    assert set(as_wave(around.second).ties) == set(ties)
    assert len(as_wave(around.second).nodes) == 7
    assert as_wave(around.first).ties == first.ties


def test_a_workbook_with_one_error_changes_nothing_at_all(around: Water) -> None:
    rows = [ActorRow("ECOLE", "École du centre", "technical_service")]
    body = write_network(rows, [Tie("ECOLE", "ECOLE"), Tie("ECOLE", "MAIRIE")])
    with pytest.raises(NetworkNotTaken) as refused:
        take_network_workbook(body, around.second, by=around.there.agent)
    assert [(one.code, one.where) for one in refused.value.preview.errors] == [("tie-to-itself", "Liens!A2")]
    assert around.network.actors.count() == 6
    assert len(as_wave(around.second).ties) == 5


def test_a_file_that_is_no_workbook_is_refused_with_words(around: Water) -> None:
    with pytest.raises(RefusedFileError):
        preview_network_workbook(b"rien", around.second)


def test_a_real_organisation_is_no_actor_of_a_fictional_network(around: Water) -> None:
    real = factories.organisation(fictional=False)
    body = write_network([ActorRow("ONG", "Une ONG", "cso", organisation=real.code)], [])
    assert [one.code for one in preview_network_workbook(body, around.second).errors] == ["organisation-unknown"]
