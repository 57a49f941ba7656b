"""Verified sheets become values; values open to their facts, and can be thrown away and counted again."""

import shutil
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from tests import factories
from tests.flow.sheets import SHEET, Commune, commune, submission
from toguna.flow.compute import compute_programme
from toguna.flow.counting import facts_behind, folder_of
from toguna.flow.extract import write_extract
from toguna.flow.identity import join_mentions
from toguna.flow.receive import receive_submission
from toguna.flow.verify import check_record, correct_record, verify_record
from toguna.measure.lineage import LineageError
from toguna.measure.schema import MARKED_FACTS_SCHEMA, PLACE_ANCESTOR_SCHEMA, PLACE_EDITION_SCHEMA
from toguna.rules.attendance import Participant, PlaceMention, Sex, UnnamedSeats
from toguna.rules.roles import Role
from toguna.store.facts.models import Fact
from toguna.store.fieldwork.models import Record
from toguna.store.people.models import Identity, Mention, MentionName
from toguna.store.programmes.models import Programme
from toguna.store.values.actions import remove_run
from toguna.store.values.models import Run, Value

pytestmark = pytest.mark.django_db

LIFE = {"periods": ["life"]}
EVENTS = LIFE | {"count": "events", "periods": ["life", "quarter"], "dimensions": ["activity_kind"]}
SEATS = LIFE | {"count": "seats", "dimensions": ["sex", "age_band", {"place": 1}], "age_bands": [[0, 30], [31, None]]}
PEOPLE = LIFE | {"count": "people", "dimensions": ["sex", "age_band"], "age_bands": [[0, 30], [31, None]]}
SHARE = LIFE | {
    "count": "ratio",
    "numerator": {"count": "seats", "where": {"sex": ["female"]}},
    "denominator": {"count": "seats"},
}
DEFINITIONS = {"EVENTS": EVENTS, "SEATS": SEATS, "PEOPLE": PEOPLE, "SHARE": SHARE}
HERE = PlaceMention("Sanankoro-Ba")


@pytest.fixture(autouse=True)
def _editions_folder(settings: Any, tmp_path: Path) -> None:
    settings.EDITIONS = tmp_path


def stage() -> Commune:
    there = commune()
    define(there.programme)
    return there


def define(programme: Programme) -> None:
    result = factories.result(of=programme, code="R1")
    for code, body in DEFINITIONS.items():
        factories.definition(body, of=factories.indicator(of=result, code=code))


def hold(there: Commune, number: int = 1, **changes: object) -> Record:
    record = receive_submission(body=submission(number, **changes), by=there.agent).record
    record.refresh_from_db()
    return verify(there, record, there.coordinator)


def verify(there: Commune, record: Record, checked_by: Any) -> Record:
    record = check_record(record, by=checked_by, revision=record.revision)
    verify_record(record, by=there.officer, revision=record.revision)
    record.refresh_from_db()
    return record


def correct(there: Commune, record: Record, **changes: object) -> Record:
    sheet = replace(SHEET, **changes)
    correct_record(record, by=there.coordinator, revision=record.revision, sheet=sheet, reason="Relu sur la fiche.")
    record.refresh_from_db()
    other = factories.user(Role.PARTNER_COORDINATOR, organisation=there.agent.organisation)
    return verify(there, record, other)


def named(*ages: int | None, name: str = "Awa Fictive", sex: Sex | None = Sex.FEMALE) -> tuple[Participant, ...]:
    return tuple(
        Participant(line, name=name, sex=sex, age=age, consent=True, commune=HERE)
        for line, age in enumerate(ages, start=1)
    )


def cells(run: Run, code: str, period: str = "life") -> dict[tuple[str, ...], Decimal | None]:
    """Each cell's value by its categories, the total under the empty one."""
    values = run.values.filter(indicator__code=code, period_kind=period)
    return {tuple(category for _, category in value.cell): value.value for value in values}


def total(run: Run, code: str) -> Decimal | None:
    return cells(run, code)[()]


def everything(run: Run) -> list[tuple[Any, ...]]:
    """All that a run says, in order."""
    columns = ["indicator__code", "period_kind", "period", "cell", "value", "contributed", "persons", "digest"]
    return sorted(run.values.values_list(*columns), key=str)


def ids(facts: Iterable[Fact]) -> set[Any]:
    return {fact.pk for fact in facts}


def test_a_verified_sheet_is_counted_and_an_unverified_one_is_not() -> None:
    there = stage()
    hold(there)
    receive_submission(body=submission(2, session=2), by=there.agent)
    run = compute_programme(there.programme)
    assert (run.as_of, run.facts) == (1, 4)
    assert {code: total(run, code) for code in ("EVENTS", "SEATS", "PEOPLE")} == {"EVENTS": 1, "SEATS": 14, "PEOPLE": 2}
    assert total(run, "SHARE") == pytest.approx(Decimal("92.857143"))
    share = run.values.get(indicator__code="SHARE", cell=[])
    assert (share.numerator, share.denominator) == (13, 14)
    assert cells(run, "EVENTS", "quarter") == {(): 1, ("training",): 1}


def test_where_nothing_was_held_nothing_is_known() -> None:
    there = stage()
    run = compute_programme(there.programme)
    assert [value.value for value in run.values.filter(period_kind="life")] == [None] * len(DEFINITIONS)


def test_computing_again_changes_nothing() -> None:
    there = stage()
    hold(there)
    hold(there, 2, session=2)
    first = compute_programme(there.programme)
    identities = list(Identity.objects.order_by("pk").values_list())
    second = compute_programme(there.programme)
    assert everything(first) == everything(second)
    assert first.parquet_sha256 == second.parquet_sha256
    assert list(Identity.objects.order_by("pk").values_list()) == identities


def test_values_thrown_away_are_rebuilt_the_same() -> None:
    there = stage()
    hold(there)
    first = compute_programme(there.programme)
    before = everything(first)
    shutil.rmtree(folder_of(first))
    remove_run(run=first)
    assert not Value.objects.exists()
    assert everything(compute_programme(there.programme)) == before


def test_a_correction_moves_the_values_and_the_past_stays_countable() -> None:
    there = stage()
    record = hold(there)
    before = everything(compute_programme(there.programme))
    correct(there, record, participants=SHEET.participants[:1], unnamed=(UnnamedSeats(20, Sex.FEMALE, 15, 24),))
    now = compute_programme(there.programme)
    assert (now.as_of, total(now, "SEATS"), total(now, "PEOPLE")) == (2, 21, 1)
    assert everything(compute_programme(there.programme, as_of=1)) == before


def test_a_moment_at_which_nobody_counted_can_be_counted_later() -> None:
    there = stage()
    hold(there)
    hold(there, 2, session=2, participants=named(40, name="Binta Fictive"))
    late = compute_programme(there.programme, as_of=1)
    assert (total(late, "PEOPLE"), total(late, "SEATS")) == (2, 14)
    assert total(compute_programme(there.programme), "PEOPLE") == 3


def test_the_facts_behind_each_cell_are_exactly_those_that_were_counted() -> None:
    there = stage()
    record = hold(there)
    hold(there, 2, session=2)
    correct(there, record)
    run = compute_programme(there.programme)
    for value in run.values.exclude(indicator__code="SHARE"):
        assert facts_behind(value).count() == value.contributed, value
    women = run.values.get(indicator__code="SEATS", cell=[["sex", "female"]])
    expected = Fact.objects.alive_at(run.as_of).filter(kind__in=["participation", "headcount"], sex="female")
    assert ids(facts_behind(women)) == ids(expected)
    assert {fact.version_id for fact in facts_behind(women)} == {
        one.current_version_id for one in Record.objects.select_related("current_version")
    }
    share = run.values.get(indicator__code="SHARE", cell=[])
    assert ids(facts_behind(share)) == ids(Fact.objects.alive_at(run.as_of).exclude(kind="event"))


def test_a_value_opens_to_the_facts_of_its_own_moment() -> None:
    there = stage()
    record = hold(there)
    old = compute_programme(there.programme).values.get(indicator__code="SEATS", cell=[])
    correct(there, record, unnamed=())
    assert ids(facts_behind(old)) == ids(Fact.objects.filter(since=1).exclude(kind="event"))


def test_facts_are_found_again_when_the_extract_is_gone() -> None:
    there = stage()
    hold(there)
    run = compute_programme(there.programme)
    shutil.rmtree(folder_of(run))
    assert facts_behind(run.values.get(indicator__code="SEATS", cell=[])).count() == 3


def test_a_digest_that_does_not_match_is_an_error() -> None:
    there = stage()
    hold(there)
    value = compute_programme(there.programme).values.get(indicator__code="PEOPLE", cell=[])
    value.digest = "0" * 64
    value.save()
    with pytest.raises(LineageError):
        facts_behind(value)


def test_the_same_person_on_two_sheets_is_one_person_and_two_seats() -> None:
    there = stage()
    hold(there, participants=named(30), unnamed=())
    hold(there, 2, session=2, participants=named(31, name="AWA  fictive"), unnamed=())
    run = compute_programme(there.programme)
    assert (total(run, "PEOPLE"), total(run, "SEATS"), total(run, "EVENTS")) == (1, 2, 1)


def test_without_an_age_two_mentions_of_a_name_stay_two_people() -> None:
    there = stage()
    hold(there, participants=named(None, None), unnamed=())
    assert total(compute_programme(there.programme), "PEOPLE") == 2


def test_a_joint_activity_counts_in_both_programmes() -> None:
    there = stage()
    other = factories.programme(starts_on=date(2025, 1, 1), ends_on=date(2026, 1, 1))
    third = factories.programme(starts_on=date(2025, 1, 1), ends_on=date(2026, 1, 1))
    for programme in (other, third):
        define(programme)
    there.activity.programmes.add(other)
    hold(there)
    totals = [total(compute_programme(one), "SEATS") for one in (there.programme, other, third)]
    assert totals == [14, 14, None]


def test_unknown_is_a_category_and_the_cells_add_up() -> None:
    there = stage()
    hold(there, participants=named(20) + named(None, name="Sans Âge", sex=None)[:1], unnamed=(UnnamedSeats(7),))
    run = compute_programme(there.programme)
    by_sex = {key[0]: value for key, value in only(run, "SEATS", "sex").items()}
    assert by_sex == {"female": 1, "unknown": 8}
    assert sum(by_sex.values()) == total(run, "SEATS")
    by_age = {key[0]: value for key, value in only(run, "PEOPLE", "age_band").items()}
    assert by_age == {"0-30": 1, "unknown": 1}
    assert {key[0]: value for key, value in only(run, "SEATS", "place").items()} == {str(there.region.pk): 9}


def only(run: Run, code: str, dimension: str) -> dict[tuple[str, ...], Any]:
    """The cells that are cut by this dimension alone."""
    values = run.values.filter(indicator__code=code, period_kind="life")
    return {
        tuple(category for _, category in value.cell): value.value
        for value in values
        if [name for name, _ in value.cell] == [dimension]
    }


def test_on_a_sensitive_subject_nobody_is_joined_to_anybody() -> None:
    there = stage()
    hold(there, participants=named(35), unnamed=())
    hold(there, 2, session=2, participants=named(35), unnamed=())
    there.activity.sensitive = True
    there.activity.save()
    run = compute_programme(there.programme)
    assert (total(run, "PEOPLE"), total(run, "SEATS")) == (2, 2)


def test_who_was_redacted_stays_the_person_they_were() -> None:
    there = stage()
    hold(there, participants=named(34), unnamed=())
    hold(there, 2, session=2, participants=named(35), unnamed=())
    before = everything(compute_programme(there.programme))
    MentionName.objects.filter(mention__version__record__instance_id="uuid:fictive-1").delete()
    assert everything(compute_programme(there.programme)) == before
    # One more mention of the same name joins those that are left, and through them the one without a name.
    hold(there, 3, session=3, participants=named(34), unnamed=())
    run = compute_programme(there.programme)
    assert (total(run, "PEOPLE"), total(run, "SEATS")) == (1, 3)
    assert len(set(Identity.objects.filter(until=None).values_list("person", "birth_year"))) == 1


def test_a_person_whose_mentions_fall_apart_becomes_two() -> None:
    there = stage()
    hold(there, participants=named(35), unnamed=())
    hold(there, 2, session=2, participants=named(34), unnamed=())
    assert total(compute_programme(there.programme), "PEOPLE") == 1
    # 36 and 35 share a year, 35 and 34 share a year, 36 and 34 do not.
    hold(there, 3, session=3, participants=named(36), unnamed=())
    run = compute_programme(there.programme)
    assert total(run, "PEOPLE") == 2
    assert sum(only(run, "PEOPLE", "age_band").values()) == 2
    assert total(compute_programme(there.programme, as_of=2), "PEOPLE") == 1


def test_an_age_that_was_corrected_away_counts_no_more() -> None:
    there = stage()
    record = hold(there, participants=named(31), unnamed=())
    before = only(compute_programme(there.programme), "PEOPLE", "age_band")
    correct(there, record, participants=named(30), unnamed=())
    run = compute_programme(there.programme)
    assert (before, only(run, "PEOPLE", "age_band")) == ({("31+",): 1}, {("0-30",): 1})


def test_who_is_whom_does_not_depend_on_when_somebody_counted() -> None:
    there = stage()
    moments = []
    for number, age in enumerate([35, 34, 36, 33, 35], start=1):
        record = hold(there, number, session=number, participants=named(age), unnamed=())
        moments.append(everything(compute_programme(there.programme)))
    correct(there, record, session=5, participants=named(34), unnamed=())
    moments.append(everything(compute_programme(there.programme)))
    Identity.objects.all().delete()
    join_mentions(at=6)
    assert [everything(compute_programme(there.programme, as_of=at)) for at in range(1, 7)] == moments


def test_a_person_has_one_birth_year_at_every_moment() -> None:
    there = stage()
    for number, ages in enumerate([(35, 34), (36,), (33, 37), (35,)], start=1):
        hold(there, number, session=number, participants=named(*ages), unnamed=())
    join_mentions(at=4)
    for moment in range(1, 5):
        held = Identity.objects.filter(since__lte=moment).exclude(until__lte=moment)
        assert held.count() == Mention.objects.filter(facts__since__lte=moment).count()
        years: dict[Any, set[Any]] = {}
        for person, year in held.values_list("person", "birth_year"):
            years.setdefault(person, set()).add(year)
        assert all(len(found) == 1 for found in years.values())


def test_the_extract_has_the_declared_schema_whatever_database_it_comes_from(tmp_path: Path) -> None:
    there = stage()
    hold(there)
    join_mentions(at=1)
    extract, count = write_extract(there.programme, as_of=1, folder=tmp_path / "extract")
    assert pq.read_schema(extract.facts).equals(MARKED_FACTS_SCHEMA)
    assert pq.read_schema(extract.place_ancestors).equals(PLACE_ANCESTOR_SCHEMA)
    assert pq.read_schema(extract.place_editions).equals(PLACE_EDITION_SCHEMA)
    rows = pq.read_table(extract.facts).to_pylist()
    assert len(rows) == count == 4
    (awa,) = [row for row in rows if row["node"] == "participant[1]"]
    assert {name: awa[name] for name in ("kind", "sex", "age_from", "age_basis", "quantity", "until", "session")} == {
        "kind": "participation",
        "sex": "female",
        "age_from": 30,
        "age_basis": "stated",
        "quantity": 1000,
        "until": None,
        "session": "1",
    }
    assert (awa["start_on"], awa["fictional"], awa["birth_year"]) == (date(2025, 3, 3), True, 1995)
    assert awa["programmes"] == [there.programme.code]
    assert awa["person"] == str(Identity.objects.get(mention=awa["mention"]).person_id)
    ancestors = pq.read_table(extract.place_ancestors).to_pylist()
    assert {(row["place"], row["ancestor"]) for row in ancestors} == {
        (str(there.region.pk), str(there.region.pk)),
        (str(there.place.pk), str(there.place.pk)),
        (str(there.place.pk), str(there.region.pk)),
    }


def test_an_extract_of_nothing_has_the_schema_too(tmp_path: Path) -> None:
    extract, count = write_extract(factories.programme(), as_of=0, folder=tmp_path)
    assert count == 0
    assert pq.read_schema(extract.facts).equals(MARKED_FACTS_SCHEMA)
