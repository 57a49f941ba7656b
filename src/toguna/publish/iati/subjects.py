"""What an activity is about and its yearly money, as IATI says it: only what is known, and never 0 for what is not.

A budget of more than a year is no yearly budget, and stays out; the programme's whole budget is said in words.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from toguna.publish.iati.taking_part import names_of, type_of
from toguna.publish.iati.told import Said, both, narratives
from toguna.publish.snapshot import ClassificationPart, ProgrammePart, Snapshot, TransactionPart, number_text
from toguna.rules.budgets import (
    IATI_BUDGET_STATUSES,
    IATI_BUDGET_TYPES,
    IATI_TRANSACTION_TYPES,
    BudgetKind,
    BudgetStatus,
    TransactionKind,
    a_year_after,
)
from toguna.rules.findings import Finding, Severity
from toguna.rules.iati import (
    Budget,
    HumanitarianScope,
    Money,
    PolicyMarker,
    Provider,
    Receiver,
    Sector,
    Tag,
    Transaction,
)
from toguna.rules.numbers import money

DAC = "1"
# DAC's sector for what has none.
UNSPECIFIED_SECTOR = Sector(vocabulary=DAC, code="99810")
# A scope that says neither emergency (1) nor appeal (2) goes by its vocabulary: GLIDE numbers emergencies.
SCOPE_TYPES = {"1-2": "1", "2-1": "2"}

NO_SECTOR = "Aucun secteur n'est choisi : le fichier dit « secteurs non précisés »."
NOT_YEARLY = "Le budget du %(starts)s au %(ends)s couvre plus d'une année : il reste hors du fichier."
IN_FUTURE = "La transaction du %(on)s est datée d'après le jour du fichier : elle reste hors du fichier."


@dataclass(frozen=True)
class Subjects:
    """What the programme is about, in vocabularies that others read."""

    sectors: tuple[Sector, ...]
    tags: tuple[Tag, ...]
    markers: tuple[PolicyMarker, ...]
    scopes: tuple[HumanitarianScope, ...]
    notes: tuple[Finding, ...] = ()


def subjects_of(programme: ProgrammePart) -> Subjects:
    """Sectors, tags, policy markers and humanitarian scopes; without a sector, DAC's word for that."""
    given = programme.get("classifications", [])
    sectors = tuple(
        Sector(vocabulary=one["vocabulary"], code=one["code"], percentage=one["percentage"], names=_names(one))
        for one in given
        if one["kind"] == "sector"
    )
    markers = tuple(
        PolicyMarker(
            vocabulary=one["vocabulary"], code=one["code"], significance=one["significance"] or None, names=_names(one)
        )
        for one in given
        if one["kind"] == "policy_marker"
    )
    scopes = tuple(
        HumanitarianScope(
            type=SCOPE_TYPES.get(one["vocabulary"], "1"),
            vocabulary=one["vocabulary"],
            code=one["code"],
            names=_names(one),
        )
        for one in given
        if one["kind"] == "humanitarian_scope"
    )
    tags = tuple(
        Tag(code=one["code"], vocabulary=one["vocabulary"], names=_names(one)) for one in given if one["kind"] == "tag"
    )
    if sectors:
        return Subjects(sectors, tags, markers, scopes)
    missing = Finding("no-sector", Severity.NOTE, NO_SECTOR)
    return Subjects((UNSPECIFIED_SECTOR,), tags, markers, scopes, (missing,))


def budgets_of(programme: ProgrammePart) -> tuple[tuple[Budget, ...], list[Finding]]:
    """The yearly budgets, and why another is left out."""
    found, notes = [], []
    for one in programme.get("budgets", []):
        if date.fromisoformat(one["ends_on"]) >= a_year_after(date.fromisoformat(one["starts_on"])):
            values = {"starts": one["starts_on"], "ends": one["ends_on"]}
            notes.append(Finding("not-yearly", Severity.WARNING, NOT_YEARLY, values))
            continue
        found.append(
            Budget(
                type=IATI_BUDGET_TYPES[BudgetKind(one["kind"])],
                status=IATI_BUDGET_STATUSES[BudgetStatus(one["status"])],
                period_start=one["starts_on"],
                period_end=one["ends_on"],
                value=Money(currency=one["currency"], value_date=one["starts_on"], amount=amount(one["value"])),
            )
        )
    return tuple(found), notes


def transactions_of(snapshot: Snapshot) -> tuple[tuple[Transaction, ...], list[Finding]]:
    """The money that moved up to the day of the file, and why another transaction is left out."""
    found, notes = [], []
    for one in snapshot["programme"].get("transactions", []):
        if one["on"] > snapshot["released_on"]:
            notes.append(Finding("in-future", Severity.WARNING, IN_FUTURE, {"on": one["on"]}))
        else:
            found.append(_transaction(snapshot, one))
    return tuple(found), notes


def whole_budget(programme: ProgrammePart) -> Said:
    """A sentence that says the programme's whole budget and why it is no yearly one; nothing where none is known."""
    if programme["budget"] is None:
        return {}
    whole = Decimal(programme["budget"]) / 100
    fr, en = (money(whole, programme["currency"], language) for language in ("fr", "en"))
    if programme["budget_meaning"] == "to_date":
        return both(
            f"Budget à ce jour : {fr}, pour toute la durée. Il n'est pas annuel et n'est donc pas publié comme budget.",
            f"Budget to date: {en}, for the whole life. It is not yearly, so it is not published as a budget.",
        )
    return both(
        f"Budget total : {fr}, pour toute la durée. Il n'est pas annuel et n'est donc pas publié comme budget.",
        f"Total budget: {en}, for the whole life. It is not yearly, so it is not published as a budget.",
    )


def amount(hundredths: int) -> str:
    """An amount as IATI writes it.

    >>> amount(1_234_486_250), amount(500_00)
    ('12344862.5', '500')
    """
    return number_text(Decimal(hundredths) / 100) or ""


def _names(one: ClassificationPart) -> tuple[tuple[str, str], ...]:
    return narratives(one["text"])


def _transaction(snapshot: Snapshot, one: TransactionPart) -> Transaction:
    named = snapshot["organisations"]
    provider, receiver = named.get(one["provider"]), named.get(one["receiver"])
    return Transaction(
        ref=one["reference"] or None,
        type=IATI_TRANSACTION_TYPES[TransactionKind(one["kind"])],
        date=one["on"],
        value=Money(currency=one["currency"], value_date=one["on"], amount=amount(one["value"])),
        description=narratives(one["text"]),
        provider=Provider(ref=provider.get("identifier") or None, type=type_of(provider), names=names_of(provider))
        if provider
        else None,
        receiver=Receiver(ref=receiver.get("identifier") or None, type=type_of(receiver), names=names_of(receiver))
        if receiver
        else None,
    )
