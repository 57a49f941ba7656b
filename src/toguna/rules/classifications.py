"""What a programme is about, in vocabularies that others read: sectors with their shares, tags, policy markers.

A code is of its vocabulary, and shares of one vocabulary make a whole. Whether a code exists, the code lists know.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from toguna.rules.findings import Finding, Severity


class ClassificationKind(StrEnum):
    """In which way a programme is described."""

    SECTOR = "sector"
    TAG = "tag"
    POLICY_MARKER = "policy_marker"
    HUMANITARIAN_SCOPE = "humanitarian_scope"


K = ClassificationKind

DAC_SECTOR, DAC_CATEGORY, OWN = "1", "2", "99"
SDG_GOAL, SDG_TARGET = "2", "3"
VOCABULARIES: dict[ClassificationKind, tuple[str, ...]] = {
    K.SECTOR: (DAC_SECTOR, DAC_CATEGORY, OWN),
    K.TAG: (SDG_GOAL, SDG_TARGET, OWN),
    K.POLICY_MARKER: ("1", OWN),
    K.HUMANITARIAN_SCOPE: ("1-2", "2-1", OWN),
}
SIGNIFICANCES = ("0", "1", "2", "3", "4")
WHOLE = 100_000

SHAPES = {
    (K.SECTOR, DAC_SECTOR): re.compile(r"\d{5}"),
    (K.SECTOR, DAC_CATEGORY): re.compile(r"\d{3}"),
    (K.TAG, SDG_GOAL): re.compile(r"[1-9]|1[0-7]"),
    (K.TAG, SDG_TARGET): re.compile(r"(?:[1-9]|1[0-7])\.(?:[1-9]\d?|[a-d])"),
    (K.POLICY_MARKER, "1"): re.compile(r"[1-9]|1[0-2]"),
}

SHAPE_WRONG = {
    (K.SECTOR, DAC_SECTOR): "« %(code)s » n'est pas un code de secteur du CAD : il a cinq chiffres, par exemple 15150.",
    (K.SECTOR, DAC_CATEGORY): "« %(code)s » n'est pas une catégorie du CAD : elle a trois chiffres, par exemple 151.",
    (K.TAG, SDG_GOAL): "« %(code)s » n'est pas un objectif de développement durable : ils vont de 1 à 17.",
    (K.TAG, SDG_TARGET): "« %(code)s » n'est pas une cible de développement durable : écrivez par exemple 16.7 ou 5.c.",
    (K.POLICY_MARKER, "1"): "« %(code)s » n'est pas un marqueur de politique du CAD.",
}
CODE_MISSING = "Écrivez le code, ou videz la ligne."
TEXT_MISSING = "Écrivez aussi l'intitulé de « %(code)s » : ce code n'est pas dans la liste fournie."
TWICE = "« %(code)s » est là deux fois dans le même vocabulaire. Gardez une seule ligne."
VOCABULARY_UNKNOWN = "Ce vocabulaire n'est pas proposé pour ce type de classement."
NO_SHARE = "Donnez la part de chaque secteur : il y en a plusieurs dans ce vocabulaire."
SHARE_IMPOSSIBLE = "Une part est plus grande que 0 pour cent et ne dépasse pas 100 pour cent."
NOT_A_WHOLE_BELOW = "Les parts des secteurs font %(sum)s %% : il manque %(gap)s %% pour faire 100 %%."
NOT_A_WHOLE_ABOVE = "Les parts des secteurs font %(sum)s %% : c'est %(gap)s %% de trop pour faire 100 %%."
NOT_A_WHOLE_ALONE = "Un seul secteur dans ce vocabulaire prend 100 %% : mettez 100, ou laissez la part vide."
SIGNIFICANCE_UNKNOWN = "Choisissez l'importance du marqueur dans la liste."
DAC_MISSING = "Ajoutez au moins un secteur du CAD à côté des vôtres : les autres lecteurs ne connaissent que ceux-là."


@dataclass(frozen=True)
class Classification:
    """One code that describes a programme; a share is in thousandths of a percent, None where none was given."""

    kind: ClassificationKind
    vocabulary: str
    code: str
    share: int | None = None
    significance: str = ""
    text: str = ""


def classification_findings(given: Iterable[Classification]) -> list[Finding]:
    """What is wrong with how a programme is classified; `where` is kind and place in the list, `sector.2`.

    >>> first = Classification(K.SECTOR, "1", "15150", 60_000, text="Participation démocratique")
    >>> second = Classification(K.SECTOR, "1", "15160", 30_000, text="Droits de la personne")
    >>> classification_findings([first, second])[0].text()
    'Les parts des secteurs font 90 % : il manque 10 % pour faire 100 %.'
    >>> [one.code for one in classification_findings([first])]
    ['not-a-whole']
    """
    listed = list(given)
    return [*_of_each(listed), *_of_shares(listed)]


def _of_each(listed: list[Classification]) -> Iterator[Finding]:
    seen: set[tuple[str, str, str]] = set()
    places: dict[ClassificationKind, int] = {}
    for one in listed:
        places[one.kind] = places.get(one.kind, 0) + 1
        where = f"{one.kind}.{places[one.kind]}"
        if not one.code:
            yield _error("code-missing", CODE_MISSING, where)
            continue
        if one.vocabulary not in VOCABULARIES[one.kind]:
            yield _error("vocabulary-unknown", VOCABULARY_UNKNOWN, where)
        shape = SHAPES.get((one.kind, one.vocabulary))
        if shape and not shape.fullmatch(one.code):
            yield _error("code-malformed", SHAPE_WRONG[one.kind, one.vocabulary], where, code=one.code)
        elif not one.text:
            yield _error("text-missing", TEXT_MISSING, where, code=one.code)
        if (one.kind, one.vocabulary, one.code) in seen:
            yield _error("twice", TWICE, where, code=one.code)
        seen.add((one.kind, one.vocabulary, one.code))
        if one.share is not None and not 0 < one.share <= WHOLE:
            yield _error("share-impossible", SHARE_IMPOSSIBLE, where)
        if one.kind is K.POLICY_MARKER and one.significance not in SIGNIFICANCES:
            yield _error("significance-unknown", SIGNIFICANCE_UNKNOWN, where)


def _of_shares(listed: list[Classification]) -> Iterator[Finding]:
    sectors = [one for one in listed if one.kind is K.SECTOR]
    for vocabulary in sorted({one.vocabulary for one in sectors}):
        shares = [one.share for one in sectors if one.vocabulary == vocabulary]
        known = [share for share in shares if share is not None]
        total = sum(known)
        if len(shares) == 1:
            if known and total != WHOLE:
                yield _error("not-a-whole", NOT_A_WHOLE_ALONE, "sector")
        elif len(known) < len(shares):
            yield _error("no-share", NO_SHARE, "sector")
        elif total != WHOLE:
            message = NOT_A_WHOLE_BELOW if total < WHOLE else NOT_A_WHOLE_ABOVE
            gap = Decimal(abs(WHOLE - total)) / 1000
            yield _error("not-a-whole", message, "sector", sum=Decimal(total) / 1000, gap=gap)
    if any(one.vocabulary == OWN for one in sectors) and not any(one.vocabulary != OWN for one in sectors):
        yield _error("dac-missing", DAC_MISSING, "sector")


def _error(name: str, message: str, where: str, **values: object) -> Finding:
    return Finding(name, Severity.ERROR, message, values, where)
