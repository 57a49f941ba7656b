"""Which organisations there are, and which of them somebody reaches."""

from uuid import UUID

from django.db.models import QuerySet

from toguna.rules.roles import Reach
from toguna.store.accounts.models import User
from toguna.store.organisations.models import Organisation
from toguna.store.programmes.models import Participation


def organisations_below(organisation_id: UUID) -> set[UUID]:
    """The organisations that work under this one in any programme, at any depth, itself included."""
    under: dict[UUID, set[UUID]] = {}
    for upper, lower in Participation.objects.exclude(works_under=None).values_list(
        "works_under_id", "organisation_id"
    ):
        if upper is not None:
            under.setdefault(upper, set()).add(lower)
    found, waiting = {organisation_id}, [organisation_id]
    while waiting:
        for lower in under.get(waiting.pop(), set()) - found:
            found.add(lower)
            waiting.append(lower)
    return found


def organisations_reached_by(user: User) -> QuerySet[Organisation]:
    """The organisations whose records this account may see."""
    if user.reach is Reach.ALL:
        return Organisation.objects.all()
    if user.reach is Reach.OWN:
        return Organisation.objects.filter(pk=user.organisation_id)
    return Organisation.objects.filter(pk__in=organisations_below(user.organisation_id))


def organisations_offered_to(user: User) -> QuerySet[Organisation]:
    """The organisations that a record of this account may name: those of the programmes that its own takes part in."""
    mine = Participation.objects.filter(organisation=user.organisation_id).values("programme")
    return Organisation.objects.filter(fictional=user.fictional, participations__programme__in=mine).distinct()


def codes_of_organisations(*, fictional: bool) -> set[str]:
    """The codes that a record may name an organisation by; nothing fictional is taken for real, or the reverse."""
    return set(Organisation.objects.filter(fictional=fictional).values_list("code", flat=True))


def public_organisations() -> QuerySet[Organisation]:
    """The organisations of public programmes that are not withdrawn from public view."""
    return Organisation.objects.filter(withdrawn=False, participations__programme__public=True).distinct()
