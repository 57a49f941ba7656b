"""Women and men of several places: "1 149 personnes (322 hommes et 827 femmes) : Bamako (749 dont 211 hommes et 538
femmes), Ségou (80 hommes et 120 femmes) …".

The people of all places make the whole, and so do the men and the women each for themselves, though nobody wrote
it; such sums are told as latent. Whether 538 was meant by 578 is not for this module to say.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from toguna.figures.claims import Reading
from toguna.figures.phrases import Context, Place
from toguna.figures.relating.evidence import Belief, Opening, apart, of_one_kind, one_slip, significant, sum_of, total
from toguna.figures.relating.listing import counts, link, opening_of
from toguna.figures.relations import Relation

MOST_PLACES = 20
"""Places of one enumeration."""


@dataclass(frozen=True, slots=True)
class Pair:
    """The men and the women of one place, with their total where it is written."""

    first: Place
    second: Place
    whole: Place | None

    @property
    def people(self) -> tuple[Place, ...]:
        """The figures that count everybody once."""
        return (self.whole,) if self.whole else (self.first, self.second)

    def of_sex(self, sex: str | None) -> Place:
        """The figure of that sex."""
        return self.first if self.first.sex == sex else self.second


def places_and_sexes(reading: Reading, context: Context) -> Iterable[Relation]:  # noqa: ARG001  asked like the others
    """Every whole told by place and by sex at once."""
    for members in context.paragraphs.values():
        pairs = list(_pairs(context, [place for place in members if counts(context, place)]))
        for at, whole in enumerate(pairs):
            rest = _following(pairs, at)
            if len(rest) >= 2:
                yield from _nested(whole, rest)
        yield from _whole_before_pairs(context, pairs)


def _pairs(context: Context, figures: Sequence[Place]) -> Iterator[Pair]:
    at = 0
    while at + 1 < len(figures):
        one, other = figures[at], figures[at + 1]
        if not _are_pair(context, one, other):
            at += 1
            continue
        before = figures[at - 1] if at else None
        yield Pair(one, other, before if before and _is_whole(context, before, one, other) else None)
        at += 2


def _are_pair(context: Context, one: Place, other: Place) -> bool:
    return (
        one.sentence == other.sentence
        and {one.sex, other.sex} == {"female", "male"}
        and one.age == other.age
        and one.bracket == other.bracket
        and len(link(context, one, other)) < 60
    )


def _is_whole(context: Context, before: Place, one: Place, other: Place) -> bool:
    if before.sentence != one.sentence or not of_one_kind(before, (one, other)):
        return False
    text = context.between(before.claim, one.claim)
    if len(text) > 160:
        return False
    announced = opening_of(text) > Opening.NONE or "(" in text
    both = total((one, other))
    if both == before.claim.value:
        return True
    return announced and before.sex is None and apart(before.claim.value, both) <= 0.3


def _following(pairs: Sequence[Pair], at: int) -> list[Pair]:
    """The pairs after this one in its sentence; if there are none, in the sentences after."""
    sentence = pairs[at].first.sentence
    rest = pairs[at + 1 : at + 1 + MOST_PLACES]
    inside = [pair for pair in rest if pair.first.sentence == sentence]
    return inside or list(rest)


def _nested(whole: Pair, rest: Sequence[Pair]) -> Iterator[Relation]:
    """The first pair against all others, if at least one of people, women and men comes out."""
    for size in range(len(rest), 1, -1):
        chosen = rest[:size]
        columns = list(_columns(whole, chosen))
        exact = [column for column in columns if _holds(*column) and significant(column[0].claim.value) > 1]
        if not exact:
            continue
        for place, parts in columns:
            if _holds(place, parts):
                belief = Belief(0.93)
            elif apart(place.claim.value, total(parts)) <= 0.15 or one_slip(place, parts):
                belief = Belief(0.88)
            else:
                belief = Belief(0.55)
            yield sum_of(place, parts, belief, "places and sexes", latent=place is not whole.whole)
        for pair in chosen:
            # Where the rows of a table are known, each row's own total is a total, whatever it comes to.
            if pair.whole and pair.whole.sex is None:
                both = (pair.first, pair.second)
                yield sum_of(pair.whole, both, Belief(0.9 if _holds(pair.whole, both) else 0.8), "places and sexes")
        return


def _columns(whole: Pair, rest: Sequence[Pair]) -> Iterator[tuple[Place, tuple[Place, ...]]]:
    if whole.whole:
        yield whole.whole, tuple(place for pair in rest for place in pair.people)
    for figure in (whole.first, whole.second):
        yield figure, tuple(pair.of_sex(figure.sex) for pair in rest)


def _holds(whole: Place, parts: Sequence[Place]) -> bool:
    return total(parts) == whole.claim.value


def _whole_before_pairs(context: Context, pairs: Sequence[Pair]) -> Iterator[Relation]:
    """A whole followed by the women and men of each place: "200 élus : Gao (40 hommes, 20 femmes), Kidal (…)"."""
    at = 0
    while at < len(pairs):
        run = [pair for pair in pairs[at : at + MOST_PLACES] if pair.first.sentence == pairs[at].first.sentence]
        before = pairs[at].people[0].index - 1
        if len(run) > 1 and before >= 0:
            place = context.places[before]
            parts = tuple(part for pair in run for part in pair.people)
            near = place.sentence == run[0].first.sentence and counts(context, place) and of_one_kind(place, parts)
            if near and place.sex is None and _holds(place, parts):
                yield sum_of(place, parts, Belief(0.9), "places and sexes")
        at += max(1, len(run))
