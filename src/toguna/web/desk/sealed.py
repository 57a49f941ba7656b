"""What phones sent encrypted and nobody could open yet: what is missing or wrong, and another try."""

from uuid import UUID

from django.contrib import messages
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from toguna.collect.sealed_opening import NO_KEY_FITS, SIGNATURE_DIFFERS
from toguna.flow.receive import NotReceived
from toguna.flow.sealed import OTHER_INSTANCE, StillSealed, missing_parts, open_sealed
from toguna.rules.roles import Permission
from toguna.store.fieldwork.models import Form, SealedSubmission
from toguna.store.fieldwork.sealed import sealed_waiting_for, why_not_opened
from toguna.web.desk.door import StaffRequest, desk_page, staff, step

REASONS = {
    "no-key-fits": NO_KEY_FITS,
    "signature-differs": SIGNATURE_DIFFERS,
    "other-instance": OTHER_INSTANCE,
}


@staff(Permission.SEE_NAMES)
def sealed(request: StaffRequest) -> HttpResponseBase:
    """Encrypted submissions that are kept and not open."""
    return desk_page(
        request,
        "desk/sealed.html",
        waiting=[(each, missing_parts(each), _reason(each)) for each in sealed_waiting_for(request.user)],
        titles=dict(Form.objects.order_by("added_at", "pk").values_list("form_id", "title")),
        breadcrumb=[step(_("Fiches"), "/desk/records/"), step(_("Envois chiffrés"))],
    )


@staff(Permission.SEE_NAMES, "POST")
def open_again(request: StaffRequest, pk: UUID) -> HttpResponseBase:
    """Try once more, as after a key has been put back; what cannot be opened stays as it is."""
    found = sealed_waiting_for(request.user).get(pk=pk)
    try:
        receipt = open_sealed(found)
    except NotReceived as error:
        messages.error(request, _(error.message) % error.values)
        return redirect("desk:sealed")
    if not isinstance(receipt, StillSealed):
        messages.success(request, _("L'envoi est ouvert : sa fiche est reçue."))
        return redirect("desk:record", pk=receipt.record.pk)
    if receipt.refusal is not None:
        messages.error(request, _(receipt.refusal.message) % receipt.refusal.values)
    else:
        messages.error(request, _("Des fichiers manquent encore : %(names)s.") % {"names": ", ".join(receipt.missing)})
    return redirect("desk:sealed")


def _reason(found: SealedSubmission) -> str:
    """Why it was not opened, in the reader's language; empty where nobody has tried."""
    code = why_not_opened(found)
    return (
        _(REASONS[code]) if code in REASONS else _("Tout est arrivé, et ne se lit pas comme une fiche.") if code else ""
    )
