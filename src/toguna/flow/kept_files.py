"""Files put on disk for good: under the hash of their bytes, whole or not at all, and there when the power is gone.

It does not know what they are or whose; the row that says so is written after the file is safe.
"""

import hashlib
import os
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

PIECE_BYTES = 1 << 16


def kept_file(folder: Path, sha256: str) -> Path:
    """Where the bytes with this hash stand."""
    return folder / sha256[:2] / sha256


def keep_file(folder: Path, content: BinaryIO) -> tuple[int, str]:
    """Put a file on disk: temporary name, fsync, rename, fsync of its folder. Returns its size and SHA-256."""
    folder.mkdir(parents=True, exist_ok=True)
    temporary = folder / f".arriving-{uuid.uuid4().hex}"
    digest, size = hashlib.sha256(), 0
    try:
        with temporary.open("xb") as out:
            for piece in pieces_of(content):
                digest.update(piece)
                size += len(piece)
                out.write(piece)
            out.flush()
            os.fsync(out.fileno())
        final = kept_file(folder, digest.hexdigest())
        new_folder = not final.parent.exists()
        final.parent.mkdir(exist_ok=True)
        temporary.rename(final)
        settle(final.parent)
        if new_folder:
            settle(folder)
    finally:
        temporary.unlink(missing_ok=True)
    return size, digest.hexdigest()


def forget_file(path: Path) -> None:
    """Take a file off the disk, so that the disk knows that it is gone; one that is not there is gone already."""
    path.unlink(missing_ok=True)
    if path.parent.exists():
        settle(path.parent)


def pieces_of(content: BinaryIO) -> Iterator[bytes]:
    """What is in an open file, a little at a time."""
    while piece := content.read(PIECE_BYTES):
        yield piece


def settle(folder: Path) -> None:
    """Have the disk know what was added to a folder, or taken from it."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
