"""The form of an instrument on a telephone, and what comes back from it."""

import shutil
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyxform.xls2xform import convert

from tests.collect.instrument_models import models
from toguna.collect.answers_xml import AnswerTree, read_answers, write_answers
from toguna.collect.form_files import files_wanted
from toguna.collect.form_lists import write_list
from toguna.collect.instruments import shipped_instruments, templates
from toguna.collect.instruments.form import (
    ROUNDS_COLUMNS,
    ROUNDS_FILE,
    form_id_of,
    input_names,
    question_names,
    scoring_form,
    scoring_tables,
)
from toguna.collect.instruments.form_choices import NO_ANSWER
from toguna.collect.instruments.score_answers import (
    InputAnswer,
    ScoreApart,
    SheetScore,
    Sitting,
    Why,
    answers_of,
    read_respondent,
    read_scores,
)
from toguna.collect.questions import FormQuestions, Question
from toguna.collect.xlsforms import read_form_file
from toguna.rules.attendance import Sex
from toguna.rules.findings import Severity
from toguna.rules.instruments import Anchor, Display, Engine, Indicator, Model, Node, Scale

ALL = {**shipped_instruments(), **templates()}
BAROMETER = shipped_instruments()["barometre"]
HEALTH = shipped_instruments()["carte_centre_sante"]
FIVE = shipped_instruments()["cinq_perspectives"]
HEAD = {"round": "r-1", "group": "women", "held_on": "2026-03-12", "people": {"women": "12", "men": "0"}}


def form_of(model: Model, version: str = "1") -> FormQuestions:
    read = read_form_file(scoring_form(model, version))
    assert [one.text() for one in read.findings] == []
    return read.questions


def sent(model: Model, answers: Mapping[str, Any], form: FormQuestions | None = None) -> AnswerTree:
    """The answers as they arrive from a phone that has this form."""
    form = form or form_of(model)
    return read_answers(write_answers(form, answers, instance_id="uuid:1"), form)


def asked(form: FormQuestions, path: str) -> Question:
    question = form.at(path)
    assert question is not None, path
    return question


@pytest.mark.parametrize("code", sorted(ALL))
def test_the_form_of_an_instrument_is_whole_and_wants_the_list_of_rounds(code: str) -> None:
    read = read_form_file(scoring_form(ALL[code], "2026112201"))
    assert [one.text() for one in read.findings] == []
    assert (read.form_id, read.version) == (f"notation_{code}", "2026112201")
    assert [file.name for file in files_wanted(read.xform)] == [ROUNDS_FILE]


@pytest.mark.skipif(shutil.which("java") is None, reason="ODK Validate needs Java")
@pytest.mark.parametrize("code", ["barometre", "carte_centre_sante", "cinq_perspectives", "oca", "fiche_citoyenne"])
def test_odk_validate_accepts_the_form(code: str) -> None:
    form = scoring_form(ALL[code], "1")
    assert convert(form, file_type=".xlsx", form_name="data", validate=True).warnings == []


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(models())
def test_any_model_without_a_fault_makes_a_form_that_asks_every_indicator(model: Model) -> None:
    form = form_of(model)
    for name in question_names(model).values():
        assert asked(form, f"{name}/score").kind in ("select_one", "integer", "decimal")
    assert len(set(question_names(model).values())) == len(model.indicators)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(models(), st.data())
def test_scores_that_fit_come_back_as_they_were_given(model: Model, data: st.DataObject) -> None:
    given_scores = []
    for one in model.indicators:
        low, high = sorted((one.scale.worst, one.scale.best))
        raw = data.draw(st.none() | st.integers(low, high))
        given_scores.append(SheetScore(one.code, raw, data.draw(st.sampled_from(["", "trop loin"]))))
    tree = AnswerTree({**HEAD, "group": model.groups[0].code, **answers_of(model, given_scores)})
    sheet = read_scores(tree, model)
    assert [one for one in sheet.scores if one.raw is not None] == [one for one in given_scores if one.raw is not None]
    assert {one.indicator: one.reason for one in sheet.scores if one.reason} == {
        one.indicator: one.reason for one in given_scores if one.reason
    }
    assert sheet.apart == ()


def test_the_same_model_makes_the_same_form_every_time() -> None:
    once, again = (read_form_file(scoring_form(BAROMETER, "1")).xform for _ in range(2))
    assert once == again


def test_every_text_is_said_in_both_languages() -> None:
    heading, *rows = scoring_tables(HEALTH, "1")["survey"]
    for row in rows:
        said = dict(zip(heading, row, strict=True))
        for column in ("label", "hint", "required_message", "constraint_message"):
            assert bool(said[f"{column}::Français (fr)"]) == bool(said[f"{column}::English (en)"]), said["name"]


def test_a_language_of_the_instrument_is_on_the_phone_and_its_gaps_are_french() -> None:
    model = Model(
        "m", Engine.GROUP_SCORES, {"fr": "Carte"}, groups=HEALTH.groups,
        indicators=(Indicator("1", {"fr": "Eau", "bm": "Ji"}, question={"fr": "L'eau coule-t-elle ?"}),),
    )  # fmt: skip
    form = form_of(model)
    assert asked(form, "i_1").label["bm"] == "Ji"
    assert asked(form, "i_1/score").label["bm"] == "L'eau coule-t-elle ?"
    assert asked(form, "held_on").label["bm"] == "Date de la notation"


def test_faces_are_offered_with_words_from_the_worst_to_the_best_and_no_answer() -> None:
    choices = asked(form_of(HEALTH), "i_waiting/score").choices
    assert [choice.name for choice in choices] == ["1", "2", "3", "4", "5", NO_ANSWER]
    assert [choice.label["fr"] for choice in choices] == [
        "😣 Très mauvais", "🙁 Mauvais", "😐 Acceptable", "🙂 Bon", "😀 Très bon", "Pas de réponse",
    ]  # fmt: skip


def test_a_short_scale_is_chosen_with_its_anchors_and_a_long_one_typed_within_its_limits() -> None:
    form = form_of(BAROMETER)
    vision = asked(form, "i_1_1_1/score")
    assert [choice.label["fr"] for choice in vision.choices][:6] == [
        "0 · Aucun plan",
        "1",
        "2",
        "3",
        "4",
        "5 · En cours",
    ]
    bribes = asked(form, "i_2_4_1/score")
    assert bribes.kind == "integer"
    assert bribes.hint["fr"].startswith("De 0 à 100 · 100 = Toutes · 50 = La moitié · 0 = Aucune · Laissez vide")
    assert not bribes.required


def test_a_page_says_under_which_criterion_it_stands() -> None:
    label = asked(form_of(BAROMETER), "i_2_4_1").label
    assert label["fr"] == "État de droit › Ampleur de la corruption › Paiements indus"


def test_yes_comes_before_no() -> None:
    choices = asked(form_of(FIVE), "i_p1/score").choices
    assert [choice.name for choice in choices] == ["1", "0", NO_ANSWER]
    assert asked(form_of(FIVE), "i_p1/score").label["fr"].startswith("A-t-elle participé")


def test_a_survey_asks_who_answers_and_for_no_reason() -> None:
    form = form_of(FIVE)
    assert [one.path for one in form.questions if one.kind == "select_one"] == [
        "round", "sex", "age_band", "disability", "group",
    ]  # fmt: skip
    assert form.at("i_p1/reason") is None


def test_a_form_of_a_commune_of_its_own_offers_only_its_own_rounds() -> None:
    tables = scoring_tables(BAROMETER, "1", form_id="notation_barometre_c07")
    heading, *rows = tables["survey"]
    filters = {row[heading.index("name")]: row[heading.index("choice_filter")] for row in rows}
    assert filters["round"] == "form = 'notation_barometre_c07'"
    assert ROUNDS_COLUMNS[2] == "form"
    assert write_list(ROUNDS_COLUMNS, [("r-1", "Sanankoro-Ba · Baromètre · tour 1", form_id_of(BAROMETER))])


def test_what_a_workshop_writes_is_never_a_formula_nor_a_reference() -> None:
    model = Model(
        "m", Engine.GROUP_SCORES, {"fr": "L'« eau » \"claire\""}, groups=HEALTH.groups,
        nodes=(Node("a", {"fr": "=1+1"}),),
        indicators=(Indicator("1", {"fr": "${round}"}, "a", question={"fr": "<b>Eau</b> & ${absent}"}),),
    )  # fmt: skip
    assert asked(form_of(model), "i_1/score").label["fr"] == "<b>Eau</b> & $ {absent}"


def test_what_a_group_scored_is_read() -> None:
    sheet = read_scores(
        sent(
            HEALTH,
            HEAD
            | {
                "people": {"women": "12", "men": "0", "unknown_sex": "1", "youth": "4"},
                "i_waiting": {"score": "2", "reason": "trois heures"},
                "i_fees": {"score": "5"},
                "i_medicines": {"score": NO_ANSWER, "reason": "personne ne sait"},
                "has_inputs": "yes",
                "inputs": {"t_beds": {"entitled": "10", "actual": "6", "remarks": "vus"}},
                "remarks": "Séance calme",
            },
        ),
        HEALTH,
    )
    assert (sheet.round_id, sheet.group, str(sheet.held_on)) == ("r-1", "women", "2026-03-12")
    assert sheet.participants == Sitting(women=12, men=0, unknown_sex=1, youth=4)
    assert sheet.participants.total == 13
    assert sheet.scores == (
        SheetScore("waiting", 2_000, "trois heures"),
        SheetScore("medicines", None, "personne ne sait"),
        SheetScore("fees", 5_000),
    )
    assert sheet.inputs == (InputAnswer("beds", "10", "6", "vus"),)
    assert (sheet.apart, sheet.findings, sheet.remarks) == ((), (), "Séance calme")


def test_a_score_off_its_scale_from_an_old_form_is_kept_apart_and_told() -> None:
    old = Model(
        "carte_centre_sante", Engine.GROUP_SCORES, HEALTH.title, groups=HEALTH.groups,
        indicators=(
            Indicator("waiting", {"fr": "Attente"}, scale=Scale(0, 100_000)),
            Indicator("reception", {"fr": "Accueil"}, scale=Scale(0, 100_000)),
        ),
    )  # fmt: skip
    answers = HEAD | {"i_waiting": {"score": "70", "reason": "long"}, "i_reception": {"score": "4"}}
    sheet = read_scores(sent(old, answers, form_of(old, "0")), HEALTH)
    assert sheet.apart == (ScoreApart("waiting", "70", 70_000, Why.OFF_SCALE, "long"),)
    assert sheet.scores == (SheetScore("reception", 4_000),)
    assert [(one.code, one.severity, one.where) for one in sheet.findings] == [
        ("score-off-scale", Severity.WARNING, "i_waiting/score")
    ]
    assert "hors de l'échelle (de 1 à 5)" in sheet.findings[0].text()


def test_a_score_that_said_something_else_on_the_scale_of_the_old_form_is_kept_apart() -> None:
    one_to_ten = Model(
        "carte_centre_sante", Engine.GROUP_SCORES, HEALTH.title, groups=HEALTH.groups,
        indicators=(
            Indicator("waiting", {"fr": "Attente"}, scale=Scale(1_000, 10_000)),
            Indicator("fees", {"fr": "Tarifs"}, scale=HEALTH.indicators[0].scale),
        ),
    )  # fmt: skip
    tree = sent(one_to_ten, HEAD | {"i_waiting": {"score": "4"}, "i_fees": {"score": "4"}})
    sheet = read_scores(tree, HEALTH, asked_with=one_to_ten)
    assert sheet.scores == (SheetScore("fees", 4_000),)
    assert sheet.apart == (ScoreApart("waiting", "4", 4_000, Why.SCALE_CHANGED),)
    assert [one.code for one in sheet.findings] == ["score-scale-changed"]
    assert sheet.findings[0].text().startswith("L'échelle de « waiting » a changé")


def test_an_indicator_that_the_model_no_longer_has_is_kept_apart_and_told() -> None:
    old = Model(
        "barometre", Engine.GROUP_SCORES, BAROMETER.title, groups=HEALTH.groups,
        indicators=(Indicator("9.9.1", {"fr": "Ancien"}), Indicator("1.5.1", {"fr": "Satisfaction"})),
    )  # fmt: skip
    answers = HEAD | {"group": "youth", "i_9_9_1": {"score": "40"}, "i_1_5_1": {"score": "60"}}
    sheet = read_scores(sent(old, answers, form_of(old, "0")), BAROMETER)
    assert sheet.scores == (SheetScore("1.5.1", 60_000),)
    assert sheet.apart == (ScoreApart("9.9.1", "40", 40_000, Why.INDICATOR_UNKNOWN),)
    assert [one.code for one in sheet.findings] == ["score-indicator-unknown"]


def test_what_is_no_number_is_kept_apart_as_it_was_sent() -> None:
    sheet = read_scores(AnswerTree(HEAD | {"i_waiting": {"score": "beaucoup"}}), HEALTH)
    assert sheet.apart == (ScoreApart("waiting", "beaucoup", None, Why.NOT_UNDERSTOOD),)
    assert [one.code for one in sheet.findings] == ["score-not-understood"]


@pytest.mark.parametrize("score", ["1e3", "2.1234", "--2", "999999999999999"])
def test_a_score_is_a_plain_number_or_none(score: str) -> None:
    sheet = read_scores(AnswerTree(HEAD | {"i_waiting": {"score": score}}), HEALTH)
    assert [one.raw for one in sheet.apart] == [None]


def test_a_sheet_without_round_group_or_score_says_so() -> None:
    sheet = read_scores(AnswerTree({}), HEALTH)
    assert (sheet.round_id, sheet.group, sheet.held_on, sheet.scores) == ("", "", None, ())
    assert {one.code for one in sheet.findings} == {"round-missing", "group-missing", "nothing-scored"}
    assert sheet.participants.total is None


def test_a_group_that_the_model_does_not_have_and_too_many_youth_are_told() -> None:
    answers = {**HEAD, "group": "martians", "people": {"women": "3", "youth": "9"}, "i_fees": {"score": "1"}}
    assert {one.code for one in read_scores(AnswerTree(answers), HEALTH).findings} == {
        "group-unknown",
        "youth-too-many",
    }


def test_what_is_no_group_of_questions_never_breaks_the_reading() -> None:
    sheet = read_scores(AnswerTree({**HEAD, "people": "12", "i_fees": "5", "inputs": ["?"]}), HEALTH)
    assert sheet.scores == (SheetScore("fees", None),)


def test_one_person_of_a_survey_is_read_without_a_name() -> None:
    answers = {
        "round": "r-1", "held_on": "2026-03-12", "sex": "female", "age_band": "15-29", "disability": "no",
        "group": "unknown", "i_p1": {"score": "1"}, "i_p2": {"score": "0"}, "i_p3": {"score": NO_ANSWER},
    }  # fmt: skip
    sheet = read_respondent(sent(FIVE, answers), FIVE)
    assert (sheet.sex, sheet.age_from, sheet.age_to, sheet.disability, sheet.group) == (Sex.FEMALE, 15, 29, False, "")
    assert sheet.answers == (SheetScore("p1", 1_000), SheetScore("p2", 0), SheetScore("p3", None))
    assert sheet.findings == ()


def test_a_self_assessment_asks_for_justification_and_evidence_and_no_group() -> None:
    form = form_of(templates()["oca"])
    assert form.at("group") is None
    assert asked(form, "i_2_1/reason").label["fr"] == "Justification"
    assert asked(form, "i_2_1/evidence").hint["fr"] == "Pièces qui justifient le niveau"


def test_levels_are_chosen_by_their_anchors_where_the_scale_is_too_long_to_show() -> None:
    scale = Scale(0, 100_000, 1_000, Display.LEVELS, (Anchor(100_000, {"fr": "Tout"}), Anchor(0, {"fr": "Rien"})))
    assert scale.offered == (0, 100_000)
    assert Scale(100_000, 0, 1_000, Display.LEVELS, scale.anchors).offered == (100_000, 0)
    assert Scale(0, 10_000, 3_000).offered == ()


def test_names_of_questions_are_names_of_columns_everywhere() -> None:
    for model in ALL.values():
        for name in (*question_names(model).values(), *input_names(model).values()):
            assert name.isidentifier()
