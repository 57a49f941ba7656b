"""The stylesheet: colours that can be read in light and dark, targets for a finger, light and self-contained."""

import re
from pathlib import Path

import pytest

from toguna.publish.pictures.drawing import COLOURS
from toguna.web import layout

STYLES = (Path(layout.__file__).parent / "static/layout/toguna.css").read_text()

TEXT = 4.5
SHAPE = 3.0


def tokens(mode: str) -> dict[str, str]:
    """The colours of a mode: the dark one overrides the light one where it says something."""
    blocks = re.findall(r":root \{(.*?)\}", STYLES, re.DOTALL)
    light = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", blocks[0]))
    dark = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", blocks[1]))
    return light if mode == "light" else {**light, **dark}


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2 defines it."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize(
    ("front", "ground", "least"),
    [
        *((front, "paper", TEXT) for front in ("ink", "heading", "muted", "link", "act")),
        *((front, "raised", TEXT) for front in ("ink", "heading", "muted", "link", "act")),
        *((front, "sunken", TEXT) for front in ("ink", "muted", "link")),
        *((tone, f"{tone}-soft", TEXT) for tone in ("good", "warn", "bad")),
        *(("ink", f"{tone}-soft", TEXT) for tone in ("good", "warn", "bad")),
        *((tone, "paper", TEXT) for tone in ("good", "warn", "bad", "act-over")),
        ("on-act", "act", TEXT),
        ("on-act", "act-over", TEXT),
        ("act-over", "warn-soft", TEXT),
        ("on-band", "band", TEXT),
        ("edge", "raised", SHAPE),
        ("edge", "paper", SHAPE),
        *(("focus", ground, SHAPE) for ground in ("paper", "raised", "sunken")),
        *((series, "paper", SHAPE) for series in ("series-a", "series-b", "series-c")),
    ],
)
def test_colours_are_far_enough_apart_to_be_read(mode: str, front: str, ground: str, least: float) -> None:
    colours = tokens(mode)
    assert contrast(colours[front], colours[ground]) >= least


def test_black_on_white_is_the_greatest_contrast() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


def test_the_stylesheet_is_light_and_fetches_nothing() -> None:
    assert len(STYLES.encode()) <= 20_000
    assert "url(" not in STYLES
    assert "@import" not in STYLES


def test_every_token_that_is_used_is_defined() -> None:
    used = set(re.findall(r"var\(--([a-z0-9-]+)\)", STYLES))
    defined = set(re.findall(r"--([a-z0-9-]+):", STYLES))
    assert used
    assert used <= defined


def test_pictures_keep_on_paper_the_colours_they_have_on_screen() -> None:
    light = tokens("light")
    names = {"t": "ink", "m": "muted", "a": "series-a", "b": "series-b", "c": "series-c", "lg": "line", "lc": "edge"}
    assert {role: COLOURS[role] for role in names} == {role: light[name] for role, name in names.items()}


def test_buttons_and_fields_are_large_enough_for_a_finger() -> None:
    assert "--touch: 2.75rem" in STYLES
    for rule in (".button {", "input:not([type=checkbox]", ".menu a {", ".choices label", ".tools a"):
        body = STYLES[STYLES.index(rule) :].split("}", 1)[0]
        assert "min-height: var(--touch)" in body, rule
