"""Answers in the form that OpenRosa clients understand."""

import hashlib
from typing import cast

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response, patch_vary_headers
from lxml import etree

VERSION = "1.0"
RESPONSE = "http://openrosa.org/http/response"
LIST = "http://openrosa.org/xforms/xformsList"
MANIFEST = "http://openrosa.org/xforms/xformsManifest"
XML = "text/xml; charset=utf-8"


def own_namespace(namespace: str) -> dict[str, str]:
    """The namespace without a prefix, which lxml's stubs do not foresee."""
    return cast(dict[str, str], {None: namespace})


def open_rosa(response: HttpResponseBase) -> HttpResponseBase:
    """Any answer of this door: the header must be there, or Collect says that this is no OpenRosa server."""
    response["X-OpenRosa-Version"] = VERSION
    # Not by Authorization: Collect's is another one at every request, so its cache would never find an answer again.
    # None is used without asking here first, and no cache between us may keep what was asked for with credentials.
    patch_vary_headers(response, ["Accept-Language"])
    return response


def open_rosa_answer(message: str, *, status: int) -> HttpResponse:
    """A message that the phone shows to its user."""
    root = etree.Element(f"{{{RESPONSE}}}OpenRosaResponse", nsmap=own_namespace(RESPONSE))
    # A part of an address that is quoted may hold what no XML can.
    etree.SubElement(root, f"{{{RESPONSE}}}message").text = "".join(filter(str.isprintable, message))
    return HttpResponse(as_xml(root), status=status, content_type=XML)


def as_xml(root: etree._Element) -> bytes:
    """A document as it goes over the line."""
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def unless_known(request: HttpRequest, body: bytes, media_type: str = XML) -> HttpResponseBase:
    """These bytes; or 304 when the device says that it has the very same already."""
    response = HttpResponse(body, content_type=media_type)
    response["Cache-Control"] = "private, no-cache"
    response["ETag"] = etag = f'"{hashlib.md5(body, usedforsecurity=False).hexdigest()}"'
    return cast(HttpResponseBase, get_conditional_response(request, etag=etag, response=response))
