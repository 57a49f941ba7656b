"""Reports drawn up from claims and relations that are stated by hand, so that telling is tried apart from reading."""

from decimal import Decimal

from toguna.figures.claims import Claim, Kind, Reading
from toguna.figures.relations import Relation, RelationType
from toguna.figures.report import Report, drawn_up

SENSITISED = (
    "Au total, 1 149 personnes (322 hommes et 827 femmes) ont été informées.\n\n"
    "Bamako compte 749 personnes, dont 211 hommes et 578 femmes ; 102,4517 autres ont été touchées. Ils étaient 1 149."
)


def claim(name: str, raw: str, text: str, value: int, *, after: str = "", malformed: bool = False) -> Claim:
    """A count, found by the first place of its spelling behind some words."""
    start = text.index(raw, text.index(after))
    return Claim(
        name,
        start,
        start + len(raw),
        raw,
        Decimal(value),
        Kind.COUNT,
        well_formed=not malformed,
        malformed=malformed,
    )


def sensitised(text: str = SENSITISED, first: str = "c1") -> Report:
    """Two sums, of which one fails by 40, a figure told twice and a number that is written badly."""
    claims = (
        claim(first, "1 149", text, 1149),
        claim("c2", "322", text, 322),
        claim("c3", "827", text, 827),
        claim("c4", "749", text, 749),
        claim("c5", "211", text, 211),
        claim("c6", "578", text, 578),
        claim("c7", "102,4517", text, 1024517, malformed=True),
        claim("c8", "1 149", text, 1149, after="Ils étaient"),
    )
    relations = (
        Relation("r1", RelationType.SUM, (first,), ("c2", "c3"), 0.9),
        Relation("r2", RelationType.SUM, ("c4",), ("c5", "c6"), 0.9),
        Relation("r3", RelationType.REPEAT, (first,), ("c8",), 0.9),
    )
    return drawn_up(Reading(text, "fr", claims), relations)
