"""Pulling what another server has received: an ODK Central or a KoboToolbox that partners already work with.

Whatever was kept stays kept and is noted at once, so a pull that is cut goes on where it stopped, and one made twice
adds nothing. What goes from the other server is told, never deleted here.
"""

from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django_tasks import task

from toguna.collect.forms import library_form_ids
from toguna.collect.refusals import RefusedFileError
from toguna.collect.xml_submission import Envelope as ReadEnvelope
from toguna.collect.xml_submission import read_envelope
from toguna.external.kobo_xml import as_form
from toguna.external.refusals import NotThere, RemoteError, TooLarge, UnexpectedAnswer
from toguna.external.remote import Listed, RemoteServer, RemoteVersion, SentVersion
from toguna.flow.other_servers import FormNotPulled, require_sender, server_of
from toguna.flow.receive import NotReceived, Outcome, Receipt, SentFile, receive_submission
from toguna.rules.findings import Finding, Severity
from toguna.store.fieldwork.actions import Envelope, add_form
from toguna.store.fieldwork.comments import add_comment
from toguna.store.fieldwork.models import Record, RemoteForm
from toguna.store.fieldwork.queries import form_versions, version_of_instance
from toguna.store.fieldwork.remote_forms import (
    AWAITS_FILES,
    missing_from,
    note_back_at_source,
    note_cursor,
    note_gone_at_source,
    note_pull_ended,
    note_submission_pulled,
    pulled_before,
    returned_to,
    to_be_tried_again,
)
from toguna.store.writing import write_turn

# So few may go at once without anybody asking; more, and more than half of them all, looks like a lost right.
FEW = 10
TOLD_EVERY = 25
# The background takes turns: what phones send meanwhile is read between two goes.
AT_ONE_GO = 100

NOT_KEPT = "L'envoi %(key)s n'a pas pu être repris : %(reason)s Il sera essayé de nouveau au prochain relevé."
ENCRYPTED = "L'envoi %(key)s est chiffré pour le serveur d'origine : il ne peut pas être lu ici et n'est pas repris."
FILE_MISSING = "Le fichier « %(name)s » de l'envoi %(key)s n'est pas sur le serveur d'origine. Le reste est repris."
UNKNOWN_ANSWERS = (
    "L'envoi %(key)s répond à des questions que sa version du formulaire ne pose pas : %(names)s. Ces réponses sont "
    "gardées dans l'original."
)
VERSION_UNREADABLE = (
    "La version %(version)s du formulaire n'a pas pu être convertie. Les fiches sont gardées ; leurs questions n'ont "
    "pas de libellé."
)
VERSION_NOT_OURS = (
    "Le serveur distant a une version %(version)s du formulaire que ce serveur n'a pas. Ses fiches sont reprises et "
    "lues avec la version en cours ; vérifiez que rien n'y manque."
)
QUESTION_RENAMED = "La question « %(before)s » de la version %(version)s s'appelle aujourd'hui « %(now)s »."
MANY_GONE = (
    "%(count)s envois sur %(all)s ne sont plus visibles sur le serveur distant. Un droit a peut-être été retiré : rien "
    "n'a été noté. S'ils ont bien été supprimés là-bas, relancez avec --confirm-gone."
)
GONE = (
    "Cet envoi n'est plus sur le serveur d'origine (%(address)s). La fiche reste ici ; décidez de ce qu'elle devient."
)
BACK = "Cet envoi est de nouveau sur le serveur d'origine (%(address)s)."

Tell = Callable[[str], None]


@dataclass
class Pulled:
    """What one pull did, and what it has to tell. With an error it stopped there, and the next one goes on."""

    new: int = 0
    edited: int = 0
    contested: int = 0
    files: int = 0
    versions: int = 0
    gone: int = 0
    back: int = 0
    # It stopped at the number that was asked for, and there may be more.
    is_partial: bool = False
    findings: list[Finding] = field(default_factory=list)
    error: RemoteError | FormNotPulled | None = None

    def counts(self) -> dict[str, int]:
        """The numbers alone."""
        return {
            "new": self.new,
            "edited": self.edited,
            "contested": self.contested,
            "files": self.files,
            "gone": self.gone,
            "back": self.back,
        }


def pull(
    remote: RemoteForm,
    server: RemoteServer | None = None,
    *,
    tell: Tell = lambda _line: None,
    confirm_gone: bool = False,
    at_most: int | None = None,
) -> Pulled:
    """Take over what is new or edited on the other server, and note what has gone from there.

    An error of the other server ends the pull and is told in the answer; everything before it is kept. `at_most` ends
    it after so many submissions; another pull goes on from there.
    """
    pulled = Pulled()
    puller = _Puller(remote, pulled, tell)
    try:
        require_sender(remote.by)
        puller.work(server or server_of(remote), confirm_gone=confirm_gone, at_most=at_most)
    except (RemoteError, FormNotPulled) as error:
        pulled.error = error
    with write_turn():
        note_pull_ended(remote=remote, error=str(pulled.error or ""), is_partial=pulled.is_partial, **pulled.counts())
    return pulled


@task()
def pull_in_background(remote_id: int) -> None:
    """Pull one form, in goes that leave room for other work; what went wrong is noted beside it."""
    remote = RemoteForm.objects.select_related("by").get(pk=remote_id)
    with translation.override("fr"):
        pulled = pull(remote, at_most=AT_ONE_GO)
    if pulled.is_partial:
        pull_in_background.enqueue(remote_id)


@dataclass
class _Puller:
    remote: RemoteForm
    pulled: Pulled
    tell: Tell

    def work(self, server: RemoteServer, *, confirm_gone: bool, at_most: int | None) -> None:
        self.take_form_versions(server)
        changed = server.changed(self.remote.cursor, to_be_tried_again(self.remote))
        taken = 0
        for number, listed in enumerate(changed, 1):
            if taken == at_most:
                self.pulled.is_partial = True
                return
            taken += self.take(server, listed)
            # Only now is everything up to here kept. Never backwards: one that is looked at again may be old.
            cursor = server.cursor_after(listed)
            if cursor.get("changed_at", "") >= self.remote.cursor.get("changed_at", ""):
                with write_turn():
                    note_cursor(remote=self.remote, cursor=cursor)
            if number % TOLD_EVERY == 0:
                self.tell(_("%(done)s envois sur %(total)s regardés.") % {"done": number, "total": len(changed)})
        self.compare_presence(server, confirm_gone=confirm_gone)

    def take_form_versions(self, server: RemoteServer) -> None:
        here = form_versions(self.remote.form_id)
        # A form that this server offers keeps the versions that were made here: one from elsewhere would reach phones.
        is_ours = self.remote.form_id in library_form_ids() or here.exclude(state="closed").exists()
        for version in server.form_versions(set(here.values_list("version", flat=True))):
            for before, now in version.renamed.items():
                values = {"before": before, "version": version.version, "now": now}
                self.find(Severity.NOTE, "question-renamed", QUESTION_RENAMED, values)
            if is_ours:
                values = {"version": version.version}
                self.find(Severity.NOTE, "version-not-ours", VERSION_NOT_OURS, values)
            else:
                self.add_version(version)

    def add_version(self, version: RemoteVersion) -> None:
        if not version.xform:
            self.find(Severity.WARNING, "version-unreadable", VERSION_UNREADABLE, {"version": version.version})
            return
        with write_turn():
            # Closed: it is for reading what comes from there, and no phone is to fill it in here.
            add_form(
                form_id=self.remote.form_id,
                version=version.version[:40],
                title={"fr": version.title},
                xform=version.xform,
                state="closed",
                by=self.remote.by,
            )
        self.pulled.versions += 1
        self.tell(_("Version du formulaire reprise : %(version)s.") % {"version": version.version or "—"})

    def take(self, server: RemoteServer, listed: Listed) -> bool:
        """Whether there was anything to take."""
        known = pulled_before(self.remote, listed.key)
        if known is not None and known.fingerprint.removeprefix(AWAITS_FILES) == listed.fingerprint[:119]:
            return False
        record, fingerprint = (known.record if known else None), listed.fingerprint[:119]
        if listed.is_encrypted:
            self.find(Severity.WARNING, "encrypted", ENCRYPTED, {"key": listed.key})
        else:
            try:
                record = self.take_versions(server, server.versions_of(listed), record)
            except (RefusedFileError, NotReceived, NotThere, UnexpectedAnswer, TooLarge) as error:
                # One bad submission holds up no other; without a fingerprint it is tried again next time.
                fingerprint = ""
                self.find(Severity.ERROR, "not-kept", NOT_KEPT, {"key": listed.key, "reason": str(error)})
        with write_turn():
            note_submission_pulled(
                remote=self.remote,
                key=listed.key,
                fingerprint=fingerprint,
                record=record,
                is_complete=listed.is_complete,
            )
        return True

    def take_versions(self, server: RemoteServer, versions: list[SentVersion], held: Record | None) -> Record | None:
        for sent in versions:
            here = version_of_instance(self.remote.form_id, sent.instance_id)
            if here is not None and sent is not versions[-1]:
                # Earlier versions do not change over there, and their files came with them.
                held = held or here.record
                continue
            receipt = self.take_version(server, sent, held)
            held = receipt.record
            self.count(receipt)
        return held

    def take_version(self, server: RemoteServer, sent: SentVersion, held: Record | None) -> Receipt:
        body = server.body(sent)
        read = read_envelope(body.xml)
        if body.unknown:
            values = {"key": sent.key, "names": ", ".join(body.unknown)}
            self.find(Severity.NOTE, "unknown-answers", UNKNOWN_ANSWERS, values)
        form_version = sent.form_version or read.version
        xml = body.xml
        if read.form_id != self.remote.form_id and self.remote.form_id in library_form_ids():
            # Its reading is made for our form's name and questions; a server that renames forms gives others.
            xml = as_form(xml, self.remote.form_id, server.renamed(form_version))
        envelope = Envelope(
            form_id=self.remote.form_id,
            form_version=form_version[:40],
            instance_id=read.instance_id,
            deprecated_id=self.replaced(read, held),
        )
        with ExitStack() as open_files:
            files = self.files(server, sent, open_files)
            self.pulled.files += len(files)
            return receive_submission(body=xml, files=files, by=self.remote.by, way_in="pull", envelope=envelope)

    def replaced(self, read: ReadEnvelope, held: Record | None) -> str:
        """The instance here that this one replaces.

        Where versions between were never seen here, it is the one that counts now: the other server says that they
        are one submission. Where none was seen, it replaces nothing, whatever it says.
        """
        if read.deprecated_id and version_of_instance(self.remote.form_id, read.deprecated_id):
            return read.deprecated_id
        return held.current_version.instance_id if held is not None and held.current_version is not None else ""

    def files(self, server: RemoteServer, sent: SentVersion, open_files: ExitStack) -> list[SentFile]:
        files = []
        for file in server.files_of(sent):
            try:
                if file.is_missing:
                    raise NotThere(address=self.remote.address, what=file.name)
                content = open_files.enter_context(server.fetch(file))
            except (NotThere, TooLarge):
                self.find(Severity.WARNING, "file-missing", FILE_MISSING, {"name": file.name, "key": sent.key})
            else:
                files.append(SentFile(file.name, file.media_type, content))
        return files

    def compare_presence(self, server: RemoteServer, *, confirm_gone: bool) -> None:
        present = server.present()
        missing = missing_from(self.remote, present)
        if len(missing) > max(FEW, len(present)) and not confirm_gone:
            values = {"count": len(missing), "all": len(missing) + len(present)}
            self.find(Severity.WARNING, "many-gone", MANY_GONE, values)
        else:
            for submission in missing:
                self.note_presence(submission.record, GONE, note_gone_at_source, submission)
            self.pulled.gone = len(missing)
        for submission in returned_to(self.remote, present):
            self.note_presence(submission.record, BACK, note_back_at_source, submission)
            self.pulled.back += 1

    def note_presence(self, record: Record | None, said: str, note: Callable[..., None], submission: object) -> None:
        with write_turn(), transaction.atomic():
            note(submission=submission, by=self.remote.by)
            if record is not None:
                add_comment(record=record, by=self.remote.by, text=said % {"address": self.remote.address})

    def count(self, receipt: Receipt) -> None:
        match receipt.outcome:
            case Outcome.NEW:
                self.pulled.new += 1
            case Outcome.EDIT:
                self.pulled.edited += 1
            case Outcome.CONTESTED:
                self.pulled.contested += 1

    def find(self, severity: Severity, code: str, message: str, values: Mapping[str, object]) -> None:
        finding = Finding(code, severity, message, values)
        self.pulled.findings.append(finding)
        self.tell(_(finding.message) % finding.values)
