"""What commas, dots, blanks and apostrophes mean: first for the whole document, then for each number.

Counts how a document writes its certain numbers and reads the uncertain ones ("48.676", "349.822 ha") in that light,
never from the language alone. A number whose digits are right and whose separators are impossible is malformed.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from toguna.figures.numerals import Piece, Written


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside a number, as far as it tells what its marks mean.

    `whole_things`: a word that may name what is counted; `counted`: one that surely does. `shared_percent`: the sign
    stands behind a later number ("39, 29 et 14 %").
    """

    percent: bool = False
    money: bool = False
    magnitude: int = 0
    measure: bool = False
    whole_things: bool = False
    counted: bool = False
    average: bool = False
    shared_percent: bool = False


@dataclass(slots=True)
class Habits:
    """How a document writes: votes for each mark as thousands and as decimal mark, and its plain numbers."""

    language: str
    thousands: Counter[str] = field(default_factory=Counter)
    decimal: Counter[str] = field(default_factory=Counter)
    plain: frozenset[str] = frozenset()
    lakhs: int = 0


@dataclass(frozen=True, slots=True)
class Value:
    """What a number is worth; `alternatives` are other readings of the same signs."""

    value: Decimal
    decimals: int = 0
    malformed: bool = False
    alternatives: tuple[Decimal, ...] = ()


def habits_of(numbers: Iterable[tuple[Written, Beside]], language: str) -> Habits:
    """Count the numbers of a document whose marks can mean one thing only."""
    habits = Habits(language)
    plain: set[str] = set()
    for number, beside in numbers:
        last = number.pieces[-1]
        if last.plain:
            plain.add(number.digits)
            continue
        if len(number.pieces) > 1:
            plain.add("".join(piece.raw for piece in number.pieces[:-1]) + last.groups[0])
        kinds = set(last.marks)
        tail = last.groups[-1]
        if len(kinds) > 1 and len(set(last.marks[:-1])) == 1:
            habits.thousands[last.marks[0]] += 2
            habits.decimal[last.marks[-1]] += 2
        elif len(last.marks) > 1 and all(len(group) == 3 for group in last.groups[1:]):
            habits.thousands[last.marks[0]] += 3
        elif _groups_lakhs(last):
            habits.lakhs += 1
        elif len(last.marks) == 1 and len(tail) in (1, 2) and not beside.percent:
            # How shares are printed ("41.1 %") says nothing of counts.
            habits.decimal[last.marks] += 1
        elif len(last.marks) == 1 and len(tail) == 3 and len(last.groups[0]) <= 3 and beside.whole_things:
            habits.thousands[last.marks] += 1
    habits.plain = frozenset(plain)
    return habits


def value_of(number: Written, beside: Beside, habits: Habits) -> Value:
    """What a number is worth in this document.

    >>> from toguna.figures.numerals import numbers_of, pieces_in
    >>> def worth(text, **beside):
    ...     return value_of(numbers_of(list(pieces_in(text)), text)[0], Beside(**beside), Habits("en")).value
    >>> worth("1,260", whole_things=True), worth("16,60", percent=True), worth("102,4517", whole_things=True)
    (Decimal('1260'), Decimal('16.60'), Decimal('1024517'))
    """
    digits = number.digits
    if number.loose or number.crammed:
        return _strayed(number, beside)
    head = "".join(piece.raw for piece in number.pieces[:-1])
    last = number.pieces[-1]
    if last.plain:
        # "1,250 000": two ways to part thousands in one number.
        return Value(Decimal(digits), malformed=any(not piece.plain for piece in number.pieces))
    if head:
        return _after_blanks(head, last, beside)
    if len(last.marks) == 1:
        return _one_mark(last, beside, habits)
    return _several_marks(last, digits, habits, beside.money or beside.measure)


def _groups_lakhs(last: Piece) -> bool:
    """Whether the groups are those of India: "1,72,454", "12,34,56,789"."""
    middle = last.groups[1:-1]
    short = len(last.groups[0]) <= 2 and len(last.groups[-1]) == 3
    return set(last.marks) == {","} and bool(middle) and short and all(len(group) == 2 for group in middle)


def _after_blanks(head: str, last: Piece, beside: Beside) -> Value:
    """ "12 345,67": blanks have parted the thousands, so a mark is decimal, unless three digits and people follow."""
    tail = last.groups[1]
    if len(tail) == 3 and beside.whole_things:
        return Value(Decimal(head + last.groups[0] + tail), malformed=True)
    return Value(Decimal(f"{head}{last.groups[0]}.{tail}"), len(tail))


def _several_marks(last: Piece, digits: str, habits: Habits, in_parts: bool) -> Value:
    """Marks that repeat part thousands; another one at the end is decimal; anything else is malformed."""
    whole, tail = last.groups[:-1], last.groups[-1]
    triples = 1 <= len(whole[0]) <= 3 and whole[0] != "0" and all(len(group) == 3 for group in whole[1:])
    if len(set(last.marks)) == 1:
        if triples and len(tail) == 3:
            return Value(Decimal(digits))
        if in_parts and triples and len(tail) <= 2:
            # "5.000.00 FCFA", "1,180,5 ha": money and land have parts, so the last mark was meant to be decimal.
            parted = Decimal("".join(whole) + "." + tail)
            return Value(parted, len(tail), malformed=True, alternatives=(Decimal(digits),))
        # "1,72,454" is how India writes; alone among thousands it is a slip.
        return Value(Decimal(digits), malformed=not (_groups_lakhs(last) and (habits.lakhs > 1 or in_parts)))
    if triples and len(set(last.marks[:-1])) == 1:
        if len(tail) <= 2 or (len(last.marks) > 2 and last.marks[-1] != "'"):
            return Value(Decimal("".join(whole) + "." + tail), len(tail))
        # "1,234.567": no habit writes thousands with two marks, and money has no thousandths.
        return Value(Decimal(digits), malformed=True, alternatives=(Decimal("".join(whole) + "." + tail),))
    if len(tail) <= 2 and last.marks[-1] not in last.marks[:-1]:
        return Value(Decimal("".join(whole) + "." + tail), len(tail), malformed=True)
    return Value(Decimal(digits), malformed=True)


def _one_mark(last: Piece, beside: Beside, habits: Habits) -> Value:
    """The doubtful case: one mark, which parts thousands or decimals."""
    mark = last.marks
    head, tail = last.groups
    joined, parted = Decimal(head + tail), Decimal(f"{head}.{tail}")
    if mark in "'’":
        return Value(joined)
    if head == "0" or (head.startswith("0") and len(head) > 1):
        return Value(parted, len(tail))
    if beside.magnitude >= 6:
        if mark == "," and len(tail) == 3 and habits.language == "en" and not habits.decimal[","]:
            return Value(joined)
        return Value(parted, len(tail))
    if len(tail) == 3 and len(head) <= 3:
        settled = habits.thousands[mark] > 0 and not habits.decimal[mark]
        sure = beside.whole_things or beside.money or tail == "000" or settled
        if _parts_thousands(last, beside, habits):
            return Value(joined, alternatives=() if sure else (parted,))
        return Value(parted, 3, alternatives=(joined,))
    if beside.percent or beside.shared_percent or beside.average:
        return Value(parted, len(tail), alternatives=(joined,) if len(tail) > 2 else ())
    if (
        (beside.counted or len(tail) > 2)
        and beside.whole_things
        and len(tail) > 1
        and not beside.measure
        and not beside.money
    ):
        # People, schools and cases come whole: the digits are right and the mark is in the wrong place.
        return Value(joined, malformed=True, alternatives=(parted,) if len(tail) <= 2 else ())
    if len(tail) <= 2 or beside.measure:
        return Value(parted, len(tail))
    if len(tail) >= 4 or habits.thousands[mark] > habits.decimal[mark] or (mark == "," and habits.language == "en"):
        return Value(joined, malformed=True, alternatives=(parted,))
    return Value(parted, len(tail))


def _parts_thousands(last: Piece, beside: Beside, habits: Habits) -> bool:
    """Whether a mark before exactly three digits parts thousands, by the number's own company, then by habit."""
    mark = last.marks
    head, tail = last.groups
    if beside.percent or beside.shared_percent:
        return Decimal(head) == 0 or Decimal(f"{head}.{tail}") > 100 or (tail == "000" and habits.thousands[mark] > 0)
    if beside.money or beside.whole_things or tail == "000" or head + tail in habits.plain:
        return True
    votes = habits.thousands[mark] - habits.decimal[mark]
    if beside.measure:
        own = (mark == ".") == (habits.language == "en")
        return votes > 0 if votes else not own
    if votes:
        return votes > 0 or habits.thousands[mark] > 0
    # Reports count far more often than they measure to the thousandth.
    return True


def _strayed(number: Written, beside: Beside) -> Value:
    """A blank stands where none can: "17, 363", "2, 77 %", "73 9,790.00"."""
    last = number.pieces[-1]
    if number.loose and len(number.pieces) == 2 and last.plain and number.pieces[0].plain:
        head, tail = number.pieces[0].raw, last.raw
        parted = Decimal(f"{head}.{tail}")
        if beside.percent or len(tail) < 3:
            return Value(parted, len(tail), malformed=True)
        return Value(Decimal(head + tail), malformed=True)
    if (last.marks or number.loose) and len(last.groups[-1]) <= 2:
        whole = number.digits[: -len(last.groups[-1])]
        return Value(Decimal(f"{whole}.{last.groups[-1]}"), len(last.groups[-1]), malformed=True)
    return Value(Decimal(number.digits), malformed=True)
