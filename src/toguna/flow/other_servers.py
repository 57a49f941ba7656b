"""Which forms of other people's servers are pulled, in whose name, and how to reach them.

It joins what is kept about such a form with the adapter that speaks its server's language; pulling is another step.
"""

import os
from collections.abc import Mapping

from toguna.external.accounts import account_for
from toguna.external.kobo import KoboForm
from toguna.external.line import Line
from toguna.external.odk_central import CentralForm
from toguna.external.remote import RemoteServer
from toguna.rules.roles import Permission
from toguna.store.accounts.models import User
from toguna.store.fieldwork.models import RemoteForm
from toguna.store.fieldwork.remote_forms import add_remote_form
from toguna.store.writing import write_turn

MOST_ID_LETTERS = 60


class FormNotPulled(Exception):
    """A form of another server that cannot be pulled, and why."""

    message = "Ce formulaire ne peut pas être relevé."

    def __init__(self, **values: object) -> None:
        self.values = values
        super().__init__(self.message % values)


class AccountEntersNothing(FormNotPulled):
    """Records would enter in the name of somebody who enters none."""

    message = (
        "Le compte %(email)s est fermé, ou n'a pas le droit d'envoyer des fiches. Donnez celui d'un agent ou d'une "
        "coordination du partenaire : les fiches relevées entreront en son nom, et quelqu'un d'autre les contrôlera."
    )


class ProjectMissing(FormNotPulled):
    """Central knows a form only within a project."""

    message = "Donnez le numéro du projet sur ODK Central (--project)."


class IdTooLong(FormNotPulled):
    """Forms here have shorter ids."""

    message = "L'identifiant « %(form_id)s » a plus de %(most)s lettres. Choisissez-en un plus court (--form-id)."


def add_remote(
    *, kind: str, address: str, project: str, remote_form: str, form_id: str, by: User
) -> tuple[RemoteForm, bool]:
    """Name a form of another server to be pulled, and say whether that is new. Raises FormNotPulled or RemoteError."""
    Line(address)
    require_sender(by)
    if kind == "central" and not project:
        raise ProjectMissing()
    if len(form_id) > MOST_ID_LETTERS:
        raise IdTooLong(form_id=form_id, most=MOST_ID_LETTERS)
    with write_turn():
        return add_remote_form(
            kind=kind,
            address=address.rstrip("/").removesuffix("/v1"),
            project=project,
            remote_form=remote_form,
            form_id=form_id,
            by=by,
        )


def require_sender(by: User) -> None:
    """Records enter only in the name of somebody who may enter them, today too. Raises AccountEntersNothing."""
    if not (by.is_active and by.may(Permission.ENTER_RECORDS)):
        raise AccountEntersNothing(email=by.email)


def server_of(remote: RemoteForm, environment: Mapping[str, str] = os.environ) -> RemoteServer:
    """The other server, with the account that this installation was given for it. Raises RemoteError without one."""
    account = account_for(remote.address, environment)
    line = Line(remote.address)
    if remote.kind == "kobo":
        return KoboForm(line, account, form=remote.remote_form)
    return CentralForm(line, account, project=remote.project, form=remote.remote_form)
