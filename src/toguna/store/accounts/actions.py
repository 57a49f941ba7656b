"""Opening and changing accounts, and giving devices a credential of their own.

A password or a device's secret exists in clear only in what these functions return, to be shown once.
"""

import hashlib
import secrets
from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from toguna.rules.roles import Permission, Role, may
from toguna.store.accounts.models import DeviceCredential, User
from toguna.store.accounts.queries import administrators
from toguna.store.journal.actions import record_entry
from toguna.store.organisations.models import Organisation

# No letter or digit that a person copying it onto a phone could take for another.
READABLE = "abcdefghjkmnpqrstuvwxyz23456789"


class EmailTaken(Exception):
    """Somebody has an account with this address."""


class NobodyLeftToManageStaff(Exception):
    """The last active administrator would go."""


class RoleEntersNoRecords(Exception):
    """A device would be of no use: this account's role enters no records."""


@dataclass(frozen=True)
class OpenedAccount:
    """A new account, and its first password, which nobody can read again."""

    user: User
    password: str = field(repr=False)


@dataclass(frozen=True)
class IssuedDevice:
    """A new credential with what must be copied to the phone now: its secret, or the token of its own address."""

    credential: DeviceCredential
    secret: str = field(repr=False)
    token: str = field(repr=False)


@transaction.atomic
def open_account(
    *,
    by: User | None,
    email: str,
    name: str,
    role: Role,
    organisation: Organisation,
    language: str = "fr",
    password: str | None = None,
    fictional: bool = False,
) -> OpenedAccount:
    """Let a member of staff in. Without a password given, one is made up. `by` is None on the command line.

    Raises `EmailTaken`.
    """
    require_may_manage_staff(by)
    if User.objects.filter(email__iexact=email.strip()).exists():
        raise EmailTaken(email)
    chosen = password or made_up_secret()
    user = User.objects.create_user(
        email.strip(),
        chosen,
        name=name,
        role=role.value,
        organisation=organisation,
        language=language,
        fictional=fictional,
    )
    record_entry(by=by, action="account.opened", subject=user, role=role.value, organisation=organisation.code)
    return OpenedAccount(user, chosen)


@transaction.atomic
def change_role(*, by: User | None, user: User, role: Role, organisation: Organisation | None = None) -> User:
    """Give an account another role, and another organisation where one is given.

    Raises `NobodyLeftToManageStaff`.
    """
    require_may_manage_staff(by)
    if role is not Role.ADMINISTRATOR:
        require_another_administrator(user)
    before = {"role": user.role, "organisation": user.organisation.code}
    user.role = role.value
    user.organisation = organisation or user.organisation
    user.save(update_fields=["role", "organisation"])
    after = {"role": user.role, "organisation": user.organisation.code}
    record_entry(by=by, action="account.role-changed", subject=user, before=before, after=after)
    return user


@transaction.atomic
def deactivate(*, by: User | None, user: User) -> User:
    """Let somebody in no more, on the desk or from a device. What they did stays theirs.

    Raises `NobodyLeftToManageStaff`.
    """
    require_may_manage_staff(by)
    require_another_administrator(user)
    user.is_active = False
    user.save(update_fields=["is_active"])
    record_entry(by=by, action="account.deactivated", subject=user)
    return user


@transaction.atomic
def reactivate(*, by: User | None, user: User) -> User:
    """Let somebody in again."""
    require_may_manage_staff(by)
    user.is_active = True
    user.save(update_fields=["is_active"])
    record_entry(by=by, action="account.reactivated", subject=user)
    return user


@transaction.atomic
def renew_password(*, by: User | None, user: User) -> str:
    """Replace a forgotten password by one that is shown once."""
    require_may_manage_staff(by)
    password = made_up_secret()
    user.set_password(password)
    user.save(update_fields=["password"])
    record_entry(by=by, action="account.password-renewed", subject=user)
    return password


@transaction.atomic
def change_language(*, by: User, language: str) -> User:
    """Speak to an account in another language from now on; its owner chooses."""
    by.language = language
    by.save(update_fields=["language"])
    record_entry(by=by, action="account.language-changed", subject=by, language=language)
    return by


@transaction.atomic
def choose_digest(*, by: User, wanted: bool) -> User:
    """Send an account the weekly letter from now on, or no more; its owner chooses."""
    if by.weekly_digest != wanted:
        by.weekly_digest = wanted
        by.save(update_fields=["weekly_digest"])
        record_entry(by=by, action="account.digest-chosen", subject=by, wanted=wanted)
    return by


@transaction.atomic
def issue_device(
    *, by: User | None, user: User, label: str, delete_after_send: bool = False, encrypts: bool = False
) -> IssuedDevice:
    """Give a phone its own way in: good for the device door only. Its owner may ask for one, or who manages staff.

    It may be told to forget what it has sent, and to encrypt what is filled in on it.

    What is kept of the secret is the hash that HTTP Digest defines (RFC 7616, A1), and of the token its SHA-256.
    Raises `RoleEntersNoRecords`.
    """
    if by is None or by.pk != user.pk:
        require_may_manage_staff(by)
    if not may(Role(user.role), Permission.ENTER_RECORDS):
        raise RoleEntersNoRecords(user.role)
    username = "tel-" + random_text(8)
    secret, token = made_up_secret(), secrets.token_urlsafe(48)
    a1 = f"{username}:{settings.DEVICE_REALM}:{secret}"
    credential = DeviceCredential.objects.create(
        user=user,
        label=label.strip(),
        door="openrosa",
        delete_after_send=delete_after_send,
        encrypts=encrypts,
        username=username,
        digest_secret=hashlib.md5(a1.encode(), usedforsecurity=False).hexdigest(),
        token_sha256=hashlib.sha256(token.encode()).hexdigest(),
    )
    record_entry(by=by, action="device.issued", subject=credential, account=user.pk)
    return IssuedDevice(credential, secret, token)


@transaction.atomic
def revoke_device(*, by: User | None, device: DeviceCredential) -> DeviceCredential:
    """Let a lost or returned phone in no more. What it sent stays; a second time changes nothing."""
    if by is None or by.pk != device.user_id:
        require_may_manage_staff(by)
    if device.revoked_at is None:
        device.revoked_at = timezone.now()
        device.save(update_fields=["revoked_at"])
        record_entry(by=by, action="device.revoked", subject=device, account=device.user_id)
    return device


def note_visit(*, user: User) -> None:
    """Remember when the visit before this one began, so that the desk can say what has changed since.

    To be called at sign-in before Django overwrites `last_login`. No entry in the journal: it is a convenience.
    """
    User.objects.filter(pk=user.pk).update(previous_visit_at=user.last_login)
    user.previous_visit_at = user.last_login


def note_device_seen(*, device: DeviceCredential, at: datetime) -> None:
    """Remember when a device last came. No entry in the journal: it comes many times a day."""
    DeviceCredential.objects.filter(pk=device.pk).update(last_seen_at=at)


def require_may_manage_staff(by: User | None) -> None:
    """Refuse whoever may not manage staff; nobody is the command line, which holds the database anyway."""
    if by is not None and not by.may(Permission.MANAGE_STAFF):
        raise PermissionDenied


def require_another_administrator(user: User) -> None:
    """Refuse to take away the last account that could give anybody a role."""
    remaining = set(administrators().values_list("pk", flat=True))
    if remaining == {user.pk}:
        raise NobodyLeftToManageStaff


def random_text(length: int) -> str:
    """Letters and digits that are hard to confuse."""
    return "".join(secrets.choice(READABLE) for _ in range(length))


def made_up_secret() -> str:
    """Four groups of five, about 99 bits, which a person can read out over the telephone."""
    return "-".join(random_text(5) for _ in range(4))
