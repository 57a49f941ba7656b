"""`toguna figures` as a command among the others: so that `toguna help` lists it and says how it is used."""

import sys
from argparse import ArgumentParser, Namespace
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from toguna.figures.command import add_arguments, run, wrong_use


class Command(BaseCommand):
    """The same command as without the framework, which `toguna` answers before it comes here."""

    help = "Dit quels chiffres d'un rapport ne s'accordent pas : sans base de données, sans réseau."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What can be asked."""
        add_arguments(parser)

    def handle(self, *_args: Any, **options: Any) -> None:
        """Check the files; the exit code says whether figures are wrong or a file was not read."""
        asked = Namespace(**options)
        refused = wrong_use(asked)
        if refused:
            raise CommandError(refused)
        sys.exit(run(asked, sys.stdin.buffer, sys.stdout, sys.stderr))
