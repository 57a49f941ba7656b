"""A donor's workbook about to be filled: cell by cell what would be written and what would not, then the file."""

import re
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any, cast
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from toguna.flow.donor_workbooks import filled, planned_filling
from toguna.publish.donor.filling import WRITTEN, Fate, Planned
from toguna.publish.donor.finding import checked
from toguna.publish.snapshot import Snapshot
from toguna.publish.words import category_words, period_words, text_in
from toguna.rules.numbers import decimal
from toguna.rules.roles import Permission
from toguna.store.publications.models import DonorWorkbook, Edition
from toguna.web.desk.donor_workbooks import DRAFT, WANTED, source_of, way_to
from toguna.web.desk.door import StaffRequest, desk_page, staff, step
from toguna.web.desk.tracking import language

CELLS_SHOWN = 400
MEDIA = {
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".xlsm": "application/vnd.ms-excel.sheet.macroEnabled.12",
}
UNSAFE = re.compile(r"[^\w.-]+")

# A word for the chip, its tone, and the sentence that goes with it.
FATES = {
    Fate.WRITE: (gettext_lazy("sera écrit"), "good", gettext_lazy("La cellule est vide.")),
    Fate.REPLACE: (gettext_lazy("sera remplacé"), "warn", gettext_lazy("La cellule porte un autre nombre.")),
    Fate.KEPT: (gettext_lazy("gardé"), "warn", gettext_lazy("La cellule est déjà remplie autrement.")),
    Fate.SAME: (gettext_lazy("déjà là"), "calm", gettext_lazy("La cellule porte déjà ce nombre.")),
    Fate.FORMULA: (gettext_lazy("formule"), "calm", gettext_lazy("Elle reste, et Excel la recalcule.")),
    Fate.LOCKED: (gettext_lazy("verrouillée"), "warn", gettext_lazy("Le bailleur a verrouillé cette cellule.")),
    Fate.MERGED: (gettext_lazy("fusionnée"), "warn", gettext_lazy("Un autre nombre occupe déjà cette cellule.")),
    Fate.MASKED: (gettext_lazy("masqué"), "calm", gettext_lazy("Rien n'est écrit : trop peu de personnes.")),
    Fate.UNKNOWN: (gettext_lazy("non précisé"), "calm", gettext_lazy("Rien n'est écrit : personne ne le sait.")),
    Fate.NOTHING: (
        gettext_lazy("rien à écrire"),
        "calm",
        gettext_lazy("Pas de valeur, ou pas de cible, à cet endroit."),
    ),
    Fate.NO_SHEET: (gettext_lazy("onglet absent"), "bad", gettext_lazy("Cet onglet n'est plus dans le classeur.")),
}
ORDER = [Fate.REPLACE, Fate.WRITE, Fate.KEPT, Fate.LOCKED, Fate.MERGED, Fate.NO_SHEET]


@dataclass(frozen=True)
class ShownCell:
    """One cell of the dry run."""

    where: str
    source: str
    before: str
    after: str
    fate: object
    tone: str
    sentence: object
    provisional: bool


@staff(Permission.MANAGE_FRAMEWORK)
def donor_filling(request: StaffRequest, pk: UUID) -> HttpResponseBase:
    """Cell by cell, what would be written, over what, and what would not and why."""
    kept = DonorWorkbook.objects.select_related("programme").get(pk=pk)
    snapshot, source = source_of(kept.programme, request.GET.get("source", ""))
    replace = request.GET.get("replace") == "yes"
    planned = _planned(kept, snapshot, replace)
    told = [one for one in planned if one.fate is not Fate.NOTHING]
    shown = sorted(told, key=lambda one: ORDER.index(one.fate) if one.fate in ORDER else len(ORDER))
    counts = [
        (words, tone, sentence, count)
        for fate, (words, tone, sentence) in FATES.items()
        if (count := sum(1 for one in planned if one.fate is fate))
    ]
    return desk_page(
        request,
        "desk/donor_filling.html",
        workbook=kept,
        programme=kept.programme,
        source=source,
        editions=Edition.objects.filter(programme=kept.programme).order_by("-number").values_list("number", flat=True),
        replace=replace,
        kept_aside=any(one.fate is Fate.KEPT for one in planned),
        writes=sum(1 for one in planned if one.fate in WRITTEN),
        counts=counts,
        cells=[_cell(one, snapshot) for one in shown[:CELLS_SHOWN]],
        more=max(0, len(shown) - CELLS_SHOWN),
        address=urlencode({"source": source, **({"replace": "yes"} if replace else {})}),
        breadcrumb=[
            *way_to(kept.programme, _("Classeurs du bailleur"), here=False),
            step(kept.name, reverse("desk:donor-workbook", args=[kept.pk])),
            step(_("Ce qui sera écrit")),
        ],
        demonstration=kept.programme.fictional,
    )


@staff(Permission.MANAGE_FRAMEWORK)
def donor_filled(request: StaffRequest, pk: UUID) -> HttpResponseBase:
    """The donor's workbook, filled."""
    kept = DonorWorkbook.objects.select_related("programme").get(pk=pk)
    snapshot, source = source_of(kept.programme, request.GET.get("source", ""))
    planned = _planned(kept, snapshot, request.GET.get("replace") == "yes")
    body = filled(bytes(kept.body), planned)
    path = PurePath(kept.file_name)
    mark = _("brouillon") if source == DRAFT else _("édition-%(number)s") % {"number": source}
    name = UNSAFE.sub("-", f"{path.stem}-{mark}")
    suffix = path.suffix.lower() if path.suffix.lower() in MEDIA else ".xlsx"
    disposition = content_disposition_header(True, f"{name}{suffix}")
    return HttpResponse(body, content_type=MEDIA[suffix], headers={"Content-Disposition": str(disposition)})


def _planned(kept: DonorWorkbook, snapshot: Snapshot, replace: bool) -> list[Planned]:
    places = checked(kept.mapping, snapshot)
    return planned_filling(bytes(kept.body), places, snapshot, language(), replace=replace)


def _cell(one: Planned, snapshot: Snapshot) -> ShownCell:
    words, tone, sentence = FATES[one.fate]
    code, _bar, part = one.key.partition("|")
    dimension, _equals, category = part.partition("=")
    title = next((text_in(row["title"], language()) for row in snapshot["indicators"] if row["code"] == code), code)
    period = period_words(one.asked.period, one.asked.period_kind, language()) if one.asked.period else ""
    cut = category_words(snapshot, dimension, category, language()) if part else ""
    named = [title, cut, str(WANTED[one.asked.wanted]), period]
    return ShownCell(
        where=f"{one.sheet}!{one.cell}",
        source=", ".join(filter(None, named)),
        before=_said(one.before),
        after=_said(one.after),
        fate=words,
        tone=tone,
        sentence=sentence,
        provisional=one.provisional and one.fate in WRITTEN,
    )


def _said(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool) or not hasattr(value, "__float__"):
        return str(value)[:200]
    return decimal(cast(Any, value), language())
