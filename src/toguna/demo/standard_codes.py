"""Loads the donor's codes that the field remembers, not verified, and links to them the indicators that say them.

They are reference, not facts about any programme; whoever has the donor's list verifies them on the desk.
"""

import tomllib
from importlib.resources import files

from toguna.store.results.donor_codes import Standard, put_standards
from toguna.store.results.models import StandardIndicator


def load_standard_codes() -> list[StandardIndicator]:
    """Add the codes that are not there yet."""
    text = (files("toguna.demo.sources") / "standard_codes.toml").read_text(encoding="utf-8")
    return put_standards(by=None, standards=[Standard(**written) for written in tomllib.loads(text)["code"]])
