"""The words of an edition's files, in French and English: dimensions, categories, periods, roles, values.

Files outlive the site that made them, so their words stand here and not in its translations. The language is always
an argument, "fr" or "en"; anything else is read as French.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from toguna.publish.snapshot import Snapshot
from toguna.rules.numbers import MONTHS, decimal, long_date, month, percent, spoken

Pair = tuple[str, str]

DIMENSIONS: Mapping[str, Pair] = {
    "sex": ("sexe", "sex"),
    "age_band": ("âge", "age"),
    "disability": ("handicap", "disability"),
    "displaced": ("déplacement", "displacement"),
    "stakeholder_group": ("groupe", "group"),
    "activity_kind": ("type d'activité", "kind of activity"),
    "designed_for": ("public visé", "designed for"),
    "topic": ("thème", "topic"),
    "implementer": ("organisation qui met en œuvre", "implementing organisation"),
    "place": ("lieu", "place"),
}

CATEGORIES: Mapping[str, Mapping[str, Pair]] = {
    "sex": {"female": ("femmes", "women"), "male": ("hommes", "men"), "other": ("autre", "other")},
    "disability": {"yes": ("avec un handicap", "with a disability"), "no": ("sans handicap", "without disability")},
    "displaced": {"yes": ("personnes déplacées", "displaced"), "no": ("non déplacées", "not displaced")},
    "stakeholder_group": {
        "elected_official": ("élus", "elected officials"),
        "technical_service": ("services techniques", "technical services"),
        "cso": ("organisations de la société civile", "civil society organisations"),
        "cbo": ("organisations communautaires de base", "community-based organisations"),
        "womens_association": ("associations de femmes", "women's associations"),
        "youth": ("jeunes", "youth"),
        "private_sector": ("secteur privé", "private sector"),
        "traditional_authority": ("autorités traditionnelles", "traditional authorities"),
        "religious_leader": ("responsables religieux", "religious leaders"),
        "media": ("médias", "media"),
        "persons_with_disability": ("personnes handicapées", "persons with disabilities"),
        "displaced": ("personnes déplacées", "displaced people"),
        "citizen": ("citoyennes et citoyens", "citizens"),
    },
    "activity_kind": {
        "training": ("formations", "training"),
        "forum": ("forums", "forums"),
        "session": ("séances", "sessions"),
        "broadcast": ("émissions", "broadcasts"),
        "distribution": ("distributions", "distributions"),
        "advocacy": ("plaidoyers", "advocacy"),
        "campaign": ("campagnes", "campaigns"),
    },
    "topic": {
        "education": ("l'éducation", "education"),
        "health": ("la santé", "health"),
        "wash": ("l'eau, l'hygiène et l'assainissement", "water, sanitation and hygiene"),
        "agriculture": ("l'agriculture", "agriculture"),
        "civil_registry": ("l'état civil", "civil registry"),
        "land": ("le foncier", "land"),
        "security": ("la sécurité", "security"),
        "budget": ("le budget communal", "the communal budget"),
    },
    "designed_for": {
        "women": ("femmes", "women"),
        "youth": ("jeunes", "youth"),
        "displaced": ("personnes déplacées", "displaced people"),
        "persons_with_disability": ("personnes handicapées", "persons with disabilities"),
        "everyone": ("tout le monde", "everyone"),
    },
}

BASES: Mapping[str, Pair] = {
    "counted": ("compté", "counted"),
    "estimated": ("estimé", "estimated"),
    "stated": ("selon la source", "stated by a source"),
}

PERIOD_KINDS: Mapping[str, Pair] = {
    "month": ("mois", "month"),
    "quarter": ("trimestre", "quarter"),
    "year": ("année", "year"),
    "us_fiscal_quarter": ("trimestre d'exercice", "fiscal quarter"),
    "us_fiscal_year": ("exercice (octobre à septembre)", "fiscal year (October to September)"),
    "life": ("toute la durée", "life of the programme"),
}

UNKNOWN: Pair = ("non précisé", "not stated")
MASKED: Pair = ("masqué", "masked")
WITHDRAWN: Pair = ("lieu retiré", "place withdrawn")
WITHDRAWN_ORGANISATION: Pair = ("organisation retirée", "organisation withdrawn")
# What a row of a cut goes by when its place or organisation is withdrawn from public view.
WITHDRAWN_MARK = "withdrawn:"


def said(pair: Pair, language: str) -> str:
    """The one of the two words that the reader's language asks for.

    >>> said(UNKNOWN, "en"), said(UNKNOWN, "fr")
    ('not stated', 'non précisé')
    """
    return pair[1] if spoken(language) == "en" else pair[0]


def text_in(texts: Mapping[str, str], language: str) -> str:
    """Content in the reader's language, or in French, or in whatever there is."""
    return texts.get(spoken(language)) or texts.get("fr") or next(iter(texts.values()), "")


def dimension_word(code: str, language: str) -> str:
    """By what a table is cut."""
    return said(DIMENSIONS.get(code, (code, code)), language)


def category_words(snapshot: Snapshot, dimension: str, category: str, language: str) -> str:
    """What one row of a cut stands for; places and organisations by their names."""
    if category == "unknown":
        return said(UNKNOWN, language)
    if category.startswith(WITHDRAWN_MARK):
        return said(WITHDRAWN if dimension == "place" else WITHDRAWN_ORGANISATION, language)
    if dimension == "age_band":
        return age_band_words(category, language)
    if dimension == "place" and category in snapshot["places"]:
        return snapshot["places"][category]["name"]
    if dimension == "implementer" and category in snapshot["organisations"]:
        return text_in(snapshot["organisations"][category]["name"], language)
    return said(CATEGORIES.get(dimension, {}).get(category, (category, category)), language)


def age_band_words(band: str, language: str) -> str:
    """A band of ages as people say it.

    >>> age_band_words("15-35", "fr"), age_band_words("36+", "fr"), age_band_words("36+", "en")
    ('15 à 35 ans', '36 ans et plus', '36 and over')
    """
    english = spoken(language) == "en"
    if band.endswith("+"):
        return f"{band[:-1]} and over" if english else f"{band[:-1]} ans et plus"
    youngest, _, oldest = band.partition("-")
    return f"{youngest} to {oldest}" if english else f"{youngest} à {oldest} ans"


def since_words(day: str, precision: str, language: str) -> str:
    """From when on, no more precisely than it is known.

    >>> since_words("2025-11-01", "day", "fr"), since_words("2020-01-01", "year", "fr")
    ('depuis le 1er novembre 2025', 'depuis 2020')
    """
    known = date.fromisoformat(day)
    since = "since" if spoken(language) == "en" else "depuis"
    if precision == "year":
        return f"{since} {known.year}"
    if precision == "month":
        return f"{since} {month(known, language)}"
    return f"{since} {long_date(known, language)}" if since == "since" else f"{since} le {long_date(known, language)}"


def period_words(code: str, kind: str, language: str) -> str:
    """The name people give to a period, from its code.

    >>> period_words("2019-Q1", "quarter", "fr"), period_words("FY2019-Q4", "us_fiscal_quarter", "en")
    ('T1 2019', 'Q4 of fiscal year 2019')
    >>> period_words("2019-03", "month", "fr"), period_words("life", "life", "fr")
    ('mars 2019', 'toute la durée')
    """
    english = spoken(language) == "en"
    year, _, part = code.partition("-")
    match kind:
        case "month":
            return f"{MONTHS[spoken(language)][int(part) - 1]} {year}"
        case "quarter":
            return f"{part if english else 'T' + part[1:]} {year}"
        case "us_fiscal_year":
            return f"{'fiscal year' if english else 'exercice'} {year[2:]}"
        case "us_fiscal_quarter":
            return f"{part} of fiscal year {year[2:]}" if english else f"T{part[1:]} de l'exercice {year[2:]}"
        case "life":
            return said(PERIOD_KINDS["life"], language)
    return code


def value_words(value: str | None, language: str, measure: str = "unit") -> str:
    """A released number for a reader: written as the language does, or the word for what is masked or not known.

    >>> value_words("1234", "en"), value_words("37.5", "fr", "percentage"), value_words("masked", "fr")
    ('1,234', '37,5\\u202f%', 'masqué')
    """
    if value == "masked":
        return said(MASKED, language)
    if value is None or value == "unknown":
        return said(UNKNOWN, language)
    return percent(Decimal(value), language) if measure == "percentage" else decimal(Decimal(value), language)


def indicator_title(snapshot: Snapshot, code: str, language: str) -> str:
    """The title of an indicator of the edition, or its code when it is not in it."""
    for indicator in snapshot["indicators"]:
        if indicator["code"] == code:
            return text_in(indicator["title"], language)
    return code
