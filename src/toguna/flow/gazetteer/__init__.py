"""Brings a gazetteer into one edition of the division: first what it would do, row by row, then all of it or nothing.

What the edition has and the file does not name is left as it is. Importing the same file again changes nothing. How a
table is read is `collect`'s business; which place a row means is found by `matching`, and what follows by `planning`.
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction

from toguna.collect.gazetteer import P_CODE, GazetteerReading, read_gazetteer
from toguna.collect.refusals import RefusedFileError
from toguna.flow.gazetteer.matching import KnownUnits
from toguna.flow.gazetteer.planning import PlannedUnit, Planning
from toguna.rules.findings import Finding, Severity, errors_in
from toguna.rules.framework import ChangeKind, FieldChange
from toguna.rules.roles import Permission
from toguna.rules.spelling import near, plain
from toguna.store.accounts.models import User
from toguna.store.places.actions import Unit, open_edition, put_units
from toguna.store.places.models import Edition
from toguna.store.writing import write_turn

__all__ = [
    "EditionCard",
    "GazetteerNotImported",
    "GazetteerPreview",
    "PlannedUnit",
    "import_gazetteer",
    "preview_gazetteer",
]

OTHER_COUNTRY = "Le découpage « %(edition)s » est celui d'un autre pays (%(country)s)."
FICTION = "Un découpage fictif ne devient pas réel, ni l'inverse : donnez un autre code de découpage."
ENDS_BEFORE = "Le découpage finirait (%(valid_to)s) avant de commencer (%(valid_from)s)."
SAME_UNKNOWN = "« %(known)s » n'est le nom d'aucun lieu connu de ce pays."
SAME_UNKNOWN_NEAR = "« %(known)s » n'est le nom d'aucun lieu connu. Vouliez-vous dire : %(suggestions)s ?"
NO_PLACE = "Ce fichier ne nomme aucun lieu qui puisse être repris."


@dataclass(frozen=True)
class EditionCard:
    """What there is to say about an edition of the division before any place stands in it."""

    code: str
    name: str
    country: str
    valid_from: date
    valid_to: date | None = None
    source: str = ""
    fictional: bool = False

    @classmethod
    def of(cls, edition: Edition) -> "EditionCard":
        """The card of an edition that is there."""
        return cls(
            edition.code,
            edition.name,
            edition.country,
            edition.valid_from,
            edition.valid_to,
            edition.source,
            edition.fictional,
        )


@dataclass(frozen=True)
class GazetteerPreview:
    """What importing a gazetteer adds to an edition, changes in it and leaves.

    `not_named` are the edition's places that the file does not name; they stay as they are. `faults` are about the file
    or the edition as a whole and stop everything; `findings` are about single rows.
    """

    edition: EditionCard
    is_new_edition: bool
    edition_changed: tuple[FieldChange, ...]
    units: tuple[PlannedUnit, ...]
    not_named: int
    faults: tuple[Finding, ...]
    findings: tuple[Finding, ...]

    def of_kind(self, kind: ChangeKind) -> list[PlannedUnit]:
        """The units that are added, changed or left."""
        return [unit for unit in self.units if unit.kind is kind]

    @property
    def errors(self) -> list[Finding]:
        """Everything that stands in the way of importing the whole file."""
        return [*self.faults, *errors_in(self.findings)]

    @property
    def changes_nothing(self) -> bool:
        """Whether the database already says all that the file says."""
        all_left = all(unit.kind is ChangeKind.LEAVE for unit in self.units)
        return all_left and not self.is_new_edition and not self.edition_changed


class GazetteerNotImported(Exception):
    """The import is refused and nothing was kept; the preview says why."""

    def __init__(self, preview: GazetteerPreview) -> None:
        self.preview = preview
        super().__init__(" ".join(finding.text() for finding in preview.errors))


def preview_gazetteer(
    body: bytes, file_name: str, *, edition: EditionCard, scheme: str = P_CODE, same: Mapping[str, str] | None = None
) -> GazetteerPreview:
    """What importing the file into the edition would do; nothing is written.

    Codes in the file are codes of `scheme`. `same` settles differences of spelling: the name that the file gives a
    place, and the name by which it is known.
    """
    kept = Edition.objects.filter(code=edition.code).first()
    known = KnownUnits(
        country=edition.country, fictional=edition.fictional, edition=kept, scheme=scheme, same=same or {}
    )
    faults = [*_faults_of(edition, kept), *_unknown_names(known, same or {})]
    for_reader = known.for_reader()
    reading = GazetteerReading((), ())
    try:
        reading = read_gazetteer(body, file_name, known=[unit for unit, _ in for_reader.values()], scheme=scheme)
    except RefusedFileError as refused:
        faults.append(refused.finding())
    planning = Planning(edition.valid_from, known, reading, {key: place for key, (_, place) in for_reader.items()})
    units = planning.units()
    findings = (*reading.findings, *planning.findings)
    if not units and not faults and not errors_in(findings):
        faults.append(Finding("no-place", Severity.ERROR, NO_PLACE))
    named = {unit.place.pk for unit in units}
    return GazetteerPreview(
        edition=edition,
        is_new_edition=kept is None,
        edition_changed=tuple(_changed_card(kept, edition)) if kept else (),
        units=tuple(units),
        not_named=sum(place.pk not in named for place in known.in_edition()),
        faults=tuple(faults),
        findings=findings,
    )


def import_gazetteer(
    body: bytes,
    file_name: str,
    *,
    edition: EditionCard,
    by: User | None,
    scheme: str = P_CODE,
    same: Mapping[str, str] | None = None,
    leave_out_errors: bool = False,
) -> GazetteerPreview:
    """Bring the file into the edition, and say what that did. Without `by`, the journal names the machine.

    Raises GazetteerNotImported while there are errors, unless the rows that have them are to be left out; raises
    PermissionDenied when the account's role may not change the framework.
    """
    if by is not None and not by.may(Permission.MANAGE_FRAMEWORK):
        raise PermissionDenied
    with write_turn(), transaction.atomic():
        preview = preview_gazetteer(body, file_name, edition=edition, scheme=scheme, same=same)
        if preview.faults or not preview.units or (preview.errors and not leave_out_errors):
            raise GazetteerNotImported(preview)
        if not preview.changes_nothing:
            opened = open_edition(by=by, **vars(edition))
            units = [
                Unit(unit.place, unit.parent, unit.is_new, unit.codes)
                for unit in preview.units
                if unit.kind is not ChangeKind.LEAVE
            ]
            put_units(by=by, edition=opened, units=units, source_sha256=hashlib.sha256(body).hexdigest())
        return preview


def _faults_of(card: EditionCard, kept: Edition | None) -> Iterator[Finding]:
    if kept and kept.country != card.country:
        values = {"edition": kept.code, "country": kept.country}
        yield Finding("edition-of-another-country", Severity.ERROR, OTHER_COUNTRY, values)
    if kept and kept.fictional != card.fictional:
        yield Finding("fiction-stays-fiction", Severity.ERROR, FICTION)
    if card.valid_to and card.valid_to <= card.valid_from:
        days = {"valid_from": f"{card.valid_from:%d/%m/%Y}", "valid_to": f"{card.valid_to:%d/%m/%Y}"}
        yield Finding("edition-ends-before-it-begins", Severity.ERROR, ENDS_BEFORE, days)


def _unknown_names(known: KnownUnits, same: Mapping[str, str]) -> Iterator[Finding]:
    names = {plain(place.name): place.name for place in known.places.values()}
    for meant in same.values():
        if plain(meant) not in names:
            suggestions = ", ".join(near(meant, names.values()))
            message = SAME_UNKNOWN_NEAR if suggestions else SAME_UNKNOWN
            yield Finding("same-unknown", Severity.ERROR, message, {"known": meant, "suggestions": suggestions})


def _changed_card(kept: Edition, card: EditionCard) -> Iterator[FieldChange]:
    for one in fields(card):
        old, new = getattr(kept, one.name), getattr(card, one.name)
        if old != new:
            yield FieldChange(one.name, old, new)
