"""A gazetteer comes into one edition: first what it would do, then all of it or nothing, and a second time nothing."""

from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command

from tests import factories
from toguna.flow.gazetteer import (
    EditionCard,
    GazetteerNotImported,
    GazetteerPreview,
    import_gazetteer,
    preview_gazetteer,
)
from toguna.rules.framework import ChangeKind
from toguna.rules.roles import Role
from toguna.store.journal.models import Entry
from toguna.store.places.models import Edition, Place, PlaceAncestor, PlaceCode, PlaceInEdition

pytestmark = pytest.mark.django_db

FICTIONAL = Path(__file__).parents[1] / "samples" / "gazetteer_fictional.csv"
REFERENCE = Path(__file__).parents[3] / "shared" / "data"
P_CODES = REFERENCE / "mli_pcodes_adm1_adm2.csv"
COMMUNES = REFERENCE / "mli_communes_names_2019_geo-api-mali.csv"
needs_reference = pytest.mark.skipif(not P_CODES.exists(), reason="the reference gazetteers are not beside the project")

CARD = EditionCard("fictif-2021", "Découpage fictif", "XX", date(2021, 6, 30), fictional=True)
SETTLED = {"Nioro du sahel": "Nioro", "Barouéli": "Baraoueli", "Niafounke": "Niafunke"}
LONG = "Admin Level,P-Code,Name,Parent P-Code\n"


def bring(text: str | bytes = FICTIONAL.read_bytes(), card: EditionCard = CARD, **options: object) -> GazetteerPreview:
    body = text.encode() if isinstance(text, str) else text
    return import_gazetteer(body, "lieux.csv", edition=card, by=None, **options)


def look(text: str, card: EditionCard = CARD, **options: object) -> GazetteerPreview:
    return preview_gazetteer(text.encode(), "lieux.csv", edition=card, **options)


def kinds(preview: GazetteerPreview) -> dict[str, int]:
    return dict(Counter(unit.kind.value for unit in preview.units))


def told(preview: GazetteerPreview) -> list[tuple[str, str]]:
    return [(one.code, one.where) for one in (*preview.faults, *preview.findings)]


def place(name: str, level: int = 3) -> Place:
    return Place.objects.get(name=name, level=level)


def everything() -> list[object]:
    """All that an import can write."""
    tables = [Edition, Place, PlaceCode, PlaceInEdition, PlaceAncestor, Entry]
    return [sorted(table.objects.values_list(), key=str) for table in tables]


def test_a_preview_says_what_it_adds_and_writes_nothing() -> None:
    before = everything()
    preview = look(FICTIONAL.read_text())
    assert (preview.is_new_edition, kinds(preview), preview.errors) == (True, {"add": 10}, [])
    assert everything() == before


def test_each_place_stands_under_its_parent_with_its_code_and_all_its_ancestors() -> None:
    bring()
    commune = place("Dougou-Inventé")
    assert list(commune.codes.values_list("scheme", "code")) == [("ocha-pcode", "XX010102")]
    assert commune.fictional
    ancestors = PlaceAncestor.objects.filter(place=commune).order_by("level").values_list("ancestor__name", flat=True)
    assert list(ancestors) == ["Haut-Fictif", "Balanfara", "Dougou-Inventé"]
    assert Entry.objects.filter(action="places.imported").get().detail["new"] == 10


def test_importing_twice_changes_nothing() -> None:
    bring()
    before = everything()
    again = bring()
    assert again.changes_nothing
    assert everything() == before


def test_the_same_digits_in_another_scheme_are_other_places() -> None:
    bring()
    other = EditionCard("fictif-iso", "Autre découpage fictif", "XX", date(2022, 1, 1), fictional=True)
    bring(f"{LONG}1,XX01,Ailleurs,XX\n", other, scheme="iso-3166-2")
    assert place("Ailleurs", 1) != place("Haut-Fictif", 1)
    assert Place.objects.count() == 11


def test_a_code_that_fits_another_name_is_refused_until_somebody_says_that_it_is_the_same_place() -> None:
    bring()
    renamed = f"{LONG}1,XX01,Nouvelle Région,XX\n"
    with pytest.raises(GazetteerNotImported) as refused:
        bring(renamed)
    assert told(refused.value.preview) == [("code-of-another-name", "ligne 2")]
    assert "--same" in str(refused.value)
    done = bring(renamed, same={"Nouvelle Région": "Haut-Fictif"})
    assert kinds(done) == {"leave": 1}


def test_a_longer_form_of_a_name_is_the_same_place_under_its_code_and_keeps_its_name() -> None:
    bring(f"{LONG}1,XX09,District de Balanfara,XX\n")
    assert bring(f"{LONG}1,XX09,Balanfara,XX\n").changes_nothing


def test_a_code_at_another_level_or_of_another_country_is_refused() -> None:
    bring()
    assert told(look(f"{LONG}1,XX0101,Balanfara,XX\n")) == [("code-at-another-level", "ligne 2")]
    elsewhere = EditionCard("yy-2021", "Autre pays fictif", "YY", date(2021, 1, 1), fictional=True)
    assert told(look(f"{LONG}1,XX01,Haut-Fictif,YY\n", elsewhere)) == [("code-of-another-country", "ligne 2")]


def test_fiction_and_fact_never_share_a_place_or_an_edition() -> None:
    bring()
    real = EditionCard("real-2021", "Découpage", "XX", date(2021, 1, 1))
    assert told(look(f"{LONG}1,XX01,Haut-Fictif,XX\n", real)) == [("code-of-another-country", "ligne 2")]
    as_fact = EditionCard(CARD.code, CARD.name, CARD.country, CARD.valid_from)
    assert "fiction-stays-fiction" in {code for code, _ in told(look(f"{LONG}1,XX09,Ailleurs,XX\n", as_fact))}


def test_names_alone_find_their_parents_and_the_places_of_the_same_name_under_them() -> None:
    bring()
    done = bring("region,cercle,commune\nHaut fictif,BALANFARA,dougou invente\nHaut-Fictif,Balanfara,Neuve\n")
    assert kinds(done) == {"change": 1, "add": 1}
    assert [one.field for unit in done.of_kind(ChangeKind.CHANGE) for one in unit.changed] == ["kind"]
    assert PlaceInEdition.objects.get(place=place("Neuve")).parent == place("Balanfara", 2)
    assert place("Neuve").kind == "commune"
    assert (done.not_named, Place.objects.count()) == (9, 11)


def test_a_parent_that_is_not_found_is_told_with_near_names_and_nothing_is_kept() -> None:
    bring()
    before = everything()
    text = "region,cercle,commune\nHaut-Fictif,Balanfra,Perdue\nHaut-Fictif,Soréma,Trouvée\n"
    with pytest.raises(GazetteerNotImported) as refused:
        bring(text)
    (error,) = refused.value.preview.errors
    assert (error.code, error.where) == ("parent-unknown", "ligne 2")
    assert "Balanfara" in error.text()
    assert everything() == before


def test_what_has_errors_can_be_left_out_or_settled() -> None:
    bring()
    text = "region,cercle,commune\nHaut-Fictif,Balanfra,Perdue\nHaut-Fictif,Soréma,Trouvée\n"
    left = bring(text, leave_out_errors=True)
    assert [unit.place.name for unit in left.of_kind(ChangeKind.ADD)] == ["Trouvée"]
    settled = bring(text, same={"Balanfra": "Balanfara"})
    assert [unit.place.name for unit in settled.of_kind(ChangeKind.ADD)] == ["Perdue"]
    assert PlaceInEdition.objects.get(place=place("Perdue")).parent == place("Balanfara", 2)


def test_a_settled_name_that_nobody_has_is_refused_with_near_names() -> None:
    bring()
    preview = look("region,cercle,commune\nHaut-Fictif,Soréma,Neuve\n", same={"X": "Balanfra"})
    assert [fault.code for fault in preview.faults] == ["same-unknown"]
    assert "Balanfara" in preview.faults[0].text()


def test_a_name_that_two_places_share_is_told_and_not_chosen() -> None:
    bring(f"{LONG}1,XX01,Haut-Fictif,XX\n2,XX0101,Balanfara,XX01\n2,XX0102,Balanfara,XX01\n")
    preview = look("region,cercle\nHaut-Fictif,Balanfara\n")
    assert told(preview) == [("ambiguous-name", "ligne 2")]
    assert "XX0101, XX0102" in preview.errors[0].text()


def test_a_place_known_by_its_name_gets_its_code_and_its_accents() -> None:
    bring("region,cercle\nHaut-Fictif,Sorema\n")
    done = bring(f"{LONG}1,XX01,Haut-Fictif,XX\n2,XX0102,Soréma,XX01\n")
    assert kinds(done) == {"change": 2}
    assert place("Soréma", 2).codes.get().code == "XX0102"
    assert Place.objects.count() == 2
    back = bring(f"{LONG}1,XX01,Haut-Fictif,XX\n2,XX0102,SOREMA,XX01\n")
    assert back.changes_nothing


def test_a_commune_under_another_parent_in_a_newer_edition_stands_under_both() -> None:
    bring()
    newer = EditionCard("fictif-2023", "Découpage fictif de 2023", "XX", date(2023, 1, 1), fictional=True)
    text = f"{LONG}1,XX02,Bas-Fictif,XX\n2,XX0201,Imagina,XX02\n3,XX010102,Dougou-Inventé,XX0201\n"
    done = bring(text, newer)
    assert [unit.is_new for unit in done.of_kind(ChangeKind.ADD)] == [False, False, False]
    parents = dict(
        PlaceInEdition.objects.filter(place=place("Dougou-Inventé")).values_list("edition__code", "parent__name")
    )
    assert parents == {"fictif-2021": "Balanfara", "fictif-2023": "Imagina"}
    moved = bring(text.replace("Inventé,XX0201", "Inventé,XX02"), newer)
    assert [(one.field, one.old, one.new) for unit in moved.of_kind(ChangeKind.CHANGE) for one in unit.changed] == [
        ("parent", "Imagina", "Bas-Fictif")
    ]


def test_the_country_above_its_regions_stays_there() -> None:
    edition = factories.place_edition(code=CARD.code, name=CARD.name, valid_from=CARD.valid_from)
    country = factories.place(name="Pays fictif", level=0, edition=edition, code="P")
    factories.place(name="Haut-Fictif", level=1, edition=edition, parent=country, code="R1")
    bring()
    tops = PlaceInEdition.objects.filter(place__level=1).values_list("place__name", "parent__name")
    assert sorted(tops) == [("Bas-Fictif", "Pays fictif"), ("Haut-Fictif", "Pays fictif")]
    assert PlaceCode.objects.filter(place=place("Haut-Fictif", 1)).count() == 2


def test_a_name_that_looks_like_a_known_one_asks_for_a_look() -> None:
    bring()
    near = look("region,cercle,commune\nHaut-Fictif,Soréma,Tounkasi\n")
    assert told(near) == [("near-name", "ligne 2")]
    assert "Tounkassi" in near.findings[0].text()
    newer = EditionCard("fictif-2023", "Découpage fictif de 2023", "XX", date(2023, 1, 1), fictional=True)
    moved = look("region,cercle,commune\nBas-Fictif,Imagina,Tounkassi\n", newer)
    assert [code for code, _ in told(moved)] == ["moved-or-new"]


def test_a_place_that_ended_before_the_edition_is_left_out() -> None:
    text = "Admin Level,P-Code,Name,Parent P-Code,Valid to date\n1,XX01,Ancienne,XX,2020-01-01\n1,XX02,Actuelle,XX,\n"
    done = bring(text)
    assert told(done) == [("no-longer-valid", "ligne 2")]
    assert [unit.place.name for unit in done.units] == ["Actuelle"]


@pytest.mark.parametrize(
    ("text", "code"), [("", "not-a-table"), ("code,montant\n1,2\n", "no-gazetteer"), ("region,cercle\n", "no-place")]
)
def test_a_file_without_places_is_refused_in_words(text: str, code: str) -> None:
    with pytest.raises(GazetteerNotImported) as refused:
        bring(text, leave_out_errors=True)
    assert [found for found, _ in told(refused.value.preview)] == [code]
    assert not Edition.objects.exists()


def test_only_who_manages_the_framework_changes_the_division() -> None:
    with pytest.raises(PermissionDenied):
        import_gazetteer(FICTIONAL.read_bytes(), "x.csv", edition=CARD, by=factories.user(Role.PARTNER_COORDINATOR))
    officer = factories.user(Role.MEL_OFFICER)
    import_gazetteer(FICTIONAL.read_bytes(), "x.csv", edition=CARD, by=officer)
    assert Entry.objects.get(action="places.imported").actor == officer.pk


def test_the_command_tries_imports_and_lists(capsys: pytest.CaptureFixture[str]) -> None:
    given = ["--name", "Découpage fictif", "--country", "XX", "--valid-from", "2021-06-30", "--fictional"]
    with pytest.raises(CommandError, match="--name, --country, --valid-from"):
        call_command("places", "import", str(FICTIONAL), "--edition", CARD.code)
    call_command("places", "import", str(FICTIONAL), "--edition", CARD.code, *given, "--dry-run")
    assert not Place.objects.exists()
    call_command("places", "import", str(FICTIONAL), "--edition", CARD.code, *given, "--source", "inventé")
    call_command("places", "import", str(FICTIONAL), "--edition", CARD.code, "--source", "et repris")
    call_command("places", "list")
    said = capsys.readouterr().out
    assert "ajoutés : 10 (niveau 1 : 2, niveau 2 : 3, niveau 3 : 5)" in said
    assert "« inventé » → « inventé ; et repris »" in said
    assert "30 juin 2021" in said


@needs_reference
def test_the_communes_find_their_cercles_at_full_size() -> None:
    card = EditionCard("mli-2021", "Mali, décembre 2021", "ML", date(2021, 12, 20), source="OCHA COD-AB")
    bring(P_CODES.read_bytes(), card)
    with pytest.raises(GazetteerNotImported) as refused:
        bring(COMMUNES.read_bytes(), card)
    lost = {one.values["parent"]: one.values["suggestions"] for one in refused.value.preview.errors}
    assert lost == SETTLED, "each with the one name that it may be"
    waiting = sum(int(str(one.values["count"])) for one in refused.value.preview.errors)
    done = bring(COMMUNES.read_bytes(), card, same=SETTLED)
    repeated = [one.values["name"] for one in done.findings]
    assert (len(done.units), waiting, repeated) == (700, 35, ["Tambaga", "Derary"])
    assert Place.objects.filter(level=3).count() == 700
    assert bring(COMMUNES.read_bytes(), card, same=SETTLED).changes_nothing
