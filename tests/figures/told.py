"""What one habit of writing tells of a text, as short lines: "63% = 132 / 211", "49% + 51% = 100".

A failing reading is marked with "!", one that is only worth a look with "?".
"""

from collections.abc import Callable, Iterable

from toguna.figures.claims import Claim, Reading
from toguna.figures.judging import SURE, weigh
from toguna.figures.phrases import Context
from toguna.figures.reading import read
from toguna.figures.relating import relate
from toguna.figures.relations import HUNDRED, Relation, RelationType

JOINED = {RelationType.PERCENT_OF: " / ", RelationType.PERCENT_CHANGE: " → ", RelationType.PERCENT_GROWTH: " in "}


def told(habit: Callable[[Reading, Context], Iterable[Relation]], text: str, language: str | None = None) -> list[str]:
    """Every relation that the habit reads from the text, in the order it tells them."""
    reading = read(text, language)
    claims = {claim.id: claim for claim in reading.claims}
    return [_line(relation, claims) for relation in habit(reading, Context(reading)) if relation.confidence >= 0.5]


def _line(relation: Relation, claims: dict[str, Claim]) -> str:
    weighing = weigh(relation, claims, {name: claim.value for name, claim in claims.items()})
    assert weighing is not None
    stated = " + ".join(_raw(name, claims) for name in relation.stated_side)
    other = JOINED.get(relation.type, " ~ ").join(_raw(name, claims) for name in relation.other_side)
    doubt = "?" if relation.arguable or relation.confidence < SURE else ""
    return f"{stated} = {other}" + ("" if weighing.holds else f" !{doubt}")


def _raw(name: str, claims: dict[str, Claim]) -> str:
    return name if name == HUNDRED else claims[name].raw


Sides = tuple[tuple[int, ...], tuple[int, ...]]


def sums_told(text: str, kind: RelationType = RelationType.SUM) -> dict[Sides, Relation]:
    """Every relation of a kind that the auditor tells: its whole, its parts from the largest."""
    reading = read(text)
    values = {claim.id: claim.value for claim in reading.claims}

    def side(ids: tuple[str, ...]) -> tuple[int, ...]:
        return tuple(int(values[claim]) for claim in ids)

    return {
        (side(one.stated_side), tuple(sorted(side(one.other_side), reverse=True))): one
        for one in relate(reading)
        if one.type is kind
    }
