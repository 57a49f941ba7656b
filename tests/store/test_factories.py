"""The factories make what they say, in any order and twice."""

import inspect

import pytest

from tests import factories

pytestmark = pytest.mark.django_db

NEEDS = {
    "participation": lambda: {"in_": factories.programme(), "of": factories.organisation()},
    "record_version": lambda: {"of": factories.record()},
    "definition": lambda: {"body": {}},
    "value": lambda: {"run": factories.run(), "definition": factories.definition({})},
}
FACTORIES = [
    name
    for name, function in inspect.getmembers(factories, inspect.isfunction)
    if function.__module__ == factories.__name__
]


@pytest.mark.parametrize("name", FACTORIES)
def test_a_factory_makes_a_valid_row_as_often_as_it_is_asked(name: str) -> None:
    make = getattr(factories, name)
    rows = [make(**NEEDS.get(name, dict)()) for _ in range(2)]
    assert rows[0].pk != rows[1].pk
    for row in rows:
        row.refresh_from_db()
        row.validate_constraints()


@pytest.mark.parametrize("kind", ["event", "participation", "headcount", "output", "measurement"])
def test_a_fact_of_every_kind_can_be_made(kind: str) -> None:
    assert factories.fact(kind).kind == kind
