"""The scripts that work in somebody's name: giving one its access, and taking it back.

Its secret is shown once, on the answer to the act that made it, and can be read nowhere again.
"""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from toguna.rules.roles import Permission
from toguna.store.accounts.models import User
from toguna.store.accounts.queries import staff as all_staff
from toguna.store.accounts.sessions import issue_script
from toguna.store.writing import write_turn
from toguna.web.desk.door import StaffRequest, desk_page, staff, step

# As the scripts' door calls the installation.
PROJECT = 1
PYODK = """[central]
base_url = "{server}"
username = "{script}"
password = "{secret}"
default_project_id = 1"""


class ScriptForm(forms.Form):
    """A script to let in."""

    label = forms.CharField(
        label=gettext_lazy("Quel programme ?"),
        max_length=80,
        help_text=gettext_lazy("Par exemple « Tableau de bord du siège ». Il aura les droits de ce compte, pas plus."),
        # The telephones' form stands on the same page, with a field of the same name.
        widget=forms.TextInput(attrs={"id": "id_script_label"}),
    )


@staff(None, "POST")
def give_script(request: StaffRequest, pk: int) -> HttpResponseBase:
    """Let a script work in somebody's name: one's own, or anybody's for who manages staff."""
    found = _own_or_managed(request, pk)
    form = ScriptForm(request.POST)
    if not form.is_valid():
        for errors in form.errors.values():
            messages.error(request, " ".join(str(error) for error in errors))
        return redirect("desk:account") if found.pk == request.user.pk else redirect("desk:person", pk=found.pk)
    with write_turn():
        issued = issue_script(by=request.user, user=found, label=form.cleaned_data["label"])
    response = desk_page(
        request,
        "desk/script_set_up.html",
        person=found,
        script=issued,
        server=request.build_absolute_uri("/"),
        project=PROJECT,
        pyodk=PYODK.format(
            server=request.build_absolute_uri("/"), script=issued.credential.username, secret=issued.secret
        ),
        own=found.pk == request.user.pk,
        breadcrumb=[step(_("À copier maintenant"))],
    )
    response["Cache-Control"] = "no-store"
    return response


def _own_or_managed(request: StaffRequest, pk: int) -> User:
    if pk != request.user.pk and not request.user.may(Permission.MANAGE_STAFF):
        raise PermissionDenied
    return all_staff().get(pk=pk)
