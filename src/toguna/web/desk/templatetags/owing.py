"""How the pages about what is owed say periods and states, and link to the same list narrowed further."""

from datetime import date

from django import template
from django.utils.safestring import SafeString

from toguna.rules.expectations import DueState
from toguna.store.fieldwork.expectations import Owed
from toguna.web.desk.wording import word
from toguna.web.layout.templatetags.toguna import days, period, status

register = template.Library()

TONES = {DueState.MISSING: "bad", DueState.LATE: "warn", DueState.ON_TIME: "good", DueState.AWAITED: "calm"}


@register.simple_tag(takes_context=True)
def with_query(context: template.Context, **changed: str) -> str:
    """The query of this page with these filters set; an empty one is taken away."""
    query = context["request"].GET.copy()
    for name in ("page", "sort"):
        query.pop(name, None)
    for name, value in changed.items():
        if value:
            query[name] = value
        else:
            query.pop(name, None)
    return f"?{query.urlencode()}"


@register.simple_tag
def owed_period(one: Owed) -> str:
    """The period that something is owed for, as people call it."""
    if one.period is None:
        return ""
    if one.every == "week":
        return days(one.period.starts_on, one.period.last_day)
    return period(one.period.starts_on, date.fromordinal(one.period.last_day.toordinal() + 1), one.every)


@register.simple_tag
def due_status(one: Owed, today: date) -> SafeString:
    """Where one thing that is owed stands, as a chip."""
    state = one.due.state(today)
    return status(state, word(state, "due-state"), TONES[state])
