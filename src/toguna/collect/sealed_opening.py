"""Opening what a phone has encrypted, and making the keys for it. The rules are ODK's.

A fresh AES-256 key for each submission, wrapped by the installation's RSA key; each file in CFB mode with an initial
vector of its own; and a digest over everything, wrapped by the same RSA key, that tells whether anything was altered.
It knows neither where the keys are kept nor what is in the files.
"""

import hashlib
import hmac
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import lru_cache
from tempfile import SpooledTemporaryFile
from typing import BinaryIO, cast

from cryptography.hazmat.decrepit.ciphers.modes import CFB
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms
from cryptography.hazmat.primitives.padding import PKCS7

from toguna.collect.refusals import RefusedFileError
from toguna.collect.sealed_manifest import SealedManifest, open_name

# What ODK Collect and ODK Central have always used; the phones' own library takes other sizes too, untried.
RSA_BITS = 2048
AES_BYTES = 32
BLOCK_BITS = 128
PIECE_BYTES = 1 << 16
MEMORY_BYTES = 1_000_000
# Collect's library masks with SHA-256, as what it encrypts shows; Java's own and Enketo's mask with SHA-1.
MASKS: tuple[type[hashes.HashAlgorithm], ...] = (hashes.SHA256, hashes.SHA1)

NO_KEY_FITS = (
    "La fiche est chiffrée, et aucune clé de cette installation ne l'ouvre. Elle est gardée telle quelle. "
    "Remettez la clé de l'installation pour laquelle le téléphone a été réglé, ou réglez le téléphone de nouveau."
)
PART_DAMAGED = (
    "Le fichier chiffré « %(name)s » est arrivé altéré et ne s'ouvre pas. Tout est gardé tel quel. Renvoyez la fiche."
)
SIGNATURE_DIFFERS = (
    "La fiche chiffrée n'est pas celle que le téléphone a signée : un fichier a été altéré ou échangé. "
    "Tout est gardé tel quel. Renvoyez la fiche."
)


class NoKeyFitsError(RefusedFileError):
    """It was encrypted for another installation."""

    code = "no-key-fits"


class PartDamagedError(RefusedFileError):
    """What came out of a file is no whole number of blocks with an end."""

    code = "part-damaged"


class SignatureDiffersError(RefusedFileError):
    """What came out is not what was signed."""

    code = "signature-differs"


@dataclass(frozen=True)
class OpenedFile:
    """A file as it was before it was encrypted, to be read from its beginning."""

    name: str
    content: BinaryIO


def new_private_key() -> bytes:
    """A key for an installation, in the PEM form in which it is kept."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=RSA_BITS)
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def public_key_of(pem: bytes) -> str:
    """The half of a key that phones are given, as a form carries it."""
    public = _private(pem).public_key()
    return b64encode(
        public.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    ).decode()


@contextmanager
def opened_files(
    manifest: SealedManifest, keys: Iterable[bytes], read: Callable[[str], BinaryIO]
) -> Iterator[list[OpenedFile]]:
    """Every file of a submission as it was before, the answers last; `read` gives the bytes that arrived, by name.

    They are gone when the block ends.

    Raises a `RefusedFileError` that says why it cannot be opened, or why what came out must not be believed.
    """
    private, key = _key_of(manifest, keys)
    opened, digests = [], []
    with ExitStack() as closing:
        for name, vector in zip(manifest.parts, initial_vectors(manifest.instance_id, key), strict=False):
            content = cast(BinaryIO, closing.enter_context(SpooledTemporaryFile(max_size=MEMORY_BYTES)))
            with read(name) as source:
                digests.append(_open(source, content, key, vector, name))
            opened.append(OpenedFile(open_name(name), content))
        _require_signature(manifest, private, digests)
        yield opened


def initial_vectors(instance_id: str, key: bytes) -> Iterator[bytes]:
    """The initial vector of each file in its order: one byte of a seed goes up by one each time, in turn."""
    seed = bytearray(hashlib.md5(instance_id.encode() + key, usedforsecurity=False).digest())
    counter = 0
    while True:
        place = counter % len(seed)
        seed[place] = (seed[place] + 1) % 256
        counter += 1
        yield bytes(seed)


def _key_of(manifest: SealedManifest, keys: Iterable[bytes]) -> tuple[rsa.RSAPrivateKey, bytes]:
    for pem in keys:
        found = _unwrapped(_private(pem), manifest.sealed_key)
        if found is not None and len(found) == AES_BYTES:
            return _private(pem), found
    raise NoKeyFitsError(NO_KEY_FITS)


def _unwrapped(private: rsa.RSAPrivateKey, written: str) -> bytes | None:
    try:
        wrapped = b64decode(written)
    except ValueError:
        return None
    for mask in MASKS:
        try:
            return private.decrypt(wrapped, padding.OAEP(padding.MGF1(mask()), hashes.SHA256(), None))
        except ValueError:
            continue
    return None


def _open(source: BinaryIO, target: BinaryIO, key: bytes, vector: bytes, name: str) -> str:
    decryptor = Cipher(algorithms.AES(key), CFB(vector)).decryptor()
    unpadder = PKCS7(BLOCK_BITS).unpadder()
    digest = hashlib.md5(usedforsecurity=False)
    try:
        while piece := source.read(PIECE_BYTES):
            clear = unpadder.update(decryptor.update(piece))
            digest.update(clear)
            target.write(clear)
        clear = unpadder.update(decryptor.finalize()) + unpadder.finalize()
    except ValueError:
        raise PartDamagedError(PART_DAMAGED, name=name) from None
    digest.update(clear)
    target.write(clear)
    target.seek(0)
    return digest.hexdigest()


def _require_signature(manifest: SealedManifest, private: rsa.RSAPrivateKey, digests: list[str]) -> None:
    # The specification lets it be left out. Whoever may encrypt may also sign, so it guards against accidents only.
    if not manifest.signature.strip():
        return
    files = [f"{open_name(name)}::{digest}" for name, digest in zip(manifest.parts, digests, strict=True)]
    version = [] if manifest.version is None else [manifest.version]
    signed = _unwrapped(private, manifest.signature)
    # The key was signed as the phone wrote it, and some wrap it onto a line of its own.
    for key in {manifest.sealed_key, manifest.sealed_key.strip()}:
        lines = [manifest.form_id, *version, key, manifest.instance_id, *files]
        expected = hashlib.md5("".join(f"{line}\n" for line in lines).encode(), usedforsecurity=False).digest()
        if signed is not None and hmac.compare_digest(signed, expected):
            return
    raise SignatureDiffersError(SIGNATURE_DIFFERS)


@lru_cache(maxsize=8)
def _private(pem: bytes) -> rsa.RSAPrivateKey:
    key = serialization.load_pem_private_key(pem, password=None)
    if not isinstance(key, rsa.RSAPrivateKey):
        raise TypeError("a key for submissions is an RSA key")
    return key
