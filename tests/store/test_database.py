"""What the database itself refuses, on SQLite and on PostgreSQL, whoever asks."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from tests import factories
from toguna.store.accounts.models import User
from toguna.store.facts.models import Fact
from toguna.store.fieldwork.models import Record
from toguna.store.journal.append_only import missing_triggers
from toguna.store.people.models import Identity

pytestmark = pytest.mark.django_db

MARCH_3, MARCH_4 = date(2025, 3, 3), date(2025, 3, 4)


def refused(constraint: str, write: Callable[[], Any]) -> None:
    """The write breaks this constraint and leaves nothing behind."""
    with pytest.raises(IntegrityError) as raised, transaction.atomic():
        write()
    assert constraint in str(raised.value)


@pytest.mark.parametrize(
    ("constraint", "make"),
    [
        ("programme_name_in_french", lambda text: factories.programme(name=text)),
        ("organisation_name_in_french", lambda text: factories.organisation(name=text)),
        ("activity_title_in_french", lambda text: factories.activity(title=text)),
        ("objective_statement_in_french", lambda text: factories.objective(statement=text)),
        ("result_title_in_french", lambda text: factories.result(title=text)),
        ("indicator_title_in_french", lambda text: factories.indicator(title=text)),
        ("stated_value_label_in_french", lambda text: factories.stated_value(label=text)),
    ],
)
def test_content_in_several_languages_has_its_french(constraint: str, make: Callable[[dict[str, str]], Any]) -> None:
    refused(constraint, lambda: make({"en": "Only in English"}))
    refused(constraint, lambda: make({}))
    assert make({"fr": "En français"}).pk


@pytest.mark.parametrize(
    ("constraint", "make"),
    [
        ("user_role_known", lambda: User.objects.filter(pk=factories.user().pk).update(role="guest")),
        ("organisation_kind_known", lambda: factories.organisation(kind="club")),
        ("activity_kind_known", lambda: factories.activity(kind="party")),
        ("activity_status_known", lambda: factories.activity(status="perhaps")),
        ("result_type_known", lambda: factories.result(type="dream")),
        ("indicator_measure_known", lambda: factories.indicator(measure="feeling")),
        ("form_state_known", lambda: factories.form(state="ajar")),
        ("record_state_known", lambda: factories.record(state="lost")),
        ("fact_kind_known", lambda: factories.fact("rumour")),
        ("fact_basis_known", lambda: factories.fact(basis="guessed")),
    ],
)
def test_a_code_is_one_of_those_that_are_known(constraint: str, make: Callable[[], Any]) -> None:
    refused(constraint, make)


@pytest.mark.parametrize(
    ("constraint", "make"),
    [
        ("programme_has_a_cycle", lambda: factories.programme(starts_on=MARCH_4, ends_on=MARCH_3)),
        ("activity_ends_after_start", lambda: factories.activity(starts_on=MARCH_4, ends_on=MARCH_3)),
        ("fact_ends_after_start", lambda: factories.fact(starts_on=MARCH_4, ends_on=MARCH_3)),
        ("fact_interval", lambda: factories.fact(since=5, until=5)),
        ("fact_age_interval", lambda: factories.fact(age_from=35, age_to=15, age_basis="band")),
        ("mention_birth_interval", lambda: factories.mention(born_from=1990, born_to=1980)),
    ],
)
def test_an_end_does_not_come_before_its_beginning(constraint: str, make: Callable[[], Any]) -> None:
    refused(constraint, make)


def test_money_has_a_currency() -> None:
    refused("programme_budget_has_currency", lambda: factories.programme(budget=100_00))
    assert factories.programme(budget=100_00, currency="XOF").pk


def test_a_participation_is_of_somebody_mentioned() -> None:
    refused("participation_has_a_mention", lambda: factories.fact("participation", mention=None))
    refused("participation_has_a_mention", lambda: factories.fact("participation", unit="hectare"))


def test_a_head_count_names_nobody_and_says_how_it_was_cut() -> None:
    refused("headcount_has_a_cut_and_no_name", lambda: factories.fact("headcount", mention=factories.mention()))
    refused("headcount_has_a_cut_and_no_name", lambda: factories.fact("headcount", cut=None))


def test_the_same_thing_is_not_kept_twice() -> None:
    record = factories.record()
    refused_as_unique(lambda: factories.record(instance_id=record.instance_id))
    refused_as_unique(lambda: factories.record_version(record, bytes(record.current_version.payload.body)))
    refused_as_unique(lambda: factories.place(code=factories.place(code="C-07").codes.get().code))
    mention = factories.mention(record.current_version, line=3)
    refused_as_unique(lambda: factories.mention(record.current_version, line=mention.line))


def test_a_mention_is_one_person_at_a_time() -> None:
    mention = factories.mention()
    first = factories.person(mention)
    refused_as_unique(lambda: factories.person(mention, since=2))
    Identity.objects.filter(person=first).update(until=2)
    assert factories.person(mention, since=2).pk != first.pk


def refused_as_unique(write: Callable[[], Any]) -> None:
    """The write would keep something a second time."""
    with pytest.raises(IntegrityError, match=r"(?i)unique"), transaction.atomic():
        write()


def test_what_others_stand_on_is_not_deleted() -> None:
    record = factories.record()

    def delete_past_django() -> None:
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM organisations_organisation")
        # References are looked at when the transaction ends; the test's own never does.
        connection.check_constraints()

    with pytest.raises(IntegrityError), transaction.atomic():
        delete_past_django()
    assert Record.objects.get().organisation == record.organisation


def test_history_cannot_be_rewritten_on_a_database_as_migrate_leaves_it() -> None:
    assert missing_triggers() == []
    fact = factories.fact()
    refused("only grows", lambda: Fact.objects.filter(pk=fact.pk).update(quantity=2000))
    Fact.objects.filter(pk=fact.pk).update(until=9)
    refused("only grows", lambda: Fact.objects.filter(pk=fact.pk).update(until=10))


def test_what_sqlite_acknowledges_survives_a_power_cut() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL keeps its promise by its own settings")
    with connection.cursor() as cursor:
        answers = {}
        for pragma in ("journal_mode", "synchronous", "foreign_keys"):
            cursor.execute(f"PRAGMA {pragma}")
            answers[pragma] = cursor.fetchone()[0]
    # 2 is FULL: every commit waits for the disk.
    assert answers == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}
    assert connection.transaction_mode == "IMMEDIATE"
