"""Freezing an edition: its row, its files and its journal entry in one transaction. Nothing here ever changes one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from toguna.store.journal.actions import Actor, record_entry
from toguna.store.programmes.models import Programme
from toguna.store.publications.models import Edition, EditionFile


@dataclass(frozen=True)
class FrozenFile:
    """One file as it leaves."""

    name: str
    media_type: str
    language: str
    body: bytes
    sha256: str


@transaction.atomic
def freeze_edition(
    *,
    by: Actor | None,
    programme: Programme,
    content: Mapping[str, Any],
    envelope: Mapping[str, Any],
    sha256: str,
    changes: Sequence[Mapping[str, Any]],
    journal_head: str,
    files: Sequence[FrozenFile],
) -> Edition:
    """Keep an edition for good. Its number and its threshold stand in the content that the hash covers."""
    edition = Edition.objects.create(
        programme=programme,
        number=content["number"],
        released_by=by.pk if by else None,
        as_of=content["as_of"],
        threshold=content["threshold"],
        snapshot={"content": content, "envelope": envelope},
        sha256=sha256,
        journal_head=journal_head,
        changes=list(changes),
        fictional=content["fictional"],
    )
    for file in files:
        EditionFile.objects.create(
            edition=edition,
            name=file.name,
            media_type=file.media_type,
            language=file.language,
            body=file.body,
            sha256=file.sha256,
        )
    record_entry(
        by=by,
        action="edition.released",
        subject=edition,
        programme=programme.code,
        number=edition.number,
        sha256=sha256,
    )
    return edition
