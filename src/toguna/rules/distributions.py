"""A distribution: what changed hands, how much of it is left, and to whom it went.

Recipients are told apart from seats: a signing list of the same distribution is an attendance sheet, and only that
counts who was there. It keeps no stock card: what was printed or received is not known here.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from toguna.rules.attendance import Sex
from toguna.rules.field_record import StatedFact
from toguna.rules.findings import Finding
from toguna.rules.remarking import THOUSAND, error, note, warning
from toguna.rules.spelling import plain

PIECE = "piece"
PERSON = "person"

NOTHING_GIVEN = "La fiche ne dit pas ce qui a été remis. Ajoutez au moins un objet et sa quantité."
MATERIAL_WITHOUT_KIND = "L'objet %(line)s ne dit pas ce que c'est : sa quantité n'est pas comptée. Choisissez-le."
QUANTITY_IMPOSSIBLE = "L'objet %(line)s a une quantité de %(quantity)s. Il en faut au moins 1."
QUANTITY_MISSING = "L'objet %(line)s n'a pas de quantité. Écrivez combien ont été remis."
STOCK_NEGATIVE = "L'objet %(line)s a un reste de %(stock)s. Corrigez le nombre ou laissez-le vide."
MATERIAL_TWICE = "Les objets %(first)s et %(line)s sont les mêmes. Gardez une seule ligne si c'est la même remise."
NUMBER_IMPOSSIBLE = "Le destinataire %(line)s compte %(number)s, ce qui n'est pas possible. Corrigez le nombre."
RECIPIENT_WITHOUT_KIND = "Le destinataire %(line)s ne dit pas qui a reçu. Choisissez une réponse."
RECIPIENTS_UNKNOWN = "La fiche ne dit pas combien ont reçu. Ce qui a été remis est compté, et personne d'autre."
MORE_PEOPLE_THAN_THINGS = (
    "%(people)s personnes auraient reçu %(things)s objets en tout : vérifiez les quantités, ou dites à quelles "
    "écoles, organisations ou ménages ils ont été remis."
)


@dataclass(frozen=True)
class Material:
    """One kind of thing that was given out; how much of it, in which unit, and how much is left."""

    line: int
    kind: str | None
    title: str = ""
    language: str | None = None
    unit: str = PIECE
    quantity: int | None = None
    stock: int | None = None

    @property
    def counted_in(self) -> str:
        """The unit of its facts: booklets are counted by the piece, seed by the kilogram, and they never add up.

        >>> Material(1, "booklet").counted_in, Material(1, "seed", unit="kg").counted_in
        ('booklet', 'seed_kg')
        """
        return str(self.kind) if self.unit == PIECE else f"{self.kind}_{self.unit}"


@dataclass(frozen=True)
class Recipients:
    """One kind of recipient: so many schools or households, or persons by sex where things went to each by hand."""

    line: int
    kind: str | None
    number: int | None = None
    women: int | None = None
    men: int | None = None
    unknown_sex: int | None = None
    estimated: bool = False

    def numbers(self) -> tuple[tuple[str, Sex | None, int | None], ...]:
        """What was counted, each with the name of its answer."""
        if self.kind != PERSON:
            return (("number", None, self.number),)
        return (
            ("women", Sex.FEMALE, self.women),
            ("men", Sex.MALE, self.men),
            ("unknown_sex", None, self.unknown_sex),
        )


@dataclass(frozen=True)
class Distribution:
    """One distribution at one place."""

    materials: tuple[Material, ...] = ()
    recipients: tuple[Recipients, ...] = ()


def persons_who_received(distribution: Distribution) -> int | None:
    """How many persons received something by hand; None where the sheet does not say.

    >>> persons_who_received(Distribution(recipients=(Recipients(1, "person", women=30, men=12),)))
    42
    >>> persons_who_received(Distribution(recipients=(Recipients(1, "school", number=3),))) is None
    True
    """
    given = [
        number
        for one in distribution.recipients
        if one.kind == PERSON
        for _name, _sex, number in one.numbers()
        if number is not None
    ]
    return sum(given) if given else None


def findings(distribution: Distribution) -> list[Finding]:
    """Everything about the distribution that a reviewer should look at.

    >>> [one.code for one in findings(Distribution())]
    ['nothing-given', 'recipients-unknown']
    """
    return [*_about_materials(distribution), *_about_recipients(distribution)]


def facts_of(distribution: Distribution) -> tuple[StatedFact, ...]:
    """What is counted of it: the event, the things, the recipients; and the stock as it stood on the day.

    >>> given = Distribution((Material(1, "comic", quantity=400, stock=100),), (Recipients(1, "school", number=8),))
    >>> [(fact.kind, fact.unit, fact.quantity // 1000) for fact in facts_of(given)][1:]
    [('output', 'comic', 400), ('measurement', 'comic_stock', 100), ('output', 'school', 8)]
    """
    return tuple(_facts(distribution))


def _about_materials(distribution: Distribution) -> Iterator[Finding]:
    if not distribution.materials:
        yield error("nothing-given", NOTHING_GIVEN)
    first: dict[tuple[str, str, str], int] = {}
    for one in distribution.materials:
        where = f"material[{one.line}]"
        if one.kind is None:
            yield error("material-without-kind", MATERIAL_WITHOUT_KIND, f"{where}/material_kind", line=one.line)
        if one.quantity is None:
            yield error("quantity-missing", QUANTITY_MISSING, f"{where}/quantity", line=one.line)
        elif one.quantity < 1:
            yield error(
                "quantity-impossible", QUANTITY_IMPOSSIBLE, f"{where}/quantity", line=one.line, quantity=one.quantity
            )
        if one.stock is not None and one.stock < 0:
            yield error("stock-negative", STOCK_NEGATIVE, f"{where}/stock", line=one.line, stock=one.stock)
        same = (one.counted_in, plain(one.title), one.language or "")
        if first.setdefault(same, one.line) != one.line:
            yield warning("material-twice", MATERIAL_TWICE, where, first=first[same], line=one.line)


def _about_recipients(distribution: Distribution) -> Iterator[Finding]:
    known = False
    for one in distribution.recipients:
        where = f"recipient[{one.line}]"
        if one.kind is None:
            yield error("recipient-without-kind", RECIPIENT_WITHOUT_KIND, f"{where}/taker", line=one.line)
        for name, _sex, number in one.numbers():
            known = known or number is not None
            if number is not None and number < 0:
                yield error("number-impossible", NUMBER_IMPOSSIBLE, f"{where}/{name}", line=one.line, number=number)
    if not known:
        yield note("recipients-unknown", RECIPIENTS_UNKNOWN)
    people = persons_who_received(distribution) or 0
    things = sum(one.quantity or 0 for one in distribution.materials)
    if things and people > things:
        yield warning("more-people-than-things", MORE_PEOPLE_THAN_THINGS, people=people, things=things)


def _facts(distribution: Distribution) -> Iterator[StatedFact]:
    yield StatedFact("event", "distribution", THOUSAND, "event")
    for one in distribution.materials:
        if one.kind is None:
            continue
        if one.quantity is not None:
            yield StatedFact("output", f"material[{one.line}]", one.quantity * THOUSAND, one.counted_in)
        if one.stock is not None:
            unit = f"{one.kind}_stock"
            yield StatedFact("measurement", f"material[{one.line}]/stock", one.stock * THOUSAND, unit)
    for taker in distribution.recipients:
        if taker.kind is None:
            continue
        unit = "recipient" if taker.kind == PERSON else "other_recipient" if taker.kind == "other" else taker.kind
        basis = "estimated" if taker.estimated else "counted"
        for name, sex, number in taker.numbers():
            if number:
                node = f"recipient[{taker.line}]/{name}"
                yield StatedFact("output", node, number * THOUSAND, unit, basis, sex=sex.value if sex else None)
