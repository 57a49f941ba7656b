"""Writing programmes, their objectives, and who takes which part."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.db import transaction

from toguna.rules.classifications import Classification as Classified
from toguna.rules.classifications import classification_findings
from toguna.rules.findings import Finding, errors_in
from toguna.store.journal.actions import Actor, record_entry
from toguna.store.organisations.models import Organisation
from toguna.store.places.models import Place
from toguna.store.programmes.models import Classification, Objective, Participation, Programme, Territory


class ClassificationImpossible(ValueError):
    """Codes that cannot describe a programme together; `findings` say which and why."""

    def __init__(self, findings: list[Finding]) -> None:
        super().__init__("; ".join(finding.text() for finding in findings))
        self.findings = findings


@transaction.atomic
def put_programme(*, by: Actor | None, code: str, **columns: object) -> Programme:
    """Add a programme, or bring the one with this code up to date."""
    programme, new = Programme.objects.update_or_create(code=code, defaults=columns)
    record_entry(by=by, action="programme.added" if new else "programme.changed", subject=programme)
    return programme


@transaction.atomic
def put_objective(
    *,
    by: Actor | None,
    programme: Programme,
    number: int,
    statement: Mapping[str, str],
    title: Mapping[str, str] | None = None,
    added_on: date | None = None,
    added_precision: str = "day",
) -> Objective:
    """Add an objective, at the start or while the programme runs, or bring it up to date."""
    objective, new = Objective.objects.update_or_create(
        programme=programme,
        number=number,
        defaults={
            "statement": dict(statement),
            "title": dict(title or {}),
            "added_on": added_on,
            "added_precision": added_precision,
        },
    )
    record_entry(by=by, action="objective.added" if new else "objective.changed", subject=objective)
    return objective


@transaction.atomic
def give_part(
    *,
    by: Actor | None,
    programme: Programme,
    organisation: Organisation,
    role: str,
    works_under: Organisation | None = None,
    note: Mapping[str, str] | None = None,
) -> Participation:
    """Give an organisation a part in a programme, and say under whom it works there."""
    participation, _new = Participation.objects.update_or_create(
        programme=programme,
        organisation=organisation,
        role=role,
        defaults={"works_under": works_under, "note": dict(note or {})},
    )
    record_entry(by=by, action="programme.part-given", subject=programme, organisation=organisation.code, role=role)
    return participation


@transaction.atomic
def add_territory(*, programme: Programme, place: Place) -> Territory:
    """Say that the programme works in a place."""
    return Territory.objects.get_or_create(programme=programme, place=place)[0]


@transaction.atomic
def classify_programme(
    *,
    by: Actor | None,
    programme: Programme,
    classifications: Sequence[tuple[Classified, Mapping[str, str]]],
) -> list[Classification]:
    """Say what the programme is about, each code with its words; what was said before is replaced.

    Raises ClassificationImpossible, for instance where the shares of the sectors do not make a whole.
    """
    wrong = errors_in(classification_findings([one for one, _words in classifications]))
    if wrong:
        raise ClassificationImpossible(wrong)
    programme.classifications.all().delete()
    rows = [
        Classification(
            programme=programme,
            kind=one.kind.value,
            vocabulary=one.vocabulary,
            code=one.code,
            share=one.share,
            significance=one.significance,
            text=dict(words),
            position=position,
        )
        for position, (one, words) in enumerate(classifications, start=1)
    ]
    codes = [f"{row.kind}:{row.vocabulary}:{row.code}" for row in Classification.objects.bulk_create(rows)]
    record_entry(by=by, action="programme.classified", subject=programme, codes=codes)
    return rows


@transaction.atomic
def name_in_iati(*, by: Actor | None, programme: Programme, identifier: str) -> None:
    """Give the programme its identifier in IATI files. One that was published is never changed: others point to it."""
    programme.iati_identifier = identifier
    programme.save(update_fields=["iati_identifier"])
    record_entry(by=by, action="programme.iati-named", subject=programme, identifier=identifier)
