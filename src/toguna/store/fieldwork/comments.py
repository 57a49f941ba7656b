"""What the sender of a record and its reviewers say to each other, and which of it somebody has not read yet.

A comment may name people: it is for those who see names, and the journal holds that it was written, never its words.
"""

from django.db import transaction
from django.db.models import Exists, F, Max, OuterRef, Q, QuerySet

from toguna.rules.roles import Permission
from toguna.store.accounts.models import User
from toguna.store.fieldwork.models import Comment, Decision, Record
from toguna.store.fieldwork.queries import records_seen_by
from toguna.store.journal.actions import record_entry
from toguna.store.journal.models import Entry

LONGEST = 4000
# Past so many the oldest are not looked for: nobody reads them one by one.
LOOKED_AT = 500


class NothingSaid(ValueError):
    """A comment without a word."""


def may_comment(user: User) -> bool:
    """Whether the role takes part in what is said about records."""
    return user.may(Permission.SEE_RECORDS) and user.may(Permission.SEE_NAMES)


@transaction.atomic
def add_comment(*, record: Record, by: User, text: str) -> Comment:
    """Say something about a record. Raises NothingSaid where nothing is said."""
    said = text.strip()[:LONGEST]
    if not said:
        raise NothingSaid
    comment = Comment.objects.create(record=record, by=by, text=said)
    record_entry(by=by, action="record.commented", subject=record, comment=comment.pk)
    return comment


def comments_on(record: Record) -> QuerySet[Comment]:
    """What was said about a record, from the first word on."""
    return record.comments.select_related("by").order_by("at", "pk")


def with_unread_comments(user: User) -> QuerySet[Record]:
    """The records on which somebody said something to this account since it last read them.

    A sender is told of every word on their records; whoever decided or commented there, of what others answer; and who
    checks, of what a sender says and nobody has answered.
    """
    seen = records_seen_by(user)
    if not may_comment(user):
        return seen.none()
    said = {row["record"]: row["newest"] for row in _said_to(user).values("record").annotate(newest=Max("at"))}
    subjects = {f"record:{record}": record for record in said}
    entries = Entry.objects.filter(actor=user.pk, action="record.read", subject__in=list(subjects))
    for subject, read_at in entries.values_list("subject").annotate(Max("at")):
        if read_at > said[subjects[subject]]:
            del said[subjects[subject]]
    return seen.filter(pk__in=list(said))


def _said_to(user: User) -> QuerySet[Comment]:
    here = Q(record=OuterRef("record"))
    told = Q(record__sender=user)
    told |= Q(Exists(Comment.objects.filter(here, by=user)))
    told |= Q(Exists(Decision.objects.filter(here, by=user)))
    if user.may(Permission.CHECK_RECORDS):
        answers = Comment.objects.filter(here, at__gt=OuterRef("at")).exclude(by=OuterRef("record__sender"))
        told |= Q(~Exists(answers), by=F("record__sender"))
    seen = records_seen_by(user).order_by().values("pk")
    newest = Comment.objects.filter(told, record__in=seen).exclude(by=user).order_by("-at").values("pk")[:LOOKED_AT]
    return Comment.objects.filter(pk__in=list(newest.values_list("pk", flat=True))).order_by()
