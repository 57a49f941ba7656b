"""The reference sheet of an indicator on the desk: read, changed with a log, taken away as a PDF."""

from datetime import date

import pytest
from django.utils import timezone

from tests import factories
from tests.publish.pdf_words import words_of
from tests.web.desk_stage import signed_in
from tests.web.paperwork_stage import Paperwork, paperwork
from toguna.rules.roles import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def work() -> Paperwork:
    return paperwork(sheets=1)


def boxes(**changes: str) -> dict[str, str]:
    return {
        "collection_started_on": "2025-01-06",
        "ppr_years": "2025",
        "data_source": "Fiches de présence signées",
        "data_source_en": "Signed attendance sheets",
        "responsible_office": "Le suivi-évaluation",
    } | changes


def test_the_sheet_says_what_is_counted_and_what_is_missing(work: Paperwork) -> None:
    page = signed_in(work.there.officer).get(f"/desk/indicators/{work.indicator.pk}/sheet/").content.decode()
    assert "Nombre de présences" in page
    assert "Il manque" in page
    assert "Fiche jamais mise à jour" not in page
    assert "trois mois après le début de la collecte, que personne n'a encore dit" in page.replace("&#x27;", "'")


def test_a_sheet_that_is_not_complete_three_months_after_collection_began_is_late(work: Paperwork) -> None:
    client = signed_in(work.there.officer)
    address = f"/desk/indicators/{work.indicator.pk}/sheet/"
    answer = client.post(f"{address}change/", boxes())
    assert answer.status_code == 302
    page = client.get(address).content.decode()
    assert "Elle devait être complète le" in page
    assert "6 avril 2025" in page
    client.post(f"{address}change/", boxes(collection_started_on=timezone.localdate().isoformat()))
    assert "Elle doit être complète le" in client.get(address).content.decode()


def test_what_was_changed_stands_in_the_log_with_the_office_and_without_a_name(work: Paperwork) -> None:
    client = signed_in(work.there.officer)
    address = f"/desk/indicators/{work.indicator.pk}/sheet/"
    client.post(f"{address}change/", boxes())
    client.post(f"{address}change/", boxes(data_source="Listes d'émargement"))
    page = client.get(address).content.decode().replace("&#x27;", "'")
    log = page[page.index("Modifications") :]
    assert "Fiches de présence signées" in log
    assert "Listes d'émargement" in log
    assert work.there.officer.organisation.name["fr"] in log
    assert work.there.officer.name not in log


def test_nothing_changed_is_said_and_leaves_no_line(work: Paperwork) -> None:
    client = signed_in(work.there.officer)
    address = f"/desk/indicators/{work.indicator.pk}/sheet/change/"
    client.post(address, boxes(analysis="Par trimestre,\npar sexe"))
    before = work.indicator.sheet_changes.count()
    page = (
        client.post(address, boxes(analysis="Par trimestre,\r\npar sexe"), follow=True)
        .content.decode()
        .replace("&#x27;", "'")
    )
    assert "Rien n'a changé" in page
    assert work.indicator.sheet_changes.count() == before


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"ppr_years": "l'an dernier"}, "n'est pas une année"),
        ({"responsible_office": "Mme Exemple"}, "le nom d'une personne"),
        ({"analysis_en": "Compared by quarter"}, "d'abord en français"),
    ],
)
def test_what_cannot_be_kept_is_said_and_the_rest_stays_typed(
    work: Paperwork, changes: dict[str, str], said: str
) -> None:
    answer = signed_in(work.there.officer).post(f"/desk/indicators/{work.indicator.pk}/sheet/change/", boxes(**changes))
    page = answer.content.decode().replace("&#x27;", "'")
    assert answer.status_code == 422
    assert said in page
    assert "Fiches de présence signées" in page
    assert work.indicator.sheet_changes.count() == 0


def test_the_pdf_says_what_the_page_says(work: Paperwork) -> None:
    client = signed_in(work.there.officer)
    client.post(f"/desk/indicators/{work.indicator.pk}/sheet/change/", boxes())
    answer = client.get(f"/desk/indicators/{work.indicator.pk}/sheet/sheet.pdf")
    assert answer["Content-Type"] == "application/pdf"
    words = " ".join(words_of(answer.content).split())
    assert "Fiches de présence signées" in words
    assert "Nombre de présences" in words
    assert client.get(f"/desk/indicators/{work.indicator.pk}/sheet/sheet.pdf").content == answer.content


def test_the_list_of_sheets_says_how_many_are_complete(work: Paperwork) -> None:
    page = signed_in(work.there.officer).get(f"/desk/indicators/sheets/{work.there.programme.code}/").content.decode()
    assert "0 complète sur 1" in page


def test_a_donor_reads_the_sheet_and_changes_nothing(work: Paperwork) -> None:
    client = signed_in(factories.user(Role.DONOR))
    address = f"/desk/indicators/{work.indicator.pk}/sheet/"
    assert client.get(address).status_code == 200
    assert client.post(f"{address}change/", boxes()).status_code == 403
    assert date(2025, 1, 6).isoformat() not in client.get(address).content.decode()
