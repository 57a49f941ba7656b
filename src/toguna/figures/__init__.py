"""Reads a narrative in French or English and says which of its figures do not add up.

Stands alone: no framework, no database, nothing of a programme. It never changes a text; what it proposes is unproven.
"""

from toguna.figures.checking import check
from toguna.figures.report import Report

__all__ = ["Report", "check"]
