"""Writing scores: what each group gave, what was agreed, the validation that freezes them, what was given back.

Nothing is written into a validated round; whoever must, reopens it and says why, and the account given before stays.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from toguna.rules.cycles import RoundState
from toguna.rules.findings import errors_in
from toguna.rules.instrument_checks import findings as model_findings
from toguna.rules.instruments import Model
from toguna.store.fieldwork.models import RecordVersion
from toguna.store.journal.actions import Actor, record_entry
from toguna.store.scorecards.actions import ModelImpossible, require_under_way
from toguna.store.scorecards.models import (
    AgreedScore,
    Cycle,
    GroupScoring,
    ModelVersion,
    Respondent,
    Restitution,
    Round,
    Score,
    TrackedInputLine,
)


class RoundFrozen(Exception):
    """The round is validated: its scores stay as they are unless it is reopened."""


class GroupUnknown(ValueError):
    """The model of the round has no such group."""


class IndicatorUnknown(ValueError):
    """The model of the round has no such indicator."""


class ScoreOffScale(ValueError):
    """The score does not stand on the indicator's scale."""


class NotRestitutable(Exception):
    """Only a validated round is given back."""


@dataclass(frozen=True)
class Given:
    """What a group gave one indicator; None is no answer."""

    indicator: str
    raw: int | None
    reason: str = ""
    evidence: str = ""
    off_scale: bool = False
    ratings: Mapping[int, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Sitting:
    """Who sat, in numbers, and when; None was not told."""

    held_on: date | None = None
    women: int | None = None
    men: int | None = None
    unknown_sex: int | None = None
    youth: int | None = None


@transaction.atomic
def begin_scoring(*, by: Actor, round: Round, group: str, sitting: Sitting) -> GroupScoring:
    """Open the sitting of a group on the desk, or change who sat; one that counts is taken up where it was left."""
    held = _open(round)
    if group not in Model.from_json(held.model.content).group_by_code:
        raise GroupUnknown(group)
    scoring = held.scorings.filter(group=group, counts=True).first()
    if scoring is None:
        scoring = GroupScoring.objects.create(round=held, group=group, entered_by_id=by.pk)
        record_entry(by=by, action="round.scoring-begun", subject=held, group=group)
    scoring.held_on, scoring.women, scoring.men = sitting.held_on, sitting.women, sitting.men
    scoring.unknown_sex, scoring.youth = sitting.unknown_sex, sitting.youth
    scoring.save(update_fields=["held_on", "women", "men", "unknown_sex", "youth"])
    _moved(held)
    return scoring


@transaction.atomic
def give_score(*, by: Actor, scoring: GroupScoring, given: Given) -> Score:
    """Write one score of a group at once, so that a page that dies loses nothing. Raises ScoreOffScale and others."""
    held = _open(scoring.round)
    indicator = Model.from_json(held.model.content).indicator_by_code.get(given.indicator)
    if indicator is None:
        raise IndicatorUnknown(given.indicator)
    if given.raw is not None and not indicator.scale.holds(given.raw):
        raise ScoreOffScale(given.indicator)
    score, _new = Score.objects.update_or_create(
        scoring=scoring,
        indicator=given.indicator,
        defaults={
            "raw": given.raw,
            "reason": given.reason,
            "evidence": given.evidence,
            "ratings": _as_stored(given.ratings),
            "off_scale": False,
        },
    )
    _moved(held)
    record_entry(by=by, action="round.score-given", subject=held, group=scoring.group, indicator=given.indicator)
    return score


@transaction.atomic
def give_scores(*, by: Actor, scoring: GroupScoring, given: Iterable[Given]) -> None:
    """Write a whole sheet of a group at once, as it was filled in on paper. Raises ScoreOffScale and others."""
    held = _open(scoring.round)
    known = Model.from_json(held.model.content).indicator_by_code
    rows = []
    for one in given:
        if one.indicator not in known:
            raise IndicatorUnknown(one.indicator)
        if one.raw is not None and not known[one.indicator].scale.holds(one.raw):
            raise ScoreOffScale(one.indicator)
        ratings = _as_stored(one.ratings)
        rows.append(
            Score(
                scoring=scoring,
                indicator=one.indicator,
                raw=one.raw,
                reason=one.reason,
                evidence=one.evidence,
                ratings=ratings,
            )
        )
    scoring.scores.filter(indicator__in=[row.indicator for row in rows]).delete()
    Score.objects.bulk_create(rows)
    _moved(held)
    record_entry(by=by, action="round.scores-given", subject=held, group=scoring.group, scores=len(rows))


@transaction.atomic
def enter_sheet(
    *, by: Actor, round: Round, group: str, sitting: Sitting, given: Iterable[Given], version: RecordVersion
) -> GroupScoring:
    """Enter a whole sheet that a telephone sent. A group that has scored already keeps the sheet that counts.

    A newer version of the same record takes the place of the older one. Raises RoundFrozen, GroupUnknown.
    """
    held = _open(round)
    if group not in Model.from_json(held.model.content).group_by_code:
        raise GroupUnknown(group)
    before = GroupScoring.objects.filter(round=held, version__record=version.record).first()
    counts = before.counts if before else not held.scorings.filter(group=group, counts=True).exists()
    if before is not None:
        before.delete()
    scoring = GroupScoring.objects.create(
        round=held,
        group=group,
        counts=counts,
        set_aside=before.set_aside if before else False,
        held_on=sitting.held_on,
        women=sitting.women,
        men=sitting.men,
        unknown_sex=sitting.unknown_sex,
        youth=sitting.youth,
        version=version,
        entered_by_id=by.pk,
    )
    Score.objects.bulk_create(
        Score(
            scoring=scoring,
            indicator=one.indicator,
            raw=one.raw,
            reason=one.reason,
            evidence=one.evidence,
            ratings=_as_stored(one.ratings),
            off_scale=one.off_scale,
        )
        for one in given
    )
    _moved(held)
    record_entry(by=by, action="round.sheet-entered", subject=held, group=group, version=str(version.pk))
    return scoring


@transaction.atomic
def choose_scoring(*, by: Actor, scoring: GroupScoring) -> None:
    """Say which of a group's sittings counts; the other stays, and does not."""
    held = _open(scoring.round)
    held.scorings.filter(group=scoring.group).update(counts=False, set_aside=True)
    held.scorings.filter(pk=scoring.pk).update(counts=True, set_aside=False)
    _moved(held)
    record_entry(by=by, action="round.scoring-chosen", subject=held, group=scoring.group, scoring=str(scoring.pk))


@transaction.atomic
def drop_scoring(*, by: Actor, scoring: GroupScoring) -> None:
    """Set a sitting aside, so that the group may score anew."""
    held = _open(scoring.round)
    held.scorings.filter(pk=scoring.pk).update(counts=False, set_aside=True)
    _moved(held)
    record_entry(by=by, action="round.scoring-set-aside", subject=held, group=scoring.group)


@transaction.atomic
def agree_score(
    *,
    by: Actor,
    round: Round,
    indicator: str,
    raw: int | None,
    note: str = "",
    evidence: str = "",
    importance: int | None = None,
    urgency: int | None = None,
) -> None:
    """Write what everybody agreed on for one indicator; None takes it away again. Raises ScoreOffScale and others."""
    held = _open(round)
    found = Model.from_json(held.model.content).indicator_by_code.get(indicator)
    if found is None:
        raise IndicatorUnknown(indicator)
    if raw is None:
        held.agreed.filter(indicator=indicator).delete()
    elif not found.scale.holds(raw):
        raise ScoreOffScale(indicator)
    else:
        AgreedScore.objects.update_or_create(
            round=held,
            indicator=indicator,
            defaults={
                "raw": raw,
                "note": note,
                "evidence": evidence,
                "importance": importance,
                "urgency": urgency,
            },
        )
    _moved(held)
    record_entry(by=by, action="round.score-agreed", subject=held, indicator=indicator)


@transaction.atomic
def keep_inputs(*, by: Actor, round: Round, lines: Iterable[TrackedInputLine]) -> None:
    """Write the input tracking matrix, in the place of what was there."""
    held = _open(round)
    held.inputs.all().delete()
    kept = []
    for line in lines:
        line.round = held
        kept.append(line)
    TrackedInputLine.objects.bulk_create(kept)
    record_entry(by=by, action="round.inputs-tracked", subject=held, lines=len(kept))


@transaction.atomic
def keep_respondent(
    *, round: Round, version: RecordVersion | None, fields: Mapping[str, Any], by: Actor | None = None
) -> Respondent:
    """Keep one respondent's answers; a newer version of the same record takes the place of the older one."""
    held = _open(round)
    if version is not None:
        Respondent.objects.filter(round=held, version__record=version.record).delete()
    respondent = Respondent.objects.create(round=held, version=version, **fields)
    record_entry(by=by, action="round.respondent-kept", subject=held, version=str(version.pk) if version else "")
    return respondent


@transaction.atomic
def validate_round(*, by: Actor, round: Round) -> Round:
    """Freeze a round and, with the first one, its model. Raises ModelImpossible, RoundFrozen."""
    held = _open(round)
    version = ModelVersion.objects.select_for_update().get(pk=held.model_id)
    errors = errors_in(model_findings(Model.from_json(version.content)))
    if errors:
        raise ModelImpossible(errors)
    if version.frozen_at is None:
        version.frozen_at = timezone.now()
        version.save(update_fields=["frozen_at"])
    held.state, held.validated_on, held.validated_by_id = RoundState.VALIDATED, timezone.localdate(), by.pk
    held.revision += 1
    held.save(update_fields=["state", "validated_on", "validated_by", "revision"])
    record_entry(by=by, action="round.validated", subject=held, number=held.number)
    return held


@transaction.atomic
def reopen_round(*, by: Actor, round: Round, reason: str) -> Round:
    """Open a validated round again, saying why. What was given back in public stays, until it is given back anew."""
    held = Round.objects.select_for_update().select_related("cycle").get(pk=round.pk)
    require_under_way(held.cycle)
    if held.state != RoundState.OPEN:
        held.state, held.validated_on, held.validated_by = RoundState.OPEN, None, None
        held.revision += 1
        held.save(update_fields=["state", "validated_on", "validated_by", "revision"])
        record_entry(by=by, action="round.reopened", subject=held, reason=reason)
    return held


@transaction.atomic
def restitute_round(
    *, by: Actor, round: Round, held_on: date, content: Mapping[str, Any], reason: str = ""
) -> Restitution:
    """Keep the account that is given back in public, frozen. A second one says why. Raises NotRestitutable."""
    held = Round.objects.select_for_update().select_related("cycle").get(pk=round.pk)
    require_under_way(held.cycle)
    if held.state == RoundState.OPEN:
        raise NotRestitutable
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    before = held.restitutions.order_by("-edition").first()
    if before is not None and before.sha256 == sha256:
        # Reopened and validated with nothing changed: what was given back is still what there is to say.
        Round.objects.filter(pk=held.pk).update(state=RoundState.RESTITUTED)
        return before
    restitution = Restitution.objects.create(
        round=held,
        edition=before.edition + 1 if before else 1,
        held_on=held_on,
        content=dict(content),
        sha256=sha256,
        reason=reason,
        made_by_id=by.pk,
    )
    held.state = RoundState.RESTITUTED
    held.save(update_fields=["state"])
    record_entry(by=by, action="round.restituted", subject=held, edition=restitution.edition, sha256=sha256)
    return restitution


@transaction.atomic
def keep_authority_reply(*, by: Actor, restitution: Restitution, words: str, office: str, on: date) -> None:
    """Set the authority's answer beside the account: whose office, when, in which words. A changed one is noted."""
    Restitution.objects.filter(pk=restitution.pk).update(reply=words, reply_office=office, reply_on=on)
    record_entry(
        by=by,
        action="round.authority-replied",
        subject=restitution.round,
        edition=restitution.edition,
        sha256=hashlib.sha256(words.encode()).hexdigest(),
        changed=bool(restitution.reply),
    )


@transaction.atomic
def set_cycle_withdrawn(*, by: Actor, cycle: Cycle, withdrawn: bool, reason: str = "") -> None:
    """Take what a cycle gave back out of public view, or show it again. Nothing that is counted is touched."""
    Cycle.objects.filter(pk=cycle.pk).update(withdrawn=withdrawn)
    cycle.withdrawn = withdrawn
    record_entry(by=by, action="cycle.withdrawn" if withdrawn else "cycle.brought-back", subject=cycle, reason=reason)


def _open(round: Round) -> Round:
    held = Round.objects.select_for_update().select_related("cycle", "model").get(pk=round.pk)
    require_under_way(held.cycle)
    if held.state != RoundState.OPEN:
        raise RoundFrozen
    return held


def _moved(round: Round) -> None:
    round.revision += 1
    round.save(update_fields=["revision"])


def _as_stored(ratings: Mapping[int, int]) -> dict[str, int]:
    return {str(raw): count for raw, count in ratings.items() if count}
