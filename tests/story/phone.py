"""One telephone, a process of its own: sends sheets with a photo without end, each until it is acknowledged.

    python -m tests.story.phone PORT TOKEN FILE

What was answered 201 is noted in the file, one line each: instance, hash of the sheet, hash of the photo. A sheet whose
answer never came is sent again as it was, as telephones do.
"""

import hashlib
import os
import sys
import time
import uuid
from http.client import HTTPException
from pathlib import Path

from tests.story.wire import post_submission

PHOTO_BYTES = 20_000
PAUSE = 0.02


def main(port: int, token: str, noted: Path, sheet: bytes) -> None:
    with noted.open("a") as lines:
        while True:
            instance = f"uuid:{uuid.uuid4()}"
            body, photo = sheet.replace(b"uuid:fictive-1", instance.encode()), os.urandom(PHOTO_BYTES)
            while send(port, token, body, photo) != 201:
                time.sleep(PAUSE)
            lines.write(f"{instance} {hashlib.sha256(body).hexdigest()} {hashlib.sha256(photo).hexdigest()}\n")
            lines.flush()


def send(port: int, token: str, body: bytes, photo: bytes) -> int:
    """The status that came back; 0 when the line dropped."""
    try:
        return post_submission(port, token, body, photo)
    except (OSError, HTTPException):
        return 0


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2], Path(sys.argv[3]), sys.stdin.buffer.read())
