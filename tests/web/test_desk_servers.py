"""The MEL officer sees how each pull from another server went, and asks for another."""

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import reverse

from tests import factories
from tests.external import central as fake_central
from tests.external.central import FakeCentral
from tests.flow.test_pulling import pulled, remote_on_central
from toguna.rules.roles import Role
from toguna.store.fieldwork.models import Record

pytestmark = pytest.mark.django_db


@pytest.fixture
def central() -> Iterator[FakeCentral]:
    server = FakeCentral()
    with server.running():
        yield server


def officer_on_the_desk() -> Client:
    client = Client()
    client.force_login(factories.user(Role.MEL_OFFICER))
    return client


def test_the_page_tells_what_was_taken_over_and_what_went_wrong(central: FakeCentral) -> None:
    central.send("uuid:1", lieu="Talimbara")
    remote = remote_on_central(central)
    officer = officer_on_the_desk()
    assert "jamais" in officer.get(reverse("desk:servers")).content.decode()
    pulled(remote)
    central.may_read = False
    pulled(remote)
    page = officer.get(reverse("desk:servers")).content.decode()
    assert central.address in page
    assert "pas le droit de lire" in page
    assert "jamais" not in page


def test_a_pull_is_asked_for_and_done_in_the_background(central: FakeCentral, monkeypatch: pytest.MonkeyPatch) -> None:
    central.send("uuid:1", lieu="Talimbara")
    remote = remote_on_central(central)
    monkeypatch.setenv("TOGUNA_REMOTE_EMAIL", fake_central.EMAIL)
    monkeypatch.setenv("TOGUNA_REMOTE_SECRET", fake_central.PASSWORD)
    officer = officer_on_the_desk()
    answer = officer.post(reverse("desk:server-pull", args=[remote.pk]), follow=True)
    assert "demandé" in answer.content.decode()
    assert Record.objects.get().way_in == "pull"
