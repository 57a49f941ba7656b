"""What a script is told when something cannot be done: Central's codes and shape, our words.

A code is the HTTP status and, behind the point, which of its reasons; clients compare codes and people read messages.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ObjectDoesNotExist, PermissionDenied, RequestDataTooBig
from django.http import JsonResponse, UnreadablePostError
from django.utils.translation import gettext as _

from toguna.collect.refusals import RefusedFileError, TooLargeError
from toguna.flow.own_forms import (
    FileNotWanted,
    FileTooLarge,
    FormNotKept,
    FormRefused,
    NoDraft,
    VersionTaken,
)
from toguna.flow.receive import EditTargetUnknown, FormClosed, NotReceived, UnknownForm, UnknownFormVersion
from toguna.flow.verify import NotPermitted, NotReady
from toguna.rules.findings import Finding
from toguna.rules.records import NotAllowedInState, ReasonMissing, SamePersonTwice
from toguna.store.fieldwork.actions import SomebodyActedFirst

CODES: dict[type[Exception], float] = {
    UnknownForm: 404.1,
    UnknownFormVersion: 404.6,
    EditTargetUnknown: 404.5,
    FormClosed: 409.2,
    FormRefused: 400.15,
    VersionTaken: 409.6,
    NoDraft: 404.1,
    FileNotWanted: 404.1,
    FileTooLarge: 413.1,
}


class Problem(Exception):
    """Something that cannot be done, for the one reason that its code names."""

    def __init__(self, code: float, message: str, details: Mapping[str, Any] | None = None) -> None:
        self.code, self.message, self.details = code, message, details
        super().__init__(message)

    def answer(self) -> JsonResponse:
        """As Central writes it."""
        body: dict[str, Any] = {"message": self.message, "code": self.code}
        if self.details is not None:
            body["details"] = self.details
        return JsonResponse(body, status=int(self.code), json_dumps_params={"ensure_ascii": False})


def problem_of(error: Exception) -> Problem | None:
    """The problem that an error is for a script; None for one that nobody foresaw."""
    match error:
        case Problem():
            return error
        case FormRefused():
            return Problem(400.15, _(error.message) % error.values, refused_form(error.findings))
        case NotReceived() | FormNotKept():
            return Problem(CODES.get(type(error), 400.1), _(error.message) % error.values)
        case RefusedFileError():
            code = 413.1 if isinstance(error, TooLargeError) else 400.1
            return Problem(code, _(error.message) % error.values)
        case RequestDataTooBig():
            return Problem(413.1, _("L'envoi est trop grand. Partagez-le, ou réduisez-le."))
        case UnreadablePostError():
            return Problem(400.1, _("L'envoi est arrivé incomplet. Renvoyez-le ; rien n'est perdu."))
        case PermissionDenied():
            return not_allowed()
        case ObjectDoesNotExist():
            return not_there()
    return decision_problem(error)


def decision_problem(error: Exception) -> Problem | None:
    """Why a decision on a record was not taken."""
    match error:
        case NotPermitted():
            return Problem(403.1, _("Le rôle de ce compte ne permet pas cet acte sur cette fiche."))
        case SamePersonTwice():
            message = _(
                "Ce compte a déjà fait l'étape d'avant sur cette fiche : quelqu'un d'autre doit faire celle-ci."
            )
            return Problem(403.1, message)
        case NotReady():
            return Problem(
                409.15, " ".join(worded(error.findings)), {"findings": [told(one) for one in error.findings]}
            )
        case NotAllowedInState():
            message = _("Cet acte n'est pas possible là où en est la fiche (%(state)s).") % {"state": error.state}
            return Problem(409.16, message, {"state": str(error.state)})
        case SomebodyActedFirst():
            return Problem(409.17, _("Quelqu'un a traité la fiche entre-temps : relisez-la, puis décidez."))
        case ReasonMissing():
            return Problem(400.2, _("Donnez le motif : la personne qui a envoyé la fiche le lira."))
    return None


def not_there() -> Problem:
    """What is not there, or is somebody else's."""
    return Problem(404.1, _("Il n'y a rien à cette adresse, ou ce compte ne peut pas le voir."))


def not_allowed() -> Problem:
    """What the role of the account never does."""
    return Problem(403.1, _("Le rôle de ce compte ne permet pas cet acte."))


def refused_form(findings: Iterable[Finding]) -> dict[str, Any]:
    """What is wrong in a form: the converter's own words where clients look for them, and ours with their cells."""
    listed = list(findings)
    originals = [str(one.values.get("original") or _(one.message) % one.values) for one in listed]
    return {"error": originals[0] if originals else "", "warnings": [], "findings": [told(one) for one in listed]}


def told(finding: Finding) -> dict[str, Any]:
    """A finding as a script gets it."""
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "where": finding.where,
        "message": _(finding.message) % finding.values,
    }


def worded(findings: Iterable[Finding]) -> list[str]:
    """Findings in words."""
    return [_(finding.message) % finding.values for finding in findings]
