"""`toguna digest`: the weekly letter of what is late and what is due, sent now or only shown."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from toguna.flow.digest import letter_for, readers, send_letters
from toguna.store.accounts.models import User


class Command(BaseCommand):
    """Send this week's letters to those who have not had theirs, or show what they would say."""

    help = "Envoie la lettre de la semaine à ceux qui ne l'ont pas encore eue : ce qui manque, ce qui est dû."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Only show, to whom."""
        parser.add_argument("--dry-run", action="store_true", help="montrer les lettres, n'en envoyer aucune")
        parser.add_argument("--to", metavar="EMAIL", help="avec --dry-run : la lettre de ce compte, même inventé")

    def handle(self, *, dry_run: bool, to: str | None, **_options: Any) -> None:
        """Send, or show."""
        if not dry_run:
            sent = send_letters(now=timezone.now())
            self.stdout.write(
                ngettext("%(count)s lettre envoyée.", "%(count)s lettres envoyées.", sent) % {"count": sent}
            )
            return
        accounts = User.objects.filter(email__iexact=to.strip()) if to else readers()
        today, shown = timezone.localdate(), 0
        for user in accounts:
            letter = letter_for(user, today=today)
            if letter is not None:
                shown += 1
                self.stdout.write(f"— {letter.to} — {letter.subject}\n\n{letter.text}\n")
        if not shown:
            self.stdout.write(_("Aucune lettre à écrire : rien ne manque et rien n'est attendu cette semaine."))
