"""The scoring page, made for a projector in a village meeting: one question at a time, large, by keyboard, no names.

Every score is written at once, so a page that dies loses nothing. It works without script.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from django import forms
from django.contrib import messages
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from toguna.rules.cycles import RoundState
from toguna.rules.instruments import Display, Engine, Group, Indicator, Model
from toguna.rules.roles import Permission
from toguna.rules.scores import median
from toguna.store.scorecards.actions import CycleOver
from toguna.store.scorecards.models import Cycle, GroupScoring, Round
from toguna.store.scorecards.queries import cycle_seen_by, model_of
from toguna.store.scorecards.scoring_actions import Given, RoundFrozen, Sitting, begin_scoring, drop_scoring, give_score
from toguna.store.writing import write_turn
from toguna.web.desk.activity_forms import DAY
from toguna.web.desk.cycles import FROZEN, require
from toguna.web.desk.door import StaffRequest, desk_page, sent, staff, step
from toguna.web.desk.rounds import round_named
from toguna.web.desk.score_typing import NotAScore, raw_typed, raw_written, scale_said
from toguna.web.layout.templatetags.toguna import plain_text_in

MOST_PEOPLE = 2_000
FACES = 5


class SittingForm(forms.Form):
    """Who sat: numbers only. What nobody told stays empty."""

    held_on = forms.DateField(label=gettext_lazy("Jour"), required=False, widget=DAY, initial=timezone.localdate)
    women = forms.IntegerField(
        label=gettext_lazy("Femmes"),
        min_value=0,
        max_value=MOST_PEOPLE,
        required=False,
        widget=forms.NumberInput({"autofocus": True}),
    )
    men = forms.IntegerField(label=gettext_lazy("Hommes"), min_value=0, max_value=MOST_PEOPLE, required=False)
    unknown_sex = forms.IntegerField(
        label=gettext_lazy("Sexe non précisé"), min_value=0, max_value=MOST_PEOPLE, required=False
    )
    youth = forms.IntegerField(
        label=gettext_lazy("Dont 15 à 35 ans"), min_value=0, max_value=MOST_PEOPLE, required=False
    )


@dataclass(frozen=True)
class Choice:
    """One value that can be chosen: what is sent, what is read, which face."""

    raw: str
    label: str
    words: str
    face: int
    is_chosen: bool
    count: str


@staff(Permission.ENTER_RECORDS, "GET", "POST")
def sitting(request: StaffRequest, code: str, number: int, group: str) -> HttpResponseBase:
    """Begin the scoring of a group, or take it up again: who sits, then the first question without an answer."""
    found, current, model, scored_by = _asked(request, code, number, group)
    require(request, found)
    kept = current.scorings.filter(group=group, counts=True).first()
    initial = {name: getattr(kept, name) for name in SittingForm.base_fields} if kept else None
    form = SittingForm(sent(request), initial=initial)
    if request.method == "POST" and "drop" in request.POST and kept is not None:
        return _dropped(request, current, kept)
    if request.method == "POST" and form.is_valid():
        try:
            with write_turn():
                scoring = begin_scoring(
                    by=request.user, round=current, group=group, sitting=Sitting(**form.cleaned_data)
                )
        except (RoundFrozen, CycleOver):
            messages.warning(request, FROZEN)
            return redirect("desk:round", code=code, number=number)
        answered = set(scoring.scores.exclude(raw=None).values_list("indicator", flat=True))
        first = next((one for one in model.indicators if one.code not in answered), model.indicators[0])
        return redirect("desk:scoring", code=code, number=number, group=group, indicator=first.code)
    return desk_page(
        request,
        "desk/scoring_begin.html",
        status=422 if form.errors else 200,
        cycle=found,
        round=current,
        group=scored_by,
        form=form,
        scoring=kept,
        frozen=current.state != RoundState.OPEN,
        indicators=len(model.indicators),
        breadcrumb=[
            step(_("Cycles de notation"), reverse("desk:cycles")),
            step(found.code, reverse("desk:cycle", args=[found.code])),
            step(plain_text_in(scored_by.label)),
        ],
        demonstration=found.fictional,
    )


@staff(Permission.ENTER_RECORDS, "GET", "POST")
def scoring(request: StaffRequest, code: str, number: int, group: str, indicator: str) -> HttpResponseBase:
    """One question: choose or type a score, say why, go on."""
    found, current, model, scored_by = _asked(request, code, number, group)
    require(request, found)
    asked = model.indicator_by_code.get(indicator)
    if asked is None:
        raise Cycle.DoesNotExist
    kept = current.scorings.filter(group=group, counts=True).prefetch_related("scores").first()
    if kept is None:
        return redirect("desk:scoring-begin", code=code, number=number, group=group)
    problem = ""
    if request.method == "POST":
        try:
            given = _given(request, asked)
            with write_turn():
                give_score(by=request.user, scoring=kept, given=given)
        except NotAScore:
            problem = _("Cette note n'est pas sur l'échelle : %(scale)s.") % {"scale": scale_said(asked.scale)}
        except (RoundFrozen, CycleOver):
            messages.warning(request, FROZEN)
            return redirect("desk:round", code=code, number=number)
        else:
            return _go_on(request, found, current, model, group, asked)
    return _question_page(request, found, current, model, scored_by, asked, kept, problem)


def _question_page(
    request: StaffRequest,
    found: Cycle,
    current: Round,
    model: Model,
    group: Group,
    asked: Indicator,
    kept: GroupScoring,
    problem: str,
) -> HttpResponseBase:
    place = model.indicators.index(asked)
    score = next((one for one in kept.scores.all() if one.indicator == asked.code), None)
    answered = {one.indicator for one in kept.scores.all() if one.raw is not None}
    written = request.POST.get("raw", "") if problem else raw_written(score.raw) if score else ""
    return desk_page(
        request,
        "desk/scoring.html",
        status=422 if problem else 200,
        cycle=found,
        round=current,
        group=group,
        indicator=asked,
        parent=next((plain_text_in(node.label) for node in model.nodes if node.code == asked.parent), ""),
        place=place + 1,
        total=len(model.indicators),
        answered=len(answered),
        choices=_choices(asked, score.raw if score else None, score.ratings if score else {}),
        faces=asked.scale.display is Display.FACES,
        scale=scale_said(asked.scale),
        anchors=[(raw_written(one.value), plain_text_in(one.label)) for one in asked.scale.anchors],
        written=written,
        reason=request.POST.get("reason", "") if problem else score.reason if score else "",
        asks_evidence=model.engine is Engine.SELF_ASSESSMENT or bool(asked.evidence),
        evidence=request.POST.get("evidence", "") if problem else score.evidence if score else "",
        problems=[problem] if problem else [],
        before=model.indicators[place - 1].code if place else "",
        after=model.indicators[place + 1].code if place + 1 < len(model.indicators) else "",
        jumps=[(number, one.code, one.code in answered) for number, one in enumerate(model.indicators, start=1)],
        demonstration=found.fictional,
    )


def _choices(asked: Indicator, raw: int | None, ratings: dict[str, int]) -> Sequence[Choice]:
    points = asked.scale.points
    last = max(1, len(points) - 1)
    return [
        Choice(
            raw=raw_written(point),
            label=raw_written(point),
            words=plain_text_in(asked.scale.anchor(point)),
            face=round(place / last * (FACES - 1)) + 1,
            is_chosen=raw == point,
            count=str(ratings.get(str(point), "")),
        )
        for place, point in enumerate(points)
    ]


def _given(request: StaffRequest, asked: Indicator) -> Given:
    """What was sent: a score, or how many people rated each value, of which the score is then the median."""
    ratings = {
        point: int(typed)
        for point in asked.scale.points
        if (typed := request.POST.get(f"count-{raw_written(point)}", "").strip()).isdecimal() and int(typed)
    }
    raw = raw_typed(request.POST.get("raw", ""), asked.scale)
    if raw is None and ratings:
        raw = _median(ratings)
    reason, evidence = request.POST.get("reason", "").strip()[:500], request.POST.get("evidence", "").strip()[:300]
    return Given(asked.code, raw, reason, evidence, ratings=ratings)


def _median(ratings: dict[int, int]) -> int:
    middle = median({Fraction(raw): count for raw, count in ratings.items()})
    assert middle is not None
    return int(middle)


def _go_on(
    request: StaffRequest, found: Cycle, current: Round, model: Model, group: str, asked: Indicator
) -> HttpResponseBase:
    place = model.indicators.index(asked)
    if "back" in request.POST and place:
        following = model.indicators[place - 1].code
    elif place + 1 < len(model.indicators):
        following = model.indicators[place + 1].code
    else:
        messages.success(request, _("Le groupe a noté. Merci à toutes et à tous."))
        return redirect("desk:round", code=found.code, number=current.number)
    return redirect("desk:scoring", code=found.code, number=current.number, group=group, indicator=following)


def _dropped(request: StaffRequest, current: Round, kept: GroupScoring) -> HttpResponseBase:
    try:
        with write_turn():
            drop_scoring(by=request.user, scoring=kept)
    except (RoundFrozen, CycleOver):
        messages.warning(request, FROZEN)
    else:
        messages.success(request, _("Ces notes sont mises de côté : le groupe peut noter de nouveau."))
    return redirect("desk:round", code=current.cycle.code, number=current.number)


def _asked(request: StaffRequest, code: str, number: int, group: str) -> tuple[Cycle, Round, Model, Group]:
    found = cycle_seen_by(request.user, code)
    current = round_named(found, number)
    model = model_of(current)
    if group not in model.group_by_code:
        raise Cycle.DoesNotExist
    return found, current, model, model.group_by_code[group]
