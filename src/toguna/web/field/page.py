"""The page itself: a shell that is the same for everybody, its service worker, its manifest, and the built files.

The shell names nobody, so that a browser may keep it and show it without a network; who is there, and what they may
see, is asked by its script.
"""

import hashlib
import json
from pathlib import Path

from csp.constants import NONE, SELF
from csp.decorators import csp_replace
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from toguna.web.field.building import why_not_built
from toguna.web.field.bundle import MEDIA_TYPES, SOURCES, Bundle, built
from toguna.web.field.door import AgentRequest, agents_page
from toguna.web.field.words import words_in

ICONS = (("field/toguna-192.png", "192x192"), ("field/toguna-512.png", "512x512"))
FOREVER = "public, max-age=31536000, immutable"
# The engine reads XPath with WebAssembly; photos that are not sent yet are shown from memory.
POLICY = {
    "default-src": [SELF],
    "script-src": [SELF, "'wasm-unsafe-eval'"],
    "img-src": [SELF, "blob:", "data:"],
    "media-src": [SELF, "blob:"],
    "object-src": [NONE],
    "base-uri": [SELF],
    "form-action": [SELF],
    "frame-ancestors": [NONE],
}


@csp_replace(POLICY)
@agents_page
def page(request: AgentRequest) -> HttpResponse:
    """The page on which forms are filled in; while it is being built, a page that says so."""
    found = built()
    if found is None:
        why = why_not_built()
        return render(request, "field/preparing.html", {"why": why}, status=200 if not why else 503)
    return _unless_known(request, HttpResponse(shell(found)))


@require_safe
def service_worker(request: HttpRequest) -> HttpResponse:
    """What lets the page open without a network: it keeps the shell and the built files, and nothing about anybody."""
    found = built()
    kept: dict[str, object] = {"version": "", "page": reverse("field:page"), "files": []}
    if found is not None:
        body = shell(found)
        kept |= {"version": hashlib.sha256(body.encode()).hexdigest()[:16], "files": kept_files(found)}
    source = (SOURCES / "service_worker.js").read_text()
    answer = HttpResponse(f"const KEPT = {json.dumps(kept)};\n{source}", content_type="text/javascript")
    return _unless_known(request, answer)


@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """What a telephone needs to put the page on its screen."""
    about = {
        "name": _("Toguna, fiches de terrain"),
        "short_name": "Toguna",
        "id": reverse("field:page"),
        "start_url": reverse("field:page"),
        "scope": reverse("field:page"),
        "display": "standalone",
        "background_color": "#fdfcf9",
        "theme_color": "#2b2769",
        "icons": [
            {"src": static(name), "sizes": size, "type": "image/png", "purpose": "any maskable"} for name, size in ICONS
        ],
    }
    return _unless_known(request, HttpResponse(json.dumps(about), content_type="application/manifest+json"))


@require_safe
def bundle_file(request: HttpRequest, name: str) -> HttpResponse:
    """One built file, as small as the browser takes it. Its name changes with its content, so it is kept for good."""
    found = built()
    try:
        if found is None:
            raise KeyError(name)
        path, encoding = found.file(name, request.headers.get("Accept-Encoding", ""))
    except KeyError:
        raise Http404 from None
    kind = MEDIA_TYPES.get(Path(name).suffix, "application/octet-stream")
    answer = HttpResponse(path.read_bytes(), content_type=kind)
    if encoding:
        answer["Content-Encoding"] = encoding
    answer["Vary"] = "Accept-Encoding"
    answer["Cache-Control"] = FOREVER
    return answer


def shell(bundle: Bundle) -> str:
    """The page as everybody gets it, its words in every language."""
    languages = {code: words_in(code) for code, _name in settings.LANGUAGES}
    names = [{"code": code, "name": str(name)} for code, name in settings.LANGUAGES]
    with translation.override(settings.LANGUAGE_CODE):
        return render_to_string(
            "field/page.html",
            {
                "script": reverse("field:bundle", kwargs={"name": bundle.script}),
                "style": reverse("field:bundle", kwargs={"name": bundle.style}),
                "words": {"languages": names, "words": languages, "addresses": addresses()},
            },
        )


def addresses() -> dict[str, str]:
    """Where the page's script asks and sends."""
    return {
        "page": reverse("field:page"),
        "worker": reverse("field:service-worker"),
        "account": reverse("field:account"),
        "forms": reverse("field:forms"),
        "records": reverse("field:records"),
        "names": reverse("field:names"),
        "submission": reverse("field:submission"),
        "desk": reverse("desk:work"),
        "login": reverse("account_login"),
        "logout": reverse("account_logout"),
    }


def kept_files(bundle: Bundle) -> list[str]:
    """Every address that the page needs without a network."""
    own = [reverse("field:bundle", kwargs={"name": name}) for name in bundle.files]
    shared = [static("layout/toguna.css"), static("layout/toguna.svg"), static(ICONS[0][0])]
    return [*own, *shared, reverse("field:manifest")]


def _unless_known(request: HttpRequest, answer: HttpResponse) -> HttpResponse:
    """The answer, or 304 where the browser has these very bytes; it asks every time."""
    mark = f'"{hashlib.sha256(answer.content).hexdigest()[:20]}"'
    offered = request.headers.get("If-None-Match", "").removeprefix("W/")
    known: HttpResponse = HttpResponseNotModified() if offered == mark else answer
    known["ETag"] = mark
    known["Cache-Control"] = "no-cache"
    return known
