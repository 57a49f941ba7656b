"""How a list of figures is written: what stands side by side, what hangs in brackets, which words open and part it.

It reads signs and words between figures; whether the figures are parts of anything it does not know.
"""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from toguna.figures.phrases import Context, Place
from toguna.figures.relating.evidence import Opening
from toguna.figures.wording import ALIKE

LONGEST_LIST = 24
"""Parts of one list; longer lists are tables and read as such."""

OPEN_WORDS = re.compile(
    r"\b(?:dont|including|includes?|included|incluant|y compris|of wh(?:om|ich)|of these|of them|among (?:them|whom|"
    r"which)|parmi (?:eux|elles|lesquel(?:le)?s)|comprenant|comprend|comprennent|"
    r"regroupe(?:nt)?|comptant|avec|with|notamment|among|où|contenant|"
    r"inclus)\b",
    re.IGNORECASE,
)

_CLOSED_WORDS = re.compile(
    r"[:=]|(?:^|\s)[-–—](?:\s|$)|\b(?:soit|réparti\w*|ventilé\w*|divisé\w*|composé\w*|se compose(?:nt)?|constitué\w*|"
    r"formé\w* de|compris(?:es|ing|ed)|comprising|composed|consist(?:s|ing|ed)? of|made up|broken down|split|divided|"
    r"disaggregated|namely|à savoir|respectivement|respectively|i\.e|viz|c['’]est-à-dire|représentant|to wit)\b",
    re.IGNORECASE,
)

TOTAL_WORDS = re.compile(
    r"\b(?:total(?:e|s|ling|ing|isant|ise|isent)?|totaux|en tout|in all|altogether|au total|sous-total|subtotal|"
    r"ensemble|overall|cumul|somme|combined|all together)\b",
    re.IGNORECASE,
)

COMPARES = re.compile(
    r"\b(?:contre|against|compared|par rapport|versus|vs|up from|down from|pass(?:é|ée|és|ées) (?:de|à)|au lieu|"
    r"instead|previous|précédent\w*|l['’]an dernier|last year|target|cible|prévus?|planned)\b",
    re.IGNORECASE,
)

OUT_OF = frozenset({"of", "sur", "among", "parmi", "amongst"})
"""Words before a whole that say its parts follow: "sur les 7 927 candidats"."""

SEPARATES = re.compile(
    r"[,;/&+|•]|\n|\b(?:et|and|ou|or|puis|ainsi que|as well as|plus|contre|vs|versus|while|tandis)\b"
)

WITH_MORE = re.compile(r"\b(?:avec|with)\s(?:[^\W\d_]|['’-])+\s[^,;]*(?=[,;])", re.IGNORECASE)
"""In "5 529 avec un lien établi, 52 sans" the word opens nothing: no figure follows it."""

_INNER = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")

_SHARE = re.compile(
    r"(?:\b(?:soit|or|ou|i\.e\.?)\s+)?(?:\b(?:environ|près de|about|around|over)\s+)?"
    r"\d[\d.,\s]{0,8}(?:[%℅]|per ?cent|pour ?cent)",
    re.IGNORECASE,
)

# "142 cases, 14 of which confirmed, and 12 deaths": these words look back and announce nothing.
_OF_THE_ONE_BEFORE = re.compile(r"^\s*(?:of (?:whom|which|them|these)|d['’]entre e(?:ux|lles))\b[^,;]*(?:[,;]|$)")


def levels(context: Context) -> Iterator[tuple[Place, ...]]:
    """The counts of each sentence that stand beside each other: outside brackets, and within each bracket."""
    for members in context.sentences.values():
        groups: dict[int | None, list[Place]] = {}
        for place in members:
            if counts(context, place):
                groups.setdefault(place.bracket, []).append(place)
        for group in groups.values():
            if len(group) > 1:
                yield tuple(group)


def hanging(context: Context) -> Iterator[tuple[Place, tuple[Place, ...]]]:
    """Each bracket that holds counts, with the count that it hangs on."""
    for members in context.brackets.values():
        inside = tuple(place for place in members if counts(context, place))
        if inside and inside[0].hangs_on is not None:
            owner = _count_before(context, inside[0].hangs_on, inside[0].sentence)
            if owner is not None:
                yield owner, inside


def counts(context: Context, place: Place) -> bool:
    """Whether a claim is a count, and not the words before its own figure ("deux cent un (201)")."""
    if place.claim.is_percent:
        return False
    follower = context.places[place.index + 1] if place.index + 1 < len(context.places) else None
    return follower is None or follower.twin != place.index


def _count_before(context: Context, index: int, sentence: int) -> Place | None:
    """The claim of that index, or where it is a share or its own figure in words, the count beside it."""
    place = context.places[index]
    if index + 1 < len(context.places) and context.places[index + 1].twin == index:
        return context.places[index + 1]
    for earlier in range(index, max(-1, index - 3), -1):
        place = context.places[earlier]
        if place.sentence != sentence:
            return None
        if not place.claim.is_percent:
            return place
    return None


def without_details(context: Context, figures: Sequence[Place]) -> tuple[Place, ...]:
    """The members of a list without what is told of one of them: "180 cas, dont 9 morts et 12 guéris ; 136 cas".

    What is told ends at a semicolon, a colon, or where a figure counts again what the members count.
    """
    heads: list[Place] = []
    detail: Place | None = None
    for at, place in enumerate(figures):
        text = link(context, figures[at - 1], place) if at else ""
        if detail is not None and (re.search(r"[;:]", text) or takes_up(heads[-1], detail, place)):
            detail = None
        if detail is None and at and re.search(OPEN_WORDS, WITH_MORE.sub(" ", text)):
            detail = place
        if detail is None:
            heads.append(place)
    return tuple(heads)


def takes_up(head: Place, detail: Place, place: Place) -> bool:
    """Whether a figure counts what the list counts and not what was told of its last member."""
    noun, own = (ALIKE.get(one.noun, one.noun) for one in (place, detail))
    return bool(noun) and noun == ALIKE.get(head.noun, head.noun) and noun != own


def heads_a_list(whole: Place) -> bool:
    """Whether the words before a whole say that its parts follow: "sur les 500 …", but not "of which 500 …"."""
    # "Des 53 277 conflits enregistrés, 24 589 …" opens its sentence.
    opens = len(whole.before) == 1 and whole.before[0] == "des"
    return (opens or bool(OUT_OF.intersection(whole.before[-3:]))) and not {"which", "whom"}.intersection(
        whole.before[-2:]
    )


def link(context: Context, one: Place, other: Place) -> str:
    """The text from one figure to another, without what stands in brackets and without shares."""
    known = context.links.get((one.index, other.index))
    if known is not None:
        return known
    text = context.between(one.claim, other.claim)
    for _ in range(3):
        text, changed = _INNER.subn(" ", text)
        if not changed:
            break
    context.links[one.index, other.index] = text = _SHARE.sub(" ", text)
    return text


_NAME = r"[^\W\d_]+(?:[-’'][^\W\d_]+)*"
LABEL = re.compile(rf"[,;•|\n]\s*{_NAME}(?:\s+{_NAME}){{0,5}}\s*:")
"""A name before its own figure: "… 45 ; hommes : 30"; the colon belongs to that figure and opens no list."""


def opening_of(text: str) -> Opening:
    """How the words between a whole and its first part announce the list."""
    text = _OF_THE_ONE_BEFORE.sub("", text)
    if OPEN_WORDS.search(text):
        return Opening.OPEN
    if _CLOSED_WORDS.search(LABEL.sub(" ", text)):
        return Opening.CLOSED
    return Opening.NONE


def cue_in(text: str) -> str:
    """The words that announce the list, as written."""
    found = OPEN_WORDS.search(text) or _CLOSED_WORDS.search(text)
    return found.group().strip().lower() if found else ""


def shares_close(context: Context, parts: Sequence[Place]) -> bool:
    """Whether a percentage follows each part and together they make a hundred, give or take rounding."""
    beside = _shares_beside(context, parts)
    return len(beside) == len(parts) and abs(sum(beside, Decimal(0)) - 100) <= Decimal(len(parts)) / 2


def shares_overlap(context: Context, parts: Sequence[Place]) -> bool:
    """Whether a percentage follows each part and together they are clearly no hundred: then groups overlap or lack."""
    beside = _shares_beside(context, parts, in_front=True)
    return len(beside) == len(parts) and abs(sum(beside, Decimal(0)) - 100) > max(Decimal(2), Decimal(len(parts)) / 2)


def _shares_beside(context: Context, parts: Sequence[Place], *, in_front: bool = False) -> list[Decimal]:
    shares = []
    for part in parts:
        before = context.places[part.index - 1] if part.index else None
        if in_front and before is not None and part.hangs_on == before.index and before.claim.is_percent:
            # "74 % of deaths (n = 68 396)".
            shares.append(before.claim.value)
            continue
        follower = context.places[part.index + 1] if part.index + 1 < len(context.places) else None
        if follower is not None and follower.claim.is_percent and follower.sentence == part.sentence:
            shares.append(follower.claim.value)
    return shares
