"""Quarantine, comments and filters on the desk."""

import pytest

from tests import factories
from tests.flow.sheets import Commune, commune
from tests.web.any_form import distributed, surveyed
from tests.web.desk_stage import received, signed_in, verified
from toguna.rules.roles import Role
from toguna.store.fieldwork.comments import add_comment
from toguna.store.fieldwork.models import Record
from toguna.store.journal.models import Entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage() -> Commune:
    return commune()


def away(client, record: Record, reason: str = "Elle nomme une victime") -> None:
    answer = client.post(
        f"/desk/records/{record.pk}/decide/", {"act": "quarantine", "revision": record.revision, "reason": reason}
    )
    assert answer.status_code == 302
    record.refresh_from_db()


def test_a_record_is_shut_away_found_again_and_let_out(stage: Commune) -> None:
    record = verified(stage)
    officer, agent = signed_in(stage.officer), signed_in(stage.agent)
    away(officer, record)
    address = f"/desk/records/{record.pk}/"
    assert address not in officer.get("/desk/records/").content.decode()
    assert "en quarantaine" in officer.get("/desk/records/").content.decode()
    assert address in officer.get("/desk/records/?state=quarantined").content.decode()
    assert "quarantaine" in officer.get(address).content.decode()
    assert agent.get(address).status_code == 404
    assert address not in agent.get("/desk/records/?state=quarantined").content.decode()
    assert address not in signed_in(stage.officer).get(f"/desk/activities/{record.activity_id}/").content.decode()
    answer = officer.post(
        f"{address}decide/", {"act": "release", "revision": record.revision, "reason": "C'était une erreur"}
    )
    assert answer.status_code == 302
    assert agent.get(address).status_code == 200
    record.refresh_from_db()
    assert record.state == "received"


def test_it_takes_a_reason_and_a_role(stage: Commune) -> None:
    record = received(stage)
    sent = {"act": "quarantine", "revision": record.revision}
    refused = signed_in(stage.officer).post(f"/desk/records/{record.pk}/decide/", sent)
    assert refused.status_code == 422
    for user in (stage.agent, factories.user(Role.DONOR)):
        forbidden = signed_in(user).post(f"/desk/records/{record.pk}/decide/", {**sent, "reason": "x"})
        assert forbidden.status_code == 403
        assert "quarantine" not in signed_in(user).get(f"/desk/records/{record.pk}/").content.decode()


def test_many_are_shut_away_after_a_look_and_the_list_comes_back_as_it_was(stage: Commune) -> None:
    first, second = received(stage, session=1), verified(stage, session=2)
    client = signed_in(stage.officer)
    sent = {
        "act": "quarantine",
        "record": [f"{record.pk}:{record.revision}" for record in (first, second)],
        "list": "organisation=x&sort=held",
    }
    preview = client.post("/desk/records/decide/", sent)
    assert "cesseront de compter" in preview.content.decode()
    unreasoned = client.post("/desk/records/decide/", {**sent, "confirm": "yes"})
    assert unreasoned.status_code == 422
    done = client.post("/desk/records/decide/", {**sent, "confirm": "yes", "reason": "Essai de formation"})
    assert done["Location"] == "/desk/records/?organisation=x&sort=held"
    assert Record.objects.filter(state="quarantined").count() == 2


def test_sender_and_reviewer_talk_on_the_record_and_each_finds_it_in_their_work(stage: Commune) -> None:
    record = received(stage)
    agent, coordinator = signed_in(stage.agent), signed_in(stage.coordinator)
    address = f"/desk/records/{record.pk}/comments/"
    assert coordinator.post(address, {"text": "Qui est à la ligne 2 ?"}).status_code == 302
    assert "on vous a écrit" in agent.get("/desk/").content.decode()
    listed = agent.get("/desk/records/?comments=unread").content.decode()
    assert f"/desk/records/{record.pk}/" in listed
    assert "Qui est à la ligne 2 ?" in agent.get(f"/desk/records/{record.pk}/").content.decode()
    assert "on vous a écrit" not in agent.get("/desk/").content.decode()
    agent.post(address, {"text": "Le maire <script>"})
    assert "on vous a écrit" in coordinator.get("/desk/").content.decode()
    body = coordinator.get(f"/desk/records/{record.pk}/").content.decode()
    assert "Le maire &lt;script&gt;" in body
    assert not Entry.objects.filter(detail__icontains="maire").exists()


def test_an_empty_message_is_told_and_a_donor_reads_and_writes_none(stage: Commune) -> None:
    record = received(stage)
    add_comment(record=record, by=stage.coordinator, text="Qui est Awa ?")
    address = f"/desk/records/{record.pk}/comments/"
    assert signed_in(stage.coordinator).post(address, {"text": "  "}).status_code == 422
    donor = signed_in(factories.user(Role.DONOR))
    assert donor.post(address, {"text": "Bonjour"}).status_code == 403
    assert "Qui est Awa" not in donor.get(f"/desk/records/{record.pk}/").content.decode()
    assert record.comments.count() == 1


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("form=distribution", ["distribution"]),
        ("form=hh_survey", ["hh_survey"]),
        ("place=sanankoro", ["distribution", "fiche_presence"]),
        ("place=R%C3%A9gion+fictive", ["distribution", "fiche_presence"]),
        ("place=ailleurs", []),
        ("sender=nobody", []),
        ("received_from=2000-01-01", ["distribution", "fiche_presence", "hh_survey"]),
        ("received_until=2000-01-01", []),
        ("comments=some", ["fiche_presence"]),
        ("comments=unread", ["fiche_presence"]),
        ("form=distribution&place=sanankoro&way_in=openrosa", ["distribution"]),
    ],
)
def test_the_list_of_all_forms_is_narrowed_in_its_address(stage: Commune, query: str, found: list[str]) -> None:
    sheet = received(stage)
    distributed(stage)
    surveyed(stage)
    add_comment(record=sheet, by=stage.agent, text="Faut-il compter les enfants ?")
    body = signed_in(stage.coordinator).get(f"/desk/records/?{query}").content.decode()
    shown = sorted(record.form_id for record in Record.objects.all() if f"/desk/records/{record.pk}/" in body)
    assert shown == found


def test_the_sender_filter_finds_by_a_part_of_the_name(stage: Commune) -> None:
    record = received(stage)
    part = stage.agent.name.split()[-1]
    body = signed_in(stage.coordinator).get(f"/desk/records/?sender={part}").content.decode()
    assert f"/desk/records/{record.pk}/" in body
