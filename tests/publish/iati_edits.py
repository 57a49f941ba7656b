"""Small edits on the fictional sample files of IATI, so that each test breaks exactly what it is about."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from lxml import etree

from toguna.publish.iati.validity import Validity, validate

SAMPLES = Path(__file__).parents[1] / "samples" / "iati"
ACTIVITIES = SAMPLES / "everything_activities.xml"
ORGANISATION = SAMPLES / "everything_organisation.xml"
TODAY = date(2026, 2, 1)
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"

FULL, BY_TRANSACTION, TWO_COUNTRIES, ONE_COUNTRY, ONE_REGION = (f"iati-activity[{n}]" for n in range(1, 6))
COUNTED = f"{FULL}/result[1]/indicator[1]"
SECOND_PERIOD = f"{COUNTED}/period[2]"
SHARE = f"{FULL}/result[1]/indicator[2]"
SAID = f"{FULL}/result[1]/indicator[3]"
NOT_ADDITIVE = f"{FULL}/result[2]/indicator"


@dataclass(frozen=True)
class Edit:
    """One change: an attribute, a text, an element taken away, or one put before the element that is found."""

    path: str
    attribute: str = ""
    value: str | None = None
    before: str = ""
    after: str = ""

    def on(self, root: etree._Element) -> None:
        element = root.find(self.path)
        assert element is not None, self.path
        parent = element.getparent()
        if self.before:
            element.addprevious(etree.fromstring(self.before))
        elif self.after:
            element.addnext(etree.fromstring(self.after))
        elif self.attribute == "text":
            element.text = self.value
        elif self.attribute and self.value is None:
            del element.attrib[self.attribute]
        elif self.attribute:
            element.set(self.attribute, str(self.value))
        else:
            assert parent is not None
            parent.remove(element)


def attribute(path: str, name: str, value: str | None) -> Edit:
    """An attribute with another value; None takes it away."""
    return Edit(path, name, value)


def text(path: str, value: str) -> Edit:
    """An element with another text."""
    return Edit(path, "text", value)


def without(path: str) -> Edit:
    """An element taken away."""
    return Edit(path)


def before(path: str, xml: str) -> Edit:
    """An element put before another."""
    return Edit(path, before=xml)


def after(path: str, xml: str) -> Edit:
    """An element put after another."""
    return Edit(path, after=xml)


def edited(file: Path, edits: Sequence[Edit]) -> bytes:
    """A sample file with the edits made, one after the other."""
    root = etree.fromstring(file.read_bytes())
    for edit in edits:
        edit.on(root)
    return etree.tostring(root)


def broken(validity: Validity) -> set[str]:
    """The ids that a file breaks."""
    return {code for code, tally in validity.evaluated.items() if tally.failed}


def judged(file: Path, *edits: Edit) -> Validity:
    """A sample file with some edits, judged on the day of the tests."""
    return validate(edited(file, edits), today=TODAY)


@cache
def untouched(file: Path) -> Validity:
    """A sample file as it is, judged once for all tests."""
    return judged(file)
