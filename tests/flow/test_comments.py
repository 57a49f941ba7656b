"""What is said about a record, and who has not read it yet."""

import pytest

from tests import factories
from tests.flow.sheets import Commune, commune
from tests.web.desk_stage import received, verified
from toguna.flow.redaction import planned_redaction, redact
from toguna.rules.roles import Role
from toguna.store.fieldwork.comments import NothingSaid, add_comment, comments_on, may_comment, with_unread_comments
from toguna.store.fieldwork.models import Record
from toguna.store.journal.actions import record_entry
from toguna.store.journal.models import Entry
from toguna.store.people.models import Mention

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage() -> Commune:
    return commune()


def read_by(user, record: Record) -> None:
    record_entry(by=user, action="record.read", subject=record, what="page")


def test_a_comment_is_kept_with_who_and_when_and_the_journal_has_no_word_of_it(stage: Commune) -> None:
    record = received(stage)
    add_comment(record=record, by=stage.coordinator, text="  La ligne 3 : Awa ou Hawa ?  ")
    assert [(each.by, each.text) for each in comments_on(record)] == [(stage.coordinator, "La ligne 3 : Awa ou Hawa ?")]
    entry = Entry.objects.get(action="record.commented")
    assert entry.actor == stage.coordinator.pk
    assert "Awa" not in str(entry.detail)


def test_nothing_said_is_no_comment(stage: Commune) -> None:
    with pytest.raises(NothingSaid):
        add_comment(record=received(stage), by=stage.coordinator, text=" \n ")


def test_the_sender_is_told_until_they_have_read_it_and_the_other_is_told_of_the_answer(stage: Commune) -> None:
    record = received(stage)
    add_comment(record=record, by=stage.coordinator, text="Qui est à la ligne 3 ?")
    assert list(with_unread_comments(stage.agent)) == [record]
    assert not with_unread_comments(stage.coordinator).exists()
    read_by(stage.agent, record)
    assert not with_unread_comments(stage.agent).exists()
    add_comment(record=record, by=stage.agent, text="La cheffe du village.")
    assert list(with_unread_comments(stage.coordinator)) == [record]
    assert not with_unread_comments(stage.agent).exists()


def test_a_question_of_the_sender_reaches_whoever_checks_until_somebody_answers(stage: Commune) -> None:
    record = received(stage)
    add_comment(record=record, by=stage.agent, text="Faut-il compter les enfants ?")
    other = factories.user(Role.PARTNER_COORDINATOR, organisation=stage.agent.organisation)
    assert list(with_unread_comments(other)) == [record]
    add_comment(record=record, by=stage.coordinator, text="Oui.")
    assert not with_unread_comments(other).exists()


def test_what_is_said_elsewhere_or_to_nobody_is_not_told(stage: Commune) -> None:
    record = received(stage)
    add_comment(record=record, by=stage.agent, text="Bonjour")
    for role in (Role.DONOR, Role.ADMINISTRATOR):
        assert not may_comment(factories.user(role))
    for role in (Role.DONOR, Role.MEL_OFFICER, Role.PARTNER_COORDINATOR):
        assert not with_unread_comments(factories.user(role)).exists()


def test_a_person_who_is_redacted_is_taken_out_of_what_was_said_too(stage: Commune) -> None:
    record = verified(stage)
    add_comment(record=record, by=stage.coordinator, text="Awa Fictive a-t-elle signé ?")
    named = Mention.objects.filter(version__record=record, line=1).get()
    redact(planned_redaction(named), by=factories.user(Role.DATA_PROTECTION_OFFICER), reason="À sa demande")
    said = comments_on(record).get().text
    assert "Awa" not in said
    assert "a-t-elle signé" in said
