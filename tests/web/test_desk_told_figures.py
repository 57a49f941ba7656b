"""The editors of the desk say what does not add up in a text while it is written, and nothing is refused for it."""

import re
from pathlib import Path
from typing import Any

import pytest

from tests import factories
from tests.flow.editions import ONE_MAN, hold, stage
from tests.flow.sheets import Commune
from tests.web.desk_stage import signed_in
from toguna.flow.compute import compute_programme
from toguna.store.results.models import OutcomeStatement

pytestmark = pytest.mark.django_db

FAILING = "749 personnes, dont 211 hommes et 578 femmes, ont été sensibilisées."


@pytest.fixture
def there(settings: Any, tmp_path: Path) -> Commune:
    settings.EDITIONS = tmp_path
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": str(tmp_path)}
    }
    made = stage()
    factories.participation(made.programme, made.agent.organisation)
    hold(made, unnamed=ONE_MAN)
    compute_programme(made.programme, by=made.officer)
    return made


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_a_statement_says_which_of_its_sums_fails_before_and_after_it_is_saved(there: Commune) -> None:
    client = signed_in(there.officer)
    address = f"/desk/framework/{there.programme.code}/statements/R1/2025/"
    looked = client.post(address, {"status": "partly_achieved", "narrative_fr": FAILING, "look": "yes"})
    assert "font 789 : 40 de plus" in words(looked.content.decode())
    saved = client.post(address, {"status": "partly_achieved", "narrative_fr": FAILING, "save": "yes"}, follow=True)
    assert "est enregistré" in saved.content.decode()
    assert "font 789 : 40 de plus" in words(saved.content.decode())
    assert OutcomeStatement.objects.get().narrative == {"fr": FAILING}


def test_a_quarters_narrative_says_it_too(there: Commune) -> None:
    factories.objective(of=there.programme, number=1)
    client = signed_in(there.officer)
    address = f"/desk/tracking/{there.programme.code}/narratives/"
    period = re.search(r'name="period" value="([^"]+)"', client.get(address).content.decode())
    assert period is not None
    kept = client.post(address, {"period": period[1], "fr-1": FAILING}, follow=True)
    assert "font 789 : 40 de plus" in words(kept.content.decode())
