"""How a device says who it is: HTTP Digest, Basic over https only, or a token in the address.

Devices have credentials of their own, good for this door alone and revocable; a staff password never works here.
"""

import hashlib
import hmac
import secrets
from base64 import b64decode
from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any
from urllib.parse import unquote, urlsplit
from urllib.request import parse_http_list, parse_keqv_list

from django.conf import settings
from django.core.signing import BadSignature, SignatureExpired, TimestampSigner
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.csrf import csrf_exempt

from toguna.rules.roles import Permission
from toguna.store.accounts.actions import note_device_seen
from toguna.store.accounts.models import DeviceCredential
from toguna.store.accounts.queries import device_by_token, device_by_username
from toguna.web.openrosa.answers import VERSION, open_rosa, open_rosa_answer

View = Callable[..., HttpResponseBase]
NONCE_LIFE = timedelta(hours=1)
SEEN_EVERY = timedelta(minutes=10)
nonces = TimestampSigner(salt="openrosa-nonce")


class NonceStale(Exception):
    """The nonce is ours but old: the device tries again by itself with a new one."""


def md5(text: str) -> str:
    """MD5 as the Digest scheme wants it."""
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()


def device_of(request: HttpRequest, token: str) -> DeviceCredential | None:
    """The credential that the request proves it holds, if any. Raises NonceStale."""
    if token:
        return device_by_token(token)
    scheme, _space, proof = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "digest":
        return device_by_digest(request, proof)
    # Over plain http a password in clear would be anybody's.
    if scheme.lower() == "basic" and request.is_secure():
        return device_by_password(proof)
    return None


def device_by_digest(request: HttpRequest, proof: str) -> DeviceCredential | None:
    """Check an RFC 7616 answer with MD5 and qop=auth, which is what the clients speak."""
    try:
        answer = parse_keqv_list(parse_http_list(proof))
        nonce, uri, response = answer["nonce"], answer["uri"], answer["response"]
        device = device_named(answer["username"])
    except (LookupError, ValueError):
        return None
    if device is None or unquote(urlsplit(uri).path) != request.path:
        return None
    method_and_uri = md5(f"{request.method}:{uri}")
    middle = f"{nonce}:{answer.get('nc', '')}:{answer.get('cnonce', '')}:auth" if "qop" in answer else nonce
    expected = md5(f"{device.digest_secret}:{middle}:{method_and_uri}")
    if not hmac.compare_digest(expected.encode(), response.encode()):
        return None
    try:
        nonces.unsign(nonce, max_age=NONCE_LIFE)
    except SignatureExpired as error:
        raise NonceStale from error
    except BadSignature:
        return None
    return device


def device_by_password(proof: str) -> DeviceCredential | None:
    """Check a Basic answer."""
    try:
        username, _colon, secret = b64decode(proof).decode().partition(":")
    except ValueError:
        return None
    device = device_named(username)
    if device is None:
        return None
    expected = md5(f"{username}:{settings.DEVICE_REALM}:{secret}")
    return device if hmac.compare_digest(expected, device.digest_secret) else None


def device_named(username: str) -> DeviceCredential | None:
    """The live credential of this name; the database is not asked for a name that it could not hold."""
    return device_by_username(username) if username.isprintable() else None


def challenge(request: HttpRequest, *, stale: bool = False) -> HttpResponse:
    """Ask the device who it is."""
    answer = open_rosa_answer(
        _("Identifiant ou mot de passe de l'appareil inconnu. Demandez-les à votre coordination."), status=401
    )
    nonce = nonces.sign(secrets.token_hex(8))
    offer = f'Digest realm="{settings.DEVICE_REALM}", qop="auth", algorithm=MD5, nonce="{nonce}"'
    answer["WWW-Authenticate"] = offer + (", stale=true" if stale else "")
    if request.is_secure():
        answer["WWW-Authenticate"] += f', Basic realm="{settings.DEVICE_REALM}"'
    return answer


def device_required(*methods: str) -> Callable[[View], View]:
    """Let in only a device whose owner may enter records; the view gets its credential and answers in that language."""

    def guard(view: View) -> View:
        @csrf_exempt
        @wraps(view)
        def guarded(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
            if request.method not in methods:
                return open_rosa(HttpResponseNotAllowed(methods))
            # Some scripts leave it out, and nothing depends on it; another version would mean something else.
            spoken = request.headers.get("X-OpenRosa-Version", VERSION)
            if spoken != VERSION:
                told = _("Cette application parle la version %(version)s d'OpenRosa ; ce serveur parle la 1.0.")
                return open_rosa(open_rosa_answer(told % {"version": spoken[:20]}, status=400))
            token = kwargs.pop("token", "")
            try:
                device = device_of(request, token)
            except NonceStale:
                return open_rosa(challenge(request, stale=True))
            if device is None and token:
                return open_rosa(open_rosa_answer(_("Cette adresse de serveur n'est plus valable."), status=403))
            if device is None:
                return open_rosa(challenge(request))
            with override(device.user.language):
                if not device.user.may(Permission.ENTER_RECORDS):
                    return open_rosa(open_rosa_answer(_("Ce compte n'envoie pas de fiches."), status=403))
                now = timezone.now()
                if device.last_seen_at is None or now - device.last_seen_at > SEEN_EVERY:
                    note_device_seen(device=device, at=now)
                return open_rosa(view(request, device, **kwargs))

        return guarded

    return guard


@csrf_exempt
def nothing_here(_request: HttpRequest, anything: str) -> HttpResponseBase:
    """An address that this door does not have: told in its own form, because a mistyped server URL leads here."""
    told = _("Il n'y a rien à l'adresse « %(address)s ». Vérifiez l'adresse du serveur, sans rien après /openrosa.")
    return open_rosa(open_rosa_answer(told % {"address": anything[:80]}, status=404))
