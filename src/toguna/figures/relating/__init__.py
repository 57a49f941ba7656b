"""Which claims of a text belong together: gathers what each habit of writing suggests and settles what contradicts.

Whether a relation holds is judged elsewhere; here only what the writer meant is read.
"""

from toguna.figures.relating.gathering import relate

__all__ = ["relate"]
