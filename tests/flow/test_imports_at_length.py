"""Workbooks of thousands of sheets: in the background with progress, cut off in the middle, and gone on with."""

import json
from dataclasses import replace
from typing import Any

import pytest
from openpyxl import Workbook

from tests import factories
from tests.collect.books import saved
from tests.flow.sheets import SHEET, Commune, commune
from tests.flow.test_imports import COPY, deliver, sent
from toguna.collect.attendance_template import attendance_template
from toguna.collect.template_mark import TemplateMark, write_mark
from toguna.flow.imports.accept import accept_delivery
from toguna.flow.imports.background import ACCEPT, LOOK, begin, look_kept, marked_kept
from toguna.flow.imports.dry_run import look_at, read_look, write_look
from toguna.flow.imports.sheets import form_named_in
from toguna.flow.imports.take_back import take_back
from toguna.store.fieldwork.models import Job, Record, RecordVersion
from toguna.store.places.recognition import gazetteer, places_remembered

pytestmark = pytest.mark.django_db


@pytest.fixture
def there() -> Commune:
    return commune()


def thousands(rows: int) -> bytes:
    """A plain workbook of so many attendance sheets, each of twelve people without a name."""
    book = Workbook()
    heads = book.active
    assert heads is not None
    heads.title = "Fiches"
    heads.append(["N° de fiche", "Code de l'activité", "Séance", "Date", "Commune"])
    counts = book.create_sheet("Sans nom")
    counts.append(["N° de fiche", "Nombre", "Sexe"])
    for number in range(1, rows + 1):
        heads.append([f"F{number}", "F-001", number % 999 + 1, "03/03/2025", "Sanankoro-Ba"])
        counts.append([f"F{number}", 12, "Femme"])
    write_mark(book, TemplateMark("fiche_presence", "1", COPY))
    return saved(book)


def test_two_thousand_sheets_are_looked_at_and_kept_in_the_background(there: Commune) -> None:
    delivery = deliver(there, thousands(2000), "annee.xlsx")
    look_job = begin(LOOK, delivery, by=there.agent)
    look_job.refresh_from_db()
    look = look_kept(delivery)
    assert look is not None
    assert (look_job.state, look.counts, look.errors) == ("done", {"new": 2000}, 0)
    assert marked_kept(delivery) is not None, "dates typed as text are worth a word"
    job = begin(ACCEPT, delivery, by=there.agent)
    job.refresh_from_db()
    delivery.refresh_from_db()
    assert (job.state, job.message) == ("done", "")
    assert delivery.accepted_at is not None
    assert Record.objects.count() == 2000
    assert marked_kept(delivery) is None, "the marked copy, with its names, goes once the records are there"


class Interrupted(Exception):
    """The power went."""


def test_what_is_interrupted_goes_on_without_doubles(there: Commune) -> None:
    delivery = deliver(there, thousands(30), "annee.xlsx")

    def cut_off(done: int, _total: int) -> None:
        if done == 11:
            raise Interrupted

    with pytest.raises(Interrupted):
        accept_delivery(delivery, by=there.agent, note=cut_off)
    delivery.refresh_from_db()
    assert delivery.accepted_at is None
    assert Record.objects.count() == 11
    heard: list[tuple[int, int]] = []
    accepted = accept_delivery(delivery, by=there.agent, note=lambda done, total: heard.append((done, total)))
    assert (accepted.new, Record.objects.count()) == (30, 30)
    assert heard[-1] == (30, 30)
    assert set(RecordVersion.objects.values_list("number", flat=True)) == {1}


def test_taking_back_that_is_interrupted_goes_on(there: Commune) -> None:
    delivery = deliver(there, thousands(10), "annee.xlsx")
    accept_delivery(delivery, by=there.agent)

    def cut_off(done: int, _total: int) -> None:
        if done == 4:
            raise Interrupted

    with pytest.raises(Interrupted):
        take_back(delivery, by=there.agent, note=cut_off)
    delivery.refresh_from_db()
    assert (delivery.taken_back_at, Record.objects.filter(state="rejected").count()) == (None, 4)
    take_back(delivery, by=there.agent)
    delivery.refresh_from_db()
    assert delivery.taken_back_at is not None
    assert Record.objects.filter(state="rejected").count() == 10


def test_a_workbook_that_cannot_be_accepted_says_so_where_it_was_asked_for(there: Commune) -> None:
    delivery = sent(there, {"F1": replace(SHEET, held_on=None)})
    job = begin(ACCEPT, delivery, by=there.agent)
    job = Job.objects.get(pk=job.pk)
    assert job.state == "failed"
    assert "Erreurs dans le classeur : 1" in job.message


def test_a_look_that_is_kept_says_the_same_when_it_is_read(there: Commune, tmp_path: Any) -> None:
    accept_delivery(sent(there, {"F1": SHEET}), by=there.agent)
    look = look_at(sent(there, {"F1": replace(SHEET, session=2), "F2": replace(SHEET, session=3, held_on=None)}))
    write_look(look, tmp_path / "look.json")
    kept = read_look(tmp_path / "look.json")
    assert kept.sheets == look.sheets
    assert [one.text() for one in kept.findings] == [one.text() for one in look.findings]
    assert (kept.told, kept.errors, kept.counts) == (look.told, look.errors, look.counts)
    assert "Awa" not in json.dumps(json.loads((tmp_path / "look.json").read_text()))


def test_the_template_of_the_attendance_sheet_bears_its_mark(there: Commune) -> None:
    assert form_named_in(attendance_template(copy=COPY)) == "fiche_presence"
    assert form_named_in(attendance_template()) == ""
    assert form_named_in(b"no workbook") == ""


def test_places_are_looked_up_once_while_a_workbook_is_kept(there: Commune, django_assert_num_queries: Any) -> None:
    with places_remembered():
        first = gazetteer(fictional=True)
        with django_assert_num_queries(0):
            assert gazetteer(fictional=True) is first
    factories.place(name="Commune nouvelle")
    assert "commune nouvelle" in gazetteer(fictional=True).by_name
