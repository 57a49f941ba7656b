"""What the words around a figure name: the noun it counts, the group, the place; from the text before and after it.

French puts the noun first ("ménages déplacés"), English last ("displaced households"). A word that stands
further off, or behind a verb or a preposition, names nothing here.
"""

import re
from collections.abc import Sequence
from itertools import pairwise

from toguna.figures.claims import Claim
from toguna.figures.wording import (
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
    WORKS,
    singular,
)

FAR = 240
"""Characters of a gap between two claims that are read; a longer gap is read at its two ends."""

_WORD = re.compile(r"[^\W\d_]+[²]?(?:-[^\W\d_]+)*")

_HARD = re.compile(r"[.,;:!?()\[\]«»\"“”–—•|\n=+]| [-/] |(?<=\w)[-/](?= )")

_JOINING = (
    "et and ou or & dont soit including incluant comprenant comprising avec with contre vs versus puis plus minus"
    " while whereas tandis alors but mais"
)

_JOINS = frozenset(_JOINING.split())

_LITTLE = (
    "de d du des le la les l un une en à au aux the a an of in on at to for from by as is are was were be been have has"
    " had ont a été sont est qui que que who which that ce cette ces this these those il y ils elles they we nous on"
    " se s n ne pas not et and ou or dont soit including sur pour par dans with avec their leur leurs its ses sa son"
    " plus more than environ about près some other autres autre another new nouveaux nouvelles total all tous toutes"
    " seulement only also aussi respectivement respectively"
)

_SMALL = frozenset(_LITTLE.split())


def words_of(text: str) -> tuple[str, ...]:
    """The words of a piece of text in lower case, accents kept.

    >>> words_of("dont 16,60% d’hommes")
    ('dont', 'd', 'hommes')
    """
    return tuple(word.lower() for word in _WORD.findall(text))


OF_NOBODY = frozenset([HOUSEHOLDS, GROUPS, MEETINGS, PLACES, GOODS, AREA, TIME, WORKS])
"""Kinds of things that have neither sex nor age: women's groups are groups."""


def words_before(gap: str, *, first: bool) -> tuple[str, ...]:
    """The words that lead up to a figure, from the last punctuation or joining word on.

    >>> words_before(" dans 26 centres : les filles (", first=False)
    ('les', 'filles')
    """
    # "les filles (3485)": the name of a figure in brackets stands before them.
    if gap.rstrip().endswith(":") and not first and not _HARD.search(gap.rstrip()[:-1]):
        # "3 450 000 dollars : 2 000 000 pour …": what stands before the colon belongs to the figure before it.
        return ()
    tail = gap[-FAR:].rstrip(" \u00a0\u202f\t\n:([")
    hard = list(_HARD.finditer(tail))
    words = words_of(tail[hard[-1].end() :] if hard else tail)
    cut = max((place for place, word in enumerate(words) if word in _JOINS), default=-1)
    return words[cut + 1 :][-10:]


def words_after(gap: str) -> tuple[str, ...]:
    """The words that follow a figure, up to the next punctuation or joining word.

    >>> words_after(" femmes et ")
    ('femmes',)
    """
    head = gap[:FAR]
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


_MEASURED = re.compile(r"\d\s([^\W\d_]+)\s?:")


def noun_counted(
    claim: Claim, before: Sequence[str], after: Sequence[str], before_text: str, after_text: str, language: str
) -> tuple[str, str]:
    """The noun counted and its kind: what follows the number first, then what leads up to it."""
    if claim.is_percent:
        following = [singular(word) for word in after if word not in _SMALL]
        return next((noun for noun in following if noun in KINDS), following[0] if following else ""), "percent"
    currency = claim.currency or _currency(before_text, after_text)
    kind = f"{MONEY} {currency}" if currency else ""
    # "5 de la société civile" leaves out what it counts, unlike "16,60 % d'hommes" and "2 millions de femmes".
    left_out = bool(after) and after[0] in {"de", "d", "du", "des"} and claim.raw[-1:].isdigit()
    near = [] if left_out else _counted(after)
    if _glued_letter(after_text):
        near = near[:1]
    # "La moyenne par jour a été de 559" counts no days.
    rated = {after for word, after in pairwise(before) if word in {"par", "per"}}
    # "Colombo, 5 days: 11 (6 women, 5 men)" counts no days either.
    rated.update(_MEASURED.findall(before_text.lower()))
    leading = [singular(word) for word in reversed(before[-6:]) if word not in _SMALL and word not in rated]
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
    " they received benefited took pendant durant lors as"
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


def group_names(
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


def label_in_front(before_text: str) -> str:
    """The name in front of the number, from the last stop on: "Mali : 860 cas", "Goungouberi 265"."""
    tail = before_text[-80:]
    found = re.search(r"([^\d.,;:()\[\]\n|•]*)\s*:?\s*$", tail)
    return found.group(1).strip(" -–—\t") if found else ""


_NAME = r"((?:[A-ZÀ-Ý][\w’'-]+)(?:[ -](?:de |du |et |des |la |le )?[A-ZÀ-Ý][\w’'-]+){0,3})"

_PREPOSITION = r"(?:[Ii]n|[Aa]t|[Ff]rom|[Dd]ans(?: l[ea’'])?|[Àà]|[Aa]u|[Ee]n|[Dd]e|[Oo]f)"

_FOLLOWS = re.compile(rf"[^.,;:()\d]{{0,60}}?\b{_PREPOSITION}\s+(?:the |la |le |l[’'])?{_NAME}")

_LEADS = re.compile(rf"(?:\b{_PREPOSITION}\s+(?:the |la |le |l[’'])?)?{_NAME}\s*[:,(]?\s*$")


def name_beside(before_text: str, after_text: str) -> str:
    """The name of a place or body beside a figure: what follows "à" or "in", else what stands in front.

    >>> name_beside("", " ménages à Gao, ")
    'Gao'
    """
    following = _FOLLOWS.match(after_text[:90])
    if following:
        return following.group(1)
    leading = _LEADS.search(before_text[-60:])
    return leading.group(1) if leading else ""
