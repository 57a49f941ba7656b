"""A backup opens only with its passphrase, only whole, and brings back everything that was there."""

import hashlib
import io
import shutil
import stat
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import IntegrityError, connection, transaction

from tests import factories
from tests.installations import Installation
from toguna.flow.background import presence
from toguna.flow.receive import attachment_file
from toguna.flow.safekeeping import sealed_file
from toguna.flow.safekeeping.database_copy import kept_models, one_moment, written_rows
from toguna.flow.safekeeping.sealed_file import (
    FileDamaged,
    NotASealedFile,
    SealedReader,
    SealingWriter,
    WrongPassphrase,
)
from toguna.flow.submission_keys import current_key
from toguna.store.accounts.models import User
from toguna.store.fieldwork.models import Attachment, Record
from toguna.store.journal.actions import record_entry, seal
from toguna.store.journal.append_only import lifted, missing_triggers
from toguna.store.journal.models import Entry
from toguna.store.journal.queries import verify
from toguna.store.organisations.models import Organisation

PASSPHRASE = "sous le toguna on parle assis"


# --- the sealed file ------------------------------------------------------------------------------------------------


@pytest.fixture
def small_pieces(monkeypatch) -> None:
    """Pieces of ten bytes, and a key that costs nothing to make."""
    monkeypatch.setattr(sealed_file, "PIECE_BYTES", 10)
    monkeypatch.setattr(sealed_file, "SCRYPT_COST", 2)


def sealed(content: bytes) -> bytes:
    file = io.BytesIO()
    with SealingWriter(file, PASSPHRASE) as writer:
        writer.write(content)
    return file.getvalue()


def opened(file: bytes, passphrase: str = PASSPHRASE) -> bytes:
    return SealedReader(io.BytesIO(file), passphrase).read()


HEAD = len(sealed_file.MAGIC) + 16 + 7 + 32
PIECE = 10 + 16


@pytest.mark.usefixtures("small_pieces")
@pytest.mark.parametrize("size", [0, 1, 9, 10, 11, 20, 35])
def test_what_is_sealed_opens_to_the_same_bytes(size):
    content = bytes(range(size))
    file = sealed(content)
    assert opened(file) == content
    assert size < 2 or content not in file


@pytest.mark.usefixtures("small_pieces")
def test_the_same_content_is_sealed_differently_each_time():
    assert sealed(b"the same")[HEAD:] != sealed(b"the same")[HEAD:]


@pytest.mark.usefixtures("small_pieces")
def test_another_passphrase_opens_nothing():
    with pytest.raises(WrongPassphrase):
        opened(sealed(b"content"), "une autre phrase")


@pytest.mark.usefixtures("small_pieces")
def test_any_altered_byte_is_noticed():
    file = sealed(bytes(25))
    for place in range(len(file)):
        altered = file[:place] + bytes([file[place] ^ 1]) + file[place + 1 :]
        with pytest.raises((NotASealedFile, WrongPassphrase, FileDamaged)):
            opened(altered)


@pytest.mark.usefixtures("small_pieces")
def test_a_file_cut_off_anywhere_is_noticed_even_between_two_pieces():
    file = sealed(bytes(25))
    for length in range(len(file)):
        with pytest.raises((NotASealedFile, WrongPassphrase, FileDamaged)):
            opened(file[:length])
    with pytest.raises(FileDamaged):
        opened(file[: HEAD + 2 * PIECE])


@pytest.mark.usefixtures("small_pieces")
def test_pieces_that_changed_places_or_were_repeated_are_noticed():
    file = sealed(bytes(20) + b"the last")
    head, one, two, last = file[:HEAD], file[HEAD : HEAD + PIECE], file[HEAD + PIECE : HEAD + 2 * PIECE], file[-24:]
    assert opened(head + one + two + last)
    for other in (head + two + one + last, head + one + last, head + one + two + two + last, file + one):
        with pytest.raises(FileDamaged):
            opened(other)


@pytest.mark.usefixtures("small_pieces")
def test_a_writer_that_failed_leaves_a_file_that_does_not_open():
    file = io.BytesIO()

    def fail_halfway() -> None:
        with SealingWriter(file, PASSPHRASE) as writer:
            writer.write(bytes(25))
            raise OSError("disk full")

    with pytest.raises(OSError, match="disk"):
        fail_halfway()
    with pytest.raises(FileDamaged):
        opened(file.getvalue())


# --- the whole installation -----------------------------------------------------------------------------------------

on_a_database = pytest.mark.django_db(transaction=True)


@pytest.fixture
def folder(settings, tmp_path, monkeypatch) -> Path:
    """An installation's folder, with a passphrase in the environment."""
    settings.VAR = tmp_path / "var"
    settings.ATTACHMENTS = settings.VAR / "attachments"
    settings.EDITIONS = settings.VAR / "editions"
    settings.VAR.mkdir()
    monkeypatch.setenv("TOGUNA_BACKUP_PASSPHRASE", PASSPHRASE)
    monkeypatch.delenv("TOGUNA_SECRET_KEY", raising=False)
    return settings.VAR


@pytest.fixture
def filled(folder) -> str:
    """A little of everything, with names in two scripts, a photo and a sealed journal; the hash of all rows."""
    record = factories.record(body="<fiche><nom>Aïssata « Ꙙ » ߊ</nom></fiche>".encode() + bytes(range(256)))
    mention = factories.mention(record.current_version, name="Aïssata Ꙙ ߊ")
    factories.person(mention)
    factories.verification(record.current_version)
    factories.fact("participation", version=record.current_version, mention=mention, disability=True)
    definition = factories.definition({"count": "persons", "share": 0.1, "none": None})
    factories.value(run=factories.run(), definition=definition)
    factories.edition(snapshot={"fr": "é", "n": [1, 2.5, None]})
    photo = b"\xff\xd8 a photo"
    attached = Attachment.objects.create(
        record=record, name="f.jpg", media_type="image/jpeg", size=9, sha256=hashlib.sha256(photo).hexdigest()
    )
    attachment_file(attached).parent.mkdir(parents=True)
    attachment_file(attached).write_bytes(photo)
    (folder / "editions").mkdir()
    (folder / "editions" / "1.parquet").write_bytes(b"PAR1")
    for number in range(3):
        record_entry(by=record.sender, action="record.received", subject=record, number=number)
    seal()
    return digest()


def digest() -> str:
    """A hash over every row of every kept table but the journal, which notes the backups themselves."""
    hashed = hashlib.sha256()
    for model in sorted(kept_models(), key=lambda model: model._meta.label_lower):
        if model is not Entry:
            hashed.update(model._meta.label_lower.encode())
            for piece in written_rows(model, "default"):
                hashed.update(piece)
    return hashed.hexdigest()


def backed_up(tmp_path: Path) -> Path:
    file = tmp_path / "toguna.backup"
    call_command("backup", file)
    return file


@on_a_database
def test_what_was_lost_comes_back_row_for_row_and_file_for_file(filled, folder, tmp_path, capsys):
    file = backed_up(tmp_path)
    attached = Attachment.objects.get()
    with lifted(), transaction.atomic():
        Attachment.objects.all().delete()
        Entry.objects.filter(action="installation.backed-up")._raw_delete("default")
        User.objects.update(name="Altéré")
    attachment_file(attached).unlink()
    (folder / "editions" / "later.parquet").write_bytes(b"PAR1")

    call_command("restore", file, "--replace")

    assert digest() == filled
    assert missing_triggers() == []
    assert verify().is_intact
    assert "Journal intact : 3 entrées" in capsys.readouterr().out
    assert attachment_file(Attachment.objects.get()).read_bytes() == b"\xff\xd8 a photo"
    assert [path.name for path in (folder / "editions").iterdir()] == ["1.parquet"]
    assert (folder / "secret-key").read_text()
    assert not list(folder.glob(".restoring-*"))
    # New rows are numbered after those that came back.
    factories.user()
    assert Entry.objects.filter(action="installation.restored").count() == 1


@on_a_database
def test_the_keys_and_what_is_still_sealed_come_back_for_the_owner_alone(filled, folder, tmp_path):
    key = current_key()
    waiting = folder / "sealed" / "ab" / "abcd"
    waiting.parent.mkdir(parents=True)
    waiting.write_bytes(b"sealed")
    file = backed_up(tmp_path)
    shutil.rmtree(folder / "keys")
    shutil.rmtree(folder / "sealed")
    assert current_key() != key
    call_command("restore", file, "--replace")
    assert current_key() == key
    assert stat.S_IMODE((folder / "keys" / "submissions.pem").stat().st_mode) == 0o600
    assert waiting.read_bytes() == b"sealed"


@on_a_database
def test_a_backup_moves_to_the_other_database_and_back_without_changing_a_row(filled, folder, tmp_path):
    laptop = Installation(tmp_path / "laptop")
    laptop.folder.mkdir()
    passphrase = {"TOGUNA_BACKUP_PASSPHRASE": PASSPHRASE}
    restored = laptop.run("restore", str(backed_up(tmp_path)), **passphrase)
    assert restored.returncode == 0, restored.stderr
    again = laptop.run("backup", str(tmp_path / "again.backup"), **passphrase)
    assert again.returncode == 0, again.stderr
    call_command("restore", tmp_path / "again.backup", "--replace")
    assert digest() == filled
    assert verify().is_intact


@on_a_database
def test_a_backup_is_unreadable_private_and_of_one_piece(filled, folder, tmp_path):
    file = backed_up(tmp_path)
    content = file.read_bytes()
    for secret in ["Aïssata".encode(), b"fiche", b"photo", b"example.org"]:
        assert secret not in content
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.glob("*.backup*")] == ["toguna.backup"]
    with pytest.raises(CommandError, match="existe déjà"):
        call_command("backup", file)


@on_a_database
def test_the_backup_sees_one_moment_and_holds_up_no_writer(filled, folder):
    with one_moment() as using:
        seen = Organisation.objects.using(using).count()
        # With SQLite's write lock held by the reader, this would wait and fail.
        factories.organisation()
        assert Organisation.objects.using(using).count() == seen
    assert Organisation.objects.count() == seen + 1


@on_a_database
def test_nothing_is_replaced_unless_that_is_asked_for(filled, folder, tmp_path):
    file = backed_up(tmp_path)
    before = digest()
    with pytest.raises(CommandError, match="--replace"):
        call_command("restore", file)
    assert digest() == before


@on_a_database
@pytest.mark.parametrize(
    ("harm", "said"),
    [
        (lambda content: content[:-1], "tronquée ou altérée"),
        (lambda content: content[:-200] + bytes([content[-200] ^ 1]) + content[-199:], "tronquée ou altérée"),
        (lambda content: content + b"more", "tronquée ou altérée"),
        (lambda content: b"PK" + content[2:], "n'est pas une sauvegarde"),
        (lambda content: b"", "n'est pas une sauvegarde"),
    ],
)
def test_a_harmed_file_is_refused_and_touches_nothing(filled, folder, tmp_path, harm, said):
    file = backed_up(tmp_path)
    file.write_bytes(harm(file.read_bytes()))
    before = digest()
    with pytest.raises(CommandError, match=said):
        call_command("restore", file, "--replace")
    assert digest() == before
    assert attachment_file(Attachment.objects.get()).exists()
    assert not list(folder.glob(".restoring-*"))


@on_a_database
def test_a_wrong_missing_or_short_passphrase_is_said(filled, folder, tmp_path, monkeypatch):
    file = backed_up(tmp_path)
    monkeypatch.setenv("TOGUNA_BACKUP_PASSPHRASE", "une tout autre phrase")
    with pytest.raises(CommandError, match="pas la bonne"):
        call_command("restore", file, "--replace")
    monkeypatch.setenv("TOGUNA_BACKUP_PASSPHRASE", "court")
    with pytest.raises(CommandError, match="12 caractères"):
        call_command("backup", tmp_path / "other.backup")
    kept = tmp_path / "passphrase"
    kept.write_text(PASSPHRASE + "\n")
    call_command("restore", file, "--check", "--passphrase-file", kept)


@on_a_database
def test_a_row_that_does_not_go_in_undoes_everything_the_files_included(filled, folder, tmp_path, monkeypatch):
    file = backed_up(tmp_path)
    photo = attachment_file(Attachment.objects.get())
    photo.write_bytes(b"changed since")
    before = digest()

    def refuse() -> None:
        raise IntegrityError("a row that stands for nothing")

    monkeypatch.setattr(connection, "check_constraints", refuse)
    with pytest.raises(CommandError, match="rien n'a été changé"):
        call_command("restore", file, "--replace")
    assert digest() == before
    assert missing_triggers() == []
    assert photo.read_bytes() == b"changed since"
    assert (folder / "editions" / "1.parquet").exists()


@on_a_database
def test_a_restore_waits_until_the_site_is_stopped(filled, folder, tmp_path):
    file = backed_up(tmp_path)
    with presence(folder / "workers"), pytest.raises(CommandError, match="arrêtez-le"):
        call_command("restore", file, "--replace")


@on_a_database
def test_a_redaction_newer_than_the_backup_is_named_so_that_it_is_done_again(filled, folder, tmp_path, capsys):
    file = backed_up(tmp_path)
    record_entry(by=None, action="person.redacted", subject="mention:41")
    call_command("restore", file, "--replace")
    assert "toguna redact 41" in capsys.readouterr().err


@on_a_database
def test_a_journal_that_was_touched_before_the_backup_is_said_after_the_restore(filled, folder, tmp_path):
    with lifted():
        Entry.objects.filter(detail={"number": 1}).update(action="record.rejected")
    file = backed_up(tmp_path)
    with pytest.raises(CommandError, match="journal a été modifié"):
        call_command("restore", file, "--replace")
    assert Record.objects.exists()
