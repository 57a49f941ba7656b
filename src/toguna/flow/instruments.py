"""Instruments come into use: those that ship, offered once, and those that an organisation brings in a workbook."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied

from toguna.collect.instruments import shipped_instruments, templates
from toguna.collect.instruments.workbook import model_to_workbook, read_model
from toguna.rules.findings import Finding, errors_in
from toguna.rules.instruments import Model
from toguna.rules.roles import Permission
from toguna.rules.workshops import with_own_group
from toguna.store.accounts.models import User
from toguna.store.scorecards.actions import fingerprint_of, keep_instrument
from toguna.store.scorecards.models import Instrument, ModelVersion
from toguna.store.writing import write_turn


@dataclass(frozen=True)
class InstrumentPreview:
    """What keeping a workbook's instrument would do, before anything is kept."""

    model: Model | None
    findings: tuple[Finding, ...]
    known: Instrument | None = None
    before: Model | None = None
    is_same: bool = False

    @property
    def errors(self) -> list[Finding]:
        """What keeps it from being kept."""
        return errors_in(self.findings)

    @property
    def added(self) -> list[str]:
        """The codes of the indicators that are new."""
        return sorted(self._codes(self.model) - self._codes(self.before))

    @property
    def gone(self) -> list[str]:
        """The codes of the indicators that are no longer there."""
        return sorted(self._codes(self.before) - self._codes(self.model))

    @staticmethod
    def _codes(model: Model | None) -> set[str]:
        return {one.code for one in model.indicators} if model else set()


def offer_instruments(*, by: User | None = None) -> list[ModelVersion]:
    """Offer every instrument that ships; one that is offered already stays as it is."""
    with write_turn():
        return [keep_instrument(by=by, model=model, shipped=True) for model in shipped_instruments().values()]


def template_workbook(code: str) -> bytes:
    """The workbook of an instrument of which only the structure ships, to be completed. Raises KeyError."""
    return model_to_workbook(templates()[code])


def preview_instrument(payload: bytes) -> InstrumentPreview:
    """What stands in a workbook and what is wrong in it; nothing is kept."""
    model, findings = read_model(payload)
    if model is None:
        return InstrumentPreview(None, tuple(findings))
    model = with_own_group(model)
    known = Instrument.objects.filter(code=model.code).first()
    newest = known.versions.filter(cycle=None).order_by("-number").first() if known else None
    before = Model.from_json(newest.content) if newest else None
    same = newest is not None and newest.fingerprint == fingerprint_of(model)
    return InstrumentPreview(model, tuple(findings), known, before, same)


def bring_instrument(preview: InstrumentPreview, *, by: User) -> ModelVersion:
    """Keep the instrument of a workbook that was looked at. Raises PermissionDenied, ModelImpossible."""
    if not by.may(Permission.MANAGE_INSTRUMENTS):
        raise PermissionDenied
    assert preview.model is not None
    with write_turn():
        return keep_instrument(by=by, model=preview.model)
