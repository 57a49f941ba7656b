"""The fifteen kinds of rule that IATI's official ruleset is written in, each judged by XPath 1.0 on one element.

Source of their meaning: IATI/IATI-Rulesets (SPEC) and the official validator. A kind yields one judgement each time it
applies; nothing where it does not. Today is always given, never asked.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache

from lxml import etree

from toguna.publish.iati.validity.rules_of_iati import Breach, Check, Circumstances, Element

# A percentage's vocabulary may be left out; then it is "1", the OECD DAC's. `$vocabulary` is set by `per`.
SAME_VOCABULARY = "[@vocabulary=$vocabulary or ($vocabulary='1' and (not(@vocabulary) or @vocabulary=''))]"
WITHOUT_SYMBOLS = re.compile(r"[^/&|?]+")
LONGEST_BUDGET_IN_DAYS = 365


@cache
def compiled(expression: str) -> etree.XPath:
    """An XPath expression, compiled once for all files."""
    return etree.XPath(expression)


def places_of(context: str, record: Element) -> list[Element]:
    """The elements of a record that a rule is about; "." is the record itself."""
    if context == ".":
        return [record]
    return [node for node in _nodes(context, record) if isinstance(node, etree._Element)]


def _nodes(expression: str, element: Element, vocabulary: str = "1") -> list[object]:
    found = compiled(expression)(element, vocabulary=vocabulary)
    return list(found) if isinstance(found, list) else []


def _holds(expression: str, element: Element, vocabulary: str = "1") -> bool:
    found = compiled(expression)(element, vocabulary=vocabulary)
    return bool(found)


def _place(node: object, otherwise: Element) -> Element:
    """The element that a node is, or belongs to."""
    if isinstance(node, etree._Element):
        return node
    parent = getattr(node, "getparent", lambda: None)()
    return parent if isinstance(parent, etree._Element) else otherwise


def _text(node: object) -> str:
    return "".join(str(part) for part in node.itertext()) if isinstance(node, etree._Element) else str(node)


def _groups(per: str | None, element: Element) -> Iterable[str]:
    """The vocabularies of the elements that `per` finds, each once; without `per`, one group."""
    if per is None:
        return ("1",)
    found = (node.get("vocabulary") or "1" for node in _nodes(per, element) if isinstance(node, etree._Element))
    return dict.fromkeys(found)


def day_of(text: object) -> date | None:
    """The day of a date or a moment as XML Schema writes them, whatever its time zone; None where it is none.

    >>> day_of("2026-03-31Z"), day_of("2026-03-31T08:00:00+01:00"), day_of("31/03/2026")
    (datetime.date(2026, 3, 31), datetime.date(2026, 3, 31), None)
    """
    try:
        return date.fromisoformat(str(text).strip()[:10])
    except ValueError:
        return None


def number_of(text: object) -> Decimal | None:
    """The number that a text is as XML Schema writes decimals; None where it is none.

    >>> number_of(" 12.50 "), number_of("1 234"), number_of("NaN")
    (Decimal('12.50'), None, None)
    """
    try:
        number = Decimal(str(text).strip())
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def at_least_one(*paths: str, when: str = "true()") -> Check:
    """At least one of the paths is there."""

    def check(element: Element, _: Circumstances) -> Iterator[Breach | None]:
        if _holds(when, element):
            yield None if any(_nodes(path, element) for path in paths) else Breach(element)

    return check


def no_more_than_one(path: str, per: str | None = None) -> Check:
    """The path is there once at most, within each vocabulary where `per` says so."""

    def check(element: Element, _: Circumstances) -> Iterator[Breach | None]:
        for vocabulary in _groups(per, element):
            found = _nodes(path, element, vocabulary)
            yield None if len(found) <= 1 else Breach(_place(found[1], element))

    return check


def all_different(*paths: str) -> Check:
    """No two texts that the paths find are the same."""

    def check(element: Element, _: Circumstances) -> Iterator[Breach | None]:
        found = [node for path in paths for node in _nodes(path, element)]
        texts = [_text(node) for node in found]
        yield None if len(set(texts)) == len(texts) else Breach(_place(found[-1], element), texts[-1])

    return check


def one_or_all(one: str, every: str, has: str) -> Check:
    """Either the element says it once for all, or each of the others says it for itself."""

    def check(element: Element, _: Circumstances) -> Iterator[Breach | None]:
        if _nodes(one, element):
            yield None
            return
        for node in _nodes(every, element):
            if isinstance(node, etree._Element):
                yield None if _nodes(has, node) else Breach(node)

    return check


def starts_with(path: str, prefixes: tuple[str, ...], separator: str) -> Check:
    """What the path finds begins with one of the prefixes and the separator."""

    def check(element: Element, _: Circumstances) -> Iterator[Breach | None]:
        starts = tuple(_text(node) + separator for prefix in prefixes for node in _nodes(prefix, element))
        for node in _nodes(path, element):
            yield None if _text(node).startswith(starts) else Breach(_place(node, element), _text(node))

    return check


def starts_with_an_agency(path: str) -> Check:
    """An organisation's identifier begins with the code of a registration agency, such as `ML-CCIM`."""

    def check(element: Element, known: Circumstances) -> Iterator[Breach | None]:
        for node in _nodes(path, element):
            text = _text(node)
            if text not in known.known_organisations:
                agency = "-".join(text.split("-")[:2])
                yield None if agency in known.agencies else Breach(_place(node, element), text)

    return check


def without_symbols(path: str) -> Check:
    """An identifier holds none of / & | ?; those that the registry already knows are left alone."""

    def check(element: Element, known: Circumstances) -> Iterator[Breach | None]:
        for node in _nodes(path, element):
            text = _text(node)
            excused = any(text == one or text.startswith(f"{one}-") for one in known.known_organisations)
            if text and not excused:
                yield None if WITHOUT_SYMBOLS.fullmatch(text) else Breach(_place(node, element), text)

    return check


def trimmed(path: str) -> Check:
    """A text neither begins nor ends with a space or a new line."""

    def check(element: Element, _: Circumstances) -> Iterator[Breach | None]:
        for node in _nodes(path, element):
            text = _text(node)
            yield None if text == text.strip() else Breach(_place(node, element), text)

    return check


def not_in_the_future(path: str) -> Check:
    """A date is today at the latest."""

    def check(element: Element, known: Circumstances) -> Iterator[Breach | None]:
        for node in _nodes(path, element):
            day = day_of(node)
            if day is not None:
                yield None if day <= known.today else Breach(_place(node, element), day.isoformat())

    return check


def in_order(less: str, more: str) -> Check:
    """The first date is not after the second; where one of them is missing there is nothing to judge."""

    def check(element: Element, _: Circumstances) -> Iterator[Breach | None]:
        start, end = _first_day(less, element), _first_day(more, element)
        if start and end:
            yield None if start[1] <= end[1] else Breach(start[0], f"{start[1]} > {end[1]}")

    return check


def a_year_at_most(start: str, end: str) -> Check:
    """A period is no longer than 365 days from its first to its last day."""

    def check(element: Element, _: Circumstances) -> Iterator[Breach | None]:
        first, last = _first_day(start, element), _first_day(end, element)
        if first and last:
            days = (last[1] - first[1]).days
            yield None if days <= LONGEST_BUDGET_IN_DAYS else Breach(first[0], f"{first[1]} – {last[1]}")

    return check


def within(path: str, start: str, end: str) -> Check:
    """Each date lies inside the period."""

    def check(element: Element, _: Circumstances) -> Iterator[Breach | None]:
        first, last = _first_day(start, element), _first_day(end, element)
        for node in _nodes(path, element):
            day = day_of(node)
            if day and first and last:
                inside = first[1] <= day <= last[1]
                yield None if inside else Breach(_place(node, element), day.isoformat())

    return check


def _first_day(path: str, element: Element) -> tuple[Element, date] | None:
    for node in _nodes(path, element):
        day = day_of(node)
        return (_place(node, element), day) if day else None
    return None


def adds_up_to_100(path: str, when: str, per: str | None = None) -> Check:
    """Percentages add up to 100, to the fourth decimal."""

    def check(element: Element, _: Circumstances) -> Iterator[Breach | None]:
        for vocabulary in _groups(per, element):
            if _holds(when, element, vocabulary):
                found = _nodes(path, element, vocabulary)
                total = sum((number_of(node) or Decimal(0) for node in found), Decimal(0))
                right = round(total, 4) == 100
                yield None if right else Breach(_place(found[0], element) if found else element, f"{total:f}")

    return check


def between_0_and_100(path: str) -> Check:
    """Each percentage lies from 0 to 100."""

    def check(element: Element, _: Circumstances) -> Iterator[Breach | None]:
        for node in _nodes(path, element):
            number = number_of(node)
            right = number is not None and 0 <= number <= 100
            yield None if right else Breach(_place(node, element), str(node))

    return check


def if_then(condition: str, then: str, at: str = ".", per: str | None = None) -> Check:
    """Where the condition holds, so does the consequence; `at` finds the element to point at."""

    def check(element: Element, _: Circumstances) -> Iterator[Breach | None]:
        for vocabulary in _groups(per, element):
            if _holds(condition, element, vocabulary):
                if _holds(then, element, vocabulary):
                    yield None
                else:
                    found = _nodes(at, element, vocabulary)
                    yield Breach(_place(found[0], element) if found else element)

    return check
