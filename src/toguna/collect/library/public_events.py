"""Reads a mass event or a broadcast: from answers to airings, areas and estimated reach. It counts nobody."""

from toguna.collect.answers_xml import AnswerTree
from toguna.collect.library.answering import head, lines, offered, several
from toguna.collect.library.heads import read_head
from toguna.collect.library.library_form import LibraryForm
from toguna.rules.field_record import FieldRecord
from toguna.rules.findings import Finding
from toguna.rules.public_events import Area, PublicEvent, facts_of, findings

FORM_ID = "evenement_public"


def read(tree: AnswerTree) -> FieldRecord:
    """One event, or one broadcast with its airings."""
    told: list[Finding] = []
    answers = head(tree, told)
    event = PublicEvent(
        kind=answers.choice("event_kind", offered(FORM_ID, "event_kind")),
        medium=answers.choice("medium", offered(FORM_ID, "medium")),
        station=answers.text("station"),
        languages=several(answers, "languages", offered(FORM_ID, "language")),
        minutes=answers.number("minutes"),
        airings=answers.number("airings"),
        calls=answers.number("calls"),
        areas=tuple(
            Area(
                line,
                one.place("commune"),
                one.number("reached"),
                one.choice("method", offered(FORM_ID, "reach_method")),
            )
            for line, one in lines(tree, "area", told)
        ),
    )
    summary = read_head(answers, title=answers.text("theme"))
    return FieldRecord(summary, facts_of(event), (*told, *findings(event)))


LIBRARY_FORM = LibraryForm(FORM_ID, "event-1", frozenset({"photo"}), read)
