"""The first page after signing in: what waits for this account, since when, and what changed since its last visit."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from toguna.flow.closing import reporting_periods
from toguna.rules.roles import Permission, Role
from toguna.store.accounts.models import User
from toguna.store.accounts.queries import staff as all_staff
from toguna.store.facts.queries import newest_verification
from toguna.store.fieldwork.comments import with_unread_comments
from toguna.store.fieldwork.models import Decision, Record
from toguna.store.fieldwork.queries import records_seen_by, with_last_decision
from toguna.store.fieldwork.waiting import others_acts_awaited, to_check, to_correct, to_match, to_settle, to_verify
from toguna.store.journal.queries import entries, unsealed_count
from toguna.store.publications.models import Edition
from toguna.store.publications.queries import last_edition
from toguna.store.publications.replies import waiting_replies
from toguna.store.values.closings import closings_of, pending_restatements
from toguna.store.values.queries import latest_run, programmes_counted
from toguna.web.desk.door import StaffRequest, desk_page, staff

SHOWN = 5


@dataclass(frozen=True)
class Pile:
    """One kind of work: how much of it waits, since when, its oldest pieces, and where all of it is."""

    title: str
    count: int
    url: str
    label: str
    since: datetime | None = None
    records: tuple[Record, ...] = ()


@dataclass(frozen=True)
class News:
    """One thing that changed since the last visit."""

    count: int
    text: str
    url: str


@staff(None)
def work(request: StaffRequest) -> HttpResponseBase:
    """What waits for whoever signed in."""
    user = request.user
    piles = [pile for pile in _piles(user) if pile.count]
    return desk_page(
        request,
        "desk/work.html",
        piles=piles,
        sent=others_acts_awaited(user).count(),
        news=[each for each in _news(user) if each.count] if user.previous_visit_at else [],
        since=user.previous_visit_at,
        nothing_yet=not records_seen_by(user).exists(),
        can_enter=user.may(Permission.ENTER_RECORDS),
        can_plan=user.may(Permission.MANAGE_ACTIVITIES),
        manages_staff=user.may(Permission.MANAGE_STAFF),
        demonstration=user.fictional,
    )


def _piles(user: User) -> list[Pile]:
    inbox = reverse("desk:records")
    return [
        _of_records(_("Fiches renvoyées, à corriger"), to_correct(user), f"{inbox}?state=returned", _("Les corriger")),
        _of_records(_("Fiches à contrôler"), to_check(user), f"{inbox}?state=received", _("Les contrôler")),
        _of_records(_("Fiches à vérifier"), to_verify(user), f"{inbox}?state=checked", _("Les vérifier")),
        _of_records(
            _("Fiches arrivées avec deux contenus"), to_settle(user), f"{inbox}?waiting=settle", _("Choisir le contenu")
        ),
        _of_records(
            _("Fiches à rattacher à une activité"), to_match(user), f"{inbox}?waiting=match", _("Les rattacher")
        ),
        _of_records(
            _("Fiches sur lesquelles on vous a écrit"),
            with_unread_comments(user),
            f"{inbox}?comments=unread",
            _("Lire les messages"),
        ),
        *_about_values(user),
        *_about_periods(user),
        *_about_replies(user),
        *_about_staff(user),
    ]


def _of_records(title: str, records: QuerySet[Record], url: str, label: str) -> Pile:
    oldest: QuerySet[Any] = with_last_decision(records)
    first = tuple(oldest.order_by("moved_at")[:SHOWN])
    since = first[0].moved_at if first else None
    return Pile(title, records.count(), f"{url}&sort=moved", label, since, first)


def _about_values(user: User) -> list[Pile]:
    """What is verified and not counted yet, and what is counted and not published yet."""
    piles = []
    newest = newest_verification()
    for programme in programmes_counted():
        run, edition = latest_run(programme), last_edition(programme)
        names = {"programme": programme.code}
        if user.may(Permission.COMPUTE_VALUES) and run and newest > run.as_of:
            title = _("Vérifications qui ne sont pas encore comptées : %(programme)s") % names
            url = f"{reverse('desk:indicators')}?programme={programme.code}"
            piles.append(Pile(title, newest - run.as_of, url, _("Relancer le calcul"), run.finished_at))
        if user.may(Permission.RELEASE_EDITIONS) and run and edition and run.as_of > edition.as_of:
            title = _("Calcul plus récent que la dernière édition : %(programme)s") % names
            url = reverse("desk:next-edition", args=[programme.code])
            piles.append(Pile(title, 1, url, _("Voir ce qui changerait"), edition.released_at))
    return piles


def _about_replies(user: User) -> list[Pile]:
    """What communes and partners answered to editions and nobody has decided on."""
    if not user.may(Permission.RELEASE_EDITIONS):
        return []
    waiting = waiting_replies().exclude(entered_by=user.pk)
    oldest = waiting.first()
    since = oldest.received_at if oldest else None
    address = f"{reverse('desk:replies')}?state=waiting"
    return [Pile(_("Réponses à des éditions"), waiting.count(), address, _("Les lire"), since)]


def _about_periods(user: User) -> list[Pile]:
    """Quarters that are over and open, values that nobody approved, sheets that came after a closing."""
    piles: list[Pile] = []
    if not user.may(Permission.APPROVE_VALUES):
        return piles
    for programme in programmes_counted():
        url, names = f"{reverse('desk:periods')}?programme={programme.code}", {"programme": programme.code}
        closed = list(closings_of(programme))
        over = [one for one in reporting_periods(programme, timezone.localdate()) if one.end <= timezone.localdate()]
        to_close = len({one.start for one in over} - {one.starts_on for one in closed})
        late = list(pending_restatements(programme))
        approved = Q(approvals__withdrawn_at__isnull=True, approvals__isnull=False)
        unapproved = closings_of(programme).exclude(approved).count()
        since = min((one.seen_at for one in late), default=None)
        piles += [
            Pile(_("Trimestres terminés, à clôturer : %(programme)s") % names, to_close, url, _("Les voir")),
            Pile(_("Périodes closes, à approuver : %(programme)s") % names, unapproved, url, _("Les approuver")),
            Pile(_("Fiches arrivées après la clôture : %(programme)s") % names, len(late), url, _("Décider"), since),
        ]
    return piles


def _about_staff(user: User) -> list[Pile]:
    if not user.may(Permission.MANAGE_STAFF):
        return []
    never = all_staff().filter(last_login=None, is_active=True)
    oldest = never.order_by("created_at").first()
    title = _("Comptes ouverts dont personne ne s'est encore servi")
    since = oldest.created_at if oldest else None
    return [Pile(title, never.count(), f"{reverse('desk:people')}?active=yes&sort=last", _("Les voir"), since)]


def _news(user: User) -> list[News]:
    """What others did since the last visit, as far as this account sees it."""
    since = user.previous_visit_at
    assert since is not None
    seen = records_seen_by(user)
    inbox = reverse("desk:records")
    arrived = seen.filter(received_at__gt=since).exclude(sender=user).count()
    news = [News(arrived, ngettext("fiche arrivée", "fiches arrivées", arrived), f"{inbox}?sort=-received")]
    acts = (
        Decision.objects.filter(record__in=seen.order_by().values("pk"), at__gt=since)
        .exclude(by=user)
        .order_by()
        .values("act")
        .annotate(n=Count("pk"))
    )
    news += [News(row["n"], _told_of(row["act"], row["n"]), f"{inbox}?sort=-moved") for row in acts]
    if user.may(Permission.SEE_VALUES):
        released = Edition.objects.filter(released_at__gt=since).count()
        news.append(
            News(released, ngettext("édition publiée", "éditions publiées", released), reverse("desk:editions"))
        )
    if user.role == Role.DATA_PROTECTION_OFFICER:
        read = entries().filter(action="record.read", at__gt=since).exclude(actor=user.pk).count()
        news.append(
            News(
                read,
                ngettext("lecture de fiche avec noms", "lectures de fiches avec noms", read),
                f"{reverse('desk:journal')}?action=record.read",
            )
        )
        open_entries = unsealed_count()
        told = ngettext("entrée du journal à sceller", "entrées du journal à sceller", open_entries)
        news.append(News(open_entries, told, reverse("desk:journal")))
    return news


def _told_of(act: str, n: int) -> str:
    return {
        "check": ngettext("fiche contrôlée", "fiches contrôlées", n),
        "verify": ngettext("fiche vérifiée", "fiches vérifiées", n),
        "return": ngettext("fiche renvoyée au terrain", "fiches renvoyées au terrain", n),
        "reject": ngettext("fiche rejetée", "fiches rejetées", n),
        "correct": ngettext("fiche corrigée", "fiches corrigées", n),
        "quarantine": ngettext("fiche mise en quarantaine", "fiches mises en quarantaine", n),
        "release": ngettext("fiche sortie de quarantaine", "fiches sorties de quarantaine", n),
    }[act]
