"""When two spellings are the same word: case, accents, hyphens, apostrophes and spaces are not a difference.

It compares what people typed. It does not know which of the two spellings is right.
"""

import difflib
import unicodedata
from collections.abc import Iterable
from functools import lru_cache


@lru_cache(maxsize=8192)
def plain(text: str) -> str:
    """A text without what people spell in different ways, to compare and never to show.

    >>> plain("  Gourma-Rharous ") == plain("gourma rharous")
    True
    >>> plain("N'Tillit, Féminin")
    'n tillit feminin'
    """
    without_ligatures = text.replace("œ", "oe").replace("Œ", "oe").replace("æ", "ae").replace("Æ", "ae")
    decomposed = unicodedata.normalize("NFKD", without_ligatures).casefold()
    letters = (char if char.isalnum() else " " for char in decomposed if not unicodedata.combining(char))
    return " ".join("".join(letters).split())


def near(text: str, known: Iterable[str], *, at_most: int = 3) -> tuple[str, ...]:
    """Known names that look like what was typed, the nearest first; a shorter form of the same name is one too.

    >>> near("Tenenkoun", ["Ténenkou", "Tessalit", "Bla"])
    ('Ténenkou',)
    >>> near("Nioro du Sahel", ["Niono", "Nioro"])
    ('Nioro',)
    """
    by_spelling: dict[str, str] = {}
    for name in known:
        by_spelling.setdefault(plain(name), name)
    typed = plain(text)
    forms = [spelling for spelling in by_spelling if f"{typed} ".startswith(f"{spelling} ") and spelling]
    alike = difflib.get_close_matches(typed, by_spelling, n=at_most, cutoff=0.75)
    return tuple(by_spelling[spelling] for spelling in dict.fromkeys([*alike, *forms]))[:at_most]
