"""Numbers, dates, chips and texts as each reader's language writes them.

Filters and tags only find the reader's language and mark up the result; the rules are in `toguna.rules.numbers`.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django import template
from django.forms import BoundField
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext

from toguna.rules import numbers
from toguna.web.layout.chips import BASES, STAGES, STATUSES, Chip
from toguna.web.layout.words import WORDS

register = template.Library()

DEFAULT_LANGUAGE = "fr"


def reader() -> str:
    """The two-letter language of whoever reads the page."""
    return (get_language() or DEFAULT_LANGUAGE).split("-")[0]


@register.simple_tag
def unknown() -> SafeString:
    """What is not known is said, never shown as zero or left blank."""
    return format_html('<span class="unknown">{}</span>', gettext("non précisé"))


def said(value: object, text: str) -> str:
    """The text, or the word for what is not known when there is no value."""
    return unknown() if value is None or value == "" else text


@register.filter
def number(value: Any) -> str:
    """A whole number."""
    return said(value, numbers.number(value or 0, reader()))


@register.filter
def decimal(value: Any, places: int | None = None) -> str:
    """A number with its decimals, or with exactly `places` of them."""
    return said(value, numbers.decimal(value or 0, reader(), places))


@register.filter
def percent(value: Any, places: int | None = None) -> str:
    """A number that is already a percentage."""
    return said(value, numbers.percent(value or 0, reader(), places))


@register.simple_tag
def share(part: Any, whole: Any) -> str:
    """The part of a whole as a percentage."""
    if part is None or whole is None:
        return unknown()
    return numbers.share(part, whole, reader()) or unknown()


@register.filter
def money(amount: Any, currency: str) -> str:
    """An amount in its currency."""
    return said(amount, numbers.money(amount or 0, currency, reader()))


@register.filter
def quantity(thousandths: Any, unit: str = "") -> str:
    """A stored quantity, in thousandths, with its unit."""
    return said(thousandths, numbers.quantity(thousandths or 0, unit, reader()))


@register.filter
def money_quantity(thousandths: Any, currency: str) -> str:
    """A stored quantity of money, in thousandths."""
    return said(thousandths, numbers.quantity(thousandths or 0, "", reader(), currency))


@register.filter
def long_date(day: date | None) -> str:
    """A day, in a `time` element that machines can read too."""
    if day is None:
        return unknown()
    if isinstance(day, datetime):
        day = timezone.localtime(day).date() if timezone.is_aware(day) else day.date()
    return format_html('<time datetime="{}">{}</time>', day.isoformat(), numbers.long_date(day, reader()))


@register.filter
def moment(at: datetime | None) -> str:
    """A day and an hour, in the installation's time zone."""
    if at is None:
        return unknown()
    local = timezone.localtime(at) if timezone.is_aware(at) else at
    return format_html('<time datetime="{}">{}</time>', at.isoformat(), numbers.moment(local, reader()))


@register.simple_tag
def days(first: date | None, last: date | None = None) -> str:
    """From a first to a last day, both included."""
    if first is None:
        return unknown()
    return numbers.days(first, last or first, reader())


@register.simple_tag
def period(start: date | None, end: date | None, kind: str = "") -> str:
    """The name people give to a period, its end excluded: T1 2019, exercice 2019, mars 2019."""
    if start is None or end is None:
        return unknown()
    return numbers.period(start, end, reader(), kind)


@register.simple_tag
def difference(actual: Any, target: Any, unit: str = "") -> str:
    """How far the actual is from the target, in words."""
    if actual is None or target is None:
        return ""
    return numbers.difference(actual, target, reader(), unit)


@register.filter
def text_in(content: Mapping[str, str] | str | None) -> str:
    """Content in the reader's language; when only another exists, that one, marked with its language."""
    if not content:
        return ""
    if isinstance(content, str):
        return content
    if content.get(reader()):
        return content[reader()]
    for language in (DEFAULT_LANGUAGE, *content):
        if content.get(language):
            return format_html('<span lang="{}">{}</span>', language, content[language])
    return ""


@register.filter
def plain_text_in(content: Mapping[str, str] | str | None) -> str:
    """The same without markup, for titles, attributes and options."""
    if content is None:
        return ""
    if isinstance(content, str):
        return content
    candidates = (content.get(reader()), content.get(DEFAULT_LANGUAGE), *content.values())
    return next((text for text in candidates if text), "")


@register.filter
def word(code: object, vocabulary: str) -> str:
    """The word for a stored code: `{{ activity.kind|word:"activity_kind" }}`; a code without a word stays as it is."""
    if code is None or code == "":
        return unknown()
    key = str(code).lower() if isinstance(code, bool) else str(code)
    known = WORDS[vocabulary].get(key)
    return gettext(known) if known else key


def _chip(kind: str, chip: Chip, words: str = "") -> SafeString:
    said_as = words or gettext(chip.word)
    if not chip.explanation:
        return format_html('<span class="{} {}">{}</span>', kind, chip.tone, said_as)
    return format_html('<span class="{} {}" title="{}">{}</span>', kind, chip.tone, gettext(chip.explanation), said_as)


@register.simple_tag
def basis(code: str) -> SafeString:
    """The chip that says where a number comes from."""
    return _chip("chip", BASES.get(code) or Chip(code))


@register.simple_tag
def fictional(flag: bool = True) -> SafeString:
    """The mark of what was invented for the demonstration; nothing for what was not."""
    return _chip("chip", BASES["fictional"]) if flag else mark_safe("")


@register.simple_tag
def status(code: str, words: str = "", tone: str = "") -> SafeString:
    """The state of a thing; other words or another tone (good, warn, bad, calm) where the thing has its own."""
    known = STATUSES.get(code) or Chip(code)
    return _chip("status", Chip(known.word, tone or known.tone), words)


@register.simple_tag(takes_context=True)
def page_address(context: template.Context, page: int, name: str = "page") -> str:
    """The address of another page of the same list, with its filters and its order."""
    query = context["request"].GET.copy()
    query[name] = str(page)
    return f"?{query.urlencode()}"


@register.filter
def stages_up_to(stage: str) -> list[dict[str, str]]:
    """The four stages of the flow, each done, current or still to come."""
    codes = [code for code, _, _ in STAGES]
    reached = codes.index(stage)
    return [
        {
            "state": "done" if place < reached else "current" if place == reached else "later",
            "word": gettext(word),
            "meaning": gettext(meaning),
        }
        for place, (_, word, meaning) in enumerate(STAGES)
    ]


@register.filter
def tone(level: str) -> str:
    """The tone of one of Django's messages."""
    return {"success": "good", "warning": "warn", "error": "bad"}.get(level, "calm")


@register.filter
def undo_address(extra_tags: str | None) -> str:
    """The address that undoes what a message tells of: `undo:/…`, on this site only."""
    found = [tag.removeprefix("undo:") for tag in (extra_tags or "").split() if tag.startswith("undo:/")]
    return found[0] if found and not found[0].startswith("//") else ""


@register.filter
def is_checkbox(field: BoundField) -> bool:
    """Whether the label stands after the control instead of above it."""
    return field.widget_type == "checkbox"
