"""The recount of an assessment: the list of drawn sheets to take along, and the page where the papers are written in.

The list that goes to the field does not say what the system reports, so that whoever counts is not led by it.
"""

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from toguna.rules.quality import AssessmentState
from toguna.rules.records import RecordState, sheet_mark
from toguna.rules.roles import Permission
from toguna.store.quality.actions import NotNow, recount_sheets
from toguna.store.quality.models import Assessment, SampledSheet
from toguna.store.quality.queries import assessments_seen_by, bands_set, factor_of
from toguna.web.desk.door import StaffRequest, desk_page, staff, step

THOUSAND = 1000
# What is typed where a number would stand when nobody can show the paper.
LOST = "x"
LARGEST = Decimal(10) ** 12
NOTE_LENGTH = 300


@dataclass
class SheetLine:
    """One drawn sheet as it is shown: what it is, what the system reports of it, what the paper says; never a name."""

    sheet: SampledSheet
    record: Any
    reading: Any
    # In quarantine: it stays in the recount, and what it is about is said nowhere.
    shut_away: bool
    written: str = ""
    note: str = ""
    wrong: str = ""

    @property
    def hash(self) -> str:
        """The beginning of the version's hash, which stands on it everywhere."""
        return sheet_mark(self.sheet.version.sha256)

    @property
    def differs(self) -> bool:
        """Whether the paper says otherwise than the system."""
        return self.sheet.lost or (self.sheet.recounted is not None and self.sheet.recounted != self.sheet.reported)


def seen_sheets(found: Assessment) -> list[SheetLine]:
    """The drawn sheets of an assessment in their order."""
    rows = found.sheets.select_related(
        "version__record__activity",
        "version__reading__place",
        "version__record__current_version__reading",
        "implementer",
    )
    return [
        SheetLine(
            sheet,
            sheet.version.record,
            getattr(sheet.version, "reading", None),
            sheet.version.record.state == RecordState.QUARANTINED,
            written(sheet),
            sheet.note,
        )
        for sheet in rows
    ]


def written(sheet: SampledSheet) -> str:
    """The recount as it would be typed.

    >>> written(SampledSheet(reported=0, recounted=12_500)), written(SampledSheet(reported=0, lost=True))
    ('12.5', 'x')
    """
    if sheet.lost:
        return LOST
    if sheet.recounted is None:
        return ""
    text = f"{Decimal(sheet.recounted) / THOUSAND:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def understood(typed: str) -> tuple[int | None, bool]:
    """What was typed, in thousandths, and whether the paper is lost. Raises ValueError for what is neither.

    >>> understood("1 234,5"), understood("x"), understood("")
    ((1234500, False), (None, True), (None, False))
    """
    plain = typed.strip().replace("\u202f", "").replace("\xa0", "").replace(" ", "").replace(",", ".")
    if not plain:
        return None, False
    if plain.lower() == LOST:
        return None, True
    try:
        thousandths = Decimal(plain) * THOUSAND
    except InvalidOperation as error:
        raise ValueError(typed) from error
    if not (thousandths.is_finite() and 0 <= thousandths < LARGEST and thousandths == thousandths.to_integral_value()):
        raise ValueError(typed)
    return int(thousandths), False


@staff(Permission.SEE_RECORDS)
def field_list(request: StaffRequest, pk: UUID) -> HttpResponseBase:
    """The drawn sheets on paper: where each was held, its hash, and a box for what the paper says."""
    found = assessments_seen_by(request.user).get(pk=pk)
    return desk_page(
        request,
        "desk/assessment_list.html",
        assessment=found,
        programme=found.indicator.result.programme,
        sheets=seen_sheets(found),
        printed_on=timezone.localdate(),
        breadcrumb=[*_way(found), step(_("Liste des fiches à recompter"))],
        demonstration=found.indicator.result.programme.fictional,
    )


@staff(Permission.MANAGE_FRAMEWORK, "GET", "POST")
def recount(request: StaffRequest, pk: UUID) -> HttpResponseBase:
    """Write what the papers say, sheet by sheet; some now and some later is fine."""
    found = assessments_seen_by(request.user).get(pk=pk)
    lines = seen_sheets(found)
    problems = _read(request, lines) if request.method == "POST" else []
    if request.method == "POST" and not problems:
        recounts = {line.sheet.position: (*understood(line.written), line.note) for line in lines}
        try:
            recount_sheets(by=request.user, assessment=found, recounts=recounts)
        except NotNow:
            messages.error(request, _("À cette étape, le recomptage ne change plus."))
        else:
            left = found.sheets.filter(recounted=None, lost=False).count()
            told = _("Le recomptage est enregistré ; il reste %(count)s fiches.") % {"count": left}
            messages.success(request, told if left else _("Toutes les fiches sont recomptées."))
        return redirect("desk:assessment", pk=found.pk)
    return desk_page(
        request,
        "desk/assessment_recount.html",
        status=422 if problems else 200,
        assessment=found,
        sheets=lines,
        problems=problems,
        factor=factor_of(found, bands_set()),
        open=found.state == AssessmentState.FIELD_VERIFICATION,
        breadcrumb=[*_way(found), step(_("Recomptage"))],
        demonstration=found.indicator.result.programme.fictional,
    )


def _read(request: StaffRequest, lines: list[SheetLine]) -> list[str]:
    """Take what was typed into the lines; say what cannot be understood."""
    problems = []
    for line in lines:
        position = line.sheet.position
        line.written = request.POST.get(f"r{position}", "")[:40]
        line.note = request.POST.get(f"n{position}", "")[:NOTE_LENGTH]
        try:
            understood(line.written)
        except ValueError:
            line.wrong = _(
                "Fiche %(number)s : « %(typed)s » n'est pas un nombre. Tapez un nombre, ou x sans papier."
            ) % {
                "number": position,
                "typed": line.written,
            }
            problems.append(line.wrong)
    return problems


def _way(found: Assessment) -> list[dict[str, object]]:
    return [
        step(_("Qualité des données"), "/desk/quality/"),
        step(found.indicator.code, f"/desk/quality/{found.pk}/"),
    ]
