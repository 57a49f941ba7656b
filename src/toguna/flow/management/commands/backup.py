"""`toguna backup FILE`: the whole installation in one encrypted file."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from toguna.flow.safekeeping.backups import make_backup
from toguna.flow.safekeeping.passphrases import SHORTEST, NoPassphrase, passphrase_from


class Command(BaseCommand):
    """May run while the site is open."""

    help = "write database, attachments, editions and secret key of this moment to one encrypted file"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where to, and the passphrase."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--passphrase-file", help="instead of TOGUNA_BACKUP_PASSPHRASE in the environment")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Make it, and say what to do with it."""
        target: Path = options["file"]
        if target.exists():
            raise CommandError(_("%(file)s existe déjà : donnez un autre nom.") % {"file": target})
        try:
            made = make_backup(target, passphrase_from(options["passphrase_file"]))
        except NoPassphrase as error:
            raise CommandError(
                _(
                    "Donnez une phrase de passe d'au moins %(count)d caractères, dans TOGUNA_BACKUP_PASSPHRASE ou "
                    "par --passphrase-file."
                )
                % {"count": SHORTEST}
            ) from error
        except OSError as error:
            raise CommandError(_("La sauvegarde n'a pas pu être écrite : %(error)s") % {"error": error}) from error
        self.stdout.write(
            _("%(file)s : %(rows)d lignes et %(files)d fichiers, %(megabytes).1f Mo, chiffrés.")
            % {"file": target, "rows": made.rows, "files": made.files, "megabytes": made.bytes / 1_000_000}
        )
        self.stdout.write(
            _("Gardez la phrase de passe ailleurs que ce fichier : sans elle, personne ne l'ouvrira plus.")
        )
