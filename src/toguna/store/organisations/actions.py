"""Writing organisations."""

from collections.abc import Mapping

from django.db import transaction

from toguna.store.journal.actions import Actor, record_entry
from toguna.store.organisations.models import Organisation


@transaction.atomic
def put_organisation(
    *, by: Actor | None, code: str, name: Mapping[str, str], kind: str, fictional: bool = False
) -> Organisation:
    """Add an organisation, or bring the one with this code up to date."""
    organisation, new = Organisation.objects.update_or_create(
        code=code, defaults={"name": dict(name), "kind": kind, "fictional": fictional}
    )
    record_entry(by=by, action="organisation.added" if new else "organisation.changed", subject=organisation)
    return organisation
