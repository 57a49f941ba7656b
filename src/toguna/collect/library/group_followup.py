"""Reads a visit to a group that earns together: members, land, money. It does not know the visit before."""

from dataclasses import replace

from toguna.collect.answers import Answers
from toguna.collect.answers_xml import AnswerTree
from toguna.collect.library.answering import amount, head, lines, offered
from toguna.collect.library.heads import people, read_head
from toguna.collect.library.library_form import LibraryForm
from toguna.rules.field_record import FieldRecord
from toguna.rules.findings import Finding
from toguna.rules.group_followup import GroupVisit, Land, Money, facts_of, findings
from toguna.rules.members import Members

FORM_ID = "suivi_groupe"


def read(tree: AnswerTree) -> FieldRecord:
    """One visit. The members shown in lists are those of the group, not who was met."""
    told: list[Finding] = []
    answers = head(tree, told)
    group, group_name = answers.text("group"), answers.text("group_name")
    summary = read_head(answers, title=group or group_name)
    members = read_members(answers)
    visit = GroupVisit(
        group=group,
        group_name=group_name,
        held_on=summary.held_on,
        members=members,
        land=_land(answers),
        money=_money(answers, tree, told),
    )
    summary = replace(
        summary,
        unnamed=people([members.total]),
        women=people([members.women]),
        men=people([members.men]),
    )
    return FieldRecord(summary, facts_of(visit), (*told, *findings(visit)))


def read_members(answers: Answers) -> Members:
    """The members of a group or organisation; what was left empty is unknown."""
    return Members(answers.number("members"), answers.number("members_women"), answers.number("members_men"))


def _land(answers: Answers) -> Land:
    return Land(
        acquired=amount(answers, "hectares_acquired"),
        secured=amount(answers, "hectares_secured"),
        tenure=answers.choice("tenure", offered(FORM_ID, "tenure")),
        is_tenure_answered=bool(answers.text("tenure")),
        acquired_on=answers.day("acquired_on"),
        secured_on=answers.day("secured_on"),
    )


def _money(answers: Answers, tree: AnswerTree, told: list[Finding]) -> Money:
    finance = ((line, amount(one, "amount")) for line, one in lines(tree, "finance", told))
    return Money(
        currency=answers.choice("currency", offered(FORM_ID, "currency")),
        period=(answers.day("income_from"), answers.day("income_to")),
        income=amount(answers, "income"),
        savings=amount(answers, "savings"),
        loans=amount(answers, "loans"),
        finance=tuple((line, given) for line, given in finance if given is not None),
    )


LIBRARY_FORM = LibraryForm(FORM_ID, "group-1", frozenset({"deed"}), read)
