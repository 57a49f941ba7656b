"""The habits of the house: small rooms with honest names, no hidden writes, a database file that nobody else opens."""

import ast
import re
from pathlib import Path

import pytest

from tests.house.source import PACKAGE, PURE_ROOMS, ROOT, TESTS, calls, modules, names_imported

LONGEST = 400
NO_NAME_FOR_A_ROOM = {"utils", "util", "helpers", "helper", "common", "core", "base", "main", "misc", "services"}
NOT_A_PUBLIC_NAME = re.compile(
    r"(^|_)(data|info|item|items|process|handle|handler|manager|beneficiary|beneficiaries)(_|$)"
)
SIGNALS = {"pre_save", "post_save", "pre_delete", "post_delete", "m2m_changed", "receiver"}
WRITES = {"create", "get_or_create", "update_or_create", "bulk_create", "bulk_update"}
# Django finds commands and templates' tags by these names, and Python runs a package by that one.
NAMED_BY_OTHERS = {"__main__"}


def python_files() -> list[Path]:
    """Every module that people write, the tests included."""
    written = [path for folder in (PACKAGE, TESTS, ROOT / "tools") for path in folder.rglob("*.py")]
    return [path for path in written if "migrations" not in path.parts]


def test_no_module_is_two_rooms() -> None:
    lengths = {path.relative_to(ROOT).as_posix(): len(path.read_text().splitlines()) for path in python_files()}
    assert len(lengths) > 100
    assert {path: length for path, length in lengths.items() if length > LONGEST} == {}


def test_a_module_says_what_it_answers() -> None:
    silent = [path for path, tree in modules().items() if tree.body and not (ast.get_docstring(tree) or "").strip()]
    assert silent == []
    # A module that holds code has a docstring, so an empty file is the only one without.
    assert len(modules()) > 100


def test_no_room_or_file_is_called_something_for_everything() -> None:
    names = {
        part.removesuffix(".py")
        for path in python_files()
        for part in path.relative_to(ROOT).parts
        if part.removesuffix(".py") not in NAMED_BY_OTHERS
    }
    assert "store" in names
    assert names & NO_NAME_FOR_A_ROOM == set()


def test_public_names_are_words_of_the_field() -> None:
    found = [
        f"{path}: {node.name}"
        for path, tree in modules().items()
        for node in tree.body
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
        and NOT_A_PUBLIC_NAME.search(re.sub(r"(?<=[a-z])(?=[A-Z])", "_", node.name).lower())
        # Django calls what makes rows of a model its manager.
        and "BaseUserManager" not in ast.unparse(node).split("\n")[0]
    ]
    assert NOT_A_PUBLIC_NAME.search("handle_data")
    assert found == []


@pytest.mark.parametrize("room", PURE_ROOMS)
def test_a_public_function_of_a_pure_room_tells_about_the_world(room: str) -> None:
    told, silent = [], []
    for path, tree in modules(room).items():
        for node in tree.body:
            if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
                (told if ast.get_docstring(node) else silent).append(f"{path}: {node.name}")
    assert told
    assert silent == []


def test_a_rule_never_asks_the_time() -> None:
    clocks = {"datetime.now", "datetime.utcnow", "date.today", "datetime.today", "time.time", "time.monotonic"}
    seen = 0
    for path, tree in modules("rules").items():
        assert "time" not in set(names_imported(tree)), path
        for name, node in calls(tree):
            seen += 1
            assert ".".join(name.split(".")[-2:]) not in clocks, f"{path}:{node.lineno} asks the time"
    assert seen > 50


def test_no_signal_is_heard_and_no_save_is_overridden() -> None:
    classes = 0
    for path, tree in modules().items():
        heard = {name.split(".")[-1] for name in names_imported(tree)} & SIGNALS
        assert not heard, f"{path} listens to {heard}"
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef):
                classes += 1
                own = {child.name for child in node.body if isinstance(child, ast.FunctionDef)}
                # A form's save is Django's word for something else, and no form of ours overrides it either.
                assert not own & {"save", "delete", "save_base"}, f"{path}: {node.name} overrides {own}"
    assert classes > 40


def test_a_door_never_writes_by_itself() -> None:
    seen = 0
    for path, tree in modules("web").items():
        for name, node in calls(tree):
            seen += 1
            method = name.split(".")[-1]
            on_rows = ".objects." in name or method.startswith(("bulk_", "get_or_", "update_or_"))
            assert not (method in WRITES and on_rows), f"{path}:{node.lineno} writes with {name}"
            assert not (method == "delete" and ".objects" in name), f"{path}:{node.lineno} deletes with {name}"
    assert seen > 100


def test_an_action_names_its_arguments_and_is_atomic() -> None:
    """An action that somebody does says who, and either all of it happens or none."""
    actions = 0
    for path, tree in modules("store").items():
        if not path.endswith("/actions.py"):
            continue
        for node in tree.body:
            if not isinstance(node, ast.FunctionDef) or node.name.startswith("_"):
                continue
            named = {argument.arg for argument in node.args.kwonlyargs}
            decorators = [ast.unparse(decorator) for decorator in node.decorator_list]
            if "by" in named and "transaction.atomic" in decorators:
                actions += 1
                assert not node.args.args, f"{path}: {node.name} takes arguments without their names"
    assert actions > 5


def test_no_request_is_one_transaction() -> None:
    text = "\n".join(path.read_text() for path in (PACKAGE / "config").glob("*.py"))
    assert "DATABASES" in text
    assert "ATOMIC_REQUESTS" not in text


# Whoever attaches the file that Django writes to loses acknowledged commits: closing it drops the other's locks.
ATTACHING = re.compile(
    r"sqlite_attach|sqlite_scan|postgres_attach|postgres_scan|read_sqlite|\bATTACH\b|TYPE sqlite", re.I
)


def test_nobody_attaches_the_live_database() -> None:
    for sentence in ("ATTACH 'toguna.sqlite3' AS live (TYPE sqlite)", "con.read_sqlite(path)", "FROM sqlite_scan("):
        assert ATTACHING.search(sentence)
    found = []
    for path, tree in modules().items():
        told = {id(node.body[0].value) for node in ast.walk(tree) if has_docstring(node)}
        for node in ast.walk(tree):
            text = node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
            text = node.attr if isinstance(node, ast.Attribute) else text
            if id(node) not in told and ATTACHING.search(text):
                found.append(f"{path}:{getattr(node, 'lineno', 0)} {text[:60]}")
    assert found == []


def has_docstring(node: ast.AST) -> bool:
    """Whether this node begins with words about itself."""
    scopes = ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef
    return isinstance(node, scopes) and ast.get_docstring(node) is not None


def test_duckdb_is_known_to_the_measuring_room_alone() -> None:
    users = {
        path.split("/")[0]
        for path, tree in modules().items()
        for name in names_imported(tree)
        if name.split(".")[0] in {"duckdb", "ibis"}
    }
    assert users == {"measure"}
