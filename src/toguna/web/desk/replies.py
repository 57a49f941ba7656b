"""Replies to editions on the desk: addresses handed out, what came, and publishing it unchanged or declining it.

Nobody edits a reply here. Whoever typed a letter in leaves the decision to somebody else.
"""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from toguna.rules.offices import OFFICE_NAMES_A_PERSON, names_a_person
from toguna.rules.replies import DecidesOnOwnEntry, ReasonMissing, ReplyNotMoved, ReplyState, ReplyWay
from toguna.rules.roles import Permission
from toguna.store.accounts.models import User
from toguna.store.publications.models import Edition, Reply, ReplyAddress
from toguna.store.publications.replies import (
    decline_reply,
    enter_reply,
    hand_out_address,
    handed_out_addresses,
    publish_reply,
    replies,
    revoke_address,
    take_reply_back,
)
from toguna.web.desk.door import StaffRequest, desk_page, sent, staff, step
from toguna.web.desk.listing import FilterForm, listing
from toguna.web.desk.reply_forms import WAYS, AddressForm, LetterForm
from toguna.web.layout.templatetags.toguna import plain_text_in

STATES = {
    ReplyState.WAITING: (gettext_lazy("en attente"), "warn"),
    ReplyState.PUBLISHED: (gettext_lazy("publiée"), "good"),
    ReplyState.DECLINED: (gettext_lazy("non publiée"), "calm"),
    ReplyState.TAKEN_BACK: (gettext_lazy("reprise par son auteur"), "calm"),
}
ORDERS = {"received": ("received_at",), "edition": ("edition__programme__code", "edition__number")}
ADDRESSES_SHOWN = 50


class ReplyFilters(FilterForm):
    """What the list can be narrowed by."""

    state = forms.ChoiceField(
        label=gettext_lazy("État"),
        choices=[("", gettext_lazy("Toutes")), *((state.value, words) for state, (words, _tone) in STATES.items())],
    )


@staff(Permission.RELEASE_EDITIONS)
def replies_list(request: StaffRequest) -> HttpResponseBase:
    """Every reply, and the addresses that were handed out."""
    form = ReplyFilters(request.GET)
    rows: QuerySet[Any] = replies().filter(**form.chosen())
    found = listing(request, rows, form, ORDERS, "-received")
    editions = Edition.objects.filter(programme__public=True).select_related("programme").defer("snapshot")
    return desk_page(
        request,
        "desk/replies.html",
        listing=found,
        rows=[(one, _who(one), *STATES[ReplyState(one.state)]) for one in found.page],
        editions=editions.order_by("programme__position", "programme__code", "-number"),
        addresses=[(one, _who(one), _standing(one)) for one in handed_out_addresses()[:ADDRESSES_SHOWN]],
        breadcrumb=[step(_("Mon travail"), "/desk/"), step(_("Éditions"), "/desk/editions/"), step(_("Réponses"))],
        demonstration=any(one.edition.fictional for one in found.page),
    )


@staff(Permission.RELEASE_EDITIONS, "GET", "POST")
def reply(request: StaffRequest, pk: UUID) -> HttpResponseBase:
    """One reply as it was written, and the decision about it."""
    found = replies().get(pk=pk)
    problem, status = "", 200
    if request.method == "POST":
        try:
            messages.success(request, _decided(request, found))
            return redirect("desk:reply", pk=found.pk)
        except ReasonMissing:
            problem, status = _("Écrivez pourquoi : qui l'a envoyée lira ce motif."), 422
        except DecidesOnOwnEntry:
            problem, status = _("Vous avez recopié cette réponse : quelqu'un d'autre décide."), 403
        except ReplyNotMoved:
            problem, status = _("Entre-temps, cette réponse a été décidée ou reprise. Voici où elle en est."), 409
            found = replies().get(pk=pk)
    words, tone = STATES[ReplyState(found.state)]
    names = dict(User.objects.filter(pk__in=[found.decided_by, found.entered_by]).values_list("pk", "name"))
    return desk_page(
        request,
        "desk/reply.html",
        status=status,
        reply=found,
        who=_who(found),
        words=words,
        tone=tone,
        way=WAYS.get(ReplyWay(found.way_in), _("par l'adresse remise")),
        entered_by=names.get(found.entered_by or 0, ""),
        decided_by=names.get(found.decided_by or 0, ""),
        own=found.entered_by == request.user.pk,
        problem=problem,
        reason=request.POST.get("reason", ""),
        breadcrumb=[step(_("Éditions"), "/desk/editions/"), step(_("Réponses"), "/desk/replies/"), step(_who(found))],
        demonstration=found.edition.fictional,
    )


def _decided(request: StaffRequest, found: Reply) -> str:
    match request.POST.get("act"):
        case "publish":
            publish_reply(by=request.user, reply=found)
            return _("La réponse est publiée telle quelle, à côté de l'édition.")
        case "decline":
            decline_reply(by=request.user, reply=found, reason=request.POST.get("reason", "")[:1000])
            return _("La réponse n'est pas publiée. Qui l'a envoyée en lit le motif à la même adresse.")
        case "take_back":
            take_reply_back(by=request.user, reply=found)
            return _("La réponse n'est plus montrée.")
    raise ReplyNotMoved(request.POST.get("act", ""))


@staff(Permission.RELEASE_EDITIONS, "GET", "POST")
def enter(request: StaffRequest) -> HttpResponseBase:
    """Copy a reply that came by letter, by message or by word of mouth."""
    edition = _edition(request)
    form = LetterForm(sent(request), edition=edition, initial={"written_on": timezone.localdate(), "language": "fr"})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        made = enter_reply(
            by=request.user,
            edition=edition,
            body=form.chosen(),
            text=given["text"],
            office=given["office"],
            language=given["language"],
            way=ReplyWay(given["way"]),
            written_on=given["written_on"],
        )
        messages.success(request, _("La réponse est recopiée. Quelqu'un d'autre que vous décide de la publier."))
        return redirect("desk:reply", pk=made.pk)
    return _form_page(request, form, edition, "enter")


@staff(Permission.RELEASE_EDITIONS, "GET", "POST")
def hand_out(request: StaffRequest) -> HttpResponseBase:
    """Make an address by which one body may reply to one edition; it is shown once."""
    edition = _edition(request)
    form = AddressForm(sent(request), edition=edition)
    if request.method == "POST" and form.is_valid():
        if names_a_person(form.cleaned_data["handed_to"]):
            form.add_error("handed_to", _(OFFICE_NAMES_A_PERSON))
        else:
            made, token = hand_out_address(
                by=request.user,
                edition=edition,
                body=form.chosen(),
                handed_to=form.cleaned_data["handed_to"],
                expires_at=timezone.now() + timedelta(days=form.cleaned_data["days"]),
            )
            return desk_page(
                request,
                "desk/reply_address.html",
                address=made,
                who=_who(made),
                url=request.build_absolute_uri(reverse("public:reply", args=[token])),
                edition=edition,
                demonstration=edition.fictional,
            )
    return _form_page(request, form, edition, "address")


@staff(Permission.RELEASE_EDITIONS, "POST")
def revoke(request: StaffRequest, pk: UUID) -> HttpResponseBase:
    """Let no reply in by an address any more."""
    found = ReplyAddress.objects.select_related("edition", "place", "organisation").get(pk=pk)
    revoke_address(by=request.user, address=found)
    messages.success(request, _("L'adresse de %(name)s n'ouvre plus rien.") % {"name": _who(found)})
    return redirect("desk:replies")


def _edition(request: StaffRequest) -> Edition:
    """The edition in the address. Raises Edition.DoesNotExist."""
    try:
        asked = UUID(request.GET.get("edition", ""))
    except ValueError as error:
        raise Edition.DoesNotExist from error
    return Edition.objects.select_related("programme").get(pk=asked, programme__public=True)


def _form_page(request: StaffRequest, form: forms.Form, edition: Edition, what: str) -> HttpResponseBase:
    title = _("Recopier une réponse") if what == "enter" else _("Remettre une adresse")
    return desk_page(
        request,
        "desk/reply_form.html",
        status=422 if form.errors else 200,
        form=form,
        edition=edition,
        what=what,
        breadcrumb=[step(_("Éditions"), "/desk/editions/"), step(_("Réponses"), "/desk/replies/"), step(title)],
        demonstration=edition.fictional,
    )


def _who(answer: Reply | ReplyAddress) -> str:
    body = answer.place or answer.organisation
    return body.name if answer.place else plain_text_in(body.name) if body else ""  # type: ignore[union-attr]


def _standing(address: ReplyAddress) -> str:
    """Where an address stands: used, revoked, ended or open."""
    if hasattr(address, "reply"):
        return "used"
    if address.revoked_at:
        return "revoked"
    return "open" if address.expires_at > timezone.now() else "ended"
