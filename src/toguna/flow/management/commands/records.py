"""`toguna records`: the inbox on the command line, with the same acts and the same rules as on the desk."""

from collections.abc import Callable
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from toguna.flow.reading import reading_of
from toguna.flow.verify import (
    DecisionError,
    NotPermitted,
    NotReady,
    check_record,
    quarantine_record,
    reject_record,
    release_record,
    return_record,
    verify_record,
)
from toguna.rules.records import Act, NotAllowedInState, ReasonMissing, RecordState, SamePersonTwice
from toguna.store.accounts.models import User
from toguna.store.fieldwork.actions import SomebodyActedFirst
from toguna.store.fieldwork.models import Record
from toguna.store.fieldwork.queries import records_in_quarantine, records_seen_by

WITHOUT_REASON: dict[str, Callable[..., object]] = {"check": check_record, "verify": verify_record}
WITH_REASON: dict[str, Callable[..., object]] = {
    "return": return_record,
    "reject": reject_record,
    "quarantine": quarantine_record,
    "release": release_record,
}
REFUSALS = (NotPermitted, NotReady, SomebodyActedFirst, NotAllowedInState, SamePersonTwice, ReasonMissing)


class Command(BaseCommand):
    """List records, check them, verify them, return or reject them, shut them away and let them out."""

    help = "Liste les fiches reçues ; les contrôle, les vérifie, les renvoie, les rejette, les met en quarantaine."

    def add_arguments(self, parser: CommandParser) -> None:
        """One word for what to do, then which records and by whom."""
        what = parser.add_subparsers(dest="what", required=True)
        listing = what.add_parser("list", help="les fiches, les plus récentes d'abord")
        listing.add_argument("--state", choices=[state.value for state in RecordState])
        for act in (Act.CHECK, Act.VERIFY, Act.RETURN, Act.REJECT, Act.QUARANTINE, Act.RELEASE):
            acting = what.add_parser(act.value)
            acting.add_argument("instances", nargs="+", metavar="INSTANCE")
            acting.add_argument("--by", required=True, metavar="EMAIL")
            if act.value in WITH_REASON:
                acting.add_argument("--reason", required=True)

    def handle(self, *, what: str, **options: Any) -> None:
        """Do it, record by record, and say of each what became of it."""
        if what == "list":
            self._list(options["state"])
            return
        by = self._user(options["by"])
        refused = 0
        for instance in options["instances"]:
            refused += not self._act(what, instance, by, options.get("reason"))
        if refused:
            raise CommandError(_("Fiches restées sans changement : %(count)s.") % {"count": refused})

    def _list(self, state: str | None) -> None:
        records = Record.objects.select_related("organisation", "activity", "current_version")
        for record in records.filter(state=state) if state else records.exclude(state=RecordState.QUARANTINED):
            assert record.current_version is not None
            reading = reading_of(record.current_version)
            activity = record.activity.code if record.activity else "—"
            seats = reading.named + reading.unnamed
            self.stdout.write(f"{record.instance_id}  {record.state}  {activity}  {reading.held_on}  {seats}")

    def _act(self, what: str, instance: str, by: User, reason: str | None) -> bool:
        within = records_in_quarantine(by) if what == Act.RELEASE else records_seen_by(by)
        record = within.filter(instance_id=instance).first()
        if record is None:
            self.stderr.write(_("%(instance)s : aucune fiche de ce nom pour ce compte.") % {"instance": instance})
            return False
        try:
            if what in WITHOUT_REASON:
                WITHOUT_REASON[what](record, by=by, revision=record.revision)
            else:
                WITH_REASON[what](record, by=by, revision=record.revision, reason=reason)
        except REFUSALS as error:
            self.stderr.write(_("%(name)s : %(value)s") % {"name": instance, "value": wording(error)})
            return False
        record.refresh_from_db()
        self.stdout.write(f"{instance}  {record.state}")
        return True

    def _user(self, email: str) -> User:
        user = User.objects.filter(email=email, is_active=True).first()
        if user is None:
            raise CommandError(_("Aucun compte actif avec l'adresse %(email)s.") % {"email": email})
        return user


def wording(error: DecisionError) -> str:
    """Why an act was refused, for whoever asked for it."""
    match error:
        case NotReady():
            return " ".join(_(finding.message) % finding.values for finding in error.findings)
        case NotPermitted():
            return _("ce rôle ne permet pas cet acte.")
        case SomebodyActedFirst():
            return _("quelqu'un est passé avant vous ; regardez la fiche et recommencez.")
        case SamePersonTwice():
            return _("deux actes qui se suivent demandent deux personnes.")
        case ReasonMissing():
            return _("donnez la raison, l'expéditeur la lira.")
        case NotAllowedInState():
            return _("cet acte n'est pas possible là où en est la fiche (%(state)s).") % {"state": error.state}
