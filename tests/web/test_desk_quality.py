"""Data quality assessments on the desk: scheduled, answered, recounted from papers, brought to their end."""

from datetime import date

import pytest
from django.test import Client

from tests import factories
from tests.web.desk_stage import signed_in
from tests.web.paperwork_stage import Paperwork, paperwork
from toguna.rules.quality_questions import QUESTIONS
from toguna.rules.roles import Role
from toguna.store.fieldwork.models import Record
from toguna.store.quality.models import Assessment

pytestmark = pytest.mark.django_db


@pytest.fixture
def work() -> Paperwork:
    return paperwork()


@pytest.fixture
def client(work: Paperwork) -> Client:
    return signed_in(work.there.officer)


def at(work: Paperwork, more: str = "") -> str:
    return f"/desk/quality/{work.assessment.pk}/{more}"


def to_the_field(work: Paperwork, client: Client) -> None:
    """Through the checklist to the recount."""
    client.post(at(work, "forward/"), {"step": "1"})
    client.post(at(work, "checklist/"), {question.code: "yes" for question in QUESTIONS})
    client.post(at(work, "forward/"), {"step": "2"})
    work.assessment.refresh_from_db()
    assert work.assessment.state == "field_verification"


def test_an_assessment_is_scheduled_for_a_counted_period(work: Paperwork, client: Client) -> None:
    partner = factories.organisation()
    factories.participation(work.there.programme, partner)
    address = f"/desk/quality/new/?indicator={work.indicator.pk}"
    assert "toute la durée" in client.get(address).content.decode()
    boxes = {"partner": str(partner.pk), "period": "life:life", "scheduled_on": "2026-05-04"}
    assert client.post(address, boxes).status_code == 302
    assert Assessment.objects.get(partner=partner).scheduled_on == date(2026, 5, 4)
    answer = client.post(address, boxes)
    assert answer.status_code == 422
    assert "déjà évalué" in answer.content.decode()


def test_the_page_says_what_is_missing_before_the_next_step(work: Paperwork, client: Client) -> None:
    client.post(at(work, "forward/"), {"step": "1"})
    page = client.get(at(work)).content.decode()
    assert f"il en reste {len(QUESTIONS)}." in page.replace("\u202f", " ").replace("\xa0", " ")
    answer = client.post(at(work, "forward/"), {"step": "2"}, follow=True)
    assert "Répondez aux questions de la grille" in answer.content.decode()
    work.assessment.refresh_from_db()
    assert work.assessment.state == "desk_review"


def test_a_step_that_the_page_did_not_show_is_not_taken(work: Paperwork, client: Client) -> None:
    client.post(at(work, "forward/"), {"step": "1"})
    page = client.post(at(work, "forward/"), {"step": "1"}, follow=True).content.decode().replace("&#x27;", "'")
    assert "n'est plus à l'étape que montrait la page" in page
    work.assessment.refresh_from_db()
    assert work.assessment.state == "desk_review"


def test_a_half_answered_checklist_is_kept_and_taken_up_again(work: Paperwork, client: Client) -> None:
    client.post(at(work, "forward/"), {"step": "1"})
    client.post(at(work, "checklist/"), {"V1": "no", "V1_why": "La fiche compte aussi les formateurs."})
    page = client.get(at(work, "checklist/")).content.decode()
    assert "La fiche compte aussi les formateurs." in page
    assert work.assessment.answers.count() == 1


def test_papers_are_written_in_with_a_comma_an_x_and_nothing(work: Paperwork, client: Client) -> None:
    to_the_field(work, client)
    assert "Entrée passe à la fiche suivante" in client.get(at(work, "recount/")).content.decode()
    client.post(at(work, "recount/"), {"r1": "13,5", "n1": "Une ligne barrée", "r2": "x"})
    first, second = work.assessment.sheets.all()
    assert (first.recounted, first.note) == (13_500, "Une ligne barrée")
    assert second.lost
    page = client.get(at(work)).content.decode()
    assert "0,48" in page
    assert "écarte beaucoup" in page
    assert "1 papier introuvable compte pour 0" in page


def test_what_is_no_number_is_said_with_its_sheet_and_nothing_is_kept(work: Paperwork, client: Client) -> None:
    to_the_field(work, client)
    answer = client.post(at(work, "recount/"), {"r1": "14", "r2": "quatorze"})
    page = answer.content.decode().replace("&#x27;", "'")
    assert answer.status_code == 422
    assert "Fiche 2 : « quatorze » n'est pas un nombre" in page.replace("\xa0", " ").replace("\u202f", " ")
    assert 'value="14"' in page
    assert work.assessment.sheets.filter(recounted__isnull=False).count() == 0


def test_nothing_reported_is_said_and_divided_by_nothing(work: Paperwork, client: Client) -> None:
    to_the_field(work, client)
    work.assessment.sheets.update(reported=0)
    client.post(at(work, "recount/"), {"r1": "4", "r2": "0"})
    assert "aucune division" in client.get(at(work)).content.decode()


def test_the_list_to_take_along_does_not_say_what_the_system_reports(work: Paperwork, client: Client) -> None:
    page = client.get(at(work, "list/")).content.decode()
    assert "F-001" in page
    assert "graine 7" in page.replace("\u202f", " ").replace("\xa0", " ")
    assert "Rapporté" not in page
    assert "Awa" not in page


def test_an_administrator_sees_how_far_it_is_and_no_sheet(work: Paperwork) -> None:
    admin = signed_in(factories.user(Role.ADMINISTRATOR))
    page = admin.get(at(work)).content.decode()
    assert "Facteur de vérification" in page
    assert "F-001" not in page
    assert admin.get(at(work, "list/")).status_code == 403


def test_a_coordinator_of_another_organisation_does_not_find_it(work: Paperwork) -> None:
    other = signed_in(factories.user(Role.PARTNER_COORDINATOR))
    assert other.get(at(work)).status_code == 404
    assert other.get(at(work, "list/")).status_code == 404
    assert "SEATS" not in other.get("/desk/quality/quality.csv").getvalue().decode()  # type: ignore[attr-defined]


def test_a_sheet_in_quarantine_stays_in_the_recount_and_says_nothing_of_itself(work: Paperwork, client: Client) -> None:
    Record.objects.update(state="quarantined")
    page = client.get(at(work, "list/")).content.decode()
    assert "F-001" not in page
    assert "en quarantaine" in page


def test_an_action_names_an_office_and_is_late_after_its_day(work: Paperwork, client: Client) -> None:
    to_the_field(work, client)
    action = {"text": "Ranger les papiers", "office": "Mme Exemple", "due_on": "2026-03-01"}
    assert client.post(at(work, "actions/"), action).status_code == 422
    client.post(at(work, "actions/"), action | {"office": "La coordination"})
    page = client.get("/desk/quality/").content.decode()
    assert "1 action est en retard" in page
    made = work.assessment.actions.get()
    client.post(at(work, f"actions/{made.pk}/done/"), {"how": "Rangés"})
    assert "action est en retard" not in client.get("/desk/quality/").content.decode()


def test_the_list_is_filtered_and_its_csv_is_the_same(work: Paperwork, client: Client) -> None:
    late = client.get("/desk/quality/", {"late": "yes", "q": "seats"}).content.decode()
    assert "1 évaluation" in late
    none = client.get("/desk/quality/", {"state": "closed"}).content.decode()
    assert "Aucune évaluation ne répond à ces filtres" in none
    lines = client.get("/desk/quality/quality.csv", {"q": "seats"}).getvalue().decode().splitlines()  # type: ignore[attr-defined]
    assert len(lines) == 2


def test_the_reference_sheet_says_which_assessments_are_planned(work: Paperwork, client: Client) -> None:
    page = client.get(f"/desk/indicators/{work.indicator.pk}/sheet/").content.decode()
    assert "(prévue)" in page
