"""A small fictional programme as scripts meet it: one credential for each role.

Run as a script it prepares the database of a server, and prints the credentials as JSON for a client to sign in with.
"""

import json
import os
from dataclasses import dataclass
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "toguna.config.settings")


@dataclass(frozen=True)
class Credential:
    """What a script signs in with."""

    username: str
    secret: str
    # Of the account that it acts as.
    address: str


def credentials() -> dict[str, Credential]:
    """Set the stage, and give each of its persons a script, and so the others who look on."""
    from tests import factories
    from tests.flow.sheets import commune
    from toguna.flow.forms import offer_library_form
    from toguna.rules.roles import Role
    from toguna.store.accounts.sessions import issue_script

    stage = commune()
    factories.participation(stage.programme, stage.agent.organisation)
    offer_library_form("distribution")
    people = {
        "admin": factories.user(Role.ADMINISTRATOR),
        "mel": stage.officer,
        "coord": stage.coordinator,
        "agent": stage.agent,
        "dpo": factories.user(Role.DATA_PROTECTION_OFFICER),
        "donor": factories.user(Role.DONOR),
        "other": factories.user(Role.PARTNER_COORDINATOR),
    }
    issued = {name: issue_script(by=person, user=person, label=f"Script {name}") for name, person in people.items()}
    return {name: Credential(one.credential.username, one.secret, people[name].email) for name, one in issued.items()}


def distribution(instance: str, *, replaces: str = "", **answers: str) -> str:
    """A sheet of the distribution form as a script would write it."""
    from toguna.collect.forms import library_version

    given: dict[str, Any] = {"held_on": "2025-03-03", "unplanned_title": "Remise de kits (fictive)"} | answers
    told = "".join(f"<{name}>{answer}</{name}>" for name, answer in given.items())
    deprecated = f"<deprecatedID>{replaces}</deprecatedID>" if replaces else ""
    return (
        f'<data id="distribution" version="{library_version("distribution")}">{told}'
        f"<meta><instanceID>{instance}</instanceID>{deprecated}</meta></data>"
    )


def prepare() -> None:
    """Migrate and set the stage."""
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("createcachetable")
    print(json.dumps({name: [one.username, one.secret, one.address] for name, one in credentials().items()}))  # noqa: T201


if __name__ == "__main__":
    prepare()
