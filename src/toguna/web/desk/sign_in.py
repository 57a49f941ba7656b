"""How staff come in: by invitation only, with allauth's passwords, second factor and rate limits."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class StaffAccounts(DefaultAccountAdapter):  # type: ignore[misc]
    """Nobody signs up by themselves: an administrator opens an account on the page of people and roles."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        return False
