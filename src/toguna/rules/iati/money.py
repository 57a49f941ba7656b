# ruff: noqa: RUF009  (each of these calls makes one field of the dataclass, as dataclasses.field does)
"""What an activity is about, and its money, in IATI 2.03: sectors, tags, markers, budgets, transactions.

Amounts are text as they stood, with the number they hold beside them. An amount that nobody knows is absent, never 0.
"""

from dataclasses import dataclass
from decimal import Decimal

from toguna.rules.iati import shapes as iati
from toguna.rules.iati.organisations import RecipientCountry, RecipientRegion
from toguna.rules.iati.shapes import Element, Narratives, number_in


@dataclass(frozen=True, kw_only=True)
class Sector(Element):
    """What the activity is about, in a vocabulary of sectors."""

    vocabulary: str | None = iati.attribute("vocabulary")
    vocabulary_uri: str | None = iati.attribute("vocabulary-uri")
    code: str | None = iati.attribute("code")
    percentage: str | None = iati.attribute("percentage")
    names: Narratives = iati.narratives()


@dataclass(frozen=True, kw_only=True)
class Tag(Element):
    """What the activity has to do with, such as a development goal."""

    code: str | None = iati.attribute("code")
    vocabulary: str | None = iati.attribute("vocabulary")
    vocabulary_uri: str | None = iati.attribute("vocabulary-uri")
    names: Narratives = iati.narratives()


@dataclass(frozen=True, kw_only=True)
class BudgetLine(Element):
    """A line of the recipient's own budget."""

    code: str | None = iati.attribute("code")
    percentage: str | None = iati.attribute("percentage")
    description: Narratives = iati.text("description")


@dataclass(frozen=True, kw_only=True)
class CountryBudget(Element):
    """Where the money stands in the recipient's own budget."""

    vocabulary: str | None = iati.attribute("vocabulary")
    budget_lines: tuple[BudgetLine, ...] = iati.many("budget-item", BudgetLine)


@dataclass(frozen=True, kw_only=True)
class HumanitarianScope(Element):
    """The emergency or the appeal that the activity answers."""

    type: str | None = iati.attribute("type")
    vocabulary: str | None = iati.attribute("vocabulary")
    vocabulary_uri: str | None = iati.attribute("vocabulary-uri")
    code: str | None = iati.attribute("code")
    names: Narratives = iati.narratives()


@dataclass(frozen=True, kw_only=True)
class PolicyMarker(Element):
    """How much of a policy's objective the activity is."""

    vocabulary: str | None = iati.attribute("vocabulary")
    vocabulary_uri: str | None = iati.attribute("vocabulary-uri")
    code: str | None = iati.attribute("code")
    significance: str | None = iati.attribute("significance")
    names: Narratives = iati.narratives()


@dataclass(frozen=True, kw_only=True)
class AidType(Element):
    """A type of aid."""

    code: str | None = iati.attribute("code")
    vocabulary: str | None = iati.attribute("vocabulary")


@dataclass(frozen=True, kw_only=True)
class Money(Element):
    """An amount, its currency where it is not the activity's, and the day of its rate."""

    currency: str | None = iati.attribute("currency")
    value_date: str | None = iati.attribute("value-date")
    amount: str = iati.content()

    @property
    def number(self) -> Decimal | None:
        """The amount as a number."""
        return number_in(self.amount)


@dataclass(frozen=True, kw_only=True)
class Budget(Element):
    """What is set aside for at most a year."""

    type: str | None = iati.attribute("type")
    status: str | None = iati.attribute("status")
    period_start: str | None = iati.word("period-start", "iso-date")
    period_end: str | None = iati.word("period-end", "iso-date")
    value: Money | None = iati.one("value", Money)


@dataclass(frozen=True, kw_only=True)
class Provider(Element):
    """Who gives the money."""

    ref: str | None = iati.attribute("ref")
    type: str | None = iati.attribute("type")
    activity_identifier: str | None = iati.attribute("provider-activity-id")
    names: Narratives = iati.narratives()


@dataclass(frozen=True, kw_only=True)
class Receiver(Element):
    """Who gets the money."""

    ref: str | None = iati.attribute("ref")
    type: str | None = iati.attribute("type")
    activity_identifier: str | None = iati.attribute("receiver-activity-id")
    names: Narratives = iati.narratives()


@dataclass(frozen=True, kw_only=True)
class PlannedDisbursement(Element):
    """Money that is to be paid out."""

    type: str | None = iati.attribute("type")
    period_start: str | None = iati.word("period-start", "iso-date")
    period_end: str | None = iati.word("period-end", "iso-date")
    value: Money | None = iati.one("value", Money)
    provider: Provider | None = iati.one("provider-org", Provider)
    receiver: Receiver | None = iati.one("receiver-org", Receiver)


@dataclass(frozen=True, kw_only=True)
class Transaction(Element):
    """Money that was promised or that moved."""

    ref: str | None = iati.attribute("ref")
    humanitarian: bool | None = iati.flag("humanitarian")
    type: str | None = iati.word("transaction-type")
    date: str | None = iati.word("transaction-date", "iso-date")
    value: Money | None = iati.one("value", Money)
    description: Narratives = iati.text("description")
    provider: Provider | None = iati.one("provider-org", Provider)
    receiver: Receiver | None = iati.one("receiver-org", Receiver)
    disbursement_channel: str | None = iati.word("disbursement-channel")
    sectors: tuple[Sector, ...] = iati.many("sector", Sector)
    recipient_country: RecipientCountry | None = iati.one("recipient-country", RecipientCountry)
    recipient_region: RecipientRegion | None = iati.one("recipient-region", RecipientRegion)
    flow_type: str | None = iati.word("flow-type")
    finance_type: str | None = iati.word("finance-type")
    aid_types: tuple[AidType, ...] = iati.many("aid-type", AidType)
    tied_status: str | None = iati.word("tied-status")
