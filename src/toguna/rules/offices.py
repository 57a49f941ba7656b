"""Whether words that should name an office name a person instead.

Promises and contacts are kept by office, so that a form about decisions never becomes a list of people. It recognises
how people are addressed, not their names.
"""

import re

from toguna.rules.spelling import plain

OFFICE_NAMES_A_PERSON = (
    "Il semble y avoir ici le nom d'une personne. Écrivez la fonction ou l'organisation, par exemple « la maire » ou "
    "« le comité de gestion de l'école »."
)

_ADDRESSED = re.compile(
    r"(?:m|mr|mme|mlle|mrs|ms|miss|monsieur|madame|mademoiselle|dr|docteur|el ?hadj|hadja|el ?hadji|cheick) (\w+)"
)
# "Madame la maire" addresses an office.
_BEFORE_AN_OFFICE = frozenset({"le", "la", "l", "les", "the"})


def names_a_person(office: str) -> bool:
    """Whether the words address somebody by name.

    >>> names_a_person("Mme Exemple"), names_a_person("Madame la maire"), names_a_person("Le comité de l'eau")
    (True, False, False)
    """
    match = _ADDRESSED.match(plain(office))
    return match is not None and match[1] not in _BEFORE_AN_OFFICE
