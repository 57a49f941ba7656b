"""The journal's chain: sealed in its own order, and anything done to it shows."""

from datetime import UTC, datetime

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection

from toguna.rules.chain import BEGINNING
from toguna.store.journal.actions import record_entry, seal
from toguna.store.journal.append_only import lifted
from toguna.store.journal.models import Entry, Link
from toguna.store.journal.queries import as_journal_entry, head, links_with_entries, verify

pytestmark = pytest.mark.django_db


@pytest.fixture
def five_sealed() -> None:
    """A chain of five entries."""
    for number in range(5):
        record_entry(by=None, action="record.received", subject=f"record:{number}", version=number)
    seal()


def behind_our_back(statement: str) -> None:
    """What somebody with the database's own password could do."""
    with lifted(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        cursor.execute(statement)


def faulty_positions() -> list[int]:
    return [fault.position for fault in verify().faults]


def test_an_entry_is_written_without_a_link_and_sealed_afterwards():
    record_entry(by=None, action="record.received", subject="record:1")
    assert (verify().sealed, verify().unsealed, head()) == (0, 1, "")
    assert seal() == 1
    report = verify()
    assert (report.sealed, report.unsealed) == (1, 0)
    assert report.head == head() == Link.objects.get().hash
    assert report.is_intact


def test_sealing_again_adds_nothing(five_sealed):
    before = head()
    assert seal() == 0
    assert head() == before


def test_the_chain_begins_with_zeros_and_each_link_names_the_one_before(five_sealed):
    links = list(Link.objects.order_by("position"))
    assert [link.position for link in links] == [1, 2, 3, 4, 5]
    assert [link.previous for link in links] == [BEGINNING, *[link.hash for link in links[:-1]]]


def test_sealing_stops_at_its_limit_and_goes_on_where_it_stopped():
    for number in range(5):
        record_entry(by=None, action="record.received", subject=f"record:{number}")
    assert [seal(limit=2), seal(limit=2), seal(limit=2), seal(limit=2)] == [2, 2, 1, 0]
    assert verify().is_intact


@pytest.mark.parametrize("look_back", [None, 100])
def test_an_entry_committed_late_with_a_smaller_number_is_still_sealed(look_back):
    record_entry(by=None, action="record.received", subject="record:late")
    late = Entry.objects.get(subject="record:late")
    early = Entry.objects.create(pk=late.pk + 10, action="record.received", subject="record:early")
    # As another transaction saw it: the smaller number was not there yet.
    with lifted(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM journal_entry WHERE id = %s", [late.pk])
    seal()
    Entry.objects.create(pk=late.pk, action="record.received", subject="record:late")
    assert seal(look_back=look_back) == 1
    assert list(Link.objects.order_by("position").values_list("entry", flat=True)) == [early.pk, late.pk]
    assert verify().is_intact


def test_a_round_that_looks_back_a_little_leaves_older_entries_to_the_next_full_one():
    Entry.objects.create(pk=5000, action="a.b", subject="x")
    seal()
    Entry.objects.create(pk=10, action="a.b", subject="x")
    assert seal(look_back=100) == 0
    assert seal() == 1


def test_an_altered_entry_shows_at_its_position(five_sealed):
    behind_our_back("UPDATE journal_entry SET subject = 'record:9' WHERE subject = 'record:2'")
    assert faulty_positions() == [3]
    assert "modifié" in verify().faults[0].reason


def test_an_entry_whose_actor_was_changed_shows(five_sealed):
    behind_our_back("UPDATE journal_entry SET actor = 7 WHERE subject = 'record:4'")
    assert faulty_positions() == [5]


def test_a_deleted_entry_shows_with_or_without_its_link(five_sealed):
    entry = Link.objects.get(position=2).entry_id
    with lifted(), connection.constraint_checks_disabled(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM journal_link WHERE entry_id = %s", [entry])
        cursor.execute("DELETE FROM journal_entry WHERE id = %s", [entry])
    report = verify()
    assert [fault.position for fault in report.faults] == [2]
    assert "disparu" in report.faults[0].reason


def test_a_relinked_chain_shows_where_it_departs(five_sealed):
    behind_our_back("UPDATE journal_link SET previous = hash WHERE position = 4")
    assert 4 in faulty_positions()


def test_a_chain_cut_off_at_its_end_is_betrayed_by_an_edition_that_printed_its_head(five_sealed):
    printed = head()
    behind_our_back("DELETE FROM journal_link WHERE position = 5")
    assert verify().is_intact
    report = verify([printed, ""])
    assert not report.is_intact
    assert printed in report.faults[0].reason


def test_an_entry_reads_back_from_the_database_as_the_chain_sealed_it(five_sealed):
    detail = {"é": "Ségou — 349,822", "b": [1, None, True, {"z": 1.0, "a": 0.1}], "a": 10**15}
    record_entry(by=None, action="indicator.defined", subject="indicator:1", **detail)
    written = Entry.objects.get(subject="indicator:1")
    seal()
    # What was in memory when it was written and what any database hands back have one form.
    in_memory = as_journal_entry(written)
    _, stored = list(links_with_entries())[-1]
    assert stored == in_memory
    assert verify().is_intact


def test_both_databases_give_the_same_hash_to_the_same_entry():
    with lifted():
        written = Entry.objects.create(
            pk=41,
            actor=7,
            action="edition.released",
            subject="edition:3",
            detail={"é": 1.0, "a": ["Ségou", None, 10**15]},
        )
        Entry.objects.filter(pk=written.pk).update(at=datetime(2026, 3, 1, 8, 30, 0, 120, tzinfo=UTC))
    seal()
    assert head() == "cf4ed59f00cd8336f22cc80b5a5a6bce22dcdd70a2b977aa3706c1ba1ec2d561"


def test_the_command_says_where_the_chain_stands_and_fails_when_it_was_touched(five_sealed, capsys):
    call_command("journal", "verify")
    assert "5 entrées scellées" in capsys.readouterr().out
    behind_our_back("UPDATE journal_entry SET action = 'record.rejected' WHERE subject = 'record:0'")
    with pytest.raises(CommandError, match="modifié"):
        call_command("journal", "verify")
    assert "Maillon 1" in capsys.readouterr().err


def test_the_command_seals_everything_that_waits(capsys):
    for number in range(450):
        record_entry(by=None, action="record.received", subject=f"record:{number}")
    call_command("journal", "seal")
    assert "450" in capsys.readouterr().out
    assert verify().unsealed == 0
