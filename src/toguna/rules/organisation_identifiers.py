"""The identifier by which the world knows an organisation: the register that gave it, a hyphen, its number there.

`XM-DAC-41146` is number 41146 in the DAC's list. It checks the shape; which registers exist, the code lists know.
"""

import re

FORBIDDEN = re.compile(r"[/&|?]")
SHAPE = re.compile(r"(?P<agency>[A-Z]{2,3}-[A-Z0-9_]+)-(?P<local>\S+)")

PADDED = "L'identifiant contient une espace. Enlevez-la."
HAS_FORBIDDEN = "L'identifiant ne peut contenir aucun des signes / & | ?. Vérifiez-le auprès du registre."
MALFORMED = (
    "Un identifiant commence par le code du registre, puis un trait d'union et le numéro : par exemple XM-DAC-41146."
)


def identifier_problem(written: str) -> str:
    """What is wrong with an identifier, in French; nothing where its shape is good.

    >>> identifier_problem("XM-DAC-41146"), identifier_problem("US-GOV-1")
    ('', '')
    >>> identifier_problem("41146") == MALFORMED, identifier_problem("XM-DAC/41146") == HAS_FORBIDDEN
    (True, True)
    """
    if re.search(r"\s", written):
        return PADDED
    if FORBIDDEN.search(written):
        return HAS_FORBIDDEN
    return "" if SHAPE.fullmatch(written) else MALFORMED


def agency_of(identifier: str) -> str:
    """The register that gave the identifier; nothing where the shape is wrong.

    >>> agency_of("XM-DAC-41146-MLI_D_1.2"), agency_of("41146")
    ('XM-DAC', '')
    """
    match = SHAPE.fullmatch(identifier)
    return match["agency"] if match else ""
