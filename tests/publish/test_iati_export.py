"""What an edition says of a programme, as IATI: each number once, what is not known absent, nobody's name taken."""

from datetime import date
from typing import Any

import pytest
from lxml import etree

from tests.publish.snapshots import indicator, snapshot, table
from toguna.publish.iati.from_snapshot import export
from toguna.publish.iati.publisher import TEST_PUBLISHER, NotExportable, Publisher
from toguna.publish.iati.validity import validate
from toguna.publish.withdrawal import without
from toguna.rules.withdrawal import Withdrawn

LANG = "{http://www.w3.org/XML/1998/namespace}lang"
REAL = Publisher("XM-DAC-41146", "40", {"fr": "ONU Femmes"})
ON = date(2026, 1, 15)


def written(*indicators: Any, **changes: Any) -> Any:
    """The one activity of a file made of this edition, once the file is found valid and without a fault."""
    body = export([snapshot(*indicators, **changes)]).body()
    judged = validate(body, today=ON)
    assert judged.valid, judged.findings
    assert judged.clean, judged.findings
    return etree.fromstring(body)[0]


def with_programme(**changes: Any) -> dict[str, Any]:
    """The programme of the edition with something changed."""
    given: Any = dict(snapshot()["programme"])
    return {"programme": {**given, **changes}}


def real(**changes: Any) -> dict[str, Any]:
    """The same edition, of something that is not fictional."""
    organisations = {
        "fund": {"name": {"fr": "Un bailleur"}, "kind": "donor", "fictional": False},
        "lead": {"name": {"fr": "Une agence"}, "kind": "un_agency", "fictional": False, "identifier": "XM-DAC-41146"},
    }
    places = {
        "ocha-pcode:ML04": {
            "name": "Ségou", "level": 1, "fictional": False, "country": "ML",
            "codes": ["iso-3166-2:ML-4", "ocha-pcode:ML04", "geonames:2449892"],
        }
    }  # fmt: skip
    programme = with_programme(fictional=False, territory=["ocha-pcode:ML04"])
    return {"fictional": False, "organisations": organisations, "places": places, **programme, **changes}


def values(activity: Any, kind: str = "actual") -> list[tuple[str | None, dict[str, str], list[str]]]:
    """Each number of the file with what cuts it."""
    return [
        (
            node.get("value"),
            {one.get("name"): one.get("value") for one in node.findall("dimension")},
            [one.get("ref") for one in node.findall("location")],
        )
        for node in activity.iter(kind)
    ]


def said(node: Any, path: str, language: str = "fr") -> str:
    """The text of a narrative in a language."""
    own = None if language == "fr" else language
    found = [one.text or "" for one in node.findall(f"{path}/narrative") if one.get(LANG) == own]
    return " ".join(found)


def test_each_number_is_one_element_and_a_masked_one_is_none() -> None:
    activity = written()
    assert values(activity) == [("23", {}, []), ("13", {"sex": "female"}, [])]
    assert values(activity, "target") == [("35", {}, [])]
    comment = said(activity, ".//actual/comment")
    assert "masquées" in comment
    assert "masked" in said(activity, ".//actual/comment", "en")


def test_a_place_is_a_location_and_what_is_not_stated_is_a_category() -> None:
    cuts: Any = {
        "place": [
            {"category": "toguna-demo:C1", "masked": False, "value": "20"},
            {"category": "unknown", "masked": False, "value": "3"},
        ]
    }
    activity = written(indicator(tables=[table(cuts=cuts)]))
    assert values(activity) == [("23", {}, []), ("20", {}, ["C1"]), ("3", {"place": "unknown"}, [])]
    assert [one.get("ref") for one in activity.findall("location")] == ["C1"]


def test_two_bases_are_never_one_total_and_a_cell_of_one_says_both() -> None:
    sex: Any = {"sex": [{"category": "female", "masked": False, "value": "9"}]}
    tables = [table("10", cuts=sex), table("400", basis="estimated", cuts={})]
    activity = written(indicator(tables=tables, targets=[]))
    assert values(activity) == [
        ("10", {"basis": "counted"}, []),
        ("9", {"sex": "female", "basis": "counted"}, []),
        ("400", {"basis": "estimated"}, []),
    ]


def test_what_is_not_known_is_absent_and_zero_is_zero() -> None:
    unknown = indicator(
        tables=[table(None, cuts={})], targets=[], reference={"year": 2020, "value": None, "comment": {}}
    )
    activity = written(unknown)
    assert values(activity) == []
    assert activity.find(".//baseline") is None
    assert "inconnue (2020)" in said(activity, ".//indicator/description")
    assert "n'est pas connue" in said(activity, ".//indicator/description")
    zero = indicator(
        tables=[table("0", cuts={})],
        targets=[{"starts_on": "2025-01-01", "ends_before": "2026-01-02", "value": 0}],
        reference={"year": 2020, "value": 0, "comment": {"fr": "Rien avant."}},
    )
    activity = written(zero)
    assert values(activity) == [("0", {}, [])]
    assert values(activity, "target") == [("0", {}, [])]
    assert activity.find(".//baseline").get("value") == "0"


def test_a_masked_total_is_said_beside_its_target() -> None:
    activity = written(indicator(tables=[table(masked=True, cuts={})]))
    assert values(activity) == []
    assert "masquée" in said(activity, ".//target/comment")


def test_a_masked_total_without_a_target_is_said_of_the_indicator() -> None:
    activity = written(indicator(tables=[table(masked=True, cuts={})], targets=[]))
    assert values(activity) == []
    assert "toute la durée : La valeur atteinte est masquée" in said(activity, ".//indicator/description")


def test_a_provisional_value_says_so() -> None:
    assert "Valeur provisoire." in said(written(indicator(tables=[table(provisional=True)])), ".//actual/comment")
    assert "provisoire" not in said(written(), ".//actual/comment")


def test_why_a_value_is_far_from_its_target_goes_with_it() -> None:
    why = {"indicator": "SEATS", "period_kind": "life", "period": "life", "text": {"fr": "Route coupée : {{SEATS}}."}}
    assert "Route coupée : 23." in said(written(explanations=[why]), ".//actual/comment")


def test_a_share_is_a_percentage_with_what_it_was_made_of() -> None:
    total = {"category": "", "masked": False, "value": "37.5", "numerator": "3", "denominator": "8"}
    share = table("1", cuts={})
    share["total"] = total  # type: ignore[typeddict-item]
    activity = written(indicator(measure="percentage", tables=[share], targets=[]))
    assert activity.find(".//indicator").get("measure") == "2"
    assert values(activity) == [("37.5", {}, [])]
    assert "3 sur 8." in said(activity, ".//actual/comment")


def test_the_same_days_under_two_names_are_one_period() -> None:
    days = {"starts_on": "2025-10-01", "ends_before": "2026-01-01"}
    quarter = table("4", period_kind="quarter", period="2025-Q4", cuts={}, **days)
    fiscal = table("4", period_kind="us_fiscal_quarter", period="FY2026-Q1", cuts={}, **days)
    activity = written(indicator(tables=[quarter, fiscal], targets=[]))
    assert values(activity) == [("4", {}, [])]
    assert activity.find(".//period-end").get("iso-date") == "2025-12-31"


def test_only_codes_that_somebody_has_seen_are_references() -> None:
    codes = [
        {"scheme": "sdg", "code": "16.7.2", "year": 2020, "verified": True},
        {"scheme": "usaid", "code": "DR.4-1", "year": None, "verified": False},
    ]
    activity = written(indicator(codes=codes))
    found = activity.findall(".//indicator/reference")
    assert [(one.get("vocabulary"), one.get("code")) for one in found] == [("9", "16.7.2")]


def test_a_day_known_by_its_month_or_year_is_planned_and_says_so() -> None:
    dates = {one.get("type"): one for one in written().findall("activity-date")}
    assert dates["2"].get("iso-date") == "2025-01-01"
    assert dates["3"].get("iso-date") == "2026-12-31"
    assert said(dates["3"], ".") == "Connu à l'année près : 2026."
    changes = with_programme(starts_precision="month", ends_on="2025-07-01", ends_precision="month")
    dates = {one.get("type"): one for one in written(**changes).findall("activity-date")}
    assert (dates["1"].get("iso-date"), dates["3"].get("iso-date")) == ("2025-01-01", "2025-07-31")
    assert "juillet 2025" in said(dates["3"], ".")


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "status"),
    [("2026-02-01", "2027-01-01", "1"), ("2025-01-01", "2026-01-15", "2"), ("2024-01-01", "2025-01-01", "4")],
)
def test_the_status_follows_from_the_dates_and_the_day_of_release(starts_on: str, ends_on: str, status: str) -> None:
    changes = with_programme(starts_on=starts_on, ends_on=ends_on, ends_precision="day")
    assert written(indicator(targets=[]), **changes).find("activity-status").get("code") == status


def test_a_real_place_has_its_country_its_p_code_and_only_a_true_gazetteer_code() -> None:
    activity = written(**real())
    assert [one.get("code") for one in activity.findall("recipient-country")] == ["ML"]
    assert activity.find("recipient-region") is None
    (place,) = activity.findall("location")
    assert place.get("ref") == "ML04"
    assert [(one.get("vocabulary"), one.get("code")) for one in place.findall("location-id")] == [("G1", "2449892")]
    assert said(place, "name") == "Ségou"


def test_a_place_withdrawn_since_is_in_no_location_and_its_cell_is_left_out() -> None:
    cuts: Any = {"place": [{"category": "ocha-pcode:ML04", "masked": False, "value": "20"}]}
    edition = snapshot(indicator(tables=[table(cuts=cuts)]), **real())
    body = export([without(edition, Withdrawn(places=frozenset({"ocha-pcode:ML04"})), keep_rows=False)]).body()
    assert b"ML04" in export([edition]).body()
    assert b"ML04" not in body
    assert b"S\xc3\xa9gou" not in body
    assert values(etree.fromstring(body)[0]) == [("23", {}, [])]


def test_organisations_have_a_ref_only_where_it_is_known_and_partners_have_no_role() -> None:
    roles = [
        {"role": "accountable", "organisation": "lead", "works_under": None, "note": {}},
        {"role": "partner", "organisation": "fund", "works_under": None, "note": {}},
    ]
    changes = real()
    changes["programme"]["roles"] = roles
    activity = written(**changes)
    (lead,) = activity.findall("participating-org")
    assert (lead.get("ref"), lead.get("role"), lead.get("type")) == ("XM-DAC-41146", "2", "40")
    assert "Un bailleur" in said(activity, "description[@type='4']")


def test_the_whole_budget_is_said_and_is_no_yearly_budget() -> None:
    activity = written()
    assert activity.find("budget") is None
    assert "12\u202f344\u202f862" in said(activity, "description[@type='4']")


def test_money_is_published_where_it_is_known_and_no_budget_covers_more_than_a_year() -> None:
    year = {"starts_on": "2025-01-01", "ends_on": "2025-12-31", "value": 5_050, "currency": "XOF", "kind": "original"}
    long = {**year, "ends_on": "2026-12-31"}
    paid = {
        "reference": "T1", "kind": "disbursement", "on": "2025-03-01", "value": 100_00, "currency": "USD",
        "provider": "fund", "receiver": "lead", "text": {"fr": "Première tranche"},
    }  # fmt: skip
    changes = with_programme(
        budgets=[{**year, "status": "committed"}, {**long, "status": "committed"}],
        transactions=[paid, {**paid, "on": "2026-02-01"}],
    )
    made = export([snapshot(**changes)])
    activity = written(**changes)
    (budget,) = activity.findall("budget")
    assert (budget.get("status"), budget.findtext("value"), budget.find("value").get("currency")) == (
        "2",
        "50.5",
        "XOF",
    )
    (transaction,) = activity.findall("transaction")
    assert transaction.find("transaction-type").get("code") == "3"
    assert said(transaction, "provider-org") == "Fonds fictif"
    assert {"not-yearly", "in-future"} <= {note.code for note in made.notes}


def test_a_programme_is_about_what_was_chosen_and_else_about_nothing_named() -> None:
    assert written().find("sector").get("code") == "99810"
    sector = {"kind": "sector", "vocabulary": "1", "percentage": "100", "significance": ""}
    marker = {"kind": "policy_marker", "vocabulary": "1", "code": "1", "percentage": None, "significance": "2"}
    chosen = [{**sector, "code": "15150", "text": {"fr": "Participation"}}, {**marker, "text": {}}]
    activity = written(**with_programme(classifications=chosen))
    assert [(one.get("code"), one.get("percentage")) for one in activity.findall("sector")] == [("15150", "100")]
    assert activity.find("policy-marker").get("significance") == "2"


def test_a_sub_award_is_an_activity_below_the_programme_s() -> None:
    award = {
        "code": "S1", "giver": "fund", "receiver": "lead", "title": {"fr": "Appui"}, "starts_on": "2025-02-01",
        "ends_on": "2025-12-31", "value": None, "currency": "XOF", "disbursed": 5_00, "acquitted": None,
        "status": "signed",
    }  # fmt: skip
    changes = with_programme(sub_awards=[award, {**award, "code": "S2", "status": "proposed"}])
    body = export([snapshot(**changes)]).body()
    assert validate(body, today=ON).clean
    parent, child = etree.fromstring(body)
    assert child.findtext("iati-identifier") == f"{parent.findtext('iati-identifier')}-S1"
    assert [(one.get("ref"), one.get("type")) for one in parent.findall("related-activity")] == [
        (child.findtext("iati-identifier"), "2")
    ]
    assert child.find("related-activity").get("type") == "1"
    assert child.find("transaction") is None
    assert "Versé à ce jour" in said(child, "description")
    assert "Montant accordé" not in said(child, "description")


def test_a_result_says_to_which_it_is_related_and_a_fictional_one_to_none() -> None:
    related = {
        "code": "R1", "type": "outcome", "title": {"fr": "Un effet"}, "related_framework": "Plan",
        "related_code": "SP_1", "related_title": {"fr": "Davantage de plans"},
    }  # fmt: skip
    changes = real()
    changes["programme"]["results"] = [related]
    (result,) = written(**changes).findall("result")
    assert result.get("type") == "2"
    assert [(one.get("vocabulary"), one.get("code")) for one in result.findall("reference")] == [("99", "SP_1")]
    assert "Lié à Plan SP_1 : Davantage de plans." in said(result, "description")
    (fictional,) = written(**with_programme(results=[related])).findall("result")
    assert fictional.find("reference") is None
    assert "SP_1" not in said(fictional, "description")


def test_the_same_edition_makes_the_same_bytes() -> None:
    assert export([snapshot()]).body() == export([snapshot()]).body()
    assert b"2026-01-15T00:00:00Z" in export([snapshot()]).body()


def test_a_fictional_programme_is_published_by_nobody_and_says_that_it_is_fictional() -> None:
    activity = written()
    assert activity.find("reporting-org").get("ref") == TEST_PUBLISHER.ref
    assert activity.findtext("iati-identifier") == "XM-TEST-TOGUNA-DEMO"
    assert said(activity, "title").startswith("[FICTIF]")
    assert "FICTIVES" in said(activity, "description")
    assert said(activity, ".//indicator/description").startswith("Donnée fictive.")
    own = written(**with_programme(iati_identifier="XM-DAC-41146-DEMO"))
    assert own.findtext("iati-identifier") == "XM-TEST-TOGUNA-DEMO"


def test_a_fictional_programme_under_a_real_publisher_is_refused() -> None:
    with pytest.raises(NotExportable, match="éditeur de test") as refused:
        export([snapshot()], publisher=REAL)
    assert refused.value.finding.code == "fictional-under-real"


def test_fictional_and_real_never_stand_in_one_file() -> None:
    with pytest.raises(NotExportable, match="réel et le fictif"):
        export([snapshot(), snapshot(**real())])
    mixed = real()
    mixed["organisations"]["fund"]["fictional"] = True
    with pytest.raises(NotExportable, match="ce qui est fictif"):
        export([snapshot(**mixed)])


def test_a_fictional_programme_in_a_real_place_is_refused() -> None:
    places = {"ocha-pcode:ML04": {"name": "Ségou", "level": 1, "fictional": False}}
    with pytest.raises(NotExportable, match="ce qui est réel"):
        export([snapshot(places=places)])


def test_a_real_programme_is_published_by_whom_it_should_be() -> None:
    activity = written(**real())
    assert activity.find("reporting-org").get("ref") == "XM-DAC-41146"
    assert activity.find("reporting-org").get("secondary-reporter") is None
    other = {"ref": "FR-RCS-1234", "type": "22", "name": {"fr": "Une maison"}}
    activity = written(**real(iati_publisher=other))
    assert activity.find("reporting-org").get("ref") == "FR-RCS-1234"
    assert activity.find("reporting-org").get("secondary-reporter") == "1"
    unknown = real()
    del unknown["organisations"]["lead"]["identifier"]
    with pytest.raises(NotExportable, match="TOGUNA_IATI_PUBLISHER"):
        export([snapshot(**unknown)])


def test_a_programme_s_own_identifier_wins() -> None:
    changes = real()
    changes["programme"]["iati_identifier"] = "XM-DAC-41146-ML-9"
    assert written(**changes).findtext("iati-identifier") == "XM-DAC-41146-ML-9"
