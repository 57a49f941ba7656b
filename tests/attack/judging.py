"""The judge: what an attacker found, held against what is true."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tests.attack.asked import Asked, Finding, Rest
from tests.attack.attacker import Attacker
from tests.attack.levels import true_sums
from tests.attack.released import THRESHOLD, ReleasedEdition, Truth


@dataclass(frozen=True)
class Trial:
    """One programme attacked: what was found against the promise, and how much was tried."""

    breaches: list[Finding]
    editions: int
    cells: int
    masked: int
    sums: int
    undecided: int
    settled: int


def tried(editions: Sequence[ReleasedEdition], *, threshold: int = THRESHOLD) -> Trial:
    """Attack all editions together, after having made sure that the attacker's sums are all true."""
    attacker = Attacker([edition.files for edition in editions], threshold)
    attacker.write_down()
    true = _hold(attacker, editions)
    findings = attacker.learns()
    cells = [cell for edition in attacker.read for cell in edition.cells.values()]
    return Trial(
        [
            one
            for one in findings
            if _is_breach(one, true[one.name], editions[one.edition].truth[one.address], threshold)
        ],
        len(editions),
        len(cells),
        sum(cell.masked for cell in cells),
        len(attacker.reckoning.sums),
        attacker.undecided,
        attacker.settled,
    )


def _is_breach(found: Finding, value: int, truth: Truth, threshold: int) -> bool:
    """A small group known within the threshold, or a masked number of few persons known exactly."""
    assert found.low <= value <= found.high, f"the attacker is wrong: {found}, and it is {value}"
    if found.low > 0 and found.high < threshold:
        return True
    return found.side == "value" and found.low == found.high and 0 < truth.persons < threshold


def _side(truth: Truth, side: str) -> int:
    found = getattr(truth, side)
    assert isinstance(found, int)
    return found


def _hold(attacker: Attacker, editions: Sequence[ReleasedEdition]) -> dict[Asked | Rest, int]:
    """The true numbers, of which every sum that the attacker wrote down holds: what it finds is no guess."""
    true: dict[Any, int] = {}
    for at, edition in enumerate(attacker.read):
        for cell in edition.cells.values():
            asked = attacker.asked(at, cell)
            for side, name in asked:
                if name in attacker.reckoning.low:
                    value = _side(editions[at].truth[cell.address], side)
                    assert true.setdefault(name, value) == value, f"two cells of one number differ: {name}"
    true_sums(attacker.derived, true)
    for rest in attacker.reckoning.low:
        if isinstance(rest, Rest):
            true[rest] = true[rest.denominator] - true[rest.numerator]
    for one in attacker.reckoning.sums:
        total = sum(factor * true[name] for name, factor in one.parts)
        assert one.low <= total <= one.high, f"this sum does not hold: {one}"
    return true
