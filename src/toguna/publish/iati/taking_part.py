"""Who takes which part in an activity, as IATI says it. Nobody gets a role that is not known to be theirs.

A partner or a participant of whom nothing more is known has no role in IATI: they are named in a description.
"""

from collections.abc import Mapping

from toguna.publish.iati.told import Said, both, narratives
from toguna.publish.snapshot import OrganisationPart, Snapshot
from toguna.publish.words import text_in
from toguna.rules.iati import Narratives, ParticipatingOrganisation

ROLES: Mapping[str, str] = {"funding": "1", "accountable": "2", "extending": "3", "implementing": "4"}
# Kinds that are one type in IATI's list and no other. An NGO may be national or international: nobody has said.
TYPES: Mapping[str, str] = {"government": "10", "commune": "11", "un_agency": "40", "company": "70"}


def participating(snapshot: Snapshot) -> tuple[ParticipatingOrganisation, ...]:
    """Every organisation in a role that IATI knows, in the order of the roles."""
    found = [
        organisation_in(snapshot, role["organisation"], ROLES[role["role"]])
        for role in snapshot["programme"]["roles"]
        if role["role"] in ROLES and role["organisation"] in snapshot["organisations"]
    ]
    return tuple(sorted(found, key=lambda one: one.role or ""))


def organisation_in(snapshot: Snapshot, code: str, role: str) -> ParticipatingOrganisation:
    """One organisation in a role, with its identifier only where that is known."""
    part = snapshot["organisations"][code]
    return ParticipatingOrganisation(
        ref=part.get("identifier") or None, type=type_of(part), role=role, names=names_of(part)
    )


def names_of(part: OrganisationPart) -> Narratives:
    """The names of an organisation; once where both languages say the same."""
    names = part["name"]
    alike = len(set(names.values())) == 1
    return narratives({"fr": next(iter(names.values()))} if alike else names)


def type_of(part: OrganisationPart) -> str | None:
    """The organisation's type in IATI's list, where it is certain."""
    return part.get("iati_type") or TYPES.get(part["kind"])


def others_named(snapshot: Snapshot) -> Said:
    """A sentence that names who takes part without a role of IATI's; nothing where there is nobody."""
    others = {
        role["organisation"]: None
        for role in snapshot["programme"]["roles"]
        if role["role"] not in ROLES and role["organisation"] in snapshot["organisations"]
    }
    if not others:
        return {}
    fr, en = (
        ", ".join(text_in(snapshot["organisations"][code]["name"], language) for code in others)
        for language in ("fr", "en")
    )
    return both(
        f"Aussi nommés comme partenaires ou participants, sans rôle que l'IATI connaisse : {fr}.",
        f"Also named as partners or participants, in no role that IATI knows: {en}.",
    )
