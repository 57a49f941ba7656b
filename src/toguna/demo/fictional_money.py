"""The money of the fictional programme: grants with payments and papers, three years' budgets, transactions, subjects.

Every amount is invented, and belongs to invented organisations. Nothing is dated after the day of the installation.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from django.utils import timezone

from toguna.demo.fictional_framework import Stage
from toguna.publish.codelists import SDG_GOALS, codelist
from toguna.rules.budgets import BudgetKind, BudgetStatus, Movement, TransactionKind, YearBudget
from toguna.rules.classifications import DAC_SECTOR, SDG_GOAL, SDG_TARGET, Classification, ClassificationKind
from toguna.rules.sub_awards import AwardState
from toguna.store.accounts.models import User
from toguna.store.budgets.actions import (
    Grant,
    Plan,
    accept_acquittal,
    add_sub_award,
    pay_tranche,
    plan_tranche,
    receive_acquittal,
    return_acquittal,
)
from toguna.store.budgets.models import SubAward
from toguna.store.budgets.money_actions import Around, put_transaction, put_year_budget
from toguna.store.organisations.models import Organisation
from toguna.store.programmes.actions import classify_programme

MILLION = 1_000_000_00
DONOR, LEAD = "demo-donor", "demo-lead"


@dataclass(frozen=True)
class InventedGrant:
    """One invented grant: from whom to whom, for what, how much, in how many payments, how many of them made."""

    code: str
    giver: str
    receiver: str
    title: tuple[str, str]
    value: int
    starts_on: date
    months: int
    tranches: int
    paid: int
    currency: str = "XOF"
    state: AwardState = AwardState.SIGNED


GRANTS = (
    InventedGrant(
        "SUB-FLEUVE",
        LEAD,
        "demo-osc-1",
        ("Citoyenneté dans la région du Fleuve", "Citizenship in the River region"),
        210 * MILLION,
        date(2024, 11, 1),
        34,
        5,
        4,
    ),
    InventedGrant(
        "SUB-FALAISES",
        LEAD,
        "demo-osc-2",
        ("Citoyenneté dans la région des Falaises", "Citizenship in the Cliffs region"),
        185 * MILLION,
        date(2024, 12, 1),
        33,
        5,
        3,
    ),
    InventedGrant(
        "SUB-SAVANE",
        LEAD,
        "demo-osc-3",
        ("Citoyenneté dans la région de la Savane", "Citizenship in the Savanna region"),
        160 * MILLION,
        date(2025, 1, 1),
        32,
        4,
        3,
    ),
    InventedGrant(
        "SUB-RADIO",
        LEAD,
        "demo-osc-3",
        ("Matériel pour les émissions", "Equipment for broadcasts"),
        18_500_00,
        date(2025, 3, 1),
        9,
        1,
        1,
        "EUR",
    ),
    InventedGrant(
        "SUB-TALIMBARA",
        "demo-osc-1",
        "demo-ocb-1",
        ("Suivi du budget communal de Talimbara", "Following the communal budget of Talimbara"),
        6_400_000_00,
        date(2025, 4, 1),
        12,
        2,
        2,
    ),
    InventedGrant(
        "SUB-OROMAGUE",
        "demo-osc-2",
        "demo-ocb-2",
        ("Suivi du budget communal d'Oromagué", "Following the communal budget of Oromagué"),
        5_900_000_00,
        date(2025, 5, 1),
        12,
        2,
        1,
    ),
    InventedGrant(
        "SUB-EAU",
        LEAD,
        "demo-osc-2",
        ("Points d'eau et comités de gestion", "Water points and their committees"),
        42 * MILLION,
        date(2026, 1, 1),
        12,
        0,
        0,
        "XOF",
        AwardState.PROPOSED,
    ),
)
YEARS = (
    (2024, 420, BudgetKind.ORIGINAL, BudgetStatus.COMMITTED),
    (2024, 395, BudgetKind.REVISED, BudgetStatus.COMMITTED),
    (2025, 410, BudgetKind.ORIGINAL, BudgetStatus.COMMITTED),
    (2026, 370, BudgetKind.ORIGINAL, BudgetStatus.INDICATIVE),
)
FUNDS = ((date(2024, 10, 15), 420), (date(2025, 10, 20), 390))
SECTORS = {"15150": 60, "15160": 25, "14031": 15}
GOALS = ("5", "6", "16")
TARGETS = {"16.7": ("Prise de décision ouverte et participative", "Responsive, inclusive and participatory decisions")}
MARKERS = {"1": "1", "3": "2"}


def add_money(stage: Stage, random: Random) -> None:
    """Write the invented money down by the ordinary actions."""
    officer, second = stage.users["suivi@demo.example"], stage.users["suivi2@demo.example"]
    organisations = {one.code: one for one in Organisation.objects.filter(fictional=True)}
    for invented in GRANTS:
        _grant(stage, invented, organisations, random, officer, second)
    for first_year, millions, kind, status in YEARS:
        starts_on, ends_on = date(first_year, 10, 1), date(first_year + 1, 9, 30)
        budget = YearBudget(starts_on, ends_on, millions * MILLION, "XOF", kind, status)
        put_year_budget(by=officer, programme=stage.programme, budget=budget)
    _transactions(stage, organisations, officer)
    _classify(stage, officer)


def _grant(
    stage: Stage,
    invented: InventedGrant,
    organisations: Mapping[str, Organisation],
    random: Random,
    officer: User,
    second: User,
) -> None:
    fr, en = invented.title
    grant = Grant(
        giver=organisations[invented.giver],
        receiver=organisations[invented.receiver],
        title={"fr": fr, "en": en},
        starts_on=invented.starts_on,
        ends_on=_months_after(invented.starts_on, invented.months) - timedelta(days=1),
        value=invented.value,
        currency=invented.currency,
    )
    added = add_sub_award(by=officer, programme=stage.programme, code=invented.code, grant=grant, state=invented.state)
    for number in range(1, invented.tranches + 1):
        share = invented.value // invented.tranches // 100 * 100
        rest = invented.value - share * (invented.tranches - 1)
        due_on = _months_after(invented.starts_on, (number - 1) * invented.months // invented.tranches)
        planned = share if number < invented.tranches else rest
        milestone = "À la signature" if number == 1 else f"Rapport n° {number - 1} accepté"
        plan = Plan(planned, milestone, due_on, due_on + timedelta(days=180))
        tranche = plan_tranche(by=officer, sub_award=added, plan=plan)
        paid_on = due_on + timedelta(days=random.randrange(3, 20))
        if number <= invented.paid and paid_on <= timezone.localdate():
            pay_tranche(by=officer, tranche=tranche, paid=planned, paid_on=paid_on)
            _acquit(added, number, planned, paid_on, random, officer, second, invented.paid)


def _acquit(
    sub_award: SubAward,
    number: int,
    paid: int,
    paid_on: date,
    random: Random,
    officer: User,
    second: User,
    last: int,
) -> None:
    received_on = paid_on + timedelta(days=random.randrange(100, 170))
    if received_on > timezone.localdate():
        return
    part = paid if number < last else paid // 100 * random.randrange(55, 90) // 100 * 100
    received = receive_acquittal(
        by=officer, sub_award=sub_award, amount=part, received_on=received_on, reference=f"BJ-{sub_award.code}-{number}"
    )
    if number < last:
        accept_acquittal(by=second, acquittal=received)
    elif sub_award.code == "SUB-FALAISES":
        return_acquittal(by=second, acquittal=received, reason="Trois reçus ne sont pas lisibles.")


def _transactions(stage: Stage, organisations: Mapping[str, Organisation], officer: User) -> None:
    donor, lead = organisations[DONOR], organisations[LEAD]
    words = {"fr": "Convention fictive", "en": "Fictional agreement"}
    promised = Movement(TransactionKind.INCOMING_COMMITMENT, date(2024, 9, 20), 1_200 * MILLION, "XOF", DONOR, LEAD)
    around = Around(donor, lead, "CONV-DEMO", words)
    put_transaction(by=officer, programme=stage.programme, movement=promised, around=around)
    for number, (on, millions) in enumerate(FUNDS, start=1):
        if on <= timezone.localdate():
            words = {"fr": f"Fonds reçus n° {number}", "en": f"Funds received, no. {number}"}
            movement = Movement(TransactionKind.INCOMING_FUNDS, on, millions * MILLION, "XOF", DONOR, LEAD)
            around = Around(donor, lead, f"RECU-{number}", words)
            put_transaction(by=officer, programme=stage.programme, movement=movement, around=around)
    for grant in stage.programme.sub_awards.filter(giver=lead).order_by("code"):
        for tranche in grant.tranches.filter(paid__isnull=False):
            assert tranche.paid is not None
            assert tranche.paid_on is not None
            words = {
                "fr": f"Tranche {tranche.number} de {grant.code}",
                "en": f"Tranche {tranche.number} of {grant.code}",
            }
            kind, receiver = TransactionKind.DISBURSEMENT, grant.receiver
            movement = Movement(kind, tranche.paid_on, tranche.paid, grant.currency, LEAD, receiver.code)
            around = Around(lead, receiver, f"{grant.code}-{tranche.number}", words)
            put_transaction(by=officer, programme=stage.programme, movement=movement, around=around)


def _classify(stage: Stage, officer: User) -> None:
    kinds = ClassificationKind
    given: list[tuple[Classification, Mapping[str, str]]] = []
    for code, percent in SECTORS.items():
        words = codelist("Sector")[code].texts()
        given.append((Classification(kinds.SECTOR, DAC_SECTOR, code, percent * 1000, text=words["fr"]), words))
    for code in GOALS:
        words = codelist(SDG_GOALS)[code].texts()
        given.append((Classification(kinds.TAG, SDG_GOAL, code, text=words["fr"]), words))
    for code, (fr, en) in TARGETS.items():
        given.append((Classification(kinds.TAG, SDG_TARGET, code, text=fr), {"fr": fr, "en": en}))
    for code, significance in MARKERS.items():
        words = codelist("PolicyMarker")[code].texts()
        marker = Classification(kinds.POLICY_MARKER, "1", code, significance=significance, text=words["fr"])
        given.append((marker, words))
    classify_programme(by=officer, programme=stage.programme, classifications=given)


def _months_after(day: date, months: int) -> date:
    """The same day of a later month; every invented grant begins on a first of the month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, day.day)
