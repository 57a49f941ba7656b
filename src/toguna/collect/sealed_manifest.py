"""What a phone sends in the clear of a submission that it has encrypted: which form, which instance, which files.

The rules are ODK's (https://getodk.github.io/xforms-spec/encryption). It opens nothing, and knows no key.
"""

from dataclasses import dataclass
from pathlib import PurePosixPath

from lxml import etree

from toguna.collect.refusals import RefusedFileError, limit
from toguna.collect.xml_reading import read_xml
from toguna.collect.xml_submission import read_envelope

ENCRYPTED = ".enc"
MOST_PARTS = 2000
MOST_NAME_LETTERS = 160

MANIFEST_LACKS = "Cet envoi chiffré ne dit pas tout ce qu'il faut pour l'ouvrir : %(missing)s. Il n'a pas été reçu."
TOO_MANY_PARTS = "Cet envoi chiffré annonce %(found)s fichiers, au plus %(most)s. Partagez la fiche en deux."


class NotAManifestError(RefusedFileError):
    """It says that it is encrypted, and not how."""

    code = "not-a-manifest"


@dataclass(frozen=True)
class SealedManifest:
    """The open part of an encrypted submission. The order of its files is part of how they were encrypted."""

    form_id: str
    # As written; None where the form has no version, which the signature tells from an empty one.
    version: str | None
    instance_id: str
    sealed_key: str
    media: tuple[str, ...]
    answers: str
    signature: str

    @property
    def parts(self) -> tuple[str, ...]:
        """The files to wait for, in the order in which they were encrypted: the answers are the last."""
        return (*self.media, self.answers)


def read_manifest(payload: bytes) -> SealedManifest | None:
    """The open part of an encrypted submission; None where the bytes are a submission in the clear.

    Raises a `RefusedFileError` where they are neither.
    """
    # Told by a look, because nearly every submission is in the clear and is read for itself a moment later.
    if b"encrypted" not in payload or b"base64EncryptedKey" not in payload:
        return None
    envelope = read_envelope(payload)
    if envelope.attributes.get("encrypted") != "yes":
        return None
    texts: dict[str, list[str]] = {}
    for element in read_xml(payload).iter():
        texts.setdefault(etree.QName(element).localname, []).append(element.text or "")
    sealed_key = _only(texts, "base64EncryptedKey")
    answers = sealed_name(_only(texts, "encryptedXmlFile"))
    media = tuple(sealed_name(name) for name in texts.get("file", ()) if name.strip())
    limit(len(media), MOST_PARTS, TOO_MANY_PARTS)
    if len({*media, answers}) <= len(media):
        raise NotAManifestError(MANIFEST_LACKS, missing="<file>")
    return SealedManifest(
        form_id=envelope.form_id,
        version=envelope.attributes.get("version"),
        instance_id=envelope.instance_id,
        sealed_key=sealed_key,
        media=media,
        answers=answers,
        signature=texts.get("base64EncryptedElementSignature", [""])[0],
    )


def sealed_name(written: str) -> str:
    """The name of a file without the folders that somebody may have written before it.

    >>> sealed_name("../../photo.jpg.enc")
    'photo.jpg.enc'
    """
    return PurePosixPath(written.strip().replace("\\", "/")).name[:MOST_NAME_LETTERS]


def open_name(sealed: str) -> str:
    """The name that a file had before it was encrypted.

    >>> open_name("photo.jpg.enc")
    'photo.jpg'
    """
    return sealed.removesuffix(ENCRYPTED)


def _only(texts: dict[str, list[str]], name: str) -> str:
    found = texts.get(name, [])
    if len(found) != 1 or not found[0].strip():
        raise NotAManifestError(MANIFEST_LACKS, missing=f"<{name}>")
    return found[0]
