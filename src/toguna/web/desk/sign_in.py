"""How staff come in: by invitation only, with allauth's passwords, second factor and rate limits."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from toguna.store.accounts.actions import note_visit
from toguna.store.accounts.models import User


class StaffAccounts(DefaultAccountAdapter):  # type: ignore[misc]
    """Nobody signs up by themselves: an administrator opens an account on the page of people and roles."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        """Never."""
        return False

    def login(self, request: HttpRequest, user: User) -> None:
        """Let somebody in, remembering first when they were here before."""
        note_visit(user=user)
        super().login(request, user)

    def post_login(self, request: HttpRequest, user: User, **named: Any) -> HttpResponse:
        """Go on in the language of the account, whatever the browser prefers."""
        response: HttpResponse = super().post_login(request, user, **named)
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, user.language, max_age=365 * 86400, samesite="Lax")
        return response
