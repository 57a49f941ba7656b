"""In whose name a programme is published to IATI: whom the installation names, and nobody for what is fictional."""

from django.conf import settings

from toguna.publish.iati.publisher import read_publisher
from toguna.publish.snapshot import PublisherPart
from toguna.store.programmes.models import Programme


def publisher_part(programme: Programme) -> PublisherPart | None:
    """The publisher that the installation names; none for a fictional programme. Raises NotExportable if unreadable."""
    named = None if programme.fictional else read_publisher(settings.IATI_PUBLISHER)
    return {"ref": named.ref, "type": named.type, "name": dict(named.names)} if named else None
