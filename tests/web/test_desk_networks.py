"""Networks on the desk: who writes and who reads, ties on a grid or by workbook, a session, its pledges, handing in."""

import re
from typing import Any
from xml.etree import ElementTree

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests import factories
from tests.flow.networks import ACTORS, DAY, FIRST, SECOND, Water, water
from tests.web.desk_stage import signed_in
from toguna.collect.network_workbook import ActorRow, write_network
from toguna.flow.networks import pledges_of
from toguna.rules.networks import Tie
from toguna.rules.roles import Role
from toguna.store.fieldwork.models import Record
from toguna.store.journal.models import Entry
from toguna.store.networks.models import Network
from toguna.store.networks.queries import as_session, as_wave
from toguna.store.places.models import Place

pytestmark = pytest.mark.django_db
HOME = "/desk/networks/EAU/"
HEAVIEST_PAGE = 150_000


@pytest.fixture
def around() -> Water:
    return water()


def text(answer: Any) -> str:
    """The page's words with plain spaces."""
    plain = re.sub(r"<[^>]+>", " ", answer.content.decode())
    return " ".join(plain.replace("\xa0", " ").replace("\u202f", " ").replace("&#x27;", "'").split())


def posted(around: Water, address: str, **given: Any) -> Any:
    """What the agent is answered to a form."""
    return signed_in(around.there.agent).post(address, given)


def test_the_page_says_what_changed_and_among_how_many(around: Water) -> None:
    page = text(signed_in(around.there.officer).get(HOME))
    assert "6 liens sur 30 possibles : la densité est de 20 %" in page
    assert "Parmi les 6 acteurs des deux vagues : 3 liens nouveaux, aucun disparu." in page
    assert "La densité passe de 10 % à 20 % : 10 points de plus." in page
    assert "JEUNES" in page


def test_every_page_is_light_and_carries_the_mark_of_what_is_invented(around: Water) -> None:
    client = signed_in(around.there.agent)
    for address in (
        "/desk/networks/",
        HOME,
        f"{HOME}waves/2/",
        f"{HOME}waves/2/grid/",
        f"{HOME}sessions/1/",
        f"{HOME}sessions/1/presence/",
    ):
        answer = client.get(address)
        assert answer.status_code == 200
        assert len(answer.content) < HEAVIEST_PAGE, address
        assert "fictive" in text(answer)


def test_whoever_only_reads_is_offered_nothing_to_write(around: Water) -> None:
    for role in (Role.DONOR, Role.MEL_OFFICER, Role.DATA_PROTECTION_OFFICER):
        client = signed_in(factories.user(role))
        for address in (HOME, f"{HOME}waves/1/", f"{HOME}sessions/1/"):
            answer = client.get(address)
            assert answer.status_code == 200
            assert "/new/" not in answer.content.decode()
            assert "Remettre" not in text(answer)


def test_another_organisation_does_not_find_the_network(around: Water) -> None:
    stranger = signed_in(factories.user(Role.PARTNER_COORDINATOR))
    assert stranger.get(HOME).status_code == 404
    assert "EAU" not in text(stranger.get("/desk/networks/"))


def test_a_network_is_opened_in_a_programme_of_the_own_organisation(around: Water) -> None:
    factories.participation(around.there.programme, around.there.agent.organisation)
    answer = posted(
        around,
        "/desk/networks/new/",
        code="ECOLE",
        programme=str(around.there.programme.pk),
        title_fr="Réseau de l'école",
        issue_fr="Des enfants qui restent à l'école",
        place="Sanankoro-Ba",
        organisation=str(around.there.agent.organisation_id),
    )
    assert answer.status_code == 302
    made = Network.objects.get(code="ECOLE")
    assert (made.place, made.stage, made.fictional) == (around.there.place, "invest", True)
    assert Entry.objects.filter(action="network.added").count() == 2


def test_a_code_or_a_commune_that_cannot_be_is_told_beside_its_box(around: Water) -> None:
    factories.participation(around.there.programme, around.there.agent.organisation)
    answer = posted(
        around,
        "/desk/networks/new/",
        code="EAU",
        programme=str(around.there.programme.pk),
        title_fr="Encore",
        issue_fr="L'eau",
        place="Nulle part",
        organisation=str(around.there.agent.organisation_id),
    )
    assert answer.status_code == 422
    assert "Choisissez une commune de la liste." in text(answer)
    answer = posted(
        around,
        "/desk/networks/new/",
        code="EAU",
        programme=str(around.there.programme.pk),
        title_fr="Encore",
        issue_fr="L'eau",
        place=Place.objects.get(pk=around.there.place.pk).name,
        organisation=str(around.there.agent.organisation_id),
    )
    assert "Un autre réseau porte déjà ce code." in text(answer)


def test_an_actor_is_never_a_person(around: Water) -> None:
    answer = posted(around, f"{HOME}actors/new/", code="X", name="M. Exemple", sector="media")
    assert answer.status_code == 422
    assert not around.network.actors.filter(code="X").exists()
    assert posted(around, f"{HOME}actors/new/", code="X", name="Radio Exemple", sector="media").status_code == 302


def test_an_actor_in_a_wave_is_corrected_and_not_taken_away(around: Water) -> None:
    mayor = around.network.actors.get(code="MAIRIE")
    posted(around, f"{HOME}actors/{mayor.pk}/", drop="yes")
    assert around.network.actors.filter(pk=mayor.pk).exists()
    posted(around, f"{HOME}actors/new/", code="SEUL", name="Acteur seul", sector="media")
    alone = around.network.actors.get(code="SEUL")
    posted(around, f"{HOME}actors/{alone.pk}/", drop="yes")
    assert not around.network.actors.filter(code="SEUL").exists()


def test_a_grid_ticked_anew_keeps_strengths_and_other_kinds(around: Water) -> None:
    page = signed_in(around.there.agent).get(f"{HOME}waves/2/grid/").content.decode()
    assert page.count('name="tie"') == 30
    assert len(re.findall(r'name="tie"[^>]* checked', page)) == 5
    ticked = re.findall(r'value="([^"]+)" aria-label="[^"]+" checked', page)
    seen = re.search(r'name="seen" value="(\w+)"', page)
    assert seen is not None
    # One way of the tie between the women and the health association goes; the mayor's office names the women.
    now = [box for box in ticked if box != "ASACO|CAFO"] + ["MAIRIE|CAFO"]
    answer = posted(around, f"{HOME}waves/2/grid/", kind="works_with", seen=seen[1], tie=now)
    assert answer.status_code == 302
    assert set(as_wave(around.second).ties) == {
        *FIRST,
        Tie("CAFO", "MAIRIE", strength=2),
        Tie("CAFO", "ASACO"),
        Tie("MAIRIE", "CAFO"),
    }


def test_a_grid_sent_as_it_was_changes_nothing(around: Water) -> None:
    page = signed_in(around.there.agent).get(f"{HOME}waves/2/grid/").content.decode()
    ticked = re.findall(r'value="([^"]+)" aria-label="[^"]+" checked', page)
    seen = re.search(r'name="seen" value="(\w+)"', page)
    assert seen is not None
    posted(around, f"{HOME}waves/2/grid/", kind="works_with", seen=seen[1], tie=ticked)
    assert set(as_wave(around.second).ties) == set(SECOND)


def test_a_grid_that_somebody_else_changed_meanwhile_overwrites_nothing(around: Water) -> None:
    answer = posted(around, f"{HOME}waves/2/grid/", kind="works_with", seen="0" * 16, tie=[])
    assert answer.status_code == 409
    assert "Quelqu'un a changé les liens" in text(answer)
    assert set(as_wave(around.second).ties) == set(SECOND)


def test_strangers_and_oneself_ticked_on_a_made_up_grid_are_left_out(around: Water) -> None:
    page = signed_in(around.there.agent).get(f"{HOME}waves/2/grid/").content.decode()
    seen = re.search(r'name="seen" value="(\w+)"', page)
    assert seen is not None
    boxes = ["MAIRIE|MAIRIE", "MAIRIE|NOBODY", "", "MAIRIE"]
    posted(around, f"{HOME}waves/2/grid/", kind="works_with", seen=seen[1], tie=boxes)
    assert {str(tie.kind) for tie in as_wave(around.second).ties} == {"informs"}


def test_a_grid_of_very_many_actors_sends_to_the_workbook(around: Water) -> None:
    rows = [ActorRow(f"N{number}", f"Organisation {number}", "cso") for number in range(21)]
    upload = SimpleUploadedFile("r.xlsx", write_network(rows, []))
    preview = posted(around, f"{HOME}waves/2/load/", workbook=upload)
    mark = re.search(r'name="kept" value="([^"]+)"', preview.content.decode())
    assert mark is not None
    posted(around, f"{HOME}waves/2/load/", confirm="yes", kept=mark[1])
    page = text(signed_in(around.there.agent).get(f"{HOME}waves/2/grid/"))
    assert "Prenez le classeur" in page


def test_a_tie_written_again_is_the_same_tie_with_another_strength(around: Water) -> None:
    ends = {code: str(around.network.actors.get(code=code).pk) for code, _name, _sector in ACTORS}
    given = {"source": ends["MAIRIE"], "target": ends["HYDRAU"], "kind": "works_with", "strength": "1"}
    assert posted(around, f"{HOME}waves/1/tie/", **given).status_code == 302
    assert Tie("MAIRIE", "HYDRAU", strength=1) in as_wave(around.first).ties
    assert len(as_wave(around.first).ties) == 3
    itself = posted(around, f"{HOME}waves/1/tie/", **(given | {"target": ends["MAIRIE"]}))
    assert itself.status_code == 422
    assert "relié à lui-même" in text(itself)
    posted(around, f"{HOME}waves/1/tie/", drop="MAIRIE|HYDRAU|works_with")
    assert len(as_wave(around.first).ties) == 2


def test_a_workbook_says_what_it_changes_before_it_changes_anything(around: Water) -> None:
    rows = [ActorRow("ECOLE", "École du centre", "technical_service")]
    body = write_network(rows, [Tie("ECOLE", "MAIRIE", "informs")])
    preview = posted(around, f"{HOME}waves/1/load/", workbook=SimpleUploadedFile("r.xlsx", body))
    assert "nouveau : École du centre" in text(preview)
    assert around.network.actors.count() == 6
    mark = re.search(r'name="kept" value="([^"]+)"', preview.content.decode())
    assert mark is not None
    assert posted(around, f"{HOME}waves/1/load/", confirm="yes", kept=mark[1]).status_code == 302
    assert as_wave(around.first).ties == (Tie("ECOLE", "MAIRIE", "informs"),)


def test_a_workbook_with_errors_points_at_its_cells_and_offers_no_button(around: Water) -> None:
    body = write_network([ActorRow("ECOLE", "École du centre", "technical_service")], [Tie("ECOLE", "MAIRE")])
    preview = posted(around, f"{HOME}waves/1/load/", workbook=SimpleUploadedFile("r.xlsx", body))
    assert preview.status_code == 422
    assert "Liens!B2" in text(preview)
    assert "Vouliez-vous dire « MAIRIE » ?" in text(preview)
    assert 'name="confirm"' not in preview.content.decode()
    no_workbook = posted(around, f"{HOME}waves/1/load/", workbook=SimpleUploadedFile("r.xlsx", b"rien"))
    assert no_workbook.status_code == 422


def test_files_to_take_away_say_the_same_as_the_page(around: Water) -> None:
    client = signed_in(around.there.officer)
    ties = b"".join(client.get(f"{HOME}waves/2/ties.csv").streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    assert len(ties.splitlines()) == 6
    actors = b"".join(client.get(f"{HOME}actors.csv").streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    assert "Mairie de Sanankoro-Ba" in actors
    graph = ElementTree.fromstring(client.get(f"{HOME}waves/2/network.graphml").content)
    space = {"g": "http://graphml.graphdrawing.org/xmlns"}
    assert len(graph.findall(".//g:node", space)) == 6
    assert [edge.get("directed") for edge in graph.findall(".//g:edge", space)].count("false") == 1
    assert "fictive" in (graph.findtext("g:desc", namespaces=space) or "")
    assert client.get(f"{HOME}waves/2/workbook/").content[:2] == b"PK"


def test_a_session_is_written_then_who_was_there_half_day_by_half_day(around: Water) -> None:
    answer = posted(
        around,
        f"{HOME}sessions/new/",
        kind="retreat",
        title="Retraite fictive",
        starts_on="2025-04-01",
        ends_on="2025-04-02",
        place="Sanankoro-Ba",
        common_ground="L'eau d'abord\n\nL'eau d'abord\nLes pannes dites le jour même",
        goal="",
        disagreement="Le prix",
        minutes="",
    )
    assert answer.headers["Location"].endswith("/sessions/2/presence/")
    given = {"media-women": "2", "media-men": "1", "cbo-unknown": "30", "cso-women": ""}
    posted(around, f"{HOME}sessions/2/presence/?on=2025-04-02&half_day=afternoon", **given)
    posted(around, f"{HOME}sessions/2/presence/?on=2025-04-01&half_day=full_day", **{"media-women": "3"})
    told = as_session(around.network.sessions.get(number=2))
    assert sorted(one.people for one in told.presences) == [3, 3, 30]
    assert told.said("common_ground") == ("L'eau d'abord", "Les pannes dites le jour même")  # type: ignore[arg-type]
    assert sum(one.people for one in told.fullest) == 33
    page = text(signed_in(around.there.agent).get(f"{HOME}sessions/2/"))
    assert "Désaccords, laissés de côté Le prix" in page
    assert "33" in page


def test_a_number_of_people_that_is_none_is_told_and_nothing_typed_is_lost(around: Water) -> None:
    address = f"{HOME}sessions/1/presence/?on={DAY:%Y-%m-%d}&half_day=morning"
    answer = posted(around, address, **{"media-women": "deux", "cbo-men": "4"})
    assert answer.status_code == 422
    assert "« deux » n'est pas un nombre de personnes" in text(answer)
    assert 'name="cbo-men" value="4"' in answer.content.decode()
    assert len(as_session(around.session).presences) == 3


def test_one_sector_counted_for_the_day_and_the_morning_is_refused(around: Water) -> None:
    address = f"{HOME}sessions/1/presence/?on={DAY:%Y-%m-%d}&half_day=full_day"
    answer = posted(around, address, **{"elected_official-women": "2"})
    assert answer.status_code == 422
    assert "journée entière et pour une demi-journée" in text(answer)


def test_a_session_corrected_keeps_who_was_there(around: Water) -> None:
    given = {"kind": "community", "title": "Autre titre", "starts_on": f"{DAY:%Y-%m-%d}", "place": "Sanankoro-Ba"}
    assert posted(around, f"{HOME}sessions/1/change/", **given, goal="Un but").status_code == 302
    told = as_session(around.network.sessions.get(number=1))
    assert len(told.presences) == 3
    assert [one.text for one in told.statements] == ["Un but"]
    late = posted(around, f"{HOME}sessions/1/change/", **(given | {"starts_on": "2025-03-11"}))
    assert late.status_code == 422
    assert "hors de la séance" in text(late)


def test_a_pledge_is_written_into_the_register_and_shown_with_its_standing(around: Water) -> None:
    mayor = around.network.actors.get(code="MAIRIE")
    goal = around.session.statements.get(kind="goal")
    answer = posted(
        around,
        f"{HOME}sessions/1/pledges/new/",
        actor=str(mayor.pk),
        what="Réparer le forage",
        kind="action",
        due_on="2025-06-30",
        goal=str(goal.pk),
    )
    assert answer.status_code == 302
    assert pledges_of(around.session).get().answers == "Trois forages remis en marche"
    page = text(signed_in(around.there.officer).get(HOME))
    assert "Réparer le forage" in page
    assert "dépassée" in page
    refused = posted(
        around, f"{HOME}sessions/1/pledges/new/", actor=str(mayor.pk), what="Joindre le 76 12 34 56", kind="action"
    )
    assert refused.status_code == 422
    assert pledges_of(around.session).count() == 1


def test_a_wave_is_handed_in_and_says_when_it_changed_since(around: Water) -> None:
    client = signed_in(around.there.agent)
    assert "Remettre au suivi-évaluation" in text(client.get(f"{HOME}waves/1/"))
    answer = client.post(f"{HOME}waves/1/hand-in/")
    record = Record.objects.get()
    assert answer.headers["Location"] == f"/desk/records/{record.pk}/"
    page = client.get(f"/desk/records/{record.pk}/")
    assert page.status_code == 200
    assert "Réseau fictif de l'eau – vague 1" in text(page)
    assert "Remettre" not in text(client.get(f"{HOME}waves/1/"))
    client.post(f"{HOME}waves/1/tie/", {"drop": "MAIRIE|HYDRAU|works_with"})
    assert "Remettre les changements" in text(client.get(f"{HOME}waves/1/"))
    client.post(f"{HOME}waves/1/hand-in/", {"reason": "Un lien de trop"})
    assert record.versions.count() == 2


def test_a_session_is_handed_in_and_read_as_a_record(around: Water) -> None:
    client = signed_in(around.there.agent)
    client.post(f"{HOME}sessions/1/hand-in/")
    page = text(client.get(f"/desk/records/{Record.objects.get().pk}/"))
    assert "Séance fictive de Sanankoro-Ba" in page


def test_nothing_is_handed_in_without_an_activity_and_the_page_says_so(around: Water) -> None:
    around.network.activity = None
    around.network.save()
    answer = posted(around, f"{HOME}waves/1/hand-in/")
    assert answer.status_code == 422
    assert "rattaché à aucune activité" in text(answer)
    assert not Record.objects.exists()


def test_circles_and_the_action_log_name_organisations(around: Water) -> None:
    ends = [str(around.network.actors.get(code=code).pk) for code in ("MAIRIE", "RADIO")]
    posted(around, f"{HOME}circles/new/", name="Cercle des pannes", purpose="Réparer", members=ends)
    circle = around.network.circles.get()
    posted(
        around,
        f"{HOME}log/new/",
        on="2025-05-02",
        kind="assistance_requested",
        text="Le cercle demande un formateur",
        assistance="formation",
        circle=str(circle.pk),
        actors=ends,
    )
    page = text(signed_in(around.there.officer).get(HOME))
    assert "Cercle des pannes" in page
    assert "appui demandé · formation" in page
    assert "Mairie de Sanankoro-Ba, Radio du Fleuve" in page
    again = posted(around, f"{HOME}circles/new/", name="cercle des pannes", members=ends)
    assert again.status_code == 422


def test_the_stage_is_changed_and_told(around: Water) -> None:
    assert posted(around, f"{HOME}stage/", stage="common_agenda").status_code == 302
    page = signed_in(around.there.officer).get(HOME).content.decode()
    assert 'aria-current="step">Trouver un agenda commun' in page
    assert posted(around, f"{HOME}stage/", stage="nowhere").status_code == 422


def test_the_list_is_narrowed_by_words_and_stage(around: Water) -> None:
    client = signed_in(around.there.officer)
    assert "Réseau fictif de l'eau" in text(client.get("/desk/networks/?q=points+eau"))
    assert "Aucun réseau ne répond" in text(client.get("/desk/networks/?stage=measure"))
