"""What a definition counts, in one sentence of French or English that comes from the definition itself.

An edition keeps the sentence with the number. It reads a definition; it cannot know whether it is a good one.
"""

from collections.abc import Iterator, Mapping

from toguna.publish.words import CATEGORIES, Pair, said
from toguna.rules.conditions import AgeRange, Basis, Conditions
from toguna.rules.counts import Count, Measure
from toguna.rules.definitions import Definition
from toguna.rules.numbers import HARD, counted_unit, spoken

SUBJECTS: Mapping[Count, Pair] = {
    Count.EVENTS: ("nombre d'activités tenues", "number of activities held"),
    Count.PEOPLE: ("nombre de personnes différentes", "number of different people"),
    Count.ORGANISATIONS: (
        "nombre d'organisations différentes qui ont pris part",
        "number of different organisations that took part",
    ),
    Count.SEATS: ("nombre de présences", "number of attendances"),
    Count.SUM: ("total, en %s", "total, in %s"),
    Count.LATEST: ("dernière mesure, en %s", "latest measurement, in %s"),
    Count.MEAN: ("moyenne, en %s", "mean, in %s"),
}
ONCE: Mapping[Count, Pair] = {
    Count.EVENTS: ("deux fiches d'une même activité comptent une fois", "two sheets of one activity count once"),
    Count.PEOPLE: (
        "chacune est comptée une fois, même si elle revient ; sans nom, personne n'est compté",
        "each is counted once, however often they come back; nobody without a name is counted",
    ),
    Count.ORGANISATIONS: ("chacune est comptée une fois", "each is counted once"),
    Count.SEATS: ("qui vient trois fois compte trois fois", "someone who comes three times counts three times"),
}
DESIGNED_FOR: Mapping[str, Pair] = {
    "women": ("les femmes", "women"),
    "youth": ("les jeunes", "youth"),
    "displaced": ("les personnes déplacées", "displaced people"),
    "persons_with_disability": ("les personnes handicapées", "persons with disabilities"),
    "everyone": ("tout le monde", "everyone"),
}
BASES: Mapping[Basis, Pair] = {
    Basis.ESTIMATED: ("estimations", "estimates"),
    Basis.STATED: ("chiffres donnés par une source", "figures given by a source"),
}


def sentence(definition: Definition, language: str) -> str:
    """What is counted, about whom and where, how often one counts, and over which time.

    >>> youth = Definition.from_json({"count": "people", "where": {"activity_kind": ["training"], "age": [15, 35]},
    ...                               "periods": ["year"]})
    >>> sentence(youth, "en").split(": ")[0]
    'Number of different people, aged 15 to 35, in training, in each period'
    """
    english = spoken(language) == "en"
    if definition.count is Count.RATIO and definition.numerator and definition.denominator:
        above, below = _measured(definition.numerator, language), _measured(definition.denominator, language)
        told = _ratio(above, below, definition.percent, english)
        rule = ""
    else:
        measure = Measure(definition.count, definition.where)
        told = _measured(measure, language)
        rule = said(ONCE[definition.count], language) if definition.count in ONCE else ""
    told = f"{told[:1].upper()}{told[1:]}, {_time(definition.cumulative, english)}"
    return f"{told}{':' if english else f'{HARD}:'} {rule}." if rule else f"{told}."


def measure_words(measure: Measure, language: str) -> str:
    """One measure by itself, such as the numerator of a share.

    >>> measure_words(Measure(Count.SEATS, Conditions(sex=("female",))), "en")
    'Number of attendances, women only'
    """
    told = _measured(measure, language)
    return f"{told[:1].upper()}{told[1:]}"


def _ratio(above: str, below: str, percent: bool, english: bool) -> str:
    if percent:
        return f"out of 100 in the {below}: {above}" if english else f"sur 100 dans le {below}{HARD}: {above}"
    return f"{above} for each unit of the {below}" if english else f"{above}, rapporté au {below}"


def _time(cumulative: bool, english: bool) -> str:
    if cumulative:
        return "since the start of the programme" if english else "depuis le début du programme"
    return "in each period" if english else "dans chaque période"


def _measured(measure: Measure, language: str) -> str:
    subject = said(SUBJECTS[measure.count], language)
    if "%s" in subject:
        subject %= counted_unit(2, measure.where.unit or "", language)
    english = spoken(language) == "en"
    where = measure.where
    kinds = _any_of([_category("activity_kind", code, language) for code in where.activity_kind], english)
    if kinds and measure.count is Count.EVENTS:
        subject, kinds = f"{subject} ({kinds})", ""
    during = [f"in {kinds}" if english else f"lors {_of(kinds)}"] if kinds else []
    return ", ".join([subject, *_people(where, english, language), *during, *_activities(where, english, language)])


def _people(where: Conditions, english: bool, language: str) -> Iterator[str]:
    if where.sex:
        sexes = [_category("sex", code, language) for code in where.sex]
        yield f"{_any_of(sexes, english)} only" if english else f"{_any_of(sexes, english)} seulement"
    if where.age:
        yield _ages(where.age, english)
    if where.disability is not None:
        yield _category("disability", "yes" if where.disability else "no", language)
    if where.displaced is not None:
        yield _category("displaced", "yes" if where.displaced else "no", language)
    if where.stakeholder_group:
        groups = [_category("stakeholder_group", code, language) for code in where.stakeholder_group]
        yield f"{'among' if english else 'parmi les'} {_any_of(groups, english)}"


def _activities(where: Conditions, english: bool, language: str) -> Iterator[str]:
    if where.designed_for:
        whom = [said(DESIGNED_FOR.get(code, (code, code)), language) for code in where.designed_for]
        yield f"{'designed for' if english else 'conçues pour'} {_any_of(whom, english)}"
    if where.topics:
        topics = [_category("topic", code, language) for code in where.topics]
        yield f"{'on' if english else 'sur'} {_any_of(topics, english)}"
    if where.implementer:
        yield f"{'carried out by' if english else 'réalisées par'} {_any_of(where.implementer, english)}"
    if where.places:
        yield "in chosen places only" if english else "dans certains lieux seulement"
    others = [said(BASES[basis], language) for basis in where.basis if basis in BASES]
    if others:
        apart = Basis.COUNTED in where.basis
        words = _any_of(others, english)
        if apart:
            yield f"{words} shown apart" if english else f"{words} à part"
        else:
            yield f"{words} only" if english else f"{words} seulement"


def _ages(ages: AgeRange, english: bool) -> str:
    if ages.oldest is None:
        return f"aged {ages.youngest} and over" if english else f"de {ages.youngest} ans et plus"
    return f"aged {ages.youngest} to {ages.oldest}" if english else f"de {ages.youngest} à {ages.oldest} ans"


def _category(dimension: str, code: str, language: str) -> str:
    return said(CATEGORIES[dimension].get(code, (code, code)), language)


def _any_of(words: list[str] | tuple[str, ...], english: bool) -> str:
    """Alternatives, as a sentence lists them."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {'or' if english else 'ou'} {words[-1]}"


def _of(words: str) -> str:
    """French `de`, which loses its vowel before another."""
    return f"d'{words}" if words[:1].lower() in "aeéèêiouh" else f"de {words}"
