"""What a programme is about and the organisations, on the desk: codes with their names, clear words where they fail."""

from typing import Any

import pytest

from tests import factories
from tests.web.desk_stage import signed_in
from toguna.rules.roles import Role
from toguna.store.organisations.models import Organisation

pytestmark = pytest.mark.django_db


def text(answer: Any) -> str:
    """The page with plain spaces."""
    return " ".join(answer.content.decode().replace("\xa0", " ").replace("\u202f", " ").split())


def sectors(*given: tuple[str, str]) -> dict[str, str]:
    """The boxes of the page with these sectors and their shares, as a browser sends them."""
    boxes = {}
    for number, (code, share) in enumerate(given, start=1):
        boxes |= {f"sector-{number}-vocabulary": "1", f"sector-{number}-code": code, f"sector-{number}-share": share}
    return boxes


def test_a_programme_is_classified_with_names_from_the_lists() -> None:
    programme, client = factories.programme(), signed_in(factories.user())
    address = f"/desk/framework/{programme.code}/classification/"
    assert "<option>15150 – " in client.get(address).content.decode()
    boxes = sectors(("15150 – Participation démocratique et société civile", "66,7"), ("15160", "33.3 %"), ("", ""))
    boxes |= {"tag-1-vocabulary": "2", "tag-1-code": "16", "tag-2-vocabulary": "3", "tag-2-code": "16.7"}
    boxes |= {"marker-1": "2", "marker-3": "", "identifier": "XM-TEST-1-PROG"}
    assert client.post(address, boxes).status_code == 302
    kept = {(row.kind, row.code): row for row in programme.classifications.all()}
    assert kept["sector", "15150"].share == 66_700
    assert kept["sector", "15150"].text["en"] == "Democratic participation and civil society"
    assert kept["tag", "16"].text["fr"] == "Paix, justice et institutions efficaces"
    assert kept["policy_marker", "1"].significance == "2"
    assert len(kept) == 5
    programme.refresh_from_db()
    assert programme.iati_identifier == "XM-TEST-1-PROG"
    again = client.get(address).content.decode()
    assert 'value="66,7"' in again
    assert '<option value="2" selected>' in again


@pytest.mark.parametrize(
    ("boxes", "told"),
    [
        (
            sectors(("15150", "60"), ("15160", "30")),
            "Les parts des secteurs font 90 % : il manque 10 % pour faire 100 %.",
        ),
        (sectors(("15150", "60"), ("15160", "")), "Donnez la part de chaque secteur"),
        (sectors(("1515", "100")), "Secteur, ligne 1 : « 1515 » n&#x27;est pas un code de secteur du CAD"),
        (sectors(("12264", "100")), "Écrivez aussi l&#x27;intitulé de « 12264 »"),
        (sectors(("15150", "beaucoup")), "« beaucoup » n&#x27;est pas une part"),
        ({"tag-1-vocabulary": "2", "tag-1-code": "18"}, "ils vont de 1 à 17"),
        ({"identifier": "sans/registre"}, "aucun des signes"),
    ],
)
def test_what_cannot_be_is_told_and_nothing_is_lost(boxes: dict[str, str], told: str) -> None:
    programme = factories.classification().programme
    answer = signed_in(factories.user()).post(f"/desk/framework/{programme.code}/classification/", boxes)
    assert answer.status_code == 422
    assert told in text(answer)
    assert [row.code for row in programme.classifications.all()] == ["15150"]
    typed = next(value for name, value in boxes.items() if name.endswith("code") or name == "identifier")
    assert f'value="{typed}"' in answer.content.decode()


def test_what_the_page_has_no_boxes_for_is_not_lost() -> None:
    scope = factories.classification(kind="humanitarian_scope", vocabulary="1-2", code="EP-2020-000012-MLI")
    address = f"/desk/framework/{scope.programme.code}/classification/"
    assert signed_in(factories.user()).post(address, sectors(("15150", ""))).status_code == 302
    kept = {row.kind for row in scope.programme.classifications.all()}
    assert kept == {"sector", "humanitarian_scope"}


def test_a_published_identifier_does_not_change() -> None:
    programme = factories.programme(iati_identifier="XM-TEST-1-OLD")
    factories.edition(of=programme)
    address = f"/desk/framework/{programme.code}/classification/"
    answer = signed_in(factories.user()).post(address, {"identifier": "XM-TEST-1-NEW"})
    assert "il ne change plus" in text(answer)
    programme.refresh_from_db()
    assert programme.iati_identifier == "XM-TEST-1-OLD"


def test_organisations_are_found_by_name_identifier_and_kind() -> None:
    factories.organisation(code="alpha", name={"fr": "Association Été"}, identifier="XM-DAC-999999")
    factories.organisation(code="beta", kind="ngo")
    client = signed_in(factories.user(Role.DONOR))
    assert "alpha" in text(client.get("/desk/organisations/?q=Été"))
    assert "beta" not in text(client.get("/desk/organisations/?q=999999"))
    rows = b"".join(client.get("/desk/organisations/organisations.csv?kind=ngo").streaming_content).decode()  # type: ignore[attr-defined]
    assert "beta" in rows
    assert "alpha" not in rows
    assert client.get("/desk/organisations/alpha/").status_code == 403


def test_an_organisation_is_changed_and_its_identifier_checked() -> None:
    changed = factories.organisation(code="alpha")
    factories.organisation(code="beta", identifier="XM-DAC-999999")
    client, address = signed_in(factories.user()), "/desk/organisations/alpha/"
    boxes = {"name_fr": "Nouveau nom", "kind": "ngo", "identifier": "XM-DAC-999999", "iati_type": "22"}
    assert "L&#x27;organisation beta a déjà cet identifiant" in text(client.post(address, boxes))
    assert "trait d&#x27;union" in text(client.post(address, boxes | {"identifier": "41146"}))
    assert client.post(address, boxes | {"identifier": "XM-DAC-999998"}).status_code == 302
    changed.refresh_from_db()
    assert (changed.name, changed.kind, changed.identifier) == ({"fr": "Nouveau nom"}, "ngo", "XM-DAC-999998")
    assert Organisation.objects.get(code="alpha").fictional, "what is invented stays so"
