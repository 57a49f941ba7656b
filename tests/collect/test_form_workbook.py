"""The workbook of any form: what is handed out, what comes back from offices of every habit, and what is refused."""

import io
import re
import zipfile
from datetime import date, datetime, time
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from tests.collect.books import changed, saved
from tests.collect.libreoffice import saved_elsewhere
from toguna.collect.answers_xml import read_answers, write_answers
from toguna.collect.cell_answers import Listed
from toguna.collect.form_tabs import tabs_of
from toguna.collect.form_template import form_template
from toguna.collect.form_workbook import FormReading, gathered, read_form_workbook
from toguna.collect.forms import library_form_ids, library_title, library_xform
from toguna.collect.library import LIBRARY
from toguna.collect.marked_workbook import Remark, Words, mark_workbook
from toguna.collect.questions import FormQuestions, questions_of
from toguna.collect.refusals import RefusedFileError
from toguna.collect.template_mark import TemplateMark, mark_of, read_mark
from toguna.rules.findings import Finding, Severity

COPY = "0123456789abcdef" * 2
LISTS = {
    "communes.csv": [
        Listed("toguna-demo:C1", "Balanfara"),
        Listed("toguna-demo:C2", "Bla"),
        Listed("toguna-demo:C3", "Bla"),
    ],
    "activities.csv": [Listed("F-001", "F-001 · Formation au budget")],
    "organisations.csv": [Listed("osc-1", "Union fictive")],
}
WORDS = Words("Erreurs", ("Où", "Gravité", "Quoi"), {severity: severity.value for severity in Severity})

NESTED = """<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"
 xmlns:jr="http://openrosa.org/javarosa"><h:head><h:title>Ménages</h:title><model><instance>
<data id="menages" version="1"><village/><maison jr:template=""><toit/>
<chambre jr:template=""><surface/><lits/></chambre></maison>
<contact><nom/></contact><chef><nom/></chef><meta><instanceID/></meta></data></instance>
<bind nodeset="/data/village" type="string" required="true()"/><bind nodeset="/data/maison/toit" type="string"/>
<bind nodeset="/data/maison/chambre/surface" type="decimal"/><bind nodeset="/data/maison/chambre/lits" type="int"/>
<bind nodeset="/data/contact/nom" type="string"/><bind nodeset="/data/chef/nom" type="string"/></model></h:head><h:body>
<input ref="/data/village"><label>Village</label></input>
<group ref="/data/maison"><label>Maison</label><repeat nodeset="/data/maison">
<input ref="/data/maison/toit"><label>Toit</label></input>
<group ref="/data/maison/chambre"><label>Chambre</label><repeat nodeset="/data/maison/chambre">
<input ref="/data/maison/chambre/surface"><label>Surface</label></input>
<input ref="/data/maison/chambre/lits"><label>Lits</label></input></repeat></group></repeat></group>
<group ref="/data/contact"><label>Contact</label><input ref="/data/contact/nom"><label>Nom</label></input></group>
<group ref="/data/chef"><label>Chef</label><input ref="/data/chef/nom"><label>Nom</label></input></group>
</h:body></h:html>""".encode()


def form(form_id: str) -> FormQuestions:
    return questions_of(library_xform(form_id))


def template(form_id: str, language: str = "fr") -> bytes:
    title = library_title(form_id)[language]
    return form_template(form(form_id), copy=COPY, title=title, lists=LISTS, language=language)


def read(payload: bytes, form_id: str) -> FormReading:
    return read_form_workbook(payload, form(form_id), lists=LISTS)


def typed(payload: bytes, **tabs: list[dict[str, object]]) -> bytes:
    """The workbook after somebody typed rows under the example, by heading; a tab's name may leave out its spaces."""

    def type_in(workbook: Workbook) -> None:
        for wanted, rows in tabs.items():
            sheet = next(one for one in workbook.worksheets if re.sub(r"\W", "", one.title) == wanted)
            letters = {str(cell.value): cell.column_letter for cell in sheet[1]}
            for number, row in enumerate(rows, start=3):
                for heading, value in row.items():
                    sheet[f"{letters[heading]}{number}"] = value  # type: ignore[assignment]

    return changed(payload, type_in)


def told(findings: Any) -> list[tuple[str, str]]:
    return [(finding.code, finding.where) for finding in findings]


PEOPLE = [
    {"N° de fiche": "F1", "Numéro du participant": 1, "La personne accepte-t-elle que son nom soit gardé ?": "Oui",
     "Prénom et nom": "Awa Fictive", "Sexe": "Féminin", "Note avant": 8, "Note après": "14,5"},
    {"N° de fiche": "f1", "Numéro du participant": 2, "Sexe": "f ", "Note avant": 9.5},
    {"N° de fiche": "F1", "Numéro du participant": 3, "Sexe": 2, "Note avant": "10", "Note après": 12},
]  # fmt: skip
HEAD = {
    "N° de fiche": "F1", "L'activité est-elle au plan de travail ?": "Au plan de travail",
    "Activité": "F-001 · Formation au budget", "Titre du test": "Budget communal",
    "Jour du test avant la formation": "03/03/2026", "Jour du test après la formation": date(2026, 3, 4),
    "Commune de la formation": "Balanfara", "Note maximale": 20,
}  # fmt: skip


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("form_id", library_form_ids())
def test_every_form_of_the_library_has_a_template_that_reads_back_as_empty(form_id: str, language: str) -> None:
    payload = template(form_id, language)
    reading = read(payload, form_id)
    assert (reading.rows, told(reading.findings)) == ((), [("no-rows", "Fiches")])
    assert read_mark(payload) == TemplateMark(form_id, form(form_id).version, COPY)


def test_a_template_offers_lists_by_name_and_holds_its_headings() -> None:
    workbook = load_workbook(io.BytesIO(template("test_avant_apres")))
    sheet = workbook["Fiches"]
    rules = {str(rule.sqref): rule for rule in sheet.data_validations.dataValidation}
    communes = next(rule for place, rule in rules.items() if place.startswith("H2:"))
    area = workbook.defined_names[str(communes.formula1)].attr_text
    tab, cells = str(area).split("!")
    offered = [cell.value for row in workbook[tab.strip("'")][cells.replace("$", "")] for cell in row]
    assert offered == ["Balanfara", "Bla [toguna-demo:C2]", "Bla [toguna-demo:C3]"]
    assert not communes.showErrorMessage, "lists change faster than templates"
    assert sheet.protection.sheet
    assert sheet["A1"].protection.locked
    assert not sheet["A3"].protection.locked
    assert workbook["toguna"].sheet_state == "hidden"
    assert sheet["A2"].value == "EXEMPLE"


def test_what_was_typed_is_read_whatever_the_spelling() -> None:
    payload = typed(template("test_avant_apres"), Fiches=[HEAD], Participant=PEOPLE)
    reading = read(payload, "test_avant_apres")
    (row,) = reading.rows
    assert row.key == "F1"
    answers = row.answers
    assert (answers["activity_code"], answers["commune"]) == ("F-001", "toguna-demo:C1")
    assert (answers["before_on"], answers["held_on"]) == ("2026-03-03", "2026-03-04")
    assert [one["sex"] for one in answers["person"]] == ["female", "female", "female"]
    assert [one.get("score_after") for one in answers["person"]] == ["14.5", None, "12"]
    assert [one["score_before"] for one in answers["person"]] == ["8", "9.5", "10"]
    assert ("choice-doubtful", "Participant!E5") in told(reading.findings)
    assert ("choice-read-as", "Participant!E3") in told(reading.findings)
    assert {finding.severity for finding in reading.findings} <= {Severity.NOTE, Severity.WARNING}


def test_the_answers_make_the_submission_that_a_phone_would_have_sent() -> None:
    asked = form("test_avant_apres")
    (row,) = read(typed(template("test_avant_apres"), Fiches=[HEAD], Participant=PEOPLE), "test_avant_apres").rows
    sent = write_answers(asked, row.answers, instance_id="uuid:1")
    tree = read_answers(sent, asked)
    assert tree.findings == ()
    assert tree.answers == row.answers
    record = LIBRARY["test_avant_apres"].read(tree)
    assert record.summary.activity_code == "F-001"
    assert [finding.where for finding in record.findings if finding.code == "only-before"] == ["person[2]/score_after"]
    assert row.where("person[2]/score_after") == "Participant!H4"
    assert row.where("commune") == "Fiches!H3"
    assert row.where("something else") == "Fiches!A3"


def test_english_words_and_bare_codes_mean_the_same() -> None:
    french = typed(template("test_avant_apres"), Fiches=[HEAD], Participant=PEOPLE)
    coded = HEAD | {"L'activité est-elle au plan de travail ?": "planned", "Activité": "f-001"}
    coded |= {"Commune de la formation": "toguna-demo:C1"}
    same = typed(
        template("test_avant_apres"), Fiches=[coded], Participant=[PEOPLE[0] | {"Sexe": "Female"}, *PEOPLE[1:]]
    )
    assert read(same, "test_avant_apres").rows[0].answers == read(french, "test_avant_apres").rows[0].answers


def test_a_workbook_saved_by_another_program_says_the_same() -> None:
    payload = typed(template("test_avant_apres"), Fiches=[HEAD], Participant=PEOPLE)
    elsewhere = saved_elsewhere(payload)
    strings = zipfile.ZipFile(io.BytesIO(elsewhere)).read("xl/sharedStrings.xml").decode()
    assert "Fictive" in strings
    assert read(elsewhere, "test_avant_apres") == read(payload, "test_avant_apres")
    assert read_mark(elsewhere) == read_mark(payload)


def test_moved_columns_a_renamed_tab_and_columns_of_ones_own_are_understood() -> None:
    def rearrange(workbook: Workbook) -> None:
        sheet = workbook["Participant"]
        sheet.move_range("A1:H5", cols=2)
        sheet["A1"], sheet["A3"] = "Remarque à moi", "bon élève"
        sheet.title = "Élèves"

    payload = typed(template("test_avant_apres"), Fiches=[HEAD], Participant=PEOPLE)
    reading = read(changed(payload, rearrange), "test_avant_apres")
    assert reading.rows[0].answers == read(payload, "test_avant_apres").rows[0].answers
    codes = dict(told(reading.findings))
    assert codes["tab-renamed"] == "Élèves"
    assert codes["column-unknown"] == "Élèves!A1"


def test_hidden_rows_are_read_and_told_and_merged_cells_are_told() -> None:
    def hide_and_merge(workbook: Workbook) -> None:
        workbook["Participant"].row_dimensions[4].hidden = True
        workbook["Participant"].merge_cells("G4:G5")

    payload = typed(template("test_avant_apres"), Fiches=[HEAD], Participant=PEOPLE)
    reading = read(changed(payload, hide_and_merge), "test_avant_apres")
    assert len(reading.rows[0].answers["person"]) == 3
    assert ("hidden-rows", "Participant!4") in told(reading.findings)
    assert ("merged-cells", "Participant!G4:G5") in told(reading.findings)


def test_a_formula_gives_its_last_value_or_is_told() -> None:
    payload = typed(template("test_avant_apres"), Fiches=[HEAD | {"Note maximale": "=10+10"}], Participant=PEOPLE)
    reading = read(payload, "test_avant_apres")
    assert ("formula-empty", "Fiches!I3") in told(reading.findings)
    assert "maximum" not in reading.rows[0].answers


@pytest.mark.parametrize(
    ("heading", "value", "code"),
    [
        ("Note maximale", "vingt", "number-not-understood"),
        ("Note maximale", 12.5, "number-not-understood"),
        ("Note maximale", True, "number-not-understood"),
        ("Jour du test après la formation", "13/13/2026", "date-not-understood"),
        ("Les participants sont-ils désignés par leur nom ?", "peut-être", "choice-not-understood"),
        ("Commune de la formation", "Bla", "not-listed"),
        ("Commune de la formation", "Atlantide", "not-listed"),
    ],
)
def test_what_cannot_be_understood_is_told_at_its_cell(heading: str, value: object, code: str) -> None:
    payload = typed(template("test_avant_apres"), Fiches=[HEAD | {heading: value}], Participant=PEOPLE[:1])
    found = [where for found_code, where in told(read(payload, "test_avant_apres").findings) if found_code == code]
    sheet = load_workbook(io.BytesIO(payload))["Fiches"]
    column = next(cell.column_letter for cell in sheet[1] if cell.value == heading)
    assert found == [f"Fiches!{column}3"]


def test_a_commune_that_is_not_listed_is_kept_as_it_was_written() -> None:
    payload = typed(template("test_avant_apres"), Fiches=[HEAD | {"Commune de la formation": "Atlantide"}])
    assert read(payload, "test_avant_apres").rows[0].answers["commune"] == "Atlantide"


def test_several_choices_times_and_points_in_one_cell() -> None:
    row = {
        "N° de fiche": "F1", "Langues parlées": "Bamanankan ; Français", "Heure du début": time(14, 30),
        "Point GPS du lieu": "12,65 ; -8,0", "Durée en minutes": "1 200", "Date": datetime(2026, 3, 12, 0, 0),
    }  # fmt: skip
    answers = read(typed(template("evenement_public"), Fiches=[row]), "evenement_public").rows[0].answers
    assert answers["languages"] == "bam fra"
    assert answers["starts_at"] == "14:30:00.000"
    assert answers["venue_point"] == "12.65 -8.0 0 0"
    assert answers["minutes"] == "1200"
    again = row | {"Langues parlées": "bam fra", "Heure du début": "14h30", "Point GPS du lieu": "12.65 -8.0"}
    assert read(typed(template("evenement_public"), Fiches=[again]), "evenement_public").rows[0].answers == answers


def test_numbers_that_lead_nowhere_and_numbers_given_twice_are_told() -> None:
    heads = [HEAD, HEAD | {"N° de fiche": "f1"}, HEAD | {"N° de fiche": None}]
    people = [PEOPLE[0] | {"N° de fiche": "F9"}, PEOPLE[1] | {"N° de fiche": None}]
    payload = typed(template("test_avant_apres"), Fiches=heads, Participant=people)
    found = told(read(payload, "test_avant_apres").findings)
    assert ("key-twice", "Fiches!A4") in found
    assert ("key-missing", "Fiches!A5") in found
    assert ("parent-unknown", "Participant!A3") in found
    assert ("parent-missing", "Participant!A4") in found


def test_repeats_within_repeats_and_questions_of_one_name_find_their_place() -> None:
    asked = questions_of(NESTED)
    main, houses, rooms = tabs_of(asked)
    assert [tab.table.french for tab in (main, houses, rooms)] == ["Fiches", "Maison", "Chambre"]
    assert [column.french for column in main.table.columns] == ["N° de fiche", "Village", "Contact – Nom", "Chef – Nom"]
    assert houses.is_numbered
    assert not rooms.is_numbered
    payload = form_template(asked, copy=COPY, title="Ménages", lists={})
    own, line = "N° propre à la ligne", "N° de ligne"
    payload = typed(
        payload,
        Fiches=[{"N° de fiche": "F1", "Village": "Kala", "Contact – Nom": "Awa", "Chef – Nom": "Issa"}],
        Maison=[
            {"N° de fiche": "F1", own: "M1", "Toit": "tôle"},
            {"N° de fiche": "F1", own: "M2", "Toit": "banco"},
        ],
        Chambre=[{line: "M2", "Surface": 12.5, "Lits": 2}, {line: "M1", "Surface": 9}, {line: "M2", "Lits": 1}],
    )
    reading = read_form_workbook(payload, asked, lists={})
    assert told(reading.findings) == []
    (row,) = reading.rows
    assert row.answers == {
        "village": "Kala",
        "contact": {"nom": "Awa"},
        "chef": {"nom": "Issa"},
        "maison": [
            {"toit": "tôle", "chambre": [{"surface": "9"}]},
            {"toit": "banco", "chambre": [{"surface": "12.5", "lits": "2"}, {"lits": "1"}]},
        ],
    }
    assert row.where("maison[2]/chambre[2]/lits") == "Chambre!C5"
    assert row.where("maison[2]/toit") == "Maison!C4"
    sent = write_answers(asked, row.answers, instance_id="uuid:1")
    assert read_answers(sent, asked).answers == row.answers


def test_an_answer_that_is_always_asked_for_is_missed_where_nobody_else_reads_the_form() -> None:
    asked = questions_of(NESTED)
    payload = typed(
        form_template(asked, copy=COPY, title="Ménages", lists={}), Fiches=[{"N° de fiche": "F1", "Chef – Nom": "Issa"}]
    )
    assert told(read_form_workbook(payload, asked, lists={}, strict=True).findings) == [("answer-missing", "Fiches!B3")]


def test_twenty_thousand_rows_are_read() -> None:
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.title = "Fiches"
    sheet.append(["N° de fiche", "Village", "Contact – Nom"])
    for number in range(20_000):
        sheet.append([f"F{number}", "Kala", "Awa"])
    reading = read_form_workbook(saved(workbook), questions_of(NESTED), lists={})
    assert len(reading.rows) == 20_000
    assert {finding.code for finding in reading.findings} == set()


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("xl/workbook.xml", "<workbook/>")
        bomb.writestr("xl/worksheets/sheet1.xml", b"0" * 61_000_000)
    with pytest.raises(RefusedFileError):
        read(out.getvalue(), "test_avant_apres")
    with pytest.raises(RefusedFileError):
        read_mark(out.getvalue())


def test_a_habit_of_a_column_is_told_once() -> None:
    people = [PEOPLE[1] | {"Numéro du participant": number} for number in range(1, 41)]
    payload = typed(template("test_avant_apres"), Fiches=[HEAD], Participant=people)
    assert ("choice-read-as", "Participant!E3 (+39)") in told(gathered(read(payload, "test_avant_apres").findings))


def test_errors_come_back_in_the_senders_own_workbook() -> None:
    payload = typed(template("test_avant_apres"), Fiches=[HEAD | {"Note maximale": "vingt"}], Participant=PEOPLE)
    remarks = [Remark(one.where, one.severity, one.text()) for one in read(payload, "test_avant_apres").findings]
    marked = mark_workbook(payload, remarks, WORDS)
    workbook = load_workbook(io.BytesIO(marked))
    assert workbook.sheetnames[0] == "Erreurs"
    assert workbook["Erreurs"]["A2"].value == "Fiches!I3"
    assert workbook["Erreurs"]["A2"].hyperlink is not None
    comment = workbook["Fiches"]["I3"].comment
    assert comment is not None
    assert "vingt" in comment.text
    assert workbook["Fiches"]["I3"].value == "vingt"
    assert read(marked, "test_avant_apres").rows == read(payload, "test_avant_apres").rows
    assert mark_of(workbook) == read_mark(payload)


def test_a_corrected_workbook_loses_the_marks_of_the_time_before() -> None:
    payload = typed(template("test_avant_apres"), Fiches=[HEAD | {"Note maximale": "vingt"}], Participant=PEOPLE)
    remark = Remark("Fiches!I3", Severity.ERROR, "Écrivez un nombre.")
    marked = changed(mark_workbook(payload, [remark], WORDS), lambda book: book["Fiches"].cell(3, 9, 20))
    clean = load_workbook(io.BytesIO(mark_workbook(marked, [], WORDS)))
    assert clean["Fiches"]["I3"].comment is None
    assert clean["Fiches"]["I3"].fill.fill_type is None
    assert clean["Fiches"]["H1"].comment is not None, "the hints of the headings stay"
    assert [cell.value for cell in clean["Erreurs"]["A"]] == ["Où"]


def test_a_remark_that_looks_like_a_formula_is_text() -> None:
    remark = Remark("Fiches!B3", Severity.ERROR, "=HYPERLINK(1)")
    book = load_workbook(io.BytesIO(mark_workbook(template("test_avant_apres"), [remark], WORDS)))
    assert book["Erreurs"]["C2"].data_type == "s"


def test_a_finding_about_the_whole_file_is_listed_without_a_cell() -> None:
    finding = Finding("form-closed", Severity.ERROR, "Le formulaire est clos.")
    remark = Remark(finding.where, finding.severity, finding.text())
    book = load_workbook(io.BytesIO(mark_workbook(template("test_avant_apres"), [remark], WORDS)))
    assert [cell.value for cell in book["Erreurs"][2]] == [None, "error", "Le formulaire est clos."]
