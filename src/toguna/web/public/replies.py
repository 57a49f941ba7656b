"""The right of reply: what bodies named in an edition answer to it, how to, and the address by which a reply comes.

A reply is shown as it was written or not at all. Who opens an address is not known here, only what it is good for.
"""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from toguna.publish.words import text_in
from toguna.rules.replies import LONGEST, LONGEST_OFFICE, ReplyNotMoved, as_written, reply_problems
from toguna.store.programmes.queries import names_in_role
from toguna.store.publications.models import ReplyAddress
from toguna.store.publications.queries import public_edition
from toguna.store.publications.replies import (
    AddressClosed,
    address_of,
    is_open,
    public_replies,
    send_reply,
    take_reply_back,
)
from toguna.web.layout.words import WORDS
from toguna.web.public.door import everyone, language, public_page, step, way
from toguna.web.public.knocking import HOUR, knocks_too_often

ON_A_PAGE = 8
# From one machine in an hour: a whole office may share one, nobody guesses at this pace.
MOST_TRIES = 40


class ReplyForm(forms.Form):
    """What somebody named in an edition answers to it."""

    text = forms.CharField(
        label=gettext_lazy("Votre réponse"),
        strip=False,
        error_messages={"required": gettext_lazy("Écrivez votre réponse.")},
        widget=forms.Textarea({"rows": 10}),
        help_text=gettext_lazy(
            "3 000 signes au plus, en texte simple. Ne nommez aucune personne : tout le monde lira ceci."
        ),
    )
    office = forms.CharField(
        label=gettext_lazy("En quelle fonction répondez-vous ?"),
        max_length=LONGEST_OFFICE,
        error_messages={"required": gettext_lazy("Dites en quelle fonction vous répondez, sans votre nom.")},
        help_text=gettext_lazy("Par exemple « la maire » ou « le comité de gestion » ; pas votre nom."),
    )
    language = forms.ChoiceField(label=gettext_lazy("Dans quelle langue avez-vous écrit ?"))

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        spoken = [(code, _(said)) for code, said in WORDS["language"].items()]
        self.fields["language"].choices = spoken  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """What any reply must be."""
        given = super().clean() or self.cleaned_data
        given["text"] = as_written(given.get("text", ""))
        for finding in reply_problems(given["text"], given.get("office", "")):
            if finding.where not in self.errors:
                self.add_error(finding.where, _(finding.message) % finding.values)
        return given


@everyone
def replies(request: HttpRequest, code: str, number: int) -> HttpResponseBase:
    """Every published reply to an edition, and how whoever it names may reply."""
    edition = public_edition(code, number)
    programme = edition.programme
    page = Paginator(public_replies().filter(edition=edition), ON_A_PAGE).get_page(request.GET.get("page"))
    return public_page(
        request,
        "replies",
        edition=edition,
        programme=programme,
        page=page,
        leads=names_in_role(programme, "accountable"),
        longest=LONGEST,
        demonstration=edition.fictional,
        breadcrumb=way(
            step(text_in(programme.name, language()), reverse("public:programme", args=[code])),
            step(_("Édition %(number)s") % {"number": number}, reverse("public:edition", args=[code, number])),
            step(_("Réponses")),
        ),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def reply(request: HttpRequest, token: str) -> HttpResponseBase:
    """The address handed out to one body: writing its reply, then what became of it, and taking it back."""
    if knocks_too_often(request, "reply", MOST_TRIES):
        shown = public_page(request, "reply_wait", status=429)
        shown["Retry-After"] = str(HOUR)
        return unlisted(shown)
    try:
        address = address_of(token)
    except ObjectDoesNotExist as error:
        raise Http404 from error
    form = ReplyForm(request.POST or None, initial={"language": language()})
    if request.method == "POST":
        if request.POST.get("act") == "take_back":
            return _taken_back(request, address, token)
        if form.is_valid() and is_open(address):
            return _sent(request, address, token, form)
    body = address.place or address.organisation
    answer = getattr(address, "reply", None)
    return unlisted(
        public_page(
            request,
            "reply",
            status=422 if form.errors and not answer else 200,
            address=address,
            edition=address.edition,
            programme=address.edition.programme,
            who=text_in(body.name, language()) if address.organisation else body.name,  # type: ignore[union-attr,arg-type]
            form=form,
            reply=answer,
            demonstration=address.edition.fictional,
        )
    )


def _sent(request: HttpRequest, address: ReplyAddress, token: str, form: ReplyForm) -> HttpResponseBase:
    given = form.cleaned_data
    try:
        send_reply(address=address, text=given["text"], office=given["office"], language=given["language"])
        messages.success(request, _("Votre réponse est arrivée. Gardez cette adresse : ce qui est décidé s'y lira."))
    except AddressClosed:
        messages.warning(request, _("Une réponse est déjà venue par cette adresse. Celle-ci n'a pas été gardée."))
    return redirect("public:reply", token=token)


def _taken_back(request: HttpRequest, address: ReplyAddress, token: str) -> HttpResponseBase:
    try:
        take_reply_back(reply=address.reply)
        messages.success(request, _("Votre réponse est reprise : elle n'est plus montrée."))
    except (ObjectDoesNotExist, ReplyNotMoved):
        messages.warning(request, _("Il n'y a pas de réponse à reprendre."))
    return redirect("public:reply", token=token)


def unlisted(answer: HttpResponse) -> HttpResponse:
    """No copy, no search engine: the address is the key."""
    patch_cache_control(answer, private=True, no_store=True)
    answer["X-Robots-Tag"] = "noindex, nofollow"
    return answer
