"""A change of a framework in the words of the workbook: its tab, its columns, its cells before and after.

It knows words. What changes is decided elsewhere.
"""

from datetime import date

from django.utils.translation import gettext as _

from toguna.collect.framework_tabs import TABS, Field
from toguna.rules.framework import Change, FieldChange

SHOWN = 60

_TABS = {tab.noun: tab for tab in TABS}


def tab_title(noun: str, language: str) -> str:
    """What the reader calls these rows: the name of their tab."""
    return _TABS[noun].table().title(language)


def change_in_words(change: Change, language: str) -> list[str]:
    """One line for each field that changes: `Énoncé (fr) : « avant » → « après »`."""
    fields = {one.name: one for one in _TABS[change.noun].fields}
    return [line for one in change.fields for line in field_in_words(fields[one.field], one, language)]


def field_in_words(field: Field, change: FieldChange, language: str) -> list[str]:
    """One field that changes: a line for each of its cells that does."""
    before, after = field.kind.write(change.old, language), field.kind.write(change.new, language)
    headings = {column.field: column.heading(language) for column in field.columns()}
    return [
        _("%(name)s : %(before)s → %(after)s")
        % {
            "name": headings[f"{field.name}{ending}"],
            "before": _quoted(before[ending]),
            "after": _quoted(after[ending]),
        }
        for ending in field.kind.endings
        if before[ending] != after[ending]
    ]


def _quoted(value: object) -> str:
    if value is None or value == "":
        return "—"
    text = f"{value:%d/%m/%Y}" if isinstance(value, date) else str(value)
    return _("« %(text)s »") % {"text": text if len(text) <= SHOWN else text[:SHOWN].rstrip() + "…"}
