"""A promise as it is written into the register: what is wrong in its words, and what is counted of it.

It names offices, never people, and tells nobody's number: everybody will read it. Where it stands is another rule's.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from toguna.rules.attendance import PlaceMention
from toguna.rules.commitments import MAY_SAY, Declaration, Promise, Standing, State
from toguna.rules.field_record import StatedFact
from toguna.rules.findings import Finding
from toguna.rules.offices import OFFICE_NAMES_A_PERSON, names_a_person
from toguna.rules.remarking import THOUSAND, error, note

WHAT_MISSING = "Écrivez ce qui est promis, en une phrase."
OFFICE_MISSING = "Dites quelle fonction ou quelle organisation promet, par exemple « la maire »."
MADE_IN_FUTURE = "Un engagement ne peut pas être pris demain ou plus tard. Corrigez la date."
DUE_BEFORE_MADE = "L'échéance (%(due_on)s) vient avant le jour de l'engagement (%(made_on)s). Corrigez l'une des dates."
UNDATED = (
    "Cet engagement n'a pas de date : il est gardé et montré à part, jamais en retard. Demandez une échéance à qui "
    "s'est engagé."
)
COST_NEGATIVE = "Un coût ne peut pas être plus petit que zéro. Laissez vide ce qui est inconnu."
CURRENCY_MISSING = "Choisissez la monnaie du coût."
HOLDS_CONTACT = (
    "Il y a un numéro de téléphone ou une adresse électronique (« %(found)s ») : tout le monde les lirait. Enlevez-les."
)
SAID_IN_FUTURE = "Une déclaration ne peut pas être datée de demain ou plus tard. Corrigez la date."
SAID_BEFORE_MADE = "La déclaration est datée d'avant l'engagement (%(made_on)s). Corrigez la date."
NOT_THIS_SIDE = "Ce côté ne peut pas dire cela de l'engagement."
SPEAKER_MISSING = "Dites en quelle fonction on le déclare, sans nom de personne."

_CONTACT = re.compile(r"[\w.+-]+@[\w-]+\.\w+|(?<![\w.,])\+?\d{2,3}(?:[ .\-]?\d{2,3}){3,}(?![\w,])")
_COUNTED = {
    State.KEPT: "commitment_kept",
    State.PARTLY_KEPT: "commitment_partly",
    State.BROKEN: "commitment_broken",
    State.DISPUTED: "commitment_disputed",
    State.OPPOSED: "commitment_disputed",
}


@dataclass(frozen=True)
class Entry:
    """What is written of a promise: whose, to whom, when, and its free texts by the name of their box."""

    made_on: date
    due_on: date | None = None
    promiser: str = ""
    office: str = ""
    receiver_office: str = ""
    cost: int | None = None
    currency: str = ""
    texts: Mapping[str, str] = field(default_factory=dict)


def entry_findings(entry: Entry, today: date) -> list[Finding]:
    """What is wrong with a promise as it is written, each with its box in `where`; without a date it is only told.

    >>> well = Entry(date(2026, 1, 10), date(2026, 6, 30), office="La maire", texts={"what": "Réparer le forage"})
    >>> entry_findings(well, date(2026, 2, 1))
    []
    >>> from dataclasses import replace
    >>> found = entry_findings(replace(well, due_on=None, office="M. Exemple"), date(2026, 2, 1))
    >>> [(one.code, one.severity.value) for one in found]
    [('office-names-a-person', 'error'), ('undated', 'note')]
    """
    return list(_about(entry, today))


def declaration_findings(promise: Promise, said: Declaration, office: str, evidence: str, today: date) -> list[Finding]:
    """What keeps a declaration from being taken: its day, its side, who speaks, a number that everybody would read.

    >>> promise = Promise(date(2026, 1, 10), date(2026, 6, 30))
    >>> from toguna.rules.commitments import Says, Side
    >>> early = Declaration(Side.RECEIVER, Says.ABANDONED, date(2025, 12, 1))
    >>> [one.code for one in declaration_findings(promise, early, "Le comité", "", date(2026, 7, 1))]
    ['not-this-side', 'said-before-made']
    """
    found = []
    if said.says not in MAY_SAY[said.side]:
        found.append(error("not-this-side", NOT_THIS_SIDE, "says"))
    if said.on > today:
        found.append(error("said-in-future", SAID_IN_FUTURE, "said_on"))
    elif said.on < promise.made_on:
        found.append(error("said-before-made", SAID_BEFORE_MADE, "said_on", made_on=_day(promise.made_on)))
    if not office.strip():
        found.append(error("speaker-missing", SPEAKER_MISSING, "office"))
    elif names_a_person(office):
        found.append(error("office-names-a-person", OFFICE_NAMES_A_PERSON, "office"))
    if contact := _CONTACT.search(evidence):
        found.append(error("holds-contact", HOLDS_CONTACT, "evidence", found=contact[0]))
    return found


def facts_of(
    promise: Promise, standing: Standing, organisation: str = "", area: PlaceMention | None = None
) -> tuple[StatedFact, ...]:
    """What is counted of a promise: made on its day; due, and how it ended, on the day that was promised.

    Over a span of days, what was kept divided by what was due is therefore the kept rate of the promises due in it.
    A promise without a date is in neither; nor is one that the other side let off.

    >>> promise = Promise(date(2026, 1, 10), date(2026, 6, 30))
    >>> [(fact.unit, str(fact.on)) for fact in facts_of(promise, Standing(State.KEPT, since=date(2026, 6, 9)))]
    [('commitment_made', '2026-01-10'), ('commitment_due', '2026-06-30'), ('commitment_kept', '2026-06-30')]
    >>> [fact.unit for fact in facts_of(Promise(date(2026, 1, 10)), Standing(State.KEPT, since=date(2026, 6, 9)))]
    ['commitment_made', 'undated_commitment', 'undated_kept']
    """
    where = area or PlaceMention()
    return tuple(
        StatedFact("output", unit, THOUSAND, unit, organisation=organisation, area=where, on=on)
        for unit, on in _counted(promise, standing)
    )


def _counted(promise: Promise, standing: Standing) -> Iterator[tuple[str, date]]:
    yield "commitment_made", promise.made_on
    if standing.state is State.WITHDRAWN:
        yield "commitment_withdrawn", standing.since or promise.made_on
    elif promise.due_on is None:
        yield "undated_commitment", promise.made_on
        if standing.state is State.KEPT:
            yield "undated_kept", standing.since or promise.made_on
    else:
        yield "commitment_due", promise.due_on
        if standing.state in _COUNTED:
            yield _COUNTED[standing.state], promise.due_on


def _about(entry: Entry, today: date) -> Iterator[Finding]:
    if not entry.texts.get("what", "").strip():
        yield error("what-missing", WHAT_MISSING, "what")
    if not (entry.office.strip() or entry.promiser):
        yield error("office-missing", OFFICE_MISSING, "office")
    for where, office in (("office", entry.office), ("receiver_office", entry.receiver_office)):
        if names_a_person(office):
            yield error("office-names-a-person", OFFICE_NAMES_A_PERSON, where)
    for where, text in entry.texts.items():
        if contact := _CONTACT.search(text):
            yield error("holds-contact", HOLDS_CONTACT, where, found=contact[0])
    if entry.made_on > today:
        yield error("made-in-future", MADE_IN_FUTURE, "made_on")
    if entry.due_on is None:
        yield note("undated", UNDATED, "due_on")
    elif entry.due_on < entry.made_on:
        yield error(
            "due-before-made", DUE_BEFORE_MADE, "due_on", due_on=_day(entry.due_on), made_on=_day(entry.made_on)
        )
    if entry.cost is not None and entry.cost < 0:
        yield error("cost-negative", COST_NEGATIVE, "cost")
    if entry.cost is not None and not entry.currency:
        yield error("currency-missing", CURRENCY_MISSING, "currency")


def _day(on: date) -> str:
    return f"{on:%d/%m/%Y}"
