"""What a round's scores make, and the validation that freezes them and hands the round in to be counted.

A round's scores are worked on the desk's pages; only the validated round enters the flow, as an entry of a register.
"""

from collections.abc import Mapping
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F

from toguna.collect.registers.rounds import FORM_ID
from toguna.flow.reading import answers_of, read_version
from toguna.flow.registers import submit_to_register
from toguna.flow.scoring_sheets import form_id_for
from toguna.rules.cycles import FREEZES_AT, Stage, missing, procedure_of
from toguna.rules.findings import Finding, errors_in
from toguna.rules.instruments import Model
from toguna.rules.roles import Permission
from toguna.rules.scoring import GroupScore, RoundResult, round_result
from toguna.store.accounts.models import User
from toguna.store.fieldwork.models import Record, RecordVersion
from toguna.store.organisations.queries import organisations_reached_by
from toguna.store.places.models import Place
from toguna.store.scorecards.actions import StageNotReady
from toguna.store.scorecards.models import GroupScoring, Round, Score
from toguna.store.scorecards.queries import model_of, progress_of, scorings_that_count
from toguna.store.scorecards.scoring_actions import reopen_round, validate_round
from toguna.store.writing import write_turn


class NotPermittedOnCycle(PermissionDenied):
    """The account's role or organisation does not allow it."""


def require_facilitator(by: User, round: Round) -> None:
    """Whoever enters records, of the organisation that leads the cycle or above it. Raises NotPermittedOnCycle."""
    reached = organisations_reached_by(by).filter(pk=round.cycle.organisation_id).exists()
    if not (by.may(Permission.ENTER_RECORDS) and reached):
        raise NotPermittedOnCycle


def scores_of(round: Round) -> list[GroupScore]:
    """What the groups gave, in the sittings that count and on the scale."""
    return [
        GroupScore(
            group=sitting.group,
            indicator=score.indicator,
            raw=score.raw,
            people=_people(sitting),
            reason=score.reason,
            ratings=_ratings(score),
        )
        for sitting in scorings_that_count(round)
        for score in sitting.scores.all()
        if score.raw is not None and not score.off_scale
    ]


def agreed_of(round: Round) -> Mapping[str, int]:
    """What was agreed, by indicator."""
    return dict(round.agreed.values_list("indicator", "raw"))


def result_of(round: Round) -> RoundResult:
    """What the round's scores make as they stand now."""
    return round_result(model_of(round), scores_of(round), agreed_of(round))


def document_of(round: Round) -> dict[str, object]:
    """The round as it is handed in: its model, every score with its reason, what was agreed, who sat in numbers."""
    cycle, model = round.cycle, model_of(round)
    stakeholders = {group.code: str(group.stakeholder_group or "") for group in model.groups}
    return {
        "format": 1,
        "cycle": cycle.code,
        "round": round.number,
        "instrument": cycle.instrument.code,
        "activity": cycle.activity.code,
        "organisation": cycle.assessed.code if cycle.assessed else "",
        "place": _place_in(cycle.place),
        "subject": cycle.subject,
        "held_on": held_on(round, model).isoformat(),
        "title": f"{cycle.instrument.title['fr']} · {cycle.code} · {round.number}",
        "model": model.to_json(),
        "scores": [
            {
                "group": one.group,
                "indicator": one.indicator,
                "raw": one.raw,
                "people": one.people,
                "reason": one.reason,
                "ratings": {str(raw): count for raw, count in one.ratings.items()},
            }
            for one in sorted(scores_of(round), key=lambda one: (one.group, one.indicator))
        ],
        "agreed": dict(sorted(agreed_of(round).items())),
        "sittings": [
            {
                "group": one.group,
                "stakeholder_group": stakeholders.get(one.group, ""),
                "women": one.women,
                "men": one.men,
                "unknown_sex": one.unknown_sex,
            }
            for one in scorings_that_count(round)
        ],
    }


def validate(round: Round, *, by: User) -> Record:
    """Freeze a round and hand it in, to be checked and verified by others before it counts.

    Raises NotPermittedOnCycle, StageNotReady with what is missing, RoundFrozen.
    """
    require_facilitator(by, round)
    model = model_of(round)
    stage = FREEZES_AT[procedure_of(model)]
    wrong = _wrong_with_the_scores(round, model, stage)
    if wrong:
        raise StageNotReady(wrong)
    with write_turn(), transaction.atomic():
        frozen = validate_round(by=by, round=round)
        return hand_in(frozen, by=by)


def hand_in(round: Round, *, by: User, reason: str = "") -> Record:
    """Hand in a validated round as it stands; the same again changes nothing."""
    return submit_to_register(
        form_id=FORM_ID,
        key=round.pk,
        document=document_of(round),
        by=by,
        fictional=round.cycle.fictional,
        reason=reason,
    )


def reopen(round: Round, *, by: User, reason: str) -> Round:
    """Open a validated round again, and take in the sheets that came too late for it.

    What was counted of it counts until it is validated anew and verified.
    """
    require_facilitator(by, round)
    with write_turn(), transaction.atomic():
        opened = reopen_round(by=by, round=round, reason=reason)
        for version in sheets_kept_out(opened):
            read_version(version)
        return opened


def sheets_kept_out(round: Round) -> list[RecordVersion]:
    """The sheets of telephones that name this round and stand in none of its sittings: they came too late for it."""
    rows = RecordVersion.objects.filter(
        record__form_id=form_id_for(round.model),
        record__current_version=F("pk"),
        scoring=None,
        respondent=None,
        contested=False,
    ).exclude(record__state__in=("rejected", "quarantined"))
    found = []
    for version in rows.select_related("record", "payload"):
        answered = answers_of(version)
        if answered is not None and str(answered[1].answers.get("round") or "") == str(round.pk):
            found.append(version)
    return found


def _wrong_with_the_scores(round: Round, model: Model, stage: Stage) -> list[Finding]:
    """What is wrong with the scores themselves; the day and the people of the meeting are the stage's matter."""
    progress = progress_of(round)
    wrong = [*errors_in(missing(Stage.SCORING, model, progress)), *errors_in(missing(stage, model, progress))]
    return [finding for finding in wrong if finding.where not in ("held_on", "present", "validated")]


def held_on(round: Round, model: Model) -> date:
    """The day of the meeting that settled the round, or else of its validation."""
    stage = FREEZES_AT[procedure_of(model)]
    work = round.cycle.works.filter(round_number=round.number, stage=stage.value).first()
    day = (work.held_on if work else None) or round.validated_on
    assert day is not None
    return day


def _place_in(place: Place | None) -> dict[str, str]:
    if place is None:
        return {"text": "", "scheme": "", "code": ""}
    code = place.codes.order_by("scheme").first()
    return {"text": place.name, "scheme": code.scheme if code else "", "code": code.code if code else ""}


def _people(sitting: GroupScoring) -> int | None:
    told = [number for number in (sitting.women, sitting.men, sitting.unknown_sex) if number is not None]
    return sum(told) if told else None


def _ratings(score: Score) -> dict[int, int]:
    return {int(raw): count for raw, count in score.ratings.items()}
