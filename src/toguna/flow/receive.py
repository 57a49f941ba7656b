"""Step one, receive: keep what arrived exactly as it came, once, and only then look inside.

A file is safe on disk before its row is written, and the row is committed before the sender is answered; so what was
acknowledged cannot be lost. What the sheet says is read afterwards, and anew whenever the reading improves.
"""

import hashlib
import logging
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from django.conf import settings
from django.db import IntegrityError, transaction

from toguna.collect.attendance_json import to_json
from toguna.collect.xml_submission import read_envelope
from toguna.flow.forms import ATTENDANCE_FORM
from toguna.flow.kept_files import keep_file, kept_file
from toguna.flow.reading import read_version
from toguna.rules.attendance import AttendanceSheet
from toguna.rules.records import NotAllowedInState
from toguna.store.accounts.models import User
from toguna.store.fieldwork.actions import (
    Envelope,
    keep_attachment,
    keep_contested_version,
    keep_correction,
    keep_new_record,
    note_all_arrived,
)
from toguna.store.fieldwork.models import Attachment, Record, RecordVersion
from toguna.store.fieldwork.queries import arrival, form_versions, version_of_instance, version_shown_as
from toguna.store.organisations.queries import organisations_reached_by
from toguna.store.writing import write_turn

log = logging.getLogger(__name__)


class Outcome(StrEnum):
    """What receiving did."""

    NEW = "new"
    SAME = "same"
    CONTESTED = "contested"
    EDIT = "edit"


@dataclass(frozen=True)
class Receipt:
    """What the sender can be told."""

    record: Record
    version: RecordVersion
    outcome: Outcome


@dataclass(frozen=True)
class SentFile:
    """A file that came with a submission."""

    name: str
    media_type: str
    content: BinaryIO


class NotReceived(Exception):
    """Nothing was kept, and this is why; the sender still has everything."""

    message = "L'envoi n'a pas pu être reçu."

    def __init__(self, **values: object) -> None:
        self.values = values
        super().__init__(self.message % values)


class UnknownForm(NotReceived):
    """The submission names a form that was never offered here."""

    message = "Le formulaire « %(form_id)s » n'existe pas sur ce serveur. Actualisez la liste des formulaires."


class UnknownFormVersion(NotReceived):
    """The submission names a version of the form that was never offered here."""

    message = (
        "La version « %(version)s » du formulaire « %(form_id)s » n'existe pas sur ce serveur. "
        "Actualisez la liste des formulaires ; vos fiches restent dans le téléphone."
    )


class FormClosed(NotReceived):
    """The form takes no more submissions."""

    message = "Le formulaire « %(form_id)s » est clos. Gardez la fiche et appelez votre coordination."


class EditTargetUnknown(NotReceived):
    """A correction of a record that is not here, or not this sender's."""

    message = "La fiche que vous corrigez n'est pas encore sur ce serveur. Envoyez-la d'abord, puis la correction."


def receive_submission(
    *,
    body: bytes,
    files: Sequence[SentFile] = (),
    by: User,
    way_in: str = "openrosa",
    fictional: bool = False,
    awaits_more: bool = False,
    envelope: Envelope | None = None,
) -> Receipt:
    """Receive one submission as a device makes it, once, whatever the line did.

    `awaits_more` is what a device says when it sends its files in several goes; the last of them does not say it.
    An `envelope` is given for what another server has taken already: it goes before what the XML says of itself, and
    no form need be open for it.

    The same instance with the same bytes is a success and adds nothing but files not seen yet; with other bytes it is
    kept beside the first and put before the reviewer, because what a device has sent is never overwritten. Raises
    NotReceived, or the reader's own named error when the body is no submission at all.
    """
    if envelope is None:
        read = read_envelope(body)
        envelope = Envelope(
            form_id=read.form_id,
            form_version=read.version,
            instance_id=read.instance_id,
            deprecated_id=read.deprecated_id or "",
        )
        has_come = require_open_form(envelope.form_id, envelope.form_version, envelope.instance_id)
        if not (files or has_come or envelope.deprecated_id):
            try:
                # What nearly every submission is: a new one, without files, kept in one piece.
                version = keep_new_record(
                    envelope=envelope,
                    body=body,
                    way_in=way_in,
                    by=by,
                    fictional=fictional or by.fictional,
                    awaits_more=awaits_more,
                )
            except IntegrityError:
                log.info("Another process has just received instance %s", envelope.instance_id)
            else:
                if settings.READ_ON_ARRIVAL:
                    read_version(version)
                return Receipt(version.record, version, Outcome.NEW)
    safe_files = [(file, *keep_file(Path(settings.ATTACHMENTS), file.content)) for file in files]
    with write_turn(), transaction.atomic():
        receipt = _receive(
            envelope=envelope, body=body, way_in=way_in, by=by, fictional=fictional, awaits_more=awaits_more
        )
        if receipt.outcome is not Outcome.NEW and receipt.record.awaits_more and not awaits_more:
            note_all_arrived(record=receipt.record)
        _attach(receipt.record, safe_files, by)
        if settings.READ_ON_ARRIVAL:
            read_version(receipt.version)
    return receipt


def receive_sheet(
    *,
    sheet: AttendanceSheet,
    by: User,
    files: Sequence[SentFile] = (),
    fictional: bool = False,
    instance: uuid.UUID | None = None,
) -> Receipt:
    """Receive a sheet typed on the desk, as the canonical text of what was typed.

    With an `instance` of the page it was typed on, a form that is sent twice is one sheet.
    """
    instance_id = f"uuid:{instance or uuid.uuid4()}"
    envelope = Envelope(form_id=ATTENDANCE_FORM, form_version="desk", instance_id=instance_id)
    safe_files = [(file, *keep_file(Path(settings.ATTACHMENTS), file.content)) for file in files]
    with write_turn(), transaction.atomic():
        receipt = _receive(envelope=envelope, body=to_json(sheet), way_in="desk", by=by, fictional=fictional)
        _attach(receipt.record, safe_files, by)
        read_version(receipt.version)
    return receipt


def attachment_file(attachment: Attachment) -> Path:
    """Where the bytes of an attachment stand."""
    return kept_file(Path(settings.ATTACHMENTS), attachment.sha256)


def _receive(
    *,
    envelope: Envelope,
    body: bytes,
    way_in: str,
    by: User,
    fictional: bool,
    awaits_more: bool = False,
) -> Receipt:
    sha256 = hashlib.sha256(body).hexdigest()
    fictional = fictional or by.fictional
    known = version_of_instance(envelope.form_id, envelope.instance_id)
    if known is None and envelope.deprecated_id:
        return _receive_edit(envelope=envelope, body=body, sha256=sha256, by=by)
    if known is None:
        try:
            version = keep_new_record(
                envelope=envelope,
                body=body,
                way_in=way_in,
                by=by,
                fictional=fictional,
                awaits_more=awaits_more,
            )
        except IntegrityError:
            # Another process received the same instance between our look and our write.
            known = version_of_instance(envelope.form_id, envelope.instance_id)
            assert known is not None
        else:
            return Receipt(version.record, version, Outcome.NEW)
    # Whoever sends the same at the same moment waits here, and then finds what the first one kept.
    record = Record.objects.select_for_update().get(pk=known.record_id)
    same = record.versions.filter(sha256=sha256).first()
    if same:
        return Receipt(record, same, Outcome.SAME)
    version = keep_contested_version(record=record, envelope=envelope, body=body, by=by)
    return Receipt(record, version, Outcome.CONTESTED)


def _receive_edit(*, envelope: Envelope, body: bytes, sha256: str, by: User) -> Receipt:
    replaced = version_of_instance(envelope.form_id, envelope.deprecated_id) or version_shown_as(
        envelope.form_id, envelope.deprecated_id
    )
    if replaced is None or not organisations_reached_by(by).filter(pk=replaced.record.organisation_id).exists():
        raise EditTargetUnknown()
    record = Record.objects.select_for_update().get(pk=replaced.record_id)
    same = record.versions.filter(sha256=sha256).first()
    if same:
        return Receipt(record, same, Outcome.SAME)
    is_current = record.current_version_id == replaced.pk
    try:
        if is_current:
            version = keep_correction(record=record, envelope=envelope, body=body, by=by)
            return Receipt(record, version, Outcome.EDIT)
    except NotAllowedInState:
        pass
    # A correction of a version that no longer counts, or of a rejected record, is for the reviewer to settle.
    version = keep_contested_version(record=record, envelope=envelope, body=body, by=by)
    return Receipt(record, version, Outcome.CONTESTED)


def require_open_form(form_id: str, version: str, instance_id: str = "") -> bool:
    """Refuse what is sent for a form that takes no submissions; else say whether this instance has come before.

    Raises the kind of NotReceived that says why.
    """
    state, has_come = arrival(form_id, version, instance_id)
    if state == "closed":
        raise FormClosed(form_id=form_id)
    if state in ("", "draft"):
        if form_versions(form_id).exclude(state="draft").exists():
            raise UnknownFormVersion(form_id=form_id, version=version)
        raise UnknownForm(form_id=form_id)
    return has_come


def _attach(record: Record, safe_files: Iterable[tuple[SentFile, int, str]], by: User) -> None:
    """Note files that are on disk already. One that was redacted and comes again is not kept again."""
    for file, size, sha256 in safe_files:
        name = PurePosixPath(file.name.replace("\\", "/")).name[:160] or "photo"
        attachment = keep_attachment(
            record=record, name=name, media_type=file.media_type[:80], size=size, sha256=sha256, by=by
        )
        if attachment.redacted_at is not None:
            attachment_file(attachment).unlink(missing_ok=True)
