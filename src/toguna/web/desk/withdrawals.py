"""What is out of public view: since when, why, by whom; taking something out at once, and bringing it back.

What it would close is shown before. Nothing that is counted or frozen is touched here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from toguna.flow.withdrawal import FEWEST_LETTERS, effect_of_withdrawing, subjects_named
from toguna.rules.roles import Permission
from toguna.store.accounts.models import User
from toguna.store.activities.models import Activity
from toguna.store.organisations.models import Organisation
from toguna.store.places.models import Place
from toguna.store.publications.models import Withdrawal
from toguna.store.publications.withdrawals import (
    COLUMNS,
    AlreadyWithdrawn,
    NotWithdrawn,
    ReasonMissing,
    Subject,
    bring_back_into_view,
    ended_withdrawals,
    standing_withdrawals,
    withdraw_from_view,
    withdrawn_without_reason,
)
from toguna.web.desk.door import StaffRequest, desk_page, staff, step
from toguna.web.layout.templatetags.toguna import plain_text_in

ENDED_SHOWN = 20
LONGEST_REASON = 1_000
ACTIVITIES_SHOWN = 10
MODELS: dict[str, Any] = {column: model for model, column in COLUMNS.items()}


@dataclass(frozen=True)
class Shown:
    """Something that can be out of public view, as a page names it; `key` is what a form sends for it."""

    key: str
    sort: str
    name: str
    note: str
    fictional: bool
    withdrawn: bool
    withdrawal: Withdrawal | None = None
    by: str = ""


@staff(Permission.WITHDRAW_FROM_VIEW)
def withdrawals(request: StaffRequest) -> HttpResponseBase:
    """What is out of public view today, what was, and the search for what is to be taken out."""
    words = request.GET.get("q", "").strip()[:80]
    standing, ended = list(standing_withdrawals()), list(ended_withdrawals()[:ENDED_SHOWN])
    names = dict(User.objects.values_list("pk", "name"))
    return desk_page(
        request,
        "desk/withdrawals.html",
        words=words,
        found=[_shown(one) for one in subjects_named(words)],
        too_short=bool(words) and len(words) < FEWEST_LETTERS,
        standing=[_of(one, names) for one in standing],
        unexplained=[_shown(one) for one in withdrawn_without_reason()],
        ended=[_of(one, names) for one in ended],
        breadcrumb=[step(_("Mon travail"), "/desk/"), step(_("Vue publique"))],
    )


@staff(Permission.WITHDRAW_FROM_VIEW, "GET", "POST")
def withdraw(request: StaffRequest) -> HttpResponseBase:
    """What taking something out of public view would close, and doing it."""
    asked = request.POST if request.method == "POST" else request.GET
    subjects = _subjects(asked.getlist("subject"))
    problem, status = "", 200
    if request.method == "POST":
        try:
            withdraw_from_view(by=request.user, subjects=subjects, reason=asked.get("reason", "")[:LONGEST_REASON])
            told = _("%(names)s : hors de la vue publique. Aucun chiffre n'a changé ; vous pouvez revenir en arrière.")
            way_back = urlencode({"subject": [_shown(one).key for one in subjects]}, doseq=True)
            messages.success(
                request,
                told % {"names": ", ".join(_shown(one).name for one in subjects)},
                extra_tags=f"undo:{reverse('desk:withdrawal-back')}?{way_back}",
            )
            return redirect("desk:withdrawals")
        except ReasonMissing:
            problem, status = _("Écrivez pourquoi : ce motif reste dans le journal, sans nom de personne."), 422
        except AlreadyWithdrawn:
            problem, status = _("Quelqu'un vient de le retirer de la vue publique. Rien n'a été changé."), 409
    effect = effect_of_withdrawing(subjects)
    return desk_page(
        request,
        "desk/withdrawal_new.html",
        status=status,
        subjects=[_shown(one) for one in subjects],
        alike=[_shown(one) for one in effect.alike],
        effect=effect,
        activities=effect.activities[:ACTIVITIES_SHOWN],
        more_activities=max(0, len(effect.activities) - ACTIVITIES_SHOWN),
        closing=[one for one in effect.editions if not one.already],
        closed=[one for one in effect.editions if one.already],
        files=sum(one.files for one in effect.editions if not one.already),
        reason=asked.get("reason", ""),
        problem=problem,
        breadcrumb=[
            step(_("Mon travail"), "/desk/"),
            step(_("Vue publique"), "/desk/withdrawals/"),
            step(_("Retirer de la vue publique")),
        ],
        demonstration=any(one.fictional for one in subjects),
    )


@staff(Permission.WITHDRAW_FROM_VIEW, "POST")
def bring_back(request: StaffRequest) -> HttpResponseBase:
    """Show something to everyone again: by its button, or all that one act took out."""
    for subject in _subjects([*request.POST.getlist("subject"), *request.GET.getlist("subject")]):
        try:
            bring_back_into_view(by=request.user, subject=subject)
            told = _("%(name)s : de nouveau visible. Les fichiers qui n'étaient fermés que pour cela sont rouverts.")
            messages.success(request, told % {"name": _shown(subject).name})
        except NotWithdrawn:
            messages.warning(request, _("%(name)s était déjà visible.") % {"name": _shown(subject).name})
    return redirect("desk:withdrawals")


def _subjects(keys: Sequence[str]) -> list[Subject]:
    """What a form names. Raises ObjectDoesNotExist where it names nothing, or nothing known."""
    found: list[Subject] = []
    for key in dict.fromkeys(keys):
        kind, _colon, pk = key.partition(":")
        try:
            found.append(MODELS[kind].objects.get(pk=UUID(pk)))
        except (KeyError, ValueError) as error:
            raise ObjectDoesNotExist from error
    if not found:
        raise ObjectDoesNotExist
    return found


def _of(withdrawal: Withdrawal, names: dict[int, str]) -> Shown:
    subject = withdrawal.place or withdrawal.organisation or withdrawal.activity
    assert subject is not None
    return _shown(subject, withdrawal, names.get(withdrawal.withdrawn_by, ""))


def _shown(subject: Subject, withdrawal: Withdrawal | None = None, by: str = "") -> Shown:
    key = f"{COLUMNS[type(subject)]}:{subject.pk}"
    match subject:
        case Place():
            codes = ", ".join(f"{code.scheme} {code.code}" for code in subject.codes.all())
            sort, name, note = _("lieu"), subject.name, codes
        case Organisation():
            sort, name, note = _("organisation"), plain_text_in(subject.name), subject.code
        case Activity():
            sort, name, note = _("activité"), plain_text_in(subject.title), subject.code
    return Shown(key, sort, name, note, subject.fictional, subject.withdrawn, withdrawal, by)
