"""Figures stated by documents, as pages show them: nested whole over parts, each with its passage and its doubts."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from toguna.rules.numbers import THOUSANDTHS
from toguna.store.places.models import Place
from toguna.store.places.queries import public_places
from toguna.store.results.models import Remark, StatedValue
from toguna.store.results.queries import StatedTree, stated_trees

DIGITS = re.compile(r"\d+")
SEX_WORDS = {"female": ("femme", "fille", "mère"), "male": ("homme", "garçon", "mari", "père")}


@dataclass(frozen=True)
class StatedFigure:
    """One stated figure with its parts.

    `printed` is empty unless the document prints it in another way than we do; `tells_sex` unless its label says it. A
    remark about several figures stands beside the first of them; at the others it is among `remarked_above`.
    """

    stated: StatedValue
    printed: str
    tells_sex: bool
    places: Sequence[Place]
    parts: Sequence["StatedFigure"]
    remarks: Sequence[Remark]
    remarked_above: Sequence[Remark]


def stated_figures(values: Iterable[StatedValue], remarks: Iterable[Remark] = ()) -> list[StatedFigure]:
    """Stated figures arranged for a page; a withdrawn place is not named."""
    kept = list(values)
    wanted = {key for one in kept for key in one.places}
    places = {str(place.pk): place for place in public_places().filter(pk__in=wanted)} if wanted else {}
    told: set[int] = set()
    return [_figure(tree, places, told) for tree in stated_trees(kept, remarks)]


def is_printed_otherwise(stated: StatedValue) -> bool:
    """Whether the document's own way of printing it must be shown beside ours.

    Spaces, commas and points that only group or separate digits are not worth a word; other digits are.
    """
    if stated.malformed or stated.value is None:
        return True
    whole, rest = divmod(abs(stated.value), THOUSANDTHS)
    ours = f"{whole}{f'{rest:03d}'.rstrip('0')}" if rest else str(whole)
    return "".join(DIGITS.findall(stated.printed)) != ours


def _figure(tree: StatedTree, places: dict[str, Place], told: set[int]) -> StatedFigure:
    stated = tree.stated
    new = [remark for remark in tree.remarks if remark.pk not in told]
    above = [remark for remark in tree.remarks if remark.pk in told]
    told.update(remark.pk for remark in new)
    return StatedFigure(
        stated,
        stated.printed if is_printed_otherwise(stated) else "",
        bool(stated.sex) and not any(word in stated.label["fr"].lower() for word in SEX_WORDS[stated.sex]),
        [places[key] for key in stated.places if key in places],
        [_figure(part, places, told) for part in tree.parts],
        new,
        above,
    )
