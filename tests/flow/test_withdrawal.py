"""Withdrawn from public view at once: a place, a partner and an activity are nowhere to be read; nothing counts less.

A crawler follows every public link in both languages, as a search engine would.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import pytest
from django.test import Client
from django.urls import reverse

from tests import factories
from tests.flow.editions import ONE_MAN, hold, release, stage
from tests.flow.sheets import Commune
from toguna.flow.iati import export_edition
from toguna.flow.recount import recount_edition
from toguna.flow.withdrawal import effect_of_withdrawing, subjects_named
from toguna.publish.snapshot import Snapshot, digest
from toguna.publish.withdrawal import without
from toguna.rules.roles import Role
from toguna.store.activities.models import Activity
from toguna.store.journal.models import Entry
from toguna.store.organisations.models import Organisation
from toguna.store.places.models import Place
from toguna.store.publications.models import Edition, Withdrawal
from toguna.store.publications.narratives import tell_period
from toguna.store.publications.queries import content_of
from toguna.store.publications.withdrawals import (
    AlreadyWithdrawn,
    NotWithdrawn,
    ReasonMissing,
    bring_back_into_view,
    standing_withdrawals,
    withdraw_from_view,
    withdrawn_now,
    withdrawn_without_reason,
)
from toguna.store.results.models import OutcomeStatement
from toguna.store.values.models import Value

pytestmark = pytest.mark.django_db
MOST_PAGES = 400
REASON = "Le lieu fictif est menacé"
SEATS = {"count": "seats", "periods": ["life"], "dimensions": ["sex", {"place": 3}, "implementer"]}
EVENTS = {"count": "events", "periods": ["life", "quarter"], "dimensions": ["activity_kind"]}


@pytest.fixture(autouse=True)
def _editions_folder(settings: Any, tmp_path: Path) -> None:
    settings.EDITIONS = tmp_path


@dataclass
class Told:
    """A published programme in which a place, a partner and an activity are named wherever anything can be."""

    there: Commune
    partner: Organisation
    activity: Activity
    edition: Edition

    def secrets(self) -> set[str]:
        """Every name, code and key that would betray them."""
        place = self.there.place
        return {
            place.name, str(place.pk), "toguna-demo:C1", self.partner.name["fr"], self.partner.name["en"],
            self.partner.code, "AFE", str(self.partner.pk), self.activity.code, self.activity.title["fr"],
            str(self.activity.pk),
        }  # fmt: skip

    def withdraw(self) -> None:
        """All three, by one act."""
        withdraw_from_view(
            by=self.there.officer, subjects=[self.there.place, self.partner, self.activity], reason=REASON
        )


@pytest.fixture
def told() -> Told:
    there = stage(SEATS=SEATS, EVENTS=EVENTS)
    partner = factories.organisation(
        code="eau-77", name={"fr": "Association fictive de l'Eau (AFE)", "en": "Fictional Water Association"}
    )
    lead = factories.organisation(code="chef-1", name={"fr": "Chef de file fictif"})
    factories.participation(there.programme, lead, "accountable")
    factories.participation(there.programme, there.agent.organisation, works_under=partner)
    factories.participation(there.programme, partner, "extending")
    factories.sub_award(of=there.programme, giver=lead, receiver=partner, title={"fr": "Pour l'AFE"})
    factories.transaction(of=there.programme, provider=lead, receiver=partner, description={"fr": "Versé à l'AFE"})
    for place in (there.region, there.place):
        there.programme.territory.create(place=place)
    activity = factories.activity(
        programmes=[there.programme], code="X-900", place=there.region, title={"fr": "Un forum fictif nommé Palabre"}
    )
    result = there.programme.results.get()
    OutcomeStatement.objects.create(
        result=result, year=2025, status="partly_achieved", partners=["AFE", partner.code, lead.code],
        narrative={"fr": f"À {there.place.name}, l'AFE a tenu X-900.", "en": f"In {there.place.name}."},
        lessons=[{"fr": f"Écouter {there.place.name}."}],
    )  # fmt: skip
    factories.stated_value(
        of=there.programme, result=result, places=[str(there.place.pk)], label={"fr": f"écoles à {there.place.name}"},
        passage=f"12 schools in {there.place.name}",
    )  # fmt: skip
    objective = factories.objective(of=there.programme, number=1)
    tell_period(
        by=there.officer, objective=objective, period_kind="quarter", period="2025-Q1",
        text={"fr": f"Un forum à {there.place.name} avec l'Association fictive de l'Eau (AFE)."},
    )  # fmt: skip
    hold(there, unnamed=ONE_MAN)
    return Told(there, partner, activity, release(there))


def crawled(client: Client, language: str) -> Iterator[tuple[str, int, str]]:
    """Every address that public pages lead to from the home, with the status and the answer."""
    waiting, seen = ["/", "/search/?q=fictif", "/search/?q=forum", "/search/?q=12"], set[str]()
    while waiting and len(seen) < MOST_PAGES:
        address = waiting.pop(0)
        if address in seen:
            continue
        seen.add(address)
        answer = client.get(address, headers={"accept-language": language})
        body = answer.content.decode(errors="replace")
        yield address, answer.status_code, body
        if answer.status_code != 200 or "html" not in answer["Content-Type"]:
            continue
        for found in re.findall(r'href="([^"#]+)', body):
            link = found.replace("&amp;", "&")
            link = link if link.startswith("/") else address.split("?")[0] + link if link.startswith("?") else ""
            if link and not link.startswith(("/desk/", "/account/", "/static/", "/i18n/")) and "sort=" not in link:
                waiting.append(link)
    assert len(seen) < MOST_PAGES, "the crawl did not come to its end"


def betrayals(client: Client, secrets: set[str]) -> set[tuple[str, str, str]]:
    """Where a public answer holds one of these words."""
    return {
        (language, address, secret)
        for language in ("fr", "en")
        for address, _status, body in crawled(client, language)
        for secret in secrets
        if re.search(rf"(?<![\w-]){re.escape(secret)}(?![\w-])", body.replace("&#x27;", "'"))
    }


def test_before_anything_is_withdrawn_the_crawler_meets_every_secret(client: Client, told: Told) -> None:
    met = {secret for _language, _address, secret in betrayals(client, told.secrets())}
    assert told.secrets() - met <= {str(told.partner.pk), str(told.activity.pk)}, "pages go by the organisation's code"


def test_what_is_withdrawn_is_in_no_public_answer_in_any_language(client: Client, told: Told) -> None:
    told.withdraw()
    assert betrayals(client, told.secrets()) == set()
    answers = {address: status for address, status, _body in crawled(client, "fr")}
    code = told.there.programme.code
    assert answers[reverse("public:iati", args=[code])] == 200
    assert not [address for address in answers if "/files/" in address], "what is closed is not offered"
    for file in told.edition.files.all():
        closed = client.get(reverse("public:edition_file", args=[code, 1, file.name]))
        assert closed.status_code == (404 if file.restricted else 410)
        assert not [secret for secret in told.secrets() if secret in closed.content.decode()]
    for gone in (
        reverse("public:place", args=[told.there.place.pk]),
        reverse("public:organisation", args=[told.partner.code]),
    ):
        assert client.get(gone).status_code == 404
        assert gone not in answers


def test_the_next_edition_names_nothing_withdrawn_and_counts_the_same(client: Client, told: Told) -> None:
    totals = _totals(told.edition)
    told.withdraw()
    newer = release(told.there)
    assert _totals(newer) == totals
    assert recount_edition(newer) == []
    assert betrayals(client, told.secrets()) == set()
    code = told.there.programme.code
    for file in newer.files.all():
        answer = client.get(reverse("public:edition_file", args=[code, newer.number, file.name]))
        assert answer.status_code == 200, "a new edition without them is open"
    shown = client.get(reverse("public:indicator", args=[code, "SEATS"])).content.decode()
    assert "retiré de la vue publique. Le total le compte" in shown, "rows that do not reach their total say why"


def test_nothing_that_is_counted_or_frozen_is_touched(told: Told) -> None:
    values = list(Value.objects.order_by("pk").values())
    before, files = content_of(told.edition), list(told.edition.files.order_by("pk").values_list("sha256", flat=True))
    told.withdraw()
    kept = Edition.objects.get()
    assert list(Value.objects.order_by("pk").values()) == values
    assert content_of(kept) == before
    assert digest(content_of(kept)) == kept.sha256
    assert list(kept.files.order_by("pk").values_list("sha256", flat=True)) == files
    assert recount_edition(kept) == []


def test_brought_back_everything_is_as_it_was(client: Client, told: Told) -> None:
    code = told.there.programme.code
    cells = reverse("public:edition_file", args=[code, 1, "cells.csv"])
    told.withdraw()
    assert client.get(cells).status_code == 410
    for subject in (told.there.place, told.partner, told.activity):
        bring_back_into_view(by=told.there.officer, subject=subject)
    assert client.get(cells).status_code == 200
    assert client.get(reverse("public:place", args=[told.there.place.pk])).status_code == 200
    assert not withdrawn_now()
    assert Withdrawal.objects.filter(ended_by=told.there.officer.pk).count() == 3


def test_a_row_keeps_its_number_under_no_name(told: Told) -> None:
    told.withdraw()
    shown = without(cast(Snapshot, content_of(told.edition)), withdrawn_now())
    rows = {
        cell["category"]: cell.get("value")
        for part in shown["indicators"]
        for table in part["tables"]
        for cell in table["cuts"].get("place", [])
    }
    frozen = {
        cell["category"]: cell.get("value")
        for part in content_of(told.edition)["indicators"]
        for table in part["tables"]
        for cell in table["cuts"].get("place", [])
    }
    assert rows["withdrawn:1"] == frozen["toguna-demo:C1"]
    assert "toguna-demo:C1" not in rows


def test_an_iati_file_of_today_has_neither_the_place_nor_the_partner(client: Client, told: Told) -> None:
    address = reverse("public:iati", args=[told.there.programme.code])
    first = client.get(address)
    assert first["Content-Type"] == "application/xml"
    assert told.there.place.name in first.content.decode()
    assert "XM-TEST-" in first.content.decode(), "something fictional is published under the test publisher"
    assert client.get(address, headers={"if-none-match": first["ETag"]}).status_code == 304
    told.withdraw()
    second = client.get(address, headers={"if-none-match": first["ETag"]})
    assert second.status_code == 200
    said = second.content.decode()
    assert not [secret for secret in told.secrets() if secret in said]
    assert told.there.region.name in said
    assert not [secret for secret in told.secrets() if secret in export_edition(told.edition).body().decode()]


def test_who_withdrew_what_and_why_is_in_the_journal(told: Told) -> None:
    told.withdraw()
    entries = Entry.objects.filter(action__endswith=".withdrawn-from-view")
    assert {entry.action for entry in entries} == {
        f"{kind}.withdrawn-from-view" for kind in ("place", "organisation", "activity")
    }
    assert {(entry.actor, entry.detail["reason"]) for entry in entries} == {(told.there.officer.pk, REASON)}
    bring_back_into_view(by=told.there.officer, subject=told.partner)
    assert Entry.objects.filter(action="organisation.brought-back-into-view").count() == 1
    assert standing_withdrawals().count() == 2


def test_without_a_reason_or_twice_nothing_is_withdrawn() -> None:
    officer, place, other = factories.user(Role.DATA_PROTECTION_OFFICER), factories.place(), factories.place()
    with pytest.raises(ReasonMissing):
        withdraw_from_view(by=officer, subjects=[place], reason="  ")
    with pytest.raises(NotWithdrawn):
        bring_back_into_view(by=officer, subject=place)
    withdraw_from_view(by=officer, subjects=[place], reason=REASON)
    with pytest.raises(AlreadyWithdrawn):
        withdraw_from_view(by=officer, subjects=[other, place], reason=REASON)
    assert not Place.objects.get(pk=other.pk).withdrawn, "all of them or none"


def test_what_came_in_withdrawn_is_listed_without_a_reason() -> None:
    loaded = factories.organisation(withdrawn=True)
    assert withdrawn_without_reason() == [loaded]


def test_the_preview_says_what_closes_and_offers_the_commune_in_its_other_part(told: Told) -> None:
    town_hall = factories.organisation(code="mairie-1", kind="commune", name={"fr": "Mairie de Sanankoro-Ba"})
    effect = effect_of_withdrawing([told.there.place])
    assert [one.code for one in effect.programmes] == [told.there.programme.code]
    assert [one.code for one in effect.activities] == ["F-001"]
    assert [(one.edition.number, one.already) for one in effect.editions] == [(1, False)]
    assert effect.editions[0].files == told.edition.files.filter(restricted=False).count()
    assert effect.alike == [town_hall]
    assert effect_of_withdrawing([town_hall]).alike == [told.there.place]
    assert effect_of_withdrawing([told.there.region]).smaller == [told.there.place]


def test_a_name_that_a_visible_place_bears_stays_in_texts() -> None:
    officer = factories.user()
    commune, region = factories.place(name="Ségou-Ba", code="K1"), factories.place(name="Ségou-Ba", level=1)
    withdraw_from_view(by=officer, subjects=[commune], reason=REASON)
    assert withdrawn_now().conceal(f"La région de {region.name}") == "La région de Ségou-Ba"


def test_a_search_finds_places_organisations_and_activities_by_name_or_code() -> None:
    place = factories.place(name="Kaïra Sud", code="KS-1")
    organisation = factories.organisation(name={"fr": "Mairie de Kaïra Sud"})
    activity = factories.activity(title={"fr": "Forum de Kaïra"})
    assert subjects_named("kaïra") == [place, organisation, activity]
    assert subjects_named("ks-1") == [place]
    assert subjects_named("k") == []


def _totals(edition: Edition) -> dict[tuple[str, str], str | None]:
    return {
        (part["code"], table["period"]): table["total"].get("value")
        for part in content_of(edition)["indicators"]
        for table in part["tables"]
    }
