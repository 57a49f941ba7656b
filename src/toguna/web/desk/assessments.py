"""One data quality assessment on the desk: where it stands, what is missing before the next step, and each step.

Whoever sees values reads it; the sheets that were drawn are shown to those alone who see records.
"""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from toguna.flow.quality import NothingToDraw, draw_sheets
from toguna.rules.quality import (
    ORDER,
    AssessmentState,
    NotReady,
    missing_before_next,
    state_before,
)
from toguna.rules.quality_questions import QUESTIONS, Standard
from toguna.rules.roles import Permission
from toguna.store.programmes.models import Programme
from toguna.store.quality.actions import (
    NotNow,
    ReasonMissing,
    add_corrective_action,
    answer_checklist,
    describe_assessment,
    finish_corrective_action,
    go_back,
    go_on,
)
from toguna.store.quality.models import Assessment, CorrectiveAction
from toguna.store.quality.queries import assessments_seen_by, bands_set, factor_of, standing_of
from toguna.web.desk.door import StaffRequest, desk_page, posted_number, sent, staff, step
from toguna.web.desk.quality_forms import (
    STANDARD_WORDS,
    ActionForm,
    ChecklistForm,
    DescriptionForm,
    DrawForm,
)
from toguna.web.desk.recounts import seen_sheets
from toguna.web.desk.wording import ASSESSMENT_STATES

S = AssessmentState
MOVED = "L'évaluation n'est plus à l'étape que montrait la page. Regardez où elle en est, puis recommencez."


@staff(Permission.SEE_VALUES)
def assessment(request: StaffRequest, pk: UUID) -> HttpResponseBase:
    """One assessment: its head, its checklist, its recount, its actions, and what comes next."""
    return _page(request, assessments_seen_by(request.user).get(pk=pk))


def _page(request: StaffRequest, found: Assessment, status: int = 200, **forms_sent: forms.Form) -> HttpResponseBase:
    state, standing = AssessmentState(found.state), standing_of(found, bands_set())
    may_write = request.user.may(Permission.MANAGE_FRAMEWORK)
    programme = found.indicator.result.programme
    form = next(iter(forms_sent.values()), None)
    return desk_page(
        request,
        "desk/assessment.html",
        status=status,
        assessment=found,
        programme=programme,
        lead=_lead_of(programme),
        source=getattr(found.indicator, "reference_sheet", None),
        is_standard=found.indicator.standards.exists(),
        steps=[
            (ASSESSMENT_STATES[one], "done" if one_at < ORDER.index(state) else "current" if one is state else "later")
            for one_at, one in enumerate(ORDER)
        ],
        step_number=ORDER.index(state) + 1,
        missing=missing_before_next(state, standing),
        standing=standing,
        factor=factor_of(found, bands_set()),
        standards=_standards(found),
        sheets=seen_sheets(found) if request.user.may(Permission.SEE_RECORDS) else None,
        actions=list(found.actions.all()),
        today=timezone.localdate(),
        form=form,
        describing=forms_sent.get("describing") or DescriptionForm(assessment=found),
        drawing=forms_sent.get("drawing") or DrawForm(),
        adding=forms_sent.get("adding") or ActionForm(),
        may_write=may_write and state is not S.CLOSED,
        may_answer=may_write and state in (S.DESK_REVIEW, S.FIELD_VERIFICATION, S.FINDINGS),
        may_draw=may_write and state in (S.SCHEDULED, S.DESK_REVIEW),
        may_recount=may_write and state is S.FIELD_VERIFICATION,
        may_add=may_write and state in (S.FIELD_VERIFICATION, S.FINDINGS, S.ACTIONS_OPEN),
        before=ASSESSMENT_STATES.get(state_before(state) or ""),
        breadcrumb=[step(_("Qualité des données"), "/desk/quality/"), step(found.indicator.code)],
        demonstration=programme.fictional,
    )


def _lead_of(programme: Programme) -> Any:
    part = programme.participations.filter(role="accountable").select_related("organisation").first()
    return part.organisation if part else None


def _standards(found: Assessment) -> list[tuple[object, list[tuple[Any, Any]]]]:
    answers = {answer.question: answer for answer in found.answers.all()}
    return [
        (
            STANDARD_WORDS[standard],
            [(question, answers.get(question.code)) for question in QUESTIONS if question.standard is standard],
        )
        for standard in Standard
    ]


@staff(Permission.MANAGE_FRAMEWORK, "POST")
def describe(request: StaffRequest, pk: UUID) -> HttpResponseBase:
    """Write when, by whom, how, and what was found."""
    found = assessments_seen_by(request.user).get(pk=pk)
    form = DescriptionForm(sent(request), assessment=found)
    if not form.is_valid():
        return _page(request, found, 422, describing=form)
    return _done(
        request,
        found,
        lambda: describe_assessment(by=request.user, assessment=found, **form.cleaned_data),
        _("L'évaluation est mise à jour."),
    )


@staff(Permission.MANAGE_FRAMEWORK, "GET", "POST")
def checklist(request: StaffRequest, pk: UUID) -> HttpResponseBase:
    """The questions of the five standards on one page; only some of them may be answered at a time."""
    found = assessments_seen_by(request.user).get(pk=pk)
    form = ChecklistForm(sent(request), assessment=found)
    if request.method == "POST" and form.is_valid():
        return _done(
            request,
            found,
            lambda: answer_checklist(by=request.user, assessment=found, answers=form.answers()),
            _("La grille est enregistrée."),
        )
    return desk_page(
        request,
        "desk/assessment_checklist.html",
        status=422 if form.errors else 200,
        assessment=found,
        form=form,
        breadcrumb=[
            step(_("Qualité des données"), "/desk/quality/"),
            step(found.indicator.code, f"/desk/quality/{found.pk}/"),
            step(_("Grille")),
        ],
        demonstration=found.indicator.result.programme.fictional,
    )


@staff(Permission.MANAGE_FRAMEWORK, "POST")
def draw(request: StaffRequest, pk: UUID) -> HttpResponseBase:
    """Draw the sheets to recount."""
    found = assessments_seen_by(request.user).get(pk=pk)
    form = DrawForm(sent(request))
    if not form.is_valid():
        return _page(request, found, 422, drawing=form)
    try:
        drawn = draw_sheets(found, size=form.cleaned_data["size"], seed=form.cleaned_data["seed"], by=request.user)
    except NothingToDraw:
        told = _("Aucune fiche de cette organisation n'est derrière la valeur de cette période dans le dernier calcul.")
        form.add_error(None, told)
        return _page(request, found, 422, drawing=form)
    except NotNow:
        messages.error(request, _(MOVED))
    else:
        count = drawn.sheets.count()
        messages.success(
            request,
            _("%(count)s fiches tirées sur %(all)s, avec la graine %(seed)s.")
            % {"count": count, "all": drawn.population, "seed": drawn.seed},
        )
    return redirect("desk:assessment", pk=found.pk)


@staff(Permission.MANAGE_FRAMEWORK, "POST")
def add_action(request: StaffRequest, pk: UUID) -> HttpResponseBase:
    """Say what must be done about what was found."""
    found = assessments_seen_by(request.user).get(pk=pk)
    form = ActionForm(sent(request))
    if not form.is_valid():
        return _page(request, found, 422, adding=form)
    return _done(
        request,
        found,
        lambda: add_corrective_action(by=request.user, assessment=found, **form.cleaned_data),
        _("L'action est ajoutée."),
    )


@staff(Permission.MANAGE_FRAMEWORK, "POST")
def finish_action(request: StaffRequest, pk: UUID, action: int) -> HttpResponseBase:
    """Say that an action is done."""
    found = assessments_seen_by(request.user).get(pk=pk)
    kept = CorrectiveAction.objects.select_related("assessment").get(pk=action, assessment=found, done_on=None)
    how = request.POST.get("how", "")[:300]
    finish_corrective_action(by=request.user, action=kept, on=timezone.localdate(), how=how)
    messages.success(request, _("L'action est faite."))
    return redirect("desk:assessment", pk=found.pk)


@staff(Permission.MANAGE_FRAMEWORK, "POST")
def forward(request: StaffRequest, pk: UUID) -> HttpResponseBase:
    """Bring the assessment to its next step, if nothing is missing."""
    found = assessments_seen_by(request.user).get(pk=pk)
    try:
        state = go_on(by=request.user, assessment=found, seen=_seen(request))
    except NotReady as error:
        messages.error(request, " ".join(_(one.message) % one.values for one in error.findings))
    except NotNow:
        messages.error(request, _(MOVED))
    else:
        messages.success(request, _("Étape atteinte : %(state)s.") % {"state": ASSESSMENT_STATES[state]})
    return redirect("desk:assessment", pk=found.pk)


@staff(Permission.MANAGE_FRAMEWORK, "POST")
def backward(request: StaffRequest, pk: UUID) -> HttpResponseBase:
    """Bring it back one step, with the reason."""
    found = assessments_seen_by(request.user).get(pk=pk)
    try:
        state = go_back(by=request.user, assessment=found, seen=_seen(request), reason=request.POST.get("reason", ""))
    except ReasonMissing:
        messages.error(request, _("Écrivez pourquoi l'évaluation revient d'une étape."))
    except NotNow:
        messages.error(request, _(MOVED))
    else:
        messages.success(request, _("Étape reprise : %(state)s.") % {"state": ASSESSMENT_STATES[state]})
    return redirect("desk:assessment", pk=found.pk)


def _seen(request: StaffRequest) -> AssessmentState:
    """The step that the page showed; one that does not exist fits none that a step goes on from."""
    number = posted_number(request, "step")
    return ORDER[number - 1] if 0 < number <= len(ORDER) else S.CLOSED


def _done(request: StaffRequest, found: Assessment, act: Callable[[], object], told: str) -> HttpResponseBase:
    try:
        act()
    except NotNow:
        messages.error(request, _(MOVED))
    else:
        messages.success(request, told)
    return redirect("desk:assessment", pk=found.pk)
