"""Answers in the form that OpenRosa clients understand."""

from typing import cast

from django.http import HttpResponse
from lxml import etree

RESPONSE = "http://openrosa.org/http/response"
LIST = "http://openrosa.org/xforms/xformsList"


def own_namespace(namespace: str) -> dict[str, str]:
    """The namespace without a prefix, which lxml's stubs do not foresee."""
    return cast(dict[str, str], {None: namespace})


def open_rosa(response: HttpResponse) -> HttpResponse:
    """Any answer of this door: the header must be there, or Collect says that this is no OpenRosa server."""
    response["X-OpenRosa-Version"] = "1.0"
    response["Vary"] = "Authorization, Accept-Language"
    return response


def open_rosa_answer(message: str, *, status: int) -> HttpResponse:
    """A message that the phone shows to its user."""
    root = etree.Element(f"{{{RESPONSE}}}OpenRosaResponse", nsmap=own_namespace(RESPONSE))
    etree.SubElement(root, f"{{{RESPONSE}}}message").text = message
    return xml_answer(root, status=status)


def xml_answer(root: etree._Element, *, status: int = 200) -> HttpResponse:
    """An XML document."""
    body = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    return open_rosa(HttpResponse(body, status=status, content_type="text/xml; charset=utf-8"))
