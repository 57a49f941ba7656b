"""The desk prints attendance sheets and says which of them came back."""

import re

import pytest

from tests import factories
from tests.flow.sheets import Commune, commune
from tests.publish.pdf_words import pages_in, words_of
from tests.web.desk_stage import received, signed_in
from toguna.flow.paper import print_sheets
from toguna.rules.roles import Role
from toguna.store.fieldwork.models import PrintedSheet

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage() -> Commune:
    return commune()


def address(stage: Commune) -> str:
    return f"/desk/activities/{stage.activity.pk}/paper/"


def test_printing_leads_to_a_pdf_that_reload_does_not_print_anew(stage: Commune) -> None:
    client = signed_in(stage.agent)
    answer = client.post(address(stage), {"session": "1", "kind": "names", "lines": "25"})
    assert answer.status_code == 302
    pdf = client.get(answer.headers["Location"])
    again = client.get(answer.headers["Location"])
    assert pdf.headers["Content-Type"] == "application/pdf"
    assert pdf.content == again.content
    assert pages_in(pdf.content) == 2
    sheet = PrintedSheet.objects.get()
    assert pdf.headers["Content-Disposition"] == f'inline; filename="fiche-F-001-{sheet.code}.pdf"'


def test_all_sessions_are_one_file_with_a_code_each(stage: Commune) -> None:
    stage.activity.sessions = 4
    stage.activity.save()
    client = signed_in(stage.officer)
    page = client.get(address(stage)).content.decode()
    assert "une fiche pour chacune des 4 séances" in page
    answer = client.post(address(stage), {"session": "all", "kind": "names", "lines": "15"})
    words = words_of(client.get(answer.headers["Location"]).content)
    assert PrintedSheet.objects.count() == 4
    assert all(sheet.code in words for sheet in PrintedSheet.objects.all())


@pytest.mark.parametrize("lines", ["", "0", "999", "beaucoup"])
def test_a_number_of_lines_that_makes_no_sheet_is_said(stage: Commune, lines: str) -> None:
    answer = signed_in(stage.agent).post(address(stage), {"session": "1", "kind": "names", "lines": lines})
    assert answer.status_code == 422
    assert 'href="#id_lines"' in answer.content.decode()
    assert not PrintedSheet.objects.exists()


def test_a_session_of_another_plan_is_refused(stage: Commune) -> None:
    answer = signed_in(stage.agent).post(address(stage), {"session": "7", "kind": "names", "lines": "15"})
    assert answer.status_code == 422


def test_a_cancelled_activity_is_told_before_anything_is_printed(stage: Commune) -> None:
    stage.activity.status = "cancelled"
    stage.activity.save()
    answer = signed_in(stage.agent).post(address(stage), {"session": "1", "kind": "names", "lines": "15"})
    assert answer.status_code == 422
    assert "remettez-la au plan" in answer.content.decode()
    page = signed_in(stage.agent).get(f"/desk/activities/{stage.activity.pk}/").content.decode()
    assert "Imprimer la fiche de présence" not in page


def test_a_sensitive_activity_is_counted_unless_somebody_chooses_names(stage: Commune) -> None:
    stage.activity.sensitive = True
    stage.activity.save()
    client = signed_in(stage.agent)
    page = client.get(address(stage)).content.decode()
    assert re.search(r'value="counts"[^>]*checked', page)
    assert "sujet sensible" in page
    answer = client.post(address(stage), {"session": "1", "kind": "counts", "lines": ""})
    assert "sans noms" in words_of(client.get(answer.headers["Location"]).content)


def test_an_account_in_english_prints_in_english(stage: Commune) -> None:
    client = signed_in(stage.agent)
    answer = client.post(address(stage), {"session": "1", "kind": "names", "lines": "15"})
    pdf = client.get(answer.headers["Location"], headers={"accept-language": "en"})
    assert "Attendance sheet" in words_of(pdf.content)


def test_the_activity_says_which_sheets_went_out_and_which_came_back(stage: Commune) -> None:
    back, out = (print_sheets(stage.activity, sessions=[1], lines=15, by=stage.agent)[0] for _ in range(2))
    found = received(stage, sheet_code=back.code)
    page = signed_in(stage.agent).get(f"/desk/activities/{stage.activity.pk}/").content.decode()
    assert back.code in page
    assert f'href="/desk/records/{found.pk}/"' in page
    assert f'href="/desk/records/new/?sheet={out.code}"' in page
    assert f'href="/desk/records/new/?sheet={back.code}"' not in page
    assert str(stage.agent) in page


def test_a_record_of_another_organisation_is_told_and_not_shown(stage: Commune) -> None:
    (sheet,) = print_sheets(stage.activity, sessions=[1], lines=15, by=stage.agent)
    elsewhere = received(stage, sheet_code=sheet.code)
    elsewhere.organisation = factories.user(Role.PARTNER_AGENT).organisation
    elsewhere.save()
    page = signed_in(stage.agent).get(f"/desk/activities/{stage.activity.pk}/").content.decode()
    assert "oui, par une autre organisation" in page
    assert str(elsewhere.pk) not in page


def test_codes_of_another_activity_are_not_printed_under_this_one(stage: Commune) -> None:
    other = factories.activity(programmes=[stage.programme], code="F-002", implementer=stage.agent.organisation)
    (sheet,) = print_sheets(other, sessions=[1], lines=15, by=stage.agent)
    client = signed_in(stage.agent)
    assert client.get(f"{address(stage)}fiches.pdf?code={sheet.code}").status_code == 404
    assert client.get(f"{address(stage)}fiches.pdf").status_code == 404
