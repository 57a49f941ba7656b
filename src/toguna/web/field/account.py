"""Who is signed in, and the keys under which this browser keeps what they have not sent yet.

A browser that several people use holds everybody's drafts sealed: the key is given to whoever is signed in, for their
own alone, and the page forgets it when they sign out. It stands on the installation's secret, so nothing is stored.
"""

import base64

from django.conf import settings
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.csrf import get_token
from django.utils.crypto import salted_hmac

from toguna.store.accounts.models import User
from toguna.web.field.door import AgentRequest, agents, told

SALT = "toguna.web.field.drafts"


@agents()
def account(request: AgentRequest) -> HttpResponseBase:
    """The account of this session, its keys, and the token without which nothing is taken from a page."""
    user = request.user
    who = {"id": user.pk, "name": user.name, "email": user.email, "language": user.language}
    answer: HttpResponse = told("", account=who, keys=keys_of(user), token=get_token(request))
    return answer


def keys_of(user: User) -> list[str]:
    """The key that seals this account's drafts; after it the keys of earlier secrets, which may still open some."""
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return [
        base64.b64encode(salted_hmac(SALT, str(user.pk), secret=secret, algorithm="sha256").digest()).decode()
        for secret in secrets
    ]
