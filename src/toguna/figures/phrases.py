"""Where each claim stands: paragraph, sentence, clause, brackets, the words around it and the noun it counts.

Computed once from a reading, in time linear in the text. It describes; which claims belong together it does not say.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from .claims import Claim, Reading
from .wording import (
    AGES,
    AREA,
    GOODS,
    GROUPS,
    HOUSEHOLDS,
    KINDS,
    MEETINGS,
    MONEY,
    PERSONS,
    PLACES,
    SEXES,
    TIME,
    singular,
)

_FAR = 240
"""Characters of a gap between two claims that are read; a longer gap is read at its two ends."""

_DEEPEST = 12
"""Brackets within brackets that are followed; people do not write deeper."""

_WORD = re.compile(r"[^\W\d_]+[²]?(?:-[^\W\d_]+)*")
_HARD = re.compile(r"[.,;:!?()\[\]«»\"“”–—•|\n=+]| [-/] |(?<=\w)[-/](?= )")
_JOINING = (
    "et and ou or & dont soit including incluant comprenant comprising avec with contre vs versus puis plus minus"
    " while whereas tandis alors but mais"
)
_JOINS = frozenset(_JOINING.split())
_MARK = re.compile(
    r"(?P<paragraph>\n[ \t\r\f]*\n\s*|\f)|(?P<line>\n)|(?P<open>[(\[])|(?P<close>[)\]])|(?P<clause>[;:]|\s[-–—]\s|—)"
    r"|(?P<stop>[.!?…]+(?:[)\"”»’]|\s»)*(?=\s|$))"
)
_SHORTENED = (
    "m mm mme mmes mlle dr pr st ste mr mrs ms no nos n° art al vs etc approx env av cf fig p pp vol tel tél e.g i.e"
    " resp incl hab min max"
)
_ABBREVIATIONS = frozenset(_SHORTENED.split())
_LITTLE = (
    "de d du des le la les l un une en à au aux the a an of in on at to for from by as is are was were be been have has"
    " had ont a été sont est qui que que who which that ce cette ces this these those il y ils elles they we nous on"
    " se s n ne pas not et and ou or dont soit including sur pour par dans with avec their leur leurs its ses sa son"
    " plus more than environ about près some other autres autre another new nouveaux nouvelles total all tous toutes"
    " seulement only also aussi respectivement respectively"
)
_SMALL = frozenset(_LITTLE.split())


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
        if end - start <= 2 * _FAR:
            return self.reading.text[start:end]
        return self.reading.text[start : start + _FAR] + "\n\n" + self.reading.text[end - _FAR : end]

    def between(self, earlier: Claim, later: Claim) -> str:
        """The text between two claims, cut in its middle when very long."""
        text = self.reading.text
        if later.start - earlier.end <= 2 * _FAR:
            return text[earlier.end : later.start]
        return text[earlier.end : earlier.end + _FAR] + "\n\n" + text[later.start - _FAR : later.start]

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


def words_of(text: str) -> tuple[str, ...]:
    """The words of a piece of text in lower case, accents kept.

    >>> words_of("dont 16,60% d’hommes")
    ('dont', 'd', 'hommes')
    """
    return tuple(word.lower() for word in _WORD.findall(text))


_OF_NOBODY = frozenset([HOUSEHOLDS, GROUPS, MEETINGS, PLACES, GOODS, AREA, TIME])
"""Kinds of things that have neither sex nor age: women's groups are groups."""


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
        bracket, hangs_on = level[-1] if level else (None, None)
        before, after = _words_before(before_text, first=index == 0), _words_after(after_text)
        noun, kind = _noun(claim, before, after, before_text, after_text, reading.language)
        names = () if kind in _OF_NOBODY else _names(claim, before, after, before_text, after_text)
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
                label=_label(before_text),
                location=_location(before_text, after_text),
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


def _words_before(gap: str, *, first: bool) -> tuple[str, ...]:
    # "les filles (3485)": the name of a figure in brackets stands before them.
    if gap.rstrip().endswith(":") and not first and not _HARD.search(gap.rstrip()[:-1]):
        # "3 450 000 dollars : 2 000 000 pour …": what stands before the colon belongs to the figure before it.
        return ()
    tail = gap[-_FAR:].rstrip(" \u00a0\u202f\t\n:([")
    hard = list(_HARD.finditer(tail))
    words = words_of(tail[hard[-1].end() :] if hard else tail)
    cut = max((place for place, word in enumerate(words) if word in _JOINS), default=-1)
    return words[cut + 1 :][-10:]


def _words_after(gap: str) -> tuple[str, ...]:
    head = gap[:_FAR]
    hard = _HARD.search(head)
    words = words_of(head[: hard.start()] if hard else head)
    cut = next((place for place, word in enumerate(words) if word in _JOINS), len(words))
    return words[:cut][:10]


_CURRENCIES = {
    **dict.fromkeys(("fcfa", "xof", "f cfa", "cfa", "francs cfa", "cfa francs", "cfa franc"), "XOF"),
    **dict.fromkeys(("usd", "us$", "$", "dollars", "us dollars", "$us"), "USD"),
    **dict.fromkeys(("eur", "euros", "euro", "€"), "EUR"),
}
_COIN = r"(f\s?cfa|fcfa|cfa francs?|francs? cfa|xof|us\$|\$us|us dollars|usd|dollars|\$|eur|euros?|€)"
_COIN_AFTER = re.compile(rf"\s*(?:millions?|milliards?|billions?)?\s*(?:de |d[’'])?{_COIN}(?!\w)", re.IGNORECASE)
_COIN_BEFORE = re.compile(rf"(?<!\w){_COIN}\s*$", re.IGNORECASE)


def _currency(before_text: str, after_text: str) -> str:
    """The currency written beside an amount, if any."""
    found = _COIN_AFTER.match(after_text[:40]) or _COIN_BEFORE.search(before_text[-14:])
    return _CURRENCIES.get(" ".join(found.group(1).lower().split()), "XOF") if found else ""


def _noun(
    claim: Claim, before: Sequence[str], after: Sequence[str], before_text: str, after_text: str, language: str
) -> tuple[str, str]:
    """The noun counted and its kind: what follows the number first, then what leads up to it."""
    if claim.is_percent:
        following = [singular(word) for word in after if word not in _SMALL]
        return next((noun for noun in following if noun in KINDS), following[0] if following else ""), "percent"
    currency = claim.currency or _currency(before_text, after_text)
    kind = f"{MONEY} {currency}" if currency else ""
    near = _counted(after)
    if _glued_letter(after_text):
        near = near[:1]
    leading = [singular(word) for word in reversed(before[-6:]) if word not in _SMALL]
    head = _head(near, language)
    if head:
        return head, kind or KINDS[head]
    # "la région compte 87" counts no regions: in front, only the words beside the number tell what it counts.
    for far, word in enumerate(leading[:3]):
        if word in KINDS and (far == 0 or KINDS[word] == PERSONS):
            further = leading[far + 1 : far + 2]
            head = further[0] if language == "fr" and further and further[0] in KINDS else word
            return head, kind or KINDS[head]
    rest = [word for word in (*near, *leading) if len(word) > 1]
    return (rest[0] if rest else ""), kind


_PASSED_OVER = frozenset(["de", "d", "des", "du", "of", "the", "les", "le", "la", "l", "them", "those", "these"])
_ENOUGH = (
    "in at from by to for on within during dans à au aux en par pour sur chez entre between since depuis were was are"
    " is have has had been be ont a ont été sont était étaient est who which that qui que où se s ne n y il ils elles"
    " they received benefited took"
)
_STOPS = frozenset(_ENOUGH.split())


def _counted(after: Sequence[str]) -> list[str]:
    """The words right after a number that may name what it counts: "unaccompanied children", not "were in camps"."""
    words: list[str] = []
    for word in after[:7]:
        if word in _STOPS:
            break
        if word in _PASSED_OVER and not words:
            continue
        if word not in _SMALL:
            words.append(singular(word))
    return words


_SAID_OF_OTHERS = frozenset(["displaced", "killed", "injured", "wounded", "dead", "missing", "trained"])
"""Participles that follow the noun they speak of: "households displaced"."""


def _head(words: Sequence[str], language: str) -> str:
    """The noun that rules a group of nouns: the first in French, the last in English ("refugee households")."""
    first = next((at for at, word in enumerate(words) if word in KINDS), None)
    if first is None:
        return ""
    head = words[first]
    if language == "en":
        for word in words[first + 1 :]:
            if word not in KINDS or word in _SAID_OF_OTHERS:
                break
            head = word
    return head


def _glued_letter(after_text: str) -> bool:
    """Whether a letter is glued to the number: 697M, 982F."""
    return bool(re.match(r"[MFHWmfhw](?![^\W\d_])", after_text))


def _names(
    claim: Claim, before: Sequence[str], after: Sequence[str], before_text: str, after_text: str
) -> tuple[str, ...]:
    """The words that may name the group counted, nearest first."""
    if _glued_letter(after_text):
        return (after_text[0].lower(),)
    letter = re.search(r"(?<![^\W\d_])([MFHW])\s*[:=]?\s*$", before_text[-6:])
    if letter:
        return (letter.group(1).lower(),)
    following = [singular(word) for word in after[:5]]
    leading = [singular(word) for word in reversed(before[-5:])]
    found = [word for word in following if len(word) > 1]
    if not any(word in SEXES or word in AGES for word in found) and (claim.is_percent or not _counts(found)):
        found += [word for word in leading if len(word) > 1]
    if not found and following:
        found = following[:1]
    return tuple(found)


def _counts(words: Sequence[str]) -> bool:
    return any(word in KINDS for word in words[:3])


def _label(before_text: str) -> str:
    """The name in front of the number, from the last stop on: "Mali : 860 cas", "Goungouberi 265"."""
    tail = before_text[-80:]
    found = re.search(r"([^\d.,;:()\[\]\n|•]*)\s*:?\s*$", tail)
    return found.group(1).strip(" -–—\t") if found else ""


_NAME = r"((?:[A-ZÀ-Ý][\w’'-]+)(?:[ -](?:de |du |et |des |la |le )?[A-ZÀ-Ý][\w’'-]+){0,3})"
_PREPOSITION = r"(?:[Ii]n|[Aa]t|[Ff]rom|[Dd]ans(?: l[ea’'])?|[Àà]|[Aa]u|[Ee]n|[Dd]e|[Oo]f)"
_FOLLOWS = re.compile(rf"[^.,;:()\d]{{0,60}}?\b{_PREPOSITION}\s+(?:the |la |le |l[’'])?{_NAME}")
_LEADS = re.compile(rf"(?:\b{_PREPOSITION}\s+(?:the |la |le |l[’'])?)?{_NAME}\s*[:,(]?\s*$")


def _location(before_text: str, after_text: str) -> str:
    following = _FOLLOWS.match(after_text[:90])
    if following:
        return following.group(1)
    leading = _LEADS.search(before_text[-60:])
    return leading.group(1) if leading else ""
