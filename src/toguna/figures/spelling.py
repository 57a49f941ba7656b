"""Numbers written in words, French (of France, Belgium and Switzerland) and English: "quatre-vingt-dix", "nonante".

Knows how number words compose; does not know whether the number counts anything ("les trois communes", "one of them").
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

FRENCH = {
    "zéro": 0, "zero": 0, "un": 1, "une": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7,
    "huit": 8, "neuf": 9, "dix": 10, "onze": 11, "douze": 12, "treize": 13, "quatorze": 14, "quinze": 15,
    "seize": 16, "vingt": 20, "vingts": 20, "trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60,
    "septante": 70, "huitante": 80, "octante": 80, "nonante": 90, "cent": 100, "cents": 100, "mille": 1000,
    "million": 10**6, "millions": 10**6, "milliard": 10**9, "milliards": 10**9,
}  # fmt: skip
ENGLISH = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fourty": 40,
    "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90, "hundred": 100, "thousand": 1000,
    "million": 10**6, "billion": 10**9,
}  # fmt: skip

NEVER_FIRST = {10**6, 10**9}
"""Words that multiply a number and are none by themselves: "des millions", "billions of"."""

WORD = re.compile(r"(?<!\w)(?:" + "|".join(sorted({*FRENCH, *ENGLISH}, key=len, reverse=True)) + r")(?!\w)", re.I)
RUN = re.compile(r"[^\W\d_]\w*")
KNOWN = frozenset({*FRENCH, *ENGLISH})
LINK = re.compile(r"(?:[ \u00a0\u202f]|-|‐|‑)(?:(et|and)(?:[ \u00a0\u202f]|-))?", re.I)
LONGEST = 24
"""More words than any number has; what is longer is no number but a nursery rhyme."""


@dataclass(frozen=True, slots=True)
class Spelled:
    """A number in words at `start` to `end`; `words` is how many number words it has."""

    start: int
    end: int
    value: int
    words: int


def spelled_numbers(text: str, language: str) -> Iterator[Spelled]:
    """Every number in words of the text, in order, also "un" and "one", which seldom count.

    Both languages are read, because reports quote each other; a lone "cent" is a number in a French text only.

    >>> [found.value for found in spelled_numbers("trois cent trente mille six cent trente-quatre élèves", "fr")]
    [330634]
    >>> [found.value for found in spelled_numbers("quatre-vingt-dix-sept femmes, nonante-sept hommes", "fr")]
    [97, 97]
    >>> [found.value for found in spelled_numbers("one hundred and twenty women, five infants", "en")]
    [120, 5]
    """
    chain: list[re.Match[str]] = []
    for word in RUN.finditer(text):
        if word[0].lower() not in KNOWN:
            continue
        if chain and (len(chain) >= LONGEST or not LINK.fullmatch(text, chain[-1].end(), word.start())):
            yield from _numbers_of(chain, text, language)
            chain = []
        chain.append(word)
    yield from _numbers_of(chain, text, language)


def value_of(words: str, language: str) -> int | None:
    """The number that some words say, or none when they say anything else.

    >>> value_of("mille trente", "fr"), value_of("mille fois", "fr")
    (1030, None)
    """
    found = list(spelled_numbers(words, language))
    if len(found) == 1 and found[0].start == 0 and found[0].end == len(words):
        return found[0].value
    return None


def _numbers_of(chain: list[re.Match[str]], text: str, language: str) -> Iterator[Spelled]:
    """Cut a chain of neighbouring number words where grammar says that a new number begins ("deux trois")."""
    at = 0
    while at < len(chain):
        taken = {spoken: _longest(chain, at, text, spoken) for spoken in ("fr", "en")}
        best = max(("fr", "en"), key=lambda spoken: (taken[spoken][0], spoken == language))
        words, value = taken[best]
        if not words or (words == 1 and language == "en" and chain[at][0].lower() in ("cent", "cents")):
            at += 1
            continue
        yield Spelled(chain[at].start(), chain[at + words - 1].end(), value, words)
        at += words


def _longest(chain: list[re.Match[str]], first: int, text: str, language: str) -> tuple[int, int]:
    """How many words from `first` make one number in one language, and which."""
    spoken = FRENCH if language == "fr" else ENGLISH
    millions = thousands = small = 0
    best = (0, 0)
    last: int | None = None
    for at in range(first, len(chain)):
        value = spoken.get(chain[at][0].lower())
        if value is None or (last is None and (value in NEVER_FIRST or (language == "en" and value in (100, 1000)))):
            break
        linked = LINK.fullmatch(text, chain[at - 1].end(), chain[at].start()) if at > first else None
        if linked and linked[1] and not _may_follow_and(linked[1].lower(), value, small, last):
            break
        if value >= 10**6:
            if millions and value >= 10**6 and thousands + small == 0:
                break
            millions += max(thousands + small, 1) * value
            thousands = small = 0
        elif value == 1000:
            if thousands:
                break
            thousands, small = max(small, 1) * 1000, 0
        elif value == 100:
            if small >= 100 or (small >= 10 and last is not None and small % 100 >= 10 and language == "fr"):
                break
            small = max(small, 1) * 100
        elif language == "fr" and value == 20 and last == 4 and small % 100 == 4:
            small += 76
        elif _fits(value, small, last, language):
            small += value
        else:
            break
        last = value
        best = (at - first + 1, millions + thousands + small)
    return best


def _fits(value: int, small: int, last: int | None, language: str) -> bool:
    """Whether grammar lets a word below one hundred be added to what was said before it."""
    if last is None or last >= 100:
        return True
    tail = small % 100
    if value == 0 or last == 0:
        return False
    if value < 10:
        return (tail % 10 == 0 and tail >= 20) or (language == "fr" and tail == 10 and value >= 7)
    if language == "fr" and 10 <= value <= 19:
        return tail in (60, 80)
    return False


def _may_follow_and(link: str, value: int, small: int, last: int | None) -> bool:
    """ "Vingt et un", "soixante et onze", "one hundred and five"; but "deux et trois" are two numbers."""
    if link == "et":
        # "Soixante et seize" is written too, after the pattern of "soixante et onze".
        teens = value == 11 or (last == 60 and 12 <= value <= 16)
        return (value == 1 or teens) and last is not None and 20 <= last < 100 and small % 10 == 0
    return last is not None and last in (100, 1000, 10**6) and value < 100
