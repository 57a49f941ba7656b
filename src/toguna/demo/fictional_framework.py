"""Puts the fictional programme into the database: places, organisations, accounts, framework, targets, work plan.

Everything is marked fictional where it is kept.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from toguna.demo.accounts import ACCOUNTS, DemoAccount, hashed_password
from toguna.demo.fictional_content import (
    ACTIVITY_COUNT,
    ACTIVITY_PLAN,
    CODE,
    ENDS_ON,
    FIRST_YEAR,
    INDICATORS,
    KINDS,
    OBJECTIVE_OF,
    OBJECTIVES,
    ORGANISATIONS,
    RESULTS,
    SAMPLE_ACTIVITY,
    SAMPLE_COMMUNE,
    SCHEME,
    SECOND_YEAR,
    STARTS_ON,
    TERRITORY,
    TOPICS,
    UNDER,
)
from toguna.store.accounts.models import User
from toguna.store.activities.actions import put_activity
from toguna.store.activities.models import Activity
from toguna.store.organisations.actions import put_organisation
from toguna.store.organisations.models import Organisation
from toguna.store.places.actions import add_place, close_hierarchy, open_edition
from toguna.store.places.models import Place
from toguna.store.programmes.actions import add_territory, give_part, put_objective, put_programme
from toguna.store.programmes.models import Objective, Programme
from toguna.store.results.actions import (
    define_indicator,
    put_indicator,
    put_outcome_statement,
    put_result,
    set_reference,
    set_target,
)
from toguna.store.results.models import Result


@dataclass(frozen=True)
class Stage:
    """Where and by whom the fictional records will be made."""

    programme: Programme
    communes: list[Place]
    activities: list[Activity]
    users: dict[str, User]


def load_framework(random: Random) -> Stage:
    """Put the fictional places, organisations, accounts, framework and work plan into the database."""
    communes = _load_places()
    organisations = {
        code: put_organisation(by=None, code=code, name={"fr": fr, "en": en}, kind=kind, fictional=True)
        for code, (fr, en, kind) in ORGANISATIONS.items()
    }
    users = {account.email: _open(account, organisations) for account in ACCOUNTS}
    programme = put_programme(
        by=None,
        code=CODE,
        name={"fr": "Programme de démonstration (fictif)", "en": "Demonstration programme (fictional)"},
        acronym={"fr": "DÉMO", "en": "DEMO"},
        summary={
            "fr": "Un programme inventé, avec des communes, des organisations et des fiches inventées, pour essayer "
            "Toguna du terrain jusqu'à la publication. Aucun de ses chiffres ne décrit le monde.",
            "en": "An invented programme, with invented communes, organisations and sheets, to try Toguna from the "
            "field to the publication. None of its figures describes the world.",
        },
        starts_on=STARTS_ON,
        ends_on=ENDS_ON - timedelta(days=1),
        budget=1_200_000_000_00,
        currency="XOF",
        fictional=True,
        position=9,
    )
    _give_parts(programme, organisations)
    objectives = {
        number: put_objective(
            by=None, programme=programme, number=number, statement={"fr": fr, "en": en}, added_on=added_on
        )
        for number, (fr, en, added_on) in OBJECTIVES.items()
    }
    _load_results(programme, objectives)
    for place in {standing.parent for commune in communes for standing in commune.standings.all() if standing.parent}:
        for above in place.standings.all():
            if above.parent:
                add_territory(programme=programme, place=above.parent)
    implementers = [organisations[code] for code in ("demo-osc-1", "demo-osc-2", "demo-osc-3")]
    activities = [
        _plan(number, random, programme, objectives, communes, implementers) for number in range(1, ACTIVITY_COUNT + 1)
    ]
    _plan_sample(programme, objectives, implementers[0])
    return Stage(programme, communes, activities, users)


def _load_places() -> list[Place]:
    edition = open_edition(
        by=None,
        code="demo-2024",
        name="Découpage fictif de 2024",
        country="XX",
        valid_from=date(2020, 1, 1),
        source="Inventé pour la démonstration",
        fictional=True,
    )
    country, _new = add_place(
        edition=edition, name="Pays fictif", level=0, parent=None, codes=[(SCHEME, "P")], kind="country"
    )
    communes = []
    for region_number, (region_name, cercles) in enumerate(TERRITORY.items(), start=1):
        region_code = f"R{region_number}"
        region, _new = add_place(
            edition=edition, name=region_name, level=1, parent=country, codes=[(SCHEME, region_code)], kind="region"
        )
        for cercle_name, names in cercles.items():
            cercle, _new = add_place(
                edition=edition, name=cercle_name, level=2, parent=region, codes=[(SCHEME, f"{region_code}-1")],
                kind="cercle",
            )  # fmt: skip
            for number, name in enumerate(names, start=1):
                commune, _new = add_place(
                    edition=edition, name=name, level=3, parent=cercle,
                    codes=[(SCHEME, f"{region_code}-1-{number}")], kind="commune",
                )  # fmt: skip
                communes.append(commune)
    above = communes[0].standings.get(edition=edition).parent
    name, code = SAMPLE_COMMUNE
    add_place(edition=edition, name=name, level=3, parent=above, codes=[(SCHEME, code)], kind="commune")
    close_hierarchy(edition=edition, by=None)
    return communes


def _open(account: DemoAccount, organisations: dict[str, Organisation]) -> User:
    there = User.objects.filter(email=account.email).first()
    return there or User.objects.create(
        email=account.email,
        password=hashed_password(),
        name=account.name,
        role=account.role.value,
        organisation=organisations[account.organisation],
        fictional=True,
    )


def _give_parts(programme: Programme, organisations: dict[str, Organisation]) -> None:
    for code, organisation in organisations.items():
        role = {"demo-donor": "funding", "demo-lead": "accountable"}.get(code, "implementing")
        under = organisations.get(UNDER.get(code, "demo-donor" if code == "demo-lead" else ""))
        give_part(by=None, programme=programme, organisation=organisation, role=role, works_under=under)


def _load_results(programme: Programme, objectives: dict[int, Objective]) -> None:
    results: dict[str, Result] = {}
    for position, (code, (number, kind, fr, en)) in enumerate(RESULTS.items(), start=1):
        parent = results.get(code.rpartition(".")[0])
        results[code] = put_result(
            by=None, programme=programme, code=code, objective=objectives[number], parent=parent, type=kind,
            title={"fr": fr, "en": en}, related_framework="CEP", related_code=code.replace("DEMO", "CEP"),
            position=position,
        )  # fmt: skip
    for position, given in enumerate(INDICATORS, start=1):
        indicator = put_indicator(
            by=None,
            result=results[given.result],
            code=given.code,
            title={"fr": given.title[0], "en": given.title[1]},
            unit={"fr": given.unit[0], "en": given.unit[1]},
            measure=given.measure,
            cumulative=given.cumulative,
            position=position,
        )
        define_indicator(by=None, indicator=indicator, body=given.definition)
        set_reference(by=None, indicator=indicator, year=2024, value=None if given.measure == "percentage" else 0)
        spans = [(FIRST_YEAR, SECOND_YEAR), (SECOND_YEAR, date(2026, 10, 1)), (STARTS_ON, ENDS_ON)]
        for (starts_on, ends_before), value in zip(spans, given.targets, strict=True):
            set_target(by=None, indicator=indicator, starts_on=starts_on, ends_before=ends_before, value=value * 1000)
    put_outcome_statement(
        by=None,
        result=results["DEMO-3"],
        year=2025,
        status="partly_achieved",
        narrative={
            "fr": "Énoncé fictif : les formations ont attiré des jeunes des neuf communes inventées.",
            "en": "Fictional statement: the courses drew young people from the nine invented communes.",
        },
        theory_if={"fr": "si les jeunes et les femmes sont formés", "en": "if youth and women are trained"},
        theory_then={"fr": "alors ils prennent part aux décisions", "en": "then they take part in decisions"},
        theory_because={"fr": "parce qu'ils connaissent leurs droits", "en": "because they know their rights"},
        still_relevant=True,
    )


def _plan(
    number: int,
    random: Random,
    programme: Programme,
    objectives: dict[int, Objective],
    communes: list[Place],
    implementers: list[Organisation],
) -> Activity:
    kind = ACTIVITY_PLAN[(number - 1) % len(ACTIVITY_PLAN)]
    topic = random.choice(list(TOPICS))
    commune_number = random.randrange(len(communes))
    commune = communes[commune_number]
    starts_on = STARTS_ON + timedelta(days=11 * number + random.randrange(6))
    late = number > ACTIVITY_COUNT - 4
    cancelled = number in (17, 41)
    french, english, _about = KINDS[kind]
    on_fr, on_en = TOPICS[topic]
    return put_activity(
        by=None,
        code=f"DEMO-{number:03d}",
        programmes=[programme],
        title={
            "fr": f"{french} sur {on_fr} à {commune.name}",
            "en": f"{english} on {on_en} in {commune.name}",
        },
        kind=kind,
        designed_for=["women"] if number % 3 == 0 else ["youth"] if number % 3 == 1 else ["everyone"],
        topics=[topic],
        objective=objectives[4 if topic == "wash" and starts_on >= date(2025, 11, 1) else OBJECTIVE_OF[kind]],
        implementer=implementers[commune_number // 3],
        place=commune,
        starts_on=starts_on,
        ends_on=starts_on + timedelta(days=1 if kind == "training" else 0),
        sessions=2 if kind == "training" else 1,
        status="planned" if late else "cancelled" if cancelled else "held",
        fictional=True,
    )


def _plan_sample(programme: Programme, objectives: dict[int, Objective], implementer: Organisation) -> None:
    put_activity(
        by=None,
        code=SAMPLE_ACTIVITY,
        programmes=[programme],
        title={"fr": "Formation d'exemple à Balanfara", "en": "Sample course in Balanfara"},
        kind="training",
        designed_for=["women"],
        topics=["budget"],
        objective=objectives[3],
        implementer=implementer,
        place=Place.objects.get(codes__scheme=SCHEME, codes__code=SAMPLE_COMMUNE[1]),
        starts_on=date(2025, 3, 12),
        ends_on=date(2025, 3, 13),
        sessions=2,
        status="planned",
        fictional=True,
    )
