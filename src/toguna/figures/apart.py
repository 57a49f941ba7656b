"""Checks what a stranger sends in a process of its own, with bounds of time and memory, and nothing of ours in reach.

Whoever serves pages asks here: a file that makes its reader run wild ends that process and nothing else. Nothing is
written anywhere.
"""

import json
import os
import resource
import subprocess
import sys
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from toguna.figures.checking import check
from toguna.figures.documents.document import Document, Limits
from toguna.figures.documents.opening import read_document
from toguna.figures.documents.unreadable import TookTooLong, Unreadable
from toguna.figures.page import report_body, report_page
from toguna.figures.telling import Tongue

# What the process needs of ours; no key, no address of a database.
NEEDED = ("PATH", "PYTHONPATH", "LANG", "LC_ALL", "SYSTEMROOT")
MEMORY_BYTES = 1_500_000_000


class RanWild(Unreadable):
    """The process that read the file ended without a word: out of memory, or worse."""

    code = "ran_wild"
    message = (
        "La lecture de ce fichier s'est arrêtée toute seule : il est abîmé, ou trop compliqué. "
        "Copiez-en le texte et collez-le, ou enregistrez le fichier à nouveau."
    )


@dataclass(frozen=True, slots=True)
class Told:
    """What a check says: the report as a fragment, as a page and for machines, or why there is none."""

    refusal: str = ""
    body: str = ""
    page: str = ""
    machine: str = ""


def check_apart(
    content: bytes, name: str, language: str, text_language: str = "", limits: Limits | None = None
) -> Told:
    """Check a file of anybody's, told in `language`; `text_language` is found out where it is empty."""
    limits = limits or Limits()
    asked = {
        "name": PurePath(name).name[-120:],
        "language": language,
        "text_language": text_language,
        "limits": {one: getattr(limits, one) for one in Limits.__slots__},
    }
    try:
        ended = subprocess.run(
            [sys.executable, "-m", "toguna.figures.apart"],
            input=json.dumps(asked).encode() + b"\n" + content,
            capture_output=True,
            check=False,
            timeout=limits.seconds,
            env={key: os.environ[key] for key in NEEDED if key in os.environ} | {"PYTHONUTF8": "1"},
        )
    except subprocess.TimeoutExpired:
        return Told(refusal=Tongue(language).say(TookTooLong(seconds=round(limits.seconds))))
    if ended.returncode != 0:
        return Told(refusal=Tongue(language).say(RanWild()))
    return Told(**json.loads(ended.stdout))


def main() -> None:
    """Be the process: a line of what is asked and then the file come in, one JSON goes out."""
    asked = json.loads(sys.stdin.buffer.readline())
    limits = Limits(**asked["limits"])
    _hold_back(limits)
    json.dump(_told(sys.stdin.buffer.read(), asked, limits), sys.stdout)


def _told(content: bytes, asked: dict[str, Any], limits: Limits) -> dict[str, str]:
    language = asked["language"]
    try:
        document = read_document(content, asked["name"], limits)
    except Unreadable as refusal:
        return {"refusal": Tongue(language).say(refusal)}
    report = check(document.text, asked["text_language"] or None)
    title = asked["name"] or Tongue(language).gettext("Texte collé")
    return {
        "body": report_body(report, document, language),
        "page": report_page(report, title, document, language),
        "machine": json.dumps({"file": title, **_pages(document), **report.to_dict()}, ensure_ascii=False, indent=1),
    }


def _pages(document: Document) -> dict[str, Any]:
    return {
        "format": document.format.value,
        "pages": [{"page": page, "start": at} for page, at in document.pages if page],
    }


def _hold_back(limits: Limits) -> None:
    """Let the system end this process where its reader does not end itself."""
    seconds = int(limits.seconds) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    if sys.platform == "linux":
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))


if __name__ == "__main__":
    main()
