"""From a computed number down to its records, and up to an edition, on the desk."""

import re
from decimal import Decimal

import pytest

from tests import factories
from tests.flow.sheets import Commune, commune
from tests.web.desk_stage import signed_in, verified
from toguna.flow.compute import compute_programme
from toguna.flow.reading import sheet_of
from toguna.flow.verify import correct_record
from toguna.rules.roles import Role
from toguna.store.publications.models import Edition
from toguna.store.results.models import Indicator
from toguna.store.values.models import Run, Value

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage() -> Commune:
    return commune()


@pytest.fixture
def seats(stage: Commune) -> Indicator:
    """Seats by sex, in the programme's whole life and by quarter; its target is 20."""
    made = factories.indicator(of=factories.result(of=stage.programme), code="PLACES", title={"fr": "Places fictives"})
    body = {
        "count": "seats",
        "where": {"programme": stage.programme.code},
        "dimensions": ["sex"],
        "periods": ["life", "quarter"],
    }
    factories.definition(body, of=made)
    made.targets.create(starts_on="2025-01-01", ends_before="2026-01-02", value=20_000)
    return made


def test_asking_for_a_computation_gives_values_and_says_so(stage: Commune, seats: Indicator) -> None:
    verified(stage)
    client = signed_in(stage.officer)
    page = client.get(f"/desk/indicators/?programme={stage.programme.code}").content.decode()
    assert "pas encore été calculé" in page
    answer = client.post(f"/desk/indicators/compute/{stage.programme.code}/", follow=True)
    assert "Le calcul est terminé" in answer.content.decode()
    assert "Places fictives" in answer.content.decode()
    assert Value.objects.get(indicator=seats, period_kind="life", cell=[]).value == Decimal(14)


def test_a_computation_under_way_is_followed_and_may_be_left(stage: Commune, seats: Indicator) -> None:
    answer = signed_in(stage.officer).get(f"/desk/indicators/computing/{stage.programme.code}/?since=1")
    assert answer.status_code == 200
    assert answer["Refresh"]
    assert "ne semble pas tourner" in answer.content.decode()
    factories.run(of=stage.programme)
    again = signed_in(stage.officer).get(f"/desk/indicators/computing/{stage.programme.code}/?since=1")
    assert "extraits et comptés" in again.content.decode()


def test_the_indicator_says_what_it_counts_takes_and_leaves(stage: Commune, seats: Indicator) -> None:
    verified(stage)
    corrected = verified(stage, session=2)
    sheet, _told = sheet_of(corrected.current_version)
    correct_record(corrected, by=stage.coordinator, revision=corrected.revision, sheet=sheet, reason="relue")
    compute_programme(stage.programme, by=stage.officer)
    page = signed_in(stage.officer).get(f"/desk/indicators/{seats.pk}/").content.decode()
    assert "Nombre de présences" in page
    assert "d'une autre sorte" in page
    rows = dict(
        re.findall(
            r'<th scope="row">(?:<strong>)?([^<]+)(?:</strong>)?</th><td class="number">(?:<a[^>]*>)?(\d+)', page
        )
    )
    assert rows["comptés"] == "6"
    assert rows["d'une autre sorte"] == "2"


def test_a_number_opens_to_its_facts_and_a_fact_to_its_record(stage: Commune, seats: Indicator) -> None:
    found = verified(stage)
    compute_programme(stage.programme, by=stage.officer)
    value = Value.objects.get(indicator=seats, period_kind="life", cell=[["sex", "female"]])
    client = signed_in(stage.officer)
    page = client.get(f"/desk/facts/?value={value.pk}").content.decode()
    assert "Les 2 faits derrière ce nombre" in page
    assert f"/desk/records/{found.pk}/?version=1#line-1" in page
    body = b"".join(client.get(f"/desk/facts/facts.csv?value={value.pk}").streaming_content).decode()
    assert body.count("F-001") == 2
    assert "Awa" not in body


def test_who_does_not_see_the_records_is_told_how_many_facts_stay_hidden(stage: Commune, seats: Indicator) -> None:
    verified(stage)
    compute_programme(stage.programme, by=stage.officer)
    value = Value.objects.get(indicator=seats, period_kind="life", cell=[])
    stranger = factories.user(Role.PARTNER_COORDINATOR)
    page = signed_in(stranger).get(f"/desk/facts/?value={value.pk}").content.decode()
    assert "3 faits viennent de fiches que votre rôle ne montre pas" in page
    assert "F-001" not in page


def test_facts_that_are_not_those_that_were_counted_are_an_error_and_no_footnote(
    stage: Commune, seats: Indicator
) -> None:
    verified(stage)
    compute_programme(stage.programme, by=stage.officer)
    Value.objects.update(digest="0" * 64)
    value = Value.objects.get(indicator=seats, period_kind="life", cell=[])
    page = signed_in(stage.officer).get(f"/desk/facts/?value={value.pk}").content.decode()
    assert "ne sont plus ceux" in page
    assert 'role="alert"' in page


def test_the_values_leave_as_csv_cell_by_cell(stage: Commune, seats: Indicator) -> None:
    verified(stage)
    compute_programme(stage.programme, by=stage.officer)
    body = b"".join(signed_in(stage.officer).get(f"/desk/indicators/{seats.pk}/values.csv").streaming_content).decode()
    assert "sexe : femmes" in body
    assert ",13," in body


def test_an_edition_is_looked_at_and_then_released(stage: Commune, seats: Indicator) -> None:
    verified(stage)
    run = compute_programme(stage.programme, by=stage.officer)
    client = signed_in(stage.officer)
    address = f"/desk/editions/{stage.programme.code}/next/"
    page = client.get(address).content.decode()
    assert "Ce que dirait l'édition 1" in page
    answer = client.post(address, {"run": str(run.pk), "leave_out": "yes"}, follow=True)
    assert "est publiée" in answer.content.decode()
    assert Edition.objects.get().released_by == stage.officer.pk


def test_an_edition_of_an_older_run_than_the_one_looked_at_is_not_released(stage: Commune, seats: Indicator) -> None:
    verified(stage)
    old = compute_programme(stage.programme, by=stage.officer)
    compute_programme(stage.programme, by=stage.officer)
    address = f"/desk/editions/{stage.programme.code}/next/"
    answer = signed_in(stage.officer).post(address, {"run": str(old.pk), "leave_out": "yes"})
    assert answer.status_code == 409
    assert "Un calcul plus récent" in answer.content.decode()
    assert not Edition.objects.exists()


def test_a_refused_edition_says_why_and_what_to_do(stage: Commune) -> None:
    factories.indicator(of=factories.result(of=stage.programme))
    run = compute_programme(stage.programme, by=stage.officer)
    address = f"/desk/editions/{stage.programme.code}/next/"
    answer = signed_in(stage.officer).post(address, {"run": str(run.pk)})
    assert answer.status_code == 422
    assert "il faut d&#x27;abord des définitions" in answer.content.decode()
    assert not Edition.objects.exists()


def test_a_donor_reads_what_is_coming_and_releases_nothing(stage: Commune, seats: Indicator) -> None:
    verified(stage)
    run = compute_programme(stage.programme, by=stage.officer)
    client = signed_in(factories.user(Role.DONOR))
    address = f"/desk/editions/{stage.programme.code}/next/"
    assert client.get(address).status_code == 200
    assert client.post(address, {"run": str(run.pk)}).status_code == 403
    assert client.post(f"/desk/indicators/compute/{stage.programme.code}/").status_code == 403
    assert Run.objects.count() == 1
