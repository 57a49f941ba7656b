"""What a file from the field is, by its first bytes and never by what it says of itself."""

from pathlib import Path

PICTURES = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
)
SOUNDS = (
    (b"OggS", "audio/ogg"),
    (b"ID3", "audio/mpeg"),
    (b"\xff\xfb", "audio/mpeg"),
    (b"\xff\xf3", "audio/mpeg"),
    (b"#!AMR", "audio/amr"),
    (b"\x1aE\xdf\xa3", "audio/webm"),
)
# The file types of sound among those that share one container with films.
SOUND_BRANDS = (b"M4A ", b"mp42", b"isom", b"3gp")


def picture_type(path: Path) -> str | None:
    """Which kind of picture the bytes are; None for anything else."""
    shown = type_shown(path)
    return shown if shown and shown.startswith("image/") else None


def type_shown(path: Path) -> str | None:
    """Which kind of picture or sound the bytes are; None for anything else, which a browser could run."""
    with path.open("rb") as file:
        first = file.read(16)
    if first[:4] == b"RIFF":
        return {b"WEBP": "image/webp", b"WAVE": "audio/wav"}.get(first[8:12])
    if first[4:8] == b"ftyp":
        return "audio/mp4" if first[8:12].startswith(SOUND_BRANDS) else None
    return next((kind for beginning, kind in (*PICTURES, *SOUNDS) if first.startswith(beginning)), None)
