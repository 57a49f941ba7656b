"""One answer at a time: from what stands in a node, a cell or a box to a value, or a finding that says why not.

What a value that could not be read costs is decided here once for all ways in: it is left out, never guessed, and the
finding says where. It does not know which form it reads.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta

from toguna.collect.choices import UNKNOWN, YES_NO_UNKNOWN, ChoiceList
from toguna.rules.attendance import PlaceMention
from toguna.rules.findings import Finding, Severity
from toguna.rules.spelling import plain

NUMBER_NOT_UNDERSTOOD = "« %(value)s » n'est pas un nombre entier. Écrivez-le en chiffres, sans texte."
CHOICE_NOT_UNDERSTOOD = "« %(value)s » ne fait pas partie des réponses possibles : %(choices)s."
CHOICE_READ_AS = "« %(value)s » a été lu comme « %(label)s »."
CHOICE_DOUBTFUL = "« %(value)s » a été lu comme « %(label)s », mais ce code n'est pas sûr. Écrivez le mot."
DATE_NOT_UNDERSTOOD = "« %(value)s » n'est pas une date claire. Écrivez-la jour/mois/année, par exemple 12/03/2026."
DATE_READ_AS = "« %(value)s » est écrit comme du texte et a été lu comme le %(day)s (jour/mois/année)."
DATE_FROM_NUMBER = "Le nombre %(value)s a été lu comme la date du %(day)s. Donnez à la cellule le format d'une date."

_MONTHS = {
    plain(name): number
    for number, names in enumerate(
        (
            "janvier january", "février february", "mars march", "avril april", "mai may", "juin june",
            "juillet july", "août august", "septembre september", "octobre october", "novembre november",
            "décembre december",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_ISO_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:T[0-9:.+Z-]*| 00:00:00)?")
_DAY_FIRST = re.compile(r"(\d{1,2})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d{4})")
_DAY_IN_WORDS = re.compile(r"(?:\w+ )?(\d{1,2})(?:er|st|nd|rd|th)? (\w+) (\d{4})")
# Nine figures at most: more is a telephone number in the wrong box, and no database column should meet it.
_WHOLE = re.compile(r"-?\d{1,9}(?:[.,]0+)?")
_FIRST_SERIAL, _LAST_SERIAL = 36526, 73050  # the years 2000 to 2099 as spreadsheets number their days


def one_line(written: object) -> str:
    """Text as it is kept: composed letters, no spaces at its ends, single spaces inside.

    >>> one_line("  Awa \\u00a0 Diallo ")
    'Awa Diallo'
    """
    return " ".join(_as_text(written).split())


def _as_text(written: object) -> str:
    if written is None:
        return ""
    if isinstance(written, float) and written.is_integer():
        return str(int(written))
    return "".join(letter for letter in unicodedata.normalize("NFC", str(written)) if _is_readable(letter))


def _with_line_breaks(written: object) -> str:
    return _as_text(written).replace("\r\n", "\n").replace("\r", "\n")


def _is_readable(letter: str) -> bool:
    # Neither XML, nor a workbook, nor PostgreSQL takes these, and nobody typed them on purpose.
    return letter in "\t\n\r" or (unicodedata.category(letter) not in ("Cc", "Cs") and letter not in "\ufffe\uffff")


class Answers:
    """The answers given in one place (a sheet's head, one participant, one row), each with its way to be pointed at.

    Every reading leaves its findings in `findings`, so that one wrong cell never hides the rest.
    """

    def __init__(self, given: Mapping[str, object], where: Callable[[str], str], findings: list[Finding]) -> None:
        self.given = given
        self.where = where
        self.findings = findings

    def tell(self, severity: Severity, code: str, field: str, message: str, **values: object) -> None:
        """Add a finding about the answer to `field`."""
        self.findings.append(Finding(code, severity, message, values, self.where(field)))

    def text(self, field: str) -> str:
        """Words on one line; empty where there are none."""
        return one_line(self.given.get(field))

    def paragraphs(self, field: str) -> str:
        """Words whose line breaks matter."""
        return _with_line_breaks(self.given.get(field)).strip()

    def lines(self, field: str) -> list[str]:
        """Words one line at a time, empty lines included, because their number may matter."""
        return [line.strip() for line in _with_line_breaks(self.given.get(field)).split("\n")]

    def place(self, field: str) -> PlaceMention:
        """A place in words, as a code of a named scheme, or both."""
        return PlaceMention.read(self.text(field))

    def number(self, field: str, *, severity: Severity = Severity.WARNING) -> int | None:
        """A whole number, or None where nothing readable stands there."""
        text = self.text(field)
        if not text:
            return None
        # Thousands are set apart by spaces in French, and people type them.
        digits = text.replace(" ", "")
        if _WHOLE.fullmatch(digits):
            return int(re.split("[.,]", digits)[0])
        self.tell(severity, "number-not-understood", field, NUMBER_NOT_UNDERSTOOD, value=text)
        return None

    def choice(self, field: str, choices: ChoiceList, *, severity: Severity = Severity.WARNING) -> str | None:
        """The code of the answer that was chosen; None for no answer and for "not stated"."""
        written = _as_text(self.given.get(field)).strip()
        if not written:
            return None
        recognised = choices.recognise(written)
        if recognised is None:
            offered = ", ".join(choices.labels("fr"))
            self.tell(severity, "choice-not-understood", field, CHOICE_NOT_UNDERSTOOD, value=written, choices=offered)
            return None
        label = choices.choices[recognised.code].french
        if recognised.doubtful:
            self.tell(Severity.WARNING, "choice-doubtful", field, CHOICE_DOUBTFUL, value=written, label=label)
        elif not recognised.as_offered:
            self.tell(Severity.NOTE, "choice-read-as", field, CHOICE_READ_AS, value=written, label=label)
        return None if recognised.code == UNKNOWN else recognised.code

    def yes_or_no(self, field: str) -> bool | None:
        """Yes, no, or None where it is not stated."""
        written = self.given.get(field)
        if isinstance(written, bool):
            return written
        code = self.choice(field, YES_NO_UNKNOWN)
        return None if code is None else code == "yes"

    def day(self, field: str, *, severity: Severity = Severity.ERROR) -> date | None:
        """A calendar day. Day comes before month; two-figure years and impossible days are refused, never guessed."""
        written = self.given.get(field)
        if isinstance(written, datetime):
            return written.date()
        if isinstance(written, date):
            return written
        text = self.text(field)
        if not text:
            return None
        if isinstance(written, int | float) and _FIRST_SERIAL <= written <= _LAST_SERIAL:
            on = date(1899, 12, 30) + timedelta(days=int(written))
            self.tell(Severity.WARNING, "date-from-number", field, DATE_FROM_NUMBER, value=text, day=_say(on))
            return on
        day, clear = _read_day(text)
        if day is None:
            self.tell(severity, "date-not-understood", field, DATE_NOT_UNDERSTOOD, value=text)
        elif not clear:
            self.tell(Severity.NOTE, "date-read-as", field, DATE_READ_AS, value=text, day=_say(day))
        return day


def _say(on: date) -> str:
    return f"{on:%d/%m/%Y}"


def _read_day(text: str) -> tuple[date | None, bool]:
    """The day that words name, and whether they are the one exact way to write it."""
    if iso := _ISO_DAY.fullmatch(text):
        year, month, day = (int(part) for part in iso.groups())
        return _calendar_day(year, month, day), True
    if day_first := _DAY_FIRST.fullmatch(text):
        day, month, year = (int(part) for part in day_first.groups())
        return _calendar_day(year, month, day), False
    if in_words := _DAY_IN_WORDS.fullmatch(plain(text)):
        return _calendar_day(int(in_words[3]), _MONTHS.get(in_words[2], 0), int(in_words[1])), False
    return None, False


def _calendar_day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
