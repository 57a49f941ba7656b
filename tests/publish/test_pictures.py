"""Pictures: well-formed and light, lengths true to their numbers, what is missing named, every text escaped."""

import doctest
import importlib
from collections.abc import Callable
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toguna.publish import pictures
from toguna.publish.pictures import (
    MASKED,
    Bar,
    Pair,
    Panel,
    Point,
    Scores,
    Shown,
    dot_plot,
    horizontal_bars,
    line_over_time,
    paired_bars,
    small_multiples,
    sparkline,
)

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = '<script>alert("1")</script>&"\'</text>'
TITLE = "La part des femmes a doublé"


def bars(value: Shown, label: str = "Femmes") -> str:
    return horizontal_bars([Bar(label, value), Bar("Hommes", 40)], title=label, language="fr")


def pairs(value: Shown, label: str = "15 à 24 ans") -> str:
    return paired_bars([Pair(label, value, 12, 3), Pair("Plus", 4, 5)], title=label, language="fr")


def line(value: Shown, label: str = "T1 2019") -> str:
    return line_over_time([Point(label, value, 30), Point("T2 2019", 20)], title=label, language="fr")


def panels(value: Shown, label: str = "Commune fictive") -> str:
    return small_multiples([Panel(label, [value, 5])], periods=[label, "T2"], title=label, language="fr")


def dots(value: Shown, label: str = "Accueil") -> str:
    return dot_plot([Scores(label, [value, 3])], groups=[label, "B"], low=1, high=5, title=label, language="fr")


def spark(value: Shown, label: str = "En hausse") -> str:
    return sparkline([1, value, 5], title=label, language="fr")


EVERY = [bars, pairs, line, panels, dots, spark]
Drawn = Callable[..., str]


def texts(svg: str) -> list[str]:
    return ["".join(element.itertext()) for element in ET.fromstring(svg).iter(f"{SVG}text")]


def bar_widths(svg: str, role: str = "a") -> list[float]:
    return [float(e.attrib["width"]) for e in ET.fromstring(svg).iter(f"{SVG}rect") if e.get("class") == role]


@pytest.mark.parametrize("draw", EVERY)
@pytest.mark.parametrize("value", [12, 2.5, 0, None, MASKED, 1_000_000])
def test_every_picture_is_well_formed_and_says_what_it_shows(draw: Drawn, value: Shown) -> None:
    root = ET.fromstring(draw(value))
    title, description = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert title is not None
    assert title.text
    assert description is not None
    assert description.text
    assert root.attrib["aria-labelledby"] == f"{title.attrib['id']} {description.attrib['id']}"


@pytest.mark.parametrize("draw", EVERY)
def test_a_hostile_label_stays_a_label(draw: Drawn) -> None:
    svg = draw(3, HOSTILE)
    root = ET.fromstring(svg)
    assert "<script" not in svg
    assert not list(root.iter(f"{SVG}script"))
    title = root.find(f"{SVG}title")
    assert title is not None
    assert title.text == HOSTILE


@pytest.mark.parametrize("draw", EVERY)
def test_a_picture_needs_no_style_and_no_script(draw: Drawn) -> None:
    svg = draw(3)
    assert "style=" not in svg
    assert "<style" not in svg
    assert " on" not in svg.split("<title", 1)[0]


def test_typical_pictures_weigh_six_kilobytes_at_most() -> None:
    quarters = [f"T{quarter} {year}" for year in (2017, 2018, 2019) for quarter in (1, 2, 3, 4)]
    drawn = [
        horizontal_bars([Bar(f"Organisation {i}", 1000 + i, 1200) for i in range(12)], title=TITLE, language="fr"),
        paired_bars([Pair(f"{i} à {i + 9} ans", 100 + i, 120, 7) for i in range(8)], title=TITLE, language="fr"),
        line_over_time([Point(q, 100 + i, 110 + i) for i, q in enumerate(quarters)], title=TITLE, language="fr"),
        small_multiples(
            [Panel(f"Commune fictive {i}", [100 * i, 12, None, 8, MASKED, 9, 10, 11]) for i in range(8)],
            periods=quarters[:8],
            title=TITLE,
            language="fr",
        ),
        dot_plot(
            [Scores(f"Critère {i}", [2.25, 4.5]) for i in range(10)],
            groups=["Communauté", "Prestataires"],
            low=1,
            high=5,
            title=TITLE,
            language="fr",
        ),
        sparkline(list(range(12)), title=TITLE, language="fr"),
    ]
    assert max(len(svg.encode()) for svg in drawn) <= 6 * 1024


@given(st.lists(st.integers(min_value=1, max_value=10**6), min_size=2, max_size=8))
def test_bars_are_as_long_as_their_numbers(values: list[int]) -> None:
    svg = horizontal_bars([Bar("x", value) for value in values], title=TITLE, language="en")
    widths = bar_widths(svg)
    longest = max(widths)
    for value, width in zip(values, widths, strict=True):
        # A tenth of a pixel of rounding, and the sliver that keeps a small number visible.
        assert width == pytest.approx(longest * value / max(values), abs=0.2) or width <= 1


def test_a_negative_bar_goes_the_other_way_from_the_same_zero() -> None:
    svg = horizontal_bars([Bar("Plus", 10), Bar("Moins", -5)], title=TITLE, language="fr")
    rects = ET.fromstring(svg).iter(f"{SVG}rect")
    up, down = ({key: float(e.attrib[key]) for key in ("x", "width")} for e in rects)
    assert down["x"] + down["width"] == pytest.approx(up["x"], abs=0.1)
    assert up["width"] == pytest.approx(2 * down["width"], abs=0.2)


def test_zero_is_a_number_and_unknown_is_a_word() -> None:
    assert "0" in texts(bars(0))
    assert "non précisé" in texts(bars(None))
    assert "masqué" in texts(bars(MASKED))


def test_masked_and_unknown_values_have_no_length() -> None:
    assert len(bar_widths(bars(MASKED))) == len(bar_widths(bars(None))) == 1
    assert len(bar_widths(bars(0))) == 2


def test_women_men_and_unknown_are_named_at_their_bars() -> None:
    assert {"7 femmes", "12 hommes", "3 non précisé"} <= set(texts(pairs(7)))
    assert "femmes : masqué" in texts(pairs(MASKED))


def test_a_category_without_unknowns_has_two_bars() -> None:
    svg = paired_bars([Pair("Toutes", 1, 2)], title=TITLE, language="fr")
    assert [len(bar_widths(svg, role)) for role in "abc"] == [1, 1, 0]


def test_a_line_breaks_where_a_period_is_missing() -> None:
    series = [1, 2, None, 3, 4]
    svg = line_over_time([Point(str(i), v) for i, v in enumerate(series)], title=TITLE, language="fr")
    runs = [e for e in ET.fromstring(svg).iter(f"{SVG}path") if e.get("class") == "la"]
    assert len(runs) == 2
    assert "non précisé" in texts(svg)


def test_the_last_value_and_the_last_target_stand_at_the_end_of_the_line_and_do_not_touch() -> None:
    svg = line_over_time([Point("2018", 10, 90), Point("2019", 99, 100)], title=TITLE, language="fr")
    found = {"".join(e.itertext()): float(e.attrib["y"]) for e in ET.fromstring(svg).iter(f"{SVG}text")}
    assert abs(found["99"] - found["cible 100"]) >= 14


def test_a_hundredth_is_written_as_the_reader_writes_it() -> None:
    points = [Point("2018", 12.5), Point("2019", 37.5)]
    assert "37,5\u202f%" in texts(line_over_time(points, title=TITLE, language="fr", unit="percent"))
    assert "37.5%" in texts(line_over_time(points, title=TITLE, language="en", unit="percent"))


def test_the_gap_between_groups_is_drawn_and_written() -> None:
    assert "écart 1,5" in texts(dots(4.5))
    assert "masqué" in texts(dots(MASKED))


def test_groups_that_agree_are_both_visible() -> None:
    shapes = [e.tag.removeprefix(SVG) for e in ET.fromstring(dots(3)).iter() if e.get("class") in {"a", "p lb"}]
    # The key first, then the row: the disc comes after the hollow square that would hide it.
    assert shapes == ["circle", "path", "path", "circle"]


def test_five_groups_are_more_than_shapes_can_tell_apart() -> None:
    with pytest.raises(ValueError, match="one to 4 groups"):
        dot_plot([Scores("x", [1] * 5)], groups=list("abcde"), low=1, high=5, title=TITLE, language="fr")


def test_communes_share_one_scale() -> None:
    svg = small_multiples([Panel("Grande", [100]), Panel("Petite", [50])], periods=["2019"], title=TITLE, language="fr")
    paths = [e.attrib["d"] for e in ET.fromstring(svg).iter(f"{SVG}path") if e.get("class") == "a"]
    tall, low = (float(path.split("v-")[1].split("h")[0]) for path in paths)
    assert tall == pytest.approx(2 * low, abs=0.1)


def test_what_is_missing_in_a_commune_is_counted_in_words() -> None:
    svg = small_multiples([Panel("x", [1, None, MASKED, 2])], periods=list("abcd"), title=TITLE, language="fr")
    assert "1 masqué, 1 non précisé" in texts(svg)


@pytest.mark.parametrize(
    "svg",
    [
        horizontal_bars([], title=TITLE, language="fr"),
        paired_bars([], title=TITLE, language="fr"),
        line_over_time([], title=TITLE, language="fr"),
        small_multiples([], periods=[], title=TITLE, language="fr"),
        dot_plot([], groups=["A"], low=1, high=5, title=TITLE, language="fr"),
        sparkline([], title=TITLE, language="fr"),
    ],
)
def test_nothing_to_show_is_said(svg: str) -> None:
    assert texts(svg) == ["Rien à montrer pour l'instant"]


@pytest.mark.parametrize("value", [5, None, MASKED, 0])
def test_a_single_value_is_enough_for_every_picture(value: Shown) -> None:
    for svg in (
        horizontal_bars([Bar("x", value)], title=TITLE, language="en"),
        paired_bars([Pair("x", value, value, value)], title=TITLE, language="en"),
        line_over_time([Point("2019", value, value)], title=TITLE, language="en"),
        small_multiples([Panel("x", [value])], periods=["2019"], title=TITLE, language="en"),
        dot_plot([Scores("x", [value])], groups=["A"], low=1, high=5, title=TITLE, language="en"),
        sparkline([value], title=TITLE, language="en"),
    ):
        assert "nan" not in svg.lower()
        ET.fromstring(svg)


def test_two_pictures_of_one_page_have_different_identifiers() -> None:
    names = [ET.fromstring(draw(3)).attrib["aria-labelledby"] for draw in EVERY]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("room", ["drawing", "lines"])
def test_the_examples_in_the_code_are_true(room: str) -> None:
    found = doctest.testmod(importlib.import_module(f"{pictures.__name__}.{room}"))
    assert found.attempted > 0
    assert found.failed == 0
