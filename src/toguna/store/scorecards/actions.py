"""Writing instruments and cycles: models, stages, what was done at each. What is frozen is not written over.

Scores and restitutions have their own file, `scoring_actions`.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from toguna.rules.cycles import RoundState, Stage, stage_after, stages_of
from toguna.rules.findings import Finding, errors_in
from toguna.rules.instrument_checks import findings as model_findings
from toguna.rules.instruments import Model
from toguna.rules.workshops import with_own_group
from toguna.store.activities.models import Activity
from toguna.store.journal.actions import Actor, record_entry
from toguna.store.organisations.models import Organisation
from toguna.store.places.models import Place
from toguna.store.programmes.models import Programme
from toguna.store.scorecards.models import (
    Attendance,
    Cycle,
    Instrument,
    Issue,
    ModelVersion,
    Round,
    StageDocument,
    StageWork,
)


class ModelFrozen(Exception):
    """Scores were validated with this model: it stays. A changed one is a new version, for the next round."""


class ModelImpossible(ValueError):
    """The model has errors, each told in `findings`."""

    def __init__(self, findings: list[Finding]) -> None:
        super().__init__("; ".join(finding.code for finding in findings))
        self.findings = findings


class StageNotReady(ValueError):
    """Something is missing before the next stage; `findings` say what."""

    def __init__(self, findings: list[Finding]) -> None:
        super().__init__("; ".join(finding.code for finding in findings))
        self.findings = findings


class CycleCodeTaken(Exception):
    """Another cycle has this code."""


class CycleOver(Exception):
    """The cycle is closed or cancelled: nothing in it is written any more."""


class OtherWorld(ValueError):
    """A fictional commune or organisation in a real programme, or the reverse."""


@dataclass(frozen=True)
class Attended:
    """How many of one group, sex and age band were at a stage."""

    count: int
    group: str = ""
    sex: str = ""
    age_band: str = ""


def fingerprint_of(model: Model) -> str:
    """SHA-256 of the one text of a model: two places with the same one can be set side by side."""
    text = json.dumps(model.to_json(), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


@transaction.atomic
def keep_instrument(*, by: Actor | None, model: Model, shipped: bool = False) -> ModelVersion:
    """Keep a model as the newest version of its instrument, which is made where there is none; the same adds nothing.

    A self-assessment without groups is kept with one: the organisation itself. Raises ModelImpossible.
    """
    model = with_own_group(model)
    errors = errors_in(model_findings(model))
    if errors:
        raise ModelImpossible(errors)
    instrument, is_new = Instrument.objects.get_or_create(
        code=model.code, defaults={"title": dict(model.title), "engine": str(model.engine), "shipped": shipped}
    )
    newest = instrument.versions.filter(cycle=None).order_by("-number").first()
    if newest is not None and newest.fingerprint == fingerprint_of(model):
        return newest
    if not is_new:
        instrument.title = dict(model.title)
        instrument.save(update_fields=["title"])
    return _add_version(instrument, model, by=by)


@transaction.atomic
def retire_instrument(*, by: Actor, instrument: Instrument, retired: bool) -> None:
    """Offer an instrument no more for new cycles, or again."""
    Instrument.objects.filter(pk=instrument.pk).update(retired=retired)
    instrument.retired = retired
    record_entry(by=by, action="instrument.retired" if retired else "instrument.offered", subject=instrument)


@transaction.atomic
def open_cycle(
    *,
    by: Actor,
    code: str,
    version: ModelVersion,
    programme: Programme,
    activity: Activity,
    organisation: Organisation,
    place: Place | None = None,
    assessed: Organisation | None = None,
    subject: str = "",
    opened_on: date,
    respondents_planned: int | None = None,
) -> Cycle:
    """Begin a cycle with its first round, at its first stage. Raises CycleCodeTaken, OtherWorld."""
    if Cycle.objects.filter(code__iexact=code).exists():
        raise CycleCodeTaken
    fictional = programme.fictional
    named = [one for one in (activity, organisation, place, assessed) if one is not None]
    if any(one.fictional != fictional for one in named):
        raise OtherWorld
    cycle = Cycle.objects.create(
        code=code,
        instrument=version.instrument,
        programme=programme,
        activity=activity,
        organisation=organisation,
        place=place,
        assessed=assessed,
        subject=subject,
        stage=stages_of(Model.from_json(version.content))[0].value,
        opened_on=opened_on,
        fictional=fictional,
    )
    Round.objects.create(
        cycle=cycle, number=1, model=version, opened_on=opened_on, respondents_planned=respondents_planned
    )
    record_entry(by=by, action="cycle.opened", subject=cycle, code=code, instrument=version.instrument.code)
    return cycle


@transaction.atomic
def keep_cycle_model(*, by: Actor, round: Round, model: Model) -> ModelVersion:
    """Keep the workshop's own model of a round. It may have errors while it is being built; it is frozen without.

    Raises ModelFrozen when scores were validated with it: then `begin_round` takes a new one.
    """
    held = _open_round(round)
    version = ModelVersion.objects.select_for_update().get(pk=held.model_id)
    if version.frozen_at is not None:
        raise ModelFrozen
    if version.cycle_id == held.cycle_id:
        version.content, version.fingerprint = model.to_json(), fingerprint_of(model)
        version.save(update_fields=["content", "fingerprint"])
    else:
        version = _add_version(version.instrument, model, by=by, cycle=held.cycle)
        held.model = version
    held.revision += 1
    held.save(update_fields=["model", "revision"])
    record_entry(by=by, action="cycle.model-changed", subject=held.cycle, version=version.number)
    return version


@transaction.atomic
def note_stage(
    *,
    by: Actor,
    cycle: Cycle,
    stage: Stage,
    held_on: date | None,
    words: str,
    attended: Iterable[Attended],
) -> StageWork:
    """Write what was done at a stage of the round under way: its day, its minutes, who was there in numbers."""
    require_under_way(cycle)
    number = current_round(cycle).number
    work, _new = StageWork.objects.select_for_update().get_or_create(
        cycle=cycle, round_number=number, stage=stage.value
    )
    work.held_on, work.words = held_on, words
    work.save(update_fields=["held_on", "words"])
    work.attendance.all().delete()
    counted: dict[tuple[str, str, str], int] = {}
    for one in attended:
        key = (one.group, one.sex, one.age_band)
        counted[key] = counted.get(key, 0) + one.count
    Attendance.objects.bulk_create(
        Attendance(work=work, group=group, sex=sex, age_band=band, count=count)
        for (group, sex, band), count in counted.items()
        if count
    )
    record_entry(by=by, action="cycle.stage-noted", subject=cycle, stage=stage.value, round=number)
    return work


@transaction.atomic
def keep_stage_document(
    *, by: Actor, cycle: Cycle, stage: Stage, title: str, name: str, media_type: str, sha256: str, size: int
) -> StageDocument:
    """Note a file of a stage that is already safe on disk."""
    require_under_way(cycle)
    work, _new = StageWork.objects.get_or_create(
        cycle=cycle, round_number=current_round(cycle).number, stage=stage.value
    )
    document = StageDocument.objects.create(
        work=work,
        title=title,
        name=name,
        media_type=media_type,
        sha256=sha256,
        size=size,
        added_by_id=by.pk,
    )
    record_entry(by=by, action="cycle.document-added", subject=cycle, stage=stage.value, sha256=sha256[:12])
    return document


@transaction.atomic
def leave_stage(*, by: Actor, cycle: Cycle, stage: Stage, missing: Iterable[Finding]) -> Cycle:
    """Go on to the next stage, when nothing keeps the cycle at this one; after the last it stays there.

    `missing` is what the rules found. Raises StageNotReady; a page that shows an earlier stage changes nothing.
    """
    held = Cycle.objects.select_for_update().get(pk=cycle.pk)
    require_under_way(held)
    if held.stage != stage.value:
        return held
    errors = errors_in(missing)
    if errors:
        raise StageNotReady(errors)
    current = current_round(held)
    following = stage_after(stage, Model.from_json(current.model.content))
    StageWork.objects.update_or_create(
        cycle=held,
        round_number=current.number,
        stage=stage.value,
        defaults={"done_on": timezone.localdate(), "done_by_id": by.pk},
    )
    if following is not None:
        held.stage = following.value
        held.save(update_fields=["stage"])
    record_entry(by=by, action="cycle.stage-left", subject=held, stage=stage.value, round=current.number)
    return held


@transaction.atomic
def return_to_stage(*, by: Actor, cycle: Cycle, stage: Stage, reason: str) -> Cycle:
    """Go back to an earlier stage of the round under way, saying why; what was written stays."""
    held = Cycle.objects.select_for_update().get(pk=cycle.pk)
    require_under_way(held)
    stages = stages_of(Model.from_json(current_round(held).model.content))
    if stage not in stages or stages.index(stage) >= stages.index(Stage(held.stage)):
        raise ValueError(stage)
    held.stage = stage.value
    held.save(update_fields=["stage"])
    record_entry(by=by, action="cycle.stage-returned", subject=held, stage=stage.value, reason=reason)
    return held


@transaction.atomic
def begin_round(*, by: Actor, cycle: Cycle, opened_on: date, model: Model | None = None) -> Round:
    """Begin the next measure: with the same model unless another one is given, and then only what is common compares.

    Raises StageNotReady when the round before was never given its result.
    """
    held = Cycle.objects.select_for_update().get(pk=cycle.pk)
    require_under_way(held)
    before = current_round(held)
    if before.state == RoundState.OPEN:
        raise StageNotReady([])
    version = before.model
    if model is not None and fingerprint_of(model) != version.fingerprint:
        errors = errors_in(model_findings(model))
        if errors:
            raise ModelImpossible(errors)
        version = _add_version(held.instrument, model, by=by, cycle=held)
    added = Round.objects.create(cycle=held, number=before.number + 1, model=version, opened_on=opened_on)
    held.stage = Stage.SCORING.value
    held.save(update_fields=["stage"])
    record_entry(by=by, action="cycle.round-begun", subject=held, round=added.number)
    return added


@transaction.atomic
def end_cycle(*, by: Actor, cycle: Cycle, on: date, cancelled_reason: str = "") -> None:
    """Close a cycle that is through, or cancel one that will not be, saying why."""
    held = Cycle.objects.select_for_update().get(pk=cycle.pk)
    require_under_way(held)
    held.stage = (Stage.CANCELLED if cancelled_reason else Stage.CLOSED).value
    held.closed_on, held.cancelled_reason = on, cancelled_reason
    held.save(update_fields=["stage", "closed_on", "cancelled_reason"])
    record_entry(by=by, action="cycle.cancelled" if cancelled_reason else "cycle.closed", subject=held)


@transaction.atomic
def keep_issues(*, by: Actor, cycle: Cycle, group: str, issues: Iterable[Issue]) -> None:
    """Write what one group raised, in the place of what was there for it."""
    require_under_way(cycle)
    cycle.issues.filter(group=group).delete()
    kept = []
    for issue in issues:
        issue.cycle, issue.group = cycle, group
        kept.append(issue)
    Issue.objects.bulk_create(kept)
    record_entry(by=by, action="cycle.issues-noted", subject=cycle, group=group, issues=len(kept))


@transaction.atomic
def gather_issues(*, by: Actor, cycle: Cycle, into: Mapping[int, str]) -> None:
    """Say which common indicator each issue was gathered into; empty is none."""
    require_under_way(cycle)
    for issue in cycle.issues.filter(pk__in=into):
        issue.indicator = into[issue.pk]
        issue.save(update_fields=["indicator"])
    record_entry(by=by, action="cycle.issues-gathered", subject=cycle, issues=len(into))


def current_round(cycle: Cycle) -> Round:
    """The round under way: the last one."""
    return cycle.rounds.select_related("model").order_by("-number")[0]


def require_under_way(cycle: Cycle) -> None:
    """Refuse to write in a cycle that is over. Raises CycleOver."""
    if cycle.stage in (Stage.CLOSED, Stage.CANCELLED):
        raise CycleOver


def _open_round(round: Round) -> Round:
    held = Round.objects.select_for_update().select_related("cycle").get(pk=round.pk)
    require_under_way(held.cycle)
    if held.state != RoundState.OPEN:
        raise ModelFrozen
    return held


def _add_version(instrument: Instrument, model: Model, *, by: Actor | None, cycle: Cycle | None = None) -> ModelVersion:
    number = (instrument.versions.aggregate(last=Max("number"))["last"] or 0) + 1
    version = ModelVersion.objects.create(
        instrument=instrument,
        cycle=cycle,
        number=number,
        content=model.to_json(),
        fingerprint=fingerprint_of(model),
    )
    record_entry(by=by, action="instrument.version-kept", subject=instrument, version=number)
    return version
