"""Whether an IATI 2.03 file is valid, judged offline: the schema, the official rules and codes, and our own rules."""

from toguna.publish.iati.validity.validating import validate
from toguna.publish.iati.validity.verdict import RuleRow, Validity, markdown_of_rules, table_of_rules

__all__ = ["RuleRow", "Validity", "markdown_of_rules", "table_of_rules", "validate"]
