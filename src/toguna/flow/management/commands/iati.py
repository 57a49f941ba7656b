"""`toguna iati`: a programme as an IATI file, whether a file is valid, and what somebody else's file says."""

from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import get_language, gettext_noop, ngettext
from django.utils.translation import gettext as _

from toguna.collect.iati import read_activities
from toguna.collect.refusals import RefusedFileError
from toguna.flow.iati import export_draft, export_edition
from toguna.flow.release import NotReleased
from toguna.publish.iati.publisher import NotExportable
from toguna.publish.iati.validity import table_of_rules, validate
from toguna.rules.findings import Finding, Severity
from toguna.rules.iati import Narratives
from toguna.store.programmes.models import Programme
from toguna.store.publications.models import Edition
from toguna.store.publications.queries import last_edition

WORDS = {
    "activities": gettext_noop("activités"),
    "results": gettext_noop("résultats"),
    "indicators": gettext_noop("indicateurs"),
    "baselines": gettext_noop("valeurs de référence"),
    "periods": gettext_noop("périodes"),
    "targets": gettext_noop("cibles"),
    "actuals": gettext_noop("valeurs atteintes"),
    "transactions": gettext_noop("transactions"),
    "budgets": gettext_noop("budgets"),
    "locations": gettext_noop("lieux"),
}
SHOWN_OF_EACH_RULE = 3
MARKS = {Severity.ERROR: "✗", Severity.WARNING: "!", Severity.NOTE: "·"}


class Command(BaseCommand):
    """IATI out and in, for whoever holds the machine."""

    help = "export, check, read"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One sub-command for each act."""
        acts = parser.add_subparsers(dest="act", required=True)
        one = acts.add_parser("export", help="write a programme's IATI file")
        one.add_argument("programme", help="its code")
        which = one.add_mutually_exclusive_group()
        which.add_argument("--edition", type=int, metavar="N", help="this edition; the newest unless told")
        which.add_argument("--draft", action="store_true", help="what the next edition would say today")
        one.add_argument("--output", type=Path, metavar="FILE", help="write here instead of to the screen")
        for act, explained in [("check", "whether a file is valid"), ("read", "what a file says")]:
            other = acts.add_parser(act, help=explained)
            other.add_argument("file", type=Path)
        acts.choices["check"].add_argument(
            "--all", action="store_true", help="show every finding, not three of each rule"
        )
        acts.choices["check"].add_argument("--rules", action="store_true", help="show every rule that was evaluated")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Do it, or say why not."""
        try:
            getattr(self, "do_" + options["act"])(options)
        except Programme.DoesNotExist as error:
            raise CommandError(_("Aucun programme n'a ce code.")) from error
        except Edition.DoesNotExist as error:
            raise CommandError(_("Cette édition n'existe pas. Voyez « toguna edition list ».")) from error
        except NotExportable as error:
            raise CommandError(_in_words(error.finding)) from error
        except NotReleased as error:
            raise CommandError("\n".join(_in_words(finding) for finding in error.findings)) from error
        except OSError as error:
            raise CommandError(_("Ce fichier ne s'ouvre pas : %(reason)s") % {"reason": error.strerror}) from error

    def do_export(self, options: dict[str, Any]) -> None:
        """Write the file, and say beside it what was left out."""
        programme = Programme.objects.get(code=options["programme"])
        if options["draft"]:
            made = export_draft(programme, on=timezone.localdate())
        else:
            edition = _edition(programme, options["edition"])
            if edition is None:
                raise CommandError(_("Ce programme n'a pas encore d'édition : ajoutez --draft pour un brouillon."))
            made = export_edition(edition)
        body = made.body()
        if options["output"]:
            options["output"].write_bytes(body)
            count = len(made.file.activities)
            said = ngettext(
                "%(count)s activité écrite dans %(file)s.", "%(count)s activités écrites dans %(file)s.", count
            )
            self.stdout.write(said % {"count": count, "file": options["output"]})
        else:
            self.stdout.write(body.decode(), ending="")
        for note in made.notes:
            self.stderr.write(f"{MARKS[note.severity]} {_in_words(note)}")

    def do_check(self, options: dict[str, Any]) -> None:
        """Judge a file, and end with an error where it is not valid."""
        judged = validate(options["file"], today=timezone.localdate())
        if options["rules"]:
            for row in table_of_rules(judged, get_language() or "fr"):
                self.stdout.write(f"{row.code:<36} {row.severity:<14} {row.ran:>8} {row.failed:>8}  {row.rule}")
        shown: Counter[str] = Counter()
        for finding in judged.findings:
            shown[finding.code] += 1
            if options["all"] or shown[finding.code] <= SHOWN_OF_EACH_RULE:
                self.stdout.write(f"{MARKS[finding.severity]} {finding.code}  {_in_words(finding)}  ({finding.where})")
        hidden = 0 if options["all"] else sum(max(count - SHOWN_OF_EACH_RULE, 0) for count in shown.values())
        if more := hidden + judged.left_out:
            self.stdout.write(_("et %(count)s autres du même genre") % {"count": more})
        if not judged.valid:
            raise CommandError(_("Ce fichier n'est pas valide."))
        if judged.clean:
            self.stdout.write(_("Ce fichier est valide, sans erreur."))
        else:
            said = ngettext(
                "Ce fichier est valide, avec %(count)s erreur.",
                "Ce fichier est valide, avec %(count)s erreurs.",
                judged.errors,
            )
            self.stdout.write(said % {"count": judged.errors})

    def do_read(self, options: dict[str, Any]) -> None:
        """Say what a file holds, activity by activity, and what of it was not understood. Nothing is kept."""
        reading = read_activities(options["file"])
        shown = 0
        try:
            for one in reading:
                self.stdout.write(f"{one.activity.identifier or '?'}  {_first(one.activity.title)}")
                self._tell(one.findings)
                shown += len(one.findings)
        except RefusedFileError as refused:
            raise CommandError(_in_words(refused.finding())) from refused
        self._tell(reading.findings)
        self.stdout.write("")
        for name, count in reading.summary.understood.items():
            self.stdout.write(f"{count:>8}  {_(WORDS[name])}")
        for name, count in reading.summary.unmodelled.items():
            self.stdout.write(f"{count:>8}  {name} : " + _("gardé tel quel, sans être compris"))
        if more := sum(reading.summary.told.values()) - shown - len(reading.findings):
            self.stdout.write(_("et %(count)s autres du même genre") % {"count": more})

    def _tell(self, findings: Iterable[Finding]) -> None:
        for finding in findings:
            self.stdout.write(f"  {MARKS[finding.severity]} {_in_words(finding)}  ({finding.where})")


def _first(narratives: Narratives) -> str:
    return next((text for _language, text in narratives), "")


def _edition(programme: Programme, number: int | None) -> Edition | None:
    if number is None:
        return last_edition(programme)
    return Edition.objects.get(programme=programme, number=number)


def _in_words(finding: Finding) -> str:
    return _(finding.message) % finding.values
