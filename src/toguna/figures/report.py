"""What the auditor says of one text: its claims, how they relate, what fails, and what could mend it.

The same report goes to the terminal, to JSON, to a page. It proposes; it never changes the text.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from toguna.figures.claims import Claim, Reading
from toguna.figures.describing import place_named, sex_counted, thing_counted
from toguna.figures.judging import Judgement, Severity, judge
from toguna.figures.mending import Mending, Repair, mend
from toguna.figures.phrases import Context, Place
from toguna.figures.relations import Relation, RelationType
from toguna.figures.remarks import Finding, remarks_on

MOST_CANDIDATES = 12
"""Possible repairs that are listed of one failing relation."""


@dataclass(frozen=True, slots=True)
class Report:
    """A reading with the judgement of each relation, and what one slip could mend of those that fail."""

    reading: Reading
    judgements: tuple[Judgement, ...]
    mendings: Mapping[str, Mending]

    @property
    def text(self) -> str:
        """The text that was read, unchanged."""
        return self.reading.text

    @property
    def language(self) -> str:
        """The language it was read in: "fr" or "en"."""
        return self.reading.language

    @property
    def claims(self) -> tuple[Claim, ...]:
        """The quantities of the text, in its order."""
        return self.reading.claims

    @property
    def malformed(self) -> tuple[Claim, ...]:
        """Numbers whose digits can be read but whose separators are wrong."""
        return tuple(claim for claim in self.reading.claims if claim.malformed)

    def failing(self) -> tuple[Judgement, ...]:
        """The relations that do not hold."""
        return tuple(judgement for judgement in self.judgements if judgement.fails)

    def findings(self) -> tuple[Finding, ...]:
        """What a person should look at: errors first, then warnings, then notes; each in the order of the text."""
        return remarks_on(self.reading, self.judgements, self.mendings)

    def to_dict(self) -> dict[str, Any]:
        """The report for machines; field names and types are those of the annotated texts, plus what was found."""
        context = Context(self.reading)
        return {
            "text": self.text,
            "language": self.language,
            "claims": [_claim(claim, context.of(claim.id)) for claim in self.claims],
            "relations": [self._relation(judgement) for judgement in self.judgements],
            "malformed": [
                {
                    "claim": claim.id,
                    "start": claim.start,
                    "end": claim.end,
                    "raw": claim.raw,
                    "value": _plain(claim.value),
                }
                for claim in self.malformed
            ],
            "unread_from": self.reading.unread_from,
            "distractors": [
                {"start": aside.start, "end": aside.end, "raw": aside.raw, "why": aside.why}
                for aside in self.reading.set_aside
            ],
        }

    def _relation(self, judgement: Judgement) -> dict[str, Any]:
        relation, weighing = judgement.relation, judgement.weighing
        told: dict[str, Any] = {
            "id": relation.id,
            "type": relation.type.value,
            "expr": expression(relation),
            "stated_side": list(relation.stated_side),
            "other_side": list(relation.other_side),
            "approximate_statement": judgement.approximate,
            "verdict": judgement.verdict.value,
            "stated": _plain(weighing.stated),
            "computed": _plain(weighing.computed),
            "delta": None if weighing.delta is None else _plain(weighing.delta),
            "severity": None if judgement.severity is None else judgement.severity.value,
            "confidence": None,
            "likelihood": round(relation.confidence, 2),
            "latent": relation.latent,
            "note": relation.note,
            "asserted_repair": None,
            "candidates": [],
        }
        if judgement.fails:
            mending = self.mendings[relation.id]
            told["confidence"] = "arguable" if judgement.severity is Severity.WARNING else "certain"
            told["asserted_repair"] = None if mending.asserted is None else _changes(mending.asserted)
            told["candidates"] = [_changes(repair) for repair in mending.safe[:MOST_CANDIDATES]]
        return told


def drawn_up(reading: Reading, relations: Iterable[Relation]) -> Report:
    """Judge the relations of a reading and look for what could mend those that fail."""
    judgements = judge(reading, relations)
    return Report(reading, judgements, mend(reading, judgements))


_BETWEEN = {
    RelationType.SUM: (" + ", " = ", " + "),
    RelationType.PERCENT_OF: (" + ", " = ", " / "),
    RelationType.PERCENT_SUM: (" + ", " = ", " + "),
    RelationType.SUBSET: (" + ", " <= ", " + "),
    RelationType.REPEAT: (" + ", " = ", " + "),
    RelationType.WORDS_VS_DIGITS: (" + ", " = ", " + "),
    RelationType.PERCENT_CHANGE: (" + ", " = ", " -> "),
    RelationType.PERCENT_GROWTH: (" + ", " = ", " / "),
    RelationType.DIFFERENCE: (" + ", " = ", " - "),
    RelationType.PERCENTAGE_POINTS: (" + ", " = ", " - "),
}


def expression(relation: Relation) -> str:
    """A relation in one line of claim ids.

    >>> expression(Relation("r1", RelationType.SUM, ("all",), ("women", "men"), 1.0))
    'all = women + men'
    """
    left, middle, right = _BETWEEN[relation.type]
    return left.join(relation.stated_side) + middle + right.join(relation.other_side)


def _claim(claim: Claim, place: Place) -> dict[str, Any]:
    also = " or ".join(str(_plain(value)) for value in claim.alternatives) if claim.malformed else ""
    return {
        "id": claim.id,
        "start": claim.start,
        "end": claim.end,
        "raw": claim.raw,
        "value": _plain(claim.value),
        "well_formed": claim.well_formed,
        "kind": claim.kind.value,
        "what": thing_counted(place),
        "sex": sex_counted(place),
        "place": place_named(place),
        "malformed": claim.malformed,
        "hedge": None if claim.hedge is None else claim.hedge.value,
        "currency": claim.currency,
        "note": f"perhaps {also}" if also else "",
    }


def _changes(repair: Repair) -> list[dict[str, Any]]:
    return [{"claim": name, "value": _plain(repair.to)} for name in repair.claims]


def _plain(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)
