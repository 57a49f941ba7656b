"""The public door: what anyone may read, that it is light and strict, and that what is withdrawn is gone."""

import csv
import gzip
import json
import re
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import get_resolver, reverse

from tests import factories
from tests.flow.editions import ONE_MAN, hold, release, stage
from tests.flow.sheets import Commune
from toguna.rules.attendance import UnnamedSeats
from toguna.store.places.models import Place
from toguna.store.programmes.models import Programme
from toguna.store.publications.models import Edition
from toguna.store.results.actions import put_remark
from toguna.store.results.models import OutcomeStatement, Target
from toguna.web import layout

pytestmark = pytest.mark.django_db

STYLESHEET = Path(layout.__file__).parent / "static/layout/toguna.css"
LIGHT = 50_000


@pytest.fixture(autouse=True)
def _editions_folder(settings: Any, tmp_path: Path) -> None:
    settings.EDITIONS = tmp_path


@pytest.fixture
def published() -> tuple[Commune, Edition]:
    """A fictional programme with one verified sheet, a statement and one edition."""
    there = stage()
    there.programme.results.get(code="R1").statements.create(year=2025)
    factories.participation(there.programme, there.agent.organisation)
    there.programme.territory.create(place=there.region)
    hold(there, unnamed=ONE_MAN)
    return there, release(there)


def page(client: Client, name: str, *arguments: object, **query: str) -> str:
    answer = client.get(reverse(f"public:{name}", args=arguments), query)
    assert answer.status_code == 200, answer.status_code
    return str(answer.content.decode())


def text(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def every_page(there: Commune) -> list[str]:
    code = there.programme.code
    return [
        reverse("public:home"),
        reverse("public:reading"),
        reverse("public:search") + "?q=fictive",
        reverse("public:check-figures"),
        reverse("public:programme", args=[code]),
        reverse("public:activities", args=[code]),
        reverse("public:result", args=[code, "R1"]),
        reverse("public:year", args=[code, 2025]),
        reverse("public:indicator", args=[code, "SEATS"]),
        reverse("public:indicator", args=[code, "EVENTS"]),
        reverse("public:places"),
        reverse("public:place", args=[there.place.pk]),
        reverse("public:organisation", args=[there.agent.organisation.code]),
        reverse("public:editions"),
        reverse("public:edition", args=[code, 1]),
        reverse("public:tracking", args=[code, 1]),
        reverse("public:replies", args=[code, 1]),
    ]


def test_every_kind_of_public_page_is_tried_here(published: tuple[Commune, Edition]) -> None:
    routes = get_resolver("toguna.web.public.urls").url_patterns
    tried = {address.split("?")[0] for address in every_page(published[0])}
    untried = [route.name for route in routes if not any(route.pattern.match(address.lstrip("/")) for address in tried)]
    # Those of promises and of rounds given back are tried where there are some.
    elsewhere = ["place-commitments", "place-scores", "round-scores", "round-poster", "commitment-answer"]
    look = ["figures-report.css", "figures-report.js"]
    assert untried == [*look, "iati", *elsewhere, "reply", "edition_file"]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_page_is_light_strict_and_marked_as_fictional(
    client: Client, published: tuple[Commune, Edition], language: str
) -> None:
    styles = len(gzip.compress(STYLESHEET.read_bytes()))
    for address in every_page(published[0]):
        answer = client.get(address, headers={"accept-language": language, "accept-encoding": "gzip"})
        assert answer.status_code == 200, address
        assert len(answer.content) + styles < LIGHT, address
        html = gzip.decompress(answer.content).decode()
        assert f'<html lang="{language}">' in html, address
        assert not re.search(r"<script|\sstyle=|\son[a-z]+=", html), address
        assert "default-src 'self'" in answer["Content-Security-Policy"], address
        assert "unsafe" not in answer["Content-Security-Policy"], address
        if address not in (reverse("public:reading"), reverse("public:check-figures")):
            assert 'class="demonstration"' in html, address


def test_nothing_of_people_or_of_the_sheets_content_is_anywhere(
    client: Client, published: tuple[Commune, Edition]
) -> None:
    files = [reverse("public:edition_file", args=[published[1].programme.code, 1, file.name]) for file in _files()]
    for address in [*every_page(published[0]), *files]:
        said = client.get(address).content.decode(errors="replace")
        for secret in ["Awa", "Issa", "Salle fictive", published[0].agent.email]:
            assert secret not in said, (address, secret)


def _files() -> list[Any]:
    return list(Edition.objects.get().files.all())


def test_a_page_is_asked_again_and_has_not_changed(client: Client, published: tuple[Commune, Edition]) -> None:
    address = reverse("public:programme", args=[published[0].programme.code])
    first = client.get(address)
    assert first["Cache-Control"] == "private, max-age=60"
    again = client.get(address, headers={"if-none-match": first["ETag"]})
    assert again.status_code == 304
    published[0].programme.name = {"fr": "Un autre nom"}
    published[0].programme.save()
    assert client.get(address, headers={"if-none-match": first["ETag"]}).status_code == 200


def test_a_public_page_is_only_read(client: Client) -> None:
    assert client.post(reverse("public:home")).status_code == 405


@pytest.mark.parametrize(
    "address",
    [
        "/programmes/none/",
        "/programmes/none/indicators/X/",
        "/editions/none/1/",
        f"/places/{'0' * 8}-0000-0000-0000-{'0' * 12}/",
    ],
)
def test_what_does_not_exist_is_a_kind_404(client: Client, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 404
    assert "Cette page n'existe pas" in answer.content.decode().replace("&#x27;", "'")


def test_a_programme_that_is_not_public_is_nowhere(client: Client, published: tuple[Commune, Edition]) -> None:
    Programme.objects.update(public=False)
    code = published[0].programme.code
    for address in [f"/programmes/{code}/", f"/programmes/{code}/activities/", f"/editions/{code}/1/"]:
        assert client.get(address).status_code == 404
    assert published[0].programme.name["fr"] not in page(client, "home")
    assert code not in page(client, "editions")


def test_the_home_says_who_pays_where_when_and_what_can_be_taken(
    client: Client, published: tuple[Commune, Edition]
) -> None:
    fund = factories.organisation(code="fonds", name={"fr": "Fonds fictif"})
    factories.participation(published[0].programme, fund, "funding")
    said = text(page(client, "home"))
    for part in ["Qui paie Fonds fictif", "Région fictive du Fleuve", "donnée fictive", "édition 1", "2 indicateurs"]:
        assert part in said, part


def test_an_empty_home_says_what_will_be_here(client: Client) -> None:
    assert "Aucun programme n'est encore public" in text(page(client, "home")).replace("&#x27;", "'")


def test_a_programme_shows_each_number_with_its_basis_and_opens_it(
    client: Client, published: tuple[Commune, Edition]
) -> None:
    code = published[0].programme.code
    html = page(client, "programme", code)
    assert re.search(rf'<a class="figure" href="/programmes/{code}/indicators/SEATS/">23</a>', html)
    said = text(html)
    assert "23 présences compté donnée fictive" in said
    assert "1 tenue" in said or "1 prévue" in said


def test_an_indicator_opens_down_to_the_sheet(client: Client, published: tuple[Commune, Edition]) -> None:
    there = published[0]
    html = page(client, "indicator", there.programme.code, "SEATS")
    said = text(html)
    version = there.agent.records.get().current_version
    for part in ["Nombre de présences", "Il est compté sur 1 fiche", "F-001", version.sha256[:12], "3 mars 2025"]:
        assert part in said, part
    assert str(version.record_id) not in html, "the record's own address is the staff's"
    client.force_login(there.officer)
    staff = page(client, "indicator", there.programme.code, "SEATS")
    assert reverse("desk:record", args=[version.record_id]) in staff


def test_a_masked_cell_is_a_word_on_the_page_and_in_the_picture(
    client: Client, published: tuple[Commune, Edition]
) -> None:
    html = page(client, "indicator", published[0].programme.code, "SEATS")
    assert html.count('<span class="chip masked">masqué</span>') == 2
    assert "masqué" in re.findall(r"<desc[^>]*>(.*?)</desc>", html)[0]


def test_a_target_stands_beside_its_value_with_the_difference_in_words(client: Client) -> None:
    there = stage()
    for indicator in there.programme.results.get().indicators.all():
        Target.objects.create(
            indicator=indicator, starts_on=date(2025, 1, 1), ends_before=date(2026, 1, 2), value=35_000
        )
    hold(there, unnamed=ONE_MAN)
    release(there)
    said = text(page(client, "indicator", there.programme.code, "SEATS"))
    assert "35 12 de moins que la cible" in said


def test_the_period_is_chosen_in_the_address(client: Client, published: tuple[Commune, Edition]) -> None:
    code = published[0].programme.code
    said = text(page(client, "indicator", code, "EVENTS", by="quarter", period="2025-Q1"))
    assert "Dans le détail : T1 2025" in said
    same = page(client, "indicator", code, "EVENTS", by="nothing", period="nothing")
    assert "toute la durée" in text(same)


def test_an_older_edition_is_still_read(client: Client, published: tuple[Commune, Edition]) -> None:
    there, code = published[0], published[0].programme.code
    hold(there, 2, session=2, participants=(), unnamed=(UnnamedSeats(40),))
    release(there)
    assert ">63<" in page(client, "indicator", code, "SEATS")
    assert ">23<" in page(client, "indicator", code, "SEATS", edition="1")
    assert client.get(reverse("public:indicator", args=[code, "SEATS"]), {"edition": "9"}).status_code == 404
    assert client.get(reverse("public:indicator", args=[code, "SEATS"]), {"edition": "x"}).status_code == 404
    said = text(page(client, "edition", code, 2))
    assert "63 au lieu de 23" in said
    assert "Cette édition a été remplacée" in text(page(client, "edition", code, 1))


def test_the_files_of_an_edition_are_those_that_were_frozen(client: Client, published: tuple[Commune, Edition]) -> None:
    edition = published[1]
    html = page(client, "edition", edition.programme.code, 1)
    for file in edition.files.all():
        address = reverse("public:edition_file", args=[edition.programme.code, 1, file.name])
        assert address in html
        answer = client.get(address)
        assert answer.content == bytes(file.body)
        assert "no-cache" in answer["Cache-Control"], "a copy kept on the way is not read once the file is closed"
        assert client.get(address, headers={"if-none-match": answer["ETag"]}).status_code == 304
    sheet = client.get(reverse("public:edition_file", args=[edition.programme.code, 1, "fiche.fr.html"]))
    assert "style-src 'sha256-" in sheet["Content-Security-Policy"]
    assert "default-src 'none'" in sheet["Content-Security-Policy"]
    assert (
        client.get(reverse("public:edition_file", args=[edition.programme.code, 1, "facts.parquet"])).status_code == 404
    )


def test_a_restricted_file_never_leaves(client: Client, published: tuple[Commune, Edition]) -> None:
    edition = published[1]
    edition.files.create(name="facts.txt", media_type="text/plain", body=b"x", sha256="0" * 64, restricted=True)
    assert client.get(reverse("public:edition_file", args=[edition.programme.code, 1, "facts.txt"])).status_code == 404
    assert "facts.txt" not in page(client, "edition", edition.programme.code, 1)


def test_a_withdrawn_place_is_gone_at_once_and_its_files_are_closed(
    client: Client, published: tuple[Commune, Edition]
) -> None:
    there, edition = published
    Place.objects.filter(pk=there.place.pk).update(withdrawn=True)
    assert client.get(reverse("public:place", args=[there.place.pk])).status_code == 404
    for address in every_page(there):
        if str(there.place.pk) not in address:
            assert there.place.name not in client.get(address).content.decode(), address
    closed = client.get(reverse("public:edition_file", args=[edition.programme.code, 1, "cells.csv"]))
    assert closed.status_code == 410
    assert "fermé" in closed.content.decode()


def test_a_withdrawn_activity_and_organisation_are_gone(client: Client, published: tuple[Commune, Edition]) -> None:
    there = published[0]
    there.activity.withdrawn = True
    there.activity.save()
    there.agent.organisation.withdrawn = True
    there.agent.organisation.save()
    code = there.programme.code
    assert client.get(reverse("public:organisation", args=[there.agent.organisation.code])).status_code == 404
    for name, arguments in [("programme", [code]), ("activities", [code]), ("indicator", [code, "SEATS"])]:
        html = page(client, name, *arguments)
        assert "F-001" not in html
        assert there.agent.organisation.name["fr"] not in html


def test_a_commune_shows_what_happened_and_what_was_counted_here(
    client: Client, published: tuple[Commune, Edition]
) -> None:
    said = text(page(client, "place", published[0].place.pk))
    for part in ["Sanankoro-Ba", "Région fictive du Fleuve", "F-001", "Ce qui a été compté ici", "Indicateur SEATS"]:
        assert part in said, part
    above = text(page(client, "place", published[0].region.pk))
    assert "Sanankoro-Ba" in above


def test_a_list_is_searched_sorted_counted_and_taken_away(client: Client, published: tuple[Commune, Edition]) -> None:
    there = published[0]
    for number in range(3):
        factories.activity(programmes=[there.programme], code=f"X-{number}", kind="forum", title={"fr": "=2+2"})
    code = there.programme.code
    assert "4 activités" in text(page(client, "activities", code))
    assert "3 activités" in text(page(client, "activities", code, kind="forum"))
    one = page(client, "activities", code, q="X-1")
    assert "1 activité " in text(one)
    assert 'value="X-1"' in one
    html = page(client, "activities", code, sort="-code")
    assert html.index("X-2") < html.index("X-1")
    taken = client.get(reverse("public:activities", args=[code]), {"kind": "forum", "sort": "-code", "format": "csv"})
    rows = list(csv.reader(StringIO(taken.content.decode("utf-8-sig"))))
    assert [row[0] for row in rows[1:]] == ["X-2", "X-1", "X-0"]
    assert rows[1][1] == "'=2+2", "a spreadsheet must not run what somebody typed"
    assert "Aucune activité ne correspond" in text(page(client, "activities", code, q="zzz"))
    assert "4 activités" in text(page(client, "activities", code, kind="nothing", sort="nothing", page="99"))


def test_a_stated_figure_stands_with_its_source_its_passage_and_its_doubts(client: Client) -> None:
    programme = factories.programme(fictional=False)
    result = factories.result(of=programme, code="R2")
    document = factories.document(key="009", publisher="Un éditeur fictif", language="en")
    common = {"of": programme, "result": result, "document": document, "unit": "person"}
    whole = factories.stated_value(
        label={"fr": "personnes formées"}, printed="102,4517", value=1_024_517_000, malformed=True, position=1,
        passage="102,4517 people", parts_closed=True, **common,
    )  # fmt: skip
    part = factories.stated_value(
        label={"fr": "dont les femmes"}, printed="449 541", value=449_541_000, sex="female", part_of=whole, position=2,
        passage="449 541 women", hedge="at_least", **common,
    )  # fmt: skip
    put_remark(
        programme=programme, kind="contradiction", text={"fr": "Les parties ne font pas le tout."}, position=1,
        results=[result], stated_values=[whole, part],
    )  # fmt: skip
    OutcomeStatement.objects.create(
        result=result, year=2021, status="not_achieved", narrative={"fr": "Rien n'a été fait."},
        theory_if={"fr": "si l'on écoute"}, theory_because={"fr": "c'est juste"}, lessons=[{"fr": "Écouter."}],
    )  # fmt: skip
    html = page(client, "result", programme.code, "R2")
    said = text(html).replace("\u202f", " ").replace("\xa0", " ").replace("&#x27;", "'")
    for told in [
        "1 024 517 personnes", "imprimé « 102,4517 »", "selon la source", "102,4517 people",
        "au moins 449 541 personnes", "dont, en tout", "non atteint", "Si l'on écoute", "Leçons", "Contradiction.",
    ]:  # fmt: skip
        assert told in said, told
    assert "imprimé « 449 541 »" not in said, "other spaces between the digits are not worth a word"
    assert said.count("Les parties ne font pas le tout.") == 1
    assert '<blockquote lang="en">' in html


def test_search_finds_places_programmes_and_indicators(client: Client, published: tuple[Commune, Edition]) -> None:
    assert reverse("public:place", args=[published[0].place.pk]) in page(client, "search", q="sanankoro")
    assert "/indicators/SEATS/" in page(client, "search", q="Indicateur SEATS")
    assert "Rien ne correspond" in text(page(client, "search", q="zzzz"))
    assert "au moins deux lettres" in text(page(client, "search", q="z"))


def test_the_page_that_explains_the_words_explains_every_one(client: Client) -> None:
    said = text(page(client, "reading"))
    for word in [
        "compté",
        "estimé",
        "selon la source",
        "non précisé",
        "masqué",
        "donnée fictive",
        "de 1 à 4 personnes",
    ]:
        assert word in said, word


def test_the_public_json_gives_the_printed_hash(client: Client, published: tuple[Commune, Edition]) -> None:
    answer = client.get(reverse("public:edition_file", args=[published[1].programme.code, 1, "edition.json"]))
    assert answer.headers["ETag"] == f'"{published[1].sha256}"'
    assert json.loads(answer.content)["threshold"] == 5
