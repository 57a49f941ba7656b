"""A score as it is typed and as it is said: thousandths on one side, what a facilitator writes on the other."""

from decimal import Decimal, InvalidOperation
from fractions import Fraction

from django.utils.translation import gettext as _

from toguna.rules import numbers
from toguna.rules.instruments import Scale
from toguna.rules.scores import rounded
from toguna.web.layout.templatetags.toguna import reader

THOUSAND = 1000
MOST_SIGNS = 20


class NotAScore(ValueError):
    """What was typed is no number, or stands off the scale."""


def raw_typed(written: str, scale: Scale) -> int | None:
    """What was typed, in thousandths; nothing typed is no answer. Raises NotAScore."""
    text = written.strip().replace("\u202f", "").replace("\xa0", "").replace(" ", "").replace(",", ".")
    if not text:
        return None
    try:
        raw = Decimal(text[:MOST_SIGNS]) * THOUSAND
    except InvalidOperation as error:
        raise NotAScore(written) from error
    if not raw.is_finite() or raw != raw.to_integral_value() or not scale.holds(int(raw)):
        raise NotAScore(written)
    return int(raw)


def raw_written(raw: int | None) -> str:
    """A raw score as a box shows it: `7,5` in French, `7.5` in English."""
    if raw is None:
        return ""
    text = f"{Decimal(raw) / THOUSAND:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return text.replace(".", ",") if reader() == "fr" else text


def scale_said(scale: Scale) -> str:
    """Between which values a score stands, the worst first."""
    return _("de %(worst)s (pire) à %(best)s (meilleur)") % {
        "worst": raw_written(scale.worst),
        "best": raw_written(scale.best),
    }


def score_said(score: Fraction | None) -> str:
    """A score from 0 to 100 with one decimal, as the reader's language writes it; empty where there is none."""
    return "" if score is None else numbers.decimal(rounded(score), reader(), 1)


def points_said(points: Fraction) -> str:
    """A change or a gap in points, with its sign, as the reader's language writes it."""
    said = numbers.decimal(abs(rounded(points)), reader(), 1)
    return f"{'+' if points > 0 else '−' if points < 0 else ''}{said}"
