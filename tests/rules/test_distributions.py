"""What changed hands, and to whom."""

import pytest

from toguna.rules.distributions import Distribution, Material, Recipients, facts_of, findings, persons_who_received

COMICS = Material(1, "comic", "Le cahier fictif", quantity=400)


def codes(distribution: Distribution) -> set[str]:
    return {one.code for one in findings(distribution)}


def test_pieces_kilograms_and_litres_never_add_up() -> None:
    units = {Material(1, "seed", unit=unit).counted_in for unit in ("piece", "kg", "litre")}
    assert len(units) == 3


def test_schools_are_counted_once_whatever_they_received() -> None:
    given = Distribution((COMICS, Material(2, "poster", quantity=8)), (Recipients(1, "school", number=8),))
    assert [fact.quantity // 1000 for fact in facts_of(given) if fact.unit == "school"] == [8]
    assert findings(given) == []


def test_a_guess_stays_a_guess() -> None:
    given = Distribution((COMICS,), (Recipients(1, "household", number=60, estimated=True),))
    assert [fact.basis for fact in facts_of(given)] == ["counted", "counted", "estimated"]


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        (Distribution((Material(1, "comic"),)), "quantity-missing"),
        (Distribution((Material(1, "comic", quantity=0),)), "quantity-impossible"),
        (Distribution((Material(1, None, quantity=4),)), "material-without-kind"),
        (Distribution((Material(1, "comic", quantity=4, stock=-1),)), "stock-negative"),
        (Distribution((COMICS, COMICS.__class__(2, "comic", "le CAHIER fictif", quantity=3))), "material-twice"),
        (Distribution((COMICS,), (Recipients(1, None, number=3),)), "recipient-without-kind"),
        (Distribution((COMICS,), (Recipients(1, "person", women=500),)), "more-people-than-things"),
        (Distribution((COMICS,), (Recipients(1, "school", number=-3),)), "number-impossible"),
    ],
)
def test_what_cannot_be_is_told(changed: Distribution, code: str) -> None:
    assert code in codes(changed)


def test_persons_are_known_only_where_things_went_to_each() -> None:
    assert persons_who_received(Distribution((COMICS,), (Recipients(1, "household", number=60),))) is None
    assert persons_who_received(Distribution((COMICS,), (Recipients(1, "person", women=0),))) == 0
