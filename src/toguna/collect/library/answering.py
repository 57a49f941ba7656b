"""How the library's forms are answered: the choices that a form offers, the lines of a repeat, amounts with decimals.

The choices come from the form's own table, so that phone, workbook and reading offer the same. It knows no form.
"""

import re
from collections.abc import Iterator, Mapping
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from typing import Any

from toguna.collect.answers import CHOICE_NOT_UNDERSTOOD, Answers
from toguna.collect.answers_xml import AnswerTree
from toguna.collect.choices import Choice, ChoiceList
from toguna.collect.forms import library_tables
from toguna.rules.findings import Finding, Severity

AMOUNT_NOT_UNDERSTOOD = "« %(value)s » n'est pas un nombre. Écrivez-le en chiffres, avec une virgule s'il le faut."

# Twelve figures hold any sum in francs, and a quantity in thousandths stays within what a database adds up.
_AMOUNT = re.compile(r"-?\d{1,12}(?:[.,]\d{1,9})?")
# What a phone fills in by itself when a line was opened and left.
_BY_DEFAULT = frozenset({"basis", "unit"})


@cache
def offered(form_id: str, name: str) -> ChoiceList:
    """A closed list of answers as the form offers it.

    >>> offered("forum_dialogue", "consensus").recognise("Pas d'accord").code
    'none'
    """
    rows = [row for row in library_tables(form_id)["choices"] if row[0] == name]
    return ChoiceList(name, (Choice(code, french, english) for _list, code, french, english in rows))


def head(tree: AnswerTree, told: list[Finding]) -> Answers:
    """The answers outside any repeat; a finding points at them by their name."""
    return Answers(tree.answers, lambda name: name, told)


def lines(tree: AnswerTree, repeat: str, told: list[Finding]) -> Iterator[tuple[int, Answers]]:
    """The lines of a repeat that were filled in, with their number from 1; empty ones keep their number."""
    for line, given in enumerate(tree.each(repeat), start=1):
        if any(given[name] for name in given if name not in _BY_DEFAULT):
            yield line, _line(repeat, line, given, told)


def _line(repeat: str, line: int, given: Mapping[str, Any], told: list[Finding]) -> Answers:
    return Answers(given, lambda name: f"{repeat}[{line}]/{name}", told)


def amount(answers: Answers, field: str) -> int | None:
    """A number that may have decimals, in thousandths; halves go up. None where nothing readable stands there."""
    text = answers.text(field)
    if not text:
        return None
    digits = text.replace(" ", "")
    if not _AMOUNT.fullmatch(digits):
        answers.tell(Severity.ERROR, "amount-not-understood", field, AMOUNT_NOT_UNDERSTOOD, value=text)
        return None
    return int((Decimal(digits.replace(",", ".")) * 1000).quantize(Decimal(1), ROUND_HALF_UP))


def several(answers: Answers, field: str, choices: ChoiceList) -> tuple[str, ...]:
    """The codes of the answers chosen where several may be; phones set them apart by spaces."""
    chosen = []
    for written in answers.text(field).split():
        if written in choices.choices:
            chosen.append(written)
        else:
            names = ", ".join(choices.labels("fr"))
            answers.tell(
                Severity.WARNING, "choice-not-understood", field, CHOICE_NOT_UNDERSTOOD, value=written, choices=names
            )
    return tuple(dict.fromkeys(chosen))


def points(answers: Answers, field: str) -> tuple[str, ...]:
    """A list written one point a line."""
    return tuple(line for line in answers.lines(field) if line)
