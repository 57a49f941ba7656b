"""Which editions there are, and what each says. Only programmes that are public have public editions."""

from typing import Any

from django.db.models import QuerySet

from toguna.store.programmes.models import Programme
from toguna.store.publications.models import Edition, EditionFile


def last_edition(programme: Programme) -> Edition | None:
    """The newest edition of a programme."""
    return Edition.objects.filter(programme=programme).order_by("-number").first()


def public_editions() -> QuerySet[Edition]:
    """The editions of public programmes, newest first, without their content, which is long."""
    return (
        Edition.objects.filter(programme__public=True)
        .select_related("programme")
        .defer("snapshot")
        .order_by("-released_at", "-number")
    )


def public_edition(programme_code: str, number: int) -> Edition:
    """One edition of a public programme, with its content. Raises Edition.DoesNotExist."""
    return Edition.objects.select_related("programme").get(
        programme__public=True, programme__code=programme_code, number=number
    )


def public_files(edition: Edition) -> QuerySet[EditionFile]:
    """The files of an edition that anyone may take, without their bytes."""
    return edition.files.filter(restricted=False).defer("body")


def content_of(edition: Edition) -> dict[str, Any]:
    """What the edition says: the snapshot that its hash covers."""
    return edition.snapshot.get("content", {})  # type: ignore[no-any-return]


def published_heads() -> list[str]:
    """The heads of the journal that editions have printed."""
    return list(Edition.objects.exclude(journal_head="").values_list("journal_head", flat=True))
