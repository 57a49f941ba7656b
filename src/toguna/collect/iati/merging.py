"""Values that a publisher had to write otherwise, or wrote otherwise, put where the standard has them now.

Before 2.03 a period was repeated for each disaggregated value; and a number often stands in `dimension/@value`. These
are decisions about values alone: they know no XML and tell nobody.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from toguna.rules.iati import Baseline, Dimension, Measured, Period, number_in
from toguna.rules.spelling import plain

_OF_SEX = {
    "female": "female", "females": "female", "women": "female", "woman": "female", "girls": "female", "girl": "female",
    "femme": "female", "femmes": "female", "fille": "female", "filles": "female", "feminin": "female",
    "mujer": "female", "mujeres": "female", "f": "female",
    "male": "male", "males": "male", "men": "male", "man": "male", "boys": "male", "boy": "male", "homme": "male",
    "hommes": "male", "garcon": "male", "garcons": "male", "masculin": "male", "hombre": "male", "hombres": "male",
    "m": "male",
}  # fmt: skip
_WORDS_OF_SEX = {"sex", "gender", "sexe", "genre", "sexo"}
_BEGINS_A_NUMBER = tuple("0123456789+-.")
_OF_ALL = {"total", "all", "ensemble", "tous"}
# Here a number is a category like any other.
_COUNTED_IN_NUMBERS = {"age", "year", "annee", "ano", "grade", "class", "classe", "quarter", "trimestre", "month",
                       "mois", "phase", "level", "niveau", "rank", "rang", "round", "district", "code"}  # fmt: skip


@dataclass(frozen=True)
class MergedPeriods:
    """The periods of an indicator with each pair of days once; which were put into an earlier one; what was doubled.

    `contradicted` names the periods in which two different totals now stand side by side.
    """

    periods: tuple[Period, ...]
    merged: tuple[int, ...] = ()
    doubled: int = 0
    contradicted: tuple[int, ...] = ()


def merged_periods(periods: Sequence[Period]) -> MergedPeriods:
    """Put repeated periods together, in the order of their first appearance. One without its days is left alone.

    >>> year = Period(start="2019-01-01", end="2019-12-31")
    >>> women = Measured(value="60", dimensions=(Dimension(name="sex", value="female"),))
    >>> both = [replace(year, actuals=(Measured(value="100"),)), replace(year, actuals=(Measured(value="100"), women))]
    >>> together = merged_periods(both)
    >>> [measured.value for measured in together.periods[0].actuals], together.merged, together.doubled
    (['100', '60'], (1,), 1)
    """
    days = [(one.start, one.end) for one in periods]
    if len(set(days)) == len(days):
        return MergedPeriods(tuple(periods))
    kept: list[Period] = []
    place: dict[tuple[str | None, str | None], int] = {}
    merged: list[int] = []
    contradicted: list[int] = []
    doubled = 0
    for position, (one, key) in enumerate(zip(periods, days, strict=True)):
        if None in key or key not in place:
            place[key] = len(kept)
            kept.append(one)
            continue
        first = kept[place[key]]
        targets, twice_targets = _joined(first.targets, one.targets)
        actuals, twice_actuals = _joined(first.actuals, one.actuals)
        doubled += twice_targets + twice_actuals
        if _several_totals(targets) or _several_totals(actuals):
            contradicted.append(position)
        unmodelled = (*first.unmodelled, *(kept_one for kept_one in one.unmodelled if kept_one not in first.unmodelled))
        attributes = tuple(kept_one for kept_one in unmodelled if kept_one.is_attribute)
        elements = tuple(kept_one for kept_one in unmodelled if not kept_one.is_attribute)
        names = {kept_one.name for kept_one in attributes}
        # An attribute can stand only once in an element, so two that differ keep the periods apart.
        if len(names) < len(attributes):
            kept.append(one)
            continue
        kept[place[key]] = replace(first, targets=targets, actuals=actuals, unmodelled=(*attributes, *elements))
        merged.append(position)
    return MergedPeriods(tuple(kept), tuple(merged), doubled, tuple(contradicted))


def _joined(first: tuple[Measured, ...], more: tuple[Measured, ...]) -> tuple[tuple[Measured, ...], int]:
    """The values of both, each once; and how many were there twice, word for word."""
    new = tuple(one for one in more if one not in first)
    return (*first, *new), len(more) - len(new)


def _several_totals(values: Sequence[Measured]) -> bool:
    return len({one.value for one in values if one.is_total and one.value is not None}) > 1


@dataclass(frozen=True)
class MovedNumber:
    """A number that stood in a dimension's place of a category, and is a value of its own now."""

    name: str
    number: str


def numbers_taken_out(value: Measured | Baseline) -> tuple[list[Measured | Baseline], list[MovedNumber]]:
    """The value, and those that its dimensions held as numbers, each an element of its own.

    Evident are a number beside the name of a sex or of everybody, any number beside such a one, and numbers of
    several names that add up to the value. Any other stays where it stood.

    >>> by_sex = (Dimension(name="Women", value="60"), Dimension(name="Men", value="40"))
    >>> wrong = Measured(value="100", dimensions=by_sex)
    >>> mended, moved = numbers_taken_out(wrong)
    >>> [(one.value, [(cut.name, cut.value) for cut in one.dimensions]) for one in mended]
    [('100', []), ('60', [('sex', 'female')]), ('40', [('sex', 'male')])]
    """
    numbers = [cut for cut in value.dimensions if _is_number_out_of_place(cut)]
    if not numbers or not _is_evident(value, numbers):
        return [value], []
    stay = tuple(cut for cut in value.dimensions if cut not in numbers)
    total = next((cut.value for cut in numbers if plain(cut.name or "") in _OF_ALL), None)
    whole = replace(value, value=value.value or total, dimensions=stay)
    mended: list[Measured | Baseline] = []
    if whole.value or whole.comment or whole.document_links or whole.unmodelled:
        mended.append(whole)
    for cut in numbers:
        if plain(cut.name or "") in _OF_ALL and (cut.value == whole.value):
            continue
        part = replace(
            value, value=cut.value, dimensions=(*stay, _category(cut)), comment=(), document_links=(), unmodelled=()
        )
        mended.append(part)
    return mended, [MovedNumber(cut.name or "", cut.value or "") for cut in numbers]


def number_in_a_dimension(value: Measured | Baseline) -> Dimension | None:
    """The first dimension that holds a number where a category should be, however it is meant."""
    return next((cut for cut in value.dimensions if _is_number_out_of_place(cut)), None)


def _is_number_out_of_place(cut: Dimension) -> bool:
    # A word is seen at its first letter, long before it fails to be a number.
    if not cut.value or cut.value.lstrip()[:1] not in _BEGINS_A_NUMBER or number_in(cut.value) is None:
        return False
    return not set(plain(cut.name or "").split()) & _COUNTED_IN_NUMBERS


def _is_evident(value: Measured | Baseline, numbers: Sequence[Dimension]) -> bool:
    names = [plain(cut.name or "") for cut in numbers]
    if len(set(names)) < len(names) or "" in names:
        return False
    if any(_sex_in(name) or name in _OF_ALL for name in names):
        return True
    parts = [number_in(cut.value) or Decimal(0) for cut in numbers]
    return len(parts) > 1 and sum(parts) == number_in(value.value)


def _sex_in(name: str) -> str:
    """The sex that a name says and nothing but: "Women", "sex: female"."""
    words = [word for word in name.split() if word not in _WORDS_OF_SEX]
    return _OF_SEX.get(words[0], "") if len(words) == 1 else ""


def _category(cut: Dimension) -> Dimension:
    """What the number is of. A name that is no sex stays a name without a category: none is invented."""
    sex = _sex_in(plain(cut.name or ""))
    return replace(cut, name="sex", value=sex) if sex else replace(cut, value=None)
