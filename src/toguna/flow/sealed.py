"""Receiving what a phone has encrypted: kept sealed until all of it is here, then opened and received like any other.

Nothing that arrived is thrown away before it has become a version of a record. Whatever cannot be opened is kept as it
came, and says why.
"""

import hashlib
import mimetypes
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.db import transaction

from toguna.collect.refusals import RefusedFileError
from toguna.collect.sealed_form import with_public_key
from toguna.collect.sealed_manifest import SealedManifest, read_manifest, sealed_name
from toguna.collect.sealed_opening import opened_files
from toguna.collect.xml_submission import read_envelope
from toguna.flow.kept_files import forget_file, keep_file, kept_file
from toguna.flow.receive import Outcome, Receipt, SentFile, receive_submission, require_open_form
from toguna.flow.submission_keys import every_key, public_key
from toguna.store.accounts.models import User
from toguna.store.fieldwork.actions import Envelope
from toguna.store.fieldwork.models import Form, SealedPart, SealedSubmission
from toguna.store.fieldwork.sealed import (
    keep_sealed,
    keep_sealed_part,
    note_sealed_not_opened,
    note_sealed_opened,
)
from toguna.store.writing import write_turn

UNKNOWN = "application/octet-stream"
OTHER_INSTANCE = (
    "Ce qui était chiffré n'est pas la fiche annoncée : le formulaire ou l'identifiant diffère. "
    "Tout est gardé tel quel. Renvoyez la fiche."
)
FILE_GONE = "Le fichier chiffré « %(name)s » n'est plus sur ce serveur. Renvoyez la fiche."


class OtherInstanceError(RefusedFileError):
    """The answers are of another form or instance than the open part says."""

    code = "other-instance"


class SealedFileGoneError(RefusedFileError):
    """A file was noted and is not on disk."""

    code = "sealed-file-gone"


@dataclass(frozen=True)
class StillSealed:
    """It is kept and not open: some of it is still to come, or it cannot be opened and this is why."""

    sealed: SealedSubmission
    missing: tuple[str, ...] = ()
    refusal: RefusedFileError | None = None


def sealed_xform(form: Form) -> bytes:
    """The form as a phone gets it that encrypts what is filled in."""
    return with_public_key(bytes(form.xform), public_key())


def receive_from_device(
    *, body: bytes, files: Sequence[SentFile] = (), by: User, awaits_more: bool = False
) -> Receipt | StillSealed:
    """Receive what a phone sends, encrypted or not. Raises NotReceived or the reader's own named error."""
    manifest = read_manifest(body)
    if manifest is None:
        return receive_submission(body=body, files=files, by=by, awaits_more=awaits_more)
    require_open_form(manifest.form_id, manifest.version or "")
    kept = [(sealed_name(file.name), *keep_file(sealed_folder(), file.content)) for file in files]
    envelope = Envelope(manifest.form_id, manifest.version or "", manifest.instance_id)
    with write_turn(), transaction.atomic():
        sealed = keep_sealed(envelope=envelope, manifest=body, sha256=hashlib.sha256(body).hexdigest(), by=by)
        replaced = [
            keep_sealed_part(sealed=sealed, name=name, sha256=sha256, size=size)
            for name, size, sha256 in kept
            if sealed.opened_id is None
        ]
    # After a file of a submission that was opened before, too, nothing is left on disk.
    forget_unused([sha256 for _name, _size, sha256 in kept if sealed.opened_id] + replaced)
    return open_sealed(sealed)


def open_sealed(sealed: SealedSubmission) -> Receipt | StillSealed:
    """Open a submission if all of it is here, and receive it. Doing it twice changes nothing.

    Raises NotReceived where the submission itself cannot be received now; it stays as it is.
    """
    if sealed.opened is not None:
        return Receipt(sealed.opened.record, sealed.opened, Outcome.SAME)
    manifest = read_manifest(bytes(sealed.manifest))
    assert manifest is not None
    parts = {part.name: part for part in sealed.parts.all()}
    missing = tuple(name for name in manifest.parts if name not in parts)
    if missing:
        return StillSealed(sealed, missing)
    try:
        receipt = _received(sealed, manifest, parts)
    except RefusedFileError as refusal:
        sealed.refresh_from_db()
        if sealed.opened is not None:
            # Somebody else opened it at the same moment, and took its files away.
            return Receipt(sealed.opened.record, sealed.opened, Outcome.SAME)
        with write_turn():
            note_sealed_not_opened(sealed=sealed, reason=refusal.code)
        return StillSealed(sealed, refusal=refusal)
    with write_turn():
        note_sealed_opened(sealed=sealed, version=receipt.version)
    forget_unused([part.sha256 for part in parts.values()])
    return receipt


def missing_parts(sealed: SealedSubmission) -> tuple[str, ...]:
    """The files that were announced and have not come."""
    manifest = read_manifest(bytes(sealed.manifest))
    here = {part.name for part in sealed.parts.all()}
    return tuple(name for name in manifest.parts if name not in here) if manifest else ()


def remove_opened_files() -> int:
    """Delete the encrypted files of what has been opened, and say how many; it finishes what a crash left."""
    used = _hashes_in_use()
    paths = [path for path in sealed_folder().glob("??/*") if path.name not in used]
    opened = set(SealedPart.objects.exclude(sealed__opened=None).values_list("sha256", flat=True))
    # A file without any row may be one that is arriving now.
    gone = [path for path in paths if path.name in opened]
    for path in gone:
        forget_file(path)
    return len(gone)


def forget_unused(hashes: Sequence[str]) -> None:
    """Delete encrypted files that no submission waits for any more."""
    used = _hashes_in_use() if any(hashes) else set()
    for sha256 in {*hashes} - used - {""}:
        forget_file(kept_file(sealed_folder(), sha256))


def sealed_folder() -> Path:
    """Where encrypted files stand until they are opened."""
    return Path(settings.VAR) / "sealed"


def _received(sealed: SealedSubmission, manifest: SealedManifest, parts: dict[str, SealedPart]) -> Receipt:
    def read(name: str) -> BinaryIO:
        try:
            return kept_file(sealed_folder(), parts[name].sha256).open("rb")
        except FileNotFoundError:
            raise SealedFileGoneError(FILE_GONE, name=name) from None

    with ExitStack() as closing:
        *media, answers = closing.enter_context(opened_files(manifest, every_key(), read))
        body = answers.content.read()
        inside = read_envelope(body)
        if (inside.form_id, inside.instance_id) != (manifest.form_id, manifest.instance_id):
            raise OtherInstanceError(OTHER_INSTANCE)
        files = [SentFile(one.name, mimetypes.guess_type(one.name)[0] or UNKNOWN, one.content) for one in media]
        # A file that nobody announced was not encrypted with the others: it is kept as it came.
        for name in sorted(parts.keys() - set(manifest.parts)):
            files.append(SentFile(name, UNKNOWN, closing.enter_context(read(name))))
        return receive_submission(body=body, files=files, by=sealed.sender)


def _hashes_in_use() -> set[str]:
    return set(SealedPart.objects.filter(sealed__opened=None).values_list("sha256", flat=True))
