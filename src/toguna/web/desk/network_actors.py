"""The inventory of a network's actors on the desk: added, corrected, taken away where they stand nowhere; as CSV."""

from collections.abc import Iterator, Sequence
from uuid import UUID

from django.contrib import messages
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from toguna.rules.roles import Permission
from toguna.store.networks.actions import ActorInUse, ActorTaken, drop_actor, put_actor
from toguna.store.networks.models import Actor, Network
from toguna.store.networks.queries import network_seen_by
from toguna.store.writing import write_turn
from toguna.web.desk.door import StaffRequest, sent, staff
from toguna.web.desk.listing import csv_answer
from toguna.web.desk.network_forms import ActorForm
from toguna.web.desk.network_words import LEVELS
from toguna.web.desk.networks import back_to, kept, network_form_page
from toguna.web.layout.templatetags.toguna import word

HEADER = (
    gettext_lazy("code"),
    gettext_lazy("organisation ou service"),
    gettext_lazy("secteur"),
    gettext_lazy("niveau"),
    gettext_lazy("code au registre"),
    gettext_lazy("où il est actif"),
    gettext_lazy("ce qu'il y fait"),
    gettext_lazy("préoccupations"),
    gettext_lazy("comité consultatif"),
    gettext_lazy("équipe d'intégration"),
    gettext_lazy("donnée fictive"),
)
TAKEN = {
    "code": gettext_lazy("Un autre acteur du réseau porte déjà ce code."),
    "name": gettext_lazy("Un autre acteur du réseau porte déjà ce nom."),
}


@staff(Permission.ENTER_RECORDS, "GET", "POST")
def actor_new(request: StaffRequest, code: str) -> HttpResponseBase:
    """Add an actor to the inventory."""
    return _form(request, kept(request, code), None)


@staff(Permission.ENTER_RECORDS, "GET", "POST")
def actor(request: StaffRequest, code: str, pk: UUID) -> HttpResponseBase:
    """Correct an actor, or take one away who stands nowhere yet."""
    network = kept(request, code)
    row = network.actors.get(pk=pk)
    if "drop" in request.POST:
        try:
            with write_turn():
                drop_actor(by=request.user, actor=row)
        except ActorInUse:
            told = _("%(code)s est dans une vague, un cercle ou le journal d'actions : corrigez-le, ne l'enlevez pas.")
            messages.warning(request, told % {"code": row.code})
        else:
            messages.success(request, _("%(code)s n'est plus à l'inventaire.") % {"code": row.code})
        return back_to(network)
    return _form(request, network, row)


@staff(Permission.SEE_RECORDS)
def actors_csv(request: StaffRequest, code: str) -> HttpResponseBase:
    """The inventory as a file."""
    network = network_seen_by(request.user, code)
    return csv_answer(f"acteurs-{network.code}.csv", HEADER, _rows(network))


def _rows(network: Network) -> Iterator[Sequence[object]]:
    for one in network.actors.select_related("organisation"):
        yield (
            one.code,
            one.name,
            word(one.sector, "stakeholder_group"),
            str(LEVELS.get(one.level, "")),
            one.organisation.code if one.organisation else "",
            one.active_where,
            one.active_how,
            one.concerns,
            _("oui") if one.in_committee else "",
            _("oui") if one.in_team else "",
            _("oui") if network.fictional else "",
        )


def _form(request: StaffRequest, network: Network, row: Actor | None) -> HttpResponseBase:
    form = ActorForm(sent(request), network=network, actor=row)
    if request.method == "POST" and form.is_valid():
        try:
            with write_turn():
                put = put_actor(by=request.user, network=network, about=form.about(), actor=row)
        except ActorTaken as error:
            form.add_error(error.column, str(TAKEN[error.column]))
        else:
            told = _("%(name)s est modifié.") if row else _("%(name)s est à l'inventaire.")
            messages.success(request, told % {"name": put.name})
            return back_to(network)
    return network_form_page(
        request,
        network,
        form,
        title=_("Modifier %(code)s") % {"code": row.code} if row else _("Ajouter un acteur"),
        button=_("Enregistrer l'acteur"),
        drop=_("Enlever de l'inventaire") if row else "",
    )
