"""The files of an edition as a reader looks for them: the sheet to read first, the one in their language before."""

from collections.abc import Iterable

from toguna.store.publications.models import EditionFile
from toguna.web.public.door import language


def in_reading_order(files: Iterable[EditionFile]) -> list[EditionFile]:
    """Pages before tables, tables before the rest; among pages the reader's own language first."""
    kinds = [
        "text/html",
        "application/pdf",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "text/csv",
        "application/json",
    ]

    def place(file: EditionFile) -> tuple[int, bool, str]:
        kind = file.media_type.partition(";")[0]
        return (kinds.index(kind) if kind in kinds else len(kinds), file.language != language(), file.name)

    return sorted(files, key=place)
