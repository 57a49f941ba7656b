"""Keeps the catalogues of translations true to the code.

    python -m tools.translations update     new messages in, old ones out, everything compiled
    python -m tools.translations check      the same, looked at only; fails with what is missing

The English catalogue translates every message. The French one holds only messages that count, because French says
"0 fiche" where the code alone would give "0 fiches"; it is written by this command and never by hand.
"""

import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import polib

from tools.messages import Message, messages_under

SOURCE = Path(__file__).resolve().parent.parent / "src" / "toguna"
PLURAL_FORMS = {"fr": "nplurals=2; plural=(n > 1);", "en": "nplurals=2; plural=(n != 1);"}
# `${…}` is how a form refers to one of its questions: an example in a sentence, and nothing that is filled in.
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|(?<!\$)\{\w*\}")
SHOWN_AT_ONCE = 25


def catalogue_path(language: str, source: Path = SOURCE) -> Path:
    """Where a language's catalogue is kept."""
    return source / "locale" / language / "LC_MESSAGES" / "django.po"


def wanted_catalogue(language: str, source: Path = SOURCE) -> polib.POFile:
    """The catalogue as the code needs it, with the translations that are there already."""
    path = catalogue_path(language, source)
    kept = {(entry.msgctxt, entry.msgid): entry for entry in polib.pofile(str(path))} if path.exists() else {}
    catalogue = polib.POFile(wrapwidth=110)
    catalogue.metadata = {
        "Language": language,
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": PLURAL_FORMS[language],
    }
    for message, places in sorted(without_doubles(messages_under(source)).items()):
        if language == "fr" and not message.plural:
            continue
        old = kept.get((message.context or None, message.text))
        entry = polib.POEntry(
            msgid=message.text,
            msgid_plural=message.plural,
            msgctxt=message.context or None,
            occurrences=[(place, "") for place in places],
            flags=["python-format"] if "%(" in message.text else [],
        )
        if language == "fr":
            entry.msgstr_plural = {0: message.text, 1: message.plural}
        elif message.plural:
            entry.msgstr_plural = dict(old.msgstr_plural) if old and old.msgid_plural else {0: "", 1: ""}
        else:
            entry.msgstr = old.msgstr if old else ""
        catalogue.append(entry)
    return catalogue


def without_doubles(found: dict[Message, list[str]]) -> dict[Message, list[str]]:
    """A message used alone and with a plural is one entry, the one with the plural."""
    counting = {(message.context, message.text) for message in found if message.plural}
    return {
        message: where
        for message, where in found.items()
        if message.plural or (message.context, message.text) not in counting
    }


def update() -> None:
    """Write and compile every catalogue."""
    for language in PLURAL_FORMS:
        path = catalogue_path(language)
        catalogue = wanted_catalogue(language)
        path.parent.mkdir(parents=True, exist_ok=True)
        catalogue.save(str(path))
        catalogue.save_as_mofile(str(path.with_suffix(".mo")))
        waiting = [entry for entry in catalogue if not entry.translated()]
        sys.stdout.write(f"{language}: {len(catalogue)} messages, {len(waiting)} still to translate\n")


def problems(source: Path = SOURCE) -> Iterator[str]:
    """What is not as it should be, in words that say what to do."""
    found = messages_under(source)
    if not found:
        yield f"no message was found below {source.name}, which cannot be"
    yield from told_in_two_ways(found)
    for language in PLURAL_FORMS:
        path = catalogue_path(language, source)
        if not path.exists():
            yield f"{language}: there is no catalogue; run make translations"
            continue
        wanted, present = wanted_catalogue(language, source), polib.pofile(str(path))
        yield from unlike(language, wanted, present)
        for entry in present:
            yield from badly_translated(language, entry)
        compiled = path.with_suffix(".mo")
        if not compiled.exists() or compiled.read_bytes() != present.to_binary():
            yield f"{language}: the compiled catalogue is older than its source; run make translations"


def told_in_two_ways(found: Iterable[Message]) -> Iterator[str]:
    """Messages with two plurals: a catalogue knows a message by its singular, and would keep one of them only."""
    plurals: dict[tuple[str, str], set[str]] = {}
    for message in found:
        if message.plural:
            plurals.setdefault((message.context, message.text), set()).add(message.plural)
    for (_, text), several in sorted(plurals.items()):
        if len(several) > 1:
            yield f"two plurals ({', '.join(sorted(several))}) for one message: {text}"


def unlike(language: str, wanted: polib.POFile, present: polib.POFile) -> Iterator[str]:
    """Messages of the code that the catalogue lacks, and the other way round."""
    in_code = {(entry.msgctxt, entry.msgid, entry.msgid_plural) for entry in wanted}
    in_catalogue = {(entry.msgctxt, entry.msgid, entry.msgid_plural) for entry in present}
    for _, text, _ in sorted(in_code - in_catalogue, key=str):
        yield f"{language}: not in the catalogue (run make translations): {text}"
    for _, text, _ in sorted(in_catalogue - in_code, key=str):
        yield f"{language}: no longer in the code (run make translations): {text}"


def badly_translated(language: str, entry: polib.POEntry) -> Iterator[str]:
    """A message without its translation, or whose translation lost or invented a value."""
    if not entry.translated():
        yield f"{language}: not translated: {entry.msgid}"
        return
    given = set(PLACEHOLDER.findall(entry.msgid)) | set(PLACEHOLDER.findall(entry.msgid_plural))
    for said in [entry.msgstr, *entry.msgstr_plural.values()]:
        used = set(PLACEHOLDER.findall(said))
        # "One sheet" may leave its number out; a value that nobody gives cannot be filled in.
        if said and (used - given or (not entry.msgid_plural and given - used)):
            yield f"{language}: other values than {sorted(given)} in the translation of: {entry.msgid}"


def check() -> int:
    """Say every problem; the number of them decides the exit code."""
    found = list(problems())
    for problem in found[:SHOWN_AT_ONCE]:
        sys.stdout.write(problem + "\n")
    if len(found) > SHOWN_AT_ONCE:
        sys.stdout.write(f"… and {len(found) - SHOWN_AT_ONCE} more\n")
    return 1 if found else 0


if __name__ == "__main__":
    if sys.argv[1:] == ["update"]:
        update()
    elif sys.argv[1:] == ["check"]:
        sys.exit(check())
    else:
        sys.exit(__doc__)
