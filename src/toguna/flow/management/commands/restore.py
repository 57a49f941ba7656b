"""`toguna restore FILE`: an installation brought back, whole or not at all."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import Error
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from toguna.flow.safekeeping.passphrases import SHORTEST, NoPassphrase, passphrase_from
from toguna.flow.safekeeping.restores import (
    DatabaseNotEmpty,
    InstallationAtWork,
    OtherVersion,
    Restored,
    restore,
    unpacked,
)
from toguna.flow.safekeeping.sealed_file import FileDamaged, NotASealedFile, WrongPassphrase


class Command(BaseCommand):
    """The site must be stopped meanwhile."""

    help = "bring back what a backup holds, on SQLite or PostgreSQL, whichever it came from"
    # An empty database has none of the tables that the checks look for.
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which file, and whether what is here may go."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--passphrase-file", help="instead of TOGUNA_BACKUP_PASSPHRASE in the environment")
        parser.add_argument("--replace", action="store_true", help="replace the installation that is here")
        parser.add_argument("--check", action="store_true", help="only open the file to its end and say what it holds")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Restore, or say why nothing was touched."""
        try:
            with unpacked(options["file"], passphrase_from(options["passphrase_file"])) as backup:
                if options["check"]:
                    self.stdout.write(
                        _("Sauvegarde entière, faite le %(at)s : %(rows)d lignes.")
                        % {"at": backup.manifest["made_at"], "rows": backup.rows}
                    )
                    return
                restored = restore(backup, replace=options["replace"])
        except tuple(REASONS) as error:
            raise CommandError(_(REASONS[type(error)]) % {"count": SHORTEST}) from error
        except OSError as error:
            raise CommandError(_("Le fichier n'a pas pu être lu : %(error)s") % {"error": error}) from error
        except Error as error:
            raise CommandError(
                _("La base a refusé le contenu de la sauvegarde, et rien n'a été changé : %(error)s") % {"error": error}
            ) from error
        self.tell(restored)

    def tell(self, restored: Restored) -> None:
        """What came back, and what is left to do."""
        self.stdout.write(_("%(rows)d lignes restaurées.") % {"rows": restored.rows})
        if not restored.secret_key_kept:
            self.stdout.write(_("La clé secrète reste celle de TOGUNA_SECRET_KEY ; chacun devra se reconnecter."))
        if restored.files_missing:
            self.stderr.write(_("%(count)d pièces jointes manquent.") % {"count": restored.files_missing})
        if restored.redactions_undone:
            self.stderr.write(_("Ces effacements étaient plus récents que la sauvegarde ; refaites-les :"))
            for subject in restored.redactions_undone:
                self.stderr.write(f"  toguna redact {subject.partition(':')[2]}")
        if not restored.journal.is_intact:
            raise CommandError(_("Restauré, mais le journal a été modifié : voyez « toguna journal verify »."))
        self.stdout.write(_("Journal intact : %(sealed)d entrées scellées.") % {"sealed": restored.journal.sealed})


REASONS: dict[type[Exception], str] = {
    NoPassphrase: gettext_noop(
        "Donnez la phrase de passe (au moins %(count)d caractères) dans TOGUNA_BACKUP_PASSPHRASE ou par "
        "--passphrase-file."
    ),
    NotASealedFile: gettext_noop("Ce fichier n'est pas une sauvegarde de Toguna."),
    WrongPassphrase: gettext_noop("La phrase de passe n'est pas la bonne."),
    FileDamaged: gettext_noop("La sauvegarde est tronquée ou altérée ; rien n'a été changé. Prenez-en une autre."),
    DatabaseNotEmpty: gettext_noop(
        "Il y a déjà une installation ici ; rien n'a été changé. Pour la remplacer, ajoutez --replace."
    ),
    InstallationAtWork: gettext_noop("Toguna est ouvert ici ; arrêtez-le d'abord. Rien n'a été changé."),
    OtherVersion: gettext_noop(
        "La sauvegarde vient d'une autre version de Toguna. Installez cette version, restaurez, puis mettez à jour."
    ),
}
