"""The register of promises on the desk, as its staff use it."""

import csv
import io
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags

from tests import factories
from tests.flow.library_records import received
from tests.flow.library_records import stage as library_stage
from tests.flow.promises import promised, tell
from tests.flow.sheets import Commune, commune
from tests.samples import library
from tests.web.desk_stage import signed_in
from toguna.flow.verify import check_record, verify_record
from toguna.rules.commitments import OriginKind, Says, Side
from toguna.store.commitments.actions import Said, address_of, declare_by_address, hand_out_address
from toguna.store.commitments.models import Commitment, DeclarationAddress
from toguna.store.journal.models import Entry

pytestmark = pytest.mark.django_db

P, R = Side.PROMISER, Side.RECEIVER


@pytest.fixture
def there() -> Commune:
    made = commune()
    assert made.agent.organisation is not None
    factories.participation(made.programme, made.agent.organisation)
    return made


@pytest.fixture
def agent(there: Commune) -> Client:
    return signed_in(there.agent)


def boxes(there: Commune, **changes: str) -> dict[str, str]:
    typed = {
        "programme": there.programme.code,
        "what": "Réparer le forage",
        "office": "La maire",
        "receiver_office": "La population",
        "made_on": "2025-02-10",
        "due_on": "2025-06-30",
        "place": "Sanankoro-Ba",
        "activity": str(there.activity.pk),
        "origin_kind": "forum",
        "kind": "action",
        "cost": "1 850 000",
        "currency": "XOF",
        "funding": "own",
    }
    return typed | changes


def listed(client: Client, query: str = "") -> list[dict[str, str]]:
    answer = client.get(f"/desk/commitments/commitments.csv?{query}")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    return list(csv.DictReader(io.StringIO(text)))


def test_a_promise_is_written_down_and_handed_in(there: Commune, agent: Client) -> None:
    answer = agent.post("/desk/commitments/new/", boxes(there), follow=True)
    one = Commitment.objects.get()
    assert (one.code, one.cost, one.currency, one.place, one.record is not None) == (
        "ENG-0001", 1_850_000_00, "XOF", there.place, True,
    )  # fmt: skip
    assert "Réparer le forage" in answer.content.decode()


def test_a_name_a_number_and_a_day_before_the_promise_are_said_at_their_boxes(there: Commune, agent: Client) -> None:
    wrong = boxes(there, office="M. Exemple", what="Appeler le 76 12 34 56 78", due_on="2025-01-01")
    answer = agent.post("/desk/commitments/new/", wrong)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert 'href="#id_office"' in page
    assert 'href="#id_what"' in page
    assert 'href="#id_due_on"' in page
    assert not Commitment.objects.exists()


def test_a_promise_without_a_date_is_kept_and_says_so_kindly(there: Commune, agent: Client) -> None:
    agent.post("/desk/commitments/new/", boxes(there, due_on=""))
    one = Commitment.objects.get()
    page = agent.get(reverse("desk:commitment", args=[one.pk])).content.decode()
    assert "sans date" in page
    assert "en retard</span>" not in page
    assert [row["échéance"] for row in listed(agent, "late=undated")] == ["sans date"]
    assert listed(agent, "late=overdue") == []


def test_the_list_is_narrowed_by_its_address_and_the_csv_is_the_same_list(there: Commune, agent: Client) -> None:
    promised(there, what="Afficher les comptes", origin_kind=OriginKind.FORUM)
    kept = promised(there, what="Réparer le forage")
    tell(there, kept, P, Says.KEPT, date(2025, 6, 1))
    tell(there, kept, R, Says.KEPT, date(2025, 6, 2))
    promised(there, what="Ouvrir le samedi", due_on=timezone.localdate() + timedelta(days=5))
    assert len(listed(agent)) == 3
    for query, expected in {
        "q=comptes": ["ENG-0001"],
        "q=ENG-2": ["ENG-0002"],
        "state=kept": ["ENG-0002"],
        "late=overdue": ["ENG-0001"],
        "late=soon": ["ENG-0003"],
        "origin=forum": ["ENG-0001"],
        f"place={there.place.pk}&sort=-code": ["ENG-0003", "ENG-0002", "ENG-0001"],
    }.items():
        assert [row["code"] for row in listed(agent, query)] == expected, query
    page = agent.get("/desk/commitments/").content.decode()
    assert "1 sur 2" in page


def test_each_side_is_heard_with_its_files_and_both_are_shown(
    there: Commune, agent: Client, settings: Any, tmp_path: Path
) -> None:
    settings.ATTACHMENTS = tmp_path
    one = promised(there)
    photo = SimpleUploadedFile("pompe.png", b"\x89PNG\r\n\x1a\n" + b"0" * 40, "image/png")
    said = {"says": "kept", "said_on": "2025-06-01", "office": "La maire", "evidence": "La pompe est changée."}
    agent.post(reverse("desk:commitment-declare", args=[one.pk, "promiser"]), {**said, "files": photo})
    contested = {"says": "not_kept", "said_on": "2025-06-05", "office": "Le comité", "evidence": "L'eau s'arrête."}
    agent.post(reverse("desk:commitment-declare", args=[one.pk, "receiver"]), contested)
    one.refresh_from_db()
    assert one.state == "disputed"
    page = agent.get(reverse("desk:commitment", args=[one.pk])).content.decode()
    for words in ("La pompe est changée.", "L&#x27;eau s&#x27;arrête.", "pompe.png", "contesté"):
        assert words in page
    file = one.declarations.get(side="promiser").files.get()
    shown = agent.get(reverse("desk:commitment-file", args=[file.pk]))
    assert shown["Content-Type"] == "image/png"
    assert "sandbox" in shown["Content-Security-Policy"]
    noted = Entry.objects.get(action="commitment.file-read")
    assert (noted.actor, noted.subject, noted.detail) == (
        there.agent.pk,
        f"commitment:{one.pk}",
        {"file": str(file.pk)},
    )
    assert "pièce d&#x27;un engagement ouverte" in agent.get(reverse("desk:commitment", args=[one.pk])).content.decode()
    shown.close()


def test_a_cost_below_zero_is_said_at_its_box(there: Commune, agent: Client) -> None:
    answer = agent.post("/desk/commitments/new/", boxes(there, cost="-5 000"))
    assert answer.status_code == 422
    assert 'href="#id_cost"' in answer.content.decode()
    assert not Commitment.objects.exists()


def test_a_declaration_of_tomorrow_or_with_too_many_files_is_refused(there: Commune, agent: Client) -> None:
    one = promised(there)
    url = reverse("desk:commitment-declare", args=[one.pk, "promiser"])
    tomorrow = timezone.localdate() + timedelta(days=1)
    assert agent.post(url, {"says": "kept", "said_on": str(tomorrow), "office": "La maire"}).status_code == 422
    files = [SimpleUploadedFile(f"{number}.txt", b"x") for number in range(6)]
    answer = agent.post(url, {"says": "kept", "said_on": "2025-06-01", "office": "La maire", "files": files})
    assert answer.status_code == 422
    assert "Au plus 5 fichiers" in answer.content.decode()
    assert agent.get(reverse("desk:commitment-declare", args=[one.pk, "neither"])).status_code == 404


def test_after_a_side_has_spoken_a_change_asks_why(there: Commune, agent: Client) -> None:
    agent.post("/desk/commitments/new/", boxes(there))
    one = Commitment.objects.get()
    tell(there, one, P, Says.DELAYED, date(2025, 6, 1))
    url = reverse("desk:commitment-change", args=[one.pk])
    assert agent.post(url, boxes(there, due_on="2025-12-31")).status_code == 422
    assert agent.post(url, boxes(there, due_on="2025-12-31", reason="Pompe en commande")).status_code == 302
    page = agent.get(reverse("desk:commitment", args=[one.pk])).content.decode()
    assert "Pompe en commande" in page
    read = strip_tags(page)
    assert "30 juin 2025 → 31 décembre 2025" in read
    assert "d'abord le 30 juin 2025" in read


def test_an_address_is_shown_once_and_what_comes_by_it_is_read_before_it_counts(there: Commune, agent: Client) -> None:
    one = promised(there)
    asked = {"side": "promiser", "handed_to": "Secrétariat de la mairie", "days": "30"}
    answer = agent.post(reverse("desk:commitment-address", args=[one.pk]), asked)
    assert "/commitments/answer/" in answer.content.decode()
    assert DeclarationAddress.objects.get().handed_to == "Secrétariat de la mairie"
    ends = timezone.now() + timedelta(days=3)
    _made, token = hand_out_address(by=there.agent, commitment=one, side=P, handed_to="Mairie", expires_at=ends)
    waiting = declare_by_address(address=address_of(token), said=Said(P, Says.KEPT, date(2025, 6, 1), "La maire"))
    assert "s'est exprimé par une adresse" in agent.get("/desk/commitments/").content.decode()
    agent.post(reverse("desk:commitment-decide", args=[waiting.pk]), {"act": "decline", "reason": ""})
    waiting.refresh_from_db()
    assert waiting.declined_reason == ""
    agent.post(reverse("desk:commitment-decide", args=[waiting.pk]), {"act": "take"})
    one.refresh_from_db()
    assert one.state == "declared_kept"


def test_reminders_show_who_would_be_written_to_before_anything_leaves(there: Commune, agent: Client) -> None:
    one = promised(there)
    page = agent.post("/desk/commitments/remind/", {"commitment": [str(one.pk), "nonsense"]}).content.decode()
    assert "une fonction fictive n&#x27;a pas de boîte aux lettres" in page
    assert "Aucune lettre ne partira" in page
    assert agent.post("/desk/commitments/remind/", {"commitment": []}).status_code == 302


def test_the_pages_stay_light_with_a_hundred_promises(there: Commune, agent: Client) -> None:
    Commitment.objects.bulk_create(
        Commitment(
            programme=there.programme, organisation_id=there.agent.organisation_id, number=number,
            what="Une promesse " * 8,
            office="La maire", made_on=date(2025, 2, 1), due_on=date(2025, 6, 1), origin_kind="forum", fictional=True,
        )
        for number in range(1, 101)
    )  # fmt: skip
    answer = agent.get("/desk/commitments/")
    assert len(answer.content) < 150_000
    assert "100 engagements" in answer.content.decode()


def test_a_verified_forum_offers_its_resolutions_on_its_page_and_in_the_register() -> None:
    there = library_stage()
    record = received(there, "forum_dialogue", library.FORUM)
    record = check_record(record, by=there.coordinator, revision=record.revision)
    verify_record(record, by=there.officer, revision=record.revision)
    agent, url = signed_in(there.agent), reverse("desk:record", args=[record.pk])
    assert "Reprendre 2 résolutions" in agent.get(url).content.decode()
    assert "Reprendre 2 résolutions" not in signed_in(there.officer).get(url).content.decode()
    assert "2 résolutions de forums à reprendre" in agent.get("/desk/commitments/").content.decode()
    agent.post(reverse("desk:commitments-from-forum", args=[record.pk]))
    assert [one.origin_kind for one in Commitment.objects.all()] == ["forum", "forum"]
    assert "Reprendre 2 résolutions" not in agent.get(url).content.decode()
