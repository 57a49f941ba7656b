"""One round on the desk: who has scored, what the scores make, what is agreed, and the step that freezes it all."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from toguna.flow.restitution import record_of
from toguna.flow.scoring import reopen, result_of
from toguna.rules.cycles import FREEZES_AT, RoundState, procedure_of
from toguna.rules.instruments import Engine, Group, Indicator, Model, Side
from toguna.rules.roles import Permission
from toguna.rules.scoring import IndicatorResult, RoundResult
from toguna.store.scorecards.actions import CycleOver
from toguna.store.scorecards.models import AgreedScore, Cycle, GroupScoring, Round
from toguna.store.scorecards.queries import cycle_seen_by, model_of, sheets_waiting
from toguna.store.scorecards.scoring_actions import RoundFrozen, agree_score, choose_scoring
from toguna.store.writing import write_turn
from toguna.web.desk.cycle_words import told
from toguna.web.desk.cycles import FROZEN, leads_cycle, require, validated
from toguna.web.desk.door import StaffRequest, desk_page, posted_id, staff, step
from toguna.web.desk.round_answers import survey_view
from toguna.web.desk.round_levels import levels_view
from toguna.web.desk.round_lines import disputes_of, groups_shown, lines_of, picture_of, since_last
from toguna.web.desk.score_typing import NotAScore, raw_typed, raw_written, scale_said, score_said
from toguna.web.layout.templatetags.toguna import plain_text_in


@dataclass(frozen=True)
class GroupLine:
    """One group in a round: who sat, how far it is."""

    group: Group
    scoring: GroupScoring | None
    scored: int
    waiting: Sequence[GroupScoring]

    @property
    def is_provider(self) -> bool:
        """Whether it stands on the side of the service."""
        return self.group.side is Side.PROVIDERS


@dataclass(frozen=True)
class AgreedRow:
    """One indicator to agree on: what the groups gave, what was agreed, as it is typed."""

    indicator: Indicator
    scale: str
    given: Sequence[tuple[str, str]]
    reasons: Sequence[tuple[str, str]]
    result: IndicatorResult | None
    written: str
    note: str
    evidence: str
    importance: int | None
    urgency: int | None
    is_disputed: bool
    problem: str = ""


@staff(Permission.SEE_RECORDS)
def round_page(request: StaffRequest, code: str, number: int) -> HttpResponseBase:
    """What a round's scores make: index, criteria, groups, disagreements."""
    found = cycle_seen_by(request.user, code)
    return _page(request, found, round_named(found, number))


@staff(Permission.ENTER_RECORDS, "GET", "POST")
def agree(request: StaffRequest, code: str, number: int) -> HttpResponseBase:
    """Agree on one score an indicator, the groups' own beside it."""
    found = cycle_seen_by(request.user, code)
    current = round_named(found, number)
    require(request, found)
    if request.method != "POST":
        return _agree_page(request, found, current)
    model, problems = model_of(current), {}
    typed: list[tuple[Indicator, int | None]] = []
    for indicator in model.indicators:
        try:
            typed.append((indicator, raw_typed(request.POST.get(f"raw-{indicator.code}", ""), indicator.scale)))
        except NotAScore:
            problems[indicator.code] = _("Cette note n'est pas sur l'échelle : %(scale)s.") % {
                "scale": scale_said(indicator.scale)
            }
    if problems:
        return _agree_page(request, found, current, problems)
    try:
        with write_turn():
            for indicator, raw in typed:
                agree_score(
                    by=request.user,
                    round=current,
                    indicator=indicator.code,
                    raw=raw,
                    note=request.POST.get(f"note-{indicator.code}", "").strip()[:500],
                    evidence=request.POST.get(f"evidence-{indicator.code}", "").strip()[:300],
                    importance=_one_to_three(request, f"importance-{indicator.code}"),
                    urgency=_one_to_three(request, f"urgency-{indicator.code}"),
                )
    except (RoundFrozen, CycleOver):
        messages.warning(request, FROZEN)
        return redirect("desk:round", code=code, number=number)
    agreed = sum(raw is not None for _indicator, raw in typed)
    messages.success(request, _("Notes convenues : %(count)s.") % {"count": agreed})
    return redirect("desk:round", code=code, number=number)


@staff(Permission.ENTER_RECORDS, "POST")
def choose(request: StaffRequest, code: str, number: int) -> HttpResponseBase:
    """Say which of a group's two sheets counts."""
    found = cycle_seen_by(request.user, code)
    current = round_named(found, number)
    require(request, found)
    scoring = current.scorings.get(pk=posted_id(request, "scoring") or uuid.UUID(int=0))
    try:
        with write_turn():
            choose_scoring(by=request.user, scoring=scoring)
    except (RoundFrozen, CycleOver):
        messages.warning(request, FROZEN)
    else:
        messages.success(request, _("C'est cette fiche qui compte ; l'autre est gardée à côté."))
    return redirect("desk:round", code=code, number=number)


@staff(Permission.ENTER_RECORDS, "POST")
def freeze(request: StaffRequest, code: str, number: int) -> HttpResponseBase:
    """Validate the round: model and scores freeze, and the round is handed in to be checked and verified."""
    found = cycle_seen_by(request.user, code)
    current = round_named(found, number)
    return validated(request, found, current)


@staff(Permission.ENTER_RECORDS, "POST")
def open_again(request: StaffRequest, code: str, number: int) -> HttpResponseBase:
    """Open a validated round again, saying why."""
    found = cycle_seen_by(request.user, code)
    current = round_named(found, number)
    reason = request.POST.get("reason", "").strip()[:300]
    if not reason:
        return _page(request, found, current, [_("Écrivez pourquoi le tour est rouvert.")])
    try:
        reopen(current, by=request.user, reason=reason)
    except CycleOver:
        messages.warning(request, _("Ce cycle est terminé : il ne change plus."))
    else:
        messages.success(
            request, _("Le tour est rouvert. Ce qui a été restitué reste, jusqu'à la prochaine restitution.")
        )
    return redirect("desk:round", code=code, number=number)


def _page(request: StaffRequest, found: Cycle, current: Round, problems: Sequence[str] = ()) -> HttpResponseBase:
    model, result = model_of(current), result_of(current)
    since = since_last(current, result)
    leads = leads_cycle(request.user, found)
    may_write = leads and current.state == RoundState.OPEN
    return desk_page(
        request,
        "desk/round.html",
        status=422 if problems else 200,
        cycle=found,
        round=current,
        rounds=found.rounds.order_by("number"),
        model=model,
        problems=problems,
        lines=group_lines(current, model),
        result=result,
        index=score_said(result.index.score),
        since=since,
        criteria=lines_of(model.criteria or model.indicators, result, since),
        indicators=lines_of(model.indicators, result, since) if model.criteria else [],
        groups=[plain_text_in(model.group_by_code[one.code].label) for one in groups_shown(result)],
        has_providers=bool(result.providers),
        picture=picture_of(model, result),
        disputes=disputes_of(result),
        survey=survey_view(current, model) if model.engine is Engine.SURVEY else None,
        levels=levels_view(current, model, result) if model.engine is Engine.SELF_ASSESSMENT else None,
        findings=told(result.findings),
        record=record_of(current),
        may_write=may_write,
        may_reopen=leads and current.state != RoundState.OPEN,
        freezes=may_write and found.stage == FREEZES_AT[procedure_of(model)],
        breadcrumb=[
            step(_("Cycles de notation"), reverse("desk:cycles")),
            step(found.code, reverse("desk:cycle", args=[found.code])),
            step(_("Notes du tour %(number)s") % {"number": current.number}),
        ],
        demonstration=found.fictional,
    )


def group_lines(current: Round, model: Model) -> list[GroupLine]:
    """Every group of the model, with the sitting that counts and those that wait for a choice."""
    counting = {one.group: one for one in current.scorings.filter(counts=True).prefetch_related("scores")}
    waiting = list(sheets_waiting(current))
    return [
        GroupLine(
            group,
            scoring := counting.get(group.code),
            sum(score.raw is not None and not score.off_scale for score in scoring.scores.all()) if scoring else 0,
            [one for one in waiting if one.group == group.code],
        )
        for group in model.groups
    ]


def _agree_page(
    request: StaffRequest, found: Cycle, current: Round, problems: dict[str, str] | None = None
) -> HttpResponseBase:
    model, result = model_of(current), result_of(current)
    problems = problems or {}
    kept = {one.indicator: one for one in current.agreed.all()}
    rows = [_agreed_row(request, model, one, result, kept.get(one.code), problems) for one in model.indicators]
    return desk_page(
        request,
        "desk/round_agree.html",
        status=422 if problems else 200,
        cycle=found,
        round=current,
        model=model,
        rows=rows,
        problems=[
            _("%(indicator)s : %(problem)s") % {"indicator": plain_text_in(row.indicator.label), "problem": row.problem}
            for row in rows
            if row.problem
        ],
        frozen=current.state != RoundState.OPEN,
        weighs=(1, 2, 3) if model.engine is Engine.SELF_ASSESSMENT else (),
        breadcrumb=[
            step(_("Cycles de notation"), reverse("desk:cycles")),
            step(found.code, reverse("desk:cycle", args=[found.code])),
            step(_("Notes convenues")),
        ],
        demonstration=found.fictional,
    )


def _agreed_row(
    request: StaffRequest,
    model: Model,
    indicator: Indicator,
    result: RoundResult,
    kept: AgreedScore | None,
    problems: dict[str, str],
) -> AgreedRow:
    posted = request.POST if request.method == "POST" else None
    mine = [one for one in result.scores if one.indicator == indicator.code]
    label = {group.code: plain_text_in(group.label) for group in model.groups}
    return AgreedRow(
        indicator=indicator,
        scale=scale_said(indicator.scale),
        given=[(label[one.group], raw_written(one.raw)) for one in mine],
        reasons=[(label[one.group], one.reason) for one in mine if one.reason],
        result=result.indicator.get(indicator.code),
        written=posted.get(f"raw-{indicator.code}", "") if posted else raw_written(kept.raw) if kept else "",
        note=posted.get(f"note-{indicator.code}", "") if posted else kept.note if kept else "",
        evidence=posted.get(f"evidence-{indicator.code}", "") if posted else kept.evidence if kept else "",
        importance=_one_to_three(request, f"importance-{indicator.code}") or (kept.importance if kept else None),
        urgency=_one_to_three(request, f"urgency-{indicator.code}") or (kept.urgency if kept else None),
        is_disputed=indicator.code in result.disputes,
        problem=problems.get(indicator.code, ""),
    )


def _one_to_three(request: StaffRequest, name: str) -> int | None:
    typed = request.POST.get(name, "")
    return int(typed) if typed in ("1", "2", "3") else None


def round_named(found: Cycle, number: int) -> Round:
    """One round of a cycle, with its model at hand. Raises Round.DoesNotExist."""
    return found.rounds.select_related("model", "cycle__place", "cycle__instrument").get(number=number)
