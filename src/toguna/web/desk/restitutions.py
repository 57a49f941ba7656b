"""Giving a round back on the desk: what everybody would read, what keeps it from them, the authority's answer.

What is shown here is what will be frozen, made in the same way. Nothing of a small group is on this page either.
"""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib import messages
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from toguna.flow.restitution import (
    ReplyImpossible,
    account_now,
    bring_back,
    missing_for_restitution,
    public_stage,
    record_of,
    restitute,
    restituted_on,
    set_reply_beside,
    withdraw,
)
from toguna.flow.scoring import NotPermittedOnCycle, require_facilitator
from toguna.rules.cycles import RoundState
from toguna.rules.findings import Finding
from toguna.rules.instruments import Engine
from toguna.rules.roles import Permission
from toguna.store.accounts.models import User
from toguna.store.scorecards.actions import StageNotReady
from toguna.store.scorecards.models import Cycle, Restitution, Round
from toguna.store.scorecards.queries import cycle_seen_by
from toguna.web.desk.cycle_words import told
from toguna.web.desk.door import StaffRequest, desk_page, staff, step
from toguna.web.desk.rounds import round_named
from toguna.web.layout.score_words import account_shown
from toguna.web.layout.templatetags.toguna import reader


class ReplyForm(forms.Form):
    """What the authority answers, as an office."""

    words = forms.CharField(
        label=gettext_lazy("Ce que répond l'autorité"),
        max_length=4_000,
        required=False,
        widget=forms.Textarea({"rows": 6}),
        help_text=gettext_lazy("Dans ses mots. Tout le monde lira ceci, à côté des notes. Ne nommez aucune personne."),
    )
    office = forms.CharField(
        label=gettext_lazy("En quelle fonction"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("Par exemple « la maire » ou « le conseil communal » ; jamais un nom."),
    )
    on = forms.DateField(
        label=gettext_lazy("Jour de la réponse"),
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )


@staff(Permission.SEE_RECORDS, "GET", "POST")
def restitution(request: StaffRequest, code: str, number: int) -> HttpResponseBase:
    """What would become public of a round, and making it public."""
    found = cycle_seen_by(request.user, code)
    current = round_named(found, number)
    if request.method != "POST":
        return _page(request, found, current)
    require_facilitator(request.user, current)
    try:
        made = restitute(current, by=request.user, reason=request.POST.get("reason", "")[:300])
    except StageNotReady as error:
        return _page(request, found, current, error.findings)
    messages.success(
        request,
        _("Le compte rendu n° %(edition)s est public. S'il ne doit plus l'être, retirez-le de la vue publique.")
        % {"edition": made.edition},
    )
    return redirect("desk:round-restitution", code=code, number=number)


@staff(Permission.ENTER_RECORDS, "POST")
def reply(request: StaffRequest, code: str, number: int) -> HttpResponseBase:
    """Set the authority's answer beside the account that is public, or change it."""
    found = cycle_seen_by(request.user, code)
    current = round_named(found, number)
    require_facilitator(request.user, current)
    public = current.restitutions.order_by("-edition")[:1].get()
    form = ReplyForm(request.POST)
    given = form.cleaned_data if form.is_valid() else {}
    try:
        if given:
            set_reply_beside(public, by=request.user, **given)
    except ReplyImpossible as error:
        _tell(form, error.findings)
    if form.errors:
        return _page(request, found, current, form=form)
    messages.success(request, _("La réponse de l'autorité est à côté du compte rendu."))
    return redirect("desk:round-restitution", code=code, number=number)


@staff(Permission.WITHDRAW_FROM_VIEW, "POST")
def out_of_view(request: StaffRequest, code: str, number: int) -> HttpResponseBase:
    """Take every account of the cycle out of public view at once, or show them again."""
    found = cycle_seen_by(request.user, code)
    current = round_named(found, number)
    if "back" in request.POST:
        bring_back(found, by=request.user)
        messages.success(request, _("Les comptes rendus de ce cycle sont de nouveau publics."))
        return redirect("desk:round-restitution", code=code, number=number)
    try:
        withdraw(found, by=request.user, reason=request.POST.get("reason", "")[:1_000])
    except StageNotReady as error:
        return _page(request, found, current, error.findings)
    messages.success(request, _("Hors de la vue publique : page, affiche et tableau. Aucun chiffre n'a changé."))
    return redirect("desk:round-restitution", code=code, number=number)


def _page(
    request: StaffRequest,
    found: Cycle,
    current: Round,
    wrong: Iterable[Finding] = (),
    form: ReplyForm | None = None,
) -> HttpResponseBase:
    editions = list(current.restitutions.order_by("-edition"))
    public = editions[0] if editions else None
    lacking = [] if public and current.state == RoundState.RESTITUTED else missing_for_restitution(current)
    problems = [text for _tone, text in told(wrong)]
    stage = public_stage(current)
    return desk_page(
        request,
        "desk/restitution.html",
        status=422 if problems or (form and form.errors) else 200,
        cycle=found,
        round=current,
        stage=stage,
        record=record_of(current),
        problems=problems,
        missing=told(lacking),
        met_on=restituted_on(current),
        shown=_preview(found, current),
        is_public=public is not None and current.state == RoundState.RESTITUTED,
        public=public,
        editions=editions,
        reason=request.POST.get("reason", "") if wrong else "",
        may_write=_may_write(request.user, current),
        may_withdraw=request.user.may(Permission.WITHDRAW_FROM_VIEW),
        form=form or _reply_form(public),
        breadcrumb=[
            step(_("Cycles de notation"), reverse("desk:cycles")),
            step(found.code, reverse("desk:cycle", args=[found.code])),
            step(_("Restitution, tour %(number)s") % {"number": current.number}),
        ],
        demonstration=found.fictional,
    )


def _preview(found: Cycle, current: Round) -> dict[str, Any] | None:
    """What would be public; nothing while scores are still written, nor of a survey."""
    is_survey = current.model.content["engine"] == Engine.SURVEY
    if found.place is None or current.state == RoundState.OPEN or is_survey:
        return None
    return account_shown(account_now(current), reader())


def _reply_form(public: Restitution | None) -> ReplyForm:
    if public is None:
        return ReplyForm()
    return ReplyForm(initial={"words": public.reply, "office": public.reply_office, "on": public.reply_on})


def _tell(form: ReplyForm, findings: Iterable[Finding]) -> None:
    for finding in findings:
        form.add_error(finding.where if finding.where in form.fields else None, _(finding.message) % finding.values)


def _may_write(user: User, current: Round) -> bool:
    try:
        require_facilitator(user, current)
    except NotPermittedOnCycle:
        return False
    return True
