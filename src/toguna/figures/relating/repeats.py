"""The same figure stated twice: in the headline and the body, in a paragraph that was copied, in two versions.

Two statements that were meant to be the same and differ ("166,545" and "166 564" people of one round) are told as
well. Equal figures of different things ("120 members" and "120 other members") are no repeat.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from toguna.figures.claims import Reading
from toguna.figures.phrases import Context, Place
from toguna.figures.relating.agreeing import in_words
from toguna.figures.relating.attached import visible
from toguna.figures.relating.copies import copied_sentences, same_digits_but_one
from toguna.figures.relating.words_and_digits import written_long
from toguna.figures.relations import Relation, RelationType
from toguna.figures.wording import same_kind, singular

_LOOK_BACK = 6
"""How many earlier statements of a figure, or of a noun, a new one is compared with."""

_SHARED = 2
"""When two sentences share so many telling figures, small equal figures in them are the same as well."""

_DRIFT = 0.03
_SURE, _SHORT, _THREE_DIGITS = 0.9, 4, 100
_ANOTHER = re.compile(
    r"\b(?:other|another|others|additional|further|more|new|autres?|nouve(?:aux?|lles?)|supplémentaires?|encore)\b",
    re.IGNORECASE,
)
_TAKEN_UP = re.compile(r"\b(?:les|ces|the|these|those|of the|des|desdits|said)\s+$", re.IGNORECASE)
_TITLE = re.compile(r"^\W*(?:titre|title|headline|chapeau|accroche)\s*:", re.IGNORECASE)
_NO_NAME = re.compile(r"(?:(?:parmi|sur|of|among|out of) )?(?:les|ces|the|these|those|leurs|nos|said)?", re.IGNORECASE)
_OUTCOMES = frozenset("admis reçu réussi passed successful graduate lauréat réussite".split())  # noqa: SIM905


def repeats(reading: Reading, context: Context) -> Iterable[Relation]:
    """Every figure that is stated twice, whether the statements agree or have drifted apart."""
    tied: set[int] = set()
    for one, other in copied_sentences(reading.text, context):
        tied.add(other.index)
        same = one.claim.value == other.claim.value
        yield _repeat(other, one, 0.95 if same else 0.9, "copied sentence")
    seen = visible(context)
    pairs = list(_equal(context, [place for place in seen if place.index not in tied]))
    yield from (_repeat(other, one, confidence, "same figure") for one, other, confidence in pairs)
    told = tied | {place.index for one, other, _ in pairs for place in (one, other)}
    first: dict[int, Place] = {}
    for one, other, _ in pairs:
        first[other.index] = first.get(one.index, one)
    for one, other, confidence in _drifted(context, seen, told):
        # What has drifted is the figure, not one of its statements: the first statement stands for all.
        yield _repeat(first.get(other.index, other), first.get(one.index, one), confidence, "drift")
    for one, other in _beside_a_repeat(context, pairs, told):
        yield _repeat(other, one, 0.72, "beside a repeat")
    for one, other in _of_one_share(context, told):
        yield _repeat(other, one, 0.8, "same share")
    yield from _headline(context, seen, told)


def _repeat(later: Place, earlier: Place, confidence: float, cue: str, arguable: bool = False) -> Relation:
    return Relation(
        "", RelationType.REPEAT, (later.claim.id,), (earlier.claim.id,), confidence, arguable=arguable, cue=cue
    )


def _equal(context: Context, seen: Sequence[Place]) -> Iterator[tuple[Place, Place, float]]:
    """Equal figures that count the same thing: telling ones, and small ones that the text takes up again."""
    before: dict[object, list[Place]] = defaultdict(list)
    small: dict[tuple[int, int], list[tuple[Place, Place]]] = defaultdict(list)
    shared: dict[tuple[int, int], int] = defaultdict(int)
    for place in seen:
        key = (place.claim.value, place.claim.kind)
        for earlier in reversed(before[key][-_LOOK_BACK:]):
            if _different_things(earlier, place) or _far_apart(earlier, place) or _in_words_and_digits(earlier, place):
                continue
            sentences = (earlier.sentence, place.sentence)
            if _telling(place) or _taken_up(context, earlier, place):
                shared[sentences] += 1
                yield earlier, place, 0.9 if _same_noun(earlier, place) else 0.7
                break
            small[sentences].append((earlier, place))
            break
        before[key].append(place)
    for sentences, pairs in small.items():
        values = [one.claim.value for one, _ in pairs]
        for one, other in pairs:
            if shared[sentences] >= _SHARED and values.count(one.claim.value) == 1:
                yield one, other, 0.6


def _in_words_and_digits(one: Place, other: Place) -> bool:
    """Whether one of the two is a long number in words: then it is not merely repeated, it checks the digits."""
    return in_words(one.claim) is not in_words(other.claim) and any(written_long(p.claim) for p in (one, other))


def _far_apart(one: Place, other: Place) -> bool:
    """Whether two figures of three or four digits stand in different paragraphs and count no common noun."""
    return one.paragraph != other.paragraph and other.claim.value < 10_000 and not _same_noun(one, other)


def _telling(place: Place) -> bool:
    """Whether a figure is so exact that meeting it twice is no coincidence."""
    claim = place.claim
    digits = len("".join(map(str, claim.value.normalize().as_tuple().digits)))
    if claim.is_percent:
        return digits >= 4 or (digits >= 3 and claim.decimals >= 1)
    return digits >= 3 and claim.value >= 100


def _different_things(one: Place, other: Place) -> bool:
    if one.sentence == other.sentence or not same_kind(one.kind, other.kind):
        return True
    if (one.sex and other.sex and one.sex != other.sex) or (one.age and other.age and one.age != other.age):
        return True
    if any(
        _ANOTHER.search(" ".join(place.after[:3])) or _ANOTHER.search(" ".join(place.before[-2:]))
        for place in (one, other)
    ):
        return True
    return _two_names(one, other)


def _two_names(one: Place, other: Place) -> bool:
    """Whether names in front tell two things apart: "Kayes : 120", "Ségou : 120"."""
    if not (one.label[:1].isupper() and other.label[:1].isupper()):
        return False
    if _NO_NAME.fullmatch(one.label) or _NO_NAME.fullmatch(other.label):
        # "Les 29 cas", "Parmi les 29 cas": a figure taken up, not one of another name.
        return False
    return not ({singular(word) for word in one.label.split()} & {singular(word) for word in other.label.split()})


def _same_noun(one: Place, other: Place) -> bool:
    return bool(one.noun) and one.noun == other.noun


def _taken_up(context: Context, one: Place, other: Place) -> bool:
    """Whether a small figure is the same one: "cinq (5) régions … les 5 régions"; the same two words after both."""
    if not _same_noun(one, other) or other.claim.is_percent:
        return False
    if not all(any(singular(word) == one.noun for word in place.after[:3]) for place in (one, other)):
        return False
    if _TAKEN_UP.search(context.gap(other.index)[-12:]):
        return other.claim.value > 1
    return len(one.after) > 1 and one.after[:2] == other.after[:2] and other.claim.value >= 10


def _drifted(context: Context, seen: Sequence[Place], told: Iterable[int]) -> Iterator[tuple[Place, Place, float]]:
    """Figures of one noun that differ in a digit, or whose bracket repeats the same other figure."""
    known = frozenset(told)
    before: dict[str, list[Place]] = defaultdict(list)
    brackets = _brackets(context)
    for place in seen:
        if place.claim.is_percent or place.claim.value < 1000 or not place.noun or in_words(place.claim):
            continue
        for earlier in reversed(before[place.noun][-_LOOK_BACK:]):
            if earlier.claim.value == place.claim.value or _different_things(earlier, place):
                continue
            if earlier.index in known and place.index in known and not _partners(brackets, earlier, place):
                continue
            confidence = _drift(brackets, earlier, place)
            if confidence:
                yield earlier, place, confidence
                break
        before[place.noun].append(place)


def _beside_a_repeat(
    context: Context, pairs: Iterable[tuple[Place, Place, float]], told: Iterable[int]
) -> Iterator[tuple[Place, Place]]:
    """In "104 people died and 206 were injured … 104 people died, 216 were injured" a digit slipped."""
    known = frozenset(told)
    for one, other, confidence in pairs:
        if confidence < _SURE or one.sentence == other.sentence:
            continue
        first = {place.index - one.index: place for place in context.sentences[one.sentence]}
        second = {place.index - other.index: place for place in context.sentences[other.sentence]}
        for step in first.keys() & second.keys() - {0}:
            before, after = first[step], second[step]
            alike = {word for word in before.words if len(word) > _SHORT} & set(after.words)
            if (
                alike
                and not {before.index, after.index} & known
                and not _different_things(before, after)
                and min(before.claim.value, after.claim.value) >= _THREE_DIGITS
                and same_digits_but_one(before.claim.value, after.claim.value)
            ):
                yield before, after


def _of_one_share(context: Context, told: Iterable[int]) -> Iterator[tuple[Place, Place]]:
    """In "Mathématiques : 257 828 (75,43 %)" and "257 838 (75,43 %) en mathématiques" one of the counts has slipped."""
    known = frozenset(told)
    before: dict[Decimal, Place] = {}
    for owner, inside in _brackets(context).items():
        count, share = context.places[owner], inside[0]
        if len(inside) > 1 or count.claim.is_percent or not share.claim.is_percent or not _telling_share(share):
            continue
        earlier = before.setdefault(share.claim.value, count)
        slip = same_digits_but_one(earlier.claim.value, count.claim.value)
        if (
            slip
            and _names(earlier) & _names(count)
            and count.claim.value >= 1000
            and not {count.index, earlier.index} & known
        ):
            yield earlier, count


def _names(place: Place) -> set[str]:
    return {word for word in (*place.label.lower().split(), *place.before) if len(word) > 3}


def _telling_share(share: Place) -> bool:
    return len(share.claim.value.normalize().as_tuple().digits) >= 4


def _brackets(context: Context) -> Mapping[int, Sequence[Place]]:
    """The figures in the bracket that follows each claim."""
    found: dict[int, list[Place]] = defaultdict(list)
    for place in context.places:
        if place.hangs_on is not None:
            found[place.hangs_on].append(place)
    return found


def _partners(brackets: Mapping[int, Sequence[Place]], one: Place, other: Place) -> bool:
    """Whether the brackets after two figures give the same: "166,545 individus (39,166 ménages)"."""
    first, second = brackets.get(one.index, ()), brackets.get(other.index, ())
    if all(place.claim.is_percent for place in first):
        # Two groups may well be 32 % each.
        return False
    return bool(first) and [(p.claim.value, p.noun) for p in first] == [(p.claim.value, p.noun) for p in second]


def _drift(brackets: Mapping[int, Sequence[Place]], one: Place, other: Place) -> float:
    larger, smaller = max(one.claim.value, other.claim.value), min(one.claim.value, other.claim.value)
    near = float((larger - smaller) / larger) <= _DRIFT
    if near and _partners(brackets, one, other) and larger != smaller:
        return 0.85
    slip = same_digits_but_one(one.claim.value, other.claim.value)
    if not near or not slip or one.after[:2] != other.after[:2]:
        return 0.0
    if slip == "swapped":
        return 0.8
    return 0.7 if smaller >= 100_000 else 0.55 if smaller >= 10_000 else 0.0


def _headline(context: Context, seen: Sequence[Place], told: Iterable[int]) -> Iterator[Relation]:
    """A headline's figure that the body gives a little differently: rounded, older, or wrong."""
    if not seen or not _TITLE.match(context.reading.text[: seen[0].claim.start][-80:]):
        return
    title, known = seen[0], frozenset(told)
    if title.claim.is_percent or title.index in known or title.claim.value < 100:
        return
    for place in seen[1:12]:
        same = _same_noun(title, place) or (_outcome(title) and _outcome(place))
        if place.sentence > title.sentence and same and not place.claim.is_percent:
            apart = float(abs(place.claim.value - title.claim.value) / title.claim.value)
            if 0 < apart <= _DRIFT:
                yield _repeat(place, title, 0.6, "headline", arguable=True)
            return


def _outcome(place: Place) -> bool:
    return not _OUTCOMES.isdisjoint(place.words)
