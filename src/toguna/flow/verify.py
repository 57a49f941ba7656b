"""Step two, verify: the partner checks, the lead verifies, and a verified record becomes facts.

Nobody does two acts that follow each other. A correction closes the facts of the old version and opens new ones at its
own place in the single verified sequence, so that what was counted before can always be counted again.
"""

import uuid
from collections.abc import Iterable
from functools import partial

from django.db import transaction

from toguna.collect.answers_xml import Tree, write_answers
from toguna.collect.attendance_json import to_json
from toguna.flow.commitments import note_shut, note_verified
from toguna.flow.exports import withdraw_files_of
from toguna.flow.forms import ATTENDANCE_FORM
from toguna.flow.reading import field_record_of, findings_of, questions_for, read_version, reading_of
from toguna.rules.attendance import AttendanceSheet
from toguna.rules.attendance_facts import birth_interval
from toguna.rules.field_record import FieldRecord, StatedFact
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
from toguna.store.fieldwork.models import Reading, Record, RecordVersion
from toguna.store.fieldwork.queries import acts_possible, may_act
from toguna.store.organisations.models import Organisation
from toguna.store.people.actions import keep_mention
from toguna.store.people.models import Mention
from toguna.store.places.models import Place
from toguna.store.places.recognition import Gazetteer, gazetteer
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
        read = field_record_of(version)
        if read.facts and held.activity is None:
            blocking.append(Finding("not-matched", Severity.ERROR, NOT_MATCHED))
        if blocking:
            raise NotReady(blocking)
        decide(record=held, act=Act.VERIFY, by=by, revision=revision)
        note_verified(version)
        return _make_facts(held, version, read, by)


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


def correct_answers(record: Record, *, by: User, revision: int, answers: Tree, reason: str) -> RecordVersion:
    """The same for any other form: the corrected answers, as a phone would send them in place of the first."""
    _require_possible(record, by, Act.CORRECT)
    if not reason.strip():
        raise ReasonMissing(Act.CORRECT)
    with write_turn(), transaction.atomic():
        held = locked(record, revision=revision)
        replaced = held.current_version
        assert replaced is not None
        replaced.record = held
        form = questions_for(replaced)
        if form is None:
            raise NotAllowedInState(Act.CORRECT, RecordState(held.state))
        instance_id = f"uuid:{uuid.uuid4()}"
        body = write_answers(form, answers, instance_id=instance_id, deprecated_id=replaced.instance_id)
        envelope = Envelope(form.form_id, form.version, instance_id=instance_id, deprecated_id=replaced.instance_id)
        version = keep_correction(record=held, envelope=envelope, body=body, by=by, reason=reason)
        read_version(version)
        return version


def quarantine_record(record: Record, *, by: User, revision: int, reason: str) -> Record:
    """Shut a record away that should never have been written, whatever it had become, saying why.

    What it had counted stops counting from here in the verified sequence; what was published before can still be
    counted again.
    """
    _require(by, Act.QUARANTINE)
    with write_turn(), transaction.atomic():
        held = decide(record=record, act=Act.QUARANTINE, by=by, revision=revision, reason=reason)
        holding = Fact.objects.filter(version__record=held, until__isnull=True).select_related("version").first()
        if holding is not None:
            close_facts_of(record=held, at=next_verification(version=holding.version, by=by, opens=False).number)
        note_shut(held)
        # Files that were made with it go too; after the commit, because a file cannot be rolled back.
        transaction.on_commit(partial(withdraw_files_of, held.form_id))
        return held


def release_record(record: Record, *, by: User, revision: int, reason: str) -> Record:
    """Let a record out of quarantine, saying why: it is received once more, to be checked and verified like any."""
    _require(by, Act.RELEASE)
    with write_turn():
        return decide(record=record, act=Act.RELEASE, by=by, revision=revision, reason=reason)


def match_activity(record: Record, *, by: User, revision: int, activity: Activity) -> Record:
    """Say which activity of the work plan the sheet belongs to, before it is verified."""
    if not (may_act(by, Act.CHECK) or may_act(by, Act.VERIFY)):
        raise NotPermitted(Act.CHECK)
    if record.state in (RecordState.VERIFIED, RecordState.REJECTED, RecordState.QUARANTINED):
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
            elif act is Act.QUARANTINE:
                quarantine_record(record, by=by, revision=revision, reason=reason)
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


def _make_facts(record: Record, version: RecordVersion, read: FieldRecord, by: User) -> Verification:
    reading = reading_of(version)
    verification = next_verification(version=version, by=by)
    close_facts_of(record=record, at=verification.number)
    places = gazetteer(fictional=record.fictional)
    open_facts(
        facts=[_fact(stated, read, record, version, reading, places) for stated in read.facts],
        since=verification.number,
    )
    return verification


def _fact(
    stated: StatedFact, read: FieldRecord, record: Record, version: RecordVersion, reading: Reading, places: Gazetteer
) -> Fact:
    activity, held_on = record.activity, read.summary.held_on
    assert activity is not None
    assert held_on is not None
    residence = places.recognise(stated.residence)
    return Fact(
        kind=stated.kind,
        node=stated.node,
        version=version,
        mapping=reading.mapping,
        fictional=record.fictional,
        activity=activity,
        session=reading.session,
        starts_on=stated.on or held_on,
        ends_on=stated.on or read.summary.last_day or held_on,
        event_place=reading.place or activity.place,
        residence_place=residence,
        area_place=places.recognise(stated.area),
        implementer=activity.implementer or record.organisation,
        mention=_mention(stated, version, residence, year=held_on.year),
        organisation=_organisation(stated, activity),
        sex=stated.sex,
        age_from=stated.age_from,
        age_to=stated.age_to,
        age_basis=stated.age_basis,
        disability=stated.disability,
        displaced=stated.displaced,
        stakeholder_group=stated.stakeholder_group,
        function=stated.function[:80] or None,
        quantity=stated.quantity,
        unit=stated.unit,
        currency=stated.currency,
        basis=stated.basis,
        cut=stated.cut,
    )


def _mention(stated: StatedFact, version: RecordVersion, residence: Place | None, *, year: int) -> Mention | None:
    one = stated.participant
    if one is None:
        return None
    return keep_mention(
        version=version,
        line=one.line,
        name=one.name or "",
        phone=one.phone or "",
        sex=stated.sex,
        born=birth_interval(one, year=year),
        commune=residence,
        commune_as_written=str(one.commune),
    )


def _organisation(stated: StatedFact, activity: Activity) -> Organisation | None:
    """The organisation that the fact is about: the one named, or, of an event, whoever carried it out."""
    if stated.organisation:
        return Organisation.objects.filter(code__iexact=stated.organisation).first()
    return activity.implementer if stated.kind == "event" else None
