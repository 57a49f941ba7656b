"""A small fictional programme as scripts meet it: one credential for each role.

Run as a script it prepares the database of a server, and prints the credentials as JSON for a client to sign in with.
"""

import io
import json
import os
from dataclasses import dataclass
from typing import Any

from openpyxl import Workbook

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


def xform(form_id: str, version: str = "1", more: str = "") -> str:
    """An XForm with a text, a number, a point, a photo and a repeat within a group."""
    return f"""<?xml version="1.0"?>
<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml">
<h:head><h:title>Visite (fictive)</h:title><model>
<instance><data id="{form_id}" version="{version}"><chef/><menages/><point/><photo/>{more}
<village><puits jr:template="" xmlns:jr="http://openrosa.org/javarosa"><etat/><profondeur/></puits></village>
<meta><instanceID/></meta></data></instance>
<instance id="puits" src="jr://file/puits.csv"/>
<bind nodeset="/data/chef" type="string"/><bind nodeset="/data/menages" type="int"/>
<bind nodeset="/data/point" type="geopoint"/><bind nodeset="/data/photo" type="binary"/>
<bind nodeset="/data/village/puits/profondeur" type="decimal"/>
</model></h:head>
<h:body><input ref="/data/chef"><label>Chef ?</label></input><input ref="/data/menages"><label>Combien ?</label></input>
<input ref="/data/point"><label>Où ?</label></input>
<upload ref="/data/photo" mediatype="image/*"><label>Photo</label></upload>
<group ref="/data/village"><label>Village</label><group ref="/data/village/puits"><label>Puits</label>
<repeat nodeset="/data/village/puits">
<select1 ref="/data/village/puits/etat"><label>État</label><item><label>Bon</label><value>bon</value></item></select1>
<input ref="/data/village/puits/profondeur"><label>Profondeur</label></input></repeat></group></group></h:body>
</h:html>"""


def visit(form_id: str, instance: str, *, replaces: str = "", chef: str = "Awa Fictive", version: str = "1") -> str:
    """A submission of that form with two wells."""
    deprecated = f"<deprecatedID>{replaces}</deprecatedID>" if replaces else ""
    return (
        f'<data id="{form_id}" version="{version}"><chef>{chef}</chef><menages>12</menages>'
        "<point>12.65 -8.0 312.4 4.9</point><photo>puits.png</photo><village>"
        "<puits><etat>bon</etat><profondeur>7.5</profondeur></puits><puits><etat>sec</etat></puits></village>"
        f"<meta><instanceID>{instance}</instanceID>{deprecated}</meta></data>"
    )


def workbook(**settings: str) -> bytes:
    """An XLSForm."""
    book = Workbook()
    sheets: dict[str, list[list[str]]] = {
        "survey": [["type", "name", "label"], ["text", "lieu", "Où ?"], ["begin_repeat", "r", ""], ["text", "q", "Q"]],
        "settings": [list(settings), list(settings.values())],
    }
    sheets["survey"].append(["end_repeat", "", ""])
    del book["Sheet"]
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


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
