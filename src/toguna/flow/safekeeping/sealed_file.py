"""A stream of bytes encrypted under a passphrase, in pieces whose order and end cannot be tampered with.

AES-256-GCM over pieces of one mebibyte; the nonce of each says which piece it is and whether it is the last (the STREAM
construction). The key comes from the passphrase by scrypt. It knows nothing of what is inside.
"""

import hmac
import secrets
from types import TracebackType
from typing import BinaryIO, Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

MAGIC = b"TOGUNA BACKUP 1\n"
SALT_BYTES, PREFIX_BYTES, CHECK_BYTES, TAG_BYTES, KEY_BYTES = 16, 7, 32, 16, 32
PIECE_BYTES = 1024 * 1024
# 128 MiB of memory and under a second on an office laptop: a guess costs the attacker the same.
SCRYPT_COST, SCRYPT_BLOCK, SCRYPT_PARALLEL = 2**17, 8, 1


class SealedFileError(Exception):
    """The file cannot be opened; each kind says why."""


class NotASealedFile(SealedFileError):
    """It is something else altogether."""


class WrongPassphrase(SealedFileError):
    """The passphrase does not fit (or the very first bytes were altered)."""


class FileDamaged(SealedFileError):
    """A piece was altered, moved, or is missing; nothing after it can be trusted."""


class SealingWriter:
    """Write through it, then close it: a file that was not closed has no end and will not open."""

    def __init__(self, target: BinaryIO, passphrase: str) -> None:
        self.target = target
        self.head = MAGIC + secrets.token_bytes(SALT_BYTES + PREFIX_BYTES)
        self.cipher, check = cipher_of(passphrase, self.head)
        self.number = 0
        self.waiting = bytearray()
        target.write(self.head + check)

    def write(self, piece: bytes) -> int:
        """Take some bytes."""
        self.waiting += piece
        while len(self.waiting) > PIECE_BYTES:
            self.seal(bytes(self.waiting[:PIECE_BYTES]), is_last=False)
            del self.waiting[:PIECE_BYTES]
        return len(piece)

    def close(self) -> None:
        """Write the end."""
        self.seal(bytes(self.waiting), is_last=True)
        self.waiting.clear()

    def seal(self, piece: bytes, *, is_last: bool) -> None:
        """Encrypt and write one piece."""
        self.target.write(self.cipher.encrypt(nonce_of(self.head, self.number, is_last), piece, self.head))
        self.number += 1

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: object, trace: TracebackType | None) -> None:
        # After an error the file must not look whole.
        if kind is None:
            self.close()


class SealedReader:
    """Read what was sealed, each piece authenticated before a byte of it is given out.

    Raises `NotASealedFile` or `WrongPassphrase` at once, `FileDamaged` at the piece that does not hold.
    """

    def __init__(self, source: BinaryIO, passphrase: str) -> None:
        self.source = source
        self.head = source.read(len(MAGIC) + SALT_BYTES + PREFIX_BYTES)
        if not self.head.startswith(MAGIC):
            raise NotASealedFile
        if len(self.head) < len(MAGIC) + SALT_BYTES + PREFIX_BYTES:
            raise FileDamaged
        self.cipher, check = cipher_of(passphrase, self.head)
        if not hmac.compare_digest(check, source.read(CHECK_BYTES)):
            raise WrongPassphrase
        self.number = 0
        self.opened = bytearray()
        self.ahead = source.read(PIECE_BYTES + TAG_BYTES)
        self.is_over = False

    def read(self, size: int = -1) -> bytes:
        """Give some bytes, fewer than asked only at the end."""
        while not self.is_over and (size < 0 or len(self.opened) < size):
            self.open_next()
        given = bytes(self.opened if size < 0 else self.opened[:size])
        del self.opened[: len(given)]
        return given

    def open_next(self) -> None:
        """Open the next piece; the last one knows that it is."""
        piece, self.ahead = self.ahead, self.source.read(PIECE_BYTES + TAG_BYTES)
        self.is_over = not self.ahead
        try:
            self.opened += self.cipher.decrypt(nonce_of(self.head, self.number, self.is_over), piece, self.head)
        except (InvalidTag, ValueError) as error:
            raise FileDamaged(self.number) from error
        self.number += 1


def cipher_of(passphrase: str, head: bytes) -> tuple[AESGCM, bytes]:
    """The cipher of a file, and the check that tells a wrong passphrase from a damaged file."""
    salt = head[len(MAGIC) : len(MAGIC) + SALT_BYTES]
    kdf = Scrypt(salt=salt, length=2 * KEY_BYTES, n=SCRYPT_COST, r=SCRYPT_BLOCK, p=SCRYPT_PARALLEL)
    keys = kdf.derive(passphrase.encode())
    return AESGCM(keys[:KEY_BYTES]), hmac.digest(keys[KEY_BYTES:], head, "sha256")


def nonce_of(head: bytes, number: int, is_last: bool) -> bytes:
    """The place of a piece in its file, never used twice under one key because the key has a salt of its own."""
    return head[-PREFIX_BYTES:] + number.to_bytes(4, "big") + bytes([is_last])
