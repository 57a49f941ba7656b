"""A fourth programme, fictional, with the shape of the first: invented places, organisations, targets and work plan.

Everything here is marked fictional where it is kept. No place, organisation or publisher of it exists.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from toguna.demo.accounts import ACCOUNTS, PASSWORD
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

CODE = "DEMO"
SCHEME = "toguna-demo"
STARTS_ON, ENDS_ON = date(2024, 10, 1), date(2027, 10, 1)
FIRST_YEAR, SECOND_YEAR = date(2024, 10, 1), date(2025, 10, 1)

# Invented names: no region, cercle or commune is called so.
TERRITORY = {
    "Région fictive du Fleuve": {"Cercle fictif de Talimbara": ["Talimbara", "Bolokouma-Dé", "Néguéla-Fari"]},
    "Région fictive des Falaises": {"Cercle fictif d'Oromagué": ["Oromagué", "Bandiara-Dé", "Tireli-Kunda"]},
    "Région fictive de la Savane": {"Cercle fictif de Zanvori": ["Zanvori", "Fourouni-Ko", "Zanaguéré"]},
}

ORGANISATIONS = {
    "demo-donor": ("Fonds fictif pour la citoyenneté", "Fictional Citizenship Fund", "donor"),
    "demo-lead": ("Tête de file fictive", "Fictional lead organisation", "ngo"),
    "demo-osc-1": ("OSC fictive du Fleuve", "Fictional River CSO", "cso"),
    "demo-osc-2": ("OSC fictive des Falaises", "Fictional Cliffs CSO", "cso"),
    "demo-osc-3": ("OSC fictive de la Savane", "Fictional Savanna CSO", "cso"),
    "demo-ocb-1": ("Association fictive de Talimbara", "Fictional association of Talimbara", "cbo"),
    "demo-ocb-2": ("Association fictive d'Oromagué", "Fictional association of Oromagué", "cbo"),
}
UNDER = {
    "demo-osc-1": "demo-lead",
    "demo-osc-2": "demo-lead",
    "demo-osc-3": "demo-lead",
    "demo-ocb-1": "demo-osc-1",
    "demo-ocb-2": "demo-osc-2",
}

OBJECTIVES = {
    1: (
        "Renforcer les mécanismes de redevabilité sociale de bas en haut.",
        "Strengthen mechanisms for bottom-up social accountability.",
        None,
    ),
    2: (
        "Aider les organisations de la société civile à s'accorder avec les autorités sur les politiques publiques.",
        "Help civil society organisations and authorities agree on public policies.",
        None,
    ),
    3: (
        "Aider les citoyens à connaître leurs droits et leurs responsabilités.",
        "Help citizens know their rights and responsibilities.",
        None,
    ),
    4: (
        "Mieux prévenir les maladies liées à l'eau dans les communes.",
        "Better prevent water-related diseases in the communes.",
        date(2025, 11, 1),
    ),
}

RESULTS = {
    "DEMO-1": (1, "outcome", "Les OSC portent la voix des citoyens", "CSOs carry the citizens' voice"),
    "DEMO-2": (2, "outcome", "Les acteurs s'accordent lors de forums", "Actors agree in forums"),
    "DEMO-3": (3, "outcome", "Les femmes et les jeunes prennent part", "Women and youth take part"),
    "DEMO-3.1": (3, "output", "Des formations à la citoyenneté sont tenues", "Citizenship courses are held"),
    "DEMO-4": (4, "outcome", "Les communes préviennent mieux les maladies", "Communes prevent diseases better"),
}

AGE_BANDS = [[0, 14], [15, 24], [25, 34], [35, 59], [60, None]]
PERIODS = ["us_fiscal_quarter", "us_fiscal_year", "life"]
REGION = {"place": 1}


@dataclass(frozen=True)
class DemoIndicator:
    """An indicator of the fictional framework; targets are for the two fiscal years and the life."""

    code: str
    result: str
    title: tuple[str, str]
    unit: tuple[str, str]
    definition: dict[str, object]
    targets: tuple[int, int, int]
    measure: str = "unit"
    cumulative: bool = False


def _count(count: str, where: dict[str, object] | None = None, **more: object) -> dict[str, object]:
    return {"count": count, "where": {"programme": CODE, **(where or {})}, "periods": PERIODS, **more}


WOMEN_SEATS = {
    "count": "ratio",
    "numerator": {"count": "seats", "where": {"programme": CODE, "sex": ["female"]}},
    "denominator": {"count": "seats", "where": {"programme": CODE}},
    "dimensions": [REGION],
    "periods": PERIODS,
}

INDICATORS = (
    DemoIndicator(
        "D-PLAIDOYER", "DEMO-1",
        ("OSC appuyées qui mènent des actions de plaidoyer", "Supported CSOs engaged in advocacy"),
        ("organisation", "organisation"),
        _count("organisations", {"activity_kind": ["advocacy"]}, dimensions=[REGION]),
        (3, 3, 3),
    ),
    DemoIndicator(
        "D-FORUMS", "DEMO-2",
        ("Forums de construction du consensus tenus", "Consensus-building forums held"),
        ("forum", "forum"),
        _count("events", {"activity_kind": ["forum"]}, dimensions=[REGION]),
        (8, 8, 24),
    ),
    DemoIndicator(
        "D-FEMMES", "DEMO-3",
        ("Activités conçues pour la participation civique des femmes",
         "Activities designed for the civic participation of women"),
        ("activité", "activity"),
        _count("events", {"designed_for": ["women"]}, dimensions=["activity_kind", REGION]),
        (10, 10, 30),
    ),
    DemoIndicator(
        "D-JEUNES", "DEMO-3",
        ("Jeunes de 15 à 34 ans formés", "Youth aged 15 to 34 trained"),
        ("personne", "person"),
        _count(
            "people", {"activity_kind": ["training"], "age": [15, 34]}, dimensions=["sex", "age_band"],
            age_bands=[[0, 14], [15, 24], [25, 34], [35, None]],
        ),
        (120, 150, 400),
    ),
    DemoIndicator(
        "D-PERSONNES", "DEMO-3",
        ("Personnes différentes ayant pris part à une activité", "Distinct people who took part in an activity"),
        ("personne", "person"),
        _count("people", dimensions=["sex", "age_band", REGION], age_bands=AGE_BANDS),
        (400, 450, 900),
    ),
    DemoIndicator(
        "D-PLACES", "DEMO-3",
        ("Participations aux activités, personnes sans nom comprises", "Attendances, unnamed people included"),
        ("participation", "attendance"),
        _count("seats", dimensions=["sex", "age_band", REGION], age_bands=AGE_BANDS),
        (900, 1000, 3000),
    ),
    DemoIndicator(
        "D-PART-FEMMES", "DEMO-3",
        ("Part des femmes dans les participations", "Women's share of attendances"),
        ("%", "%"),
        WOMEN_SEATS,
        (50, 50, 50),
        measure="percentage",
    ),
    DemoIndicator(
        "D-FORMATIONS", "DEMO-3.1",
        ("Formations tenues", "Training courses held"),
        ("formation", "course"),
        _count("events", {"activity_kind": ["training"]}, dimensions=[REGION]),
        (12, 12, 36),
    ),
    DemoIndicator(
        "D-EAU", "DEMO-4",
        ("Séances tenues sur l'eau et l'hygiène", "Sessions held on water and hygiene"),
        ("séance", "session"),
        _count("events", {"topics": ["wash"]}, dimensions=[REGION]),
        (4, 6, 20),
    ),
)  # fmt: skip

KINDS = {
    "training": ("Formation", "Course", "citoyenneté"),
    "forum": ("Forum", "Forum", "consensus"),
    "session": ("Séance SCALE+", "SCALE+ session", "services"),
    "advocacy": ("Rencontre de plaidoyer", "Advocacy meeting", "plaidoyer"),
}
TOPICS = {
    "education": ("l'école", "schools"),
    "health": ("la santé", "health"),
    "wash": ("l'eau et l'hygiène", "water and hygiene"),
    "budget": ("le budget communal", "the communal budget"),
}
OBJECTIVE_OF = {"training": 3, "forum": 2, "session": 1, "advocacy": 1}
ACTIVITY_COUNT = 60
ACTIVITY_PLAN = ["training", "forum", "session", "training", "advocacy", "session"]


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
    close_hierarchy(edition=edition, by=None)
    return communes


def _open(account: object, organisations: dict[str, Organisation]) -> User:
    email, organisation = account.email, organisations[account.organisation]  # type: ignore[attr-defined]
    there = User.objects.filter(email=email).first()
    return there or User.objects.create_user(
        email,
        PASSWORD,
        name=account.name,  # type: ignore[attr-defined]
        role=account.role.value,  # type: ignore[attr-defined]
        organisation=organisation,
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
