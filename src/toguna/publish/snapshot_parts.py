"""The parts of an edition's content, in the one shape in which it is frozen and read for ever.

Editions of format 1 lack whatever is NotRequired here, and stay as they are.
"""

from typing import NotRequired, TypedDict

Texts = dict[str, str]


class CellPart(TypedDict):
    """One released cell; a masked one says nothing but that. `digest` names the facts behind it."""

    category: str
    masked: bool
    value: NotRequired[str | None]
    numerator: NotRequired[str | None]
    denominator: NotRequired[str | None]
    digest: NotRequired[str]


class TablePart(TypedDict):
    """One indicator in one period, on one basis: the total and its parts by one dimension each."""

    period_kind: str
    period: str
    starts_on: str
    ends_before: str
    basis: str
    total: CellPart
    cuts: dict[str, list[CellPart]]
    # The period is not closed, or the value is not approved; absent where it is settled.
    provisional: NotRequired[bool]


class RecordPart(TypedDict):
    """One attendance sheet that counts: its activity, day and place, its number and the beginning of its hash."""

    record: str
    sheet: str
    activity: str
    held_on: str
    place: str


class TargetPart(TypedDict):
    """What was to be reached in a period, in thousandths."""

    starts_on: str
    ends_before: str
    value: int


class ReferencePart(TypedDict):
    """Where the indicator stood before, in thousandths; None is unknown."""

    year: int
    value: int | None
    comment: Texts


class DefinitionPart(TypedDict):
    """What was counted: the version of the definition, its body, and the sentence that says it."""

    version: int
    fingerprint: str
    body: dict[str, object]
    sentence: Texts


class CodePart(TypedDict):
    """What a donor's list calls the indicator; `verified` says that somebody has seen it there."""

    scheme: str
    code: str
    year: int | None
    verified: bool


class IndicatorPart(TypedDict):
    """One counted indicator."""

    code: str
    title: Texts
    unit: Texts
    measure: str
    ascending: bool
    cumulative: bool
    standard_code: str
    result: str
    objective: int | None
    definition: DefinitionPart
    adds_up: dict[str, bool]
    reference: ReferencePart | None
    targets: list[TargetPart]
    tables: list[TablePart]
    records: list[RecordPart]
    codes: NotRequired[list[CodePart]]
    reference_sheet: NotRequired[dict[str, object]]


class ObjectivePart(TypedDict):
    """One objective of the programme."""

    number: int
    title: Texts
    statement: Texts
    added_on: str | None
    added_precision: str


class RolePart(TypedDict):
    """One organisation's part in the programme."""

    role: str
    organisation: str
    works_under: str | None
    note: Texts


class ResultPart(TypedDict):
    """One result of the framework. In format 1, only those that an indicator stands under."""

    code: str
    type: str
    title: Texts
    statement: NotRequired[Texts]
    objective: NotRequired[int | None]
    parent: NotRequired[str | None]
    related_framework: NotRequired[str]
    related_code: NotRequired[str]
    related_title: NotRequired[Texts]


class ClassificationPart(TypedDict):
    """What the programme is about, in a vocabulary that others read: a sector, a tag, a policy marker."""

    kind: str
    vocabulary: str
    code: str
    percentage: str | None
    significance: str
    text: Texts


class YearBudgetPart(TypedDict):
    """What is set aside for a year, in hundredths of the currency."""

    starts_on: str
    ends_on: str
    value: int
    currency: str
    kind: str
    status: str


class TransactionPart(TypedDict):
    """Money that moved or was promised, in hundredths of the currency."""

    reference: str
    kind: str
    on: str
    value: int
    currency: str
    provider: str
    receiver: str
    text: Texts


class SubAwardPart(TypedDict):
    """What one organisation of the programme granted to another, in hundredths; None is not known, never 0."""

    code: str
    giver: str
    receiver: str
    title: Texts
    starts_on: str | None
    ends_on: str | None
    value: int | None
    currency: str
    disbursed: int | None
    acquitted: int | None
    status: str


class ProgrammePart(TypedDict):
    """The programme as it was when the edition was released. The budget is in hundredths of its currency."""

    code: str
    name: Texts
    acronym: Texts
    summary: Texts
    starts_on: str
    ends_on: str
    starts_precision: str
    ends_precision: str
    budget: int | None
    budget_meaning: str
    currency: str
    award: str
    fictional: bool
    objectives: list[ObjectivePart]
    roles: list[RolePart]
    territory: list[str]
    results: list[ResultPart]
    iati_identifier: NotRequired[str]
    classifications: NotRequired[list[ClassificationPart]]
    budgets: NotRequired[list[YearBudgetPart]]
    transactions: NotRequired[list[TransactionPart]]
    sub_awards: NotRequired[list[SubAwardPart]]


class PlacePart(TypedDict):
    """A place that the edition names; its key is `scheme:code`. `codes` holds all its keys, `country` two letters,
    `inside` the keys of the places named here that it lies in."""

    name: str
    level: int
    fictional: bool
    codes: NotRequired[list[str]]
    country: NotRequired[str]
    inside: NotRequired[list[str]]


class OrganisationPart(TypedDict):
    """An organisation that the edition names."""

    name: Texts
    kind: str
    fictional: bool
    identifier: NotRequired[str]
    iati_type: NotRequired[str]


class PublisherPart(TypedDict):
    """In whose name the programme is published to IATI, where it is not the organisation that answers for it."""

    ref: str
    type: str
    name: Texts


class ClosingPart(TypedDict):
    """A period that is closed: what comes late moves nothing until somebody decides it."""

    period_kind: str
    period: str
    starts_on: str
    ends_before: str
    closed_on: str


class RestatementPart(TypedDict):
    """A sheet that came late into a closed period, and what was decided since the edition before. `decided_by` is an
    office, never a name; `sheet` the beginning of the sheet's hash."""

    period_kind: str
    period: str
    sheet: str
    verdict: str
    reason: str
    decided_on: str
    decided_by: Texts


class ExplanationPart(TypedDict):
    """Why a value is far from its target."""

    indicator: str
    period_kind: str
    period: str
    text: Texts


class NarrativePart(TypedDict):
    """What happened under an objective in a period. A number in the text is a token, resolved from this edition."""

    objective: int
    period_kind: str
    period: str
    text: Texts


class StatementPart(TypedDict):
    """What is said of a result for a year. In its texts a number is a token, resolved from this edition's cells."""

    result: str
    year: int
    status: str
    narrative: Texts
    theory_if: Texts
    theory_then: Texts
    theory_because: Texts
    still_relevant: bool | None
    strategy_changed: bool | None
    lessons: list[Texts]
    partners: list[object]
    remarks: Texts
    document: str


class StatedPart(TypedDict):
    """A figure that a document states: as printed, and in thousandths where anybody can say what it means."""

    key: str
    label: Texts
    printed: str
    value: int | None
    unit: str
    hedge: str
    sex: str
    places: list[str]
    place_note: Texts
    malformed: bool
    note: Texts
    part_of: str | None
    result: str | None
    indicator: str | None
    period: Texts
    document: str
    passage: str


class DocumentPart(TypedDict):
    """A document that states figures or says what a result came to."""

    title: str
    publisher: str
    address: str
    language: str
    as_of: str | None


class ActivityPart(TypedDict):
    """One line of the work plan that may be named."""

    code: str
    title: Texts
    kind: str
    designed_for: list[str]
    topics: list[str]
    objective: int | None
    implementer: str
    place: str
    starts_on: str | None
    ends_on: str | None
    sessions: int
    status: str


class Snapshot(TypedDict):
    """The whole content of one edition: what its hash covers."""

    format: int
    number: int
    released_on: str
    as_of: int
    threshold: int
    fictional: bool
    programme: ProgrammePart
    places: dict[str, PlacePart]
    organisations: dict[str, OrganisationPart]
    indicators: list[IndicatorPart]
    left_out: list[str]
    closings: NotRequired[list[ClosingPart]]
    restatements: NotRequired[list[RestatementPart]]
    explanations: NotRequired[list[ExplanationPart]]
    narratives: NotRequired[list[NarrativePart]]
    # How far from its target, in per cent of it, a value may be without an explanation.
    tolerance: NotRequired[int]
    statements: NotRequired[list[StatementPart]]
    stated: NotRequired[list[StatedPart]]
    documents: NotRequired[dict[str, DocumentPart]]
    activities: NotRequired[list[ActivityPart]]
    iati_publisher: NotRequired[PublisherPart | None]
