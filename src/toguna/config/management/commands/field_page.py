"""`toguna field_page`: build the page on which forms are filled in without a network."""

import signal
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from toguna.web.field.building import BuildFailed, build_page
from toguna.web.field.bundle import is_build_due


class Command(BaseCommand):
    """Builds the page unless it is there; `toguna serve` does it beside the site, the tests before they begin."""

    help = "build the page of offline forms, once per state of its sources (needs the network the first time)"
    # It touches no database, and the site starts it while it prepares its own.
    requires_system_checks = ()

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Build, and say where it lies."""
        # Told to stop, it takes what it has started with it.
        signal.signal(signal.SIGTERM, lambda _number, _frame: sys.exit(143))
        if is_build_due():
            self.stdout.write(_("Préparation de la page des fiches (moins d'une minute, une seule fois)…"))
            self.stdout.flush()
        try:
            page = build_page()
        except BuildFailed as failure:
            told = _("La page des fiches n'a pas pu être préparée ; le reste du site n'en dépend pas.")
            raise CommandError(f"{told}\n{failure}") from failure
        self.stdout.write(_("La page des fiches est prête : %(folder)s") % {"folder": page.folder})
