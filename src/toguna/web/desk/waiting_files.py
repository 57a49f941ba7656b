"""A file that was chosen in a form which must be shown again: kept on disk for a day, so that it is not lost.

The form carries a signed mark of it, good for the account that sent it. What becomes of the file afterwards is not
known here.
"""

import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core import signing
from django.core.files.uploadedfile import UploadedFile

from toguna.flow.receive import SentFile
from toguna.store.accounts.models import User

SALT = "file waiting for its form"
KEPT_SECONDS = 24 * 3600


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


@contextmanager
def waiting_file(mark: str, user: User) -> Iterator[list[SentFile]]:
    """The file behind a mark, open, if it is this account's and still there; otherwise no file at all."""
    try:
        kept = signing.loads(mark, salt=SALT, max_age=KEPT_SECONDS)
    except signing.BadSignature:
        yield []
        return
    path = _folder() / kept["key"]
    if kept["by"] != user.pk or not path.is_file():
        yield []
        return
    with path.open("rb") as content:
        yield [SentFile(name=kept["name"], media_type=kept["type"], content=content)]


def _folder() -> Path:
    return Path(settings.VAR) / "waiting"
