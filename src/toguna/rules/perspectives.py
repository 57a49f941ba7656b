"""The five perspectives of participation: what one person answered about the plan and the budget of their commune.

Each form is one person, without a name. "Does not know" is no answer: it is neither a yes nor a no. Rates are computed
from many forms, never here.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from toguna.rules.attendance import PlaceMention, Sex, StakeholderGroup
from toguna.rules.field_record import StatedFact
from toguna.rules.findings import Finding
from toguna.rules.remarking import THOUSAND, warning

QUESTIONS = ("p1", "p2", "p3", "p4", "p5")
"""Took part in the plan, took part in the budget, trained on the plan, on the budget, on budgets and gender."""

NOTHING_ANSWERED = "Aucune des cinq questions n'a de réponse par oui ou par non : la fiche n'entre dans aucun taux."


@dataclass(frozen=True)
class Respondent:
    """One person who was asked, by what is known of them, and their five answers; None is no answer."""

    commune: PlaceMention = field(default_factory=PlaceMention)
    sex: Sex | None = None
    age_from: int | None = None
    age_to: int | None = None
    group: StakeholderGroup | None = None
    disability: bool | None = None
    answers: tuple[bool | None, ...] = (None,) * len(QUESTIONS)


def findings(respondent: Respondent) -> list[Finding]:
    """What a reviewer should look at.

    >>> [one.code for one in findings(Respondent())]
    ['nothing-answered']
    """
    if all(answer is None for answer in respondent.answers):
        return [warning("nothing-answered", NOTHING_ANSWERED)]
    return []


def facts_of(respondent: Respondent) -> tuple[StatedFact, ...]:
    """For each question answered: one answer, and one yes or none. A no is a known zero; no answer is nothing at all.

    The rate of a question is then its yeses over its answers, whoever they are cut by.

    >>> facts = facts_of(Respondent(answers=(True, False, None, None, None)))
    >>> [(fact.unit, fact.quantity) for fact in facts]
    [('p1_answered', 1000), ('p1_yes', 1000), ('p2_answered', 1000), ('p2_yes', 0)]
    """
    return tuple(_facts(respondent))


def _facts(respondent: Respondent) -> Iterator[StatedFact]:
    for question, answer in zip(QUESTIONS, respondent.answers, strict=True):
        if answer is None:
            continue
        for unit, quantity in ((f"{question}_answered", THOUSAND), (f"{question}_yes", THOUSAND if answer else 0)):
            yield StatedFact(
                "measurement",
                unit,
                quantity,
                unit,
                sex=respondent.sex.value if respondent.sex else None,
                age_from=respondent.age_from,
                age_to=respondent.age_to,
                age_basis=None if respondent.age_from is None else "band",
                disability=respondent.disability,
                stakeholder_group=respondent.group.value if respondent.group else None,
                area=respondent.commune,
            )
