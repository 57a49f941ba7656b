"""The codes of donors' lists: kept as reference, checked by somebody against the list, and only then said outside."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from toguna.store.journal.actions import Actor, record_entry
from toguna.store.programmes.models import Programme
from toguna.store.results.models import Indicator, StandardIndicator


@dataclass(frozen=True)
class Standard:
    """One line of a donor's list, as somebody wrote it down."""

    scheme: str
    code: str
    title: Mapping[str, str]
    unit: Mapping[str, str] = field(default_factory=dict)
    year: int | None = None
    older_codes: Sequence[str] = ()
    counting_rule: Mapping[str, str] = field(default_factory=dict)
    disaggregates: Mapping[str, str] = field(default_factory=dict)
    provenance: Mapping[str, str] = field(default_factory=dict)

    def columns(self) -> dict[str, object]:
        """What is kept of it besides its scheme and code."""
        return {
            "title": dict(self.title),
            "unit": dict(self.unit),
            "year": self.year,
            "older_codes": list(self.older_codes),
            "counting_rule": dict(self.counting_rule),
            "disaggregates": dict(self.disaggregates),
            "provenance": dict(self.provenance),
        }


class CodeTaken(ValueError):
    """The scheme has this code already."""


class ProofMissing(ValueError):
    """A code is called verified without saying what proves it."""


@transaction.atomic
def add_standard(*, by: Actor | None, standard: Standard) -> StandardIndicator:
    """Add a donor's code, not verified. Raises CodeTaken."""
    if StandardIndicator.objects.filter(scheme=standard.scheme, code=standard.code).exists():
        raise CodeTaken(f"{standard.scheme} {standard.code}")
    made = StandardIndicator.objects.create(scheme=standard.scheme, code=standard.code, **standard.columns())
    record_entry(by=by, action="code.added", subject=made, code=made.code)
    return made


@transaction.atomic
def change_standard(*, by: Actor | None, kept: StandardIndicator, standard: Standard) -> StandardIndicator:
    """Say a donor's code otherwise. What was verified is what stood there before, so it is verified no longer.

    Raises CodeTaken.
    """
    columns = standard.columns() | {"scheme": standard.scheme, "code": standard.code}
    if all(getattr(kept, name) == value for name, value in columns.items()):
        return kept
    others = StandardIndicator.objects.exclude(pk=kept.pk).filter(scheme=standard.scheme, code=standard.code)
    if others.exists():
        raise CodeTaken(f"{standard.scheme} {standard.code}")
    was_verified = kept.verified
    for name, value in (columns | {"proof": "", "verified_at": None, "verified_by": None}).items():
        setattr(kept, name, value)
    kept.save()
    record_entry(by=by, action="code.changed", subject=kept, code=kept.code, was_verified=was_verified)
    return kept


@transaction.atomic
def verify_standard(*, by: Actor, kept: StandardIndicator, proof: str) -> StandardIndicator:
    """Say that the code was seen in the donor's list, and where. Raises ProofMissing."""
    if not proof.strip():
        raise ProofMissing(str(kept))
    kept.proof, kept.verified_at, kept.verified_by = proof.strip(), timezone.now(), by.pk
    kept.save(update_fields=["proof", "verified_at", "verified_by"])
    record_entry(by=by, action="code.verified", subject=kept, code=kept.code, proof=kept.proof)
    return kept


@transaction.atomic
def unverify_standard(*, by: Actor, kept: StandardIndicator) -> StandardIndicator:
    """Say that the code is not sure after all: it leaves with nothing any more."""
    proof = kept.proof
    kept.proof, kept.verified_at, kept.verified_by = "", None, None
    kept.save(update_fields=["proof", "verified_at", "verified_by"])
    record_entry(by=by, action="code.doubted", subject=kept, code=kept.code, proof=proof)
    return kept


@transaction.atomic
def link_standard(*, by: Actor | None, kept: StandardIndicator, indicator: Indicator) -> None:
    """Say that an indicator is the one that the donor's code means."""
    if kept.indicators.filter(pk=indicator.pk).exists():
        return
    kept.indicators.add(indicator)
    record_entry(by=by, action="code.linked", subject=kept, code=kept.code, indicator=str(indicator.pk))


@transaction.atomic
def unlink_standard(*, by: Actor | None, kept: StandardIndicator, indicator: Indicator) -> None:
    """Say that it is not."""
    if not kept.indicators.filter(pk=indicator.pk).exists():
        return
    kept.indicators.remove(indicator)
    record_entry(by=by, action="code.unlinked", subject=kept, code=kept.code, indicator=str(indicator.pk))


@transaction.atomic
def put_standards(*, by: Actor | None, standards: Iterable[Standard]) -> list[StandardIndicator]:
    """Add a list of codes, unverified; those that are there already stay as they are, verified or not.

    An indicator whose own standard code is one of them is linked to it.
    """
    there = []
    for standard in standards:
        found = StandardIndicator.objects.filter(scheme=standard.scheme, code=standard.code).first()
        kept = found or add_standard(by=by, standard=standard)
        there.append(kept)
        for indicator in Indicator.objects.filter(standard_code=standard.code):
            link_standard(by=by, kept=kept, indicator=indicator)
    return there


def standards_listed() -> QuerySet[StandardIndicator]:
    """Every donor's code, with how many indicators it stands for."""
    return StandardIndicator.objects.annotate(linked=Count("indicators"))


def matching_standard(typed: str) -> Q:
    """What a search box finds: scheme, code, older codes, title in any language."""
    columns = ("scheme", "code", "older_codes", "title__fr", "title__en")
    found = Q()
    for column in columns:
        found |= Q(**{f"{column}__icontains": typed})
    return found


def standard_code_outside(indicator: Indicator) -> str:
    """The standard code that may be said of an indicator outside the desk, or nothing.

    Where the list of codes knows it, the list decides; where it does not, what the indicator itself says.
    """
    if not indicator.standard_code:
        return ""
    known = [one for one in indicator.standards.all() if one.code == indicator.standard_code]
    sure = any(one.verified for one in known) if known else indicator.standard_code_verified
    return indicator.standard_code if sure else ""


def codes_outside(indicator: Indicator) -> list[StandardIndicator]:
    """The verified codes that an indicator is linked to, in order."""
    return [one for one in indicator.standards.order_by("scheme", "code") if one.verified]


def unlinked_indicators(kept: StandardIndicator, programme: Programme | None = None) -> QuerySet[Indicator]:
    """The indicators that the code does not stand for yet."""
    found = Indicator.objects.exclude(standards=kept).select_related("result__programme")
    found = found.filter(result__programme=programme) if programme else found
    return found.order_by("result__programme__position", "result__programme__code", "result__position", "position")
