"""Writing over the payload of what was kept, when a person is redacted; hashes, rows and counts stay.

The one place where kept bytes change. It does not know what a sheet says.
"""

from collections.abc import Callable, Collection
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from toguna.store.fieldwork.models import (
    Attachment,
    Comment,
    DeliveryBytes,
    Reading,
    Record,
    RecordVersion,
    VersionBytes,
)


@transaction.atomic
def overwrite_version(*, version: RecordVersion, body: bytes) -> None:
    """Put redacted bytes in the place of a version's own. Its hash remains that of what was sent."""
    VersionBytes.objects.filter(version=version).update(body=body, redacted_at=timezone.now())


@transaction.atomic
def overwrite_delivery(*, delivery: UUID, body: bytes) -> None:
    """Put redacted bytes in the place of a workbook's own. Its hash remains that of what was sent."""
    DeliveryBytes.objects.filter(delivery=delivery).update(body=body, redacted_at=timezone.now())


@transaction.atomic
def rewrite_findings(*, version: RecordVersion, cleaned: Callable[[str], str]) -> None:
    """Clean the words that findings quote from a sheet. The counts of the reading stay, for its facts stay too."""
    for reading in Reading.objects.filter(version=version):
        for finding in reading.findings:
            values = finding["values"].items()
            finding["values"] = {key: cleaned(value) if isinstance(value, str) else value for key, value in values}
        reading.activity_title = cleaned(reading.activity_title)
        reading.place_as_written = cleaned(reading.place_as_written)
        reading.save(update_fields=["findings", "activity_title", "place_as_written"])


@transaction.atomic
def rewrite_comments(*, record: Record, cleaned: Callable[[str], str]) -> None:
    """Clean what people said to each other about a record."""
    for comment in Comment.objects.filter(record=record):
        text = cleaned(comment.text)
        if text != comment.text:
            Comment.objects.filter(pk=comment.pk).update(text=text)


@transaction.atomic
def mark_attachments_redacted(*, hashes: Collection[str]) -> None:
    """Note of every attachment with these bytes, in whichever record, that its file is gone."""
    Attachment.objects.filter(sha256__in=hashes, redacted_at=None).update(redacted_at=timezone.now())
