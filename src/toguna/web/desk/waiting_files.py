"""Files that were chosen in a form which must be shown again: kept on disk for a day, so that they are not lost.

The form carries a signed mark of each, good for the account that sent it. What becomes of a file afterwards is not
known here.
"""

import time
import uuid
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core import signing
from django.core.files.uploadedfile import UploadedFile

from toguna.flow.receive import SentFile
from toguna.store.accounts.models import User

SALT = "file waiting for its form"
KEPT_SECONDS = 24 * 3600


@dataclass(frozen=True)
class WaitingFile:
    """A file that waits for its form, as the account that sent it finds it again."""

    mark: str
    name: str
    media_type: str
    path: Path


def keep_waiting(chosen: "UploadedFile[bytes]", user: User) -> str:
    """Put the file aside; what comes back is the mark under which it is found again."""
    folder = _folder()
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.iterdir():
        if old.stat().st_mtime < time.time() - KEPT_SECONDS:
            old.unlink(missing_ok=True)
    key = uuid.uuid4().hex
    with (folder / key).open("xb") as out:
        for piece in chosen.chunks():
            out.write(piece)
    name = Path(chosen.name or "photo").name
    return signing.dumps({"key": key, "name": name, "type": chosen.content_type or "", "by": user.pk}, salt=SALT)


def find_waiting(mark: str, user: User) -> WaitingFile | None:
    """The file behind a mark, if it is this account's and still there."""
    try:
        kept = signing.loads(mark, salt=SALT, max_age=KEPT_SECONDS)
    except signing.BadSignature:
        return None
    path = _folder() / kept["key"]
    if kept["by"] != user.pk or not path.is_file():
        return None
    return WaitingFile(mark, kept["name"], kept["type"], path)


@contextmanager
def opened_files(marks: Sequence[str], user: User) -> Iterator[list[SentFile]]:
    """The files behind these marks, open; a mark that leads nowhere is left out. Each page of a sheet has its name."""
    found = [waiting for mark in marks if (waiting := find_waiting(mark, user))]
    with ExitStack() as stack:
        yield [
            SentFile(
                name=each.name if at == 0 else f"{at + 1}-{each.name}",
                media_type=each.media_type,
                content=stack.enter_context(each.path.open("rb")),
            )
            for at, each in enumerate(found)
        ]


@contextmanager
def waiting_file(mark: str, user: User) -> Iterator[list[SentFile]]:
    """The file behind one mark, open; no file at all where it leads nowhere."""
    with opened_files([mark], user) as files:
        yield files


def _folder() -> Path:
    return Path(settings.VAR) / "waiting"
