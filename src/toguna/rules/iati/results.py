# ruff: noqa: RUF009  (each of these calls makes one field of the dataclass, as dataclasses.field does)
"""Results in IATI 2.03: results, their indicators, and for each number one element with the dimensions that cut it.

A total has no dimension and no location; several dimensions in one element are their intersection. Values are text as
they stood, with the number they hold beside them.
"""

from dataclasses import dataclass
from decimal import Decimal

from toguna.rules.iati import shapes as iati
from toguna.rules.iati.shapes import Element, Narratives, number_in


@dataclass(frozen=True, kw_only=True)
class DocumentLink(Element):
    """A document on the web."""

    url: str | None = iati.attribute("url")
    format: str | None = iati.attribute("format")
    title: Narratives = iati.text("title")
    description: Narratives = iati.text("description")
    categories: tuple[str, ...] = iati.words("category")
    languages: tuple[str, ...] = iati.words("language")
    document_date: str | None = iati.word("document-date", "iso-date")


@dataclass(frozen=True, kw_only=True)
class Dimension(Element):
    """What cuts a value: the name of a dimension and one of its categories, never a number."""

    name: str | None = iati.attribute("name")
    value: str | None = iati.attribute("value")


@dataclass(frozen=True, kw_only=True)
class Baseline(Element):
    """Where an indicator stood before. Mind the schema: documents stand before the comment here, and only here."""

    year: str | None = iati.attribute("year")
    iso_date: str | None = iati.attribute("iso-date")
    value: str | None = iati.attribute("value")
    locations: tuple[str, ...] = iati.words("location", "ref")
    dimensions: tuple[Dimension, ...] = iati.many("dimension", Dimension)
    document_links: tuple[DocumentLink, ...] = iati.many("document-link", DocumentLink)
    comment: Narratives = iati.text("comment")

    @property
    def number(self) -> Decimal | None:
        """The value as a number."""
        return number_in(self.value)


@dataclass(frozen=True, kw_only=True)
class Measured(Element):
    """A value of a period: what was to be reached, or what was."""

    value: str | None = iati.attribute("value")
    locations: tuple[str, ...] = iati.words("location", "ref")
    dimensions: tuple[Dimension, ...] = iati.many("dimension", Dimension)
    comment: Narratives = iati.text("comment")
    document_links: tuple[DocumentLink, ...] = iati.many("document-link", DocumentLink)

    @property
    def number(self) -> Decimal | None:
        """The value as a number."""
        return number_in(self.value)

    @property
    def is_total(self) -> bool:
        """Whether nothing cuts it.

        >>> Measured(value="60", dimensions=(Dimension(name="sex", value="female"),)).is_total
        False
        """
        return not self.dimensions and not self.locations


@dataclass(frozen=True, kw_only=True)
class Period(Element):
    """The values of an indicator between two days, both included."""

    start: str | None = iati.word("period-start", "iso-date")
    end: str | None = iati.word("period-end", "iso-date")
    targets: tuple[Measured, ...] = iati.many("target", Measured)
    actuals: tuple[Measured, ...] = iati.many("actual", Measured)


@dataclass(frozen=True, kw_only=True)
class ResultReference(Element):
    """What a result is called in another list."""

    code: str | None = iati.attribute("code")
    vocabulary: str | None = iati.attribute("vocabulary")
    vocabulary_uri: str | None = iati.attribute("vocabulary-uri")


@dataclass(frozen=True, kw_only=True)
class IndicatorReference(Element):
    """What an indicator is called in another list."""

    vocabulary: str | None = iati.attribute("vocabulary")
    code: str | None = iati.attribute("code")
    indicator_uri: str | None = iati.attribute("indicator-uri")


@dataclass(frozen=True, kw_only=True)
class Indicator(Element):
    """An indicator. Measures: 1 unit, 2 percentage, 3 nominal, 4 ordinal, 5 qualitative."""

    measure: str | None = iati.attribute("measure")
    ascending: bool | None = iati.flag("ascending")
    aggregation_status: bool | None = iati.flag("aggregation-status")
    title: Narratives = iati.text("title")
    description: Narratives = iati.text("description")
    document_links: tuple[DocumentLink, ...] = iati.many("document-link", DocumentLink)
    references: tuple[IndicatorReference, ...] = iati.many("reference", IndicatorReference)
    baselines: tuple[Baseline, ...] = iati.many("baseline", Baseline)
    periods: tuple[Period, ...] = iati.many("period", Period)


@dataclass(frozen=True, kw_only=True)
class Result(Element):
    """A result with its indicators. Types: 1 output, 2 outcome, 3 impact, 9 other."""

    type: str | None = iati.attribute("type")
    aggregation_status: bool | None = iati.flag("aggregation-status")
    title: Narratives = iati.text("title")
    description: Narratives = iati.text("description")
    document_links: tuple[DocumentLink, ...] = iati.many("document-link", DocumentLink)
    references: tuple[ResultReference, ...] = iati.many("reference", ResultReference)
    indicators: tuple[Indicator, ...] = iati.many("indicator", Indicator)
