"""Scripts that work in somebody's name: their credential, good for the scripts' door alone, and the sessions it opens.

A script never holds a staff password: it could not answer a second factor, and its secret is taken back alone. A
session's token exists in clear only in what opening it returns.
"""

import hashlib
import hmac
import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from toguna.store.accounts.actions import IssuedDevice, made_up_secret, random_text, require_may_manage_staff
from toguna.store.accounts.models import ApiSession, DeviceCredential, User
from toguna.store.journal.actions import record_entry

SESSION_LIFE = timedelta(hours=24)


class SignInRefused(Exception):
    """No live credential has this name and this secret."""


@dataclass(frozen=True)
class OpenedSession:
    """A session, and its token, which nobody can read again."""

    session: ApiSession
    token: str = field(repr=False)


@transaction.atomic
def issue_script(*, by: User | None, user: User, label: str) -> IssuedDevice:
    """Give a script a way in under somebody's role. Its owner may ask for one, or who manages staff."""
    if by is None or by.pk != user.pk:
        require_may_manage_staff(by)
    username, secret = "prog-" + random_text(8), made_up_secret()
    credential = DeviceCredential.objects.create(
        user=user,
        label=label.strip(),
        door="api",
        username=username,
        digest_secret=_kept(username, secret),
        # A script has no token in an address; the column wants one, and nobody knows what this one is the hash of.
        token_sha256=_sha256(secrets.token_urlsafe(48)),
    )
    record_entry(by=by, action="script.issued", subject=credential, account=user.pk)
    return IssuedDevice(credential, secret, "")


@transaction.atomic
def open_session(*, username: str, secret: str) -> OpenedSession:
    """Let a script work for a day. Raises SignInRefused."""
    credential = script_with(username, secret)
    if credential is None:
        raise SignInRefused
    now = timezone.now()
    credential.sessions.filter(expires_at__lte=now).delete()
    token = secrets.token_urlsafe(48)
    session = ApiSession.objects.create(
        credential=credential, token_sha256=_sha256(token), expires_at=now + SESSION_LIFE
    )
    record_entry(by=credential.user, action="script.signed-in", subject=credential)
    return OpenedSession(session, token)


@transaction.atomic
def close_session(*, session: ApiSession, by: User) -> None:
    """Let a session work no more."""
    record_entry(by=by, action="script.signed-out", subject=session.credential)
    session.delete()


def scripts_of(user: User) -> QuerySet[DeviceCredential]:
    """A person's scripts, those that still work first, then the newest."""
    return user.devices.filter(door="api").order_by(F("revoked_at").asc(nulls_first=True), "-created_at")


def script_with(username: str, secret: str) -> DeviceCredential | None:
    """The live credential with this name and secret. Of a name written as an address, what follows @ is not read."""
    name = username.strip().partition("@")[0]
    credential = _live_scripts().filter(username=name).first()
    if credential is None or not hmac.compare_digest(credential.digest_secret, _kept(name, secret)):
        return None
    return credential


def session_with(token: str, *, at: datetime) -> ApiSession | None:
    """The session with this token, if it still lasts and its credential still works."""
    found = ApiSession.objects.filter(token_sha256=_sha256(token), expires_at__gt=at, credential__in=_live_scripts())
    return found.select_related("credential__user__organisation").first()


def _live_scripts() -> QuerySet[DeviceCredential]:
    live = DeviceCredential.objects.filter(door="api", revoked_at=None, user__is_active=True)
    return live.select_related("user__organisation")


def _kept(username: str, secret: str) -> str:
    """As the secrets of phones are kept: a hundred bits that we made up need no slow hash."""
    return hashlib.md5(f"{username}:{settings.DEVICE_REALM}:{secret}".encode(), usedforsecurity=False).hexdigest()


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
