"""The address handed out to an office: one side says once where a promise stands, without an account.

What comes waits until staff have read it. Who opens an address is not known here, only what it is good for.
"""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from toguna.rules.commitment_entries import SPEAKER_MISSING
from toguna.rules.commitments import MAY_SAY, Says, Side
from toguna.store.commitments.actions import (
    AddressClosed,
    CommitmentImpossible,
    Said,
    address_of,
    declare_by_address,
    is_open,
)
from toguna.store.commitments.models import DeclarationAddress
from toguna.web.layout.commitment_words import OWN_WORDS
from toguna.web.public.door import public_page
from toguna.web.public.knocking import HOUR, knocks_too_often
from toguna.web.public.replies import MOST_TRIES, unlisted


class AnswerForm(forms.Form):
    """What an office says of a promise."""

    says = forms.ChoiceField(
        label=gettext_lazy("Où en est cet engagement ?"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choisissez ce que vous dites de cet engagement.")},
    )
    evidence = forms.CharField(
        label=gettext_lazy("Ce qui le montre, ou ce qui manque"),
        max_length=1500,
        required=False,
        widget=forms.Textarea({"rows": 6}),
        help_text=gettext_lazy("Tout le monde lira ceci. Ne nommez aucune personne ; ni numéro, ni adresse."),
    )
    office = forms.CharField(
        label=gettext_lazy("En quelle fonction répondez-vous ?"),
        max_length=160,
        error_messages={"required": gettext_lazy(SPEAKER_MISSING)},
        help_text=gettext_lazy("Par exemple « la maire » ou « le comité de gestion » ; pas votre nom."),
    )

    def __init__(self, *arguments: Any, side: Side, **named: Any) -> None:
        super().__init__(*arguments, **named)
        choices = [(says.value, OWN_WORDS[side.value, says.value]) for says in MAY_SAY[side]]
        self.fields["says"].choices = choices  # type: ignore[attr-defined]


@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, token: str) -> HttpResponseBase:
    """Saying where a promise stands, then reading what became of it."""
    if knocks_too_often(request, "reply", MOST_TRIES):
        shown = public_page(request, "reply_wait", status=429)
        shown["Retry-After"] = str(HOUR)
        return unlisted(shown)
    try:
        address = address_of(token)
    except ObjectDoesNotExist as error:
        raise Http404 from error
    commitment, side = address.commitment, Side(address.side)
    office = commitment.office if side is Side.PROMISER else commitment.receiver_office
    form = AnswerForm(request.POST or None, side=side, initial={"office": office})
    if request.method == "POST" and form.is_valid() and is_open(address) and _sent(request, address, form):
        return redirect("public:commitment-answer", token=token)
    declaration = getattr(address, "declaration", None)
    return unlisted(
        public_page(
            request,
            "commitment_answer",
            status=422 if form.errors and not declaration else 200,
            address=address,
            commitment=commitment,
            side=side.value,
            form=form,
            declaration=declaration,
            demonstration=commitment.fictional,
        )
    )


def _sent(request: HttpRequest, address: DeclarationAddress, form: AnswerForm) -> bool:
    given = form.cleaned_data
    said = Said(
        Side(address.side),
        Says(given["says"]),
        timezone.localdate(),
        given["office"],
        given["evidence"].replace("\r\n", "\n"),
    )
    try:
        declare_by_address(address=address, said=said)
    except CommitmentImpossible as error:
        for finding in error.findings:
            form.add_error(finding.where if finding.where in form.fields else None, _(finding.message) % finding.values)
        return False
    except AddressClosed:
        messages.warning(request, _("Une réponse est déjà venue par cette adresse. Celle-ci n'a pas été gardée."))
    else:
        messages.success(request, _("C'est arrivé. Gardez cette adresse : ce qui est décidé s'y lira."))
    return True
