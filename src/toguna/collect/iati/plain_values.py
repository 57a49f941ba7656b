"""Dates, languages, yes and no, and numbers as publishers write them, and what they evidently are.

Each function answers with the value, or with None where it cannot be told without guessing. "9,000" alone is such a
value: nine thousand for one publisher, nine for another.
"""

import re
from collections.abc import Iterable
from datetime import date
from enum import Enum
from functools import lru_cache

from toguna.rules.iati import number_in
from toguna.rules.spelling import plain

_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_ISO_DAY = re.compile(
    r"(?P<day>\d{4}-\d{2}-\d{2})(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)? ?(?:Z|UTC|[+-]\d{2}:?\d{2})?", re.I
)
_WRITTEN_DAY = re.compile(r"(?P<first>\d{1,2})([/.-])(?P<second>\d{1,2})\2(?P<year>\d{4})")
_YEAR_FIRST = re.compile(r"(\d{4})[/.](\d{1,2})[/.](\d{1,2})")

_YES = {"1", "true", "yes", "y", "oui", "vrai", "si"}
_NO = {"0", "false", "no", "n", "non", "faux"}

# ISO 639-2 and names that stand in published files; those without a code of two letters keep theirs.
_LANGUAGES = {
    "ara": "ar", "arabic": "ar", "bam": "bm", "ben": "bn", "dan": "da", "danish": "da", "deu": "de", "dut": "nl",
    "dutch": "nl", "eng": "en", "english": "en", "esp": "es", "espanol": "es", "fin": "fi", "finnish": "fi",
    "fra": "fr", "francais": "fr", "fre": "fr", "french": "fr", "ful": "ff", "ger": "de", "german": "de", "hat": "ht",
    "hau": "ha", "hin": "hi", "ind": "id", "ita": "it", "italian": "it", "jpn": "ja", "kin": "rw", "kor": "ko",
    "lin": "ln", "mlg": "mg", "nep": "ne", "nld": "nl", "nor": "no", "norwegian": "no", "por": "pt",
    "portuguese": "pt", "rus": "ru", "russian": "ru", "som": "so", "spa": "es", "spanish": "es", "swa": "sw",
    "swe": "sv", "swedish": "sv", "tam": "ta", "urd": "ur", "vie": "vi", "wol": "wo", "yor": "yo", "zho": "zh",
    "chi": "zh",
}  # fmt: skip
_CODE = re.compile(r"[a-z]{2,3}")
_REGIONAL = re.compile(r"([a-z]{2,3})[-_][a-z0-9]{2,8}", re.I)

_SPACES = " \u00a0\u202f\u2009'’"
_GROUPED_BY_SPACES = re.compile(rf"-?[1-9]\d{{0,2}}(?:[{_SPACES}]\d{{3}})+(?:[.,]\d+)?")
_GROUPED_BY_COMMAS = re.compile(r"-?[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?")
_GROUPED_BY_POINTS = re.compile(r"-?\d{1,3}(?:\.\d{3}){2,}(?:,\d+)?|-?\d{1,3}\.\d{3},\d+")
_DECIMAL_COMMA = re.compile(r"-?\d+,\d+")
_ONE_GROUP = re.compile(r"-?[1-9]\d{0,2},\d{3}")


class Comma(Enum):
    """What a comma is in the numbers of one publisher, as far as the numbers themselves show."""

    THOUSANDS = "thousands"
    DECIMAL = "decimal"
    UNKNOWN = "unknown"


def day_in(text: str) -> str | None:
    """The day as YYYY-MM-DD; None where it is none, or where day and month could be either.

    >>> day_in("2019-01-31Z"), day_in("2019-01-31T00:00:00+02:00"), day_in("31/01/2019"), day_in("02/03/2019")
    ('2019-01-31', '2019-01-31', '2019-01-31', None)
    """
    text = text.strip()
    if found := _ISO_DAY.fullmatch(text):
        return _true_day(*found["day"].split("-"))
    if found := _YEAR_FIRST.fullmatch(text):
        return _true_day(*found.groups())
    if found := _WRITTEN_DAY.fullmatch(text):
        first, second = int(found["first"]), int(found["second"])
        if first > 12 or first == second:
            return _true_day(found["year"], second, first)
        if second > 12:
            return _true_day(found["year"], first, second)
    return None


@lru_cache(maxsize=4096)
def is_day(text: str) -> bool:
    """Whether it is a day already, as the standard writes it."""
    return bool(_DAY.fullmatch(text)) and _true_day(*text.split("-")) is not None


def _true_day(year: object, month: object, day: object) -> str | None:
    try:
        return date(int(str(year)), int(str(month)), int(str(day))).isoformat()
    except ValueError:
        return None


def yes_or_no(text: str) -> bool | None:
    """What is meant by 1, 0, true, FALSE, yes, oui.

    >>> yes_or_no(" True"), yes_or_no("0"), yes_or_no("maybe")
    (True, False, None)
    """
    word = plain(text)
    return True if word in _YES else False if word in _NO else None


def language_in(text: str) -> str | None:
    """The code of a language in lower case, of two letters where there is one; None where it is no language.

    >>> language_in("EN"), language_in("ENG"), language_in("fr-FR"), language_in("dje"), language_in("?")
    ('en', 'en', 'fr', 'dje', None)
    """
    word = plain(text)
    if found := _REGIONAL.fullmatch(text.strip()):
        word = plain(found[1])
    word = _LANGUAGES.get(word, word)
    return word if _CODE.fullmatch(word) else None


def comma_in(texts: Iterable[str]) -> Comma:
    """What the comma is where these numbers come from, shown by those that can be read in one way only.

    >>> comma_in(["1,234,567", "9,000"]), comma_in(["12,5", "9,000"]), comma_in(["9,000"])
    (<Comma.THOUSANDS: 'thousands'>, <Comma.DECIMAL: 'decimal'>, <Comma.UNKNOWN: 'unknown'>)
    """
    shown = set()
    for text in texts:
        text = text.strip()
        if "," not in text or _ONE_GROUP.fullmatch(text):
            continue
        if _GROUPED_BY_COMMAS.fullmatch(text) and (text.count(",") > 1 or "." in text):
            shown.add(Comma.THOUSANDS)
        elif _DECIMAL_COMMA.fullmatch(text) or _GROUPED_BY_POINTS.fullmatch(text):
            shown.add(Comma.DECIMAL)
    return shown.pop() if len(shown) == 1 else Comma.UNKNOWN


def plain_number(text: str, comma: Comma = Comma.UNKNOWN) -> str | None:
    """The number as the standard writes it; None where there is none, or where it could be two.

    >>> plain_number("1 234,5"), plain_number("1,234,567.8"), plain_number("12,5"), plain_number("0,500")
    ('1234.5', '1234567.8', '12.5', '0.500')
    >>> plain_number("9,000"), plain_number("9,000", Comma.THOUSANDS), plain_number("about 300")
    (None, '9000', None)
    """
    text = text.strip(_SPACES + "\t\r\n").removeprefix("+")
    if number_in(text) is not None:
        return text
    if _ONE_GROUP.fullmatch(text):
        by = {Comma.THOUSANDS: "", Comma.DECIMAL: ".", Comma.UNKNOWN: None}[comma]
        return None if by is None else text.replace(",", by)
    if _GROUPED_BY_SPACES.fullmatch(text):
        return re.sub(rf"[{_SPACES}]", "", text).replace(",", ".")
    if _GROUPED_BY_COMMAS.fullmatch(text):
        return text.replace(",", "")
    if _GROUPED_BY_POINTS.fullmatch(text):
        return text.replace(".", "").replace(",", ".")
    if _DECIMAL_COMMA.fullmatch(text):
        return text.replace(",", ".")
    return None


def could_be_two(text: str) -> tuple[str, str] | None:
    """The two numbers that a text like "9,000" could be; None where it could not.

    >>> could_be_two("9,000"), could_be_two("9,00")
    (('9000', '9.000'), None)
    """
    text = text.strip()
    return (text.replace(",", ""), text.replace(",", ".")) if _ONE_GROUP.fullmatch(text) else None
