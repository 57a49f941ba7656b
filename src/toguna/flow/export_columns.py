"""What stands in the columns of an export: what is known of each record, then an answer after the other.

It turns an answer as it was sent into cells. Which records go in, and into which file, is decided elsewhere.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from math import isfinite
from typing import Any

from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from toguna.collect.answer_tables import AnswerTable
from toguna.collect.questions import Question, worded
from toguna.publish.records.tables import Cell, Column, Table

STATES = {
    "received": gettext_lazy("reçue"),
    "checked": gettext_lazy("contrôlée par le partenaire"),
    "verified": gettext_lazy("vérifiée"),
    "returned": gettext_lazy("renvoyée au terrain"),
    "rejected": gettext_lazy("rejetée"),
}
WAYS_IN = {
    "openrosa": gettext_lazy("téléphone"),
    "workbook": gettext_lazy("classeur"),
    "desk": gettext_lazy("saisie au bureau"),
    "field": gettext_lazy("navigateur hors ligne"),
    "api": gettext_lazy("programme"),
    "pull": gettext_lazy("autre serveur"),
}
# What is known of every record: the code of its column, its words, its kind, and where it is kept.
KNOWN: tuple[tuple[str, Any, str, str], ...] = (
    ("_key", gettext_lazy("fiche"), "text", "instance_id"),
    ("_state", gettext_lazy("état"), "select_one", "state"),
    ("_organisation", gettext_lazy("organisation"), "text", "organisation__code"),
    ("_activity", gettext_lazy("activité rattachée"), "text", "activity__code"),
    ("_held_on", gettext_lazy("tenue le"), "date", "current_version__reading__held_on"),
    ("_place", gettext_lazy("lieu reconnu"), "text", "current_version__reading__place__name"),
    ("_received_on", gettext_lazy("reçue le"), "date", "received_at"),
    ("_way_in", gettext_lazy("arrivée par"), "select_one", "way_in"),
    ("_version", gettext_lazy("version"), "integer", "current_version__number"),
    ("_form_version", gettext_lazy("version du formulaire"), "text", "current_version__form_version"),
    ("_errors", gettext_lazy("erreurs"), "integer", "current_version__reading__errors"),
    ("_warnings", gettext_lazy("points à vérifier"), "integer", "current_version__reading__warnings"),
    ("_fictional", gettext_lazy("donnée fictive"), "text", "fictional"),
)
KNOWN_COLUMNS = {code: F(column) for code, _words, _kind, column in KNOWN}
OF_A_REPEAT = (
    ("_key", gettext_lazy("ligne"), "text"),
    ("_parent", gettext_lazy("fait partie de"), "text"),
    ("_number", gettext_lazy("numéro"), "integer"),
)
POINT_PARTS = (
    ("latitude", gettext_lazy("latitude")),
    ("longitude", gettext_lazy("longitude")),
    ("altitude", gettext_lazy("altitude (m)")),
    ("accuracy", gettext_lazy("précision (m)")),
)


@dataclass(frozen=True)
class Wanted:
    """How answers are written: in words or in codes, in which language, choices apart, places whole."""

    labels: bool = True
    language: str = "fr"
    split_choices: bool = False
    whole_places: bool = False


def known_table_columns(wanted: Wanted, *, of_repeat: bool) -> list[Column]:
    """The columns before the answers."""
    codes: Mapping[str, Mapping[str, Any]] = {"_state": STATES, "_way_in": WAYS_IN}
    listed: Sequence[tuple[str, Any, str]] = OF_A_REPEAT if of_repeat else [row[:3] for row in KNOWN]
    return [
        Column(
            heading=str(words) if wanted.labels else code,
            kind=kind,
            question=code,
            label=str(words),
            codes={name: str(said) for name, said in codes.get(code, {}).items()},
        )
        for code, words, kind in listed
    ]


def columns_of(question: Question, wanted: Wanted) -> list[Column]:
    """The columns that a question takes: one, but a point and choices that are set apart take several."""
    label = question.said(wanted.language)
    heading = label if wanted.labels else question.path
    codes = {choice.name: worded(choice.label, wanted.language) or choice.name for choice in question.choices}
    if question.kind == "geopoint" and not wanted.whole_places:
        return [
            Column(f"{heading} – {words}" if wanted.labels else f"{heading}/{code}", "decimal", question.path, label)
            for code, words in POINT_PARTS
        ]
    first = Column(heading, question.kind, question.path, label, codes)
    if question.kind != "select_multiple" or not wanted.split_choices:
        return [first]
    apart = [
        Column(f"{heading} – {said}" if wanted.labels else f"{heading}/{code}", "integer", question.path, label)
        for code, said in codes.items()
    ]
    return [first, *apart]


def cells_of(
    question: Question, wanted: Wanted
) -> tuple[int, Callable[[str], object] | None, Callable[[str], Sequence[object]] | None]:
    """How many columns a question takes, and what turns an answer into their cells; None: it stays as it is."""
    width = len(columns_of(question, wanted))
    names = {choice.name: worded(choice.label, wanted.language) or choice.name for choice in question.choices}
    match question.kind:
        case "geopoint" if not wanted.whole_places:
            return width, None, _point_cells
        case "integer" | "decimal":
            return width, number_cell, None
        case "select_one" if wanted.labels and names:
            return width, lambda code: names.get(code, code), None
        case "select_multiple" | "rank":
            joined = partial(_joined, names if wanted.labels else {})
            if width == 1:
                return width, joined, None
            return width, None, lambda codes: [joined(codes), *_apart(names, codes)]
    return width, None, None


def number_cell(written: str) -> Cell:
    """A number as a number; what is none stays as it was written.

    >>> number_cell("-7"), number_cell("2.50"), number_cell("nan"), number_cell("dix")
    (-7, 2.5, 'nan', 'dix')
    """
    try:
        return int(written)
    except ValueError:
        pass
    try:
        number = float(written)
    except ValueError:
        return written
    return number if isfinite(number) else written


def without_doubles(columns: Sequence[Column]) -> tuple[Column, ...]:
    """The columns with headings that are told apart: two questions of the same words also carry their paths."""
    counts: dict[str, int] = {}
    for column in columns:
        counts[column.heading] = counts.get(column.heading, 0) + 1
    return tuple(
        Column(f"{each.heading} ({each.question})", each.kind, each.question, each.label, each.codes)
        if counts[each.heading] > 1
        else each
        for each in columns
    )


def table_of(table: AnswerTable, form_id: str, wanted: Wanted) -> Table:
    """One table of the export with all its columns."""
    columns = known_table_columns(wanted, of_repeat=table.parent is not None)
    for question in table.questions:
        columns += columns_of(question, wanted)
    name = f"{form_id}-{table.path.replace('/', '-')}" if table.path else form_id
    return Table(name, without_doubles(columns))


def known_cells(record: Mapping[str, Any], wanted: Wanted) -> list[Cell]:
    """What is known of one record, in the order of its columns."""
    held_on = record["_held_on"]
    state, way_in = record["_state"], record["_way_in"]
    return [
        record["_key"],
        str(STATES.get(state, state)) if wanted.labels else state,
        record["_organisation"],
        record["_activity"],
        held_on.isoformat() if held_on else None,
        record["_place"],
        record["_received_on"].date().isoformat(),
        str(WAYS_IN.get(way_in, way_in)) if wanted.labels else way_in,
        record["_version"],
        record["_form_version"],
        record["_errors"],
        record["_warnings"],
        (_("oui") if wanted.labels else "yes") if record["_fictional"] else None,
    ]


def _point_cells(written: str) -> list[Cell]:
    parts = [number_cell(part) for part in written.split()[:4]]
    return [*parts, *[""] * (4 - len(parts))]


def _joined(names: Mapping[str, str], written: str) -> str:
    codes = written.split()
    return "; ".join([names.get(code, code) for code in codes]) if names else " ".join(codes)


def _apart(names: Mapping[str, str], written: str) -> list[Cell]:
    chosen = set(written.split())
    return [1 if name in chosen else 0 for name in names]
