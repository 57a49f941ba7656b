"""Money as people write it: `26 000 000`, `1,5 million`, `12,344,862.50`, with or without its currency.

It answers with hundredths of the currency or says what could not be read; a blank is no amount, and never 0.
"""

import re
from decimal import Decimal

# These currencies have no coins below one: a point or a comma in such an amount is a slip.
WITHOUT_CENTS = frozenset({"XOF", "XAF", "GNF", "RWF", "BIF", "DJF", "KMF", "JPY"})
WORDS = {"mille": 1_000, "millier": 1_000, "million": 1_000_000, "milliard": 1_000_000_000, "billion": 1_000_000_000}
SIGNS = {"FCFA": "XOF", "CFA": "XOF", "F": "", "$": "", "€": "EUR"}
HUNDREDTHS = 100
LARGEST = 10**15

UNREADABLE = "« %(written)s » n'est pas un montant. Écrivez par exemple 26 000 000."
OTHER_CURRENCY = "Le montant est écrit en %(written)s et la monnaie choisie est %(currency)s. Corrigez l'un des deux."
NO_CENTS = "Cette monnaie (%(currency)s) n'a pas de centimes. Écrivez un montant entier."
TOO_LARGE = "Ce montant est trop grand pour être vrai. Vérifiez les zéros."
NOT_ABOVE_ZERO = "Le montant doit être plus grand que zéro ; laissez vide ce qui est inconnu."

_WRITTEN = re.compile(
    r"(?P<before>[A-Za-z$€]{1,4})?\s*(?P<sign>[-\u2212])?\s*(?P<number>\d[\d\s.,'’]*)\s*"
    r"(?P<word>milliers?|mille|millions?|milliards?|billions?)?\s*(?:de\s+|of\s+)?(?P<after>[A-Za-z$€]{1,4})?"
)


class AmountUnreadable(ValueError):
    """What was typed is no amount of this currency; `message` is a French template, `values` fill it."""

    def __init__(self, message: str, **values: object) -> None:
        super().__init__(message % values)
        self.message, self.values = message, values


def read_amount(written: str, currency: str = "") -> int | None:
    """What was typed, in hundredths of the currency; None where nothing was. Raises AmountUnreadable.

    A single point or comma before three digits separates thousands, because money has two decimals at most.

    >>> read_amount("26 000 000 FCFA", "XOF"), read_amount("1,5 million"), read_amount("12,344,862.50", "USD")
    (2600000000, 150000000, 1234486250)
    >>> read_amount("1.500"), read_amount("1,50"), read_amount("  ")
    (150000, 150, None)
    >>> read_amount("vingt")
    Traceback (most recent call last):
    ...
    toguna.rules.amounts.AmountUnreadable: « vingt » n'est pas un montant. Écrivez par exemple 26 000 000.
    """
    text = written.strip()
    if not text:
        return None
    match = _WRITTEN.fullmatch(text)
    if match is None or (match["before"] and match["after"]):
        raise AmountUnreadable(UNREADABLE, written=text)
    _check_currency(match["before"] or match["after"] or "", currency, text)
    number = _number(match["number"].strip(), scaled=bool(match["word"]))
    if number is None:
        raise AmountUnreadable(UNREADABLE, written=text)
    value = number * WORDS[(match["word"] or "mille").removesuffix("s")] if match["word"] else number
    hundredths = value * HUNDREDTHS
    if hundredths != hundredths.to_integral_value():
        raise AmountUnreadable(UNREADABLE, written=text)
    if currency in WITHOUT_CENTS and hundredths % HUNDREDTHS:
        raise AmountUnreadable(NO_CENTS, currency=currency)
    if hundredths > LARGEST:
        raise AmountUnreadable(TOO_LARGE)
    return -int(hundredths) if match["sign"] else int(hundredths)


def read_positive_amount(written: str, currency: str = "") -> int | None:
    """The same, where an amount of nothing or less makes no sense.

    >>> read_positive_amount("0")
    Traceback (most recent call last):
    ...
    toguna.rules.amounts.AmountUnreadable: Le montant doit être plus grand que zéro ; laissez vide ce qui est inconnu.
    """
    amount = read_amount(written, currency)
    if amount is not None and amount <= 0:
        raise AmountUnreadable(NOT_ABOVE_ZERO)
    return amount


def _check_currency(sign: str, currency: str, written: str) -> None:
    if not sign:
        return
    named = SIGNS.get(sign.upper(), sign.upper())
    if named and len(named) != 3:
        raise AmountUnreadable(UNREADABLE, written=written)
    francs = {"XOF", "XAF"}
    if named and currency and named != currency and not {named, currency} <= francs:
        raise AmountUnreadable(OTHER_CURRENCY, written=sign, currency=currency)


def _number(written: str, *, scaled: bool) -> Decimal | None:
    """The digits as a number; None where their separators contradict one another."""
    text = re.sub(r"[\s'’]", " ", written)
    if " " in text:
        whole = re.split(r"[.,]", text)[0].split(" ")
        if not (1 <= len(whole[0]) <= 3 and all(len(group) == 3 for group in whole[1:])):
            return None
        text = text.replace(" ", "")
        grouped = True
    else:
        grouped = False
    marks = re.findall(r"[.,]", text)
    if not marks:
        return Decimal(text)
    last = marks[-1]
    head, _mark, tail = text.rpartition(last)
    decimals = tail and (len(tail) <= 2 or (scaled and len(marks) == 1)) and marks.count(last) == 1
    if decimals and not (grouped and len(marks) > 1):
        groups = re.split(r"[.,]", head)
    elif tail and len(tail) == 3 and not grouped and len(set(marks)) == 1:
        groups, tail = [*re.split(r"[.,]", head), tail], ""
    else:
        return None
    if len(groups) > 1 and not (1 <= len(groups[0]) <= 3 and all(len(group) == 3 for group in groups[1:])):
        return None
    return Decimal(f"{''.join(groups)}.{tail or 0}")
