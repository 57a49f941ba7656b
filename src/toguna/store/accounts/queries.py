"""Reading accounts: who the staff are, and which device a credential belongs to."""

import hashlib
from functools import cache, lru_cache

from django.db import connection
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
    """A person's telephones, those that still work first, then the newest."""
    return user.devices.filter(door="openrosa").order_by(F("revoked_at").asc(nulls_first=True), "-created_at")


def live_devices() -> QuerySet[DeviceCredential]:
    """The credentials of phones that still open their door: not revoked, and their owner's account is active.

    What a script signs in with opens another door, and not this one.
    """
    return DeviceCredential.objects.select_related("user", "user__organisation").filter(
        door="openrosa", revoked_at=None, user__is_active=True
    )


def device_by_username(username: str) -> DeviceCredential | None:
    """The live credential of this name, if there is one."""
    return live_devices().filter(username=username).first()


def device_by_token(token: str) -> DeviceCredential | None:
    """The live credential whose address holds this token, if there is one; only the token's hash is kept.

    Every request of a device asks this, so both rows are looked at each time and made into objects only when they have
    changed: what is revoked, or given another role, is so at once.
    """
    with connection.cursor() as cursor:
        cursor.execute(_device_rows(), [hashlib.sha256(token.encode()).hexdigest()])
        rows = cursor.fetchone()
    return _device_as(tuple(str(column) for column in rows)) if rows else None


@cache
def _device_rows() -> str:
    columns = [
        f"{name}.{connection.ops.quote_name(str(field.column))}"
        for name, table in (("device", DeviceCredential), ("owner", User))
        for field in table._meta.concrete_fields
    ]
    return (
        f"SELECT {', '.join(columns)} FROM {DeviceCredential._meta.db_table} device"  # noqa: S608 - names from the models
        f" JOIN {User._meta.db_table} owner ON owner.id = device.user_id WHERE device.token_sha256 = %s"
    )


@lru_cache(maxsize=1024)
def _device_as(rows: tuple[str, ...]) -> DeviceCredential | None:
    return live_devices().filter(pk=int(rows[0])).first()
