"""What an indicator counts: a stored definition over verified facts, from which its query and its sentence both come.

A definition is one JSON object, read strictly. It knows which of its cells add up; it knows neither facts nor values,
nor how a database would find them.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field

from toguna.rules.conditions import AgeRange, Basis, Conditions, FactKind
from toguna.rules.contradictions import contradictions_in
from toguna.rules.counts import (
    BASIS_DIMENSION,
    PERIOD_DIMENSION,
    SEVERAL_VALUED,
    UNKNOWN,
    Count,
    Dimension,
    DimensionName,
    Measure,
    PlaceOf,
)
from toguna.rules.findings import Finding
from toguna.rules.periods import PeriodKind
from toguna.rules.strict_json import MISSING, NOT_IN_LIST, StrictReader

FORMAT = 1

BAD_BANDS = "« %(found)s » n'est pas une liste de tranches d'âge : écrivez par exemple [[0, 14], [15, 35], [36, null]]."
BAD_DIMENSION = '« %(found)s » n\'est pas une ventilation connue. Choix possibles : %(known)s, {"place": niveau}.'
BAD_FORMAT = "Cette définition est écrite dans un format (%(found)s) que cette version ne sait pas lire."


class DefinitionError(ValueError):
    """A definition that cannot be counted; `findings` say everything that is wrong with it."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = list(findings)
        super().__init__(" ".join(finding.text() for finding in self.findings))


@dataclass(frozen=True)
class Definition:
    """What an indicator counts, cut how, over which periods. Making one that makes no sense raises DefinitionError.

    >>> youth = Definition.from_json({"count": "people", "where": {"activity_kind": ["training"], "age": [15, 35]},
    ...                               "dimensions": ["sex", {"place": 1}], "periods": ["us_fiscal_year"]})
    >>> youth.additive("sex"), youth.additive("place")
    (True, False)
    """

    count: Count
    periods: tuple[PeriodKind, ...]
    where: Conditions = field(default_factory=Conditions)
    dimensions: tuple[Dimension, ...] = ()
    age_bands: tuple[AgeRange, ...] = ()
    place: PlaceOf = PlaceOf.EVENT
    place_edition: str = "day"
    cumulative: bool = False
    numerator: Measure | None = None
    denominator: Measure | None = None
    percent: bool = True

    def __post_init__(self) -> None:
        findings = list(contradictions_in(self))
        if findings:
            raise DefinitionError(findings)

    @property
    def measures(self) -> tuple[Measure, ...]:
        """What is counted: one measure, or numerator and denominator."""
        if self.numerator is not None and self.denominator is not None:
            return (self.numerator, self.denominator)
        return (Measure(self.count, self.where),)

    @property
    def keeps_basis_apart(self) -> bool:
        """Whether several bases were asked for: then each is reported by itself and none is ever added to another."""
        return any(len(measure.where.basis) > 1 for measure in self.measures)

    def dimension(self, name: str) -> Dimension | None:
        """The dimension of that name, if the definition is cut by it."""
        return next((one for one in self.dimensions if one.name == name), None)

    def additive(self, dimension: str) -> bool:
        """Whether the cells along a dimension (or "period") add up to the total.

        A person who came in two regions or in two quarters stands in both cells and once in the total. Sex and age band
        are one per person and period, so they do add up. Seats and sums add up, except over topics, which a fact may
        have several of. A mean, a ratio and the bases never do.

        >>> seats = Definition(Count.SEATS, (PeriodKind.QUARTER,))
        >>> seats.additive("place"), seats.additive("topic"), seats.additive("period")
        (True, False, True)
        """
        if dimension in SEVERAL_VALUED or dimension == BASIS_DIMENSION:
            return False
        match self.count:
            case Count.SEATS | Count.SUM:
                return dimension != PERIOD_DIMENSION or not self.cumulative
            case Count.PEOPLE:
                return dimension in (DimensionName.SEX, DimensionName.AGE_BAND)
            case Count.EVENTS:
                return dimension == DimensionName.ACTIVITY_KIND
            case Count.LATEST:
                return dimension == DimensionName.PLACE and self.place_edition != "day"
        return False

    def to_json(self) -> dict[str, object]:
        """As it is stored: only what the definition says, so that a new option never changes an old definition."""
        stored: dict[str, object] = {"format": FORMAT, "count": str(self.count)}
        for key, part in (("numerator", self.numerator), ("denominator", self.denominator)):
            if part is not None:
                stored[key] = part.to_json()
        if where := self.where.to_json():
            stored["where"] = where
        if self.dimensions:
            stored["dimensions"] = [one.to_json() for one in self.dimensions]
        if self.age_bands:
            stored["age_bands"] = [band.to_json() for band in self.age_bands]
        if self.place is not PlaceOf.EVENT:
            stored["place"] = str(self.place)
        if self.place_edition != "day":
            stored["place_edition"] = self.place_edition
        if self.cumulative:
            stored["cumulative"] = True
        if not self.percent:
            stored["percent"] = False
        return stored | {"periods": [str(kind) for kind in self.periods]}

    def canonical(self) -> str:
        """The one text of this definition: two definitions that say the same have the same text."""
        return json.dumps(self.to_json(), ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    def fingerprint(self) -> str:
        """SHA-256 of the canonical text, to tell one version from another."""
        return hashlib.sha256(self.canonical().encode()).hexdigest()

    @classmethod
    def from_json(cls, content: object) -> "Definition":
        """Read a stored definition. Raises DefinitionError with every error found."""
        reader = StrictReader(content, "definition")
        definition = _read(reader)
        if reader.findings or definition is None:
            raise DefinitionError(reader.findings)
        return definition


def findings_in(content: object) -> list[Finding]:
    """What is wrong with a stored definition; nothing when it can be counted.

    >>> [finding.text() for finding in findings_in({"count": "sum", "periods": ["year"]})]
    ["« sum » demande une unité (« unit ») : des livrets et des hectares ne s'additionnent pas."]
    """
    try:
        Definition.from_json(content)
    except DefinitionError as error:
        return error.findings
    return []


def _read(reader: StrictReader) -> Definition | None:
    if reader.value("format") not in (None, FORMAT):
        reader.refuse("bad-format", BAD_FORMAT, "format", found=reader.value("format"))
        return None
    if not reader.has("count"):
        reader.refuse("missing", MISSING, "count")
    count = reader.choice("count", Count)
    where = Conditions.read(StrictReader(reader.value("where") or {}, "where", reader.findings))
    parts = {key: _read_part(reader, key) for key in ("numerator", "denominator")}
    dimensions = [_read_dimension(reader, found) for found in reader.listed("dimensions")]
    bands = [AgeRange.read(found) for found in reader.listed("age_bands")]
    if None in bands:
        reader.refuse("bad-bands", BAD_BANDS, "age_bands", found=reader.value("age_bands"))
    periods = _read_periods(reader)
    place = reader.choice("place", PlaceOf) or PlaceOf.EVENT
    edition = reader.text("place_edition") or "day"
    cumulative, percent = reader.flag("cumulative"), reader.flag("percent")
    reader.refuse_unknown_keys()
    if reader.findings or count is None:
        return None
    try:
        return Definition(
            count,
            periods,
            where,
            tuple(one for one in dimensions if one),
            tuple(band for band in bands if band),
            place,
            edition,
            bool(cumulative),
            parts["numerator"],
            parts["denominator"],
            percent is not False,
        )
    except DefinitionError as error:
        reader.findings.extend(error.findings)
        return None


def _read_part(reader: StrictReader, key: str) -> Measure | None:
    stored = reader.value(key)
    if stored is None:
        return None
    part = StrictReader(stored, key, reader.findings)
    if not part.has("count"):
        part.refuse("missing", MISSING, "count")
    count = part.choice("count", Count)
    where = Conditions.read(StrictReader(part.value("where") or {}, f"{key}.where", reader.findings))
    part.refuse_unknown_keys()
    return None if count is None else Measure(count, where)


def _read_dimension(reader: StrictReader, found: object) -> Dimension | None:
    dimension = Dimension.read(found)
    if dimension is None:
        known = ", ".join(name for name in DimensionName if name is not DimensionName.PLACE)
        reader.refuse("bad-dimension", BAD_DIMENSION, "dimensions", found=found, known=known)
    return dimension


def _read_periods(reader: StrictReader) -> tuple[PeriodKind, ...]:
    kinds = []
    for found in reader.listed("periods"):
        if found in set(PeriodKind):
            kinds.append(PeriodKind(str(found)))
        else:
            reader.refuse("not-in-list", NOT_IN_LIST, "periods", found=found, known=", ".join(PeriodKind))
    return tuple(dict.fromkeys(kinds))


__all__ = [
    "BASIS_DIMENSION",
    "PERIOD_DIMENSION",
    "SEVERAL_VALUED",
    "UNKNOWN",
    "AgeRange",
    "Basis",
    "Conditions",
    "Count",
    "Definition",
    "DefinitionError",
    "Dimension",
    "DimensionName",
    "FactKind",
    "Measure",
    "PeriodKind",
    "PlaceOf",
    "findings_in",
]
