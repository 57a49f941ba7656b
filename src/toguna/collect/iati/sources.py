"""The bytes of a file piece by piece, unpacked where gzip packed them. It never holds more than two pieces.

What can be told from the first bytes to be no XML at all is refused here, each kind by its name.
"""

import zlib
from collections.abc import Iterator
from contextlib import ExitStack
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from toguna.collect.iati.limits import PIECE, Limits, NotIatiError, StoppedReadingError

Source = bytes | Path | BinaryIO

EMPTY = "Ce fichier est vide. Téléchargez-le de nouveau depuis l'adresse de son éditeur."
TOO_LONG = "Ce fichier dépasse %(most)s Mo une fois ouvert. Il a été lu jusque-là."
GZIP_CUT = "L'archive gzip est coupée : elle a été lue jusqu'à la coupure. Téléchargez-la de nouveau."
GZIP_BROKEN = "L'archive gzip est abîmée : elle a été lue jusque-là. Téléchargez-la de nouveau."
IS_ZIP = "C'est une archive zip ou un classeur, pas un fichier IATI. Ouvrez l'archive et choisissez le fichier .xml."
IS_PDF = "C'est un document PDF, pas un fichier IATI. Choisissez le fichier .xml que l'éditeur a publié."
IS_JSON = "C'est du JSON, pas un fichier IATI en XML. Demandez la même chose en XML (souvent format=xml)."
NOT_XML = "Ce fichier n'est pas du XML : il ne commence pas par une balise. Choisissez le fichier .xml de l'éditeur."

SIGNATURES = ((b"PK\x03\x04", IS_ZIP), (b"PK\x05\x06", IS_ZIP), (b"%PDF", IS_PDF), (b"{", IS_JSON), (b"[", IS_JSON))
MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
GZIP = b"\x1f\x8b"


def pieces_of(source: Source, limits: Limits) -> Iterator[bytes]:
    """The file's bytes in pieces, unpacked. Raises `StoppedReadingError` where it is too long, or cut."""
    raw = _raw_pieces(source)
    first = next(raw, b"")
    pieces = _unpacked(first, raw) if first.startswith(GZIP) else _chained(first, raw)
    found = 0
    for piece in pieces:
        found += len(piece)
        if found > limits.file_bytes:
            raise StoppedReadingError("file-too-long", TOO_LONG, most=limits.file_bytes // 1_000_000)
        if piece:
            yield piece


def refuse_what_is_no_xml(head: bytes) -> None:
    """Say by name what the first bytes show to be something else."""
    start = head.lstrip(b" \t\r\n\x00")
    if not start:
        raise NotIatiError(EMPTY)
    if start.startswith(MARKS):
        return
    for signature, message in SIGNATURES:
        if start.startswith(signature):
            raise NotIatiError(message)
    if not start.startswith(b"<"):
        raise NotIatiError(NOT_XML)


def _raw_pieces(source: Source) -> Iterator[bytes]:
    with ExitStack() as stack:
        if isinstance(source, bytes):
            file: BinaryIO = BytesIO(source)
        elif isinstance(source, Path):
            file = stack.enter_context(source.open("rb"))
        else:
            file = source
        while piece := file.read(PIECE):
            yield piece


def _chained(first: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from rest


def _unpacked(first: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    """A few kilobytes of gzip may hold gigabytes, so that it is unpacked one piece at a time."""
    unpacking = zlib.decompressobj(zlib.MAX_WBITS | 16)
    for piece in _chained(first, rest):
        packed = piece
        while packed:
            if unpacking.eof:
                unpacking = zlib.decompressobj(zlib.MAX_WBITS | 16)
            try:
                yield unpacking.decompress(packed, PIECE)
            except zlib.error:
                raise StoppedReadingError("gzip-broken", GZIP_BROKEN) from None
            packed = unpacking.unused_data if unpacking.eof else unpacking.unconsumed_tail
    if not unpacking.eof:
        yield unpacking.flush()
        raise StoppedReadingError("gzip-cut", GZIP_CUT)
