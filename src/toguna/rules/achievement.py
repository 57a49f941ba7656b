"""How much of a target was reached, as donors' tracking tables ask for it, and when somebody must say why.

A share that cannot be worked out is answered by the reason, never by a division. It knows numbers only: not which
period they belong to, nor whether the target was a good one.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

HUNDRED = Decimal(100)


class Standing(StrEnum):
    """What can be said of an actual beside its target."""

    RATED = "rated"
    NO_TARGET = "no_target"
    MASKED = "masked"
    UNKNOWN = "unknown"
    NOBODY_TO_DIVIDE_BY = "nobody_to_divide_by"
    ZERO_KEPT = "zero_kept"
    ZERO_MISSED = "zero_missed"
    NO_BASELINE = "no_baseline"
    BASELINE_KEPT = "baseline_kept"
    BASELINE_MISSED = "baseline_missed"


MISSED = frozenset({Standing.ZERO_MISSED, Standing.BASELINE_MISSED})


@dataclass(frozen=True)
class Measured:
    """What an indicator came to: a number, or None where it is not known. A ratio also says what it was divided by."""

    value: Decimal | None
    masked: bool = False
    provisional: bool = False
    denominator: Decimal | None = None


@dataclass(frozen=True)
class Achievement:
    """What is to be said; `percent` is there only where the standing is RATED. A provisional one is always said so.

    Where less is better and the baseline is not known, `above` is by how many per cent of the target the value stands
    above it: no share can be worked out, but that it was missed is plain.
    """

    standing: Standing
    percent: Decimal | None = None
    provisional: bool = False
    above: Decimal | None = None


def achievement(
    measured: Measured, target: Decimal | None, *, baseline: Decimal | None = None, ascending: bool = True
) -> Achievement:
    """The share of the target that was reached: actual / target; where less is better, the share of the way down
    from the baseline: (baseline - actual) / (baseline - target).

    >>> achievement(Measured(Decimal(486)), Decimal(450)).percent
    Decimal('108')
    >>> achievement(Measured(Decimal(30)), Decimal(20), baseline=Decimal(60), ascending=False).percent
    Decimal('75')
    >>> [achievement(Measured(value), Decimal(0)).standing.value for value in (Decimal(0), Decimal(3), None)]
    ['zero_kept', 'zero_missed', 'unknown']
    """
    standing = _without_division(measured, target)
    if standing is None and target is not None and measured.value is not None:
        if ascending:
            kept = Standing.ZERO_KEPT if measured.value == 0 else Standing.ZERO_MISSED
            return _rated(measured, measured.value, target, kept)
        if baseline is not None:
            came_down, asked = baseline - measured.value, baseline - target
            # Asked to stay where it was, it did so or came down further still.
            kept = Standing.BASELINE_KEPT if came_down >= 0 else Standing.BASELINE_MISSED
            return _rated(measured, came_down, asked, kept)
        return Achievement(Standing.NO_BASELINE, None, measured.provisional, _above(measured.value, target))
    return Achievement(standing or Standing.UNKNOWN, provisional=measured.provisional)


def needs_explanation(reached: Achievement, tolerance: Decimal) -> bool:
    """Whether the deviation is beyond the tolerance, in per cent of the target, either way.

    Where less is better, the share is that of the way down: a value a little under its target is no deviation, though
    it may be far from a small number. Where even the baseline is unknown, a value under the target is simply good news.

    >>> tenth = Decimal(10)
    >>> [needs_explanation(achievement(Measured(Decimal(n)), Decimal(100)), tenth) for n in (89, 90, 110, 111)]
    [True, False, False, True]
    >>> needs_explanation(achievement(Measured(None, masked=True), Decimal(100)), tenth)
    False
    >>> down = [achievement(Measured(Decimal(n)), Decimal(20), ascending=False) for n in (10, 20, 22, 23)]
    >>> [needs_explanation(reached, tenth) for reached in down]
    [False, False, False, True]
    """
    if reached.percent is None:
        return reached.standing in MISSED or (reached.above is not None and reached.above > tolerance)
    return abs(reached.percent - HUNDRED) > tolerance


def _without_division(measured: Measured, target: Decimal | None) -> Standing | None:
    if measured.masked:
        return Standing.MASKED
    if measured.value is None:
        return Standing.NOBODY_TO_DIVIDE_BY if measured.denominator == 0 else Standing.UNKNOWN
    return Standing.NO_TARGET if target is None else None


def _above(value: Decimal, target: Decimal) -> Decimal:
    over = max(Decimal(0), value - target)
    return over * HUNDRED / abs(target) if target else over * Decimal("Infinity") if over else over


def _rated(measured: Measured, part: Decimal, whole: Decimal, of_nothing: Standing) -> Achievement:
    """A part of a whole; of nothing at all, what is said instead."""
    if whole == 0:
        return Achievement(of_nothing, provisional=measured.provisional)
    return Achievement(Standing.RATED, part * HUNDRED / whole, measured.provisional)
