"""A list as every page of the desk shows one: filters and order in the address, a count, pages, and its CSV.

The CSV is the same list: same filters, same order, every row. It knows nothing of what is listed.
"""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase

ROWS = 40

# A spreadsheet would run what begins with one of these as a formula.
DANGEROUS = ("=", "+", "-", "@", "\t", "\r")


class FilterForm(forms.Form):
    """The filters of a list. They are optional; one that cannot be read is told and filters nothing."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        for field in self.fields.values():
            field.required = False

    def chosen(self) -> dict[str, Any]:
        """The filters that were set and understood."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value not in (None, "", [])}


@dataclass(frozen=True)
class Listing:
    """One page of a list, and what is needed to show it again in another way."""

    page: Page[Any]
    form: FilterForm
    order: str
    query: str

    @property
    def count(self) -> int:
        """How many rows the filters leave."""
        return self.page.paginator.count

    @property
    def is_filtered(self) -> bool:
        """Whether any filter is set."""
        return bool(self.form.chosen())


def listing(
    request: HttpRequest, rows: QuerySet[Any], form: FilterForm, orders: Mapping[str, Sequence[str]], default: str
) -> Listing:
    """The page that the address asks for. An order or a page that does not exist is the first one."""
    order = chosen_order(request, orders, default)
    page = Paginator(ordered(rows, orders, order), ROWS).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    return Listing(page, form, order, query.urlencode())


def chosen_order(request: HttpRequest, orders: Mapping[str, Sequence[str]], default: str) -> str:
    """The order in the address if it is one that the list offers; a leading minus turns it round."""
    asked = request.GET.get("sort", default)
    return asked if asked.removeprefix("-") in orders else default


def ordered(rows: QuerySet[Any], orders: Mapping[str, Sequence[str]], order: str) -> QuerySet[Any]:
    """The rows in that order; the key settles ties so that no row shows on two pages."""
    columns = list(orders[order.removeprefix("-")])
    if order.startswith("-"):
        columns = [column.removeprefix("-") if column.startswith("-") else f"-{column}" for column in columns]
    return rows.order_by(*columns, "pk")


def harmless(value: object) -> str:
    """A cell that no spreadsheet takes for a formula.

    >>> harmless("=1+1"), harmless(-3), harmless(None)
    ("'=1+1", '-3', '')
    """
    if value is None:
        return ""
    text = str(value)
    return f"'{text}" if isinstance(value, str) and text.startswith(DANGEROUS) else text


class _Line:
    def write(self, text: str) -> str:
        return text


def csv_answer(name: str, header: Sequence[object], rows: Iterable[Sequence[object]]) -> HttpResponseBase:
    """A list as a CSV file, sent row by row; it begins with a mark so that a spreadsheet reads its accents."""
    writer = csv.writer(_Line())

    def lines() -> Iterator[str]:
        yield "\ufeff"
        yield writer.writerow([str(word) for word in header])
        for row in rows:
            yield writer.writerow([harmless(value) for value in row])

    response = StreamingHttpResponse(lines(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
