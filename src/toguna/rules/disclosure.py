"""Which cells of one released table must be masked, so that no small group of people shows.

A table is a total and its parts by one dimension. Only persons are protected: events and organisations are public
by nature and come here as exempt. It knows one table at a time; links between tables are `publish.disclosure`'s.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass


class CannotProtect(Exception):
    """A small cell of this table can be found by subtraction whatever simple masking is tried."""


@dataclass(frozen=True)
class Group:
    """The persons behind one cell; `parts` are the smaller groups the same figure shows: for a share, those who are
    counted in its numerator and those who are not."""

    code: str
    persons: int
    parts: tuple[int, ...] = ()


def is_small(persons: int, threshold: int) -> bool:
    """Whether so few persons could be recognised. Nobody is not a small group: a known zero is shown.

    >>> [is_small(persons, threshold=5) for persons in (0, 1, 4, 5)]
    [False, True, True, False]
    """
    return 0 < persons < threshold


def shows_few(group: Group, threshold: int) -> bool:
    """Whether a cell, or a part that its figure shows, stands for so few persons that it must be masked.

    >>> shows_few(Group("women", 40, parts=(38, 2)), threshold=5)
    True
    """
    return any(is_small(persons, threshold) for persons in (group.persons, *group.parts))


def cells_to_mask(total: Group, groups: Sequence[Group], threshold: int) -> frozenset[str]:
    """The codes of the cells to mask when the total is shown.

    Every cell that shows few persons, then the smallest others until what is hidden together can no longer be told
    apart by taking the shown cells from the shown total. "Not stated" is a cell like the others. Raises CannotProtect.

    >>> sheet = [Group("female", 31), Group("male", 12), Group("unknown", 2)]
    >>> sorted(cells_to_mask(Group("total", 45), sheet, threshold=5))
    ['male', 'unknown']
    >>> cells_to_mask(Group("total", 43), sheet[:2], threshold=5)
    frozenset()
    """
    hidden = {group.code for group in groups if shows_few(group, threshold)}
    others = sorted((group.persons, group.code) for group in groups if group.code not in hidden and group.persons)
    while not protects(total, groups, hidden, threshold):
        if not others:
            raise CannotProtect
        hidden.add(others.pop(0)[1])
    return frozenset(hidden)


def protects(total: Group, groups: Iterable[Group], hidden: Collection[str], threshold: int) -> bool:
    """Whether hiding these cells of a table keeps every small one from being found from the total and the shown cells.

    What is hidden is two cells at least, together no small group (nor are its parts), and not one person each: that
    could be read from their number.

    >>> pair = [Group("female", 3), Group("male", 40)]
    >>> protects(Group("total", 43), pair, {"female"}, 5), protects(Group("total", 43), pair, {"female", "male"}, 5)
    (False, True)
    """
    covered: list[Group] = []
    bare: list[Group] = []
    for group in groups:
        (covered if group.code in hidden else bare).append(group)
    if any(shows_few(group, threshold) for group in bare):
        return False
    if not covered:
        return True
    together = sum(group.persons for group in covered)
    if len(covered) < 2 or together < max(threshold, len(covered) + 1):
        return False
    return all(
        not whole or sum(group.parts[place] for group in covered) >= threshold
        for place, whole in enumerate(total.parts)
    )
