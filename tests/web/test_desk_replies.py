"""Replies and withdrawals on the desk: handing an address out, copying a letter, deciding; what a withdrawal closes."""

import re
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
from tests.web.desk_stage import signed_in
from toguna.rules.roles import Role
from toguna.store.organisations.models import Organisation
from toguna.store.places.models import Place
from toguna.store.publications.models import Edition, Reply, ReplyAddress, Withdrawal

pytestmark = pytest.mark.django_db
TEXT = "Nous n'avons pas été invités."


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


def letter(there: Commune, **changed: str) -> dict[str, str]:
    today = timezone.localdate().isoformat()
    given = {"body": f"place:{there.place.pk}", "way": "letter", "written_on": today, "office": "La maire"}
    return given | {"language": "fr", "text": TEXT} | changed


def said(answer: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).replace("&#x27;", "'").split())


def test_an_address_is_shown_once_and_opens_the_form(published: tuple[Commune, Edition]) -> None:
    there, edition = published
    client = signed_in(there.officer)
    new = reverse("desk:reply-address-new") + f"?edition={edition.pk}"
    assert "Sanankoro-Ba" in said(client.get(new))
    answer = client.post(new, {"body": f"place:{there.place.pk}", "handed_to": "Secrétariat", "days": "30"})
    found = re.search(r"http://testserver(/reply/[\w-]+/)", answer.content.decode())
    assert found is not None
    assert Client().get(found[1]).status_code == 200
    assert found[1] not in client.get(reverse("desk:replies")).content.decode()
    client.post(reverse("desk:reply-address-revoke", args=[ReplyAddress.objects.get().pk]))
    assert Client().get(found[1]).status_code == 404


def test_an_address_is_handed_to_an_office_and_only_for_a_body_that_the_edition_names(
    published: tuple[Commune, Edition],
) -> None:
    there, edition = published
    client, elsewhere = signed_in(there.officer), factories.place()
    new = reverse("desk:reply-address-new") + f"?edition={edition.pk}"
    good = {"body": f"place:{there.place.pk}", "handed_to": "Secrétariat", "days": "30"}
    for changed in ({"body": f"place:{elsewhere.pk}"}, {"handed_to": "M. Exemple"}, {"days": "0"}, {"days": "9999"}):
        assert client.post(new, good | changed).status_code == 422, changed
    assert not ReplyAddress.objects.exists()
    assert client.get(reverse("desk:reply-address-new")).status_code == 404


def test_a_letter_is_copied_by_one_and_published_by_another(published: tuple[Commune, Edition]) -> None:
    there, edition = published
    client, other = signed_in(there.officer), signed_in(factories.user())
    client.post(reverse("desk:reply-new") + f"?edition={edition.pk}", letter(there))
    kept = Reply.objects.get()
    page = reverse("desk:reply", args=[kept.pk])
    refused = client.post(page, {"act": "publish"})
    assert refused.status_code == 403
    assert "quelqu'un d'autre décide" in said(refused)
    assert other.post(page, {"act": "publish"}).status_code == 302
    kept.refresh_from_db()
    assert (kept.state, kept.text, kept.way_in) == ("published", TEXT, "letter")
    public = said(Client().get(reverse("public:replies", args=[there.programme.code, 1])))
    assert TEXT in public
    assert "Recopiée d'une lettre" in public


def test_a_reply_that_waits_is_on_my_work_until_it_is_decided(published: tuple[Commune, Edition]) -> None:
    there, edition = published
    client, other = signed_in(there.officer), signed_in(factories.user())
    client.post(reverse("desk:reply-new") + f"?edition={edition.pk}", letter(there))
    pile = "Réponses à des éditions"
    assert pile in said(other.get(reverse("desk:work")))
    assert pile not in said(client.get(reverse("desk:work"))), "not for whoever copied it"
    page = reverse("desk:reply", args=[Reply.objects.get().pk])
    assert other.post(page, {"act": "decline"}).status_code == 422, "a reason is owed"
    other.post(page, {"act": "decline", "reason": "Elle nomme une personne"})
    assert pile not in said(other.get(reverse("desk:work")))
    again = other.post(page, {"act": "publish"})
    assert again.status_code == 409, "declined is declined"
    assert Reply.objects.get().reason == "Elle nomme une personne"


def test_nobody_edits_a_reply(published: tuple[Commune, Edition]) -> None:
    there, edition = published
    signed_in(there.officer).post(reverse("desk:reply-new") + f"?edition={edition.pk}", letter(there))
    kept = Reply.objects.get()
    other = signed_in(factories.user())
    other.post(reverse("desk:reply", args=[kept.pk]), {"act": "publish", "text": "Tout va bien.", "office": "x"})
    kept.refresh_from_db()
    assert (kept.text, kept.office) == (TEXT, "La maire")


def test_a_published_reply_is_taken_back_when_its_author_asks_another_way(published: tuple[Commune, Edition]) -> None:
    there, edition = published
    signed_in(there.officer).post(reverse("desk:reply-new") + f"?edition={edition.pk}", letter(there))
    page, other = reverse("desk:reply", args=[Reply.objects.get().pk]), signed_in(factories.user())
    other.post(page, {"act": "publish"})
    assert other.post(page, {"act": "take_back"}).status_code == 302
    assert Reply.objects.get().state == "taken_back"


def test_a_letter_of_tomorrow_is_refused(published: tuple[Commune, Edition]) -> None:
    there, edition = published
    tomorrow = (timezone.localdate() + timedelta(days=1)).isoformat()
    answer = signed_in(there.officer).post(
        reverse("desk:reply-new") + f"?edition={edition.pk}", letter(there, written_on=tomorrow)
    )
    assert answer.status_code == 422
    assert not Reply.objects.exists()


def test_a_withdrawal_shows_what_it_closes_asks_why_and_is_undone(published: tuple[Commune, Edition]) -> None:
    there, _edition = published
    client = signed_in(factories.user(Role.DATA_PROTECTION_OFFICER))
    subject = f"place:{there.place.pk}"
    assert "Sanankoro-Ba" in said(client.get(reverse("desk:withdrawals"), {"q": "sanankoro"}))
    preview = said(client.get(reverse("desk:withdrawal-new"), {"subject": subject}))
    for part in ("Sanankoro-Ba", "F-001", "édition 1", "1 activité n'est plus montrée"):
        assert part in preview, part
    assert not Place.objects.get(pk=there.place.pk).withdrawn, "looking changes nothing"
    assert client.post(reverse("desk:withdrawal-new"), {"subject": subject}).status_code == 422
    client.post(reverse("desk:withdrawal-new"), {"subject": subject, "reason": "Menace"})
    assert Place.objects.get(pk=there.place.pk).withdrawn
    listed = said(client.get(reverse("desk:withdrawals")))
    assert "Menace" in listed
    seen = client.get(reverse("public:edition", args=[there.programme.code, 1]))
    assert "max-age=0" in seen["Cache-Control"], "whoever withdrew it looks at once whether it is gone"
    twice = client.post(reverse("desk:withdrawal-new"), {"subject": subject, "reason": "Menace"})
    assert twice.status_code == 409
    client.post(reverse("desk:withdrawal-back"), {"subject": subject})
    assert not Place.objects.get(pk=there.place.pk).withdrawn
    assert Withdrawal.objects.get().ended_at is not None


def test_a_commune_goes_in_both_its_parts_by_one_act(published: tuple[Commune, Edition]) -> None:
    there, _edition = published
    town = factories.organisation(kind="commune", name={"fr": "Mairie de Sanankoro-Ba"})
    client = signed_in(there.officer)
    subject = f"place:{there.place.pk}"
    assert "Mairie de Sanankoro-Ba" in said(client.get(reverse("desk:withdrawal-new"), {"subject": subject}))
    both = [subject, f"organisation:{town.pk}"]
    client.post(reverse("desk:withdrawal-new"), {"subject": both, "reason": "Menace"})
    assert Organisation.objects.get(pk=town.pk).withdrawn
    assert Withdrawal.objects.count() == 2
    undo = re.search(
        r'action="(/desk/withdrawals/back/[^"]+)"', client.get(reverse("desk:withdrawals")).content.decode()
    )
    assert undo is not None
    client.post(undo[1].replace("&amp;", "&"))
    assert not Organisation.objects.get(pk=town.pk).withdrawn
    assert not Place.objects.get(pk=there.place.pk).withdrawn


@pytest.mark.parametrize("subject", ["", "place:x", "person:1", f"place:{'0' * 8}-0000-0000-0000-{'0' * 12}"])
def test_what_cannot_be_withdrawn_does_not_exist(subject: str) -> None:
    client = signed_in(factories.user())
    assert client.get(reverse("desk:withdrawal-new"), {"subject": subject}).status_code == 404
    assert client.post(reverse("desk:withdrawal-back"), {"subject": subject}).status_code == 404


def test_the_pages_of_an_organisation_and_of_an_activity_lead_to_their_withdrawal(
    published: tuple[Commune, Edition],
) -> None:
    there, _edition = published
    client = signed_in(there.officer)
    organisation = client.get(reverse("desk:organisation", args=[there.agent.organisation.code])).content.decode()
    assert f"subject=organisation:{there.agent.organisation.pk}" in organisation
    activity = client.get(reverse("desk:activity", args=[there.activity.pk])).content.decode()
    assert f"subject=activity:{there.activity.pk}" in activity
    assert (
        "subject=activity"
        not in signed_in(there.agent).get(reverse("desk:activity", args=[there.activity.pk])).content.decode()
    )
