"""What a definition asks of a fact, in words; its sentence is the one that editions keep."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from toguna.rules.conditions import AgeRange, Conditions
from toguna.web.desk.wording import word as desk_word
from toguna.web.layout.templatetags.toguna import word

ASKED = {
    "kind": gettext_lazy("sortes de faits"),
    "activity_kind": gettext_lazy("types d'activité"),
    "designed_for": gettext_lazy("conçues pour"),
    "topics": gettext_lazy("thèmes"),
    "programme": gettext_lazy("programme"),
    "implementer": gettext_lazy("organisations"),
    "places": gettext_lazy("lieux"),
    "sex": gettext_lazy("sexe"),
    "age": gettext_lazy("âge"),
    "disability": gettext_lazy("handicap"),
    "displaced": gettext_lazy("déplacement"),
    "stakeholder_group": gettext_lazy("groupes"),
    "basis": gettext_lazy("base"),
    "unit": gettext_lazy("unité"),
}
VOCABULARIES = {
    "kind": "fact_kind",
    "activity_kind": "activity_kind",
    "designed_for": "designed_for",
    "topics": "topic",
    "sex": "person_sex",
    "stakeholder_group": "stakeholder_group",
}


def conditions_asked(where: Conditions) -> list[tuple[str, str]]:
    """Each thing that a fact must meet, and what it must be, in words."""
    return [(str(ASKED[name]), _said(name, getattr(where, name))) for name in where.asked()]


def _said(name: str, value: object) -> str:
    if isinstance(value, AgeRange):
        return (
            _("de %(low)s à %(high)s ans") % {"low": value.youngest, "high": value.oldest}
            if value.oldest
            else (_("%(low)s ans et plus") % {"low": value.youngest})
        )
    if isinstance(value, bool):
        return _("oui") if value else _("non")
    if isinstance(value, tuple):
        return ", ".join(_one(name, str(code)) for code in value)
    return str(value)


def _one(name: str, code: str) -> str:
    if name == "basis":
        return desk_word(code, "fact-basis")
    return str(word(code, VOCABULARIES[name])) if name in VOCABULARIES else code
