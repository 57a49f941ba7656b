"""Donors' own workbooks, kept as they came with where each number goes, so that the next quarter is one step.

Each act is one entry in the journal. What stands in a workbook is not known here.
"""

import hashlib
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from toguna.store.journal.actions import Actor, record_entry
from toguna.store.programmes.models import Programme
from toguna.store.publications.models import DonorWorkbook


def donor_workbooks_of(programme: Programme) -> QuerySet[DonorWorkbook]:
    """The workbooks kept for a programme, without their bytes."""
    return DonorWorkbook.objects.filter(programme=programme).defer("body").order_by("name")


@transaction.atomic
def keep_donor_workbook(
    *, by: Actor, programme: Programme, name: str, file_name: str, body: bytes, mapping: Mapping[str, Any]
) -> DonorWorkbook:
    """Keep a workbook under a name. One of that name is replaced."""
    kept, _new = DonorWorkbook.objects.update_or_create(
        programme=programme,
        name=name,
        defaults={
            "file_name": file_name,
            "body": body,
            "sha256": hashlib.sha256(body).hexdigest(),
            "mapping": dict(mapping),
            "kept_by": by.pk,
        },
    )
    record_entry(by=by, action="donor-workbook.kept", subject=kept, programme=programme.code, sha256=kept.sha256)
    return kept


@transaction.atomic
def map_donor_workbook(*, by: Actor, workbook: DonorWorkbook, mapping: Mapping[str, Any]) -> DonorWorkbook:
    """Say anew where each number goes."""
    workbook.mapping = dict(mapping)
    workbook.kept_by = by.pk
    workbook.save(update_fields=["mapping", "kept_by", "kept_at"])
    record_entry(by=by, action="donor-workbook.mapped", subject=workbook, programme=workbook.programme.code)
    return workbook


@transaction.atomic
def remove_donor_workbook(*, by: Actor, workbook: DonorWorkbook) -> None:
    """Keep it no longer."""
    record_entry(by=by, action="donor-workbook.removed", subject=workbook, programme=workbook.programme.code)
    workbook.delete()
