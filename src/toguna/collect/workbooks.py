"""Workbooks from strangers, opened without running or fetching anything, and workbooks of our own.

Size before unpacking, no document types, no links to other files, no macros. It does not know what the tabs mean.
"""

import io
import re
import warnings
import zipfile
import zlib

from openpyxl import Workbook, load_workbook
from openpyxl.utils import range_boundaries

from toguna.collect.refusals import TOO_MANY_BYTES, RefusedFileError, limit

MOST_BYTES = 20_000_000
MOST_UNPACKED_BYTES = 60_000_000
MOST_PARTS = 1_000
MOST_CELLS_IN_RANGES = 500_000

EMPTY = "Ce fichier est vide. Choisissez le classeur que vous avez rempli."
OLD_OR_LOCKED = (
    "Ce fichier est un ancien classeur (.xls) ou un classeur protégé par un mot de passe. "
    "Ouvrez-le, enlevez le mot de passe et enregistrez-le au format .xlsx."
)
NOT_A_WORKBOOK = "Ce fichier n'est pas un classeur Excel (.xlsx). Enregistrez votre tableau au format .xlsx."
DAMAGED = "Ce classeur est abîmé et n'a pas pu être lu. Ouvrez-le, enregistrez-le de nouveau en .xlsx et renvoyez-le."
UNPACKS_TOO_LARGE = (
    "Une fois ouvert, ce classeur ferait %(found)s octets, au plus %(most)s. Gardez-y seulement vos tableaux."
)
TOO_MANY_PARTS = "Ce classeur a %(found)s parties, au plus %(most)s. Gardez-y seulement vos tableaux, sans images."

RANGES_TOO_LARGE = (
    "Ce classeur fusionne ou relie %(found)s cellules, au plus %(most)s. Défusionnez les cellules et renvoyez-le."
)

_RANGE = re.compile(rb"(?:mergeCell|hyperlink)\b[^>]*?\sref\s*=\s*[\"']([^\"']*)[\"']")
_OLE = b"\xd0\xcf\x11\xe0"  # the container of .xls, and of an .xlsx under a password


class NotAWorkbookError(RefusedFileError):
    """The bytes are no .xlsx workbook that can be opened."""

    code = "not-a-workbook"


def open_workbook(payload: bytes, *, calculated: bool = False) -> Workbook:
    """The workbook in these bytes, formulas as they are written, or as last calculated if `calculated` is set.

    Raises a `RefusedFileError` for what is no workbook, or would be too large once unpacked.
    """
    _require_safe(payload)
    try:
        with warnings.catch_warnings():
            # openpyxl warns of every feature it leaves out; none of them is a table.
            warnings.simplefilter("ignore")
            return load_workbook(io.BytesIO(payload), data_only=calculated, keep_links=False)
    except Exception:
        # A file made to be broken fails anywhere in openpyxl, with any exception; for the sender it is one answer.
        raise NotAWorkbookError(DAMAGED) from None


def empty_workbook() -> Workbook:
    """A workbook of ours, without a tab yet."""
    workbook = Workbook()
    del workbook["Sheet"]
    return workbook


def save_workbook(workbook: Workbook) -> bytes:
    """The workbook as the bytes of an .xlsx file."""
    content = io.BytesIO()
    workbook.save(content)
    return content.getvalue()


def _require_safe(payload: bytes) -> None:
    if not payload:
        raise NotAWorkbookError(EMPTY)
    limit(len(payload), MOST_BYTES, TOO_MANY_BYTES)
    if payload.startswith(_OLE):
        raise NotAWorkbookError(OLD_OR_LOCKED)
    try:
        with zipfile.ZipFile(io.BytesIO(payload)) as parts:
            _require_small(parts)
            if "xl/workbook.xml" not in parts.namelist():
                raise NotAWorkbookError(NOT_A_WORKBOOK)
            for part in parts.infolist():
                if part.filename.endswith((".xml", ".rels")):
                    _require_plain(parts.read(part))
    except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, RuntimeError, zlib.error):
        raise NotAWorkbookError(NOT_A_WORKBOOK) from None


def _require_small(parts: zipfile.ZipFile) -> None:
    # The sizes are only declared, but zipfile never unpacks more of a part than was declared.
    limit(len(parts.infolist()), MOST_PARTS, TOO_MANY_PARTS)
    limit(sum(part.file_size for part in parts.infolist()), MOST_UNPACKED_BYTES, UNPACKS_TOO_LARGE)


def _require_plain(part: bytes) -> None:
    # Zeros are taken out so that a document type in UTF-16 is seen too.
    if b"<!DOCTYPE" in part.replace(b"\0", b""):
        raise NotAWorkbookError(DAMAGED)
    # openpyxl makes every cell of a merged or linked range, and one range may name seventeen thousand million.
    limit(
        sum(_cells_in(ref.decode("ascii", "replace")) for ref in _RANGE.findall(part)),
        MOST_CELLS_IN_RANGES,
        RANGES_TOO_LARGE,
    )


def _cells_in(ref: str) -> int:
    try:
        left, top, right, bottom = range_boundaries(ref)
    except ValueError:
        raise NotAWorkbookError(DAMAGED) from None
    if left is None or top is None or right is None or bottom is None:
        return MOST_CELLS_IN_RANGES + 1
    return (right - left + 1) * (bottom - top + 1)
