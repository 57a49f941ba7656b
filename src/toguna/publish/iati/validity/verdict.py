"""What is known of a file after its reading: whether it is valid and clean, what was found, which rules ran.

A large and bad file breaks one rule a million times: a number of findings of each rule are kept, and all are counted.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from toguna.publish.iati.validity.rules_of_iati import Family, Listed, Tally
from toguna.rules.findings import Finding, Severity

# XML, IATI at all, the schema, the version: what the official validator calls critical.
CRITICAL = frozenset({"0.1.1", "0.2.1", "0.3.1", "0.6.1"})


@dataclass
class Validity:
    """The verdict on one file.

    `evaluated` has every rule that such a file is judged by, with how often it ran and how often it was broken;
    `findings` has the first ones of each rule, `left_out` how many more there were.
    """

    kind: str = ""
    version: str = ""
    records: int = 0
    findings: list[Finding] = field(default_factory=list)
    evaluated: dict[str, Tally] = field(default_factory=dict)
    rules: Mapping[str, Listed] = field(default_factory=dict)
    left_out: int = 0
    errors: int = 0

    @property
    def valid(self) -> bool:
        """Whether it is XML, IATI 2.03, and what the schema allows: the official validator's sense of the word."""
        return not any(self.evaluated[code].failed for code in CRITICAL if code in self.evaluated)

    @property
    def clean(self) -> bool:
        """Whether no rule was broken that is an error; warnings and notes may remain."""
        return self.errors == 0


class RuleRow(NamedTuple):
    """One row of the table of rules."""

    code: str
    family: str
    severity: str
    rule: str
    ran: int
    failed: int


FAMILIES = {
    Family.SCHEMA: ("schéma", "schema"),
    Family.RULESET: ("règles de l'IATI", "IATI ruleset"),
    Family.CODELIST: ("codes de l'IATI", "IATI codelists"),
    Family.OWN: ("Toguna", "Toguna"),
}
WEIGHTS = {
    Severity.ERROR: ("erreur", "error"),
    Severity.WARNING: ("avertissement", "warning"),
    Severity.NOTE: ("remarque", "note"),
}
HEADS = (
    ("id", "origine", "poids", "règle", "évaluée", "enfreinte"),
    ("id", "origin", "weight", "rule", "evaluated", "broken"),
)


def table_of_rules(validity: Validity, language: str) -> list[RuleRow]:
    """Every rule that the file was judged by, in the order of the ids, for a terminal or a page.

    `language` is "fr" or "en"; anything else is read as French.
    """
    of = 1 if language == "en" else 0
    return [
        RuleRow(
            listed.code, FAMILIES[listed.family][of], WEIGHTS[listed.severity][of],
            listed.english if of else listed.french, tally.ran, tally.failed,
        )
        for code, tally in sorted(validity.evaluated.items(), key=lambda pair: _order(pair[0]))
        for listed in (validity.rules[code],)
    ]  # fmt: skip


def markdown_of_rules(validity: Validity, language: str) -> str:
    """The table of rules as Markdown."""
    head = HEADS[1 if language == "en" else 0]
    rows = [head, tuple("---" for _ in head), *table_of_rules(validity, language)]
    return "".join("| " + " | ".join(str(cell).replace("|", "\\|") for cell in row) + " |\n" for row in rows)


def _order(code: str) -> tuple[int, list[int], str]:
    """Official ids by their numbers, ours after them."""
    parts = code.split(".")
    numbers = [int(part) for part in parts] if all(part.isdigit() for part in parts) else []
    return (0 if numbers else 1, numbers, code)
