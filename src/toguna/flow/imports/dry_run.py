"""What a page shows of a workbook before anything is kept of it, and keeps of it while a long look is made.

It holds what lists show, never a name. A look at a large workbook is made once by the worker and read from its file.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from toguna.collect.form_workbook import gathered
from toguna.collect.marked_workbook import Remark, Words, mark_workbook
from toguna.collect.refusals import RefusedFileError
from toguna.flow.imports.plan import Fate, ImportPlan, PlannedSheet, plan_import
from toguna.flow.imports.sheets import read_delivery
from toguna.rules.findings import Finding, Severity, errors_in
from toguna.store.fieldwork.models import Delivery
from toguna.store.places.recognition import Gazetteer, gazetteer

MOST_FINDINGS = 500
ORDER = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.NOTE: 2}


@dataclass(frozen=True)
class SheetLine:
    """One sheet as a list shows it: its number and cell in the workbook, what becomes of it, what would change."""

    key: str
    cell: str
    fate: str
    title: str
    session: int | None
    held_on: date | None
    place: str
    seats: int
    changes: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True)
class DryRun:
    """What accepting would do: how many of each fate, the findings that a page can show and how many there are."""

    sheets: tuple[SheetLine, ...]
    findings: tuple[Finding, ...]
    told: int
    errors: int
    counts: Mapping[str, int]

    @property
    def would_keep(self) -> int:
        """How many sheets would be kept: new ones and corrections."""
        return self.counts.get(Fate.NEW, 0) + self.counts.get(Fate.CORRECTION, 0)


def look_at(delivery: Delivery) -> DryRun:
    """What accepting the workbook would do now; a file that cannot be read is one finding."""
    try:
        plan = plan_import(delivery, read_delivery(delivery))
    except RefusedFileError as error:
        return DryRun((), (error.finding(),), 1, 1, {})
    return dry_run_of(plan, delivery)


def dry_run_of(plan: ImportPlan, delivery: Delivery) -> DryRun:
    """The plan as a page shows it."""
    places = gazetteer(fictional=delivery.sender.fictional)
    findings = sorted(gathered(plan.findings), key=lambda finding: ORDER[finding.severity])
    counts = {str(fate): plan.count(fate) for fate in Fate if plan.count(fate)}
    lines = tuple(_line(planned, places) for planned in plan.sheets)
    return DryRun(lines, tuple(findings[:MOST_FINDINGS]), len(findings), len(errors_in(findings)), counts)


def marked(delivery: Delivery, findings: tuple[Finding, ...]) -> bytes:
    """The workbook with every finding in its cell, said in the language of whoever asks."""
    remarks = [Remark(one.where, one.severity, _(one.message) % one.values) for one in findings]
    words = Words(
        tab=_("Erreurs"),
        headings=(_("Où"), _("Gravité"), _("Quoi, et que faire")),
        severities={
            Severity.ERROR: _("erreur"),
            Severity.WARNING: _("à vérifier"),
            Severity.NOTE: _("remarque"),
        },
    )
    return mark_workbook(bytes(delivery.payload.body), remarks, words)


def all_findings(delivery: Delivery) -> tuple[Finding, ...]:
    """Every finding in its own cell, not gathered. Raises a `RefusedFileError`."""
    return plan_import(delivery, read_delivery(delivery)).findings


def write_look(look: DryRun, path: Path) -> None:
    """Keep a look for the pages that will show it."""
    content = asdict(look)
    path.write_text(json.dumps(content, ensure_ascii=False, default=str), encoding="utf-8")


def read_look(path: Path) -> DryRun:
    """A look that was kept."""
    content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    findings = tuple(
        Finding(row["code"], Severity(row["severity"]), row["message"], row["values"], row["where"])
        for row in content["findings"]
    )
    sheets = tuple(_read_line(row) for row in content["sheets"])
    return DryRun(sheets, findings, content["told"], content["errors"], content["counts"])


def _read_line(row: dict[str, Any]) -> SheetLine:
    changes = tuple((column, before, after) for column, before, after in row["changes"])
    held_on = date.fromisoformat(row["held_on"]) if row["held_on"] else None
    return SheetLine(**row | {"held_on": held_on, "changes": changes})


def _line(planned: PlannedSheet, places: Gazetteer) -> SheetLine:
    summary = planned.sheet.summary
    place = places.recognise(summary.place)
    title = " ".join(part for part in (summary.activity_code, summary.activity_title or summary.title) if part)
    return SheetLine(
        key=planned.sheet.key,
        cell=planned.sheet.cell,
        fate=planned.fate,
        title=title,
        session=summary.session,
        held_on=summary.held_on,
        place=place.name if place else str(summary.place),
        seats=summary.named + summary.unnamed,
        changes=tuple((change.column, _said(change.before), _said(change.after)) for change in planned.changes),
    )


def _said(value: object) -> str:
    return "" if value is None else str(value)
