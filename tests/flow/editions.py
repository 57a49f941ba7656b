"""A small fictional programme brought all the way to an edition, through the ordinary steps."""

from datetime import date
from typing import Any

from tests import factories
from tests.flow.sheets import SHEET, Commune, commune, submission
from toguna.flow.compute import compute_programme
from toguna.flow.receive import receive_submission
from toguna.flow.release import release_edition
from toguna.flow.verify import check_record, verify_record
from toguna.rules.attendance import UnnamedSeats
from toguna.store.publications.models import Edition

ON = date(2026, 1, 15)
EVENTS = {"count": "events", "periods": ["life", "quarter"], "dimensions": ["activity_kind"]}
SEATS = {"count": "seats", "periods": ["life"], "dimensions": ["sex", {"place": 3}]}
# Thirteen women, one man, nine of whom nobody noted the sex.
ONE_MAN = (UnnamedSeats(12, SHEET.unnamed[0].sex, 15, 24), UnnamedSeats(9))


def stage(**definitions: dict[str, Any]) -> Commune:
    """The commune with defined indicators under one result; EVENTS and SEATS unless others are given."""
    there = commune()
    result = factories.result(
        of=there.programme, code="R1", title={"fr": "Un effet fictif", "en": "A fictional outcome"}
    )
    for code, body in (definitions or {"EVENTS": EVENTS, "SEATS": SEATS}).items():
        title = {"fr": f"Indicateur {code}", "en": f"Indicator {code}"}
        made = factories.indicator(of=result, code=code, title=title, unit={"code": "seat"})
        factories.definition(body, of=made)
    return there


def hold(there: Commune, number: int = 1, **changes: object) -> None:
    """One sheet received, checked and verified."""
    record = receive_submission(body=submission(number, **changes), by=there.agent).record
    record.refresh_from_db()
    record = check_record(record, by=there.coordinator, revision=record.revision)
    verify_record(record, by=there.officer, revision=record.revision)


def release(there: Commune, **options: Any) -> Edition:
    """Compute and release."""
    run = compute_programme(there.programme, by=there.officer)
    return release_edition(there.programme, run=run, by=there.officer, on=ON, **options)
