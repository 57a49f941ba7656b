"""Prints, as JSON, each record's hash as it really is kept, and its photo's: {instance: [sheet, photo]}."""

import hashlib
import json
import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "toguna.config.settings")
django.setup()

from toguna.flow.receive import attachment_file  # noqa: E402
from toguna.store.fieldwork.models import Record  # noqa: E402


def sha256(content: bytes) -> str:
    """The hash of what is there now, not of what was noted."""
    return hashlib.sha256(content).hexdigest()


if __name__ == "__main__":
    kept = {}
    for record in Record.objects.prefetch_related("versions__payload", "attachments"):
        sheets = [sha256(bytes(version.payload.body)) for version in record.versions.all()]
        photos = [sha256(attachment_file(one).read_bytes()) for one in record.attachments.all()]
        kept[record.instance_id] = [*sheets, *photos]
    print(json.dumps(kept))  # noqa: T201
