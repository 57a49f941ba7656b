"""Where each claim stands: paragraph, sentence, clause, brackets, the words around it and the noun it counts.

Computed once from a reading, in time linear in the text. It describes; which claims belong together it does not say.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from toguna.figures.claims import Claim, Reading
from toguna.figures.naming import (
    FAR,
    OF_NOBODY,
    group_names,
    label_in_front,
    name_beside,
    noun_counted,
    words_after,
    words_before,
)
from toguna.figures.wording import AGES, SEXES, singular

_DEEPEST = 12
"""Brackets within brackets that are followed; people do not write deeper."""

_MARK = re.compile(
    r"(?P<paragraph>\n[ \t\r\f]*\n\s*|\f)|(?P<line>\n)|(?P<open>[(\[])|(?P<close>[)\]])|(?P<clause>[;:]|\s[-–—]\s|—)"
    r"|(?P<stop>[.!?…]+(?:[)\"”»’]|\s»)*(?=\s|$))"
)

_SHORTENED = (
    "m mm mme mmes mlle dr pr st ste mr mrs ms no nos n° art al vs etc approx env av cf fig p pp vol tel tél e.g i.e"
    " resp incl hab min max ind indiv pers nb"
)

_ABBREVIATIONS = frozenset(_SHORTENED.split())


@dataclass(frozen=True, slots=True)
class Place:
    """Where one claim stands and what the words around it say.

    `index` counts the claims of the text; `paragraph`, `sentence` and `clause` are numbers through the text. `depth` is
    the number of open brackets, `bracket` the number of the innermost (None outside) and `hangs_on` the index of the
    claim that this bracket follows in its sentence. `before` and `after` are lower-cased words up to the next claim,
    punctuation or joining word. `noun` is what is counted, in the singular; `kind` the kind of thing ("persons",
    "money XOF", "percent", "" when unknown), `sex` and `age` the group named. `label` is the name in front ("Mali" of
    "Mali : 860 cas"), `location` a name that follows or precedes ("in Gao"). `twin` is the index of the same figure in
    words, where this one only repeats it in brackets.
    """

    claim: Claim
    index: int
    paragraph: int
    sentence: int
    clause: int
    depth: int
    bracket: int | None
    hangs_on: int | None
    before: tuple[str, ...]
    after: tuple[str, ...]
    noun: str
    kind: str
    sex: str | None
    age: str | None
    label: str
    location: str
    twin: int | None = None

    @property
    def words(self) -> tuple[str, ...]:
        """The words before and after, in the singular."""
        return tuple(singular(word) for word in (*self.before, *self.after))


class Context:
    """The claims of a reading with their surroundings, and what stands between two of them."""

    def __init__(self, reading: Reading) -> None:
        """Read the surroundings of every claim of the reading."""
        self.reading = reading
        self.claims: tuple[Claim, ...] = tuple(sorted(reading.claims, key=lambda claim: (claim.start, claim.end)))
        self.links: dict[tuple[int, int], str] = {}
        """What stands between two figures, once it was looked at (see `listing.link`)."""
        self.found: dict[str, object] = {}
        """What one habit of reading found and another asks for again."""
        self._starts = [claim.start for claim in self.claims]
        self.places: tuple[Place, ...] = tuple(_places(reading, self.claims, self))
        self._by_id = {place.claim.id: place for place in self.places}

    def of(self, claim_id: str) -> Place:
        """The surroundings of a claim."""
        return self._by_id[claim_id]

    def gap(self, index: int) -> str:
        """The text between claim `index - 1` and claim `index`; before the first and after the last, to the ends.

        A very long gap is cut in its middle.
        """
        start = self.claims[index - 1].end if index > 0 else 0
        end = self.claims[index].start if index < len(self.claims) else len(self.reading.text)
        if end - start <= 2 * FAR:
            return self.reading.text[start:end]
        return self.reading.text[start : start + FAR] + "\n\n" + self.reading.text[end - FAR : end]

    def between(self, earlier: Claim, later: Claim) -> str:
        """The text between two claims, cut in its middle when very long."""
        text = self.reading.text
        if later.start - earlier.end <= 2 * FAR:
            return text[earlier.end : later.start]
        return text[earlier.end : earlier.end + FAR] + "\n\n" + text[later.start - FAR : later.start]

    @cached_property
    def sentences(self) -> Mapping[int, tuple[Place, ...]]:
        """The claims of each sentence that has any, in order."""
        return self._grouped("sentence")

    @cached_property
    def paragraphs(self) -> Mapping[int, tuple[Place, ...]]:
        """The claims of each paragraph that has any, in order."""
        return self._grouped("paragraph")

    @cached_property
    def clauses(self) -> Mapping[int, tuple[Place, ...]]:
        """The claims of each clause that has any, in order."""
        return self._grouped("clause")

    @cached_property
    def brackets(self) -> Mapping[int, tuple[Place, ...]]:
        """The claims that stand directly in each bracket."""
        return {key: group for key, group in self._grouped("bracket").items() if key >= 0}

    def near(self, start: int, end: int) -> Sequence[Claim]:
        """The claims written between two places of the text."""
        return self.claims[bisect_left(self._starts, start) : bisect_right(self._starts, end)]

    def _grouped(self, name: str) -> dict[int, tuple[Place, ...]]:
        groups: dict[int, list[Place]] = {}
        for place in self.places:
            key = getattr(place, name)
            groups.setdefault(-1 if key is None else key, []).append(place)
        return {key: tuple(group) for key, group in groups.items()}


@dataclass(slots=True)
class _Standing:
    paragraph: int = 0
    sentence: int = 0
    clause: int = 0
    opened: int = 0


def _places(reading: Reading, claims: Sequence[Claim], context: Context) -> list[Place]:
    places: list[Place] = []
    spans = sorted([(c.start, c.end) for c in claims] + [(a.start, a.end) for a in reading.set_aside])
    marks = _marks_outside(reading.text, spans)
    standing, stack = _Standing(), list[tuple[int, int | None]]()
    mark = next(marks, None)
    for index, claim in enumerate(claims):
        while mark is not None and mark.start() < claim.start:
            _step(mark, reading.text, standing, stack, places)
            mark = next(marks, None)
        before_text, after_text = context.gap(index), context.gap(index + 1)
        twin, level = None, stack
        if before_text.strip() == "(" and index and claims[index - 1].spelled and after_text.lstrip()[:1] == ")":
            # "quarante-huit (48) malvoyants": the figure in brackets is the same claim again, and counts what follows.
            twin, level, after_text = index - 1, stack[:-1], after_text.lstrip()[1:]
        share_follows = index + 1 < len(claims) and claims[index + 1].is_percent and not claim.is_percent
        named_text = after_text
        if share_follows and after_text.rstrip()[-1:] in {"(", "["}:
            behind = context.gap(index + 2).lstrip()
            # "11 enfants (0,9 %) à Gao": the name stands behind the share, and so may the noun: "27 (84%) women".
            if behind[:1] in {")", "]"}:
                named_text = after_text.rstrip()[:-1].rstrip() + behind[1:]
                after_text = after_text if after_text.strip("[( ") else behind[1:]
        bracket, hangs_on = level[-1] if level else (None, None)
        before, after = words_before(before_text, first=index == 0), words_after(after_text)
        noun, kind = noun_counted(claim, before, after, before_text, after_text, reading.language)
        names = () if kind in OF_NOBODY else group_names(claim, before, after, before_text, after_text)
        places.append(
            Place(
                claim=claim,
                index=index,
                paragraph=standing.paragraph,
                sentence=standing.sentence,
                clause=standing.clause,
                depth=len(level),
                bracket=bracket,
                hangs_on=hangs_on,
                before=before,
                after=after,
                noun=noun,
                kind=kind,
                sex=next((SEXES[name] for name in names if name in SEXES), None),
                age=next((AGES[name] for name in names if name in AGES), None),
                label=label_in_front(before_text),
                location=name_beside(before_text, named_text),
                twin=twin,
            )
        )
    return places


def _marks_outside(text: str, spans: Sequence[tuple[int, int]]) -> Iterator[re.Match[str]]:
    at = 0
    for mark in _MARK.finditer(text):
        while at < len(spans) and spans[at][1] <= mark.start():
            at += 1
        if at < len(spans) and spans[at][0] <= mark.start() < spans[at][1]:
            continue
        yield mark


def _step(
    mark: re.Match[str],
    text: str,
    standing: _Standing,
    stack: list[tuple[int, int | None]],
    places: Sequence[Place],
) -> None:
    what = mark.lastgroup
    if what == "open":
        standing.opened += 1
        standing.clause += 1
        if len(stack) < _DEEPEST:
            owner = next(
                (p.index for p in reversed(places[-8:]) if p.depth <= len(stack) and p.sentence == standing.sentence),
                None,
            )
            stack.append((standing.opened, owner))
    elif what == "close":
        standing.clause += 1
        if stack:
            stack.pop()
    elif what == "clause":
        standing.clause += 1
    elif what == "paragraph" or (what == "line" and _line_ends(text, mark)) or (what == "stop" and _ends(text, mark)):
        standing.sentence += 1
        standing.clause += 1
        standing.paragraph += what == "paragraph"
        stack.clear()


def _ends(text: str, mark: re.Match[str]) -> bool:
    """Whether this stop ends a sentence: not after an abbreviation or an initial, not before a small letter."""
    if mark.group().startswith("."):
        word = re.search(r"[\w°.]*$", text[max(0, mark.start() - 12) : mark.start()])
        before = word.group().lower() if word else ""
        if before in _ABBREVIATIONS or (len(before) == 1 and before.isalpha()):
            return False
    following = text[mark.end() : mark.end() + 8].lstrip()
    return not (following[:1].islower() and following[:1].isalpha())


def _line_ends(text: str, mark: re.Match[str]) -> bool:
    """Whether this end of a line ends a sentence: a list or a table does, a wrapped paragraph does not."""
    before = text[max(0, mark.start() - 3) : mark.start()].rstrip()
    following = text[mark.end() : mark.end() + 12].lstrip(" \t")
    if before[-1:] in {",", "-"} or following[:1].islower():
        return False
    start = text.rfind("\n", max(0, mark.start() - 81), mark.start())
    short = start >= 0 or mark.start() < 60
    return bool(re.match(r"[-•*▪–·|#]|\d+[.)]\s", following)) or short
