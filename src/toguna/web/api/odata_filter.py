"""What a $filter of OData says, as a condition on records: when and by whom they came, and where they stand.

Only the fields that Central compares: __system/submissionDate, updatedAt, submitterId and reviewState, and __id.
Answers are never compared; whoever wants that takes the table and looks.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from toguna.web.api.problems import Problem
from toguna.web.api.reviewing import records_reviewed_as

MOST_LETTERS = 2000
MOST_DEPTH = 30
_TOKEN = re.compile(
    r"\s*(?:(?P<text>'(?:[^']|'')*')|(?P<moment>\d{4}-\d\d-\d\d(?:T[\d:.]+(?:Z|[+ -]\d\d:\d\d)?)?)|(?P<number>-?\d+)"
    r"|(?P<name>[$\w][$\w/]*)|(?P<sign>[(),]))"
)
_COMPARE = {"eq": "exact", "ne": "exact", "neq": "exact", "lt": "lt", "le": "lte", "gt": "gt", "ge": "gte"}
_TURNED = {"lt": "gt", "le": "ge", "gt": "lt", "ge": "le"}
_PARTS = ("year", "month", "day", "hour", "minute", "second")
_FIELDS = {
    "__id": "instance_id",
    "__system/submissionDate": "received_at",
    "__system/updatedAt": "changed_at",
    "__system/submitterId": "sender_id",
    "__system/reviewState": "",
    "__system/deletedAt": "",
}
_REVIEWED = ("approved", "hasIssues", "rejected", "edited", None)


@dataclass(frozen=True)
class _Field:
    """A field, or a part of a moment in one."""

    name: str
    part: str = ""


_Literal = str | int | datetime | None
_Operand = _Field | _Literal


def records_that(expression: str) -> Q:
    """The condition. Raises Problem for what cannot be read, and for what is not compared here."""
    if len(expression) > MOST_LETTERS:
        raise _unreadable(_("il est trop long"))
    return _Parser(expression).whole()


class _Parser:
    """One expression, read from the left."""

    def __init__(self, expression: str) -> None:
        self.tokens = list(_tokens(expression))
        self.at = 0
        self.depth = 0

    def whole(self) -> Q:
        found = self.either()
        if self.at < len(self.tokens):
            raise _unreadable(self.tokens[self.at][1])
        return found

    def either(self) -> Q:
        return self.joined("or", self.both, lambda left, right: left | right)

    def both(self) -> Q:
        return self.joined("and", self.one, lambda left, right: left & right)

    def joined(self, word: str, part: Callable[[], Q], join: Callable[[Q, Q], Q]) -> Q:
        found = part()
        while self.taken("name", word):
            found = join(found, part())
        return found

    def one(self) -> Q:
        self.depth += 1
        if self.depth > MOST_DEPTH:
            raise _unreadable("(")
        if self.taken("name", "not"):
            found = ~self.one()
        elif self.taken("sign", "("):
            found = self.either()
            self.need(")")
        else:
            found = self.comparison()
        self.depth -= 1
        return found

    def comparison(self) -> Q:
        left = self.operand()
        kind, word = self.next()
        if kind != "name" or word not in _COMPARE:
            raise _unreadable(word)
        right = self.operand()
        if isinstance(left, _Field) and not isinstance(right, _Field):
            return _condition(left, word, right)
        if isinstance(right, _Field) and not isinstance(left, _Field):
            return _condition(right, _TURNED.get(word, word), left)
        raise Problem(501.4, _("Le filtre compare un champ à une valeur, et rien d'autre."))

    def operand(self) -> _Operand:
        kind, word = self.next()
        if kind == "text":
            return word[1:-1].replace("''", "'")
        if kind == "number":
            return int(word)
        if kind == "moment":
            return _moment(word)
        if kind == "name" and self.taken("sign", "("):
            return self.call(word)
        if word == "null":
            return None
        return _field(word)

    def call(self, word: str) -> _Operand:
        if word.lower() == "now":
            self.need(")")
            return timezone.now()
        inner = self.operand()
        self.need(")")
        if word.lower() not in _PARTS or not isinstance(inner, _Field) or inner.part:
            raise Problem(501.4, _("Le filtre n'a pas la fonction « %(name)s ».") % {"name": word})
        return _Field(inner.name, word.lower())

    def next(self) -> tuple[str, str]:
        if self.at >= len(self.tokens):
            raise _unreadable(_("il s'arrête au milieu"))
        self.at += 1
        return self.tokens[self.at - 1]

    def taken(self, kind: str, word: str) -> bool:
        if self.at < len(self.tokens) and self.tokens[self.at] == (kind, word):
            self.at += 1
            return True
        return False

    def need(self, sign: str) -> None:
        if not self.taken("sign", sign):
            raise _unreadable(_("il manque « %(sign)s »") % {"sign": sign})


def _tokens(expression: str) -> list[tuple[str, str]]:
    tokens, at = [], 0
    text = expression.rstrip()
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            raise _unreadable(text[at : at + 20])
        tokens.append((str(match.lastgroup), match[str(match.lastgroup)]))
        at = match.end()
    return tokens


def _field(word: str) -> _Field:
    name = word.removeprefix("$root/Submissions/")
    if name not in _FIELDS:
        message = _("Le filtre ne connaît pas le champ « %(name)s ». Il compare : %(fields)s.")
        raise Problem(501.5, message % {"name": word, "fields": ", ".join(_FIELDS)})
    return _Field(name)


def _moment(word: str) -> datetime:
    try:
        # A plus that was not written as %2B arrives as a space.
        read = datetime.fromisoformat(word.replace(" ", "+"))
    except ValueError as error:
        raise _unreadable(word) from error
    return read if read.tzinfo else read.replace(tzinfo=UTC)


def _condition(field: _Field, word: str, value: _Literal) -> Q:
    negated = word in ("ne", "neq")
    found = _compared(field, word, value)
    return ~found if negated else found


def _compared(field: _Field, word: str, value: _Literal) -> Q:
    never, always = Q(pk__in=[]), ~Q(pk__in=[])
    if field.name == "__system/deletedAt":
        return always if value is None else never
    if field.name == "__system/reviewState":
        if _COMPARE[word] != "exact" or value not in _REVIEWED or isinstance(value, datetime | int):
            raise _unreadable(str(value))
        return records_reviewed_as(value)
    touched = Q(revision__gt=1) if field.name == "__system/updatedAt" else Q()
    if value is None:
        return ~touched if field.name == "__system/updatedAt" else never
    column = _FIELDS[field.name] + (f"__{field.part}" if field.part else "")
    return touched & Q(**{f"{column}__{_COMPARE[word]}": _fitting(field, value)})


def _fitting(field: _Field, value: str | int | datetime) -> object:
    """The value in the kind that the field has. Raises Problem."""
    if field.part or field.name == "__system/submitterId":
        if isinstance(value, int) or (isinstance(value, str) and value.isdecimal()):
            return int(value)
    elif field.name == "__id":
        if isinstance(value, str):
            return value
    elif isinstance(value, datetime):
        return value
    elif isinstance(value, str):
        return _moment(value)
    raise _unreadable(str(value))


def _unreadable(reason: str) -> Problem:
    message = _("Le filtre n'a pas pu être lu : %(reason)s.") % {"reason": reason}
    return Problem(400.18, message, {"reason": reason})
