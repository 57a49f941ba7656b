"""The database itself refuses to change what must only grow, on SQLite and on PostgreSQL."""

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import IntegrityError, connection, models, transaction
from django.utils import timezone

from tests import factories
from toguna.store.facts.models import Fact
from toguna.store.fieldwork.models import Decision
from toguna.store.journal.actions import record_entry, seal
from toguna.store.journal.append_only import (
    GUARDS,
    TriggersMissing,
    install_triggers,
    lifted,
    missing_triggers,
    require_triggers,
)
from toguna.store.journal.models import Entry
from toguna.store.publications.models import EditionFile
from toguna.store.results.models import SheetChange

pytestmark = pytest.mark.django_db

TABLES = [guard.table for guard in GUARDS]


@pytest.fixture
def one_row_each() -> None:
    """The smallest valid row in every guarded table."""
    record = factories.record()
    Decision.objects.create(record=record, version=record.current_version, act="check", by=record.sender)
    factories.verification(record.current_version)
    factories.fact(version=record.current_version)
    edition = factories.edition()
    EditionFile.objects.create(edition=edition, name="a.csv", media_type="text/csv", body=b"a", sha256="0" * 64)
    factories.definition({})
    SheetChange.objects.create(indicator=factories.indicator(), field="rationale", at=timezone.now())
    record_entry(by=record.sender, action="record.received", subject=record)
    seal()


def refused(statement: str) -> str:
    with pytest.raises(IntegrityError) as caught, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    return str(caught.value)


def first_column(table: str) -> str:
    with connection.cursor() as cursor:
        return connection.introspection.get_table_description(cursor, table)[0].name


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.usefixtures("one_row_each")
def test_a_raw_update_or_delete_is_refused_and_says_where(table):
    column = first_column(table)
    assert f"{table} only grows: UPDATE refused" in refused(f'UPDATE {table} SET "{column}" = "{column}"')
    assert f"{table} only grows: DELETE refused" in refused(f"DELETE FROM {table}")


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no TRUNCATE")
@pytest.mark.parametrize("table", TABLES)
def test_a_truncate_passes_under_row_triggers_and_is_refused_all_the_same(table):
    assert "TRUNCATE refused" in refused(f"TRUNCATE {table} CASCADE")


@pytest.mark.skipif(connection.vendor != "sqlite", reason="INSERT OR REPLACE is SQLite's own")
@pytest.mark.usefixtures("one_row_each")
def test_replacing_a_row_by_inserting_it_again_is_refused():
    assert "journal_entry only grows" in refused(
        "INSERT OR REPLACE INTO journal_entry SELECT id, at, actor, 'another', subject, detail FROM journal_entry"
    )


@pytest.mark.usefixtures("one_row_each")
def test_a_fact_is_closed_once_and_nothing_else_about_it_changes():
    assert "facts_fact only grows" in refused("UPDATE facts_fact SET until = 2, quantity = 5")
    assert "facts_fact only grows" in refused("UPDATE facts_fact SET quantity = 5")
    Fact.objects.update(until=2)
    assert "facts_fact only grows" in refused("UPDATE facts_fact SET until = 3")
    assert "facts_fact only grows" in refused("UPDATE facts_fact SET until = NULL")
    assert Fact.objects.get().until == 2


def test_migrate_puts_back_a_trigger_that_was_taken_away_and_nothing_starts_without_it():
    with connection.cursor() as cursor:
        on_table = " ON facts_fact" if connection.vendor == "postgresql" else ""
        cursor.execute(f"DROP TRIGGER toguna_facts_fact_delete{on_table}")
    assert missing_triggers() == ["toguna_facts_fact_delete"]
    with pytest.raises(TriggersMissing, match="toguna_facts_fact_delete"):
        require_triggers()
    with pytest.raises(SystemCheckError, match=r"journal\.E001"):
        call_command("check", databases=["default"])
    call_command("migrate", verbosity=0)
    assert missing_triggers() == []


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite cannot switch a trigger off")
def test_a_trigger_that_is_switched_off_counts_as_missing():
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE journal_entry DISABLE TRIGGER toguna_journal_entry_update")
    assert missing_triggers() == ["toguna_journal_entry_update"]
    install_triggers()
    assert missing_triggers() == []


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL does not remake a table to alter it")
def test_a_trigger_of_the_right_name_that_does_nothing_counts_as_missing():
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER toguna_journal_entry_update")
        cursor.execute("CREATE TRIGGER toguna_journal_entry_update BEFORE UPDATE ON journal_entry BEGIN SELECT 1; END")
    assert missing_triggers() == ["toguna_journal_entry_update"]


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL does not remake a table to alter it")
@pytest.mark.django_db(transaction=True)
def test_altering_a_field_on_sqlite_drops_the_triggers_and_we_notice():
    longer = models.CharField(max_length=61)
    longer.set_attributes_from_name("action")
    longer.model = Entry
    with connection.schema_editor() as editor:
        editor.alter_field(Entry, Entry._meta.get_field("action"), longer)
    assert "toguna_journal_entry_update" in missing_triggers()
    install_triggers()
    assert missing_triggers() == []


@pytest.mark.usefixtures("one_row_each")
def test_tests_may_lift_the_triggers_and_they_come_back():
    with lifted(), connection.cursor() as cursor:
        cursor.execute("UPDATE journal_entry SET action = 'another'")
    assert missing_triggers() == []
    assert "only grows" in refused("UPDATE journal_entry SET action = 'a third'")
