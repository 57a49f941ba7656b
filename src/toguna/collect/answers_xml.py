"""The answers in a submission of any form, as a tree that follows the form's questions; and a submission from a tree.

An answer stays the text that was sent. What it means belongs to the form's reading; who sent it is not known here.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lxml import etree

from toguna.collect.answers import one_line
from toguna.collect.questions import FormQuestions, Question
from toguna.collect.xml_reading import read_xml
from toguna.collect.xml_submission import ANSWERED_TWICE, EXTRA_NODE
from toguna.rules.findings import Finding, Severity

OPENROSA = "http://openrosa.org/xforms"

# A node's answer is text; a group's answers are a tree; a repeat's a list of trees, one an occurrence.
Tree = dict[str, Any]


@dataclass(frozen=True)
class AnswerTree:
    """The answers of one submission, and what in it the form does not ask."""

    answers: Tree
    findings: tuple[Finding, ...] = ()

    def get(self, path: str) -> str:
        """The answer at a path that crosses no repeat; empty where there is none."""
        node: object = self.answers
        for name in path.split("/"):
            node = node.get(name, "") if isinstance(node, dict) else ""
        return node if isinstance(node, str) else ""

    def each(self, path: str) -> list[Tree]:
        """The occurrences of a repeat that stands within no other."""
        node: object = self.answers
        for name in path.split("/"):
            node = node.get(name, []) if isinstance(node, dict) else []
        return node if isinstance(node, list) else []


@dataclass(frozen=True)
class Answered:
    """One question as it was answered, wherever it stands: `where` says in which occurrence."""

    question: Question
    answer: str
    where: str


def read_answers(payload: bytes, form: FormQuestions) -> AnswerTree:
    """The answers of a submission of this form. Raises a `RefusedFileError` where the bytes are no plain XML."""
    findings: list[Finding] = []
    return AnswerTree(_read(read_xml(payload), form.questions, "", findings), tuple(findings))


def instance_name(payload: bytes) -> str:
    """What the form calls this submission, if it says."""
    for node in read_xml(payload).iter():
        if isinstance(node.tag, str) and etree.QName(node).localname == "instanceName":
            return one_line(node.text)
    return ""


def read_point(written: str) -> tuple[float, float] | None:
    """Latitude and longitude of a point as devices write it, in degrees; None where it is no point of the Earth.

    >>> read_point("12.65 -8.0 312.4 4.9"), read_point("95 0 0 0"), read_point("ici")
    ((12.65, -8.0), None, None)
    """
    try:
        latitude, longitude = (float(part) for part in written.split()[:2])
    except ValueError:
        return None
    return (latitude, longitude) if abs(latitude) <= 90 and abs(longitude) <= 180 else None


def answered(form: FormQuestions, answers: Tree) -> Iterator[Answered]:
    """Every question that has an answer, in the order of the form; `membre[2]/age` is the second occurrence's."""
    return _answered(form.questions, answers, "")


def write_answers(
    form: FormQuestions, answers: Mapping[str, Any], *, instance_id: str, deprecated_id: str = ""
) -> bytes:
    """The submission that a phone would send with these answers. Unanswered questions are left out."""
    root = etree.Element(form.root, {"id": form.form_id, **({"version": form.version} if form.version else {})})
    _write(root, form.questions, answers)
    meta = etree.SubElement(root, f"{{{OPENROSA}}}meta", nsmap={"orx": OPENROSA})
    etree.SubElement(meta, f"{{{OPENROSA}}}instanceID").text = instance_id
    if deprecated_id:
        etree.SubElement(meta, f"{{{OPENROSA}}}deprecatedID").text = deprecated_id
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True)


def blank_answers(payload: bytes, places: Collection[str]) -> bytes:
    """The submission with the answers at these places taken out, `personne[2]/nom`; everything else as it was."""
    root = read_xml(payload)
    _blank(root, "", frozenset(places))
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True)


def _blank(parent: etree._Element, where: str, places: frozenset[str]) -> None:
    seen: Counter[str] = Counter()
    for node in parent:
        name = etree.QName(node).localname
        seen[name] += 1
        # The first of its name may be an occurrence of a repeat or the only one.
        ways = {f"{where}{name}[{seen[name]}]"} | ({f"{where}{name}"} if seen[name] == 1 else set())
        if ways & places:
            node.text = None
        for way in ways:
            _blank(node, f"{way}/", places)


def _read(parent: etree._Element, questions: Sequence[Question], where: str, findings: list[Finding]) -> Tree:
    asked = {question.name: question for question in questions}
    tree: Tree = {}
    for node in parent:
        name = etree.QName(node).localname
        question = asked.get(name)
        if question is None:
            if name != "meta":
                findings.append(Finding("extra-node", Severity.NOTE, EXTRA_NODE, {"node": f"{where}{name}"}, where))
        elif question.kind == "repeat":
            occurrences = tree.setdefault(name, [])
            inside = f"{where}{name}[{len(occurrences) + 1}]/"
            occurrences.append(_read(node, question.children, inside, findings))
        elif name in tree:
            values = {"node": f"{where}{name}"}
            findings.append(Finding("answered-twice", Severity.WARNING, ANSWERED_TWICE, values, where))
        elif question.kind == "group":
            tree[name] = _read(node, question.children, f"{where}{name}/", findings)
        else:
            tree[name] = _as_sent(node.text, question)
    return tree


def _as_sent(written: str | None, question: Question) -> str:
    text = written or ""
    return text.strip() if "\n" in text and question.kind == "text" else one_line(text)


def _answered(questions: Sequence[Question], answers: Mapping[str, Any], where: str) -> Iterator[Answered]:
    for question in questions:
        given = answers.get(question.name)
        if given in (None, "", [], {}):
            continue
        if question.kind == "repeat":
            for number, occurrence in enumerate(given, start=1):
                yield from _answered(question.children, occurrence, f"{where}{question.name}[{number}]/")
        elif question.kind == "group":
            yield from _answered(question.children, given, f"{where}{question.name}/")
        else:
            yield Answered(question, str(given), f"{where}{question.name}")


def _write(parent: etree._Element, questions: Sequence[Question], answers: Mapping[str, Any]) -> None:
    for question in questions:
        given = answers.get(question.name)
        if given in (None, "", [], {}):
            continue
        if question.kind == "repeat":
            for occurrence in given:
                _write(etree.SubElement(parent, question.name), question.children, occurrence)
        elif question.kind == "group":
            _write(etree.SubElement(parent, question.name), question.children, given)
        else:
            etree.SubElement(parent, question.name).text = str(given)
