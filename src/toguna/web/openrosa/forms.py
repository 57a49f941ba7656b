"""What a device downloads: the list of forms, each form, and the files beside it, as its owner may have them."""

import hashlib

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from lxml import etree

from toguna.flow.form_media import forms_with_media, media_named, media_of
from toguna.flow.sealed import sealed_xform
from toguna.store.accounts.models import DeviceCredential
from toguna.store.fieldwork.models import Form
from toguna.store.fieldwork.queries import open_forms
from toguna.web.openrosa.answers import LIST, MANIFEST, as_xml, open_rosa_answer, own_namespace, unless_known
from toguna.web.openrosa.sign_in import device_required


@device_required("GET", "HEAD")
def form_list(request: HttpRequest, device: DeviceCredential) -> HttpResponseBase:
    """The forms that this device may fill in; the hash is the MD5 of the exact bytes it will download."""
    wanted = request.GET.get("formID")
    forms = [form for form in open_forms() if not wanted or form.form_id == wanted]
    with_media = forms_with_media(forms)
    root = etree.Element(f"{{{LIST}}}xforms", nsmap=own_namespace(LIST))
    for form in forms:
        row = etree.SubElement(root, f"{{{LIST}}}xform")
        _write(row, "formID", form.form_id)
        _write(row, "name", form.title.get(device.user.language) or form.title["fr"])
        if form.version:
            _write(row, "version", form.version)
        _write(row, "hash", f"md5:{_md5(form, device)}")
        _write(row, "downloadUrl", _address(request, "form", pk=form.pk))
        if form.pk in with_media:
            _write(row, "manifestUrl", _address(request, "manifest", pk=form.pk))
    return unless_known(request, as_xml(root))


@device_required("GET", "HEAD")
def form(request: HttpRequest, device: DeviceCredential, pk: int) -> HttpResponseBase:
    """One version of a form, byte for byte as its hash was taken."""
    found = _published(pk)
    if found is None:
        return _no_form()
    return unless_known(request, sealed_xform(found) if device.encrypts else bytes(found.xform))


@device_required("GET", "HEAD")
def manifest(request: HttpRequest, device: DeviceCredential, pk: int) -> HttpResponseBase:
    """The files that go with a form, each with the MD5 of the exact bytes that this device will download."""
    found = _published(pk)
    if found is None:
        return _no_form()
    root = etree.Element(f"{{{MANIFEST}}}manifest", nsmap=own_namespace(MANIFEST))
    for media in media_of(found, device.user):
        row = etree.SubElement(root, f"{{{MANIFEST}}}mediaFile")
        _write(row, "filename", media.name)
        _write(row, "hash", f"md5:{media.md5}")
        _write(row, "downloadUrl", _address(request, "media", pk=found.pk, name=media.name))
    return unless_known(request, as_xml(root))


@device_required("GET", "HEAD")
def media(request: HttpRequest, device: DeviceCredential, pk: int, name: str) -> HttpResponseBase:
    """One file that goes with a form."""
    found = _published(pk)
    file = media_named(found, device.user, name) if found and name.isprintable() else None
    if file is None:
        return open_rosa_answer(_("Ce fichier n'existe pas sur ce serveur."), status=404)
    return unless_known(request, file.body, file.media_type)


def _published(pk: int) -> Form | None:
    # One that is closing or closed is still given to a device that had listed it a moment before.
    return Form.objects.exclude(state="draft").defer("xlsform").filter(pk=pk).first()


def _no_form() -> HttpResponseBase:
    return open_rosa_answer(_("Ce formulaire n'existe pas sur ce serveur."), status=404)


def _md5(form: Form, device: DeviceCredential) -> str:
    if not device.encrypts:
        return form.xform_md5
    return hashlib.md5(sealed_xform(form), usedforsecurity=False).hexdigest()


def _address(request: HttpRequest, view: str, **parts: object) -> str:
    """The address of something for this device: with its token where it came with one."""
    token = request.resolver_match.kwargs.get("token") if request.resolver_match else None
    if token:
        return request.build_absolute_uri(reverse(f"openrosa:{view}-by-token", kwargs={"token": token, **parts}))
    return request.build_absolute_uri(reverse(f"openrosa:{view}", kwargs=parts))


def _write(row: etree._Element, name: str, text: str) -> None:
    etree.SubElement(row, f"{{{etree.QName(row).namespace}}}{name}").text = text
