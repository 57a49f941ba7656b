"""Who comes through the agents' door: signed-in staff who may enter records.

The page asks from a script that may have been offline for days, so an answer is never a redirect: 401 says that the
session has ended, 403 that this account sends no records, and what was filled in stays where it is.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _

from toguna.rules.roles import Permission
from toguna.store.accounts.models import User


class AgentRequest(HttpRequest):
    """A request of somebody who may enter records."""

    user: User


View = Callable[..., HttpResponseBase]
Answer = TypeVar("Answer", bound=HttpResponseBase)


def agents(*methods: str) -> Callable[[View], View]:
    """Open an address of the page's script to whoever may enter records, for these methods."""
    accepted = methods or ("GET", "HEAD")

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: AgentRequest, *arguments: Any, **named: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return told(_("Votre session a pris fin. Connectez-vous ; rien n'est perdu."), status=401)
            if not request.user.may(Permission.ENTER_RECORDS):
                return told(_("Ce compte n'envoie pas de fiches."), status=403)
            if request.method not in accepted:
                return HttpResponseNotAllowed(accepted)
            try:
                answer = view(request, *arguments, **named)
            except ObjectDoesNotExist:
                answer = told(_("Cela n'existe pas, ou pas pour ce compte."), status=404)
            return kept_by_nobody(answer)

        return guarded

    return guard


def agents_page(view: View) -> View:
    """Open a page to whoever may enter records; the others sign in first, or are told that it is not for them."""

    @wraps(view)
    def guarded(request: AgentRequest, *arguments: Any, **named: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if not request.user.may(Permission.ENTER_RECORDS):
            raise PermissionDenied
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD"])
        return view(request, *arguments, **named)

    return guarded


def told(message: str, *, status: int = 200, **more: object) -> HttpResponse:
    """A sentence that the page shows as it is."""
    return kept_by_nobody(JsonResponse({"message": message, **more}, status=status))


def kept_by_nobody(answer: Answer) -> Answer:
    """Keep an answer out of the browser's own cache: the page keeps what it needs, sealed, and the next user none."""
    answer["Cache-Control"] = "no-store"
    patch_vary_headers(answer, ["Cookie"])
    return answer
