"""Where an entry of a register has its own page on the desk: a record of one leads back there.

What is written of it is changed on that page alone; the record is what was handed in, to be checked and verified.
"""

from collections.abc import Callable, Mapping
from uuid import UUID

from django.urls import reverse

from toguna.collect.registers import REGISTERS, document_from_bytes
from toguna.collect.registers.advocacy import FORM_ID as INITIATIVE
from toguna.collect.registers.commitments import FORM_ID as PROMISE
from toguna.collect.registers.networks import SESSIONS, WAVES
from toguna.collect.registers.policy_texts import FORM_ID as TEXT
from toguna.collect.registers.rounds import FORM_ID as ROUND
from toguna.rules.instruments import Model
from toguna.rules.rounds import round_unit
from toguna.store.fieldwork.models import Record, RecordVersion
from toguna.store.networks.models import Session, Wave
from toguna.store.scorecards.models import Round
from toguna.web.layout.templatetags.toguna import plain_text_in


def register_title(form_id: str) -> Mapping[str, str]:
    """What the register of a record is called; nothing where the record came on a form."""
    return REGISTERS[form_id].title if form_id in REGISTERS else {}


def page_of_entry(record: Record) -> str:
    """The address of the page on which the entry of this record is kept; empty where it is no longer there."""
    find = PAGES.get(record.form_id)
    if find is None:
        return ""
    try:
        return find(UUID(record.instance_id.removeprefix("uuid:")))
    except (ValueError, Round.DoesNotExist, Wave.DoesNotExist, Session.DoesNotExist):
        return ""


def criteria_measured(version: RecordVersion) -> Mapping[str, str]:
    """What each unit of a round's record measures: its criteria by name. Nothing for the record of another register."""
    if version.record.form_id != ROUND:
        return {}
    model = Model.from_json(document_from_bytes(bytes(version.payload.body))["model"])
    return {round_unit(model.code, one.code): plain_text_in(one.label) for one in model.criteria}


def _round(key: UUID) -> str:
    found = Round.objects.select_related("cycle").get(pk=key)
    return reverse("desk:round", args=[found.cycle.code, found.number])


def _wave(key: UUID) -> str:
    found = Wave.objects.select_related("network").get(pk=key)
    return reverse("desk:network-wave", args=[found.network.code, found.number])


def _session(key: UUID) -> str:
    found = Session.objects.select_related("network").get(pk=key)
    return reverse("desk:network-session", args=[found.network.code, found.number])


PAGES: Mapping[str, Callable[[UUID], str]] = {
    ROUND: _round,
    PROMISE: lambda key: reverse("desk:commitment", args=[key]),
    INITIATIVE: lambda key: reverse("desk:initiative", args=[key]),
    TEXT: lambda key: reverse("desk:policy-text", args=[key]),
    WAVES.form_id: _wave,
    SESSIONS.form_id: _session,
}
