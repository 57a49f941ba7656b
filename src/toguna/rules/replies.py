"""A reply to an edition: what it may hold, and what may become of it. It is published as written or not at all.

Whoever typed a letter in does not decide on it. A reply speaks for an office, and names nobody.
"""

import re
from enum import StrEnum

from toguna.rules.findings import Finding, Severity
from toguna.rules.offices import OFFICE_NAMES_A_PERSON, names_a_person

LONGEST = 3_000
LONGEST_OFFICE = 120
DAYS_OPEN = 60
MOST_DAYS_OPEN = 365

EMPTY = "Écrivez votre réponse."
TOO_LONG = (
    "La réponse a %(length)s signes ; %(longest)s au plus. Raccourcissez-la : nous ne coupons rien à votre place."
)
NO_OFFICE = "Dites en quelle fonction vous répondez, par exemple « la maire » ou « le comité de gestion »."
HOLDS_CONTACT = (
    "Il y a un numéro de téléphone ou une adresse électronique (« %(found)s ») : tout le monde les lirait. Enlevez-les."
)

_CONTACT = re.compile(r"[\w.+-]+@[\w-]+\.\w+|(?<![\w.,])\+?\d{2,3}(?:[ .\-]?\d{2,3}){3,}(?![\w,])")


class ReplyState(StrEnum):
    """Where a reply stands."""

    WAITING = "waiting"
    PUBLISHED = "published"
    DECLINED = "declined"
    TAKEN_BACK = "taken_back"


class ReplyWay(StrEnum):
    """How a reply came."""

    ADDRESS = "address"
    LETTER = "letter"
    MESSAGE = "message"
    SPOKEN = "spoken"


MOVES = {
    ReplyState.WAITING: frozenset({ReplyState.PUBLISHED, ReplyState.DECLINED, ReplyState.TAKEN_BACK}),
    ReplyState.PUBLISHED: frozenset({ReplyState.TAKEN_BACK}),
    ReplyState.DECLINED: frozenset(),
    ReplyState.TAKEN_BACK: frozenset(),
}


class ReplyNotMoved(Exception):
    """A reply may not go from its state to that one: somebody decided before, or its author took it back."""


class ReasonMissing(Exception):
    """A reply is declined without saying why."""


class DecidesOnOwnEntry(Exception):
    """Whoever typed a reply in would decide on it."""


def refuse_move(state: str, to: ReplyState) -> None:
    """Raise ReplyNotMoved where a reply may not go there.

    >>> refuse_move("waiting", ReplyState.PUBLISHED)
    >>> refuse_move("declined", ReplyState.PUBLISHED)
    Traceback (most recent call last):
    toguna.rules.replies.ReplyNotMoved: declined -> published
    """
    if to not in MOVES[ReplyState(state)]:
        raise ReplyNotMoved(f"{state} -> {to}")


def as_written(text: str) -> str:
    """A reply as it is kept and counted: a new line is one sign, however a browser sends it. Nothing else changes.

    >>> as_written("Une ligne.\\r\\nUne autre. ")
    'Une ligne.\\nUne autre. '
    """
    return text.replace("\r\n", "\n")


def reply_problems(text: str, office: str) -> list[Finding]:
    """What keeps a reply from being taken, each with its field in `where`.

    >>> [finding.code for finding in reply_problems("Le forum n'a pas eu lieu.", "La maire")]
    []
    >>> [finding.code for finding in reply_problems("Appelez le 76 12 34 56 78.", "M. Exemple")]
    ['holds-contact', 'names-a-person']
    """
    found = []
    if not text.strip():
        found.append(Finding("empty", Severity.ERROR, EMPTY, {}, "text"))
    elif len(text) > LONGEST:
        found.append(Finding("too-long", Severity.ERROR, TOO_LONG, {"length": len(text), "longest": LONGEST}, "text"))
    if contact := _CONTACT.search(text):
        found.append(Finding("holds-contact", Severity.ERROR, HOLDS_CONTACT, {"found": contact[0]}, "text"))
    if not office.strip():
        found.append(Finding("no-office", Severity.ERROR, NO_OFFICE, {}, "office"))
    elif names_a_person(office):
        found.append(Finding("names-a-person", Severity.ERROR, OFFICE_NAMES_A_PERSON, {}, "office"))
    return found
