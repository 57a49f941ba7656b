"""The profile of an organisation on one day: what kind it is, who leads it, how many belong to it.

A profile made later replaces this one. It names offices, never persons, and does not decide whether the organisation is
registered with the programme.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from toguna.rules import members as membership
from toguna.rules.field_record import StatedFact
from toguna.rules.findings import Finding
from toguna.rules.members import Members
from toguna.rules.offices import OFFICE_NAMES_A_PERSON, names_a_person
from toguna.rules.remarking import THOUSAND, error, warning

EARLIEST_YEAR = 1900

ORGANISATION_NOT_LISTED = (
    "L'organisation « %(name)s » n'est pas dans la liste. Inscrivez-la, puis corrigez la fiche : sans cela, son profil "
    "ne peut être suivi d'une année à l'autre."
)
ORGANISATION_MISSING = "La fiche ne dit pas de quelle organisation il s'agit. Choisissez-la dans la liste."
FOUNDED_IMPOSSIBLE = "L'année de création %(founded)s n'est pas possible. Corrigez-la ou laissez-la vide."
NUMBER_WITHOUT_STATUS = (
    "Un numéro de récépissé est donné, mais l'organisation n'est pas dite reconnue. Vérifiez le statut."
)


@dataclass(frozen=True)
class OrganisationProfile:
    """One organisation as it described itself; None is unknown."""

    organisation: str = ""
    name: str = ""
    held_on: date | None = None
    kind: str | None = None
    founded: int | None = None
    legal_status: str | None = None
    legal_number: str = ""
    members: Members = field(default_factory=Members)
    women_led: bool | None = None
    youth_led: bool | None = None
    dpo: bool | None = None
    contact_office: str = ""


def findings(profile: OrganisationProfile) -> list[Finding]:
    """Everything about the profile that a reviewer should look at.

    >>> [one.code for one in findings(OrganisationProfile(name="Association fictive"))]
    ['organisation-not-listed']
    """
    return [*_about_the_organisation(profile), *membership.findings(profile.members)]


def facts_of(profile: OrganisationProfile) -> tuple[StatedFact, ...]:
    """What is measured of the organisation; a no is a known zero.

    >>> profile = OrganisationProfile("osc-1", kind="cso", women_led=True, youth_led=False)
    >>> [(fact.unit, fact.quantity // 1000) for fact in facts_of(profile)]
    [('profile', 1), ('women_led', 1), ('youth_led', 0)]
    """
    answers = (
        ("profile", True),
        ("women_led", profile.women_led),
        ("youth_led", profile.youth_led),
        ("dpo", profile.dpo),
        ("registered", None if profile.legal_status is None else profile.legal_status == "registered"),
    )
    stands = tuple(
        StatedFact("measurement", unit, THOUSAND if answer else 0, unit, organisation=profile.organisation)
        for unit, answer in answers
        if answer is not None
    )
    return (*stands, *membership.facts_of(profile.members, organisation=profile.organisation))


def _about_the_organisation(profile: OrganisationProfile) -> Iterator[Finding]:
    if not profile.organisation and profile.name:
        yield error("organisation-not-listed", ORGANISATION_NOT_LISTED, "name", name=profile.name)
    elif not profile.organisation:
        yield error("organisation-missing", ORGANISATION_MISSING, "organisation")
    latest = profile.held_on.year if profile.held_on else None
    if profile.founded is not None and (
        profile.founded < EARLIEST_YEAR or (latest is not None and profile.founded > latest)
    ):
        yield error("founded-impossible", FOUNDED_IMPOSSIBLE, "founded", founded=profile.founded)
    if profile.legal_number and profile.legal_status != "registered":
        yield warning("number-without-status", NUMBER_WITHOUT_STATUS, "legal_status")
    if names_a_person(profile.contact_office):
        yield warning("office-names-a-person", OFFICE_NAMES_A_PERSON, "contact_office")
