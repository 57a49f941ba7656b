"""Writing assessments: scheduling, answering, recounting, deciding what is to be done, and going from state to state.

Drawing sheets needs the facts, so the flow does it and brings here what was drawn.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from toguna.rules.offices import names_a_person
from toguna.rules.periods import Period
from toguna.rules.quality import AssessmentState, next_state, state_before
from toguna.rules.quality_questions import BY_CODE, Answered
from toguna.store.journal.actions import Actor, record_entry
from toguna.store.organisations.models import Organisation
from toguna.store.quality.models import Answer, Assessment, CorrectiveAction, SampledSheet
from toguna.store.quality.queries import bands_set, standing_of
from toguna.store.results.models import Indicator


class AssessmentThere(ValueError):
    """This indicator is assessed at this partner for this period already."""


class PersonNamed(ValueError):
    """An office is asked for, and a person seems to be named; `field` says where."""

    def __init__(self, field: str) -> None:
        self.field = field
        super().__init__(field)


class NotNow(ValueError):
    """The assessment is in a state in which this is not done."""

    def __init__(self, state: str) -> None:
        self.state = state
        super().__init__(state)


class ReasonMissing(ValueError):
    """An assessment goes back a state without anybody saying why."""


@dataclass(frozen=True)
class Drawn:
    """One drawn sheet: its version, whose it is, what the system reports from it in thousandths."""

    version: UUID
    implementer: UUID | None
    reported: int


@transaction.atomic
def schedule_assessment(
    *,
    by: Actor | None,
    indicator: Indicator,
    partner: Organisation,
    period: Period,
    scheduled_on: date,
    team: str = "",
    method: str = "",
) -> Assessment:
    """Say that an indicator will be assessed at a partner for a period. Raises AssessmentThere, PersonNamed."""
    if names_a_person(team):
        raise PersonNamed("team")
    try:
        with transaction.atomic():
            made = Assessment.objects.create(
                indicator=indicator,
                partner=partner,
                period_kind=period.kind,
                period=period.code,
                starts_on=period.start,
                ends_before=period.end,
                scheduled_on=scheduled_on,
                team=team.strip(),
                method=method.strip(),
            )
    except IntegrityError as error:
        raise AssessmentThere(period.code) from error
    record_entry(by=by, action="quality.scheduled", subject=made, indicator=indicator.code, period=period.code)
    return made


@transaction.atomic
def describe_assessment(
    *, by: Actor | None, assessment: Assessment, scheduled_on: date, team: str, method: str, conclusion: str
) -> Assessment:
    """Say who assesses, when, how, and what was found. Raises NotNow, PersonNamed."""
    held = _held(assessment, *(state for state in AssessmentState if state is not AssessmentState.CLOSED))
    if names_a_person(team):
        raise PersonNamed("team")
    held.scheduled_on, held.team, held.method = scheduled_on, team.strip(), method.strip()
    held.conclusion = conclusion.strip()
    held.save(update_fields=["scheduled_on", "team", "method", "conclusion"])
    record_entry(by=by, action="quality.described", subject=held)
    return held


@transaction.atomic
def answer_checklist(
    *, by: Actor | None, assessment: Assessment, answers: Mapping[str, tuple[Answered | None, str]]
) -> None:
    """Answer questions of the checklist; None takes an answer back. Raises NotNow; KeyError for an unknown question."""
    held = _held(assessment, AssessmentState.DESK_REVIEW, AssessmentState.FIELD_VERIFICATION, AssessmentState.FINDINGS)
    for code, (answered, comment) in answers.items():
        question = BY_CODE[code].code
        if answered is None:
            held.answers.filter(question=question).delete()
            continue
        columns = {"answered": answered.value, "comment": comment.strip()}
        Answer.objects.update_or_create(assessment=held, question=question, defaults=columns)
    record_entry(by=by, action="quality.answered", subject=held, questions=sorted(answers))


@transaction.atomic
def keep_draw(
    *,
    by: Actor | None,
    assessment: Assessment,
    seed: int,
    as_of: int,
    population: int,
    population_digest: str,
    drawn: Sequence[Drawn],
) -> Assessment:
    """Keep which sheets were drawn, in the place of an earlier draw. Raises NotNow once recounting has begun."""
    held = _held(assessment, AssessmentState.SCHEDULED, AssessmentState.DESK_REVIEW)
    held.sheets.all().delete()
    held.seed, held.as_of, held.population, held.population_digest = seed, as_of, population, population_digest
    held.drawn_at = timezone.now()
    held.save(update_fields=["seed", "as_of", "population", "population_digest", "drawn_at"])
    SampledSheet.objects.bulk_create(
        SampledSheet(
            assessment=held,
            version_id=one.version,
            implementer_id=one.implementer,
            position=position,
            reported=one.reported,
        )
        for position, one in enumerate(drawn, start=1)
    )
    record_entry(
        by=by,
        action="quality.drawn",
        subject=held,
        seed=str(seed),
        sheets=len(drawn),
        population=population,
        as_of=as_of,
    )
    return held


@transaction.atomic
def recount_sheets(
    *, by: Actor | None, assessment: Assessment, recounts: Mapping[int, tuple[int | None, bool, str]]
) -> None:
    """Write what the paper says, sheet by sheet (position: thousandths or None, paper lost, note). Raises NotNow."""
    held = _held(assessment, AssessmentState.FIELD_VERIFICATION)
    changed = []
    for sheet in held.sheets.filter(position__in=recounts):
        recounted, lost, note = recounts[sheet.position]
        said = (None if lost else recounted, lost, note.strip())
        if said != (sheet.recounted, sheet.lost, sheet.note):
            sheet.recounted, sheet.lost, sheet.note = said
            changed.append(sheet)
    SampledSheet.objects.bulk_update(changed, ["recounted", "lost", "note"])
    if changed:
        record_entry(by=by, action="quality.recounted", subject=held, sheets=[sheet.position for sheet in changed])


@transaction.atomic
def add_corrective_action(
    *, by: Actor | None, assessment: Assessment, text: str, office: str, due_on: date
) -> CorrectiveAction:
    """Say what must be done, by which office and until when. Raises NotNow, PersonNamed."""
    held = _held(assessment, AssessmentState.FIELD_VERIFICATION, AssessmentState.FINDINGS, AssessmentState.ACTIONS_OPEN)
    if names_a_person(office):
        raise PersonNamed("office")
    made = CorrectiveAction.objects.create(assessment=held, text=text.strip(), office=office.strip(), due_on=due_on)
    record_entry(by=by, action="quality.action-added", subject=held, number=made.pk, due_on=due_on.isoformat())
    return made


@transaction.atomic
def finish_corrective_action(*, by: Actor | None, action: CorrectiveAction, on: date, how: str = "") -> None:
    """Say that it was done, and how."""
    action.done_on, action.how_done = on, how.strip()
    action.save(update_fields=["done_on", "how_done"])
    record_entry(by=by, action="quality.action-done", subject=action.assessment, number=action.pk)


@transaction.atomic
def go_on(*, by: Actor | None, assessment: Assessment, seen: AssessmentState) -> AssessmentState:
    """Bring the assessment to its next state. Raises NotNow where it is not as it was seen, and NotReady."""
    held = _held(assessment, seen)
    state = next_state(AssessmentState(held.state), standing_of(held, bands_set()))
    held.state, held.closed_at = state, timezone.now() if state is AssessmentState.CLOSED else None
    held.save(update_fields=["state", "closed_at"])
    record_entry(by=by, action="quality.went-on", subject=held, state=state.value)
    return state


@transaction.atomic
def go_back(*, by: Actor | None, assessment: Assessment, seen: AssessmentState, reason: str) -> AssessmentState:
    """Bring it back one state, because something must be done again. Raises NotNow, ReasonMissing."""
    held = _held(assessment, seen)
    before = state_before(AssessmentState(held.state))
    if before is None:
        raise NotNow(held.state)
    if not reason.strip():
        raise ReasonMissing(held.state)
    held.state = before
    held.save(update_fields=["state"])
    record_entry(by=by, action="quality.went-back", subject=held, state=before.value, reason=reason.strip())
    return before


def _held(assessment: Assessment, *states: AssessmentState) -> Assessment:
    """The assessment as it is now, while nobody else can change it."""
    held = Assessment.objects.select_for_update().get(pk=assessment.pk)
    if held.state not in states:
        raise NotNow(held.state)
    return held
