"""In whose name an IATI file is published, and what may never stand in one file.

Fictional programmes publish under a test publisher that nobody can take for a real one; real ones under whoever
answers for them, or under a publisher that says so. It never makes up an identifier.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from toguna.publish.iati.taking_part import type_of
from toguna.publish.snapshot import Snapshot
from toguna.rules.findings import Finding, Severity
from toguna.rules.organisation_identifiers import identifier_problem

TEST_MARK = "XM-TEST-"
OTHER_TYPE = "90"

FICTIONAL_UNDER_REAL = (
    "Le programme %(programme)s est fictif : il ne peut être publié que sous un éditeur de test, "
    "et « %(publisher)s » n'en est pas un."
)
FICTIONAL_AND_REAL = (
    "Un fichier IATI ne peut mêler le réel et le fictif : %(names)s. Faites un fichier pour chaque programme."
)
FICTIONAL_NAMES_REAL = (
    "Le programme fictif %(programme)s nomme ce qui est réel (%(names)s) : rien de fictif ne doit y être attaché."
)
REAL_NAMES_FICTIONAL = (
    "Le programme %(programme)s nomme ce qui est fictif (%(names)s) : retirez-le avant de publier vers le registre."
)
NO_PUBLISHER = (
    "Personne n'est connu pour publier le programme %(programme)s : donnez l'identifiant IATI de l'organisation "
    "responsable, ou réglez TOGUNA_IATI_PUBLISHER."
)
PUBLISHER_UNREADABLE = (
    "TOGUNA_IATI_PUBLISHER vaut « %(written)s » : écrivez l'identifiant, le type et le nom, par exemple "
    "XM-DAC-41146;40;ONU Femmes;UN Women."
)
NO_ORGANISATION = (
    "Aucune organisation du programme %(programme)s n'a de rôle que l'IATI connaisse : dites qui finance, répond, "
    "relaie ou met en œuvre."
)


class NotExportable(ValueError):
    """No IATI file may be made of this; the finding says why and what to do."""

    def __init__(self, code: str, message: str, **values: object) -> None:
        self.finding = Finding(code, Severity.ERROR, message, values)
        super().__init__(self.finding.text())


@dataclass(frozen=True)
class Publisher:
    """Who publishes: an organisation's IATI identifier, its type in IATI's list, its names.

    >>> Publisher("XM-DAC-41146", "40", {"fr": "ONU Femmes"}).is_test, TEST_PUBLISHER.is_test
    (False, True)
    """

    ref: str
    type: str
    names: Mapping[str, str]

    @property
    def is_test(self) -> bool:
        """Whether it stands for nobody."""
        return self.ref.startswith(TEST_MARK)


def read_publisher(written: str) -> Publisher | None:
    """A publisher as a setting writes it: identifier, type, name in French and in English, between semicolons.

    Nothing where nothing is written. Raises NotExportable where it is written otherwise.

    >>> read_publisher("XM-DAC-41146;40;ONU Femmes;UN Women")
    Publisher(ref='XM-DAC-41146', type='40', names={'fr': 'ONU Femmes', 'en': 'UN Women'})
    """
    if not written.strip():
        return None
    parts = [part.strip() for part in written.split(";")]
    if not 3 <= len(parts) <= 4 or not all(parts) or identifier_problem(parts[0]):
        raise NotExportable("publisher-unreadable", PUBLISHER_UNREADABLE, written=written)
    return Publisher(parts[0], parts[1], dict(zip(("fr", "en"), parts[2:], strict=False)))


TEST_PUBLISHER = Publisher(
    f"{TEST_MARK}TOGUNA",
    OTHER_TYPE,
    {"fr": "Éditeur de test Toguna (n'existe pas)", "en": "Toguna test publisher (does not exist)"},
)


def publisher_of(snapshot: Snapshot, given: Publisher | None = None) -> Publisher:
    """Who publishes this programme. Raises NotExportable where that would be untrue, or nobody is known.

    A fictional programme is published by the test publisher unless another test publisher is given. A real one is
    published by whom is given, or else by whom the edition names, or else by the organisation that answers for it.
    """
    code = snapshot["programme"]["code"]
    refuse_mixture([snapshot])
    if snapshot["fictional"]:
        if given is not None and not given.is_test:
            raise NotExportable("fictional-under-real", FICTIONAL_UNDER_REAL, programme=code, publisher=given.ref)
        return given or TEST_PUBLISHER
    if given is not None:
        return given
    named = snapshot.get("iati_publisher")
    if named:
        return Publisher(named["ref"], named["type"], named["name"])
    for organisation in accountable_in(snapshot):
        part = snapshot["organisations"][organisation]
        if part.get("identifier"):
            return Publisher(part["identifier"], type_of(part) or OTHER_TYPE, part["name"])
    raise NotExportable("no-publisher", NO_PUBLISHER, programme=code)


def accountable_in(snapshot: Snapshot) -> list[str]:
    """The organisations that answer for the programme, by their codes."""
    return [
        role["organisation"]
        for role in snapshot["programme"]["roles"]
        if role["role"] == "accountable" and role["organisation"] in snapshot["organisations"]
    ]


def is_secondary(snapshot: Snapshot, publisher: Publisher) -> bool:
    """Whether the publisher tells of a programme that others answer for."""
    found = (snapshot["organisations"][code].get("identifier") for code in accountable_in(snapshot))
    return not snapshot["fictional"] and publisher.ref not in found


def activity_identifier(snapshot: Snapshot, publisher: Publisher) -> str:
    """The name of the activity for ever: its own where it has one, else the publisher's with the programme's code.

    A fictional programme never goes by a name that a real one could have.
    """
    own = snapshot["programme"].get("iati_identifier", "")
    if own and (not snapshot["fictional"] or own.startswith(TEST_MARK)):
        return own
    return f"{publisher.ref}-{snapshot['programme']['code']}"


def refuse_mixture(snapshots: Iterable[Snapshot]) -> None:
    """Raise NotExportable where something fictional and something real would stand in one file."""
    listed = list(snapshots)
    if len({snapshot["fictional"] for snapshot in listed}) > 1:
        names = ", ".join(snapshot["programme"]["code"] for snapshot in listed)
        raise NotExportable("fictional-and-real", FICTIONAL_AND_REAL, names=names)
    for snapshot in listed:
        _refuse_others(snapshot, "organisations")
        _refuse_others(snapshot, "places")


def _refuse_others(snapshot: Snapshot, named: Literal["organisations", "places"]) -> None:
    """Raise NotExportable where a fictional programme names something real, or a real one something fictional."""
    others = sorted(code for code, part in snapshot[named].items() if part["fictional"] != snapshot["fictional"])
    if others:
        raise NotExportable(
            f"{named}-of-the-other-kind",
            FICTIONAL_NAMES_REAL if snapshot["fictional"] else REAL_NAMES_FICTIONAL,
            programme=snapshot["programme"]["code"],
            names=", ".join(others),
        )
