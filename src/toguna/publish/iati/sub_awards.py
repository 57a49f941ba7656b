"""The sub-awards of a programme as activities of their own under it: who grants what to whom, only what is known.

Their sums stay in words: IATI wants a day for every transaction, and a grant's day of signing is not in an edition.
"""

from decimal import Decimal

from toguna.publish.iati.subjects import Subjects
from toguna.publish.iati.taking_part import organisation_in
from toguna.publish.iati.told import Said, both, narratives, sentence, together
from toguna.publish.snapshot import Snapshot, SubAwardPart
from toguna.rules.findings import Finding, Severity
from toguna.rules.iati import (
    ActivityDate,
    Description,
    IatiActivity,
    RecipientCountry,
    RecipientRegion,
    RelatedActivity,
    ReportingOrganisation,
)
from toguna.rules.numbers import money
from toguna.rules.sub_awards import COMMITTED, AwardState

PARENT, CHILD = "1", "2"
PIPELINE, IMPLEMENTATION, COMPLETED, CANCELLED, SUSPENDED = "1", "2", "4", "5", "6"
PLANNED_START, ACTUAL_START, PLANNED_END, ACTUAL_END = "1", "2", "3", "4"
ENDED_EARLY = {AwardState.TERMINATED: CANCELLED, AwardState.SUSPENDED: SUSPENDED}

NO_START = "Le début de la subvention %(code)s n'est pas connu : elle reste hors du fichier."


def children_of(
    snapshot: Snapshot,
    parent: str,
    reporting: ReportingOrganisation,
    subjects: Subjects,
    where: tuple[tuple[RecipientCountry, ...], tuple[RecipientRegion, ...]],
) -> tuple[tuple[IatiActivity, ...], list[Finding]]:
    """One activity for each sub-award that was signed and whose start is known, below the programme's."""
    found, notes = [], []
    for one in snapshot["programme"].get("sub_awards", []):
        named = {one["giver"], one["receiver"]} <= snapshot["organisations"].keys()
        if AwardState(one["status"]) not in COMMITTED or not named:
            continue
        if one["starts_on"] is None:
            notes.append(Finding("no-start", Severity.NOTE, NO_START, {"code": one["code"]}))
            continue
        found.append(
            IatiActivity(
                language="fr",
                last_updated=f"{snapshot['released_on']}T00:00:00Z",
                default_currency=one["currency"] or None,
                hierarchy="2",
                identifier=f"{parent}-{one['code']}",
                reporting=reporting,
                title=narratives(together(mark_of(snapshot), one["title"])),
                descriptions=(Description(type="1", text=narratives(_described(snapshot, one))),),
                participating=(
                    organisation_in(snapshot, one["giver"], "2"),
                    organisation_in(snapshot, one["receiver"], "4"),
                ),
                status=_status(one, snapshot["released_on"]),
                dates=_dates(one),
                recipient_countries=where[0],
                recipient_regions=where[1],
                sectors=subjects.sectors,
                related=(RelatedActivity(ref=parent, type=PARENT),),
            )
        )
    return tuple(found), notes


def mark_of(snapshot: Snapshot) -> Said:
    """What stands before the title of something fictional."""
    return both("[FICTIF]", "[FICTIONAL]") if snapshot["fictional"] else {}


def _described(snapshot: Snapshot, one: SubAwardPart) -> Said:
    told = [
        both(f"Subvention {one['code']} du programme.", f"Sub-award {one['code']} of the programme."),
        both("Données fictives.", "Fictional figures.") if snapshot["fictional"] else {},
        sentence(one["title"]),
    ]
    for fr, en, value in (
        ("Montant accordé", "Amount granted", one["value"]),
        ("Versé à ce jour", "Paid to date", one["disbursed"]),
        ("Justifié à ce jour", "Accounted for to date", one["acquitted"]),
    ):
        if value is not None:
            sums = [money(Decimal(value) / 100, one["currency"], language) for language in ("fr", "en")]
            told.append(both(f"{fr} : {sums[0]}.", f"{en}: {sums[1]}."))
    return together(*told)


def _status(one: SubAwardPart, on: str) -> str:
    state = AwardState(one["status"])
    if state in ENDED_EARLY:
        return ENDED_EARLY[state]
    if one["starts_on"] and on < one["starts_on"]:
        return PIPELINE
    return COMPLETED if one["ends_on"] and on > one["ends_on"] else IMPLEMENTATION


def _dates(one: SubAwardPart) -> tuple[ActivityDate, ...]:
    """The days of the agreement: planned ones, since an edition does not say when work began or ended."""
    days = ((PLANNED_START, one["starts_on"]), (PLANNED_END, one["ends_on"]))
    return tuple(ActivityDate(type=kind, iso_date=day) for kind, day in days if day)
