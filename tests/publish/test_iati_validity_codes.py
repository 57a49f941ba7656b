"""Every codelist check of IATI 2.03 by its id: the fictional files keep them, and an unknown code breaks one."""

from pathlib import Path

import pytest
from lxml import etree

from tests.publish.iati_edits import (
    ACTIVITIES,
    ONE_COUNTRY,
    ORGANISATION,
    TODAY,
    attribute,
    broken,
    judged,
    untouched,
)
from toguna.publish.iati.validity import validate
from toguna.publish.iati.validity.code_checks import CODE_CHECKS, TEXT, CodeCheck
from toguna.publish.iati.validity.codelists import LATER_CODES, codelist
from toguna.publish.iati.validity.rules_of_iati import Family
from toguna.rules.findings import Severity

UNKNOWN = "zz"
# The official catalogue has these, but the schema of 2.03 allows no such attribute: a file that has it is not valid.
NOT_IN_THE_SCHEMA = {"9.15.1", "9.56.1", "9.64.1"}
# Codes that other rules read too: a date without its type is no start, a sector of another vocabulary is alone in it.
READ_BY_OTHERS = {"9.4.1": {"6.11.1"}, "9.78.1": {"2.1.4"}}
FILES = {"iati-activity": ACTIVITIES, "iati-organisation": ORGANISATION}
ALL = [(record, check) for record, checks in CODE_CHECKS.items() for check in checks]


def the_element(root: etree._Element, record: str, check: CodeCheck) -> etree._Element:
    """The last element of a sample that a check is for."""
    path = f"{record}/{check.path}".rstrip("/")
    found = []
    for element in root.findall(path):
        parent = element.getparent()
        said = element.get("vocabulary")
        if element.tag == "budget-item" and parent is not None:
            said = parent.get("vocabulary")
        meant = said == check.vocabulary or (check.by_default and said is None)
        if (meant or not check.vocabulary) and (check.code in NOT_IN_THE_SCHEMA | {"9.16.1"} or has(element, check)):
            found.append(element)
    assert found, check.place
    return found[-1]


def has(element: etree._Element, check: CodeCheck) -> bool:
    """Whether an element of the sample holds the code."""
    return element.get(check.attribute) is not None


def with_code(record: str, check: CodeCheck, code: str) -> bytes:
    """The sample file with another code in the place that a check is for."""
    root = etree.fromstring(FILES[record].read_bytes())
    element = the_element(root, record, check)
    if check.attribute == TEXT:
        element.text = code
    else:
        element.set(check.attribute, code)
    return etree.tostring(root)


@pytest.mark.parametrize(("record", "check"), ALL, ids=[f"{record} {check.code}" for record, check in ALL])
def test_an_unknown_code_is_a_warning_under_its_official_id(record: str, check: CodeCheck) -> None:
    validity = validate(with_code(record, check, UNKNOWN), today=TODAY)
    assert check.code in broken(validity)
    finding = next(finding for finding in validity.findings if finding.code == check.code)
    assert finding.severity is Severity.WARNING
    assert finding.values == {"code": UNKNOWN, "codelist": check.codelist}
    errors = {finding.code for finding in validity.findings if finding.severity is Severity.ERROR}
    assert errors <= ({"0.3.1"} if check.code in NOT_IN_THE_SCHEMA else READ_BY_OTHERS.get(check.code, set()))


def test_every_codelist_check_is_judged_on_the_sample_files() -> None:
    for file in (ACTIVITIES, ORGANISATION):
        validity = untouched(file)
        silent = {
            code
            for code, listed in validity.rules.items()
            if listed.family is Family.CODELIST and validity.evaluated[code].ran == 0
        }
        assert silent <= NOT_IN_THE_SCHEMA
    # The official catalogue has 126: these, and the two on the version of a file.
    assert len({check.code for _, check in ALL}) == 124


def test_every_list_that_a_check_names_has_codes() -> None:
    assert [check.place for _, check in ALL if not codelist(check.codelist).current] == []
    assert {name for name in LATER_CODES if not any(check.codelist == name for _, check in ALL)} == set()


def test_a_withdrawn_code_is_a_note() -> None:
    withdrawn = min(codelist("Sector").withdrawn)
    validity = judged(ACTIVITIES, attribute(f"{ONE_COUNTRY}/sector", "code", withdrawn))
    assert [(finding.code, finding.severity) for finding in validity.findings] == [("9.76.1", Severity.NOTE)]
    assert "retiré" in validity.findings[0].text()


def test_a_code_of_a_vocabulary_that_iati_does_not_keep_is_left_alone() -> None:
    edits = [attribute(f"{ONE_COUNTRY}/sector", "vocabulary", "3"), attribute(f"{ONE_COUNTRY}/sector", "code", "X")]
    assert broken(judged(ACTIVITIES, *edits)) == {"102.1.1"}


@pytest.mark.parametrize(("file", "code"), [(ACTIVITIES, "9.1.1"), (ORGANISATION, "9.97.1")])
def test_a_version_that_never_was_is_told(file: Path, code: str) -> None:
    validity = validate(file.read_bytes().replace(b'version="2.03"', b'version="2.99"'), today=TODAY)
    assert broken(validity) == {code, "0.6.1"}
    assert not validity.valid


def test_the_169_targets_of_the_goals_are_known() -> None:
    targets = LATER_CODES["UNSDG-Targets"]
    assert len(set(targets)) == 169
    assert {"1.1", "16.7", "16.a", "17.19"} <= set(targets)
