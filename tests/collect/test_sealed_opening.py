"""What a phone encrypts by ODK's rules is opened, and what was altered on the way is noticed."""

import hashlib
import io

import pytest

from tests.flow.encrypting import Sealed, public_key_in, sealed
from toguna.collect.forms import ATTENDANCE_FORM_ID, library_xform
from toguna.collect.sealed_form import with_public_key
from toguna.collect.sealed_manifest import NotAManifestError, read_manifest
from toguna.collect.sealed_opening import (
    NoKeyFitsError,
    PartDamagedError,
    SignatureDiffersError,
    initial_vectors,
    new_private_key,
    opened_files,
    public_key_of,
)

KEY = new_private_key()
ANSWERS = (
    b'<data id="fiche_presence" version="7"><venue>Salle fictive</venue><meta><instanceID>uuid:fictive-1</instanceID>'
    b"</meta></data>"
)
# An empty file, one of whole blocks, and one in several pieces.
MEDIA = {"vide.txt": b"", "blocs.bin": bytes(32), "photo.jpg": b"\xff\xd8\xff" + bytes(range(256)) * 600}


def opened(sent: Sealed, *keys: bytes) -> dict[str, bytes]:
    manifest = read_manifest(sent.manifest)
    assert manifest is not None
    with opened_files(manifest, keys or [KEY], lambda name: io.BytesIO(sent.parts[name])) as files:
        return {file.name: file.content.read() for file in files}


@pytest.mark.parametrize("mask", ["sha256", "sha1"])
@pytest.mark.parametrize("signed", [True, False])
def test_what_was_encrypted_comes_out_byte_for_byte(mask: str, signed: bool) -> None:
    sent = sealed(ANSWERS, MEDIA, public_key_of(KEY), mask=mask, signed=signed)
    assert opened(sent) == {**MEDIA, "submission.xml": ANSWERS}


def test_another_key_opens_nothing_and_the_right_one_among_several_does() -> None:
    sent = sealed(ANSWERS, MEDIA, public_key_of(KEY))
    other = new_private_key()
    with pytest.raises(NoKeyFitsError):
        opened(sent, other)
    assert opened(sent, other, KEY)["submission.xml"] == ANSWERS


@pytest.mark.parametrize("name", ["vide.txt.enc", "photo.jpg.enc", "submission.xml.enc"])
def test_any_part_that_was_altered_is_noticed(name: str) -> None:
    sent = sealed(ANSWERS, MEDIA, public_key_of(KEY))
    whole = sent.parts[name]
    for altered in (
        bytes([whole[0] ^ 1]) + whole[1:],
        whole[:-1] + bytes([whole[-1] ^ 1]),
        whole[:-3],
        whole[16:],
        b"",
    ):
        with pytest.raises((PartDamagedError, SignatureDiffersError)):
            opened(Sealed(sent.manifest, {**sent.parts, name: altered}))


def test_two_parts_that_changed_places_are_noticed() -> None:
    sent = sealed(ANSWERS, {"a.jpg": b"one photo", "b.jpg": b"another"}, public_key_of(KEY))
    swapped = {"a.jpg.enc": sent.parts["b.jpg.enc"], "b.jpg.enc": sent.parts["a.jpg.enc"]}
    with pytest.raises((PartDamagedError, SignatureDiffersError)):
        opened(Sealed(sent.manifest, {**sent.parts, **swapped}))
    reordered = sent.manifest.replace(b"a.jpg", b"c.jpg").replace(b"b.jpg", b"a.jpg").replace(b"c.jpg", b"b.jpg")
    with pytest.raises((PartDamagedError, SignatureDiffersError)):
        opened(Sealed(reordered, sent.parts))


def test_an_open_part_that_was_altered_is_noticed() -> None:
    sent = sealed(ANSWERS, MEDIA, public_key_of(KEY))
    for here, there in ((b'version="7"', b'version="8"'), (b"fictive-1<", b"fictive-2<"), (b"presence", b"absence")):
        with pytest.raises((NoKeyFitsError, PartDamagedError, SignatureDiffersError)):
            opened(Sealed(sent.manifest.replace(here, there), sent.parts))


def test_the_vector_of_each_file_is_one_byte_further_and_wraps_around() -> None:
    key = bytes(32)
    seed = hashlib.md5(b"uuid:fictive-1" + key).digest()
    vectors = initial_vectors("uuid:fictive-1", key)
    made = [next(vectors) for _number in range(16 * 256)]
    assert made[0] == bytes([(seed[0] + 1) % 256]) + seed[1:]
    assert made[16] == bytes([(seed[0] + 2) % 256]) + bytes((byte + 1) % 256 for byte in seed[1:])
    # After 256 rounds every byte has gone round once.
    assert made[-1] == seed
    assert len({*made}) == len(made)


def test_a_submission_in_the_clear_is_none_even_when_it_speaks_of_encryption() -> None:
    assert read_manifest(ANSWERS) is None
    assert read_manifest(ANSWERS.replace(b"Salle fictive", b"encrypted base64EncryptedKey")) is None


@pytest.mark.parametrize("left_out", ["base64EncryptedKey", "encryptedXmlFile"])
def test_an_open_part_that_says_too_little_is_refused(left_out: str) -> None:
    sent = sealed(ANSWERS, MEDIA, public_key_of(KEY))
    with pytest.raises(NotAManifestError):
        read_manifest(sent.manifest.replace(f"{left_out}>".encode(), b"base64EncryptedKeyOf>"))


def test_a_path_in_the_name_of_a_part_leads_nowhere() -> None:
    sent = sealed(ANSWERS, {"../../etc/photo.jpg": b"x"}, public_key_of(KEY))
    manifest = read_manifest(sent.manifest)
    assert manifest is not None
    assert manifest.parts == ("photo.jpg.enc", "submission.xml.enc")


def test_a_form_carries_the_key_and_is_otherwise_the_same() -> None:
    clear, key = library_xform(ATTENDANCE_FORM_ID), public_key_of(KEY)
    carrying = with_public_key(clear, key)
    assert public_key_in(carrying) == key
    tag = f'<submission base64RsaPublicKey="{key}"/>'.encode()
    assert carrying.replace(tag, b"").partition(b"?>")[2].strip() == clear.partition(b"?>")[2].strip()
    assert with_public_key(clear, key) == carrying


def test_a_form_that_brings_its_own_key_keeps_it_and_one_with_other_wishes_gets_ours() -> None:
    theirs = with_public_key(library_xform(ATTENDANCE_FORM_ID), "dGhlaXJz")
    assert with_public_key(theirs, public_key_of(KEY)) == theirs
    wishing = theirs.replace(b'base64RsaPublicKey="dGhlaXJz"', b'auto-send="true"')
    assert b'<submission auto-send="true" base64RsaPublicKey="' in with_public_key(wishing, public_key_of(KEY))


def test_a_key_is_of_the_size_that_phones_have_always_had() -> None:
    assert len(public_key_of(KEY)) == 392
