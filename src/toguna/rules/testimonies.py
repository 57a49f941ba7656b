"""What may be kept of a testimony: exactly what the person agreed to, and nothing where they refused.

Of somebody under 18 a parent or guardian must agree too. A testimony is never counted.
"""

from dataclasses import dataclass
from enum import StrEnum

from toguna.rules.findings import Finding
from toguna.rules.remarking import error, warning

CONSENT_MISSING = (
    "Le témoignage ne dit pas si la personne est d'accord : rien d'elle n'a été gardé. Demandez-lui, puis envoyez "
    "de nouveau."
)
CONSENT_REFUSED = "La personne n'est pas d'accord : ce qu'elle avait dit n'a pas été gardé."
GUARDIAN_MISSING = "La personne a moins de 18 ans et l'accord d'un parent ou tuteur manque : rien d'elle n'a été gardé."
NAME_NOT_AGREED = "La personne n'a pas accepté que son nom et sa photo paraissent : ils n'ont pas été gardés."
NOTHING_SAID = "Le témoignage est vide : ni texte ni enregistrement. Ajoutez-en un, ou rejetez la fiche."

NAMING = frozenset({"name", "photo"})
"""The answers that show who the person is."""
OF_THE_PERSON = NAMING | {
    "sex", "age_band", "function", "language", "audio", "words", "translation", "consent_photo",
}  # fmt: skip
"""Every answer that comes from the person or describes them."""


class ConsentScope(StrEnum):
    """For what the person agrees that their words are used."""

    INTERNAL = "internal"
    PUBLIC_WITHOUT_NAME = "public_without_name"
    PUBLIC_WITH_NAME = "public_with_name"
    REFUSED = "refused"


@dataclass(frozen=True)
class Testimony:
    """What was asked before anything else, and which answers hold something of the person."""

    scope: ConsentScope | None = None
    minor: bool | None = None
    guardian_consent: bool | None = None
    answered: frozenset[str] = frozenset()


def may_keep(testimony: Testimony) -> frozenset[str]:
    """The answers of the person that may be kept.

    >>> sorted(may_keep(Testimony(ConsentScope.INTERNAL)) & {"name", "words"})
    ['words']
    >>> may_keep(Testimony(ConsentScope.PUBLIC_WITH_NAME, minor=True))
    frozenset()
    """
    if testimony.scope in (None, ConsentScope.REFUSED) or (testimony.minor and not testimony.guardian_consent):
        return frozenset()
    return OF_THE_PERSON if testimony.scope is ConsentScope.PUBLIC_WITH_NAME else OF_THE_PERSON - NAMING


def refused_answers(testimony: Testimony) -> frozenset[str]:
    """The answers that were given and may not be kept.

    >>> sorted(refused_answers(Testimony(ConsentScope.REFUSED, answered=frozenset({"words", "sex"}))))
    ['sex', 'words']
    """
    return (testimony.answered & OF_THE_PERSON) - may_keep(testimony)


def findings(testimony: Testimony) -> list[Finding]:
    """What a reviewer is told; never what the person said."""
    refused = refused_answers(testimony)
    if testimony.scope is None:
        return [error("consent-missing", CONSENT_MISSING, "consent_scope")]
    if testimony.scope is ConsentScope.REFUSED:
        return [warning("consent-refused", CONSENT_REFUSED, "consent_scope")] if refused else []
    if testimony.minor and not testimony.guardian_consent:
        return [warning("guardian-missing", GUARDIAN_MISSING, "guardian_consent")]
    told = [warning("name-not-agreed", NAME_NOT_AGREED, "consent_scope")] if refused else []
    if not testimony.answered & {"words", "audio"}:
        told.append(warning("nothing-said", NOTHING_SAID, "words"))
    return told
