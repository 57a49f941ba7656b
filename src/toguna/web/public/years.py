"""A year of a programme: is each result reached, why do we think so, which figures support it.

It shows what the newest edition says, from the same document as the edition's files.
"""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from toguna.publish.documents.annual_results import annual_results
from toguna.publish.documents.chosen import years_of
from toguna.publish.documents.on_screen import blocks_as_html, line_as_html
from toguna.publish.words import text_in
from toguna.store.programmes.queries import public_programme
from toguna.store.publications.models import Edition
from toguna.store.publications.queries import public_files
from toguna.store.publications.replies import public_replies
from toguna.web.public.door import everyone, language, public_page, step, way
from toguna.web.public.frozen import latest_reading

REPLIES_SHOWN = 5


@everyone
def year_results(request: HttpRequest, code: str, year: int) -> HttpResponseBase:
    """The results of one year."""
    programme = public_programme(code)
    reading = latest_reading(programme)
    years = years_of(reading.content) if reading else []
    if reading is None or year not in years:
        raise Edition.DoesNotExist
    document = annual_results(reading.content, year, language())
    names = {f"resultats-{year}.fr.pdf", f"results-{year}.en.pdf"}
    return public_page(
        request,
        "year",
        programme=programme,
        document=document,
        beside=mark_safe(line_as_html(document.beside)),  # noqa: S308 - escaped by the markup
        body=mark_safe(blocks_as_html(document.blocks)),  # noqa: S308 - escaped by the markup
        year=year,
        years=[one for one in reversed(years) if one != year],
        edition=reading.edition,
        replies=public_replies().filter(edition=reading.edition)[:REPLIES_SHOWN],
        files=[file for file in public_files(reading.edition) if file.name in names and not reading.withdraws],
        demonstration=programme.fictional,
        breadcrumb=way(
            step(text_in(programme.name, language()), reverse("public:programme", args=[code])),
            step(_("Résultats de l'année %(year)s") % {"year": year}),
        ),
    )
