"""The workbook of actors and ties: what is written reads back, and what is wrong is told in its cell."""

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from toguna.collect.network_workbook import SECTOR, ActorRow, NetworkReading, read_network, write_network
from toguna.rules.attendance import StakeholderGroup
from toguna.rules.networks import Tie, TieKind

MAYOR = ActorRow("MAIRIE", "Mairie fictive", "elected_official", "commune", active_how="vote le budget", in_team=True)
RADIO = ActorRow("RADIO", "Radio fictive", "media", organisation="demo-radio")
KNOWN = (MAYOR, RADIO)


def changed(cells: dict[str, object], *, tab: str = "Liens") -> NetworkReading:
    """The workbook of the two known actors, with one tie, read after somebody typed into these cells of a tab."""
    workbook = load_workbook(io.BytesIO(write_network(KNOWN, [Tie("MAIRIE", "RADIO")])))
    for cell, value in cells.items():
        workbook[tab][cell] = value
    out = io.BytesIO()
    workbook.save(out)
    return read_network(out.getvalue(), known=KNOWN, organisations={"demo-radio"})


def told(reading: NetworkReading) -> list[tuple[str, str]]:
    """What was found and where, notes and hints left aside."""
    return [(one.code, one.where) for one in reading.findings if one.severity.value == "error"]


def test_every_sector_of_the_shared_list_has_its_name() -> None:
    assert set(SECTOR.choices) == {group.value for group in StakeholderGroup}


@settings(max_examples=15, deadline=None)
@given(st.lists(st.sampled_from(list(TieKind)), max_size=5, unique=True), st.integers(1, 3), st.booleans())
def test_what_is_written_reads_back(kinds: list[TieKind], strength: int, directed: bool) -> None:
    ties = tuple(Tie("MAIRIE", "RADIO", kind.value, strength, directed) for kind in kinds)
    for language in ("fr", "en"):
        reading = read_network(write_network(KNOWN, ties, language=language), organisations={"demo-radio"})
        assert set(reading.actors) == set(KNOWN)
        assert (reading.ties or ()) == ties
        assert told(reading) == []


@pytest.mark.parametrize(
    ("tab", "cells", "expected"),
    [
        ("Liens", {"B2": "MAIRIE"}, ("tie-to-itself", "Liens!A2")),
        ("Liens", {"B2": "Personne"}, ("actor-unknown", "Liens!B2")),
        ("Liens", {"A3": "MAIRIE", "B3": "RADIO", "C3": "travaille avec"}, ("tie-twice", "Liens!A3")),
        ("Liens", {"A3": "RADIO"}, ("value-missing", "Liens!B3")),
        ("Liens", {"D2": 7}, ("strength-impossible", "Liens!A2")),
        ("Liens", {"D2": "beaucoup"}, ("number-not-understood", "Liens!D2")),
        ("Liens", {"C2": "aime"}, ("choice-not-understood", "Liens!C2")),
        ("Acteurs", {"A2": "BEAUCOUPTROPLONG"}, ("too-long", "Acteurs!A2")),
        ("Acteurs", {"A2": "A|B"}, ("code-malformed", "Acteurs!A2")),
        ("Acteurs", {"B2": "M. Exemple"}, ("office-names-a-person", "Acteurs!B2")),
        ("Acteurs", {"C2": "Martiens"}, ("choice-not-understood", "Acteurs!C2")),
        ("Acteurs", {"E2": "inconnue"}, ("organisation-unknown", "Acteurs!E2")),
        ("Acteurs", {"A4": "mairie", "B4": "Autre", "C4": "Médias"}, ("row-twice", "Acteurs!A4")),
        ("Acteurs", {"A4": "AUTRE", "B4": "Radio fictive", "C4": "Médias"}, ("row-twice", "Acteurs!B4")),
        ("Acteurs", {"A3": "AUTRE"}, ("name-taken", "Acteurs!B3")),
    ],
)
def test_what_is_wrong_is_told_in_its_cell(tab: str, cells: dict[str, object], expected: tuple[str, str]) -> None:
    assert expected in told(changed(cells, tab=tab))


def test_an_actor_may_be_named_as_people_do() -> None:
    reading = changed({"A2": "mairie  FICTIVE", "B2": "radio"})
    assert told(reading) == []
    assert reading.ties == (Tie("MAIRIE", "RADIO"),)


def test_a_workbook_without_ties_says_nothing_of_them() -> None:
    reading = read_network(write_network(KNOWN, []), organisations={"demo-radio"})
    assert reading.ties is None
    assert [one.code for one in reading.findings] == ["no-ties-given"]
