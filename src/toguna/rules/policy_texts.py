"""A policy text and its stages: drafted, proposed, adopted, implemented; counted once in each, on the stage's own day.

The counting rule is that of the standard gender indicators: never counted again unless it advances. It knows offices
and companies, never people.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from toguna.rules.field_record import StatedFact
from toguna.rules.findings import Finding
from toguna.rules.offices import OFFICE_NAMES_A_PERSON, names_a_person
from toguna.rules.remarking import THOUSAND, error, note, warning


class TextKind(StrEnum):
    """What kind of text it is."""

    LAW = "law"
    REGULATION = "regulation"
    LOCAL_CONVENTION = "local_convention"
    DELIBERATION = "deliberation"
    INVESTMENT_AGREEMENT = "investment_agreement"
    POLICY = "policy"


class PolicyStage(StrEnum):
    """How far a text got, the first stage first."""

    DRAFTED = "drafted"
    PROPOSED = "proposed"
    ADOPTED = "adopted"
    IMPLEMENTED = "implemented"


class PolicyLevel(StrEnum):
    """Where a text holds."""

    NATIONAL = "national"
    REGION = "region"
    CERCLE = "cercle"
    COMMUNE = "commune"
    VILLAGE = "village"


class PartySide(StrEnum):
    """In whose name a party signs."""

    PUBLIC = "public"
    PRIVATE = "private"
    COMMUNITY = "community"


STAGE_BEFORE_EARLIER = (
    "L'étape du %(on)s est inscrite avant une étape qui la précède d'ordinaire. Corrigez l'une des deux dates."
)
STAGE_SKIPPED = "Une étape est inscrite sans celle qui la précède : si celle-ci a eu lieu, inscrivez-la à son jour."
STAGE_TWICE = "Cette étape est déjà inscrite : un texte n'est compté qu'une fois à chaque étape."
NO_STAGE = "Aucune étape n'est inscrite : le texte n'est compté nulle part."
PRIVATE_SIDE_MISSING = (
    "Un accord d'investissement a un côté privé : inscrivez l'entreprise ou le groupement qui s'engage."
)
GENDER_NOT_LOOKED_AT = "On ne sait pas encore si le texte traite des femmes ou du genre : dites-le, même si c'est non."
GENDER_WITHOUT_WORDS = (
    "Le texte est dit traiter des femmes ou du genre : écrivez en quoi, pour qu'on puisse le vérifier."
)

# What a donor calls a text in favour of equality is counted under units of its own, never added to the others.
GENDER_UNIT = "gender_%s"
POLICY_UNIT = "policy_%s"
AGREEMENT_UNIT = "agreement_%s"


@dataclass(frozen=True)
class Standing:
    """A stage, and the day on which it was reached."""

    stage: PolicyStage
    on: date


@dataclass(frozen=True)
class Party:
    """One side of a text: in whose name, and which office, company or community."""

    side: PartySide
    name: str = ""


@dataclass(frozen=True)
class PolicyText:
    """What the rules look at of a text; the amount is in hundredths, None is not known."""

    kind: TextKind
    stages: tuple[Standing, ...] = ()
    parties: tuple[Party, ...] = ()
    addresses_gender: bool | None = None
    gender_words: str = ""
    amount: int | None = None
    currency: str = ""


def stage_reached(stages: tuple[Standing, ...]) -> PolicyStage | None:
    """The furthest stage, whatever the days.

    >>> drafted = Standing(PolicyStage.DRAFTED, date(2026, 1, 1))
    >>> str(stage_reached((Standing(PolicyStage.ADOPTED, date(2026, 3, 1)), drafted)))
    'adopted'
    """
    order = list(PolicyStage)
    return max((one.stage for one in stages), key=order.index, default=None)


def stage_findings(text: PolicyText, stage: PolicyStage, on: date) -> list[Finding]:
    """What stands against writing that the text reached this stage on this day.

    >>> text = PolicyText(TextKind.LAW, (Standing(PolicyStage.PROPOSED, date(2026, 3, 1)),))
    >>> [one.code for one in stage_findings(text, PolicyStage.PROPOSED, date(2026, 4, 1))]
    ['stage-twice']
    >>> [one.code for one in stage_findings(text, PolicyStage.ADOPTED, date(2026, 2, 1))]
    ['stage-before-earlier']
    """
    if any(one.stage is stage for one in text.stages):
        return [error("stage-twice", STAGE_TWICE, "stage")]
    return list(_in_order((*text.stages, Standing(stage, on))))


def findings(text: PolicyText) -> list[Finding]:
    """Everything about the text that a reviewer should look at.

    >>> [one.code for one in findings(PolicyText(TextKind.INVESTMENT_AGREEMENT, addresses_gender=False))]
    ['no-stage', 'private-side-missing']
    """
    return list(_findings(text))


def facts_of(text: PolicyText) -> tuple[StatedFact, ...]:
    """What is counted: one of each stage reached, on its own day, and no stage twice.

    A text that addresses women or gender is counted once more under its own unit, an investment agreement likewise;
    what an agreement is worth counts on the day it is adopted.

    >>> stages = (Standing(PolicyStage.DRAFTED, date(2025, 5, 1)), Standing(PolicyStage.ADOPTED, date(2026, 2, 1)))
    >>> [(fact.unit, fact.on.year) for fact in facts_of(PolicyText(TextKind.LAW, stages, addresses_gender=True))]
    [('policy_drafted', 2025), ('gender_drafted', 2025), ('policy_adopted', 2026), ('gender_adopted', 2026)]
    """
    return tuple(_facts(text))


def _facts(text: PolicyText) -> Iterator[StatedFact]:
    units = [POLICY_UNIT]
    if text.addresses_gender:
        units.append(GENDER_UNIT)
    if text.kind is TextKind.INVESTMENT_AGREEMENT:
        units.append(AGREEMENT_UNIT)
    for one in {standing.stage: standing for standing in text.stages}.values():
        for unit in units:
            named = unit % one.stage
            yield StatedFact("output", named, THOUSAND, named, on=one.on)
        if one.stage is PolicyStage.ADOPTED and text.kind is TextKind.INVESTMENT_AGREEMENT and text.amount:
            # Hundredths of a currency are ten thousandths of it.
            unit = f"invested_{text.currency.lower()}"
            yield StatedFact("output", unit, text.amount * 10, unit, currency=text.currency, on=one.on)


def _findings(text: PolicyText) -> Iterator[Finding]:
    if not text.stages:
        yield warning("no-stage", NO_STAGE, "stages")
    yield from _in_order(text.stages)
    order = list(PolicyStage)
    reached = {order.index(one.stage) for one in text.stages}
    if reached and len(reached) < max(reached) + 1:
        yield note("stage-skipped", STAGE_SKIPPED, "stages")
    if text.kind is TextKind.INVESTMENT_AGREEMENT and not any(one.side is PartySide.PRIVATE for one in text.parties):
        yield warning("private-side-missing", PRIVATE_SIDE_MISSING, "parties")
    if text.addresses_gender is None:
        yield note("gender-not-looked-at", GENDER_NOT_LOOKED_AT, "addresses_gender")
    elif text.addresses_gender and not text.gender_words.strip():
        yield warning("gender-without-words", GENDER_WITHOUT_WORDS, "gender_words")
    for number, party in enumerate(text.parties, start=1):
        if names_a_person(party.name):
            yield warning("office-names-a-person", OFFICE_NAMES_A_PERSON, f"party[{number}]")


def _in_order(stages: tuple[Standing, ...]) -> Iterator[Finding]:
    order = list(PolicyStage)
    for one in stages:
        if any(order.index(other.stage) < order.index(one.stage) and other.on > one.on for other in stages):
            yield error("stage-before-earlier", STAGE_BEFORE_EARLIER, f"stage[{one.stage}]", on=f"{one.on:%d/%m/%Y}")
