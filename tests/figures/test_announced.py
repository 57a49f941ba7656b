"""Lists that a text announces with a number: told where the names are fewer or more, else left alone."""

import pytest

from toguna.figures import check
from toguna.figures.judging import Severity


def told(text: str) -> list[str]:
    return [finding.text() for finding in check(text).findings() if finding.code == "announced-list"]


def test_eight_regions_announced_and_six_named_is_a_note() -> None:
    text = (
        "Le programme intervient dans 80 communes dans huit régions du Mali à savoir :  Kayes, Sikasso, Ségou, Mopti, "
        "Tombouctou et le District de Bamako. Il est conduit avec des partenaires."
    )
    assert told(text) == [
        "« huit » est annoncé, et la liste qui suit nomme 6 : Kayes, Sikasso, Ségou, Mopti, Tombouctou, "
        "District de Bamako."
    ]
    (finding,) = check(text).findings()
    assert finding.severity is Severity.NOTE


def test_it_is_told_of_english_too() -> None:
    assert len(told("Sessions were held in 5 regions: Kayes, Segou, Mopti and Gao. They went well.")) == 1


@pytest.mark.parametrize(
    "text",
    [
        "Dans trois régions du pays à savoir Kayes, Ségou et Mopti.",  # as many as announced
        "Dans huit régions, notamment Kayes, Sikasso et Ségou.",  # need not be whole
        "Dans huit régions : Kayes, Sikasso, etc.",  # goes on
        "Quatre activités : former les élus, écouter les femmes.",  # no names
        "Le rapport compte 12 pages : Introduction.",  # a single piece is no list
        "Bilan de 9 cercles : Kita 45, Nioro 12, Yélimané 7.",  # each with its figure: a row, not a list
    ],
)
def test_other_lists_are_left_alone(text: str) -> None:
    assert told(text) == []
