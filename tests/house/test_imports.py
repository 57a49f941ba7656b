"""The import rules hold, and a rule that could not fail would be found out."""

import ast
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.house.source import PACKAGE, PURE_ROOMS, ROOT, modules, names_imported

# One forbidden import for each contract, by the contract's id in pyproject.toml.
TRESPASSES = {
    "house": ("rules/trespass.py", "import toguna.store.places.models"),
    "doors": ("web/layout/trespass.py", "import toguna.web.desk.apps"),
    "public": ("web/public/trespass.py", "import toguna.store.people.models"),
    "nouns": ("store/journal/trespass.py", "import toguna.store.facts.models"),
    "servers": ("web/desk/trespass.py", "import toguna.external.line"),
    "pure": ("publish/trespass.py", "import django.db"),
    "figures": ("figures/trespass.py", "import toguna.rules.findings"),
}


def lint_imports(source: Path) -> subprocess.CompletedProcess[str]:
    """What import-linter says of the package below a folder, by the contracts of this project."""
    # The folder goes in front of the installed package on the path, because lint-imports puts its own there.
    run = f"import sys; sys.path.insert(0, {str(source)!r}); from importlinter.cli import lint_imports; "
    run += "sys.exit(lint_imports(no_cache=True))"
    return subprocess.run(
        [sys.executable, "-c", run], cwd=ROOT, capture_output=True, text=True, check=False, env={"COLUMNS": "200"}
    )


@pytest.fixture(scope="module")
def trespassed(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What import-linter says of a copy of the house in which every rule is broken once."""
    copy = tmp_path_factory.mktemp("house") / "toguna"
    shutil.copytree(PACKAGE, copy, ignore=shutil.ignore_patterns("__pycache__", "locale", "static", "templates"))
    for path, statement in TRESPASSES.values():
        (copy / path).write_text(statement + "\n")
    said = lint_imports(copy.parent)
    assert said.returncode == 1, said.stdout + said.stderr
    return said.stdout


def contracts() -> dict[str, str]:
    """The name of each contract by its id."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    return {contract["id"]: contract["name"] for contract in settings["contracts"]}


def test_every_contract_is_kept() -> None:
    said = lint_imports(PACKAGE.parent)
    assert said.returncode == 0, said.stdout + said.stderr
    assert f"{len(TRESPASSES)} kept, 0 broken" in said.stdout


def test_every_contract_has_a_trespass_to_prove_it() -> None:
    assert contracts().keys() == TRESPASSES.keys()


@pytest.mark.parametrize("contract", TRESPASSES)
def test_a_trespass_is_noticed(contract: str, trespassed: str) -> None:
    assert f"{contracts()[contract]} BROKEN" in trespassed


def test_rules_need_nothing_but_the_standard_library() -> None:
    read = modules("rules")
    assert read
    for path, tree in read.items():
        for name in names_imported(tree):
            top = name.split(".")[0]
            assert top in sys.stdlib_module_names or name.startswith("toguna.rules"), f"{path} imports {name}"


def test_rooms_without_a_database_reach_for_no_network() -> None:
    network = ("urllib.request", "http.client", "socket", "ftplib", "smtplib", "ssl", "httpx", "requests", "urllib3")
    seen = 0
    for room in PURE_ROOMS:
        for path, tree in modules(room).items():
            for name in names_imported(tree):
                seen += 1
                assert not name.startswith(network), f"{path} imports {name}"
    assert seen > 50


def test_our_own_code_is_imported_at_the_top_of_a_file() -> None:
    functions = 0
    for path, tree in modules().items():
        for function in ast.walk(tree):
            if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
                continue
            functions += 1
            for node in ast.walk(function):
                imported = ""
                if isinstance(node, ast.ImportFrom):
                    imported = node.module or ""
                elif isinstance(node, ast.Import):
                    imported = " ".join(alias.name for alias in node.names)
                assert "toguna" not in imported, f"{path}:{node.lineno} hides an import of {imported}"
    assert functions > 50
