"""What a phone encrypted becomes the same record as in the clear, once; and what cannot be opened is lost by nobody."""

import io
import random
import stat
from pathlib import Path
from typing import Any

import pytest

from tests.flow.encrypting import Sealed, public_key_in, sealed
from tests.flow.sheets import Commune, commune, submission
from toguna.collect.sealed_opening import new_private_key
from toguna.flow.receive import (
    EditTargetUnknown,
    FormClosed,
    Outcome,
    Receipt,
    SentFile,
    UnknownForm,
    attachment_file,
    receive_submission,
)
from toguna.flow.sealed import (
    StillSealed,
    missing_parts,
    open_sealed,
    receive_from_device,
    remove_opened_files,
    sealed_xform,
)
from toguna.flow.submission_keys import current_key, keys_folder, public_key
from toguna.store.fieldwork.models import Attachment, Form, Record, RecordVersion, SealedPart, SealedSubmission
from toguna.store.fieldwork.sealed import sealed_waiting_for, why_not_opened
from toguna.store.journal.models import Entry

pytestmark = pytest.mark.django_db

PHOTO = b"\xff\xd8\xff" + bytes(range(256)) * 300


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    """An installation's folder of its own: keys and sealed files stand under it."""
    settings.VAR, settings.ATTACHMENTS = tmp_path, tmp_path / "attachments"
    return tmp_path


@pytest.fixture
def stage() -> Commune:
    return commune()


def encrypted(body: bytes | None = None, media: dict[str, bytes] | None = None, **how: Any) -> Sealed:
    """A sheet with a photo, encrypted with the key that the form carries."""
    key = public_key_in(sealed_xform(Form.objects.get()))
    return sealed(body or submission(), {"feuille.jpg": PHOTO} if media is None else media, key, **how)


def send(stage: Commune, sent: Sealed, *names: str, awaits_more: bool = False) -> Receipt | StillSealed:
    """Send the open part and some of the files, or all."""
    chosen = names or tuple(sent.parts)
    files = [SentFile(name, "application/octet-stream", io.BytesIO(sent.parts[name])) for name in chosen]
    return receive_from_device(body=sent.manifest, files=files, by=stage.agent, awaits_more=awaits_more)


def files_in(folder: Path) -> list[Path]:
    """What stands on disk of sealed submissions."""
    return [path for path in (folder / "sealed").rglob("*") if path.is_file()]


def test_an_encrypted_sheet_becomes_the_record_it_would_have_been_in_the_clear(stage: Commune, folder: Path) -> None:
    receipt = send(stage, encrypted())
    assert isinstance(receipt, Receipt)
    assert receipt.outcome is Outcome.NEW
    assert bytes(receipt.version.payload.body) == submission()
    attachment = receipt.record.attachments.get()
    assert (attachment.name, attachment.media_type) == ("feuille.jpg", "image/jpeg")
    assert attachment_file(attachment).read_bytes() == PHOTO
    assert receipt.version.reading.named == 2
    kept = SealedSubmission.objects.get()
    assert kept.opened == receipt.version
    assert files_in(folder) == []
    in_the_clear = receive_submission(body=submission(), by=stage.agent)
    assert (in_the_clear.outcome, in_the_clear.version) == (Outcome.SAME, receipt.version)


def test_sent_again_it_adds_nothing_and_leaves_nothing(stage: Commune, folder: Path) -> None:
    sent = encrypted()
    for outcome in (Outcome.NEW, Outcome.SAME, Outcome.SAME):
        receipt = send(stage, sent)
        assert isinstance(receipt, Receipt)
        assert receipt.outcome is outcome
    # The phone lost what it had encrypted and did it anew, with another key.
    anew = send(stage, encrypted())
    assert isinstance(anew, Receipt)
    assert anew.outcome is Outcome.SAME
    assert (Record.objects.count(), RecordVersion.objects.count(), Attachment.objects.count()) == (1, 1, 1)
    assert files_in(folder) == []


@pytest.mark.parametrize("seed", range(6))
def test_its_files_may_come_one_by_one_in_any_order(stage: Commune, seed: int) -> None:
    media = {"a.jpg": b"one", "b.jpg": b"two", "c.txt": b""}
    sent = encrypted(media=media)
    order = list(sent.parts)
    random.Random(seed).shuffle(order)
    for number, name in enumerate(order, start=1):
        receipt = send(stage, sent, name, awaits_more=number < len(order))
        if number < len(order):
            assert isinstance(receipt, StillSealed)
            assert set(receipt.missing) == set(order[number:])
            assert not Record.objects.exists()
    kept = {one.name: attachment_file(one).read_bytes() for one in Attachment.objects.all()}
    assert kept == media


def test_a_part_that_never_comes_is_named_and_what_came_is_kept(stage: Commune, folder: Path) -> None:
    send(stage, encrypted(), "submission.xml.enc")
    waiting = sealed_waiting_for(stage.coordinator).get()
    assert missing_parts(waiting) == ("feuille.jpg.enc",)
    assert len(files_in(folder)) == 1


def test_what_another_installations_key_locked_is_kept_and_opens_when_that_key_is_put_back(
    stage: Commune, folder: Path
) -> None:
    sent = encrypted()
    lost = current_key()
    (keys_folder() / "submissions.pem").write_bytes(new_private_key())
    for _time in range(2):
        receipt = send(stage, sent)
        assert isinstance(receipt, StillSealed)
        assert receipt.refusal is not None
        assert "aucune clé" in str(receipt.refusal)
    kept = sealed_waiting_for(stage.coordinator).get()
    assert why_not_opened(kept) == "no-key-fits"
    assert Entry.objects.filter(action="sealed.not-opened").count() == 1
    assert len(files_in(folder)) == 2
    assert not Record.objects.exists()
    (keys_folder() / "from-the-old-server.pem").write_bytes(lost)
    opened = open_sealed(kept)
    assert isinstance(opened, Receipt)
    assert opened.record.sender == stage.agent
    assert not sealed_waiting_for(stage.coordinator).exists()
    assert files_in(folder) == []


def test_an_altered_part_is_kept_told_and_healed_by_sending_it_again(stage: Commune, folder: Path) -> None:
    sent = encrypted()
    whole = sent.parts["feuille.jpg.enc"]
    altered = Sealed(sent.manifest, {**sent.parts, "feuille.jpg.enc": whole[:999] + b"?" + whole[1000:]})
    receipt = send(stage, altered)
    assert isinstance(receipt, StillSealed)
    assert "Renvoyez la fiche" in str(receipt.refusal)
    assert why_not_opened(receipt.sealed) == "signature-differs"
    assert len(files_in(folder)) == 2
    assert isinstance(send(stage, sent), Receipt)
    assert files_in(folder) == []


def test_the_answers_of_another_sheet_under_this_name_are_not_believed(stage: Commune) -> None:
    sent = encrypted(submission(2))
    receipt = send(stage, sent)
    assert isinstance(receipt, StillSealed)
    assert why_not_opened(receipt.sealed) == "other-instance"


@pytest.mark.parametrize(
    "inside", [b"not XML", b'<!DOCTYPE d [<!ENTITY e SYSTEM "file:///etc/passwd">]><d id="x">&e;</d>']
)
def test_hostile_answers_are_refused_though_they_were_encrypted(stage: Commune, inside: bytes) -> None:
    version = Form.objects.get().version
    receipt = send(stage, encrypted(inside, version=version))
    assert isinstance(receipt, StillSealed)
    assert not Record.objects.exists()
    assert why_not_opened(receipt.sealed) in ("not-xml", "entities")


def test_a_file_that_nobody_announced_is_kept_beside_the_others(stage: Commune) -> None:
    sent = encrypted()
    receipt = send(stage, Sealed(sent.manifest, {**sent.parts, "../journal.csv": b"as it came"}))
    assert isinstance(receipt, Receipt)
    extra = receipt.record.attachments.get(name="journal.csv")
    assert attachment_file(extra).read_bytes() == b"as it came"


def test_a_form_that_is_closed_or_unknown_keeps_nothing_and_one_that_is_closing_takes_it(
    stage: Commune, folder: Path
) -> None:
    sent = encrypted()
    Form.objects.update(state="closed")
    with pytest.raises(FormClosed):
        send(stage, sent)
    with pytest.raises(UnknownForm):
        send(stage, Sealed(sent.manifest.replace(b"fiche_presence", b"autre"), sent.parts))
    assert not SealedSubmission.objects.exists()
    assert not (folder / "sealed").exists()
    Form.objects.update(state="closing")
    assert isinstance(send(stage, sent), Receipt)


def test_an_encrypted_correction_waits_for_what_it_corrects(stage: Commune, folder: Path) -> None:
    correction = encrypted(
        submission(2, deprecated="uuid:fictive-1", session=2), media={}, instance_id="uuid:fictive-2"
    )
    with pytest.raises(EditTargetUnknown):
        send(stage, correction)
    assert len(files_in(folder)) == 1
    send(stage, encrypted())
    receipt = send(stage, correction)
    assert isinstance(receipt, Receipt)
    assert receipt.outcome is Outcome.EDIT
    assert Record.objects.get().current_version == receipt.version
    assert files_in(folder) == []


def test_what_a_crash_left_on_disk_is_removed_and_nothing_else(stage: Commune, folder: Path) -> None:
    sent = encrypted()
    send(stage, sent)
    left = SealedPart.objects.get(name="feuille.jpg.enc").sha256
    (folder / "sealed" / left[:2]).mkdir(parents=True, exist_ok=True)
    (folder / "sealed" / left[:2] / left).write_bytes(b"left behind")
    waiting = encrypted(submission(2), media={"autre.jpg": b"x"}, instance_id="uuid:fictive-2")
    send(stage, waiting, "submission.xml.enc")
    assert remove_opened_files() == 1
    assert len(files_in(folder)) == 1
    assert remove_opened_files() == 0


def test_a_key_is_made_once_and_is_the_owners_alone(folder: Path) -> None:
    assert public_key() == public_key()
    path = keys_folder() / "submissions.pem"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(keys_folder().stat().st_mode) == 0o700
    assert [one.name for one in keys_folder().iterdir()] == ["submissions.pem"]


def test_the_journal_tells_of_it_without_a_name(stage: Commune) -> None:
    send(stage, encrypted())
    told = [(entry.action, str(entry.detail)) for entry in Entry.objects.filter(action__startswith="sealed.")]
    assert [action for action, _detail in told] == ["sealed.received", "sealed.opened"]
    assert "feuille" not in str(told)
