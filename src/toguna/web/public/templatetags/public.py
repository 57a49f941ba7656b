"""Words that only public pages need: remarks, hedges, roles, files, and dates no more precise than they are known."""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from django import template
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from toguna.rules import numbers
from toguna.store.programmes.models import Programme
from toguna.web.layout.templatetags.toguna import long_date, reader, unknown

register = template.Library()

REMARKS = {
    "contradiction": _("Contradiction."),
    "unclear": _("Peu clair."),
    "malformed": _("Mal imprimé."),
    "repetition": _("Répété."),
    "not_verified": _("Non vérifié."),
}
HEDGES = {"at_least": _("au moins"), "more_than": _("plus de"), "over": _("plus de")}
ROLES = {
    "funding": _("bailleur"),
    "accountable": _("chef de file"),
    "extending": _("sous-bénéficiaire"),
    "implementing": _("met en œuvre"),
    "partner": _("partenaire"),
    "participant": _("participant"),
}
ORGANISATION_KINDS = {
    "donor": _("bailleur"),
    "ngo": _("organisation non gouvernementale"),
    "cso": _("organisation de la société civile"),
    "cbo": _("organisation communautaire de base"),
    "commune": _("commune"),
    "government": _("service de l'État"),
    "un_agency": _("agence des Nations unies"),
    "company": _("entreprise"),
    "network": _("réseau"),
    "bank": _("banque"),
    "body": _("instance"),
    "other": _("autre organisation"),
}
# The language stands beside each name.
FILES = {
    "fiche.fr.html": _("Fiche d'information, une page à imprimer"),
    "fact-sheet.en.html": _("Fiche d'information, une page à imprimer"),
    "fiche.fr.pdf": _("Fiche d'information sur une page A4 (PDF)"),
    "fact-sheet.en.pdf": _("Fiche d'information sur une page A4 (PDF)"),
    "projet.fr.html": _("Le projet en bref"),
    "projet.fr.pdf": _("Le projet en bref, à imprimer (PDF)"),
    "project.en.html": _("Le projet en bref"),
    "project.en.pdf": _("Le projet en bref, à imprimer (PDF)"),
    "cells.csv": _("Tous les chiffres de l'édition (CSV)"),
    "records.csv": _("Les fiches de présence qui ont été comptées (CSV)"),
    "cells-hxl.csv": _("Les mêmes chiffres pour les outils humanitaires (CSV avec une ligne HXL)"),
    "tableau-de-suivi.fr.xlsx": _("Tableau de suivi des indicateurs (Excel)"),
    "tableau-de-suivi.fr.pdf": _("Tableau de suivi des indicateurs, à imprimer en A3 (PDF)"),
    "tracking-table.en.xlsx": _("Tableau de suivi des indicateurs (Excel)"),
    "tracking-table.en.pdf": _("Tableau de suivi des indicateurs, à imprimer en A3 (PDF)"),
    "dictionary.csv": _("Ce que veut dire chaque colonne (CSV)"),
    "iati.xml": _("Le programme pour le registre de l'aide (IATI 2.03, XML)"),
    "edition.json": _("L'édition telle qu'elle est figée (JSON)"),
}

YEAR_FILE = re.compile(r"(?:resultats|results)-(?P<year>\d{4})\.(?P<language>fr|en)\.(?P<form>html|pdf)")
YEAR_FILES = {
    ("fr", "html"): _("Résultats de l'année %(year)s"),
    ("fr", "pdf"): _("Résultats de l'année %(year)s, à imprimer (PDF)"),
    ("en", "html"): _("Résultats de l'année %(year)s"),
    ("en", "pdf"): _("Résultats de l'année %(year)s, à imprimer (PDF)"),
}


@register.filter
def as_known(day: date | None, precision: str) -> str:
    """A day, a month or a year: no more than is known of it."""
    if day is None:
        return unknown()
    if precision == "year":
        return str(day.year)
    return numbers.month(day, reader()) if precision == "month" else numbers.long_date(day, reader())


@register.simple_tag
def cycle_of(programme: Programme) -> str:
    """From when to when a programme runs, each end no more precisely than it is known."""
    first, last = programme.starts_on, programme.ends_on
    if programme.starts_precision == programme.ends_precision == "day":
        return numbers.days(first, last, reader())
    begin, end = as_known(first, programme.starts_precision), as_known(last, programme.ends_precision)
    if numbers.spoken(reader()) == "en":
        return f"{begin} to {end}"
    opening = {"day": "du "}.get(programme.starts_precision, "d'" if begin[0] in "ao" else "de ")
    return f"{opening}{begin} {'au' if programme.ends_precision == 'day' else 'à'} {end}"


@register.filter
def iso_date(text: str) -> str:
    """A day that an edition holds as text."""
    return long_date(date.fromisoformat(text)) if text else unknown()


@register.filter
def hundredths(amount: int | None) -> Decimal | None:
    """An amount kept in the smallest coin of its currency."""
    return None if amount is None else Decimal(amount) / 100


@register.filter
def at(found: Mapping[str, object], key: str) -> object:
    """What stands under a key; nothing when it is not there."""
    return found.get(key)


@register.filter
def remark_word(kind: str) -> str:
    """What sort of remark it is."""
    return gettext(REMARKS[kind]) if kind in REMARKS else kind


@register.filter
def hedge_word(hedge: str) -> str:
    """How the source hedges its number."""
    return gettext(HEDGES[hedge]) if hedge in HEDGES else hedge


@register.filter
def role_word(role: str) -> str:
    """The part that an organisation takes."""
    return gettext(ROLES[role]) if role in ROLES else role


@register.filter
def organisation_kind(kind: str) -> str:
    """What kind of organisation it is."""
    return gettext(ORGANISATION_KINDS[kind]) if kind in ORGANISATION_KINDS else kind


@register.filter
def file_word(name: str) -> str:
    """What a file of an edition is."""
    year = YEAR_FILE.fullmatch(name)
    if year:
        return gettext(YEAR_FILES[year["language"], year["form"]]) % {"year": year["year"]}
    return gettext(FILES[name]) if name in FILES else name
