"""Writing policy texts: what they are, who signs, and each stage once, on its own day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from toguna.rules.findings import errors_in
from toguna.rules.offices import OFFICE_NAMES_A_PERSON, names_a_person
from toguna.rules.policy_texts import PartySide, PolicyLevel, PolicyStage, TextKind, stage_findings
from toguna.rules.remarking import error
from toguna.store.activities.models import Activity
from toguna.store.advocacy.actions import DAY_NOT_COME, AdvocacyCodeTaken, AdvocacyImpossible, OtherWorld
from toguna.store.advocacy.models import Initiative, PolicyParty, PolicyStanding, PolicyText
from toguna.store.advocacy.queries import as_text
from toguna.store.journal.actions import Actor, record_entry
from toguna.store.organisations.models import Organisation
from toguna.store.places.models import Place
from toguna.store.programmes.models import Programme


@dataclass(frozen=True)
class Wording:
    """What a text says of itself; the amount is in hundredths, None is not known."""

    title: Mapping[str, str]
    kind: TextKind
    level: PolicyLevel
    place: Place | None = None
    activity: Activity | None = None
    initiative: Initiative | None = None
    about: str = ""
    addresses_gender: bool | None = None
    gender_words: str = ""
    amount: int | None = None
    currency: str = ""


@dataclass(frozen=True)
class Signing:
    """A side of a text: an organisation that is known, or its name."""

    side: PartySide
    organisation: Organisation | None = None
    name: str = ""


@transaction.atomic
def add_text(
    *, by: Actor | None, programme: Programme, code: str, keeper: Organisation, wording: Wording
) -> PolicyText:
    """Enter a text in the register. Raises AdvocacyCodeTaken, OtherWorld."""
    if keeper.fictional != programme.fictional:
        raise OtherWorld(programme.code)
    if PolicyText.objects.filter(programme=programme, code=code).exists():
        raise AdvocacyCodeTaken(code)
    added = PolicyText.objects.create(
        programme=programme, code=code, organisation=keeper, fictional=programme.fictional, **_columns(wording)
    )
    record_entry(by=by, action="policy-text.entered", subject=added, code=code, kind=added.kind)
    return added


@transaction.atomic
def change_text(*, by: Actor | None, text: PolicyText, wording: Wording) -> None:
    """Change what a text says of itself."""
    text = _locked(text)
    for column, value in _columns(wording).items():
        setattr(text, column, value)
    text.save()
    record_entry(by=by, action="policy-text.changed", subject=text)


@transaction.atomic
def reach_stage(
    *, by: Actor | None, text: PolicyText, stage: PolicyStage, reached_on: date, evidence: str
) -> PolicyStanding:
    """Write down that a text reached a stage, and what shows it. Raises AdvocacyImpossible."""
    text = _locked(text)
    found = [error("day-not-come", DAY_NOT_COME, "reached_on")] if reached_on > timezone.localdate() else []
    found += errors_in(stage_findings(as_text(text), stage, reached_on))
    if found:
        raise AdvocacyImpossible(found)
    reached = PolicyStanding.objects.create(text=text, stage=stage.value, reached_on=reached_on, evidence=evidence)
    record_entry(by=by, action=f"policy-text.{stage.value}", subject=text, on=reached_on.isoformat())
    return reached


@transaction.atomic
def add_party(*, by: Actor | None, text: PolicyText, signing: Signing) -> PolicyParty:
    """Write down a side of a text. Raises AdvocacyImpossible where it names a person."""
    if names_a_person(signing.name):
        raise AdvocacyImpossible([error("office-names-a-person", OFFICE_NAMES_A_PERSON, "name")])
    added = PolicyParty.objects.create(
        text=_locked(text), side=signing.side.value, organisation=signing.organisation, name=signing.name
    )
    record_entry(by=by, action="policy-text.party-added", subject=text, side=added.side)
    return added


@transaction.atomic
def drop_from_text(*, by: Actor | None, part: PolicyStanding | PolicyParty, reason: str = "") -> None:
    """Take away what was written by mistake; the journal keeps that it was there."""
    kind = part._meta.model_name
    record_entry(by=by, action="policy-text.part-dropped", subject=part.text, part=f"{kind}:{part.pk}", reason=reason)
    part.delete()


def _columns(wording: Wording) -> dict[str, object]:
    columns = {name: getattr(wording, name) for name in Wording.__dataclass_fields__}
    return columns | {"title": dict(wording.title), "kind": wording.kind.value, "level": wording.level.value}


def _locked(text: PolicyText) -> PolicyText:
    return PolicyText.objects.select_for_update(of=("self",)).get(pk=text.pk)
