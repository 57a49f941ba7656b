"""How each shape of the model is looked for in XML: made once from the table that the writer follows too."""

from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from toguna.collect.iati.kept import XML_LANGUAGE
from toguna.collect.iati.required import required_of
from toguna.rules.iati import Baseline, Element, Kind, Measured, Part, Unmodelled, parts_of

_ATTRIBUTES = (Kind.ATTRIBUTE, Kind.FLAG)
# Attributes that the standard has one way to write, and publishers many.
_DAYS = {"iso-date", "value-date"}


@dataclass(frozen=True)
class Plan:
    """Its attributes, those that are taken as they stand apart, and its children by name with their rank."""

    plain: dict[str, str]
    attributes: dict[str, Part]
    children: dict[str, tuple[int, str, Part]]
    narratives: Part | None
    content: Part | None
    required: tuple[tuple[str, str], ...]


@dataclass(slots=True)
class Place:
    """An element while it is being read: what was understood, what is kept beside it, and the language around it."""

    element: etree._Element
    language: str
    values: dict[str, Any] = field(default_factory=dict)
    several: dict[str, list[Any]] = field(default_factory=dict)
    kept: list[Unmodelled] = field(default_factory=list)
    stray: list[str] = field(default_factory=list)


_PLANS: dict[type[Element], Plan] = {}


def plan_of(shape: type[Element]) -> Plan:
    """The plan of a shape."""
    if shape not in _PLANS:
        _PLANS[shape] = _planned(shape)
    return _PLANS[shape]


def _planned(shape: type[Element]) -> Plan:
    parts = parts_of(shape)
    by_kind = {part.kind: part for part in parts}
    mended = _DAYS | {XML_LANGUAGE} | ({"value"} if shape in (Measured, Baseline) else set())
    attributes = {part.name: part for part in parts if part.kind in _ATTRIBUTES}
    return Plan(
        {name: part.field for name, part in attributes.items() if part.kind is Kind.ATTRIBUTE and name not in mended},
        attributes,
        # The kind by its name: an enum is hashed in Python, and this is asked for every element of a file.
        {
            part.name: (rank, part.kind.name, part)
            for rank, part in enumerate(parts)
            if part.kind not in (*_ATTRIBUTES, Kind.CONTENT)
        },
        by_kind.get(Kind.NARRATIVES),
        by_kind.get(Kind.CONTENT),
        required_of(shape),
    )
