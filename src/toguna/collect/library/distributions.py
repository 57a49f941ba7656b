"""Reads a distribution: from answers to what changed hands, what is left and who received. It knows no stock card."""

from dataclasses import replace

from toguna.collect.answers import Answers
from toguna.collect.answers_xml import AnswerTree
from toguna.collect.choices import BASIS
from toguna.collect.library.answering import head, lines, offered
from toguna.collect.library.heads import people, read_head
from toguna.collect.library.library_form import LibraryForm
from toguna.rules.attendance import Sex
from toguna.rules.distributions import (
    PERSON,
    PIECE,
    Distribution,
    Material,
    Recipients,
    facts_of,
    findings,
    persons_who_received,
)
from toguna.rules.field_record import FieldRecord
from toguna.rules.findings import Finding

FORM_ID = "distribution"


def read(tree: AnswerTree) -> FieldRecord:
    """One distribution. Persons who received are shown in lists; seats come from an attendance sheet alone."""
    told: list[Finding] = []
    answers = head(tree, told)
    distribution = Distribution(
        tuple(_material(line, one) for line, one in lines(tree, "material", told)),
        tuple(_recipients(line, one) for line, one in lines(tree, "recipient", told)),
    )
    by_hand = [number for one in distribution.recipients if one.kind == PERSON for number in one.numbers()]
    summary = replace(
        read_head(answers, title=", ".join(one.title for one in distribution.materials if one.title)),
        unnamed=people([persons_who_received(distribution)]),
        women=people(number for _name, sex, number in by_hand if sex is Sex.FEMALE),
        men=people(number for _name, sex, number in by_hand if sex is Sex.MALE),
    )
    return FieldRecord(summary, facts_of(distribution), (*told, *findings(distribution)))


def _material(line: int, one: Answers) -> Material:
    return Material(
        line=line,
        kind=one.choice("material_kind", offered(FORM_ID, "material")),
        title=one.text("title"),
        language=one.choice("language", offered(FORM_ID, "language")),
        unit=one.choice("unit", offered(FORM_ID, "material_unit")) or PIECE,
        quantity=one.number("quantity"),
        stock=one.number("stock"),
    )


def _recipients(line: int, one: Answers) -> Recipients:
    return Recipients(
        line=line,
        kind=one.choice("taker", offered(FORM_ID, "taker")),
        number=one.number("number"),
        women=one.number("women"),
        men=one.number("men"),
        unknown_sex=one.number("unknown_sex"),
        estimated=one.choice("basis", BASIS) == "estimated",
    )


# A receipt is signed by whoever took the things.
LIBRARY_FORM = LibraryForm(FORM_ID, "distribution-1", frozenset({"receipt"}), read)
