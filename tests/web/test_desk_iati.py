"""Somebody else's IATI file on the desk: what it says, what is wrong in it, its values taken away, and nothing kept."""

import csv
import re
from io import StringIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests import factories
from tests.web.desk_stage import signed_in
from toguna.rules.roles import Role
from toguna.web.desk import iati_reading
from toguna.web.desk.iati_wording import HEADINGS

pytestmark = pytest.mark.django_db
READ = "/desk/iati/"
FOREIGN = Path(__file__).parent.parent / "samples" / "iati_foreign"


@pytest.fixture
def officer() -> Client:
    return signed_in(factories.user(Role.MEL_OFFICER))


def upload(name: str, body: bytes | None = None) -> SimpleUploadedFile:
    """One of the sample files, or other bytes under a name."""
    return SimpleUploadedFile(name, (FOREIGN / name).read_bytes() if body is None else body)


def table(answer: object) -> list[list[str]]:
    """The rows of a CSV that was taken away."""
    body = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    return list(csv.reader(StringIO(body)))


def test_a_file_is_shown_with_what_was_understood_and_what_was_not(officer: Client) -> None:
    page = officer.post(READ, {"file": upload("foreign_names.xml")}).content.decode()
    assert "Radio in imaginary towns" in page
    assert "Fictional Platform" in page
    assert "iati-activity/strategic-goal" in page
    assert "ne peut être là qu&#x27;une fois" in page
    assert len(page) < 150_000


def test_repairs_are_grouped_and_counted(officer: Client) -> None:
    page = officer.post(READ, {"file": upload("repeated_periods_2_02.xml")}).content.decode()
    assert "Périodes réunies" in page
    assert "Totaux qui se contredisent" in page
    assert '<time datetime="2018-01-01">' in page


def test_the_values_are_taken_away_one_a_row(officer: Client) -> None:
    answer = officer.post(READ, {"file": upload("numbers_in_dimensions.xml"), "take": "values"})
    heading, *rows = table(answer)
    by_name = [dict(zip(heading, row, strict=True)) for row in rows]
    assert [(row["kind"], row["value"], row["dimensions"]) for row in by_name][:4] == [
        ("baseline", "20", ""),
        ("baseline", "5", "sex=female"),
        ("baseline", "15", "sex=male"),
        ("target", "100", ""),
    ]
    assert {row["iati-identifier"] for row in by_name} == {"XX-FICTIF-61-TRAINING"}


def test_a_table_of_a_file_that_is_cut_says_so_in_its_last_row(officer: Client) -> None:
    rows = table(officer.post(READ, {"file": upload("bad_cut.xml"), "take": "values"}))
    assert "Le fichier est coupé" in rows[-1][-1]
    assert len(rows) > 5


def test_everything_there_is_to_say_is_taken_away(officer: Client) -> None:
    heading, *rows = table(officer.post(READ, {"file": upload("wrong_order_2_01.xml"), "take": "findings"}))
    assert heading == ["Gravité", "Sorte", "Où", "Quoi"]
    assert rows[0][0] == "warning"
    assert any("transaction-type" in row[3] for row in rows)


def test_a_cell_that_a_spreadsheet_would_run_is_harmless(officer: Client) -> None:
    body = (FOREIGN / "repeated_periods_2_02.xml").read_bytes().replace(b"Forums held", b"=cmd()")
    rows = table(officer.post(READ, {"file": upload("a.xml", body), "take": "values"}))
    assert {row[3] for row in rows[1:]} == {"'=cmd()"}


@pytest.mark.parametrize("take", ["", "values", "findings"])
@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("bad_entity_bomb.xml", "de quoi remplir toute la mémoire"),
        ("bad_organisation_file.xml", "fichier d&#x27;organisation"),
        ("bad_registry_page.html", "page web"),
    ],
)
def test_what_is_no_such_file_is_refused_with_what_to_do(officer: Client, name: str, words: str, take: str) -> None:
    answer = officer.post(READ, {"file": upload(name), "take": take})
    assert answer.status_code == 422
    assert words in answer.content.decode()


def test_a_cut_file_is_told_above_everything(officer: Client) -> None:
    page = officer.post(READ, {"file": upload("bad_cut.xml")}).content.decode()
    assert page.index("Le fichier est coupé au milieu") < page.index("Ce qui a été compris")


def test_a_file_that_is_too_large_for_a_page_is_refused(officer: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(iati_reading, "AT_MOST", 1000)
    answer = officer.post(READ, {"file": upload("many_languages.xml")})
    assert answer.status_code == 422
    assert "toguna iati read" in answer.content.decode()


def test_markup_in_a_file_is_shown_and_never_run(officer: Client) -> None:
    body = (FOREIGN / "many_languages.xml").read_bytes().replace(b"Imaginary Street", b"x")
    body = body.replace(b"<activity-status", b"<bad><script>alert(1)</script></bad><activity-status")
    page = officer.post(READ, {"file": upload("a.xml", body)}).content.decode()
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_a_page_of_a_file_with_thousands_of_faults_is_no_heavier_than_a_page(officer: Client) -> None:
    one = (
        '<iati-activity a{n}="x"><iati-identifier>A-{n}</iati-identifier><title xml:lang="EN">T{n}</title>'
        "<other{n}/></iati-activity>"
    )
    body = f"<iati-activities>{''.join(one.format(n=number) for number in range(2_000))}</iati-activities>".encode()
    page = officer.post(READ, {"file": upload("a.xml", body)}).content.decode()
    assert "2\u202f000" in page
    assert len(page.encode()) < 150_000


def test_every_kind_of_finding_has_its_words() -> None:
    package = Path(iati_reading.__file__).parent.parent.parent / "collect" / "iati"
    source = "\n".join(path.read_text() for path in package.glob("*.py"))
    told = set(re.findall(r'\.(?:note|warn)\(\s*"([a-z0-9-]+)"', source))
    told |= set(re.findall(r'StoppedReadingError\(\s*"([a-z0-9-]+)"', source))
    assert len(told) > 40
    assert told == set(HEADINGS)
