"""Which names somebody may be about to type: those whose words begin as typed, then those that are spelled nearly so.

It compares spellings. Whether two people who are spelled alike are one person is another question.
"""

import difflib
from collections.abc import Iterable

from toguna.rules.spelling import plain

# With fewer letters nearly every name is alike.
FEWEST_LETTERS = 2
FEWEST_FOR_ALIKE = 4


def suggested(typed: str, names: Iterable[str], *, at_most: int = 10) -> tuple[str, ...]:
    """The names to offer, the likeliest first; among equals in the order in which they were given.

    >>> suggested("dia aw", ["Issa Diarra", "Awa Diallo", "Dia Awatif"])
    ('Dia Awatif', 'Awa Diallo')
    >>> suggested("Amminata", ["Aminata Touré", "Awa Diallo"])
    ('Aminata Touré',)
    """
    wanted = plain(typed).split()
    if len("".join(wanted)) < FEWEST_LETTERS:
        return ()
    spelled = {name: plain(name).split() for name in names}
    begun = [name for name, words in spelled.items() if _each_has_its_word([{word} for word in wanted], words)]
    # Who begins with the first word that was typed comes before who has it further on.
    found = sorted(begun, key=lambda name: not spelled[name][0].startswith(wanted[0]))
    if len(found) < at_most:
        known = sorted({word for words in spelled.values() for word in words})
        alike = [_alike(word, known) for word in wanted]
        found += [name for name, words in spelled.items() if name not in found and _each_has_its_word(alike, words)]
    return tuple(found[:at_most])


def _each_has_its_word(wanted: list[set[str]], words: list[str]) -> bool:
    """Whether each wanted word, in one of its spellings, begins a word of its own."""
    left = list(words)
    for spellings in wanted:
        match = next((one for one in left if any(one.startswith(spelling) for spelling in spellings)), None)
        if match is None:
            return False
        left.remove(match)
    return True


def _alike(word: str, known: list[str]) -> set[str]:
    if len(word) < FEWEST_FOR_ALIKE:
        return {word}
    return {word, *difflib.get_close_matches(word, known, n=12, cutoff=0.75)}
