"""Writing the results framework and what documents state about it."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db import transaction

from toguna.rules.definitions import Definition as Count
from toguna.store.journal.actions import Actor, record_entry
from toguna.store.programmes.models import Programme
from toguna.store.results.models import (
    Definition,
    Document,
    Indicator,
    OutcomeStatement,
    ReferenceValue,
    Remark,
    Result,
    StatedValue,
    Target,
)


@transaction.atomic
def put_document(*, key: str, **columns: Any) -> Document:
    """Add a source document, or bring it up to date."""
    return Document.objects.update_or_create(key=key, defaults=columns)[0]


@transaction.atomic
def put_result(*, by: Actor | None, programme: Programme, code: str, **columns: Any) -> Result:
    """Add a result to a framework, or bring the one with this code up to date."""
    result, new = Result.objects.update_or_create(programme=programme, code=code, defaults=columns)
    record_entry(by=by, action="result.added" if new else "result.changed", subject=result)
    return result


@transaction.atomic
def put_indicator(*, by: Actor | None, result: Result, code: str, **columns: Any) -> Indicator:
    """Add an indicator to a result, or bring the one with this code up to date."""
    indicator, new = Indicator.objects.update_or_create(result=result, code=code, defaults=columns)
    record_entry(by=by, action="indicator.added" if new else "indicator.changed", subject=indicator)
    return indicator


@transaction.atomic
def define_indicator(*, by: Actor | None, indicator: Indicator, body: Mapping[str, Any]) -> Definition:
    """Say what an indicator counts. A body that differs becomes a new version; the old versions stay as they were.

    Raises the definition's own named error when the body makes no sense.
    """
    canonical = Count.from_json(body).to_json()
    latest = indicator.definitions.order_by("-version").first()
    if latest is not None and latest.body == canonical:
        return latest
    version = latest.version + 1 if latest else 1
    definition = Definition.objects.create(indicator=indicator, version=version, body=canonical)
    record_entry(by=by, action="indicator.defined", subject=indicator, version=version)
    return definition


@transaction.atomic
def set_reference(
    *, by: Actor | None, indicator: Indicator, year: int, value: int | None, comment: Mapping[str, str] | None = None
) -> ReferenceValue:
    """Say where the indicator stood before, in thousandths; None is unknown."""
    columns = {"year": year, "value": value, "comment": dict(comment or {})}
    reference, _new = ReferenceValue.objects.update_or_create(indicator=indicator, defaults=columns)
    record_entry(by=by, action="indicator.reference-set", subject=indicator, year=year)
    return reference


@transaction.atomic
def set_target(*, by: Actor | None, indicator: Indicator, starts_on: date, ends_before: date, value: int) -> Target:
    """Set what is to be reached in a period, in thousandths."""
    target, _new = Target.objects.update_or_create(
        indicator=indicator, starts_on=starts_on, ends_before=ends_before, defaults={"value": value}
    )
    record_entry(by=by, action="indicator.target-set", subject=indicator, starts_on=str(starts_on))
    return target


@transaction.atomic
def put_outcome_statement(*, by: Actor | None, result: Result, year: int, **columns: Any) -> OutcomeStatement:
    """Say of a result what a year was like, or say it better."""
    statement, new = OutcomeStatement.objects.update_or_create(result=result, year=year, defaults=columns)
    record_entry(by=by, action="outcome.stated" if new else "outcome.restated", subject=result, year=year)
    return statement


@transaction.atomic
def put_stated_value(*, programme: Programme, key: str, **columns: Any) -> StatedValue:
    """Keep a figure that a document states, with its passage."""
    return StatedValue.objects.update_or_create(programme=programme, key=key, defaults=columns)[0]


@transaction.atomic
def put_remark(
    *,
    programme: Programme,
    kind: str,
    text: Mapping[str, str],
    position: int,
    results: Iterable[Result] = (),
    stated_values: Iterable[StatedValue] = (),
    document: Document | None = None,
) -> Remark:
    """Keep what a reader must know beside a programme, a result or figures."""
    remark, _new = Remark.objects.update_or_create(
        programme=programme,
        position=position,
        defaults={"kind": kind, "text": dict(text), "document": document},
    )
    remark.results.set(results)
    remark.stated_values.set(stated_values)
    return remark
