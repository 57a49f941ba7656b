"""What verifying a record would make count, in numbers and in lines to go through; nothing is done yet."""

from collections import Counter
from dataclasses import dataclass

from toguna.rules.field_record import FieldRecord

SEATS = ("participation", "headcount")


@dataclass(frozen=True)
class StatedLine:
    """Facts of one sort that verifying would make, and what they come to; quantities are in thousandths."""

    kind: str
    unit: str
    basis: str
    about: str
    facts: int
    quantity: int
    currency: str | None
    # Of a round's score, what it is the score of.
    criterion: str = ""


@dataclass(frozen=True)
class CountedDifference:
    """What two versions of an entry count otherwise; None is nothing of the sort."""

    line: StatedLine
    before: int | None
    after: int | None


@dataclass(frozen=True)
class Consequence:
    """What verifying would do: facts made by kind, the seats they stand for, and the facts of before that it closes."""

    events: int = 0
    participations: int = 0
    seats: int = 0
    estimated: int = 0
    made: int = 0
    closed: int = 0

    @property
    def unnamed(self) -> int:
        """Seats without a name."""
        return self.seats - self.participations


def stated_lines(read: FieldRecord) -> list[StatedLine]:
    """The facts of a record, those of a sort together: same kind, unit, basis and organisation or area."""
    facts, sums = Counter[tuple[str, str, str, str, str | None]](), Counter[object]()
    for fact in read.facts:
        about = fact.organisation or fact.area.text or str(fact.area) if fact.kind not in SEATS else ""
        key = (fact.kind, fact.unit, fact.basis, about, fact.currency)
        facts[key] += 1
        sums[key] += fact.quantity
    return [
        StatedLine(kind, unit, basis, about, count, sums[kind, unit, basis, about, currency], currency)
        for (kind, unit, basis, about, currency), count in facts.items()
    ]


def counted_differences(older: FieldRecord, newer: FieldRecord) -> list[CountedDifference]:
    """The sorts of facts that two versions do not count alike, with what each comes to."""
    before, after = ({_sort(line): line for line in stated_lines(read)} for read in (older, newer))
    lines = before | after
    return [
        CountedDifference(line, *(found[sort].quantity if sort in found else None for found in (before, after)))
        for sort, line in lines.items()
        if sort not in before or sort not in after or before[sort].quantity != after[sort].quantity
    ]


def _sort(line: StatedLine) -> tuple[object, ...]:
    return line.kind, line.unit, line.basis, line.about, line.currency


def consequence_of(read: FieldRecord, *, closed: int) -> Consequence:
    """What verifying would do in all; `closed` facts of an earlier version stop counting."""
    kinds = [fact.kind for fact in read.facts]
    seats = [fact for fact in read.facts if fact.kind in SEATS]
    return Consequence(
        events=kinds.count("event"),
        participations=kinds.count("participation"),
        seats=sum(fact.quantity for fact in seats) // 1000,
        estimated=sum(fact.quantity for fact in seats if fact.basis == "estimated") // 1000,
        made=len(read.facts),
        closed=closed,
    )
