"""The sample submissions of the library's forms: of each a good one, and one on which something looks wrong.

Everybody, every organisation and every place in them is made up.
"""

from typing import Any
from uuid import UUID

from toguna.collect.answers_xml import write_answers
from toguna.collect.forms import library_xform
from toguna.collect.questions import questions_of

COMMUNE = "Commune fictive de Balanfara [toguna-demo:C01]"
OTHER_COMMUNE = "Commune fictive de Soréma [toguna-demo:C02]"
GROUP = "groupe-fictif"
HEAD = {"plan": "planned", "activity_code": "A-001", "held_on": "2025-03-12", "commune": COMMUNE}

EVENT = HEAD | {
    "session": "3",
    "event_kind": "radio_magazine",
    "is_broadcast": "yes",
    "theme": "L'eau potable, sujet fictif",
    "end_on": "2025-03-14",
    "medium": "community_radio",
    "station": "Radio Fictive de Balanfara",
    "starts_at": "20:30:00.000+00:00",
    "minutes": "45",
    "airings": "2",
    "languages": "bam snk",
    "calls": "17",
    "has_area": "yes",
    "area": [
        {"commune": COMMUNE, "reached": "4000", "method": "audience_survey"},
        {"commune": OTHER_COMMUNE},
    ],
}
DISTRIBUTION = HEAD | {
    "session": "1",
    "material": [
        {
            "material_kind": "comic",
            "title": "Le cahier fictif",
            "language": "fra",
            "unit": "piece",
            "quantity": "400",
            "stock": "100",
        },
        {"material_kind": "seed", "title": "Niébé fictif", "unit": "kg", "quantity": "250"},
    ],
    "has_recipients": "yes",
    "recipient": [
        {"taker": "school", "number": "8", "basis": "counted"},
        {"taker": "person", "women": "30", "men": "12", "unknown_sex": "0", "basis": "counted"},
        {"taker": "household", "number": "60", "basis": "estimated"},
    ],
}
FORUM = HEAD | {
    "session": "1",
    "forum_type": "service",
    "theme": "La gestion de l'école fictive",
    "convenor": "Madame la maire",
    "facilitator": "Organisation fictive",
    "side": [
        {"stakeholder_group": "elected_official", "women": "2", "men": "5"},
        {"stakeholder_group": "womens_association", "organisation": GROUP, "women": "12", "men": "0"},
        {"stakeholder_group": "technical_service", "unknown_sex": "3"},
    ],
    "agreements": "Réparer deux salles\nOuvrir les comptes",
    "disagreements": "Le montant de la cotisation",
    "consensus": "near",
    "has_resolutions": "yes",
    "resolution": [
        {"what": "Réparer deux salles", "who": "La mairie", "by_when": "2025-06-30"},
        {"what": "Afficher les comptes", "who": "Le comité de gestion de l'école"},
    ],
    "next_on": "2025-07-15",
    "minutes": "pv.jpg",
}
TEST = HEAD | {
    "test_title": "Budget de la commune, test fictif",
    "before_on": "2025-03-10",
    "maximum": "20",
    "has_names": "yes",
    "person": [
        {
            "number": "1", "consent": "yes", "name": "Fanta Exemple", "sex": "female", "age": "34",
            "score_before": "8", "score_after": "14",
        },
        {"number": "2", "consent": "no", "sex": "male", "score_before": "12.5", "score_after": "11"},
        {"number": "3", "consent": "no", "sex": "unknown", "score_before": "0", "score_after": "20"},
        {"number": "4", "consent": "no", "sex": "female", "score_before": "9"},
    ],
}  # fmt: skip
PERSPECTIVES = HEAD | {
    "sex": "female",
    "age_band": "30-40",
    "role": "womens_association",
    "disability": "no",
    "budget_year": "2025",
    "p1": "yes",
    "p2": "no",
    "p3": "yes",
    "p4": "unknown",
    "p5": "no",
}
GROUP_VISIT = HEAD | {
    "in_list": "yes",
    "group": GROUP,
    "members": "88",
    "members_women": "80",
    "members_men": "8",
    "hectares_acquired": "2.55",
    "hectares_secured": "1.2",
    "tenure": "transfer_minutes",
    "acquired_on": "2024-05-02",
    "secured_on": "2024-11-20",
    "has_money": "yes",
    "currency": "XOF",
    "income_from": "2025-01-01",
    "income_to": "2025-02-28",
    "income": "1250000",
    "savings": "340500",
    "loans": "90000",
    "has_finance": "yes",
    "finance": [{"source": "microfinance", "amount": "500000"}, {"source": "programme", "amount": "750000"}],
}
PROFILE = HEAD | {
    "in_list": "yes",
    "organisation": GROUP,
    "acronym": "GF",
    "kind": "cooperative",
    "founded": "2009",
    "legal_status": "registered",
    "legal_number": "000-FICTIF",
    "level": "commune",
    "members": "88",
    "members_women": "80",
    "women_led": "yes",
    "youth_led": "no",
    "dpo": "unknown",
    "topics": "land agriculture",
    "contact_office": "Le secrétariat",
    "contact_phone": "+999 0000 0001",
}
TESTIMONY = {
    "held_on": "2025-03-12",
    "commune": COMMUNE,
    "activity_code": "A-001",
    "consent_scope": "public_without_name",
    "minor": "no",
    "consent_form": "recorded",
    "sex": "female",
    "age_band": "41-59",
    "function": "Cultivatrice",
    "language": "bam",
    "audio": "voix.m4a",
    "translation": "Paroles fictives, faites pour les essais.",
}

GOOD: dict[str, dict[str, Any]] = {
    "evenement_public": EVENT,
    "distribution": DISTRIBUTION,
    "forum_dialogue": FORUM,
    "test_avant_apres": TEST,
    "cinq_perspectives": PERSPECTIVES,
    "suivi_groupe": GROUP_VISIT,
    "profil_organisation": PROFILE,
    "temoignage": TESTIMONY,
}
LOOKS_WRONG: dict[str, dict[str, Any]] = {
    "evenement_public": EVENT
    | {
        "station": "",
        "languages": "",
        "minutes": "3000",
        "area": [
            {"commune": COMMUNE, "reached": "4000"},
            {"commune": COMMUNE, "reached": "0", "method": "other"},
        ],
    },
    "distribution": DISTRIBUTION
    | {
        "material": [{"material_kind": "comic", "unit": "piece", "quantity": "20"}, {"title": "Sans type"}],
        "recipient": [{"taker": "person", "women": "30", "men": "-2"}],
    },
    "forum_dialogue": FORUM
    | {
        "convenor": "Mme Exemple",
        "side": [
            {"stakeholder_group": "youth", "women": "4"},
            {"stakeholder_group": "youth", "women": "2"},
            {"stakeholder_group": "elected_official", "women": "0", "men": "0"},
        ],
        "agreements": "",
        "has_resolutions": "no",
        "resolution": [],
        "next_on": "2025-01-01",
    },
    "test_avant_apres": TEST
    | {
        "before_on": "2025-03-20",
        "person": [
            {"number": "1", "consent": "no", "name": "Nom À Ne Pas Garder", "sex": "female", "score_after": "25"},
            {"number": "1", "sex": "male", "age": "130", "score_before": "douze"},
        ],
    },
    "cinq_perspectives": PERSPECTIVES | dict.fromkeys(("p1", "p2", "p3", "p4", "p5"), "unknown"),
    "suivi_groupe": GROUP_VISIT
    | {
        "in_list": "no",
        "group": "",
        "group_name": "Groupement fictif de Tounkassi",
        "members_women": "90",
        "hectares_secured": "3.75",
        "tenure": "verbal_agreement",
        "secured_on": "2024-01-01",
        "currency": "",
        "income_from": "",
    },
    "profil_organisation": PROFILE
    | {"founded": "2099", "legal_status": "none", "contact_office": "M. Fictif", "members_men": "20"},
    "temoignage": TESTIMONY | {"name": "Nom À Ne Pas Garder", "photo": "visage.jpg", "audio": "", "translation": ""},
}
REFUSED = TESTIMONY | {"consent_scope": "refused", "words": "Mots À Ne Pas Garder", "audio": "voix.m4a"}


def submission(form_id: str, answers: dict[str, Any], *, instance_id: str) -> bytes:
    """These answers as a phone sends them."""
    return write_answers(questions_of(library_xform(form_id)), answers, instance_id=instance_id)


def library_samples() -> dict[str, bytes]:
    """Every sample of the library's forms by its file name."""
    answered = {f"{form_id}_good.xml": (form_id, answers) for form_id, answers in GOOD.items()}
    answered |= {f"{form_id}_looks_wrong.xml": (form_id, answers) for form_id, answers in LOOKS_WRONG.items()}
    answered["temoignage_refused.xml"] = ("temoignage", REFUSED)
    return {
        name: submission(
            form_id, answers, instance_id=f"uuid:{UUID(int=0xF1C710F5_0000_4000_8000_000000000100 + number)}"
        )
        for number, (name, (form_id, answers)) in enumerate(answered.items())
    }
