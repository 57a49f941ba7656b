"""Somebody else's IATI file on the desk: what of it was understood, what was not, and its values as a table.

Nothing of the file is kept: it is read from one end to the other while it is being sent, and forgotten.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import Any, BinaryIO, cast

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http.response import HttpResponseBase
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from toguna.collect.iati import (
    HEADINGS,
    ActivityFile,
    ActivityLine,
    Limits,
    Survey,
    by_weight,
    read_activities,
    value_rows,
)
from toguna.collect.iati import survey as look_at
from toguna.collect.iati.reading import ReadActivity
from toguna.collect.refusals import RefusedFileError
from toguna.rules.findings import Finding, Severity
from toguna.rules.roles import Permission
from toguna.web.desk.door import StaffRequest, desk_page, sent, staff, step
from toguna.web.desk.iati_wording import heading_of
from toguna.web.desk.listing import csv_answer
from toguna.web.layout.templatetags.toguna import long_date

# A request that takes longer than a person waits belongs on the command line, which has no such bounds.
AT_MOST = 40_000_000
LIMITS = Limits(file_bytes=120_000_000)
ACTIVITIES_SHOWN = 100
FINDINGS_SHOWN = 250
FINDINGS_OF_A_KIND = 25
NAMES_SHOWN = 60


class IatiForm(forms.Form):
    """The file to read."""

    file = forms.FileField(
        label=gettext_lazy("Fichier d'activités IATI (.xml ou .xml.gz)"),
        help_text=gettext_lazy("Versions 2.01 à 2.03, de n'importe quel éditeur. Rien n'en est gardé ici."),
    )

    def clean_file(self) -> object:
        """What stands in it is told by its reader; here only its size."""
        file = self.cleaned_data["file"]
        if file.size > AT_MOST:
            told = _("Ce fichier dépasse %(most)s Mo. Sur le serveur, « toguna iati read » lit les plus grands.")
            raise forms.ValidationError(told % {"most": AT_MOST // 1_000_000})
        return file


@dataclass(frozen=True)
class ShownActivity:
    """One activity, its first and its last day in words, or as they stood where they are no days."""

    line: ActivityLine
    starts_on: str
    ends_on: str


@dataclass(frozen=True)
class FindingGroup:
    """Findings of one kind: how often it was told in the whole file, and the first of them."""

    heading: str
    severity: Severity
    count: int
    shown: list[Finding]


@staff(Permission.MANAGE_FRAMEWORK, "GET", "POST")
def read(request: StaffRequest) -> HttpResponseBase:
    """Choose a file; see what it says, or take its values or what there is to say about it away."""
    form = IatiForm(sent(request), request.FILES if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        return _page(request, form, status=422 if form.errors else 200)
    file: UploadedFile[Any] = form.cleaned_data["file"]
    asked = request.POST.get("take", "")
    try:
        if asked == "values":
            return _values(file)
        looked = look_at(_stream(file), LIMITS, _language())
    except RefusedFileError as refused:
        form.add_error("file", _(refused.message) % refused.values)
        return _page(request, form, status=422)
    if asked == "findings":
        return _findings(looked)
    return _page(request, form, looked, name=file.name or "")


def _page(
    request: StaffRequest, form: IatiForm, looked: Survey | None = None, *, name: str = "", status: int = 200
) -> HttpResponseBase:
    understood = looked.summary.understood if looked else {}
    names = Counter(looked.summary.unmodelled if looked else {}).most_common()
    return desk_page(
        request,
        "desk/iati_reading.html",
        status=status,
        form=form,
        looked=looked,
        name=name,
        version=looked.head.version if looked else "",
        understood=understood,
        values=sum(understood.get(kind, 0) for kind in ("baselines", "targets", "actuals")),
        activities=[_shown(line) for line in looked.lines[:ACTIVITIES_SHOWN]] if looked else [],
        more_activities=max(0, understood.get("activities", 0) - ACTIVITIES_SHOWN),
        names=names[:NAMES_SHOWN],
        more_names=max(0, len(names) - NAMES_SHOWN),
        groups=list(_groups(looked)) if looked else [],
        told=sum(looked.summary.told.values()) if looked else 0,
        errors=[finding for finding in looked.findings if finding.severity is Severity.ERROR] if looked else [],
        breadcrumb=[step(_("Cadre de résultats"), "/desk/framework/"), step(_("Lire un fichier IATI"))],
    )


def _groups(looked: Survey) -> Iterator[FindingGroup]:
    """What was told, by kind, the heaviest first; a page's worth of it."""
    left = FINDINGS_SHOWN
    by_code: dict[str, list[Finding]] = {}
    for finding in by_weight(looked.findings):
        # An error stands above everything on the page already.
        if finding.severity is not Severity.ERROR:
            by_code.setdefault(finding.code, []).append(finding)
    for code, findings in by_code.items():
        shown = findings[: min(FINDINGS_OF_A_KIND, max(1, left))]
        left -= len(shown)
        yield FindingGroup(heading_of(code), findings[0].severity, looked.summary.told.get(code, len(findings)), shown)


def _values(file: UploadedFile[Any]) -> HttpResponseBase:
    """Every value a row, sent while the file is read. The first activity is read before anything is sent."""
    reading = read_activities(_stream(file), LIMITS)
    first = next(reading, None)
    return csv_answer("iati-valeurs.csv", HEADINGS, _rows([first] if first else [], reading))


def _rows(first: Iterable[ReadActivity], reading: ActivityFile) -> Iterator[tuple[object, ...]]:
    language = _language()
    for one in chain(first, reading):
        for row in value_rows(one.activity, language):
            yield row.cells()
    # A table that stops early must say so itself: nothing else goes with it.
    for finding in reading.findings:
        if finding.severity is Severity.ERROR:
            yield (*[""] * (len(HEADINGS) - 1), _(finding.message) % finding.values)


def _findings(looked: Survey) -> HttpResponseBase:
    header = (_("Gravité"), _("Sorte"), _("Où"), _("Quoi"))
    rows = ((str(one.severity), one.code, one.where, _(one.message) % one.values) for one in by_weight(looked.findings))
    return csv_answer("iati-constats.csv", header, rows)


def _shown(line: ActivityLine) -> ShownActivity:
    return ShownActivity(line, _day(line.starts_on), _day(line.ends_on))


def _day(text: str) -> str:
    try:
        return long_date(date.fromisoformat(text))
    except ValueError:
        return text


def _stream(file: UploadedFile[Any]) -> BinaryIO:
    """The file as it is read, from its start: Django puts a large one on the disk and takes it away afterwards."""
    file.seek(0)
    return cast("BinaryIO", file)


def _language() -> str:
    return (get_language() or "fr")[:2]
