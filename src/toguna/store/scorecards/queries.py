"""Whose cycles somebody sees, how far a round is, and what is public: restitutions that are not withdrawn."""

from collections import Counter
from collections.abc import Iterable
from fractions import Fraction
from uuid import UUID

from django.db.models import Count, Prefetch, Q, QuerySet

from toguna.rules.cycles import Present, Progress, RoundState, Stage, StageNotes
from toguna.rules.findings import errors_in
from toguna.rules.instrument_checks import findings as model_findings
from toguna.rules.instruments import Model
from toguna.rules.roles import Reach
from toguna.store.accounts.models import User
from toguna.store.commitments.models import Commitment
from toguna.store.organisations.queries import organisations_reached_by
from toguna.store.scorecards.models import (
    Cycle,
    GroupScoring,
    Instrument,
    ModelVersion,
    Respondent,
    Restitution,
    Round,
    StageWork,
)


def model_of(round: Round) -> Model:
    """The model that a round is scored by."""
    return Model.from_json(round.model.content)


def offered_instruments() -> QuerySet[Instrument]:
    """The instruments that a new cycle may begin with."""
    return Instrument.objects.filter(retired=False)


def newest_version(instrument: Instrument) -> ModelVersion:
    """The version that new cycles begin with: the newest that belongs to no cycle. Raises ModelVersion.DoesNotExist."""
    return instrument.versions.filter(cycle=None).order_by("-number")[:1].get()


def cycles_seen_by(user: User) -> QuerySet[Cycle]:
    """The cycles that this account may open: its own side's, or all."""
    rows = Cycle.objects.select_related("instrument", "programme", "place", "assessed", "organisation", "activity")
    if user.reach is Reach.ALL:
        return rows
    return rows.filter(organisation__in=organisations_reached_by(user))


def cycle_seen_by(user: User, code: str) -> Cycle:
    """One of them. Raises Cycle.DoesNotExist."""
    return cycles_seen_by(user).get(code=code)


def rounds_open_for(user: User) -> QuerySet[Round]:
    """The rounds that this account may send scores for: not validated, in cycles of its own side."""
    return (
        Round.objects.filter(
            state="open",
            cycle__organisation__in=organisations_reached_by(user),
            cycle__closed_on=None,
            cycle__fictional=user.fictional,
        )
        .select_related("cycle__place", "cycle__assessed", "cycle__instrument", "model")
        .order_by("cycle__code", "number")
    )


def round_named(key: str) -> Round | None:
    """The round of this id, as a telephone writes it; None when it is no id of any."""
    try:
        pk = UUID(key.strip())
    except ValueError:
        return None
    return Round.objects.filter(pk=pk).select_related("cycle", "model").first()


def scorings_that_count(round: Round) -> QuerySet[GroupScoring]:
    """The sittings that count, with their scores; not those whose record was rejected or shut away."""
    shut = Q(version__record__state__in=["rejected", "quarantined"])
    return round.scorings.filter(counts=True).exclude(shut).prefetch_related("scores")


def respondents_that_count(round: Round) -> QuerySet[Respondent]:
    """The people who answered a survey; not those whose record was rejected or shut away."""
    return round.respondents.exclude(version__record__state__in=["rejected", "quarantined"])


def works_of(cycle: Cycle, number: int) -> dict[Stage, StageWork]:
    """What was written of each stage of a round."""
    rows = cycle.works.filter(round_number=number).prefetch_related("attendance", "documents")
    return {Stage(row.stage): row for row in rows}


def promises_of(cycle: Cycle) -> QuerySet[Commitment]:
    """The promises that came out of a cycle: of its action plans and meetings."""
    rows = Commitment.objects.filter(origin_key__startswith=origin_prefix(cycle))
    return rows.select_related("promiser", "receiver", "programme").order_by("due_on", "number")


def origin_prefix(cycle: Cycle) -> str:
    """What the origin of every promise of a cycle begins with."""
    return f"cycle:{cycle.pk}:"


def progress_of(round: Round) -> Progress:
    """How far the round is."""
    model = model_of(round)
    counting = list(scorings_that_count(round))
    sittings = [*counting, *sheets_waiting(round)]
    times = Counter(one.group for one in sittings)
    agreed = set(round.agreed.values_list("indicator", flat=True))
    answered = agreed | {
        score.indicator
        for one in counting
        for score in one.scores.all()
        if score.raw is not None and not score.off_scale
    }
    answers = list(respondents_that_count(round).values_list("answers", flat=True))
    answered |= {code for told in answers for code in told}
    known = model.indicator_by_code
    weights = sum(one.weight for one in known.values())
    promises = promises_of(round.cycle)
    return Progress(
        notes={stage: notes_of(work) for stage, work in works_of(round.cycle, round.number).items()},
        model_errors=len(errors_in(model_findings(model))),
        scored=frozenset(one.group for one in counting if _has_scores(one)),
        twice=frozenset(group for group, count in times.items() if count > 1),
        answered=Fraction(sum(known[code].weight for code in answered if code in known), weights or 1),
        validated=round.state != RoundState.OPEN,
        not_agreed=sum(code not in agreed for code in known),
        issues=round.cycle.issues.count(),
        issues_not_gathered=round.cycle.issues.filter(indicator="").count(),
        promises=promises.count(),
        promises_undated=promises.filter(due_on=None).count(),
        respondents=len(answers),
        respondents_planned=round.respondents_planned or 0,
    )


def notes_of(work: StageWork) -> StageNotes:
    """One stage as the rules know it."""
    present: dict[str, Counter[str]] = {}
    for line in work.attendance.all():
        present.setdefault(line.group, Counter())[line.sex] += line.count
    return StageNotes(
        held_on=work.held_on,
        present=tuple(
            Present(group, women=sexes["female"], men=sexes["male"], unknown=sexes[""] + sexes["other"])
            for group, sexes in present.items()
        ),
        words=work.words,
        documents=len(work.documents.all()),
    )


def sheets_waiting(round: Round) -> QuerySet[GroupScoring]:
    """Second sittings of groups that nobody has decided about."""
    return round.scorings.filter(counts=False, set_aside=False)


def public_restitutions() -> QuerySet[Restitution]:
    """What was given back in public of what is not withdrawn, the newest of each round first."""
    return (
        Restitution.objects.filter(
            round__cycle__withdrawn=False,
            round__cycle__activity__withdrawn=False,
            round__cycle__place__isnull=False,
            round__cycle__place__withdrawn=False,
            round__cycle__programme__public=True,
        )
        .exclude(round__cycle__stage=Stage.CANCELLED.value)
        .select_related("round__cycle__place", "round__cycle__instrument", "round__cycle__programme", "round__model")
        # What is shown is in the account; the model of each would be read for nothing.
        .defer("round__model__content")
        .order_by("round__cycle", "-round__number", "-edition")
    )


def with_counts(rows: QuerySet[Cycle]) -> QuerySet[Cycle]:
    """The cycles with how many rounds they have, and those at hand, so that a list can be ordered."""
    rounds = Prefetch("rounds", queryset=Round.objects.order_by("number"))
    return rows.annotate(measures=Count("rounds", filter=~Q(rounds__state="open"))).prefetch_related(rounds)


def comparable_places(restitutions: Iterable[Restitution]) -> set[str]:
    """The fingerprints that several accounts share: only these may be set side by side, and none is ever ranked."""
    seen = Counter(one.round.model.fingerprint for one in restitutions)
    return {fingerprint for fingerprint, count in seen.items() if count > 1}


def _has_scores(scoring: GroupScoring) -> bool:
    return any(score.raw is not None and not score.off_scale for score in scoring.scores.all())
