"""`toguna figures`: which figures of a report do not add up, told on the terminal, as JSON or as one page.

It needs no settings, no database and no network, and writes to no file but the one it is told to.
"""

import argparse
import json
import os
import shutil
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, TextIO

from toguna.figures.checking import check
from toguna.figures.documents.document import Document, Limits
from toguna.figures.documents.opening import read_document
from toguna.figures.documents.unreadable import Unreadable
from toguna.figures.judging import Severity
from toguna.figures.page import report_page
from toguna.figures.report import Report
from toguna.figures.telling import LANGUAGES, Tongue
from toguna.figures.terminal import refusal_for_terminal, report_for_terminal

NOTHING_WRONG, FOUND_ERRORS, NOT_READ = 0, 1, 2
STANDARD_INPUT = "-"


class NotThere(Unreadable):
    """A file that does not open."""

    code = "not_there"
    message = "Ce fichier ne s'ouvre pas (%(reason)s). Vérifiez son nom et que vous avez le droit de le lire."


class NotWritten(Unreadable):
    """A report that has nowhere to go."""

    code = "not_written"
    message = "Ce fichier ne peut pas être écrit (%(reason)s). Donnez un dossier qui existe et où vous pouvez écrire."


@dataclass(frozen=True, slots=True)
class Checked:
    """One file with its report, or with the reason why there is none."""

    name: str
    document: Document | None = None
    report: Report | None = None
    refusal: Unreadable | None = None


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What can be asked of `toguna figures`."""
    acts = parser.add_subparsers(dest="act", required=True, metavar="check")
    one = acts.add_parser(
        "check",
        help="dit quels chiffres d'un texte ne s'accordent pas",
        description="Lit un rapport en français ou en anglais et dit quels chiffres ne s'accordent pas, où, "
        "de combien, et ce qui suffirait à les accorder. Rien n'est changé, rien n'est envoyé.",
        epilog="Code de sortie : 0 sans erreur, 1 si des chiffres ne s'accordent pas, 2 si un fichier n'a pas été lu.",
    )
    one.add_argument(
        "file", nargs="+", metavar="FICHIER", help="texte, Markdown, HTML, Word (.docx) ou PDF ; - pour l'entrée"
    )
    one.add_argument(
        "--format", choices=("text", "json", "html"), default="text", help="à l'écran, pour une machine, ou en une page"
    )
    one.add_argument("--language", choices=LANGUAGES, help="langue du compte rendu (sans réglage : celle du texte)")
    one.add_argument("--text-language", choices=LANGUAGES, help="langue du texte (sans réglage : elle est reconnue)")
    one.add_argument("--output", type=Path, metavar="FICHIER", help="écrire ici plutôt qu'à l'écran")


def main(arguments: Sequence[str]) -> int:
    """Run the command; the exit code says whether figures are wrong (1) or a file was not read (2)."""
    parser = argparse.ArgumentParser(prog="toguna figures", description="Contrôle les chiffres d'un texte.")
    add_arguments(parser)
    options = parser.parse_args(arguments)
    refused = wrong_use(options)
    if refused:
        parser.error(refused)
    return run(options, sys.stdin.buffer, sys.stdout, sys.stderr)


def wrong_use(options: argparse.Namespace) -> str:
    """What was asked and cannot be done; empty when all is well."""
    if options.format == "html" and len(options.file) > 1:
        return "--format html : un seul fichier à la fois"
    if options.file.count(STANDARD_INPUT) > 1:
        return "- : l'entrée ne se lit qu'une fois"
    if options.output and any(_same_file(options.output, name) for name in options.file):
        return "--output : ce fichier est celui qui est lu ; donnez un autre nom, il ne sera pas remplacé"
    return ""


def run(options: argparse.Namespace, stdin: BinaryIO, stdout: TextIO, stderr: TextIO) -> int:
    """Check each file, tell what was found, and say by the exit code how it ended."""
    checked = [_checked(name, options.text_language, stdin) for name in options.file]
    told = {"text": _as_text, "json": _as_json, "html": _as_html}[options.format](checked, options, stdout)
    if options.output and told:
        try:
            options.output.write_text(told, encoding="utf-8")
        except OSError as failure:
            told = Tongue(options.language or "fr").say(NotWritten(reason=failure.strerror))
            _write(refusal_for_terminal(told, str(options.output)), stderr)
            return NOT_READ
    elif told:
        _write(told, stdout)
    if options.format != "json":
        for one in checked:
            if one.refusal:
                _write(refusal_for_terminal(_tongue(one, options).say(one.refusal), one.name), stderr)
    if any(one.refusal for one in checked):
        return NOT_READ
    wrong = any(
        finding.severity is Severity.ERROR for one in checked if one.report for finding in one.report.findings()
    )
    return FOUND_ERRORS if wrong else NOTHING_WRONG


def _checked(name: str, language: str | None, stdin: BinaryIO) -> Checked:
    limits = Limits()
    shown = "entrée standard" if name == STANDARD_INPUT else Path(name).name
    try:
        # One byte more than is taken tells that there is more.
        content = _content(name, stdin, limits.file_bytes + 1)
        document = read_document(content, "" if name == STANDARD_INPUT else name, limits)
    except Unreadable as refusal:
        return Checked(shown, refusal=refusal)
    return Checked(shown, document, check(document.text, language))


def _content(name: str, stdin: BinaryIO, most: int) -> bytes:
    if name == STANDARD_INPUT:
        return stdin.read(most)
    try:
        with Path(name).open("rb") as file:
            return file.read(most)
    except (OSError, ValueError) as failure:
        raise NotThere(reason=getattr(failure, "strerror", None) or str(failure)) from failure


def _as_text(checked: Sequence[Checked], options: argparse.Namespace, stdout: TextIO) -> str:
    colours = (
        not options.output and stdout.isatty() and "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb"
    )
    width = shutil.get_terminal_size().columns if stdout.isatty() else 100
    told = []
    for one in checked:
        if one.document and one.report:
            tongue = _tongue(one, options)
            told.append(report_for_terminal(one.report, one.document, one.name, tongue, colours=colours, width=width))
    return "\n".join(told)


def _as_json(checked: Sequence[Checked], options: argparse.Namespace, _stdout: TextIO) -> str:
    told = [_for_machines(one, _tongue(one, options)) for one in checked]
    return json.dumps(told[0] if len(told) == 1 else told, ensure_ascii=False, indent=1) + "\n"


def _for_machines(one: Checked, tongue: Tongue) -> dict[str, Any]:
    if one.document is None or one.report is None:
        assert one.refusal is not None
        return {"file": one.name, "error": {"code": one.refusal.code, "message": tongue.say(one.refusal)}}
    return {
        "file": one.name,
        "format": one.document.format.value,
        "pages": [{"page": number, "start": start} for number, start in one.document.pages if number],
        "notes": [tongue.say(note) for note in one.document.notes],
        **one.report.to_dict(),
    }


def _as_html(checked: Sequence[Checked], options: argparse.Namespace, _stdout: TextIO) -> str:
    one = checked[0]
    if one.document is None or one.report is None:
        return ""
    return report_page(one.report, one.name, one.document, language=_tongue(one, options).language)


def _tongue(one: Checked, options: argparse.Namespace) -> Tongue:
    return Tongue(options.language or (one.report.language if one.report else "fr"))


def _write(told: str, stdout: TextIO) -> None:
    encoding = stdout.encoding or "utf-8"
    # A terminal without these letters gets what comes nearest, and no traceback.
    stdout.write(told.encode(encoding, errors="replace").decode(encoding))
    stdout.flush()


def _same_file(output: Path, name: str) -> bool:
    return name != STANDARD_INPUT and output.exists() and Path(name).exists() and output.samefile(name)
