"""What is written about the house is the house."""

import re
import tomllib
from pathlib import Path

from tests.house.source import ROOT, TESTS, rooms

ARCHITECTURE = ROOT / "docs" / "architecture.md"
MAKEFILE = ROOT / "Makefile"


def rooms_described() -> set[str]:
    """The rooms that the document lists: each stands in backquotes with its stroke at the start of a row of a table."""
    return {name.rstrip("/") for name in re.findall(r"^\| `([a-z_/]+/)`", ARCHITECTURE.read_text(), re.MULTILINE)}


def test_the_document_describes_every_room_and_no_other() -> None:
    assert {"rules", "store/journal", "web/public"} <= rooms()
    assert rooms_described() == rooms()


def test_the_document_gives_the_order_that_is_enforced() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    layers = next(contract["layers"] for contract in contracts if contract["id"] == "house")
    drawn = re.search(r"```text\n(.+?)```", ARCHITECTURE.read_text(), re.DOTALL)
    assert drawn is not None
    in_words = [re.findall(r"[a-z]+", line.split("  ")[0]) for line in drawn[1].splitlines() if line]
    assert in_words == [re.findall(r"[a-z]+", layer) for layer in layers]


def test_decisions_are_numbered_without_a_gap_and_short() -> None:
    records = sorted((ROOT / "docs" / "adr").glob("*.md"))
    assert [int(path.name[:4]) for path in records] == list(range(1, len(records) + 1))
    assert len(records) >= 2
    for path in records:
        text = path.read_text()
        assert text.startswith(f"# {int(path.name[:4])}. "), path.name
        assert len(text.split()) < 450, f"{path.name} is longer than a page"


def test_a_link_in_the_documents_leads_somewhere() -> None:
    links = 0
    for path in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]:
        for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", path.read_text()):
            if "://" in target:
                continue
            links += 1
            assert (path.parent / target).exists(), f"{path.relative_to(ROOT)} links to {target}"
    assert links > 3


def test_every_folder_of_tests_is_run_by_make() -> None:
    listed = set(re.findall(r"tests/([a-z]+)\b", re.sub(r"tests\.browser", "", MAKEFILE.read_text())))
    folders = {path.parent.relative_to(TESTS).parts[0] for path in TESTS.rglob("test_*.py") if path.parent != TESTS}
    assert {"rules", "store", "browser"} <= folders
    assert folders <= listed
    assert not list(TESTS.glob("test_*.py")), "a test belongs to a folder, or make would not run it"


def test_every_target_of_make_says_how_long_it_takes() -> None:
    targets = re.findall(r"^([a-z-]+):.*?## (.+)$", MAKEFILE.read_text(), re.MULTILINE)
    assert len(targets) > 10
    untold = [
        name for name, words in targets if name not in {"help", "clean"} and not re.search(r"second|minute", words)
    ]
    assert untold == []


def test_every_target_that_the_documents_name_exists() -> None:
    targets = set(re.findall(r"^([a-z-]+):", MAKEFILE.read_text(), re.MULTILINE))
    named = {
        (path.name, target)
        for path in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
        for target in re.findall(r"`make ([a-z-]+)`", path.read_text())
    }
    assert len(named) > 3
    assert {(name, target) for name, target in named if target not in targets} == set()


def test_the_licence_is_the_one_that_is_declared() -> None:
    text = (ROOT / "LICENSE").read_text()
    assert "Apache License" in text
    assert "Version 2.0" in text
    assert 'license = "Apache-2.0"' in Path(ROOT / "pyproject.toml").read_text()
