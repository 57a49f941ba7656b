"""A model of activities becomes bytes in the order of the schema, the same bytes each time."""

from dataclasses import fields, replace
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from toguna.publish.iati.writing import write_activity, write_file, write_stream
from toguna.rules.iati import (
    ActivityDate,
    Administrative,
    AidType,
    Baseline,
    Budget,
    BudgetLine,
    Condition,
    Conditions,
    Contact,
    CountryBudget,
    Description,
    Dimension,
    DocumentLink,
    Element,
    HumanitarianScope,
    IatiActivity,
    IatiFile,
    Indicator,
    IndicatorReference,
    Kind,
    LegacyValue,
    Location,
    LocationIdentifier,
    Measured,
    Money,
    OtherIdentifier,
    OwnerOrganisation,
    ParticipatingOrganisation,
    Period,
    PlannedDisbursement,
    Point,
    PolicyMarker,
    Provider,
    Receiver,
    RecipientCountry,
    RecipientRegion,
    RelatedActivity,
    ReportingOrganisation,
    Result,
    ResultReference,
    Sector,
    Tag,
    Transaction,
    Unmodelled,
    parts_of,
)

SHAPES: tuple[type[Element], ...] = (
    ActivityDate, Administrative, AidType, Baseline, Budget, BudgetLine, Condition, Conditions, Contact, CountryBudget,
    Description, Dimension, DocumentLink, HumanitarianScope, IatiActivity, Indicator, IndicatorReference, LegacyValue,
    Location, LocationIdentifier, Measured, Money, OtherIdentifier, OwnerOrganisation, ParticipatingOrganisation,
    Period, PlannedDisbursement, Point, PolicyMarker, Provider, Receiver, RecipientCountry, RecipientRegion,
    RelatedActivity, ReportingOrganisation, Result, ResultReference, Sector, Tag, Transaction,
)  # fmt: skip
# What the schema wants to be a number, a day, a name or an address.
TYPED = {
    "iso_date": "2025-01-01", "value_date": "2025-01-01", "period_start": "2025-01-01", "period_end": "2025-12-31",
    "start": "2025-01-01", "end": "2025-12-31", "date": "2025-01-01", "document_date": "2025-01-01",
    "last_updated": "2025-01-01T00:00:00Z", "year": "2020", "percentage": "50", "capital_spend": "10", "level": "1",
    "hierarchy": "1", "amount": "12.5", "iati_equivalent": "code", "budget_not_provided": "1",
    "crs_add": '<crs-add><channel-code>1</channel-code></crs-add>',
    "fss": '<fss extraction-date="2025-01-01"><forecast year="2025">5</forecast></fss>',
}  # fmt: skip
SAID = (("", "Dit"), ("en", "Said"))


def schema() -> etree.XMLSchema:
    """The schema of 2.03 as the package pyIATI carries it; its code is never imported."""
    package = find_spec("iati")
    assert package is not None
    assert package.submodule_search_locations
    folder = Path(package.submodule_search_locations[0]) / "resources/standard/2-03/schemas"
    return etree.XMLSchema(etree.parse(folder / "iati-activities-schema.xsd"))


def filled(shape: type[Element]) -> Any:
    """An element with something in every field that the model has."""
    values: dict[str, object] = {}
    for part in parts_of(shape):
        word = TYPED.get(part.field, "A1")
        values[part.field] = {
            Kind.ATTRIBUTE: lambda word=word: word,
            Kind.FLAG: lambda: True,
            Kind.CONTENT: lambda word=word: word,
            Kind.NARRATIVES: lambda: SAID,
            Kind.TEXT: lambda: SAID,
            Kind.TEXTS: lambda: (SAID, SAID),
            Kind.LINE: lambda: "14.5 -4.2",
            Kind.LINES: lambda: ("1", "2"),
            Kind.WORD: lambda word=word: word,
            Kind.WORDS: lambda: ("1", "2"),
            Kind.RAW: lambda word=word: word,
            Kind.ONE: lambda part=part: filled(part.shape),
            Kind.MANY: lambda part=part: (filled(part.shape), filled(part.shape)),
        }[part.kind]()
    if shape is IatiActivity:
        values["language"] = "fr"
    if shape is Transaction:
        # A transaction is about one country, one region, and sectors without shares.
        values["sectors"] = (replace(filled(Sector), percentage=None),)
        values["recipient_country"] = replace(filled(RecipientCountry), percentage=None)
        values["recipient_region"] = replace(filled(RecipientRegion), percentage=None)
    return shape(**values)


def test_an_activity_with_everything_in_it_follows_the_schema() -> None:
    file = IatiFile(version="2.03", generated="2026-01-01T00:00:00Z", activities=(filled(IatiActivity),))
    schema().assertValid(etree.fromstring(write_file(file)))


def test_the_model_names_every_element_and_attribute_of_the_schema() -> None:
    """Whatever the schema allows in an activity either has a field or is kept whole; only two elements are."""
    package = find_spec("iati")
    assert package is not None
    assert package.submodule_search_locations
    folder = Path(package.submodule_search_locations[0]) / "resources/standard/2-03/schemas"
    tree = etree.parse(folder / "iati-activities-schema.xsd")
    declared = {
        node.get("name") or node.get("ref")
        for node in tree.iterfind(".//{*}element")
        if not any(above.get("name") in ("crs-add", "fss") for above in node.iterancestors())
    }
    written = {node.tag for node in etree.fromstring(write_activity(filled(IatiActivity))).iter()}
    assert declared - written == {"iati-activities"}


def test_every_shape_knows_the_place_of_all_its_fields() -> None:
    for shape in SHAPES:
        assert {part.field for part in parts_of(shape)} == {one.name for one in fields(shape)} - {"unmodelled"}


def test_a_baseline_has_its_documents_before_its_comment_and_an_actual_after() -> None:
    link = DocumentLink(url="https://example.org/a", format="text/html", title=SAID, categories=("A08",))
    baseline = Baseline(year="2020", value="1", document_links=(link,), comment=SAID)
    actual = Measured(value="2", document_links=(link,), comment=SAID)
    period = Period(start="2025-01-01", end="2025-12-31", actuals=(actual,))
    indicator = Indicator(measure="1", title=SAID, baselines=(baseline,), periods=(period,))
    body = write_activity(IatiActivity(results=(Result(type="1", title=SAID, indicators=(indicator,)),)))
    tree = etree.fromstring(body)
    assert [node.tag for node in tree.find(".//baseline")] == ["document-link", "comment"]
    assert [node.tag for node in tree.find(".//actual")] == ["comment", "document-link"]


def test_a_narrative_says_its_language_only_where_it_is_not_the_activity_s() -> None:
    activity = IatiActivity(language="fr", title=(("fr", "Un"), ("", "Deux"), ("en", "Three")))
    narratives = etree.fromstring(write_activity(activity)).iter("narrative")
    lang = "{http://www.w3.org/XML/1998/namespace}lang"
    assert [(node.get(lang), node.text) for node in narratives] == [(None, "Un"), (None, "Deux"), ("en", "Three")]


def test_yes_and_no_are_one_and_zero() -> None:
    activity = IatiActivity(humanitarian=False, conditions=Conditions(attached=True))
    tree = etree.fromstring(write_activity(activity))
    assert tree.get("humanitarian") == "0"
    assert tree.find("conditions").get("attached") == "1"


def test_what_is_not_said_is_not_written() -> None:
    assert write_activity(IatiActivity()) == b"  <iati-activity/>\n"
    assert b"value" not in write_activity(
        IatiActivity(results=(Result(indicators=(Indicator(periods=(Period(actuals=(Measured(),)),)),)),))
    )


def test_signs_that_xml_uses_and_signs_that_it_cannot_hold_do_no_harm() -> None:
    activity = IatiActivity(identifier='a & "b" <c>\x0b\ufffe', default_currency='"\n&', title=(("", "]]>\r\n"),))
    tree = etree.fromstring(write_activity(activity))
    assert tree.findtext("iati-identifier") == 'a & "b" <c>'
    assert tree.get("default-currency") == '"\n&'
    assert tree.findtext("title/narrative") == "]]>\r\n"


def test_what_the_model_does_not_name_is_written_as_it_stood() -> None:
    kept = (
        Unmodelled("{https://example.org/own}mark", "a&b", is_attribute=True),
        Unmodelled("odd", "1", is_attribute=True),
        Unmodelled("{https://example.org/own}note", '<o:note xmlns:o="https://example.org/own">é</o:note>'),
    )
    tree = etree.fromstring(write_activity(IatiActivity(identifier="A", unmodelled=kept)))
    assert tree.get("{https://example.org/own}mark") == "a&b"
    assert tree.get("odd") == "1"
    assert tree[-1].tag == "{https://example.org/own}note"
    assert tree[-1].text == "é"


def test_a_fragment_that_is_no_element_is_refused() -> None:
    with pytest.raises(etree.XMLSyntaxError):
        write_activity(IatiActivity(unmodelled=(Unmodelled("a", "<a><b></a>"),)))


def test_a_long_file_is_written_piece_by_piece_and_is_the_same_file() -> None:
    activities = tuple(IatiActivity(identifier=f"XM-TEST-{number}") for number in range(3))
    head = IatiFile(version="2.03", unmodelled=(Unmodelled("{urn:x}end", '<x:end xmlns:x="urn:x"/>'),))
    pieces = list(write_stream(head, iter(activities)))
    assert len(pieces) == 5
    whole = IatiFile(version="2.03", activities=activities, unmodelled=head.unmodelled)
    assert b"".join(pieces) == write_file(whole) == write_file(whole)
