"""Conditions as Ibis predicates: which rows of the extract a measure looks at."""

import ibis
import ibis.expr.types as ir

from toguna.rules.conditions import Conditions
from toguna.rules.definitions import Count, Definition, DimensionName, Measure, PlaceOf

SUBJECTS = {Count.EVENTS: "activity", Count.PEOPLE: "person", Count.ORGANISATIONS: "organisation"}
# What is carried into every cell: to count, to tell who could be recognised, and to say what contributed.
COUNTED_COLUMNS = (
    *("id", "kind", "start_on", "since", "quantity", "activity", "person", "organisation"),
    *("mark_high", "mark_low"),
)
_COLUMNS_OF = {"programme": "programmes", "topic": "topics"}
PLACE_COLUMNS = {PlaceOf.EVENT: "event_place", PlaceOf.RESIDENCE: "residence_place", PlaceOf.AREA: "area_place"}


def facts_in_scope(facts: ir.Table, measure: Measure, as_of: int) -> ir.Table:
    """The facts that could be counted at all: alive then, of the kind, basis, unit and programme, with a subject.

    Where none is in a period, its total is unknown; where some are but none meets the other conditions, it is 0.
    """
    where = measure.where
    predicates = [
        facts.since <= as_of,
        facts.until.isnull() | (facts.until > as_of),
        facts.kind.isin(sorted(str(kind) for kind in measure.kinds)),
        facts.basis.isin([str(basis) for basis in where.basis]),
    ]
    if where.programme is not None:
        predicates.append(facts.programmes.contains(where.programme))
    if where.unit is not None:
        predicates.append(facts.unit == where.unit)
    if measure.count in SUBJECTS:
        predicates.append(facts[SUBJECTS[measure.count]].notnull())
    return facts.filter(predicates)


def columns_read(definition: Definition, measure: Measure) -> list[str]:
    """The columns that this count needs: the fewer an expression carries along, the sooner it is compiled."""
    where = measure.where
    columns = {*COUNTED_COLUMNS, "since", "until", "kind", "basis", "start_on", PLACE_COLUMNS[definition.place]}
    columns |= {_COLUMNS_OF.get(name, name) for name in where.asked() if name != "places"} - {"age"}
    columns |= {_COLUMNS_OF.get(one.name, str(one.name)) for one in definition.dimensions} - {"place", "age_band"}
    if where.age is not None or definition.dimension(DimensionName.AGE_BAND):
        columns |= {"birth_year", "age_from", "age_to"}
    return sorted(columns)


def facts_meeting(facts: ir.Table, measure: Measure) -> ir.Table:
    """Of the facts in scope, those that meet every other condition but the places."""
    predicates = [*_about_the_activity(facts, measure.where), *_about_the_people(facts, measure)]
    return facts.filter(predicates) if predicates else facts


def _about_the_activity(facts: ir.Table, where: Conditions) -> list[ir.BooleanValue]:
    predicates: list[ir.BooleanValue] = []
    for column, codes in (("activity_kind", where.activity_kind), ("implementer", where.implementer)):
        if codes:
            predicates.append(facts[column].isin(codes))
    for column, codes in (("designed_for", where.designed_for), ("topics", where.topics)):
        if codes:
            predicates.append(ibis.or_(*(facts[column].contains(code) for code in codes)))
    return predicates


def _about_the_people(facts: ir.Table, measure: Measure) -> list[ir.BooleanValue]:
    where = measure.where
    predicates: list[ir.BooleanValue] = []
    for column, codes in (("sex", where.sex), ("stakeholder_group", where.stakeholder_group)):
        if codes:
            predicates.append(facts[column].isin(codes))
    for column, flag in (("disability", where.disability), ("displaced", where.displaced)):
        if flag is not None:
            predicates.append(facts[column] == flag)
    if where.age is not None and measure.count is Count.PEOPLE:
        age = facts.start_on.year() - facts.birth_year
        predicates.append(age_between(age, age, where.age.youngest, where.age.oldest))
    elif where.age is not None:
        predicates.append(age_between(facts.age_from, facts.age_to, where.age.youngest, where.age.oldest))
    return predicates


def age_between(
    age_from: ir.IntegerValue, age_to: ir.IntegerValue, youngest: int, oldest: int | None
) -> ir.BooleanValue:
    """Whether an interval of ages lies inside a range; one that overlaps an end does not, nor does an unknown one."""
    known = age_from.notnull() | age_to.notnull()
    old_enough = age_from.fill_null(0) >= youngest
    return known & old_enough if oldest is None else known & old_enough & (age_to <= oldest).fill_null(False)
