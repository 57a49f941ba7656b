"""Reads a text and says which quantities it claims, where, and which numbers claim none.

Order of work: stretches that count nothing, digits, habits of the document, values, numbers in words. It reads what is
written; how claims relate and whether they are true is for others.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import islice

from toguna.figures.beside import around, currency_of, hedge_of, magnitude_of, percent_length
from toguna.figures.claims import Claim, Kind, Reading, SetAside
from toguna.figures.compounds import join_magnitudes
from toguna.figures.flat_rows import cut_into_columns
from toguna.figures.garbled import misread_numbers, swallowed_one
from toguna.figures.numerals import Piece, Written, chains_of, numbers_of, pieces_in
from toguna.figures.quantities import beside_of, is_bare_percent, is_year, why_coded, why_counts_nothing
from toguna.figures.separators import Beside, Habits, habits_of, value_of
from toguna.figures.setting_aside import stretches_set_aside
from toguna.figures.spelling import spelled_numbers
from toguna.figures.strays import crammed, join_strays, join_strung
from toguna.figures.words import with_words

MOST_NUMBERS = 20_000
"""A hundred dense pages have some 5,000 numbers; a text of digits alone is not read to its end."""

MOST_CHARACTERS = 1_000_000
"""Some 350 pages."""

FRENCH_WORDS = re.compile(
    r"(?<!\w)(?:le|la|les|des|du|et|dont|une?|dans|pour|soit|sur|au|aux|ont|été|par|sont|femmes?|hommes?|filles?|"
    r"gar[çc]ons?|enfants?|personnes?|m[ée]nages?|cas|d[ée]c[èe]s|[^\W\d_]{1,20}[éèêàçù][^\W\d_]{0,20})(?!\w)",
    re.I,
)
ENGLISH_WORDS = re.compile(
    r"(?<!\w)(?:the|of|and|were|was|in|to|from|with|for|by|including|have|has|are|is|women|men|girls?|boys?|children|"
    r"people|households?|cases?|deaths?|male|female|at|on|each)(?!\w)",
    re.I,
)


def language_of(text: str) -> str:
    """ "fr" or "en", by the little words of its first pages; French when nothing tells.

    >>> language_of("80 femmes ont été formées dans les communes"), language_of("80 women were trained in May")
    ('fr', 'en')
    """
    opening = text[:20_000]
    french = sum(1 for _ in FRENCH_WORDS.finditer(opening))
    return "en" if sum(1 for _ in ENGLISH_WORDS.finditer(opening)) > french else "fr"


def read(text: str, language: str | None = None) -> Reading:
    """The claims of a text in its order, and the numbers set aside with the reason.

    >>> reading = read("En 2021, 1 180 personnes dont 697 femmes (59,07 %) ont suivi trois sessions.", "fr")
    >>> [(claim.raw, str(claim.value)) for claim in reading.claims]
    [('1 180', '1180'), ('697', '697'), ('59,07 %', '59.07'), ('trois', '3')]
    >>> [(aside.raw, aside.why) for aside in reading.set_aside]
    [('2021', 'year')]
    """
    language = language or language_of(text)
    unread_from = _end_of_patience(text)
    legible = text if unread_from is None else text[:unread_from]
    stretches = stretches_set_aside(legible)
    misread = list(_apart_from([], stretches, misread_numbers(legible)))
    pieces, coded = _free_pieces(legible, sorted([*stretches, *misread], key=lambda found: found.start))
    aside = stretches + coded
    numbers, in_rows = _numbers(pieces, legible)
    besides = [beside_of(legible, number) for number in numbers]
    habits = habits_of(zip(numbers, besides, strict=True), language)
    reasons = why_counts_nothing(legible, numbers, besides, in_rows)
    claims: list[Claim] = []
    for number, beside, reason in zip(numbers, besides, reasons, strict=True):
        if reason:
            aside.append(SetAside(number.start, number.end, legible[number.start : number.end], reason))
        else:
            claims.append(_claim(legible, number, beside, habits))
    claims = _shares_without_sign(legible, claims)
    claims = sorted(claims + misread, key=lambda claim: claim.start)
    spelled = list(islice(spelled_numbers(legible, language), MOST_NUMBERS + 1))
    if len(spelled) > MOST_NUMBERS:
        unread_from = spelled.pop().start
    claims, spelled_aside = with_words(legible, claims, aside, spelled, language)
    claims = join_magnitudes(legible, claims)
    return Reading(
        text,
        language,
        tuple(claim.named(f"c{at}") for at, claim in enumerate(claims, start=1)),
        tuple(sorted(aside + spelled_aside, key=lambda found: found.start)),
        unread_from,
    )


def _end_of_patience(text: str) -> int | None:
    """Where a text has more numbers or more characters than any report."""
    for at, match in enumerate(re.finditer(r"[0-9]+", text[:MOST_CHARACTERS])):
        if at == MOST_NUMBERS:
            return match.start()
    return MOST_CHARACTERS if len(text) > MOST_CHARACTERS else None


def _free_pieces(text: str, stretches: Sequence[SetAside | Claim]) -> tuple[list[Piece], list[SetAside]]:
    """The digits outside the stretches set aside, and the codes among them ("G5", "D_2.1", "COVID-19")."""
    free: list[Piece] = []
    coded: list[SetAside] = []
    at = 0
    for start, end in [*((aside.start, aside.end) for aside in stretches), (len(text), len(text))]:
        for piece in pieces_in(text, at, start):
            reason = why_coded(text, piece)
            if reason:
                coded.append(SetAside(piece.start, piece.end, piece.raw, reason))
            else:
                free.append(piece)
        at = end
    return free, coded


def _numbers(pieces: Sequence[Piece], text: str) -> tuple[list[Written], set[int]]:
    """Numbers as their writer parted them, and which stand in flattened tables (by their first character)."""
    chains = list(chains_of(pieces, text))
    columns = cut_into_columns(chains, text)
    numbers: list[Written] = []
    for chain in chains:
        parted = columns.get(chain[0].start)
        if parted is None:
            parted = numbers_of(chain, text)
            torn = crammed(parted, text) if len(parted) > 1 else None
            parted = [torn] if torn else parted
        numbers += parted
    in_rows = {number.start for row in columns.values() for number in row}
    headings = {number.start for row in columns.values() if all(map(is_year, row)) for number in row}
    return join_strays(join_strung(numbers, text, in_rows), text, in_rows), in_rows - headings


def _claim(text: str, number: Written, beside: Beside, habits: Habits) -> Claim:
    """What a number states, with its percent sign or the word that multiplies it."""
    found = value_of(number, beside, habits)
    near = around(text, number.start, number.end)
    end = number.end
    if beside.percent:
        end += percent_length(near.after)
    elif beside.magnitude:
        end += magnitude_of(near.after, money=True)[1]
    scale = Decimal(10) ** beside.magnitude
    claim = Claim(
        id="",
        start=number.start,
        end=end,
        raw=text[number.start : end],
        value=_plainly(found.value * scale) if beside.magnitude else found.value,
        kind=Kind.PERCENT if beside.percent or beside.shared_percent else Kind.COUNT,
        decimals=found.decimals,
        well_formed=not found.malformed and not beside.magnitude,
        spelled=bool(beside.magnitude),
        malformed=found.malformed,
        hedge=hedge_of(near.before, text[end : end + 16]),
        currency=currency_of(near.before, text[end : end + 24]),
        magnitude=beside.magnitude,
        alternatives=tuple(_plainly(other * scale) if beside.magnitude else other for other in found.alternatives),
    )
    return swallowed_one(text, claim)


def _plainly(value: Decimal) -> Decimal:
    """44800000, not 4.48E+7."""
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()


def _shares_without_sign(text: str, claims: Sequence[Claim]) -> list[Claim]:
    """Shares whose sign the writer left out: "Réussite : garçons 29,50, filles 27,81"."""
    shares: list[Claim] = []
    for claim in claims:
        before = shares[-1] if shares else None
        bare = claim.kind is Kind.COUNT and is_bare_percent(text, claim, before)
        shares.append(replace(claim, kind=Kind.PERCENT) if bare else claim)
    return shares


def _apart_from(claims: Sequence[Claim], aside: Sequence[SetAside], found: Iterable[Claim]) -> Iterator[Claim]:
    """Claims that touch nothing read before."""
    spans = sorted([(c.start, c.end) for c in claims] + [(a.start, a.end) for a in aside])
    starts = [start for start, _ in spans]
    for claim in found:
        at = bisect_right(starts, claim.start)
        touches_before = at > 0 and spans[at - 1][1] > claim.start
        touches_after = at < len(spans) and spans[at][0] < claim.end
        if not touches_before and not touches_after:
            yield claim
