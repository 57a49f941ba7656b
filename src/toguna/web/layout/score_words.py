"""What both doors say of a round that is given back: its headline, its finding, why something is not compared."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from toguna.publish.scorecards.reading import Reading, points, ranges_of, reading_of, text_in
from toguna.rules.comparisons import Reason
from toguna.rules.scores import BAND_WORDS, Band

DISAGREEMENTS_SHOWN = 6
NOT_COMPARED_WHY = {
    Reason.NEW.value: gettext_lazy("nouveau dans le modèle"),
    Reason.GONE.value: gettext_lazy("plus dans le modèle"),
    Reason.SCALE_CHANGED.value: gettext_lazy("son échelle a changé"),
    Reason.QUESTION_CHANGED.value: gettext_lazy("sa question a changé"),
    Reason.NOT_ANSWERED_BEFORE.value: gettext_lazy("sans note la fois d'avant"),
    Reason.NOT_ANSWERED_NOW.value: gettext_lazy("sans note cette fois"),
}
WARNINGS = {
    "joining-changed": gettext_lazy(
        "Les notes des groupes n'ont pas été réunies de la même façon aux deux tours : lisez le changement avec "
        "prudence."
    ),
    "weights-changed": gettext_lazy(
        "Les poids ou le calcul ont changé : les deux tours sont recalculés avec ceux du premier."
    ),
}


def account_shown(account: Mapping[str, Any], language: str) -> dict[str, Any]:
    """What the page of an account needs, for `layout/includes/score_account.html` and `score_tables.html`."""
    reading = reading_of(account, language)
    finding = finding_of(reading)
    return {
        "reading": reading,
        "account": account,
        "headline": headline(reading),
        "band": band_word(reading),
        "finding": finding,
        "picture": ranges_of(reading, finding),
        "differs_most": reading.disagreements[:DISAGREEMENTS_SHOWN],
        "dispute_points": points(account["dispute_gap"], language),
        "differs_more": max(0, len(reading.disagreements) - DISAGREEMENTS_SHOWN),
        "not_compared": [(label, NOT_COMPARED_WHY[why]) for label, why in reading.not_compared],
        "warnings": [WARNINGS[code] for code in (account["change"] or {}).get("warnings", ()) if code in WARNINGS],
    }


def headline(reading: Reading) -> str:
    """The whole in one line: who, how much, in which word."""
    named = {"place": reading.place, "score": reading.index.score, "band": band_word(reading).lower()}
    if not reading.index.score:
        return _("%(place)s : pas assez de notes pour une note d'ensemble") % named
    return _("%(place)s : %(score)s sur 100, %(band)s") % named


def finding_of(reading: Reading) -> str:
    """What the picture shows, as a sentence: the lowest and the highest."""
    scored = reading.scored
    if len(scored) < 2 or scored[0].tenths == scored[-1].tenths:
        return _("La note de tous, et où les groupes diffèrent")
    return _("Le plus bas : %(low)s (%(low_score)s). Le plus haut : %(high)s (%(high_score)s).") % {
        "low": scored[0].label,
        "low_score": scored[0].score,
        "high": scored[-1].label,
        "high_score": scored[-1].score,
    }


def band_word(reading: Reading) -> str:
    """The word of the index, after the Local Governance Barometer; empty where there is no index."""
    return text_in(BAND_WORDS[Band(reading.band)], reading.language) if reading.band else ""
