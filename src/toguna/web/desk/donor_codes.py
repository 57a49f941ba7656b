"""Donors' codes on the desk: the list, each code, what proves it, and the indicators that it stands for.

A code that nobody has verified is marked wherever it stands here, and is said nowhere outside.
"""

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from toguna.rules.roles import Permission
from toguna.store.results.donor_codes import (
    CodeTaken,
    ProofMissing,
    Standard,
    add_standard,
    change_standard,
    link_standard,
    matching_standard,
    standards_listed,
    unlink_standard,
    unlinked_indicators,
    unverify_standard,
    verify_standard,
)
from toguna.store.results.models import Indicator, StandardIndicator
from toguna.web.desk.door import StaffRequest, desk_page, posted_id, sent, staff, step
from toguna.web.desk.listing import FilterForm, chosen_order, csv_answer, listing, ordered
from toguna.web.layout.templatetags.toguna import plain_text_in

ORDERS = {
    "code": ("scheme", "code"),
    "year": ("year",),
    "linked": ("linked",),
    "verified": ("verified_at",),
}
BY_CODE = "code"
NOBODY = UUID(int=0)


class CodeFilters(FilterForm):
    """What the list can be narrowed by."""

    q = forms.CharField(label=gettext_lazy("Chercher"), max_length=80)
    verified = forms.ChoiceField(
        label=gettext_lazy("Vérification"),
        choices=[
            ("", gettext_lazy("Tous")),
            ("yes", gettext_lazy("vérifiés")),
            ("no", gettext_lazy("à vérifier")),
        ],
    )
    scheme = forms.ChoiceField(label=gettext_lazy("Liste"))
    linked = forms.ChoiceField(
        label=gettext_lazy("Indicateurs"),
        choices=[("", gettext_lazy("Tous")), ("yes", gettext_lazy("liés")), ("no", gettext_lazy("sans indicateur"))],
    )

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        schemes = StandardIndicator.objects.order_by("scheme").values_list("scheme", flat=True).distinct()
        self.fields["scheme"].choices = [("", _("Toutes")), *((one, one) for one in schemes)]  # type: ignore[attr-defined]


class CodeForm(forms.Form):
    """One line of a donor's list."""

    scheme = forms.SlugField(
        label=gettext_lazy("Liste"),
        max_length=40,
        help_text=gettext_lazy("Le nom court de la liste du bailleur, toujours le même : lettres, chiffres et tirets."),
    )
    code = forms.CharField(label=gettext_lazy("Code"), max_length=60)
    year = forms.IntegerField(label=gettext_lazy("Année de la version"), required=False, min_value=1950, max_value=2150)
    title_fr = forms.CharField(label=gettext_lazy("Titre en français"), max_length=400)
    title_en = forms.CharField(label=gettext_lazy("Titre en anglais"), max_length=400, required=False)
    unit_fr = forms.CharField(label=gettext_lazy("Unité en français"), max_length=80, required=False)
    unit_en = forms.CharField(label=gettext_lazy("Unité en anglais"), max_length=80, required=False)
    older_codes = forms.CharField(
        label=gettext_lazy("Codes plus anciens"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Séparés par des virgules."),
    )
    counting_rule_fr = forms.CharField(
        label=gettext_lazy("Règle de comptage en français"), required=False, widget=forms.Textarea({"rows": 2})
    )
    counting_rule_en = forms.CharField(
        label=gettext_lazy("Règle de comptage en anglais"), required=False, widget=forms.Textarea({"rows": 2})
    )
    disaggregates_fr = forms.CharField(
        label=gettext_lazy("Ventilations demandées, en français"), max_length=400, required=False
    )
    disaggregates_en = forms.CharField(
        label=gettext_lazy("Ventilations demandées, en anglais"), max_length=400, required=False
    )
    provenance_fr = forms.CharField(
        label=gettext_lazy("D'où vient cette ligne, en français"),
        max_length=400,
        required=False,
        help_text=gettext_lazy("Ce n'est pas encore une preuve : la preuve se donne en vérifiant."),
    )
    provenance_en = forms.CharField(
        label=gettext_lazy("D'où vient cette ligne, en anglais"), max_length=400, required=False
    )

    def __init__(self, *arguments: Any, kept: StandardIndicator | None = None, **named: Any) -> None:
        if kept is not None:
            named["initial"] = _initial(kept)
        super().__init__(*arguments, **named)

    def standard(self) -> Standard:
        """What was written, in the shape of the store."""
        given = self.cleaned_data
        return Standard(
            scheme=given["scheme"],
            code=given["code"].strip(),
            year=given["year"],
            older_codes=[code.strip() for code in given["older_codes"].split(",") if code.strip()],
            **{name: self._text(name) for name in TEXTS},
        )

    def _text(self, name: str) -> dict[str, str]:
        written = {language: self.cleaned_data[f"{name}_{language}"].strip() for language in ("fr", "en")}
        return {language: text for language, text in written.items() if text}


TEXTS = ("title", "unit", "counting_rule", "disaggregates", "provenance")


def _initial(kept: StandardIndicator) -> dict[str, Any]:
    texts = {f"{name}_{language}": getattr(kept, name).get(language, "") for name in TEXTS for language in ("fr", "en")}
    older = ", ".join(kept.older_codes)
    return texts | {"scheme": kept.scheme, "code": kept.code, "year": kept.year, "older_codes": older}


def narrowed(chosen: dict[str, Any]) -> QuerySet[StandardIndicator]:
    """The codes that the filters leave."""
    found = standards_listed()
    for typed in chosen.get("q", "").split():
        found = found.filter(matching_standard(typed))
    if chosen.get("scheme"):
        found = found.filter(scheme=chosen["scheme"])
    if chosen.get("verified"):
        found = found.filter(verified_at__isnull=chosen["verified"] == "no")
    if chosen.get("linked"):
        found = found.filter(Q(linked=0) if chosen["linked"] == "no" else Q(linked__gt=0))
    return found


@staff(Permission.SEE_VALUES)
def codes(request: StaffRequest) -> HttpResponseBase:
    """The list of donors' codes."""
    form = CodeFilters(request.GET)
    return desk_page(
        request,
        "desk/codes.html",
        listing=listing(request, narrowed(form.chosen()), form, ORDERS, BY_CODE),
        may_write=request.user.may(Permission.MANAGE_FRAMEWORK),
        breadcrumb=[step(_("Indicateurs"), "/desk/indicators/"), step(_("Codes des bailleurs"))],
    )


HEADER = (
    gettext_lazy("liste"),
    gettext_lazy("code"),
    gettext_lazy("année de la version"),
    gettext_lazy("titre"),
    gettext_lazy("unité"),
    gettext_lazy("codes plus anciens"),
    gettext_lazy("règle de comptage"),
    gettext_lazy("ventilations demandées"),
    gettext_lazy("d'où vient la ligne"),
    gettext_lazy("vérifié"),
    gettext_lazy("vérifié le"),
    gettext_lazy("preuve"),
    gettext_lazy("indicateurs liés"),
)


@staff(Permission.SEE_VALUES)
def codes_csv(request: StaffRequest) -> HttpResponseBase:
    """The list as it is filtered and ordered, every row."""
    found = ordered(narrowed(CodeFilters(request.GET).chosen()), ORDERS, chosen_order(request, ORDERS, BY_CODE))
    return csv_answer("codes-des-bailleurs.csv", HEADER, _rows(found))


def _rows(found: QuerySet[StandardIndicator]) -> Iterator[Sequence[object]]:
    for one in found.prefetch_related("indicators"):
        yield (
            one.scheme,
            one.code,
            one.year,
            plain_text_in(one.title),
            plain_text_in(one.unit),
            ", ".join(one.older_codes),
            plain_text_in(one.counting_rule),
            plain_text_in(one.disaggregates),
            plain_text_in(one.provenance),
            _("oui") if one.verified else _("non"),
            one.verified_at.date() if one.verified_at else None,
            one.proof,
            ", ".join(sorted(indicator.code for indicator in one.indicators.all())),
        )


@staff(Permission.SEE_VALUES)
def code(request: StaffRequest, pk: int) -> HttpResponseBase:
    """One code: what it means, what proves it, which indicators it stands for."""
    return _page(request, StandardIndicator.objects.get(pk=pk))


def _page(request: StaffRequest, kept: StandardIndicator, problem: str = "") -> HttpResponseBase:
    may_write = request.user.may(Permission.MANAGE_FRAMEWORK)
    return desk_page(
        request,
        "desk/code.html",
        status=422 if problem else 200,
        code=kept,
        problems=[problem] if problem else [],
        indicators=kept.indicators.select_related("result__programme").order_by("result__programme__position", "code"),
        offered=unlinked_indicators(kept) if may_write else [],
        may_write=may_write,
        breadcrumb=[
            step(_("Indicateurs"), "/desk/indicators/"),
            step(_("Codes des bailleurs"), "/desk/codes/"),
            step(kept.code),
        ],
    )


@staff(Permission.MANAGE_FRAMEWORK, "GET", "POST")
def add_code(request: StaffRequest) -> HttpResponseBase:
    """Add a code, which nobody has verified yet."""
    form = CodeForm(sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            made = add_standard(by=request.user, standard=form.standard())
        except CodeTaken:
            form.add_error("code", _("Cette liste a déjà ce code."))
        else:
            messages.success(request, _("Le code %(code)s est ajouté. Il reste à vérifier.") % {"code": made.code})
            return redirect("desk:code", pk=made.pk)
    return _form_page(request, form, None)


@staff(Permission.MANAGE_FRAMEWORK, "GET", "POST")
def change_code(request: StaffRequest, pk: int) -> HttpResponseBase:
    """Change a code; what was verified is then to be verified again."""
    kept = StandardIndicator.objects.get(pk=pk)
    form = CodeForm(sent(request), kept=kept)
    if request.method == "POST" and form.is_valid():
        was_verified = kept.verified
        try:
            change_standard(by=request.user, kept=kept, standard=form.standard())
        except CodeTaken:
            form.add_error("code", _("Cette liste a déjà ce code."))
        else:
            again = was_verified and not kept.verified
            messages.success(
                request,
                _("Le code est modifié : il est de nouveau à vérifier.") if again else _("Le code est enregistré."),
            )
            return redirect("desk:code", pk=kept.pk)
    return _form_page(request, form, kept)


def _form_page(request: StaffRequest, form: CodeForm, kept: StandardIndicator | None) -> HttpResponseBase:
    return desk_page(
        request,
        "desk/code_form.html",
        status=422 if form.errors else 200,
        form=form,
        code=kept,
        breadcrumb=[
            step(_("Codes des bailleurs"), "/desk/codes/"),
            *([step(kept.code, f"/desk/codes/{kept.pk}/")] if kept else []),
            step(_("Modifier") if kept else _("Ajouter un code")),
        ],
    )


@staff(Permission.MANAGE_FRAMEWORK, "POST")
def verify_code(request: StaffRequest, pk: int) -> HttpResponseBase:
    """Say that the code was seen in the donor's list, and where."""
    kept = StandardIndicator.objects.get(pk=pk)
    try:
        verify_standard(by=request.user, kept=kept, proof=request.POST.get("proof", "")[:300])
    except ProofMissing:
        return _page(request, kept, _("Écrivez où vous avez vu ce code : le document, sa page ou son adresse."))
    messages.success(request, _("Le code est vérifié : il paraîtra dans les prochaines éditions."))
    return redirect("desk:code", pk=kept.pk)


@staff(Permission.MANAGE_FRAMEWORK, "POST")
def doubt_code(request: StaffRequest, pk: int) -> HttpResponseBase:
    """Take the verification back."""
    kept = StandardIndicator.objects.get(pk=pk)
    unverify_standard(by=request.user, kept=kept)
    messages.success(request, _("Le code est de nouveau à vérifier : les prochaines éditions ne le diront plus."))
    return redirect("desk:code", pk=kept.pk)


@staff(Permission.MANAGE_FRAMEWORK, "POST")
def link_code(request: StaffRequest, pk: int) -> HttpResponseBase:
    """Link an indicator to the code, or take the link away."""
    kept = StandardIndicator.objects.get(pk=pk)
    indicator = Indicator.objects.get(pk=posted_id(request, "indicator") or NOBODY)
    if request.POST.get("act") == "unlink":
        unlink_standard(by=request.user, kept=kept, indicator=indicator)
        told = _("L'indicateur %(code)s n'est plus lié à ce code.")
    else:
        link_standard(by=request.user, kept=kept, indicator=indicator)
        told = _("L'indicateur %(code)s est lié à ce code.")
    messages.success(request, told % {"code": indicator.code})
    return redirect("desk:code", pk=kept.pk)
