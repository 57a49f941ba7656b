"""One grant on the desk: its payments, the papers for them, and the next step, each by whoever may take it."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from toguna.rules.roles import Permission
from toguna.rules.sub_awards import ACQUITTABLE, NEXT_STATES, AwardState, plan_findings, standing_of
from toguna.store.budgets.actions import (
    DecidedAlready,
    MoneyImpossible,
    OwnAcquittal,
    PaidAlready,
    SubAwardCodeTaken,
    accept_acquittal,
    add_sub_award,
    change_sub_award,
    drop_tranche,
    move_sub_award,
    pay_tranche,
    plan_tranche,
    receive_acquittal,
    return_acquittal,
)
from toguna.store.budgets.models import SubAward
from toguna.store.budgets.queries import as_award, programmes_with_money, sub_award_seen_by
from toguna.store.programmes.models import Programme
from toguna.store.writing import write_turn
from toguna.web.desk.door import StaffRequest, desk_page, sent, staff, step
from toguna.web.desk.money_forms import AcquittalForm, PaymentForm, SubAwardForm, TrancheForm
from toguna.web.desk.money_words import AWARD_STATES, AWARD_STEPS, RESUME, amount_said, finding_said, tell


@staff(Permission.SEE_SUB_AWARDS)
def sub_award(request: StaffRequest, code: str, pk: UUID) -> HttpResponseBase:
    """One grant: what was granted, paid and accounted for, and what waits."""
    return _page(request, _found(request, code, pk))


@staff(Permission.MANAGE_BUDGETS, "GET", "POST")
def add(request: StaffRequest, code: str) -> HttpResponseBase:
    """Write down a grant."""
    programme = programmes_with_money(request.user).get(code=code)
    form = SubAwardForm(sent(request), programme=programme)
    if request.method == "POST" and form.is_valid():
        try:
            with write_turn():
                added = add_sub_award(
                    by=request.user, programme=programme, code=form.cleaned_data["code"], grant=form.grant()
                )
        except SubAwardCodeTaken:
            form.add_error("code", _("Une autre subvention du programme porte déjà ce code."))
        else:
            messages.success(request, _("La subvention %(code)s est inscrite.") % {"code": added.code})
            return redirect("desk:sub-award", code=programme.code, pk=added.pk)
    return money_form_page(
        request,
        programme,
        form,
        title=_("Inscrire une subvention"),
        button=_("Inscrire la subvention"),
        back=reverse("desk:programme-budgets", args=[programme.code]),
    )


@staff(Permission.MANAGE_BUDGETS, "GET", "POST")
def change(request: StaffRequest, code: str, pk: UUID) -> HttpResponseBase:
    """Change what a grant says of itself."""
    found = _found(request, code, pk)
    form = SubAwardForm(sent(request), programme=found.programme, sub_award=found)
    if request.method == "POST" and form.is_valid():
        try:
            with write_turn():
                change_sub_award(by=request.user, sub_award=found, grant=form.grant())
        except MoneyImpossible as error:
            tell(form, error.findings, found.currency)
        except PaidAlready:
            form.add_error("currency", _("Des tranches sont prévues dans l'ancienne monnaie : elle ne change plus."))
        else:
            messages.success(request, _("La subvention %(code)s est modifiée.") % {"code": found.code})
            return _back_to(found)
    return money_form_page(
        request,
        found.programme,
        form,
        title=_("Modifier %(code)s") % {"code": found.code},
        button=_("Enregistrer les changements"),
        back=_address(found),
        steps=[step(found.code, _address(found))],
    )


@staff(Permission.MANAGE_BUDGETS, "POST")
def move(request: StaffRequest, code: str, pk: UUID) -> HttpResponseBase:
    """Take a grant one step further."""
    found = _found(request, code, pk)
    asked = request.POST.get("state", "")
    if asked not in AWARD_STATES:
        return _page(request, found, [_("Choisissez ce que devient la subvention.")])
    try:
        with write_turn():
            move_sub_award(by=request.user, sub_award=found, to=AwardState(asked), reason=_reason(request))
    except MoneyImpossible as error:
        return _page(request, found, [finding_said(one, found.currency) for one in error.findings])
    told = _("La subvention %(code)s est maintenant %(state)s.")
    messages.success(request, told % {"code": found.code, "state": AWARD_STATES[asked]})
    return _back_to(found)


@staff(Permission.MANAGE_BUDGETS, "GET", "POST")
def tranche_new(request: StaffRequest, code: str, pk: UUID) -> HttpResponseBase:
    """Plan one more payment."""
    return _tranche_form(request, _found(request, code, pk), None)


@staff(Permission.MANAGE_BUDGETS, "GET", "POST")
def tranche(request: StaffRequest, code: str, pk: UUID, number: int) -> HttpResponseBase:
    """Change a payment that is planned, or take it away."""
    found = _found(request, code, pk)
    row = found.tranches.get(number=number)
    if row.paid is not None:
        messages.warning(request, _("La tranche %(number)s est payée : elle ne change plus.") % {"number": number})
        return _back_to(found)
    if "drop" in request.POST:
        with write_turn():
            drop_tranche(by=request.user, tranche=row)
        messages.success(request, _("La tranche %(number)s n'est plus prévue.") % {"number": number})
        return _back_to(found)
    return _tranche_form(request, found, number)


def _tranche_form(request: StaffRequest, found: SubAward, number: int | None) -> HttpResponseBase:
    row = found.tranches.get(number=number) if number else None
    form = TrancheForm(sent(request), sub_award=found, tranche=row)
    if request.method == "POST" and form.is_valid():
        with write_turn():
            planned = plan_tranche(by=request.user, sub_award=found, plan=form.plan(), number=number)
        told = {"number": planned.number, "amount": amount_said(planned.planned, found.currency)}
        messages.success(request, _("La tranche %(number)s est prévue : %(amount)s.") % told)
        return _back_to(found)
    return money_form_page(
        request,
        found.programme,
        form,
        title=_("Modifier la tranche %(number)s") % {"number": number} if number else _("Prévoir une tranche"),
        button=_("Enregistrer la tranche"),
        back=_address(found),
        steps=[step(found.code, _address(found))],
        drop=_("Ne plus la prévoir") if number else "",
    )


@staff(Permission.MANAGE_BUDGETS, "GET", "POST")
def pay(request: StaffRequest, code: str, pk: UUID, number: int) -> HttpResponseBase:
    """Say that a tranche was paid."""
    found = _found(request, code, pk)
    row = found.tranches.get(number=number)
    form = PaymentForm(sent(request), tranche=row, today=timezone.localdate())
    if request.method == "POST" and form.is_valid() and form.hundredths is not None:
        given = form.cleaned_data
        try:
            with write_turn():
                pay_tranche(
                    by=request.user, tranche=row, paid=form.hundredths, paid_on=given["paid_on"], reason=given["reason"]
                )
        except MoneyImpossible as error:
            tell(form, error.findings, found.currency)
        except PaidAlready:
            messages.warning(request, _("La tranche %(number)s est déjà payée.") % {"number": number})
            return _back_to(found)
        else:
            told = {"number": number, "amount": amount_said(form.hundredths, found.currency)}
            messages.success(request, _("La tranche %(number)s est payée : %(amount)s.") % told)
            return _back_to(found)
    return money_form_page(
        request,
        found.programme,
        form,
        title=_("Payer la tranche %(number)s") % {"number": number},
        button=_("Inscrire le paiement"),
        back=_address(found),
        steps=[step(found.code, _address(found))],
    )


@staff(Permission.MANAGE_BUDGETS, "GET", "POST")
def acquittal_new(request: StaffRequest, code: str, pk: UUID) -> HttpResponseBase:
    """Write down papers that came in."""
    found = _found(request, code, pk)
    form = AcquittalForm(sent(request), sub_award=found, today=timezone.localdate())
    if request.method == "POST" and form.is_valid() and form.hundredths is not None:
        given = form.cleaned_data
        try:
            with write_turn():
                receive_acquittal(
                    by=request.user,
                    sub_award=found,
                    amount=form.hundredths,
                    received_on=given["received_on"],
                    reference=given["reference"],
                )
        except MoneyImpossible as error:
            tell(form, error.findings, found.currency)
        else:
            told = _("Un justificatif de %(amount)s est reçu. Quelqu'un d'autre que vous pourra l'accepter.")
            messages.success(request, told % {"amount": amount_said(form.hundredths, found.currency)})
            return _back_to(found)
    return money_form_page(
        request,
        found.programme,
        form,
        title=_("Inscrire un justificatif"),
        button=_("Inscrire le justificatif"),
        back=_address(found),
        steps=[step(found.code, _address(found))],
    )


@staff(Permission.MANAGE_BUDGETS, "POST")
def acquittal(request: StaffRequest, code: str, pk: UUID, number: int) -> HttpResponseBase:
    """Accept papers, or send them back with what is missing."""
    found = _found(request, code, pk)
    row, reason = found.acquittals.get(pk=number), _reason(request)
    accepts = request.POST.get("act") == "accept"
    if not accepts and not reason:
        return _page(request, found, [_("Écrivez ce qui manque, pour que le sous-bénéficiaire puisse le corriger.")])
    try:
        with write_turn():
            if accepts:
                accept_acquittal(by=request.user, acquittal=row)
            else:
                return_acquittal(by=request.user, acquittal=row, reason=reason)
    except OwnAcquittal:
        told = _("Vous avez inscrit ce justificatif : c'est à quelqu'un d'autre de l'accepter.")
        return _page(request, found, [told])
    except DecidedAlready:
        messages.warning(request, _("Quelqu'un a déjà décidé de ce justificatif."))
        return _back_to(found)
    said = (
        _("Le justificatif de %(amount)s est accepté.") if accepts else _("Le justificatif de %(amount)s est renvoyé.")
    )
    messages.success(request, said % {"amount": amount_said(row.amount, found.currency)})
    return _back_to(found)


def money_form_page(
    request: StaffRequest,
    programme: Programme,
    form: forms.Form,
    *,
    title: str,
    button: str,
    back: str,
    steps: list[dict[str, object]] | None = None,
    drop: str = "",
) -> HttpResponseBase:
    """A page that asks for one thing about money, and the way back without saying it."""
    return desk_page(
        request,
        "desk/money_form.html",
        status=422 if form.errors else 200,
        form=form,
        title=title,
        button=button,
        back=back,
        drop=drop,
        breadcrumb=[
            step(_("Budgets"), "/desk/budgets/"),
            step(programme.code, reverse("desk:programme-budgets", args=[programme.code])),
            *(steps or []),
            step(title),
        ],
        demonstration=programme.fictional,
    )


def _page(request: StaffRequest, found: SubAward, problems: list[str] | None = None) -> HttpResponseBase:
    award, today = as_award(found), timezone.localdate()
    may_manage = request.user.may(Permission.MANAGE_BUDGETS)
    state = AwardState(found.state)
    names = {**AWARD_STEPS, AwardState.SIGNED.value: RESUME} if state is AwardState.SUSPENDED else AWARD_STEPS
    order = list(AwardState)
    nexts = sorted(NEXT_STATES[state], key=order.index)
    return desk_page(
        request,
        "desk/sub_award.html",
        status=422 if problems else 200,
        sub_award=found,
        standing=standing_of(award, today),
        tranches=found.tranches.all(),
        acquittals=found.acquittals.all(),
        warnings=[finding_said(one, found.currency) for one in plan_findings(award)],
        steps=[(one.value, names[one.value], one in (AwardState.REFUSED, AwardState.TERMINATED)) for one in nexts],
        problems=problems or [],
        may_manage=may_manage,
        may_plan=may_manage and state in {AwardState.PROPOSED, AwardState.SELECTED, AwardState.SIGNED},
        may_pay=may_manage and state is AwardState.SIGNED,
        may_receive=may_manage and state in ACQUITTABLE,
        me=request.user.pk,
        today=today,
        breadcrumb=[
            step(_("Budgets"), "/desk/budgets/"),
            step(found.programme.code, reverse("desk:programme-budgets", args=[found.programme.code])),
            step(found.code),
        ],
        demonstration=found.programme.fictional,
    )


def _found(request: StaffRequest, code: str, pk: UUID) -> SubAward:
    return sub_award_seen_by(request.user, Programme.objects.get(code=code), pk)


def _address(found: SubAward) -> str:
    return reverse("desk:sub-award", args=[found.programme.code, found.pk])


def _back_to(found: SubAward) -> HttpResponseBase:
    return redirect("desk:sub-award", code=found.programme.code, pk=found.pk)


def _reason(request: StaffRequest) -> str:
    return request.POST.get("reason", "").strip()[:300]
