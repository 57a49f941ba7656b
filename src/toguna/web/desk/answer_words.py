"""The answers of any form as a reader sees them: groups, tables for repeats, words for codes, what is kept back.

It lays out; which answers are personal is decided by the flow, and whether this reader sees them by the record's page.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils.translation import gettext as _

from toguna.collect.answers_xml import Tree, read_point
from toguna.collect.questions import Question
from toguna.publish.pictures.locator import written_point
from toguna.rules import numbers
from toguna.web.layout.templatetags.toguna import long_date, moment, reader

_CODE_BEHIND = re.compile(r"\s*\[[\w.-]+:[^\]]+\]$")
_NOT_A_NAME = re.compile(r"[^A-Za-z0-9]+")
IN_ITSELF = frozenset({"calculate"})


@dataclass(frozen=True)
class ShownAnswer:
    """One answer in words. `hidden` is one that this reader may not see; `file` names a file that came with it."""

    label: str
    said: object
    anchor: str
    kind: str
    hidden: bool = False
    file: str = ""
    point: tuple[float, float] | None = None


@dataclass
class Block:
    """Answers that stand together: those of a group, or the rows of a repeat."""

    label: str
    answers: list[ShownAnswer] = field(default_factory=list)
    headings: list[str] = field(default_factory=list)
    rows: list[tuple[str, str, list[ShownAnswer | None]]] = field(default_factory=list)

    @property
    def is_table(self) -> bool:
        """Whether it is a repeat."""
        return bool(self.rows)


@dataclass(frozen=True)
class Document:
    """All answers of a record, in the order of its form; apart, what the form or the phone filled in itself."""

    blocks: list[Block]
    filled_in: list[ShownAnswer]

    @property
    def anchors(self) -> set[str]:
        """Every place on the page that a finding can point at."""
        found = {answer.anchor for block in self.blocks for answer in block.answers}
        for block in self.blocks:
            found |= {anchor for _number, anchor, _cells in block.rows}
            found |= {cell.anchor for _number, _anchor, cells in block.rows for cell in cells if cell}
        return found

    @property
    def answers(self) -> Iterator[ShownAnswer]:
        """Every answer, in order."""
        for block in self.blocks:
            yield from block.answers
            for _number, _anchor, cells in block.rows:
                yield from (cell for cell in cells if cell)


def anchor_of(where: str) -> str:
    """The place on the page of an answer, `membre[2]/age`.

    >>> anchor_of("membre[2]/age")
    'a-membre-2-age'
    """
    return f"a-{_NOT_A_NAME.sub('-', where).strip('-')}"


def documented(questions: Sequence[Question], answers: Tree, *, hides: Callable[[Question], bool]) -> Document:
    """The answers laid out; `hides` says of a question whether its answer is kept back from this reader."""
    writer = _Writer(hides, [], [])
    writer.group(questions, answers, "", "")
    return Document([block for block in writer.blocks if block.answers or block.rows], writer.filled_in)


@dataclass
class _Writer:
    hides: Callable[[Question], bool]
    blocks: list[Block]
    filled_in: list[ShownAnswer]

    def group(self, questions: Sequence[Question], answers: Mapping[str, object], where: str, label: str) -> None:
        block = Block(label)
        self.blocks.append(block)
        for question in questions:
            given = answers.get(question.name)
            if given in (None, "", [], {}):
                continue
            place = f"{where}{question.name}"
            if question.kind == "repeat" and isinstance(given, list):
                self.repeat(question, given, place, label)
            elif question.kind == "group" and isinstance(given, dict):
                self.group(question.children, given, f"{place}/", _joined(label, _label(question)))
            else:
                shown = self.answer(question, str(given), place)
                if question.kind in IN_ITSELF and not question.label:
                    self.filled_in.append(shown)
                    continue
                block.answers.append(shown)
                continue
            # What the form asks after a group or a repeat stands after it.
            block = Block(label)
            self.blocks.append(block)

    def repeat(self, question: Question, occurrences: list[Tree], place: str, label: str) -> None:
        leaves = list(_leaves(question.children, ""))
        answered = [(path, leaf) for path, leaf in leaves if any(_at(one, path) for one in occurrences)]
        said = reader()
        block = Block(_joined(label, _label(question)), headings=[leaf.said(said) for _path, leaf in answered])
        self.blocks.append(block)
        for number, occurrence in enumerate(occurrences, start=1):
            here = f"{place}[{number}]"
            cells = [
                self.answer(leaf, str(_at(occurrence, path)), f"{here}/{path}") if _at(occurrence, path) else None
                for path, leaf in answered
            ]
            block.rows.append((str(number), anchor_of(here), cells))
            for path, inner in _repeats(question.children, ""):
                within = _at(occurrence, path)
                if isinstance(within, list) and within:
                    self.repeat(inner, within, f"{here}/{path}", f"{block.label} {number}")

    def answer(self, question: Question, written: str, place: str) -> ShownAnswer:
        label, anchor = question.said(reader()), anchor_of(place)
        if self.hides(question):
            return ShownAnswer(label, _("réservé"), anchor, question.kind, hidden=True)
        point = read_point(written) if question.kind == "geopoint" else None
        said = written_point(point, reader()) if point else answer_said(question, written)
        file = written if question.kind == "binary" else ""
        return ShownAnswer(label, said, anchor, question.kind, file=file, point=point)


def answer_said(question: Question, written: str) -> object:
    """An answer as people say it: words for codes, a long date for a day, a number as it is written."""
    match question.kind:
        case "select_one" | "rank" | "select_multiple" if question.choices:
            return ", ".join(question.choice_said(code, reader()) for code in written.split())
        case "date":
            try:
                return long_date(date.fromisoformat(written[:10]))
            except ValueError:
                return written
        case "select_one" if question.choices_file:
            # A commune is sent with its code, which tells programs what its name may not.
            return _CODE_BEHIND.sub("", written)
        case "time":
            return written[:5]
        case "datetime":
            try:
                return moment(datetime.fromisoformat(written))
            except ValueError:
                return written
        case "integer":
            return numbers.number(int(written), reader()) if re.fullmatch(r"-?\d{1,15}", written) else written
        case "decimal":
            return numbers.decimal(float(written), reader()) if re.fullmatch(r"-?\d+(\.\d+)?", written) else written
    return written


def _leaves(questions: Sequence[Question], inside: str) -> Iterator[tuple[str, Question]]:
    for question in questions:
        if question.kind == "group":
            yield from _leaves(question.children, f"{inside}{question.name}/")
        elif question.kind not in ("repeat", "note"):
            yield f"{inside}{question.name}", question


def _repeats(questions: Sequence[Question], inside: str) -> Iterator[tuple[str, Question]]:
    for question in questions:
        if question.kind == "group":
            yield from _repeats(question.children, f"{inside}{question.name}/")
        elif question.kind == "repeat":
            yield f"{inside}{question.name}", question


def _at(tree: object, path: str) -> object:
    for name in path.split("/"):
        tree = tree.get(name) if isinstance(tree, dict) else None
    return tree


def _label(question: Question) -> str:
    return question.said(reader()) if question.label else question.name.replace("_", " ").capitalize()


def _joined(outer: str, inner: str) -> str:
    return f"{outer} – {inner}" if outer and inner else outer or inner
