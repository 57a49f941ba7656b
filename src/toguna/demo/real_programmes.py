"""Puts what the five source documents say into the database: three real programmes, stated by their sources.

Nothing here is counted, and nothing fictional is attached to any of it.
"""

from datetime import date

from toguna.demo.documents import load_documents
from toguna.demo.sources import shapes
from toguna.demo.sources.money import SubAward
from toguna.rules.sub_awards import AwardState
from toguna.store.activities.actions import put_activity
from toguna.store.budgets.actions import Grant, add_sub_award
from toguna.store.organisations.actions import put_organisation
from toguna.store.organisations.models import Organisation
from toguna.store.places.actions import add_place, close_hierarchy, open_edition
from toguna.store.places.models import Place
from toguna.store.programmes.actions import add_territory, give_part, put_objective, put_programme
from toguna.store.programmes.models import Objective, Programme
from toguna.store.results.actions import (
    define_indicator,
    put_document,
    put_indicator,
    put_outcome_statement,
    put_remark,
    put_result,
    put_stated_value,
)
from toguna.store.results.models import Document, Indicator, Result, StatedValue

LEVELS = {"country": 0, "region": 1, "district": 1, "cercle": 2, "commune": 3}
MINOR_UNITS = 100


class RealProgrammes:
    """The five documents on their way into the database; everything is put under its own code, so twice is once."""

    def __init__(self) -> None:
        self.read = load_documents()
        self.documents: dict[str, Document] = {}
        self.places: dict[str, Place] = {}
        self.organisations: dict[str, Organisation] = {}

    def load(self) -> list[Programme]:
        """Put everything in; returns the programmes."""
        for document in (*self.read.documents, *self.read.references):
            self.documents[document.key] = put_document(
                key=document.key,
                title=document.title,
                kind=dict(document.kind),
                publisher=document.publisher,
                language=document.language,
                as_of=document.as_of,
                address=document.address,
                description=dict(document.about),
            )
        self._load_places()
        for organisation in self.read.organisations:
            self.organisations[organisation.code] = put_organisation(
                by=None,
                code=organisation.code,
                name=organisation.name,
                kind=organisation.kind,
                identifier=dict(organisation.identifiers).get("iati-org-id", ""),
            )
        return [self._load_programme(position, facts) for position, facts in enumerate(self.read.programmes, start=1)]

    def _load_places(self) -> None:
        edition = open_edition(
            by=None,
            code="mli-2021-12-20",
            name="Mali, découpage au 20 décembre 2021",
            country="ML",
            valid_from=date(2016, 1, 1),
            source="OCHA COD-AB (codes P), ISO 3166-2",
        )
        for place in self.read.places:
            self.places[place.key], _new = add_place(
                edition=edition,
                name=place.name["fr"],
                level=LEVELS[place.level],
                parent=self.places[place.within] if place.within else None,
                codes=place.codes,
                kind=place.commune_kind or place.level,
            )
        close_hierarchy(edition=edition, by=None)

    def _load_programme(self, position: int, facts: shapes.ProgrammeFacts) -> Programme:
        stated = facts.programme
        # A programme without stated dates has those of the years that its figures speak of.
        starts_on = stated.starts_on.on if stated.starts_on else min(period.starts_on for period in facts.periods)
        ends_on = stated.ends_on.on if stated.ends_on else max(period.ends_on for period in facts.periods)
        budget = stated.budget
        programme = put_programme(
            by=None,
            code=stated.code,
            name=dict(stated.name),
            acronym=dict(stated.acronym),
            summary=dict(stated.description),
            starts_on=starts_on,
            starts_precision=stated.starts_on.precision if stated.starts_on else "year",
            ends_on=ends_on,
            ends_precision=stated.ends_on.precision if stated.ends_on else "year",
            budget=int(budget.amount * MINOR_UNITS) if budget else None,
            currency=budget.currency if budget else "",
            budget_meaning=budget.meaning if budget else "total",
            award=stated.award.number if stated.award else "",
            position=position,
        )
        for part in stated.territory:
            add_territory(programme=programme, place=self.places[part.place])
        for role in facts.roles:
            give_part(
                by=None,
                programme=programme,
                organisation=self.organisations[role.organisation],
                role=role.role,
                works_under=self.organisations[role.works_under] if role.works_under else None,
                note=role.note,
            )
        for granted in facts.sub_awards:
            self._load_sub_award(programme, granted)
        _Framework(self, programme, facts).load()
        return programme

    def _load_sub_award(self, programme: Programme, granted: SubAward) -> None:
        grant = Grant(
            giver=self.organisations[granted.giver],
            receiver=self.organisations[granted.receiver],
            title=dict(granted.title),
            starts_on=granted.starts_on,
            ends_on=granted.ends_on,
            starts_precision=granted.precision,
            ends_precision=granted.precision,
            document=self.documents[granted.document],
        )
        add_sub_award(by=None, programme=programme, code=granted.code, grant=grant, state=AwardState.SIGNED)


class _Framework:
    """The results framework of one programme, its stated values, activities and remarks."""

    def __init__(self, source: RealProgrammes, programme: Programme, facts: shapes.ProgrammeFacts) -> None:
        self.source, self.programme, self.facts = source, programme, facts
        self.objectives: dict[int, Objective] = {}
        self.results: dict[str, Result] = {}
        self.indicators: dict[str, Indicator] = {}
        self.values: dict[str, StatedValue] = {}

    def load(self) -> None:
        """Put in the framework, then what is stated, then what must be said beside it."""
        for objective in self.facts.objectives:
            self.objectives[objective.number] = put_objective(
                by=None,
                programme=self.programme,
                number=objective.number,
                title=objective.title,
                statement=objective.statement,
                added_on=objective.added_on.on if objective.added_on else None,
                added_precision=objective.added_on.precision if objective.added_on else "day",
            )
        for position, result in enumerate(self.facts.results, start=1):
            self._load_result(position, result)
        for position, indicator in enumerate(self.facts.indicators, start=1):
            self._load_indicator(position, indicator)
        for statement in self.facts.outcome_statements:
            self._load_statement(statement)
        self._load_values()
        for activity in self.facts.activities:
            self._load_activity(activity)
        for position, remark in enumerate(self.facts.remarks, start=1):
            put_remark(
                programme=self.programme,
                kind=remark.kind,
                text=remark.text,
                position=position,
                results=[self.results[code] for code in remark.results],
                stated_values=[self.values[key] for key in remark.values],
                document=self.source.documents[remark.passages[0].document] if remark.passages else None,
            )

    def _load_result(self, position: int, result: shapes.Result) -> None:
        related = result.related_to
        self.results[result.code] = put_result(
            by=None,
            programme=self.programme,
            code=result.code,
            objective=self.objectives[result.objective] if result.objective else None,
            parent=self.results[result.parent] if result.parent else None,
            type=result.level,
            title=dict(result.title),
            statement=dict(result.statement),
            related_framework=related.framework if related else "",
            related_code=related.code if related else "",
            related_title=dict(related.text) if related else {},
            position=position,
        )

    def _load_indicator(self, position: int, indicator: shapes.Indicator) -> None:
        self.indicators[indicator.code] = row = put_indicator(
            by=None,
            result=self.results[indicator.result],
            code=indicator.code,
            standard_code=indicator.standard_code,
            standard_code_verified=indicator.verified,
            title=dict(indicator.title),
            unit={"code": indicator.unit},
            measure=indicator.measure,
            ascending=indicator.direction == "increase",
            cumulative=indicator.cumulative,
            disaggregations=list(indicator.disaggregations),
            counting_rule=dict(indicator.counting_rule),
            position=position,
        )
        if indicator.definition:
            define_indicator(by=None, indicator=row, body=indicator.definition)

    def _load_statement(self, statement: shapes.OutcomeStatement) -> None:
        theory = statement.theory_of_change
        put_outcome_statement(
            by=None,
            result=self.results[statement.result],
            year=statement.year,
            status=statement.status,
            narrative=dict(statement.narrative),
            theory_if=dict(theory.if_) if theory else {},
            theory_then=dict(theory.then) if theory else {},
            theory_because=dict(theory.because) if theory else {},
            still_relevant=statement.still_relevant,
            strategy_changed=statement.strategy_changed,
            lessons=[dict(lesson) for lesson in statement.lessons],
            partners=list(statement.partners),
            passage=statement.passage,
            document=self.source.documents[statement.document],
        )

    def _load_values(self) -> None:
        periods = {period.key: period for period in self.facts.periods}
        for position, value in enumerate(self.facts.stated_values, start=1):
            self.values[value.id] = put_stated_value(
                programme=self.programme,
                key=value.id,
                result=self.results[value.result] if value.result else None,
                indicator=self.indicators[value.indicator] if value.indicator else None,
                label=dict(value.label),
                printed=value.printed,
                value=value.thousandths,
                unit=value.unit,
                hedge="" if value.hedge == "none" else value.hedge,
                sex=value.sex or "",
                age_group=value.age_group or "",
                places=[str(self.source.places[key].pk) for key in value.places],
                place_note=dict(value.place_note or {}),
                malformed=value.malformed,
                note=dict(value.note or {}),
                parts_closed=value.parts_closed,
                repetitions=[
                    {"passage": again.passage, "printed": again.printed, "malformed": again.malformed}
                    for again in value.repeated_at
                ],
                period=dict(periods[value.period].label),
                document=self.source.documents[value.document],
                passage=value.passage,
                position=position,
            )
        for value in self.facts.stated_values:
            if value.part_of:
                row = self.values[value.id]
                row.part_of = self.values[value.part_of]
                row.save(update_fields=["part_of"])

    def _load_activity(self, activity: shapes.Activity) -> None:
        organisations = [self.source.organisations[code] for code in activity.organisations]
        places = [self.source.places[key] for key in activity.places]
        put_activity(
            by=None,
            code=activity.code,
            programmes=[self.programme],
            title=dict(activity.title),
            kind=activity.kind,
            designed_for=list(activity.designed_for),
            objective=self.objectives[activity.objective] if activity.objective else None,
            implementer=organisations[0] if len(organisations) == 1 else None,
            place=places[0] if len(places) == 1 else None,
            status="held",
            as_stated={
                "how_many": activity.how_many,
                "days": activity.days,
                "passage": activity.passage,
                "places": [str(place.pk) for place in places],
                "organisations": [organisation.code for organisation in organisations],
                "result": activity.result,
            },
            document=self.source.documents[activity.document],
        )
