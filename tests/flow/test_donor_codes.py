"""Donors' codes from a workbook: seen before they are kept, all or nothing, and never verified without a proof."""

import pytest
from django.core.exceptions import PermissionDenied

from tests import factories
from tests.collect.books import book
from toguna.collect.donor_codes import read_codes, write_codes
from toguna.flow.donor_codes import CodesNotLoaded, code_in_words, codes_workbook, load_codes, preview_codes
from toguna.rules.donor_codes import CodeRow
from toguna.rules.framework import Texts
from toguna.rules.roles import Role
from toguna.store.accounts.models import User
from toguna.store.journal.models import Entry
from toguna.store.results.donor_codes import Standard, add_standard, verify_standard
from toguna.store.results.models import StandardIndicator

pytestmark = pytest.mark.django_db

HEADINGS = ("Liste", "Code", "Année de la version", "Titre (fr)", "Unité (fr)", "Codes plus anciens", "Preuve")
PROOF = "Liste fictive, page 3"


@pytest.fixture
def officer() -> User:
    return factories.user(Role.MEL_OFFICER)


@pytest.fixture
def kept(officer: User) -> StandardIndicator:
    """A code that is kept and verified, with a text in a third language."""
    titles = {"fr": "Forums", "en": "Forums", "bm": "Kelen"}
    made = add_standard(by=officer, standard=Standard("demo", "D-1", titles, year=2023))
    return verify_standard(by=officer, kept=made, proof=PROOF)


def sheet(*rows: tuple[object, ...]) -> bytes:
    headings = [*HEADINGS[:-1], "Preuve (document, page ou adresse)"]
    return book({"Codes": [headings, *rows]})


def test_what_is_written_reads_back_the_same() -> None:
    codes = (
        CodeRow("demo", "=D-1", 2024, Texts("Forums", "Forums"), Texts("forum"), ("D-0", "D-0b"), proof=PROOF),
        CodeRow("demo", "007", title=Texts("Une ligne\nPuis une autre"), counting_rule=Texts("Une fois chacun")),
    )
    for language in ("fr", "en"):
        reading = read_codes(write_codes(codes, language=language))
        assert tuple(code for _, code in reading.rows) == codes
        assert not reading.findings


def test_looking_writes_nothing_and_loading_says_it_in_the_journal(officer: User) -> None:
    body = sheet(
        ("demo", "D-1", 2024, "Forums tenus", "forum", "D-0; D-0b", ""), ("demo", "D-2", "", "Voix", "", "", PROOF)
    )
    preview = preview_codes(body)
    assert [(change.kind.value, change.key) for change in preview.changes] == [("add", "demo D-1"), ("add", "demo D-2")]
    assert code_in_words(preview.changes[0], "fr")[-1] == "À vérifier."
    assert "Vérifié par vous" in code_in_words(preview.changes[1], "fr")[-1]
    assert not StandardIndicator.objects.exists()

    load_codes(body, by=officer)
    first, second = StandardIndicator.objects.order_by("code")
    assert (first.year, first.title, first.older_codes, first.verified) == (
        2024,
        {"fr": "Forums tenus"},
        ["D-0", "D-0b"],
        False,
    )
    assert (second.verified_by, second.proof) == (officer.pk, PROOF)
    assert Entry.objects.get(action="codes.loaded").detail["added"] == 2
    assert Entry.objects.filter(action="code.added").count() == 2

    assert load_codes(body, by=officer).changes_nothing
    assert Entry.objects.filter(action="codes.loaded").count() == 1


def test_an_empty_cell_leaves_what_is_kept_and_so_does_a_code_that_is_not_named(
    officer: User, kept: StandardIndicator
) -> None:
    other = add_standard(by=officer, standard=Standard("demo", "D-9", {"fr": "Autre"}))
    load_codes(sheet(("demo", "D-1", "", "", "forum", "", "Liste fictive de 2025, page 8")), by=officer)
    kept.refresh_from_db()
    assert (kept.year, kept.unit) == (2023, {"fr": "forum"})
    assert kept.title == {"fr": "Forums", "en": "Forums", "bm": "Kelen"}
    assert kept.proof == "Liste fictive de 2025, page 8"
    assert StandardIndicator.objects.get(pk=other.pk).title == {"fr": "Autre"}


@pytest.mark.parametrize("proof", ["", PROOF], ids=["no proof", "the proof of before"])
def test_a_verified_code_that_is_said_otherwise_is_to_be_verified_again(
    officer: User, kept: StandardIndicator, proof: str
) -> None:
    body = sheet(("demo", "D-1", 2025, "Forums", "", "", proof))
    preview = preview_codes(body)
    assert [finding.code for finding in preview.findings] == ["proved-no-longer"]
    assert "De nouveau à vérifier." in code_in_words(preview.changes[0], "fr")
    load_codes(body, by=officer)
    kept.refresh_from_db()
    assert (kept.year, kept.verified, kept.proof) == (2025, False, "")


def test_the_codes_taken_away_and_loaded_again_change_nothing(officer: User, kept: StandardIndicator) -> None:
    assert preview_codes(codes_workbook(StandardIndicator.objects.all())).changes_nothing
    kept.refresh_from_db()
    assert kept.verified


@pytest.mark.parametrize(
    ("row", "code", "where"),
    [
        (("demo", "D-2", "", "", "", "", ""), "title-missing", "Codes!D3"),
        (("", "D-2", "", "Voix", "", "", ""), "value-missing", "Codes!A3"),
        (("deux mots", "D-2", "", "Voix", "", "", ""), "list-malformed", "Codes!A3"),
        (("demo", "D-2", 24, "Voix", "", "", ""), "out-of-range", "Codes!C3"),
        (("demo", "D-2", "", "V" * 401, "", "", ""), "text-too-long", "Codes!D3"),
        (("demo", "D-2", "", "Voix", "", "D" * 201, ""), "text-too-long", "Codes!F3"),
        (("demo", "D-1", "", "Encore", "", "", ""), "row-twice", "Codes!B3"),
    ],
    ids=["no title", "no list", "list in two words", "year", "title", "older codes", "twice"],
)
def test_one_wrong_row_keeps_every_row_out_and_is_told_with_its_cell(
    officer: User, row: tuple[object, ...], code: str, where: str
) -> None:
    body = sheet(("demo", "D-1", 2024, "Forums", "", "", PROOF), row)
    with pytest.raises(CodesNotLoaded) as refused:
        load_codes(body, by=officer)
    assert [(finding.code, finding.where) for finding in refused.value.preview.errors] == [(code, where)]
    assert not StandardIndicator.objects.exists()
    assert not Entry.objects.filter(action__startswith="code").exists()


def test_what_is_no_workbook_of_codes_is_refused_in_words() -> None:
    assert [one.code for one in preview_codes(b"PDF").errors]
    assert [one.code for one in preview_codes(book({"Autre": [("x",)]})).errors] == ["tab-missing"]
    assert [one.code for one in preview_codes(codes_workbook()).errors] == ["no-codes"]


def test_only_who_may_keep_the_framework_loads_codes() -> None:
    with pytest.raises(PermissionDenied):
        load_codes(sheet(("demo", "D-1", "", "Forums", "", "", "")), by=factories.user(Role.PARTNER_AGENT))
