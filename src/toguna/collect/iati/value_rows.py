"""The values of an activity as rows of one table: one row a reference value, target or actual, with what cuts it.

Values stand as they were written, their number beside them where they hold one. It adds nothing up.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from toguna.rules.iati import Baseline, IatiActivity, Indicator, Measured, Narratives, Result

HEADINGS = (
    "iati-identifier",
    "reporting-org",
    "result-type",
    "result",
    "indicator",
    "measure",
    "reference",
    "kind",
    "period-start",
    "period-end",
    "value",
    "number",
    "locations",
    "dimensions",
    "comment",
)


@dataclass(frozen=True)
class ValueRow:
    """One value. `kind` is baseline, target or actual; a baseline has its year or its day as its period."""

    activity: str
    publisher: str
    result_type: str
    result: str
    indicator: str
    measure: str
    reference: str
    kind: str
    start: str
    end: str
    value: str
    number: Decimal | None
    locations: str
    dimensions: str
    comment: str

    def cells(self) -> tuple[object, ...]:
        """The row in the order of `HEADINGS`. A number is no text, so that a spreadsheet takes it for one."""
        texts = (self.activity, self.publisher, self.result_type, self.result, self.indicator, self.measure)
        place = (self.reference, self.kind, self.start, self.end, self.value, self.number)
        return (*texts, *place, self.locations, self.dimensions, self.comment)


def value_rows(activity: IatiActivity, language: str = "fr") -> Iterator[ValueRow]:
    """Every value of the activity; of texts in several languages that of the reader where there is one.

    >>> from toguna.rules.iati import Dimension, Period
    >>> women = Measured(value="60", dimensions=(Dimension(name="sex", value="female"),))
    >>> period = Period(start="2025-01-01", end="2025-12-31", actuals=(women,))
    >>> result = Result(indicators=(Indicator(measure="1", periods=(period,)),))
    >>> [(row.kind, row.value, row.dimensions) for row in value_rows(IatiActivity(results=(result,)))]
    [('actual', '60', 'sex=female')]
    """
    for result in activity.results:
        for indicator in result.indicators:
            for baseline in indicator.baselines:
                day = baseline.iso_date or baseline.year or ""
                yield _row(activity, result, indicator, "baseline", (day, day), baseline, language)
            for period in indicator.periods:
                days = (period.start or "", period.end or "")
                for target in period.targets:
                    yield _row(activity, result, indicator, "target", days, target, language)
                for actual in period.actuals:
                    yield _row(activity, result, indicator, "actual", days, actual, language)


def said_in(narratives: Narratives, language: str, own: str = "") -> str:
    """The text in the reader's language, else in the activity's own, else the first there is, on one line.

    >>> said_in((("", "Water"), ("fr", "De  l'eau")), "fr"), said_in((("", "Water"), ("es", "Agua")), "fr")
    ("De l'eau", 'Water')
    """
    texts: dict[str, str] = {}
    for spoken, text in narratives:
        texts.setdefault(spoken or own, text)
    chosen = texts.get(language) or texts.get(own) or next(iter(texts.values()), "")
    return " ".join(chosen.split())


def _row(
    activity: IatiActivity,
    result: Result,
    indicator: Indicator,
    kind: str,
    days: tuple[str, str],
    one: Measured | Baseline,
    language: str,
) -> ValueRow:
    own = activity.language or ""
    publisher = activity.reporting
    return ValueRow(
        activity.identifier or "",
        (publisher.ref or said_in(publisher.names, language, own)) if publisher else "",
        result.type or "",
        said_in(result.title, language, own),
        said_in(indicator.title, language, own),
        indicator.measure or "",
        "; ".join(f"{ref.vocabulary or '?'}:{ref.code or '?'}" for ref in indicator.references),
        kind,
        *days,
        one.value or "",
        one.number,
        "; ".join(one.locations),
        "; ".join(_dimension(cut.name, cut.value) for cut in one.dimensions),
        said_in(one.comment, language, own),
    )


def _dimension(name: str | None, value: str | None) -> str:
    return f"{name or '?'}={value}" if value is not None else name or "?"
