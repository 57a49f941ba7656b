"""Records on the library's forms, received, checked and verified in the commune of the other stories."""

import json
from typing import Any

from tests import factories
from tests.flow.sheets import Commune, commune
from tests.samples import library
from toguna.flow.forms import offer_library_form
from toguna.flow.reading import findings_of, reading_of
from toguna.flow.receive import receive_submission
from toguna.flow.verify import check_record, verify_record
from toguna.store.facts.models import Fact
from toguna.store.fieldwork.models import Record


def stage() -> Commune:
    """The commune of the other stories, a second one, and a group that is on the list of organisations."""
    there = commune()
    factories.place(name="Soréma-Fictif", edition=there.edition, parent=there.region, code="C2")
    factories.organisation(code=library.GROUP, kind="cbo")
    return there


def here(answers: dict[str, Any]) -> dict[str, Any]:
    """The answers of a sample, about the activity and the communes of these stories."""
    text = json.dumps(answers, ensure_ascii=False)
    text = text.replace(library.COMMUNE, "Sanankoro-Ba [toguna-demo:C1]").replace("A-001", "F-001")
    answered: dict[str, Any] = json.loads(text.replace(library.OTHER_COMMUNE, "Soréma-Fictif [toguna-demo:C2]"))
    return answered


def received(there: Commune, form_id: str, answers: dict[str, Any], number: int = 1, **sent: Any) -> Record:
    offer_library_form(form_id)
    body = library.submission(form_id, here(answers), instance_id=f"uuid:essai-{form_id}-{number}")
    record = receive_submission(body=body, by=there.agent, **sent).record
    assert record.current_version is not None
    reading_of(record.current_version)
    record.refresh_from_db()
    return record


def verified(there: Commune, form_id: str, answers: dict[str, Any], number: int = 1) -> list[Fact]:
    record = received(there, form_id, answers, number)
    record = check_record(record, by=there.coordinator, revision=record.revision)
    verify_record(record, by=there.officer, revision=record.revision)
    return list(Fact.objects.filter(version__record=record).order_by("node", "unit"))


def told(record: Record) -> set[str]:
    assert record.current_version is not None
    return {finding.code for finding in findings_of(record.current_version)}
