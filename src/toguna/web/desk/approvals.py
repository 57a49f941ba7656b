"""Approving what a closed period came to: one value or many, each by somebody who neither entered nor verified it."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from toguna.flow.closing import NotCounted, OwnWork, SeenOtherwise, approve_value, hands_behind, has_acted
from toguna.flow.period_review import PeriodReview, PeriodValue
from toguna.flow.values_seen import SeenValue, knows, values_seen
from toguna.rules.roles import Permission
from toguna.store.accounts.models import User
from toguna.store.programmes.models import Programme
from toguna.store.results.models import Indicator
from toguna.store.values import closings
from toguna.store.values.models import Approval
from toguna.web.desk.door import StaffRequest, staff


@dataclass(frozen=True)
class Line:
    """One indicator of a closed period: its value, what is doubtful about it, and where its approval stands."""

    about: PeriodValue
    seen: SeenValue | None
    approval: Approval | None
    fallen: Approval | None
    by: str
    own_work: bool

    @property
    def approved(self) -> bool:
        """Whether the value, as it is now, is approved."""
        return self.approval is not None

    @property
    def can_be_approved(self) -> bool:
        """Whether this account may approve it now."""
        return self.seen is not None and not self.approved and not self.own_work


def lines_of(review: PeriodReview, user: User) -> list[Line]:
    """The indicators of a period; what may be approved only where it is closed and counted since."""
    closing, run = review.closing, review.run
    if closing is None or run is None or not knows(run, closing):
        return [Line(one, None, None, None, "", own_work=False) for one in review.values]
    seen = {one.indicator.pk: one for one in values_seen(run, closing)}
    approvals: dict[UUID, list[Approval]] = {}
    for approval in closing.approvals.filter(withdrawn_at__isnull=True).order_by("-approved_at"):
        approvals.setdefault(approval.indicator_id, []).append(approval)
    names = dict(User.objects.values_list("pk", "name"))
    suspect = user.may(Permission.APPROVE_VALUES) and has_acted(review.programme, user)
    return [
        _line(one, seen.get(one.indicator.pk), approvals.get(one.indicator.pk, []), names, user if suspect else None)
        for one in review.values
    ]


def _line(
    about: PeriodValue, seen: SeenValue | None, approvals: list[Approval], names: dict[int, str], suspect: User | None
) -> Line:
    """One line; `suspect` is whoever looks, where they have acted on sheets of the programme at all."""
    standing = next((one for one in approvals if seen and _stands_for(one, seen)), None)
    fallen = approvals[0] if approvals and standing is None else None
    last = standing or fallen
    own_work = bool(suspect and seen and standing is None and suspect.pk in hands_behind(seen))
    return Line(about, seen, standing, fallen, names.get(last.approved_by, "") if last else "", own_work)


def _stands_for(approval: Approval, seen: SeenValue) -> bool:
    return (approval.definition_version, approval.digest) == (seen.definition_version, seen.digest)


@staff(Permission.APPROVE_VALUES, "POST")
def approve(request: StaffRequest, code: str, period: str) -> HttpResponseBase:
    """Approve the ticked values, each exactly as it was shown; those that cannot be are told one by one."""
    programme = Programme.objects.get(code=code)
    closing = closings.closings_of(programme).filter(period=period).first()
    if closing is None:
        raise Http404
    done, refused = 0, []
    for ticked in request.POST.getlist("value"):
        indicator, _sign, digest = ticked.partition(":")
        title = _title(programme, indicator)
        try:
            approve_value(closing, by=request.user, indicator=UUID(indicator), digest=digest)
            done += 1
        except OwnWork:
            refused.append(_("%(title)s : vous avez saisi ou vérifié une de ses fiches.") % {"title": title})
        except (SeenOtherwise, ValueError):
            refused.append(_("%(title)s : la valeur a changé depuis que vous l'avez vue.") % {"title": title})
        except NotCounted:
            refused.append(_("%(title)s : le calcul ne connaît pas encore cette clôture.") % {"title": title})
    if done:
        told = ngettext("%(n)s valeur est approuvée.", "%(n)s valeurs sont approuvées.", done)
        messages.success(request, told % {"n": done})
    for one in refused:
        messages.error(request, one)
    if not done and not refused:
        messages.warning(request, _("Aucune valeur n'était cochée."))
    return redirect("desk:period", code=code, period=period)


@staff(Permission.APPROVE_VALUES, "POST")
def withdraw(request: StaffRequest, pk: int) -> HttpResponseBase:
    """Take an approval back."""
    approval = Approval.objects.select_related("closing__programme", "indicator").get(pk=pk, withdrawn_at__isnull=True)
    closings.withdraw_approval(by=request.user, approval=approval)
    messages.success(request, _("L'approbation est retirée : la valeur redevient provisoire."))
    return redirect("desk:period", code=approval.closing.programme.code, period=approval.closing.period)


def _title(programme: Programme, indicator: str) -> str:
    try:
        found = Indicator.objects.filter(result__programme=programme, pk=UUID(indicator)).first()
    except ValueError:
        found = None
    return found.code if found else indicator
