"""Which count a share stands beside: "110 men or 74.32%", "40% (988,428)", "716 admis sur 5 951, soit 12,07%".

Reads the words between the two, and a base where one is named right there ("sur 5 951", "des 300 inscrits"). Which
other figure might be the base is not known here.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise
from typing import cast

from toguna.figures.phrases import Context, Place
from toguna.figures.relating.agreeing import agrees, in_words
from toguna.figures.relating.share_words import (
    APPOSED,
    CLOSES_A_BRACKET,
    COMPARED,
    DASH_AFTER,
    DASHED,
    FOR,
    GROUP_OF_ITS_OWN,
    IN_BRACKET,
    IN_PASSING,
    LISTED,
    NAMED_THEN,
    NO_CLAIM,
    OF_AND,
    OF_THE_WHOLE,
    OPENS_A_SUBSET,
    OUT_OF_BEFORE,
    OUT_OF_BETWEEN,
    RATE,
    RATE_OF,
    SHARE_OF,
    SHORTENED,
    SOIT,
    TAKEN_UP,
    TARGET,
    THAT_IS,
    THEN,
    TOTAL_BEHIND,
)


class Hold(StrEnum):
    """How firmly the words tie a share to its count, or a count to its base."""

    TIGHT = "tight"
    LOOSE = "loose"


@dataclass(frozen=True, slots=True)
class Attached:
    """A share with the count it stands beside, and the base where the words name one.

    `rate` marks a share that the text calls a rate: its base may be anything. `after` tells that the count follows
    its share; `place` is where the two stand among the visible claims.
    """

    share: Place
    part: Place
    base: Place | None
    hold: Hold
    cue: str
    rate: bool = False
    after: bool = False


_SENTENCE_REACH = 20
"""How many figures back a base that opens the sentence may stand."""


def attached_shares(context: Context) -> tuple[Attached, ...]:
    """Every share that stands beside a count, in the order of the text; three habits ask, it is looked for once."""
    found = context.found.get("attached shares")
    if found is None:
        context.found["attached shares"] = found = _attached_shares(context)
    return cast("tuple[Attached, ...]", found)


def _attached_shares(context: Context) -> tuple[Attached, ...]:
    seen = visible(context)
    found = {attached.share.index: attached for attached in _in_turn(context, seen)}
    parts = {attached.part.index for attached in found.values()}
    for at, place in enumerate(seen):
        if place.claim.is_percent and place.index not in found and place.claim.value > 0:
            attached = _before(context, seen, at)
            if attached is None or attached.hold is Hold.LOOSE or _own_bracket(context, seen, at, attached):
                # "384 ménages : 62 % (238) ont accès": the bracket is nearer than the figure before.
                attached = _after(context, seen, at, parts) or attached
            if attached is None:
                attached = _same_part(context, found.get(seen[at - 1].index) if at else None, place)
            if attached is not None and (place.claim.value <= 100 or of_a_plan(context, attached)):
                parts.add(attached.part.index)
                found[place.index] = attached
    return tuple(found[index] for index in sorted(found))


def _own_bracket(context: Context, seen: Sequence[Place], at: int, attached: Attached) -> bool:
    """Whether the figure right behind a share gives it of the one before: "186 205 people, making up 50% (94 492)"."""
    if at + 1 >= len(seen) or seen[at + 1].claim.is_percent or attached.after or attached.base is not None:
        return False
    bracket = context.between(seen[at].claim, seen[at + 1].claim).strip() == "("
    return bracket and agrees(seen[at].claim, seen[at + 1].claim, attached.part.claim)


def _same_part(context: Context, last: Attached | None, share: Place) -> Attached | None:
    """In "36 054 bulletins, soit 97,43 % des votants et 75,77 % des inscrits" both shares are of one count."""
    if last is None or last.after or last.share.sentence != share.sentence:
        return None
    told = OF_AND.fullmatch(context.between(last.share.claim, share.claim))
    return replace(last, share=share, base=None) if told else None


def of_a_plan(context: Context, one: Attached) -> bool:
    """Whether the share is of what was planned: then count and share may exceed the whole."""
    first, last = sorted((one.share, one.part), key=lambda place: place.index)
    around = context.between(first.claim, last.claim) + context.gap(last.index + 1)[:40]
    return TARGET.search(around) is not None


def visible(context: Context) -> list[Place]:
    """The claims without those in words that stand again in digits right beside: "deux cent un (201)" is one figure."""
    hidden = set()
    for one, other in pairwise(context.places):
        beside = other.claim.start - one.claim.end <= 20
        if beside and one.claim.value == other.claim.value and one.claim.spelled is not other.claim.spelled:
            hidden.add(one.index if one.claim.spelled else other.index)
    return [place for place in context.places if place.index not in hidden]


def _in_turn(context: Context, seen: Sequence[Place]) -> Iterator[Attached]:
    """As many shares as counts before them, in the same order: "110 hommes et 38 femmes, soit 74,32 % et 25,68 %"."""
    at = 0
    while at < len(seen):
        run = _run(context, seen, at)
        counts = _run_of_counts(context, seen, at, len(run)) if len(run) > 1 else []
        at += max(1, len(run))
        if not counts:
            continue
        words = context.between(counts[-1].claim, run[-1].claim) + context.gap(run[-1].index + 1)[:30]
        told = "respecti" in words.lower()
        if told or re.search(rf"[,(–]\s*(?:{THAT_IS}\s+)?$", context.gap(run[0].index)):
            for count, share in zip(counts, run, strict=True):
                yield Attached(share, count, None, Hold.TIGHT if told else Hold.LOOSE, "respectively")


def _run(context: Context, seen: Sequence[Place], at: int) -> list[Place]:
    run: list[Place] = []
    for place in seen[at : at + 8]:
        if not place.claim.is_percent:
            break
        if run and not re.fullmatch(r"\s?(?:,|et|and|/|ou|or)\s?(?:et\s|and\s)?(?:de\s)?", context.gap(place.index)):
            break
        run.append(place)
    return run


def _run_of_counts(context: Context, seen: Sequence[Place], at: int, size: int) -> list[Place]:
    counts = list(seen[max(0, at - size) : at])
    same = len(counts) == size and all(
        not place.claim.is_percent and place.sentence == seen[at].sentence for place in counts
    )
    return counts if same and not any(";" in context.gap(place.index) for place in counts[1:]) else []


def _before(context: Context, seen: Sequence[Place], at: int) -> Attached | None:
    share = seen[at]
    if at == 0 or seen[at - 1].claim.is_percent or share.sentence - seen[at - 1].sentence > 1:
        return None
    where = at - 1
    if at > 1 and in_words(seen[where].claim) and seen[where].claim.value <= 10 and not seen[at - 2].claim.is_percent:
        # "17 069 admis sur les deux tours (69,23 %)": a little number in words belongs to the words between.
        where = at - 2
    part = seen[where]
    between = _words_between(context, part, share)
    closing = CLOSES_A_BRACKET.match(between)
    owner = _place_of(part.hangs_on, seen, where) if closing else None
    of_the_whole = OF_THE_WHOLE.match(context.gap(share.index + 1))
    if closing and owner is not None and (of_the_whole or SOIT.fullmatch(between[closing.end() :])):
        # "407 (176 deaths and 231 injured), 18 per cent of all": the share is of what the bracket explains.
        where, part, between = owner, seen[owner], between[closing.end() :]
    if part.sentence != share.sentence and not TAKEN_UP.fullmatch(between):
        return None
    read = _words_before(between, context.gap(share.index + 1))
    if read is None:
        return None
    hold, cue, rate = read
    # With its own count before it, "26 % des participants (148)" can only give the base.
    base = _base_after_share(context, seen, at, in_bracket=True)
    if base is not None and base.claim.value < part.claim.value and base.bracket is not None:
        # "7,268 people were reached, 85 % of whom were women (6,218)".
        base = None
    if (base is not None or of_the_whole) and cue == "list" and between.rstrip().endswith(","):
        # "1,487 males were killed, 81.08% of 1,834 persons", "1,256 children, 28 % of all victims".
        hold = Hold.TIGHT
    if base is None and where > 0 and _tells_base(context, seen[where - 1], part):
        # "1 528 admis sur 7 078, soit 21,58 %": what stands right before the share is the base.
        return Attached(share, seen[where - 1], part, hold, cue, rate)
    return Attached(share, part, base or _base_before(context, seen, where), hold, cue, rate)


def _place_of(index: int | None, seen: Sequence[Place], before: int) -> int | None:
    """Where among the last figures before this one that of the index stands."""
    last = range(before - 1, max(-1, before - 1 - _SENTENCE_REACH), -1)
    return next((at for at in last if seen[at].index == index), None)


def _words_between(context: Context, one: Place, other: Place) -> str:
    """The words between two neighbouring claims, without numbers that claim nothing (dates) and abbreviations."""
    return SHORTENED.sub("", IN_PASSING.sub("", NO_CLAIM.sub("", context.between(one.claim, other.claim))))


def _words_before(between: str, behind: str) -> tuple[Hold, str, bool] | None:
    """What ties a share to the count before it: (how firmly, by which word, whether it is called a rate)."""
    if OPENS_A_SUBSET.search(between):
        return None
    rate = RATE.search(between) is not None
    bracket = IN_BRACKET.fullmatch(between)
    if bracket:
        if GROUP_OF_ITS_OWN.match(behind):
            return None
        loose = "," in bracket["words"] or len(bracket["words"]) > 70 or rate
        return (Hold.LOOSE if loose else Hold.TIGHT), "bracket", rate
    if SOIT.fullmatch(between) or TAKEN_UP.fullmatch(between) or RATE_OF.fullmatch(between):
        return Hold.TIGHT, "that is", rate
    if DASHED.fullmatch(between) and DASH_AFTER.match(behind):
        return Hold.TIGHT, "dash", rate
    if LISTED.fullmatch(between):
        return Hold.LOOSE, "list", rate
    return None


def _after(context: Context, seen: Sequence[Place], at: int, parts: Collection[int]) -> Attached | None:
    share = seen[at]
    base = _base_after_share(context, seen, at)
    next_at = at + 1 if base is None else at + 2
    if next_at >= len(seen) or seen[next_at].sentence != share.sentence or seen[next_at].claim.is_percent:
        return None
    part = seen[next_at]
    if part.index in parts:
        return None
    between = _words_between(context, share if base is None else base, part)
    bracket = IN_BRACKET.fullmatch(between)
    rate = RATE.search(between) is not None
    if bracket:
        if base is not None and _holds_a_list(seen, next_at) and not agrees(share.claim, part.claim, base.claim):
            # "28.9% of 311 seats (9 governors, 15 lieutenants and 66 others)": the share is of all of them.
            return None
        hold, cue = Hold.TIGHT, "bracket"
    elif SOIT.fullmatch(between):
        hold, cue = Hold.TIGHT, "that is"
    elif FOR.fullmatch(between) or APPOSED.fullmatch(between):
        hold, cue = Hold.TIGHT, "for"
    elif _then(between) and _named_after(context, seen, next_at) is not None:
        # "32,27 % d'admis, 2 606 sur 8 076 inscrits", "Taux de réussite : 22 %, 35 admis sur 158".
        hold, cue = Hold.TIGHT, "list"
    elif not between.strip() and _alone_on_its_line(seen, at):
        hold, cue = Hold.LOOSE, "row"
    else:
        return None
    if base is None:
        base = _named_after(context, seen, next_at) or _base_before(context, seen, at)
    return Attached(share, part, base, hold, cue, rate, after=True)


def _then(between: str) -> bool:
    return THEN.fullmatch(between) is not None or NAMED_THEN.fullmatch(between) is not None


def _holds_a_list(seen: Sequence[Place], at: int) -> bool:
    """Whether the bracket of this figure holds another count."""
    following = seen[at + 1] if at + 1 < len(seen) else None
    return following is not None and following.bracket == seen[at].bracket and not following.claim.is_percent


def _alone_on_its_line(seen: Sequence[Place], at: int) -> bool:
    """Whether a line gives one share and one count and no more: "Gao 20.2% 13,489"."""
    before, after = seen[at - 1] if at else None, seen[at + 2] if at + 2 < len(seen) else None
    return all(other is None or other.sentence != seen[at].sentence for other in (before, after))


def _base_after_share(context: Context, seen: Sequence[Place], at: int, in_bracket: bool = False) -> Place | None:
    """In "66,16 % des 11 149 candidats": the count that a share is said to be of."""
    if at + 1 >= len(seen) or seen[at + 1].claim.is_percent or seen[at + 1].sentence != seen[at].sentence:
        return None
    said = SHARE_OF.fullmatch(context.between(seen[at].claim, seen[at + 1].claim))
    return seen[at + 1] if said and (in_bracket or not said["bracket"]) else None


def total_behind(context: Context, seen: Sequence[Place], at: int) -> Place | None:
    """In "1 245 femmes (42,7 %) et 1 671 hommes (57,3 %) sur un total de 2 916": the base behind the whole list."""
    if at + 1 >= len(seen) or seen[at + 1].claim.is_percent or seen[at + 1].sentence != seen[at].sentence:
        return None
    between = context.between(seen[at].claim, seen[at + 1].claim).lstrip(") ")
    return seen[at + 1] if TOTAL_BEHIND.fullmatch(between) else None


def _tells_base(context: Context, part: Place, base: Place) -> bool:
    return (
        not part.claim.is_percent
        and not base.claim.is_percent
        and part.sentence == base.sentence
        and _wide_enough(part, base, between := context.between(part.claim, base.claim))
        and OUT_OF_BETWEEN.fullmatch(between) is not None
    )


def _wide_enough(part: Place, base: Place, between: str) -> bool:
    return part.claim.value <= base.claim.value or TARGET.search(between) is not None


def _named_after(context: Context, seen: Sequence[Place], at: int) -> Place | None:
    """In "585 passants sur 1 720 candidats": the base right behind the part."""
    return seen[at + 1] if at + 1 < len(seen) and _tells_base(context, seen[at], seen[at + 1]) else None


def compared(context: Context, part: Place) -> bool:
    """Whether a count is only set against another: "2,882 (21.5%), against 2,797 (20.7%) in 2019"."""
    return COMPARED.search(context.gap(part.index)[-30:]) is not None


def _base_before(context: Context, seen: Sequence[Place], at: int) -> Place | None:
    """In "Sur 5 951 inscrits, 716 admis": a base that opens the sentence or the clause."""
    for place in reversed(seen[max(0, at - _SENTENCE_REACH) : at]):
        if place.sentence != seen[at].sentence:
            return None
        if place.claim.is_percent or place.claim.value <= seen[at].claim.value:
            continue
        if OUT_OF_BEFORE.search(context.gap(place.index)[-60:]):
            # "Of 2,882, against 2,797 (20.7%) in 2019": what is compared is not of that.
            return None if compared(context, seen[at]) else place
    return None
