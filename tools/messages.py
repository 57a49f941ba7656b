"""Which sentences of the code are shown to people, so that each can be said in another language.

French is the source language: what stands in the code is what French readers see. It reads Python and templates as
text, needs no gettext on the machine, and knows nothing of any translation.
"""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation.template import templatize

# Which arguments of each call are the context, the message and its plural.
CALLS: dict[str, tuple[int | None, int, int | None]] = {
    "_": (None, 0, None),
    "gettext": (None, 0, None),
    "gettext_lazy": (None, 0, None),
    "gettext_noop": (None, 0, None),
    "ngettext": (None, 0, 1),
    "ngettext_lazy": (None, 0, 1),
    "pgettext": (0, 1, None),
    "pgettext_lazy": (0, 1, None),
    "npgettext": (0, 1, 2),
    "npgettext_lazy": (0, 1, 2),
    # Rooms without Django cannot mark a message; the door that shows a finding translates it.
    "Finding": (None, 2, None),
}
LITERAL = r"""(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')"""
TEMPLATE_CALL = re.compile(
    rf"(?<![\w.])(npgettext|ngettext|pgettext|gettext|_)\(\s*u?({LITERAL})(?:\s*,\s*u?({LITERAL}))?(?:\s*,\s*u?({LITERAL}))?"
)
SENTENCE = re.compile(r".+ .+[.?!…»]$", re.DOTALL)


@dataclass(frozen=True, order=True)
class Message:
    """One French message; with its plural where it counts something, with a context where its words are not enough."""

    text: str
    plural: str = ""
    context: str = ""


def messages_in_python(source: str) -> Iterator[Message]:
    """Messages marked for translation, and sentences that stand in a constant or as an error's `message`.

    >>> sorted(message.text for message in messages_in_python('TOO_LATE = "Trop tard, revenez."; a = _("Approuver")'))
    ['Approuver', 'Trop tard, revenez.']
    """
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield from _message_of_call(node)
        elif isinstance(node, ast.keyword) and node.arg == "message":
            yield from _sentences(node.value)
    for body in [tree.body, *(node.body for node in ast.walk(tree) if isinstance(node, ast.ClassDef))]:
        for statement in body:
            if isinstance(statement, ast.Assign | ast.AnnAssign) and statement.value is not None:
                targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
                names = [target.id for target in targets if isinstance(target, ast.Name)]
                if any(name.isupper() or name == "message" for name in names):
                    yield from _sentences(statement.value)


def _message_of_call(call: ast.Call) -> Iterator[Message]:
    name = call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")
    if name not in CALLS:
        return

    def text_at(position: int | None) -> str:
        if position is None or position >= len(call.args):
            return ""
        argument = call.args[position]
        return argument.value if isinstance(argument, ast.Constant) and isinstance(argument.value, str) else ""

    context, text, plural = (text_at(position) for position in CALLS[name])
    if text:
        yield Message(text, plural, context)


def _sentences(value: ast.expr) -> Iterator[Message]:
    """The sentences in a constant: one alone, or those of a table. A pattern is none, however it ends."""
    if isinstance(value, ast.Call) and isinstance(value.func, ast.Attribute) and value.func.attr == "compile":
        return
    for node in ast.walk(value):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and SENTENCE.match(node.value):
            yield Message(node.value)


def messages_in_template(source: str) -> Iterator[Message]:
    """Messages of a template's translation tags.

    >>> list(messages_in_template('{% load i18n %}<p>{% translate "Approuver" %}</p>'))
    [Message(text='Approuver', plural='', context='')]
    >>> [message.plural for message in messages_in_template(
    ...     '{% blocktranslate count n=n %}{{ n }} fiche{% plural %}{{ n }} fiches{% endblocktranslate %}')]
    ['%(n)s fiches']
    """
    for name, *literals in TEMPLATE_CALL.findall(templatize(source)):
        texts = [ast.literal_eval(literal) for literal in literals if literal]
        context, text, plural = CALLS[name]
        yield Message(
            texts[text],
            texts[plural] if plural is not None else "",
            texts[context] if context is not None else "",
        )


def messages_under(folder: Path) -> dict[Message, list[str]]:
    """Every message below a folder, each with the files that it stands in."""
    found: dict[Message, list[str]] = {}
    for path in sorted([*folder.rglob("*.py"), *folder.rglob("*.html"), *folder.rglob("*.txt")]):
        if "migrations" in path.parts:
            continue
        read = messages_in_python if path.suffix == ".py" else messages_in_template
        for message in read(path.read_text()):
            places = found.setdefault(message, [])
            place = path.relative_to(folder).as_posix()
            if place not in places:
                places.append(place)
    return found
