"""The forms that devices fetch, one row a version, and the files that go with them."""

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

FORM_STATES = ["draft", "open", "closing", "closed"]
LISTS = ["communes", "organisations", "activities", "rounds"]


class Form(models.Model):
    """One version of a form that devices can fetch. The hash is MD5 of the exact bytes, as OpenRosa wants it.

    The states are those of ODK Central: a form that is closing is offered no more and still takes what was filled in.
    """

    form_id = models.CharField(max_length=60)
    version = models.CharField(max_length=40)
    title = models.JSONField()
    xform = models.BinaryField()
    xform_md5 = models.CharField(max_length=32)
    state = models.CharField(max_length=10, default="open")
    # The workbook it was made from, to be downloaded and changed; some forms came as XForms.
    xlsform = models.BinaryField(null=True)
    # Which reading turns its answers into facts; empty: they are kept and shown, and make none.
    mapping = models.CharField(max_length=40, blank=True)
    added_by = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["form_id", "-added_at"]
        constraints = [
            UniqueConstraint(fields=["form_id", "version"], name="form_version_once"),
            CheckConstraint(condition=Q(state__in=FORM_STATES), name="form_state_known"),
        ]

    def __str__(self) -> str:
        return f"{self.form_id} {self.version}"


class FormMedia(models.Model):
    """A file that a form needs on the device: bytes that came with it, or a list made anew for each agent."""

    form = models.ForeignKey(Form, on_delete=models.CASCADE, related_name="media")
    name = models.CharField(max_length=160)
    media_type = models.CharField(max_length=80)
    md5 = models.CharField(max_length=32, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    body = models.BinaryField(null=True)
    list_name = models.CharField(max_length=20, blank=True, choices=[(name, name) for name in LISTS])

    class Meta:
        ordering = ["form", "name"]
        constraints = [
            UniqueConstraint(fields=["form", "name"], name="form_media_once"),
        ]

    def __str__(self) -> str:
        return self.name
