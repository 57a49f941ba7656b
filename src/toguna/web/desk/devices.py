"""The telephones that send in somebody's name: giving one its access, setting it up, and taking the access back.

Its secret is shown once, on the answer to the act that made it, and can be read nowhere again.
"""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from toguna.collect.phone_settings import PhoneSettings, settings_code
from toguna.publish.paper.square import square_of
from toguna.rules.roles import Permission
from toguna.store.accounts.actions import IssuedDevice, RoleEntersNoRecords, issue_device, revoke_device
from toguna.store.accounts.models import DeviceCredential, User
from toguna.store.accounts.queries import staff as all_staff
from toguna.store.writing import write_turn
from toguna.web.desk.door import StaffRequest, desk_page, staff, step
from toguna.web.layout.templatetags.toguna import plain_text_in

SERVER = "/openrosa"
# A telephone that looks for these finds itself.
THIS_MACHINE = {"localhost", "127.0.0.1", "[::1]"}


class DeviceForm(forms.Form):
    """A telephone to let in."""

    label = forms.CharField(
        label=gettext_lazy("Quel téléphone ?"),
        max_length=80,
        help_text=gettext_lazy("Par exemple « Tecno bleu de la coordination ». Vous le reconnaîtrez s'il est perdu."),
    )
    delete_after_send = forms.BooleanField(
        label=gettext_lazy("Effacer du téléphone ce qui est envoyé"),
        required=False,
        help_text=gettext_lazy("Qui trouve le téléphone n'y lit plus les fiches reçues ici ; l'agent non plus."),
    )
    encrypts = forms.BooleanField(
        label=gettext_lazy("Chiffrer ce qui est rempli"),
        required=False,
        help_text=gettext_lazy(
            "Une fiche terminée ne s'ouvre plus dans le téléphone, même avant l'envoi ; elle se lit ici. "
            "Les brouillons ne sont pas chiffrés."
        ),
    )


@staff(None, "POST")
def give_device(request: StaffRequest, pk: int) -> HttpResponseBase:
    """Let a telephone send in somebody's name: one's own, or anybody's for who manages staff."""
    found = _own_or_managed(request, pk)
    form = DeviceForm(request.POST)
    if form.is_valid():
        try:
            with write_turn():
                issued = issue_device(by=request.user, user=found, **form.cleaned_data)
            return _set_up_page(request, found, issued)
        except RoleEntersNoRecords:
            form.add_error(None, _("Ce rôle n'envoie pas de fiches : un téléphone ne lui servirait à rien."))
    for errors in form.errors.values():
        messages.error(request, " ".join(str(error) for error in errors))
    return redirect("desk:account") if found.pk == request.user.pk else redirect("desk:person", pk=found.pk)


@staff(None, "POST")
def take_device(request: StaffRequest, pk: int) -> HttpResponseBase:
    """Let a telephone in no more."""
    device = DeviceCredential.objects.select_related("user").get(pk=pk)
    found = _own_or_managed(request, device.user_id)
    with write_turn():
        revoke_device(by=request.user, device=device)
    told = _("Le téléphone « %(label)s » ne peut plus rien envoyer. Ce qu'il a envoyé reste.")
    if device.door == "api":
        told = _("Le programme « %(label)s » ne peut plus entrer. Ce qu'il a fait reste.")
    messages.success(request, told % {"label": device.label})
    return redirect("desk:account") if found.pk == request.user.pk else redirect("desk:person", pk=found.pk)


def _own_or_managed(request: StaffRequest, pk: int) -> User:
    """The account, if it is one's own or one manages staff; for anybody else it is not there."""
    if pk != request.user.pk and not request.user.may(Permission.MANAGE_STAFF):
        raise PermissionDenied
    return all_staff().get(pk=pk)


def _set_up_page(request: StaffRequest, found: User, issued: IssuedDevice) -> HttpResponse:
    server = request.build_absolute_uri(SERVER)
    code = settings_code(
        PhoneSettings(
            server=server,
            username=issued.credential.username,
            secret=issued.secret,
            project=f"Toguna · {plain_text_in(found.organisation.name)}"[:60],
            agent=found.name,
            language=found.language,
            forgets=issued.credential.delete_after_send,
        )
    )
    response = desk_page(
        request,
        "desk/device_set_up.html",
        person=found,
        device=issued,
        # Drawn from letters and digits alone, by our own hand.
        square=mark_safe(square_of(code, for_paper=False)),  # noqa: S308
        code=code,
        server=server,
        address=f"{server}/key/{issued.token}",
        is_secure=request.is_secure(),
        is_this_machine=request.get_host().rpartition(":")[0] in THIS_MACHINE or request.get_host() in THIS_MACHINE,
        own=found.pk == request.user.pk,
        breadcrumb=[step(_("À copier maintenant"))],
    )
    response["Cache-Control"] = "no-store"
    return response
