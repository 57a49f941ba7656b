"""The small repairs of one activity, each told: dates, languages, yes and no, numbers, periods, dimensions.

What could be meant in two ways is left as it stood and told all the same.
"""

from collections.abc import Iterator
from typing import Any

from lxml import etree

from toguna.collect.iati import wordings as say
from toguna.collect.iati.merging import merged_periods, number_in_a_dimension, numbers_taken_out
from toguna.collect.iati.plain_values import (
    Comma,
    comma_in,
    could_be_two,
    day_in,
    is_day,
    language_in,
    plain_number,
    yes_or_no,
)
from toguna.collect.iati.telling import Telling
from toguna.rules.iati import Baseline, Measured, number_in

_DAYS = {"iso-date", "value-date"}
_PERCENTAGE = "2"
# A nominal, ordinal or qualitative indicator may say its value in words.
_NUMERIC = {"1", "2", ""}


class Mending:
    """What is mended in the activity that is being read."""

    def __init__(self, telling: Telling) -> None:
        """`measure` is that of the indicator being read, by which a text may or may not be a value."""
        self._telling = telling
        self._activity: etree._Element | None = None
        self._comma: Comma | None = None
        self.measure = ""

    def begin(self, activity: etree._Element) -> None:
        """A new activity: what commas are is asked of its own numbers."""
        self._activity, self._comma, self.measure = activity, None, ""

    def attribute(self, element: etree._Element, name: str, written: str) -> str:
        """A day or a value, mended where the standard has one way to write it; any other attribute as it stands."""
        if name in _DAYS:
            return self._day(element, written)
        if name == "value":
            return self._value(element, written)
        return written

    def line(self, element: etree._Element, name: str, written: str) -> str:
        """A line of text; an identifier has no blanks around it."""
        if name == "iati-identifier" and written != written.strip():
            self._telling.note("identifier-padded", say.IDENTIFIER_PADDED, element, read=written.strip())
            return written.strip()
        return written

    def flag(self, element: etree._Element, name: str, written: str) -> bool | None:
        """Yes or no; None where it is neither, which is then kept as it stood."""
        said = yes_or_no(written)
        if said is None:
            self._telling.warn("no-yes-or-no", say.NO_YES_OR_NO, element, name=name, found=written)
        elif written not in ("1", "0", "true", "false"):
            read = "1" if said else "0"
            self._telling.note("yes-or-no", say.YES_OR_NO, element, name=name, found=written, read=read)
        return said

    def language(self, element: etree._Element, written: str) -> str:
        """The language in lower case; "" where none is said."""
        if not written.strip():
            self._telling.note("language-empty", say.LANGUAGE_EMPTY, element)
            return ""
        read = language_in(written)
        if read is None:
            self._telling.warn("language-unknown", say.LANGUAGE_UNKNOWN, element, found=written)
            return written
        if read != written:
            self._telling.note("language", say.LANGUAGE, element, found=written, read=read)
        return read

    def amount(self, element: etree._Element, written: str) -> str:
        """An amount of money as a number, where it is one."""
        if number_in(written) is not None:
            return written
        return self._number(element, written)

    def results(self, element: etree._Element, values: dict[str, Any]) -> None:
        """Numbers out of dimensions, repeated periods together: changes `values` of a period or an indicator."""
        for field, name in (("targets", "target"), ("actuals", "actual"), ("baselines", "baseline")):
            if any(one.dimensions and number_in_a_dimension(one) for one in values.get(field, ())):
                values[field] = tuple(self._without_numbers(element, name, values[field]))
        if "periods" in values:
            values["periods"] = self._merged(element, values["periods"])

    def _without_numbers(
        self, above: etree._Element, name: str, several: tuple[Measured | Baseline, ...]
    ) -> Iterator[Measured | Baseline]:
        elements = list(above.iterchildren(f"{{*}}{name}"))
        for element, one in zip(elements, several, strict=True):
            if (found := number_in_a_dimension(one)) is None:
                yield one
                continue
            mended, moved = numbers_taken_out(one)
            for number in moved:
                told = {"name": number.name, "number": number.number}
                self._telling.note("dimension-number-moved", say.DIMENSION_NUMBER_MOVED, element, **told)
            if not moved:
                told = {"name": found.name or "", "number": found.value or ""}
                self._telling.warn("dimension-number-kept", say.DIMENSION_NUMBER_KEPT, element, **told)
            yield from mended

    def _merged(self, indicator: etree._Element, periods: tuple[Any, ...]) -> tuple[Any, ...]:
        together = merged_periods(periods)
        if not together.merged:
            return periods
        elements = list(indicator.iterchildren("{*}period"))
        for position in together.merged:
            one = periods[position]
            self._telling.note("period-merged", say.PERIOD_MERGED, elements[position], start=one.start, end=one.end)
        if together.doubled:
            self._telling.note("value-doubled", say.VALUE_DOUBLED, indicator, count=together.doubled)
        for position in together.contradicted:
            one = periods[position]
            values = {"start": one.start, "end": one.end}
            self._telling.warn("totals-differ", say.TOTALS_DIFFER, elements[position], **values)
        return together.periods

    def _day(self, element: etree._Element, written: str) -> str:
        if is_day(written):
            return written
        read = day_in(written)
        if read is None:
            self._telling.warn("no-date", say.NO_DATE, element, found=written)
            return written
        self._telling.note("date", say.DATE, element, found=written, read=read)
        return read

    def _value(self, element: etree._Element, written: str) -> str:
        # Whole numbers are nearly all there is, and to see that they are is cheap.
        if written.isdecimal() and written.isascii():
            return written
        if number_in(written) is not None or self.measure not in _NUMERIC or not written.strip():
            return written
        if self.measure == _PERCENTAGE and written.rstrip().endswith("%"):
            number = written.rstrip().removesuffix("%").strip()
            read = number if number_in(number) is not None else plain_number(number, self._comma_of_the_activity())
            if read is not None:
                self._telling.note("number", say.NUMBER, element, found=written, read=read)
                return read
        return self._number(element, written)

    def _number(self, element: etree._Element, written: str) -> str:
        read = plain_number(written, self._comma_of_the_activity())
        if read is not None:
            self._telling.note("number", say.NUMBER, element, found=written, read=read)
            return read
        if (two := could_be_two(written)) is not None:
            told = {"found": written.strip(), "large": two[0], "small": two[1]}
            self._telling.warn("number-could-be-two", say.COULD_BE_TWO, element, **told)
        else:
            self._telling.warn("no-number", say.NO_NUMBER, element, found=written[:200])
        return written

    def _comma_of_the_activity(self) -> Comma:
        """Asked only when a number cannot be read as it stands."""
        if self._comma is None:
            self._comma = comma_in(_numbers_written_in(self._activity)) if self._activity is not None else Comma.UNKNOWN
        return self._comma


def _numbers_written_in(activity: etree._Element) -> Iterator[str]:
    for element in activity.iter("{*}target", "{*}actual", "{*}baseline", "{*}value"):
        yield element.get("value") or element.text or ""
