"""Which records somebody may see, and what they may do about them."""

from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from toguna.rules.findings import Finding, Severity
from toguna.rules.records import Act, RecordState, possible_acts
from toguna.rules.roles import Permission
from toguna.store.accounts.models import User
from toguna.store.activities.models import Activity
from toguna.store.fieldwork.actions import hands_of
from toguna.store.fieldwork.models import Attachment, Decision, Form, Reading, Record, RecordVersion
from toguna.store.organisations.queries import organisations_reached_by

PERMISSION_FOR = {
    Act.CHECK: Permission.CHECK_RECORDS,
    Act.VERIFY: Permission.VERIFY_RECORDS,
    Act.CORRECT: Permission.CORRECT_RECORDS,
    Act.QUARANTINE: Permission.QUARANTINE_RECORDS,
    Act.RELEASE: Permission.QUARANTINE_RECORDS,
}
# Where a record stands that is no other's double: it counts nowhere and nobody will count it.
SET_ASIDE = (RecordState.REJECTED, RecordState.QUARANTINED)
# Other points shown beside one: within so many degrees, and no more than so many.
POINTS_WITHIN, MOST_POINTS = 1.0, 100


def records_seen_by(user: User) -> QuerySet[Record]:
    """The records of the organisations that this account reaches, with what was understood of each.

    One in quarantine is on no list, whoever looks: `records_in_quarantine` is the only way to it.
    """
    return _records_reached_by(user).exclude(state=RecordState.QUARANTINED)


def records_in_quarantine(user: User) -> QuerySet[Record]:
    """The records that are shut away, for those who may shut away and let out."""
    if not user.may(Permission.QUARANTINE_RECORDS):
        return Record.objects.none()
    return _records_reached_by(user).filter(state=RecordState.QUARANTINED)


def record_seen_by(user: User, pk: UUID | str) -> Record:
    """One record, or Record.DoesNotExist when it is not there or not this account's to see."""
    return _records_opened_to(user).get(pk=pk)


def _records_reached_by(user: User) -> QuerySet[Record]:
    if not user.may(Permission.SEE_RECORDS):
        return Record.objects.none()
    return Record.objects.filter(organisation__in=organisations_reached_by(user)).select_related(
        "current_version__reading__place", "activity", "organisation", "sender"
    )


def _records_opened_to(user: User) -> QuerySet[Record]:
    return _records_reached_by(user) if user.may(Permission.QUARANTINE_RECORDS) else records_seen_by(user)


def may_act(user: User, act: Act) -> bool:
    """Whether the role allows the act at all; returning and rejecting belong to whoever checks or verifies."""
    permission = PERMISSION_FOR.get(act)
    if permission is not None:
        return user.may(permission)
    return user.may(Permission.CHECK_RECORDS) or user.may(Permission.VERIFY_RECORDS)


def acts_possible(record: Record, user: User) -> frozenset[Act]:
    """What this account could do about the record now."""
    now = possible_acts(RecordState(record.state), by=user.pk, hands=hands_of(record))
    allowed = {act for act in now if may_act(user, act)}
    if record.state == RecordState.RECEIVED and not user.may(Permission.CHECK_RECORDS):
        # The partner has the first look; the lead comes in once the partner has checked.
        allowed -= {Act.RETURN, Act.REJECT}
    if record.sender_id == user.pk and user.may(Permission.ENTER_RECORDS) and record.state == RecordState.RETURNED:
        allowed.add(Act.CORRECT)
    return frozenset(allowed)


def contested_versions(record: Record) -> QuerySet[RecordVersion]:
    """Versions that came under the same instance with other bytes and that nobody has settled yet."""
    return record.versions.filter(contested=True, decisions=None)


# What is asked of every submission that arrives, as it is: composing it costs more than answering it.
ARRIVAL = """
    SELECT form.state, (
        SELECT version.id FROM fieldwork_recordversion version
        JOIN fieldwork_record record ON record.id = version.record_id
        WHERE version.instance_id = %s AND record.form_id = form.form_id LIMIT 1
    ) FROM fieldwork_form form WHERE form.form_id = %s AND form.version = %s
"""


def arrival(form_id: str, form_version: str, instance_id: str = "") -> tuple[str, bool]:
    """The state of this version of the form, empty when there is none; and whether the instance has come before."""
    with connection.cursor() as cursor:
        cursor.execute(ARRIVAL, [instance_id, form_id, form_version])
        found = cursor.fetchone()
    return (str(found[0]), found[1] is not None) if found else ("", False)


def version_of_instance(form_id: str, instance_id: str) -> RecordVersion | None:
    """The version that came under this instance, if any did; the first of them."""
    versions = RecordVersion.objects.filter(record__form_id=form_id, instance_id=instance_id)
    return versions.select_related("record").order_by("number").first()


def version_shown_as(form_id: str, instance: str) -> RecordVersion | None:
    """The version that other programs know by this instance, where it has its record's own and they need another."""
    try:
        key = UUID(instance.removeprefix("uuid:"))
    except ValueError:
        return None
    return RecordVersion.objects.filter(pk=key, record__form_id=form_id).select_related("record").first()


def unread_versions(*, since: datetime | None, limit: int) -> QuerySet[RecordVersion]:
    """Versions that nobody has read yet, the oldest first; `since` spares looking through those long read."""
    unread = RecordVersion.objects.filter(reading=None).select_related("record").order_by("received_at")
    return (unread.filter(received_at__gte=since) if since else unread)[:limit]


def findings_kept(reading: Reading) -> list[Finding]:
    """The findings of a reading, as they were found."""
    return [
        Finding(row["code"], Severity(row["severity"]), row["message"], row["values"], row["where"])
        for row in reading.findings
    ]


def sheets_like(record: Record) -> QuerySet[Record]:
    """Other records on the same form of the same activity, session and day, or with the same photo."""
    reading = getattr(record.current_version, "reading", None)
    same_photo = Q(attachments__sha256__in=record.attachments.values("sha256"))
    same_session = Q(pk__isnull=True)
    if record.activity_id and reading and reading.held_on and (reading.session is not None or reading.title):
        same_session = Q(
            form_id=record.form_id,
            activity=record.activity_id,
            current_version__reading__session=reading.session,
            current_version__reading__held_on=reading.held_on,
        )
        if reading.session is None:
            # A visit to another group on the same day is another record; so is another person who was asked.
            same_session &= Q(current_version__reading__title=reading.title)
    return (
        Record.objects.filter(same_photo | same_session).exclude(pk=record.pk).exclude(state__in=SET_ASIDE).distinct()
    )


def other_sheets_of(activity: Activity, record: Record) -> QuerySet[Record]:
    """Verified records of the same activity on the same form: this one would add to what is counted already."""
    verified = Record.objects.filter(activity=activity, form_id=record.form_id, state=RecordState.VERIFIED)
    return verified.exclude(pk=record.pk)


def with_last_decision(records: QuerySet[Record]) -> QuerySet[Record]:
    """Each record with when it last moved and the reason then given."""
    last = Decision.objects.filter(record=OuterRef("pk")).order_by("-at")
    return records.annotate(
        last_act=Subquery(last.values("act")[:1]),
        last_reason=Subquery(last.values("reason")[:1]),
        moved_at=Coalesce(Subquery(last.values("at")[:1]), F("received_at")),
    )


def open_forms() -> list[Form]:
    """The newest version of each form that devices may fetch."""
    newest: dict[str, Form] = {}
    # A draft hides no version that is published.
    for form in Form.objects.exclude(state="draft").order_by("form_id", "added_at", "pk"):
        newest[form.form_id] = form
    return [form for form in newest.values() if form.state == "open"]


def form_titles() -> dict[str, dict[str, str]]:
    """What each form is called, by the newest of its versions."""
    return dict(Form.objects.order_by("added_at", "pk").values_list("form_id", "title"))


def form_versions(form_id: str) -> QuerySet[Form]:
    """Every published version of one form."""
    return Form.objects.filter(form_id=form_id).exclude(state="draft")


def attachment_seen_by(user: User, pk: int | str) -> Attachment:
    """One attachment of a record that this account may see, or Attachment.DoesNotExist."""
    return Attachment.objects.select_related("record").get(pk=pk, record__in=_records_opened_to(user))


def points_near(user: User, point: tuple[float, float], *, other_than: Record) -> list[tuple[float, float]]:
    """Where other records that this account sees were filled in, within about a degree of a point."""
    latitude, longitude = point
    near = records_seen_by(user).filter(
        current_version__reading__latitude__range=(latitude - POINTS_WITHIN, latitude + POINTS_WITHIN),
        current_version__reading__longitude__range=(longitude - POINTS_WITHIN, longitude + POINTS_WITHIN),
        # Where nobody has said what an answer means, a point may be somebody's home.
        form_id__in=Form.objects.exclude(mapping="").values("form_id"),
    )
    columns = ("current_version__reading__latitude", "current_version__reading__longitude")
    return list(near.exclude(pk=other_than.pk).order_by("-received_at").values_list(*columns)[:MOST_POINTS])
