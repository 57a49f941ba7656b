"""`toguna journal verify` and `toguna journal seal`: whether the journal is as it was written, and sealing it now."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from toguna.store.journal.actions import seal
from toguna.store.journal.queries import verify
from toguna.store.publications.models import Edition


class Command(BaseCommand):
    """Walk the chain, or lengthen it."""

    help = "verify: recompute the chain and say where it breaks; seal: seal the entries that wait"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Ask which of the two."""
        parser.add_argument("act", choices=["verify", "seal"])

    def handle(self, *_args: Any, **options: Any) -> None:
        """Do it; a broken chain ends with exit code 1."""
        if options["act"] == "seal":
            count = 0
            while sealed := seal():
                count += sealed
            self.stdout.write(_("%(count)d entrées scellées.") % {"count": count})
            return
        report = verify(set(Edition.objects.values_list("journal_head", flat=True)))
        for fault in report.faults:
            self.stderr.write(_("Maillon %(position)d : %(reason)s") % vars(fault))
        if not report.is_intact:
            raise CommandError(
                _("Le journal a été modifié : %(count)d anomalies sur %(sealed)d entrées scellées.")
                % {"count": len(report.faults), "sealed": report.sealed}
            )
        self.stdout.write(
            _("Journal intact : %(sealed)d entrées scellées, %(unsealed)d en attente. Tête : %(head)s")
            % {"sealed": report.sealed, "unsealed": report.unsealed, "head": report.head or "-"}
        )
