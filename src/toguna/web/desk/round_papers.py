"""The scoring of a round away from this page: a sheet to print for each group, a form for telephones."""

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from toguna.flow.scoring_sheets import offer_scoring_form
from toguna.publish.paper.scoring import PaperRound, scoring_paper
from toguna.rules.roles import Permission
from toguna.store.scorecards.models import Cycle
from toguna.store.scorecards.queries import cycle_seen_by, model_of
from toguna.web.desk.cycles import require
from toguna.web.desk.door import StaffRequest, staff
from toguna.web.desk.rounds import round_named
from toguna.web.layout.templatetags.toguna import plain_text_in, reader


@staff(Permission.SEE_RECORDS)
def sheet(request: StaffRequest, code: str, number: int, group: str) -> HttpResponseBase:
    """The sheet on which a group scores by hand, or every group's where the address says `all`."""
    found = cycle_seen_by(request.user, code)
    current = round_named(found, number)
    model = model_of(current)
    if group != "all" and group not in model.group_by_code:
        raise Cycle.DoesNotExist
    about = PaperRound(
        commune=found.place.name if found.place else plain_text_in(found.assessed.name if found.assessed else ""),
        subject=found.subject,
        organisation=plain_text_in(found.organisation.name),
        programme=plain_text_in(found.programme.name),
        number=number,
        fictional=found.fictional,
    )
    groups = None if group == "all" else [group]
    body = scoring_paper(model, printed_at=timezone.localtime(), groups=groups, about=about, language=reader())
    response = HttpResponse(body, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="feuille-{code}-{number}-{group}.pdf"'
    return response


@staff(Permission.ENTER_RECORDS, "POST")
def form(request: StaffRequest, code: str, number: int) -> HttpResponseBase:
    """Offer telephones the form of this round's model."""
    found = cycle_seen_by(request.user, code)
    current = round_named(found, number)
    require(request, found)
    offered = offer_scoring_form(current.model, by=request.user)
    messages.success(
        request,
        _("Le formulaire « %(title)s » est proposé aux téléphones. Actualisez leur liste de formulaires.")
        % {"title": plain_text_in(offered.title)},
    )
    return redirect("desk:round", code=code, number=number)
