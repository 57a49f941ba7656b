"""The tables of the fieldwork: forms, records, what stands around them and what comes from elsewhere."""

from toguna.store.fieldwork.models.around import JOB_KINDS, JOB_STATES, RHYTHMS, Expectation, Job, PrintedSheet
from toguna.store.fieldwork.models.elsewhere import (
    REMOTE_KINDS,
    RemoteForm,
    RemoteSubmission,
    SealedPart,
    SealedSubmission,
)
from toguna.store.fieldwork.models.forms import FORM_STATES, LISTS, Form, FormMedia
from toguna.store.fieldwork.models.records import (
    WAYS_IN,
    Attachment,
    Comment,
    Decision,
    Delivery,
    DeliveryBytes,
    Reading,
    Record,
    RecordVersion,
    VersionBytes,
)

__all__ = [
    "FORM_STATES",
    "JOB_KINDS",
    "JOB_STATES",
    "LISTS",
    "REMOTE_KINDS",
    "RHYTHMS",
    "WAYS_IN",
    "Attachment",
    "Comment",
    "Decision",
    "Delivery",
    "DeliveryBytes",
    "Expectation",
    "Form",
    "FormMedia",
    "Job",
    "PrintedSheet",
    "Reading",
    "Record",
    "RecordVersion",
    "RemoteForm",
    "RemoteSubmission",
    "SealedPart",
    "SealedSubmission",
    "VersionBytes",
]
