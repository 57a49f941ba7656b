"""Writes the rows of a framework that an import adds or changes, each through the action of its noun.

Whether they may be written was decided before. Nothing is deleted.
"""

import json
from collections.abc import Collection, Iterable, Iterator
from typing import Any

from toguna.rules.framework import (
    ActivityRow,
    Framework,
    IndicatorRow,
    ObjectiveRow,
    ProgrammeRow,
    ResultRow,
    StatementRow,
    TargetRow,
    parents_first,
)
from toguna.store.accounts.models import User
from toguna.store.activities.actions import Plan, change_activity, put_activity, set_activity_status
from toguna.store.activities.models import Activity
from toguna.store.organisations.models import Organisation
from toguna.store.places.models import Place
from toguna.store.places.recognition import gazetteer
from toguna.store.programmes.actions import put_objective, put_programme
from toguna.store.programmes.models import Objective, Programme
from toguna.store.results.actions import (
    define_indicator,
    put_indicator,
    put_outcome_statement,
    put_result,
    set_reference,
    set_target,
)
from toguna.store.results.models import Indicator, OutcomeStatement, Result

# Why the status of an activity changed, for whoever reads the journal.
REASON = "Classeur du cadre et du plan de travail."


class Writing:
    """One framework on its way into the database; `wanted` are the rows to write, by noun and key."""

    def __init__(self, framework: Framework, wanted: Collection[tuple[str, str]], by: User) -> None:
        self.framework = framework
        self.wanted = wanted
        self.by = by

    def write(self, programme: Programme | None, *, fictional: bool) -> Programme:
        """Write every wanted row, each after the rows that it names; returns the programme."""
        row = self.framework.programme
        if row is not None and ("programme", row.key) in self.wanted:
            programme = self._programme(row, programme, fictional=fictional)
        assert programme is not None
        self.programme = programme
        for objective in self._wanted("objective", self.framework.objectives):
            self._objective(objective)
        self.objectives = {one.number: one for one in programme.objectives.all()}
        self.position = _positions(self.framework.results, programme.results.values_list("code", "position"))
        for result in self._wanted("result", parents_first(self.framework.results)):
            self._result(result)
        self.results = {one.code: one for one in programme.results.all()}
        there = Indicator.objects.filter(result__programme=programme).select_related("result")
        kept = ((f"{one.result.code} / {one.code}", one.position) for one in there)
        self.position = _positions(self.framework.indicators, kept)
        for indicator in self._wanted("indicator", self.framework.indicators):
            self._indicator(indicator)
        for target in self._wanted("target", self.framework.targets):
            self._target(target)
        for statement in self._wanted("statement", self.framework.statements):
            self._statement(statement)
        self.places = gazetteer(fictional=programme.fictional)
        for activity in self._wanted("activity", self.framework.activities):
            self._activity(activity)
        return programme

    def _wanted(self, noun: str, rows: Any) -> Iterator[Any]:
        return (row for row in rows if (noun, row.key) in self.wanted)

    def _programme(self, row: ProgrammeRow, kept: Programme | None, *, fictional: bool) -> Programme:
        columns: dict[str, Any] = {
            "name": row.name.over(kept.name if kept else {}),
            "summary": row.summary.over(kept.summary if kept else {}),
            "starts_on": row.starts_on,
            "ends_on": row.ends_on,
            "budget": row.budget,
            "currency": row.currency,
        }
        if kept is None:
            columns["fictional"] = fictional
        else:
            # A date that is typed is a day; one that stays is as precise as it was.
            columns |= {
                f"{end}_precision": "day"
                for end in ("starts", "ends")
                if columns[f"{end}_on"] != getattr(kept, f"{end}_on")
            }
        return put_programme(by=self.by, code=row.code, **columns)

    def _objective(self, row: ObjectiveRow) -> None:
        kept = Objective.objects.filter(programme=self.programme, number=row.number).first()
        put_objective(
            by=self.by,
            programme=self.programme,
            number=row.number,
            statement=row.statement.over(kept.statement if kept else {}),
            title=row.title.over(kept.title if kept else {}),
            added_on=row.added_on,
            added_precision=kept.added_precision if kept and kept.added_on == row.added_on else "day",
        )

    def _result(self, row: ResultRow) -> None:
        kept = Result.objects.filter(programme=self.programme, code=row.code).first()
        columns: dict[str, Any] = {
            "type": row.type,
            "title": row.title.over(kept.title if kept else {}),
            "statement": row.statement.over(kept.statement if kept else {}),
            "objective": None if row.objective is None else self.objectives[row.objective],
            "parent": Result.objects.get(programme=self.programme, code=row.parent) if row.parent else None,
            "related_framework": row.related_framework,
            "related_code": row.related_code,
            "related_title": row.related_title.over(kept.related_title if kept else {}),
        }
        if kept is None:
            columns["position"] = self.position[row.key]
        put_result(by=self.by, programme=self.programme, code=row.code, **columns)

    def _indicator(self, row: IndicatorRow) -> None:
        result = self.results[row.result]
        kept = Indicator.objects.filter(result=result, code=row.code).first()
        columns: dict[str, Any] = {
            "title": row.title.over(kept.title if kept else {}),
            "unit": row.unit.over(kept.unit if kept else {}),
            "measure": row.measure,
            "ascending": row.ascending,
            "cumulative": row.cumulative,
            "disaggregations": list(row.disaggregations),
        }
        if kept is None:
            columns["position"] = self.position[row.key]
        indicator = put_indicator(by=self.by, result=result, code=row.code, **columns)
        if row.definition:
            define_indicator(by=self.by, indicator=indicator, body=json.loads(row.definition))
        reference = getattr(kept, "reference", None)
        if row.reference_year is not None:
            comment = row.reference_comment.over(reference.comment if reference else {})
            year, value = row.reference_year, row.reference_value
            if reference is None or (reference.year, reference.value, reference.comment) != (year, value, comment):
                set_reference(by=self.by, indicator=indicator, year=year, value=value, comment=comment)

    def _target(self, row: TargetRow) -> None:
        set_target(
            by=self.by,
            indicator=Indicator.objects.get(result=self.results[row.result], code=row.indicator),
            starts_on=row.starts_on,
            ends_before=row.ends_before,
            value=row.value,
        )

    def _statement(self, row: StatementRow) -> None:
        result = self.results[row.result]
        kept = OutcomeStatement.objects.filter(result=result, year=row.year).first()
        old = kept.lessons if kept else []
        put_outcome_statement(
            by=self.by,
            result=result,
            year=row.year,
            status=row.status,
            narrative=row.narrative.over(kept.narrative if kept else {}),
            theory_if=row.theory_if.over(kept.theory_if if kept else {}),
            theory_then=row.theory_then.over(kept.theory_then if kept else {}),
            theory_because=row.theory_because.over(kept.theory_because if kept else {}),
            still_relevant=row.still_relevant,
            strategy_changed=row.strategy_changed,
            lessons=[
                lesson.over(old[number] if number < len(old) else {}) for number, lesson in enumerate(row.lessons)
            ],
            remarks_of_officer=row.remarks.over(kept.remarks_of_officer if kept else {}),
        )

    def _activity(self, row: ActivityRow) -> None:
        kept = Activity.objects.filter(code=row.code).select_related("place", "objective").first()
        plan = Plan(
            title=row.title.over(kept.title if kept else {}),
            kind=row.kind,
            implementer=Organisation.objects.get(code=row.implementer) if row.implementer else None,
            place=self._place(row, kept),
            starts_on=row.starts_on,
            ends_on=row.ends_on,
            sessions=row.sessions,
            objective=self._objective_of(row, kept),
            topics=row.topics,
            # A workbook of the plan does not say: what was decided on the desk stays.
            sensitive=kept is not None and kept.sensitive,
        )
        if kept is not None:
            change_activity(activity=kept, plan=plan, by=self.by)
            set_activity_status(activity=kept, status=row.status, by=self.by, reason=REASON)
            return
        put_activity(
            by=self.by,
            code=row.code,
            programmes=[self.programme],
            designed_for=list(row.designed_for),
            status=row.status,
            fictional=self.programme.fictional,
            **{**vars(plan), "topics": list(row.topics)},
        )

    def _place(self, row: ActivityRow, kept: Activity | None) -> Place | None:
        if not row.place:
            return None
        meant = self.places.recognise(row.place)
        # A place without a code stays where it is: its name alone may not be enough to find it again.
        return meant or (kept.place if kept else None)

    def _objective_of(self, row: ActivityRow, kept: Activity | None) -> Objective | None:
        if row.objective is not None:
            return self.objectives[row.objective]
        # A joint activity may have the objective of its other programme, which this workbook does not show.
        there = kept.objective if kept else None
        return there if there and there.programme_id != self.programme.pk else None


def _positions(rows: Iterable[ResultRow | IndicatorRow], kept: Iterable[tuple[str, int]]) -> dict[str, int]:
    """The position of each row by its key: new ones stand after those that are there, in the order of the workbook."""
    found = dict(kept)
    for row in rows:
        found.setdefault(row.key, max(found.values(), default=0) + 1)
    return found
