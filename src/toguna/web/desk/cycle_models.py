"""The workshop's own model on the desk: what is common stays, what is local is added, changed or taken away again."""

from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import messages
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from toguna.collect.instruments.workbook import model_to_workbook
from toguna.rules.cycles import RoundState
from toguna.rules.instrument_checks import findings as model_findings
from toguna.rules.instruments import Anchor, Display, Indicator, Model, Scale
from toguna.rules.roles import Permission
from toguna.rules.workshops import with_indicator, without_indicator
from toguna.store.scorecards.actions import CycleOver, ModelFrozen, current_round, keep_cycle_model
from toguna.store.scorecards.models import Cycle, Round
from toguna.store.scorecards.queries import cycle_seen_by, model_of
from toguna.store.writing import write_turn
from toguna.web.desk.cycle_words import told
from toguna.web.desk.cycles import require
from toguna.web.desk.door import StaffRequest, desk_page, sent, staff, step
from toguna.web.desk.instruments import tree_of
from toguna.web.desk.workbooks import workbook_answer
from toguna.web.layout.templatetags.toguna import plain_text_in

THOUSAND = 1000
DISPLAYS = (
    (Display.NUMBER.value, gettext_lazy("un nombre")),
    (Display.FACES.value, gettext_lazy("des visages")),
    (Display.LEVELS.value, gettext_lazy("des niveaux décrits")),
    (Display.YES_NO.value, gettext_lazy("oui ou non")),
)


class IndicatorForm(forms.Form):
    """One indicator of the commune's own: what is asked, on which scale, what would prove it."""

    code = forms.CharField(label=gettext_lazy("Code"), max_length=30, help_text=gettext_lazy("Par exemple 1.1.L1."))
    parent = forms.ChoiceField(label=gettext_lazy("Sous quel critère"), required=False)
    label_fr = forms.CharField(label=gettext_lazy("Indicateur, en français"), max_length=200)
    label_other = forms.CharField(label=gettext_lazy("Dans la langue de la commune"), max_length=200, required=False)
    language = forms.CharField(
        label=gettext_lazy("Quelle langue"),
        max_length=8,
        required=False,
        help_text=gettext_lazy("Son code à trois lettres, par exemple bam, ses, ffm."),
    )
    question_fr = forms.CharField(label=gettext_lazy("La question posée au groupe"), max_length=400, required=False)
    worst = forms.DecimalField(label=gettext_lazy("La pire valeur"), decimal_places=3, max_digits=12, initial=0)
    best = forms.DecimalField(label=gettext_lazy("La meilleure valeur"), decimal_places=3, max_digits=12, initial=100)
    step = forms.DecimalField(
        label=gettext_lazy("De combien en combien"), decimal_places=3, max_digits=12, initial=10, min_value=0
    )
    display = forms.ChoiceField(label=gettext_lazy("Montré comme"), choices=DISPLAYS)
    worst_words = forms.CharField(label=gettext_lazy("Ce que veut dire la pire"), max_length=160, required=False)
    best_words = forms.CharField(label=gettext_lazy("Ce que veut dire la meilleure"), max_length=160, required=False)
    evidence_fr = forms.CharField(label=gettext_lazy("Ce qui le prouverait"), max_length=300, required=False)
    weight = forms.DecimalField(
        label=gettext_lazy("Poids"), decimal_places=3, max_digits=7, min_value=0, initial=1, localize=True
    )

    def __init__(self, *arguments: Any, model: Model, **named: Any) -> None:
        super().__init__(*arguments, **named)
        nodes = [(node.code, f"{node.code}. {plain_text_in(node.label)}") for node in model.nodes]
        self.fields["parent"].choices = nodes or [("", "–")]  # type: ignore[attr-defined]

    def indicator(self) -> Indicator:
        """What was filled in, as an indicator."""
        given = self.cleaned_data
        worst, best = _thousandths(given["worst"]), _thousandths(given["best"])
        words = ((worst, given["worst_words"]), (best, given["best_words"]))
        other = {given["language"]: given["label_other"]} if given["language"] and given["label_other"] else {}
        return Indicator(
            code=given["code"].strip(),
            parent=given["parent"],
            label={"fr": given["label_fr"], **other},
            question={"fr": given["question_fr"]} if given["question_fr"] else {},
            evidence={"fr": given["evidence_fr"]} if given["evidence_fr"] else {},
            scale=Scale(
                worst=worst,
                best=best,
                step=_thousandths(given["step"]),
                display=Display(given["display"]),
                anchors=tuple(Anchor(value, {"fr": text}) for value, text in words if text),
            ),
            weight=_thousandths(given["weight"]),
            local=True,
        )


@staff(Permission.SEE_RECORDS, "GET", "POST")
def cycle_model(request: StaffRequest, code: str) -> HttpResponseBase:
    """The model of the round under way, with what the workshop added to it."""
    found = cycle_seen_by(request.user, code)
    current = current_round(found)
    model = model_of(current)
    form = IndicatorForm(sent(request), model=model)
    if request.method == "POST":
        require(request, found)
        if "drop" in request.POST:
            return _kept(request, found, current, without_indicator(model, request.POST["drop"]))
        if form.is_valid():
            changed = with_indicator(model, form.indicator())
            wrong = [one for one in model_findings(changed) if one not in model_findings(model)]
            for _tone, text in told(wrong):
                form.add_error(None, text)
            if not wrong:
                return _kept(request, found, current, changed)
    return desk_page(
        request,
        "desk/cycle_model.html",
        status=422 if form.errors else 200,
        cycle=found,
        round=current,
        model=model,
        rows=tree_of(model),
        findings=told(model_findings(model)),
        form=form,
        frozen=current.state != RoundState.OPEN or current.model.frozen_at is not None,
        may_write=request.user.may(Permission.ENTER_RECORDS),
        breadcrumb=[
            step(_("Cycles de notation"), reverse("desk:cycles")),
            step(found.code, reverse("desk:cycle", args=[found.code])),
            step(_("Modèle")),
        ],
        demonstration=found.fictional,
    )


@staff(Permission.SEE_RECORDS)
def cycle_workbook(request: StaffRequest, code: str) -> HttpResponseBase:
    """The cycle's model as a workbook."""
    found = cycle_seen_by(request.user, code)
    return workbook_answer(model_to_workbook(model_of(current_round(found))), f"modele-{found.code}.xlsx")


def _kept(request: StaffRequest, found: Cycle, current: Round, model: Model) -> HttpResponseBase:
    try:
        with write_turn():
            keep_cycle_model(by=request.user, round=current, model=model)
    except (ModelFrozen, CycleOver):
        messages.warning(request, _("Le modèle est gelé : des notes ont été validées avec lui."))
    else:
        messages.success(request, _("Le modèle de la commune est enregistré."))
    return redirect("desk:cycle-model", code=found.code)


def _thousandths(number: Decimal) -> int:
    return int(number * THOUSAND)
