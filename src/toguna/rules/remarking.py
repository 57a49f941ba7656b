"""Short ways to say that something looks wrong, for the rules of the library's forms.

It knows no form: each rule gives its own code, message and place.
"""

from toguna.rules.findings import Finding, Severity

THOUSAND = 1000  # quantities are in thousandths


def error(code: str, message: str, where: str = "", **values: object) -> Finding:
    """Something that must be put right before the record can be verified."""
    return Finding(code, Severity.ERROR, message, values, where)


def warning(code: str, message: str, where: str = "", **values: object) -> Finding:
    """Something that a reviewer should look at."""
    return Finding(code, Severity.WARNING, message, values, where)


def note(code: str, message: str, where: str = "", **values: object) -> Finding:
    """Something that a reviewer is told."""
    return Finding(code, Severity.NOTE, message, values, where)


def say(quantity: int) -> str:
    """A quantity in thousandths as French writes it.

    >>> say(349_822), say(5_000), say(-12_500), say(1_024_517_000)
    ('349,822', '5', '-12,5', '1\\u202f024\\u202f517')
    """
    whole, rest = divmod(abs(quantity), THOUSAND)
    decimals = f"{rest:03}".rstrip("0")
    grouped = f"{whole:,}".replace(",", "\u202f")
    return f"{'-' if quantity < 0 else ''}{grouped}{',' if decimals else ''}{decimals}"
