"""Staff and the credentials of their devices."""

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from toguna.rules.roles import REACH, Permission, Reach, Role, may

DOORS = ["openrosa", "api"]


class UserManager(BaseUserManager["User"]):
    """Makes accounts; a password is always hashed."""

    def create_user(self, email: str, password: str | None = None, **columns: Any) -> "User":
        """Make one account."""
        user = self.model(email=self.normalize_email(email), **columns)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """A member of staff: one organisation, one role."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    role = models.CharField(max_length=30, choices=[(role.value, role.value) for role in Role])
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="staff")
    language = models.CharField(max_length=5, default="fr")
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)
    previous_visit_at = models.DateTimeField(null=True)
    weekly_digest = models.BooleanField(default=True)
    fictional = models.BooleanField(default=False)

    objects = UserManager()
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name", "role"]

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(role__in=[role.value for role in Role]), name="user_role_known")
        ]

    def __str__(self) -> str:
        return self.name

    def may(self, permission: Permission) -> bool:
        """Whether this account's role allows it."""
        return self.is_active and may(Role(self.role), permission)

    @property
    def reach(self) -> Reach:
        """Whose records this account sees."""
        return REACH[Role(self.role)]


class DeviceCredential(models.Model):
    """A phone's or a script's own way in: good for one door only, revocable, never a staff password.

    Digest sign-in needs the hash that the standard defines, so that is what is kept; the path token is kept hashed.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="devices")
    label = models.CharField(max_length=80)
    door = models.CharField(max_length=10, choices=[(door, door) for door in DOORS], default="openrosa")
    # What its set-up code tells the phone: to forget what was sent, and to encrypt what is filled in.
    delete_after_send = models.BooleanField(default=False)
    encrypts = models.BooleanField(default=False)
    username = models.CharField(max_length=40, unique=True)
    digest_secret = models.CharField(max_length=32)
    token_sha256 = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)
    last_seen_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(door__in=DOORS), name="device_door_known")]

    def __str__(self) -> str:
        return self.label


class ApiSession(models.Model):
    """A script that has signed in with its credential: its token, hashed, until when it is good."""

    credential = models.ForeignKey(DeviceCredential, on_delete=models.CASCADE, related_name="sessions")
    token_sha256 = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.credential_id} {self.created_at}"
