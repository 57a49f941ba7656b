"""Reads a test before and after a training: from answers to pairs of scores.

A name stays in the record and makes no fact. It does not know who sat at the training: a number pairs the two tests of
one person, and nothing more.
"""

from collections.abc import Iterator
from dataclasses import replace

from toguna.collect.answers import Answers
from toguna.collect.answers_xml import AnswerTree
from toguna.collect.choices import SEX
from toguna.collect.library.answering import amount, head, lines
from toguna.collect.library.heads import people, read_head
from toguna.collect.library.library_form import LibraryForm
from toguna.rules.attendance import Sex, keep_identity
from toguna.rules.field_record import FieldRecord
from toguna.rules.findings import Finding, Severity
from toguna.rules.paired_tests import Learner, PairedTest, facts_of, findings

FORM_ID = "test_avant_apres"

NUMBER_MISSING = (
    "Participant %(line)s : le numéro manque. Écrivez-le, pour qu'on puisse rapprocher les deux copies d'une personne."
)
NAMES_WITHOUT_CONSENT = (
    "Des noms ont été écrits sans l'accord des personnes : ils n'ont pas été gardés. Participants : %(lines)s."
)


def read(tree: AnswerTree) -> FieldRecord:
    """One test, taken twice. Names written without consent are refused."""
    told: list[Finding] = []
    answers = head(tree, told)
    people_tested = list(lines(tree, "person", told))
    takers = tuple(_taker(line, one) for line, one in people_tested)
    refused = tuple(line for line, one in people_tested if _is_refused(line, one))
    if refused:
        values = {"lines": ", ".join(str(line) for line in refused)}
        told.append(Finding("names-without-consent", Severity.WARNING, NAMES_WITHOUT_CONSENT, values, "person"))
    told += _about_numbers(people_tested, takers)
    summary = read_head(answers, title=answers.text("test_title"))
    test = PairedTest(answers.number("maximum"), answers.day("before_on"), summary.held_on, takers)
    named = sum(bool(one.text("name")) for line, one in people_tested if line not in refused)
    summary = replace(
        summary,
        named=named,
        unnamed=len(takers) - named,
        women=people(1 for taker in takers if taker.sex is Sex.FEMALE),
        men=people(1 for taker in takers if taker.sex is Sex.MALE),
    )
    places = tuple(f"person[{line}]/name" for line in refused)
    return FieldRecord(summary, facts_of(test), (*told, *findings(test)), places)


def _taker(line: int, one: Answers) -> Learner:
    sex = one.choice("sex", SEX)
    return Learner(
        line=line,
        number=one.number("number"),
        sex=Sex(sex) if sex else None,
        age=one.number("age"),
        before=amount(one, "score_before"),
        after=amount(one, "score_after"),
    )


def _is_refused(line: int, one: Answers) -> bool:
    consent = one.yes_or_no("consent") is True
    return bool(keep_identity(one.text("name"), None, consent=consent, line=line)[2])


def _about_numbers(tested: list[tuple[int, Answers]], takers: tuple[Learner, ...]) -> Iterator[Finding]:
    for (line, one), taker in zip(tested, takers, strict=True):
        if taker.number is None and not one.text("number"):
            yield Finding("number-missing", Severity.WARNING, NUMBER_MISSING, {"line": line}, one.where("number"))


LIBRARY_FORM = LibraryForm(FORM_ID, "test-1", frozenset({"person/name"}), read)
