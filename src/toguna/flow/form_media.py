"""The files that a form needs on a device, as one agent may have them.

A list of activities holds what this agent's organisations plan, never anybody else's. The same rows are the same bytes,
so that a device fetches a list again only when it has changed.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.db.models import Q

from toguna.collect.form_lists import ACTIVITIES_COLUMNS, COMMUNES_COLUMNS, ORGANISATIONS_COLUMNS, write_list
from toguna.flow.scoring_sheets import rounds_list
from toguna.store.accounts.models import User
from toguna.store.activities.queries import activities_seen_by
from toguna.store.fieldwork.models import Form, FormMedia
from toguna.store.organisations.queries import organisations_offered_to
from toguna.store.places.queries import communes_listed, written

READY = ~Q(list_name="") | Q(body__isnull=False)


@dataclass(frozen=True)
class MediaFile:
    """One file beside a form: its name, its bytes, and their MD5, by which devices know that it has changed."""

    name: str
    media_type: str
    body: bytes

    @property
    def md5(self) -> str:
        """MD5 of the exact bytes, in hexadecimal, as OpenRosa wants it."""
        return hashlib.md5(self.body, usedforsecurity=False).hexdigest()


def media_of(form: Form, user: User) -> list[MediaFile]:
    """Every file that this version of the form needs, by name. A file still to be uploaded is left out."""
    return [_made(media, user) for media in form.media.filter(READY)]


def media_of_each(forms: Iterable[Form], user: User) -> dict[int, list[MediaFile]]:
    """The files of several forms, by the forms' keys. Each list is made once: they all ask for the same communes."""
    found: dict[int, list[MediaFile]] = {form.pk: [] for form in forms}
    made: dict[str, bytes] = {}
    for media in FormMedia.objects.filter(READY, form__in=found):
        if media.list_name and media.list_name not in made:
            made[media.list_name] = LISTS[media.list_name](user)
        file = MediaFile(media.name, "text/csv", made[media.list_name]) if media.list_name else _made(media, user)
        found[media.form_id].append(file)
    return found


def media_named(form: Form, user: User, name: str) -> MediaFile | None:
    """One of the files that a form needs, if it has it."""
    media = form.media.filter(READY, name=name).first()
    return _made(media, user) if media else None


def forms_with_media(forms: Iterable[Form]) -> set[int]:
    """Which of these forms need files, by their keys."""
    keys = [form.pk for form in forms]
    return set(FormMedia.objects.filter(READY, form__in=keys).values_list("form_id", flat=True))


def _made(media: FormMedia, user: User) -> MediaFile:
    if media.list_name:
        return MediaFile(media.name, "text/csv", LISTS[media.list_name](user))
    return MediaFile(media.name, media.media_type, bytes(media.body or b""))


def communes_list(user: User) -> bytes:
    """Every commune that a record of this agent may name, in the alphabet's order."""
    communes = communes_listed(fictional=user.fictional)
    names = written([place for place, _region, _cercle in communes])
    rows = ((names[place.pk], place.name, region, cercle) for place, region, cercle in communes)
    return write_list(COMMUNES_COLUMNS, rows)


def organisations_list(user: User) -> bytes:
    """The organisations of the programmes that the agent's organisation takes part in."""
    offered = organisations_offered_to(user)
    return write_list(ORGANISATIONS_COLUMNS, ((one.code, _said(one.name, user)) for one in offered))


def activities_list(user: User) -> bytes:
    """The activities of the work plan that the agent may report on: not cancelled, its own organisations'."""
    return write_list(ACTIVITIES_COLUMNS, _activity_rows(user))


def _activity_rows(user: User) -> Iterator[tuple[object, ...]]:
    seen = activities_seen_by(user).filter(fictional=user.fictional)
    offered = list(seen.exclude(status="cancelled").order_by("code"))
    places = written([activity.place for activity in offered if activity.place])
    for activity in offered:
        title = _said(activity.title, user)
        yield (
            activity.code,
            f"{activity.code} · {title}",
            title,
            activity.kind,
            activity.sessions,
            activity.starts_on.isoformat() if activity.starts_on else "",
            places[activity.place.pk] if activity.place else "",
            "yes" if activity.sensitive else "no",
        )


def _said(words: Mapping[str, str], user: User) -> str:
    return words.get(user.language) or words["fr"]


LISTS: dict[str, Callable[[User], bytes]] = {
    "communes": communes_list,
    "organisations": organisations_list,
    "activities": activities_list,
    "rounds": rounds_list,
}
