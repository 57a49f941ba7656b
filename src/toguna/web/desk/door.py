"""Who comes through the staff door, and to which page.

Each view names the one permission it asks for; whose objects it shows is decided by the queries. What a query does not
find for an account does not exist for it.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.cache import patch_cache_control

from toguna.rules.roles import Permission
from toguna.store.accounts.models import User
from toguna.web.desk.navigation import navigation_for


class StaffRequest(HttpRequest):
    """A request of a signed-in member of staff."""

    user: User


View = Callable[..., HttpResponseBase]


def staff(permission: Permission | None, *methods: str) -> Callable[[View], View]:
    """Open a view to signed-in accounts that hold the permission (None: to every account), for these methods."""
    accepted = methods or ("GET",)

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: StaffRequest, *arguments: Any, **named: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return redirect_to_login(_way_back(request))
            if permission is not None and not request.user.may(permission):
                raise PermissionDenied
            if request.method not in (*accepted, "HEAD"):
                return HttpResponseNotAllowed(accepted)
            try:
                response = view(request, *arguments, **named)
            except ObjectDoesNotExist as error:
                raise Http404 from error
            # The browser may show it again on "back", nobody else may keep it.
            patch_cache_control(response, private=True, no_cache=True)
            return response

        guarded.permission = permission  # type: ignore[attr-defined]
        return guarded

    return guard


def desk_page(request: StaffRequest, template: str, status: int = 200, **context: Any) -> HttpResponse:
    """A page of the desk, with the menu of this account's role."""
    return render(request, template, {"navigation": navigation_for(request), **context}, status=status)


def step(label: object, url: str = "") -> dict[str, object]:
    """One step of the way to a page."""
    return {"label": label, "url": url}


def sent(request: HttpRequest) -> QueryDict | None:
    """The boxes of a form that was sent, empty ones too; None when it is only asked for."""
    return request.POST if request.method == "POST" else None


def posted_id(request: HttpRequest, name: str) -> UUID | None:
    """The identifier in a field of a form; None where it is none, so that a query finds nothing."""
    try:
        return UUID(request.POST.get(name, ""))
    except ValueError:
        return None


def posted_number(request: HttpRequest, name: str) -> int:
    """A whole number in a field of a form; 0 where it is none. A revision of 0 never fits, so nothing is decided."""
    typed = request.POST.get(name, "")
    return int(typed) if typed.isdecimal() and len(typed) < 10 else 0


def _way_back(request: HttpRequest) -> str:
    """Where somebody goes on after signing in: the page itself, or the page from which a form was sent."""
    if request.method in ("GET", "HEAD"):
        return request.get_full_path()
    came_from = urlsplit(request.headers.get("referer", ""))
    if came_from.path and came_from.netloc == request.get_host():
        return f"{came_from.path}?{came_from.query}" if came_from.query else came_from.path
    return request.path
