"""The released cells as CSV, and the dictionary of its columns.

One row is one cell. A masked cell keeps its row, empty and marked; nothing here decides what is masked.
"""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from io import StringIO

from toguna.publish.snapshot import ReleasedCell, Snapshot, released_cells
from toguna.publish.words import category_words, text_in

COLUMNS: Mapping[str, tuple[str, str]] = {
    "programme": ("code du programme", "code of the programme"),
    "edition": ("numéro de l'édition", "number of the edition"),
    "edition_sha256": ("empreinte de l'édition", "hash of the edition"),
    "indicator": ("code de l'indicateur", "code of the indicator"),
    "title_fr": ("intitulé de l'indicateur, en français", "title of the indicator, in French"),
    "title_en": ("intitulé de l'indicateur, en anglais", "title of the indicator, in English"),
    "definition": (
        "version de la définition qui dit ce qui est compté",
        "version of the definition of what is counted",
    ),
    "period_kind": (
        "sorte de période : month mois, quarter trimestre, year année, us_fiscal_quarter et us_fiscal_year exercice "
        "qui commence en octobre, life toute la durée",
        "kind of period; us_fiscal_quarter and us_fiscal_year belong to a year that begins in October; life is the "
        "whole life of the programme",
    ),
    "period": ("code de la période", "code of the period"),
    "starts_on": ("premier jour de la période", "first day of the period"),
    "ends_on": ("dernier jour de la période", "last day of the period"),
    "cumulative": (
        "yes : compté depuis le début du programme jusqu'à la fin de la période",
        "yes: counted from the start of the programme to the end of the period",
    ),
    "dimension": ("ventilation ; vide pour le total", "dimension; empty for the total"),
    "category": ("code de la catégorie ; unknown : non précisé", "code of the category; unknown: not stated"),
    "category_fr": ("catégorie, en français", "category, in French"),
    "category_en": ("catégorie, en anglais", "category, in English"),
    "value": (
        "la valeur ; vide quand elle n'est pas connue ou qu'elle est masquée, jamais 0 à la place",
        "the value; empty where it is not known or masked, never 0 instead",
    ),
    "numerator": ("numérateur d'un rapport", "numerator of a ratio"),
    "denominator": ("dénominateur d'un rapport", "denominator of a ratio"),
    "masked": (
        "yes : masqué pour que personne ne puisse être reconnu",
        "yes: masked so that nobody can be recognised",
    ),
    "unit_fr": ("unité, en français", "unit, in French"),
    "unit_en": ("unité, en anglais", "unit, in English"),
    "basis": (
        "d'où vient le chiffre : counted compté, estimated estimé, stated selon la source",
        "where the figure comes from: counted, estimated, stated by a source",
    ),
    "fictional": ("yes : donnée fictive, inventée pour la démonstration", "yes: invented for the demonstration"),
    "digest": ("empreinte des faits comptés dans cette case", "hash of the facts counted in this cell"),
}

RECORD_COLUMNS: Mapping[str, tuple[str, str]] = {
    **{column: COLUMNS[column] for column in ("programme", "edition", "indicator")},
    "sheet": ("début de l'empreinte de la fiche", "beginning of the hash of the sheet"),
    "activity": ("code de l'activité ; vide si elle est retirée", "code of the activity; empty if withdrawn"),
    "held_on": ("jour de la fiche", "day of the sheet"),
    "place": ("code du lieu, avec son référentiel", "code of the place, with its scheme"),
    "place_name": ("nom du lieu", "name of the place"),
    "fictional": COLUMNS["fictional"],
}


def cells_as_csv(snapshot: Snapshot, sha256: str) -> bytes:
    """Every released cell of the edition."""
    return csv_bytes(list(COLUMNS), (_row(snapshot, sha256, part) for part in released_cells(snapshot)))


def records_as_csv(snapshot: Snapshot) -> bytes:
    """Which sheets each indicator was counted from; never how many people each holds, nor who."""
    rows = (
        {
            "programme": snapshot["programme"]["code"],
            "edition": snapshot["number"],
            "indicator": indicator["code"],
            "sheet": record["sheet"],
            "activity": record["activity"],
            "held_on": record["held_on"],
            "place": record["place"],
            "place_name": snapshot["places"][record["place"]]["name"] if record["place"] else "",
            "fictional": _yes(snapshot["fictional"]),
        }
        for indicator in snapshot["indicators"]
        for record in indicator["records"]
    )
    return csv_bytes(list(RECORD_COLUMNS), (row.values() for row in rows))


def dictionary_as_csv(others: Mapping[str, Mapping[str, tuple[str, str]]] | None = None) -> bytes:
    """What each column of an edition's tables means, in both languages; `others` are further tables by file."""
    return dictionary_of({"cells.csv": COLUMNS, "records.csv": RECORD_COLUMNS, **(others or {})})


def dictionary_of(tables: Mapping[str, Mapping[str, tuple[str, str]]]) -> bytes:
    """What each column of these tables means, in both languages."""
    return csv_bytes(
        ["file", "column", "fr", "en"],
        ([file, column, *words] for file, columns in tables.items() for column, words in columns.items()),
    )


def csv_bytes(head: Sequence[str], rows: Iterable[Iterable[object]]) -> bytes:
    """A CSV in UTF-8, with the mark that a spreadsheet needs to know it."""
    sheet = StringIO()
    writer = csv.writer(sheet, lineterminator="\r\n")
    writer.writerow(head)
    writer.writerows([inert(cell) for cell in row] for row in rows)
    return b"\xef\xbb\xbf" + sheet.getvalue().encode()


def inert(cell: object) -> object:
    """A text that a spreadsheet would run as a formula, made plain text.

    >>> inert("=1+1"), inert("-3"), inert(12)
    ("'=1+1", '-3', 12)
    """
    risky = isinstance(cell, str) and cell[:1] in {"=", "+", "-", "@", "\t", "\r"}
    return f"'{cell}" if risky and not str(cell).lstrip("-").replace(".", "", 1).isdigit() else cell


def _row(snapshot: Snapshot, sha256: str, part: ReleasedCell) -> Iterator[object]:
    indicator, table, cell = part.indicator, part.table, part.cell
    in_words = {
        language: category_words(snapshot, part.dimension, cell["category"], language) if part.dimension else ""
        for language in ("fr", "en")
    }
    values: dict[str, object] = {
        "programme": snapshot["programme"]["code"],
        "edition": snapshot["number"],
        "edition_sha256": sha256,
        "indicator": indicator["code"],
        "title_fr": text_in(indicator["title"], "fr"),
        "title_en": text_in(indicator["title"], "en"),
        "definition": indicator["definition"]["version"],
        "period_kind": table["period_kind"],
        "period": table["period"],
        "starts_on": table["starts_on"],
        "ends_on": date.fromisoformat(table["ends_before"]) - timedelta(days=1),
        "cumulative": _yes(indicator["cumulative"]),
        "dimension": part.dimension,
        "category": cell["category"],
        "category_fr": in_words["fr"],
        "category_en": in_words["en"],
        "value": cell.get("value"),
        "numerator": cell.get("numerator"),
        "denominator": cell.get("denominator"),
        "masked": _yes(cell["masked"]),
        "unit_fr": text_in(indicator["unit"], "fr"),
        "unit_en": text_in(indicator["unit"], "en"),
        "basis": table["basis"],
        "fictional": _yes(snapshot["fictional"]),
        "digest": cell.get("digest", ""),
    }
    return (values[column] for column in COLUMNS)


def _yes(flag: bool) -> str:
    return "yes" if flag else "no"
