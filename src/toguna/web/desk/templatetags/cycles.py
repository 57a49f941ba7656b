"""Words of the cycles: stages, states of rounds."""

from django import template
from django.utils.safestring import SafeString

from toguna.rules.instruments import Model
from toguna.web.desk.cycle_words import AGGREGATIONS, JOININGS, ROUND_STATES, ROUND_TONES, STAGES
from toguna.web.desk.score_typing import raw_written
from toguna.web.layout.templatetags.toguna import percent, plain_text_in, status

register = template.Library()


@register.filter
def stage_name(code: str) -> str:
    """The name of a stage."""
    return str(STAGES.get(code, code))


@register.simple_tag
def round_status(code: str) -> SafeString:
    """The state of a round."""
    return status(code, str(ROUND_STATES.get(code, code)), ROUND_TONES.get(code, "calm"))


@register.simple_tag
def group_name(model: Model, code: str) -> str:
    """What a group of a model is called; the code where the model no longer has it."""
    group = model.group_by_code.get(code)
    return plain_text_in(group.label) if group else code


@register.filter
def raw_score(thousandths: int, unit: str = "") -> str:
    """A number of a model in thousandths, as the reader's language writes it; with "percent", as a share of one."""
    return percent(thousandths / 10) if unit == "percent" else raw_written(thousandths)


@register.filter
def joining_name(code: str) -> str:
    """How groups' scores become one."""
    return str(JOININGS.get(code, code))


@register.filter
def aggregation_name(code: str) -> str:
    """How children make a criterion."""
    return str(AGGREGATIONS.get(code, code))
