"""What stands beside a number: its percent sign, currency, magnitude ("millions"), unit, the word it counts, its hedge.

Looks a few words to either side and no further; what the number means is decided elsewhere.
"""

import re
from dataclasses import dataclass

from toguna.figures.claims import Hedge

REACH = 48
"""Characters looked at on either side of a number."""

BLANK = r"[ \t\u00a0\u202f\u2009]"
PERCENT = re.compile(
    rf"{BLANK}{{0,2}}(?:[%％℅](?![0-9])|(?:pour|per){BLANK}?cents?(?!\w)|-?percent(?!\w)|p\.{BLANK}?(?:100|cent)(?!\w)|p\.c\.|pct(?!\w)|pc(?!\w))",
    re.I,
)
PER_MILLE = re.compile(rf"{BLANK}?(?:‰|(?:pour|per){BLANK}(?:mille|thousand))", re.I)
POINTS = re.compile(rf"{BLANK}?(?:-{BLANK}?)?(?:points?(?!\w)|percentage[ -]points?|pp(?!\w)|pts?(?!\w))", re.I)
MAGNITUDES = {
    "mille": 3, "millier": 3, "milliers": 3, "thousand": 3, "million": 6, "millions": 6, "milliard": 9,
    "milliards": 9, "billion": 9, "billions": 9, "mns": 6, "mn": 6, "mio": 6, "mds": 9, "md": 9, "mrd": 9, "bn": 9,
    "lakh": 5, "lakhs": 5, "crore": 7, "crores": 7, "trillion": 12,
}  # fmt: skip
MAGNITUDE = re.compile(
    rf"(?:{BLANK}|\n)?({'|'.join(sorted(MAGNITUDES, key=len, reverse=True))})(?!\w)|([kK])(?![\w€$/])", re.I
)
SHORT_MILLION = re.compile(
    rf"{BLANK}?(MM|[mM])(?:{BLANK}?(?:FCFA|F{BLANK}?CFA|CFA|XOF|XAF|USD|US\$|EUR|GBP|CHF|[$€£])|(?!\w))"
)

SHORT_BILLION = re.compile(rf"{BLANK}?B(?!\w)")

CURRENCIES = {
    "us$": "USD", "usd": "USD", "$us": "USD", "$": "USD", "dollar": "USD", "dollars": "USD", "eur": "EUR",
    "€": "EUR", "euro": "EUR", "euros": "EUR", "£": "GBP", "gbp": "GBP", "xof": "FCFA", "xaf": "FCFA",
    "fcfa": "FCFA", "f cfa": "FCFA", "f.cfa": "FCFA", "cfa": "FCFA", "francs cfa": "FCFA", "cfa francs": "FCFA",
    "cfa franc": "FCFA", "franc cfa": "FCFA", "francs": "FRANC", "f": "FCFA", "chf": "CHF", "ngn": "NGN", "₦": "NGN",
    "naira": "NGN", "nairas": "NGN", "gourdes": "HTG", "htg": "HTG", "kes": "KES", "ugx": "UGX", "rs": "INR",
    "inr": "INR", "₹": "INR", "mru": "MRU", "gnf": "GNF", "cdf": "CDF", "mad": "MAD", "dirhams": "MAD", "dh": "MAD",
    "dzd": "DZD", "tnd": "TND", "ghs": "GHS", "etb": "ETB", "zar": "ZAR", "cad": "CAD", "nok": "NOK", "sek": "SEK",
    "dkk": "DKK", "jpy": "JPY", "¥": "JPY", "tzs": "TZS", "rwf": "RWF",
}  # fmt: skip
_CODES = "|".join(
    sorted((re.escape(name).replace(r"\ ", BLANK) for name in CURRENCIES if name != "f"), key=len, reverse=True)
)
MONEY_ENDS = tuple({name.split()[-1].split(".")[-1] for name in CURRENCIES if name != "f"})
MONEY_BEFORE = re.compile(rf"(?<![^\W\d_])({_CODES})\.?{BLANK}?$", re.I)
MONEY_AFTER = re.compile(rf"{BLANK}?(?:(?:de|of|d['’]){BLANK}?)?({_CODES})(?!\w)", re.I)
BARE_FRANCS = re.compile(rf"{BLANK}?F(?=[ .,;:)\n]|$)")
SEX_MARK = re.compile(r"(?<![^\W\d_])[MHG](?![^\W\d_]|['’])")

DISTANCES = re.compile(
    rf"{BLANK}?-?(?:km[²2]?|kms|kilom[èe]t(?:re|er)s?|miles?|m[èe]tres?|met(?:er|re)s?|m[²2]?|cm[²2]?|mm|"
    rf"sq\.?{BLANK}?(?:km|m|miles?)|square{BLANK}(?:kilomet(?:re|er)s|miles|met(?:re|er)s)|°{BLANK}?[CF]?)(?![\w³])"
)
TIMES_OVER = re.compile(rf"{BLANK}?(?:fois|times|x)(?!\w)", re.I)

AVERAGE = re.compile(r"moyenne|average|mean\b|\bper\b|\bpar\b|ratio|\btaille\b|indice|index|score|note\b", re.I)

NEXT_WORD = re.compile(rf"(?:{BLANK}{{1,2}}|\n(?=[a-zà-ÿ])|-(?=[^\W\d_])|(?=[^\W\d_]))([^\W\d_][^\W\d_'’.-]{{0,30}})")

ABOUT = re.compile(
    r"(?<!\w)(?:pr[èe]s d(?:e|['’])|environ|quelque|autour d(?:e|['’])|aux alentours d(?:e|['’])|presque|"
    r"[àa] peu pr[èe]s|approximativement|de l['’]ordre d(?:e|['’])|estim[ée]e?s? [àa]|about|around|nearly|almost|"
    r"approximately|approx\.?|some|roughly|circa|close to|an estimated|estimated(?: at)?|[~≈±])\s?$",
    re.I,
)
OVER = re.compile(
    r"(?<!\w)(?:(?<!de )plus d(?:e|['’])|au moins|au-del[àa] d(?:e|['’])|d[ée]passant|sup[ée]rieure?s? [àa]|"
    r"au minimum|over|more than|at least|above|exceeding|upwards of|greater than|in excess of|[>≥])\s?$",
    re.I,
)
UNDER = re.compile(
    r"(?<!\w)(?:moins d(?:e|['’])|au plus|au maximum|jusqu['’][àa]|inf[ée]rieure?s? [àa]|under|less than|fewer than|"
    r"at most|up to|below|a maximum of|[<≤])\s?$",
    re.I,
)
LOOSE_END = re.compile(rf"{BLANK}?(?:environ|or so|or more|au moins)(?!\w)|\+(?![\w])", re.I)
HEDGE_ENDS = (
    *("de", "d'", "d’", "environ", "quelque", "presque", "près", "approximativement", "à", "a", "about", "around"),
    *("nearly", "almost", "approximately", "approx", "approx.", "some", "roughly", "circa", "to", "estimated", "at"),
    *("moins", "dépassant", "depassant", "minimum", "over", "than", "least", "above", "exceeding", "of", "plus"),
    *("maximum", "jusqu'a", "jusqu’a", "under", "most", "below", "~", "≈", "±", ">", "≥", "<", "≤"),
)
"""How every hedge before a number ends: looked at first, because most numbers have none."""

ARTICLES = ("les", "des", "the", "a", "un", "une", "l'", "l’")
ARTICLE = re.compile(rf"(?<!\w)(?:les|des|the|a|un|une|l['’]){BLANK}?$", re.I)


@dataclass(frozen=True, slots=True)
class Around:
    """The text just before and just after a number."""

    before: str
    after: str

    @property
    def next_word(self) -> str:
        """The word that follows, as written, or nothing when a sign or the end of the line does."""
        match = NEXT_WORD.match(self.after)
        elided = match is not None and self.after[match.end() : match.end() + 1] in ("'", "’")
        return match[1] if match and not elided else ""


def around(text: str, start: int, end: int) -> Around:
    """What stands around characters `start` to `end`."""
    return Around(text[max(0, start - REACH) : start], text[end : end + REACH])


def percent_length(after: str) -> int:
    """How many characters the percent sign takes, written out or not; 0 when there is none."""
    match = PERCENT.match(after)
    return match.end() if match else 0


def magnitude_of(after: str, *, money: bool) -> tuple[int, int]:
    """The power of ten that follows as a word and its length: "44,8 millions" is (6, 9)."""
    match = MAGNITUDE.match(after)
    if match:
        return (MAGNITUDES[match[1].lower()] if match[1] else 3), match.end()
    if money and (match := SHORT_MILLION.match(after)):
        return 6, match.end(1)
    if money and (match := SHORT_BILLION.match(after)):
        return 9, match.end()
    return 0, 0


def currency_of(before: str, after: str) -> str | None:
    """The currency beside a number, before it or after it; XOF, XAF and "francs CFA" are one.

    >>> currency_of("more than ", " FCFA with"), currency_of("over XOF ", " in income"), currency_of("Budget US$ ", ";")
    ('FCFA', 'FCFA', 'USD')
    """
    match = MONEY_BEFORE.search(before[-13:]) if _ends_in_money(before) else None
    if not match:
        match = MONEY_AFTER.match(after)
    if not match:
        # "5 000 F" are francs, unless "M" or "H" nearby shows that the letter stands for women.
        return "FCFA" if BARE_FRANCS.match(after) and not SEX_MARK.search(before + after) else None
    return CURRENCIES[re.sub(BLANK, " ", match[1].lower())]


def _ends_in_money(before: str) -> bool:
    """Whether the last letters before a number may be those of a currency."""
    return before.rstrip(" .\t\u00a0\u202f\u2009").lower().endswith(MONEY_ENDS)


def hedge_of(before: str, after: str) -> Hedge | None:
    """How the writer loosens the number: "près de 60", "over XOF 26,000,000", "9 or so".

    >>> hedge_of("soit près de ", "% de plus"), hedge_of("At least ", " technologies"), hedge_of("soit ", " femmes")
    (<Hedge.ABOUT: 'about'>, <Hedge.OVER: 'over'>, None)
    """
    money = MONEY_BEFORE.search(before[-13:]) if _ends_in_money(before) else None
    if money:
        before = before[: len(before) - len(money[0])]
    before = before[-30:]
    ending = before.rstrip().lower()
    article = ARTICLE.search(before) if ending.endswith(ARTICLES) else None
    for stretch in (before, before[: article.start()] if article else ""):
        if not stretch.rstrip().lower().endswith(HEDGE_ENDS):
            continue
        if OVER.search(stretch):
            return Hedge.OVER
        if UNDER.search(stretch):
            return Hedge.UNDER
        if ABOUT.search(stretch):
            return Hedge.ABOUT
    match = LOOSE_END.match(after)
    if match:
        return Hedge.ABOUT if match[0].strip().lower() in ("environ", "or so") else Hedge.OVER
    return None
