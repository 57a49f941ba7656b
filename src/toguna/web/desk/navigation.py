"""The menu of the desk: what each role may open, with how much waits there."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from toguna.rules.roles import Permission
from toguna.store.fieldwork.waiting import waiting_for


@dataclass(frozen=True)
class Place:
    """One line of the menu: its words, its address, who sees it."""

    label: object
    view: str
    permission: Permission | None = None


MENU = (
    Place(_("Mon travail"), "desk:work"),
    Place(_("Fiches"), "desk:records", Permission.SEE_RECORDS),
    Place(_("Fiches de terrain"), "field:page", Permission.ENTER_RECORDS),
    Place(_("Qui doit quoi"), "desk:owed", Permission.SEE_RECORDS),
    Place(_("Activités"), "desk:activities", Permission.SEE_RECORDS),
    Place(_("Cycles de notation"), "desk:cycles", Permission.SEE_RECORDS),
    Place(_("Plaidoyer"), "desk:advocacy", Permission.SEE_RECORDS),
    Place(_("Réseaux d'acteurs"), "desk:networks", Permission.SEE_RECORDS),
    Place(_("Engagements"), "desk:commitments", Permission.SEE_RECORDS),
    Place(_("Indicateurs"), "desk:indicators", Permission.SEE_VALUES),
    Place(_("Périodes"), "desk:periods", Permission.SEE_VALUES),
    Place(_("Qualité des données"), "desk:quality", Permission.SEE_VALUES),
    Place(_("Éditions"), "desk:editions", Permission.SEE_VALUES),
    Place(_("Vue publique"), "desk:withdrawals", Permission.WITHDRAW_FROM_VIEW),
    Place(_("Cadre"), "desk:framework", Permission.SEE_VALUES),
    Place(_("Budgets"), "desk:budgets", Permission.SEE_BUDGETS),
    Place(_("Formulaires"), "desk:forms", Permission.MANAGE_FORMS),
    Place(_("Serveurs"), "desk:servers", Permission.MANAGE_FORMS),
    Place(_("Équipe"), "desk:people", Permission.MANAGE_STAFF),
    Place(_("Journal"), "desk:journal", Permission.SEE_JOURNAL),
)


def navigation_for(request: HttpRequest) -> list[dict[str, object]]:
    """The lines of the menu that this account may open; the current one is the longest that its address begins with."""
    user = request.user
    if not user.is_authenticated:
        return []
    lines = []
    for place in MENU:
        if place.permission is not None and not user.may(place.permission):
            continue
        url = reverse(place.view)
        current = request.path == url or (place.view != "desk:work" and request.path.startswith(url))
        count = waiting_for(user).count() if place.view == "desk:records" else None
        lines.append({"label": place.label, "url": url, "current": current, "count": count})
    return lines
