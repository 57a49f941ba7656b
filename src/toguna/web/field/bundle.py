"""The built page: where it lies, which files it has, and whether it is the one that these sources make.

It is built once per state of the sources, after the site is up. It knows nothing of how building is done.
"""

import hashlib
import json
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings

SOURCES = Path(__file__).resolve().parent / "page"
NOT_SOURCES = {"node_modules", "tests"}
MEDIA_TYPES = {".js": "text/javascript", ".css": "text/css", ".wasm": "application/wasm", ".svg": "image/svg+xml"}
ENCODINGS = (("br", ".br"), ("gzip", ".gz"))


@dataclass(frozen=True)
class Bundle:
    """One build: its mark, its folder, the script and the stylesheet that a page names, and every file."""

    stamp: str
    folder: Path
    script: str
    style: str
    files: tuple[str, ...]

    def file(self, name: str, accepted: str) -> tuple[Path, str]:
        """The file to send for this name, and how it is encoded, as the browser accepts it. Raises KeyError."""
        if name not in self.files:
            raise KeyError(name)
        offered = set(re.findall(r"[a-z]+", accepted.lower()))
        for encoding, ending in ENCODINGS:
            path = self.folder / f"{name}{ending}"
            if encoding in offered and path.is_file():
                return path, encoding
        return self.folder / name, ""


def source_files() -> list[Path]:
    """What the page is built from, in a fixed order."""
    found = (path for path in SOURCES.rglob("*") if path.is_file())
    return sorted(path for path in found if not NOT_SOURCES & set(path.relative_to(SOURCES).parts))


def source_stamp() -> str:
    """A mark of the sources, the lock file among them: the same sources give the same mark on every machine."""
    digest = hashlib.sha256()
    for path in source_files():
        body = path.read_bytes()
        digest.update(f"{path.relative_to(SOURCES).as_posix()}\0{len(body)}\0".encode() + body)
    return digest.hexdigest()[:16]


def bundle_home() -> Path:
    """The folder that builds lie in."""
    return Path(settings.FIELD_PAGE)


def built() -> Bundle | None:
    """The newest build that is whole; None while there is none."""
    index = bundle_home() / "current.json"
    try:
        changed = index.stat().st_mtime_ns
    except FileNotFoundError:
        return None
    return _read(index, changed)


def is_build_due() -> bool:
    """Whether the page is missing or made from other sources than these."""
    found = built()
    return found is None or found.stamp != source_stamp()


@lru_cache(maxsize=4)
def _read(index: Path, _changed: int) -> Bundle | None:
    told = json.loads(index.read_text())
    folder = index.parent / told["stamp"]
    if not (folder / told["script"]).is_file():
        return None
    return Bundle(told["stamp"], folder, told["script"], told["style"], tuple(told["files"]))
