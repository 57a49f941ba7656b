"""An indicator's reference sheet as a PDF, by Typst: the same lines as the page, on A4.

The same sheet gives the same bytes. It knows neither who prints it nor what day it is.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time
from importlib.resources import files

import typst

from toguna.publish.reference_sheet import LogLine, Part
from toguna.publish.words import Pair, said
from toguna.rules.numbers import HARD, long_date, spoken

WORDS: Mapping[str, Pair] = {
    "heading": ("Fiche de référence d'indicateur", "Performance indicator reference sheet"),
    "fictional": ("donnée fictive", "fictional"),
    "missing": ("à compléter", "to be completed"),
    "missing_list": ("À compléter :", "To be completed:"),
    "empty": ("rien n'est écrit", "nothing is written"),
    "log": ("Modifications", "Changes"),
    "no_log": ("aucune modification inscrite", "no change recorded"),
    "on": ("Le", "On"),
    "what": ("Quoi", "What"),
    "before": ("Avant", "Before"),
    "after": ("Après", "After"),
    "office": ("Bureau", "Office"),
    "computed": (
        "◆ vient de la définition, des cibles ou des évaluations : personne ne l'écrit.",
        "◆ comes from the definition, the targets or the assessments: nobody types it.",
    ),
}
UPDATED: Pair = ("Fiche mise à jour le %s", "Sheet last updated on %s")
NEVER_UPDATED: Pair = ("Fiche jamais mise à jour", "Sheet never updated")


def reference_sheet_paper(
    *,
    code: str,
    title: str,
    programme: str,
    fictional: bool,
    parts: Sequence[Part],
    log: Sequence[LogLine],
    missing: Sequence[str],
    updated_on: str | None,
    language: str = "fr",
) -> bytes:
    """The PDF of a sheet whose parts, log and missing fields are already in the language of the paper."""
    day = date.fromisoformat(updated_on) if updated_on else None
    paper = {
        "language": spoken(language),
        "words": {key: said(pair, language) for key, pair in WORDS.items()},
        "code": code,
        "title": title,
        "programme": programme,
        "fictional": fictional,
        "missing": ("; " if spoken(language) == "en" else f"{HARD}; ").join(missing),
        "updated": said(UPDATED, language) % long_date(day, language) if day else said(NEVER_UPDATED, language),
        "parts": [
            {
                "title": part.title,
                "rows": [
                    {
                        "label": row.label,
                        "lines": list(row.lines),
                        "missing": row.missing,
                        "computed": row.computed,
                    }
                    for row in part.rows
                ],
            }
            for part in parts
        ],
        "log": [[line.on, line.field, line.before or "—", line.after or "—", line.office or "—"] for line in log],
    }
    pdf = typst.compile(
        (files("toguna.publish.documents") / "reference_sheet.typ").read_bytes(),
        format="pdf",
        sys_inputs={"paper": json.dumps(paper, ensure_ascii=False)},
        # What a server has installed must not change a page, and the moment of making must not change a byte.
        ignore_system_fonts=True,
        timestamp=int(datetime.combine(day or date(2000, 1, 1), time(), UTC).timestamp()),
    )
    assert isinstance(pdf, bytes)
    return pdf
