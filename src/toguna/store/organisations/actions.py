"""Writing organisations."""

from collections.abc import Mapping

from django.db import transaction

from toguna.rules.organisation_identifiers import identifier_problem
from toguna.store.journal.actions import Actor, record_entry
from toguna.store.organisations.models import Organisation


class IdentifierMalformed(ValueError):
    """Not an organisation identifier; the message says in French what is wrong with it."""


class IdentifierTaken(Exception):
    """Another organisation has this identifier already; `code` says which."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@transaction.atomic
def put_organisation(
    *,
    by: Actor | None,
    code: str,
    name: Mapping[str, str],
    kind: str,
    fictional: bool = False,
    identifier: str | None = None,
    iati_type: str | None = None,
) -> Organisation:
    """Add an organisation, or bring the one with this code up to date; an identifier not told stays as it is.

    Raises IdentifierMalformed, and IdentifierTaken because two bodies never share one.
    """
    columns: dict[str, object] = {"name": dict(name), "kind": kind, "fictional": fictional}
    if identifier is not None:
        _check_identifier(code, identifier)
        columns["identifier"] = identifier
    if iati_type is not None:
        columns["iati_type"] = iati_type
    organisation, new = Organisation.objects.update_or_create(code=code, defaults=columns)
    record_entry(by=by, action="organisation.added" if new else "organisation.changed", subject=organisation)
    return organisation


def _check_identifier(code: str, identifier: str) -> None:
    if not identifier:
        return
    problem = identifier_problem(identifier)
    if problem:
        raise IdentifierMalformed(problem)
    other = Organisation.objects.filter(identifier=identifier).exclude(code=code).first()
    if other is not None:
        raise IdentifierTaken(other.code)
