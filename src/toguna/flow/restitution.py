"""Giving a round back in public: what may be shown is frozen into an account, and only then has the commune its page.

Only a round that was verified among the records is given back. What was given back stays; a round that was reopened is
given back anew, and says why. The authority's answer stands beside it, in the words of an office.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from toguna.collect.registers.rounds import FORM_ID
from toguna.flow.scoring import NotPermittedOnCycle, held_on, require_facilitator, result_of
from toguna.publish.scorecards.account import Occasion, Since, account_of
from toguna.rules.comparisons import RoundAnswers, change_between
from toguna.rules.cycles import PUBLIC_AT, RoundState, Stage, procedure_of
from toguna.rules.findings import Finding
from toguna.rules.instruments import Engine
from toguna.rules.offices import OFFICE_NAMES_A_PERSON, names_a_person
from toguna.rules.records import RecordState
from toguna.rules.remarking import error
from toguna.rules.roles import Permission
from toguna.rules.small_groups import PublishedRound, merged_small_groups
from toguna.store.accounts.models import User
from toguna.store.fieldwork.models import Record
from toguna.store.scorecards.actions import CycleOver, StageNotReady
from toguna.store.scorecards.models import Cycle, Restitution, Round, StageWork
from toguna.store.scorecards.queries import cycles_seen_by, model_of, scorings_that_count
from toguna.store.scorecards.scoring_actions import keep_authority_reply, restitute_round, set_cycle_withdrawn
from toguna.store.writing import write_turn

NOT_VALIDATED = "Le tour n'est pas validé : validez-le avant de le restituer."
NOT_VERIFIED = "Le tour n'est pas encore vérifié parmi les fiches : il doit l'être avant de paraître."
REASON_MISSING = "Ce tour a déjà été restitué : écrivez ce qui a changé et pourquoi."
OF_A_PLACE = "Une auto-évaluation appartient à l'organisation : elle ne paraît pas en public."
DAY_MISSING = "Indiquez le jour de la restitution à son étape : le compte rendu porte cette date."
OF_A_SURVEY = "Une enquête se lit sur sa page de travail, avec ses marges : elle n'a pas encore de compte rendu public."
NOTHING_TO_SHOW = "Rien ne peut être montré de ce tour : trop peu de personnes ont noté pour rester sans nom."
CYCLE_OVER = "Ce cycle est terminé ou annulé : rien de plus ne paraît."
REPLY_WORDS = "Écrivez ce que répond l'autorité."
REPLY_OFFICE = "Dites quelle fonction répond, par exemple « la maire » : jamais un nom de personne."
REPLY_DAY = "Indiquez le jour de la réponse."
REPLY_LATER = "La réponse ne peut pas dater d'après aujourd'hui."
WITHDRAWAL_REASON = "Écrivez pourquoi : ce motif reste dans le journal, sans nom de personne."


class ReplyImpossible(ValueError):
    """The authority's answer lacks something, each told in `findings`."""

    def __init__(self, findings: list[Finding]) -> None:
        super().__init__("; ".join(finding.code for finding in findings))
        self.findings = findings


def missing_for_restitution(round: Round) -> list[Finding]:
    """What keeps a round from being given back, the reason of a second account apart."""
    if round.cycle.place is None:
        return [error("not-of-a-place", OF_A_PLACE)]
    if model_of(round).engine is Engine.SURVEY:
        return [error("of-a-survey", OF_A_SURVEY)]
    if round.cycle.stage in (Stage.CLOSED, Stage.CANCELLED):
        return [error("cycle-over", CYCLE_OVER)]
    if round.state == RoundState.OPEN:
        return [error("not-validated", NOT_VALIDATED)]
    found = []
    record = record_of(round)
    if record is None or record.state != RecordState.VERIFIED:
        found.append(error("not-verified", NOT_VERIFIED))
    if restituted_on(round) is None:
        found.append(error("day-missing", DAY_MISSING))
    if not _published(round).scores:
        found.append(error("nothing-to-show", NOTHING_TO_SHOW))
    return found


def record_of(round: Round) -> Record | None:
    """The record by which a validated round is counted."""
    return Record.objects.filter(form_id=FORM_ID, instance_id=f"uuid:{round.pk}").first()


def public_stage(round: Round) -> Stage | None:
    """The stage at which a round of this procedure is given back: a restitution, an interface meeting."""
    return PUBLIC_AT.get(procedure_of(model_of(round)))


def restituted_on(round: Round) -> date | None:
    """The day on which people met to hear it, as its stage says."""
    work = _meeting(round)
    return work.held_on if work else None


def account_now(round: Round) -> dict[str, Any]:
    """What would be frozen, as the round stands now: small groups merged, compared with the round before."""
    cycle, model = round.cycle, model_of(round)
    assert cycle.place is not None
    sittings, meeting = list(scorings_that_count(round)), _meeting(round)
    occasion = Occasion(
        cycle=cycle.code,
        number=round.number,
        place=cycle.place.name,
        instrument=cycle.instrument.title,
        subject=cycle.subject,
        scored_on=held_on(round, model),
        restituted_on=restituted_on(round) or timezone.localdate(),
        organisation=cycle.organisation.name,
        fictional=cycle.fictional,
        women=sum(one.women or 0 for one in sittings),
        men=sum(one.men or 0 for one in sittings),
        unknown_sex=sum(one.unknown_sex or 0 for one in sittings),
        present=sum(line.count for line in meeting.attendance.all()) if meeting else 0,
        notes=_notes(round),
    )
    return account_of(_published(round), occasion, _since(round))


def restitute(round: Round, *, by: User, reason: str = "") -> Restitution:
    """Freeze the account that is given back and make it public. Raises NotPermittedOnCycle, StageNotReady."""
    require_facilitator(by, round)
    missing = missing_for_restitution(round)
    if round.restitutions.exists() and not reason.strip():
        missing.append(error("reason-missing", REASON_MISSING, "reason"))
    if missing:
        raise StageNotReady(missing)
    day = restituted_on(round)
    assert day is not None
    with write_turn(), transaction.atomic():
        try:
            return restitute_round(by=by, round=round, held_on=day, content=account_now(round), reason=reason.strip())
        except CycleOver as over:
            raise StageNotReady([error("cycle-over", CYCLE_OVER)]) from over


def set_reply_beside(restitution: Restitution, *, by: User, words: str, office: str, on: date | None) -> None:
    """Set the authority's answer beside the account, or change it. Raises NotPermittedOnCycle, ReplyImpossible."""
    require_facilitator(by, restitution.round)
    words, office = words.replace("\r\n", "\n").strip(), office.strip()
    wrong = []
    if not words:
        wrong.append(error("reply-words", REPLY_WORDS, "words"))
    if not office:
        wrong.append(error("reply-office", REPLY_OFFICE, "office"))
    elif names_a_person(office):
        wrong.append(error("reply-names-a-person", OFFICE_NAMES_A_PERSON, "office"))
    if on is None:
        wrong.append(error("reply-day", REPLY_DAY, "on"))
    elif on > timezone.localdate():
        wrong.append(error("reply-later", REPLY_LATER, "on"))
    if wrong or on is None:
        raise ReplyImpossible(wrong)
    with write_turn():
        keep_authority_reply(by=by, restitution=restitution, words=words, office=office, on=on)


def withdraw(cycle: Cycle, *, by: User, reason: str) -> None:
    """Take every account of a cycle out of public view at once; what is counted stays as it is.

    Raises NotPermittedOnCycle, StageNotReady without a reason.
    """
    _require_withdrawing(cycle, by)
    if not reason.strip():
        raise StageNotReady([error("withdrawal-reason", WITHDRAWAL_REASON, "reason")])
    with write_turn():
        set_cycle_withdrawn(by=by, cycle=cycle, withdrawn=True, reason=reason.strip())


def bring_back(cycle: Cycle, *, by: User) -> None:
    """Show a cycle's accounts to everybody again. Raises NotPermittedOnCycle."""
    _require_withdrawing(cycle, by)
    with write_turn():
        set_cycle_withdrawn(by=by, cycle=cycle, withdrawn=False)


def _require_withdrawing(cycle: Cycle, by: User) -> None:
    if not (by.may(Permission.WITHDRAW_FROM_VIEW) and cycles_seen_by(by).filter(pk=cycle.pk).exists()):
        raise NotPermittedOnCycle


def _meeting(round: Round) -> StageWork | None:
    stage = public_stage(round)
    if stage is None:
        return None
    works = round.cycle.works.filter(round_number=round.number, stage=stage.value)
    return works.prefetch_related("attendance").first()


def _published(round: Round) -> PublishedRound:
    return merged_small_groups(result_of(round))


def _since(round: Round) -> Since | None:
    """The change since the last round that was given back before this one."""
    before = (
        round.cycle.rounds.filter(number__lt=round.number, state=RoundState.RESTITUTED)
        .select_related("model", "cycle__instrument", "cycle__place")
        .order_by("-number")
        .first()
    )
    if before is None:
        return None
    model = model_of(before)
    return Since(before.number, held_on(before, model), model, change_between(_answers(before), _answers(round)))


def _answers(round: Round) -> RoundAnswers:
    """The scores that may be shown of a round: a change never tells more than its two rounds do."""
    published = _published(round)
    return RoundAnswers(published.model, published.scores)


def _notes(round: Round) -> Mapping[str, str]:
    """Why a score was agreed, in the words that were written for it."""
    return {one.indicator: one.note for one in round.agreed.all() if one.note}
