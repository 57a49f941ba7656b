"""What a form asks, read from the XForm that phones load: its questions in order, groups and repeats within each other.

It serves forms that nobody here has written. It knows neither answers nor what they mean.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from lxml import etree

from toguna.collect.refusals import RefusedFileError
from toguna.collect.xml_reading import read_xml

NOT_A_FORM = "Ce fichier n'est pas un formulaire : il lui manque %(missing)s. Convertissez votre XLSForm de nouveau."
CONTROLS = frozenset({"input", "select", "select1", "upload", "range", "trigger", "rank", "secret"})
_ITEXT = re.compile(r"jr:itext\((?P<quoted>'[^']*'|\"[^\"]*\"|[\w/.-]+)\)")
_LANGUAGE = re.compile(r"\(([a-z]{2,3}(?:-\w+)?)\)\s*$", re.IGNORECASE)
_INSTANCE = re.compile(r"instance\(\s*['\"]([^'\"]+)['\"]\s*\)")
_KINDS = {
    "string": "text", "int": "integer", "integer": "integer", "decimal": "decimal", "date": "date", "time": "time",
    "datetime": "datetime", "geopoint": "geopoint", "geotrace": "geotrace", "geoshape": "geoshape",
    "binary": "binary", "barcode": "barcode", "boolean": "text",
}  # fmt: skip

Labels = Mapping[str, str]


class NotAFormError(RefusedFileError):
    """XML that is no form."""

    code = "not-a-form"


@dataclass(frozen=True)
class Choice:
    """One answer that is offered."""

    name: str
    label: Labels


@dataclass(frozen=True)
class Question:
    """One question, group or repeat. The path is written from the form's root: `participant/name`.

    kind: text, integer, decimal, date, time, datetime, select_one, select_multiple, rank, geopoint, geotrace, geoshape,
    binary, barcode, note, acknowledge, calculate, group, repeat.
    """

    path: str
    kind: str
    label: Labels = field(default_factory=dict)
    hint: Labels = field(default_factory=dict)
    required: bool = False
    # It is asked only after certain answers to others.
    conditional: bool = False
    choices: tuple[Choice, ...] = ()
    choices_file: str = ""
    children: tuple["Question", ...] = ()

    @property
    def name(self) -> str:
        """The name of its node."""
        return self.path.rpartition("/")[2]

    @property
    def holds_others(self) -> bool:
        """Whether it is a group or a repeat."""
        return self.kind in ("group", "repeat")

    def said(self, language: str = "fr") -> str:
        """Its words in a language, else in the first it has, else its name."""
        return worded(self.label, language) or self.name

    def choice_said(self, name: str, language: str = "fr") -> str:
        """The words of one of its choices; the code itself where the choice is not in the form."""
        for choice in self.choices:
            if choice.name == name:
                return worded(choice.label, language) or name
        return name


@dataclass(frozen=True)
class FormQuestions:
    """A whole form."""

    form_id: str
    version: str
    title: str
    root: str
    questions: tuple[Question, ...]

    def walk(self) -> Iterator[Question]:
        """Every question, group and repeat, each before what it holds."""
        return _walk(self.questions)

    def at(self, path: str) -> Question | None:
        """The question with this path, if the form has it."""
        return next((question for question in self.walk() if question.path == path), None)

    def files(self) -> frozenset[str]:
        """The names of the lists that the device must have beside the form."""
        return frozenset(question.choices_file for question in self.walk() if question.choices_file)


def worded(labels: Labels, language: str) -> str:
    """Words in a language, else in French, else in whichever comes first.

    >>> worded({"en": "Age"}, "fr")
    'Age'
    """
    return labels.get(language) or labels.get("fr") or next(iter(labels.values()), "")


@lru_cache(maxsize=64)
def questions_of(xform: bytes) -> FormQuestions:
    """What the form asks. Raises a `RefusedFileError` where the bytes are no form."""
    root = read_xml(xform)
    model = _first(root, "model")
    instances = _all(model, "instance") if model is not None else []
    if model is None or not instances or len(instances[0]) == 0:
        raise NotAFormError(NOT_A_FORM, missing="<model><instance>")
    primary = instances[0][0]
    form_id = primary.get("id") or ""
    if not form_id:
        raise NotAFormError(NOT_A_FORM, missing="id")
    body = _first(root, "body")
    reader = _Reader(
        root_name=_name(primary),
        texts=_texts(model),
        instances={instance.get("id") or "": instance for instance in instances[1:]},
        binds={bind.get("nodeset") or "": bind for bind in _all(model, "bind")},
        controls=_controls(body),
    )
    title = _first(root, "title")
    return FormQuestions(
        form_id=form_id,
        version=primary.get("version") or "",
        title=(title.text or "").strip() if title is not None else form_id,
        root=reader.root_name,
        questions=reader.read(primary, ""),
    )


@dataclass(frozen=True)
class _Reader:
    root_name: str
    texts: Mapping[str, Mapping[str, str]]
    instances: Mapping[str, etree._Element]
    binds: Mapping[str, etree._Element]
    controls: Mapping[str, etree._Element]

    def read(self, parent: etree._Element, inside: str) -> tuple[Question, ...]:
        found: dict[str, Question] = {}
        for node in parent:
            name = _name(node)
            # A repeat stands twice in the instance: its template and its first occurrence.
            if name == "meta" or name in found:
                continue
            found[name] = self.question(node, f"{inside}{name}")
        return tuple(found.values())

    def question(self, node: etree._Element, path: str) -> Question:
        full = f"/{self.root_name}/{path}"
        control, bind = self.controls.get(full), self.binds.get(full)
        kind = self.kind_of(node, control, bind)
        label, hint = self.label_of(control, "label"), self.label_of(control, "hint")
        if kind == "repeat" and not label and control is not None:
            label = self.label_of(control.getparent(), "label")
        choices, choices_file = self.choices_of(control) if control is not None else ((), "")
        return Question(
            path=path,
            kind=kind,
            label=label,
            hint=hint,
            required=bind is not None and (bind.get("required") or "").startswith("true"),
            conditional=bind is not None and bool(bind.get("relevant")),
            choices=choices,
            choices_file=choices_file,
            children=self.read(node, f"{path}/") if kind in ("group", "repeat") else (),
        )

    def kind_of(self, node: etree._Element, control: etree._Element | None, bind: etree._Element | None) -> str:
        tag = _name(control) if control is not None else ""
        if tag == "repeat":
            return "repeat"
        if len(node) or tag == "group":
            return "group"
        kind = (bind.get("type") if bind is not None else "") or "string"
        kind = kind.rpartition(":")[2].lower()
        if tag in ("select", "select1"):
            return "select_multiple" if tag == "select" else "select_one"
        if tag == "rank":
            return "rank"
        if tag == "upload":
            return "binary"
        if tag == "trigger":
            return "acknowledge"
        if not tag:
            return "calculate"
        is_note = bind is not None and (bind.get("readonly") or "").startswith("true")
        return "note" if is_note and not bind.get("calculate") else _KINDS.get(kind, "text")  # type: ignore[union-attr]

    def label_of(self, control: etree._Element | None, tag: str) -> Labels:
        if control is None:
            return {}
        for child in control:
            if _name(child) == tag:
                return self.words(child)
        return {}

    def words(self, element: etree._Element) -> Labels:
        match = _ITEXT.fullmatch((element.get("ref") or "").strip())
        if match:
            return self.texts.get(match["quoted"].strip("'\""), {})
        written = " ".join("".join(str(text) for text in element.itertext()).split())
        return {"fr": written} if written else {}

    def choices_of(self, control: etree._Element) -> tuple[tuple[Choice, ...], str]:
        choices = []
        for child in control:
            if _name(child) == "item":
                value = _first(child, "value")
                label = _first(child, "label")
                name = (value.text or "").strip() if value is not None else ""
                choices.append(Choice(name, self.words(label) if label is not None else {}))
            elif _name(child) == "itemset":
                match = _INSTANCE.search(child.get("nodeset") or "")
                instance = self.instances.get(match[1]) if match else None
                if instance is not None and instance.get("src"):
                    return (), (instance.get("src") or "").rpartition("/")[2]
                if instance is not None:
                    choices += self.listed(instance, child)
        return tuple(choices), ""

    def listed(self, instance: etree._Element, itemset: etree._Element) -> Iterator[Choice]:
        value = _first(itemset, "value")
        label = _first(itemset, "label")
        named = (value.get("ref") or "name") if value is not None else "name"
        label_ref = (label.get("ref") or "label") if label is not None else "label"
        by_itext = _ITEXT.fullmatch(label_ref.strip())
        for item in _all(instance, "item"):
            cells = {_name(cell): (cell.text or "").strip() for cell in item}
            if by_itext:
                words: Labels = self.texts.get(cells.get(by_itext["quoted"].strip("'\""), ""), {})
            else:
                words = {"fr": cells[label_ref]} if cells.get(label_ref) else {}
            yield Choice(cells.get(named, ""), words)


def _texts(model: etree._Element) -> dict[str, dict[str, str]]:
    texts: dict[str, dict[str, str]] = {}
    for translation in _all(model, "translation"):
        language = _language(translation.get("lang") or "")
        for text in _all(translation, "text"):
            for value in text:
                # A value with a form is a picture, a sound or a short version of the words.
                if not value.get("form"):
                    words = " ".join("".join(str(part) for part in value.itertext()).split())
                    texts.setdefault(text.get("id") or "", {})[language] = words
    return texts


def _language(written: str) -> str:
    match = _LANGUAGE.search(written)
    if match:
        return match[1].lower()
    known = {"default": "fr", "french": "fr", "français": "fr", "francais": "fr", "english": "en", "anglais": "en"}
    return known.get(written.strip().lower(), written.strip().lower())


def _controls(body: etree._Element | None) -> dict[str, etree._Element]:
    controls: dict[str, etree._Element] = {}
    for element in body.iter() if body is not None else ():
        tag = _name(element)
        if tag == "repeat":
            controls[element.get("nodeset") or ""] = element
        elif tag in CONTROLS or tag == "group":
            controls.setdefault(element.get("ref") or "", element)
    return controls


def _walk(questions: tuple[Question, ...]) -> Iterator[Question]:
    for question in questions:
        yield question
        yield from _walk(question.children)


def _first(parent: etree._Element, name: str) -> etree._Element | None:
    return next((element for element in parent.iter() if _name(element) == name), None)


def _all(parent: etree._Element, name: str) -> list[etree._Element]:
    return [element for element in parent.iter() if _name(element) == name]


def _name(element: etree._Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""
