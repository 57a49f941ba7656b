"""What the next edition of a programme would say, at a glance: how many cells, what is masked, what changed, what
stands in its way.

It can be written down, so that whoever prepares an edition need not wait for the masking each time they look.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.utils import timezone

from toguna.flow.drafts import Draft, Note, NotReleased, draft_of, next_number, unnoted
from toguna.flow.release import as_named_today
from toguna.publish.changes import change_in_words, changes_between
from toguna.rules.findings import Finding, Severity
from toguna.store.programmes.models import Programme
from toguna.store.publications.queries import last_edition
from toguna.store.values.models import Run

CHANGES_SHOWN = 60
LANGUAGES = ("fr", "en")


@dataclass(frozen=True)
class Coming:
    """The next edition at a glance. `standing` says what cannot leave as it is; where it `cannot` be made at all, why.

    `closed` are the periods closed since the last one; `changes` are sentences by language, the first of `changed` in
    all.
    """

    number: int
    made_at: datetime
    standing: list[Finding]
    cannot: bool = False
    cells: int = 0
    masked: int = 0
    tables: int = 0
    provisional: int = 0
    restatements: list[Mapping[str, Any]] = field(default_factory=list)
    closed: list[Mapping[str, Any]] = field(default_factory=list)
    changes: dict[str, list[str]] = field(default_factory=dict)
    changed: int = 0


def coming_edition(programme: Programme, run: Run, on: date, *, note: Note = unnoted) -> Coming:
    """What the next edition would say, or why there can be none."""
    try:
        return coming_of(programme, draft_of(programme, run, on, note=note))
    except NotReleased as error:
        return Coming(next_number(programme), timezone.now(), error.findings, cannot=True)


def coming_of(programme: Programme, draft: Draft) -> Coming:
    """A draft at a glance."""
    content = draft.snapshot
    last = as_named_today(last_edition(programme))
    told = {one["period"] for one in last.get("closings", [])} if last else set()
    changes = changes_between(last, content)
    tables = [table for indicator in content["indicators"] for table in indicator["tables"]]
    return Coming(
        number=draft.number,
        made_at=timezone.now(),
        standing=draft.refused,
        cells=len(draft.controlled.cells),
        masked=len(draft.controlled.masked),
        tables=len(tables),
        provisional=sum(bool(table.get("provisional")) for table in tables),
        restatements=[dict(one) for one in content.get("restatements", [])],
        closed=[dict(one) for one in content.get("closings", []) if one["period"] not in told],
        changes={
            language: [change_in_words(change, content, language) for change in changes[:CHANGES_SHOWN]]
            for language in LANGUAGES
        },
        changed=len(changes),
    )


def write_coming(coming: Coming, path: Path) -> None:
    """Write it down, whole or not at all."""
    written = asdict(coming) | {"made_at": coming.made_at.isoformat()}
    unfinished = path.with_suffix(".unfinished")
    unfinished.write_text(json.dumps(written, ensure_ascii=False))
    unfinished.rename(path)


def read_coming(path: Path) -> Coming:
    """What was written down."""
    kept = json.loads(path.read_text())
    standing = [Finding(**one | {"severity": Severity(one["severity"])}) for one in kept["standing"]]
    return Coming(**kept | {"made_at": datetime.fromisoformat(kept["made_at"]), "standing": standing})
