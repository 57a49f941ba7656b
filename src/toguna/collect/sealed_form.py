"""A form that tells the phone to encrypt what is filled in, made from the same form in the clear.

It knows no private key, and whether a phone gets this form is decided elsewhere.
"""

from functools import lru_cache

from lxml import etree

from toguna.collect.questions import NOT_A_FORM, NotAFormError
from toguna.collect.xml_reading import read_xml

KEY = "base64RsaPublicKey"


@lru_cache(maxsize=64)
def with_public_key(xform: bytes, public_key: str) -> bytes:
    """The form with the public key that phones encrypt for; the same form and key are the same bytes.

    A form that brings a key of its own keeps it: whoever wrote it wants to open the answers, and nobody else to.
    """
    root = read_xml(xform)
    model = _child(_child(root, "head"), "model")
    if model is None:
        raise NotAFormError(NOT_A_FORM, missing="<model>")
    submission = _child(model, "submission")
    if submission is None:
        submission = etree.SubElement(model, f"{{{etree.QName(model).namespace or ''}}}submission")
    if submission.get(KEY):
        return xform
    submission.set(KEY, public_key)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True)


def _child(parent: etree._Element | None, name: str) -> etree._Element | None:
    children = [] if parent is None else list(parent)
    return next((child for child in children if etree.QName(child).localname == name), None)
