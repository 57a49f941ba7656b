"""What everybody reads of a round that was given back: page, table, poster; and nothing of what was not."""

from dataclasses import replace
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from tests.flow.promises import promised, verify
from tests.flow.restituted import MODEL, Told, given_back, given_back_anew, scored
from toguna.flow.restitution import set_reply_beside, withdraw
from toguna.rules.instruments import Group, Indicator, Node
from toguna.store.activities.models import Activity
from toguna.store.places.models import Place
from toguna.store.scorecards.models import Restitution
from toguna.store.scorecards.queries import origin_prefix

pytestmark = pytest.mark.django_db

LIGHT = 50_000


def addresses(there: Told) -> dict[str, str]:
    """Every public address of the round."""
    of_round = [there.stage.place.pk, "CYC-1", 1]
    page = reverse("public:round-scores", args=of_round)
    return {
        "list": reverse("public:place-scores", args=[there.stage.place.pk]),
        "page": page,
        "table": f"{page}?format=csv",
        "poster": reverse("public:round-poster", args=[*of_round, "fr"]),
    }


def read(there: Told, name: str = "page", query: str = "") -> str:
    answer = Client().get(addresses(there)[name] + query)
    assert answer.status_code == 200
    return answer.content.decode("utf-8-sig")


def statuses(there: Told) -> set[int]:
    return {Client().get(address).status_code for address in addresses(there).values()}


def test_nothing_is_public_before_the_round_is_given_back() -> None:
    assert statuses(scored()) == {404}


def test_a_commune_reads_its_scores_its_disagreements_and_that_nobody_answered_yet() -> None:
    there, _made = given_back()
    shown = read(there)
    for words in (
        "Sanankoro-Ba : 55,0 sur 100, neutre",
        "Le plus bas : Équité (50,0). Le plus haut : Efficacité (60,0).",
        "70,0 points entre Femmes (20,0) et Élus (90,0)",
        "L'autorité n'a pas encore répondu",
        "Elles ne classent pas les communes",
        "Écrit pour un essai.",
        "devant 42 personnes",
        "première mesure",
        "Un groupe de moins de 5 personnes",
        "1 groupe, trop petit même réuni à d'autres, n'est pas montré",
        "Convenu pour 2.1",
    ):
        assert words in shown.replace("&#x27;", "'"), words
    assert "Personnes déplacées" not in shown
    assert there.stage.agent.name not in shown
    assert "<script" not in shown[shown.index("<main") : shown.index("</main>")]
    assert addresses(there)["page"] in read(there, "list")
    assert addresses(there)["list"] in Client().get(f"/places/{there.stage.place.pk}/").content.decode()


def test_the_authority_is_beside_the_scores_as_an_office() -> None:
    there, made = given_back()
    set_reply_beside(
        made, by=there.stage.agent, words="Le plan sera lu.\n\nSur la place.", office="La maire", on=date(2025, 5, 2)
    )
    shown = read(there)
    assert "<p>Le plan sera lu.</p>" in shown
    assert "La maire, " in shown
    assert "2 mai 2025" in shown
    assert "pas encore répondu" not in shown


def test_the_plan_of_the_cycle_is_there_once_it_is_verified_and_what_else_was_promised_is_not() -> None:
    there, _made = given_back()
    one = promised(there.stage)
    type(one).objects.filter(pk=one.pk).update(origin_key=f"{origin_prefix(there.cycle)}1")
    assert "Réparer le forage" not in read(there)
    verify(there.stage, one)
    verify(there.stage, promised(there.stage, what="Planter des arbres ailleurs"))
    shown = read(there)
    assert "Réparer le forage du marché" in shown
    assert "0 sur 1" in shown
    assert "Planter des arbres" not in shown


def test_withdrawn_it_is_found_nowhere() -> None:
    there, _made = given_back()
    assert statuses(there) == {200}
    withdraw(there.cycle, by=there.stage.officer, reason="Menaces")
    assert statuses(there) == {404}
    assert "/scores/" not in Client().get(f"/places/{there.stage.place.pk}/").content.decode()


@pytest.mark.parametrize("what", [Place, Activity])
def test_nor_where_its_place_or_its_activity_is_withdrawn(what: type[Place] | type[Activity]) -> None:
    there, _made = given_back()
    what.objects.update(withdrawn=True)
    assert statuses(there) == {404}


def test_the_name_of_a_withdrawn_organisation_is_on_no_page_and_no_poster() -> None:
    there, _made = given_back()
    name = there.stage.agent.organisation.name["fr"]
    assert name in read(there)
    type(there.stage.agent.organisation).objects.filter(pk=there.stage.agent.organisation_id).update(withdrawn=True)
    assert name not in read(there)


def test_a_reopened_round_says_that_there_was_an_earlier_account_and_why_it_changed() -> None:
    there, _first = given_back()
    before = read(there)
    given_back_anew(there)
    now = read(there)
    assert "Un premier compte rendu avait été donné" in now
    assert "Une note mal recopiée" in now
    earlier = read(there, query="?edition=1")
    assert "Ce compte rendu a été remplacé" in earlier
    assert "55,0 sur 100" in before
    assert "55,0 sur 100" in earlier
    assert Client().get(addresses(there)["page"] + "?edition=7").status_code == 404


def test_the_table_says_what_the_page_says() -> None:
    there, _made = given_back()
    lines = read(there, "table").splitlines()
    assert lines[0].startswith("code,critère ou indicateur,note sur 100,Femmes,Élus")
    assert "2.1,L'eau est à tous,50.0,20.0,90.0,oui,,," in lines[-1]


def test_a_poster_is_in_french_and_where_every_label_is_given_in_another_language_too() -> None:
    there, _made = given_back()
    address = addresses(there)["poster"]
    found = {spoken: Client().get(address.replace("-fr.pdf", f"-{spoken}.pdf")) for spoken in ("fr", "bm", "en")}
    assert [one.status_code for one in found.values()] == [200, 200, 404]
    assert found["fr"].content.startswith(b"%PDF")
    assert found["fr"].content == Client().get(address).content
    shown = read(there)
    assert "Affiche A3 en PDF (bamanankan)" in shown
    assert "poster-en.pdf" not in shown


def test_the_page_stays_light_with_sixty_indicators_and_eight_groups() -> None:
    criteria = tuple(Node(str(one), {"fr": f"Un critère au nom assez long, numéro {one}"}) for one in range(5))
    there = scored(replace(MODEL, nodes=criteria + MODEL.nodes[:0], indicators=tuple(
        replace(one, parent="1") for one in MODEL.indicators
    )))  # fmt: skip
    _there, made = given_back(there)
    account = made.content
    line = account["indicators"][0] | {"label": {"fr": "Un indicateur dont la question est plutôt longue à lire"}}
    group = account["groups"][0]
    given = {"by_group": [100, 200, 300, 400, 500, 600, 700, 850], "is_disputed": True, "note": "Convenu " * 8}
    account |= {
        "groups": [group | {"label": {"fr": f"Un groupe d'habitants {one}"}} for one in range(8)],
        "indicators": [line | given | {"code": str(one)} for one in range(60)],
        "criteria": [one | {"by_group": given["by_group"]} for one in account["criteria"]],
        "index": account["index"] | {"by_group": given["by_group"]},
        "lowest": ["0", "1", "2", "3", "4"],
    }
    Restitution.objects.filter(pk=made.pk).update(content=account)
    assert len(read(there).encode()) < LIGHT


def test_the_groups_of_a_longer_model_are_told_apart() -> None:
    longer = replace(
        MODEL,
        indicators=(*MODEL.indicators, Indicator("2.2", {"fr": "Ailleurs"}, "2")),
        groups=(*MODEL.groups, Group("youth", {"fr": "Jeunes"})),
        completeness=500,
    )
    there, made = given_back(scored(longer))
    assert made.content["indicators"][2]["score"] is None
    assert "noté à 50 %" in read(there).replace("\u202f", " ").replace("\xa0", " ")
