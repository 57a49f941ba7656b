"""One number inside a text: the token that asks for it, and the cell of the edition that it stands for.

Whoever writes a token wrongly is told what is wrong and the nearest right spelling. Nothing is counted here.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from difflib import get_close_matches

from toguna.publish.addresses import indicator_page
from toguna.publish.reading import cell_value, cell_words, headline, target_of
from toguna.publish.snapshot import CellPart, IndicatorPart, Snapshot, TablePart
from toguna.publish.words import BASES, Pair, category_words, period_words, said, text_in, value_words
from toguna.rules.numbers import THOUSANDTHS, share

PARTS: Mapping[str, str] = {
    "target": "target",
    "cible": "target",
    "baseline": "baseline",
    "référence": "baseline",
    "reference": "baseline",
    "share": "share",
    "part": "share",
}
PROVISIONAL: Pair = ("provisoire", "provisional")
TITLE_OF: Mapping[str, Pair] = {
    "value": ("", ""),
    "target": ("cible", "target"),
    "baseline": ("valeur de référence", "baseline"),
    "share": ("part du total", "share of the total"),
}

UNKNOWN_CODE = "%(token)s : aucun indicateur publié ne porte le code « %(code)s »."
UNKNOWN_CODE_NEAR = "%(token)s : aucun indicateur publié ne porte le code « %(code)s ». Écrivez plutôt %(nearest)s."
UNKNOWN_PERIOD = "%(token)s : « %(code)s » n'a pas de valeur pour la période « %(period)s ». Ses périodes : %(known)s."
UNKNOWN_PERIOD_NEAR = (
    "%(token)s : « %(code)s » n'a pas de valeur pour la période « %(period)s ». Écrivez plutôt %(nearest)s."
)
UNKNOWN_DIMENSION = "%(token)s : ce chiffre n'est pas détaillé par « %(dimension)s ». Il l'est par : %(known)s."
UNKNOWN_CATEGORY = "%(token)s : « %(category)s » n'est pas une ligne de ce détail. Ses lignes : %(known)s."
UNKNOWN_CATEGORY_NEAR = "%(token)s : « %(category)s » n'est pas une ligne de ce détail. Écrivez plutôt %(nearest)s."
NO_TARGET = "%(token)s : aucune cible n'est fixée pour cette période."
NO_BASELINE = "%(token)s : cet indicateur n'a pas de valeur de référence."
NO_SHARE = "%(token)s : une part se demande pour une ligne d'un détail, par exemple %(nearest)s."
NO_VALUE = "%(token)s : cet indicateur n'a encore aucune valeur."


@dataclass(frozen=True)
class Figure:
    """A number of the edition inside a text: the words to print, which cell it is and where its page is.

    `part` says what of the cell is meant: its value, its target, its baseline or its share of the total.
    """

    token: str
    words: str
    code: str
    title: str
    period_kind: str
    period: str
    basis: str
    dimension: str
    category: str
    part: str
    masked: bool
    provisional: bool
    address: str
    told: tuple[str, ...] = ()

    @property
    def short_title(self) -> str:
        """What the number is, for whoever knows the indicator already."""
        return ", ".join(self.told)

    def marks(self, language: str) -> list[str]:
        """What must be said beside the number: that it is not counted, or not settled yet."""
        if self.part != "value" and self.part != "share":
            return []
        found = [said(BASES[self.basis], language)] if self.basis in ("estimated", "stated") else []
        return [*found, said(PROVISIONAL, language)] if self.provisional else found


class WrongToken(Exception):
    """A token that stands for nothing; `message` and `values` say why and what to write instead."""

    def __init__(self, reason: str, message: str, **values: object) -> None:
        self.reason, self.message, self.values = reason, message, values
        super().__init__(message)


@dataclass(frozen=True)
class Asked:
    """A token taken apart; what it does not say is empty.

    >>> asked = Asked.of("{{YOUTH|2025-Q3|sex=female}}", "YOUTH|2025-Q3|sex=female")
    >>> asked.code, asked.period, asked.dimension, asked.category
    ('YOUTH', '2025-Q3', 'sex', 'female')
    """

    token: str
    code: str
    period: str = ""
    dimension: str = ""
    category: str = ""
    basis: str = ""
    part: str = "value"

    @classmethod
    def of(cls, token: str, inside: str) -> "Asked":
        """What stands between the braces, piece by piece."""
        code, *rest = (piece.strip() for piece in inside.split("|"))
        told: dict[str, str] = {}
        for piece in rest:
            name, equals, value = (side.strip() for side in piece.partition("="))
            if equals and name in ("basis", "base"):
                told["basis"] = value
            elif equals:
                told["dimension"], told["category"] = name, value
            elif name.casefold() in PARTS:
                told["part"] = PARTS[name.casefold()]
            elif name:
                told["period"] = name
        return cls(token, code, **told)

    def written(self, **changes: str) -> str:
        """The token as it would be written with something in it changed."""
        asked = {"code": self.code, "period": self.period, "category": self.category} | changes
        pieces = [asked["code"], asked["period"]]
        pieces += [f"{self.dimension}={asked['category']}"] if self.dimension else []
        pieces += [self.part] if self.part != "value" else []
        return "{{" + "|".join(piece for piece in pieces if piece) + "}}"


def resolved(asked: Asked, snapshot: Snapshot, language: str, site: str = "") -> Figure:
    """The number that a token asks for. Raises WrongToken."""
    indicator = _indicator(asked, snapshot)
    table = _table(asked, indicator, language)
    cell = _cell(asked, table)
    words = _words(asked, indicator, table, cell, language)
    told = _told(asked, snapshot, table, language)
    masked = cell["masked"] and asked.part in ("value", "share")
    address = indicator_page(
        snapshot,
        indicator["code"],
        site,
        period_kind=table["period_kind"],
        period=table["period"],
        anchor="cuts" if asked.dimension else "over-time",
    )
    return Figure(
        token=asked.token,
        words=value_words("masked", language) if masked else words,
        code=indicator["code"],
        title=", ".join([text_in(indicator["title"], language), *told]),
        period_kind=table["period_kind"],
        period=table["period"],
        basis=table["basis"],
        dimension=asked.dimension,
        category=asked.category,
        part=asked.part,
        masked=masked,
        provisional=table.get("provisional", False),
        address=address,
        told=told,
    )


def _indicator(asked: Asked, snapshot: Snapshot) -> IndicatorPart:
    for indicator in snapshot["indicators"]:
        if indicator["code"] == asked.code:
            return indicator
    near = _near(asked.code, [indicator["code"] for indicator in snapshot["indicators"]])
    if near:
        raise WrongToken("token-unknown-code", UNKNOWN_CODE_NEAR, code=asked.code, nearest=asked.written(code=near))
    raise WrongToken("token-unknown-code", UNKNOWN_CODE, code=asked.code)


def _table(asked: Asked, indicator: IndicatorPart, language: str) -> TablePart:
    tables = [table for table in indicator["tables"] if asked.basis in ("", table["basis"])]
    if not asked.period:
        shown = headline({**indicator, "tables": tables})
        if shown is None:
            raise WrongToken("token-no-value", NO_VALUE)
        return shown
    found = [table for table in tables if table["period"] == asked.period]
    if found:
        return min(found, key=lambda table: table["basis"] != "counted")
    known = list(dict.fromkeys(table["period"] for table in tables))
    spoken = {period_words(table["period"], table["period_kind"], language): table["period"] for table in tables}
    near = _near(asked.period, [*known, *spoken])
    near = spoken.get(near, near)
    values = {"code": asked.code, "period": asked.period, "known": ", ".join(known[:12])}
    if near:
        raise WrongToken("token-unknown-period", UNKNOWN_PERIOD_NEAR, **values, nearest=asked.written(period=near))
    raise WrongToken("token-unknown-period", UNKNOWN_PERIOD, **values)


def _cell(asked: Asked, table: TablePart) -> CellPart:
    if not asked.dimension:
        if asked.part == "share":
            dimension, cells = next(iter(sorted(table["cuts"].items())), ("sex", []))
            category = cells[0]["category"] if cells else "female"
            example = Asked("", asked.code, asked.period, dimension, category, part="share").written()
            raise WrongToken("token-no-share", NO_SHARE, nearest=example)
        return table["total"]
    if asked.dimension not in table["cuts"]:
        known = ", ".join(sorted(table["cuts"])) or "–"
        raise WrongToken("token-unknown-dimension", UNKNOWN_DIMENSION, dimension=asked.dimension, known=known)
    for cell in table["cuts"][asked.dimension]:
        if cell["category"] == asked.category:
            return cell
    categories = [cell["category"] for cell in table["cuts"][asked.dimension]]
    near = _near(asked.category, categories)
    values = {"category": asked.category, "known": ", ".join(categories[:20])}
    if near:
        raise WrongToken(
            "token-unknown-category", UNKNOWN_CATEGORY_NEAR, **values, nearest=asked.written(category=near)
        )
    raise WrongToken("token-unknown-category", UNKNOWN_CATEGORY, **values)


def _words(asked: Asked, indicator: IndicatorPart, table: TablePart, cell: CellPart, language: str) -> str:
    if asked.part == "target":
        target = target_of(indicator, table)
        if target is None:
            raise WrongToken("token-no-target", NO_TARGET)
        return value_words(str(target), language, indicator["measure"])
    if asked.part == "baseline":
        reference = indicator["reference"]
        if reference is None:
            raise WrongToken("token-no-baseline", NO_BASELINE)
        value = reference["value"]
        return value_words(None if value is None else str(Decimal(value) / THOUSANDTHS), language, indicator["measure"])
    if asked.part == "share":
        if cell["masked"] or table["total"]["masked"]:
            return value_words("masked", language)
        part, whole = cell_value(cell), cell_value(table["total"])
        found = share(part, whole, language) if part is not None and whole is not None else None
        return found or value_words(None, language)
    return cell_words(indicator, cell, language)


def _told(asked: Asked, snapshot: Snapshot, table: TablePart, language: str) -> tuple[str, ...]:
    """What the number is, beside its indicator: period, category, and whether it is a target, a baseline, a share."""
    pieces = [period_words(table["period"], table["period_kind"], language)]
    if asked.dimension:
        pieces.append(category_words(snapshot, asked.dimension, asked.category, language))
    if asked.part != "value":
        pieces.append(said(TITLE_OF[asked.part], language))
    return tuple(pieces)


def _near(written: str, known: Iterable[str]) -> str:
    """The nearest right spelling, or nothing where nothing is near."""
    by_folded = {one.casefold(): one for one in known}
    found = get_close_matches(written.casefold(), by_folded, n=1, cutoff=0.55)
    return by_folded[found[0]] if found else ""
