"""Every official rule of IATI 2.03 by its id: a file that keeps them all, and the smallest edit that breaks each."""

from pathlib import Path

import pytest

from tests.publish.iati_edits import (
    ACTIVITIES,
    BY_TRANSACTION,
    COUNTED,
    FULL,
    LANGUAGE,
    NOT_ADDITIVE,
    ONE_COUNTRY,
    ONE_REGION,
    ORGANISATION,
    SAID,
    SECOND_PERIOD,
    TODAY,
    TWO_COUNTRIES,
    Edit,
    after,
    attribute,
    before,
    broken,
    edited,
    judged,
    text,
    untouched,
    without,
)
from toguna.publish.iati.validity import validate
from toguna.publish.iati.validity.activity_rules import ACTIVITY_RULES
from toguna.publish.iati.validity.organisation_rules import ORGANISATION_RULES
from toguna.publish.iati.validity.result_rules import RESULT_RULES, TEXT_RULES
from toguna.publish.iati.validity.rules_of_iati import Family
from toguna.rules.findings import Severity

MONEY_OUT = f"{FULL}/transaction"
PLANNED = f"{FULL}/planned-disbursement"
DIALOGUE, LISTENING = f"{FULL}/sector[@code='S1']", f"{FULL}/sector[@code='S2']"
FORMER_NAME = text(f"{FULL}/iati-identifier", "XI-IATI-TOGUNAOLD-A1")

# id: what breaks it. Ids that cannot but break with it stand in BROKEN_WITH_IT.
ACTIVITY_BREACHES: dict[str, tuple[Edit, ...]] = {
    "1.1.2": (text(f"{ONE_REGION}/iati-identifier", "XI-IATI-TOGUNATEST-A4"),),
    "1.1.3": (text(f"{ONE_COUNTRY}/iati-identifier", "XI-IATI-TOGUNATEST"),),
    "1.1.21": (text(f"{ONE_COUNTRY}/iati-identifier", "TOGUNATEST-A4"),),
    "1.3.1": (text(f"{ONE_COUNTRY}/iati-identifier", "XI-IATI-TOGUNATEST-A4 "),),
    "1.3.13": (text(f"{ONE_COUNTRY}/iati-identifier", "XI-IATI-TOGUNATEST-A/4"),),
    "1.4.1": (attribute(f"{PLANNED}/provider-org", "provider-activity-id", " XM-DAC-41114-F1"),),
    "1.5.1": (attribute(f"{MONEY_OUT}/receiver-org", "receiver-activity-id", "XI-IATI-TOGUNATEST-A2\n"),),
    "1.6.1": (attribute(f"{FULL}/other-identifier[@type='A3']", "ref", " XI-IATI-TOGUNATEST-OLD1"),),
    "1.7.1": (attribute(f"{FULL}/related-activity", "ref", "XI-IATI-TOGUNATEST-A2 "),),
    "1.8.1": (attribute(f"{FULL}/participating-org[1]", "ref", "XM-DAC-41114 "),),
    "1.8.13": (attribute(f"{FULL}/participating-org[1]", "ref", "XM-DAC/41114"),),
    "1.9.1": (attribute(f"{FULL}/participating-org[1]", "activity-id", "XM-DAC-41114-F1 "),),
    "1.10.1": (attribute(f"{PLANNED}/provider-org", "ref", "XM-DAC-41114 "),),
    "1.10.13": (attribute(f"{MONEY_OUT}/provider-org", "ref", "XI-IATI|TOGUNATEST"),),
    "1.11.1": (attribute(f"{FULL}/other-identifier/owner-org", "ref", " XI-IATI-TOGUNATEST"),),
    "1.11.13": (attribute(f"{FULL}/other-identifier/owner-org", "ref", "XI-IATI?TOGUNATEST"),),
    "1.14.1": (FORMER_NAME, attribute(f"{FULL}/reporting-org", "ref", "XI-IATI-TOGUNATEST ")),
    "1.14.8": (FORMER_NAME, attribute(f"{FULL}/reporting-org", "ref", "ZZ-RIEN-1")),
    "1.14.13": (FORMER_NAME, attribute(f"{FULL}/reporting-org", "ref", "XI-IATI-TOGUNA&TEST")),
    "1.15.1": (attribute(f"{PLANNED}/receiver-org", "ref", "XI-IATI-TOGUNATEST "),),
    "1.15.13": (attribute(f"{PLANNED}/receiver-org", "ref", "XI-IATI/TOGUNATEST"),),
    "1.16.1": (attribute(f"{FULL}/other-identifier[@type='B1']", "ref", "XI-IATI-TOGUNAOLD "),),
    "2.1.1": (attribute(DIALOGUE, "percentage", "100"), attribute(LISTENING, "percentage", None)),
    "2.1.2": (attribute(LISTENING, "percentage", "20"),),
    "2.1.4": (attribute(f"{ONE_COUNTRY}/sector", "percentage", "50"),),
    "2.2.1": (without(f"{DIALOGUE}/narrative"),),
    "3.1.1": (
        attribute(f"{TWO_COUNTRIES}/recipient-country[1]", "percentage", "100"),
        attribute(f"{TWO_COUNTRIES}/recipient-country[2]", "percentage", None),
    ),
    "3.1.2": (attribute(f"{TWO_COUNTRIES}/recipient-country[1]", "percentage", "59.99"),),
    "3.1.4": (attribute(f"{ONE_COUNTRY}/recipient-country", "percentage", "99"),),
    "3.4.1": (
        attribute(f"{FULL}/recipient-region[1]", "percentage", "20"),
        attribute(f"{FULL}/recipient-region[2]", "percentage", None),
    ),
    "3.4.2": (attribute(f"{FULL}/recipient-region[3]", "percentage", "10"),),
    "3.4.4": (attribute(f"{ONE_REGION}/recipient-region", "percentage", "50"),),
    "3.6.2": (before(f"{BY_TRANSACTION}/transaction[1]", '<recipient-country code="ML"/>'),),
    "3.7.1": (without(f"{ONE_COUNTRY}/recipient-country"),),
    "3.7.2": (without(f"{BY_TRANSACTION}/transaction[2]/recipient-region"),),
    "4.1.1": (attribute(ONE_COUNTRY, LANGUAGE, None),),
    "4.3.1": (text(f"{ONE_COUNTRY}/title/narrative", ""),),
    "4.4.1": (text(f"{FULL}/location/description/narrative", ""),),
    "6.2.2": (without(f"{ONE_COUNTRY}/sector"),),
    "6.6.2": (before(f"{BY_TRANSACTION}/transaction[1]", '<sector code="15150"/>'),),
    "6.7.2": (without(f"{BY_TRANSACTION}/transaction[2]/sector"),),
    "6.8.1": (
        attribute(f"{FULL}/other-identifier/owner-org", "ref", None),
        without(f"{FULL}/other-identifier/owner-org/narrative"),
    ),
    "6.9.1": (attribute(f"{PLANNED}/provider-org", "ref", None),),
    "6.9.2": (attribute(f"{PLANNED}/receiver-org", "ref", None),),
    "6.10.1": (attribute(f"{FULL}/participating-org[2]", "ref", None),),
    "6.11.1": (attribute(f"{ONE_COUNTRY}/activity-date", "type", "3"),),
    "6.13.1": (without(f"{FULL}/policy-marker[2]/narrative"),),
    "6.14.1": (attribute(f"{FULL}/policy-marker[1]", "significance", None),),
    "7.5.3": (attribute(f"{FULL}/budget/period-end", "iso-date", "2025-01-01"),),
    "7.8.1": (attribute(FULL, "default-currency", None), attribute(f"{FULL}/budget/value", "currency", None)),
    "7.9.1": (
        attribute(f"{FULL}/country-budget-items/budget-item[1]", "percentage", "100"),
        attribute(f"{FULL}/country-budget-items/budget-item[2]", "percentage", None),
    ),
    "7.9.2": (attribute(f"{FULL}/country-budget-items/budget-item[2]", "percentage", "40"),),
    "7.9.4": (attribute(f"{TWO_COUNTRIES}/country-budget-items/budget-item", "percentage", "40"),),
    "8.6.1": (attribute(f"{SECOND_PERIOD}/period-start", "iso-date", "2024-07-01"),),
    "8.6.3": (attribute(f"{PLANNED}/period-end", "iso-date", "2023-12-31"),),
    "8.8.1": (attribute(f"{COUNTED}/baseline", "value", None),),
    "8.8.2": (attribute(f"{COUNTED}/baseline", "value", "peu"),),
    "8.8.3": (attribute(f"{SAID}/baseline", "value", "3"),),
    "8.9.1": (attribute(f"{SECOND_PERIOD}/target", "value", None),),
    "8.9.2": (attribute(f"{SECOND_PERIOD}/target", "value", "beaucoup"),),
    "8.9.3": (attribute(f"{SAID}/period/target", "value", "3"),),
    "8.10.1": (attribute(f"{SECOND_PERIOD}/actual", "value", None),),
    "8.10.2": (attribute(f"{SECOND_PERIOD}/actual", "value", "beaucoup"),),
    "8.10.3": (attribute(f"{SAID}/period/actual", "value", "3"),),
    "8.11.1": (before(f"{NOT_ADDITIVE}/period", '<reference vocabulary="99" code="X"/>'),),
    "11.1.1": (attribute(FULL, "last-updated-datetime", "2026-02-02T00:00:00Z"),),
    "11.1.2": (attribute(f"{FULL}/activity-date[@type='1']", "iso-date", "2026-01-01"),),
    "11.1.3": (attribute(f"{FULL}/activity-date[@type='2']", "iso-date", "2026-01-01"),),
    "11.1.4": (attribute(f"{ONE_COUNTRY}/activity-date", "iso-date", "2026-02-02"),),
    "11.1.5": (attribute(f"{FULL}/activity-date[@type='4']", "iso-date", "2026-02-02"),),
    "11.2.1": (attribute(f"{BY_TRANSACTION}/transaction[2]/transaction-date", "iso-date", "2026-02-02"),),
    "11.2.2": (attribute(f"{BY_TRANSACTION}/transaction[2]/value", "value-date", "2026-02-02"),),
    "12.1.1": (
        attribute(f"{TWO_COUNTRIES}/recipient-country[1]", "percentage", "160"),
        attribute(f"{TWO_COUNTRIES}/recipient-country[2]", "percentage", "-60"),
    ),
    "12.2.1": (attribute(f"{FULL}/capital-spend", "percentage", "100.5"),),
    "12.3.1": (attribute(DIALOGUE, "percentage", "130"), attribute(LISTENING, "percentage", "-30")),
    "102.1.1": (
        attribute(f"{ONE_COUNTRY}/sector", "vocabulary", "2"),
        attribute(f"{ONE_COUNTRY}/sector", "code", "151"),
    ),
    "107.1.1": (without(f"{FULL}/default-aid-type[1]"),),
    "107.1.2": (after(f"{FULL}/default-aid-type[2]", '<default-aid-type vocabulary="2" code="4"/>'),),
    "107.2.1": (without(f"{MONEY_OUT}/aid-type[1]"),),
    "107.2.2": (after(f"{MONEY_OUT}/aid-type[1]", '<aid-type vocabulary="1" code="D01"/>'),),
}  # fmt: skip
BROKEN_WITH_IT = {"1.1.3": {"1.1.21"}}

BUDGETS = ("total-budget", "recipient-org-budget", "recipient-region-budget", "recipient-country-budget")
ORGANISATION_NAME = "iati-organisation/reporting-org"
ORGANISATION_BREACHES: dict[str, tuple[Edit, ...]] = {
    "1.12.1": (text("iati-organisation/organisation-identifier", " XI-IATI-TOGUNATEST"),),
    "1.12.13": (text("iati-organisation/organisation-identifier", "XI-IATI/TOGUNATEST"),),
    "1.17.1": (attribute("iati-organisation/recipient-org-budget/recipient-org", "ref", "XI-IATI-X "),),
    "1.18.1": (attribute(ORGANISATION_NAME, "ref", "XI-IATI-TOGUNATEST\n"),),
    "1.18.8": (attribute(ORGANISATION_NAME, "ref", "TOGUNATEST"),),
    "1.18.13": (attribute(ORGANISATION_NAME, "ref", "XI-IATI-TOGUNA?TEST"),),
    "4.3.1": (text("iati-organisation/document-link/title/narrative", ""),),
    "4.4.1": (text("iati-organisation/document-link/description/narrative", ""),),
    "4.5.1": (attribute("iati-organisation", LANGUAGE, None),),
    "7.5.3": (attribute("iati-organisation/total-expenditure/period-end", "iso-date", "2025-02-01"),),
    "7.8.2": (
        attribute("iati-organisation", "default-currency", None),
        attribute("iati-organisation/total-budget/value", "currency", None),
    ),
    "8.6.3": (attribute("iati-organisation/total-budget/period-start", "iso-date", "2025-01-01"),),
    "11.3.1": (attribute("iati-organisation/recipient-country-budget/budget-line/value", "value-date", "2025-01-01"),),
    "11.4.1": (attribute("iati-organisation", "last-updated-datetime", "2026-02-02T00:00:00Z"),),
}


@pytest.mark.parametrize("file", [ACTIVITIES, ORGANISATION], ids=["activities", "organisation"])
def test_the_file_with_everything_keeps_every_rule(file: Path) -> None:
    validity = untouched(file)
    assert [finding.text() for finding in validity.findings] == []
    assert validity.valid
    assert validity.clean


@pytest.mark.parametrize("code", ACTIVITY_BREACHES)
def test_an_activity_that_breaks_one_rule_is_told_by_its_id(code: str) -> None:
    validity = judged(ACTIVITIES, *ACTIVITY_BREACHES[code])
    assert broken(validity) == {code} | BROKEN_WITH_IT.get(code, set())
    assert validity.clean == (validity.rules[code].severity is not Severity.ERROR)
    assert validity.valid


@pytest.mark.parametrize("code", ORGANISATION_BREACHES)
def test_an_organisation_that_breaks_one_rule_is_told_by_its_id(code: str) -> None:
    validity = judged(ORGANISATION, *ORGANISATION_BREACHES[code])
    assert broken(validity) == {code}
    assert validity.valid


def test_every_official_rule_is_kept_once_and_broken_once() -> None:
    exercised: set[str] = set()
    for file, breaches in ((ACTIVITIES, ACTIVITY_BREACHES), (ORGANISATION, ORGANISATION_BREACHES)):
        validity = untouched(file)
        official = {code for code, listed in validity.rules.items() if listed.family is Family.RULESET}
        assert {code for code in official if validity.evaluated[code].ran == 0} == set()
        assert official == set(breaches)
        exercised |= official
    # 89 ids of the ruleset, and the one on repeated identifiers that the official validator has in its code.
    assert len(exercised) == 90


@pytest.mark.parametrize("budget", BUDGETS)
def test_each_budget_of_an_organisation_is_held_to_a_year_and_to_its_order(budget: str) -> None:
    long = judged(ORGANISATION, attribute(f"iati-organisation/{budget}/period-start", "iso-date", "2023-11-01"))
    assert broken(long) == {"7.5.3"}
    end = attribute(f"iati-organisation/{budget}/period-end", "iso-date", "2023-01-01")
    assert "8.6.3" in broken(judged(ORGANISATION, end))


def test_percentages_of_the_dac_sectors_are_added_too() -> None:
    assert broken(judged(ACTIVITIES, attribute(f"{FULL}/sector[2]", "percentage", "30"))) == {"2.1.2"}


def test_thirds_that_make_almost_100_are_told() -> None:
    third = '<recipient-country code="BF" percentage="33.33"/>'
    edits = [attribute(f"{TWO_COUNTRIES}/recipient-country[{n}]", "percentage", "33.33") for n in (1, 2)]
    validity = judged(ACTIVITIES, *edits, after(f"{TWO_COUNTRIES}/recipient-country[2]", third))
    assert broken(validity) == {"3.1.2"}
    assert "99.99" in validity.findings[0].where


def test_a_percentage_below_zero_is_told() -> None:
    assert broken(judged(ACTIVITIES, attribute(f"{FULL}/capital-spend", "percentage", "-0.1"))) == {"12.2.1"}


@pytest.mark.parametrize(
    "edit",
    [
        attribute(f"{ONE_COUNTRY}/activity-date", "iso-date", "2026-02-01"),
        attribute(f"{ONE_COUNTRY}/activity-date", "iso-date", "2026-02-01Z"),
        attribute(FULL, "last-updated-datetime", "2026-02-01T23:59:59+00:00"),
        attribute(f"{FULL}/activity-date[@type='1']", "iso-date", "2025-12-31"),
        attribute(f"{FULL}/capital-spend", "percentage", "0"),
        attribute(f"{FULL}/capital-spend", "percentage", "100.0"),
        attribute(f"{ONE_COUNTRY}/sector", "percentage", "100.00"),
        attribute(f"{ONE_COUNTRY}/sector", "vocabulary", ""),
        attribute(f"{FULL}/budget/period-end", "iso-date", "2024-12-31"),
        attribute(f"{SECOND_PERIOD}/actual", "value", " 95 "),
        attribute(f"{SECOND_PERIOD}/actual", "value", "-95.50"),
    ],
    ids=lambda edit: f"{edit.attribute} {edit.value}",
)
def test_what_is_just_inside_a_rule_keeps_it(edit: Edit) -> None:
    assert {code for code in broken(judged(ACTIVITIES, edit)) if not code.startswith("9.")} == set()


def test_an_organisation_that_the_registry_knows_is_excused_from_how_its_identifier_is_made() -> None:
    file = edited(ACTIVITIES, ACTIVITY_BREACHES["1.14.8"])
    assert broken(validate(file, today=TODAY)) == {"1.14.8"}
    assert broken(validate(file, today=TODAY, known_organisations={"ZZ-RIEN-1"})) == set()


def test_a_finding_says_whose_activity_which_line_and_where_in_it() -> None:
    validity = judged(ACTIVITIES, *ACTIVITY_BREACHES["11.2.1"])
    assert len(validity.findings) == 1
    where = validity.findings[0].where
    assert where.startswith("XI-IATI-TOGUNATEST-A2, ligne ")
    assert where.endswith(" : transaction[2]/transaction-date : « 2026-02-02 »")


def test_every_rule_says_what_it_asks_in_both_languages_and_what_to_do_where_it_is_broken() -> None:
    for file in (ACTIVITIES, ORGANISATION):
        for listed in untouched(file).rules.values():
            assert listed.french
            assert listed.english
            assert listed.french != listed.english
            # A cell of a table, not a sentence.
            assert not listed.french.endswith(".")
            assert not listed.english.endswith(".")
    for rule in (*ACTIVITY_RULES, *RESULT_RULES, *TEXT_RULES, *ORGANISATION_RULES):
        assert rule.message.endswith(".")
        assert len(rule.message.split(". ")) > 1 or " : " in rule.message, rule.code
        assert "%" not in rule.message
