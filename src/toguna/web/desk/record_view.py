"""What one record's page shows: the original, what was understood, what is wrong with it, what could be done now.

It gathers; who may see names is decided here once, and a reading with names leaves its line in the journal.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, partial

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from toguna.collect.attendance_answers import write_band
from toguna.flow.forms import ATTENDANCE_FORM
from toguna.flow.personal_answers import is_personal
from toguna.flow.reading import answers_of, field_record_of, findings_of, sheet_of
from toguna.flow.receive import attachment_file
from toguna.publish.pictures.locator import locator, written_point
from toguna.rules.attendance import (
    AttendanceSheet,
    Participant,
    Sex,
    UnnamedSeats,
    count_seats,
    count_seats_of,
    seats_without_a_name,
)
from toguna.rules.field_record import FieldRecord, RecordSummary
from toguna.rules.findings import Finding, Severity, errors_in
from toguna.rules.records import Act, RecordState
from toguna.rules.roles import Permission
from toguna.store.accounts.models import User
from toguna.store.facts.models import Fact
from toguna.store.fieldwork.models import Attachment, Record, RecordVersion
from toguna.store.fieldwork.queries import (
    acts_possible,
    contested_versions,
    may_act,
    points_near,
    records_seen_by,
    sheets_like,
)
from toguna.store.journal.actions import record_entry
from toguna.store.writing import write_turn
from toguna.web.desk.answer_words import Document, anchor_of, documented
from toguna.web.desk.comparison import AnswerDifference, Difference, answer_differences, differences
from toguna.web.desk.consequences import (
    Consequence,
    CountedDifference,
    StatedLine,
    consequence_of,
    counted_differences,
    stated_lines,
)
from toguna.web.desk.file_types import type_shown
from toguna.web.desk.register_pages import criteria_measured, page_of_entry, register_title
from toguna.web.layout.templatetags.toguna import reader as language_of_reader

LIKE_SHOWN = 5
AGE_BANDS = ((0, 9), (10, 14), (15, 29), (30, 40), (41, 59), (60, None))  # those of the field form
_LINE = re.compile(r"participant\D{0,3}(\d+)", re.IGNORECASE)
_WEIGHT = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.NOTE: 2}


@dataclass(frozen=True)
class ShownFinding:
    """A finding with the place on the page that it is about."""

    finding: Finding
    anchor: str


@dataclass(frozen=True)
class ShownFile:
    """A file that came with the record, and as what it is shown: a picture, a sound, or something to take away."""

    attachment: Attachment
    media_type: str
    is_here: bool = True

    @property
    def is_picture(self) -> bool:
        """Whether the page shows it."""
        return self.media_type.startswith("image/")

    @property
    def is_sound(self) -> bool:
        """Whether the page plays it."""
        return self.media_type.startswith("audio/")


@dataclass
class RecordView:
    """Everything on the page of one record, for one reader."""

    record: Record
    version: RecordVersion
    reader: User
    sees_names: bool
    sheet: AttendanceSheet | None = None
    document: Document | None = None
    read: FieldRecord = field(default_factory=FieldRecord)
    unreadable: str = ""
    findings: list[ShownFinding] = field(default_factory=list)

    @property
    def is_current(self) -> bool:
        """Whether the version shown is the one that counts."""
        return self.version.pk == self.record.current_version_id

    @property
    def errors(self) -> list[Finding]:
        """What must be put right before the sheet can be verified."""
        return errors_in(shown.finding for shown in self.findings)

    @property
    def is_sheet(self) -> bool:
        """Whether it is an attendance sheet, which has boxes and tables of its own."""
        return self.record.form_id == ATTENDANCE_FORM

    @property
    def register(self) -> Mapping[str, str]:
        """The register whose entry it is, by what it is called; nothing where it came on a form."""
        return register_title(self.record.form_id)

    @cached_property
    def entry_page(self) -> str:
        """The page of the desk on which the entry is kept and changed."""
        return page_of_entry(self.record)

    @property
    def summary(self) -> RecordSummary:
        """What was understood of it, in short."""
        return self.read.summary

    @property
    def needs_activity(self) -> bool:
        """Whether it must be matched before it is verified: it makes facts, and belongs to no activity yet."""
        return bool(self.read.facts) and self.record.activity_id is None

    @cached_property
    def files(self) -> list[ShownFile]:
        """What came with the record, each by what its bytes are."""
        return [_shown(each) for each in self.record.attachments.all()]

    @property
    def files_by_name(self) -> dict[str, ShownFile]:
        """The same, by the name that an answer gives."""
        return {shown.attachment.name: shown for shown in self.files}

    @cached_property
    def point(self) -> tuple[float, float] | None:
        """The first place that the answers give and this reader may see."""
        answers = self.document.answers if self.document else ()
        found = next((answer.point for answer in answers if answer.point), None)
        reading = getattr(self.version, "reading", None)
        if found is None and self.is_sheet and reading is not None and reading.latitude is not None:
            return reading.latitude, reading.longitude
        return found

    @property
    def point_written(self) -> str:
        """The point as people write it."""
        return written_point(self.point, language_of_reader()) if self.point else ""

    @property
    def geo_address(self) -> str:
        """The point as an application of maps is called with it."""
        return f"geo:{self.point[0]:.6f},{self.point[1]:.6f}" if self.point else ""

    @property
    def map(self) -> str:
        """Where the point lies, among the points of other records that this reader sees."""
        if self.point is None:
            return ""
        others = points_near(self.reader, self.point, other_than=self.record)
        return locator(self.point, others, language=language_of_reader())

    @property
    def stated(self) -> list[StatedLine]:
        """The facts that verifying would make, those of a sort together."""
        measured = criteria_measured(self.version)
        return [replace(line, criterion=measured.get(line.unit, "")) for line in stated_lines(self.read)]

    @property
    def participants(self) -> tuple[Participant, ...]:
        """The lines of the sheet."""
        return self.sheet.participants if self.sheet else ()

    @property
    def unnamed(self) -> list[tuple[UnnamedSeats, str]]:
        """The groups without names, each with its age band in short."""
        return [(each, write_band(each.age_from, each.age_to)) for each in self.sheet.unnamed] if self.sheet else []

    @property
    def sums(self) -> dict[str, int]:
        """Seats in all, named, without a name, and by sex, as they will be counted."""
        if self.sheet is None:
            return {}
        return {
            "all": count_seats(self.sheet),
            "named": sum(one.is_named for one in self.sheet.participants),
            "unnamed": sum(seats.seats for seats in seats_without_a_name(self.sheet)),
            "women": count_seats_of(self.sheet, Sex.FEMALE),
            "men": count_seats_of(self.sheet, Sex.MALE),
            "other": count_seats_of(self.sheet, Sex.OTHER),
            "unknown": count_seats_of(self.sheet, None),
        }

    @property
    def ages(self) -> list[tuple[str, int]]:
        """Seats by age, where there are any; a group whose band straddles two of ours counts as not stated."""
        if self.sheet is None:
            return []
        year = self.sheet.held_on.year if self.sheet.held_on else None
        counted = dict.fromkeys([write_band(*band) for band in AGE_BANDS], 0)
        known = 0
        for low, high, seats in _ages(self.sheet, year):
            for youngest, oldest in AGE_BANDS:
                if low >= youngest and (oldest is None or (high is not None and high <= oldest)):
                    counted[write_band(youngest, oldest)] += seats
                    known += seats
        counted[""] = count_seats(self.sheet) - known
        return [(band, seats) for band, seats in counted.items() if seats]

    @property
    def consequence(self) -> Consequence:
        """What verifying this version would change, counted and not yet done."""
        return consequence_of(self.read, closed=self.facts.count())

    @property
    def facts(self) -> QuerySet[Fact]:
        """The facts of this record that hold today."""
        return Fact.objects.filter(version__record=self.record, until__isnull=True)

    @property
    def acts(self) -> frozenset[Act]:
        """What this reader could do now."""
        return acts_possible(self.record, self.reader)

    @property
    def may_match(self) -> bool:
        """Whether this reader may say which activity the sheet belongs to; a verified one is corrected instead."""
        reviews = may_act(self.reader, Act.CHECK) or may_act(self.reader, Act.VERIFY)
        return reviews and self.record.state in (RecordState.RECEIVED, RecordState.CHECKED)

    @property
    def may_settle(self) -> bool:
        """Whether this reader may say which of two contents counts."""
        return may_act(self.reader, Act.CHECK) or may_act(self.reader, Act.VERIFY)

    @property
    def contested(self) -> list[RecordVersion]:
        """Versions that came under the same instance and that nobody has settled."""
        return list(contested_versions(self.record))

    @property
    def like(self) -> list[Record]:
        """The records that look like the same sheet, as far as this reader may see them."""
        same = sheets_like(self.record).order_by().values("pk")
        return list(records_seen_by(self.reader).filter(pk__in=same)[:LIKE_SHOWN])

    @property
    def why_not(self) -> str:
        """Why the reader cannot do the next act although the role allows it, when that is so."""
        record, reader, acts = self.record, self.reader, self.acts
        if record.state == RecordState.RECEIVED and may_act(reader, Act.CHECK) and Act.CHECK not in acts:
            return _("Vous avez saisi cette fiche : quelqu'un d'autre doit la contrôler.")
        if record.state == RecordState.CHECKED and may_act(reader, Act.VERIFY) and Act.VERIFY not in acts:
            return _("Vous avez saisi ou contrôlé cette fiche : quelqu'un d'autre doit la vérifier.")
        if record.state == RecordState.RECEIVED and may_act(reader, Act.VERIFY):
            return _("L'organisation partenaire contrôle d'abord la fiche ; vous la vérifierez ensuite.")
        return ""


def view_of(record: Record, *, reader: User, number: int | None = None) -> RecordView:
    """The record as this reader may see it, in one version: the current one unless told."""
    version = record.versions.get(number=number) if number else record.current_version
    assert version is not None
    version.record = record
    view = RecordView(record, version, reader, sees_names=reader.may(Permission.SEE_NAMES))
    try:
        view.read = field_record_of(version)
        _lay_out(view)
    except Exception as error:
        # A kept version may be no sheet at all, or redacted; its page says so and still shows what was kept.
        view.unreadable = str(error)
    found = sorted(findings_of(version), key=lambda finding: _WEIGHT[finding.severity])
    anchors = view.document.anchors if view.document else set()
    view.findings = [ShownFinding(finding, _anchor(finding, anchors)) for finding in found]
    return view


def _lay_out(view: RecordView) -> None:
    if view.is_sheet:
        view.sheet = sheet_of(view.version)[0]
        return
    if view.register:
        return
    found = answers_of(view.version)
    if found is None:
        view.unreadable = _("Le formulaire de cette fiche n'est plus sur ce serveur.")
        return
    form, tree = found
    form_id, sees = view.record.form_id, view.sees_names
    view.document = documented(
        form.questions, tree.answers, hides=lambda question: not sees and is_personal(form_id, question)
    )


def note_reading(record: Record, *, reader: User, what: str = "page") -> None:
    """Whoever reads a record with its names leaves a line in the journal."""
    if reader.may(Permission.SEE_NAMES):
        with write_turn():
            record_entry(by=reader, action="record.read", subject=record, what=what)


def changes_between(
    older: RecordVersion, newer: RecordVersion
) -> Sequence[Difference] | Sequence[AnswerDifference] | Sequence[CountedDifference] | None:
    """What differs between two versions; None where one of them cannot be read."""
    form_id = newer.record.form_id
    try:
        if register_title(form_id):
            return counted_differences(field_record_of(older), field_record_of(newer))
        if form_id == ATTENDANCE_FORM:
            return differences(sheet_of(older)[0], sheet_of(newer)[0])
        before, after = answers_of(older), answers_of(newer)
        if before is None or after is None:
            return None
        return answer_differences(before, after, tells=partial(is_personal, form_id))
    except Exception:
        return None


def _shown(attachment: Attachment) -> ShownFile:
    path = attachment_file(attachment)
    if attachment.redacted_at or not path.is_file():
        return ShownFile(attachment, "", is_here=False)
    return ShownFile(attachment, type_shown(path) or "")


def _ages(sheet: AttendanceSheet, year: int | None) -> list[tuple[int, int | None, int]]:
    found: list[tuple[int, int | None, int]] = []
    for one in sheet.participants:
        if one.age is not None:
            found.append((one.age, one.age, 1))
        elif one.birth_year is not None and year is not None:
            found.append((year - one.birth_year, year - one.birth_year, 1))
    found.extend((each.age_from, each.age_to, each.seats) for each in sheet.unnamed if each.age_from is not None)
    return found


def _anchor(finding: Finding, anchors: set[str]) -> str:
    if finding.code == "other-bytes":
        return "versions"
    if anchors:
        # An answer of a repeat stands in the row of its occurrence; one that is empty, nowhere.
        places = [finding.where, finding.where.rpartition("/")[0]]
        return next((anchor_of(place) for place in places if place and anchor_of(place) in anchors), "")
    line = _LINE.search(finding.where)
    return f"line-{line[1]}" if line else ""
