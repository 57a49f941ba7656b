"""Release: the fourth step. A run's values become a frozen, numbered edition, after disclosure control.

What leaves is decided here and never changed afterwards; a correction makes another edition, which says what changed.
"""

import hashlib
import json
import shutil
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, cast

from django.conf import settings
from django.db import IntegrityError, transaction

from toguna.flow.counting import folder_of
from toguna.flow.drafts import Draft, Note, NotReleased, draft_of, next_number, unnoted
from toguna.flow.snapshots.counted import Counted
from toguna.publish.addresses import known_site
from toguna.publish.changes import changes_between
from toguna.publish.disclosure.cells import LeftOut
from toguna.publish.disclosure.earlier import kept_cells
from toguna.publish.files import files_of
from toguna.publish.narratives import statement_findings
from toguna.publish.snapshot import Snapshot, digest
from toguna.publish.withdrawal import without
from toguna.rules.findings import Finding, Severity, errors_in
from toguna.rules.roles import Permission
from toguna.store.accounts.models import User
from toguna.store.journal.queries import head
from toguna.store.programmes.models import Programme
from toguna.store.publications.actions import FrozenFile, freeze_edition
from toguna.store.publications.models import Edition
from toguna.store.publications.queries import content_of, last_edition
from toguna.store.publications.withdrawals import withdrawn_now
from toguna.store.values.models import Run
from toguna.store.writing import write_turn

PLACE_KEYS = "places.json"
NOT_PERMITTED = "Votre rôle ne permet pas de publier une édition."
IN_STATEMENT = "Énoncé %(where)s : %(told)s"
SOMEBODY_RELEASED = "Une édition vient d'être publiée pendant la vôtre : regardez-la, puis recommencez."
Together = Callable[[Edition], None]


def release_edition(
    programme: Programme,
    *,
    run: Run,
    by: User | None,
    on: date,
    left_out: Collection[LeftOut] = (),
    leave_out_as_needed: bool = False,
    expected: int | None = None,
    note: Note = unnoted,
    together: Together | None = None,
) -> Edition:
    """Freeze what a finished run counted as the programme's next edition; `by` is None for the installation itself.

    Raises NotReleased when no masking can protect a table, unless that table is among `left_out` or tables may
    be left out as needed; and when the edition would bear another number than is expected. The facts that were counted
    are kept beside the edition, out of public reach. `note` hears of each step; `together` is called in the transaction
    that freezes: when it raises, no edition was released.
    """
    if by is not None and not by.may(Permission.RELEASE_EDITIONS):
        raise NotReleased.because("not-permitted", NOT_PERMITTED)
    if expected not in (None, next_number(programme)):
        raise NotReleased.because("somebody-released", SOMEBODY_RELEASED)
    draft = draft_of(programme, run, on, left_out=left_out, note=note)
    if expected not in (None, draft.number):
        raise NotReleased.because("somebody-released", SOMEBODY_RELEASED)
    if draft.refused and not leave_out_as_needed:
        raise NotReleased(draft.refused, draft=draft)
    content, counted, controlled = draft.snapshot, draft.counted, draft.controlled
    _refuse_tokens_without_a_number(draft)
    changes = changes_between(as_named_today(last_edition(programme)), content)
    sha256 = digest(content)
    files = [
        FrozenFile(file.name, file.media_type, file.language, file.body, hashlib.sha256(file.body).hexdigest())
        for file in files_of(content, sha256, changes, known_site(settings.SITE_ADDRESS))
    ]
    facts = _facts_of(run, counted)
    envelope = {
        "run": str(run.pk),
        "files": {file.name: file.sha256 for file in files},
        "parquet": {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in facts},
        "masked": kept_cells(controlled.cells, controlled.masked),
    }
    try:
        with write_turn(), transaction.atomic():
            edition = freeze_edition(
                by=by,
                programme=programme,
                content=cast(Mapping[str, Any], content),
                envelope=envelope,
                sha256=sha256,
                changes=cast(list[Mapping[str, Any]], changes),
                journal_head=head(),
                files=files,
            )
            if together is not None:
                together(edition)
            _keep_facts(run, facts, programme, draft.number)
    except IntegrityError as error:
        raise NotReleased.because("somebody-released", SOMEBODY_RELEASED) from error
    return edition


def _refuse_tokens_without_a_number(draft: Draft) -> None:
    """A statement that asks for a number which the edition does not hold must be mended before it is frozen."""
    wrong = errors_in(statement_findings(draft.snapshot))
    if wrong:
        findings = [
            Finding(
                "statement-figure", Severity.ERROR, IN_STATEMENT, {"where": one.where, "told": one.text()}, one.where
            )
            for one in wrong
        ]
        raise NotReleased(findings, draft=draft)


def edition_folder(programme: Programme, number: int) -> Path:
    """Where the facts that an edition was counted from are kept."""
    return Path(settings.EDITIONS) / programme.code / str(number)


def as_named_today(before: Edition | None) -> Snapshot | None:
    """The edition before, without what was withdrawn since: that it is named no more is no news to spread."""
    if before is None or not content_of(before):
        return None
    return without(cast(Snapshot, content_of(before)), withdrawn_now(), keep_rows=False)


def _facts_of(run: Run, counted: Counted) -> list[Path]:
    """The facts that were counted, and the public keys of their places, without which no place could be recounted."""
    folder = folder_of(run)
    found = sorted(folder.glob("*.parquet"))
    if found:
        keys = {str(place): key for place, key in counted.places.items()}
        (folder / PLACE_KEYS).write_text(json.dumps(keys, ensure_ascii=False, sort_keys=True))
        found.append(folder / PLACE_KEYS)
    return found


def _keep_facts(run: Run, files: Sequence[Path], programme: Programme, number: int) -> None:
    """Copy the facts that were counted beside the edition, whole or not at all.

    Called once the edition's number is taken. A folder that is already there was left by a release that did not come to
    its end: no edition stands for it.
    """
    target = edition_folder(programme, number)
    if not files:
        return
    unfinished = target.with_name(f".{target.name}-{run.pk}")
    for folder in (unfinished, target):
        shutil.rmtree(folder, ignore_errors=True)
    unfinished.mkdir(parents=True)
    for path in files:
        shutil.copyfile(path, unfinished / path.name)
    unfinished.rename(target)


__all__ = ["PLACE_KEYS", "NotReleased", "as_named_today", "edition_folder", "release_edition"]
