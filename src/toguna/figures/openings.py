"""Which words and signs a pattern needs to match at all, so that it is tried only where one of them stands.

Spells out alternatives such as "lois?|d[ée]crets?" to whole words; whether the pattern then matches is its own affair.
"""

import re
from collections.abc import Collection, Iterator

PARTS = re.compile(r"\(\?:([^()]*)\)(\?)?|\[([^\]]*)\](\?)?|\\?(.)(\?)?", re.S)
LETTERS = re.compile(r"[^\W\d_]+")


class Needs:
    """What must stand in a stretch of text before a pattern is worth trying there: a word, a sign, or nothing."""

    def __init__(self, alternatives: str = "", signs: str = "") -> None:
        """The words as alternatives of a pattern, the signs one by one; either of them is enough."""
        self.words = words_of(alternatives)
        self.signs = signs
        self.nothing = not alternatives and not signs

    def met(self, stretch: str, words: Collection[str]) -> bool:
        """Whether the stretch, whose words are given in small letters, has what is needed."""
        return (
            self.nothing
            or not self.words.isdisjoint(words)
            or (self.signs != "" and any(sign in stretch for sign in self.signs))
        )


def words_of(alternatives: str) -> frozenset[str]:
    """The first words that alternatives can begin with, in small letters.

    Understands letters, "[ée]", "s?", "(?:ice|y)?" and alternatives within brackets, one deep.

    >>> sorted(words_of(r"lois?|[ée]tapes?|art\\.|p\\.?o\\.? box"))
    ['art', 'etape', 'etapes', 'loi', 'lois', 'p', 'po', 'étape', 'étapes']
    """
    found: set[str] = set()
    for alternative in _alternatives(alternatives):
        for said in _spelled_out(alternative):
            first = LETTERS.match(said)
            if first:
                found.add(first[0].lower())
    return frozenset(found)


def _alternatives(listed: str) -> Iterator[str]:
    """What stands between the bars that are outside every bracket."""
    depth = start = 0
    for at, sign in enumerate(listed):
        depth += (sign == "(") - (sign == ")")
        if sign == "|" and depth == 0:
            yield listed[start:at]
            start = at + 1
    yield listed[start:]


def _spelled_out(pattern: str) -> list[str]:
    """Every way to write a pattern without repetitions."""
    written = [""]
    for part in PARTS.finditer(pattern):
        if part[1] is not None:
            choices = [said for inner in part[1].split("|") for said in _spelled_out(inner)]
        elif part[3] is not None:
            choices = list(part[3])
        else:
            choices = [part[5]]
        if part[2] or part[4] or part[6]:
            choices.append("")
        written = [head + tail for head in written for tail in choices]
    return written
