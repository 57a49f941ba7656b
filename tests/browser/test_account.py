"""The officer's afternoon in a real browser: chase, close, approve, freeze, take the pack away; then a late sheet."""

import io
import zipfile
from collections.abc import Callable
from datetime import date

import pytest
from playwright.sync_api import Page, expect

from tests import factories
from tests.browser.conftest import PHONE
from tests.flow.editions import hold, stage
from tests.flow.sheets import Commune
from tests.web.desk_stage import received
from toguna.flow.compute import compute_programme
from toguna.rules.roles import Role
from toguna.store.publications.models import Edition

SignIn = Callable[..., Page]
Judge = Callable[[Page], None]

SEATS = {"count": "seats", "periods": ["life", "quarter"], "dimensions": ["sex"]}


@pytest.fixture
def there() -> Commune:
    made = stage(SEATS=SEATS)
    factories.participation(made.programme, made.agent.organisation)
    made.activity.starts_on = made.activity.ends_on = date(2025, 3, 3)
    made.activity.sessions = 3
    made.activity.save()
    hold(made, 1)
    received(made, session=2, held_on=date(2025, 3, 9))
    compute_programme(made.programme, by=made.officer)
    return made


def test_a_quarter_is_closed_in_an_afternoon_and_a_late_sheet_is_restated(
    there: Commune, signed_in: SignIn, assert_accessible: Judge
) -> None:
    code = there.programme.code
    desk = signed_in(user=there.officer)
    desk.goto(f"/desk/periods/?programme={code}")
    assert_accessible(desk)
    desk.get_by_role("link", name="T1 2025").click()
    expect(desk.get_by_role("heading", name="Dues et pas arrivées")).to_be_visible()
    expect(desk.get_by_role("link", name="F-001, séance 2")).to_be_visible()
    assert_accessible(desk)
    desk.get_by_role("button", name="Envoyer un rappel").click()
    expect(desk.get_by_text("Appelez plutôt").or_(desk.get_by_text("lettre est partie"))).to_be_visible()
    desk.get_by_role("button", name="Clôturer", exact=True).click()
    expect(desk.get_by_role("alert")).to_contain_text("Quelque chose manque encore")
    desk.get_by_label("Clôturer bien que").check()
    desk.get_by_label("Note pour ceux qui reliront").fill("La troisième séance suivra.")
    desk.get_by_role("button", name="Clôturer", exact=True).click()
    expect(desk.get_by_text("La période est clôturée.")).to_be_visible()
    expect(desk.get_by_text("vous avez saisi ou vérifié une de ses fiches")).to_be_visible()
    assert_accessible(desk)

    second = signed_in(user=factories.user(Role.MEL_OFFICER, name="Seconde Fictive"), viewport=PHONE)
    second.goto(f"/desk/periods/{code}/2025-Q1/")
    second.get_by_role("checkbox", name="Choisir SEATS").check()
    second.get_by_role("button", name="Approuver les valeurs cochées").click()
    expect(second.get_by_text("1 valeur est approuvée.")).to_be_visible()
    assert_accessible(second)

    desk.goto(f"/desk/editions/{code}/next/")
    if desk.get_by_label("Publier sans ces ventilations").count():
        desk.get_by_label("Publier sans ces ventilations").check()
    assert_accessible(desk)
    desk.get_by_role("button", name="Publier l'édition 1").click()
    expect(desk.get_by_text("est publiée. Elle ne changera plus.")).to_be_visible()
    desk.goto(f"/desk/periods/{code}/2025-Q1/")
    desk.get_by_role("link", name="Emporter le paquet du trimestre").click()
    with desk.expect_download() as taken:
        desk.get_by_role("link", name="Emporter le paquet du trimestre").click()
    with zipfile.ZipFile(io.BytesIO(taken.value.path().read_bytes())) as pack:
        assert pack.testzip() is None
        assert len(pack.namelist()) > 4

    hold(there, 2, session=3, held_on=date(2025, 3, 20))
    compute_programme(there.programme, by=there.officer)
    second.goto(f"/desk/periods/{code}/2025-Q1/")
    second.get_by_role("link", name="vérification n° 2").click()
    expect(second.get_by_text("Rien n'a bougé.")).to_be_visible()
    expect(second.get_by_text("+14").first).to_be_visible()
    assert_accessible(second)
    second.get_by_label("Motif").fill("La fiche était restée à la mairie.")
    second.get_by_role("button", name="La compter dans la période").click()
    expect(second.get_by_text("La fiche comptera dans la période clôturée.")).to_be_visible()

    desk.goto(f"/desk/editions/{code}/next/")
    expect(desk.get_by_text("une fiche tardive comptée")).to_be_visible()
    if desk.get_by_label("Publier sans ces ventilations").count():
        desk.get_by_label("Publier sans ces ventilations").check()
    desk.get_by_role("button", name="Publier l'édition 2").click()
    expect(desk.get_by_text("est publiée. Elle ne changera plus.")).to_be_visible()
    assert Edition.objects.count() == 2
    desk.goto(f"/editions/{code}/2/")
    expect(desk.get_by_text("La fiche était restée à la mairie.")).to_be_visible()
    assert_accessible(desk)
