# ruff: noqa: RUF009  (each of these calls makes one field of the dataclass, as dataclasses.field does)
"""One activity of IATI 2.03 and the file that holds activities, whole, as neutral values.

What the model does not name stays beside it as XML (`unmodelled`), so that what was read can be written again.
"""

from dataclasses import dataclass

from toguna.rules.iati import shapes as iati
from toguna.rules.iati.money import (
    AidType,
    Budget,
    CountryBudget,
    HumanitarianScope,
    PlannedDisbursement,
    PolicyMarker,
    Sector,
    Tag,
    Transaction,
)
from toguna.rules.iati.organisations import (
    Contact,
    Location,
    OtherIdentifier,
    ParticipatingOrganisation,
    RecipientCountry,
    RecipientRegion,
    ReportingOrganisation,
)
from toguna.rules.iati.results import DocumentLink, Result
from toguna.rules.iati.shapes import Element, Narratives

VERSION = "2.03"


@dataclass(frozen=True, kw_only=True)
class Description(Element):
    """What the activity is: 1 general, 2 objectives, 3 target groups, 4 other."""

    type: str | None = iati.attribute("type")
    text: Narratives = iati.narratives()


@dataclass(frozen=True, kw_only=True)
class ActivityDate(Element):
    """A day in its life: 1 planned start, 2 actual start, 3 planned end, 4 actual end."""

    type: str | None = iati.attribute("type")
    iso_date: str | None = iati.attribute("iso-date")
    note: Narratives = iati.narratives()


@dataclass(frozen=True, kw_only=True)
class RelatedActivity(Element):
    """Another activity: 1 parent, 2 child, 3 sibling, 4 co-funded, 5 third party."""

    ref: str | None = iati.attribute("ref")
    type: str | None = iati.attribute("type")


@dataclass(frozen=True, kw_only=True)
class LegacyValue(Element):
    """A value of the publisher's own system."""

    name: str | None = iati.attribute("name")
    value: str | None = iati.attribute("value")
    iati_equivalent: str | None = iati.attribute("iati-equivalent")


@dataclass(frozen=True, kw_only=True)
class Condition(Element):
    """What the money is tied to."""

    type: str | None = iati.attribute("type")
    text: Narratives = iati.narratives()


@dataclass(frozen=True, kw_only=True)
class Conditions(Element):
    """Whether conditions are attached, and which."""

    attached: bool | None = iati.flag("attached")
    conditions: tuple[Condition, ...] = iati.many("condition", Condition)


@dataclass(frozen=True, kw_only=True)
class IatiActivity(Element):
    """One activity as IATI 2.03 has it, its fields in the order of the schema.

    >>> IatiActivity(identifier="XM-DAC-41146-MLI_D_1.2", language="en").budgets
    ()
    """

    language: str | None = iati.attribute("{http://www.w3.org/XML/1998/namespace}lang")
    last_updated: str | None = iati.attribute("last-updated-datetime")
    default_currency: str | None = iati.attribute("default-currency")
    humanitarian: bool | None = iati.flag("humanitarian")
    hierarchy: str | None = iati.attribute("hierarchy")
    linked_data_uri: str | None = iati.attribute("linked-data-uri")
    budget_not_provided: str | None = iati.attribute("budget-not-provided")
    identifier: str | None = iati.line("iati-identifier")
    reporting: ReportingOrganisation | None = iati.one("reporting-org", ReportingOrganisation)
    title: Narratives = iati.text("title")
    descriptions: tuple[Description, ...] = iati.many("description", Description)
    participating: tuple[ParticipatingOrganisation, ...] = iati.many("participating-org", ParticipatingOrganisation)
    other_identifiers: tuple[OtherIdentifier, ...] = iati.many("other-identifier", OtherIdentifier)
    status: str | None = iati.word("activity-status")
    dates: tuple[ActivityDate, ...] = iati.many("activity-date", ActivityDate)
    contacts: tuple[Contact, ...] = iati.many("contact-info", Contact)
    scope: str | None = iati.word("activity-scope")
    recipient_countries: tuple[RecipientCountry, ...] = iati.many("recipient-country", RecipientCountry)
    recipient_regions: tuple[RecipientRegion, ...] = iati.many("recipient-region", RecipientRegion)
    locations: tuple[Location, ...] = iati.many("location", Location)
    sectors: tuple[Sector, ...] = iati.many("sector", Sector)
    tags: tuple[Tag, ...] = iati.many("tag", Tag)
    country_budget: CountryBudget | None = iati.one("country-budget-items", CountryBudget)
    humanitarian_scopes: tuple[HumanitarianScope, ...] = iati.many("humanitarian-scope", HumanitarianScope)
    policy_markers: tuple[PolicyMarker, ...] = iati.many("policy-marker", PolicyMarker)
    collaboration_type: str | None = iati.word("collaboration-type")
    default_flow_type: str | None = iati.word("default-flow-type")
    default_finance_type: str | None = iati.word("default-finance-type")
    default_aid_types: tuple[AidType, ...] = iati.many("default-aid-type", AidType)
    default_tied_status: str | None = iati.word("default-tied-status")
    budgets: tuple[Budget, ...] = iati.many("budget", Budget)
    planned_disbursements: tuple[PlannedDisbursement, ...] = iati.many("planned-disbursement", PlannedDisbursement)
    capital_spend: str | None = iati.word("capital-spend", "percentage")
    transactions: tuple[Transaction, ...] = iati.many("transaction", Transaction)
    document_links: tuple[DocumentLink, ...] = iati.many("document-link", DocumentLink)
    related: tuple[RelatedActivity, ...] = iati.many("related-activity", RelatedActivity)
    legacy_values: tuple[LegacyValue, ...] = iati.many("legacy-data", LegacyValue)
    conditions: Conditions | None = iati.one("conditions", Conditions)
    results: tuple[Result, ...] = iati.many("result", Result)
    crs_add: str = iati.raw("crs-add")
    fss: str = iati.raw("fss")


@dataclass(frozen=True, kw_only=True)
class IatiFile(Element):
    """A file of activities. The time at which it was made is given, never taken from a clock."""

    version: str | None = iati.attribute("version")
    generated: str | None = iati.attribute("generated-datetime")
    linked_data_default: str | None = iati.attribute("linked-data-default")
    activities: tuple[IatiActivity, ...] = iati.many("iati-activity", IatiActivity)
