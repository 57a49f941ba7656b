"""Submissions of any form as rows: repeats within repeats with their keys, several versions of a form as one."""

from random import Random

import pytest

from benchmarks.household import household, household_form
from toguna.collect.answer_tables import NotReadableError, TableReader, tables_of
from toguna.collect.questions import Question, questions_of

FORM = """<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"><h:head><h:title>T</h:title>
<model><instance><d id="t" version="{version}"><head><who/><where/></head><child><name/><toy><what/></toy></child>{more}
</d></instance>
<bind nodeset="/d/head/who" type="string"/><bind nodeset="/d/child/name" type="string"/></model></h:head>
<h:body><group ref="/d/head"><input ref="/d/head/who"><label>Qui</label></input>
<select1 ref="/d/head/where"><label>Où</label>{choices}</select1></group>
<group ref="/d/child"><label>Enfant</label><repeat nodeset="/d/child">
<input ref="/d/child/name"><label>Nom</label></input>
<group ref="/d/child/toy"><label>Jouet</label><repeat nodeset="/d/child/toy">
<input ref="/d/child/toy/what"/></repeat></group>
</repeat></group><input ref="/d/age"><label>Âge</label></input></h:body></h:html>"""
HERE = "<item><label>Ici</label><value>here</value></item>"
THERE = "<item><label>Là</label><value>there</value></item>"
SENT = b"""<d id="t"><head><who>Awa</who><where>here</where></head>
<child><name>Issa</name><toy><what>balle</what></toy><toy><what>corde</what></toy></child>
<child><name>Binta</name><toy><what>livre</what></toy></child><extra>x</extra></d>"""


def form(version: str = "1", *, more: str = "", choices: str = HERE):
    return questions_of(FORM.format(version=version, more=more, choices=choices).encode())


def as_sent(question: Question):
    return 1, None, None


def test_a_repeat_is_a_table_and_a_repeat_within_it_another() -> None:
    tables = tables_of([form()])
    assert [(table.path, table.parent) for table in tables] == [("", None), ("child", 0), ("child/toy", 1)]
    assert [question.path for question in tables[0].questions] == ["head/who", "head/where"]


def test_each_row_carries_its_key_and_that_of_what_it_belongs_to() -> None:
    rows = TableReader(tables_of([form()]), as_sent).read(SENT, "uuid:1")
    assert [(row.table, row.key, row.parent, row.number, row.cells) for row in rows] == [
        (0, "uuid:1", "", 1, ["Awa", "here"]),
        (1, "uuid:1/child[1]", "uuid:1", 1, ["Issa"]),
        (2, "uuid:1/child[1]/toy[1]", "uuid:1/child[1]", 1, ["balle"]),
        (2, "uuid:1/child[1]/toy[2]", "uuid:1/child[1]", 2, ["corde"]),
        (1, "uuid:1/child[2]", "uuid:1", 2, ["Binta"]),
        (2, "uuid:1/child[2]/toy[1]", "uuid:1/child[2]", 1, ["livre"]),
    ]


def test_several_versions_of_a_form_are_one_table_with_the_choices_of_all() -> None:
    older, newer = form("1", more="<age/>"), form("2", choices=THERE)
    table = tables_of([newer, older])[0]
    assert [question.path for question in table.questions] == ["head/who", "head/where", "age"]
    assert [choice.name for choice in table.questions[1].choices] == ["there", "here"]


def test_what_is_left_out_is_nowhere() -> None:
    tables = tables_of([form()], without={"child/name", "head/who"})
    rows = TableReader(tables, as_sent).read(SENT, "k")
    assert [row.cells for row in rows if row.table < 2] == [["here"], [], []]


def test_an_answer_becomes_as_many_cells_as_its_question_has_columns() -> None:
    def cells(question: Question):
        if question.name == "who":
            return 2, None, lambda text: [text[0], text[1:]]
        return 1, str.upper, None

    rows = TableReader(tables_of([form()]), cells).read(SENT, "k")
    assert rows[0].cells == ["A", "wa", "HERE"]
    assert rows[1].cells == ["ISSA"]


def test_a_submission_with_a_namespace_is_read_as_well() -> None:
    sent = SENT.replace(b'<d id="t">', b'<d xmlns="http://example.org/t" id="t">')
    assert TableReader(tables_of([form()]), as_sent).read(sent, "k")[0].cells == ["Awa", "here"]


@pytest.mark.parametrize("body", [b"", b"{}", b"<d><head>", b"\xff\xfe"])
def test_what_cannot_be_read_says_so_and_keeps_its_row(body: bytes) -> None:
    reader = TableReader(tables_of([form()]), as_sent)
    with pytest.raises(NotReadableError):
        reader.read(body, "k")
    assert [row.cells for row in reader.nothing("k")] == [["", ""]]


def test_an_entity_is_never_opened() -> None:
    sent = b'<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/hostname">]><d id="t"><head><who>&x;</who>&x;</head>&x;</d>'
    assert TableReader(tables_of([form()]), as_sent).read(sent, "k")[0].cells == ["", ""]


def test_the_household_survey_has_one_row_and_ten_members() -> None:
    rows = TableReader(tables_of([questions_of(household_form())]), as_sent).read(household(Random(1)), "k")
    assert [row.table for row in rows] == [0, *[1] * 10]
    assert all(len(row.cells) == 8 and all(row.cells) for row in rows[1:])
