"""Shares that stand beside no count but say whose they are: "taux de décès : 19,52 %", "les filles sont 25,68 %".

Only a share printed exactly enough speaks here: of the figures near by, one count of that name over one wider figure
must give it. A rounded rate relates nothing.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from toguna.figures.phrases import Context, Place
from toguna.figures.printing import printed_unit
from toguna.figures.relating.agreeing import agrees, in_words
from toguna.figures.relations import Relation, RelationType
from toguna.figures.wording import same_kind, singular

_BEHIND, _PARTS, _AHEAD = 30, 10, 8
"""How many figures back a rate's count and base are looked for, and how many counts of its name are tried."""

_SENTENCES = 5
"""How far off the two counts of a share of four digits or more may stand."""

_TOPICS = tuple(
    frozenset(words.split())
    for words in (
        "décès décédé mort morte létalité mortalité death dead died fatality mortality cfr",
        "guéri guérison recovered recovery",
        "admis reçu réussi réussite succès admission passed success passant lauréat",
        "ajourné échec échoué recalé failed failure",
        "absent absence abandon absenteeism dropout",
        "confirmé positif positive positivité positivity confirmed",
        "femme fille féminin féminine woman girl female f",
        "homme garçon masculin man boy male m",
        "votant voté participation voter voted turnout",
        "enfant mineur child minor children",
        "funded received financé reçu mobilisé coverage couverture raised contribué",
        "exécution exécuté dépensé execution spent expenditure décaissé disbursed",
    )
)

_EVERYBODY = frozenset({"personne", "people", "person", "individu", "individual", "population", "cas", "case", "total"})


def rates(context: Context, shares: Iterable[Place]) -> Iterator[Relation]:
    """The count and the base of each share that only its name and the arithmetic tell."""
    for share in shares:
        exactness = printed_unit(share.claim) / share.claim.value
        if exactness <= Decimal("0.01"):
            yield from _rate(context, share, exactness)


def _rate(context: Context, share: Place, exactness: Decimal) -> Iterator[Relation]:
    very_exact = exactness <= Decimal("0.002")
    reach = _SENTENCES if exactness <= Decimal("0.0002") else 2
    near = [
        place
        for place in context.places[max(0, share.index - _BEHIND) : share.index + _AHEAD]
        if not place.claim.is_percent
        and not in_words(place.claim)
        and place.claim.value >= 10
        and (
            place.index < share.index
            or (place.sentence <= share.sentence + reach and (very_exact or place.index < share.index + 4))
        )
        and (very_exact or abs(place.sentence - share.sentence) <= 2)
    ]
    names = _names(share)
    parts = [place for place in near if _named_alike(names, _names(place)) or _same_noun(share, place)]
    if not parts and exactness <= Decimal("0.0002"):
        # Printed so exactly, a share needs no name.
        parts = [place for place in near if abs(place.sentence - share.sentence) <= _SENTENCES]
    pair = _pair(share, parts, near)
    if pair is not None:
        yield _relation(share, pair, 0.85 if very_exact else 0.7, "name")


def _pair(share: Place, parts: Sequence[Place], wholes: Sequence[Place]) -> tuple[Place, Place] | None:
    """The nearest count of the name with the nearest wider figure that together give the share."""
    wanted, step = float(share.claim.value), 2 * float(printed_unit(share.claim))
    for part in sorted(parts, key=lambda place: abs(place.index - share.index))[:_PARTS]:
        count = 100 * float(part.claim.value)
        fitting = [
            whole
            for whole in wholes
            if whole.claim.value > part.claim.value and abs(count / float(whole.claim.value) - wanted) <= step
        ]
        for whole in sorted(fitting, key=lambda place: abs(place.index - part.index)):
            if same_kind(part.kind, whole.kind) and agrees(share.claim, part.claim, whole.claim):
                return part, whole
    return None


def _relation(share: Place, pair: tuple[Place, Place], confidence: float, cue: str) -> Relation:
    part, whole = pair
    return Relation(
        "", RelationType.PERCENT_OF, (share.claim.id,), (part.claim.id, whole.claim.id), confidence, cue=cue
    )


def _names(place: Place) -> frozenset[str]:
    words = {singular(word) for word in (*place.before[-8:], *place.after[:5])}
    if re.search(r"\babsen", " ".join(place.before)):
        words.add("absence")
    return frozenset(words)


def _same_noun(share: Place, part: Place) -> bool:
    """Whether both name one group that is no mere "people": "41 126 admissibles", "27,73 % d'admissibles"."""
    return len(share.noun) > 3 and share.noun == part.noun and share.noun not in _EVERYBODY


def _named_alike(one: frozenset[str], other: frozenset[str]) -> bool:
    return any(one & topic and other & topic for topic in _TOPICS)
