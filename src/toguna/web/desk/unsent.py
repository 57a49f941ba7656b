"""What somebody typed while their session ended: kept in the session until they have signed in again, and no longer.

It holds the boxes of one form, for one account and one address, and gives them back once.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core import signing
from django.http import HttpRequest, QueryDict
from django.http.response import HttpResponseBase

from toguna.store.accounts.models import User

KEY = "unsent"
HOURS_KEPT = 1
AT_MOST = 300_000
View = Callable[..., HttpResponseBase]


def clerk_mark(user: User) -> str:
    """Who the form was opened by, signed, so that nobody else is ever shown what was typed in it."""
    return signing.dumps(user.pk, salt=KEY)


def keeping_input(view: View) -> View:
    """Keep what is sent to the view by somebody whose session has ended, and ask them to sign in."""

    @wraps(view)
    def kept(request: HttpRequest, *arguments: Any, **named: Any) -> HttpResponseBase:
        if request.method != "POST" or request.user.is_authenticated:
            return view(request, *arguments, **named)
        sent = request.POST.copy()
        sent.pop("csrfmiddlewaretoken", None)
        boxes = sent.urlencode()
        if len(boxes) <= AT_MOST and "clerk" in sent:
            request.session[KEY] = {"path": request.path, "boxes": boxes}
            request.session.set_expiry(HOURS_KEPT * 3600)
        return redirect_to_login(request.path)

    return kept


def take_unsent(request: HttpRequest, user: User) -> QueryDict | None:
    """What this account typed at this address before its session ended, once."""
    kept = request.session.get(KEY)
    if not kept or kept["path"] != request.path:
        return None
    del request.session[KEY]
    request.session.set_expiry(None)
    boxes = QueryDict(kept["boxes"])
    try:
        owner = signing.loads(boxes.get("clerk", ""), salt=KEY)
    except signing.BadSignature:
        return None
    return boxes if owner == user.pk else None
