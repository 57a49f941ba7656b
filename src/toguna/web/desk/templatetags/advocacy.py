"""The words and chips of advocacy and of policy texts."""

from fractions import Fraction
from typing import Any

from django import template
from django.utils.safestring import SafeString

from toguna.rules import numbers
from toguna.web.desk.advocacy_words import TONES, WORDS
from toguna.web.layout.templatetags.toguna import reader, status, unknown

register = template.Library()


@register.filter
def advocacy_word(code: Any, family: str) -> str:
    """How the desk says a code: `{{ action.tactic|advocacy_word:"tactic" }}`."""
    return str(WORDS[family].get(str(code), code))


@register.simple_tag
def advocacy_status(code: Any, family: str) -> SafeString:
    """The same as a chip."""
    return status(str(code), advocacy_word(code, family), TONES.get(family, {}).get(str(code), "calm"))


@register.filter
def signed_rate(change: Fraction | None) -> str:
    """A change with its sign and one decimal at most; the unit, percent or points, is the page's to say."""
    if change is None:
        return unknown()
    rounded = round(float(change), 1)
    sign = "+" if rounded > 0 else "−" if rounded < 0 else ""
    places = 0 if rounded == int(rounded) else 1
    return f"{sign}{numbers.decimal(abs(rounded), reader(), places)}"


@register.filter
def whole_rate(rate: Fraction | None) -> str:
    """A rate in percent, without decimals."""
    return unknown() if rate is None else numbers.percent(round(rate), reader())
