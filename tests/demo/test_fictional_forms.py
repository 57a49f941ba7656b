"""What waits on the other forms in the demonstration: it reads well, is marked fictional, and counts nothing."""

from collections import Counter
from random import Random

import pytest

from toguna.demo.fictional_forms import OWN_FORM, SENSITIVE_CODE, send_other_forms
from toguna.demo.fictional_framework import Stage, load_framework
from toguna.flow.forms import offer_library
from toguna.flow.reading import findings_of
from toguna.rules.findings import Severity
from toguna.store.activities.models import Activity
from toguna.store.facts.models import Fact
from toguna.store.fieldwork.comments import comments_on
from toguna.store.fieldwork.models import PrintedSheet, Record
from toguna.store.fieldwork.queries import records_in_quarantine, records_seen_by

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage() -> Stage:
    offer_library()
    return load_framework(Random(1))


def test_everything_waits_is_fictional_and_makes_no_fact(stage: Stage) -> None:
    sent = send_other_forms(stage)
    records = Record.objects.all()
    assert records.count() == sent
    assert Counter(records.values_list("state", flat=True)) == {"received": 9, "checked": 5, "quarantined": 1}
    assert all(records.values_list("fictional", flat=True))
    assert not Fact.objects.exists()


def test_every_answer_is_understood(stage: Stage) -> None:
    send_other_forms(stage)
    for record in Record.objects.select_related("current_version"):
        assert record.current_version is not None
        told = [each.text() for each in findings_of(record.current_version) if each.severity is not Severity.NOTE]
        assert not told, (record.form_id, told)


def test_a_question_about_a_group_is_asked_and_answered(stage: Stage) -> None:
    send_other_forms(stage)
    asked, answered = comments_on(Record.objects.get(form_id="suivi_groupe"))
    assert (asked.by, answered.by) == (stage.users["coordination@demo.example"], stage.users["agent@demo.example"])


def test_what_was_shut_away_is_on_no_list(stage: Stage) -> None:
    send_other_forms(stage)
    officer = stage.users["suivi@demo.example"]
    (hidden,) = records_in_quarantine(officer)
    assert hidden not in records_seen_by(officer)


def test_a_form_of_their_own_has_answers_and_a_sensitive_activity_has_a_sheet_without_names(stage: Stage) -> None:
    send_other_forms(stage)
    assert Record.objects.filter(form_id=OWN_FORM, current_version__reading__latitude__isnull=False).count() == 3
    activity = Activity.objects.get(code=SENSITIVE_CODE)
    assert (activity.sensitive, activity.fictional) == (True, True)
    assert PrintedSheet.objects.get().lines == 0
