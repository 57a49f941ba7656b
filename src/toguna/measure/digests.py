"""Whether the same facts stand behind a number: one digest of a set of facts, cheap to add up and blind to their order.

Each fact has a mark of 120 bits, from the SHA-256 of its id. The digest is the SHA-256 of how many facts there are and
of the sum of their marks. Adding commutes, so a database computes it while it counts, without sorting a million ids.
It tells that something has changed since; it does not stop somebody who may write the database from building two sets
with one sum: the sealed journal is for that.
"""

import hashlib
from collections.abc import Iterable

from toguna.measure.schema import MARK_BITS, marks_of


def digest_of(facts: Iterable[str]) -> str:
    """The digest of facts given by their ids, each counted once.

    >>> digest_of(["a", "b"]) == digest_of(["b", "a", "b"])
    True
    >>> digest_of(["a", "b"]) == digest_of(["a", "c"])
    False
    """
    marks = [marks_of(fact) for fact in set(facts)]
    return digest_of_marks(len(marks), sum(mark[0] for mark in marks), sum(mark[1] for mark in marks))


def digest_of_marks(facts: int, high: int, low: int) -> str:
    """The digest of facts whose marks are already added up, half by half."""
    total = ((high << MARK_BITS) + low) % (1 << 2 * MARK_BITS)
    return hashlib.sha256(f"{facts}:{total:030x}".encode()).hexdigest()


def digest_of_ratio(numerator: str, denominator: str) -> str:
    """The digest of a ratio: of its two parts, which are not interchangeable."""
    return hashlib.sha256(f"{numerator}/{denominator}".encode()).hexdigest()
