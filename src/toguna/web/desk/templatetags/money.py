"""Amounts, kept in hundredths, and the states of what is granted, as the desk shows them."""

from typing import Any

from django import template
from django.utils.safestring import SafeString

from toguna.web.desk.money_words import ACQUITTAL_STATES, ACQUITTAL_TONES, AWARD_STATES, AWARD_TONES, WORDS, amount_said
from toguna.web.layout.templatetags.toguna import status, unknown

register = template.Library()


@register.filter
def hundredths(amount: int | None, currency: str) -> str:
    """An amount in its currency; one that is not known says so, and is never 0."""
    return unknown() if amount is None else amount_said(amount, currency)


@register.filter
def money_word(code: Any, family: str) -> str:
    """How the desk says a kind or a state of money."""
    return str(WORDS[family].get(str(code), code))


@register.simple_tag
def award_status(code: str) -> SafeString:
    """The state of a sub-award."""
    return status(code, str(AWARD_STATES.get(code, code)), AWARD_TONES.get(code, "calm"))


@register.simple_tag
def acquittal_status(code: str) -> SafeString:
    """The state of papers for money spent."""
    return status(code, str(ACQUITTAL_STATES.get(code, code)), ACQUITTAL_TONES.get(code, "calm"))
