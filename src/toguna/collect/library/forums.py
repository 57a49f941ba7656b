"""Reads a forum or dialogue: from answers to sides, resolutions and what is counted. It looks nothing up."""

from dataclasses import replace

from toguna.collect.answers import Answers
from toguna.collect.answers_xml import AnswerTree
from toguna.collect.choices import STAKEHOLDER_GROUP
from toguna.collect.library.answering import head, lines, offered, points
from toguna.collect.library.heads import people, read_head
from toguna.collect.library.library_form import LibraryForm
from toguna.rules.attendance import Sex, StakeholderGroup
from toguna.rules.field_record import FieldRecord
from toguna.rules.findings import Finding
from toguna.rules.forums import Consensus, Forum, Resolution, Side, facts_of, findings

FORM_ID = "forum_dialogue"


def read(tree: AnswerTree) -> FieldRecord:
    """One forum. The people at the table are shown in lists, and counted by its attendance sheet alone."""
    told: list[Finding] = []
    answers = head(tree, told)
    summary = read_head(answers, title=answers.text("theme"))
    consensus = answers.choice("consensus", offered(FORM_ID, "consensus"))
    forum = Forum(
        held_on=summary.held_on,
        sides=tuple(_side(line, one) for line, one in lines(tree, "side", told)),
        resolutions=resolutions_in(tree, told),
        agreements=points(answers, "agreements"),
        disagreements=points(answers, "disagreements"),
        consensus=Consensus(consensus) if consensus else None,
        convenor=answers.text("convenor"),
        facilitator=answers.text("facilitator"),
        next_on=answers.day("next_on"),
    )
    numbers = [number for side in forum.sides for number in side.numbers()]
    summary = replace(
        summary,
        unnamed=people(number for _name, _sex, number in numbers),
        women=people(number for _name, sex, number in numbers if sex is Sex.FEMALE),
        men=people(number for _name, sex, number in numbers if sex is Sex.MALE),
    )
    return FieldRecord(summary, facts_of(forum), (*told, *findings(forum)))


def resolutions_in(tree: AnswerTree, told: list[Finding]) -> tuple[Resolution, ...]:
    """What was decided, line by line; what cannot be read is added to `told`."""
    return tuple(
        Resolution(line, one.paragraphs("what"), one.text("who"), one.day("by_when"))
        for line, one in lines(tree, "resolution", told)
    )


def _side(line: int, one: Answers) -> Side:
    group = one.choice("stakeholder_group", STAKEHOLDER_GROUP)
    return Side(
        line=line,
        group=StakeholderGroup(group) if group else None,
        name=one.text("name"),
        organisation=one.text("organisation"),
        women=one.number("women"),
        men=one.number("men"),
        unknown_sex=one.number("unknown_sex"),
    )


LIBRARY_FORM = LibraryForm(FORM_ID, "forum-2", frozenset({"minutes"}), read)
