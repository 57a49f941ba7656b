"""Claims and relations written short, for judging and mending without reading a text.

`stating("all=749 men=211 women=578")` is a reading; `relation("sum", "all", "men women")` ties its claims.
"""

import re
from decimal import Decimal

from toguna.figures.claims import Claim, Hedge, Kind, Reading
from toguna.figures.relations import Relation, RelationType

WORDS = {"quatre": 4, "six": 6}


def stating(claims: str, *, about: str = "", over: str = "", malformed: str = "") -> Reading:
    """A text of `name=number` claims, with "%" for shares; names listed in `about`, `over` are hedged."""
    made = []
    hedges = dict.fromkeys(about.split(), Hedge.ABOUT) | dict.fromkeys(over.split(), Hedge.OVER)
    for found in re.finditer(r"(\w+)=(\S+)", claims):
        name, raw = found.groups()
        spelled = raw in WORDS
        value = Decimal(WORDS[raw]) if spelled else Decimal(raw.rstrip("%").replace(",", "."))
        made.append(
            Claim(
                name,
                found.start(2),
                found.end(2),
                raw,
                value,
                Kind.PERCENT if raw.endswith("%") else Kind.COUNT,
                decimals=max(0, -int(value.as_tuple().exponent)),
                well_formed=not spelled and name not in malformed.split(),
                spelled=spelled,
                malformed=name in malformed.split(),
                hedge=hedges.get(name),
            )
        )
    return Reading(claims, "fr", tuple(made))


def relation(kind: str, stated: str, other: str, confidence: float = 0.95, *, arguable: bool = False) -> Relation:
    """A relation between claims by their names; its id says what it is."""
    name = f"{kind}:{stated}={other}"
    sides = tuple(stated.split()), tuple(other.split())
    return Relation(name, RelationType(kind), *sides, confidence, arguable=arguable)
