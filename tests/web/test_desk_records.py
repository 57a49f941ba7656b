"""The inbox and a record's page: what is seen, by whom, and what a decision does."""

import uuid
from html.parser import HTMLParser

import pytest

from tests import factories
from tests.flow.sheets import Commune, commune, submission
from tests.web.desk_stage import checked, received, signed_in, verified
from toguna.flow.receive import receive_submission
from toguna.rules.attendance import Participant, Sex
from toguna.rules.roles import Role
from toguna.store.facts.models import Fact
from toguna.store.fieldwork.models import Record
from toguna.store.journal.models import Entry
from toguna.store.people.models import Mention

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage() -> Commune:
    return commune()


class Text(HTMLParser):
    """The words of a page without its markup."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def words_of(body: bytes) -> str:
    reader = Text()
    reader.feed(body.decode())
    return " ".join(" ".join(reader.words).split())


def test_the_inbox_shows_what_the_account_reaches_and_nothing_else(stage: Commune) -> None:
    mine = received(stage)
    elsewhere = factories.user(Role.PARTNER_COORDINATOR)
    assert f"/desk/records/{mine.pk}/" in signed_in(stage.coordinator).get("/desk/records/").content.decode()
    assert f"/desk/records/{mine.pk}/" not in signed_in(elsewhere).get("/desk/records/").content.decode()
    assert signed_in(elsewhere).get(f"/desk/records/{mine.pk}/").status_code == 404


@pytest.mark.parametrize(
    ("query", "sees"),
    [
        ("q=F-001", True),
        ("q=F-001+sanankoro", True),
        ("q=forum", False),
        ("state=received", True),
        ("state=verified", False),
        ("way_in=desk", True),
        ("way_in=openrosa", False),
        ("held_from=2025-03-03&held_until=2025-03-03", True),
        ("held_from=2025-03-04", False),
        ("findings=error", False),
        ("activity=f-001", True),
        ("waiting=me", True),
        ("waiting=match", False),
        ("state=no-such-state", True),
    ],
)
def test_a_filter_stands_in_the_address(stage: Commune, query: str, sees: bool) -> None:
    found = received(stage)
    page = signed_in(stage.coordinator).get(f"/desk/records/?{query}").content.decode()
    assert (f"/desk/records/{found.pk}/" in page) is sees


def test_the_csv_is_the_list_as_it_is_filtered_without_names(stage: Commune) -> None:
    received(stage, session=1)
    received(stage, session=2)
    client = signed_in(stage.coordinator)
    everything = b"".join(client.get("/desk/records/records.csv?sort=held").streaming_content).decode()
    assert everything.count("F-001") == 2
    assert "Awa" not in everything
    none = b"".join(client.get("/desk/records/records.csv?state=verified").streaming_content).decode()
    assert "F-001" not in none


def test_a_title_that_a_spreadsheet_would_run_is_made_harmless(stage: Commune) -> None:
    received(stage, activity_code=None, activity_title='=HYPERLINK("http://x.example")')
    body = b"".join(signed_in(stage.coordinator).get("/desk/records/records.csv").streaming_content).decode()
    assert "'=HYPERLINK" in body


def test_the_page_shows_the_sheet_and_leaves_a_line_in_the_journal(stage: Commune) -> None:
    found = received(stage)
    page = words_of(signed_in(stage.coordinator).get(f"/desk/records/{found.pk}/").content)
    assert "Awa Fictive" in page
    assert "14 places (2 avec nom, 12 sans nom)" in page.replace("\u202f", " ")
    read = Entry.objects.get(action="record.read")
    assert read.actor == stage.coordinator.pk
    assert read.subject == f"record:{found.pk}"
    assert "Awa" not in str(read.detail)


def test_a_donor_sees_the_sheet_without_names_and_leaves_no_line(stage: Commune) -> None:
    remark = "Awa Fictive est arrivée en retard"
    found = received(stage, remarks=remark)
    client = signed_in(factories.user(Role.DONOR))
    page = client.get(f"/desk/records/{found.pk}/").content.decode()
    assert "nom réservé" in page
    for telling in ("Awa", "Issa", remark, "Salle fictive</pre>"):
        assert telling not in page
    assert client.get(f"/desk/records/{found.pk}/original/1/").status_code == 403
    assert not Entry.objects.filter(action="record.read").exists()


def test_nobody_is_told_a_reason_that_may_hold_a_name_unless_they_see_names(stage: Commune) -> None:
    found = received(stage)
    signed_in(stage.coordinator).post(
        f"/desk/records/{found.pk}/decide/",
        {"act": "return", "revision": found.revision, "reason": "La signature d'Awa Fictive manque"},
    )
    assert "Awa" in signed_in(stage.agent).get(f"/desk/records/{found.pk}/").content.decode()
    assert "Awa" not in signed_in(factories.user(Role.DONOR)).get(f"/desk/records/{found.pk}/").content.decode()


def test_checking_then_verifying_makes_facts(stage: Commune) -> None:
    found = received(stage)
    answer = signed_in(stage.coordinator).post(
        f"/desk/records/{found.pk}/decide/", {"act": "check", "revision": found.revision}
    )
    assert answer.status_code == 302
    found.refresh_from_db()
    assert not Fact.objects.exists()
    signed_in(stage.officer).post(f"/desk/records/{found.pk}/decide/", {"act": "verify", "revision": found.revision})
    found.refresh_from_db()
    assert found.state == "verified"
    assert Fact.objects.filter(version__record=found).count() == 4


def test_the_second_clerk_is_told_kindly_who_did_what(stage: Commune) -> None:
    found = received(stage)
    second = factories.user(Role.PARTNER_COORDINATOR, organisation=stage.agent.organisation)
    seen = found.revision
    signed_in(stage.coordinator).post(f"/desk/records/{found.pk}/decide/", {"act": "check", "revision": seen})
    answer = signed_in(second).post(
        f"/desk/records/{found.pk}/decide/", {"act": "return", "revision": seen, "reason": "Il manque la date"}
    )
    assert answer.status_code == 409
    page = words_of(answer.content)
    assert f"{stage.coordinator.name} a contrôlé la fiche" in page
    assert "Il manque la date" in page
    found.refresh_from_db()
    assert found.state == "checked"


def test_returning_without_a_reason_says_what_to_do_and_changes_nothing(stage: Commune) -> None:
    found = received(stage)
    answer = signed_in(stage.coordinator).post(
        f"/desk/records/{found.pk}/decide/", {"act": "return", "revision": found.revision, "reason": "  "}
    )
    assert answer.status_code == 422
    assert "Écrivez le motif" in answer.content.decode()
    found.refresh_from_db()
    assert found.state == "received"


def test_whoever_entered_a_sheet_is_told_why_somebody_else_must_check_it(stage: Commune) -> None:
    coordinator = signed_in(stage.coordinator)
    found = received(Commune(**{**stage.__dict__, "agent": stage.coordinator}))
    page = coordinator.get(f"/desk/records/{found.pk}/").content.decode()
    assert "quelqu&#x27;un d&#x27;autre doit la contrôler" in page
    refused = coordinator.post(f"/desk/records/{found.pk}/decide/", {"act": "check", "revision": found.revision})
    assert refused.status_code == 422


def test_many_are_previewed_before_anything_happens(stage: Commune) -> None:
    able, unable = checked(stage, session=1), received(stage, session=2)
    client = signed_in(stage.officer)
    ticked = [f"{found.pk}:{found.revision}" for found in (able, unable)]
    preview = client.post("/desk/records/decide/", {"act": "verify", "record": ticked})
    assert preview.status_code == 200
    page = words_of(preview.content)
    assert "Rien n'est encore fait" in page
    assert "4 faits compteront" in page
    assert "1 fiche restera comme elle est" in page
    assert not Fact.objects.exists()
    done = client.post("/desk/records/decide/", {"act": "verify", "record": ticked[:1], "confirm": "yes"}, follow=True)
    assert "1 fiche vérifiée" in words_of(done.content)
    able.refresh_from_db()
    assert able.state == "verified"


def test_many_are_not_returned_without_a_reason(stage: Commune) -> None:
    found = received(stage)
    sent = {"act": "return", "record": f"{found.pk}:{found.revision}", "confirm": "yes", "reason": ""}
    answer = signed_in(stage.coordinator).post("/desk/records/decide/", sent)
    assert answer.status_code == 422
    found.refresh_from_db()
    assert found.state == "received"


def test_of_many_only_those_that_the_account_sees_are_touched(stage: Commune) -> None:
    found = received(stage)
    stranger = factories.user(Role.PARTNER_COORDINATOR)
    sent = {"act": "reject", "record": f"{found.pk}:{found.revision}", "confirm": "yes", "reason": "non"}
    signed_in(stranger).post("/desk/records/decide/", sent)
    found.refresh_from_db()
    assert found.state == "received"


def test_two_contents_of_one_instance_are_compared_and_one_is_chosen(stage: Commune) -> None:
    receive_submission(body=submission(), by=stage.agent)
    receipt = receive_submission(body=submission(venue="Une autre salle fictive"), by=stage.agent)
    found = Record.objects.get(pk=receipt.record.pk)
    client = signed_in(stage.coordinator)
    page = words_of(client.get(f"/desk/records/{found.pk}/").content)
    assert "De la version 1 à la version 2" in page
    assert "Salle fictive Une autre salle fictive" in page
    client.post(f"/desk/records/{found.pk}/settle/", {"revision": found.revision, "version": 2, "keep": "yes"})
    found.refresh_from_db()
    assert found.current_version is not None
    assert found.current_version.number == 2


def test_an_unplanned_sheet_is_matched_to_an_activity(stage: Commune) -> None:
    found = received(stage, activity_code=None, activity_title="Causerie fictive")
    client = signed_in(stage.coordinator)
    page = client.get(f"/desk/records/{found.pk}/match/?q=F-001").content.decode()
    assert str(stage.activity.pk) in page
    sent = {"revision": found.revision, "activity": str(stage.activity.pk)}
    assert client.post(f"/desk/records/{found.pk}/match/", sent).status_code == 302
    found.refresh_from_db()
    assert found.activity == stage.activity


@pytest.mark.parametrize("activity", ["", "not-a-uuid", str(uuid.UUID(int=7))])
def test_an_activity_that_is_not_there_cannot_be_matched(stage: Commune, activity: str) -> None:
    found = received(stage, activity_code=None, activity_title="Causerie fictive")
    sent = {"revision": found.revision, "activity": activity}
    assert signed_in(stage.coordinator).post(f"/desk/records/{found.pk}/match/", sent).status_code == 404


def test_a_verified_sheet_is_not_matched_anew(stage: Commune) -> None:
    found = verified(stage)
    assert signed_in(stage.officer).get(f"/desk/records/{found.pk}/match/").status_code == 403


def test_a_version_that_is_no_sheet_still_has_its_page(stage: Commune) -> None:
    found = factories.record(sender=stage.agent, body=b"not a sheet")
    page = signed_in(stage.coordinator).get(f"/desk/records/{found.pk}/")
    assert page.status_code == 200
    assert "n&#x27;a pas pu être lue" in page.content.decode()


def test_a_page_of_a_hundred_lines_weighs_less_than_the_limit(stage: Commune) -> None:
    people = tuple(
        Participant(line, name=f"Personne fictive {line}", sex=Sex.FEMALE, consent=True) for line in range(1, 101)
    )
    found = received(stage, participants=people)
    client = signed_in(stage.coordinator)
    for address in (f"/desk/records/{found.pk}/", "/desk/records/"):
        assert len(client.get(address).content) < 150_000


def test_a_sheet_that_looks_like_another_leads_to_it(stage: Commune) -> None:
    first, second = received(stage), received(stage, venue="La même séance, saisie une seconde fois")
    page = signed_in(stage.coordinator).get(f"/desk/records/{second.pk}/").content.decode()
    assert f'href="/desk/records/{first.pk}/"' in page


def test_only_the_data_protection_officer_is_given_the_numbers_to_erase_a_person(stage: Commune) -> None:
    found = verified(stage)
    mention = Mention.objects.filter(version=found.current_version).order_by("line").first()
    assert mention is not None
    address = f"/desk/records/{found.pk}/"
    protecting = factories.user(Role.DATA_PROTECTION_OFFICER)
    assert str(mention.pk) in signed_in(protecting).get(address).content.decode()
    assert str(mention.pk) not in signed_in(stage.officer).get(address).content.decode()
