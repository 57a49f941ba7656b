"""Places, partners or subjects that a text counts and then names: "in eight regions, namely Kayes, Sikasso and Ségou".

It counts the names of a list that the text itself announces; it does not know whether a name is one.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from toguna.figures.claims import Claim, Kind, Reading

# What stands between the number and the first name: the things counted, then a word that opens a list.
OPENING = re.compile(
    r"[^.;:!?\n\d()]{1,80}?(?:à savoir|notamment|namely|that is|i\.e\.|:)\s*(?::\s*)?(?=[^\W\d_])", re.IGNORECASE
)
# "Notably" and "among them" open a list that need not be whole.
OPEN_LIST = re.compile(r"notamment|parmi|entre autres|dont|including|among|such as|comme", re.IGNORECASE)
END = re.compile(r"[.;:!?\n()]|\d")
PARTING = re.compile(r"\s*,\s*(?:et\s+|and\s+)?|\s+(?:et|and|&|ainsi que|as well as)\s+")
ARTICLE = re.compile(r"(?:le |la |les |l['’]|the |du |de la |des |d['’])+", re.IGNORECASE)
UNNAMED = re.compile(r"\b(?:etc|autres?|others?|…)\b|…", re.IGNORECASE)
FEWEST, MOST = 2, 40
LONGEST_LIST, LONGEST_NAME = 1_500, 60


@dataclass(frozen=True, slots=True)
class AnnouncedList:
    """A number of named things, and how many names follow; `end` is where the last name ends."""

    claim: Claim
    names: tuple[str, ...]
    end: int


def announced_lists(reading: Reading) -> Iterator[AnnouncedList]:
    """Every list that a number of the text announces and whose names are not as many as it says.

    A list counts only where each of its pieces begins with a capital letter after its article: names, not activities.
    """
    for claim in reading.claims:
        if claim.kind is not Kind.COUNT or not FEWEST <= claim.value <= MOST or claim.value % 1:
            continue
        opening = OPENING.match(reading.text, claim.end, claim.end + 120)
        if opening is None or OPEN_LIST.search(opening[0]):
            continue
        rest = reading.text[opening.end() : opening.end() + LONGEST_LIST]
        ended = END.search(rest)
        listed = (rest[: ended.start()] if ended else rest).rstrip()
        names = tuple(ARTICLE.sub("", name.strip(), count=1) for name in PARTING.split(listed) if name.strip())
        if len(names) < FEWEST or UNNAMED.search(listed):
            continue
        if all(name[:1].isupper() and len(name) <= LONGEST_NAME for name in names) and len(names) != claim.value:
            yield AnnouncedList(claim, names, opening.end() + len(listed))
