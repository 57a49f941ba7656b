"""What everybody reads of promises, and the address by which an office answers."""

from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.flow.promises import promised, tell, verify
from tests.flow.sheets import Commune, commune
from toguna.rules.commitments import Says, Side
from toguna.store.commitments.actions import decline_declaration, hand_out_address
from toguna.store.commitments.models import Commitment, Declaration, VerifiedEntry
from toguna.store.places.models import Place

pytestmark = pytest.mark.django_db

P, R = Side.PROMISER, Side.RECEIVER


@pytest.fixture
def there() -> Commune:
    cache.clear()
    made = commune()
    type(made.programme).objects.update(public=True)
    return made


def page(there: Commune, query: str = "") -> str:
    answer = Client().get(f"{reverse('public:place-commitments', args=[there.place.pk])}?{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_commune_reads_what_was_promised_and_what_both_sides_say(there: Commune) -> None:
    one = promised(there)
    tell(there, one, P, Says.KEPT, date(2025, 6, 1))
    tell(there, one, R, Says.NOT_KEPT, date(2025, 6, 9))
    assert "Réparer le forage" not in page(there)
    verify(there, one)
    shown = page(there)
    for words in ("Réparer le forage du marché", "La maire", "contesté", "dit l&#x27;engagement tenu"):
        assert words in shown
    assert there.agent.name not in shown
    assert "0 sur 1" in shown
    assert reverse("public:place-commitments", args=[there.place.pk]) in Client().get(
        reverse("public:place", args=[there.place.pk])
    ).content.decode()  # fmt: skip


def test_a_day_put_off_shows_the_first_one_and_no_date_says_so(there: Commune) -> None:
    one = promised(there, due_on=None)
    verify(there, one)
    assert "Sans date" in page(there, "show=undated")
    assert "Réparer" not in page(there, "show=late")


def test_the_list_in_csv_is_the_list_on_the_page(there: Commune) -> None:
    verify(there, promised(there))
    url = reverse("public:place-commitments", args=[there.place.pk])
    assert "Réparer le forage" in Client().get(f"{url}?format=csv").content.decode("utf-8-sig")
    assert "Réparer le forage" not in Client().get(f"{url}?format=csv&show=kept").content.decode("utf-8-sig")


def test_a_withdrawn_place_has_no_page_of_promises(there: Commune) -> None:
    verify(there, promised(there))
    Place.objects.filter(pk=there.place.pk).update(withdrawn=True)
    assert Client().get(reverse("public:place-commitments", args=[there.place.pk])).status_code == 404
    assert "Réparer" not in Client().get(
        reverse("public:place-commitments", args=[there.region.pk])
    ).content.decode()  # fmt: skip


def test_the_page_stays_light_with_two_hundred_promises(there: Commune) -> None:
    one = promised(there)
    tell(there, one, P, Says.KEPT, date(2025, 6, 1))
    verify(there, one)
    content = VerifiedEntry.objects.get().content | {"what": "Une longue promesse " * 12}
    for number in range(2, 200):
        copy = Commitment.objects.get(pk=one.pk)
        copy.pk, copy.number, copy.record, copy._state.adding = None, number, None, True
        copy.pk = Commitment._meta.pk.get_default()
        copy.save()
        VerifiedEntry.objects.create(commitment=copy, version_id=copy.pk, content=content, verified_on=date(2025, 7, 1))
    shown = page(there)
    assert "199 engagements" in shown
    assert len(shown.encode()) < 50_000


def test_an_office_answers_once_by_its_address_and_reads_there_what_became_of_it(there: Commune) -> None:
    one = promised(there)
    ends = timezone.now() + timedelta(days=30)
    _made, token = hand_out_address(by=there.agent, commitment=one, side=P, handed_to="Mairie", expires_at=ends)
    url, client = reverse("public:commitment-answer", args=[token]), Client()
    asked = client.get(url)
    assert "Réparer le forage du marché" in asked.content.decode()
    assert "noindex" in asked["X-Robots-Tag"]
    assert client.post(url, {"says": "not_kept", "office": "La maire"}).status_code == 422
    assert client.post(url, {"says": "kept", "office": "M. Exemple"}).status_code == 422
    assert client.post(url, {"says": "kept", "office": "La maire", "evidence": "L'eau coule."}).status_code == 302
    assert "attend d'être lu" in client.get(url).content.decode()
    client.post(url, {"says": "abandoned", "office": "La maire"})
    declaration = Declaration.objects.get()
    decline_declaration(by=there.agent, declaration=declaration, reason="Dites-le en français simple.")
    assert "Dites-le en français simple." in client.get(url).content.decode()


def test_an_address_that_ended_or_never_was_opens_nothing(there: Commune) -> None:
    one = promised(there)
    past = timezone.now() - timedelta(minutes=1)
    _made, token = hand_out_address(by=there.agent, commitment=one, side=P, handed_to="Mairie", expires_at=past)
    assert Client().get(reverse("public:commitment-answer", args=[token])).status_code == 404
    assert Client().get(reverse("public:commitment-answer", args=["nothing"])).status_code == 404
