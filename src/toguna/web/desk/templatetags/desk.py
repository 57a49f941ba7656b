"""Words for codes, findings in the reader's language, and the addresses of a list's orders."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from toguna.flow.reading import ANSWERS_ONLY
from toguna.rules.findings import Finding
from toguna.store.fieldwork.models import Reading, Record
from toguna.store.results.models import ReferenceValue, Target
from toguna.store.values.models import Value
from toguna.web.desk.answer_words import anchor_of, answer_said
from toguna.web.desk.comparison import AnswerDifference
from toguna.web.desk.listing import FilterForm
from toguna.web.desk.wording import CHOICES, word
from toguna.web.layout.templatetags.toguna import (
    decimal,
    difference,
    long_date,
    number,
    percent,
    quantity,
    reader,
    status,
    unknown,
)

register = template.Library()

NUMERIC = {"age", "birth_year", "phone", "seats"}
PICKS = {
    "consent": "yes-no",
    "sex": "sex",
    "disability": "yes-no",
    "displaced": "yes-no",
    "age_band": "age-band",
    "basis": "basis",
    "half_day": "half-day",
    "plan": "plan",
    "stakeholder_group": "group",
}


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


FATE_TONES = {"new": "good", "correction": "warn", "left": "bad"}


@register.simple_tag
def fate_status(fate: str) -> SafeString:
    """What accepting a workbook does with one of its sheets, as a chip."""
    return status(fate, word(fate, "fate"), FATE_TONES.get(fate, "calm"))


@register.filter
def record_title(record: Record) -> str:
    """How people call a record: its activity and session, or the title it was given, or the letters it came with.

    A title that a form of nobody here puts together may hold a name, so it is not shown.
    """
    reading = getattr(record.current_version, "reading", None)
    code = record.activity.code if record.activity else reading.activity_code if reading else ""
    title = reading.title if reading and reading.mapping != ANSWERS_ONLY else ""
    if code and reading and reading.session:
        code = gettext("%(code)s, séance %(session)s") % {"code": code, "session": reading.session}
    if code or title:
        return " · ".join(part for part in (code, title) if part)
    if reading and reading.activity_title:
        return gettext("Hors plan : %(title)s") % {"title": reading.activity_title}
    return gettext("Fiche %(short)s") % {"short": record.instance_id.removeprefix("uuid:")[:8]}


@register.filter
def answer_anchor(where: str) -> str:
    """Where an answer stands on its page."""
    return anchor_of(where)


@register.simple_tag
def changed_answer(change: AnswerDifference, which: str) -> object:
    """An answer of any form before or after a change, in words."""
    written = change.before if which == "before" else change.after
    return answer_said(change.question, written) if written else unknown()


@register.simple_tag
def changed_question(change: AnswerDifference) -> str:
    """The question that was answered otherwise, and in which occurrence it stands."""
    numbers = [part.partition("[")[2].rstrip("]") for part in change.where.split("/") if "[" in part]
    label = change.question.said(reader())
    return f"{label} ({'.'.join(numbers)})" if numbers else label


@register.filter
def seats(reading: Reading | None) -> int | None:
    """Everybody on a sheet, named or not; nothing when it has not been read."""
    return reading.named + reading.unnamed if reading else None


@register.simple_tag
def box(
    number: int, name: str, row: dict[str, str], wrong: set[str], kind: str = "", listed: str = "", part: str = "p"
) -> str:
    """One box of a line of the entry form: as little markup as works, because a sheet has hundreds of them."""
    key = f"{part}{number}-{name}"
    numeric = mark_safe(' inputmode="numeric"') if name in NUMERIC else ""
    return format_html(
        '<td data-label="{}"><input id="{}" name="{}" aria-label="{}" value="{}"{}{}{}{}></td>',
        word(name, "sheet-field"),
        key,
        key,
        f"{word(name, 'sheet-field')} {number}",
        row.get(name, "") if name != "stakeholder_group" else word(row.get(name, ""), "group"),
        format_html(' class="{}"', kind) if kind else "",
        numeric,
        format_html(' list="{}" autocomplete="off"', listed) if listed else "",
        mark_safe(' aria-invalid="true"') if key in wrong else "",
    )


@register.simple_tag
def pick(number: int, name: str, row: dict[str, str], wrong: set[str], part: str = "p") -> str:
    """One choice of a line of the entry form; a code that the list does not have is offered as it is."""
    key, chosen, family = f"{part}{number}-{name}", row.get(name, ""), PICKS[name]
    codes = [code for code in CHOICES[family].choices if code != "unknown"]
    if name != "basis":
        codes.insert(0, "")
    if chosen and chosen not in codes:
        codes.append(chosen)
    options = format_html_join(
        "",
        '<option value="{}"{}>{}</option>',
        [(code, mark_safe(" selected") if code == chosen else "", word(code, family)) for code in codes],
    )
    return format_html(
        '<td data-label="{}"><select id="{}" name="{}" aria-label="{}"{}>{}</select></td>',
        word(name, "sheet-field"),
        key,
        key,
        f"{word(name, 'sheet-field')} {number}",
        mark_safe(' aria-invalid="true"') if key in wrong else "",
        options,
    )


@register.simple_tag
def answer(name: str, code: str) -> SafeString | str:
    """An answer of a sheet as people say it: words for codes, a long date for a day."""
    if name in ("held_on", "end_on") and code:
        return long_date(date.fromisoformat(code))
    if not code or code == "unknown":
        return gettext("non précisé")
    return word(code, PICKS[name]) if name in PICKS else code


@register.simple_tag
def shown_value(value: Value, measure: str) -> str:
    """A computed value as its measure is written: a percentage, a whole number, or one with its decimals."""
    if value.value is None:
        return unknown()
    if measure == "percentage":
        return percent(value.value, 1)
    return number(value.value) if value.value == value.value.to_integral_value() else decimal(value.value, 2)


@register.simple_tag
def target_value(target: Target | ReferenceValue, measure: str) -> str:
    """A target or a value of reference, kept in thousandths, as its measure is written."""
    if target.value is None:
        return unknown()
    return percent(Decimal(target.value) / 1000) if measure == "percentage" else quantity(target.value)


@register.simple_tag
def gap(value: Value, target: Target, measure: str) -> str:
    """How far a value is from its target, in words; percentages in points. A target is kept in thousandths."""
    assert value.value is not None
    if measure == "percentage":
        return difference(round(value.value, 1), Decimal(target.value) / 1000, gettext("points"))
    return difference(value.value, Decimal(target.value) / 1000)


@register.filter
def node_anchor(node: str) -> str:
    """Where a fact's line stands on its record's page."""
    return f"line-{node.partition('[')[2].rstrip(']')}"


@register.filter
def node_words(node: str) -> str:
    """Which part of a sheet a fact comes from."""
    part, _bracket, rest = node.partition("[")
    line = rest.partition("]")[0]
    if part == "unnamed":
        return gettext("effectif sans nom %(line)s") % {"line": line}
    return gettext("ligne %(line)s") % {"line": line} if line else gettext("toute la fiche")


@register.filter
def more_is_set(form: FilterForm) -> bool:
    """Whether one of the filters behind "more" is set, so that none works unseen."""
    return any(bound.value() not in (None, "") for bound in form.visible_fields()[2:])


ASSESSMENT_TONES = {"closed": "good", "actions_open": "warn"}
BAND_TONES = {"good": "good", "near": "warn", "far": "bad", "none": "calm"}
ANSWER_TONES = {"yes": "good", "no": "bad", "not_applicable": "calm"}


@register.simple_tag
def assessment_status(state: str) -> SafeString:
    """Where a data quality assessment stands, as a chip."""
    return status(state, word(state, "assessment-state"), ASSESSMENT_TONES.get(state, "calm"))


@register.simple_tag
def band_status(band: str) -> SafeString:
    """How far a recount is from what was reported, as a chip."""
    return status(band, word(band, "band"), BAND_TONES[band])


@register.simple_tag
def answer_status(answered: str) -> SafeString:
    """An answer of the checklist, as a chip."""
    return status(answered, word(answered, "quality-answer"), ANSWER_TONES[answered])


@register.simple_tag
def code_status(verified: bool) -> SafeString:
    """Whether somebody has seen a donor's code in the donor's list, as a chip."""
    words, tone = (gettext("vérifié"), "good") if verified else (gettext("à vérifier"), "warn")
    return status("", words, tone)
