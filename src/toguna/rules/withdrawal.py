"""What is withdrawn from public view, and how it is taken out of words. Counts are never touched by it.

A name that something still visible bears too stays in words: there it names that one. It knows no database.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property

SHORTEST_NAME = 3
# « Association fictive de l'eau (AFE) » is known by its initials too.
_INITIALS = re.compile(r"\(([A-ZÀ-Ý][\w.-]{2,})\)")


@dataclass(frozen=True)
class Withdrawn:
    """What nobody outside may be shown: places by their public keys, organisations and activities by their codes.

    `words` are the names and codes by which a text would betray them.
    """

    places: frozenset[str] = frozenset()
    organisations: frozenset[str] = frozenset()
    activities: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.places or self.organisations or self.activities)

    def conceal(self, text: str, instead: str = "[…]") -> str:
        """The text without the names and codes of what is withdrawn; only whole words are taken out.

        >>> hidden = Withdrawn(places=frozenset({"demo:C1"}), words=frozenset({"Kaïra"}))
        >>> hidden.conceal("Un forum à Kaïra, un autre à Kaïrani.", "[retiré]")
        'Un forum à [retiré], un autre à Kaïrani.'
        """
        return self._pattern.sub(instead, text) if self._pattern else text

    def concealing(self, written: Callable[[str], str], instead: str) -> Callable[[str], str]:
        """The same for texts in which words are written in another way, as they are in HTML."""
        pattern = _pattern_of(written(word) for word in self.words)
        return (lambda text: pattern.sub(instead, text)) if pattern else (lambda text: text)

    @cached_property
    def _pattern(self) -> re.Pattern[str] | None:
        return _pattern_of(self.words)


def telling_words(names: Iterable[str], codes: Iterable[str], borne_by_others: Iterable[str] = ()) -> frozenset[str]:
    """The words that betray something: its names, the initials in them, and codes that are no ordinary word.

    >>> sorted(telling_words(["Association de l'eau (AFE)"], ["eau", "afe-2"]))
    ['AFE', "Association de l'eau (AFE)", 'afe-2']
    >>> telling_words(["Gao"], [], borne_by_others=["Gao"])
    frozenset()
    """
    found = {name.strip() for name in names}
    found |= {initials for name in found for initials in _INITIALS.findall(name)}
    found |= {code for code in codes if re.search(r"[\d-]", code)}
    return frozenset(word for word in found - set(borne_by_others) if len(word) >= SHORTEST_NAME)


def _pattern_of(words: Iterable[str]) -> re.Pattern[str] | None:
    # The longest first, so that a name that begins like another is taken out whole.
    ordered = sorted(words, key=lambda word: (-len(word), word))
    if not ordered:
        return None
    return re.compile(rf"(?<![\w-])(?:{'|'.join(re.escape(word) for word in ordered)})(?![\w-])")
