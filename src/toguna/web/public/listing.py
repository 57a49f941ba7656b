"""A public list: search, filters and order in the address, a count, pages, and the same list as CSV.

The CSV is exactly what is listed: same filters, same order, every page of it. It knows nothing of what is listed.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse

from toguna.publish.tables import csv_bytes
from toguna.rules.withdrawal import Withdrawn
from toguna.store.publications.withdrawals import withdrawn_now

ROWS = 30


@dataclass(frozen=True)
class Choice:
    """One option of a filter."""

    code: str
    label: str


@dataclass(frozen=True)
class Filter:
    """One filter: the name it has in the address, its label, its options, and how it narrows the rows."""

    name: str
    label: str
    choices: Sequence[Choice]
    narrow: Callable[[Any, str], Any]
    chosen: str = ""


@dataclass(frozen=True)
class Heading:
    """A column that can be sorted by: its label, the address that sorts by it, and how it is sorted now."""

    label: str
    address: str = ""
    sorted: str = ""
    is_number: bool = False


@dataclass(frozen=True)
class Listing:
    """One page of a list and what is needed to show it in another way."""

    page: Page[Any]
    filters: Sequence[Filter]
    words: str
    headings: Sequence[Heading]
    address: str

    @property
    def count(self) -> int:
        """How many rows the filters leave."""
        return self.page.paginator.count

    @property
    def is_filtered(self) -> bool:
        """Whether anything was searched or filtered."""
        return bool(self.words) or any(one.chosen for one in self.filters)

    @property
    def export(self) -> str:
        """The address of the same list as CSV."""
        return f"?{self.address}&format=csv" if self.address else "?format=csv"


@dataclass(frozen=True)
class Column:
    """A column of a list: its label, the fields it is sorted by (none: it is not), and what the CSV says in it."""

    name: str
    label: str
    order: Sequence[str] = ()
    written: Callable[[Any], object] = str
    is_number: bool = False


def listing(
    request: HttpRequest,
    rows: QuerySet[Any],
    *,
    columns: Sequence[Column],
    filters: Sequence[Filter] = (),
    search: Callable[[Any, str], Any] | None = None,
    default: str,
) -> tuple[Listing, QuerySet[Any]]:
    """The page that the address asks for, and all the rows its filters leave, in its order.

    A filter, an order or a page that does not exist is as if it were not asked for.
    """
    asked: dict[str, str] = {}
    words = request.GET.get("q", "").strip()[:80] if search else ""
    if search and words:
        rows, asked["q"] = search(rows, words), words
    chosen = [_chosen(request, one) for one in filters]
    for one in chosen:
        if one.chosen:
            rows, asked[one.name] = one.narrow(rows, one.chosen), one.chosen
    orders = {column.name: column.order for column in columns if column.order}
    sort = request.GET.get("sort", default)
    if sort.removeprefix("-") not in orders:
        sort = default
    if sort != default:
        asked["sort"] = sort
    ordered = rows.order_by(*_turned(orders[sort.removeprefix("-")], sort.startswith("-")), "pk")
    page = Paginator(ordered, ROWS).get_page(request.GET.get("page"))
    headings = [_heading(column, sort, asked) for column in columns]
    return Listing(page, chosen, words, headings, urlencode(asked)), ordered


def csv_answer(name: str, columns: Sequence[Column], rows: Iterable[Any]) -> HttpResponse:
    """The rows as a CSV file that a spreadsheet opens."""
    withdrawn = withdrawn_now()
    written = ([_shown(one.written(row), withdrawn) for one in columns] for row in rows)
    body = csv_bytes([column.label for column in columns], written)
    return HttpResponse(
        body,
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}.csv"', "X-Content-Type-Options": "nosniff"},
    )


def wants_csv(request: HttpRequest) -> bool:
    """Whether the address asks for the list as CSV."""
    return request.GET.get("format") == "csv"


def choices_of(codes: Mapping[str, str]) -> list[Choice]:
    """Options in the order given."""
    return [Choice(code, label) for code, label in codes.items()]


def _shown(written: object, withdrawn: Withdrawn) -> object:
    """A cell without a word that would betray what is withdrawn."""
    return withdrawn.conceal(written) if isinstance(written, str) else written


def _chosen(request: HttpRequest, one: Filter) -> Filter:
    asked = request.GET.get(one.name, "")
    known = asked in {choice.code for choice in one.choices}
    return Filter(one.name, one.label, one.choices, one.narrow, asked if known else "")


def _turned(order: Sequence[str], backwards: bool) -> list[str]:
    if not backwards:
        return list(order)
    return [field.removeprefix("-") if field.startswith("-") else f"-{field}" for field in order]


def _heading(column: Column, sort: str, asked: Mapping[str, str]) -> Heading:
    if not column.order:
        return Heading(column.label, is_number=column.is_number)
    backwards = sort == column.name
    sorted_now = {column.name: "ascending", f"-{column.name}": "descending"}.get(sort, "none")
    address = urlencode({**asked, "sort": f"-{column.name}" if backwards else column.name})
    return Heading(column.label, f"?{address}", sorted_now, column.is_number)
