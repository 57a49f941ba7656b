"""A drawn stand-in for the photo of a signed sheet, with FICTIF across it: nobody signed anything."""

import struct
import zlib
from random import Random

from toguna.rules.attendance import AttendanceSheet

WIDTH, HEIGHT, LINE = 360, 500, 18
PAPER, INK, FAINT, STAMP = 245, 60, 200, 150
# Five by seven dots a letter.
LETTERS = {
    "F": ("11111", "10000", "10000", "11110", "10000", "10000", "10000"),
    "I": ("11111", "00100", "00100", "00100", "00100", "00100", "11111"),
    "C": ("01111", "10000", "10000", "10000", "10000", "10000", "01111"),
    "T": ("11111", "00100", "00100", "00100", "00100", "00100", "00100"),
}


def photo_of_sheet(sheet: AttendanceSheet) -> bytes:
    """A PNG with a numbered line and a scribble for each participant; the same sheet gives the same bytes."""
    random = Random(f"{sheet.activity_code}|{sheet.session}")  # noqa: S311 - a drawing, not a secret
    rows = [bytearray([PAPER]) * WIDTH for _ in range(HEIGHT)]
    for number in range(min(len(sheet.participants), 22) + 1):
        top = 60 + number * LINE
        rows[top][20 : WIDTH - 20] = bytes([FAINT]) * (WIDTH - 40)
        if number:
            _scribble(rows, 40, top - 6, 90 + random.randrange(50), random)
            _scribble(rows, 240, top - 6, 60 + random.randrange(30), random)
    for number, letter in enumerate("FICTIF"):
        _stamp(rows, letter, 60 + number * 42, 220)
    return _png(rows)


def _scribble(rows: list[bytearray], left: int, top: int, length: int, random: Random) -> None:
    height = 0
    for across in range(length):
        height = max(-5, min(4, height + random.randint(-2, 2)))
        rows[top + height][left + across] = INK


def _stamp(rows: list[bytearray], letter: str, left: int, top: int) -> None:
    for down, dots in enumerate(LETTERS[letter]):
        for across, dot in enumerate(dots):
            if dot == "1":
                for row in rows[top + down * 7 : top + down * 7 + 7]:
                    row[left + across * 7 : left + across * 7 + 7] = bytes([STAMP]) * 7


def _png(rows: list[bytearray]) -> bytes:
    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    header = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 0, 0, 0, 0)
    pixels = zlib.compress(b"".join(b"\0" + row for row in rows), 6)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
