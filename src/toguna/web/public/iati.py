"""The newest edition of a programme as an IATI file of today: what was withdrawn since is not in it.

The file of an edition is closed while it names what was withdrawn; this one is always there to be read.
"""

import hashlib

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _

from toguna.publish.iati.from_snapshot import export
from toguna.publish.iati.publisher import NotExportable
from toguna.publish.snapshot import digest
from toguna.store.programmes.queries import public_programme
from toguna.store.publications.models import Edition
from toguna.web.public.door import everyone, public_page
from toguna.web.public.frozen import Reading, latest_reading

# As long as the file may be older than this program; what it says is named by the key.
SECONDS_KEPT = 3600


@everyone
def iati(request: HttpRequest, code: str) -> HttpResponseBase:
    """The programme for the aid registry."""
    programme = public_programme(code)
    reading = latest_reading(programme)
    if reading is None:
        raise Edition.DoesNotExist
    try:
        body = _written(reading)
    except NotExportable as refused:
        finding = refused.finding
        return public_page(request, "no_iati", status=404, programme=programme, why=_(finding.message) % finding.values)
    etag = f'"{hashlib.sha256(body).hexdigest()}"'
    answer = HttpResponse(
        body,
        content_type="application/xml",
        headers={
            "Content-Disposition": f'inline; filename="{code}-iati.xml"',
            "Cache-Control": "public, no-cache",
            "ETag": etag,
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
        },
    )
    return get_conditional_response(request, etag=etag, response=answer) or answer


def _written(reading: Reading) -> bytes:
    """The file, written anew only when the edition or what is withdrawn has changed. Raises NotExportable."""
    key = f"iati:{digest(reading.content)}"
    kept: bytes | None = cache.get(key)
    if kept is None:
        kept = export([reading.content]).body()
        cache.set(key, kept, SECONDS_KEPT)
    return kept
