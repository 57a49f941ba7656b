"""Which programmes anyone may see, who takes which part in them, and where they work."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from toguna.store.organisations.models import Organisation
from toguna.store.places.models import Place
from toguna.store.programmes.models import Participation, Programme

# Who pays, who answers for it, who passes it on, who does it, who takes part.
ROLE_ORDER = ["funding", "accountable", "extending", "implementing", "partner", "participant"]


@dataclass
class Link:
    """An organisation in a programme's chain: the parts it takes there, and those who work under it."""

    organisation: Organisation
    parts: list[Participation] = field(default_factory=list)
    below: list["Link"] = field(default_factory=list)


def public_programmes() -> QuerySet[Programme]:
    """The programmes that are shown to everyone, with the size of each."""
    return Programme.objects.filter(public=True).annotate(
        objective_count=_how_many("objectives"),
        place_count=_how_many("territory", territory__place__withdrawn=False),
        activity_count=_how_many("activities", activities__withdrawn=False),
        result_count=_how_many("results"),
        indicator_count=_how_many("results__indicators"),
        stated_count=_how_many("stated_values"),
    )


def _how_many(related: str, **conditions: bool) -> Coalesce:
    """A count of its own: joined in one query, six relations would multiply one another."""
    one = Programme.objects.filter(pk=OuterRef("pk"), **conditions).order_by()
    return Coalesce(Subquery(one.annotate(n=Count(related)).values("n")), 0)


def public_programme(code: str) -> Programme:
    """One public programme. Raises Programme.DoesNotExist."""
    return public_programmes().get(code=code)


def chain_of(programme: Programme) -> list[Link]:
    """The programme's organisations, each under the one it works for there; the top of the chain first.

    One that works under an organisation without a part of its own in the programme stands at the top.
    """
    parts = programme.participations.filter(organisation__withdrawn=False).select_related("organisation", "works_under")
    links: dict[UUID, Link] = {}
    for part in sorted(parts, key=lambda part: (ROLE_ORDER.index(part.role), part.organisation.code)):
        links.setdefault(part.organisation_id, Link(part.organisation)).parts.append(part)
    tops: list[Link] = []
    for link in links.values():
        upper = next((part.works_under_id for part in link.parts if part.works_under_id in links), None)
        is_loop = upper is not None and _stands_under(links, upper, link.organisation.pk)
        (tops if upper is None or is_loop else links[upper].below).append(link)
    return tops


def _stands_under(links: dict[UUID, Link], lower: UUID, upper: UUID) -> bool:
    """Whether going up from `lower` one comes to `upper`: then hanging `upper` under it would close a ring."""
    seen: set[UUID] = set()
    waiting = [lower]
    while waiting:
        one = waiting.pop()
        if one == upper:
            return True
        if one in links and one not in seen:
            seen.add(one)
            waiting.extend(part.works_under_id for part in links[one].parts if part.works_under_id)
    return False


def names_in_role(programme: Programme, role: str) -> list[Organisation]:
    """The organisations that play one role in the programme."""
    parts = programme.participations.filter(role=role, organisation__withdrawn=False).select_related("organisation")
    return [part.organisation for part in parts.order_by("organisation__code")]


def territory_of(programme: Programme) -> QuerySet[Place]:
    """The public places where the programme works."""
    return Place.objects.filter(territories__programme=programme, withdrawn=False).order_by("level", "name")


def programmes_at(places: Iterable[UUID]) -> QuerySet[Programme]:
    """The public programmes that work in one of these places, or plan or held an activity there."""
    wanted = list(places)
    here = Q(territory__place__in=wanted) | Q(activities__place__in=wanted, activities__withdrawn=False)
    return public_programmes().filter(pk__in=Programme.objects.filter(here).values("pk"))


def with_programmes(places: QuerySet[Place]) -> QuerySet[Place]:
    """Each place with how many public programmes work in it or plan or held an activity there: `programme_count`."""
    here = Q(territory__place=OuterRef("pk")) | Q(activities__place=OuterRef("pk"), activities__withdrawn=False)
    found = Programme.objects.filter(here, public=True).order_by().annotate(one=Value(1)).values("one")
    return places.annotate(
        programme_count=Coalesce(Subquery(found.annotate(n=Count("pk", distinct=True)).values("n")), 0)
    )


def parts_of(organisation: Organisation) -> QuerySet[Participation]:
    """What an organisation does in public programmes."""
    parts = Participation.objects.filter(organisation=organisation, programme__public=True)
    return parts.select_related("programme", "works_under").order_by("programme__position", "programme", "role")
