"""Giving a round back in public: what may be shown is frozen into an account, and only then has the commune its page.

Only a round that was verified among the records is given back. What was given back stays; a round that was reopened is
given back anew, and says why.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction

from toguna.collect.registers.rounds import FORM_ID
from toguna.flow.scoring import held_on, require_facilitator, result_of
from toguna.publish.scorecards.account import Occasion, account_of
from toguna.rules.comparisons import Comparison, RoundAnswers, change_between
from toguna.rules.cycles import RoundState
from toguna.rules.findings import Finding
from toguna.rules.records import RecordState
from toguna.rules.remarking import error
from toguna.rules.small_groups import merged_small_groups
from toguna.store.accounts.models import User
from toguna.store.fieldwork.models import Record
from toguna.store.scorecards.actions import StageNotReady
from toguna.store.scorecards.models import Restitution, Round
from toguna.store.scorecards.queries import model_of, scorings_that_count
from toguna.store.scorecards.scoring_actions import keep_authority_reply, restitute_round
from toguna.store.writing import write_turn

NOT_VALIDATED = "Le tour n'est pas validé : validez-le avant de le restituer."
NOT_VERIFIED = "Le tour n'est pas encore vérifié parmi les fiches : il doit l'être avant de paraître."
REASON_MISSING = "Ce tour a déjà été restitué : écrivez ce qui a changé et pourquoi."
OF_A_PLACE = "Une auto-évaluation appartient à l'organisation : elle ne paraît pas en public."


def missing_for_restitution(round: Round) -> list[Finding]:
    """What keeps a round from being given back."""
    if round.cycle.place is None:
        return [error("not-of-a-place", OF_A_PLACE)]
    if round.state == RoundState.OPEN:
        return [error("not-validated", NOT_VALIDATED)]
    record = record_of(round)
    if record is None or record.state != RecordState.VERIFIED:
        return [error("not-verified", NOT_VERIFIED)]
    return []


def record_of(round: Round) -> Record | None:
    """The record by which a validated round is counted."""
    return Record.objects.filter(form_id=FORM_ID, instance_id=f"uuid:{round.pk}").first()


def account_now(round: Round, *, restituted_on: date) -> dict[str, Any]:
    """What would be frozen, as the round stands now: small groups merged, compared with the round before."""
    cycle, model = round.cycle, model_of(round)
    assert cycle.place is not None
    sittings = list(scorings_that_count(round))
    occasion = Occasion(
        cycle=cycle.code,
        number=round.number,
        place=cycle.place.name,
        instrument=cycle.instrument.title,
        subject=cycle.subject,
        scored_on=held_on(round, model),
        restituted_on=restituted_on,
        organisation=cycle.organisation.name,
        fictional=cycle.fictional,
        women=sum(one.women or 0 for one in sittings),
        men=sum(one.men or 0 for one in sittings),
        unknown_sex=sum(one.unknown_sex or 0 for one in sittings),
        notes=_notes(round),
    )
    return account_of(merged_small_groups(result_of(round)), occasion, _change_since(round))


def restitute(round: Round, *, by: User, restituted_on: date, reason: str = "") -> Restitution:
    """Freeze the account that is given back and make it public. Raises NotPermittedOnCycle, StageNotReady."""
    require_facilitator(by, round)
    missing = missing_for_restitution(round)
    if round.restitutions.exists() and not reason.strip():
        missing.append(error("reason-missing", REASON_MISSING, "reason"))
    if missing:
        raise StageNotReady(missing)
    with write_turn(), transaction.atomic():
        return restitute_round(
            by=by,
            round=round,
            held_on=restituted_on,
            content=account_now(round, restituted_on=restituted_on),
            reason=reason,
        )


def set_reply_beside(restitution: Restitution, *, by: User, words: str, office: str, on: date) -> None:
    """Set the authority's answer beside the account. Raises NotPermittedOnCycle."""
    require_facilitator(by, restitution.round)
    with write_turn():
        keep_authority_reply(by=by, restitution=restitution, words=words, office=office, on=on)


def _change_since(round: Round) -> Comparison | None:
    """The change since the last round that was given back before this one."""
    before = (
        round.cycle.rounds.filter(number__lt=round.number, state=RoundState.RESTITUTED)
        .select_related("model", "cycle__instrument", "cycle__place")
        .order_by("-number")
        .first()
    )
    if before is None:
        return None
    return change_between(_answers(before), _answers(round))


def _answers(round: Round) -> RoundAnswers:
    """The scores that may be shown of a round: a change never tells more than its two rounds do."""
    published = merged_small_groups(result_of(round))
    return RoundAnswers(published.model, published.scores)


def _notes(round: Round) -> Mapping[str, str]:
    """Why a score was agreed, in the words that were written for it."""
    return {one.indicator: one.note for one in round.agreed.all() if one.note}
