"""Forms that an organisation brings: looked at, prepared as a draft with the files it needs, published, closed.

Its answers are kept, shown and taken away like any other's; facts come only from the forms whose reading is in the
library. Nothing is published that a phone could not open, and nothing that was published is deleted.
"""

import mimetypes
from collections.abc import Iterator
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from toguna.collect.form_changes import QuestionChange, changes_between
from toguna.collect.form_files import WantedFile, files_wanted, with_version
from toguna.collect.forms import library_form_ids, library_xform
from toguna.collect.questions import FormQuestions, questions_of
from toguna.collect.xlsforms import MOST_LETTERS_IN_VERSION, ReadForm, is_version, read_form_file
from toguna.flow.forms import add_lists, mapping_of
from toguna.rules.findings import Finding, Severity, errors_in
from toguna.rules.roles import Permission
from toguna.store.accounts.models import User
from toguna.store.fieldwork.form_actions import (
    change_form_state,
    discard_draft,
    keep_draft,
    keep_form_file,
    md5_of,
    publish_draft,
)
from toguna.store.fieldwork.form_queries import draft_of, published_form, published_versions
from toguna.store.fieldwork.models import Form, FormMedia
from toguna.store.writing import write_turn

STATES = ("open", "closing", "closed")
MOST_BYTES_IN_FILE = 20_000_000

OTHER_FORM = "Ce fichier est celui du formulaire « %(found)s », et non de « %(wanted)s ». Choisissez le bon fichier."
VERSION_TAKEN = (
    "La version « %(version)s » de ce formulaire est déjà publiée, avec un autre contenu. Écrivez une nouvelle version "
    "dans la feuille settings : les téléphones reconnaissent un changement à elle."
)
SAME_FORM = "Cette version est déjà publiée, exactement ainsi. Il n'y a rien à faire."
LIBRARY_FORM = (
    "Ce formulaire est de la bibliothèque : ses réponses seront lues comme avant. Les questions que vous ajoutez sont "
    "gardées et montrées ; elles ne font aucun fait."
)
LIBRARY_LACKS = (
    "La question « %(path)s » (%(label)s) est partie, et la lecture de ce formulaire en a besoin. Remettez-la, ou "
    "donnez un autre identifiant à votre formulaire."
)
LIBRARY_WITHOUT = "La question « %(path)s » (%(label)s) est partie : ce qu'elle disait ne sera plus compté."
LIBRARY_RETYPED = (
    "La question « %(path)s » était de type %(before)s et devient %(after)s : la lecture de ce formulaire ne la "
    "comprendrait plus. Remettez son type."
)
LIBRARY_CHOICES = "La lecture de ce formulaire ne connaît pas les choix %(after)s de « %(path)s »."
RETYPED = (
    "La question « %(path)s » était de type %(before)s et devient %(after)s : les réponses des deux versions se "
    "rangent dans la même colonne. Un autre nom les séparerait."
)


class FormNotKept(Exception):
    """Nothing was changed, and this is why."""

    message = "Le formulaire n'a pas pu être gardé."

    def __init__(self, **values: object) -> None:
        self.values = values
        super().__init__(self.message % values)


class FormRefused(FormNotKept):
    """The form has errors, each told with its cell."""

    message = "Erreurs dans le formulaire : %(count)s. Corrigez les cellules signalées et envoyez-le de nouveau."

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        self.findings = findings
        super().__init__(count=len(errors_in(findings)))


class VersionTaken(FormNotKept):
    """The version to be published is published already."""

    message = VERSION_TAKEN


class VersionNotAllowed(FormNotKept):
    """The version could stand in no address, or is too long."""

    message = "La version « %(version)s » n'est pas permise : ni espace ni « / », %(most)s signes au plus."


class NoDraft(FormNotKept):
    """There is no draft to be published or given files."""

    message = "Le formulaire « %(form_id)s » n'a pas de brouillon. Envoyez-en d'abord une nouvelle version."


class FileNotWanted(FormNotKept):
    """The form names no file of this name."""

    message = "Le formulaire ne demande aucun fichier « %(name)s ». Il demande : %(wanted)s."


class FileTooLarge(FormNotKept):
    """The file is larger than a phone would fetch over a weak line."""

    message = "Ce fichier dépasse %(most)s Mo. Réduisez-le : chaque téléphone devra le prendre."


@dataclass(frozen=True)
class FormFile:
    """A file that a form wants, and what stands for it: a kept file, a list made for each agent, or nothing yet."""

    name: str
    kind: str
    media: FormMedia | None = None

    @property
    def is_missing(self) -> bool:
        """Whether somebody still has to give it."""
        return self.media is None


@dataclass(frozen=True)
class FormPreview:
    """What keeping a form would do, before anything is kept."""

    read: ReadForm
    known: Form | None = None
    changes: tuple[QuestionChange, ...] = ()
    findings: tuple[Finding, ...] = ()
    files: tuple[WantedFile, ...] = ()
    is_same: bool = False
    is_library: bool = False

    @property
    def errors(self) -> list[Finding]:
        """What keeps it from being kept."""
        return errors_in(self.findings)

    @property
    def is_version_taken(self) -> bool:
        """Whether it could only be published under another version than its own."""
        return any(finding.code == "version-taken" for finding in self.findings)


def preview_form(
    payload: bytes, *, form_id: str = "", fallback_id: str = "", fallback_version: str = "", language: str = "fr"
) -> FormPreview:
    """What is in a form file, what is wrong in it, and what it would change; nothing is kept.

    `form_id` says of which form it must be a version. A form without an id takes the fallback; one without a version
    the fallback, or else the time.
    """
    stamp = timezone.localtime().strftime("%Y%m%d%H%M")
    read = read_form_file(payload, fallback_id=form_id or fallback_id, fallback_version=fallback_version or stamp)
    if not read.is_whole:
        return FormPreview(read, findings=read.findings)
    findings = list(read.findings)
    if form_id and read.form_id != form_id:
        values = {"found": read.form_id, "wanted": form_id}
        findings.append(Finding("other-form", Severity.ERROR, OTHER_FORM, values, "settings"))
        return FormPreview(read, findings=tuple(findings))
    asked = read.questions
    versions = published_versions(read.form_id)
    known = versions.first()
    taken = versions.filter(version=read.version).first()
    same = any(_is_same(form, read) for form in (taken, known) if form is not None)
    if same:
        findings.append(Finding("same-form", Severity.NOTE, SAME_FORM))
    elif taken is not None:
        findings.append(
            Finding("version-taken", Severity.WARNING, VERSION_TAKEN, {"version": read.version}, "settings")
        )
    changes = changes_between(questions_of(bytes(known.xform)), asked, language) if known else ()
    is_library = read.form_id in library_form_ids()
    findings += _about_library(read.form_id, asked, language) if is_library else _about_types(changes)
    return FormPreview(read, known, changes, tuple(findings), files_wanted(read.xform), same, is_library)


def keep_form(preview: FormPreview, *, by: User | None) -> Form:
    """Keep a form that was looked at as the draft of its next version. Raises FormRefused."""
    _require(by)
    if preview.errors:
        raise FormRefused(preview.findings)
    read = preview.read
    with write_turn(), transaction.atomic():
        draft = keep_draft(
            form_id=read.form_id,
            title=dict(read.title),
            xform=read.xform,
            xlsform=read.xlsform,
            mapping=mapping_of(read.form_id),
            files={file.name for file in preview.files},
            by=by,
        )
        add_lists(draft)
    return draft


def copy_to_draft(form_id: str, *, by: User | None) -> Form:
    """Begin a draft that is the published form as it stands. Raises Form.DoesNotExist."""
    _require(by)
    form = published_form(form_id)
    with write_turn(), transaction.atomic():
        draft = keep_draft(
            form_id=form_id,
            title=form.title,
            xform=bytes(form.xform),
            xlsform=bytes(form.xlsform) if form.xlsform is not None else None,
            mapping=mapping_of(form_id),
            files={file.name for file in files_wanted(bytes(form.xform))},
            by=by,
        )
        add_lists(draft)
    return draft


def publish_form(form_id: str, *, by: User | None, version: str = "") -> Form:
    """Publish the draft of a form, under its own version or the one that is given.

    Published already, it stays as it is, so that asking twice is asking once. Raises Form.DoesNotExist, VersionTaken,
    VersionNotAllowed.
    """
    _require(by)
    draft = draft_of(form_id)
    if draft is None:
        return published_form(form_id)
    xform = bytes(draft.xform)
    chosen = version or version_of(draft)
    if not is_version(chosen):
        raise VersionNotAllowed(version=chosen, most=MOST_LETTERS_IN_VERSION)
    if chosen != questions_of(xform).version:
        xform = with_version(xform, chosen)
    if published_versions(form_id).filter(version=chosen).exists():
        raise VersionTaken(version=chosen)
    try:
        with write_turn(), transaction.atomic():
            return publish_draft(draft=draft, version=chosen, xform=xform, by=by)
    except IntegrityError as error:
        raise VersionTaken(version=chosen) from error


def discard_form_draft(form_id: str, *, by: User | None) -> None:
    """Give up the draft of a form; there being none is the same."""
    _require(by)
    draft = draft_of(form_id)
    if draft is not None:
        with write_turn():
            discard_draft(draft=draft, by=by)


def set_form_state(form_id: str, state: str, *, by: User | None) -> None:
    """Open a form, let it run out (offered no more, still taken) or close it. Raises Form.DoesNotExist."""
    _require(by)
    published_form(form_id)
    if state not in STATES:
        raise ValueError(state)
    with write_turn():
        change_form_state(form_id=form_id, state=state, by=by)


def give_file(form: Form, *, name: str, body: bytes, by: User | None) -> FormMedia:
    """Give a form a file that it names, in the place of an earlier one. Raises FileNotWanted, FileTooLarge.

    What kind of file it is is seen from its name: whoever sends it is not asked, and nothing that a browser would run
    is called by its own kind.
    """
    _require(by)
    wanted = [file.name for file in files_wanted(bytes(form.xform))]
    if name not in wanted:
        raise FileNotWanted(name=name, wanted=", ".join(wanted) or "—")
    if len(body) > MOST_BYTES_IN_FILE:
        raise FileTooLarge(most=MOST_BYTES_IN_FILE // 1_000_000)
    with write_turn():
        return keep_form_file(form=form, name=name, media_type=_kind_of(name), body=body, by=by)


def files_of(form: Form) -> list[FormFile]:
    """The files that a form wants, with what stands for each."""
    there = {media.name: media for media in form.media.defer("body")}
    return [FormFile(file.name, file.kind, there.get(file.name)) for file in files_wanted(bytes(form.xform))]


def version_of(form: Form) -> str:
    """The version that a form says it is; a draft says it too, though it is not published under it yet."""
    return questions_of(bytes(form.xform)).version if form.state == "draft" else form.version


def _is_same(form: Form, read: ReadForm) -> bool:
    same_workbook = form.xlsform is not None and read.xlsform is not None and bytes(form.xlsform) == read.xlsform
    return same_workbook or form.xform_md5 == md5_of(read.xform)


def _about_library(form_id: str, asked: FormQuestions, language: str) -> Iterator[Finding]:
    """Whether the reading that the library has for this form would still find what it counts."""
    shipped = questions_of(library_xform(form_id))
    yield Finding("library-form", Severity.NOTE, LIBRARY_FORM)
    for change in changes_between(shipped, asked, language):
        values = {"path": change.path, "label": change.label, "before": change.before, "after": change.after}
        question = shipped.at(change.path)
        if change.kind == "removed" and question is not None and (question.required or question.holds_others):
            yield Finding("library-lacks", Severity.ERROR, LIBRARY_LACKS, values, "survey")
        elif change.kind == "removed" and change.before not in ("note", "calculate"):
            yield Finding("library-without", Severity.WARNING, LIBRARY_WITHOUT, values, "survey")
        elif change.kind == "retyped":
            yield Finding("library-retyped", Severity.ERROR, LIBRARY_RETYPED, values, "survey")
        elif change.kind == "choices" and change.after:
            yield Finding("library-choices", Severity.WARNING, LIBRARY_CHOICES, values, "choices")


def _about_types(changes: tuple[QuestionChange, ...]) -> Iterator[Finding]:
    for change in changes:
        if change.kind == "retyped":
            values = {"path": change.path, "before": change.before, "after": change.after}
            yield Finding("retyped", Severity.WARNING, RETYPED, values, "survey")


def _kind_of(name: str) -> str:
    kind = mimetypes.guess_type(name)[0] or ""
    harmless = kind.startswith(("image/", "audio/", "video/")) and kind != "image/svg+xml"
    return kind if harmless or kind == "text/csv" else "application/octet-stream"


def _require(by: User | None) -> None:
    """Refuse whoever may not manage forms; nobody is the command line, which holds the database anyway."""
    if by is not None and not by.may(Permission.MANAGE_FORMS):
        raise PermissionDenied
