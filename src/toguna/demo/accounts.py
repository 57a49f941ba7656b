"""The demonstration's accounts: one for each role, fictional, with one published password.

They exist only where the demonstration was loaded, and `toguna serve` prints them.
"""

from dataclasses import dataclass
from functools import cache

from django.contrib.auth.hashers import make_password

from toguna.rules.roles import Role

PASSWORD = "sous-le-toguna"  # noqa: S105 - published on purpose, for a demonstration on a laptop


@dataclass(frozen=True)
class DemoAccount:
    """Somebody invented, who plays one role."""

    email: str
    name: str
    role: Role
    organisation: str


ACCOUNTS = (
    DemoAccount("agent@demo.example", "Agent de démonstration", Role.PARTNER_AGENT, "demo-osc-1"),
    DemoAccount("coordination@demo.example", "Coordination de démonstration", Role.PARTNER_COORDINATOR, "demo-osc-1"),
    DemoAccount("agent2@demo.example", "Agent d'une autre OSC", Role.PARTNER_AGENT, "demo-osc-2"),
    DemoAccount("coordination2@demo.example", "Coordination d'une autre OSC", Role.PARTNER_COORDINATOR, "demo-osc-2"),
    DemoAccount("coordination3@demo.example", "Coordination de la tête de file", Role.PARTNER_COORDINATOR, "demo-lead"),
    DemoAccount("suivi@demo.example", "Suivi-évaluation de démonstration", Role.MEL_OFFICER, "demo-lead"),
    DemoAccount("suivi2@demo.example", "Second regard au suivi-évaluation", Role.MEL_OFFICER, "demo-lead"),
    DemoAccount("donnees@demo.example", "Protection des données", Role.DATA_PROTECTION_OFFICER, "demo-lead"),
    DemoAccount("bailleur@demo.example", "Bailleur de démonstration", Role.DONOR, "demo-donor"),
    DemoAccount("administration@demo.example", "Administration", Role.ADMINISTRATOR, "demo-lead"),
)


@cache
def hashed_password() -> str:
    """The published password as it is kept: hashed once for all ten, because hashing is slow on purpose."""
    return make_password(PASSWORD)
