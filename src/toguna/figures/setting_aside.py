"""Numbers that claim no quantity, by the company they keep: dates, hours, ages, laws, projects, phones, enumerations.

Finds whole stretches ("du 20 août au 15 septembre 2017", "Tél. 76 12 34 56", "(1) … (2) …"); what can be told only of a
number already read (a year, a duration) is for `quantities`.
"""

import re
from collections.abc import Iterator, Sequence

from toguna.figures.aside_rules import ADDRESS, RULES
from toguna.figures.claims import SetAside
from toguna.figures.openings import LETTERS

RESOLUTIONS = frozenset(
    [
        "1261",
        "1325",
        "1379",
        "1539",
        "1612",
        "1820",
        "1882",
        "1888",
        "1889",
        "1960",
        "1998",
        "2106",
        "2122",
        "2242",
        "2250",
        "2419",
        "2467",
        "2493",
        "2535",
    ]
)
"""Resolutions of the Security Council that reports quote by their bare number, in brackets."""

BRACKETED = re.compile(r"\(([0-9]{1,4})\)")
LIST_MARK = re.compile(
    r"(?:^|(?<=[\n;:.,]))[ \t\u00a0]{0,12}(?:([0-9]{1,2})(?:[)°]|\.\)|\.?-\)?)|([0-9]{1,2})\.)"
    r"(?=[ \t\u00a0]{1,4}[^\W\d_«\"'“(])",
    re.M,
)
INLINE_MARK = re.compile(r"(?<=[ \n\t,;:])([0-9]{1,2})\)(?=[ \t\u00a0]{1,2}[^\W\d_])")
LINE_MARK = re.compile(
    r"^[ \t#*•-]{0,12}([0-9]{1,2}(?:\.[0-9]{1,2}){0,4})(?:[.)]|\.?-)?[ \t\u00a0]{1,4}(?=[A-ZÀ-Þ«\"“])"
    r"(?!M(?:illion|illiard|d|n|\b)|Billion|FCFA|CFA|XOF|USD|EUR|IDP|PDI|MT\b|MW\b)",
    re.M,
)
DIGITS = re.compile(r"[0-9]+")
REACH = 100
"""Characters from a digit within which its date, label or age band begins and ends."""

AT_SIGN = re.compile(r"@")
PAGE_LINE = re.compile(
    r"(?:^|\n)[ \t]{0,8}(?:(?:page|p\.)?[ \t]{0,8}[0-9]{1,4}(?:[ \t]{0,4}(?:/|sur|of|de)[ \t]{0,4}[0-9]{1,4})?|"
    r"-[ \t]{0,4}[0-9]{1,4}[ \t]{0,4}-)[ \t]{0,8}(?=\f|\n[ \t]{0,8}\f|\n?\Z)",
    re.I,
)


def stretches_set_aside(text: str) -> list[SetAside]:
    """The stretches of a text whose numbers count nothing, in order, none within another.

    >>> [(aside.raw, aside.why) for aside in stretches_set_aside("12 au 15 mai 2021, 80 femmes (18-59 ans), loi N°052")]
    [('12 au 15 mai 2021', 'date'), ('18-59 ans', 'age'), ('N°052', 'identifier')]
    """
    found = [SetAside(match.start(), match.end(), match[0], "address") for match in ADDRESS.finditer(text)]
    windows = list(_around_digits(text))
    for start, end in windows:
        stretch = text[start:end]
        words = set(LETTERS.findall(stretch.lower()))
        for why, rule, needs in RULES:
            if needs.met(stretch, words):
                found += [
                    SetAside(match.start(), match.end(), match[0], why) for match in rule.finditer(text, start, end)
                ]
        found += _addresses(text, start, end)
    found += _enumerations(text, windows)
    found += [SetAside(match.start(), match.end(), match[0], "page") for match in _each(PAGE_LINE, text, windows)]
    found += [
        SetAside(match.start(), match.end(), match[0], "identifier")
        for match in _each(BRACKETED, text, windows)
        if match[1] in RESOLUTIONS
    ]
    return _outermost(found)


def _around_digits(text: str) -> Iterator[tuple[int, int]]:
    """The stretches of text within reach of a digit: elsewhere there is nothing to set aside."""
    start = end = 0
    for digits in DIGITS.finditer(text):
        if digits.start() - REACH > end:
            if end:
                yield start, end
            start = max(0, digits.start() - REACH)
        end = min(len(text), digits.end() + REACH)
    if end:
        yield start, end


def _outermost(found: Sequence[SetAside]) -> list[SetAside]:
    """Overlapping stretches made one, under the reason of the one that begins first."""
    kept: list[SetAside] = []
    for aside in sorted(found, key=lambda aside: (aside.start, -aside.end)):
        if kept and aside.start < kept[-1].end:
            if aside.end > kept[-1].end:
                before = kept[-1]
                raw = before.raw + aside.raw[before.end - aside.start :]
                kept[-1] = SetAside(before.start, aside.end, raw, before.why)
            continue
        kept.append(aside)
    return kept


def _each(pattern: re.Pattern[str], text: str, windows: Sequence[tuple[int, int]]) -> Iterator[re.Match[str]]:
    """Every match within some stretches of the text."""
    for start, end in windows:
        yield from pattern.finditer(text, start, end)


def _enumerations(text: str, windows: Sequence[tuple[int, int]]) -> Iterator[SetAside]:
    """ "(1) … (2) … (3)", "1) … 2) …", "1. … 2. …": marks that rise one by one, each before the words it numbers."""
    bracketed = [
        (match, int(match[1]))
        for match in _each(BRACKETED, text, windows)
        if len(match[1]) <= 2 and not match[1].startswith("0") and _stands_before_words(text, match.end())
    ]
    yield from _rising(bracketed)
    inline = [(match, int(match[1])) for match in _each(INLINE_MARK, text, windows) if match[1][0] != "0"]
    yield from _rising(inline)
    listed = [(match, int(match[1] or match[2])) for match in _each(LIST_MARK, text, windows)]
    yield from _rising([(match, number) for match, number in listed if number])
    for match in _each(LINE_MARK, text, windows):
        if "." in match[1]:
            yield SetAside(match.start(1), match.end(1), match[1], "enumeration")


def _stands_before_words(text: str, end: int) -> bool:
    """Whether words follow the mark at once, as they do in a list and do not behind a count ("médical (37), …")."""
    following = re.match(r"[ \t\u00a0]{0,2}([^\W\d_]+)", text[end : end + 24])
    return following is not None and following[1].lower() not in ("et", "and", "ou", "or", "dont", "soit")


def _rising(marks: Sequence[tuple[re.Match[str], int]]) -> Iterator[SetAside]:
    """The marks that stand in a run 1, 2, 3 …; a lone mark is no list."""
    run: list[tuple[re.Match[str], int]] = []
    for mark in [*marks, None]:
        if mark is not None and run and mark[1] == run[-1][1] + 1:
            run.append(mark)
            continue
        if len(run) >= 2:
            for match, _ in run:
                yield SetAside(match.start(), match.end(), match[0], "enumeration")
        run = [mark] if mark is not None and mark[1] == 1 else []


def _addresses(text: str, start: int, end: int) -> Iterator[SetAside]:
    """E-mail addresses, grown from their sign so that a long run of letters costs nothing."""
    for sign in AT_SIGN.finditer(text, start, end):
        before = re.match(r"[\w.+-]+", text[max(0, sign.start() - 64) : sign.start()][::-1])
        after = re.match(r"[\w.-]+", text[sign.end() : sign.end() + 64])
        if before and after:
            opens, closes = sign.start() - before.end(), sign.end() + after.end()
            yield SetAside(opens, closes, text[opens:closes], "address")
