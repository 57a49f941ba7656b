"""`toguna organisations`: the organisations of an installation, so that the first account has one to belong to."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from toguna.store.organisations.actions import put_organisation
from toguna.store.organisations.models import KINDS, Organisation
from toguna.store.programmes.actions import give_part
from toguna.store.programmes.models import ROLES, Programme


class Command(BaseCommand):
    """List organisations, add one, and say what part one takes in a programme."""

    help = "list, add, part"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One sub-command for each act."""
        acts = parser.add_subparsers(dest="act", required=True)
        acts.add_parser("list", help="every organisation")
        adding = acts.add_parser("add", help="add one, or correct the one with this code")
        adding.add_argument("code")
        adding.add_argument("--name", required=True, help="in French")
        adding.add_argument("--english", help="the name in English, where it has one")
        adding.add_argument("--kind", required=True, choices=KINDS)
        part = acts.add_parser("part", help="its part in a programme, and under whom it works there")
        part.add_argument("code")
        part.add_argument("programme")
        part.add_argument("role", choices=ROLES)
        part.add_argument("--under", metavar="CODE", help="the organisation above it in this programme")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Do it, or say which code is not there."""
        try:
            getattr(self, "do_" + options["act"])(options)
        except Organisation.DoesNotExist as error:
            message = _("Une organisation nommée n'existe pas. Voyez « toguna organisations list ».")
            raise CommandError(message) from error
        except Programme.DoesNotExist as error:
            raise CommandError(_("Aucun programme n'a ce code.")) from error

    def do_list(self, _options: dict[str, Any]) -> None:
        """One line each."""
        for one in Organisation.objects.all():
            self.stdout.write(f"{one.code}  {one.kind}  {one.name['fr']}")

    def do_add(self, options: dict[str, Any]) -> None:
        """Add, and say so."""
        name = {"fr": options["name"]} | ({"en": options["english"]} if options["english"] else {})
        added = put_organisation(by=None, code=options["code"], name=name, kind=options["kind"])
        self.stdout.write(_("Organisation « %(code)s » enregistrée.") % {"code": added.code})

    def do_part(self, options: dict[str, Any]) -> None:
        """Give the part, and say so."""
        under = Organisation.objects.get(code=options["under"]) if options["under"] else None
        give_part(
            by=None,
            programme=Programme.objects.get(code=options["programme"]),
            organisation=Organisation.objects.get(code=options["code"]),
            role=options["role"],
            works_under=under,
        )
        self.stdout.write(_("Le rôle est enregistré."))
