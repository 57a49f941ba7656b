"""Reading accounts: who the staff are, and which device a credential belongs to."""

import hashlib

from django.db.models import F, QuerySet

from toguna.rules.roles import Role
from toguna.store.accounts.models import DeviceCredential, User


def staff() -> QuerySet[User]:
    """Everybody with an account, by organisation and name, with the organisation at hand."""
    return User.objects.select_related("organisation").order_by("organisation__code", "name", "pk")


def account_of(email: str) -> User:
    """The account that signs in with this address, however it is capitalised. Raises User.DoesNotExist."""
    return User.objects.select_related("organisation").get(email__iexact=email.strip())


def administrators() -> QuerySet[User]:
    """Those who can open an account for somebody else now."""
    return User.objects.filter(role=Role.ADMINISTRATOR, is_active=True)


def devices_of(user: User) -> QuerySet[DeviceCredential]:
    """A person's devices, those that still work first, then the newest."""
    return user.devices.order_by(F("revoked_at").asc(nulls_first=True), "-created_at")


def live_devices() -> QuerySet[DeviceCredential]:
    """The credentials that still open the device door: not revoked, and their owner's account is active."""
    return DeviceCredential.objects.select_related("user", "user__organisation").filter(
        revoked_at=None, user__is_active=True
    )


def device_by_username(username: str) -> DeviceCredential | None:
    """The live credential of this name, if there is one."""
    return live_devices().filter(username=username).first()


def device_by_token(token: str) -> DeviceCredential | None:
    """The live credential whose address holds this token, if there is one; only the token's hash is kept."""
    return live_devices().filter(token_sha256=hashlib.sha256(token.encode()).hexdigest()).first()
