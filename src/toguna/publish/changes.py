"""What changed since the last edition: cell by cell and definition by definition, as structure and in words.

It compares two frozen snapshots and says what differs, not why.
"""

from collections.abc import Iterable, Iterator
from typing import NotRequired, TypedDict

from toguna.publish.snapshot import TOTAL, Snapshot, released_cells
from toguna.publish.words import category_words, dimension_word, indicator_title, period_words, value_words

MASKED = "masked"


class Change(TypedDict):
    """One difference. `before` and `after` are a number as text, "masked", "unknown", or None where the cell was not
    there. A change of definition has no period: `before` and `after` are then versions."""

    what: str
    indicator: str
    before: str | None
    after: str | None
    period_kind: NotRequired[str]
    period: NotRequired[str]
    basis: NotRequired[str]
    dimension: NotRequired[str]
    category: NotRequired[str]


Key = tuple[str, str, str, str, str, str]


def changes_between(before: Snapshot | None, after: Snapshot) -> list[Change]:
    """What a reader of the last edition must learn; nothing for the first."""
    if before is None:
        return []
    return [*_definitions_changed(before, after), *_cells_changed(before, after)]


def change_in_words(change: Change, snapshot: Snapshot, language: str) -> str:
    """One change as a sentence. Language is "fr" or "en"."""
    english = language == "en"
    title = indicator_title(snapshot, str(change["indicator"]), language)
    if change["what"] == "definition":
        return _definition_in_words(change, title, english)
    where = period_words(str(change["period"]), str(change["period_kind"]), language)
    if change["dimension"]:
        category = category_words(snapshot, str(change["dimension"]), str(change["category"]), language)
        where += f", {dimension_word(str(change['dimension']), language)}\u00a0: {category}"
    if english:
        where = where.replace("\u00a0: ", ": ")
    measure = next((part["measure"] for part in snapshot["indicators"] if part["code"] == change["indicator"]), "unit")
    was, now = (value_words(change[side], language, measure) for side in ("before", "after"))
    if change["before"] is None:
        return f"{title} ({where}): {now}, new" if english else f"{title} ({where})\u00a0: {now}, nouveau"
    if change["after"] is None:
        return (
            f"{title} ({where}): no longer shown, was {was}"
            if english
            else (f"{title} ({where})\u00a0: n'est plus publié, était {was}")
        )
    return (
        f"{title} ({where}): {now} instead of {was}" if english else f"{title} ({where})\u00a0: {now} au lieu de {was}"
    )


def _definition_in_words(change: Change, title: str, english: bool) -> str:
    if change["before"] is None:
        return f"{title}: counted for the first time" if english else f"{title}\u00a0: compté pour la première fois"
    if change["after"] is None:
        return f"{title}: no longer in the edition" if english else f"{title}\u00a0: n'est plus dans l'édition"
    if english:
        return f"{title}: what is counted has changed (definition {change['after']} instead of {change['before']})"
    return f"{title}\u00a0: ce qui est compté a changé (définition {change['after']} au lieu de {change['before']})"


def _definitions_changed(before: Snapshot, after: Snapshot) -> Iterator[Change]:
    was = {part["code"]: str(part["definition"]["version"]) for part in before["indicators"]}
    now = {part["code"]: str(part["definition"]["version"]) for part in after["indicators"]}
    for code in sorted({*was, *now}):
        if was.get(code) != now.get(code):
            yield {"what": "definition", "indicator": code, "before": was.get(code), "after": now.get(code)}


def _cells_changed(before: Snapshot, after: Snapshot) -> Iterator[Change]:
    """A new or a lost indicator is one change, told above, not one for each of its cells."""
    was, now = _shown(before), _shown(after)
    known = {part["code"] for part in before["indicators"]} & {part["code"] for part in after["indicators"]}
    for key in sorted({*was, *now}):
        indicator, period_kind, period, basis, dimension, category = key
        if indicator in known and was.get(key) != now.get(key):
            yield {
                "what": "cell",
                "indicator": indicator,
                "period_kind": period_kind,
                "period": period,
                "basis": basis,
                "dimension": dimension,
                "category": category,
                "before": was.get(key),
                "after": now.get(key),
            }


def _shown(snapshot: Snapshot) -> dict[Key, str]:
    return {
        (
            part.indicator["code"],
            part.table["period_kind"],
            part.table["period"],
            part.table["basis"],
            part.dimension,
            part.cell["category"] if part.dimension != TOTAL else TOTAL,
        ): MASKED if part.cell["masked"] else part.cell.get("value") or "unknown"
        for part in released_cells(snapshot)
    }


def totals_first(changes: Iterable[Change]) -> list[Change]:
    """Definitions, then totals, then the cells that cut them: what a reader wants to know first."""
    return sorted(changes, key=lambda change: (change["what"] != "definition", bool(change.get("dimension"))))
