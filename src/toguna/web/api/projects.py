"""The one project, which is the installation, and its app users, which are the telephones' credentials.

Forms are everybody's here, so a telephone is assigned to all of them from the start.
"""

from datetime import datetime

from django.db.models import Min, QuerySet
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from toguna.rules.roles import Permission
from toguna.store.accounts.actions import RoleEntersNoRecords, issue_device, revoke_device
from toguna.store.accounts.models import DeviceCredential, User
from toguna.store.accounts.queries import account_of
from toguna.store.fieldwork.form_queries import published_form, published_forms
from toguna.store.fieldwork.queries import records_seen_by
from toguna.store.writing import write_turn
from toguna.web.api.door import ScriptRequest, asks, done, moment, said, sent_json, sent_text
from toguna.web.api.problems import Problem

PROJECT = 1
# Central's number for the role of somebody who fills in forms.
APP_USER_ROLE = 2
LONGEST_LABEL = 80


@asks()
def projects(request: ScriptRequest) -> HttpResponseBase:
    """The list of the one."""
    return said([_project(request.user)])


@asks()
def project(request: ScriptRequest) -> HttpResponseBase:
    """The installation."""
    return said(_project(request.user))


@asks(Permission.ENTER_RECORDS, Permission.MANAGE_STAFF)
def app_users(request: ScriptRequest) -> HttpResponseBase:
    """The telephones: one's own, or everybody's for who manages staff."""
    return said([_app_user(device) for device in _phones(request.user)])


@asks(Permission.ENTER_RECORDS, Permission.MANAGE_STAFF)
def create_app_user(request: ScriptRequest) -> HttpResponseBase:
    """Let a telephone in; its token is told this once.

    It sends in one's own name; in the name of another account where its name is that account's address and one manages
    staff.
    """
    label = sent_text(sent_json(request), "displayName")[:LONGEST_LABEL]
    owner = _owner(request.user, label)
    try:
        with write_turn():
            issued = issue_device(by=request.user, user=owner, label=label)
    except RoleEntersNoRecords as error:
        message = _(
            "Ce compte n'envoie pas de fiches : un téléphone ne lui servirait à rien. Nommez le téléphone par "
            "l'adresse du compte pour qui il est."
        )
        raise Problem(403.1, message) from error
    return said(_app_user(issued.credential, token=issued.token))


@asks(Permission.ENTER_RECORDS, Permission.MANAGE_STAFF)
def remove_app_user(request: ScriptRequest, pk: int) -> HttpResponseBase:
    """Let a telephone in no more."""
    device = _phones(request.user).get(pk=pk)
    with write_turn():
        revoke_device(by=request.user, device=device)
    return done()


@asks(Permission.ENTER_RECORDS, Permission.MANAGE_STAFF)
def assign(request: ScriptRequest, form_id: str, role: int, pk: int) -> HttpResponseBase:
    """Every telephone may fill in every open form: what is asked is so already, if both are there."""
    published_form(form_id)
    _phones(request.user).get(pk=pk)
    if role != APP_USER_ROLE:
        raise Problem(400.8, _("Les rôles des comptes se donnent sur la page « Équipe »."), {"field": "role"})
    return done()


def _project(user: User) -> dict[str, object]:
    first: datetime | None = User.objects.aggregate(first=Min("created_at"))["first"]
    last = records_seen_by(user).order_by("-received_at").values_list("received_at", flat=True).first()
    return {
        "id": PROJECT,
        "name": "Toguna",
        "description": None,
        "archived": False,
        "keyId": None,
        "createdAt": moment(first),
        "updatedAt": None,
        "deletedAt": None,
        "appUsers": _phones(user).count(),
        "forms": len(published_forms()),
        "lastSubmission": moment(last),
    }


def _phones(user: User) -> QuerySet[DeviceCredential]:
    phones = DeviceCredential.objects.filter(door="openrosa").select_related("user").order_by("-created_at")
    return phones if user.may(Permission.MANAGE_STAFF) else phones.filter(user=user)


def _owner(user: User, label: str) -> User:
    if not user.may(Permission.MANAGE_STAFF) or "@" not in label:
        return user
    try:
        return account_of(label)
    except User.DoesNotExist:
        return user


def _app_user(device: DeviceCredential, token: str = "") -> dict[str, object]:
    # Clients take a telephone without a token for one that was removed; all that is kept of a token is its hash.
    mark = None if device.revoked_at else f"sha256:{device.token_sha256[:16]}"
    return {
        "projectId": PROJECT,
        "id": device.pk,
        "type": "field_key",
        "displayName": device.label,
        "token": token or mark,
        "createdAt": moment(device.created_at),
        "updatedAt": moment(device.revoked_at),
        "deletedAt": None,
    }
