"""The cycle as people live it: its stages in order, and what is missing before the next one begins.

It decides from counts and days whether a stage is done; it keeps nothing and knows no commune. The phases of a
barometer follow the guide of FHI 360 (2015), those of a score card the steps after CARE.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from fractions import Fraction

from toguna.rules.findings import Finding, Severity
from toguna.rules.instruments import Engine, Model, Side
from toguna.rules.remarking import error, note, warning


class Stage(StrEnum):
    """Where a cycle stands."""

    CONTEXT = "context"
    PREPARATION = "preparation"
    MODELLING = "modelling"
    SAMPLING = "sampling"
    ISSUES = "issues"
    COMMON_INDICATORS = "common_indicators"
    SCORING = "scoring"
    CONSOLIDATION = "consolidation"
    PROVIDER_SCORING = "provider_scoring"
    VALIDATION = "validation"
    RESTITUTION = "restitution"
    INTERFACE_MEETING = "interface_meeting"
    ACTION_PLAN = "action_plan"
    IMPLEMENTATION = "implementation"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class RoundState(StrEnum):
    """Where a round stands: being scored, agreed on and frozen, given back in public."""

    OPEN = "open"
    VALIDATED = "validated"
    RESTITUTED = "restituted"


class Procedure(StrEnum):
    """Which way a cycle goes."""

    BAROMETER = "barometer"
    SCORE_CARD = "score_card"
    SURVEY = "survey"
    SELF_ASSESSMENT = "self_assessment"


S = Stage
STAGES: Mapping[Procedure, tuple[Stage, ...]] = {
    Procedure.BAROMETER: (
        S.CONTEXT,
        S.PREPARATION,
        S.MODELLING,
        S.SCORING,
        S.VALIDATION,
        S.RESTITUTION,
        S.ACTION_PLAN,
        S.IMPLEMENTATION,
    ),
    Procedure.SCORE_CARD: (
        S.PREPARATION,
        S.ISSUES,
        S.COMMON_INDICATORS,
        S.SCORING,
        S.CONSOLIDATION,
        S.PROVIDER_SCORING,
        S.INTERFACE_MEETING,
        S.ACTION_PLAN,
        S.IMPLEMENTATION,
    ),
    Procedure.SURVEY: (S.PREPARATION, S.SAMPLING, S.SCORING, S.VALIDATION, S.RESTITUTION, S.IMPLEMENTATION),
    Procedure.SELF_ASSESSMENT: (S.PREPARATION, S.SCORING, S.VALIDATION, S.ACTION_PLAN, S.IMPLEMENTATION),
}
# At which stage the scores freeze, and at which they become public.
FREEZES_AT: Mapping[Procedure, Stage] = {
    Procedure.BAROMETER: S.VALIDATION,
    Procedure.SCORE_CARD: S.PROVIDER_SCORING,
    Procedure.SURVEY: S.VALIDATION,
    Procedure.SELF_ASSESSMENT: S.VALIDATION,
}
PUBLIC_AT: Mapping[Procedure, Stage] = {
    Procedure.BAROMETER: S.RESTITUTION,
    Procedure.SCORE_CARD: S.INTERFACE_MEETING,
    Procedure.SURVEY: S.RESTITUTION,
}

DAY_MISSING = "Indiquez le jour de cette étape : rien ne peut être daté sans lui."
NOBODY_PRESENT = "Dites qui était là : au moins un nombre de participants."
WORDS_MISSING = "Écrivez le compte rendu de cette étape, ou joignez le procès-verbal signé."
NO_WOMEN = "Aucune femme n'est comptée à cette étape. Vérifiez, et dites dans le compte rendu pourquoi."
MODEL_HAS_ERRORS = "Le modèle a %(count)s erreurs : corrigez-les avant de noter."
NO_LOCAL_INDICATOR = "Le modèle n'a aucun indicateur local : l'atelier n'y a rien ajouté de la commune."
GROUP_NOT_SCORED = "Le groupe « %(group)s » n'a pas encore noté."
GROUP_TWICE = "Le groupe « %(group)s » a noté plusieurs fois : choisissez laquelle de ses fiches compte."
PROVIDER_NOT_SCORED = "Le prestataire n'a pas encore noté : sa note se lit à côté de celle des usagers."
NOT_COMPLETE = (
    "Indicateurs qui ont une note : %(percent)s %%. Il en faut %(needed)s %% pour publier ; notez les autres, "
    "ou convenez d'une note."
)
NOT_AGREED = "Indicateurs sans note convenue : %(count)s. La note convenue est celle qui paraîtra."
NO_ISSUE = "Aucun groupe n'a dit ce qui va et ce qui ne va pas. Notez au moins un point."
ISSUE_NOT_GATHERED = "Points qui ne sont rattachés à aucun indicateur commun : %(count)s."
REPRESENTATIVES_MISSING = "Dites combien de femmes et d'hommes ont représenté chaque groupe."
REPRESENTATIVES_UNBALANCED = "Les représentants ne sont pas équilibrés : %(women)s femmes et %(men)s hommes."
ONE_SIDE = "Les usagers et le prestataire doivent être là tous les deux : il manque un côté."
NO_PROMISE = "Aucun engagement n'est pris. Inscrivez au moins une action, avec qui et pour quand."
NOT_VALIDATED = "Le tour n'est pas validé : ses notes pourraient encore changer."
PROMISE_UNDATED = "Engagements sans date : %(count)s. Personne ne saura quand ils sont en retard."
TOO_FEW_ASKED = "Personnes interrogées : %(asked)s, sur %(planned)s prévues."
NOBODY_ASKED = "Personne n'a encore répondu."


@dataclass(frozen=True)
class Present:
    """How many people of one group were there; the group is empty where it was not told."""

    group: str = ""
    women: int = 0
    men: int = 0
    unknown: int = 0

    @property
    def everybody(self) -> int:
        """All of them."""
        return self.women + self.men + self.unknown


@dataclass(frozen=True)
class StageNotes:
    """What was written of one stage."""

    held_on: date | None = None
    present: tuple[Present, ...] = ()
    words: str = ""
    documents: int = 0

    @property
    def women(self) -> int:
        """How many women were there."""
        return sum(one.women for one in self.present)

    @property
    def men(self) -> int:
        """How many men were there."""
        return sum(one.men for one in self.present)

    @property
    def everybody(self) -> int:
        """How many people were there."""
        return sum(one.everybody for one in self.present)


@dataclass(frozen=True)
class Progress:
    """How far a round is, in counts: what stages need to decide whether something is missing."""

    notes: Mapping[Stage, StageNotes] = field(default_factory=dict)
    model_errors: int = 0
    scored: frozenset[str] = frozenset()
    twice: frozenset[str] = frozenset()
    answered: Fraction = Fraction(0)
    not_agreed: int = 0
    validated: bool = False
    issues: int = 0
    issues_not_gathered: int = 0
    promises: int = 0
    promises_undated: int = 0
    respondents: int = 0
    respondents_planned: int = 0


def procedure_of(model: Model) -> Procedure:
    """Which way a cycle with this model goes: scored by users and providers, it is a score card.

    >>> procedure_of(Model("oca", Engine.SELF_ASSESSMENT, {"fr": "Auto-évaluation"}))
    <Procedure.SELF_ASSESSMENT: 'self_assessment'>
    """
    match model.engine:
        case Engine.SURVEY:
            return Procedure.SURVEY
        case Engine.SELF_ASSESSMENT:
            return Procedure.SELF_ASSESSMENT
    has_providers = any(group.side is Side.PROVIDERS for group in model.groups)
    return Procedure.SCORE_CARD if has_providers else Procedure.BAROMETER


def stages_of(model: Model) -> tuple[Stage, ...]:
    """The stages of one round, in their order."""
    return STAGES[procedure_of(model)]


def stage_after(stage: Stage, model: Model) -> Stage | None:
    """The stage that follows; None after the last, when the next measure begins or the cycle closes.

    >>> stage_after(Stage.SCORING, Model("b", Engine.GROUP_SCORES, {"fr": "Baromètre"}))
    <Stage.VALIDATION: 'validation'>
    """
    stages = stages_of(model)
    if stage not in stages:
        return None
    place = stages.index(stage) + 1
    return stages[place] if place < len(stages) else None


def missing(stage: Stage, model: Model, progress: Progress) -> tuple[Finding, ...]:
    """What is missing at a stage before the next one. Errors keep it from being left; warnings are for whoever leads.

    >>> [one.code for one in missing(Stage.CONTEXT, Model("b", Engine.GROUP_SCORES, {"fr": "B"}), Progress())]
    ['day-missing', 'words-missing']
    """
    return tuple(_missing(stage, model, progress))


def may_leave(stage: Stage, model: Model, progress: Progress) -> bool:
    """Whether nothing keeps the cycle at this stage."""
    return not any(one.severity is Severity.ERROR for one in missing(stage, model, progress))


def _missing(stage: Stage, model: Model, progress: Progress) -> Iterator[Finding]:
    notes = progress.notes.get(stage, StageNotes())
    if stage not in (Stage.IMPLEMENTATION, Stage.CLOSED, Stage.CANCELLED, Stage.SCORING) and notes.held_on is None:
        yield error("day-missing", DAY_MISSING, "held_on")
    match stage:
        case Stage.CONTEXT | Stage.SAMPLING:
            yield from _words(notes)
        case Stage.PREPARATION:
            yield from _present(notes)
        case Stage.MODELLING | Stage.COMMON_INDICATORS:
            yield from _present(notes)
            yield from _about_model(stage, model, progress)
        case Stage.ISSUES:
            yield from _present(notes)
            if not progress.issues:
                yield error("no-issue", NO_ISSUE)
        case Stage.SCORING:
            yield from _about_scoring(model, progress)
        case Stage.CONSOLIDATION:
            yield from _about_consolidation(notes, progress)
        case Stage.PROVIDER_SCORING:
            yield from _about_providers(model, progress)
            yield from _about_completeness(model, progress)
        case Stage.VALIDATION:
            yield from _present(notes)
            yield from _about_completeness(model, progress)
            if model.engine is not Engine.SURVEY and progress.not_agreed:
                yield warning("not-agreed", NOT_AGREED, count=progress.not_agreed)
        case Stage.RESTITUTION:
            yield from _present(notes)
            yield from _words(notes)
        case Stage.INTERFACE_MEETING:
            yield from _about_interface(model, notes)
        case Stage.ACTION_PLAN:
            yield from _about_promises(progress)
    if stage is FREEZES_AT[procedure_of(model)] and not progress.validated:
        yield error("not-validated", NOT_VALIDATED, "validated")


def _present(notes: StageNotes) -> Iterator[Finding]:
    if not notes.everybody:
        yield error("nobody-present", NOBODY_PRESENT, "present")
    elif not notes.women and not any(one.unknown for one in notes.present):
        yield warning("no-women", NO_WOMEN, "present")


def _words(notes: StageNotes) -> Iterator[Finding]:
    if not notes.words.strip() and not notes.documents:
        yield error("words-missing", WORDS_MISSING, "words")


def _about_model(stage: Stage, model: Model, progress: Progress) -> Iterator[Finding]:
    if progress.model_errors:
        yield error("model-has-errors", MODEL_HAS_ERRORS, count=progress.model_errors)
    if stage is Stage.MODELLING and not any(one.local for one in model.indicators):
        yield warning("no-local-indicator", NO_LOCAL_INDICATOR)
    if progress.issues_not_gathered:
        yield warning("issues-not-gathered", ISSUE_NOT_GATHERED, count=progress.issues_not_gathered)


def _about_scoring(model: Model, progress: Progress) -> Iterator[Finding]:
    if model.engine is Engine.SURVEY:
        if not progress.respondents:
            yield error("nobody-asked", NOBODY_ASKED)
        elif progress.respondents < progress.respondents_planned:
            yield warning(
                "too-few-asked", TOO_FEW_ASKED, asked=progress.respondents, planned=progress.respondents_planned
            )
        return
    users = [group for group in model.groups if group.side is Side.USERS]
    for group in users:
        name = group.label.get("fr", group.code)
        if group.code in progress.twice:
            yield error("group-twice", GROUP_TWICE, group.code, group=name)
        elif group.code not in progress.scored:
            # One group that could not come does not stop a commune; no group at all does.
            grade = warning if any(one.code in progress.scored for one in users) else error
            yield grade("group-not-scored", GROUP_NOT_SCORED, group.code, group=name)


def _about_consolidation(notes: StageNotes, progress: Progress) -> Iterator[Finding]:
    if not notes.everybody:
        yield error("representatives-missing", REPRESENTATIVES_MISSING, "present")
    elif abs(notes.women - notes.men) > max(1, notes.everybody // 4):
        yield warning(
            "representatives-unbalanced", REPRESENTATIVES_UNBALANCED, "present", women=notes.women, men=notes.men
        )
    if progress.not_agreed:
        yield note("not-agreed", NOT_AGREED, count=progress.not_agreed)


def _about_providers(model: Model, progress: Progress) -> Iterator[Finding]:
    for group in model.groups:
        if group.side is Side.PROVIDERS and group.code in progress.twice:
            yield error("group-twice", GROUP_TWICE, group.code, group=group.label.get("fr", group.code))
    if not any(group.side is Side.PROVIDERS and group.code in progress.scored for group in model.groups):
        yield warning("provider-not-scored", PROVIDER_NOT_SCORED)


def _about_completeness(model: Model, progress: Progress) -> Iterator[Finding]:
    if progress.answered * 1000 < model.completeness:
        percent, needed = int(progress.answered * 100), model.completeness // 10
        yield error("not-complete", NOT_COMPLETE, percent=percent, needed=needed)


def _about_interface(model: Model, notes: StageNotes) -> Iterator[Finding]:
    providers = {group.code for group in model.groups if group.side is Side.PROVIDERS}
    has_providers = any(one.everybody for one in notes.present if one.group in providers)
    has_users = any(one.everybody for one in notes.present if one.group not in providers)
    if not (has_providers and has_users):
        yield error("one-side", ONE_SIDE, "present")
    yield from _words(notes)


def _about_promises(progress: Progress) -> Iterator[Finding]:
    if not progress.promises:
        yield error("no-promise", NO_PROMISE)
    if progress.promises_undated:
        yield warning("promise-undated", PROMISE_UNDATED, count=progress.promises_undated)
