"""Periods, places and languages of an activity: what is valid by every official rule and still cannot be read.

It knows the day it is told, and never asks for another.
"""

from collections.abc import Iterator
from datetime import date

from toguna.publish.iati.validity.code_checks import XML_LANGUAGE
from toguna.publish.iati.validity.codelists import codelist
from toguna.publish.iati.validity.kinds import day_of
from toguna.publish.iati.validity.own_rules import OwnJudgement
from toguna.publish.iati.validity.result_cells import judge_cells
from toguna.publish.iati.validity.rules_of_iati import Element

YES = frozenset({"1", "true"})
NO = frozenset({"0", "false"})
# What files in the wild write for the languages of the region and of donors.
LONG_CODES = {"eng": "en", "fra": "fr", "fre": "fr", "spa": "es", "ara": "ar", "bam": "bm", "ful": "ff", "son": "son"}


def judge_habits(record: Element, today: date) -> Iterator[OwnJudgement]:
    """All of our own rules on one record."""
    yield from _languages(record)
    declared = {location.get("ref", "") for location in record.iterchildren("location")} - {""}
    for result in record.iterchildren("result"):
        for indicator in result.iterchildren("indicator"):
            additive = _additive(indicator, result)
            for value in indicator.iter("baseline", "target", "actual"):
                for location in value.iterchildren("location"):
                    ref = location.get("ref", "")
                    yield OwnJudgement("toguna.location-unknown", location, None if ref in declared else {"ref": ref})
            yield from _baselines(indicator, additive)
            yield from _periods(indicator, additive, today)


def _additive(indicator: Element, result: Element) -> bool | None:
    said = indicator.get("aggregation-status") or result.get("aggregation-status")
    return True if said in YES else False if said in NO else None


def _baselines(indicator: Element, additive: bool | None) -> Iterator[OwnJudgement]:
    measure = indicator.get("measure", "")
    groups: dict[tuple[str, str], list[Element]] = {}
    for baseline in indicator.iterchildren("baseline"):
        groups.setdefault((baseline.get("year", ""), baseline.get("iso-date", "")), []).append(baseline)
    for same_day in groups.values():
        yield from judge_cells(same_day, measure, additive)
    ends = [day for day in (day_of(end.get("iso-date")) for end in indicator.findall("period/period-end")) if day]
    if not ends:
        return
    first_end = min(ends)
    for (year, written), same_day in groups.items():
        day = day_of(written)
        late = day > first_end if day else year.isdigit() and int(year) > first_end.year
        values = {"baseline": written or year, "end": first_end.isoformat()}
        yield OwnJudgement("toguna.baseline-after-first-period", same_day[0], values if late else None)


def _periods(indicator: Element, additive: bool | None, today: date) -> Iterator[OwnJudgement]:
    measure = indicator.get("measure", "")
    seen: set[tuple[str, str]] = set()
    with_targets, with_actuals = ({_bounds(period) for period in indicator.iterchildren("period")
                                   if period.find(kind) is not None} for kind in ("target", "actual"))  # fmt: skip
    for period in indicator.iterchildren("period"):
        start, end = bounds = _bounds(period)
        values = {"start": start, "end": end}
        yield OwnJudgement("toguna.period-repeated", period, values if bounds in seen else None)
        targets, actuals = list(period.iterchildren("target")), list(period.iterchildren("actual"))
        yield from judge_cells(targets, measure, additive)
        yield from judge_cells(actuals, measure, additive)
        last_day = day_of(end)
        # Files of 2.02 repeat a period to break it down: a period's other half may stand in its repetition.
        if bounds not in seen and bounds in with_targets and last_day is not None and last_day < today:
            missing = bounds not in with_actuals
            yield OwnJudgement("toguna.target-without-actual", period, values if missing else None)
        if bounds not in seen and bounds in with_actuals:
            missing = bounds not in with_targets
            yield OwnJudgement("toguna.actual-without-target", period, values if missing else None)
        seen.add(bounds)


def _bounds(period: Element) -> tuple[str, str]:
    start, end = period.find("period-start"), period.find("period-end")
    return (
        start.get("iso-date", "") if start is not None else "",
        end.get("iso-date", "") if end is not None else "",
    )


def _languages(record: Element) -> Iterator[OwnJudgement]:
    known = codelist("Language").current
    for element in record.iter():
        said = element.get(XML_LANGUAGE) if isinstance(element.tag, str) else None
        if said is None:
            continue
        yield OwnJudgement("toguna.language-empty", element, None if said.strip() else {})
        if said.strip():
            small = said.strip().lower().replace("_", "-").split("-")[0]
            right = LONG_CODES.get(small, small)
            wrong = said not in known and right in known
            values = {"value": said, "right": right} if wrong else None
            yield OwnJudgement("toguna.language-badly-written", element, values)
