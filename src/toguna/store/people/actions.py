"""Writing what a sheet says of a person; the name apart from the rest."""

import uuid

from django.db import transaction

from toguna.store.fieldwork.models import RecordVersion
from toguna.store.people.models import Mention, MentionName
from toguna.store.places.models import Place


@transaction.atomic
def keep_mention(
    *,
    version: RecordVersion,
    line: int,
    name: str,
    phone: str,
    sex: str | None,
    born: tuple[int, int] | None,
    commune: Place | None,
    commune_as_written: str,
) -> Mention:
    """Keep one line of a sheet as a mention; the same line of the same version is the same mention."""
    mention, new = Mention.objects.get_or_create(
        pk=uuid.uuid5(version.pk, f"mention|{line}"),
        defaults={
            "version": version,
            "line": line,
            "sex": sex,
            "born_from": born[0] if born else None,
            "born_to": born[1] if born else None,
            "commune": commune,
            "commune_as_written": commune_as_written[:120],
        },
    )
    if new:
        MentionName.objects.create(mention=mention, name=name[:160], phone=phone[:40])
    return mention
