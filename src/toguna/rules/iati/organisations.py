# ruff: noqa: RUF009  (each of these calls makes one field of the dataclass, as dataclasses.field does)
"""Who reports, pays, answers and carries out, in IATI 2.03, and how to reach them; and where an activity has effect.

Elements of one activity, as text. Which codes there are, and which of them are true, is decided elsewhere.
"""

from dataclasses import dataclass

from toguna.rules.iati import shapes as iati
from toguna.rules.iati.shapes import Element, Narratives


@dataclass(frozen=True, kw_only=True)
class ReportingOrganisation(Element):
    """Who publishes; a secondary reporter tells of an activity that somebody else answers for."""

    ref: str | None = iati.attribute("ref")
    type: str | None = iati.attribute("type")
    secondary_reporter: bool | None = iati.flag("secondary-reporter")
    names: Narratives = iati.narratives()


@dataclass(frozen=True, kw_only=True)
class ParticipatingOrganisation(Element):
    """An organisation in a role: 1 funding, 2 accountable, 3 extending, 4 implementing."""

    ref: str | None = iati.attribute("ref")
    type: str | None = iati.attribute("type")
    role: str | None = iati.attribute("role")
    activity_identifier: str | None = iati.attribute("activity-id")
    crs_channel_code: str | None = iati.attribute("crs-channel-code")
    names: Narratives = iati.narratives()


@dataclass(frozen=True, kw_only=True)
class OwnerOrganisation(Element):
    """Whose identifier another identifier is."""

    ref: str | None = iati.attribute("ref")
    names: Narratives = iati.narratives()


@dataclass(frozen=True, kw_only=True)
class OtherIdentifier(Element):
    """A name that the activity has elsewhere."""

    ref: str | None = iati.attribute("ref")
    type: str | None = iati.attribute("type")
    owner: OwnerOrganisation | None = iati.one("owner-org", OwnerOrganisation)


@dataclass(frozen=True, kw_only=True)
class Contact(Element):
    """How to reach those who answer for the activity."""

    type: str | None = iati.attribute("type")
    organisation: Narratives = iati.text("organisation")
    department: Narratives = iati.text("department")
    person_name: Narratives = iati.text("person-name")
    job_title: Narratives = iati.text("job-title")
    telephones: tuple[str, ...] = iati.lines("telephone")
    emails: tuple[str, ...] = iati.lines("email")
    websites: tuple[str, ...] = iati.lines("website")
    mailing_addresses: tuple[Narratives, ...] = iati.texts("mailing-address")


@dataclass(frozen=True, kw_only=True)
class RecipientCountry(Element):
    """A country that the activity is for."""

    code: str | None = iati.attribute("code")
    percentage: str | None = iati.attribute("percentage")
    names: Narratives = iati.narratives()


@dataclass(frozen=True, kw_only=True)
class RecipientRegion(Element):
    """A region of the world that the activity is for."""

    code: str | None = iati.attribute("code")
    vocabulary: str | None = iati.attribute("vocabulary")
    vocabulary_uri: str | None = iati.attribute("vocabulary-uri")
    percentage: str | None = iati.attribute("percentage")
    names: Narratives = iati.narratives()


@dataclass(frozen=True, kw_only=True)
class LocationIdentifier(Element):
    """The code of a place in a gazetteer: GeoNames, OpenStreetMap."""

    code: str | None = iati.attribute("code")
    vocabulary: str | None = iati.attribute("vocabulary")


@dataclass(frozen=True, kw_only=True)
class Administrative(Element):
    """The administrative unit that a place lies in."""

    code: str | None = iati.attribute("code")
    vocabulary: str | None = iati.attribute("vocabulary")
    level: str | None = iati.attribute("level")


@dataclass(frozen=True, kw_only=True)
class Point(Element):
    """A point on the map: "latitude longitude"."""

    srs_name: str | None = iati.attribute("srsName")
    position: str | None = iati.line("pos")


@dataclass(frozen=True, kw_only=True)
class Location(Element):
    """A place of the activity; results name it by its `ref`."""

    ref: str | None = iati.attribute("ref")
    reach: str | None = iati.word("location-reach")
    identifiers: tuple[LocationIdentifier, ...] = iati.many("location-id", LocationIdentifier)
    name: Narratives = iati.text("name")
    description: Narratives = iati.text("description")
    activity_description: Narratives = iati.text("activity-description")
    administrative: tuple[Administrative, ...] = iati.many("administrative", Administrative)
    point: Point | None = iati.one("point", Point)
    exactness: str | None = iati.word("exactness")
    location_class: str | None = iati.word("location-class")
    feature_designation: str | None = iati.word("feature-designation")
