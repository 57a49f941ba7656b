"""Every write about a form that is prepared and published here: its draft, its versions, its state, its files.

A form that was published is never deleted, for records were sent on it or may have been filled in; it is closed.
"""

import hashlib
from collections.abc import Collection

from django.db import transaction
from django.utils import timezone

from toguna.store.accounts.models import User
from toguna.store.fieldwork.form_queries import DRAFT, draft_of, published_versions, state_of_published
from toguna.store.fieldwork.models import Form, FormMedia
from toguna.store.journal.actions import record_entry


def md5_of(content: bytes) -> str:
    """MD5 as OpenRosa wants it."""
    return hashlib.md5(content, usedforsecurity=False).hexdigest()


@transaction.atomic
def keep_draft(
    *,
    form_id: str,
    title: dict[str, str],
    xform: bytes,
    xlsform: bytes | None,
    mapping: str,
    files: Collection[str],
    by: User | None,
) -> Form:
    """Keep the draft of a form in the place of an earlier one. Files that it names and that were there come along."""
    before = draft_of(form_id)
    given = list((before or published_versions(form_id).first() or Form(pk=0)).media.filter(body__isnull=False))
    if before is not None:
        before.delete()
    draft = Form.objects.create(
        form_id=form_id,
        version=DRAFT,
        title=title,
        xform=xform,
        xform_md5=md5_of(xform),
        xlsform=xlsform,
        mapping=mapping,
        state="draft",
        added_by=by,
    )
    for media in given:
        if media.name in files:
            FormMedia.objects.create(
                form=draft,
                name=media.name,
                media_type=media.media_type,
                md5=media.md5,
                size=media.size,
                body=media.body,
            )
    record_entry(by=by, action="form.drafted", subject=draft, form_id=form_id)
    return draft


@transaction.atomic
def publish_draft(*, draft: Form, version: str, xform: bytes, by: User | None) -> Form:
    """Make the draft the newest version of its form; it takes the state that the form has."""
    draft.version = version
    draft.xform = xform
    draft.xform_md5 = md5_of(xform)
    draft.state = state_of_published(draft.form_id) or "open"
    draft.added_by = by
    draft.added_at = timezone.now()
    draft.save()
    record_entry(by=by, action="form.published", subject=draft, form_id=draft.form_id, version=version)
    return draft


@transaction.atomic
def discard_draft(*, draft: Form, by: User | None) -> None:
    """Give up a draft. Nothing was sent on it."""
    record_entry(by=by, action="form.discarded", subject=draft, form_id=draft.form_id)
    draft.delete()


@transaction.atomic
def change_form_state(*, form_id: str, state: str, by: User | None) -> None:
    """Open a form, let it run out, or close it: all its published versions at once. A second time changes nothing."""
    versions = published_versions(form_id)
    before = sorted(set(versions.values_list("state", flat=True)))
    if before == [state]:
        return
    Form.objects.filter(form_id=form_id).exclude(state="draft").update(state=state)
    record_entry(by=by, action="form.state-changed", subject=f"form:{form_id}", before=before, after=state)


@transaction.atomic
def keep_form_file(*, form: Form, name: str, media_type: str, body: bytes, by: User | None) -> FormMedia:
    """Keep a file that a form needs, in the place of an earlier one or of a made list; the same again is nothing."""
    md5 = md5_of(body)
    kept = FormMedia.objects.filter(form=form, name=name).first()
    if kept is not None and kept.md5 == md5 and not kept.list_name:
        return kept
    media, _new = FormMedia.objects.update_or_create(
        form=form,
        name=name,
        defaults={"media_type": media_type, "md5": md5, "size": len(body), "body": body, "list_name": ""},
    )
    record_entry(by=by, action="form.file-added", subject=form, name=name, md5=md5, size=len(body))
    return media
