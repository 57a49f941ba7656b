"""What a record says, as another program may have it: its XML, under which instance, with which files.

A sheet that was typed or came in a workbook is told as the submission that a phone would have sent. Who may have it is
the door's question.
"""

from collections.abc import Iterable, Sequence
from pathlib import PurePosixPath

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from toguna.collect.answers_xml import answered, read_answers
from toguna.collect.attendance_json import from_json
from toguna.collect.questions import FormQuestions
from toguna.collect.refusals import RefusedFileError
from toguna.collect.xml_submission import write_submission
from toguna.flow.kept_files import forget_file, keep_file
from toguna.flow.receive import SentFile, attachment_file
from toguna.store.accounts.models import User
from toguna.store.fieldwork.actions import keep_attachment
from toguna.store.fieldwork.models import Attachment, Record, RecordVersion
from toguna.store.writing import write_turn


def submission_xml(version: RecordVersion) -> bytes:
    """A version as a submission: byte for byte as it came, where it came as one. Raises ValueError when unreadable."""
    body = bytes(version.payload.body)
    if body.lstrip()[:1] == b"<":
        return body
    replaced = None if version.number == 1 else version.record.versions.filter(number__lt=version.number).last()
    return write_submission(
        from_json(body)[0],
        instance_id=instance_shown(version),
        deprecated_id=instance_shown(replaced) if replaced else "",
    )


def instance_shown(version: RecordVersion) -> str:
    """The instance under which others know a version: its own, unless an earlier version has the same.

    What is corrected on the desk keeps its record's instance, and two versions under one name would be one elsewhere.
    """
    if version.number == 1:
        return version.instance_id
    earlier = RecordVersion.objects.filter(
        record=version.record_id, instance_id=version.instance_id, number__lt=version.number
    )
    return f"uuid:{version.pk}" if earlier.exists() else version.instance_id


def versions_told(record: Record) -> Sequence[RecordVersion]:
    """The versions that counted at some time, the newest first; one that nobody has settled is not among them."""
    counted = Q(contested=False) | Q(pk=record.current_version_id)
    return list(record.versions.filter(counted).select_related("record", "sender", "payload").order_by("-number"))


def files_named(xml: bytes, form: FormQuestions) -> list[str]:
    """The files that the answers of a submission name, in the order of the form."""
    try:
        tree = read_answers(xml, form)
    except RefusedFileError:
        return []
    given = (one.answer for one in answered(form, tree.answers) if one.question.kind == "binary")
    return list(dict.fromkeys(given))


def files_there(attachments: Iterable[Attachment]) -> dict[str, Attachment]:
    """The newest file under each name, those that were redacted left out."""
    there: dict[str, Attachment] = {}
    for attachment in sorted(attachments, key=lambda one: (one.received_at, one.pk)):
        if attachment.redacted_at is None:
            there[attachment.name] = attachment
    return there


def attach_file(record: Record, file: SentFile, *, by: User) -> Attachment:
    """Keep one more file of a record; it is safe on disk before its row says so. The same again is kept once."""
    size, sha256 = keep_file(settings.ATTACHMENTS, file.content)
    name = PurePosixPath(file.name.replace("\\", "/")).name[:160] or "photo"
    with write_turn(), transaction.atomic():
        attachment = keep_attachment(
            record=record, name=name, media_type=file.media_type[:80], size=size, sha256=sha256, by=by
        )
    if attachment.redacted_at is not None:
        forget_file(attachment_file(attachment))
    return attachment
