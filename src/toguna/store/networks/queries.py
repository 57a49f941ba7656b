"""Which networks somebody sees and keeps, and how the rules know their waves and sessions."""

from django.db.models import Count, QuerySet

from toguna.rules import network_sessions, networks
from toguna.rules.roles import Permission, Reach
from toguna.store.accounts.models import User
from toguna.store.networks.models import Network, Session, Wave
from toguna.store.organisations.queries import organisations_reached_by


def networks_seen_by(user: User) -> QuerySet[Network]:
    """The networks of the organisations that the account reaches."""
    if not user.may(Permission.SEE_RECORDS):
        return Network.objects.none()
    found = Network.objects.select_related("programme", "organisation", "activity", "place")
    if user.reach is Reach.ALL:
        return found
    return found.filter(organisation__in=organisations_reached_by(user))


def network_seen_by(user: User, code: str) -> Network:
    """One of them, or Network.DoesNotExist."""
    return networks_seen_by(user).get(code=code)


def may_keep(user: User, network: Network) -> bool:
    """Whether the account writes in this network: those who enter records, of their own organisations."""
    return user.may(Permission.ENTER_RECORDS) and networks_seen_by(user).filter(pk=network.pk).exists()


def networks_listed(user: User) -> QuerySet[Network]:
    """The networks for a list, with how many actors, waves and sessions each has."""
    return networks_seen_by(user).annotate(
        actor_count=Count("actors", distinct=True),
        wave_count=Count("waves", distinct=True),
        session_count=Count("sessions", distinct=True),
    )


def as_wave(row: Wave) -> networks.Wave:
    """A wave as the rules know it, its actors by their codes."""
    nodes = tuple(networks.Node(actor.code, actor.sector) for actor in row.actors.all().order_by("code"))
    ties = tuple(
        networks.Tie(tie.source.code, tie.target.code, tie.kind, tie.strength, tie.directed)
        for tie in row.ties.select_related("source", "target")
    )
    return networks.Wave(nodes, ties)


def as_session(row: Session) -> network_sessions.Session:
    """A session as the rules know it."""
    presences = tuple(
        network_sessions.Presence(one.on, one.half_day, one.sector, one.women, one.men, one.unknown)
        for one in row.presences.all()
    )
    statements = tuple(network_sessions.Said(one.kind, one.text) for one in row.statements.all())
    return network_sessions.Session(row.starts_on, row.ends_on, presences, statements)
