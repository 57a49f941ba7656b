"""Giving a round back on the desk: read first what everybody will read, then make it public; the authority's answer."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.flow.restituted import Told, given_back, met, scored, verified
from tests.web.desk_stage import signed_in
from toguna.flow.scoring import reopen
from toguna.store.scorecards.models import Restitution

pytestmark = pytest.mark.django_db

PAGE = "/desk/cycles/CYC-1/rounds/1/restitution/"


def read(client: Client) -> str:
    answer = client.get(PAGE)
    assert answer.status_code == 200
    return answer.content.decode().replace("&#x27;", "'")


@pytest.fixture
def ready() -> Told:
    """A verified round whose people have met."""
    there = scored()
    met(there)
    verified(there)
    return there


def test_what_keeps_a_round_from_being_public_is_said() -> None:
    there = scored()
    agent = signed_in(there.stage.agent)
    assert "Le tour n'est pas validé" in read(agent)
    assert "Rien à montrer pour l'instant" in read(agent)
    refused = agent.post(PAGE)
    assert refused.status_code == 422
    assert not Restitution.objects.exists()


def test_what_is_read_before_is_what_everybody_reads_after(ready: Told) -> None:
    agent = signed_in(ready.stage.agent)
    before = read(agent)
    for words in ("Ce que la commune lira", "Sanankoro-Ba : 55,0 sur 100, neutre", "Convenu pour 1.1"):
        assert words in before
    assert "Personnes déplacées" not in before
    assert agent.post(PAGE).status_code == 302
    public = Client().get(reverse("public:round-scores", args=[ready.stage.place.pk, "CYC-1", 1])).content.decode()
    tables = before.index("Qui a donné quelle note")
    for part in (before[before.index("<figure>") : tables], before[tables : before.index("</ul>", tables)]):
        assert part.removesuffix("<h2>").strip() in public.replace("&#x27;", "'")
    assert "Ce que la commune lit<" in read(agent)


def test_the_stage_of_the_meeting_leads_to_it(ready: Told) -> None:
    stage = signed_in(ready.stage.agent).get("/desk/cycles/CYC-1/stages/restitution/").content.decode()
    assert PAGE in stage


def test_who_reads_only_makes_nothing_public(ready: Told) -> None:
    officer = signed_in(ready.stage.officer)
    assert "Rendre public ce compte rendu" not in read(officer)
    assert officer.post(PAGE).status_code == 403
    assert not Restitution.objects.exists()


def test_a_reply_without_an_office_is_told_at_its_field() -> None:
    there, made = given_back()
    agent = signed_in(there.stage.agent)
    typed = {"words": "Nous réparons.", "office": "", "on": "2025-05-02"}
    refused = agent.post(f"{PAGE}reply/", typed)
    assert refused.status_code == 422
    assert "Dites quelle fonction répond" in refused.content.decode()
    assert "Nous réparons." in refused.content.decode(), "what was typed is not lost"
    assert agent.post(f"{PAGE}reply/", {**typed, "on": "le 2 mai"}).status_code == 422
    assert agent.post(f"{PAGE}reply/", typed | {"office": "La maire"}).status_code == 302
    made.refresh_from_db()
    assert (made.reply, made.reply_office) == ("Nous réparons.", "La maire")
    assert "Changer la réponse" in read(agent)


def test_a_second_account_asks_why() -> None:
    there, _made = given_back()
    agent = there.stage.agent
    reopen(there.again(), by=agent, reason="Une note mal recopiée")
    verified(there)
    client = signed_in(agent)
    assert "Ce qui a changé depuis le premier compte rendu" in read(client)
    refused = client.post(PAGE, {"reason": ""})
    assert refused.status_code == 422
    assert "Ce tour a déjà été restitué" in refused.content.decode()


def test_the_officer_takes_it_out_of_view_with_a_reason_and_brings_it_back() -> None:
    there, _made = given_back()
    officer = signed_in(there.stage.officer)
    public = reverse("public:round-scores", args=[there.stage.place.pk, "CYC-1", 1])
    assert officer.post(f"{PAGE}view/", {"reason": ""}).status_code == 422
    assert Client().get(public).status_code == 200
    assert officer.post(f"{PAGE}view/", {"reason": "Menaces"}).status_code == 302
    assert Client().get(public).status_code == 404
    assert "Montrer de nouveau" in read(officer)
    assert officer.post(f"{PAGE}view/", {"back": "1"}).status_code == 302
    assert Client().get(public).status_code == 200
