"""Shares that make up a whole: "16,60 % d'hommes, 22,13 % de femmes et 61,27 % d'enfants", "mineurs 13 % (filles 9 %,
garçons 4 %)".

Shares that overlap (services, answers to several questions, success rates) add up to nothing; nor does an open list.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import pairwise

from toguna.figures.claims import Reading
from toguna.figures.phrases import Context, Place
from toguna.figures.printing import printed_unit
from toguna.figures.relating.attached import attached_shares, visible
from toguna.figures.relating.changes import tells_change
from toguna.figures.relations import HUNDRED, Relation, RelationType
from toguna.figures.wording import ROLES, singular

_LONGEST = 14
"""Shares in one list that are added up; longer lists are tables, not sentences."""

_NEAR, _FAR_OFF = 3, 15
"""How many points from a hundred a list may be that its counts close, and one that its words close."""

_ALL = Decimal(100)
_NOTHING = Decimal(0)
_CONTRAST = re.compile(
    r"\b(?:et|and|contre|vs|versus|against|while|whereas|tandis|alors|ou|or|puis|le reste|the rest|the remaining|mais|"
    r"but|compared|les autres|the other|others|respectivement)\b|[,;/|)]",
    re.IGNORECASE,
)
_OPENS = re.compile(
    r"\b(?:dont|including|soit|répartis|réparties|composée?s?|comprising|made up|of (?:whom|which|them)|avec|with|"
    r"parmi)\b|:",
    re.IGNORECASE,
)
_REMAINS = re.compile(r"^\s?(?:restante?s?|qui restent|remaining|others?)\b", re.IGNORECASE)
_OUT_OF = re.compile(r"\b(?:sur|of|parmi|among)\s(?:les |ces |the |these )?$", re.IGNORECASE)
_TOTALS = re.compile(
    r"\b(?:soit|total|ensemble|together|au total|en tout|cumul\w*|altogether|in all)\b|=", re.IGNORECASE
)
_SEX = r"(?:femmes?|hommes?|filles?|garçons?|women|men|girls?|boys?|females?|males?)\b"
_ARE_OF_A_SEX = re.compile(rf"[^.;:()\d%]{{0,50}}\b(?:sont|étaient|are|were)\s(?:des\s)?{_SEX}", re.IGNORECASE)
_OF_A_SEX = re.compile(rf"\s?(?:(?:de\s|d['’]){_SEX}|{_SEX}(?!\s[^\W\d_]))", re.IGNORECASE)
_OF_WHAT = re.compile(r"\s?(?:des|de la|du|de l['’]|of the|of)\s?((?:[^\W\d_]|-)+)", re.IGNORECASE)
_MEMBER = re.compile(r"\s?(?:d['’]|de\s|sont des\s|were\s|are\s|étaient des\s)?((?:[^\W\d_]|-)+)", re.IGNORECASE)
_THE_REST = re.compile(r"\s*(?:the (?:remaining|rest|others?)|le reste|les autres|les restants)\b", re.IGNORECASE)
_YES_OR_NO = (
    frozenset({"oui", "yes", "avec", "with", "ont", "have"}),
    frozenset({"non", "no", "sans", "without", "not", "pas"}),
)


@dataclass(frozen=True, slots=True)
class _Sum:
    parts: tuple[Place, ...]
    confidence: float
    cue: str
    exact: bool


class _Counts:
    """The count beside each share, and all counts of the text in their order; read only where a list needs them."""

    def __init__(self, context: Context) -> None:
        self._context = context

    @cached_property
    def beside(self) -> Mapping[int, Place]:
        return {one.share.index: one.part for one in attached_shares(self._context)}

    @cached_property
    def all(self) -> Sequence[Place]:
        return [place for place in self._context.places if not place.claim.is_percent]


def sums_of_shares(reading: Reading, context: Context) -> Iterable[Relation]:
    """Every group of shares that is meant to make up a whole, or another share."""
    shares = [
        place
        for place in visible(context)
        if place.claim.is_percent and 0 < place.claim.value < _ALL and not tells_change(reading.text, place.claim)
    ]
    counts = _Counts(context)
    details: set[int] = set()
    for relation, parts in _of_another_share(context, shares):
        details |= {part.index for part in parts}
        yield relation
    for stretch in _stretches(context, [share for share in shares if share.index not in details]):
        for found in _best(_sums(context, stretch, counts)):
            yield _relation(_with_the_few(stretch, found.parts), HUNDRED, found.confidence, found.cue)
    yield from _exact_elsewhere(shares, details)


def _with_the_few(stretch: Sequence[Place], parts: Sequence[Place]) -> Sequence[Place]:
    """In "males 55 %, females 45 % and transgender persons 0.002 %" the few belong to the whole as well."""
    following = [share for share in stretch if share.sentence == parts[-1].sentence and share.index > parts[-1].index]
    if len(parts) != 2 or not following or following[0].claim.value * 2 >= printed_unit(parts[-1].claim):
        return parts
    return (*parts, following[0])


def _relation(parts: Sequence[Place], whole: str, confidence: float, cue: str) -> Relation:
    stated = tuple(part.claim.id for part in parts)
    return Relation("", RelationType.PERCENT_SUM, stated, (whole,), confidence, cue=cue)


def _stretches(context: Context, shares: Sequence[Place]) -> Iterator[list[Place]]:
    """Shares that one sentence, or one list of lines, gives."""
    stretch: list[Place] = []
    for share in shares:
        if stretch and not _continues(context, stretch[-1], share):
            yield stretch
            stretch = []
        stretch.append(share)
    if stretch:
        yield stretch


def _continues(context: Context, last: Place, share: Place) -> bool:
    if share.sentence == last.sentence:
        return True
    if share.sentence - last.sentence > 1 or share.paragraph != last.paragraph:
        return False
    between = context.between(last.claim, share.claim)
    if len(between) >= 200:
        return False
    return len(between) < 50 or "\n" in between or complementary((last, share)) or _opens_its_sentence(between)


def _opens_its_sentence(between: str) -> bool:
    """Whether a share goes on where the sentence before stopped: "… 23 per cent to the forces. Some 17 per cent …"."""
    opening = re.split(r"[.!?]\s", between)[-1]
    return len(opening) <= 25 or _THE_REST.match(opening) is not None


def _sums(context: Context, stretch: Sequence[Place], counts: _Counts) -> Iterator[_Sum]:
    indices = {share.index for share in stretch}
    # A bracket after a share explains that share; its figures stand a level deeper.
    outer = [share for share in stretch if share.bracket is None or share.hangs_on not in indices]
    levels = [stretch] if len(outer) == len(stretch) else [outer, stretch]
    for level in levels:
        for start in range(len(level)):
            total = level[start].claim.value
            for end in range(start + 1, min(len(level), start + _LONGEST)):
                total += level[end].claim.value
                if total > _ALL + _LONGEST:
                    break
                found = _weighed(context, level, start, end + 1, total, counts)
                if found is not None:
                    yield found
    for start, one in enumerate(stretch):
        for other in stretch[start + 2 : start + 4]:
            # "45 % d'hommes, dont 12 % de jeunes, et 55 % de femmes"
            rest = _REMAINS.search(context.gap(other.index + 1)[:24]) is not None
            if one.claim.value + other.claim.value == _ALL and (rest or complementary((one, other))):
                yield _Sum((one, other), 0.8, "complementary", True)


def _weighed(
    context: Context, level: Sequence[Place], start: int, end: int, total: Decimal, counts: _Counts
) -> _Sum | None:
    off = abs(total - _ALL)
    if off > _FAR_OFF or (off > _NEAR and end - start > 3 and off * 2 > end - start):
        return None
    parts = tuple(level[start:end])
    exact = total == _ALL
    fits = off <= sum((printed_unit(part.claim) for part in parts), _NOTHING) / 2
    closed = complementary(parts) or (fits and _counts_of_both_sexes(counts, parts))
    if _of_different_things(context, parts):
        return None
    # Two decimals each do not make a hundred by chance: "(36,30 %) ajournés. Soit une réussite de 63,70 %".
    telling = exact and min(part.claim.decimals for part in parts) > 1
    if (
        not (closed or telling)
        and (not exact or len(parts) == 2)
        and _goes_on(context, parts)
        and not _counts_close(counts, parts)
    ):
        return None
    if len(parts) == 2 and not closed and _among_others(context, level, start, end):
        return None
    if exact or (fits and (closed or (len(parts) > 2 and _is_all(context, level, start, end)))):
        return _Sum(parts, _confidence(context, parts, exact, closed), "complementary" if closed else "list", exact)
    if not fits and off <= _NEAR and _counts_close(counts, parts):
        return _Sum(parts, 0.8, "counts", False)
    if fits or not closed:
        return None
    if (
        {part.sex for part in parts} >= {"female", "male"}
        and (_tells_composition(context, parts) or (off <= _NEAR and _are_said_to_be(context, parts)))
        and _is_all(context, level, start, end)
    ):
        return _Sum(parts, 0.72, "composition", False)
    return None


def _confidence(context: Context, parts: Sequence[Place], exact: bool, closed: bool) -> float:
    if closed:
        return 0.95 if exact else 0.85
    if len(parts) > 2:
        return 0.9 if exact else 0.7
    joined = all(_CONTRAST.search(context.between(one.claim, other.claim)) for one, other in pairwise(parts))
    return 0.8 if joined or parts[0].claim.decimals else 0.6


def _counts_close(counts: _Counts, parts: Sequence[Place]) -> bool:
    """Whether the counts beside the shares come to a figure near by: then nobody is left out of the list."""
    beside = [counts.beside.get(part.index) for part in parts]
    own = [place for place in beside if place is not None]
    if len(own) != len(parts):
        return False
    total = sum((place.claim.value for place in own), _NOTHING)
    at = bisect_left(counts.all, own[0].index, key=lambda place: place.index)
    return any(place.claim.value == total for place in counts.all[max(0, at - 12) : at + len(own) + 4])


def _counts_of_both_sexes(counts: _Counts, parts: Sequence[Place]) -> bool:
    """Whether the counts beside two shares are of women and of men: "1 120 males, 79.5 %, and 289 (20.5 %) females"."""
    beside = [counts.beside.get(part.index) for part in parts]
    return len(parts) == 2 and {place.sex for place in beside if place is not None} == {"female", "male"}


def _goes_on(context: Context, parts: Sequence[Place]) -> bool:
    """Whether the run goes over the end of a sentence that is no end of a line: then only a sum of 100 tells."""
    return any(
        one.sentence != other.sentence and "\n" not in context.between(one.claim, other.claim)
        for one, other in pairwise(parts)
    )


def _is_all(context: Context, level: Sequence[Place], start: int, end: int) -> bool:
    """Whether the run is everything that its sentence, or its part up to a semicolon, gives."""
    return (start == 0 or _breaks(context, level[start - 1], level[start])) and (
        end == len(level) or _breaks(context, level[end - 1], level[end])
    )


def _among_others(context: Context, level: Sequence[Place], start: int, end: int) -> bool:
    """Whether two shares in brackets stand beside more of them: "tueries (47 %), feux (57 %), vols (43 %)"."""
    before, after = level[max(0, start - 1) : start], level[end : end + 1]
    return any(
        one.depth and other.depth and not _breaks(context, one, other)
        for one, other in ((*((one, level[start]) for one in before), *((level[end - 1], other) for other in after)))
    )


def _breaks(context: Context, one: Place, other: Place) -> bool:
    return one.sentence != other.sentence or ";" in context.between(one.claim, other.claim)


def complementary(parts: Sequence[Place]) -> bool:
    """Whether the shares are of groups that leave one another out and leave nobody out: women and men, yes and no."""
    roles = [_roles(part) for part in parts]
    families = set.intersection(*({family for family, _ in own} for own in roles)) if roles else set()
    for family in families:
        members = [{member for own_family, member in own if own_family == family} for own in roles]
        # The first members of a family (women and men) are all there is; women and children overlap.
        if all(len(own) == 1 for own in members) and set.union(*members) == set(range(len(parts))):
            return True
    if len(parts) == 2:
        one, other = (frozenset(part.words) for part in parts)
        yes, no = _YES_OR_NO
        return bool((one & yes and other & no and not one & no) or (one & no and other & yes and not other & no))
    return False


def _roles(part: Place) -> set[tuple[int, int]]:
    words = [singular(word) for word in part.after[:5]]
    found = {role for word in words for role in ROLES.get(word, ())}
    if not found:
        found = {role for word in part.before[-5:] for role in ROLES.get(singular(word), ())}
    return found


def _of_different_things(context: Context, parts: Sequence[Place]) -> bool:
    """Whether two shares say outright that they are of different things: "80 % des ménages", "20 % des sites"."""
    said = [_OF_WHAT.match(context.gap(part.index + 1)) for part in parts]
    nouns = {singular(found.group(1)) for found in said if found}
    return len(parts) == 2 and len(nouns) > 1 and not complementary(parts)


def _are_said_to_be(context: Context, parts: Sequence[Place]) -> bool:
    """Whether the words say who they are: "88 % des victimes sont des femmes et 11 % des hommes", "45 % de femmes"."""
    behind = [context.gap(part.index + 1) for part in parts]
    return _ARE_OF_A_SEX.match(behind[0]) is not None or all(_OF_A_SEX.match(text) for text in behind)


def _tells_composition(context: Context, parts: Sequence[Place]) -> bool:
    """Whether a group is said to consist of these: "dont 54 % d'hommes et 47 % de femmes", not "97 % des hommes"."""
    if not _OPENS.search(context.gap(parts[0].index)[-40:]):
        return False
    for part in parts:
        member = _MEMBER.match(context.gap(part.index + 1))
        if member is None or singular(member.group(1)) not in ROLES:
            return False
    return True


def _best(sums: Iterable[_Sum]) -> list[_Sum]:
    """Sums that share no figure: the surest first, then the longest."""
    taken: set[int] = set()
    chosen = []
    for found in sorted(sums, key=lambda one: (-one.confidence, not one.exact, -len(one.parts))):
        own = {part.index for part in found.parts}
        if not own & taken:
            taken |= own
            chosen.append(found)
    return sorted(chosen, key=lambda one: one.parts[0].index)


def _of_another_share(context: Context, shares: Sequence[Place]) -> Iterator[tuple[Relation, Sequence[Place]]]:
    """Shares that explain the share before their bracket or their "dont", or that a total after them adds up."""
    for at, whole in enumerate(shares):
        inner = [share for share in shares[at + 1 : at + 1 + _LONGEST] if share.hangs_on == whole.index]
        if len(inner) > 1 and len({share.bracket for share in inner}) == 1:
            told = _told(inner, whole, surely=complementary(inner))
            if told:
                yield _relation(inner, whole.claim.id, told, "bracket"), inner
                continue
        following = _same_sentence(shares[at + 1 : at + 1 + _LONGEST], whole)
        opened = _OUT_OF.search(context.gap(whole.index)[-16:])
        if following and (opened or _OPENS.search(context.between(whole.claim, following[0].claim))):
            yield from _first_that_fits(following, whole, "of which")
        preceding = _same_sentence(list(reversed(shares[max(0, at - _LONGEST) : at])), whole)
        if preceding and _TOTALS.search(context.between(preceding[0].claim, whole.claim)):
            yield from _first_that_fits(preceding, whole, "total")


def _same_sentence(shares: Sequence[Place], whole: Place) -> list[Place]:
    return [share for share in shares if share.sentence == whole.sentence]


def _first_that_fits(shares: Sequence[Place], whole: Place, cue: str) -> Iterator[tuple[Relation, Sequence[Place]]]:
    for size in range(2, len(shares) + 1):
        parts = sorted(shares[:size], key=lambda part: part.index)
        if sum((part.claim.value for part in parts), _NOTHING) == whole.claim.value:
            yield _relation(parts, whole.claim.id, 0.85, cue), parts
            return


def _told(parts: Sequence[Place], whole: Place, surely: bool) -> float:
    """How sure it is that these parts make up that share (0: they do not)."""
    units = sum((printed_unit(place.claim) for place in (*parts, whole)), _NOTHING)
    distance = abs(sum((part.claim.value for part in parts), _NOTHING) - whole.claim.value)
    if distance == 0:
        return 0.95
    if distance <= units / 2 and (surely or len(parts) > 2):
        return 0.8
    if distance > whole.claim.value / 4:
        return 0.0
    # An open list leaves something out; it never comes to more than what it explains.
    above = sum((part.claim.value for part in parts), _NOTHING) > whole.claim.value
    return 0.75 if surely else 0.7 if above and len(parts) > 2 else 0.0


def _exact_elsewhere(shares: Sequence[Place], details: set[int]) -> Iterator[Relation]:
    """A share to two decimals that is the sum of rows before it: "57,81 % ont de 0 à 17 ans" after a table of ages."""
    for at, whole in enumerate(shares):
        if whole.claim.decimals < 2 or whole.index in details:
            continue
        before = [
            share
            for share in shares[max(0, at - _LONGEST) : at]
            if share.paragraph == whole.paragraph and share.claim.decimals >= 2 and share.index not in details
        ]
        parts = _run_that_gives(before, whole.claim.value)
        if parts:
            yield _relation(parts, whole.claim.id, 0.75, "rows")


def _run_that_gives(shares: Sequence[Place], wanted: Decimal) -> Sequence[Place]:
    for start in range(len(shares)):
        total = _NOTHING
        for end in range(start, len(shares)):
            total += shares[end].claim.value
            if total == wanted and end > start:
                return shares[start : end + 1]
            if total > wanted:
                break
    return ()
