"""The source of the house, as the tests of its architecture read it."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PACKAGE = ROOT / "src" / "toguna"
TESTS = ROOT / "tests"
PURE_ROOMS = ["rules", "collect", "measure", "figures", "publish"]


@cache
def modules(room: str = "") -> dict[str, ast.Module]:
    """Every module of a room, by its path below the package; migrations are written by a machine and left out."""
    return {
        path.relative_to(PACKAGE).as_posix(): ast.parse(path.read_text())
        for path in sorted((PACKAGE / room).rglob("*.py"))
        if "migrations" not in path.parts
    }


def rooms() -> set[str]:
    """The rooms that exist: folders of the package with Python in them, and the doors of web and apps of store."""
    found = set()
    for folder in [PACKAGE, PACKAGE / "web", PACKAGE / "store"]:
        for child in folder.iterdir():
            if child.is_dir() and (child / "__init__.py").exists():
                found.add(child.relative_to(PACKAGE).as_posix())
    return found


def tracked_files() -> list[Path]:
    """The files that git keeps, or would keep with the next `git add`."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    return [path for name in listed.split("\0") if name and (path := ROOT / name).is_file()]


def names_imported(tree: ast.Module) -> Iterator[str]:
    """The dotted name of everything that a module imports."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "relative imports hide which room is meant"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def calls(tree: ast.Module) -> Iterator[tuple[str, ast.Call]]:
    """Every call with the dotted name it is made by, as far as it is written out."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func), node
