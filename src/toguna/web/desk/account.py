"""One's own account: language, password, second factor, and the telephones that send in one's name."""

from django.conf import settings
from django.contrib import messages
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import translation
from django.utils.translation import gettext as _

from toguna.flow.digest import has_letters
from toguna.rules.roles import Permission
from toguna.store.accounts.actions import change_language, choose_digest
from toguna.store.accounts.queries import devices_of
from toguna.store.accounts.sessions import scripts_of
from toguna.store.writing import write_turn
from toguna.web.desk.devices import DeviceForm
from toguna.web.desk.door import StaffRequest, desk_page, staff, step
from toguna.web.desk.scripts import ScriptForm


@staff(None, "GET", "POST")
def account(request: StaffRequest) -> HttpResponseBase:
    """What one may set oneself."""
    if request.method == "POST":
        if "digest" in request.POST:
            wanted = request.POST["digest"] == "yes"
            with write_turn():
                choose_digest(by=request.user, wanted=wanted)
            told = _("Vous recevrez la lettre de la semaine.") if wanted else _("Vous ne recevrez plus la lettre.")
            messages.success(request, told)
            return redirect("desk:account")
        language = request.POST.get("language", "")
        if language in dict(settings.LANGUAGES):
            with write_turn():
                change_language(by=request.user, language=language)
            translation.activate(language)
            messages.success(request, _("Votre langue est enregistrée."))
            response = redirect("desk:account")
            response.set_cookie(settings.LANGUAGE_COOKIE_NAME, language, max_age=365 * 86400, samesite="Lax")
            return response
    return desk_page(
        request,
        "desk/account.html",
        person=request.user,
        has_letters=has_letters(request.user),
        languages=settings.LANGUAGES,
        devices=devices_of(request.user),
        scripts=scripts_of(request.user),
        script_form=ScriptForm(),
        device_form=DeviceForm(),
        enters_records=request.user.may(Permission.ENTER_RECORDS),
        breadcrumb=[step(_("Mon travail"), "/desk/"), step(_("Mon compte"))],
    )
