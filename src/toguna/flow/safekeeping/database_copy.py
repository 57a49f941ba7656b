"""The rows of every table, out and in, in a form that is the same for SQLite and PostgreSQL.

Rows are read inside one transaction that sees a single moment, while the site goes on writing. It knows the tables and
columns that the models have now, and no other.
"""

import base64
import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.apps import apps
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import DEFAULT_DB_ALIAS, connection, connections, transaction
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Field, Model
from psycopg import IsolationLevel

from toguna.store.journal.append_only import install_triggers, remove_triggers

SNAPSHOT = "snapshot"
PIECE_BYTES = 4 * 1024 * 1024
ROWS_AT_ONCE = 500
# Whoever was signed in signs in again.
LEFT_OUT = {"sessions.session"}

Columns = dict[str, list[str]]


@contextmanager
def one_moment() -> Iterator[str]:
    """A second connection whose reads all see the same moment and hold up no writer; its alias is given."""
    copy = connections[DEFAULT_DB_ALIAS].copy(SNAPSHOT)
    options = copy.settings_dict.setdefault("OPTIONS", {})
    if copy.vendor == "sqlite":
        options["transaction_mode"] = "DEFERRED"
    else:
        options["isolation_level"] = IsolationLevel.REPEATABLE_READ
    connections[SNAPSHOT] = copy
    try:
        with transaction.atomic(using=SNAPSHOT):
            yield SNAPSHOT
    finally:
        copy.close()
        del connections[SNAPSHOT]


def kept_models() -> list[type[Model]]:
    """Every model whose rows are kept, those made for many-to-many relations included."""
    models = apps.get_models(include_auto_created=True)
    return [
        model
        for model in models
        if model._meta.managed and not model._meta.proxy and model._meta.label_lower not in LEFT_OUT
    ]


def columns_now() -> Columns:
    """The columns of each kept model, by its label."""
    return {
        model._meta.label_lower: [field.attname for field in model._meta.concrete_fields] for model in kept_models()
    }


def migrations_applied(using: str) -> list[str]:
    """Our own migrations that shaped this database."""
    return ours_of(MigrationRecorder(connections[using]).applied_migrations())


def migrations_known() -> list[str]:
    """Our own migrations that this Toguna brings."""
    return ours_of(MigrationLoader(None).disk_migrations)


def ours_of(migrations: Iterable[tuple[str, str]]) -> list[str]:
    """Ours among some migrations, sorted."""
    return sorted(f"{app}.{name}" for app, name in migrations if app in our_apps())


def written_rows(model: type[Model], using: str) -> Iterator[bytes]:
    """The rows of one table as JSON lines, in pieces small enough for memory."""
    names = [field.attname for field in model._meta.concrete_fields]
    rows = model._base_manager.using(using).order_by("pk").values_list(*names)
    piece = bytearray()
    for row in rows.iterator(chunk_size=ROWS_AT_ONCE):
        piece += json.dumps(row, default=as_text, ensure_ascii=False).encode() + b"\n"
        if len(piece) > PIECE_BYTES:
            yield bytes(piece)
            piece.clear()
    if piece:
        yield bytes(piece)


def as_text(value: object) -> str:
    """A value that JSON does not have, so that the column's own `to_python` understands it."""
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(value).decode()
    if isinstance(value, UUID | Decimal):
        return str(value)
    raise TypeError(f"no way to write a {type(value).__name__}")


def is_empty() -> bool:
    """Whether none of our own tables, as far as they exist yet, holds a row."""
    tables = set(connection.introspection.table_names())
    return not any(
        model._base_manager.exists() for model in kept_models() if is_ours(model) and model._meta.db_table in tables
    )


def is_ours(model: type[Model]) -> bool:
    """Whether the model is one of this project's, not of what it stands on."""
    return model._meta.app_label in our_apps()


def our_apps() -> set[str]:
    """The labels of this project's own apps."""
    return {app.label for app in apps.get_app_configs() if app.name.startswith("toguna.")}


def start_over() -> None:
    """Leave an installation as empty as after its first migration, triggers included."""
    with transaction.atomic():
        remove_triggers()
        empty_every_table()
        connection.check_constraints()
        install_triggers()
    # Brings back the rows that Django's own apps make for themselves.
    call_command("migrate", verbosity=0, interactive=False)


def empty_every_table() -> None:
    """Delete every row. Inside a transaction only, with the append-only triggers away."""
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            if model._meta.managed and not model._meta.proxy:
                cursor.execute(f"DELETE FROM {connection.ops.quote_name(model._meta.db_table)}")  # noqa: S608 - names from the models, quoted


def insert_rows(label: str, columns: list[str], lines: Iterable[bytes]) -> int:
    """Put rows in exactly as they were, and say how many: no default, no `auto_now`, no new number."""
    model = apps.get_model(label)
    by_name = {field.attname: field for field in model._meta.concrete_fields}
    fields = [by_name[name] for name in columns]
    quote = connection.ops.quote_name
    names = ", ".join(quote(field.column) for field in fields)
    places = ", ".join(["%s"] * len(fields))
    statement = f"INSERT INTO {quote(model._meta.db_table)} ({names}) VALUES ({places})"  # noqa: S608 - names from the models, quoted
    count, waiting = 0, []
    with connection.cursor() as cursor:
        for line in lines:
            waiting.append([stored(field, value) for field, value in zip(fields, json.loads(line), strict=True)])
            count += 1
            if len(waiting) >= ROWS_AT_ONCE:
                cursor.executemany(statement, waiting)
                waiting.clear()
        if waiting:
            cursor.executemany(statement, waiting)
    return count


def stored(field: Field[Any, Any], value: object) -> Any:
    """A value as this database wants it."""
    return field.get_db_prep_save(None if value is None else field.to_python(value), connection)


def continue_numbering() -> None:
    """Let new rows be numbered after the highest that came in."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), kept_models()):
            cursor.execute(statement)
