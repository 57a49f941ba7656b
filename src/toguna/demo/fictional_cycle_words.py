"""What is said in the fictional cycles: stages, groups, scores, reasons, promises. Data only, all invented."""

from dataclasses import dataclass
from datetime import date

from toguna.rules.commitments import Says
from toguna.rules.cycles import Stage


@dataclass(frozen=True)
class StageWords:
    """What was done at a stage: the day, the minutes, and of each group how many women and men were there."""

    stage: Stage
    on: date
    words: str
    present: tuple[tuple[str, int, int], ...] = ()


# The workshop's own indicators: code, parent, label, question, what would prove it.
ADDED = (
    ("1.5.L1", "1.5", "Forages qui marchent", "Sur cent forages de la commune, combien donnent de l'eau aujourd'hui ?",
     "Relevé fictif des forages"),
    ("5.3.L1", "5.3", "Femmes au comité de l'eau", "Sur cent membres des comités de l'eau, combien sont des femmes ?",
     "Listes fictives des comités"),
)  # fmt: skip
# Group, women, men, and how much kinder or harder than the others it scores.
BAROMETER_GROUPS = (
    ("elected_officials", 2, 6, 9),
    ("technical_services", 2, 5, 5),
    ("csos", 5, 4, -2),
    ("womens_groups", 14, 0, -8),
    ("youth", 6, 9, -6),
    ("private_sector", 3, 5, 0),
    ("leaders", 1, 7, 3),
)
# Where each criterion stands, out of 100.
LEVELS = {"1": 55, "2": 48, "3": 35, "4": 52, "5": 40}
REASONS = {
    "1": ("Le plan existe, il n'est pas suivi.", "Les décisions sont lentes.", "Les forages tombent en panne."),
    "2": ("Les textes ne sont pas traduits.", "On va d'abord voir le chef.", "Aucun registre des demandes."),
    "3": ("Les comptes ne sont pas affichés.", "Personne ne répond aux lettres.", "Pas d'audit connu."),
    "4": ("Le cadre s'est réuni une fois.", "Tous les villages étaient là.", "Les jeunes ne sont pas invités."),
    "5": ("Les femmes ne parlent pas en séance.", "Le crédit va aux mêmes.", "Pas de rampe à la mairie."),
}
AGREED_WHY = (
    "Les groupes se sont accordés après avoir lu les documents.",
    "Note du milieu : les élus voyaient plus haut, les femmes plus bas.",
    "Le registre a été montré en séance.",
    "Faute de document, la note la plus prudente.",
)
BAROMETER_STAGES = (
    StageWords(Stage.CONTEXT, date(2025, 1, 20),
               "Visite fictive à la mairie : onze villages, un conseil renouvelé, un plan communal à mi-chemin. "
               "Le marché et l'eau reviennent dans toutes les conversations."),
    StageWords(Stage.PREPARATION, date(2025, 2, 4), "Groupes, jours et lieux convenus avec la mairie.",
               (("elected_officials", 1, 3), ("csos", 2, 2))),
    StageWords(Stage.MODELLING, date(2025, 2, 18),
               "L'atelier garde les 22 indicateurs et en ajoute deux : les forages et les comités de l'eau.",
               (("elected_officials", 1, 3), ("technical_services", 1, 2), ("csos", 3, 2), ("womens_groups", 6, 0),
                ("youth", 3, 4))),
    StageWords(Stage.SCORING, date(2025, 3, 11), "Sept groupes ont noté, chacun chez lui. L'association des personnes "
               "handicapées n'a pas pu venir."),
    StageWords(Stage.VALIDATION, date(2025, 3, 27),
               "Une note convenue pour chaque indicateur. Le désaccord le plus vif : les comptes de la commune.",
               (("elected_officials", 1, 4), ("technical_services", 1, 2), ("csos", 3, 3), ("womens_groups", 9, 0),
                ("youth", 4, 6), ("leaders", 0, 4))),
    StageWords(Stage.RESTITUTION, date(2025, 4, 15),
               "Sur la place du marché. La maire a écouté et répondu ; les jeunes ont demandé les comptes du marché.",
               (("", 86, 104),)),
    StageWords(Stage.ACTION_PLAN, date(2025, 5, 6), "Quatre engagements, chacun avec une fonction et une date.",
               (("elected_officials", 1, 4), ("womens_groups", 7, 0), ("youth", 3, 5))),
)  # fmt: skip
SECOND_STAGES = (
    StageWords(Stage.SCORING, date(2026, 3, 10), "Les sept mêmes groupes ont noté de nouveau."),
    StageWords(Stage.VALIDATION, date(2026, 3, 24), "La redevabilité monte : les comptes sont affichés.",
               (("elected_officials", 2, 4), ("csos", 3, 3), ("womens_groups", 10, 0), ("youth", 5, 5))),
    StageWords(Stage.RESTITUTION, date(2026, 4, 14), "Lecture publique, à la mairie et à la radio fictive.",
               (("", 71, 80),)),
)  # fmt: skip
REPLY = (
    ("Nous reconnaissons que les comptes ne se lisent nulle part. Ils seront affichés chaque trimestre.",
     "La maire de Talimbara", date(2025, 4, 22)),
    ("Les comptes sont affichés depuis l'été. Nous restons en retard sur les forages de deux villages.",
     "La maire de Talimbara", date(2026, 4, 20)),
)  # fmt: skip
# What, office, criterion, due after so many days, what the promiser says of it and what the other side says.
PLAN = (
    ("Afficher les comptes de la commune chaque trimestre devant la mairie", "La maire", "3.1", 120,
     Says.KEPT, Says.KEPT),
    ("Répondre par écrit à chaque demande dans le mois", "Le secrétariat général de la mairie", "3.4", 180,
     Says.KEPT, Says.PARTLY_KEPT),
    ("Remettre en marche les deux forages en panne", "Le conseil communal", "1.5", 200, Says.DELAYED, None),
    ("Réserver la moitié des sièges des comités de l'eau aux femmes", "Le conseil communal", "5.3", 240,
     Says.KEPT, Says.NOT_KEPT),
)  # fmt: skip

CARD_STAGES = (
    StageWords(Stage.PREPARATION, date.min, "Le centre de santé et le comité de santé sont d'accord sur les jours.",
               (("leaders", 1, 2), ("providers", 2, 1))),
    StageWords(Stage.ISSUES, date.min, "Six groupes ont dit ce qui va et ce qui ne va pas.",
               (("women", 18, 0), ("men", 0, 15), ("young_women", 12, 0), ("young_men", 0, 11), ("leaders", 1, 6),
                ("displaced", 6, 3))),
    StageWords(Stage.COMMON_INDICATORS, date.min, "Huit indicateurs gardés, les mêmes pour tous.",
               (("women", 3, 0), ("men", 0, 3), ("young_women", 2, 0), ("young_men", 0, 2))),
    StageWords(Stage.SCORING, date.min, "Les groupes ont noté sur cinq visages."),
    StageWords(Stage.CONSOLIDATION, date.min, "Deux représentants de chaque groupe ont comparé les notes.",
               (("women", 2, 0), ("men", 0, 2), ("young_women", 2, 0), ("young_men", 0, 2), ("displaced", 1, 1))),
    StageWords(Stage.PROVIDER_SCORING, date.min, "Le personnel a noté de son côté.", (("providers", 4, 3),)),
)  # fmt: skip
CARD_GROUPS = {
    "women": (18, 0),
    "men": (0, 15),
    "young_women": (12, 0),
    "young_men": (0, 11),
    "leaders": (1, 6),
    "displaced": (6, 3),
    "providers": (4, 3),
}
# One face for each of the eight indicators, from 1 to 5.
CARD_SCORES = {
    "women": (2, 3, 2, 2, 3, 2, 3, 3),
    "men": (3, 3, 2, 2, 3, 3, 3, 3),
    "young_women": (1, 3, 2, 2, 2, 2, 3, 2),
    "young_men": (3, 4, 3, 2, 3, 3, 3, 2),
    "leaders": (4, 4, 3, 3, 4, 3, 4, 4),
    "displaced": (1, 3, 1, 2, 2, 1, 3, 1),
    "providers": (4, 5, 3, 3, 4, 4, 4, 4),
}
CARD_REASONS = {
    ("women", "reception"): "On nous parle fort devant tout le monde.",
    ("young_women", "reception"): "On nous demande pourquoi nous venons seules.",
    ("displaced", "fees"): "On nous fait payer la fiche.",
    ("displaced", "waiting"): "Nous passons après les autres.",
    ("men", "medicines"): "L'ordonnance se paie en ville.",
    ("leaders", "management"): "Le comité rend compte chaque semestre.",
    ("providers", "presence"): "Une personne est là nuit et jour.",
    ("providers", "medicines"): "Le dépôt livre un mois sur deux.",
}
# Text, whether it goes well, rank, why, what the group wishes, the common indicator.
CARD_ISSUES = {
    "women": (
        ("Le médicament manque souvent", False, 1, "Il faut aller en ville.", "Un dépôt tenu par le comité",
         "medicines"),
        ("La sage-femme vient la nuit", True, None, "", "", "maternity"),
    ),
    "young_women": (("On est mal reçues", False, 1, "On nous juge.", "Une heure pour les jeunes", "reception"),),
    "men": (("On attend une demi-journée", False, 2, "Un seul soignant le matin.", "Deux soignants le jour de marché",
             "waiting"),),
    "displaced": (("On paie la fiche", False, 1, "Le tarif n'est pas affiché.", "Afficher les tarifs", "fees"),),
    "leaders": (("Le comité rend compte", True, None, "", "", "management"),),
}  # fmt: skip
CARD_INPUTS = (
    ("t1", "Soignants présents", "6", "4", "Deux postes vacants"),
    ("t2", "Médicaments essentiels en stock", "30", "19", "Fiche de stock fictive"),
    ("t3", "Latrines en service", "4", "2", "Vu sur place"),
)
