"""Promises as both doors show them: where one stands with its shape and word, what a side says, a code's word."""

from django import template
from django.utils.safestring import SafeString

from toguna.web.layout.commitment_words import FAMILIES, SAID, STATES, TONES
from toguna.web.layout.templatetags.toguna import status

register = template.Library()


@register.simple_tag
def commitment_status(state: str) -> SafeString:
    """Where a promise stands."""
    return status(state, str(STATES.get(state, state)), TONES.get(state, "calm"))


@register.simple_tag
def side_says(side: str, says: str) -> str:
    """What a side says, as a sentence that begins with its office."""
    return str(SAID.get((side, says), says))


@register.filter
def commitment_word(code: object, family: str) -> str:
    """How a code of that family is said."""
    return str(FAMILIES[family].get(str(code), code)) if code else ""
