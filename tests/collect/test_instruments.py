"""The instruments that come with Toguna: whole, in both languages, honest about what is not verified."""

import re
from pathlib import Path

import pytest

from toguna.collect.forms import library_tables
from toguna.collect.instruments import shipped_instruments, source_text, templates
from toguna.rules.instrument_checks import findings
from toguna.rules.instruments import Display, Engine, Joining, Model, Side

TO_WRITE = re.compile(r"\[À écrire par l'organisation\]")
ALL = {**shipped_instruments(), **templates()}


@pytest.fixture(params=sorted(ALL))
def model(request: pytest.FixtureRequest) -> Model:
    """Each instrument that comes with Toguna."""
    return ALL[request.param]


def texts_of(model: Model) -> list[dict[str, str]]:
    """Every text that people read of an instrument."""
    found = [model.title, model.source]
    found += [one.label for one in (*model.elements, *model.groups, *model.inputs)]
    found += [text for one in model.indicators for text in (one.question, one.evidence) if text]
    found += [anchor.label for one in model.indicators for anchor in one.scale.anchors]
    found += [one.unit for one in model.inputs if one.unit]
    return [dict(text) for text in found]


def test_nothing_is_wrong_with_an_instrument_that_ships(model: Model) -> None:
    assert findings(model) == []


def test_everything_is_said_in_french_and_in_english(model: Model) -> None:
    assert [text for text in texts_of(model) if set(text) != {"fr", "en"}] == []


def test_every_instrument_names_its_source_and_is_not_sold_as_verified(model: Model) -> None:
    assert model.source["fr"]
    assert not model.verified


def test_it_is_stored_and_read_again_as_it_was(model: Model) -> None:
    assert Model.from_json(model.to_json()) == model


def test_the_scale_is_worded_at_its_worst_and_at_its_best(model: Model) -> None:
    for one in model.indicators:
        worded = {anchor.value for anchor in one.scale.anchors}
        assert {one.scale.worst, one.scale.best} <= worded, one.code


def test_only_a_template_leaves_words_to_the_organisation() -> None:
    left = {code for code, model in ALL.items() if any(TO_WRITE.search(text["fr"]) for text in texts_of(model))}
    assert left == set(templates())


def test_the_barometer_has_five_criteria_and_22_sub_criteria_each_with_an_indicator() -> None:
    barometer = shipped_instruments()["barometre"]
    assert len(barometer.criteria) == 5
    sub_criteria = [node for node in barometer.nodes if node.parent]
    assert [len(barometer.children(node.code)) for node in barometer.criteria] == [5, 4, 5, 3, 5]
    assert [len(barometer.children(node.code)) for node in sub_criteria] == [1] * 22
    assert barometer.engine is Engine.GROUP_SCORES
    assert (barometer.joining, barometer.completeness, barometer.dispute_gap) == (Joining.CONSENSUS, 800, 25_000)
    assert len(barometer.groups) == 8


def test_only_the_two_published_indicators_of_the_barometer_are_verified() -> None:
    barometer = shipped_instruments()["barometre"]
    assert {one.code for one in barometer.elements if one.verified} == {"1.1.1", "1.5.1"}
    vision = barometer.indicator_by_code["1.1.1"].scale
    assert [(anchor.value, anchor.label["en"]) for anchor in vision.anchors] == [
        (0, "None"),
        (5_000, "Under way"),
        (10_000, "Finalised"),
    ]


def test_fewer_undue_payments_are_better() -> None:
    scale = shipped_instruments()["barometre"].indicator_by_code["2.4.1"].scale
    assert (scale.worst, scale.best) == (100_000, 0)


@pytest.mark.parametrize("code", [code for code in ALL if code.startswith("carte_")])
def test_a_score_card_has_five_faces_its_inputs_and_providers_who_score_themselves(code: str) -> None:
    card = ALL[code]
    assert {one.scale.display for one in card.indicators} == {Display.FACES}
    assert {one.scale.points for one in card.indicators} == {(1_000, 2_000, 3_000, 4_000, 5_000)}
    assert [group.code for group in card.groups if group.side is Side.PROVIDERS] == ["providers"]
    assert card.inputs
    assert card.months_between_rounds == 6
    assert card.joining is Joining.MEDIAN


def test_the_five_perspectives_ask_what_the_form_asks() -> None:
    rows = library_tables("cinq_perspectives")["survey"]
    asked = {row[1]: (row[2], row[3]) for row in rows[1:] if re.fullmatch(r"p\d", row[1])}
    indicators = shipped_instruments()["cinq_perspectives"].indicators
    assert {one.code: (one.question["fr"], one.question["en"]) for one in indicators} == asked


def test_the_roles_of_the_five_perspectives_are_those_of_the_form() -> None:
    choices = library_tables("cinq_perspectives")["choices"]
    roles = [row[1] for row in choices if row[0] == "role" and row[1] != "unknown"]
    assert [group.code for group in shipped_instruments()["cinq_perspectives"].groups] == roles


def test_the_index_of_performance_has_eight_areas_with_a_scale_of_evidence_each() -> None:
    index = templates()["opi"]
    assert [len(index.children(node.code)) for node in index.criteria] == [2, 2, 2, 2]
    assert all(len(one.scale.anchors) == 4 and one.evidence for one in index.indicators)


def test_the_tables_of_an_instrument_can_be_read_as_they_stand() -> None:
    assert "| criteria |" in source_text("barometre")
    with pytest.raises(KeyError):
        source_text("unknown")


def test_every_text_of_tables_is_one_of_the_instruments() -> None:
    folder = Path(__file__).parent.parent.parent / "src" / "toguna" / "collect" / "instruments"
    assert {path.stem for path in folder.rglob("*.md")} == set(ALL)
