"""The photos that stand beside a sheet while it is typed: some wait for their form, others came with their record.

A photo is shown for what its bytes are; anything else is kept with the sheet and not shown.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, Http404, HttpRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from toguna.flow.receive import attachment_file
from toguna.rules.roles import Permission
from toguna.store.accounts.models import User
from toguna.store.fieldwork.models import Record
from toguna.web.desk.door import StaffRequest, staff
from toguna.web.desk.evidence import closed_in
from toguna.web.desk.file_types import picture_type
from toguna.web.desk.waiting_files import find_waiting, keep_waiting

# As many pages as the longest sheet that can be printed, and a cover.
MOST_PHOTOS = 21


@dataclass(frozen=True)
class Photo:
    """One photo beside the form: where it is shown (nowhere if it is no picture), and its mark while it waits."""

    name: str
    address: str = ""
    mark: str = ""


@staff(Permission.ENTER_RECORDS, "GET", "POST")
def waiting_photo(request: StaffRequest) -> HttpResponseBase:
    """Put photos aside before anything is typed, or show one of them to whoever put it there."""
    if request.method == "POST":
        marks = kept_photos(request)
        if not marks:
            return JsonResponse({"problem": _("Aucune photo n'est arrivée. Choisissez-la de nouveau.")}, status=422)
        return JsonResponse({"photos": [vars(photo) for photo in photos_waiting(marks, request.user)]})
    waiting = find_waiting(request.GET.get("mark", ""), request.user)
    picture = picture_type(waiting.path) if waiting else None
    if waiting is None or picture is None:
        raise Http404
    return closed_in(FileResponse(waiting.path.open("rb"), content_type=picture))


def kept_photos(request: StaffRequest) -> list[str]:
    """The marks of the photos that this form holds: those put aside before, and those that it brings now."""
    before = [mark for mark in request.POST.getlist("photo_kept") if mark]
    now = [keep_waiting(photo, request.user) for photo in sent_photos(request)]
    return [*before, *now][:MOST_PHOTOS]


def sent_photos(request: HttpRequest) -> Iterable["UploadedFile[bytes]"]:
    """The photos that were chosen in the form just now."""
    return [photo for photo in request.FILES.getlist("photo") if isinstance(photo, UploadedFile)][:MOST_PHOTOS]


def photos_waiting(marks: Iterable[str], user: User) -> list[Photo]:
    """The photos behind these marks that are still there."""
    found = [waiting for mark in marks if (waiting := find_waiting(mark, user))]
    return [
        Photo(
            each.name,
            f"{reverse('desk:sheet-photo')}?{urlencode({'mark': each.mark})}" if picture_type(each.path) else "",
            each.mark,
        )
        for each in found
    ]


def photos_of(record: Record) -> list[Photo]:
    """The pictures that came with a record and are still there."""
    photos = []
    for attachment in record.attachments.filter(redacted_at=None).order_by("pk"):
        path = attachment_file(attachment)
        if path.is_file() and picture_type(path):
            photos.append(Photo(attachment.name, reverse("desk:attachment", args=[attachment.pk])))
    return photos
