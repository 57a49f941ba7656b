"""One programme's framework and work plan as the database has them, in the rows that a workbook has.

It reads. What a workbook would change is decided elsewhere.
"""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from uuid import UUID

from toguna.rules.attendance import PlaceMention
from toguna.rules.definitions import Definition
from toguna.rules.framework import (
    ActivityRow,
    Framework,
    IndicatorRow,
    ObjectiveRow,
    ProgrammeRow,
    ResultRow,
    StatementRow,
    TargetRow,
    Texts,
)
from toguna.store.activities.models import Activity
from toguna.store.places.models import Place, PlaceCode
from toguna.store.programmes.models import Objective, Programme
from toguna.store.results.models import Indicator, OutcomeStatement, ReferenceValue, Result
from toguna.store.results.queries import definitions_in_force, indicators_of


def framework_of(programme: Programme) -> Framework:
    """Everything of a programme that a workbook holds, in the order in which people keep it."""
    indicators = indicators_of(programme)
    definitions = {one.indicator_id: one.body for one in definitions_in_force(programme)}
    results = programme.results.select_related("objective", "parent").order_by("position", "code")
    statements = OutcomeStatement.objects.filter(result__programme=programme).select_related("result")
    return Framework(
        programme=_programme(programme),
        objectives=tuple(_objective(one) for one in programme.objectives.order_by("number")),
        results=tuple(_result(one) for one in results),
        indicators=tuple(_indicator(one, definitions.get(one.pk)) for one in indicators),
        targets=tuple(
            TargetRow(
                one.result.code,
                one.code,
                target.starts_on,
                target.ends_before - timedelta(days=1),
                target.value,
            )
            for one in indicators
            for target in sorted(one.targets.all(), key=lambda target: (target.starts_on, target.ends_before))
        ),
        statements=tuple(
            _statement(one) for one in statements.order_by("result__position", "result__code", "-year", "pk")
        ),
        activities=tuple(_activities(programme)),
    )


def mentions_of(places: Iterable[Place]) -> dict[UUID, PlaceMention]:
    """How each place is written in a cell so that it is recognised: its name, and a code with its scheme."""
    mentions = {place.pk: PlaceMention(place.name) for place in places}
    codes = PlaceCode.objects.filter(place__in=mentions).order_by("-scheme", "-code").select_related("place")
    return mentions | {code.place_id: PlaceMention(code.place.name, code.scheme, code.code) for code in codes}


def _programme(programme: Programme) -> ProgrammeRow:
    return ProgrammeRow(
        programme.code,
        Texts.of(programme.name),
        Texts.of(programme.summary),
        programme.starts_on,
        programme.ends_on,
        programme.budget,
        programme.currency,
    )


def _objective(objective: Objective) -> ObjectiveRow:
    return ObjectiveRow(objective.number, Texts.of(objective.statement), Texts.of(objective.title), objective.added_on)


def _result(result: Result) -> ResultRow:
    return ResultRow(
        result.code,
        result.type,
        Texts.of(result.title),
        Texts.of(result.statement),
        result.objective.number if result.objective else None,
        result.parent.code if result.parent else "",
        result.related_framework,
        result.related_code,
        Texts.of(result.related_title),
    )


def _indicator(indicator: Indicator, body: object) -> IndicatorRow:
    reference: ReferenceValue | None = getattr(indicator, "reference", None)
    return IndicatorRow(
        indicator.result.code,
        indicator.code,
        indicator.measure,
        Texts.of(indicator.title),
        Texts.of(indicator.unit),
        indicator.ascending,
        indicator.cumulative,
        tuple(indicator.disaggregations),
        reference.year if reference else None,
        reference.value if reference else None,
        Texts.of(reference.comment) if reference else Texts(),
        Definition.from_json(body).canonical() if body is not None else "",
    )


def _statement(statement: OutcomeStatement) -> StatementRow:
    return StatementRow(
        statement.result.code,
        statement.year,
        statement.status,
        Texts.of(statement.narrative),
        Texts.of(statement.theory_if),
        Texts.of(statement.theory_then),
        Texts.of(statement.theory_because),
        statement.still_relevant,
        statement.strategy_changed,
        tuple(Texts.of(lesson) for lesson in statement.lessons),
        Texts.of(statement.remarks_of_officer),
    )


def _activities(programme: Programme) -> Iterable[ActivityRow]:
    activities = programme.activities.select_related("objective", "implementer", "place").order_by("code")
    mentions = mentions_of(one.place for one in activities if one.place)
    for activity in activities:
        yield _activity(activity, programme, mentions)


def _activity(activity: Activity, programme: Programme, mentions: Mapping[UUID, PlaceMention]) -> ActivityRow:
    objective = activity.objective
    return ActivityRow(
        activity.code,
        activity.kind,
        Texts.of(activity.title),
        tuple(activity.designed_for),
        tuple(activity.topics),
        # The objective of a joint activity may be another programme's.
        objective.number if objective and objective.programme_id == programme.pk else None,
        activity.starts_on,
        activity.ends_on,
        activity.sessions,
        mentions[activity.place_id] if activity.place_id else PlaceMention(),
        activity.implementer.code if activity.implementer else "",
        activity.status,
    )
