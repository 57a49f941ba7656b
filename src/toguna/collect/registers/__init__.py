"""How an entry of each register of the desk is read: from its canonical JSON to a summary, facts and findings.

A promise, a validated round, an initiative stand on pages of their own. What they count enters the flow as a record
like any other, so that somebody else checks it and its facts open down to what was written.
"""

import json
from collections.abc import Iterable, Mapping

from toguna.collect.refusals import RefusedFileError
from toguna.collect.registers import advocacy, commitments, networks, policy_texts, rounds
from toguna.collect.registers.register import Document, Register

NOT_AN_ENTRY = "Ces octets ne sont pas une inscription de registre."


def _by_form(registers: Iterable[Register]) -> Mapping[str, Register]:
    return {register.form_id: register for register in registers}


REGISTERS: Mapping[str, Register] = _by_form(
    (rounds.REGISTER, advocacy.REGISTER, policy_texts.REGISTER, networks.WAVES, networks.SESSIONS, commitments.REGISTER)
)


def document_to_bytes(document: Document) -> bytes:
    """The one text of an entry: two entries that say the same have the same bytes, and so the same hash.

    >>> document_to_bytes({"b": "é", "a": 1})
    b'{"a":1,"b":"\\xc3\\xa9"}'
    """
    return json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def document_from_bytes(body: bytes) -> Document:
    """The entry again. Raises RefusedFileError."""
    try:
        document = json.loads(body)
    except ValueError as error:
        raise RefusedFileError(NOT_AN_ENTRY) from error
    if not isinstance(document, dict):
        raise RefusedFileError(NOT_AN_ENTRY)
    return document


__all__ = ["REGISTERS", "Document", "Register", "document_from_bytes", "document_to_bytes"]
