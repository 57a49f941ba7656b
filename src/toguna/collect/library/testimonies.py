"""Reads a testimony: for what the person agreed, and which answers may not be kept. It makes no facts."""

from toguna.collect.answers_xml import AnswerTree
from toguna.collect.library.answering import head, offered
from toguna.collect.library.heads import read_head
from toguna.collect.library.library_form import LibraryForm
from toguna.rules.field_record import FieldRecord
from toguna.rules.findings import Finding
from toguna.rules.testimonies import OF_THE_PERSON, ConsentScope, Testimony, findings, refused_answers

FORM_ID = "temoignage"


def read(tree: AnswerTree) -> FieldRecord:
    """One testimony. What the person did not agree to is refused, and leaves the kept answers."""
    told: list[Finding] = []
    answers = head(tree, told)
    scope = answers.choice("consent_scope", offered(FORM_ID, "consent_scope"))
    testimony = Testimony(
        scope=ConsentScope(scope) if scope else None,
        minor=answers.yes_or_no("minor"),
        guardian_consent=answers.yes_or_no("guardian_consent"),
        answered=frozenset(name for name in OF_THE_PERSON if answers.text(name)),
    )
    refused = tuple(sorted(refused_answers(testimony)))
    return FieldRecord(read_head(answers), (), (*told, *findings(testimony)), refused)


LIBRARY_FORM = LibraryForm(FORM_ID, "testimony-1", OF_THE_PERSON, read)
