"""How a dataclass stands in IATI's XML: each field says which attribute or element of the schema it is.

Fields stand in the order of the schema, so that writing and reading follow one table and cannot disagree. It neither
writes nor reads XML, and checks nothing: a value is text as it stood.
"""

from dataclasses import dataclass, field, fields
from decimal import Decimal, InvalidOperation
from enum import Enum, auto
from typing import Any

# (language, text); the language is "" where the text is in the activity's own.
Narratives = tuple[tuple[str, str], ...]


class Kind(Enum):
    """What of an element a field is."""

    ATTRIBUTE = auto()  # str | None: an attribute as it stood
    FLAG = auto()  # bool | None: an attribute that is true or false
    CONTENT = auto()  # str: the text inside the element itself
    NARRATIVES = auto()  # Narratives: the element's own narrative children
    TEXT = auto()  # Narratives: one child that holds narratives and nothing else
    TEXTS = auto()  # tuple[Narratives, ...]: several of them
    LINE = auto()  # str | None: one child that holds plain text
    LINES = auto()  # tuple[str, ...]: several of them
    WORD = auto()  # str | None: one child with a single attribute
    WORDS = auto()  # tuple[str, ...]: several of them
    ONE = auto()  # an Element | None: one child with a shape of its own
    MANY = auto()  # tuple[Element, ...]: several of them
    RAW = auto()  # str: one child kept as XML, because nobody here computes with it


@dataclass(frozen=True)
class Part:
    """One field of an element: its name with us, its name in the schema, and what lies inside."""

    field: str
    kind: Kind
    name: str
    attribute: str = ""
    shape: type["Element"] | None = None


@dataclass(frozen=True, slots=True)
class Unmodelled:
    """What the model has no field for, kept so that it is not lost.

    An attribute has its name (`{namespace}name` where it has one) and its text; an element its name and its whole
    XML, the namespaces that it uses declared in it. `line` is where it stood in the file that was read.
    """

    name: str
    text: str
    is_attribute: bool = False
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, kw_only=True)
class Element:
    """An element of the schema, with whatever stood in it that has no field of its own.

    Elements without a field are written after all others, in their order: the schema has extensions there.
    """

    unmodelled: tuple[Unmodelled, ...] = ()


def number_in(text: str | None) -> Decimal | None:
    """The number that a text holds; None where it holds none.

    >>> number_in(" 37.5 "), number_in("9,000"), number_in(None), number_in("NaN")
    (Decimal('37.5'), None, None, None)
    """
    try:
        number = Decimal((text or "").strip())
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def parts_of(shape: type[Element]) -> tuple[Part, ...]:
    """The fields of an element in the order of the schema: its attributes first, then its children.

    >>> from toguna.rules.iati import Baseline
    >>> [part.name for part in parts_of(Baseline)]
    ['year', 'iso-date', 'value', 'location', 'dimension', 'document-link', 'comment']
    """
    named = ((one.name, one.metadata["iati"]) for one in fields(shape) if "iati" in one.metadata)
    return tuple(Part(name, *place) for name, place in named)


def _placed(default: object, *place: object) -> Any:
    return field(default=default, metadata={"iati": place})


def attribute(name: str) -> Any:
    """A field that is an attribute."""
    return _placed(None, Kind.ATTRIBUTE, name)


def flag(name: str) -> Any:
    """A field that is an attribute, true or false."""
    return _placed(None, Kind.FLAG, name)


def content() -> Any:
    """A field that is the text inside the element."""
    return _placed("", Kind.CONTENT, "")


def narratives() -> Any:
    """A field that is the element's own narratives."""
    return _placed((), Kind.NARRATIVES, "narrative")


def text(name: str) -> Any:
    """A field that is one child of narratives."""
    return _placed((), Kind.TEXT, name)


def texts(name: str) -> Any:
    """A field that is several children of narratives."""
    return _placed((), Kind.TEXTS, name)


def line(name: str) -> Any:
    """A field that is one child of plain text."""
    return _placed(None, Kind.LINE, name)


def lines(name: str) -> Any:
    """A field that is several children of plain text."""
    return _placed((), Kind.LINES, name)


def word(name: str, attribute: str = "code") -> Any:
    """A field that is one child with a single attribute."""
    return _placed(None, Kind.WORD, name, attribute)


def words(name: str, attribute: str = "code") -> Any:
    """A field that is several children with a single attribute each."""
    return _placed((), Kind.WORDS, name, attribute)


def one(name: str, shape: type[Element]) -> Any:
    """A field that is one child with a shape of its own."""
    return _placed(None, Kind.ONE, name, "", shape)


def many(name: str, shape: type[Element]) -> Any:
    """A field that is several children with a shape of their own."""
    return _placed((), Kind.MANY, name, "", shape)


def raw(name: str) -> Any:
    """A field that is one child kept as XML."""
    return _placed("", Kind.RAW, name)
