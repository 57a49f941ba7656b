"""A test taken before and after a training: what each person gained, for those who took both.

A score that is missing is missing: it is never 0, and the person who took one test only stays without a pair. Scores
are compared as percentages of the highest score, so that tests of 10 and of 20 points can stand side by side.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from toguna.rules.attendance import Sex
from toguna.rules.attendance_checks import OLDEST_AGE
from toguna.rules.field_record import StatedFact
from toguna.rules.findings import Finding
from toguna.rules.remarking import THOUSAND, error, note, say, warning

PERCENT = 100

MAXIMUM_MISSING = "La fiche ne donne pas la note maximale : aucune note ne peut être comparée. Écrivez-la."
MAXIMUM_IMPOSSIBLE = "La note maximale de %(maximum)s n'est pas possible : elle est d'au moins 1."
BEFORE_AFTER_REVERSED = "Le test d'avant (%(before_on)s) vient après celui d'après (%(held_on)s). Corrigez une date."
NUMBER_TWICE = (
    "Les participants %(first)s et %(line)s portent le même numéro %(number)s. Donnez à chacun le sien : sans cela, on "
    "ne sait pas quelles copies vont ensemble."
)
SCORE_IMPOSSIBLE = "Participant %(line)s : la note %(score)s n'est pas entre 0 et %(maximum)s. Corrigez-la."
AGE_IMPOSSIBLE = "Participant %(line)s : l'âge %(age)s n'est pas possible. Corrigez l'âge ou laissez-le vide."
ONLY_BEFORE = "Participant %(line)s : il manque la note d'après. La personne reste sans paire et n'entre pas au calcul."
ONLY_AFTER = "Participant %(line)s : il manque la note d'avant. La personne reste sans paire et n'entre pas au calcul."
NO_SCORE = "Participant %(line)s : aucune note. La personne n'entre pas au calcul."
NOBODY_PAIRED = "Personne n'a passé les deux tests : aucun gain ne peut être calculé."
GAIN = (
    "Gain moyen : %(gain)s points de pourcentage, de %(before)s %% à %(after)s %%, pour %(pairs)s personnes qui ont "
    "passé les deux tests. Ont progressé : %(improved)s."
)


@dataclass(frozen=True)
class Learner:
    """One person by number: two scores in thousandths of a point, each of which may be missing."""

    line: int
    number: int | None = None
    sex: Sex | None = None
    age: int | None = None
    before: int | None = None
    after: int | None = None

    @property
    def is_paired(self) -> bool:
        """Whether both tests were taken."""
        return self.before is not None and self.after is not None


@dataclass(frozen=True)
class PairedTest:
    """One test, taken twice; the highest score is in points and the same both times."""

    maximum: int | None
    before_on: date | None = None
    held_on: date | None = None
    takers: tuple[Learner, ...] = ()


@dataclass(frozen=True)
class Gain:
    """The mean scores of those who took both tests, in thousandths of a percent, and how many of them improved."""

    pairs: int
    improved: int
    before: int
    after: int

    @property
    def gain(self) -> int:
        """The mean after less the mean before, in thousandths of a percentage point."""
        return self.after - self.before


def percent_of(score: int, maximum: int) -> int:
    """A score as a percentage of the highest one, in thousandths; halves go up.

    >>> percent_of(12_000, 20), percent_of(1_000, 3)
    (60000, 33333)
    """
    return int((Decimal(score) * PERCENT / maximum).quantize(Decimal(1), ROUND_HALF_UP))


def mean_gain(test: PairedTest) -> Gain | None:
    """What those who took both tests gained on average; None where there is nobody to compare.

    >>> test = PairedTest(20, takers=(Learner(1, before=8000, after=14000), Learner(2, after=20000)))
    >>> mean_gain(test)
    Gain(pairs=1, improved=1, before=40000, after=70000)
    """
    pairs = _pairs(test)
    if not pairs:
        return None
    before, after = (sum(scores) for scores in zip(*pairs, strict=True))
    improved = sum(later > earlier for earlier, later in pairs)
    return Gain(len(pairs), improved, _divided(before, len(pairs)), _divided(after, len(pairs)))


def findings(test: PairedTest) -> list[Finding]:
    """Everything about the test that a reviewer should look at, and what was gained.

    >>> [one.code for one in findings(PairedTest(20, takers=(Learner(1, number=1, before=8000),)))]
    ['only-before', 'nobody-paired']
    """
    return [*_about_the_test(test), *_about_numbers(test), *_about_scores(test), *_about_the_gain(test)]


def facts_of(test: PairedTest) -> tuple[StatedFact, ...]:
    """What is measured of each person who took both tests. The training itself is counted by its attendance sheet.

    >>> test = PairedTest(20, takers=(Learner(1, before=8000, after=14000), Learner(2, after=20000)))
    >>> [(fact.unit, fact.quantity) for fact in facts_of(test)][:3]
    [('score_before', 40000), ('score_after', 70000), ('score_gain', 30000)]
    >>> [(fact.unit, fact.quantity) for fact in facts_of(test)][3:]
    [('tested', 1000), ('improved', 1000)]
    """
    return tuple(_facts(test))


def _possible(score: int | None, maximum: int) -> bool:
    return score is not None and 0 <= score <= maximum * THOUSAND


def _pairs(test: PairedTest) -> list[tuple[int, int]]:
    most = test.maximum
    if most is None or most < 1:
        return []
    return [
        (percent_of(one.before, most), percent_of(one.after, most))
        for one in test.takers
        if one.before is not None
        and one.after is not None
        and _possible(one.before, most)
        and _possible(one.after, most)
    ]


def _divided(total: int, number: int) -> int:
    return int((Decimal(total) / number).quantize(Decimal(1), ROUND_HALF_UP))


def _about_the_test(test: PairedTest) -> Iterator[Finding]:
    if test.maximum is None:
        yield error("maximum-missing", MAXIMUM_MISSING, "maximum")
    elif test.maximum < 1:
        yield error("maximum-impossible", MAXIMUM_IMPOSSIBLE, "maximum", maximum=test.maximum)
    if test.before_on and test.held_on and test.before_on > test.held_on:
        days = {"before_on": f"{test.before_on:%d/%m/%Y}", "held_on": f"{test.held_on:%d/%m/%Y}"}
        yield error("before-after-reversed", BEFORE_AFTER_REVERSED, "before_on", **days)


def _about_numbers(test: PairedTest) -> Iterator[Finding]:
    first: dict[int, int] = {}
    for one in test.takers:
        if one.number is not None and first.setdefault(one.number, one.line) != one.line:
            values = {"first": first[one.number], "line": one.line, "number": one.number}
            yield error("number-twice", NUMBER_TWICE, f"person[{one.line}]/number", **values)


def _about_scores(test: PairedTest) -> Iterator[Finding]:
    for one in test.takers:
        where = f"person[{one.line}]"
        for name, score in (("score_before", one.before), ("score_after", one.after)):
            if score is not None and test.maximum and not _possible(score, test.maximum):
                values = {"line": one.line, "score": say(score), "maximum": test.maximum}
                yield error("score-impossible", SCORE_IMPOSSIBLE, f"{where}/{name}", **values)
        if one.age is not None and not 0 <= one.age <= OLDEST_AGE:
            yield error("age-impossible", AGE_IMPOSSIBLE, f"{where}/age", line=one.line, age=one.age)
        if one.before is None and one.after is None:
            yield warning("no-score", NO_SCORE, where, line=one.line)
        elif one.after is None:
            yield warning("only-before", ONLY_BEFORE, f"{where}/score_after", line=one.line)
        elif one.before is None:
            yield warning("only-after", ONLY_AFTER, f"{where}/score_before", line=one.line)


def _about_the_gain(test: PairedTest) -> Iterator[Finding]:
    gained = mean_gain(test)
    if gained is None:
        yield warning("nobody-paired", NOBODY_PAIRED)
        return
    values = {"gain": say(gained.gain), "before": say(gained.before), "after": say(gained.after)}
    yield note("gain", GAIN, pairs=gained.pairs, improved=gained.improved, **values)


def _facts(test: PairedTest) -> Iterator[StatedFact]:
    most = test.maximum
    for one in test.takers:
        if most is None or most < 1 or one.before is None or one.after is None:
            continue
        before, after = percent_of(one.before, most), percent_of(one.after, most)
        for unit, quantity in (
            ("score_before", before),
            ("score_after", after),
            ("score_gain", after - before),
            ("tested", THOUSAND),
            ("improved", THOUSAND if after > before else 0),
        ):
            yield StatedFact(
                "measurement",
                f"person[{one.line}]/{unit}",
                quantity,
                unit,
                sex=one.sex.value if one.sex else None,
                age_from=one.age,
                age_to=one.age,
                age_basis=None if one.age is None else "stated",
            )
