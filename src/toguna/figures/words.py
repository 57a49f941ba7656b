"""Numbers in words among the claims: "six guéris", "trente-neuf (39)", "cinq (5)"; not "un", "les trois", "two years".

Ties words to the digits in brackets beside them when they are one statement; an article or a pronoun claims nothing.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

from toguna.figures.aside_rules import SOFT_LABELS
from toguna.figures.beside import BLANK, DISTANCES, TIMES_OVER, around, currency_of, hedge_of, percent_length
from toguna.figures.claims import Claim, Kind, SetAside
from toguna.figures.quantities import DURATION, LONG
from toguna.figures.spelling import WORD, Spelled
from toguna.figures.vocabulary import is_counted, names_things

ONE_CLAIM_UP_TO = 10
"""Up to here "cinq (5)" is one statement made twice by habit; longer words are a statement of their own."""

SMALL = 12
"""Up to here "les cinq pays" names known things and counts none."""

KNOWN = re.compile(
    r"(?<!\w)(?:les|ces|ses|leurs|nos|vos|mes|des|aux|the|these|those|its|their|our|his|her|all|both|tous|toutes|"
    rf"chacune? des|each of the)(?:{BLANK}(?:first|last|other|next|same|remaining|premi[èe]r(?:e?s)|"
    rf"derni[èe]r(?:e?s)|autres|m[êe]mes))?{BLANK}$",
    re.I,
)
OTHERS_BEHIND = re.compile(rf"{BLANK}(?:autres|restante?s|others)(?!\w)", re.I)
OTHERS_BEFORE = re.compile(rf"(?<!\w)the{BLANK}(?:other|remaining){BLANK}$", re.I)
CLOSE_BY = 120
"""Characters within which a figure stands that the others complete: "147 à Kor, 10 à Nara, les huit autres à Dun"."""

OF_KNOWN = re.compile(rf"{BLANK}of{BLANK}(?:its|the|their|our|these|those|them)(?!\w)", re.I)
FRACTION = re.compile(
    rf"(?:{BLANK}|-)(?:tiers|quarts?|cinqui[èe]mes?|dixi[èe]mes?|thirds?|quarters?|fifths?|tenths?)(?!\w)|"
    rf"{BLANK}(?:[^\W\d_]{{2,16}}{BLANK})?(?:sur|out{BLANK}of|in){BLANK}(?:deux|trois|quatre|cinq|dix|two|three|four|five|ten)(?!\w)",
    re.I,
)
FRACTION_BEFORE = re.compile(
    rf"(?<!\w)(?:une?|one|deux|two|trois|three){BLANK}(?:[^\W\d_]{{2,16}}{BLANK})?(?:sur|out of|in){BLANK}$", re.I
)
ORDINAL = re.compile(
    rf"(?:-|{BLANK})(?:et(?:-|{BLANK}))?[^\W\d_]{{2,14}}i[èe]mes?(?!\w)|-(?:first|second|third|[a-z]{{3,9}}th)(?!\w)",
    re.I,
)
COMPOUND = re.compile(r"[-‐](?!member|person)[^\W\d_]", re.I)
LABELLED = re.compile(rf"(?<!\w)(?:{SOFT_LABELS}|n[°o]|num[ée]ro|num[ée]ros|ann[ée]es){BLANK}$", re.I)
DIVIDED = re.compile(rf"(?<!\w)(?:par|à|en|by|into|in){BLANK}$", re.I)
SIGN_WORD = re.compile(rf"(?<!\w)(?:pour|per){BLANK}$", re.I)
NUMBER_WORD = WORD.pattern.removeprefix(r"(?<!\w)")
RANGE_BEHIND = re.compile(rf"{BLANK}(?:à|to|or|ou){BLANK}{NUMBER_WORD}", re.I)
RANGE_BEFORE = re.compile(rf"(?<!\w){NUMBER_WORD}{BLANK}(?:à|to|or|ou){BLANK}$", re.I)
MONTH_OF_YEAR = re.compile(rf"\.?{BLANK}(?:19|20)[0-9]{{2}}")
DIGITS_BEHIND = re.compile(rf"{BLANK}?\({BLANK}?")
JOINED_TO_COUNT = re.compile(rf"(?:(?<!\w)(?:dont|et|and|including|plus|soit|of whom|as well as)|,){BLANK}$", re.I)
IN_A_PLACE = re.compile(rf"{BLANK}(?:(?:à|au|aux|en|in|at){BLANK}|dans{BLANK}l)", re.I)
ONE_PERSON = re.compile(
    r"(?:femme|homme|fille|gar[çc]on|enfant|personne|woman|man|girl|boy|child|person|infant|d[ée]c[èe]s|death|cas|case|bless[ée]e?|mort)(?!\w)",
    re.I,
)


def with_words(
    text: str, claims: Sequence[Claim], aside: Sequence[SetAside], spelled: Iterable[Spelled], language: str
) -> tuple[list[Claim], list[SetAside]]:
    """The claims with those in words among them, in order, and the words that claim nothing."""
    merged: dict[int, Claim] = {claim.start: claim for claim in claims}
    in_digits = _InDigits(text, claims, aside)
    left_aside: list[SetAside] = []
    for words in spelled:
        if in_digits.touch(words) or SIGN_WORD.search(text[max(0, words.start - 8) : words.start]):
            continue
        claim = _in_words(text, words)
        digits = in_digits.beside(claim)
        if digits is not None and digits.magnitude and claim.value < LONG:
            claim = replace(claim, value=claim.value * 10**digits.magnitude)
        if digits is not None and digits.value == claim.value and claim.value <= ONE_CLAIM_UP_TO:
            merged.pop(digits.start, None)
            whole = _one_statement(text, claim, digits)
            merged[whole.start] = whole
            continue
        reason = "" if digits or claim.is_percent else _why_aside(text, words, in_digits.ahead_of(words), language)
        reason = reason or in_digits.reason_beside(claim)
        if not reason:
            merged[claim.start] = claim
            in_digits.last_word = claim
        elif reason != "article":
            left_aside.append(SetAside(words.start, words.end, text[words.start : words.end], reason))
    return [merged[start] for start in sorted(merged)], left_aside


class _InDigits:
    """What was read in digits, to look up what stands beside words."""

    def __init__(self, text: str, claims: Sequence[Claim], aside: Sequence[SetAside]) -> None:
        self.text = text
        self.claims = sorted(claims, key=lambda claim: claim.start)
        self.starts = [claim.start for claim in self.claims]
        self.taken = sorted([(c.start, c.end) for c in claims] + [(a.start, a.end) for a in aside])
        self.taken_starts = [start for start, _ in self.taken]
        self.last_word: Claim | None = None
        self.reasons = {found.start: found.why for found in aside}

    def touch(self, words: Spelled) -> bool:
        """Whether the words were read already, as in "15 mille"."""
        at = bisect_right(self.taken_starts, words.start)
        before = at > 0 and self.taken[at - 1][1] > words.start
        return before or (at < len(self.taken) and self.taken[at][0] < words.end)

    def ahead_of(self, words: Spelled | Claim) -> Claim | None:
        """The claim that stands last before the words, in digits or in words."""
        at = bisect_right(self.starts, words.start)
        ahead = self.claims[at - 1] if at else None
        if self.last_word is not None and (ahead is None or self.last_word.start > ahead.start):
            return self.last_word
        return ahead

    def beside(self, words: Claim) -> Claim | None:
        """The claim in digits that only a bracket parts from the words: "Trois (03)", "03 (trois)"."""
        at = bisect_right(self.starts, words.start)
        if at < len(self.claims) and DIGITS_BEHIND.fullmatch(self.text, words.end, self.starts[at]):
            return self.claims[at]
        ahead = self.claims[at - 1] if at else None
        return ahead if ahead and DIGITS_BEHIND.fullmatch(self.text, ahead.end, words.start) else None

    def reason_beside(self, words: Claim) -> str:
        """ "cinq (5) ans": why the digits in brackets behind the words were set aside."""
        bracket = DIGITS_BEHIND.match(self.text, words.end)
        return self.reasons.get(bracket.end(), "") if bracket else ""


def _in_words(text: str, words: Spelled) -> Claim:
    """The claim that number words make, with their "pour cent"."""
    end = words.end + percent_length(text[words.end : words.end + 16])
    return Claim(
        id="",
        start=words.start,
        end=end,
        raw=text[words.start : end],
        value=Decimal(words.value),
        kind=Kind.COUNT if end == words.end else Kind.PERCENT,
        well_formed=False,
        spelled=True,
        hedge=hedge_of(text[max(0, words.start - 48) : words.start], ""),
        currency=currency_of("", text[words.end : words.end + 24]),
    )


def _one_statement(text: str, words: Claim, digits: Claim) -> Claim:
    """ "Trois (03)": the words and the digits in brackets as one claim."""
    start, end = min(words.start, digits.start), max(words.end, digits.end)
    if text[end : end + 1] == ")":
        end += 1
    return replace(words, start=start, end=end, raw=text[start:end], hedge=words.hedge or digits.hedge)


def _why_aside(text: str, words: Spelled, ahead: Claim | None, language: str) -> str:
    """Why number words claim nothing, or nothing when they do."""
    near = around(text, words.start, words.end)
    said = text[words.start : words.end].lower()
    if said in ("cent", "mille") and not names_things(near.next_word):
        return "article"
    if words.value == 1:
        close = ahead is not None and words.start - ahead.end < 60
        one = ONE_PERSON.match(near.next_word) or IN_A_PLACE.match(near.after)
        counts = close and JOINED_TO_COUNT.search(near.before) and one
        return "" if counts else "article"
    if MONTH_OF_YEAR.match(near.after) and said == "sept":
        return "date"
    if ORDINAL.match(near.after):
        return "ordinal"
    if FRACTION.match(near.after) or FRACTION_BEFORE.search(near.before):
        return "fraction"
    if COMPOUND.match(near.after):
        return "identifier"
    if TIMES_OVER.match(near.after):
        return "multiple"
    if DURATION.match(near.after):
        return "duration" if words.value < LONG else ""
    if DISTANCES.match(near.after):
        return "distance"
    if RANGE_BEHIND.match(near.after) or RANGE_BEFORE.search(near.before):
        return "range"
    if LABELLED.search(near.before):
        return "identifier"
    others = OTHERS_BEHIND.match(near.after) or OTHERS_BEFORE.search(near.before)
    completes = others and ahead is not None and words.start - ahead.end < CLOSE_BY
    if words.value <= SMALL and not completes and (KNOWN.search(near.before) or OF_KNOWN.match(near.after)):
        return "known things"
    if said == "neuf" and language == "fr" and not near.next_word.endswith(("s", "x")):
        return "article"
    if said in ("zero", "zéro") and (near.next_word.startswith("dose") or not is_counted(near.next_word)):
        return "article"
    if DIVIDED.search(near.before) and not names_things(near.next_word):
        return "identifier"
    return ""
