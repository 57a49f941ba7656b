"""`toguna redact MENTION`: a person's name, telephone and photos removed for good, with an entry in the journal."""

from argparse import ArgumentParser
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from toguna.flow.redaction import (
    NothingToRedact,
    Redaction,
    RedactionWithoutReason,
    planned_redaction,
    redact,
    same_person,
    told,
)
from toguna.store.accounts.models import User
from toguna.store.accounts.queries import account_of
from toguna.store.people.models import Mention


class Command(BaseCommand):
    """Says what will go and asks, because nothing brings it back."""

    help = "remove a person's name, telephone and photos; hashes, facts and counts stay"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whom, why, and who decided it."""
        parser.add_argument("mention", type=UUID, help="the number of a line of a sheet, as its record shows it")
        parser.add_argument("--reason", required=True, help="without any name: it stays in the journal")
        parser.add_argument("--by", required=True, help="e-mail of the data-protection officer who decided it")
        parser.add_argument("--person", action="store_true", help="every line held to be the same person too")
        parser.add_argument("--yes", action="store_true", help="do not ask")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Show, ask, remove."""
        try:
            by = account_of(options["by"])
            mention = Mention.objects.select_related("version__record").get(pk=options["mention"])
        except User.DoesNotExist as error:
            raise CommandError(_("Aucun compte n'a cette adresse. Voyez « toguna accounts list ».")) from error
        except Mention.DoesNotExist as error:
            raise CommandError(_("Aucune ligne de fiche n'a ce numéro.")) from error
        plans = plans_for(same_person(mention) if options["person"] else [mention])
        if not plans:
            raise CommandError(_("Aucun nom n'est gardé sur cette ligne : il n'y a rien à effacer."))
        self.stdout.write(
            _(
                "À effacer pour toujours : le nom et le téléphone sur %(mentions)d ligne(s) de %(records)d fiche(s), "
                "dans %(versions)d version(s) et %(workbooks)d classeur(s), et %(photos)d pièce(s) jointe(s)."
            )
            % told(plans)
        )
        self.stdout.write(_("Les empreintes, les faits et les chiffres restent."))
        if not options["yes"] and input(_("Tapez « effacer » pour continuer : ")).strip() != _("effacer"):
            raise CommandError(_("Rien n'a été effacé."))
        try:
            for plan in plans:
                redact(plan, by=by, reason=options["reason"])
        except PermissionDenied as error:
            raise CommandError(_("Le compte donné par --by n'a pas le droit d'effacer le nom de personnes.")) from error
        except RedactionWithoutReason as error:
            raise CommandError(_("Dites pourquoi, avec --reason.")) from error
        self.stdout.write(_("Effacé. Les sauvegardes faites avant contiennent encore ces noms ; détruisez-les."))


def plans_for(mentions: list[Mention]) -> list[Redaction]:
    """A plan for each mention that still names somebody."""
    plans = []
    for mention in mentions:
        try:
            plans.append(planned_redaction(mention))
        except NothingToRedact:
            continue
    return plans
