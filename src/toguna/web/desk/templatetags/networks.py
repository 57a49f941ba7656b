"""Networks as the desk's pages show them: words for codes, shares, what became of what was handed in."""

from fractions import Fraction
from typing import Any

from django import template
from django.utils.safestring import SafeString

from toguna.web.desk.network_words import PLEDGE_STATES, PLEDGE_TONES, WORDS, decimal_said, share_said
from toguna.web.layout.templatetags.toguna import status

register = template.Library()


@register.filter
def network_word(code: Any, family: str) -> str:
    """How the desk says a code of a network."""
    return str(WORDS[family].get(str(code), code))


@register.filter
def as_share(share: Fraction | None) -> str:
    """A share as a percentage."""
    return share_said(share)


@register.filter
def one_decimal(figure: Fraction | None) -> str:
    """A mean with one decimal."""
    return decimal_said(figure)


@register.simple_tag
def pledge_status(state: Any) -> SafeString:
    """Where a promise stands, both sides heard, as a chip."""
    return status(str(state), str(PLEDGE_STATES.get(str(state), state)), PLEDGE_TONES.get(str(state), "calm"))
