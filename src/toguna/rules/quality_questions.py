"""The checklist of a data quality assessment: the five standards and their questions, in French and English.

The standards are those of ADS 201; each question says whether its wording stands in a checklist that was read, or is
what such checklists usually ask. Every question is put so that "no" is a weakness.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from toguna.rules.numbers import HARD


class Standard(StrEnum):
    """One of the five standards."""

    VALIDITY = "validity"
    INTEGRITY = "integrity"
    PRECISION = "precision"
    RELIABILITY = "reliability"
    TIMELINESS = "timeliness"


class Answered(StrEnum):
    """What can be answered."""

    YES = "yes"
    NO = "no"
    NOT_APPLICABLE = "not_applicable"


CHECKLIST, USUAL = "DQA checklist", "usual practice"


@dataclass(frozen=True)
class Question:
    """One question of the checklist."""

    code: str
    standard: Standard
    text: Mapping[str, str]
    source: str = CHECKLIST


def _asked(code: str, standard: Standard, french: str, english: str, source: str = CHECKLIST) -> Question:
    # A question mark does not begin a line.
    return Question(code, standard, {"fr": french.replace(" ?", f"{HARD}?"), "en": english}, source)


QUESTIONS = (
    _asked(
        "V1", Standard.VALIDITY,
        "L'information recueillie mesure-t-elle bien ce qu'elle doit mesurer ?",
        "Does the information collected measure what it is supposed to measure?",
    ),
    _asked(
        "V2", Standard.VALIDITY,
        "Les résultats se trouvent-ils dans une fourchette plausible ?",
        "Do results fall within a plausible range?",
    ),
    _asked(
        "V3", Standard.VALIDITY,
        "La collecte est-elle sans biais systématique ?",
        "Is there assurance that data collection is without systematic bias?",
    ),
    _asked(
        "V4", Standard.VALIDITY,
        "Les méthodes de collecte sont-elles solides ?",
        "Are sound research methods being used to collect the data?",
    ),
    _asked(
        "I1", Standard.INTEGRITY,
        "Des précautions limitent-elles les erreurs de copie et de saisie ?",
        "Are procedures or safeguards in place to minimise transcription errors?",
        USUAL,
    ),
    _asked(
        "I2", Standard.INTEGRITY,
        "Ceux qui recueillent, ceux qui vérifient et ceux qui approuvent sont-ils indépendants ?",
        "Is there independence between those who collect, those who check and those who approve?",
        USUAL,
    ),
    _asked(
        "I3", Standard.INTEGRITY,
        "Les données sont-elles protégées contre un changement que personne n'a autorisé ?",
        "Are mechanisms in place to prevent unauthorised changes to the data?",
        USUAL,
    ),
    _asked(
        "P1", Standard.PRECISION,
        "La marge d'erreur est-elle plus petite que le changement attendu ?",
        "Is the margin of error less than the expected change being measured?",
        USUAL,
    ),
    _asked(
        "P2", Standard.PRECISION,
        "Les données sont-elles assez détaillées (sexe, âge, lieu) pour décider ?",
        "Is the data detailed enough (sex, age, place) for decisions?",
        USUAL,
    ),
    _asked(
        "R1", Standard.RELIABILITY,
        "La même méthode, appliquée de nouveau, donnerait-elle le même résultat ?",
        "When the same method is used to measure the same thing several times, is the same result produced?",
    ),
    _asked(
        "R2", Standard.RELIABILITY,
        "Les méthodes de collecte et d'analyse sont-elles écrites, et suivies ?",
        "Are data collection and analysis methods documented in writing and being used each time?",
    ),
    _asked(
        "T1", Standard.TIMELINESS,
        "Les données viennent-elles assez souvent pour décider à temps ?",
        "Are data available frequently enough to inform decisions?",
    ),
    _asked(
        "T2", Standard.TIMELINESS,
        "Les données rapportées sont-elles les plus récentes qui puissent l'être ?",
        "Are the data reported the most current practically available?",
    ),
    _asked(
        "T3", Standard.TIMELINESS,
        "Les données sont-elles rapportées dès que possible après leur collecte ?",
        "Are the data reported as soon as possible after collection?",
        USUAL,
    ),
)  # fmt: skip
BY_CODE = {question.code: question for question in QUESTIONS}
