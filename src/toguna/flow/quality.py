"""Which sheets an assessment recounts: drawn by lot from those behind the indicator's value, so that it can be redone.

The draw needs facts, so it is done here; what is decided about the assessment is written by its own actions. No sheet
is opened and nobody's name is read.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from secrets import randbits
from uuid import UUID

from toguna.flow.counting import lineage_of
from toguna.rules.counts import Count
from toguna.rules.definitions import BASIS_DIMENSION, Definition
from toguna.rules.quality import draw
from toguna.store.accounts.models import User
from toguna.store.facts.models import Fact
from toguna.store.organisations.queries import organisations_below
from toguna.store.quality.actions import Drawn, keep_draw
from toguna.store.quality.models import Assessment
from toguna.store.values.models import Run, Value
from toguna.store.values.queries import latest_run

THOUSAND = 1000
# A seed that can be written on paper and typed again.
SEED_BITS = 32
NO_OWNER = ""


class NothingToDraw(ValueError):
    """The indicator has no value there, or no sheet of this partner stands behind it."""


@dataclass(frozen=True)
class Behind:
    """One sheet behind a value: its version, whose it is, what the value takes from it in thousandths."""

    version: UUID
    implementer: UUID | None
    reported: int


def draw_sheets(assessment: Assessment, *, size: int, by: User | None, seed: int | None = None) -> Assessment:
    """Draw the sheets to recount, in the place of an earlier draw; without a seed, with one made by chance.

    They are drawn from the sheets of the partner and of the organisations below it that the newest value of the period
    was counted from, each organisation giving its share. Raises NothingToDraw, and what keeping the draw raises.
    """
    run = latest_run(assessment.indicator.result.programme)
    sheets = sheets_behind(assessment, run) if run else {}
    if run is None or not sheets:
        raise NothingToDraw(str(assessment.pk))
    used = randbits(SEED_BITS) if seed is None else seed
    drawn = draw(_strata(sheets.values()), size, used)
    return keep_draw(
        by=by,
        assessment=assessment,
        seed=used,
        as_of=run.as_of,
        population=len(sheets),
        population_digest=_digest(sheets),
        drawn=[Drawn(one.version, one.implementer, one.reported) for one in (sheets[UUID(key)] for key in drawn)],
    )


def draw_holds(assessment: Assessment) -> bool | None:
    """Whether drawing again with the kept seed draws the same sheets; None when the sheets behind are others by now."""
    run = latest_run(assessment.indicator.result.programme)
    sheets = sheets_behind(assessment, run) if run else {}
    if assessment.seed is None or _digest(sheets) != assessment.population_digest:
        return None
    kept = [str(version) for version in assessment.sheets.order_by("position").values_list("version", flat=True)]
    return draw(_strata(sheets.values()), len(kept), assessment.seed) == kept


def sheets_behind(assessment: Assessment, run: Run) -> dict[UUID, Behind]:
    """The sheets of the partner that the value of the period was counted from, with what it takes from each."""
    partners = organisations_below(assessment.partner_id)
    found: dict[UUID, Behind] = {}
    for value in _totals(assessment, run):
        definition = Definition.from_json(value.definition.body)
        behind = lineage_of(value)
        counted = {UUID(fact) for fact in behind.facts}
        wanted = counted | {UUID(fact) for fact in behind.denominator}
        by_version: dict[UUID, list[Fact]] = {}
        for fact in Fact.objects.filter(pk__in=wanted, implementer__in=partners).order_by("pk"):
            by_version.setdefault(fact.version_id, []).append(fact)
        for version, facts in by_version.items():
            reported = _reported(definition, [fact for fact in facts if fact.pk in counted])
            before = found.get(version)
            total = reported + (before.reported if before else 0)
            found[version] = Behind(version, facts[0].implementer_id, total)
    return found


def _totals(assessment: Assessment, run: Run) -> list[Value]:
    """The totals of the period: one, or one for each basis that the definition keeps apart."""
    values = run.values.filter(
        indicator=assessment.indicator_id, period_kind=assessment.period_kind, period=assessment.period
    )
    return [
        value
        for value in values.select_related("definition", "run__programme")
        if all(name == BASIS_DIMENSION for name, _category in value.cell)
    ]


def _reported(definition: Definition, facts: list[Fact]) -> int:
    """What an indicator takes from one sheet, in thousandths: of a share, what it takes for the numerator."""
    match definition.measures[0].count:
        case Count.EVENTS:
            return THOUSAND * len({fact.activity_id for fact in facts})
        case Count.PEOPLE:
            return THOUSAND * len({fact.mention_id for fact in facts})
        case Count.ORGANISATIONS:
            return THOUSAND * len({fact.organisation_id or fact.implementer_id for fact in facts})
    return sum(fact.quantity for fact in facts)


def _strata(sheets: Iterable[Behind]) -> Mapping[str, list[str]]:
    strata: dict[str, list[str]] = {}
    for sheet in sheets:
        strata.setdefault(str(sheet.implementer or NO_OWNER), []).append(str(sheet.version))
    return strata


def _digest(sheets: Mapping[UUID, Behind]) -> str:
    return hashlib.sha256("\n".join(sorted(map(str, sheets))).encode()).hexdigest()
