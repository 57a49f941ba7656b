"""A phone that encrypts, written from ODK's specification and from nothing of ours.

https://getodk.github.io/xforms-spec/encryption: PKCS#7 and OAEP are spelled out here by hand, so that a mistake in how
the server calls its library is not made twice.
"""

import hashlib
import os
import re
from base64 import b64decode, b64encode
from dataclasses import dataclass, field

from cryptography.hazmat.decrepit.ciphers.modes import CFB
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms
from cryptography.hazmat.primitives.serialization import load_der_public_key


@dataclass(frozen=True)
class Sealed:
    """What goes over the line: the open part, and the encrypted files by name."""

    manifest: bytes
    parts: dict[str, bytes] = field(default_factory=dict)


def public_key_in(xform: bytes) -> str:
    """The key that a form carries, as Collect looks for it."""
    found = re.search(rb'<submission [^>]*base64RsaPublicKey="([A-Za-z0-9+/=]+)"', xform)
    assert found is not None
    return found[1].decode()


def sealed(
    answers: bytes,
    media: dict[str, bytes],
    public_key: str,
    *,
    form_id: str = "fiche_presence",
    version: str | None = None,
    instance_id: str = "uuid:fictive-1",
    mask: str = "sha256",
    signed: bool = True,
) -> Sealed:
    """Encrypt a submission; without a `version` its own is taken."""
    public = load_der_public_key(b64decode(public_key))
    assert isinstance(public, RSAPublicKey)
    version = version if version is not None else re.search(rb'<data [^>]*version="([^"]*)"', answers)[1].decode()  # type: ignore[index]
    key = os.urandom(32)
    seed = bytearray(hashlib.md5(instance_id.encode() + key).digest())
    wrapped = b64encode(wrap(key, public, mask)).decode()
    lines = [form_id, version, wrapped, instance_id]
    parts = {}
    for number, (name, content) in enumerate({**media, "submission.xml": answers}.items()):
        seed[number % 16] = (seed[number % 16] + 1) & 0xFF
        parts[f"{name}.enc"] = encrypt(content, key, bytes(seed))
        lines.append(f"{name}::{hashlib.md5(content).hexdigest()}")
    digest = hashlib.md5(("\n".join(lines) + "\n").encode()).digest()
    signature = b64encode(wrap(digest, public, mask)).decode()
    files = "".join(f"<media><file>{name}.enc</file></media>" for name in media)
    told = f"<base64EncryptedElementSignature>{signature}</base64EncryptedElementSignature>" if signed else ""
    manifest = (
        f'<data xmlns="http://www.opendatakit.org/xforms/encrypted" id="{form_id}" version="{version}" encrypted="yes">'
        f"<base64EncryptedKey>{wrapped}</base64EncryptedKey>"
        f'<orx:meta xmlns:orx="http://openrosa.org/xforms"><orx:instanceID>{instance_id}</orx:instanceID></orx:meta>\n'
        f"{files}<encryptedXmlFile>submission.xml.enc</encryptedXmlFile>{told}</data>"
    )
    return Sealed(manifest.encode(), parts)


def encrypt(content: bytes, key: bytes, vector: bytes) -> bytes:
    """AES/CFB/PKCS5Padding as Java names it: 16-byte blocks, whole ones padded too."""
    missing = 16 - len(content) % 16
    cipher = Cipher(algorithms.AES(key), CFB(vector)).encryptor()
    return cipher.update(content + bytes([missing]) * missing) + cipher.finalize()


def wrap(secret: bytes, public: RSAPublicKey, mask: str = "sha256") -> bytes:
    """RSA/NONE/OAEPWithSHA256AndMGF1Padding (RFC 8017, 7.1.1), masked as the phone's library does."""
    size = public.key_size // 8
    label = hashlib.sha256(b"").digest()
    block = label + bytes(size - len(secret) - 2 * len(label) - 2) + b"\x01" + secret
    seed = os.urandom(len(label))
    masked = xor(block, mask_of(seed, len(block), mask))
    message = b"\x00" + xor(seed, mask_of(masked, len(seed), mask)) + masked
    numbers = public.public_numbers()
    return pow(int.from_bytes(message, "big"), numbers.e, numbers.n).to_bytes(size, "big")


def mask_of(seed: bytes, length: int, mask: str) -> bytes:
    """MGF1 (RFC 8017, B.2.1)."""
    made = b""
    counter = 0
    while len(made) < length:
        made += hashlib.new(mask, seed + counter.to_bytes(4, "big")).digest()
        counter += 1
    return made[:length]


def xor(one: bytes, other: bytes) -> bytes:
    """Bit by bit."""
    return bytes(a ^ b for a, b in zip(one, other, strict=True))
