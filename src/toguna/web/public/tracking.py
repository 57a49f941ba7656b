"""The indicator tracking table of an edition: what was aimed at, what was reached, and why they differ."""

from urllib.parse import urlencode

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from toguna.publish.snapshot import IndicatorPart, TablePart
from toguna.publish.tracking.shown import shown_table
from toguna.publish.tracking.table import tracking_table
from toguna.publish.words import period_words, text_in
from toguna.store.publications.queries import public_files
from toguna.web.public.door import everyone, language, public_page, step, way
from toguna.web.public.files import in_reading_order
from toguna.web.public.frozen import Reading, reading_of


@everyone
def tracking(request: HttpRequest, code: str, number: int) -> HttpResponseBase:
    """The table of one year of an edition; every number leads to its indicator in that edition."""
    reading = reading_of(code, number)
    table = tracking_table(reading.content, request.GET.get("year", ""))
    shown = shown_table(table, language(), _Addresses(reading))
    programme = reading.edition.programme
    files = [file for file in public_files(reading.edition) if "tableau-de-suivi" in file.name or "track" in file.name]
    return public_page(
        request,
        "tracking",
        edition=reading.edition,
        programme=programme,
        reading=reading,
        table=shown,
        years=[(year.code, period_words(year.code, year.kind, language())) for year in table.years],
        opened=request.GET.get("open", ""),
        files=in_reading_order(files),
        demonstration=reading.edition.fictional,
        breadcrumb=way(
            step(text_in(programme.name, language()), reverse("public:programme", args=[code])),
            step(_("Édition %(number)s") % {"number": number}, reverse("public:edition", args=[code, number])),
            step(_("Tableau de suivi")),
        ),
    )


class _Addresses:
    """Where each number of an edition opens."""

    def __init__(self, reading: Reading) -> None:
        self.programme, self.number = reading.edition.programme.code, reading.edition.number

    def __call__(self, indicator: IndicatorPart, table: TablePart, dimension: str, _category: str) -> str:
        page = reverse("public:indicator", args=[self.programme, indicator["code"]])
        asked = {"by": table["period_kind"], "period": table["period"], "edition": self.number}
        return f"{page}?{urlencode(asked)}{'#cuts' if dimension else ''}"
