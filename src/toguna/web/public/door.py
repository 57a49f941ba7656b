"""The public door: who may come in is everyone, so this says how a page is rendered, kept and found missing.

A page holds a form token (the language switch), so only the reader's own browser may keep it, for a minute; then it
asks again and mostly hears that nothing changed. The frozen files of editions hold none and may be kept by anybody who
asks each time whether they are still open.
"""

import hashlib
import re
from collections.abc import Callable
from functools import wraps
from html import escape
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from toguna.store.publications.withdrawals import withdrawn_now

View = Callable[..., HttpResponseBase]

SECONDS_KEPT = 60
# The token is drawn anew for every answer although nothing else changed.
TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]*"')
# What of a page is read: the text between tags, and the attributes that are read out or listed.
READ = re.compile(r'>[^<]+<|\s(?:alt|title|aria-label|content|data-label)="[^"]*"')
CONCEALED = "[…]"


def everyone(view: View) -> View:
    """Open a view to everybody, for reading; what does not exist or is withdrawn is a kind 404."""

    @require_safe
    @wraps(view)
    def opened(request: HttpRequest, *arguments: Any, **named: Any) -> HttpResponseBase:
        try:
            response = view(request, *arguments, **named)
        except ObjectDoesNotExist as error:
            raise Http404 from error
        return kept_a_minute(request, response)

    return opened


def kept_a_minute(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """Let the reader's browser keep the page for a minute and then ask whether it changed."""
    if not isinstance(response, HttpResponse) or response.status_code != 200 or response.has_header("Cache-Control"):
        return response
    # Staff who have just withdrawn something look at once whether it is gone.
    is_staff = getattr(request, "user", None) is not None and request.user.is_authenticated
    patch_cache_control(response, private=True, max_age=0 if is_staff else SECONDS_KEPT)
    etag = f'"{hashlib.sha256(TOKEN.sub(b"", response.content)).hexdigest()[:32]}"'
    response["ETag"] = etag
    return get_conditional_response(request, etag=etag, response=response) or response


def public_page(request: HttpRequest, template: str, **context: Any) -> HttpResponse:
    """A page of the public door with its menu, without a word that would betray what is withdrawn."""
    status = context.pop("status", 200)
    answer = render(request, f"public/{template}.html", {"navigation": navigation(request), **context}, status=status)
    withdrawn = withdrawn_now()
    if withdrawn:
        conceal = withdrawn.concealing(escape, CONCEALED)
        answer.content = READ.sub(lambda found: conceal(found[0]), answer.content.decode()).encode()
    return answer


def navigation(request: HttpRequest) -> list[dict[str, object]]:
    """The public menu."""
    entries = [
        (pgettext("menu", "Programmes"), reverse("public:home")),
        (_("Lieux"), reverse("public:places")),
        (_("Éditions"), reverse("public:editions")),
        (_("Comment lire ces chiffres"), reverse("public:reading")),
        (_("Rechercher"), reverse("public:search")),
    ]
    home = reverse("public:home")
    return [
        {
            "label": label,
            "url": url,
            "current": request.path.startswith(url)
            if url != home
            else request.path.startswith("/programmes/") or request.path == home,
        }
        for label, url in entries
    ]


def step(label: object, url: str = "") -> dict[str, object]:
    """One step of the way to a page."""
    return {"label": label, "url": url}


def way(*steps: dict[str, object]) -> list[dict[str, object]]:
    """The way to a page, from the public home."""
    return [step(_("Accueil"), reverse("public:home")), *steps]


def language() -> str:
    """The reader's language, in two letters."""
    return (get_language() or "fr")[:2]
