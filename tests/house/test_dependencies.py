"""Each dependency says why it is there, is pinned with its hash, and nothing committed points at somebody's machine."""

import re
import tomllib
from itertools import pairwise
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from tests.house.source import ROOT, tracked_files

PYPROJECT = ROOT / "pyproject.toml"
DECLARED = re.compile(r'^    "([a-z][a-z0-9-]*)(?:\[[a-z,-]+\])?[>=<][^"]*",?(.*)$', re.MULTILINE | re.IGNORECASE)
PINNED = re.compile(r"^([a-z0-9][a-z0-9._-]*)==([^\s;\\]+)", re.MULTILINE | re.IGNORECASE)
# Folders in which a machine keeps what is its own, and addresses from which packages are fetched. In a form,
# instance('communes')/root/item is a list that came with it.
ELSEWHERE = re.compile(
    r"(?<![\w.$}-])(?!(?<='\))/root/item\b)/(?:work|root|home|opt|Users|mnt|srv)/\w|(?<![\w.-])/tmp/\w"
    r"|--(?:extra-)?index-url|--find-links|pypi\.org/simple|files\.pythonhosted\.org|registry\.npmjs\.org",
)
BINARY = {".png", ".jpg", ".mo", ".xlsx", ".parquet", ".ico", ".woff2", ".pdf"}


def without_extras(requirement: str) -> str:
    """The name of a package as indexes write it."""
    return re.sub(r"[-_.]+", "-", re.split(r"[\[>=<~! ;]", requirement)[0]).lower()


def pinned(file: str) -> dict[str, str]:
    """Exact versions in a file of requirements."""
    return {
        without_extras(name): version for name, version in PINNED.findall((ROOT / "requirements" / file).read_text())
    }


def test_every_dependency_of_an_installation_has_its_reason_beside_it() -> None:
    project = tomllib.loads(PYPROJECT.read_text())["project"]["dependencies"]
    reasons = dict(DECLARED.findall(PYPROJECT.read_text()))
    assert len(project) > 10
    for requirement in project:
        name = without_extras(requirement)
        assert re.search(r"# \w+", reasons.get(name, "")), f"{name} has no reason"


@pytest.mark.parametrize(("file", "groups"), [("run.txt", ["build"]), ("development.txt", ["build", "development"])])
def test_requirements_hold_what_the_project_declares(file: str, groups: list[str]) -> None:
    settings = tomllib.loads(PYPROJECT.read_text())
    declared = [*settings["project"]["dependencies"]]
    for group in groups:
        declared += settings["dependency-groups"][group]
    versions = pinned(file)
    for wanted in map(Requirement, declared):
        assert wanted.specifier.contains(versions[without_extras(wanted.name)]), f"run make lock: {wanted}"


def test_the_tests_run_on_the_versions_that_an_installation_has() -> None:
    run, development = pinned("run.txt"), pinned("development.txt")
    assert run.items() <= development.items()


@pytest.mark.parametrize("file", ["run.txt", "development.txt"])
def test_every_requirement_has_a_hash(file: str) -> None:
    lines = (ROOT / "requirements" / file).read_text().splitlines()
    requirements = [(line, after) for line, after in pairwise(lines) if line and not line.startswith((" ", "#"))]
    assert len(requirements) > 30
    for line, after in requirements:
        assert PINNED.match(line), line
        assert after.startswith("    --hash=sha256:"), line


def test_nothing_committed_points_at_a_machine_or_an_index() -> None:
    assert ELSEWHERE.search("see /home/" + "awa/notes")
    assert ELSEWHERE.search("--index" + "-url https://example.org")
    assert ELSEWHERE.search("/root" + "/item and open('x') /root" + "/item")
    assert ELSEWHERE.search("instance('communes')/root" + "/keys")
    assert not ELSEWHERE.search("https://example.org/home/plan and ./tmp/x")
    assert not ELSEWHERE.search("instance('communes')/root/item[name = ${commune}]")
    read, found = 0, []
    for path in tracked_files():
        if path.suffix in BINARY or path == Path(__file__):
            continue
        read += 1
        for number, line in enumerate(path.read_text(errors="replace").splitlines(), 1):
            if ELSEWHERE.search(line.replace("--no-emit-index-url", "").replace("--no-emit-find-links", "")):
                found.append(f"{path.relative_to(ROOT)}:{number}: {line.strip()[:80]}")
    assert read > 100
    assert found == []
