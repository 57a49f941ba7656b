"""Reads a validated round: the model, what each group gave and what was agreed, and counts its scores anew from them.

So a published score opens down to the groups' scores and their reasons, for staff. What is counted is what may be shown
to everybody, so that no figure tells more than the commune's own page. Nobody's name is in it.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from toguna.collect.registers.register import Document, Register
from toguna.rules.attendance import PlaceMention
from toguna.rules.field_record import FieldRecord, RecordSummary, StatedFact
from toguna.rules.instruments import Engine, Model
from toguna.rules.remarking import THOUSAND
from toguna.rules.rounds import DISPUTED, ROUND, SCORER, round_unit
from toguna.rules.score_tree import INDEX, Result
from toguna.rules.scores import thousandths
from toguna.rules.scoring import GroupScore, RoundResult, round_result
from toguna.rules.small_groups import merged_small_groups

FORM_ID = "registre_tour"
TITLE = {"fr": "Tour de notation validé", "en": "Validated scoring round"}


def scores_in(document: Document) -> tuple[GroupScore, ...]:
    """What the groups gave, as the document holds it."""
    return tuple(
        GroupScore(
            group=one["group"],
            indicator=one["indicator"],
            raw=one["raw"],
            people=one["people"],
            reason=one["reason"],
            ratings={int(raw): count for raw, count in one["ratings"].items()},
        )
        for one in document["scores"]
    )


def result_in(document: Document) -> RoundResult:
    """What the scores of the document make."""
    return round_result(Model.from_json(document["model"]), scores_in(document), document["agreed"])


def read(document: Document) -> FieldRecord:
    """One validated round as a record: one round, its scores, how many women and men scored in it."""
    result = result_in(document)
    sittings = document["sittings"]
    women, men = _sum(sittings, "women"), _sum(sittings, "men")
    place = document["place"]
    summary = RecordSummary(
        activity_code=document["activity"],
        held_on=date.fromisoformat(document["held_on"]),
        place=PlaceMention(place["text"], place["scheme"], place["code"]),
        unnamed=women + men + _sum(sittings, "unknown_sex"),
        women=women,
        men=men,
        title=document["title"],
    )
    return FieldRecord(summary, tuple(_facts(document, result, summary.place)), result.findings)


def _facts(document: Document, result: RoundResult, area: PlaceMention) -> Iterator[StatedFact]:
    code, organisation, shown = result.model.code, document["organisation"], merged_small_groups(result)
    yield StatedFact("output", "round", THOUSAND, ROUND, area=area, organisation=organisation)
    for node in (shown.index, *shown.criteria):
        quantity = _quantity(node)
        if quantity is not None:
            unit = round_unit(code, node.code)
            yield StatedFact("measurement", unit, quantity, unit, area=area, organisation=organisation)
    if INDEX in shown.gaps:
        unit = round_unit(code, "gap")
        gap = thousandths(shown.gaps[INDEX] * THOUSAND)
        yield StatedFact("measurement", unit, gap, unit, area=area, organisation=organisation)
    if result.model.engine is Engine.GROUP_SCORES:
        disputed = sum(code in result.indicator for code in shown.disputes)
        yield StatedFact("measurement", "disputes", disputed * THOUSAND, DISPUTED, area=area)
    for sitting in document["sittings"]:
        for column, sex in (("women", "female"), ("men", "male"), ("unknown_sex", None)):
            if sitting[column]:
                yield StatedFact(
                    "output",
                    f"{sitting['group']}/{column}",
                    sitting[column] * THOUSAND,
                    SCORER,
                    sex=sex,
                    stakeholder_group=sitting["stakeholder_group"] or None,
                    area=area,
                )


def _quantity(result: Result) -> int | None:
    """The score in thousandths of a point, where enough was answered to publish it."""
    if result.score is None or not result.publishable:
        return None
    return thousandths(result.score * THOUSAND)


def _sum(sittings: list[Mapping[str, Any]], column: str) -> int:
    return sum(one[column] or 0 for one in sittings)


REGISTER = Register(FORM_ID, "round-1", TITLE, read)
