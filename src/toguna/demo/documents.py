"""What the five source documents say, read from the files in `sources/`: every fact with its document and passage.

It checks that the files are complete and refer to one another rightly. It refuses to know the database, the fictional
programme, and whether what a document says is true: a figure here is *stated by a source*, never counted.

The shapes are in `toguna.demo.sources.shapes`. `load_documents()` gives one `SourceDocuments`:

    documents        SourceDocument   the five, keys "000" to "004"
    references       SourceDocument   public papers outside the five ("S1"): an award number, a date, full names
    places           Place            regions, the District of Bamako, cercles and communes that the documents name
    organisations    Organisation     named organisations; `roles` of a programme says what each does there
    programmes       ProgrammeFacts   CEP, UNW-MLI, PECIC-II, in this order
    not_quantities   NotAQuantity     printed figures that count nothing (dates, law numbers, enumeration…), with why

Texts in several languages are mappings {"fr": …, "en": …}. `printed` is a figure exactly as printed, `value` the
number it means (a Decimal; `thousandths` is the same as a whole number). `passage` is a short verbatim quote of
`document`, spaces folded; `occurrence` says which one when the document repeats it. `hedge` is "none", "at_least",
"more_than" or "over". All wholes and parts are in `partitions`; a value's `part_of` (and the whole's `parts_closed`)
is a tree taken from them, one partition for each whole.
"""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass, replace
from decimal import Decimal
from functools import cache
from importlib import resources
from types import NoneType, UnionType
from typing import Any, Literal, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from toguna.demo.sources.shapes import (
    Indicator,
    Listing,
    NotAQuantity,
    Organisation,
    Partition,
    Place,
    ProgrammeFacts,
    Share,
    SourceDocument,
    SourceDocuments,
    StatedValue,
    Texts,
)

PROGRAMME_FILES = ("cep.toml", "un_women.toml", "pecic.toml")
Table = Mapping[str, Any]
Shape = TypeVar("Shape")


class IncompleteSource(ValueError):
    """A file in `sources/` has a field too many, one too few, or points to something that is not there."""


@cache
def load_documents() -> SourceDocuments:
    """The five documents and all that they say, checked.

    >>> [document.key for document in load_documents().documents]
    ['000', '001', '002', '003', '004']
    """
    shared = _table("documents.toml")
    programme_tables = [_table(name) for name in PROGRAMME_FILES]
    uncounted = [*shared.pop("not_a_quantity", [])]
    for table in programme_tables:
        uncounted += _with_document(table.pop("not_a_quantity", []), table.get("document"))
    read = SourceDocuments(
        documents=_shapes(SourceDocument, shared["document"], "document"),
        references=_shapes(SourceDocument, shared["reference"], "reference"),
        places=_shapes(Place, _table("places.toml")["place"], "place"),
        organisations=_shapes(Organisation, _table("organisations.toml")["organisation"], "organisation"),
        not_quantities=_shapes(NotAQuantity, uncounted, "not_a_quantity"),
        programmes=tuple(_programme(table) for table in programme_tables),
    )
    _check_references(read)
    return read


def _table(name: str) -> dict[str, Any]:
    text = resources.files("toguna.demo.sources").joinpath(name).read_text(encoding="utf-8")
    return tomllib.loads(text, parse_float=Decimal)


def _programme(table: dict[str, Any]) -> ProgrammeFacts:
    default = table.pop("document", None)
    # In the files one table is one fact, so the keys are singular; the shapes hold many.
    plural = {_PLURALS.get(key, f"{key}s"): value for key, value in table.items() if key != "programme"}
    facts = shape_from(ProgrammeFacts, {"programme": table["programme"], **plural}, "programme", default)
    indicators = tuple(_with_open_bands(indicator) for indicator in facts.indicators)
    return replace(facts, stated_values=_with_wholes(facts), indicators=indicators)


_PLURALS: Mapping[str, str] = {"activity": "activities"}


def _with_wholes(facts: ProgrammeFacts) -> tuple[StatedValue, ...]:
    """Each value with the whole it is part of. One whole keeps one partition, so that its parts are never two sets."""
    whole_of: dict[str, str] = {}
    closed: dict[str, bool] = {}
    for partition in facts.partitions:
        if partition.whole not in closed and not any(part in whole_of for part in partition.parts):
            closed[partition.whole] = partition.closed
            whole_of |= dict.fromkeys(partition.parts, partition.whole)
    return tuple(
        replace(value, part_of=whole_of.get(value.id), parts_closed=closed.get(value.id))
        for value in facts.stated_values
    )


def _with_open_bands(indicator: Indicator) -> Indicator:
    """The indicator with its open age bands as definitions write them: TOML has no word for "no upper end"."""
    bands = indicator.definition.get("age_bands")
    if bands is None:
        return indicator
    written = [band if len(band) == 2 else [*band, None] for band in bands]
    return replace(indicator, definition={**indicator.definition, "age_bands": written})


def _with_document(tables: Iterable[Table], document: str | None) -> list[Table]:
    return [{"document": document, **table} if document else table for table in tables]


def _shapes(shape: type[Shape], tables: Iterable[Table], where: str) -> tuple[Shape, ...]:
    return tuple(shape_from(shape, table, f"{where}[{number}]") for number, table in enumerate(tables, start=1))


def shape_from(shape: type[Shape], table: Table, where: str, document: str | None = None) -> Shape:
    """One frozen object from one table: every key must be a field, every field without default must be given."""
    wanted = {one.name: one for one in fields(cast(Any, shape))}
    given = {("if_" if key == "if" else key): value for key, value in table.items()}
    if document and "document" in wanted:
        given.setdefault("document", document)
    unknown = sorted(set(given) - set(wanted))
    missing = sorted(name for name, one in wanted.items() if name not in given and _is_required(one))
    if unknown or missing:
        raise IncompleteSource(f"{where} ({_label(table)}): unknown fields {unknown}, missing fields {missing}")
    hints = get_type_hints(shape)
    return shape(**{name: _fit(hints[name], value, f"{where}.{name}", document) for name, value in given.items()})


def _is_required(one: "Field[Any]") -> bool:
    return one.default is MISSING and one.default_factory is MISSING


def _label(table: Table) -> object:
    return table.get("id") or table.get("code") or table.get("key") or table.get("passage") or "without a name"


def _fit(wanted: Any, value: Any, where: str, document: str | None) -> Any:
    """The value as the shape wants it, or IncompleteSource that says where it does not fit."""
    origin = get_origin(wanted)
    if origin in (Union, UnionType):
        return _fit(next(one for one in get_args(wanted) if one is not NoneType), value, where, document)
    if origin is Literal:
        fits = value in get_args(wanted)
    elif origin is tuple:
        inside = get_args(wanted)
        if inside[-1] is not Ellipsis:
            return tuple(value)
        return tuple(_fit(inside[0], one, f"{where}[{number}]", document) for number, one in enumerate(value, start=1))
    elif is_dataclass(wanted):
        return shape_from(cast(Any, wanted), value, where, document)
    elif wanted is Decimal:
        return Decimal(value)
    elif wanted == Texts:
        fits = isinstance(value, dict) and set(value) == {"fr", "en"} and all(value.values())
    else:
        fits = isinstance(value, origin or wanted)
    if not fits:
        raise IncompleteSource(f"{where}: {value!r} is not a {wanted}")
    return value


def _check_references(read: SourceDocuments) -> None:
    """Everything that is pointed to must be there, and only once."""
    papers = _unique("document", (one.key for one in (*read.documents, *read.references)))
    places = _unique("place", (one.key for one in read.places))
    organisations = _unique("organisation", (one.code for one in read.organisations))
    _expect("place", places, (one.within for one in read.places))
    for facts in read.programmes:
        code = facts.programme.code
        results = _unique("result", (one.code for one in facts.results))
        values = _unique("stated value", (one.id for one in facts.stated_values))
        indicators = _unique("indicator", (one.code for one in facts.indicators))
        periods = _unique("period", (one.key for one in facts.periods))
        arithmetic: tuple[Partition | Share | Listing, ...] = (*facts.partitions, *facts.shares, *facts.listings)
        checks = _unique("check", (one.id for one in arithmetic))
        _unique("remark", (one.id for one in facts.remarks))
        _unique("activity", (one.code for one in facts.activities))
        numbers = {one.number for one in facts.objectives}
        for thing in things_in(facts):
            at = f"{code} {type(thing).__name__}"
            _expect(f"{at} document", papers, _pointed(thing, "document"))
            _expect(f"{at} place", places, _pointed(thing, "place", "places", "named"))
            _expect(
                f"{at} organisation",
                organisations,
                _pointed(thing, "organisation", "works_under", "organisations", "partners", "giver", "receiver"),
            )
            _expect(f"{at} result", results, _pointed(thing, "result", "parent", "results"))
            _expect(f"{at} indicator", indicators, _pointed(thing, "indicator"))
            _expect(f"{at} objective", numbers, _pointed(thing, "objective"))
            _expect(f"{at} value", values, _pointed(thing, "whole", "parts", "part", "percent", "value", "values"))
            _expect(f"{at} period", periods, _pointed(thing, "period"))
            _expect(f"{at} check", checks, _pointed(thing, "fails"))


def _unique(what: str, names: Iterable[str]) -> set[str]:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise IncompleteSource(f"{what} {name!r} is there twice")
        seen.add(name)
    return seen


def _pointed(thing: object, *names: str) -> list[object]:
    """What a fact points to under these names; a Decimal under `value` is a number, not a pointer."""
    found: list[object] = []
    for name in names:
        target = getattr(thing, name, None)
        found += target if isinstance(target, tuple) else [target]
    return [one for one in found if isinstance(one, str | int) and one != ""]


def _expect(what: str, known: set[str] | set[int], pointed: Iterable[object]) -> None:
    unknown = sorted({str(one) for one in pointed if one is not None and one not in known})
    if unknown:
        raise IncompleteSource(f"{what}: nothing is called {', '.join(unknown)}")


def things_in(thing: object) -> Iterator[object]:
    """Every fact inside a fact, itself first: a programme's dates, an outcome's theory of change, and so on."""
    if is_dataclass(thing):
        yield thing
        for one in fields(thing):
            yield from things_in(getattr(thing, one.name))
    elif isinstance(thing, tuple):
        for one in thing:
            yield from things_in(one)
