"""What a new version of a form changes against the one before it, question by question.

It says what changed; whether that may be is decided elsewhere.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from toguna.collect.questions import FormQuestions, Question


@dataclass(frozen=True)
class QuestionChange:
    """What became of one question: added, removed, retyped, reworded, or its choices changed.

    `before` and `after` are kinds for a question that was retyped, and words or codes of choices for the others.
    """

    kind: str
    path: str
    label: str
    before: str = ""
    after: str = ""


def changes_between(before: FormQuestions, after: FormQuestions, language: str = "fr") -> tuple[QuestionChange, ...]:
    """What the new version changes: removed questions first, then the others in its own order."""
    return tuple(_changes(before, after, language))


def _changes(before: FormQuestions, after: FormQuestions, language: str) -> Iterator[QuestionChange]:
    old = {question.path: question for question in before.walk()}
    new = {question.path: question for question in after.walk()}
    for path, gone in old.items():
        if path not in new:
            yield QuestionChange("removed", path, gone.said(language), before=gone.kind)
    for path, question in new.items():
        known = old.get(path)
        if known is None:
            yield QuestionChange("added", path, question.said(language), after=question.kind)
        elif known.kind != question.kind:
            yield QuestionChange("retyped", path, question.said(language), known.kind, question.kind)
        else:
            yield from _smaller(known, question, language)


def _smaller(known: Question, question: Question, language: str) -> Iterator[QuestionChange]:
    """Changes under which the answers of both versions still stand in one column."""
    if dict(known.label) != dict(question.label):
        before, after = known.said(language), question.said(language)
        yield QuestionChange("reworded", question.path, after, before, after)
    names_before, names_after = ([choice.name for choice in one.choices] for one in (known, question))
    if names_before != names_after:
        gone = [name for name in names_before if name not in names_after]
        come = [name for name in names_after if name not in names_before]
        if gone or come:
            yield QuestionChange("choices", question.path, question.said(language), ", ".join(gone), ", ".join(come))
