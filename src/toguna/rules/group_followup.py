"""A visit to a group that earns together: its members, its land, its money.

Land secured is part of the land acquired and never more. Stocks (members, land, savings) replace those of the visit
before; what came in during a period (income, finance) adds up. Amounts of two currencies never meet.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from toguna.rules import members as membership
from toguna.rules.field_record import StatedFact
from toguna.rules.findings import Finding
from toguna.rules.members import Members
from toguna.rules.remarking import THOUSAND, error, say, warning

GROUP_NOT_LISTED = (
    "Le groupement « %(group)s » n'est pas dans la liste des organisations : d'une visite à l'autre, on ne saurait pas "
    "que c'est le même. Faites-le inscrire, puis corrigez la fiche."
)
GROUP_MISSING = "La fiche ne dit pas de quel groupement il s'agit. Choisissez-le dans la liste."
HECTARES_NEGATIVE = "%(hectares)s ha ne sont pas possibles. Corrigez la surface ou laissez-la vide."
SECURED_EXCEEDS_ACQUIRED = (
    "%(secured)s ha sécurisés pour %(acquired)s ha acquis : les terres sécurisées font partie des terres acquises et "
    "ne peuvent pas les dépasser. Corrigez l'une des deux surfaces."
)
SECURED_WITHOUT_ACQUIRED = (
    "%(secured)s ha sont sécurisés, mais la surface acquise manque. Écrivez-la : elle est au moins aussi grande."
)
SECURED_BY_WORD = (
    "%(secured)s ha sont dits sécurisés par un accord verbal, qui ne protège pas la possession. Vérifiez l'acte."
)
TENURE_MISSING = "La fiche ne dit pas par quel acte les terres sont tenues. Choisissez l'acte, ou « non précisé »."
SECURED_BEFORE_ACQUIRED = "Les terres sont sécurisées le %(secured_on)s, avant d'être acquises. Corrigez une date."
AMOUNT_NEGATIVE = "Un montant de %(amount)s n'est pas possible. Corrigez-le ou laissez-le vide."
CURRENCY_MISSING = "Les montants n'ont pas de monnaie. Choisissez-la."
INCOME_WITHOUT_PERIOD = "Le revenu n'a pas de période. Dites de quel jour à quel jour il est entré."
PERIOD_REVERSED = "La période des revenus finit le %(ends)s, avant son début. Corrigez l'une des deux dates."
PERIOD_AFTER_VISIT = "La période des revenus finit le %(ends)s, après la visite. Corrigez l'une des deux dates."


@dataclass(frozen=True)
class Land:
    """What the group holds, in thousandths of a hectare; None is unknown, which is not none."""

    acquired: int | None = None
    secured: int | None = None
    tenure: str | None = None
    is_tenure_answered: bool = False
    acquired_on: date | None = None
    secured_on: date | None = None


@dataclass(frozen=True)
class Money:
    """Amounts in thousandths of one currency: what came in between two days, and what stood on the day of the visit.

    `finance` is what was obtained, each amount with the line it stands on.
    """

    currency: str | None = None
    period: tuple[date | None, date | None] = (None, None)
    income: int | None = None
    savings: int | None = None
    loans: int | None = None
    finance: tuple[tuple[int, int], ...] = ()

    @property
    def amounts(self) -> tuple[tuple[str, int], ...]:
        """The amounts that were given, each with the name of its answer."""
        given = (("income", self.income), ("savings", self.savings), ("loans", self.loans))
        finance = ((f"finance[{line}]/amount", amount) for line, amount in self.finance)
        return (*((name, amount) for name, amount in given if amount is not None), *finance)


@dataclass(frozen=True)
class GroupVisit:
    """One visit to one group; `group` is its code in the list of organisations, `group_name` what it is called else."""

    group: str = ""
    group_name: str = ""
    held_on: date | None = None
    members: Members = field(default_factory=Members)
    land: Land = field(default_factory=Land)
    money: Money = field(default_factory=Money)


def findings(visit: GroupVisit) -> list[Finding]:
    """Everything about the visit that a reviewer should look at.

    >>> visit = GroupVisit("ocb-1", members=Members(20), land=Land(acquired=2_500, secured=3_000, tenure="title"))
    >>> findings(visit)[0].text()[:40]
    '3 ha sécurisés pour 2,5 ha acquis : les '
    """
    return [
        *_about_the_group(visit),
        *membership.findings(visit.members),
        *_about_land(visit.land),
        *_about_money(visit.money, visit.held_on),
    ]


def facts_of(visit: GroupVisit) -> tuple[StatedFact, ...]:
    """What is measured of the group, and what came in.

    Beside the hectares stand the groups that hold land and their members, so that "137 groups of 12,146 people, of
    which 125 groups secured" is read from the same visits.

    >>> visit = GroupVisit("ocb-1", members=Members(20), land=Land(acquired=2_500, secured=0))
    >>> [(fact.unit, fact.quantity) for fact in facts_of(visit)][1:4]
    [('hectare_acquired', 2500), ('group_acquired', 1000), ('member_acquired', 20000)]
    >>> [(fact.unit, fact.quantity) for fact in facts_of(visit)][4:]
    [('hectare_secured', 0), ('group_secured', 0), ('member_secured', 0)]
    """
    return (
        *membership.facts_of(visit.members, organisation=visit.group),
        *_land_facts(visit),
        *_money_facts(visit),
    )


def _about_the_group(visit: GroupVisit) -> Iterator[Finding]:
    if not visit.group and visit.group_name:
        yield error("group-not-listed", GROUP_NOT_LISTED, "group_name", group=visit.group_name)
    elif not visit.group:
        yield error("group-missing", GROUP_MISSING, "group")


def _about_land(land: Land) -> Iterator[Finding]:
    for name, hectares in (("hectares_acquired", land.acquired), ("hectares_secured", land.secured)):
        if hectares is not None and hectares < 0:
            yield error("hectares-negative", HECTARES_NEGATIVE, name, hectares=say(hectares))
    secured = land.secured or 0
    if secured > 0 and land.acquired is None:
        yield error("secured-without-acquired", SECURED_WITHOUT_ACQUIRED, "hectares_acquired", secured=say(secured))
    elif land.acquired is not None and secured > land.acquired >= 0:
        values = {"secured": say(secured), "acquired": say(land.acquired)}
        yield error("secured-exceeds-acquired", SECURED_EXCEEDS_ACQUIRED, "hectares_secured", **values)
    if secured > 0 and land.tenure == "verbal_agreement":
        yield warning("secured-by-word", SECURED_BY_WORD, "tenure", secured=say(secured))
    if (land.acquired or 0) > 0 and land.tenure is None and not land.is_tenure_answered:
        yield warning("tenure-missing", TENURE_MISSING, "tenure")
    if land.acquired_on and land.secured_on and land.secured_on < land.acquired_on:
        day = f"{land.secured_on:%d/%m/%Y}"
        yield error("secured-before-acquired", SECURED_BEFORE_ACQUIRED, "secured_on", secured_on=day)


def _about_money(money: Money, held_on: date | None) -> Iterator[Finding]:
    for name, amount in money.amounts:
        if amount < 0:
            yield error("amount-negative", AMOUNT_NEGATIVE, name, amount=say(amount))
    if money.amounts and money.currency is None:
        yield error("currency-missing", CURRENCY_MISSING, "currency")
    starts, ends = money.period
    if money.income is not None and (starts is None or ends is None):
        yield error("income-without-period", INCOME_WITHOUT_PERIOD, "income_from")
    if starts and ends and ends < starts:
        yield error("period-reversed", PERIOD_REVERSED, "income_to", ends=f"{ends:%d/%m/%Y}")
    if ends and held_on and ends > held_on:
        yield error("period-after-visit", PERIOD_AFTER_VISIT, "income_to", ends=f"{ends:%d/%m/%Y}")


def _land_facts(visit: GroupVisit) -> Iterator[StatedFact]:
    for stage, hectares in (("acquired", visit.land.acquired), ("secured", visit.land.secured)):
        if hectares is None:
            continue
        holds = hectares > 0
        quantities = [(f"hectare_{stage}", hectares), (f"group_{stage}", THOUSAND if holds else 0)]
        if visit.members.total is not None:
            quantities.append((f"member_{stage}", visit.members.total * THOUSAND if holds else 0))
        for unit, quantity in quantities:
            yield StatedFact("measurement", unit, quantity, unit, organisation=visit.group)


def _money_facts(visit: GroupVisit) -> Iterator[StatedFact]:
    money = visit.money
    if money.currency is None:
        return
    kinds = {"income": "output", "savings": "measurement", "loans": "measurement"}
    for name, amount in money.amounts:
        kind, what = (kinds[name], name) if name in kinds else ("output", "finance")
        # The currency is part of the unit, because nothing may ever add francs to dollars.
        yield StatedFact(
            kind,
            name,
            amount,
            f"{what}_{money.currency.lower()}",
            organisation=visit.group,
            currency=money.currency,
        )
