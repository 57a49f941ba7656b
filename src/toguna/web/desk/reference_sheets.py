"""The reference sheet of an indicator on the desk: read on one page, printed, changed with a dated log."""

from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from toguna.flow.reference_sheets import indicator_of_sheet, reference_sheet_part, write_sheet
from toguna.publish.documents.reference_sheet import reference_sheet_paper
from toguna.publish.reference_sheet import TITLES, complete_by_of, label_of, log_lines, missing_of, sheet_parts
from toguna.publish.words import said
from toguna.rules.offices import OFFICE_NAMES_A_PERSON, names_a_person
from toguna.rules.reference_sheets import FIELDS, PPR_YEARS, STARTED_ON, YEAR_IMPOSSIBLE, years_in
from toguna.rules.roles import Permission
from toguna.store.programmes.models import Programme
from toguna.store.results.models import Indicator, ReferenceSheet
from toguna.store.results.queries import indicators_of
from toguna.store.results.reference_sheets import SheetRefused, reference_sheet_of
from toguna.web.desk.activity_forms import DAY
from toguna.web.desk.door import StaffRequest, desk_page, sent, staff, step
from toguna.web.layout.templatetags.toguna import plain_text_in

HINTS = {
    "rationale": gettext_lazy("Pourquoi cet indicateur montre le changement voulu, et à quoi il sert."),
    "data_source": gettext_lazy("D'où viennent les données : quelles fiches, quels registres, quels partenaires."),
    "collection_method": gettext_lazy(
        "Qui recueille, avec quel formulaire, comment les données arrivent et se calculent."
    ),
    "reporting_frequency": gettext_lazy("Par exemple : chaque trimestre, quinze jours après sa fin."),
    "responsible_office": gettext_lazy("Un bureau ou une fonction, jamais le nom d'une personne."),
    "acquisition_cost": gettext_lazy("Reste dans l'espace de travail."),
    "storage_place": gettext_lazy("Reste dans l'espace de travail."),
    "baseline_timeframe": gettext_lazy("L'époque, et comment la valeur de référence a été établie."),
    "target_rationale": gettext_lazy("Sur quoi les cibles se fondent."),
    "limitations": gettext_lazy("Ce qui peut rendre ces données inexactes ou incomplètes."),
    "limitations_significance": gettext_lazy("Combien cela pèse sur ce que l'on peut conclure."),
    "limitations_mitigation": gettext_lazy("Ce qui est fait, ou sera fait."),
    "analysis": gettext_lazy("Comment les données sont lues, comparées, ventilées."),
    "presentation": gettext_lazy("Tableaux, graphiques, rapports où elles paraissent."),
}
ENGLISH = "_en"


class SheetForm(forms.Form):
    """The officer's fields, each in French and, if wanted, in English."""

    def __init__(self, *arguments: Any, sheet: ReferenceSheet, **named: Any) -> None:
        super().__init__(*arguments, **named)
        language = get_language() or "fr"
        self.fields[STARTED_ON] = forms.DateField(
            label=label_of(STARTED_ON, language),
            required=False,
            widget=DAY,
            initial=sheet.collection_started_on,
            help_text=_("La fiche doit être complète trois mois après ce jour."),
        )
        self.fields[PPR_YEARS] = forms.CharField(
            label=label_of(PPR_YEARS, language),
            required=False,
            max_length=200,
            initial=", ".join(map(str, sheet.ppr_years)),
            help_text=_("Les années, séparées par des virgules ; rien si l'indicateur n'y figure pas."),
        )
        for field in FIELDS:
            text = sheet.texts.get(field.code, {})
            self.fields[field.code] = self._box(field.code, text.get("fr", ""), _("en français"), field.code)
            self.fields[field.code + ENGLISH] = self._box(field.code, text.get("en", ""), _("en anglais"), "")

    def _box(self, code: str, written: str, in_language: str, hinted: str) -> forms.CharField:
        return forms.CharField(
            label=f"{label_of(code, get_language() or 'fr')}, {in_language}",
            required=False,
            max_length=4000,
            initial=written,
            widget=forms.Textarea({"rows": 3}),
            help_text=str(HINTS.get(hinted, "")),
        )

    def parts(self) -> list[tuple[str, list[Any], list[tuple[Any, Any, bool]]]]:
        """The parts of the sheet: title, boxes without a language, then French and English box and whether required."""
        language = get_language() or "fr"
        alone = {"description": [PPR_YEARS], "collection": [STARTED_ON]}
        return [
            (
                said(title, language),
                [self[name] for name in alone.get(part, [])],
                [(self[one.code], self[one.code + ENGLISH], one.required) for one in FIELDS if one.part == part],
            )
            for part, title in TITLES.items()
        ]

    def clean_ppr_years(self) -> list[int]:
        """The years, sorted."""
        try:
            return years_in(self.cleaned_data[PPR_YEARS])
        except ValueError as error:
            raise forms.ValidationError(_(YEAR_IMPOSSIBLE) % {"found": error}) from error

    def clean_responsible_office(self) -> str:
        """An office, not a person."""
        return self._office("responsible_office")

    def clean_responsible_office_en(self) -> str:
        """The same in English."""
        return self._office("responsible_office" + ENGLISH)

    def _office(self, name: str) -> str:
        written = str(self.cleaned_data[name])
        if names_a_person(written):
            raise forms.ValidationError(_(OFFICE_NAMES_A_PERSON))
        return written

    def texts(self) -> dict[str, dict[str, str]]:
        """What was written, in the shape of the store."""
        # Browsers end lines with two characters; a sheet that was only opened and sent again has not changed.
        given = {name: str(text).replace("\r\n", "\n") for name, text in self.cleaned_data.items()}
        return {field.code: {"fr": given[field.code], "en": given[field.code + ENGLISH]} for field in FIELDS}


@staff(Permission.SEE_VALUES)
def reference_sheet(request: StaffRequest, pk: UUID) -> HttpResponseBase:
    """The sheet on one page, to read and to print."""
    found = _indicator(pk)
    sheet = reference_sheet_part(found, inside=True)
    language = get_language() or "fr"
    missing = missing_of(sheet)
    due = complete_by_of(sheet)
    return desk_page(
        request,
        "desk/reference_sheet.html",
        indicator=found,
        programme=found.result.programme,
        parts=_parts(found, language),
        log=log_lines(sheet, language),
        missing=[label_of(code, language) for code in missing],
        complete_by=due,
        late=bool(missing and due and due < timezone.localdate()),
        updated_on=_day(sheet["updated_on"]),
        may_write=request.user.may(Permission.MANAGE_FRAMEWORK),
        breadcrumb=[*_way(found), step(_("Fiche de référence"))],
        demonstration=found.result.programme.fictional,
    )


@staff(Permission.MANAGE_FRAMEWORK, "GET", "POST")
def change_sheet(request: StaffRequest, pk: UUID) -> HttpResponseBase:
    """Write the officer's fields. What changed is told and dated; nothing else is."""
    found = _indicator(pk)
    form = SheetForm(sent(request), sheet=reference_sheet_of(found))
    if request.method == "POST" and form.is_valid():
        before = found.sheet_changes.count()
        try:
            write_sheet(
                found,
                by=request.user,
                texts=form.texts(),
                ppr_years=form.cleaned_data[PPR_YEARS],
                collection_started_on=form.cleaned_data[STARTED_ON],
            )
        except SheetRefused as error:
            for finding in error.findings:
                form.add_error(finding.where, _(finding.message))
        else:
            changed = found.sheet_changes.count() - before
            told = _("La fiche est mise à jour.") if changed else _("Rien n'a changé : rien n'est inscrit au journal.")
            messages.success(request, told)
            return redirect("desk:reference-sheet", pk=found.pk)
    return desk_page(
        request,
        "desk/reference_sheet_change.html",
        status=422 if form.errors else 200,
        indicator=found,
        form=form,
        breadcrumb=[
            *_way(found),
            step(_("Fiche de référence"), f"/desk/indicators/{found.pk}/sheet/"),
            step(_("Modifier")),
        ],
        demonstration=found.result.programme.fictional,
    )


@staff(Permission.SEE_VALUES)
def sheet_paper(_request: StaffRequest, pk: UUID) -> HttpResponseBase:
    """The sheet as a PDF."""
    found = _indicator(pk)
    language = get_language() or "fr"
    sheet, programme = reference_sheet_part(found, inside=True), found.result.programme
    pdf = reference_sheet_paper(
        code=found.code,
        title=plain_text_in(found.title),
        programme=plain_text_in(programme.name),
        fictional=programme.fictional,
        parts=_parts(found, language),
        log=log_lines(sheet, language),
        missing=[label_of(code, language) for code in missing_of(sheet)],
        updated_on=sheet["updated_on"],
        language=language,
    )
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{found.code}-fiche-de-reference.pdf"'
    return response


@staff(Permission.SEE_VALUES)
def reference_sheets(request: StaffRequest, code: str) -> HttpResponseBase:
    """Every sheet of a programme: how far it is, and by when it must be complete."""
    programme = Programme.objects.get(code=code)
    language, today = get_language() or "fr", timezone.localdate()
    rows = []
    for found in indicators_of(programme):
        sheet = reference_sheet_part(found, inside=True)
        missing, due = missing_of(sheet), complete_by_of(sheet)
        names = [label_of(one, language) for one in missing]
        rows.append((found, names, due, bool(missing and due and due < today), _day(sheet["updated_on"])))
    return desk_page(
        request,
        "desk/reference_sheets.html",
        programme=programme,
        rows=rows,
        complete=sum(not row[1] for row in rows),
        breadcrumb=[
            step(_("Mon travail"), "/desk/"),
            step(_("Indicateurs"), f"/desk/indicators/?programme={programme.code}"),
            step(_("Fiches de référence")),
        ],
        demonstration=programme.fictional,
    )


def _parts(found: Indicator, language: str) -> list[Any]:
    result, programme = found.result, found.result.programme
    return sheet_parts(
        indicator_of_sheet(found),
        reference_sheet_part(found, inside=True),
        result=f"{result.code} {plain_text_in(result.title)}",
        life=(programme.starts_on.isoformat(), programme.ends_on.isoformat()),
        language=language,
    )


def _day(written: str | None) -> date | None:
    return date.fromisoformat(written) if written else None


def _indicator(pk: UUID) -> Indicator:
    return Indicator.objects.select_related("result__programme", "reference").get(pk=pk)


def _way(found: Indicator) -> list[dict[str, object]]:
    programme = found.result.programme
    return [
        step(_("Indicateurs"), f"/desk/indicators/?programme={programme.code}"),
        step(found.code, f"/desk/indicators/{found.pk}/"),
    ]
