"""A definition says in plain words what it counts."""

from typing import Any

import pytest

from toguna.publish.sentences import sentence
from toguna.rules.definitions import Definition


def told(language: str = "fr", **body: Any) -> str:
    return sentence(Definition.from_json({"periods": ["year"], **body}), language).replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("body", "french"),
    [
        (
            {"count": "events", "where": {"activity_kind": ["forum", "session"]}},
            "Nombre d'activités tenues (forums ou séances), dans chaque période : deux fiches d'une même activité "
            "comptent une fois.",
        ),
        (
            {"count": "events", "where": {"designed_for": ["women"]}, "cumulative": True},
            "Nombre d'activités tenues, conçues pour les femmes, depuis le début du programme : deux fiches d'une même "
            "activité comptent une fois.",
        ),
        (
            {"count": "seats", "where": {"activity_kind": ["broadcast"], "basis": ["counted", "estimated"]}},
            "Nombre de présences, lors d'émissions, estimations à part, dans chaque période : qui vient trois fois "
            "compte trois fois.",
        ),
        ({"count": "sum", "where": {"unit": "booklet"}}, "Total, en livrets, dans chaque période."),
    ],
)
def test_what_is_counted_is_said_in_french(body: dict[str, Any], french: str) -> None:
    assert told(**body) == french


def test_who_is_counted_comes_before_where() -> None:
    body = {"count": "people", "where": {"activity_kind": ["training"], "age": [15, 35], "sex": ["female"]}}
    assert told("en", **body).startswith("Number of different people, women only, aged 15 to 35, in training,")


def test_a_share_names_both_of_its_numbers() -> None:
    parts = {"numerator": {"count": "people", "where": {"sex": ["female"]}}, "denominator": {"count": "people"}}
    assert told(count="ratio", **parts) == (
        "Sur 100 dans le nombre de personnes différentes : nombre de personnes différentes, femmes seulement, "
        "dans chaque période."
    )


def test_an_open_age_is_said_without_an_upper_end() -> None:
    assert "de 60 ans et plus" in told(count="people", where={"age": [60, None]})
