"""Masking made worse on purpose, from outside: each must be caught, or the attacker is no attacker.

A mutant stands where the release asks for the masking, and asks the real one for what it leaves as it is.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from unittest.mock import patch

from toguna.flow import drafts
from toguna.publish.disclosure import relations
from toguna.publish.disclosure.control import ControlledRelease
from toguna.publish.disclosure.differences import in_the_wider_only

Masking = Callable[..., Any]


def primary_only(real: Masking) -> Masking:
    """Only the small cells, and none beside them."""

    def masked(cells: Any, threshold: int, **options: Any) -> Any:
        return replace(real(cells, threshold, **options), complements=frozenset())

    return masked


def forgetful(real: Masking) -> Masking:
    """As if no edition had gone before."""

    def masked(cells: Any, threshold: int, **options: Any) -> Any:
        return real(cells, threshold, **options | {"before": ()})

    return masked


def totals_shown(real: Masking) -> Masking:
    """A total is never masked."""

    def masked(cells: Any, threshold: int, **options: Any) -> Any:
        controlled = real(cells, threshold, **options)
        return _kept(controlled, lambda cell: bool(cell.name.dimension))

    return masked


def unknown_forgotten(real: Masking) -> Masking:
    """What was not stated is no part of a total: looked at by itself, and nothing is hidden beside it."""

    def masked(cells: Any, threshold: int, **options: Any) -> Any:
        cells = list(cells)
        unknown = [cell for cell in cells if cell.name.category == "unknown"]
        controlled = real([cell for cell in cells if cell not in unknown], threshold, **options)
        kept = {(cell.name.table, cell.name.dimension) for cell in controlled.cells}
        back = [cell for cell in unknown if (cell.name.table, cell.name.dimension) in kept]
        small = controlled.small | {cell.name for cell in back if 0 < cell.persons < threshold}
        return replace(controlled, cells=(*controlled.cells, *back), small=small)

    return masked


def rest_of_a_share_shown(real: Masking) -> Masking:
    """A share is masked for its numerator alone, never for those who are not in it."""

    def masked(cells: Any, threshold: int, **options: Any) -> Any:
        controlled = real(cells, threshold, **options)
        return _kept(controlled, lambda cell: cell.numerator is None or 0 < cell.numerator < threshold)

    return masked


def one_less(real: Masking) -> Masking:
    """A threshold that is one too low."""

    def masked(cells: Any, threshold: int, **options: Any) -> Any:
        return real(cells, threshold - 1, **options)

    return masked


def one_cell_is_enough(real: Masking) -> Masking:
    """In each cut only one cell is masked, the smallest: what its total gives away at once."""

    def masked(cells: Any, threshold: int, **options: Any) -> Any:
        controlled = real(cells, threshold, **options)
        least: dict[Any, Any] = {}
        for cell in controlled.cells:
            if cell.name in controlled.masked:
                key = (cell.name.table, cell.name.dimension)
                least[key] = min((least.get(key, cell), cell), key=lambda one: one.persons)
        return _kept(controlled, lambda cell: cell in least.values())

    return masked


def indicators_apart(real: Masking) -> Masking:
    """Each indicator by itself, as if no other one counted the same persons."""

    def masked(cells: Any, threshold: int, **options: Any) -> Any:
        codes = dict.fromkeys(cell.name.table.indicator for cell in cells)
        parts = [
            real([cell for cell in cells if cell.name.table.indicator == code], threshold, **options) for code in codes
        ]
        return replace(
            parts[0],
            cells=tuple(cell for part in parts for cell in part.cells),
            small=frozenset(name for part in parts for name in part.small),
            complements=frozenset(name for part in parts for name in part.complements),
            left_out=tuple(one for part in parts for one in part.left_out),
        )

    return masked


def differences_forgotten(real: Masking) -> Masking:
    """Who is in one count and not in a narrower one is nobody's concern."""

    def masked(cells: Any, threshold: int, **options: Any) -> Any:
        others = tuple(one for one in relations.KNOWLEDGE if one is not in_the_wider_only)
        with patch.object(relations, "KNOWLEDGE", others):
            return real(cells, threshold, **options)

    return masked


def places_without_levels(real: Masking) -> Masking:
    """As if nobody knew which commune lies in which region."""

    def masked(cells: Any, threshold: int, **options: Any) -> Any:
        def bare(found: Any) -> Any:
            return tuple(replace(cell, inside=()) for cell in found)

        before = [replace(edition, cells=bare(edition.cells)) for edition in options.pop("before")]
        return real(bare(cells), threshold, before=before, **options)

    return masked


MUTANTS = [
    primary_only, forgetful, totals_shown, unknown_forgotten, rest_of_a_share_shown, one_less, one_cell_is_enough,
    indicators_apart, differences_forgotten,
]  # fmt: skip
MUTANTS_OF_LEVELS = [places_without_levels, differences_forgotten, indicators_apart, forgetful]


def install(monkeypatch: Any, mutant: Callable[[Masking], Masking]) -> None:
    """Put a mutant where the release asks for the masking."""
    real = drafts.controlled_release

    def tables(*given: Any, **options: Any) -> Any:
        return real(*given, **options).tables

    def controlled_release(*given: Any, **options: Any) -> ControlledRelease:
        decided = mutant(tables)(*given, **options)
        return ControlledRelease(decided, decided.left_out, ())

    monkeypatch.setattr(drafts, "controlled_release", controlled_release)


def _kept(controlled: Any, still: Callable[[Any], bool]) -> Any:
    """The same with fewer masked cells."""
    names = {cell.name for cell in controlled.cells if still(cell)}
    return replace(controlled, small=controlled.small & names, complements=controlled.complements & names)
