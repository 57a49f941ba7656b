"""Reads one person's answers on the five perspectives of participation. The form asks for no name and none is read."""

from dataclasses import replace

from toguna.collect.answers_xml import AnswerTree
from toguna.collect.attendance_answers import read_age_band
from toguna.collect.choices import SEX
from toguna.collect.library.answering import head, offered
from toguna.collect.library.heads import read_head
from toguna.collect.library.library_form import LibraryForm
from toguna.rules.attendance import Sex, StakeholderGroup
from toguna.rules.field_record import FieldRecord
from toguna.rules.findings import Finding
from toguna.rules.perspectives import QUESTIONS, Respondent, facts_of, findings

FORM_ID = "cinq_perspectives"


def read(tree: AnswerTree) -> FieldRecord:
    """One respondent. Whoever speaks in another role than those of the list has no stakeholder group."""
    told: list[Finding] = []
    answers = head(tree, told)
    summary = read_head(answers)
    sex, role = answers.choice("sex", SEX), answers.choice("role", offered(FORM_ID, "role"))
    low, high = read_age_band(answers)
    yes_no = offered(FORM_ID, "answer")
    given = [answers.choice(question, yes_no) for question in QUESTIONS]
    respondent = Respondent(
        commune=summary.place,
        sex=Sex(sex) if sex else None,
        age_from=low,
        age_to=high,
        group=StakeholderGroup(role) if role in set(StakeholderGroup) else None,
        disability=answers.yes_or_no("disability"),
        answers=tuple(None if answer is None else answer == "yes" for answer in given),
    )
    summary = replace(summary, unnamed=1, women=int(respondent.sex is Sex.FEMALE), men=int(respondent.sex is Sex.MALE))
    return FieldRecord(summary, facts_of(respondent), (*told, *findings(respondent)))


LIBRARY_FORM = LibraryForm(FORM_ID, "perspectives-1", frozenset(), read)
