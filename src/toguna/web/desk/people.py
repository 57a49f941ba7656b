"""People and roles: who has an account, what they may do, and which telephones may send in their name.

A password is shown once, on the answer to the act that made it, and can be read nowhere again.
"""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from toguna.rules.roles import Permission, Role, may
from toguna.store.accounts.actions import (
    EmailTaken,
    NobodyLeftToManageStaff,
    change_role,
    deactivate,
    open_account,
    reactivate,
    renew_password,
)
from toguna.store.accounts.models import User
from toguna.store.accounts.queries import devices_of
from toguna.store.accounts.queries import staff as all_staff
from toguna.store.accounts.sessions import scripts_of
from toguna.store.organisations.models import Organisation
from toguna.store.writing import write_turn
from toguna.web.desk.activity_forms import InLanguage
from toguna.web.desk.devices import DeviceForm
from toguna.web.desk.door import StaffRequest, desk_page, sent, staff, step
from toguna.web.desk.listing import FilterForm, listing
from toguna.web.desk.scripts import ScriptForm
from toguna.web.desk.wording import ROLE_MEANINGS, offered

ORDERS = {
    "name": ("name",),
    "organisation": ("organisation__code", "name"),
    "role": ("role", "name"),
    "last": ("last_login",),
}
LAST_ADMINISTRATOR = gettext_lazy(
    "C'est le dernier administrateur actif : ouvrez d'abord le compte d'un autre, sans quoi plus personne ne pourrait "
    "ouvrir de compte."
)


class StaffFilters(FilterForm):
    """What the list of accounts can be narrowed by."""

    q = forms.CharField(label=gettext_lazy("Chercher"), max_length=80)
    role = forms.ChoiceField(label=gettext_lazy("Rôle"), choices=[("", gettext_lazy("Tous")), *offered("role")])
    active = forms.ChoiceField(
        label=gettext_lazy("Compte"),
        choices=[("", gettext_lazy("Tous")), ("yes", gettext_lazy("actif")), ("no", gettext_lazy("désactivé"))],
    )


class RoleForm(forms.Form):
    """What somebody may do, and for which organisation."""

    role = forms.ChoiceField(label=gettext_lazy("Rôle"), choices=offered("role"), widget=forms.RadioSelect)
    organisation = InLanguage(label=gettext_lazy("Organisation"), queryset=Organisation.objects.none())

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["organisation"].queryset = Organisation.objects.exclude(  # type: ignore[attr-defined]
            kind__in=["commune", "cbo"]
        )
        self.fields["role"].choices = [  # type: ignore[attr-defined]
            (code, _("%(name)s : %(value)s") % {"name": said, "value": ROLE_MEANINGS[code]})
            for code, said in offered("role")
        ]


class AccountForm(RoleForm):
    """A new account."""

    name = forms.CharField(label=gettext_lazy("Nom"), max_length=120)
    email = forms.EmailField(label=gettext_lazy("Adresse électronique"))
    language = forms.ChoiceField(
        label=gettext_lazy("Langue"), choices=[("fr", "Français"), ("en", "English")], initial="fr"
    )
    field_order = ("name", "email", "organisation", "role", "language")


@staff(Permission.MANAGE_STAFF)
def people(request: StaffRequest) -> HttpResponseBase:
    """Everybody with an account."""
    form = StaffFilters(request.GET)
    chosen = form.chosen()
    rows = all_staff()
    for typed in chosen.get("q", "").split():
        rows = rows.filter(name__icontains=typed) | rows.filter(email__icontains=typed)
    if "role" in chosen:
        rows = rows.filter(role=chosen["role"])
    if "active" in chosen:
        rows = rows.filter(is_active=chosen["active"] == "yes")
    return desk_page(
        request,
        "desk/people.html",
        listing=listing(request, rows, form, ORDERS, "organisation"),
        breadcrumb=[step(_("Mon travail"), "/desk/"), step(_("Équipe"))],
    )


@staff(Permission.MANAGE_STAFF, "GET", "POST")
def open_new(request: StaffRequest) -> HttpResponseBase:
    """Open an account; its first password is shown once."""
    form = AccountForm(sent(request), initial={"organisation": request.user.organisation_id})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            with write_turn():
                opened = open_account(
                    by=request.user,
                    email=given["email"],
                    name=given["name"],
                    role=Role(given["role"]),
                    organisation=given["organisation"],
                    language=given["language"],
                    # An account of an invented organisation is invented too.
                    fictional=given["organisation"].fictional,
                )
        except EmailTaken:
            form.add_error("email", _("Quelqu'un a déjà un compte avec cette adresse."))
        else:
            return _shown_once(request, opened.user, password=opened.password)
    return desk_page(
        request,
        "desk/person_new.html",
        status=422 if form.errors else 200,
        form=form,
        breadcrumb=[step(_("Équipe"), "/desk/people/"), step(_("Ouvrir un compte"))],
    )


@staff(Permission.MANAGE_STAFF)
def person(request: StaffRequest, pk: int) -> HttpResponseBase:
    """One account: its role, its telephones, and what can be changed."""
    return _person_page(request, all_staff().get(pk=pk))


@staff(Permission.MANAGE_STAFF, "POST")
def give_role(request: StaffRequest, pk: int) -> HttpResponseBase:
    """Give another role or organisation."""
    found = all_staff().get(pk=pk)
    form = RoleForm(request.POST)
    if not form.is_valid():
        return _person_page(request, found, form=form)
    role, organisation = Role(form.cleaned_data["role"]), form.cleaned_data["organisation"]
    try:
        with write_turn():
            change_role(by=request.user, user=found, role=role, organisation=organisation)
    except NobodyLeftToManageStaff:
        return _person_page(request, all_staff().get(pk=pk), form=form, problems=[str(LAST_ADMINISTRATOR)])
    messages.success(request, _("Le rôle de %(name)s est changé.") % {"name": found.name})
    return redirect("desk:person", pk=found.pk)


@staff(Permission.MANAGE_STAFF, "POST")
def let_in(request: StaffRequest, pk: int) -> HttpResponseBase:
    """Close an account or open it again."""
    found = all_staff().get(pk=pk)
    if request.POST.get("active") == "yes":
        with write_turn():
            reactivate(by=request.user, user=found)
        messages.success(request, _("Le compte de %(name)s est rouvert.") % {"name": found.name})
        return redirect("desk:person", pk=found.pk)
    try:
        with write_turn():
            deactivate(by=request.user, user=found)
    except NobodyLeftToManageStaff:
        return _person_page(request, all_staff().get(pk=pk), problems=[str(LAST_ADMINISTRATOR)])
    told = _("Le compte de %(name)s est fermé, ses téléphones aussi. Ce que la personne a fait reste.")
    messages.success(request, told % {"name": found.name})
    return redirect("desk:person", pk=found.pk)


@staff(Permission.MANAGE_STAFF, "POST")
def new_password(request: StaffRequest, pk: int) -> HttpResponseBase:
    """Replace a forgotten password."""
    found = all_staff().get(pk=pk)
    with write_turn():
        password = renew_password(by=request.user, user=found)
    return _shown_once(request, found, password=password)


def _person_page(
    request: StaffRequest, found: User, *, form: RoleForm | None = None, problems: list[str] | None = None
) -> HttpResponse:
    first = {"role": found.role, "organisation": found.organisation_id}
    return desk_page(
        request,
        "desk/person.html",
        status=422 if problems or (form and form.errors) else 200,
        person=found,
        form=form or RoleForm(initial=first),
        devices=devices_of(found),
        scripts=scripts_of(found),
        script_form=ScriptForm(),
        device_form=DeviceForm(),
        enters_records=may(Role(found.role), Permission.ENTER_RECORDS),
        problems=problems or [],
        breadcrumb=[step(_("Équipe"), "/desk/people/"), step(found.name)],
    )


def _shown_once(request: StaffRequest, found: User, *, password: str) -> HttpResponse:
    response = desk_page(
        request, "desk/shown_once.html", person=found, password=password, breadcrumb=[step(_("À copier maintenant"))]
    )
    response["Cache-Control"] = "no-store"
    return response
