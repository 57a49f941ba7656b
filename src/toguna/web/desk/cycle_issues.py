"""What the groups raise before there are indicators, and the means that should be there: two grids of a score card."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.contrib import messages
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from toguna.rules.cycles import Stage
from toguna.rules.instruments import Model
from toguna.rules.roles import Permission
from toguna.store.scorecards.actions import CycleOver, current_round, gather_issues, keep_issues
from toguna.store.scorecards.models import Cycle, Issue, TrackedInputLine
from toguna.store.scorecards.queries import cycle_seen_by, model_of
from toguna.store.scorecards.scoring_actions import RoundFrozen, keep_inputs
from toguna.store.writing import write_turn
from toguna.web.desk.cycles import FROZEN, require
from toguna.web.desk.door import StaffRequest, desk_page, staff, step
from toguna.web.layout.templatetags.toguna import plain_text_in

EMPTY_ROWS = 4
MOST_ROWS = 40
COLUMNS = ("text", "suggestion", "reason")


@dataclass(frozen=True)
class IssueRow:
    """One line of a group's list as it is typed."""

    number: int
    text: str = ""
    is_strength: bool = False
    suggestion: str = ""
    priority: str = ""
    reason: str = ""


@staff(Permission.ENTER_RECORDS, "GET", "POST")
def issues(request: StaffRequest, code: str, group: str) -> HttpResponseBase:
    """What one group says goes well and does not, what presses, and what it proposes."""
    found = cycle_seen_by(request.user, code)
    require(request, found)
    model = model_of(current_round(found))
    if group not in model.group_by_code:
        raise Cycle.DoesNotExist
    if request.method == "POST":
        try:
            with write_turn():
                keep_issues(by=request.user, cycle=found, group=group, issues=_typed_issues(request))
        except CycleOver:
            messages.warning(request, _("Ce cycle est terminé : il ne change plus."))
        else:
            messages.success(request, _("Les points du groupe sont enregistrés."))
        if "more" in request.POST:
            return redirect("desk:cycle-issues", code=code, group=group)
        return redirect("desk:cycle-stage", code=code, stage=Stage.ISSUES.value)
    kept = list(found.issues.filter(group=group))
    rows = [
        IssueRow(number, one.text, one.is_strength, one.suggestion, str(one.priority or ""), one.reason)
        for number, one in enumerate(kept)
    ]
    rows += [IssueRow(number) for number in range(len(kept), min(len(kept) + EMPTY_ROWS, MOST_ROWS))]
    return desk_page(
        request,
        "desk/cycle_issues.html",
        cycle=found,
        group=model.group_by_code[group],
        rows=rows,
        breadcrumb=_way(found, plain_text_in(model.group_by_code[group].label)),
        demonstration=found.fictional,
    )


@staff(Permission.ENTER_RECORDS, "POST")
def gather(request: StaffRequest, code: str) -> HttpResponseBase:
    """Say into which common indicator each point was gathered."""
    found = cycle_seen_by(request.user, code)
    require(request, found)
    known = model_of(current_round(found)).indicator_by_code
    into = {
        issue.pk: chosen
        for issue in found.issues.all()
        if (chosen := request.POST.get(f"issue-{issue.pk}", "")) in known or not chosen
    }
    try:
        with write_turn():
            gather_issues(by=request.user, cycle=found, into=into)
    except CycleOver:
        messages.warning(request, _("Ce cycle est terminé : il ne change plus."))
    else:
        messages.success(request, _("Les points sont rattachés aux indicateurs communs."))
    return redirect("desk:cycle-stage", code=code, stage=Stage.COMMON_INDICATORS.value)


@staff(Permission.ENTER_RECORDS, "GET", "POST")
def inputs(request: StaffRequest, code: str) -> HttpResponseBase:
    """The input tracking matrix: what the service is entitled to, and what is there."""
    found = cycle_seen_by(request.user, code)
    require(request, found)
    current = current_round(found)
    model = model_of(current)
    if request.method == "POST":
        try:
            with write_turn():
                keep_inputs(by=request.user, round=current, lines=_typed_inputs(request))
        except (RoundFrozen, CycleOver):
            messages.warning(request, FROZEN)
        else:
            messages.success(request, _("Le relevé des moyens est enregistré."))
        return redirect("desk:cycle-inputs", code=code)
    return desk_page(
        request,
        "desk/cycle_inputs.html",
        cycle=found,
        rows=list(_input_rows(model, {one.code: one for one in current.inputs.all()})),
        breadcrumb=_way(found, str(_("Relevé des moyens"))),
        demonstration=found.fictional,
    )


def _typed_issues(request: StaffRequest) -> Iterator[Issue]:
    for number in range(MOST_ROWS):
        text = request.POST.get(f"text-{number}", "").strip()[:300]
        if not text:
            continue
        priority = request.POST.get(f"priority-{number}", "").strip()
        yield Issue(
            text=text,
            is_strength=request.POST.get(f"kind-{number}") == "strength",
            suggestion=request.POST.get(f"suggestion-{number}", "").strip()[:300],
            priority=int(priority) if priority.isdecimal() and len(priority) < 3 else None,
            reason=request.POST.get(f"reason-{number}", "").strip()[:300],
        )


def _input_rows(model: Model, kept: dict[str, TrackedInputLine]) -> Iterator[TrackedInputLine]:
    """The lines of the model, those that were added here, and some empty ones."""
    for one in model.inputs:
        unit = plain_text_in(one.unit) if one.unit else ""
        label = f"{plain_text_in(one.label)} ({unit})" if unit else plain_text_in(one.label)
        yield kept[one.code] if one.code in kept else TrackedInputLine(code=one.code, label=label)
    shipped = {one.code for one in model.inputs}
    added = [line for code, line in kept.items() if code not in shipped]
    yield from added
    yield from (TrackedInputLine(code=f"x{len(added) + number}") for number in range(1, EMPTY_ROWS))


def _typed_inputs(request: StaffRequest) -> Iterator[TrackedInputLine]:
    seen: set[str] = set()
    for code in request.POST.getlist("code")[:MOST_ROWS]:
        label = request.POST.get(f"label-{code}", "").strip()[:200]
        if label and code and code not in seen:
            seen.add(code)
            yield TrackedInputLine(
                code=code[:30],
                label=label,
                entitled=request.POST.get(f"entitled-{code}", "").strip()[:120],
                actual=request.POST.get(f"actual-{code}", "").strip()[:120],
                remarks=request.POST.get(f"remarks-{code}", "").strip()[:300],
            )


def _way(found: Cycle, here: str) -> list[dict[str, object]]:
    return [
        step(_("Cycles de notation"), reverse("desk:cycles")),
        step(found.code, reverse("desk:cycle", args=[found.code])),
        step(here),
    ]
