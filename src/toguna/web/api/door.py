"""How a script comes in: with the token of its session, or over https with its credential; never with a cookie.

Each address says which methods it has, and each method which permission it asks for. Whose records somebody sees is
decided by the queries: what they do not find is not there.
"""

import json
from base64 import b64decode
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from toguna.rules.roles import Permission
from toguna.store.accounts.actions import note_device_seen
from toguna.store.accounts.models import ApiSession, DeviceCredential, User
from toguna.store.accounts.sessions import script_with, session_with
from toguna.web.api.problems import Problem, not_allowed, problem_of

SEEN_EVERY = timedelta(minutes=10)
MOST_BYTES_OF_JSON = 100_000
P = Permission
# Whoever fills in forms, reads what was sent on them, or makes them, may see which there are.
FORM_READERS = (P.SEE_RECORDS, P.ENTER_RECORDS, P.MANAGE_FORMS)


class ScriptRequest(HttpRequest):
    """A request of a script that has signed in; it acts as the account that its credential belongs to."""

    user: User
    credential: DeviceCredential
    api_session: ApiSession | None


View = Callable[..., HttpResponseBase]


def asks(*permissions: Permission) -> Callable[[View], View]:
    """Open a view to accounts that hold one of the permissions; to every account where none is named."""

    def mark(view: View) -> View:
        view.permissions = permissions  # type: ignore[attr-defined]
        return view

    return mark


def resource(**views: View) -> View:
    """One address, with a view for each method that it has."""

    @csrf_exempt
    def answered(request: ScriptRequest, **named: Any) -> HttpResponseBase:
        try:
            sign_in(request)
        except Problem as problem:
            return closed(problem.answer())
        # The account's own language; its numbers and days are in the time that Central speaks in.
        with translation.override(request.user.language), timezone.override(UTC):
            return closed(_answer(views, request, named))

    return answered


def open_to_all(view: View) -> View:
    """An address that is reached before signing in."""

    @csrf_exempt
    def answered(request: HttpRequest, **named: Any) -> HttpResponseBase:
        try:
            return closed(view(request, **named))
        except Problem as problem:
            return closed(problem.answer())

    return answered


def sign_in(request: ScriptRequest) -> None:
    """Find out which script asks. Raises Problem."""
    scheme, _space, proof = request.headers.get("Authorization", "").partition(" ")
    now = timezone.now()
    credential: DeviceCredential | None = None
    request.api_session = None
    if scheme.lower() == "bearer":
        request.api_session = session_with(proof.strip(), at=now)
        credential = request.api_session.credential if request.api_session else None
    elif scheme.lower() == "basic":
        if not request.is_secure():
            raise Problem(
                401.3, _("Le nom et le secret ne s'envoient que par https. Ouvrez une session, ou passez par https.")
            )
        credential = _by_password(proof)
    if credential is None:
        raise Problem(
            401.2, _("Identifiant ou secret inconnu, ou session finie. Ouvrez une session avec /v1/sessions.")
        )
    request.user, request.credential = credential.user, credential
    if credential.last_seen_at is None or now - credential.last_seen_at > SEEN_EVERY:
        note_device_seen(device=credential, at=now)


def said(body: Any, *, status: int = 200) -> JsonResponse:
    """An answer in JSON."""
    return JsonResponse(body, status=status, safe=False, json_dumps_params={"ensure_ascii": False})


def done() -> JsonResponse:
    """What Central answers where there is nothing to tell."""
    return said({"success": True})


def xml(body: bytes) -> HttpResponse:
    """A form or a submission, byte for byte."""
    return HttpResponse(body, content_type="application/xml; charset=utf-8")


def sent_json(request: HttpRequest) -> dict[str, Any]:
    """The object that was sent. Raises Problem."""
    body = request.body[: MOST_BYTES_OF_JSON + 1]
    try:
        sent = json.loads(body or b"{}")
    except ValueError as error:
        raise Problem(400.1, _("Ce qui est envoyé n'est pas du JSON lisible.")) from error
    if not isinstance(sent, dict):
        raise Problem(400.1, _("Ce qui est envoyé n'est pas un objet JSON."))
    return sent


def sent_text(sent: dict[str, Any], field: str) -> str:
    """A text that must be among what was sent. Raises Problem."""
    value = sent.get(field)
    if not isinstance(value, str) or not value.strip():
        raise Problem(400.2, _("Il manque « %(field)s ».") % {"field": field}, {"field": field})
    return value.strip()


def moment(at: datetime | None) -> str | None:
    """A moment as Central writes it."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z") if at else None


def is_true(request: HttpRequest, name: str) -> bool:
    """A yes in the address, however it is capitalised; pyodk writes Python's."""
    return request.GET.get(name, "").lower() == "true"


def closed(response: HttpResponseBase) -> HttpResponseBase:
    """Nobody on the way keeps an answer, and no browser does anything with it."""
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def _answer(views: dict[str, View], request: ScriptRequest, named: dict[str, Any]) -> HttpResponseBase:
    method = "GET" if request.method == "HEAD" else str(request.method)
    view = views.get(method)
    try:
        if view is None:
            raise Problem(405.1, _("Cette adresse n'a pas la méthode %(method)s.") % {"method": method})
        wanted = view.permissions  # type: ignore[attr-defined]
        if wanted and not any(request.user.may(permission) for permission in wanted):
            raise not_allowed()
        return view(request, **named)
    except Exception as error:
        problem = problem_of(error)
        if problem is None:
            raise
        answer = problem.answer()
        if view is None:
            answer["Allow"] = ", ".join(views)
        return answer


def _by_password(proof: str) -> DeviceCredential | None:
    try:
        username, _colon, secret = b64decode(proof).decode().partition(":")
    except ValueError:
        return None
    return script_with(username, secret)
