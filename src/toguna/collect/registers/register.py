"""What makes a register of the desk one whose entries can be counted: its name and the reading of one entry."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from toguna.rules.field_record import FieldRecord

Document = Mapping[str, Any]


@dataclass(frozen=True)
class Register:
    """A register: which version of its reading, what it is called, and the reading itself."""

    form_id: str
    mapping: str
    title: Mapping[str, str]
    read: Callable[[Document], FieldRecord]
