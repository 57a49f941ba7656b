"""Words for codes, findings in the reader's language, and the addresses of a list's orders."""

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from toguna.rules.findings import Finding
from toguna.web.desk.wording import word

register = template.Library()


@register.filter
def worded(code: object, family: str) -> str:
    """How the desk says a code: `{{ record.way_in|worded:"way-in" }}`."""
    return word(code, family)


@register.filter
def finding_text(finding: Finding) -> str:
    """What a finding says, in the reader's language."""
    return gettext(finding.message) % finding.values


@register.simple_tag(takes_context=True)
def sort_heading(context: template.Context, name: str, words: str, kind: str = "") -> SafeString:
    """The heading of a column by which the list can be ordered; choosing it again turns the order round."""
    query = context["request"].GET.copy()
    order: str = context["listing"].order
    current = order.removeprefix("-") == name
    query["sort"] = f"-{name}" if order == name else name
    query.pop("page", None)
    sort = "none" if not current else "descending" if order.startswith("-") else "ascending"
    return format_html(
        '<th scope="col" class="{}" aria-sort="{}"><a href="?{}">{}</a></th>', kind, sort, query.urlencode(), words
    )


@register.filter
def entry(rows: dict[str, Any], key: str) -> Any:
    """One entry of a mapping."""
    return rows.get(key)
