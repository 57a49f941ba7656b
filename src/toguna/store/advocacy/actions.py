"""Writing initiatives: what they ask, who is engaged, what was done, answered and reached; each with its journal entry.

What the rules refuse is not written: an action answers with what it wrote, or raises with findings that say why.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from uuid import UUID

from django.db import models, transaction
from django.utils import timezone

from toguna.rules.advocacy import (
    CIVIL_SOCIETY,
    Answer,
    Approach,
    EngagedAs,
    EvidenceKind,
    InitiativeState,
    Rung,
    Tactic,
)
from toguna.rules.advocacy_steps import advance
from toguna.rules.findings import Finding
from toguna.rules.offices import OFFICE_NAMES_A_PERSON, names_a_person
from toguna.rules.remarking import error
from toguna.store.activities.models import Activity
from toguna.store.advocacy.models import (
    AdvocacyAction,
    AdvocacyEvidence,
    AdvocacyResponse,
    Engagement,
    Initiative,
    LadderStep,
)
from toguna.store.advocacy.queries import as_initiative
from toguna.store.journal.actions import Actor, record_entry
from toguna.store.organisations.models import Organisation
from toguna.store.places.models import Place
from toguna.store.programmes.models import Programme

DAY_NOT_COME = "Ce jour n'est pas encore venu. Vérifiez le jour et l'année."
NOT_ENGAGED = "Une organisation choisie n'est pas engagée dans l'initiative."
RUNG_TWICE = "Cet échelon est déjà inscrit : ôtez-le d'abord s'il est faux."
STILL_AT_WORK = "Une organisation ôtée a pris part à une action : ôtez-la d'abord de l'action."


class AdvocacyImpossible(ValueError):
    """What was asked for cannot be; `findings` say why and what to do."""

    def __init__(self, findings: list[Finding]) -> None:
        super().__init__("; ".join(finding.code for finding in findings))
        self.findings = findings


class AdvocacyCodeTaken(Exception):
    """Another initiative, or another text, of the programme has this code."""


class OtherWorld(ValueError):
    """Something fictional beside something real."""


@dataclass(frozen=True)
class Demand:
    """What an initiative says of itself."""

    title: Mapping[str, str]
    issue: str
    identified_on: date
    activity: Activity | None = None
    place: Place | None = None
    target: str = ""
    demand: str = ""
    objective: str = ""
    by_when: date | None = None
    tactics: tuple[Tactic, ...] = ()
    approach: Approach | None = None
    allies: str = ""


@dataclass(frozen=True)
class Coalition:
    """Who is engaged: the organisation that leads, and those with it."""

    lead: Organisation
    others: tuple[Organisation, ...] = ()

    def parts(self) -> dict[Organisation, EngagedAs]:
        """Each organisation with its part; whoever leads is not also one of the others."""
        parts = dict.fromkeys(self.others, EngagedAs.COALITION)
        return parts | {self.lead: EngagedAs.LEAD}


@dataclass(frozen=True)
class Amounts:
    """A budget line before and after, in hundredths of one currency; None is not known."""

    line: str = ""
    currency: str = ""
    committed_before: int | None = None
    committed_after: int | None = None
    disbursed_before: int | None = None
    disbursed_after: int | None = None


@dataclass(frozen=True)
class Ground:
    """One thing that a demand rests on."""

    kind: EvidenceKind
    words: str
    instrument_code: str = ""
    node_code: str = ""
    round_key: UUID | None = None


@dataclass(frozen=True)
class Done:
    """One action."""

    on: date
    tactic: Tactic
    words: str
    organisations: tuple[Organisation, ...] = field(default=())


@dataclass(frozen=True)
class Answered:
    """One answer of the office."""

    on: date
    answer: Answer
    words: str
    office: str = ""
    by_when: date | None = None


@transaction.atomic
def add_initiative(
    *, by: Actor | None, programme: Programme, code: str, keeper: Organisation, demand: Demand, coalition: Coalition
) -> Initiative:
    """Open an initiative with whoever leads it. Raises AdvocacyCodeTaken, OtherWorld, AdvocacyImpossible."""
    _check_world(programme, keeper, *coalition.parts())
    _refuse(_about_demand(demand, coalition))
    if Initiative.objects.filter(programme=programme, code=code).exists():
        raise AdvocacyCodeTaken(code)
    added = Initiative.objects.create(
        programme=programme, code=code, organisation=keeper, fictional=programme.fictional, **_columns(demand)
    )
    _engage(added, coalition)
    record_entry(by=by, action="initiative.opened", subject=added, code=code)
    return added


@transaction.atomic
def change_initiative(*, by: Actor | None, initiative: Initiative, demand: Demand, coalition: Coalition) -> None:
    """Change what an initiative says of itself and who is engaged. Raises AdvocacyImpossible, OtherWorld."""
    initiative = _locked(initiative)
    parts = coalition.parts()
    _check_world(initiative.programme, *parts)
    at_work = {one.pk for action in initiative.actions.all() for one in action.organisations.all()}
    gone = at_work - {one.pk for one in parts}
    _refuse([*_about_demand(demand, coalition), *([error("still-at-work", STILL_AT_WORK, "others")] if gone else [])])
    for column, value in _columns(demand).items():
        setattr(initiative, column, value)
    initiative.save()
    _engage(initiative, coalition)
    record_entry(by=by, action="initiative.changed", subject=initiative, engaged=len(parts))


@transaction.atomic
def set_budget_effect(*, by: Actor | None, initiative: Initiative, amounts: Amounts) -> None:
    """Write what the budget said before and after."""
    initiative = _locked(initiative)
    told = asdict(amounts)
    initiative.budget_line = told.pop("line")
    for column, value in told.items():
        setattr(initiative, column, value)
    initiative.save()
    record_entry(by=by, action="initiative.budget-effect", subject=initiative, **told)


@transaction.atomic
def move_initiative(
    *, by: Actor | None, initiative: Initiative, to: InitiativeState, on: date, reason: str = ""
) -> None:
    """Take an initiative one step further, on a day. Raises StepRefused with what is missing, AdvocacyImpossible."""
    initiative = _locked(initiative)
    _refuse(_about_day(on))
    advance(as_initiative(initiative), to, reason)
    initiative.state, initiative.state_on, initiative.state_reason = to.value, on, reason
    initiative.save(update_fields=["state", "state_on", "state_reason"])
    record_entry(by=by, action=f"initiative.{to.value}", subject=initiative, on=on.isoformat())


@transaction.atomic
def add_evidence(*, by: Actor | None, initiative: Initiative, ground: Ground) -> AdvocacyEvidence:
    """Write down one thing that the demand rests on."""
    added = AdvocacyEvidence.objects.create(initiative=_locked(initiative), **asdict(ground))
    record_entry(by=by, action="initiative.evidence-added", subject=initiative, kind=ground.kind.value)
    return added


@transaction.atomic
def log_action(*, by: Actor | None, initiative: Initiative, done: Done) -> AdvocacyAction:
    """Write down what was done on a day, and which of those engaged took part. Raises AdvocacyImpossible."""
    initiative = _locked(initiative)
    engaged = set(initiative.engagements.values_list("organisation", flat=True))
    strangers = [one for one in done.organisations if one.pk not in engaged]
    stranger = [error("not-engaged", NOT_ENGAGED, "organisations")] if strangers else []
    _refuse([*_about_day(done.on), *stranger])
    logged = AdvocacyAction.objects.create(
        initiative=initiative, number=_next(initiative.actions), on=done.on, tactic=done.tactic, words=done.words
    )
    logged.organisations.set(done.organisations)
    record_entry(by=by, action="initiative.action-logged", subject=initiative, number=logged.number)
    return logged


@transaction.atomic
def note_response(*, by: Actor | None, initiative: Initiative, answered: Answered) -> AdvocacyResponse:
    """Write down what the office answered. Raises AdvocacyImpossible."""
    initiative = _locked(initiative)
    _refuse([*_about_day(answered.on), *_about_office(answered.office, "office")])
    noted = AdvocacyResponse.objects.create(
        initiative=initiative, number=_next(initiative.responses), **asdict(answered)
    )
    record_entry(
        by=by, action="initiative.response-noted", subject=initiative, number=noted.number, answer=noted.answer
    )
    return noted


@transaction.atomic
def tie_promise(*, by: Actor | None, response: AdvocacyResponse, commitment_key: UUID) -> None:
    """Say which entry of the register of promises a promise became."""
    response.commitment_key = commitment_key
    response.save(update_fields=["commitment_key"])
    record_entry(by=by, action="initiative.promise-kept", subject=response.initiative, commitment=str(commitment_key))


@transaction.atomic
def reach_rung(*, by: Actor | None, initiative: Initiative, rung: Rung, reached_on: date, evidence: str) -> LadderStep:
    """Write down that a rung of the ladder was reached, and what shows it. Raises AdvocacyImpossible."""
    initiative = _locked(initiative)
    twice = initiative.ladder.filter(rung=rung.value).exists()
    _refuse([*_about_day(reached_on, "reached_on"), *([error("rung-twice", RUNG_TWICE, "rung")] if twice else [])])
    reached = LadderStep.objects.create(
        initiative=initiative, rung=rung.value, reached_on=reached_on, evidence=evidence
    )
    record_entry(by=by, action="initiative.rung-reached", subject=initiative, rung=rung.value)
    return reached


@transaction.atomic
def drop_part(
    *, by: Actor | None, part: AdvocacyEvidence | AdvocacyAction | AdvocacyResponse | LadderStep, reason: str = ""
) -> None:
    """Take away what was written by mistake; the journal keeps that it was there."""
    kind = part._meta.model_name
    record_entry(
        by=by, action="initiative.part-dropped", subject=part.initiative, part=f"{kind}:{part.pk}", reason=reason
    )
    part.delete()


def _columns(demand: Demand) -> dict[str, object]:
    columns = {name: getattr(demand, name) for name in Demand.__dataclass_fields__}
    return columns | {
        "title": dict(demand.title),
        "tactics": [tactic.value for tactic in demand.tactics],
        "approach": demand.approach.value if demand.approach else "",
    }


def _engage(initiative: Initiative, coalition: Coalition) -> None:
    initiative.engagements.all().delete()
    Engagement.objects.bulk_create(
        Engagement(initiative=initiative, organisation=organisation, engaged_as=part.value)
        for organisation, part in coalition.parts().items()
    )


def _locked(initiative: Initiative) -> Initiative:
    return Initiative.objects.select_for_update(of=("self",)).select_related("programme").get(pk=initiative.pk)


def _next(rows: models.Manager[AdvocacyAction] | models.Manager[AdvocacyResponse]) -> int:
    last: int | None = rows.aggregate(last=models.Max("number"))["last"]
    return (last or 0) + 1


def _about_demand(demand: Demand, coalition: Coalition) -> Iterable[Finding]:
    yield from _about_day(demand.identified_on, "identified_on")
    yield from _about_office(demand.target, "target")
    for organisation in coalition.parts():
        if organisation.kind not in CIVIL_SOCIETY:
            yield error("not-engaged", NOT_ENGAGED, "others")


def _about_day(on: date, where: str = "on") -> list[Finding]:
    return [error("day-not-come", DAY_NOT_COME, where)] if on > timezone.localdate() else []


def _about_office(office: str, where: str) -> list[Finding]:
    return [error("office-names-a-person", OFFICE_NAMES_A_PERSON, where)] if names_a_person(office) else []


def _refuse(findings: Iterable[Finding]) -> None:
    found = list(findings)
    if found:
        raise AdvocacyImpossible(found)


def _check_world(programme: Programme, *organisations: Organisation) -> None:
    if any(one.fictional != programme.fictional for one in organisations):
        raise OtherWorld(programme.code)
