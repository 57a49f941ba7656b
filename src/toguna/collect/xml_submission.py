"""A submission as phones send it: whose form, which instance, and, for the attendance form, what the sheet says.

It also writes one, for programs that send sheets. It does not know whether the form is published here, or whether the
same instance came before.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from toguna.collect.attendance_answers import (
    PARTICIPANT_FIELDS,
    SHEET_FIELDS,
    UNNAMED_FIELDS,
    Given,
    SheetAnswers,
    read_sheet,
    write_sheet,
)
from toguna.collect.forms import ATTENDANCE_FORM_ID, attendance_version
from toguna.collect.refusals import RefusedFileError, limit
from toguna.collect.xml_reading import read_xml
from toguna.rules.attendance import AttendanceSheet
from toguna.rules.findings import Finding, Severity

NO_INSTANCE_ID = "Cette fiche n'a pas d'identifiant (instanceID). Envoyez-la depuis le formulaire, qui lui en donne un."
ID_TOO_LONG = "L'identifiant de cette fiche a %(found)s lettres, au plus %(most)s. Envoyez-la depuis le formulaire."
NO_FORM_ID = "Cette fiche ne dit pas de quel formulaire elle vient. Envoyez-la depuis le formulaire."
OTHER_FORM = "Cette fiche vient du formulaire « %(form_id)s », et non de la fiche de présence."
OTHER_VERSION = (
    "Cette fiche vient de la version « %(version)s » du formulaire ; la version en cours est « %(current)s ». "
    "Vérifiez que rien n'y manque."
)
EXTRA_NODE = "Le formulaire ne connaît pas la question « %(node)s ». Sa réponse reste dans l'original."
ANSWERED_TWICE = "La question « %(node)s » a deux réponses ; seule la première a été lue."

MOST_ID_LETTERS = 200

_OPENROSA = "http://openrosa.org/xforms"
_KNOWN_HEAD = {*SHEET_FIELDS, "venue_point", "sensitive_note", "start", "end", "meta"}


class IncompleteSubmissionError(RefusedFileError):
    """XML that is no submission: it does not name its form or its instance."""

    code = "incomplete-submission"


class OtherFormError(RefusedFileError):
    """A submission of another form than the one asked for."""

    code = "other-form"


@dataclass(frozen=True)
class Envelope:
    """What a submission says about itself before any answer is read."""

    form_id: str
    version: str
    instance_id: str
    deprecated_id: str
    attributes: Mapping[str, str]


def read_envelope(payload: bytes) -> Envelope:
    """Whose form and which instance this is. Raises a `RefusedFileError` where the file does not say."""
    return _envelope(read_xml(payload))


def read_attendance(payload: bytes) -> tuple[AttendanceSheet, list[Finding]]:
    """The attendance sheet in a submission, and what could not be understood in it.

    A question that this version does not know is noted and stays in the original; a question that was not answered is
    simply absent. Raises a `RefusedFileError` where the file is no submission of the attendance form.
    """
    root = read_xml(payload)
    envelope = _envelope(root)
    if envelope.form_id != ATTENDANCE_FORM_ID:
        raise OtherFormError(OTHER_FORM, form_id=envelope.form_id)
    notes = list(_about_version(envelope.version))
    participants: list[Given] = []
    unnamed: list[Given] = []
    for node in root:
        if _name(node) == "participant":
            fields = PARTICIPANT_FIELDS
            participants.append(_answers(node, fields, f"participant {len(participants) + 1}", notes))
        elif _name(node) == "unnamed":
            unnamed.append(_answers(node, UNNAMED_FIELDS, f"sans nom {len(unnamed) + 1}", notes))
    head = _answers(root, (*_KNOWN_HEAD, "participant", "unnamed"), "", notes, repeated=("participant", "unnamed"))
    sheet, told = read_sheet(SheetAnswers(head, tuple(participants), tuple(unnamed)))
    return sheet, [*notes, *told]


def _envelope(root: etree._Element) -> Envelope:
    # A form without an id is named by the namespace of its root, says OpenRosa.
    form_id = (root.get("id") or etree.QName(root).namespace or "").strip()
    if not form_id:
        raise IncompleteSubmissionError(NO_FORM_ID)
    instance_id = _meta(root, "instanceID")
    if not instance_id:
        raise IncompleteSubmissionError(NO_INSTANCE_ID)
    limit(len(instance_id), MOST_ID_LETTERS, ID_TOO_LONG)
    attributes = {str(name): str(value) for name, value in root.attrib.items()}
    version = (root.get("version") or "").strip()
    return Envelope(form_id, version, instance_id, _meta(root, "deprecatedID"), attributes)


def _meta(root: etree._Element, name: str) -> str:
    return (root.findtext(f"{{*}}meta/{{*}}{name}") or "").strip()


def _name(node: etree._Element) -> str:
    return etree.QName(node).localname


def _about_version(version: str) -> Iterator[Finding]:
    if version != attendance_version():
        values = {"version": version, "current": attendance_version()}
        yield Finding("other-version", Severity.WARNING, OTHER_VERSION, values)


def _answers(
    node: etree._Element, known: tuple[str, ...], where: str, notes: list[Finding], repeated: tuple[str, ...] = ()
) -> dict[str, str]:
    given: dict[str, str] = {}
    for child in node:
        name = _name(child)
        if name not in known:
            notes.append(Finding("extra-node", Severity.NOTE, EXTRA_NODE, {"node": name}, where))
        elif name in given and name not in repeated:
            notes.append(Finding("answered-twice", Severity.WARNING, ANSWERED_TWICE, {"node": name}, where))
        else:
            given[name] = child.text or ""
    return given


def write_submission(
    sheet: AttendanceSheet, *, instance_id: str, deprecated_id: str = "", version: str | None = None
) -> bytes:
    """The submission that a phone would send for this sheet. The same sheet and ids give the same bytes.

    Unanswered questions are left out, as phones leave out what was not asked.
    """
    given = write_sheet(sheet)
    root = etree.Element("data", {"id": ATTENDANCE_FORM_ID, "version": version or attendance_version()})
    repeats = {"participant": given.participants, "unnamed": given.unnamed}
    for name in SHEET_FIELDS:
        _write(root, {name: given.head.get(name)})
        if name == "has_named":
            _write_repeat(root, "participant", repeats["participant"])
        elif name == "has_unnamed":
            _write_repeat(root, "unnamed", repeats["unnamed"])
    meta = etree.SubElement(root, f"{{{_OPENROSA}}}meta", nsmap={"orx": _OPENROSA})
    _write(meta, {"instanceID": instance_id, "deprecatedID": deprecated_id}, namespace=f"{{{_OPENROSA}}}")
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True)


def _write_repeat(root: etree._Element, name: str, groups: tuple[Given, ...]) -> None:
    for given in groups:
        _write(etree.SubElement(root, name), given)


def _write(parent: etree._Element, given: Given, namespace: str = "") -> None:
    for name, answer in given.items():
        if answer:
            etree.SubElement(parent, f"{namespace}{name}").text = str(answer)
