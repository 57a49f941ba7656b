"""Whether a share is what a count and its base give, as far as all three were printed."""

from toguna.figures.claims import Claim
from toguna.figures.judging import Verdict, weigh
from toguna.figures.relations import Relation, RelationType


def agrees(share: Claim, part: Claim, base: Claim) -> bool:
    """Whether the share is 100 times the count over the base: rounded, cut, or as roughly as its hedge says.

    >>> from decimal import Decimal
    >>> from toguna.figures.claims import Kind
    >>> share = Claim("p", 0, 6, "64,51%", Decimal("64.51"), Kind.PERCENT, decimals=2)
    >>> women, all_of_them = (Claim(str(n), n, n, str(n), Decimal(n), Kind.COUNT) for n in (20, 31))
    >>> agrees(share, women, all_of_them)
    True
    """
    if base.value <= 0:
        return False
    # No rounding and no hedge reaches so far; most figures of a text are told apart here, quickly.
    far = 0.15 * float(share.value) + 2 * 10.0**-share.decimals
    if abs(100 * float(part.value) / float(base.value) - float(share.value)) > far:
        return False
    return holding(Relation("", RelationType.PERCENT_OF, (share.id,), (part.id, base.id), 1.0), share, part, base)


def holding(relation: Relation, *claims: Claim) -> bool:
    """Whether a relation of these claims holds as far as its figures were printed."""
    known = {claim.id: claim for claim in claims}
    weighing = weigh(relation, known, {name: claim.value for name, claim in known.items()})
    if weighing is None or weighing.verdict is Verdict.FAILS:
        return False
    # "Plus de 68 000" loosens a count, not what it gives as a share.
    return weighing.verdict is not Verdict.APPROX or any(known[name].hedge for name in relation.stated_side)


def in_words(claim: Claim) -> bool:
    """Whether a figure is written in words alone ("deux cent un"), not in digits and a word ("2,1 millions")."""
    return claim.spelled and not any(character.isdigit() for character in claim.raw)
