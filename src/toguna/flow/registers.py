"""What is kept on the desk's own pages enters the flow: an entry of a register becomes a field record.

The record is checked and verified like any other; a change of the entry is a new version of the same record. Nothing
is counted from the pages themselves.
"""

import hashlib
import uuid
from collections.abc import Mapping

from django.db import transaction

from toguna.collect.registers import REGISTERS, document_to_bytes
from toguna.flow.reading import read_version
from toguna.rules.records import RecordState
from toguna.store.accounts.models import User
from toguna.store.fieldwork.actions import Envelope, keep_correction, keep_new_record
from toguna.store.fieldwork.models import Record
from toguna.store.fieldwork.queries import version_of_instance
from toguna.store.writing import write_turn

REGISTER_VERSION = "desk"
SHUT = frozenset({RecordState.REJECTED, RecordState.QUARANTINED})


def submit_to_register(
    *,
    form_id: str,
    key: uuid.UUID,
    document: Mapping[str, object],
    by: User,
    fictional: bool,
    reason: str = "",
) -> Record:
    """Hand an entry in as it stands now; what it says already changes nothing.

    `reason` says why it changed. An entry whose record was rejected or shut away stays so: what it says now is not
    counted, and the record is answered as it is.
    """
    body = document_to_bytes(document)
    instance_id = f"uuid:{key}"
    envelope = Envelope(REGISTERS[form_id].form_id, REGISTER_VERSION, instance_id=instance_id)
    with write_turn(), transaction.atomic():
        known = version_of_instance(form_id, instance_id)
        if known is None:
            version = keep_new_record(envelope=envelope, body=body, way_in="desk", by=by, fictional=fictional)
        else:
            record = Record.objects.select_for_update().get(pk=known.record_id)
            current = record.current_version
            assert current is not None
            if current.sha256 == hashlib.sha256(body).hexdigest() or record.state in SHUT:
                return record
            # An entry may go back to what it said before; the line ends make its bytes, and so its hash, its own.
            body += b"\n" * record.versions.count()
            version = keep_correction(record=record, envelope=envelope, body=body, by=by, reason=reason)
        read_version(version)
    return version.record
