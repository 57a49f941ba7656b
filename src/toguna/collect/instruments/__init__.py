"""Instruments as tables: those that come with Toguna, the workbook in which others arrive, the form of each on phones.

Which instruments an organisation uses, and what a group scored with one, is not known here.
"""

from collections.abc import Mapping
from functools import cache
from importlib import resources
from types import MappingProxyType

from toguna.collect.instruments.reading import model_from_rows
from toguna.collect.instruments.text_tables import LANGUAGES, rows_of_text
from toguna.rules.findings import Finding, errors_in
from toguna.rules.instruments import Model

# The first is the one that most communes begin with.
SHIPPED = (
    "barometre",
    "carte_communautaire",
    "carte_centre_sante",
    "carte_ecole",
    "carte_point_eau",
    "cinq_perspectives",
)
TEMPLATES = ("oca", "opi", "appreciation_autorites", "fiche_citoyenne", "eveil_civique")


@cache
def shipped_instruments() -> Mapping[str, Model]:
    """The instruments that come whole, by code: the barometer, the score cards and the five perspectives.

    >>> len(shipped_instruments()["barometre"].criteria)
    5
    """
    return MappingProxyType({code: _read("shipped", code) for code in SHIPPED})


@cache
def templates() -> Mapping[str, Model]:
    """Instruments of which only the structure comes, by code; what each level means the organisation writes itself.

    >>> [node.label["fr"] for node in templates()["opi"].criteria]
    ['Efficacité', 'Efficience', 'Pertinence', 'Durabilité']
    """
    return MappingProxyType({code: _read("templates", code) for code in TEMPLATES})


def source_text(code: str) -> str:
    """The tables of an instrument that came with Toguna, as a person reads them. Raises KeyError for any other."""
    for folder, codes in (("shipped", SHIPPED), ("templates", TEMPLATES)):
        if code in codes:
            return _text(folder, code)
    raise KeyError(code)


def _read(folder: str, code: str) -> Model:
    findings: list[Finding] = []
    model = model_from_rows(rows_of_text(_text(folder, code)), LANGUAGES, findings)
    if model is None:
        told = "; ".join(f"{one.where}: {one.text()}" for one in errors_in(findings))
        raise ValueError(f"{folder}/{code}.md: {told}")
    return model


def _text(folder: str, code: str) -> str:
    return resources.files(__package__).joinpath(folder, f"{code}.md").read_text(encoding="utf-8")
