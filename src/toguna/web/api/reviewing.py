"""Central's five words for where a submission stands, and our acts that they ask for.

`approved` is the account's own next step and never more: who checks, checks; who verifies, verifies what was checked.
Central knows nothing between received and approved, so a checked record is still unreviewed in its words.
"""

from django.db.models import Q
from django.utils.translation import gettext as _

from toguna.flow.verify import check_record, reject_record, return_record, verify_record
from toguna.rules.records import Act, RecordState
from toguna.store.accounts.models import User
from toguna.store.fieldwork.models import Record
from toguna.store.fieldwork.queries import may_act
from toguna.web.api.problems import Problem

IN_REVIEW = (RecordState.RECEIVED, RecordState.CHECKED)
WORDS = {
    RecordState.VERIFIED: "approved",
    RecordState.RETURNED: "hasIssues",
    RecordState.REJECTED: "rejected",
}
# pyodk decides first and writes its comment afterwards, so the reason of the act points to where the words will be.
REASON_FOLLOWS = "Le motif est dans les commentaires de la fiche."


def review_state(record: Record) -> str | None:
    """Where a record stands, in Central's words."""
    word = WORDS.get(RecordState(record.state))
    if word is None and record.current_version is not None and record.current_version.number > 1:
        return "edited"
    return word


def records_reviewed_as(word: str | None) -> Q:
    """The records that stand there."""
    if word is None:
        return Q(state__in=IN_REVIEW) & ~Q(current_version__number__gt=1)
    if word == "edited":
        return Q(state__in=IN_REVIEW, current_version__number__gt=1)
    return Q(state__in=[state for state, said in WORDS.items() if said == word])


def review(record: Record, wanted: str | None, *, by: User, comment: str = "") -> None:
    """Take the act that a word asks for. What stands there already is left as it is. Raises what verifying raises."""
    if wanted == review_state(record):
        return
    if wanted == "approved":
        _approve(record, by)
    elif wanted == "hasIssues":
        return_record(record, by=by, revision=record.revision, reason=comment.strip() or REASON_FOLLOWS)
    elif wanted == "rejected":
        reject_record(record, by=by, revision=record.revision, reason=comment.strip() or REASON_FOLLOWS)
    elif wanted in (None, "edited"):
        message = _("Une fiche ne revient pas en arrière d'un mot : envoyez une correction, et elle sera relue.")
        raise Problem(409.16, message, {"state": str(record.state)})
    else:
        message = _("« %(state)s » n'est pas un état : choisissez approved, hasIssues ou rejected.") % {"state": wanted}
        raise Problem(400.8, message, {"field": "reviewState", "value": wanted})


def _approve(record: Record, by: User) -> None:
    if may_act(by, Act.CHECK):
        # Its part is done; verifying is the lead's.
        if record.state != RecordState.CHECKED:
            check_record(record, by=by, revision=record.revision)
    else:
        verify_record(record, by=by, revision=record.revision)
