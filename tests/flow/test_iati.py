"""IATI files of the real programmes, which nobody computed, and of a fictional one with its edition."""

from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from lxml import etree

from tests import factories
from tests.flow.editions import hold, release, stage
from tests.flow.sheets import Commune
from toguna.collect.iati import read_file
from toguna.demo.real_programmes import RealProgrammes
from toguna.flow.iati import export_draft, export_edition, write_editions
from toguna.publish.iati.publisher import TEST_PUBLISHER, NotExportable
from toguna.publish.iati.validity import validate
from toguna.publish.iati.writing import write_file
from toguna.store.places.models import Place
from toguna.store.programmes.models import Participation, Programme
from toguna.store.publications.models import Edition

pytestmark = pytest.mark.django_db
ON = date(2026, 1, 15)
# The one rule that a publisher who does not exist must break: no register of organisations has it.
UNREGISTERED = "1.14.8"


@pytest.fixture
def real() -> dict[str, Programme]:
    """The three programmes of the documents."""
    return {programme.code: programme for programme in RealProgrammes().load()}


def said(*words: Any) -> str:
    """What the command answers on the screen."""
    out = StringIO()
    call_command("iati", *words, stdout=out, stderr=StringIO())
    return out.getvalue()


def released() -> tuple[Commune, Edition]:
    """A fictional programme that an organisation carries out, and its edition."""
    there = stage()
    organisation = factories.organisation(fictional=True)
    Participation.objects.create(programme=there.programme, organisation=organisation, role="implementing")
    hold(there)
    return there, release(there)


def test_the_three_real_programmes_are_valid_uncomputed_and_the_same_once_read_and_written_again(
    real: dict[str, Programme],
) -> None:
    assert set(real) == {"CEP", "UNW-MLI", "PECIC-II"}
    for programme in real.values():
        made = export_draft(programme, on=ON)
        judged = validate(made.body(), today=ON)
        assert judged.valid
        assert judged.clean, judged.findings
        broken = {code for code, tally in judged.evaluated.items() if tally.failed and not code.startswith("toguna.")}
        assert broken <= {UNREGISTERED}
        assert b"FICTI" not in made.body()
        assert write_file(read_file(made.body()).file) == made.body()


def test_the_civic_engagement_program_says_what_its_documents_say(real: dict[str, Programme]) -> None:
    activity, part_of_cphda = etree.fromstring(export_draft(real["CEP"], on=ON).body())
    roles = [(one.get("role"), one.get("ref")) for one in activity.findall("participating-org")]
    assert roles == [("1", "US-GOV-1"), ("2", None), ("4", None)]
    assert activity.find("other-identifier").get("ref") == "AID-688-A-16-00006"
    assert activity.find("activity-status").get("code") == "4"
    assert [one.get("ref") for one in activity.findall("location")] == ["ML01", "ML03", "ML04", "ML05", "ML06", "ML09"]
    assert activity.find("budget") is None
    values = {one.get("value") for one in activity.iter("actual")}
    assert {"486", "518", "555", "482", "30", "8000", "2000", "75"} <= values
    assert part_of_cphda.find("related-activity").get("type") == "1"
    assert part_of_cphda.find("transaction") is None
    # Nobody is known to publish it, so its draft goes under nobody.
    assert activity.find("reporting-org").get("ref") == TEST_PUBLISHER.ref
    assert activity.find("reporting-org").get("secondary-reporter") == "1"
    assert "Brouillon" in activity.find("description[@type='4']").findtext("narrative")


def test_the_installation_may_name_who_publishes(real: dict[str, Programme], settings: Any) -> None:
    settings.IATI_PUBLISHER = "XM-DAC-41114;40;PNUD;UNDP"
    activity = etree.fromstring(export_draft(real["UNW-MLI"], on=ON).body())[0]
    assert activity.findtext("iati-identifier") == "XM-DAC-41114-UNW-MLI"
    assert activity.find("reporting-org").get("secondary-reporter") == "1"
    settings.IATI_PUBLISHER = "PNUD"
    with pytest.raises(NotExportable, match="TOGUNA_IATI_PUBLISHER"):
        export_draft(real["UNW-MLI"], on=ON)


def test_women_s_programme_keeps_figures_that_do_not_add_up_out_of_its_values(real: dict[str, Programme]) -> None:
    activity = etree.fromstring(export_draft(real["UNW-MLI"], on=ON).body())[0]
    assert activity.find("reporting-org").get("ref") == "XM-DAC-41146"
    assert activity.find("reporting-org").get("type") == "40"
    (told,) = [one for one in activity.iter("actual") if one.get("value") == "1149"]
    cells = {
        (
            one.get("value"),
            one.find("dimension").get("value"),
            tuple(place.get("ref") for place in one.findall("location")),
        )
        for one in told.getparent().findall("actual")
        if one.find("dimension") is not None
    }
    # Printed once as « 21) » and once as 211, and 578 where the sums want 538: said in words, never as values.
    assert cells == {
        ("322", "male", ()), ("827", "female", ()), ("80", "male", ("ML04",)), ("120", "female", ("ML04",)),
        ("31", "male", ("ML05",)), ("169", "female", ("ML05",)),
    }  # fmt: skip
    result = told.getparent().getparent().getparent()
    assert "imprimé « 21) »" in result.findtext("description/narrative")
    assert all("document" in one.findtext("comment/narrative") for one in told.getparent().findall("actual"))


def test_what_is_judged_of_a_result_is_a_value_in_words(real: dict[str, Programme]) -> None:
    activity = etree.fromstring(export_draft(real["PECIC-II"], on=ON).body())[0]
    judged = [one for one in activity.iter("indicator") if one.get("measure") == "5"]
    assert len(judged) == 2
    for indicator in judged:
        assert indicator.find(".//actual").get("value") is None
        assert indicator.findtext(".//actual/comment/narrative")
    # « Deux conflits par commune » is what was asked for, not what was reached.
    assert [one for one in activity.iter("actual") if one.get("value") is not None] == []


def test_an_edition_and_a_draft_of_a_fictional_programme_are_published_by_nobody() -> None:
    there, edition = released()
    body = export_edition(edition).body()
    judged = validate(body, today=ON)
    assert judged.valid
    assert judged.clean, judged.findings
    activity = etree.fromstring(body)[0]
    assert activity.find("reporting-org").get("ref") == TEST_PUBLISHER.ref
    assert activity.findtext("title/narrative").startswith("[FICTIF]")
    assert body == export_edition(edition).body()
    assert write_file(read_file(body).file) == body
    assert b"".join(write_editions([edition], generated="2026-01-15T00:00:00Z")) == body
    real = Edition(snapshot={"content": {**edition.snapshot["content"], "fictional": False}})
    with pytest.raises(NotExportable):
        list(write_editions([edition, real], generated="2026-01-15T00:00:00Z"))
    draft = etree.fromstring(export_draft(there.programme, on=ON).body())[0]
    assert [one.get("value") for one in draft.iter("actual")] == [one.get("value") for one in activity.iter("actual")]


def test_a_place_withdrawn_after_the_edition_is_no_longer_in_its_file() -> None:
    _there, edition = released()
    refs = {one.get("ref") for one in etree.fromstring(export_edition(edition).body()).iter("location")}
    assert refs
    Place.objects.update(withdrawn=True)
    assert list(etree.fromstring(export_edition(edition).body()).iter("location")) == []


def test_the_command_writes_checks_and_reads_a_file(real: dict[str, Programme], tmp_path: Path) -> None:
    file = tmp_path / "pecic.xml"
    assert "1 activité" in said("export", "PECIC-II", "--draft", "--output", str(file))
    assert file.read_bytes() == said("export", "PECIC-II", "--draft").encode()
    assert "valide" in said("check", str(file))
    rules = said("check", str(file), "--rules")
    assert "1.1.21" in rules
    read = said("read", str(file))
    assert "XM-TEST-TOGUNA-PECIC-II" in read
    assert "2  résultats" in read


def test_the_command_says_why_not(real: dict[str, Programme], tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="Aucun programme"):
        said("export", "NOBODY")
    with pytest.raises(CommandError, match="--draft"):
        said("export", "CEP")
    with pytest.raises(CommandError, match="edition list"):
        said("export", "CEP", "--edition", "7")
    with pytest.raises(CommandError, match="ne s'ouvre pas"):
        said("check", str(tmp_path / "nothing.xml"))
    broken = tmp_path / "broken.xml"
    broken.write_text("<iati-activities version='2.03'><iati-activity>")
    with pytest.raises(CommandError, match="pas valide"):
        said("check", str(broken))
    other = tmp_path / "other.xml"
    other.write_text("<html/>")
    with pytest.raises(CommandError):
        said("read", str(other))
