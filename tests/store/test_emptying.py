"""Between two tests that commit, the database is emptied past its append-only triggers, which then stand again."""

import pytest
from django.core.management import call_command
from django.db import Error, connection, transaction

from tests import factories
from toguna.store.journal.actions import record_entry
from toguna.store.journal.models import Entry
from toguna.store.organisations.models import Organisation

pytestmark = pytest.mark.django_db(transaction=True)


def test_emptying_passes_the_triggers_and_leaves_them_standing() -> None:
    record_entry(by=None, action="test.made", subject=factories.organisation())
    call_command("flush", interactive=False, verbosity=0)
    assert not Entry.objects.exists()
    assert not Organisation.objects.exists()

    record_entry(by=None, action="test.made", subject="test:1")
    with pytest.raises(Error, match="only grows"), transaction.atomic():
        Entry.objects.all()._raw_delete(connection.alias)
    assert Entry.objects.count() == 1


def test_the_next_test_finds_nothing_of_the_one_before() -> None:
    assert not Entry.objects.exists()
