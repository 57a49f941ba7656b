"""One initiative of advocacy on the desk: its story, what comes next, and handing it in."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from toguna.flow.advocacy import (
    NotReadyToHandIn,
    against_initiative,
    hand_in_initiative,
    initiative_in_the_flow,
    promise_into_register,
)
from toguna.rules.advocacy import InitiativeState, findings
from toguna.rules.advocacy_steps import NEXT_STATES, StepRefused, suggested_step
from toguna.rules.roles import Permission
from toguna.store.accounts.models import User
from toguna.store.advocacy.actions import (
    AdvocacyCodeTaken,
    AdvocacyImpossible,
    add_evidence,
    add_initiative,
    change_initiative,
    drop_part,
    log_action,
    move_initiative,
    note_response,
    reach_rung,
    set_budget_effect,
)
from toguna.store.advocacy.models import Initiative
from toguna.store.advocacy.queries import (
    as_effect,
    as_initiative,
    initiative_seen_by,
    programmes_open_to,
    texts_of,
)
from toguna.store.commitments.actions import CommitmentImpossible, TakenAlready
from toguna.store.places.recognition import gazetteer
from toguna.store.writing import write_turn
from toguna.web.desk.advocacy_forms import (
    ActionForm,
    AmountsForm,
    EvidenceForm,
    InitiativeForm,
    ResponseForm,
    RungForm,
    StepForm,
    programme_asked,
)
from toguna.web.desk.advocacy_words import ACT_AGAIN, RUNG_MEANINGS, RUNGS, STATES, STEPS
from toguna.web.desk.door import StaffRequest, desk_page, sent, staff, step
from toguna.web.desk.money_words import finding_said, tell
from toguna.web.desk.places import communes_offered
from toguna.web.layout.templatetags.toguna import plain_text_in

# Steps that end short of the aim: the button is one of danger.
FALLS_SHORT = frozenset({InitiativeState.REFUSED, InitiativeState.NOT_IMPLEMENTED})
# Where what is missing for a step is written down.
WHERE_MISSING = {
    "evidence-missing": "evidence",
    "action-missing": "actions",
    "response-missing": "responses",
    "promise-missing": "responses",
    "refusal-missing": "responses",
    "proof-missing": "rungs",
}


@dataclass(frozen=True)
class Part:
    """One kind of thing that is added to an initiative: its form, what it is called, how it is kept."""

    form: Callable[..., forms.Form]
    title: Any
    button: Any
    keep: Callable[[User, Initiative, Any], object]
    rows: str


PARTS: Mapping[str, Part] = {
    "evidence": Part(
        EvidenceForm,
        gettext_lazy("Ajouter une preuve"),
        gettext_lazy("Ajouter la preuve"),
        lambda by, row, form: add_evidence(by=by, initiative=row, ground=form.ground()),
        "evidence",
    ),
    "actions": Part(
        ActionForm,
        gettext_lazy("Inscrire une action"),
        gettext_lazy("Inscrire l'action"),
        lambda by, row, form: log_action(by=by, initiative=row, done=form.done()),
        "actions",
    ),
    "responses": Part(
        ResponseForm,
        gettext_lazy("Inscrire une réponse"),
        gettext_lazy("Inscrire la réponse"),
        lambda by, row, form: note_response(by=by, initiative=row, answered=form.answered()),
        "responses",
    ),
    "rungs": Part(
        RungForm,
        gettext_lazy("Inscrire un échelon atteint"),
        gettext_lazy("Inscrire l'échelon"),
        lambda by, row, form: reach_rung(
            by=by,
            initiative=row,
            rung=form.rung_given(),
            reached_on=form.cleaned_data["reached_on"],
            evidence=form.cleaned_data["evidence"],
        ),
        "ladder",
    ),
    "budget": Part(
        AmountsForm,
        gettext_lazy("Écrire l'effet sur le budget"),
        gettext_lazy("Enregistrer les montants"),
        lambda by, row, form: set_budget_effect(by=by, initiative=row, amounts=form.amounts()),
        "",
    ),
}


@dataclass(frozen=True)
class Told:
    """One line of an initiative's story."""

    on: date
    kind: str
    row: Any


@staff(Permission.SEE_RECORDS)
def initiative(request: StaffRequest, pk: UUID) -> HttpResponseBase:
    """One initiative as a story: how far it got, what comes next, what was done and answered."""
    return _page(request, initiative_seen_by(request.user, pk))


@staff(Permission.ENTER_RECORDS, "GET", "POST")
def add(request: StaffRequest) -> HttpResponseBase:
    """Open an initiative; with several programmes, first say in which."""
    programme = programme_asked(request.user, request.GET.get("programme", ""))
    if programme is None:
        return desk_page(
            request,
            "desk/entry_programme.html",
            programmes=programmes_open_to(request.user),
            title=_("Ouvrir une initiative de plaidoyer"),
            breadcrumb=[step(_("Plaidoyer"), reverse("desk:advocacy")), step(_("Ouvrir une initiative"))],
        )
    form = InitiativeForm(sent(request), user=request.user, programme=programme)
    if request.method == "POST" and form.is_valid():
        try:
            with write_turn():
                added = add_initiative(
                    by=request.user,
                    programme=programme,
                    code=form.cleaned_data["code"],
                    keeper=request.user.organisation,
                    demand=form.demand_given(),
                    coalition=form.coalition(),
                )
        except AdvocacyCodeTaken:
            form.add_error("code", _("Une autre initiative du programme porte déjà ce code."))
        except AdvocacyImpossible as error:
            tell(form, error.findings)
        else:
            messages.success(request, _("L'initiative %(code)s est ouverte.") % {"code": added.code})
            return redirect("desk:initiative", pk=added.pk)
    return _form_page(
        request, form, _("Ouvrir une initiative de plaidoyer"), _("Ouvrir l'initiative"), reverse("desk:advocacy")
    )


@staff(Permission.ENTER_RECORDS, "GET", "POST")
def change(request: StaffRequest, pk: UUID) -> HttpResponseBase:
    """Change what an initiative says of itself."""
    found = initiative_seen_by(request.user, pk)
    form = InitiativeForm(sent(request), user=request.user, programme=found.programme, initiative=found)
    if request.method == "POST" and form.is_valid():
        try:
            with write_turn():
                change_initiative(
                    by=request.user, initiative=found, demand=form.demand_given(), coalition=form.coalition()
                )
        except AdvocacyImpossible as error:
            tell(form, error.findings)
        else:
            messages.success(request, _("L'initiative %(code)s est modifiée.") % {"code": found.code})
            return redirect("desk:initiative", pk=pk)
    title = _("Modifier %(code)s") % {"code": found.code}
    return _form_page(request, form, title, _("Enregistrer les changements"), _address(found), found)


@staff(Permission.ENTER_RECORDS, "GET", "POST")
def part_new(request: StaffRequest, pk: UUID, part: str) -> HttpResponseBase:
    """Add a proof, an action, an answer, a rung, or what the budget says."""
    found, kind = initiative_seen_by(request.user, pk), _part(part)
    form = kind.form(sent(request), initiative=found)
    if request.method == "POST" and form.is_valid():
        try:
            with write_turn():
                kind.keep(request.user, found, form)
        except AdvocacyImpossible as error:
            tell(form, error.findings)
        else:
            messages.success(request, _("C'est inscrit. Pensez à transmettre l'initiative quand elle est à jour."))
            return redirect("desk:initiative", pk=pk)
    return _form_page(request, form, str(kind.title), str(kind.button), _address(found), found)


@staff(Permission.ENTER_RECORDS, "POST")
def part_drop(request: StaffRequest, pk: UUID, part: str, number: int) -> HttpResponseBase:
    """Take away what was written by mistake."""
    found, kind = initiative_seen_by(request.user, pk), _part(part)
    if not kind.rows:
        raise Http404
    row = getattr(found, kind.rows).get(pk=number)
    with write_turn():
        drop_part(by=request.user, part=row, reason=_reason(request))
    messages.success(request, _("La ligne est ôtée ; le journal garde qu'elle y était."))
    return redirect("desk:initiative", pk=pk)


@staff(Permission.ENTER_RECORDS, "POST")
def move(request: StaffRequest, pk: UUID) -> HttpResponseBase:
    """Take an initiative one step further."""
    found = initiative_seen_by(request.user, pk)
    form = StepForm(request.POST)
    asked = request.POST.get("state", "")
    if asked not in STEPS or not form.is_valid():
        return _page(request, found, [_("Choisissez une étape, et donnez son jour.")])
    try:
        with write_turn():
            move_initiative(
                by=request.user,
                initiative=found,
                to=InitiativeState(asked),
                on=form.cleaned_data["on"],
                reason=form.cleaned_data["reason"],
            )
    except StepRefused as error:
        return _page(request, found, [finding_said(error.finding())])
    except AdvocacyImpossible as error:
        return _page(request, found, [finding_said(one) for one in error.findings])
    told = _("L'initiative %(code)s : %(state)s.")
    messages.success(request, told % {"code": found.code, "state": STATES[asked]})
    return redirect("desk:initiative", pk=pk)


@staff(Permission.ENTER_RECORDS, "POST")
def hand_in(request: StaffRequest, pk: UUID) -> HttpResponseBase:
    """Hand the initiative in as it stands, so that it can be checked, verified and counted."""
    found = initiative_seen_by(request.user, pk)
    try:
        record = hand_in_initiative(initiative=found, by=request.user, reason=_reason(request))
    except NotReadyToHandIn as error:
        return _page(request, found, [finding_said(one) for one in error.findings])
    messages.success(request, _("L'initiative est transmise : elle attend d'être contrôlée, puis vérifiée."))
    return redirect("desk:record", pk=record.pk)


@staff(Permission.ENTER_RECORDS, "POST")
def promise(request: StaffRequest, pk: UUID, number: int) -> HttpResponseBase:
    """Take a promise that was answered into the register of promises."""
    found = initiative_seen_by(request.user, pk)
    response = found.responses.get(pk=number, answer="promise")
    try:
        made = promise_into_register(response=response, by=request.user)
    except CommitmentImpossible as error:
        return _page(request, found, [finding_said(one) for one in error.findings])
    except TakenAlready:
        messages.warning(request, _("Cette promesse est déjà au registre des engagements."))
    else:
        told = _("La promesse est au registre des engagements sous %(code)s.")
        messages.success(request, told % {"code": made.code})
    return redirect("desk:initiative", pk=pk)


def _page(request: StaffRequest, found: Initiative, problems: list[str] | None = None) -> HttpResponseBase:
    read = as_initiative(found)
    flow = initiative_in_the_flow(found)
    may_write = request.user.may(Permission.ENTER_RECORDS)
    suggestion = suggested_step(read)
    following, missing = suggestion or (None, None)
    where = WHERE_MISSING.get(missing.code, "") if missing else ""
    reached = {one.rung: one for one in found.ladder.all()}
    state = InitiativeState(found.state)
    return desk_page(
        request,
        "desk/initiative.html",
        status=422 if problems else 200,
        initiative=found,
        engaged=sorted(found.engagements.all(), key=lambda one: (one.engaged_as != "lead", one.organisation.code)),
        rungs=[(words, RUNG_MEANINGS[code], reached.get(code)) for code, words in RUNGS.items()],
        following=following,
        following_words=_step_words(state, following),
        missing=finding_said(missing.finding()) if missing else "",
        missing_part=where,
        missing_words=PARTS[where].title if where else "",
        other_steps=[
            (one.value, _step_words(state, one), one in FALLS_SHORT) for one in NEXT_STATES[state] if one != following
        ],
        story=_story(found),
        effect=as_effect(found),
        texts=texts_of(found),
        warnings=[finding_said(one) for one in findings(read)],
        flow=flow,
        against=[finding_said(one) for one in against_initiative(found)],
        correcting=may_write and "correct" in request.GET,
        problems=problems or [],
        may_write=may_write,
        today=timezone.localdate(),
        breadcrumb=[step(_("Plaidoyer"), reverse("desk:advocacy")), step(found.code)],
        demonstration=found.fictional,
    )


def _story(found: Initiative) -> list[Told]:
    """What happened, in the order of the days; on one day, what was done before what was answered and reached."""
    told = [Told(found.identified_on, "issue", found)]
    told += [Told(one.on, "action", one) for one in found.actions.all()]
    told += [Told(one.on, "response", one) for one in found.responses.all()]
    told += [Told(one.reached_on, "rung", one) for one in found.ladder.all()]
    return sorted(told, key=lambda one: one.on)


def _step_words(state: InitiativeState, to: InitiativeState | None) -> object:
    if to is None:
        return ""
    return STEPS[to] if to is not InitiativeState.ACTIVE or state is InitiativeState.PLANNED else ACT_AGAIN


def _form_page(
    request: StaffRequest, form: forms.Form, title: str, button: str, back: str, found: Initiative | None = None
) -> HttpResponseBase:
    fictional = found.fictional if found else request.user.fictional
    return desk_page(
        request,
        "desk/entry_form.html",
        status=422 if form.errors else 200,
        form=form,
        title=title,
        button=button,
        back=back,
        about=f"{found.code} · {plain_text_in(found.title)}" if found else "",
        communes=communes_offered(gazetteer(fictional=fictional)) if "place" in form.fields else [],
        breadcrumb=[
            step(_("Plaidoyer"), reverse("desk:advocacy")),
            *([step(found.code, back)] if found else []),
            step(title),
        ],
        demonstration=fictional,
    )


def _part(part: str) -> Part:
    if part not in PARTS:
        raise Http404
    return PARTS[part]


def _address(found: Initiative) -> str:
    return reverse("desk:initiative", args=[found.pk])


def _reason(request: StaffRequest) -> str:
    return request.POST.get("reason", "").strip()[:300]
