"""The paperwork of the fictional programme's indicators: reference sheets, and one data quality assessment on its way.

Invented and the same on every installation. It comes after the first computation: sheets are drawn from a value.
"""

from collections.abc import Mapping
from datetime import timedelta
from random import Random

from toguna.demo.fictional_content import STARTS_ON
from toguna.demo.fictional_framework import Stage
from toguna.flow.quality import draw_sheets
from toguna.flow.reference_sheets import write_sheet
from toguna.rules.periods import Period, PeriodKind
from toguna.rules.quality import AssessmentState
from toguna.rules.quality_questions import QUESTIONS, Answered
from toguna.store.organisations.models import Organisation
from toguna.store.quality.actions import (
    add_corrective_action,
    answer_checklist,
    go_on,
    recount_sheets,
    schedule_assessment,
)
from toguna.store.results.models import Indicator
from toguna.store.results.queries import indicators_of
from toguna.store.values.models import Run

Texts = Mapping[str, str]

ASSESSED, PARTNER = "D-PLACES", "demo-osc-1"
SEED, SAMPLE, RECOUNTED = 20251104, 8, 6

EVERYWHERE: Mapping[str, Texts] = {
    "data_source": {
        "fr": "Fiches de présence signées des organisations partenaires (fictives), avec leur photo.",
        "en": "Signed attendance sheets of the (fictional) partner organisations, with their photo.",
    },
    "collection_method": {
        "fr": "L'agent remplit la fiche le jour même, au téléphone ou sur papier. La coordination la contrôle, le "
        "suivi-évaluation la vérifie ; la valeur est calculée à partir des fiches vérifiées.",
        "en": "The agent fills the sheet in on the same day, on a phone or on paper. The coordination checks it, "
        "monitoring and evaluation verifies it; the value is computed from verified sheets.",
    },
    "reporting_frequency": {
        "fr": "Chaque trimestre, trente jours après sa fin.",
        "en": "Every quarter, thirty days after its end.",
    },
    "responsible_office": {
        "fr": "Le suivi-évaluation de la tête de file fictive",
        "en": "Monitoring and evaluation of the fictional lead organisation",
    },
    "baseline_timeframe": {
        "fr": "Avant le programme, en 2024 : rien n'avait encore eu lieu.",
        "en": "Before the programme, in 2024: nothing had taken place yet.",
    },
    "limitations": {
        "fr": "Une fiche arrivée en retard manque au trimestre où l'activité s'est tenue.",
        "en": "A sheet that comes late is missing in the quarter in which the activity was held.",
    },
    "limitations_significance": {
        "fr": "Faible : la plupart des fiches arrivent dans les deux semaines.",
        "en": "Low: most sheets come within two weeks.",
    },
    "limitations_mitigation": {
        "fr": "La page « Qui doit quoi » montre ce qui manque ; une fiche tardive corrige l'édition suivante.",
        "en": "The page “Who owes what” shows what is missing; a late sheet corrects the next edition.",
    },
    "analysis": {
        "fr": "Comparaison à la cible par trimestre, par sexe et par région.",
        "en": "Compared with the target by quarter, by sex and by region.",
    },
    "storage_place": {"fr": "Serveur de la tête de file fictive", "en": "Server of the fictional lead organisation"},
}
RATIONALE: Mapping[str, Texts] = {
    "D-FEMMES": {
        "fr": "Des activités conçues pour les femmes ouvrent la décision communale à la moitié de la population.",
        "en": "Activities designed for women open the commune's decisions to half of the population.",
    },
    "D-JEUNES": {
        "fr": "Former des jeunes prépare ceux qui siégeront demain dans les cadres de concertation.",
        "en": "Training young people prepares those who will sit in consultation frameworks tomorrow.",
    },
}
# One sheet is left to complete, so that the page that says what is missing has something to say.
LEFT_OPEN, STILL_MISSING = "D-EAU", ("limitations", "limitations_significance", "limitations_mitigation")
NOES = {
    "R2": "La méthode est écrite, mais deux agents (fictifs) ne l'ont pas reçue.",
    "T3": "Quelques fiches sont arrivées un mois après l'activité.",
}
OFFICE = "La coordination de l'OSC fictive du Fleuve"


def load_paperwork(stage: Stage, run: Run) -> None:
    """Write the officer's fields of every indicator, and bring one assessment to the field."""
    officer = stage.users["suivi@demo.example"]
    for indicator in indicators_of(stage.programme):
        texts = dict(EVERYWHERE)
        if indicator.code in RATIONALE:
            texts["rationale"] = RATIONALE[indicator.code]
        if indicator.code == LEFT_OPEN:
            texts = {code: text for code, text in texts.items() if code not in STILL_MISSING}
        write_sheet(indicator, by=officer, texts=texts, collection_started_on=STARTS_ON)
    _assess(stage, run, Random(SEED))  # noqa: S311 - fictional recounts, the same on every installation


def _assess(stage: Stage, run: Run, random: Random) -> None:
    officer = stage.users["suivi@demo.example"]
    indicator = Indicator.objects.get(result__programme=stage.programme, code=ASSESSED)
    years = run.values.filter(indicator=indicator, period_kind=PeriodKind.US_FISCAL_YEAR, cell=[])
    value = years.order_by("starts_on")[0]
    today = run.started_at.date()
    made = schedule_assessment(
        by=officer,
        indicator=indicator,
        partner=Organisation.objects.get(code=PARTNER),
        period=Period(value.starts_on, value.ends_before, PeriodKind.US_FISCAL_YEAR, value.period),
        scheduled_on=today,
        team="Le suivi-évaluation de la tête de file fictive ; le bureau du fonds fictif",
        method="Entretien avec la coordination, revue des fiches, recomptage sur papier d'un échantillon tiré au sort.",
    )
    go_on(by=officer, assessment=made, seen=AssessmentState.SCHEDULED)
    answers = {
        question.code: (Answered.NO, NOES[question.code]) if question.code in NOES else (Answered.YES, "")
        for question in QUESTIONS
    }
    answer_checklist(by=officer, assessment=made, answers=answers)
    drawn = draw_sheets(made, size=SAMPLE, seed=SEED, by=officer)
    go_on(by=officer, assessment=made, seen=AssessmentState.DESK_REVIEW)
    sheets = list(drawn.sheets.order_by("position"))[:RECOUNTED]
    recounts: dict[int, tuple[int | None, bool, str]] = {
        sheet.position: (max(0, sheet.reported - random.choice((0, 0, 0, 1000, 2000))), False, "") for sheet in sheets
    }
    recounts[sheets[-1].position] = (None, True, "Classeur prêté, à revoir")
    recount_sheets(by=officer, assessment=made, recounts=recounts)
    add_corrective_action(
        by=officer,
        assessment=made,
        text="Remettre la méthode écrite à tous les agents et la relire avec eux.",
        office=OFFICE,
        due_on=today + timedelta(days=30),
    )
