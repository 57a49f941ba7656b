"""Which forms there are, in which version, in which state, and how much was sent on each.

A draft is the one version of a form that is still being prepared: no device sees it, and nothing was sent on it.
"""

from collections.abc import Mapping
from datetime import datetime

from django.db.models import Count, Max, QuerySet

from toguna.store.fieldwork.models import Form, Record

# Stands in the place of a draft's version, which it only gets for good when it is published.
DRAFT = "(draft)"


def published_versions(form_id: str) -> QuerySet[Form]:
    """The versions of a form that were published, the newest first."""
    return Form.objects.filter(form_id=form_id).exclude(state="draft").order_by("-added_at", "-pk")


def published_form(form_id: str) -> Form:
    """The newest published version of a form. Raises Form.DoesNotExist."""
    newest = published_versions(form_id).first()
    if newest is None:
        raise Form.DoesNotExist
    return newest


def published_forms() -> list[Form]:
    """The newest published version of every form, without its bytes, by id."""
    newest: dict[str, Form] = {}
    for form in Form.objects.exclude(state="draft").defer("xform", "xlsform").order_by("form_id", "added_at", "pk"):
        newest[form.form_id] = form
    return list(newest.values())


def state_of_published(form_id: str) -> str:
    """Whether a form is open, closing or closed, which all its versions are together; empty where none is published."""
    return published_versions(form_id).values_list("state", flat=True).first() or ""


def draft_of(form_id: str) -> Form | None:
    """The draft of a form, if one is being prepared."""
    return Form.objects.filter(form_id=form_id, version=DRAFT).first()


def drafts() -> QuerySet[Form]:
    """Every draft, by the id of its form."""
    return Form.objects.filter(version=DRAFT).defer("xlsform").order_by("form_id")


def sent_on_forms() -> Mapping[str, tuple[int, datetime]]:
    """How many records were sent on each form, and when the last one came."""
    rows = Record.objects.order_by().values("form_id").annotate(count=Count("pk"), last=Max("received_at"))
    return {row["form_id"]: (row["count"], row["last"]) for row in rows}
