"""A donor's own workbook on the desk: kept under a name, mapped once, filled each quarter after a dry run."""

from dataclasses import dataclass
from pathlib import PurePath
from typing import Any, cast
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from toguna.collect.refusals import RefusedFileError
from toguna.flow.donor_workbooks import Looked, look_into
from toguna.publish.donor.finding import Found, Places, Sure, checked, keys_of, mapping_of, texts_by_row, written
from toguna.publish.donor.headings import Asked, Wanted
from toguna.publish.snapshot import Snapshot
from toguna.publish.tracking.spans import spans_of, years_of
from toguna.publish.tracking.words import span_words
from toguna.rules.roles import Permission
from toguna.store.programmes.models import Programme
from toguna.store.publications.donor_workbooks import (
    donor_workbooks_of,
    keep_donor_workbook,
    map_donor_workbook,
    remove_donor_workbook,
)
from toguna.store.publications.models import DonorWorkbook, Edition
from toguna.store.publications.queries import content_of
from toguna.web.desk.door import StaffRequest, desk_page, sent, staff, step
from toguna.web.desk.tracking import language, next_draft

AT_MOST = 5_000_000
ROWS_SHOWN = 200
DRAFT = "draft"


WANTED = {
    Wanted.ACTUAL: gettext_lazy("réalisé"),
    Wanted.TARGET: gettext_lazy("cible"),
    Wanted.SHARE: gettext_lazy("% de la cible"),
    Wanted.BASELINE: gettext_lazy("valeur de référence"),
    Wanted.EXPLANATION: gettext_lazy("explication"),
}
SURE = {
    Sure.CODE: gettext_lazy("code reconnu"),
    Sure.TITLE: gettext_lazy("intitulé reconnu"),
    Sure.ALIKE: gettext_lazy("ressemblant : à confirmer"),
    Sure.PART: gettext_lazy("ventilation reconnue"),
}


class WorkbookForm(forms.Form):
    """The donor's file and the name it is kept under."""

    name = forms.CharField(
        label=gettext_lazy("Nom"),
        max_length=120,
        help_text=gettext_lazy("Celui sous lequel vous le retrouverez au prochain trimestre."),
    )
    workbook = forms.FileField(
        label=gettext_lazy("Classeur du bailleur (.xlsx ou .xlsm)"),
        help_text=gettext_lazy("Tel qu'il vous l'a envoyé. Rien n'y est écrit avant que vous ayez vu quoi, et où."),
    )

    def clean_workbook(self) -> object:
        """What stands in it is told by its reader; here only its size."""
        workbook = self.cleaned_data["workbook"]
        if workbook.size > AT_MOST:
            raise forms.ValidationError(_("Ce classeur dépasse 5 Mo. Enlevez-en les images."))
        return workbook


@dataclass(frozen=True)
class ShownRow:
    """One row of a tab: its words, the box, and how it was recognised."""

    box: str
    number: int
    text: str
    key: str
    sure: str
    suggested: str


@dataclass(frozen=True)
class ShownColumn:
    """One column of a tab: its heads and what it asks for."""

    wanted_box: str
    period_box: str
    letter: str
    heads: str
    wanted: str
    period: str


@dataclass(frozen=True)
class ShownTab:
    """One tab as the officer maps it."""

    title: str
    rows: list[ShownRow]
    more: int
    columns: list[ShownColumn]
    recognised: int


@staff(Permission.MANAGE_FRAMEWORK, "GET", "POST")
def donor_workbooks(request: StaffRequest, code: str) -> HttpResponseBase:
    """The workbooks that donors want filled, and a new one."""
    programme = Programme.objects.get(code=code)
    form = WorkbookForm(sent(request), request.FILES if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        kept = _kept(request, programme, form)
        if kept is not None:
            return redirect("desk:donor-workbook", pk=kept.pk)
    return desk_page(
        request,
        "desk/donor_workbooks.html",
        status=422 if form.errors else 200,
        programme=programme,
        workbooks=donor_workbooks_of(programme),
        form=form,
        breadcrumb=way_to(programme, _("Classeurs du bailleur")),
        demonstration=programme.fictional,
    )


def _kept(request: StaffRequest, programme: Programme, form: WorkbookForm) -> DonorWorkbook | None:
    chosen = form.cleaned_data["workbook"]
    body = chosen.read()
    try:
        looked = look_into(body, source_of(programme, "")[0])
    except RefusedFileError as refused:
        form.add_error("workbook", _(refused.message) % refused.values)
        return None
    return keep_donor_workbook(
        by=request.user,
        programme=programme,
        name=form.cleaned_data["name"],
        file_name=PurePath(chosen.name or "classeur.xlsx").name[:120],
        body=body,
        mapping=mapping_of(looked.found),
    )


@staff(Permission.MANAGE_FRAMEWORK, "GET", "POST")
def donor_workbook(request: StaffRequest, pk: UUID) -> HttpResponseBase:
    """Where each number goes: what was recognised, and what the officer says."""
    kept = DonorWorkbook.objects.select_related("programme").get(pk=pk)
    snapshot = source_of(kept.programme, "")[0]
    looked = look_into(bytes(kept.body), snapshot, cast(Places, kept.mapping))
    if request.method == "POST":
        given = _given(request, looked, snapshot)
        map_donor_workbook(by=request.user, workbook=kept, mapping=given)
        if all(tab["columns"] for tab in given.values()) and given:
            return redirect("desk:donor-filling", pk=kept.pk)
        messages.info(request, _("Dites maintenant ce que demande chaque colonne."))
        return redirect("desk:donor-workbook", pk=kept.pk)
    return desk_page(
        request,
        "desk/donor_workbook.html",
        workbook=kept,
        programme=kept.programme,
        tabs=[_tab(at, found, looked, kept.mapping) for at, found in enumerate(looked.found) if not found.hidden],
        findings=[_(one.message) % one.values for one in looked.findings],
        keys=[(key, words) for key, words in keys_of(snapshot).items()],
        wanted=[(code.value, words) for code, words in WANTED.items()],
        periods=_periods(snapshot),
        breadcrumb=[*way_to(kept.programme, _("Classeurs du bailleur"), here=False), step(kept.name)],
        demonstration=kept.programme.fictional,
    )


@staff(Permission.MANAGE_FRAMEWORK, "POST")
def donor_remove(request: StaffRequest, pk: UUID) -> HttpResponseBase:
    """Keep a workbook no longer."""
    kept = DonorWorkbook.objects.select_related("programme").get(pk=pk)
    code, name = kept.programme.code, kept.name
    remove_donor_workbook(by=request.user, workbook=kept)
    messages.success(request, _("« %(name)s » n'est plus gardé.") % {"name": name})
    return redirect("desk:donor-workbooks", code=code)


def source_of(programme: Programme, asked: str) -> tuple[Snapshot, str]:
    """The edition that is asked for, else the newest, else the draft of the first."""
    editions = Edition.objects.filter(programme=programme).order_by("-number")
    if asked != DRAFT:
        named = editions.filter(number=int(asked)) if asked.isdecimal() and len(asked) < 9 else editions
        found = named.first()
        if found is not None and content_of(found):
            return cast(Snapshot, content_of(found)), str(found.number)
    draft = next_draft(programme)
    if draft is None:
        raise Http404
    return draft.snapshot, DRAFT


def _given(request: StaffRequest, looked: Looked, snapshot: Snapshot) -> Places:
    """The mapping as the officer wrote it into the boxes."""
    typed: dict[str, dict[str, dict[str, str]]] = {}
    for at, found in enumerate(looked.found):
        rows: dict[str, str] = {}
        columns: dict[str, str] = {}
        for box, value in request.POST.items():
            tab, _dash, rest = box.partition("-")
            kind, _dash, place = rest.partition("-")
            if tab != str(at) or not value:
                continue
            if kind == "row" and place.isdecimal():
                rows[place] = str(value).strip()
            elif kind == "wanted" and place.isalpha() and value in set(Wanted):
                period_kind, _colon, period = str(request.POST.get(f"{at}-period-{place}", "")).partition(":")
                if period or value == Wanted.BASELINE:
                    baseline = value == Wanted.BASELINE
                    columns[place] = written(
                        Asked(Wanted(value), "" if baseline else period_kind, "" if baseline else period)
                    )
        typed[found.title] = {"rows": rows, "columns": columns}
    return checked(typed, snapshot)


def _tab(at: int, found: Found, looked: Looked, mapping: Any) -> ShownTab:
    sheet = next(one for one in looked.sheets if one.title == found.title)
    kept = mapping.get(found.title, {"rows": {}, "columns": {}})
    recognised = {row.row: row for row in found.rows}
    texts = texts_by_row(sheet)
    rows = []
    for number, text in texts.items():
        one = recognised.get(number)
        key = kept["rows"].get(str(number), "")
        alike = one is not None and one.sure is Sure.ALIKE
        rows.append(
            ShownRow(
                box=f"{at}-row-{number}",
                number=number,
                text=text[:120],
                key=key,
                sure=str(SURE[one.sure]) if one and (alike or one.key == key) else "",
                suggested=one.key if one and alike and not key else "",
            )
        )
    columns = []
    for column in found.columns:
        wanted, _colon, period = kept["columns"].get(column.letter, "").partition(":")
        columns.append(
            ShownColumn(
                f"{at}-wanted-{column.letter}",
                f"{at}-period-{column.letter}",
                column.letter,
                column.heads[:120],
                wanted,
                period,
            )
        )
    return ShownTab(found.title, rows[:ROWS_SHOWN], max(0, len(rows) - ROWS_SHOWN), columns, len(found.rows))


def _periods(snapshot: Snapshot) -> list[tuple[str, str]]:
    spans = {
        f"{span.period.kind.value}:{span.period.code}": span_words(span, language())
        for year in years_of(snapshot)
        for span in spans_of(snapshot, year)
    }
    return list(spans.items())


def way_to(programme: Programme, label: str, *, here: bool = True) -> list[dict[str, object]]:
    """The way to the page of a programme's workbooks, or past it."""
    return [
        step(_("Mon travail"), reverse("desk:work")),
        step(_("Tableau de suivi"), reverse("desk:tracking", args=[programme.code])),
        step(label, "" if here else reverse("desk:donor-workbooks", args=[programme.code])),
    ]
