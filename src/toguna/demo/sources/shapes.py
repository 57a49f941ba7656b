"""The shapes of what the source documents say: one frozen class for each kind of fact, in the field's words.

They hold what `toguna.demo.documents` reads, which also explains the fields that recur. They refuse to know files,
the database and whether what a document says is true.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from toguna.demo.sources.money import Award, Budget, SubAward

Texts = Mapping[str, str]
Hedge = Literal["none", "at_least", "more_than", "over"]
Status = Literal["achieved", "partly_achieved", "not_achieved", "not_stated"]
RemarkKind = Literal["contradiction", "unclear", "malformed", "repetition", "not_verified"]
OrganisationKind = Literal["donor", "un_agency", "government", "ngo", "cso", "company", "network", "body", "bank"]
Role = Literal["funding", "accountable", "extending", "implementing", "partner", "participant"]
ActivityKind = Literal["training", "forum", "session", "broadcast", "distribution", "advocacy", "campaign"]


@dataclass(frozen=True)
class Passage:
    """Where something is said: a document and a short quote from it."""

    document: str
    passage: str
    occurrence: int = 1


@dataclass(frozen=True)
class SourceDocument:
    """One document: its title as printed, who published it, what it is."""

    key: str
    title: str
    kind: Texts
    language: str
    about: Texts
    publisher: str
    programme: str
    as_of: date | None = None
    as_of_printed: str = ""
    address: str = ""


@dataclass(frozen=True)
class StatedDate:
    """A date as precisely as it is known; `on` is the first day of the month or year when `precision` is coarser."""

    on: date
    precision: Literal["day", "month", "year"]
    printed: str
    document: str
    passage: str = ""


@dataclass(frozen=True)
class TerritoryPart:
    """A place where a document says that the programme works."""

    place: str
    document: str
    passage: str


@dataclass(frozen=True)
class Programme:
    """A funded whole: names, dates, money and territory, as the documents give them."""

    code: str
    name: Texts
    acronym: Texts
    description: Texts
    starts_on: StatedDate | None = None
    ends_on: StatedDate | None = None
    budget: Budget | None = None
    award: Award | None = None
    territory: tuple[TerritoryPart, ...] = ()


@dataclass(frozen=True)
class Place:
    """A place as the documents name it; `within_basis` tells a parent that they state from one of a gazetteer."""

    key: str
    name: Texts
    level: Literal["country", "region", "district", "cercle", "commune"]
    within: str | None = None
    within_basis: Literal["document", "gazetteer"] = "gazetteer"
    commune_kind: Literal["urban", "rural"] | None = None
    codes: tuple[tuple[str, str], ...] = ()
    spellings: tuple[str, ...] = ()
    document: str = ""
    passage: str = ""


@dataclass(frozen=True)
class Organisation:
    """A named organisation; `identifiers` are (scheme, code) pairs."""

    code: str
    name: Texts
    kind: OrganisationKind
    identifiers: tuple[tuple[str, str], ...] = ()
    name_source: str = ""


@dataclass(frozen=True)
class OrganisationRole:
    """What an organisation does in a programme, and under whom."""

    organisation: str
    role: Role
    document: str
    passage: str
    works_under: str | None = None
    note: Texts | None = None


@dataclass(frozen=True)
class Objective:
    """An objective; `printed_in` names the languages that a document prints, the others are our translation."""

    number: int
    title: Texts
    statement: Texts
    printed_in: tuple[str, ...]
    passages: tuple[Passage, ...]
    added_on: StatedDate | None = None


@dataclass(frozen=True)
class RelatedResult:
    """A result of another framework that this one is said to serve."""

    framework: str
    code: str
    text: Texts
    document: str
    passage: str


@dataclass(frozen=True)
class Result:
    """An outcome or output; `printed_in` as for objectives, empty when the wording is ours."""

    code: str
    level: Literal["outcome", "output"]
    title: Texts
    statement: Texts
    printed_in: tuple[str, ...]
    passages: tuple[Passage, ...]
    objective: int | None = None
    parent: str | None = None
    related_to: RelatedResult | None = None


@dataclass(frozen=True)
class Indicator:
    """What a programme counts; `definition` is as `toguna.rules.definitions` reads it, empty when facts cannot tell."""

    code: str
    result: str
    title: Texts
    unit: str
    measure: Literal["unit", "percentage", "nominal", "ordinal", "qualitative"]
    direction: Literal["increase", "decrease"]
    cumulative: bool
    counting_rule: Texts
    disaggregations: tuple[str, ...]
    definition: Mapping[str, Any]
    document: str
    passage: str
    standard_code: str = ""
    verified: bool = False


@dataclass(frozen=True)
class TheoryOfChange:
    """If this, then that, because of this."""

    if_: Texts
    then: Texts
    because: Texts
    document: str
    passage: str


@dataclass(frozen=True)
class OutcomeStatement:
    """What a year's report says of one outcome, in our own words."""

    result: str
    year: int
    status: Status
    narrative: Texts
    document: str
    passage: str
    theory_of_change: TheoryOfChange | None = None
    still_relevant: bool | None = None
    strategy_changed: bool | None = None
    judgement_passage: str = ""
    lessons: tuple[Texts, ...] = ()
    partners: tuple[str, ...] = ()


@dataclass(frozen=True)
class Period:
    """The time that stated values speak of."""

    key: str
    label: Texts
    starts_on: date
    ends_on: date


@dataclass(frozen=True)
class Repetition:
    """The same figure printed once more in the same document."""

    passage: str
    printed: str
    occurrence: int = 1
    malformed: bool = False


@dataclass(frozen=True)
class StatedValue:
    """A figure that a document states: no records stand behind it here."""

    id: str
    label: Texts
    printed: str
    value: Decimal
    unit: str
    period: str
    document: str
    passage: str
    occurrence: int = 1
    result: str | None = None
    indicator: str | None = None
    sex: Literal["female", "male"] | None = None
    age_group: Literal["child", "adolescent", "adult"] | None = None
    places: tuple[str, ...] = ()
    place_note: Texts | None = None
    hedge: Hedge = "none"
    malformed: bool = False
    note: Texts | None = None
    repeated_at: tuple[Repetition, ...] = ()
    part_of: str | None = None
    parts_closed: bool | None = None

    @property
    def thousandths(self) -> int:
        """The value as a whole number of thousandths, the way quantities are kept."""
        return int(self.value * 1000)


@dataclass(frozen=True)
class Partition:
    """A whole and its parts: closed parts should sum to it, open ones are only some of it."""

    id: str
    whole: str
    parts: tuple[str, ...]
    by: Literal["sex", "sex_age", "place", "place_sex", "group", "subset"]
    closed: bool


@dataclass(frozen=True)
class Share:
    """A printed percentage with the figures that it is a percentage of."""

    id: str
    percent: str
    part: str
    whole: str


@dataclass(frozen=True)
class Listing:
    """A number of places beside the places that the document goes on to name."""

    id: str
    value: str
    named: tuple[str, ...]


@dataclass(frozen=True)
class Activity:
    """Something that a document tells was held: a line of a work plan; `how_many` is None when it does not say."""

    code: str
    title: Texts
    kind: ActivityKind
    document: str
    passage: str
    how_many: int | None = None
    days: int | None = None
    objective: int | None = None
    result: str | None = None
    designed_for: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()
    places: tuple[str, ...] = ()


@dataclass(frozen=True)
class Remark:
    """What a reader should know beside a programme, results or values; `fails` names the checks that show it."""

    id: str
    kind: RemarkKind
    text: Texts
    results: tuple[str, ...] = ()
    values: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()
    fails: tuple[str, ...] = ()
    passages: tuple[Passage, ...] = ()


@dataclass(frozen=True)
class NotAQuantity:
    """A printed figure that counts nothing, and why; `everywhere` when the same words recur with the same meaning."""

    document: str
    passage: str
    printed: str
    reason: str
    occurrence: int = 1
    everywhere: bool = False


@dataclass(frozen=True)
class ProgrammeFacts:
    """All that the documents say of one programme. A remark without results, values or organisations is about it."""

    programme: Programme
    periods: tuple[Period, ...] = ()
    roles: tuple[OrganisationRole, ...] = ()
    objectives: tuple[Objective, ...] = ()
    results: tuple[Result, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    outcome_statements: tuple[OutcomeStatement, ...] = ()
    stated_values: tuple[StatedValue, ...] = ()
    partitions: tuple[Partition, ...] = ()
    shares: tuple[Share, ...] = ()
    listings: tuple[Listing, ...] = ()
    activities: tuple[Activity, ...] = ()
    sub_awards: tuple[SubAward, ...] = ()
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True)
class SourceDocuments:
    """The five documents and what they say, programme by programme."""

    documents: tuple[SourceDocument, ...]
    references: tuple[SourceDocument, ...]
    places: tuple[Place, ...]
    organisations: tuple[Organisation, ...]
    not_quantities: tuple[NotAQuantity, ...]
    programmes: tuple[ProgrammeFacts, ...] = ()

    def programme(self, code: str) -> ProgrammeFacts:
        """The facts of one programme.

        >>> load_documents().programme("PECIC-II").programme.name["fr"]
        'Projet d’Engagement Citoyen: Identité & Citoyenneté - Phase II'
        """
        return next(facts for facts in self.programmes if facts.programme.code == code)
