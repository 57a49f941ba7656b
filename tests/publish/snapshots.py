"""The smallest snapshot with something in it, all of it fictional."""

from typing import Any

from toguna.publish.snapshot import IndicatorPart, Snapshot, TablePart


def table(value: str | None = "23", *, masked: bool = False, **changes: Any) -> TablePart:
    """The whole life of the programme: a total and, unless told otherwise, women and men."""
    total: Any = {"category": "", "masked": True} if masked else {"category": "", "masked": False, "value": value}
    cut: Any = [
        {"category": "female", "masked": False, "value": "13", "digest": "d" * 64},
        {"category": "male", "masked": True},
        {"category": "unknown", "masked": True},
    ]
    given: Any = {"period_kind": "life", "period": "life", "starts_on": "2025-01-01", "ends_before": "2026-01-02"}
    return {**given, "basis": "counted", "total": total, "cuts": {"sex": cut}, **changes}


def indicator(code: str = "SEATS", **changes: Any) -> IndicatorPart:
    """Attendances, counted once."""
    given: Any = {
        "code": code,
        "title": {"fr": "Présences <fictives>", "en": "Fictional attendances"},
        "unit": {"code": "seat"},
        "measure": "unit",
        "ascending": True,
        "cumulative": False,
        "standard_code": "",
        "result": "R1",
        "objective": 1,
        "definition": {"version": 1, "fingerprint": "", "body": {}, "sentence": {"fr": "Nombre de présences."}},
        "adds_up": {"sex": True},
        "reference": None,
        "targets": [{"starts_on": "2025-01-01", "ends_before": "2026-01-02", "value": 35_000}],
        "tables": [table()],
        "records": [],
    }
    return {**given, **changes}


def snapshot(*indicators: IndicatorPart, **changes: Any) -> Snapshot:
    """One edition of a fictional programme."""
    programme: Any = {
        "code": "DEMO",
        "name": {"fr": "Programme fictif", "en": "Fictional programme"},
        "acronym": {"fr": "PF"},
        "summary": {"fr": "Une phrase qui dit pourquoi.", "en": "A sentence that says why."},
        "starts_on": "2025-01-01",
        "ends_on": "2026-01-01",
        "starts_precision": "day",
        "ends_precision": "year",
        "budget": 1_234_486_200,
        "budget_meaning": "to_date",
        "currency": "USD",
        "award": "",
        "fictional": True,
        "objectives": [
            {"number": 1, "title": {}, "statement": {"fr": "Écouter."}, "added_on": None, "added_precision": "day"}
        ],
        "roles": [
            {"role": "funding", "organisation": "fund", "works_under": None, "note": {}},
            {"role": "accountable", "organisation": "lead", "works_under": "fund", "note": {}},
        ],
        "territory": ["toguna-demo:C1"],
        "results": [],
    }
    given: Any = {
        "format": 1,
        "number": 3,
        "released_on": "2026-01-15",
        "as_of": 7,
        "threshold": 5,
        "fictional": True,
        "programme": programme,
        "places": {"toguna-demo:C1": {"name": "Sanankoro-Ba", "level": 3, "fictional": True}},
        "organisations": {
            "fund": {"name": {"fr": "Fonds fictif"}, "kind": "donor", "fictional": True},
            "lead": {"name": {"fr": "Tête de file fictive"}, "kind": "ngo", "fictional": True},
        },
        "indicators": list(indicators) or [indicator()],
        "left_out": [],
    }
    return {**given, **changes}
