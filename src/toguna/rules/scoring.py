"""What a round's scores make: one score per indicator, criterion and index, for all and for each group, with its gaps.

A score that is missing is missing, never 0: a criterion is made of what was answered, and its completeness is told
beside it. What may be shown of small groups is decided in `small_groups`, what has changed in `comparisons`.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property

from toguna.rules.findings import Finding
from toguna.rules.instruments import Indicator, Joining, Model, Side
from toguna.rules.remarking import error, say, warning
from toguna.rules.score_tree import INDEX, Result, Results, disputed, gaps_between, results_of, spread_between
from toguna.rules.scores import median, normalised

OFF_SCALE = (
    "La note %(raw)s de « %(group)s » pour « %(which)s » est hors de l'échelle (de %(worst)s à %(best)s) : elle "
    "n'entre pas au calcul. Le téléphone a peut-être un ancien modèle."
)
SCORED_TWICE = (
    "« %(group)s » a deux notes différentes pour « %(which)s » : aucune n'entre au calcul. Dites laquelle compte."
)
INDICATOR_UNKNOWN = "L'indicateur « %(which)s » n'est pas dans le modèle : sa note n'entre pas au calcul."
GROUP_UNKNOWN = "Le groupe « %(group)s » n'est pas dans le modèle : ses notes n'entrent pas au calcul."
PEOPLE_UNKNOWN = (
    "On ne sait pas combien de personnes ont noté dans « %(group)s » : ses notes n'entrent pas dans la moyenne des "
    "personnes. Écrivez leur nombre."
)
AGREED_OFF_SCALE = "La note convenue %(raw)s pour « %(which)s » est hors de l'échelle (de %(worst)s à %(best)s)."


@dataclass(frozen=True)
class GroupScore:
    """What one group gave one indicator, in thousandths, by how many people; where each rated, how many gave what."""

    group: str
    indicator: str
    raw: int
    people: int | None = None
    reason: str = ""
    ratings: Mapping[int, int] = field(default_factory=dict, hash=False)


@dataclass(frozen=True)
class IndicatorResult:
    """One indicator: the score that counts, whether it was agreed, each group's, the providers' and their gap.

    `raw` is in thousandths of the scale's unit. `given` is how many groups gave each raw score and `ratings` how many
    people, where they rated one by one: both are for the desk, since a small group shows in them.
    """

    code: str
    raw: Fraction | None = None
    score: Fraction | None = None
    agreed: bool = False
    by_group: Mapping[str, Fraction] = field(default_factory=dict)
    providers: Fraction | None = None
    gap: Fraction | None = None
    given: Mapping[int, int] = field(default_factory=dict)
    ratings: Mapping[int, int] = field(default_factory=dict)


@dataclass(frozen=True)
class GroupResult:
    """What one group's own scores make, and its gap to all in points. `people` is the most who scored, if known.

    `fewest` is how many stand behind its least answered indicator: what decides whether it may be shown alone.
    """

    code: str
    people: int | None
    fewest: int | None
    scored: int
    results: Results
    gaps: Mapping[str, Fraction]


@dataclass(frozen=True)
class RoundResult:
    """Everything a round's scores say. `results` is for all: those who make the score, providers apart."""

    model: Model
    scores: tuple[GroupScore, ...]
    agreed: Mapping[str, int]
    results: Results
    indicators: tuple[IndicatorResult, ...]
    groups: tuple[GroupResult, ...]
    spreads: Mapping[str, Fraction]
    disputes: tuple[str, ...]
    providers: Results
    gaps: Mapping[str, Fraction]
    findings: tuple[Finding, ...]

    @property
    def index(self) -> Result:
        """The whole model."""
        return self.results[INDEX]

    @property
    def criteria(self) -> tuple[Result, ...]:
        """The criteria, in the order of the model."""
        return tuple(self.results[one.code] for one in self.model.criteria)

    @property
    def answered(self) -> Mapping[str, Fraction]:
        """The scores of the indicators that have one: what two rounds are compared by."""
        return {one.code: one.score for one in self.indicators if one.score is not None}

    @property
    def people(self) -> int:
        """How many people scored, as far as it is known, providers included."""
        return sum(one.people or 0 for one in self.groups)

    @property
    def groups_without_number(self) -> int:
        """Of how many groups nobody said how many people they were."""
        return sum(one.people is None for one in self.groups)

    @property
    def small_groups(self) -> tuple[str, ...]:
        """Groups too small to be shown alone, or of which nobody knows how many they were."""
        return tuple(one.code for one in self.groups if (one.fewest or 0) < self.model.smallest_group)

    @cached_property
    def indicator(self) -> Mapping[str, IndicatorResult]:
        """The indicators by their codes."""
        return {one.code: one for one in self.indicators}


def scoring_side(model: Model) -> Side:
    """Who makes the score: the users where there are any; the providers judge themselves where they stand alone."""
    return Side.PROVIDERS if all(one.side is Side.PROVIDERS for one in model.groups) and model.groups else Side.USERS


def joined(scores: Collection[GroupScore], joining: Joining) -> Fraction | None:
    """The groups' scores of one indicator as one raw score; None where they must agree, or where nothing can be joined.

    A mean of groups gives each group one voice, a mean of people each person: a group of unknown size has none there.

    >>> women, elders = GroupScore("women", "1", 40_000, 18), GroupScore("elders", "1", 80_000, 6)
    >>> [joined([women, elders], how) for how in (Joining.MEAN_OF_GROUPS, Joining.MEAN_OF_PEOPLE, Joining.CONSENSUS)]
    [Fraction(60000, 1), Fraction(50000, 1), None]
    """
    if not scores or joining is Joining.CONSENSUS:
        return None
    if joining is Joining.MEDIAN:
        counts: dict[Fraction | int, int] = {}
        for one in scores:
            counts[one.raw] = counts.get(one.raw, 0) + 1
        return median(counts)
    by_people = joining is Joining.MEAN_OF_PEOPLE
    voices = [(one.people or 0) if by_people else 1 for one in scores]
    if not sum(voices):
        return None
    return Fraction(sum(voice * one.raw for voice, one in zip(voices, scores, strict=True)), sum(voices))


def round_result(model: Model, scores: Iterable[GroupScore], agreed: Mapping[str, int]) -> RoundResult:
    """What a round says: `scores` as the groups gave them, `agreed` as the plenary settled (raw, by indicator).

    What was agreed wins over what is computed. Where the model asks for consensus, an indicator without an agreed value
    has no score. Where a model has users and providers, the users make the score and the providers' own is beside it;
    the gap is the providers' less the users'. What cannot be used is left out and told in `findings`. Raises FlatScale
    for a model that `instrument_checks` refuses.

    >>> from toguna.rules.instruments import Engine, Group
    >>> model = Model("csc", Engine.GROUP_SCORES, {}, indicators=(Indicator("1", {}),),
    ...               groups=(Group("women", {}), Group("men", {}), Group("staff", {}, Side.PROVIDERS)))
    >>> given = [GroupScore("women", "1", 30_000, 20), GroupScore("men", "1", 60_000, 20),
    ...          GroupScore("staff", "1", 80_000, 3)]
    >>> said = round_result(model, given, {"1": 40_000})
    >>> said.index.score, said.gaps[INDEX], said.disputes
    (Fraction(40, 1), Fraction(40, 1), ('1', ''))
    """
    usable, told = _usable(model, scores)
    settled, told_too = _settled(model, agreed)
    side = scoring_side(model)
    makers = {one.code for one in model.groups if one.side is side}
    indicators = tuple(
        _indicator_result(model, one, usable[one.code], settled.get(one.code), makers) for one in model.indicators
    )
    results = results_of(model, {one.code: one.score for one in indicators if one.score is not None})
    given = [one for several in usable.values() for one in several]
    groups = tuple(_group_result(model, one.code, given, results) for one in model.groups)
    providers = (
        {}
        if makers == {one.code for one in model.groups}
        else results_of(model, {one.code: one.providers for one in indicators if one.providers is not None})
    )
    scored = tuple(one for one in groups if one.scored)
    spreads = spread_between([one.results for one in scored if one.code in makers])
    return RoundResult(
        model=model,
        scores=tuple(given),
        agreed=settled,
        results=results,
        indicators=indicators,
        groups=scored,
        spreads=spreads,
        disputes=disputed(model, spreads),
        providers=providers,
        gaps=gaps_between(providers, results),
        findings=(*told, *told_too),
    )


def _usable(model: Model, scores: Iterable[GroupScore]) -> tuple[dict[str, list[GroupScore]], list[Finding]]:
    """The scores that can be used, by indicator, groups in the model's order, and what is wrong with the others."""
    told: dict[str, Finding] = {}
    kept: dict[tuple[str, str], GroupScore] = {}
    twice: set[tuple[str, str]] = set()
    # In an order of its own, so that nothing depends on the order in which scores arrive.
    for one in sorted(scores, key=lambda one: (one.group, one.indicator, one.raw, one.people or 0, one.reason)):
        if finding := _unusable(model, one):
            told.setdefault(finding.text(), finding)
            continue
        same = kept.setdefault((one.indicator, one.group), one)
        if (same.raw, same.people) != (one.raw, one.people):
            twice.add((one.indicator, one.group))
    for indicator, group in sorted(twice):
        del kept[indicator, group]
        finding = error("scored-twice", SCORED_TWICE, f"{group}/{indicator}", group=group, which=indicator)
        told.setdefault(finding.text(), finding)
    if model.joining is Joining.MEAN_OF_PEOPLE:
        for group in sorted({one.group for one in kept.values() if one.people is None}):
            told.setdefault(group, warning("people-unknown", PEOPLE_UNKNOWN, group, group=group))
    by_indicator = {
        one.code: [kept[one.code, group.code] for group in model.groups if (one.code, group.code) in kept]
        for one in model.indicators
    }
    return by_indicator, list(told.values())


def _unusable(model: Model, one: GroupScore) -> Finding | None:
    indicator = model.indicator_by_code.get(one.indicator)
    where = f"{one.group}/{one.indicator}"
    if one.group not in model.group_by_code:
        return error("group-unknown", GROUP_UNKNOWN, one.group, group=one.group)
    if indicator is None:
        return error("indicator-unknown", INDICATOR_UNKNOWN, one.indicator, which=one.indicator)
    if not indicator.scale.holds(one.raw):
        return error("off-scale", OFF_SCALE, where, group=one.group, which=one.indicator, **_said(one.raw, indicator))
    return None


def _settled(model: Model, agreed: Mapping[str, int]) -> tuple[dict[str, int], list[Finding]]:
    """The agreed values that can be used, and what is wrong with the others."""
    found, told = {}, []
    for code, raw in sorted(agreed.items()):
        indicator = model.indicator_by_code.get(code)
        if indicator is None:
            told.append(error("indicator-unknown", INDICATOR_UNKNOWN, code, which=code))
        elif not indicator.scale.holds(raw):
            told.append(error("agreed-off-scale", AGREED_OFF_SCALE, code, which=code, **_said(raw, indicator)))
        else:
            found[code] = raw
    return found, told


def _said(raw: int, indicator: Indicator) -> dict[str, str]:
    return {"raw": say(raw), "worst": say(indicator.scale.worst), "best": say(indicator.scale.best)}


def _indicator_result(
    model: Model, indicator: Indicator, scores: Collection[GroupScore], agreed: int | None, makers: Collection[str]
) -> IndicatorResult:
    scale = indicator.scale
    making = [one for one in scores if one.group in makers]
    raw = joined(making, model.joining) if agreed is None else Fraction(agreed)
    score = None if raw is None else normalised(raw, scale)
    own = _of_providers([one for one in scores if one.group not in makers], model.joining)
    providers = None if own is None else normalised(own, scale)
    given, ratings = Counter(one.raw for one in making), Counter[int]()
    for one in making:
        ratings.update(one.ratings)
    return IndicatorResult(
        indicator.code,
        raw,
        score,
        agreed is not None,
        {one.group: normalised(one.raw, scale) for one in scores},
        providers,
        None if providers is None or score is None else providers - score,
        dict(sorted(given.items())),
        dict(sorted(ratings.items())),
    )


def _of_providers(scores: Collection[GroupScore], joining: Joining) -> Fraction | None:
    """Providers have no plenary: where the model asks for consensus, each of their groups has one voice."""
    return joined(scores, Joining.MEAN_OF_GROUPS if joining is Joining.CONSENSUS else joining)


def _group_result(model: Model, code: str, scores: Collection[GroupScore], everybody: Results) -> GroupResult:
    own = [one for one in scores if one.group == code]
    numbers = [one.people for one in own if one.people is not None]
    results = results_of(
        model, {one.indicator: normalised(one.raw, model.indicator_by_code[one.indicator].scale) for one in own}
    )
    return GroupResult(
        code,
        max(numbers, default=None),
        min(numbers, default=None) if len(numbers) == len(own) else None,
        len(own),
        results,
        gaps_between(results, everybody),
    )
