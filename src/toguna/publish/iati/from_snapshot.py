"""What an edition says of a programme, as IATI activities: the programme and its sub-awards, nothing that is not in it.

The snapshot is all that it reads. What it leaves out it says, with why; what is not known is absent, never 0.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from toguna.publish.iati.publisher import (
    NO_ORGANISATION,
    NotExportable,
    Publisher,
    activity_identifier,
    is_secondary,
    publisher_of,
    refuse_mixture,
)
from toguna.publish.iati.results import results_of
from toguna.publish.iati.stated import end_of
from toguna.publish.iati.sub_awards import (
    ACTUAL_END,
    ACTUAL_START,
    CHILD,
    COMPLETED,
    IMPLEMENTATION,
    PIPELINE,
    PLANNED_END,
    PLANNED_START,
    children_of,
    mark_of,
)
from toguna.publish.iati.subjects import budgets_of, subjects_of, transactions_of, whole_budget
from toguna.publish.iati.taking_part import others_named, participating
from toguna.publish.iati.told import Said, both, narratives, sentence, together
from toguna.publish.iati.whereabouts import UNSPECIFIED, Whereabouts
from toguna.publish.iati.writing import write_file
from toguna.publish.snapshot import DocumentPart, ProgrammePart, Snapshot
from toguna.rules.findings import Finding, Severity
from toguna.rules.iati import (
    VERSION,
    ActivityDate,
    Description,
    DocumentLink,
    IatiActivity,
    IatiFile,
    Narratives,
    OtherIdentifier,
    OwnerOrganisation,
    RelatedActivity,
    ReportingOrganisation,
)
from toguna.rules.numbers import long_date, month

GENERAL, OBJECTIVES, OTHER = "1", "2", "4"
OTHER_ACTIVITY_IDENTIFIER = "A9"
ABOUT_RESULTS = "A08"
WEB_PAGE = "text/html"
FORMATS = {".pdf": "application/pdf", ".csv": "text/csv", ".xml": "application/xml", ".json": "application/json"}

FICTIONAL = both(
    "DONNÉES FICTIVES, inventées pour une démonstration : ce programme n'existe pas.",
    "FICTIONAL, invented for a demonstration: this programme does not exist.",
)
DRAFT = both(
    "Brouillon : ces valeurs ne sont ni arrêtées ni publiées.", "Draft: these values are neither settled nor published."
)

UNNAMED_COUNTRY = "Le pays du programme n'est pas connu de ses lieux : le fichier dit « non précisé »."
OWN_IDENTIFIER = (
    "L'identifiant %(identifier)s ne commence pas par celui de l'éditeur (%(publisher)s) : ceux qui valident le "
    "signaleront."
)
NO_ROLE = "%(count)s organisations sont partenaires ou participantes sans rôle de l'IATI : elles sont nommées en mots."


@dataclass(frozen=True)
class Export:
    """A file of activities, and what was left out or said otherwise on the way."""

    file: IatiFile
    notes: tuple[Finding, ...] = ()

    def body(self) -> bytes:
        """The file as bytes."""
        return write_file(self.file)


def export(
    snapshots: Iterable[Snapshot],
    *,
    publisher: Publisher | None = None,
    draft: bool = False,
    generated: str | None = None,
) -> Export:
    """One file for one or several programmes, all real or all fictional. Raises NotExportable.

    The file's time is the last day of release at midnight, unless another is given: the same snapshots make the same
    file.
    """
    listed = list(snapshots)
    refuse_mixture(listed)
    activities: list[IatiActivity] = []
    notes: list[Finding] = []
    for snapshot in listed:
        made, left = activities_of(snapshot, publisher=publisher, draft=draft)
        activities += made
        notes += left
    last = max((snapshot["released_on"] for snapshot in listed), default="")
    at = generated or (f"{last}T00:00:00Z" if last else None)
    return Export(IatiFile(version=VERSION, generated=at, activities=tuple(activities)), tuple(notes))


def activities_of(
    snapshot: Snapshot, *, publisher: Publisher | None = None, draft: bool = False
) -> tuple[list[IatiActivity], list[Finding]]:
    """The programme and, below it, its sub-awards; and why something stayed out. Raises NotExportable."""
    programme = snapshot["programme"]
    told_by = publisher_of(snapshot, publisher)
    organisations = participating(snapshot)
    if not organisations:
        raise NotExportable("no-organisation", NO_ORGANISATION, programme=programme["code"])
    identifier = activity_identifier(snapshot, told_by)
    reporting = ReportingOrganisation(
        ref=told_by.ref,
        type=told_by.type,
        secondary_reporter=True if is_secondary(snapshot, told_by) else None,
        names=narratives(told_by.names),
    )
    whereabouts = Whereabouts(snapshot)
    subjects = subjects_of(programme)
    results, of_results = results_of(snapshot, whereabouts)
    budgets, of_budgets = budgets_of(programme)
    transactions, of_transactions = transactions_of(snapshot)
    countries = whereabouts.countries()
    regions = () if countries else (UNSPECIFIED,)
    children, of_children = children_of(snapshot, identifier, reporting, subjects, (countries, regions))
    activity = IatiActivity(
        language="fr",
        last_updated=f"{snapshot['released_on']}T00:00:00Z",
        default_currency=programme["currency"] or None,
        hierarchy="1",
        identifier=identifier,
        reporting=reporting,
        title=_title(snapshot),
        descriptions=_descriptions(snapshot, draft),
        participating=organisations,
        other_identifiers=_award(snapshot),
        status=_status(programme, snapshot["released_on"]),
        dates=_dates(programme, snapshot["released_on"]),
        recipient_countries=countries,
        recipient_regions=regions,
        locations=whereabouts.locations(),
        sectors=subjects.sectors,
        tags=subjects.tags,
        humanitarian_scopes=subjects.scopes,
        policy_markers=subjects.markers,
        budgets=budgets,
        transactions=transactions,
        document_links=_documents(snapshot),
        related=tuple(RelatedActivity(ref=child.identifier, type=CHILD) for child in children),
        results=results,
    )
    notes = [*_notes(snapshot, identifier, told_by, bool(countries)), *subjects.notes, *of_budgets, *of_transactions]
    return [activity, *children], [*notes, *of_children, *of_results]


def _title(snapshot: Snapshot) -> Narratives:
    return narratives(together(mark_of(snapshot), snapshot["programme"]["name"]))


def _descriptions(snapshot: Snapshot, draft: bool) -> tuple[Description, ...]:
    programme = snapshot["programme"]
    objectives = [
        {language: f"{one['number']}. {text}" for language, text in sentence(one["statement"]).items()}
        for one in programme["objectives"]
    ]
    general = together(FICTIONAL if snapshot["fictional"] else {}, sentence(programme["summary"] or programme["name"]))
    said = [
        (GENERAL, general),
        (OBJECTIVES, together(*objectives)),
        (OTHER, together(DRAFT if draft else _edition(snapshot), whole_budget(programme), others_named(snapshot))),
    ]
    return tuple(Description(type=kind, text=narratives(texts)) for kind, texts in said if texts)


def _edition(snapshot: Snapshot) -> Said:
    day = date.fromisoformat(snapshot["released_on"])
    return both(
        f"Édition n° {snapshot['number']} du {long_date(day, 'fr')}.",
        f"Edition no. {snapshot['number']} of {long_date(day, 'en')}.",
    )


def _award(snapshot: Snapshot) -> tuple[OtherIdentifier, ...]:
    """The number of the award, which is the funder's where there is one funder."""
    award = snapshot["programme"]["award"]
    if not award:
        return ()
    funders = {
        role["organisation"]
        for role in snapshot["programme"]["roles"]
        if role["role"] == "funding" and role["organisation"] in snapshot["organisations"]
    }
    owner = None
    if len(funders) == 1:
        part = snapshot["organisations"][funders.pop()]
        owner = OwnerOrganisation(ref=part.get("identifier") or None, names=narratives(part["name"]))
    return (OtherIdentifier(ref=award, type=OTHER_ACTIVITY_IDENTIFIER, owner=owner),)


def _status(programme: ProgrammePart, on: str) -> str:
    if on < programme["starts_on"]:
        return PIPELINE
    ended = on > end_of(programme["ends_on"], programme["ends_precision"])
    return COMPLETED if ended else IMPLEMENTATION


def _dates(programme: ProgrammePart, on: str) -> tuple[ActivityDate, ...]:
    """Start and end; a day that is only known by its month or year is never called actual, and says so."""
    start = _first_day(programme["starts_on"], programme["starts_precision"])
    end = end_of(programme["ends_on"], programme["ends_precision"])
    started = programme["starts_precision"] == "day" and start <= on
    ended = programme["ends_precision"] == "day" and end <= on
    return (
        ActivityDate(
            type=ACTUAL_START if started else PLANNED_START,
            iso_date=start,
            note=_known(programme["starts_on"], programme["starts_precision"]),
        ),
        ActivityDate(
            type=ACTUAL_END if ended else PLANNED_END,
            iso_date=end,
            note=_known(programme["ends_on"], programme["ends_precision"]),
        ),
    )


def _first_day(day: str, precision: str) -> str:
    return {"year": f"{day[:4]}-01-01", "month": f"{day[:7]}-01"}.get(precision, day)


def _known(day: str, precision: str) -> Narratives:
    known = date.fromisoformat(day)
    match precision:
        case "month":
            return narratives(
                both(f"Connu au mois près : {month(known, 'fr')}.", f"Known by its month: {month(known, 'en')}.")
            )
        case "year":
            return narratives(both(f"Connu à l'année près : {known.year}.", f"Known by its year: {known.year}."))
    return ()


def _documents(snapshot: Snapshot) -> tuple[DocumentLink, ...]:
    """The documents that can be read on the web."""
    return tuple(
        DocumentLink(
            url=one["address"],
            format=_format(one["address"]),
            title=_document_title(one),
            categories=(ABOUT_RESULTS,),
            languages=(one["language"],) if one["language"] else (),
            document_date=one["as_of"],
        )
        for _key, one in sorted(snapshot.get("documents", {}).items())
        if one["address"]
    )


def _document_title(one: DocumentPart) -> Narratives:
    return (("" if one["language"] == "fr" else one["language"], one["title"]),)


def _format(address: str) -> str:
    return next((kind for ending, kind in FORMATS.items() if address.lower().endswith(ending)), WEB_PAGE)


def _notes(snapshot: Snapshot, identifier: str, publisher: Publisher, has_country: bool) -> list[Finding]:
    notes = []
    if not identifier.startswith(publisher.ref):
        values = {"identifier": identifier, "publisher": publisher.ref}
        notes.append(Finding("identifier-of-another", Severity.WARNING, OWN_IDENTIFIER, values))
    if not has_country:
        notes.append(Finding("no-country", Severity.NOTE, UNNAMED_COUNTRY))
    unnamed = [role for role in snapshot["programme"]["roles"] if role["role"] in ("partner", "participant")]
    if unnamed:
        notes.append(Finding("no-iati-role", Severity.NOTE, NO_ROLE, {"count": len(unnamed)}))
    return notes
