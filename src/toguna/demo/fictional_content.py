"""What the fictional programme is made of: invented places, organisations, objectives, results and indicators.

Data only. No region, cercle, commune or organisation of these names exists.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

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
    definition: Mapping[str, object]
    targets: tuple[int, int, int]
    measure: str = "unit"
    cumulative: bool = False


def _count(count: str, where: dict[str, object] | None = None, **more: object) -> dict[str, object]:
    return {"count": count, "where": {"programme": CODE, **(where or {})}, "periods": PERIODS, **more}


def _perspective(question: int) -> dict[str, object]:
    def answered(what: str) -> dict[str, object]:
        where = {"kind": ["measurement"], "programme": CODE, "unit": f"p{question}_{what}"}
        return {"count": "sum", "where": where}

    parts = {"numerator": answered("yes"), "denominator": answered("answered")}
    return {"count": "ratio", **parts, "dimensions": ["sex"], "periods": PERIODS}


# What each of the five questions asks, in the order of the form.
PERSPECTIVES = (
    ("ont pris part à l'élaboration du plan communal", "took part in drawing up the communal plan"),
    ("ont pris part à l'élaboration du budget communal", "took part in drawing up the communal budget"),
    ("sont formées sur le plan communal", "were trained on the communal plan"),
    ("sont formées sur le budget communal", "were trained on the communal budget"),
    ("sont formées au budget sensible au genre", "were trained on gender-responsive budgeting"),
)

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
        "D-FORUMS-COTES", "DEMO-2",
        ("Forums où deux côtés au moins étaient représentés", "Forums with at least two sides represented"),
        ("forum", "forum"),
        _count("sum", {"unit": "forum"}, dimensions=[REGION]),
        (2, 2, 5),
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
    DemoIndicator(
        "D-INITIATIVES", "DEMO-1",
        ("Initiatives de plaidoyer menées", "Advocacy initiatives carried out"),
        ("initiative", "initiative"),
        _count("sum", {"unit": "initiative"}, dimensions=[REGION]),
        (2, 2, 5),
    ),
    DemoIndicator(
        "D-TEXTES", "DEMO-2",
        ("Textes de politique publique adoptés", "Policy texts adopted"),
        ("texte", "text"),
        _count("sum", {"unit": "policy_adopted"}, dimensions=[REGION]),
        (1, 2, 4),
    ),
    *(
        DemoIndicator(
            f"D-P{number}", "DEMO-3",
            (f"Part des personnes interrogées qui {french}", f"Share of people asked who {english}"),
            ("%", "%"),
            _perspective(number),
            (40, 50, 50),
            measure="percentage",
        )
        for number, (french, english) in enumerate(PERSPECTIVES, start=1)
    ),
)  # fmt: skip

# The commune and the activity that the sample submissions name; no record of them is made here.
SAMPLE_COMMUNE = ("Commune fictive de Balanfara", "C01")
SAMPLE_ACTIVITY = "A-001"

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
