"""IATI's codelists as pyIATI carries them (2018), and the codes that later years added and we know of.

The package's files are read where they are installed; its code is never imported. An unknown code may only be younger
than the list, so that nothing here refuses it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from lxml import etree

YEAR_OF_THE_LISTS = 2018

# How many numbered targets each Sustainable Development Goal has, and its last lettered one (A/RES/71/313): 169.
TARGETS_OF_GOALS = (
    (5, "b"), (5, "c"), (9, "d"), (7, "c"), (6, "c"), (6, "b"), (3, "b"), (10, "b"), (5, "c"),
    (7, "c"), (7, "c"), (8, "c"), (3, "b"), (7, "c"), (9, "c"), (10, "b"), (19, ""),
)  # fmt: skip

# The DAC's purpose codes that came after the package's list.
YOUNGER_PURPOSES = (
    11250, 11260, 12196, 12264, 12310, 12320, 12330, 12340, 12350, 12382, 13096, 15190, 15196, 16070, 16080, 23231,
    23232, 23631, 23641, 23642, 24050, 25030, 25040, 32173, 32174, 43060, 43071, 43072, 43073, 72011, 72012, 74020,
    93011, 93012, 93013, 93014, 93015, 93016, 93017, 93018,
)  # fmt: skip

# Codes younger than the package's lists. Sources: IATI/IATI-Codelists-NonEmbedded, and the lists of the official
# validator (js-validator-api, codelists/2.03); for the DAC's types of aid and markers, its lists of 2019 to 2021.
LATER_CODES: Mapping[str, tuple[str, ...]] = {
    "AidType": ("B031", "B032", "B033", "H03", "H04", "H05", "H06"),
    "AidTypeVocabulary": ("2", "3", "4"),
    "CashandVoucherModalities": ("1", "2"),
    "Currency": ("BYN", "MRU", "STN", "VES", "ZMW"),
    "EarmarkingCategory": ("1", "2", "3", "4"),
    "IndicatorVocabulary": ("9",),
    "PolicyMarker": ("10", "11", "12"),
    "Sector": tuple(str(code) for code in YOUNGER_PURPOSES),
    "SectorCategory": ("123",),
    "SectorVocabulary": ("11", "12"),
    "TagVocabulary": ("2", "3", "4", "5"),
    "UNSDG-Goals": tuple(str(goal) for goal in range(1, 18)),
    "UNSDG-Targets": tuple(
        f"{goal}.{target}"
        for goal, (numbered, last) in enumerate(TARGETS_OF_GOALS, start=1)
        for target in (*range(1, numbered + 1), *("abcd"[: "abcd".index(last) + 1] if last else ""))
    ),
}


@dataclass(frozen=True)
class Codelist:
    """The codes of a list that may be used, and those that were withdrawn from it."""

    current: frozenset[str]
    withdrawn: frozenset[str] = frozenset()


def standard_folder() -> Path:
    """Where pyIATI's files of the standard stand."""
    package = find_spec("iati")
    if package is None or package.origin is None:
        raise FileNotFoundError("pyIATI is not installed: its schemas and codelists are missing")
    return Path(package.origin).parent / "resources" / "standard"


@cache
def codelist(name: str) -> Codelist:
    """A codelist by IATI's name for it; an unknown name has no codes.

    >>> sorted(codelist("ResultType").current)
    ['1', '2', '3', '9']
    >>> "16.10" in codelist("UNSDG-Targets").current, "MRU" in codelist("Currency").current
    (True, True)
    """
    current, withdrawn = set(LATER_CODES.get(name, ())), set[str]()
    folder = standard_folder()
    for path in (folder / "2-03" / "codelists" / f"{name}.xml", folder / "codelists_non_embedded" / f"{name}.xml"):
        if path.exists():
            for entry in etree.parse(path, etree.XMLParser(resolve_entities=False, no_network=True)).iter(
                "codelist-item"
            ):
                code = entry.findtext("code") or ""
                (withdrawn if entry.get("status") == "withdrawn" else current).add(code)
    return Codelist(frozenset(current), frozenset(withdrawn))
