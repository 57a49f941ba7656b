"""The address of a reply and where replies are read: one use, plain text, as written, and nothing of who sent it."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests import factories
from tests.flow.editions import ONE_MAN, hold, release, stage
from tests.flow.sheets import Commune
from toguna.rules.replies import LONGEST, ReplyState
from toguna.store.journal.models import Entry
from toguna.store.places.models import Place
from toguna.store.publications.models import Edition, Reply, ReplyAddress
from toguna.store.publications.queries import content_of
from toguna.store.publications.replies import (
    bodies_named_in,
    decline_reply,
    hand_out_address,
    publish_reply,
    revoke_address,
)

pytestmark = pytest.mark.django_db

TEXT = "Le forum n'a réuni que vingt personnes.\n\n<b>Nous</b> en avons compté 20."
SENT = {"text": TEXT, "office": "La maire", "language": "fr"}


@pytest.fixture(autouse=True)
def _apart(settings: Any, tmp_path: Path) -> None:
    settings.EDITIONS = tmp_path
    cache.clear()


@pytest.fixture
def published() -> tuple[Commune, Edition]:
    there = stage()
    factories.participation(there.programme, there.agent.organisation)
    there.programme.territory.create(place=there.place)
    hold(there, unnamed=ONE_MAN)
    return there, release(there)


def handed_out(published: tuple[Commune, Edition], *, days: int = 5) -> tuple[ReplyAddress, str]:
    there, edition = published
    address, token = hand_out_address(
        by=there.officer, edition=edition, body=there.place, handed_to="Mairie",
        expires_at=timezone.now() + timedelta(days=days),
    )  # fmt: skip
    return address, reverse("public:reply", args=[token])


def test_a_reply_is_sent_once_kept_as_written_and_waits(client: Client, published: tuple[Commune, Edition]) -> None:
    address, url = handed_out(published)
    page = client.get(url).content.decode()
    assert "Sanankoro-Ba" in page
    assert "aucune personne" in page, "who writes is warned not to name anybody"
    answer = client.post(url, SENT, follow=True)
    assert "attend d&#x27;être lue" in answer.content.decode() or "attend d'être lue" in answer.content.decode()
    kept = Reply.objects.get()
    assert (kept.text, kept.office, kept.state, kept.address) == (TEXT, "La maire", ReplyState.WAITING, address)
    client.post(url, SENT | {"text": "Une autre"})
    assert Reply.objects.get().text == TEXT
    assert "Nous" not in client.get(reverse("public:replies", args=[published[0].programme.code, 1])).content.decode()


def test_a_published_reply_stands_wherever_its_body_is_read_and_changes_no_hash(
    client: Client, published: tuple[Commune, Edition]
) -> None:
    there, edition = published
    before = (content_of(edition), edition.sha256)
    _address, url = handed_out(published)
    client.post(url, SENT)
    publish_reply(by=there.officer, reply=Reply.objects.get())
    code = there.programme.code
    for address in (
        reverse("public:edition", args=[code, 1]),
        reverse("public:replies", args=[code, 1]),
        reverse("public:place", args=[there.place.pk]),
    ):
        said = client.get(address).content.decode()
        assert "que vingt personnes" in said, address
        assert "&lt;b&gt;Nous&lt;/b&gt;" in said, "plain text stays plain"
        assert "La maire" in said
    assert "répondu à cette édition" in client.get(reverse("public:programme", args=[code])).content.decode()
    assert "publiée telle quelle" in client.get(url).content.decode()
    kept = Edition.objects.get()
    assert (content_of(kept), kept.sha256) == before


def test_a_declined_reply_tells_its_author_why_and_nobody_else(
    client: Client, published: tuple[Commune, Edition]
) -> None:
    there, _edition = published
    _address, url = handed_out(published)
    client.post(url, SENT)
    decline_reply(by=there.officer, reply=Reply.objects.get(), reason="Elle accuse quelqu'un")
    assert "Elle accuse" in client.get(url).content.decode()
    listed = client.get(reverse("public:replies", args=[there.programme.code, 1])).content.decode()
    assert "Elle accuse" not in listed
    assert "vingt personnes" not in listed


def test_its_author_takes_a_reply_back_at_the_same_address(client: Client, published: tuple[Commune, Edition]) -> None:
    there, _edition = published
    _address, url = handed_out(published)
    client.post(url, SENT)
    publish_reply(by=there.officer, reply=Reply.objects.get())
    client.post(url, {"act": "take_back"})
    assert Reply.objects.get().state == ReplyState.TAKEN_BACK
    listed = client.get(reverse("public:replies", args=[there.programme.code, 1])).content.decode()
    assert "vingt personnes" not in listed
    client.post(url, {"act": "take_back"})
    assert Entry.objects.filter(action="reply.taken-back").count() == 1


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"text": "  "}, "Écrivez votre réponse"),
        ({"text": "x" * (LONGEST + 1)}, "3001 signes"),
        ({"text": "Appelez le 76 12 34 56 78"}, "numéro de téléphone"),
        ({"text": "Écrivez à quelqu.un@example.org"}, "adresse électronique"),
        ({"office": ""}, "en quelle fonction"),
        ({"office": "Mme Exemple Fictive"}, "nom d'une personne"),
        ({"language": "xx"}, "xx"),
    ],
)
def test_what_a_reply_may_not_hold_is_said_and_nothing_written_is_lost(
    client: Client, published: tuple[Commune, Edition], changed: dict[str, str], told: str
) -> None:
    _address, url = handed_out(published)
    answer = client.post(url, SENT | changed)
    said = answer.content.decode().replace("&#x27;", "'").replace("\u202f", "").replace("\xa0", " ")
    assert answer.status_code == 422
    assert told in said
    assert not Reply.objects.exists()
    assert (SENT | changed)["text"].strip()[:20] in said


def test_an_address_that_was_revoked_or_has_ended_opens_nothing(
    client: Client, published: tuple[Commune, Edition]
) -> None:
    address, url = handed_out(published)
    revoke_address(by=published[0].officer, address=address)
    _ended, late = handed_out(published, days=-1)
    for one in (url, late, reverse("public:reply", args=["nothing-like-it"])):
        assert client.get(one).status_code == 404
        assert client.post(one, SENT).status_code == 404
    assert not Reply.objects.exists()


def test_a_token_is_kept_only_as_a_hash_and_is_in_no_journal(published: tuple[Commune, Edition]) -> None:
    address, url = handed_out(published)
    token = url.strip("/").split("/")[-1]
    assert token not in str(ReplyAddress.objects.filter(pk=address.pk).values())
    assert token not in str(list(Entry.objects.values()))


def test_who_knocks_too_often_waits(client: Client, published: tuple[Commune, Edition]) -> None:
    _address, url = handed_out(published)
    wrong = reverse("public:reply", args=["guess"])
    assert {client.get(wrong).status_code for _number in range(40)} == {404}
    answer = client.get(url)
    assert answer.status_code == 429
    assert answer["Retry-After"] == "3600"


def test_the_address_is_kept_by_nobody_and_found_by_no_search_engine(
    client: Client, published: tuple[Commune, Edition]
) -> None:
    _address, url = handed_out(published)
    answer = client.get(url)
    assert "no-store" in answer["Cache-Control"]
    assert "noindex" in answer["X-Robots-Tag"]
    assert len(answer.content) < 50_000


def test_a_reply_of_a_body_that_is_withdrawn_goes_with_it(client: Client, published: tuple[Commune, Edition]) -> None:
    there, edition = published
    _address, url = handed_out(published)
    client.post(url, SENT)
    publish_reply(by=there.officer, reply=Reply.objects.get())
    Place.objects.filter(pk=there.place.pk).update(withdrawn=True)
    listed = client.get(reverse("public:replies", args=[there.programme.code, 1])).content.decode()
    assert "vingt personnes" not in listed
    assert there.place not in bodies_named_in(edition)


def test_the_page_of_replies_says_how_to_reply_before_there_is_one(
    client: Client, published: tuple[Commune, Edition]
) -> None:
    there, _edition = published
    lead = factories.organisation(name={"fr": "Chef de file fictif"})
    factories.participation(there.programme, lead, "accountable")
    said = client.get(reverse("public:replies", args=[there.programme.code, 1])).content.decode()
    assert "Pas encore de réponse" in said
    assert "Chef de file fictif" in said


def test_every_act_is_in_the_journal_without_a_word_of_the_reply(
    client: Client, published: tuple[Commune, Edition]
) -> None:
    there, _edition = published
    _address, url = handed_out(published)
    client.post(url, SENT)
    publish_reply(by=there.officer, reply=Reply.objects.get())
    entries = Entry.objects.filter(action__startswith="reply")
    assert [entry.action for entry in entries.order_by("pk")] == [
        "reply-address.handed-out", "reply.received", "reply.published",
    ]  # fmt: skip
    assert "vingt" not in str(list(entries.values()))
