"""Which tables only grow, and the triggers that make the database itself refuse anything else.

Migrations silently drop triggers on SQLite (a table is remade and renamed), so they are put back after every migrate
and looked for at every start. This module knows tables by name and no app but its own.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error
from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper


@dataclass(frozen=True)
class Guard:
    """One table that only grows; `closes` is the one column that may still be filled in, once."""

    table: str
    closes: str = ""


GUARDS = (
    Guard("journal_entry"),
    Guard("journal_link"),
    Guard("fieldwork_recordversion"),
    Guard("fieldwork_decision"),
    Guard("facts_verification"),
    Guard("facts_fact", closes="until"),
    Guard("publications_edition"),
    Guard("publications_editionfile"),
    Guard("results_definition"),
    Guard("results_sheetchange"),
)

# The error class is that of a broken constraint on both databases, so that Django raises IntegrityError on both.
POSTGRESQL_FUNCTIONS = (
    """CREATE OR REPLACE FUNCTION toguna_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION '% only grows: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation';
    END $$""",
    """CREATE OR REPLACE FUNCTION toguna_only_closes() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF to_jsonb(OLD) ->> TG_ARGV[0] IS NULL AND to_jsonb(NEW) ->> TG_ARGV[0] IS NOT NULL
            AND to_jsonb(OLD) - TG_ARGV[0] = to_jsonb(NEW) - TG_ARGV[0]
        THEN
            RETURN NEW;
        END IF;
        RAISE EXCEPTION '% only grows: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation';
    END $$""",
)


class TriggersMissing(Exception):
    """The database would let somebody change what must only grow."""

    def __init__(self, missing: Sequence[str]) -> None:
        self.missing = list(missing)
        super().__init__(
            f"append-only triggers are missing: {', '.join(missing)}. Run `toguna migrate`, which puts them back."
        )


def install_triggers(using: str = DEFAULT_DB_ALIAS) -> None:
    """Put every trigger back, as it should be, on each guarded table that exists."""
    connection = connections[using]
    with transaction.atomic(using=using), connection.cursor() as cursor:
        for statement in POSTGRESQL_FUNCTIONS if connection.vendor == "postgresql" else ():
            cursor.execute(statement)
        for guard in present_guards(connection):
            for name, statement in wanted_triggers(connection, guard).items():
                cursor.execute(drop_statement(connection, name, guard.table))
                cursor.execute(statement)


def remove_triggers(using: str = DEFAULT_DB_ALIAS) -> None:
    """Take every trigger away. Only what replaces everything in one transaction, and tests, have a reason to."""
    connection = connections[using]
    with transaction.atomic(using=using), connection.cursor() as cursor:
        for guard in present_guards(connection):
            for name in wanted_triggers(connection, guard):
                cursor.execute(drop_statement(connection, name, guard.table))


@contextmanager
def lifted(using: str = DEFAULT_DB_ALIAS) -> Iterator[None]:
    """For tests alone: without triggers inside, with them again after."""
    remove_triggers(using)
    try:
        yield
    finally:
        install_triggers(using)


def missing_triggers(using: str = DEFAULT_DB_ALIAS) -> list[str]:
    """The triggers that are not there, not as they should be, or switched off, on the guarded tables that exist."""
    connection = connections[using]
    missing = []
    for guard in present_guards(connection):
        standing = standing_triggers(connection, guard.table)
        for name, statement in wanted_triggers(connection, guard).items():
            if standing.get(name) != (statement if connection.vendor == "sqlite" else ""):
                missing.append(name)
    return missing


def require_triggers(using: str = DEFAULT_DB_ALIAS) -> None:
    """Refuse to go on with a database that would let history be changed.

    Raises `TriggersMissing`.
    """
    if missing := missing_triggers(using):
        raise TriggersMissing(missing)


def check_triggers(
    app_configs: Sequence[AppConfig] | None,  # noqa: ARG001 - the signature of every system check
    databases: Sequence[str] | None,
    **kwargs: Any,  # noqa: ARG001
) -> list[CheckMessage]:
    """The same as a system check, for `toguna check --database default`."""
    return [
        Error(str(TriggersMissing(missing)), id="journal.E001")
        for using in databases or ()
        if (missing := missing_triggers(using))
    ]


def present_guards(connection: BaseDatabaseWrapper) -> list[Guard]:
    """The guards whose table exists already; a database halfway through its migrations lacks some."""
    tables = set(connection.introspection.table_names())
    return [guard for guard in GUARDS if guard.table in tables]


def wanted_triggers(connection: BaseDatabaseWrapper, guard: Guard) -> dict[str, str]:
    """Each trigger of a table by name, with the statement that makes it."""
    table = guard.table
    names = {operation: f"toguna_{table}_{operation.lower()}" for operation in ("UPDATE", "DELETE", "TRUNCATE")}
    if connection.vendor == "postgresql":
        update = f"toguna_only_closes('{guard.closes}')" if guard.closes else "toguna_only_grows()"
        row = f'CREATE TRIGGER "{{}}" BEFORE {{}} ON "{table}" FOR EACH ROW EXECUTE FUNCTION {{}}'
        whole = f'CREATE TRIGGER "{{}}" BEFORE {{}} ON "{table}" FOR EACH STATEMENT EXECUTE FUNCTION {{}}'
        return {
            names["UPDATE"]: row.format(names["UPDATE"], "UPDATE", update),
            names["DELETE"]: row.format(names["DELETE"], "DELETE", "toguna_only_grows()"),
            # Row triggers sleep through a TRUNCATE.
            names["TRUNCATE"]: whole.format(names["TRUNCATE"], "TRUNCATE", "toguna_only_grows()"),
        }
    made = 'CREATE TRIGGER "{name}" BEFORE {operation} ON "{table}"{when} BEGIN SELECT RAISE(ABORT, \'{message}\'); END'
    return {
        names[operation]: made.format(
            name=names[operation],
            operation=operation,
            table=table,
            when=when_not_closing(connection, guard) if operation == "UPDATE" and guard.closes else "",
            message=f"{table} only grows: {operation} refused",
        )
        for operation in ("UPDATE", "DELETE")
    }


def when_not_closing(connection: BaseDatabaseWrapper, guard: Guard) -> str:
    """SQLite's condition for an update that does anything but fill in the closing column."""
    with connection.cursor() as cursor:
        columns = [column.name for column in connection.introspection.get_table_description(cursor, guard.table)]
    changed = [f'OLD."{column}" IS NOT NEW."{column}"' for column in columns if column != guard.closes]
    closed = [f'OLD."{guard.closes}" IS NOT NULL', f'NEW."{guard.closes}" IS NULL']
    return " WHEN " + " OR ".join(closed + changed)


def standing_triggers(connection: BaseDatabaseWrapper, table: str) -> dict[str, str]:
    """The triggers that work on a table now, by name; SQLite also tells how each was written."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT tgname, '' FROM pg_trigger WHERE tgrelid = %s::regclass AND tgenabled IN ('O', 'A')", [table]
            )
        else:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s", [table])
        return dict(cursor.fetchall())


def drop_statement(connection: BaseDatabaseWrapper, name: str, table: str) -> str:
    """The statement that takes a trigger away, where there is one."""
    on_table = f' ON "{table}"' if connection.vendor == "postgresql" else ""
    return f'DROP TRIGGER IF EXISTS "{name}"{on_table}'
