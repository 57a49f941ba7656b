"""Deciding on records, one or many: the acts of the partner and of the lead, with their reasons.

Every form carries the revision that was shown, so that two clerks never both decide; the second is told who did what.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from toguna.flow.forms import form_and_register_titles
from toguna.flow.verify import (
    DecisionError,
    NotPermitted,
    NotReady,
    check_record,
    decide_many,
    quarantine_record,
    reject_record,
    release_record,
    return_record,
    settle_contested,
    verify_record,
)
from toguna.rules.records import LEADS_TO, Act, NotAllowedInState, ReasonMissing, SamePersonTwice
from toguna.rules.roles import Permission
from toguna.store.fieldwork.actions import SomebodyActedFirst
from toguna.store.fieldwork.models import Record
from toguna.store.fieldwork.queries import acts_possible, record_seen_by, records_seen_by
from toguna.web.desk.door import StaffRequest, desk_page, posted_number, staff, step
from toguna.web.desk.record_list import bulk_acts
from toguna.web.desk.record_view import view_of
from toguna.web.desk.records import record_page, short_name
from toguna.web.desk.wording import STATES

AT_ONCE = 200
DECIDABLE = (Act.CHECK, Act.VERIFY, Act.RETURN, Act.REJECT, Act.QUARANTINE, Act.RELEASE)
NEED_WORDS = (Act.RETURN, Act.REJECT, Act.QUARANTINE)
DONE = {
    Act.CHECK: gettext_lazy("La fiche est contrôlée. Elle attend maintenant la vérification."),
    Act.VERIFY: gettext_lazy("La fiche est vérifiée : ses faits comptent à partir de maintenant."),
    Act.RETURN: gettext_lazy("La fiche est renvoyée au terrain. La personne qui l'a envoyée voit votre motif."),
    Act.REJECT: gettext_lazy("La fiche est rejetée. Elle reste lisible et ne compte nulle part."),
    Act.QUARANTINE: gettext_lazy("La fiche est en quarantaine : elle n'est plus sur aucune liste et ne compte plus."),
    Act.RELEASE: gettext_lazy("La fiche est sortie de quarantaine. Elle est de nouveau à contrôler."),
}


@dataclass(frozen=True)
class Foreseen:
    """What an act would do to one of many records: the facts that it makes, and those that stop counting."""

    record: Record
    revision: int
    form_title: dict[str, str]
    made: int
    closed: int


@staff(Permission.SEE_RECORDS, "POST")
def decide(request: StaffRequest, pk: UUID) -> HttpResponseBase:
    """Check, verify, return, reject, shut away or let out one record as it was shown."""
    found = record_seen_by(request.user, pk)
    act, revision, reason = _act(request), posted_number(request, "revision"), request.POST.get("reason", "")
    by = request.user
    try:
        match act:
            case Act.CHECK:
                check_record(found, by=by, revision=revision)
            case Act.VERIFY:
                verify_record(found, by=by, revision=revision)
            case Act.RETURN:
                return_record(found, by=by, revision=revision, reason=reason)
            case Act.QUARANTINE:
                quarantine_record(found, by=by, revision=revision, reason=reason)
            case Act.RELEASE:
                release_record(found, by=by, revision=revision, reason=reason)
            case _:
                reject_record(found, by=by, revision=revision, reason=reason)
    except SomebodyActedFirst as error:
        return acted_first(request, error, reason=reason)
    except NotPermitted as error:
        raise PermissionDenied from error
    except (NotReady, NotAllowedInState, SamePersonTwice, ReasonMissing) as error:
        return record_page(request, found, problems=said(error), reason=reason, status=422)
    messages.success(request, str(DONE[act]))
    return redirect("desk:record", pk=found.pk)


@staff(Permission.SEE_RECORDS, "POST")
def settle(request: StaffRequest, pk: UUID) -> HttpResponseBase:
    """Say which of two contents that came under one instance counts."""
    found = record_seen_by(request.user, pk)
    version = found.versions.get(number=posted_number(request, "version"))
    keep = request.POST.get("keep") == "yes"
    try:
        settle_contested(
            found, by=request.user, revision=posted_number(request, "revision"), version=version, keep=keep
        )
    except SomebodyActedFirst as error:
        return acted_first(request, error)
    except NotPermitted as error:
        raise PermissionDenied from error
    except NotAllowedInState as error:
        return record_page(request, found, problems=said(error), status=422)
    kept = _("Le nouvel envoi compte maintenant ; il doit être contrôlé puis vérifié. L'ancien reste lisible.")
    aside = _("Le nouvel envoi est mis de côté. La version d'avant compte toujours.")
    messages.success(request, kept if keep else aside)
    return redirect("desk:record", pk=found.pk)


@staff(Permission.SEE_RECORDS, "POST")
def decide_on_many(request: StaffRequest) -> HttpResponseBase:
    """One act on the records that were ticked: first what it would do to each, then, once confirmed, done."""
    acts = bulk_acts(request.user)
    if not acts:
        raise PermissionDenied
    act = _act(request)
    if act not in acts:
        raise PermissionDenied
    ticked = _ticked(request)
    if not ticked:
        messages.warning(request, _("Cochez au moins une fiche, puis choisissez ce qui doit lui arriver."))
        return redirect("desk:records")
    reason = request.POST.get("reason", "").strip()
    needs_reason = act in NEED_WORDS
    confirmed = "confirm" in request.POST
    if not confirmed or (needs_reason and not reason):
        return _preview(request, act, ticked, reason, missing=confirmed and needs_reason and not reason)
    return _done(request, act, decide_many(ticked, act, by=request.user, reason=reason))


def acted_first(request: StaffRequest, error: SomebodyActedFirst, reason: str = "") -> HttpResponseBase:
    """A kind page for whoever comes second: who did what, when, and what can be done now."""
    return desk_page(
        request,
        "desk/acted_first.html",
        status=409,
        record=error.record,
        error=error,
        reason=reason,
        breadcrumb=[step(_("Mon travail"), "/desk/"), step(_("Fiches"), "/desk/records/"), step(_("Déjà traitée"))],
    )


def said(error: DecisionError) -> list[str]:
    """Why a decision was not taken, in words for the person who wanted it."""
    match error:
        case NotReady():
            return [_(finding.message) % finding.values for finding in error.findings]
        case SamePersonTwice():
            return [_("Vous avez déjà fait l'étape d'avant sur cette fiche : quelqu'un d'autre doit faire celle-ci.")]
        case ReasonMissing():
            return [_("Écrivez le motif : la personne qui a envoyé la fiche le lira et saura quoi corriger.")]
        case NotAllowedInState():
            told = _("La fiche est déjà %(state)s : cette décision n'est plus possible.")
            return [told % {"state": STATES[error.state]}]
        case SomebodyActedFirst():
            return [_("Quelqu'un l'a traitée entre-temps : relisez-la avant de décider.")]
    return [_("Votre rôle ne permet pas cet acte sur cette fiche.")]


def _preview(
    request: StaffRequest, act: Act, ticked: Sequence[tuple[Record, int]], reason: str, *, missing: bool
) -> HttpResponseBase:
    able, unable, titles = [], [], form_and_register_titles()
    for found, revision in ticked:
        problem = _foreseen(request, found, revision, act)
        if problem:
            unable.append((found, problem))
            continue
        made, ends = 0, 0
        if act is Act.VERIFY:
            consequence = view_of(found, reader=request.user).consequence
            made, ends = consequence.made, consequence.closed
        elif act is Act.QUARANTINE:
            ends = view_of(found, reader=request.user).facts.count()
        able.append(Foreseen(found, revision, titles.get(found.form_id, {"fr": found.form_id}), made, ends))
    return desk_page(
        request,
        "desk/decide_many.html",
        status=422 if missing else 200,
        act=act,
        able=able,
        unable=unable,
        facts=sum(each.made for each in able),
        closed=sum(each.closed for each in able),
        becomes=LEADS_TO[act][1],
        shows_facts=act in (Act.VERIFY, Act.QUARANTINE),
        reason=reason,
        list_query=_list_query(request),
        needs_reason=act in NEED_WORDS,
        problems=said(ReasonMissing(act)) if missing else [],
        breadcrumb=[step(_("Mon travail"), "/desk/"), step(_("Fiches"), "/desk/records/"), step(_("Avant de décider"))],
    )


def _foreseen(request: StaffRequest, found: Record, revision: int, act: Act) -> str:
    """What will stand in the way of the act, as far as can be seen now."""
    if found.revision != revision:
        return said(SomebodyActedFirst(found))[0]
    if act not in acts_possible(found, request.user):
        if act in (Act.CHECK, Act.VERIFY) and view_of(found, reader=request.user).why_not:
            return view_of(found, reader=request.user).why_not
        return _("Vous ne pouvez pas prendre cette décision sur une fiche %(state)s.") % {"state": STATES[found.state]}
    if act is Act.VERIFY:
        view = view_of(found, reader=request.user)
        if view.errors:
            return _(view.errors[0].message) % view.errors[0].values
        if view.needs_activity:
            return _("La fiche n'est rattachée à aucune activité.")
    return ""


def _done(request: StaffRequest, act: Act, outcomes: Sequence[tuple[Record, DecisionError | None]]) -> HttpResponseBase:
    done = sum(error is None for _record, error in outcomes)
    if done:
        messages.success(request, _many_done(act, done))
    for found, error in outcomes:
        if error is not None:
            told = " ".join(said(error))
            messages.warning(request, _("Fiche %(short)s : %(why)s") % {"short": short_name(found), "why": told})
    return redirect(f"{reverse('desk:records')}?{_list_query(request)}")


def _list_query(request: StaffRequest) -> str:
    """The filters of the list that the records were ticked on, to come back to it."""
    return QueryDict(request.POST.get("list", "")[:2000]).urlencode()


def _many_done(act: Act, count: int) -> str:
    match act:
        case Act.CHECK:
            told = ngettext("%(count)s fiche contrôlée.", "%(count)s fiches contrôlées.", count)
        case Act.VERIFY:
            told = ngettext("%(count)s fiche vérifiée.", "%(count)s fiches vérifiées.", count)
        case Act.RETURN:
            told = ngettext("%(count)s fiche renvoyée.", "%(count)s fiches renvoyées.", count)
        case Act.QUARANTINE:
            told = ngettext("%(count)s fiche mise en quarantaine.", "%(count)s fiches mises en quarantaine.", count)
        case _:
            told = ngettext("%(count)s fiche rejetée.", "%(count)s fiches rejetées.", count)
    return told % {"count": count}


def _act(request: StaffRequest) -> Act:
    try:
        act = Act(request.POST.get("act", ""))
    except ValueError as error:
        raise PermissionDenied from error
    if act not in DECIDABLE:
        raise PermissionDenied
    return act


def _ticked(request: StaffRequest) -> list[tuple[Record, int]]:
    """The records that were ticked and that this account sees, each with the revision that was shown."""
    revisions: dict[UUID, int] = {}
    for written in request.POST.getlist("record")[:AT_ONCE]:
        key, _colon, revision = written.partition(":")
        try:
            revisions[UUID(key)] = int(revision)
        except ValueError:
            continue
    seen = records_seen_by(request.user).in_bulk(list(revisions))
    return [(seen[key], revision) for key, revision in revisions.items() if key in seen]
