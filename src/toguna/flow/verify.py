"""Step two, verify: the partner checks, the lead verifies, and a verified record becomes facts.

Nobody does two acts that follow each other. A correction closes the facts of the old version and opens new ones at its
own place in the single verified sequence, so that what was counted before can always be counted again.
"""

from collections.abc import Iterable

from django.db import transaction

from toguna.collect.attendance_json import to_json
from toguna.flow.reading import findings_of, read_version, reading_of, sheet_of
from toguna.flow.receive import ATTENDANCE_FORM
from toguna.rules.attendance import AttendanceSheet
from toguna.rules.attendance_facts import age_bounds, birth_interval, facts_of
from toguna.rules.findings import Finding, Severity, errors_in
from toguna.rules.records import Act, NotAllowedInState, ReasonMissing, RecordState, SamePersonTwice
from toguna.store.accounts.models import User
from toguna.store.activities.models import Activity
from toguna.store.facts.actions import close_facts_of, next_verification, open_facts
from toguna.store.facts.models import Fact, Verification
from toguna.store.fieldwork.actions import (
    Envelope,
    SomebodyActedFirst,
    decide,
    keep_correction,
    locked,
    match_to_activity,
    settle_contested_version,
)
from toguna.store.fieldwork.models import Record, RecordVersion
from toguna.store.fieldwork.queries import acts_possible, may_act
from toguna.store.people.actions import keep_mention
from toguna.store.places.recognition import gazetteer
from toguna.store.writing import write_turn

NOT_MATCHED = "La fiche n'est rattachée à aucune activité. Rattachez-la, puis vérifiez-la."


class NotPermitted(Exception):
    """The account's role does not allow the act."""

    def __init__(self, act: Act) -> None:
        self.act = act
        super().__init__(f"{act} is not this account's to do")


class NotReady(Exception):
    """The record cannot become facts while these errors stand."""

    def __init__(self, findings: list[Finding]) -> None:
        self.findings = findings
        super().__init__("; ".join(finding.text() for finding in findings))


DecisionError = NotPermitted | NotReady | SomebodyActedFirst | NotAllowedInState | SamePersonTwice | ReasonMissing


def check_record(record: Record, *, by: User, revision: int) -> Record:
    """The partner says that the sheet is right."""
    _require(by, Act.CHECK)
    with write_turn():
        return decide(record=record, act=Act.CHECK, by=by, revision=revision)


def return_record(record: Record, *, by: User, revision: int, reason: str) -> Record:
    """Send the sheet back to its sender, saying why."""
    _require_possible(record, by, Act.RETURN)
    with write_turn():
        return decide(record=record, act=Act.RETURN, by=by, revision=revision, reason=reason)


def reject_record(record: Record, *, by: User, revision: int, reason: str) -> Record:
    """Set the sheet aside for good, saying why; it stays readable and counts nowhere."""
    _require_possible(record, by, Act.REJECT)
    with write_turn():
        return decide(record=record, act=Act.REJECT, by=by, revision=revision, reason=reason)


def verify_record(record: Record, *, by: User, revision: int) -> Verification:
    """The lead verifies the sheet: facts are made, those of an earlier version are closed. All of it or nothing."""
    _require(by, Act.VERIFY)
    with write_turn(), transaction.atomic():
        held = locked(record, revision=revision)
        version = held.current_version
        assert version is not None
        version.record = held  # so that an activity matched while reading is seen here
        blocking = errors_in(findings_of(version))
        if held.activity is None:
            blocking.append(Finding("not-matched", Severity.ERROR, NOT_MATCHED))
        if blocking:
            raise NotReady(blocking)
        decide(record=held, act=Act.VERIFY, by=by, revision=revision)
        return _make_facts(held, version, by)


def correct_record(record: Record, *, by: User, revision: int, sheet: AttendanceSheet, reason: str) -> RecordVersion:
    """Keep a corrected sheet as a new version, to be checked and verified like any other; the original stays."""
    _require_possible(record, by, Act.CORRECT)
    if not reason.strip():
        raise ReasonMissing(Act.CORRECT)
    with write_turn(), transaction.atomic():
        held = locked(record, revision=revision)
        # Typing an earlier sheet again is a correction too; the line ends make its bytes, and so its hash, its own.
        body = to_json(sheet) + b"\n" * held.versions.count()
        envelope = Envelope(ATTENDANCE_FORM, "desk", instance_id=held.instance_id)
        version = keep_correction(record=held, envelope=envelope, body=body, by=by, reason=reason)
        read_version(version)
        return version


def match_activity(record: Record, *, by: User, revision: int, activity: Activity) -> Record:
    """Say which activity of the work plan the sheet belongs to, before it is verified."""
    if not (may_act(by, Act.CHECK) or may_act(by, Act.VERIFY)):
        raise NotPermitted(Act.CHECK)
    if record.state in (RecordState.VERIFIED, RecordState.REJECTED):
        # Its facts name the activity; a sheet of another activity is a correction.
        raise NotAllowedInState(Act.CORRECT, RecordState(record.state))
    with write_turn(), transaction.atomic():
        held = match_to_activity(record=record, activity=activity, by=by, revision=revision)
        assert held.current_version is not None
        read_version(held.current_version)
        return held


def settle_contested(
    record: Record, *, by: User, revision: int, version: RecordVersion, keep: bool, reason: str = ""
) -> Record:
    """Choose between two contents that came under one instance; both stay."""
    if not (may_act(by, Act.CHECK) or may_act(by, Act.VERIFY)):
        raise NotPermitted(Act.CHECK)
    with write_turn(), transaction.atomic():
        held = settle_contested_version(
            record=record, version=version, keep=keep, by=by, revision=revision, reason=reason
        )
        read_version(version)
        return held


def decide_many(
    records: Iterable[tuple[Record, int]], act: Act, *, by: User, reason: str = ""
) -> list[tuple[Record, DecisionError | None]]:
    """Take one act on many records; each stands or falls by itself, and each failure is told."""
    outcomes: list[tuple[Record, DecisionError | None]] = []
    for record, revision in records:
        try:
            if act is Act.CHECK:
                check_record(record, by=by, revision=revision)
            elif act is Act.VERIFY:
                verify_record(record, by=by, revision=revision)
            elif act is Act.RETURN:
                return_record(record, by=by, revision=revision, reason=reason)
            else:
                reject_record(record, by=by, revision=revision, reason=reason)
        except (NotPermitted, NotReady, SomebodyActedFirst, NotAllowedInState, SamePersonTwice, ReasonMissing) as error:
            outcomes.append((record, error))
        else:
            outcomes.append((record, None))
    return outcomes


def _require(by: User, act: Act) -> None:
    if not may_act(by, act):
        raise NotPermitted(act)


def _require_possible(record: Record, by: User, act: Act) -> None:
    """The act is this account's to do now, or the rule's own error says why not."""
    if act not in acts_possible(record, by):
        if may_act(by, act) and not (record.state == "received" and act is not Act.CORRECT):
            return  # the state decides, with an error of its own, once the record is held
        raise NotPermitted(act)


def _make_facts(record: Record, version: RecordVersion, by: User) -> Verification:
    sheet, _ = sheet_of(version)
    reading = reading_of(version)
    assert record.activity is not None
    assert sheet.held_on is not None
    verification = next_verification(version=version, by=by)
    close_facts_of(record=record, at=verification.number)
    places = gazetteer(fictional=record.fictional)
    facts = []
    for made in facts_of(sheet):
        one = made.participant
        residence = places.recognise(one.commune) if one else None
        age_from, age_to, age_basis = age_bounds(made, year=sheet.held_on.year)
        mention = None
        if made.kind == "participation":
            assert one is not None
            mention = keep_mention(
                version=version,
                line=one.line,
                name=one.name or "",
                phone=one.phone or "",
                sex=made.sex,
                born=birth_interval(one, year=sheet.held_on.year),
                commune=residence,
                commune_as_written=str(one.commune),
            )
        facts.append(
            Fact(
                kind=made.kind,
                node=made.node,
                version=version,
                mapping=reading.mapping,
                fictional=record.fictional,
                activity=record.activity,
                session=reading.session,
                starts_on=sheet.held_on,
                ends_on=sheet.last_day or sheet.held_on,
                event_place=reading.place or record.activity.place,
                residence_place=residence,
                implementer=record.activity.implementer or record.organisation,
                mention=mention,
                # Whoever carries an activity out is the organisation that takes part in it.
                organisation=record.activity.implementer if made.kind == "event" else None,
                sex=made.sex,
                age_from=age_from,
                age_to=age_to,
                age_basis=age_basis,
                disability=one.disability if one else None,
                displaced=one.displaced if one else None,
                stakeholder_group=one.stakeholder_group.value if one and one.stakeholder_group else None,
                function=(one.function or None) and one.function[:80] if one else None,
                quantity=made.quantity,
                unit=made.unit,
                basis=made.basis,
                cut=made.cut,
            )
        )
    open_facts(facts=facts, since=verification.number)
    return verification
