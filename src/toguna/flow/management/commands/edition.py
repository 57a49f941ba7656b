"""`toguna edition`: release a programme's next edition, list the editions, show one, count one again."""

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from toguna.flow.recount import recount_edition
from toguna.flow.release import NotReleased, release_edition
from toguna.publish.changes import change_in_words, totals_first
from toguna.publish.disclosure.cells import LeftOut
from toguna.rules.numbers import long_date
from toguna.store.accounts.models import User
from toguna.store.accounts.queries import account_of
from toguna.store.programmes.models import Programme
from toguna.store.publications.models import Edition
from toguna.store.publications.queries import content_of
from toguna.store.values.models import Run


class Command(BaseCommand):
    """The fourth step of the flow, for whoever holds the machine."""

    help = "release, list, show, verify"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One sub-command for each act."""
        acts = parser.add_subparsers(dest="act", required=True)
        release = acts.add_parser("release", help="freeze the latest finished run as the programme's next edition")
        release.add_argument("programme", help="its code")
        release.add_argument("--by", required=True, help="e-mail of whoever releases")
        release.add_argument("--on", type=date.fromisoformat, help="the day of the edition; today unless told")
        release.add_argument(
            "--leave-out",
            action="append",
            default=[],
            metavar="INDICATOR:DIMENSION:PERIOD",
            help="do without a table, as a refusal names it; may be repeated",
        )
        release.add_argument(
            "--leave-out-as-needed", action="store_true", help="do without every table that masking cannot protect"
        )
        acts.add_parser("list", help="every edition, newest first")
        show = acts.add_parser("show", help="what is in an edition")
        show.add_argument("programme")
        show.add_argument("number", type=int)
        verify = acts.add_parser("verify", help="count an edition again; without a number every one of a programme")
        verify.add_argument("programme", nargs="?", help="its code; every programme unless told")
        verify.add_argument("number", type=int, nargs="?")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Do it, or say why not."""
        try:
            getattr(self, "do_" + options["act"])(options)
        except Programme.DoesNotExist as error:
            raise CommandError(_("Aucun programme n'a ce code.")) from error
        except User.DoesNotExist as error:
            raise CommandError(_("Aucun compte n'a cette adresse.")) from error
        except Edition.DoesNotExist as error:
            raise CommandError(_("Cette édition n'existe pas. Voyez « toguna edition list ».")) from error
        except NotReleased as error:
            reasons = "\n".join(_(finding.message) % finding.values for finding in error.findings)
            raise CommandError(_("L'édition est refusée.") + "\n" + reasons) from error

    def do_release(self, options: dict[str, Any]) -> None:
        """Release, and say the number, the hash, and what was left out."""
        programme = Programme.objects.get(code=options["programme"])
        run = Run.objects.filter(programme=programme, finished_at__isnull=False).order_by("-started_at").first()
        if run is None:
            raise CommandError(_("Ce programme n'a pas encore été calculé : lancez d'abord « toguna compute »."))
        edition = release_edition(
            programme,
            run=run,
            by=account_of(options["by"]),
            on=options["on"] or timezone.localdate(),
            left_out=[LeftOut.read(text) for text in options["leave_out"]],
            leave_out_as_needed=options["leave_out_as_needed"],
        )
        for left_out in content_of(edition)["left_out"]:
            self.stdout.write(_("Publié sans %(table)s") % {"table": left_out})
        self.stdout.write(f"{programme.code} {edition.number}  {edition.sha256}")

    def do_list(self, _options: dict[str, Any]) -> None:
        """One line an edition."""
        for edition in Edition.objects.select_related("programme").defer("snapshot").order_by("-released_at"):
            day = timezone.localtime(edition.released_at).date()
            self.stdout.write(f"{edition.programme.code} {edition.number}  {day}  {edition.sha256}")

    def do_show(self, options: dict[str, Any]) -> None:
        """What the edition holds, and what changed since the one before."""
        edition, language = self._edition(options), (get_language() or "fr")[:2]
        content: Any = content_of(edition)
        day = long_date(date.fromisoformat(content["released_on"]), language)
        self.stdout.write(f"{options['programme']} {edition.number}, {day}")
        self.stdout.write(f"SHA-256 {edition.sha256}")
        if edition.journal_head:
            self.stdout.write(_("Tête du journal %(head)s") % {"head": edition.journal_head})
        for file in edition.files.defer("body"):
            self.stdout.write(f"  {file.sha256}  {file.name}")
        for change in totals_first(edition.changes):
            self.stdout.write("- " + change_in_words(change, content, language))

    def do_verify(self, options: dict[str, Any]) -> None:
        """Count again from the kept facts, and compare; every edition is tried before a fault is told."""
        faults = []
        editions = self._editions(options)
        for edition in editions:
            found = recount_edition(edition)
            name = f"{edition.programme.code} {edition.number}"
            faults += [f"{name} : " + _(fault.message) % fault.values for fault in found]
            if not found:
                said = _("Recomptée : chaque case de l'édition retrouve sa valeur et son empreinte.")
                self.stdout.write(f"{name}  {edition.sha256[:12]}  {said}")
        if not editions:
            self.stdout.write(_("Il n'y a pas encore d'édition."))
        if faults:
            raise CommandError("\n".join(faults))

    def _editions(self, options: dict[str, Any]) -> list[Edition]:
        if options["number"] is not None:
            return [self._edition(options)]
        found = Edition.objects.select_related("programme").order_by("programme__code", "number")
        if options["programme"]:
            found = found.filter(programme=Programme.objects.get(code=options["programme"]))
        return list(found)

    def _edition(self, options: dict[str, Any]) -> Edition:
        return Edition.objects.get(programme__code=options["programme"], number=options["number"])
