"""A workbook from its template to its records: looked at, kept, corrected, taken back, sent again; and interrupted."""

import io
import uuid
from dataclasses import replace
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from openpyxl import Workbook, load_workbook

from tests import factories
from tests.collect.books import changed
from tests.flow.sheets import SHEET, Commune, commune
from toguna.collect.attendance_workbook import write_attendance_workbook
from toguna.collect.form_template import form_template
from toguna.collect.questions import questions_of
from toguna.collect.template_mark import TemplateMark, write_mark
from toguna.flow.forms import offer_library_form
from toguna.flow.imports.accept import DeliveryHasErrors, DeliveryTakenBack, accept_delivery, receive_workbook
from toguna.flow.imports.dry_run import DryRun, look_at
from toguna.flow.imports.plan import TAKEN_BACK
from toguna.flow.imports.sheets import form_named_in, lists_for
from toguna.flow.imports.take_back import CannotTakeBack, fallout_of, take_back
from toguna.flow.reading import sheet_of
from toguna.flow.verify import check_record, correct_record, reject_record, verify_record
from toguna.rules.attendance import AttendanceSheet
from toguna.rules.records import RecordState
from toguna.rules.roles import Role
from toguna.store.fieldwork.models import Delivery, Form, Record, RecordVersion
from toguna.store.fieldwork.queries import form_versions

pytestmark = pytest.mark.django_db
COPY = uuid.UUID(int=7).hex


@pytest.fixture
def there() -> Commune:
    return commune()


def attendance(sheets: dict[str, AttendanceSheet], *, copy: str = COPY) -> bytes:
    """A workbook of attendance sheets filled in on a copy of the template."""
    payload = write_attendance_workbook(sheets.items())
    return (
        changed(payload, lambda book: write_mark(book, TemplateMark("fiche_presence", "1", copy))) if copy else payload
    )


def sent(there: Commune, sheets: dict[str, AttendanceSheet], *, copy: str = COPY, name: str = "mars.xlsx") -> Delivery:
    body = attendance(sheets, copy=copy)
    return receive_workbook(body=body, file_name=name, form_id="fiche_presence", by=there.agent)


def fates(look: DryRun) -> dict[str, str]:
    return {sheet.key: sheet.fate for sheet in look.sheets}


def venues() -> list[str]:
    """The venue of what counts now in each record, in the order of sessions."""
    records = Record.objects.order_by("current_version__reading__session", "received_at")
    return [sheet_of(record.current_version)[0].venue for record in records if record.current_version]


TWO = {"F1": SHEET, "F2": replace(SHEET, session=2)}


def test_a_workbook_is_looked_at_first_and_nothing_is_kept_of_it(there: Commune) -> None:
    look = look_at(sent(there, TWO))
    assert fates(look) == {"F1": "new", "F2": "new"}
    assert (look.errors, look.would_keep, look.counts) == (0, 2, {"new": 2})
    assert look.sheets[0].title == "F-001"
    assert not Record.objects.exists()


def test_accepting_twice_adds_nothing(there: Commune) -> None:
    delivery = sent(there, TWO)
    first = accept_delivery(delivery, by=there.agent)
    again = accept_delivery(delivery, by=there.agent)
    assert (first.new, again.new, again.same) == (2, 0, 2)
    assert set(Record.objects.values_list("way_in", "state")) == {("workbook", "received")}
    assert Record.objects.count() == 2


def test_a_changed_workbook_corrects_the_same_records_and_adds_the_new_one(there: Commune) -> None:
    accept_delivery(sent(there, TWO), by=there.agent)
    edited = {"F1": SHEET, "F2": replace(SHEET, session=2, venue="École"), "F3": replace(SHEET, session=3)}
    delivery = sent(there, edited)
    look = look_at(delivery)
    assert fates(look) == {"F1": "same", "F2": "correction", "F3": "new"}
    accepted = accept_delivery(delivery, by=there.agent)
    assert (accepted.new, accepted.corrections, accepted.same) == (1, 1, 1)
    assert venues() == ["Salle fictive", "École", "Salle fictive"]
    corrected = Record.objects.get(current_version__reading__session=2)
    assert corrected.versions.count() == 2
    assert corrected.decisions.get().reason == "Corrigée dans le classeur « mars.xlsx »."


def test_a_correction_says_what_it_changes_before_it_is_made(there: Commune) -> None:
    accept_delivery(sent(there, {"F1": SHEET}), by=there.agent)
    look = look_at(sent(there, {"F1": replace(SHEET, unnamed=(replace(SHEET.unnamed[0], seats=14),))}))
    assert look.sheets[0].changes == (("unnamed", "12", "14"), ("women", "13", "15"))


def test_workbooks_sent_in_reverse_change_nothing_back(there: Commune) -> None:
    early, late = sent(there, TWO), sent(there, TWO | {"F2": replace(SHEET, session=2, venue="École")}, name="b.xlsx")
    accept_delivery(early, by=there.agent)
    accept_delivery(late, by=there.agent)
    again = sent(there, TWO | {"F9": replace(SHEET, session=9)}, name="c.xlsx")
    assert fates(look_at(again)) == {"F1": "same", "F2": "outdated", "F9": "new"}
    accept_delivery(again, by=there.agent)
    assert venues()[:2] == ["Salle fictive", "École"]


def test_another_sheet_written_over_a_number_is_stopped(there: Commune) -> None:
    accept_delivery(sent(there, {"F1": SHEET}), by=there.agent)
    other = replace(SHEET, activity_code="F-002", session=4, held_on=SHEET.held_on.replace(day=20))  # type: ignore[union-attr]
    look = look_at(sent(there, {"F1": other}))
    assert fates(look) == {"F1": "left"}
    assert look.errors == 1
    assert "autre fiche" in look.findings[0].text()


def test_without_the_templates_mark_a_changed_workbook_would_be_new_and_says_so(there: Commune) -> None:
    accept_delivery(sent(there, {"F1": SHEET}, copy=""), by=there.agent)
    look = look_at(sent(there, {"F1": replace(SHEET, venue="École")}, copy=""))
    assert fates(look) == {"F1": "new"}
    assert "no-template-mark" in {finding.code for finding in look.findings}


def test_what_was_corrected_on_the_site_since_is_not_undone_by_a_workbook(there: Commune) -> None:
    accept_delivery(sent(there, {"F1": SHEET}), by=there.agent)
    record = Record.objects.get()
    correct_record(
        record, by=there.coordinator, revision=record.revision, sheet=replace(SHEET, venue="Place"), reason="Le lieu"
    )
    delivery = sent(there, {"F1": replace(SHEET, venue="École"), "F2": replace(SHEET, session=2)})
    assert fates(look_at(delivery)) == {"F1": "left", "F2": "new"}
    accepted = accept_delivery(delivery, by=there.agent)
    assert (accepted.new, accepted.left) == (1, 1)
    assert venues() == ["Place", "Salle fictive"]


def test_a_verified_sheet_that_is_corrected_must_be_verified_again(there: Commune) -> None:
    accept_delivery(sent(there, {"F1": SHEET}), by=there.agent)
    record = check_record(Record.objects.get(), by=there.coordinator, revision=1)
    verify_record(record, by=there.officer, revision=record.revision)
    delivery = sent(there, {"F1": replace(SHEET, venue="École")})
    assert "corrects-verified" in {finding.code for finding in look_at(delivery).findings}
    accept_delivery(delivery, by=there.agent)
    assert Record.objects.get().state == RecordState.RECEIVED


def test_an_error_stops_the_whole_workbook(there: Commune) -> None:
    delivery = sent(there, {"F1": SHEET, "F2": replace(SHEET, session=2, held_on=None)})
    look = look_at(delivery)
    assert look.errors == 1
    assert look.findings[0].where == "Fiches!G3"
    with pytest.raises(DeliveryHasErrors):
        accept_delivery(delivery, by=there.agent)
    assert not Record.objects.exists()


def test_what_was_taken_back_counts_nowhere_and_nothing_is_deleted(there: Commune) -> None:
    delivery = sent(there, TWO)
    accept_delivery(delivery, by=there.agent)
    take_back(delivery, by=there.agent)
    delivery.refresh_from_db()
    assert delivery.taken_back_by == there.agent
    assert set(Record.objects.values_list("state", flat=True)) == {"rejected"}
    assert RecordVersion.objects.count() == 2
    assert {record.decisions.get().reason for record in Record.objects.all()} == {f"{TAKEN_BACK}mars.xlsx"}
    assert take_back(delivery, by=there.agent) == fallout_of(Delivery())  # nothing a second time
    with pytest.raises(DeliveryTakenBack):
        accept_delivery(delivery, by=there.agent)


def test_a_workbook_that_was_taken_back_and_is_sent_again_begins_anew(there: Commune) -> None:
    for _round in range(3):
        delivery = sent(there, TWO)
        assert fates(look_at(delivery)) == {"F1": "new", "F2": "new"}
        accept_delivery(delivery, by=there.agent)
        take_back(delivery, by=there.agent)
    accept_delivery(sent(there, TWO), by=there.agent)
    assert Record.objects.filter(state="received").count() == 2
    assert Record.objects.filter(state="rejected").count() == 6
    assert Delivery.objects.count() == 4


def test_a_correction_that_is_taken_back_lets_the_sheet_before_count_again(there: Commune) -> None:
    accept_delivery(sent(there, TWO), by=there.agent)
    edited = sent(there, TWO | {"F2": replace(SHEET, session=2, venue="École")}, name="b.xlsx")
    accept_delivery(edited, by=there.agent)
    take_back(edited, by=there.agent)
    assert venues() == ["Salle fictive", "Salle fictive"]
    assert set(Record.objects.values_list("state", flat=True)) == {"received"}
    again = sent(there, TWO | {"F2": replace(SHEET, session=2, venue="École")}, name="c.xlsx")
    assert again.pk != edited.pk
    assert fates(look_at(again)) == {"F1": "same", "F2": "correction"}
    accept_delivery(again, by=there.agent)
    assert venues() == ["Salle fictive", "École"]


def test_once_a_record_is_checked_the_workbook_cannot_be_taken_back(there: Commune) -> None:
    delivery = sent(there, TWO)
    accept_delivery(delivery, by=there.agent)
    record = Record.objects.filter(current_version__reading__session=1).get()
    check_record(record, by=there.coordinator, revision=1)
    assert [version.record for version in fallout_of(delivery).acted_on] == [record]
    with pytest.raises(CannotTakeBack):
        take_back(delivery, by=there.coordinator)
    assert not Record.objects.filter(state="rejected").exists()


def test_what_a_reviewer_rejected_stays_rejected_when_the_workbook_is_taken_back_and_sent_again(there: Commune) -> None:
    delivery = sent(there, TWO)
    accept_delivery(delivery, by=there.agent)
    record = Record.objects.filter(current_version__reading__session=1).get()
    reject_record(record, by=there.coordinator, revision=1, reason="Une fiche d'essai")
    take_back(delivery, by=there.agent)
    assert fates(look_at(sent(there, TWO))) == {"F1": "same", "F2": "new"}
    edited = sent(there, TWO | {"F1": replace(SHEET, venue="École")}, name="b.xlsx")
    assert fates(look_at(edited)) == {"F1": "left", "F2": "new"}


def test_only_the_senders_organisation_accepts_and_only_who_may_takes_back(there: Commune) -> None:
    delivery = sent(there, TWO)
    stranger = factories.user(Role.PARTNER_COORDINATOR)
    with pytest.raises(PermissionDenied):
        accept_delivery(delivery, by=stranger)
    accept_delivery(delivery, by=there.coordinator)
    for nobody in (stranger, factories.user(Role.PARTNER_AGENT, organisation=there.agent.organisation)):
        with pytest.raises(PermissionDenied):
            take_back(delivery, by=nobody)
    take_back(delivery, by=there.officer)


# --- any other form --------------------------------------------------------------------------------------------------


def paired_tests(there: Commune, rows: list[dict[str, Any]], people: list[dict[str, Any]]) -> bytes:
    """A workbook of paired tests, filled in on the form's own template."""
    form = _offered("test_avant_apres")
    payload = form_template(
        questions_of(bytes(form.xform)), copy=COPY, title="Test", lists=lists_for(form, there.agent)
    )

    def type_in(book: Workbook) -> None:
        for title, lines in (("Fiches", rows), ("Participant", people)):
            letters = {str(cell.value): cell.column_letter for cell in book[title][1]}
            for number, line in enumerate(lines, start=3):
                for heading, value in line.items():
                    book[title][f"{letters[heading]}{number}"] = value

    return changed(payload, type_in)


def _offered(form_id: str) -> Form:
    offer_library_form(form_id)
    return form_versions(form_id).get()


ROW = {
    "N° de fiche": "F1", "Activité": "F-001", "Titre du test": "Budget",
    "Jour du test avant la formation": "02/03/2025",
    "Jour du test après la formation": "03/03/2025", "Commune de la formation": "Sanankoro-Ba",
    "Note maximale": 20,
}  # fmt: skip
CONSENT = "La personne accepte-t-elle que son nom soit gardé ?"
AWA = {"N° de fiche": "F1", "Numéro du participant": 1, CONSENT: "Oui", "Prénom et nom": "Awa Fictive", "Sexe": "F",
       "Note avant": 8, "Note après": 14}  # fmt: skip


def deliver(there: Commune, body: bytes, name: str = "tests.xlsx") -> Delivery:
    return receive_workbook(body=body, file_name=name, form_id=form_named_in(body), by=there.agent)


def test_rows_of_a_library_form_become_records_that_are_read_like_those_of_phones(there: Commune) -> None:
    delivery = deliver(there, paired_tests(there, [ROW], [AWA, AWA | {"Numéro du participant": 2, "Sexe": "h"}]))
    assert delivery.form_id == "test_avant_apres"
    look = look_at(delivery)
    assert (look.errors, fates(look)) == (0, {"F1": "new"})
    accept_delivery(delivery, by=there.agent)
    record = Record.objects.select_related("current_version__reading__place").get()
    assert record.current_version
    reading = record.current_version.reading
    assert (record.form_id, record.activity, reading.place) == ("test_avant_apres", there.activity, there.place)
    assert (reading.mapping, reading.errors, reading.women, reading.men) == ("test-1", 0, 1, 1)
    verify_record(check_record(record, by=there.coordinator, revision=1), by=there.officer, revision=2)


def test_a_form_that_is_changed_in_its_workbook_is_corrected(there: Commune) -> None:
    accept_delivery(deliver(there, paired_tests(there, [ROW], [AWA])), by=there.agent)
    edited = deliver(there, paired_tests(there, [ROW], [AWA | {"Note après": 15}]), "b.xlsx")
    assert fates(look_at(edited)) == {"F1": "correction"}
    accept_delivery(edited, by=there.agent)
    assert Record.objects.get().versions.count() == 2
    same = deliver(there, paired_tests(there, [ROW], [AWA | {"Note après": 15, "Sexe": "Femme"}]), "c.xlsx")
    assert fates(look_at(same)) == {"F1": "same"}, "another spelling of the same answer is no correction"


def test_what_the_forms_own_reading_finds_is_told_at_its_cell(there: Commune) -> None:
    delivery = deliver(there, paired_tests(there, [ROW | {"Note maximale": 10}], [AWA]))
    found = {finding.code: finding for finding in look_at(delivery).findings}
    assert found["score-impossible"].where.startswith("Participant!")
    assert found["score-impossible"].where.endswith("3")


def test_a_name_without_consent_is_kept_neither_in_the_record_nor_in_the_workbook(there: Commune) -> None:
    delivery = deliver(there, paired_tests(there, [ROW], [AWA | {CONSENT: "Non"}]))
    accept_delivery(delivery, by=there.agent)
    version = RecordVersion.objects.select_related("payload").get()
    assert b"Awa Fictive" not in bytes(version.payload.body)
    delivery.payload.refresh_from_db()
    book = load_workbook(io.BytesIO(bytes(delivery.payload.body)))
    assert "Awa Fictive" not in {cell.value for tab in book for row in tab.iter_rows() for cell in row}


def test_a_form_that_is_closed_or_gone_is_told_so(there: Commune) -> None:
    delivery = deliver(there, paired_tests(there, [ROW], [AWA]))
    form_versions("test_avant_apres").update(state="closed")
    assert look_at(delivery).findings[0].code == "form-closed"
    gone = receive_workbook(body=bytes(delivery.payload.body), file_name="x.xlsx", form_id="menages", by=there.agent)
    assert [finding.code for finding in look_at(gone).findings] == ["form-unknown"]
