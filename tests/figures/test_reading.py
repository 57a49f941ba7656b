"""Whole narratives: what is claimed in them, against careful readers where there are any."""

import itertools
import time
from decimal import Decimal

import pytest

from tests.figures.annotated import GIVEN, Annotated, load
from toguna.figures.claims import Claim, Hedge, Kind
from toguna.figures.reading import MOST_NUMBERS, language_of, read

TEXTS = [*load(), *load(GIVEN)]
SOURCES = GIVEN.parent / "sources"
NOTE_OF_UN_WOMEN = SOURCES / "003_ded48419fb88b5a1.txt"


def claim_of(text: str, raw: str, language: str | None = None) -> Claim:
    return next(claim for claim in read(text, language).claims if claim.raw == raw)


def test_claims_are_those_of_careful_readers() -> None:
    matched = proposed = expected = 0
    for annotated in TEXTS:
        found = list(read(annotated.text).claims)
        proposed += len(found)
        expected += len(annotated.reading.claims)
        matched += sum(_takes(found, gold) for gold in annotated.reading.claims)
    if not expected:
        pytest.skip("no annotated texts here")
    assert matched / proposed >= 0.95
    assert matched / expected >= 0.95


def _takes(found: list[Claim], gold: Claim) -> bool:
    for at, claim in enumerate(found):
        if claim.value == gold.value and claim.start < gold.end and gold.start < claim.end:
            del found[at]
            return True
    return False


@pytest.mark.parametrize("annotated", TEXTS, ids=lambda annotated: f"{annotated.path.parent.name}-{annotated.id}")
def test_malformed_numbers_are_those_of_careful_readers(annotated: Annotated) -> None:
    gold = {(claim.start, claim.value) for claim in annotated.reading.claims if claim.malformed}
    assert {(claim.start, claim.value) for claim in read(annotated.text).claims if claim.malformed} == gold


@pytest.mark.parametrize("annotated", TEXTS, ids=lambda annotated: f"{annotated.path.parent.name}-{annotated.id}")
def test_claims_stand_where_they_say_and_apart(annotated: Annotated) -> None:
    reading = read(annotated.text)
    assert reading.language == annotated.language
    assert all(annotated.text[claim.start : claim.end] == claim.raw for claim in reading.claims)
    assert all(annotated.text[aside.start : aside.end] == aside.raw for aside in reading.set_aside)
    spans = sorted([(c.start, c.end) for c in reading.claims] + [(a.start, a.end) for a in reading.set_aside])
    assert all(before[1] <= after[0] for before, after in itertools.pairwise(spans))


@pytest.mark.skipif(not NOTE_OF_UN_WOMEN.exists(), reason="the published documents are not here")
def test_the_note_with_ruined_separators_is_read() -> None:
    text = NOTE_OF_UN_WOMEN.read_text(encoding="utf-8")
    reading = read(text)
    malformed = {claim.raw: claim.value for claim in reading.claims if claim.malformed}
    assert malformed == {"102,4517": 1024517, "1,36080": 136080, "1,26639": 126639, "4,495,41": 449541, "21)": 21}
    values = {claim.raw: claim.value for claim in reading.claims}
    assert values["14668"] == 14668
    assert values["225,376,950"] == 225376950
    assert values["349.822"] == Decimal("349.822")
    assert values["75.47%"] == Decimal("75.47")
    assert values["1962"] == 1962
    assert values["03"] == 3
    asides = {aside.raw for aside in reading.set_aside}
    assert {"N°052", "N° 052", "2.1", "October 1", "December 31", "(1)", "Covid-19"} <= asides


@pytest.mark.parametrize(
    ("text", "raw", "kind", "hedge", "currency"),
    [
        ("soit près de 60% de plus", "60%", Kind.PERCENT, Hedge.ABOUT, None),
        ("soit 60% de plus de plus", "60%", Kind.PERCENT, None, None),
        ("plus de 57% de filles", "57%", Kind.PERCENT, Hedge.OVER, None),
        ("with over XOF 26,000,000 in income", "26,000,000", Kind.COUNT, Hedge.OVER, "FCFA"),
        ("more than 849,093,390 FCFA", "849,093,390", Kind.COUNT, Hedge.OVER, "FCFA"),
        ("Budget US$ 5,000,000", "5,000,000", Kind.COUNT, None, "USD"),
        ("un don de 80 euros", "80", Kind.COUNT, None, "EUR"),
        ("1 349 $ US par an", "1 349", Kind.COUNT, None, "USD"),
        ("At least 9 technologies", "9", Kind.COUNT, Hedge.OVER, None),
        ("jusqu'à 60 femmes", "60", Kind.COUNT, Hedge.UNDER, None),
        ("moins de 100 femmes", "100", Kind.COUNT, Hedge.UNDER, None),
        ("quelque 300 femmes", "300", Kind.COUNT, Hedge.ABOUT, None),
        ("300+ femmes", "300", Kind.COUNT, Hedge.OVER, None),
        ("up 24 per cent", "24 per cent", Kind.PERCENT, None, None),
        ("soit 24 pour cent", "24 pour cent", Kind.PERCENT, None, None),
        ("39, 29 et 14 % des filles", "29", Kind.PERCENT, None, None),
        ("Réussite : garçons 29,50, filles 27,81.", "27,81", Kind.PERCENT, None, None),
        ("45% cette année contre 55.", "55", Kind.PERCENT, None, None),
        ("une note moyenne de 12,50.", "12,50", Kind.COUNT, None, None),
        ("12 H et 15 F, 5 000 F CFA", "5 000", Kind.COUNT, None, "FCFA"),
        ("12 H et 15 F", "15", Kind.COUNT, None, None),
        ("25 000 F par femme", "25 000", Kind.COUNT, None, "FCFA"),
    ],
)
def test_a_claim_knows_its_kind_its_hedge_and_its_currency(
    text: str, raw: str, kind: Kind, hedge: Hedge | None, currency: str | None
) -> None:
    claim = claim_of(text, raw)
    assert (claim.kind, claim.hedge, claim.currency) == (kind, hedge, currency)


def test_decimals_are_those_printed_and_a_magnitude_says_how_exact_a_number_is() -> None:
    share = claim_of("soit 16,60 % des filles", "16,60 %")
    assert (share.decimals, share.magnitude, share.well_formed) == (2, 0, True)
    millions = claim_of("44,8 millions d'euros", "44,8 millions")
    assert (millions.decimals, millions.magnitude, millions.spelled, millions.malformed) == (1, 6, True, False)


def test_a_doubtful_mark_offers_its_other_reading() -> None:
    assert claim_of("un total de 48.676.", "48.676").alternatives == (Decimal("48.676"),)
    assert claim_of("un total de 48.676 femmes", "48.676").alternatives == ()


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("80 femmes ont été formées", "fr"),
        ("Male cases 456, female cases 433", "en"),
        ("Spain | 24 | 75%. Columns: total, men, women.", "en"),
        ("Hommes 12 ; femmes 15", "fr"),
        ("12 ; 15", "fr"),
    ],
)
def test_the_language_shows_in_little_words(text: str, language: str) -> None:
    assert language_of(text) == language


def test_an_empty_text_claims_nothing() -> None:
    assert read("").claims == ()


@pytest.mark.parametrize("sign", ["1", "1 ", "(", "(1) a ", "1@", "deux ", "\n"])
def test_a_text_that_no_report_is_ends_soon(sign: str) -> None:
    text = sign * (5_000_000 // len(sign))
    began = time.process_time()
    reading = read(text)
    assert time.process_time() - began < 15
    assert reading.unread_from is not None
    assert len(reading.claims) <= 2 * MOST_NUMBERS


def test_a_hundred_pages_are_read_in_a_second() -> None:
    page = "À Mopti, 1 180 personnes dont 697 femmes (59,07 %) ont été formées le 12 mai 2021 dans six communes. "
    text = page * 2_700
    began = time.process_time()
    assert len(read(text, "fr").claims) == 4 * 2_700
    assert time.process_time() - began < 5
