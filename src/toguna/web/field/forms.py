"""The forms that an agent may fill in, each with the files that it needs on the device.

A form is named by a fingerprint of itself and its files: while that stays the same, the device asks for nothing more.
"""

import hashlib
from collections.abc import Mapping

from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseNotModified, JsonResponse
from django.http.response import HttpResponseBase
from django.urls import reverse

from toguna.flow.form_media import MediaFile, media_named, media_of, media_of_each
from toguna.store.fieldwork.models import Form
from toguna.store.fieldwork.queries import open_forms
from toguna.web.field.door import AgentRequest, agents


@agents()
def forms(request: AgentRequest) -> HttpResponseBase:
    """The newest version of each form that is open, with what must be fetched for it."""
    offered = open_forms()
    files = media_of_each(offered, request.user)
    return known_already(request, {"forms": [described(form, files[form.pk]) for form in offered]})


@agents()
def one_form(request: AgentRequest, pk: int) -> HttpResponseBase:
    """What must be fetched for one version of a form, an older one too: a record is corrected as it was filled in."""
    form = _offered(pk)
    return known_already(request, described(form, media_of(form, request.user)))


@agents()
def form_xml(request: AgentRequest, pk: int) -> HttpResponseBase:  # noqa: ARG001
    """One version of a form, byte for byte."""
    return HttpResponse(bytes(_offered(pk).xform), content_type="text/xml; charset=utf-8")


@agents()
def form_file(request: AgentRequest, pk: int, name: str) -> HttpResponseBase:
    """One file of a form, made for this agent."""
    file = media_named(_offered(pk), request.user, name)
    if file is None:
        raise Form.DoesNotExist
    answer = HttpResponse(file.body, content_type=file.media_type)
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer


def described(form: Form, files: list[MediaFile]) -> dict[str, object]:
    """A form as the page lists it."""
    which = {"pk": form.pk}
    return {
        "form_id": form.form_id,
        "version": form.version,
        "title": form.title,
        "fingerprint": fingerprint(form, files),
        "url": reverse("field:form-xml", kwargs=which),
        "files": [
            {
                "name": file.name,
                "type": file.media_type,
                "url": f"{reverse('field:form-file', kwargs={**which, 'name': file.name})}?{file.md5}",
            }
            for file in files
        ],
    }


def forms_taken() -> QuerySet[Form]:
    """Every version of a form that was ever offered: a record is corrected with the one that it was filled in with."""
    return Form.objects.exclude(state="draft")


def fingerprint(form: Form, files: list[MediaFile]) -> str:
    """A mark of the form and of every file that goes with it."""
    marks = [form.xform_md5, *(f"{file.name}:{file.md5}" for file in files)]
    return hashlib.sha256("\n".join(marks).encode()).hexdigest()[:20]


def known_already(request: AgentRequest, told: Mapping[str, object]) -> HttpResponseBase:
    """An answer in JSON, or 304 where the page has it already.

    The comparison is done by hand because these answers are kept by the page and not by the browser.
    """
    answer = JsonResponse(told)
    mark = f'"{hashlib.sha256(answer.content).hexdigest()[:20]}"'
    if request.headers.get("If-None-Match") == mark:
        unchanged = HttpResponseNotModified()
        unchanged["ETag"] = mark
        return unchanged
    # Compression on the way would weaken an ETag, and the page compares it as it stands.
    answer["X-Mark"] = mark
    return answer


def _offered(pk: int) -> Form:
    return forms_taken().get(pk=pk)
