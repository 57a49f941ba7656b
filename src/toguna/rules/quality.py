"""The assessment of an indicator's data: its states, what is missing before the next, the draw of sheets, the recount.

After the USAID checklist (five standards) and the verification factor of the routine assessments of health programmes.
It decides and counts; it keeps nothing and asks neither the day nor chance.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from toguna.rules.findings import Finding, Severity


class AssessmentState(StrEnum):
    """Where an assessment stands."""

    SCHEDULED = "scheduled"
    DESK_REVIEW = "desk_review"
    FIELD_VERIFICATION = "field_verification"
    FINDINGS = "findings"
    ACTIONS_OPEN = "actions_open"
    CLOSED = "closed"


class Band(StrEnum):
    """How far the recount is from what was reported. `none` is where nothing can be divided, or nothing recounted."""

    GOOD = "good"
    NEAR = "near"
    FAR = "far"
    NONE = "none"


ORDER = tuple(AssessmentState)

NO_TEAM = "Écrivez quels bureaux font l'évaluation."
NO_METHOD = "Écrivez comment l'évaluation sera faite."
NOT_ANSWERED = "Répondez aux questions de la grille : il en reste %(count)s."
NO_WITHOUT_WHY = "Dites pourquoi à chaque « non » de la grille : il en manque %(count)s."
NO_SAMPLE = "Tirez au sort les fiches à recompter."
NOT_RECOUNTED = "Recomptez les fiches tirées : il en reste %(count)s."
NO_CONCLUSION = "Écrivez ce que l'évaluation a trouvé."
NO_ACTION = "Une réponse « non », un écart ou une fiche introuvable demande au moins une action."
ACTIONS_NOT_DONE = "Des actions ne sont pas faites : il en reste %(count)s."


class NotReady(ValueError):
    """The assessment cannot go on yet; `findings` say what is missing."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.findings = list(findings)
        super().__init__(" ".join(finding.text() for finding in findings))


@dataclass(frozen=True)
class Standing:
    """What an assessment has so far: answers, drawn and recounted sheets, words, actions."""

    team: bool = False
    method: bool = False
    unanswered: int = 0
    noes: int = 0
    noes_without_why: int = 0
    drawn: int = 0
    not_recounted: int = 0
    lost: int = 0
    band: Band = Band.NONE
    conclusion: bool = False
    actions: int = 0
    actions_open: int = 0

    @property
    def needs_action(self) -> bool:
        """Whether something was found that nobody may leave as it is."""
        return self.noes > 0 or self.lost > 0 or self.band in (Band.NEAR, Band.FAR)


def missing_before_next(state: AssessmentState, standing: Standing) -> list[Finding]:
    """What keeps the assessment from its next state; nothing when it may go on.

    >>> [one.text() for one in missing_before_next(AssessmentState.FIELD_VERIFICATION, Standing(drawn=30))]
    []
    >>> missing_before_next(AssessmentState.FIELD_VERIFICATION, Standing(drawn=30, not_recounted=4))[0].text()
    'Recomptez les fiches tirées : il en reste 4.'
    """
    match state:
        case AssessmentState.SCHEDULED:
            wanted = [(standing.team, NO_TEAM, 0), (standing.method, NO_METHOD, 0)]
        case AssessmentState.DESK_REVIEW:
            wanted = [
                (not standing.unanswered, NOT_ANSWERED, standing.unanswered),
                (not standing.noes_without_why, NO_WITHOUT_WHY, standing.noes_without_why),
                (standing.drawn > 0, NO_SAMPLE, 0),
            ]
        case AssessmentState.FIELD_VERIFICATION:
            wanted = [(not standing.not_recounted, NOT_RECOUNTED, standing.not_recounted)]
        case AssessmentState.FINDINGS:
            wanted = [
                (standing.conclusion, NO_CONCLUSION, 0),
                (standing.actions > 0 or not standing.needs_action, NO_ACTION, 0),
            ]
        case AssessmentState.ACTIONS_OPEN:
            wanted = [(not standing.actions_open, ACTIONS_NOT_DONE, standing.actions_open)]
        case _:
            wanted = []
    return [
        Finding("not-ready", Severity.ERROR, message, {"count": count}, state)
        for there, message, count in wanted
        if not there
    ]


def next_state(state: AssessmentState, standing: Standing) -> AssessmentState:
    """Where the assessment goes on to. Without any open action, findings lead straight to the end.

    Raises NotReady, which says what is missing; ValueError where it has come to its end.

    >>> next_state(AssessmentState.FINDINGS, Standing(conclusion=True))
    <AssessmentState.CLOSED: 'closed'>
    """
    if state is AssessmentState.CLOSED:
        raise ValueError("a closed assessment goes nowhere: the next one is another assessment")
    if missing := missing_before_next(state, standing):
        raise NotReady(missing)
    if state is AssessmentState.FINDINGS and not standing.actions_open:
        return AssessmentState.CLOSED
    return ORDER[ORDER.index(state) + 1]


def state_before(state: AssessmentState) -> AssessmentState | None:
    """Where it may go back to when something has to be done again; a closed one, and a scheduled one, nowhere.

    >>> state_before(AssessmentState.FINDINGS)
    <AssessmentState.FIELD_VERIFICATION: 'field_verification'>
    """
    if state in (AssessmentState.SCHEDULED, AssessmentState.CLOSED):
        return None
    return ORDER[ORDER.index(state) - 1]


@dataclass(frozen=True)
class Recount:
    """One sheet: what the system reports from it and what the paper says, in thousandths. None is not recounted yet.

    A sheet whose paper is lost counts as 0: nothing proves what it reports.
    """

    reported: int
    recounted: int | None
    lost: bool = False


@dataclass(frozen=True)
class Factor:
    """The recount over all sheets recounted so far, in thousandths; `factor` is None where nothing was reported."""

    reported: int
    recounted: int
    sheets: int
    factor: Decimal | None
    band: Band


@dataclass(frozen=True)
class Bands:
    """How many hundredths the factor may be away from 1 and be good, and near."""

    good: Decimal = Decimal("0.05")
    near: Decimal = Decimal("0.10")

    def of(self, factor: Decimal | None) -> Band:
        """The band of a factor; the edges belong to the better one.

        >>> Bands().of(Decimal("0.95")), Bands().of(Decimal("1.08")), Bands().of(Decimal("0.89"))
        (<Band.GOOD: 'good'>, <Band.NEAR: 'near'>, <Band.FAR: 'far'>)
        """
        if factor is None:
            return Band.NONE
        away = abs(factor - 1)
        return Band.GOOD if away <= self.good else Band.NEAR if away <= self.near else Band.FAR


def verification_factor(recounts: Sequence[Recount], bands: Bands | None = None) -> Factor:
    """Recounted over reported, over the sheets recounted so far: their sums are divided, factors are never averaged.

    Where nothing was reported there is no factor; if the paper then says something, the recount is far from it.

    >>> verification_factor([Recount(20_000, 19_000), Recount(30_000, 30_000), Recount(9_000, None)]).factor
    Decimal('0.98')
    >>> nothing = verification_factor([Recount(0, 4_000)])
    >>> nothing.factor, nothing.band
    (None, <Band.FAR: 'far'>)
    """
    told = bands or Bands()
    done = [
        (one.reported, 0 if one.lost else one.recounted) for one in recounts if one.lost or one.recounted is not None
    ]
    reported = sum(first for first, _second in done)
    recounted = sum(second or 0 for _first, second in done)
    if not done:
        return Factor(0, 0, 0, None, Band.NONE)
    if reported == 0:
        return Factor(0, recounted, len(done), None, Band.FAR if recounted else Band.GOOD)
    factor = Decimal(recounted) / Decimal(reported)
    return Factor(reported, recounted, len(done), factor, told.of(factor))


def draw(strata: Mapping[str, Sequence[str]], size: int, seed: int) -> list[str]:
    """Draw sheets at random, from each stratum as many as its share asks for; the same seed draws the same sheets.

    Each sheet's lot is the SHA-256 of "seed:sheet" and the smallest are taken, so that anybody may draw again, with any
    program. Every stratum that has sheets gets one while there are enough.

    >>> sheets = {"a": ["1", "2", "3", "4"], "b": ["5", "6"]}
    >>> draw(sheets, 3, seed=7) == draw({"b": ["6", "5"], "a": ["4", "3", "2", "1"]}, 3, seed=7)
    True
    """
    shares = allotted({name: len(sheets) for name, sheets in strata.items()}, size)
    drawn = []
    for name in sorted(strata):
        drawn += sorted(strata[name], key=lambda sheet: lot(sheet, seed))[: shares[name]]
    return drawn


def lot(sheet: str, seed: int) -> str:
    """The lot of a sheet in the draw of that seed."""
    return hashlib.sha256(f"{seed}:{sheet}".encode()).hexdigest()


def allotted(sizes: Mapping[str, int], size: int) -> dict[str, int]:
    """How many sheets each stratum gives: its share by the largest remainders, one at least while there are enough.

    >>> allotted({"a": 90, "b": 9, "c": 1}, 10)
    {'a': 8, 'b': 1, 'c': 1}
    """
    total = sum(sizes.values())
    size = max(0, min(size, total))
    names = sorted((name for name in sizes if sizes[name]), key=lambda name: (-sizes[name], name))
    given = dict.fromkeys(sizes, 0) | dict.fromkeys(names[:size], 1)
    # Each next sheet goes to the stratum that is furthest below its share.
    for _sheet in range(size - sum(given.values())):
        open_ones = [name for name in names if given[name] < sizes[name]]
        given[max(open_ones, key=lambda name: (Decimal(sizes[name] * size) / total - given[name], name))] += 1
    return given


def next_due(last_on: date | None, started_on: date | None, years: int) -> date | None:
    """The day by which the next assessment is due: so many years after the last, or after collection began.

    >>> next_due(None, date(2024, 2, 29), 3), next_due(None, None, 3)
    (datetime.date(2027, 2, 28), None)
    """
    since = last_on or started_on
    if since is None:
        return None
    try:
        return since.replace(year=since.year + years)
    except ValueError:
        return since.replace(year=since.year + years, day=28)
