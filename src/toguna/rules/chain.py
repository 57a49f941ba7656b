"""The chain that seals the journal: each link's hash covers one entry and the hash before it.

It says what the hash of a link is, so that anybody can compute it again elsewhere. It knows no database: the same entry
has the same hash wherever it is kept.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

# What the first link names as the hash before it.
BEGINNING = "0" * 64


@dataclass(frozen=True)
class JournalEntry:
    """One act as the journal keeps it: when, who (an account's number), what, on which subject, with which ids."""

    id: int
    at: datetime
    actor: int | None
    action: str
    subject: str
    detail: Mapping[str, Any]


def canonical(entry: JournalEntry) -> bytes:
    """The one way to write an entry down: UTC to the microsecond, keys in order, no spaces, UTF-8.

    >>> at = datetime(2026, 3, 1, 8, 30, tzinfo=UTC)
    >>> canonical(JournalEntry(7, at, 2, "record.verified", "record:41", {})).decode()
    '{"action":"record.verified","actor":2,"at":"2026-03-01T08:30:00.000000Z","detail":{},"id":7,"subject":"record:41"}'
    """
    at = entry.at.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"
    written = {
        "id": entry.id,
        "at": at,
        "actor": entry.actor,
        "action": entry.action,
        "subject": entry.subject,
        "detail": settled(entry.detail),
    }
    return json.dumps(written, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode()


def link_hash(previous: str, entry: JournalEntry) -> str:
    """The hash of the link that seals this entry after `previous`: SHA-256 of that hash and the entry written down."""
    return hashlib.sha256(previous.encode() + canonical(entry)).hexdigest()


def settled(value: Any) -> Any:
    """A number that two databases would hand back differently (1.0 and 1, 1e22 and its digits) in one form.

    >>> settled({"share": 1.0, "parts": [0.5, 2]})
    {'share': 1, 'parts': [0.5, 2]}
    """
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, Mapping):
        return {key: settled(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [settled(part) for part in value]
    return value
