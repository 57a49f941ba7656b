"""`toguna accounts`: list staff, open and close accounts, change roles, give devices their credentials."""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from toguna.rules.roles import Role
from toguna.store.accounts import actions
from toguna.store.accounts.models import DeviceCredential, User
from toguna.store.accounts.queries import account_of, devices_of, staff
from toguna.store.accounts.sessions import issue_script, scripts_of
from toguna.store.organisations.models import Organisation


class Command(BaseCommand):
    """Everything the page of people and roles does, for whoever holds the machine."""

    help = "list, open, role, close, reopen, password, device, script, revoke"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One sub-command for each act."""
        acts = parser.add_subparsers(dest="act", required=True)
        acts.add_parser("list", help="who has an account, with which devices")
        opening = acts.add_parser("open", help="open an account; its first password is shown once")
        opening.add_argument("email")
        opening.add_argument("--name", required=True)
        opening.add_argument("--role", required=True, choices=[role.value for role in Role])
        opening.add_argument("--organisation", required=True, help="its code")
        opening.add_argument("--language", default="fr", choices=["fr", "en"])
        role = acts.add_parser("role", help="change somebody's role, and organisation if given")
        role.add_argument("email")
        role.add_argument("role", choices=[role.value for role in Role])
        role.add_argument("--organisation")
        for act, explained in [
            ("close", "let somebody in no more"),
            ("reopen", "let somebody in again"),
            ("password", "replace a forgotten password by one shown once"),
        ]:
            acts.add_parser(act, help=explained).add_argument("email")
        script = acts.add_parser("script", help="give a script that works in somebody's name a credential, shown once")
        script.add_argument("email")
        script.add_argument("--label", required=True, help="which script, in your words")
        device = acts.add_parser("device", help="give somebody's phone a credential, shown once")
        device.add_argument("email")
        device.add_argument("--label", required=True, help="which phone, in your words")
        acts.add_parser("revoke", help="let a phone or a script in no more").add_argument("username")
        for sub_command in acts.choices.values():
            sub_command.add_argument("--by", help="e-mail of whoever acts; without it the journal names the machine")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Do it, or say in one sentence why not."""
        try:
            getattr(self, "do_" + options["act"])(options, account_of(options["by"]) if options["by"] else None)
        except User.DoesNotExist as error:
            raise CommandError(_("Aucun compte n'a cette adresse. Voyez « toguna accounts list ».")) from error
        except Organisation.DoesNotExist as error:
            raise CommandError(_("Aucune organisation n'a ce code.")) from error
        except DeviceCredential.DoesNotExist as error:
            raise CommandError(_("Aucun appareil n'a cet identifiant. Voyez « toguna accounts list ».")) from error
        except actions.EmailTaken as error:
            raise CommandError(_("Un compte a déjà cette adresse.")) from error
        except actions.NobodyLeftToManageStaff as error:
            raise CommandError(_("C'est le dernier compte d'administration : ouvrez-en un autre d'abord.")) from error
        except actions.RoleEntersNoRecords as error:
            raise CommandError(_("Ce rôle ne saisit pas de fiches : un appareil ne lui servirait à rien.")) from error
        except PermissionDenied as error:
            raise CommandError(_("Le compte donné par --by n'a pas le droit de gérer les comptes.")) from error

    def do_list(self, _options: dict[str, Any], _by: User | None) -> None:
        """One line an account, one line a device under it."""
        for user in staff():
            closed = "" if user.is_active else "  " + _("(fermé)")
            self.stdout.write(f"{user.email}  {user.name}  {user.role}  {user.organisation.code}{closed}")
            for device in (*devices_of(user), *scripts_of(user)):
                revoked = "  " + _("(révoqué)") if device.revoked_at else ""
                self.stdout.write(f"    {device.username}  {device.label}{revoked}")

    def do_open(self, options: dict[str, Any], by: User | None) -> None:
        """Open an account."""
        opened = actions.open_account(
            by=by,
            email=options["email"],
            name=options["name"],
            role=Role(options["role"]),
            organisation=Organisation.objects.get(code=options["organisation"]),
            language=options["language"],
        )
        self.stdout.write(_("Compte ouvert pour %(name)s.") % {"name": opened.user.name})
        self.show_once(opened.password)

    def do_role(self, options: dict[str, Any], by: User | None) -> None:
        """Change a role."""
        code = options["organisation"]
        organisation = Organisation.objects.get(code=code) if code else None
        user = account_of(options["email"])
        actions.change_role(by=by, user=user, role=Role(options["role"]), organisation=organisation)
        self.stdout.write(f"{user.email}  {user.role}  {user.organisation.code}")

    def do_close(self, options: dict[str, Any], by: User | None) -> None:
        """Close an account."""
        user = actions.deactivate(by=by, user=account_of(options["email"]))
        self.stdout.write(_("%(email)s ne peut plus se connecter.") % {"email": user.email})

    def do_reopen(self, options: dict[str, Any], by: User | None) -> None:
        """Open a closed account again."""
        user = actions.reactivate(by=by, user=account_of(options["email"]))
        self.stdout.write(_("%(email)s peut entrer de nouveau.") % {"email": user.email})

    def do_password(self, options: dict[str, Any], by: User | None) -> None:
        """Replace a password."""
        self.show_once(actions.renew_password(by=by, user=account_of(options["email"])))

    def do_device(self, options: dict[str, Any], by: User | None) -> None:
        """Issue a device credential."""
        issued = actions.issue_device(by=by, user=account_of(options["email"]), label=options["label"])
        self.stdout.write(_("Identifiant de l'appareil : %(username)s") % {"username": issued.credential.username})
        self.show_once(issued.secret)
        self.stdout.write(_("Jeton d'adresse, au lieu des deux : %(token)s") % {"token": issued.token})

    def do_script(self, options: dict[str, Any], by: User | None) -> None:
        """Issue a script's credential."""
        issued = issue_script(by=by, user=account_of(options["email"]), label=options["label"])
        self.stdout.write(_("Identifiant du programme : %(username)s") % {"username": issued.credential.username})
        self.show_once(issued.secret)

    def do_revoke(self, options: dict[str, Any], by: User | None) -> None:
        """Revoke a device credential."""
        device = actions.revoke_device(by=by, device=DeviceCredential.objects.get(username=options["username"]))
        self.stdout.write(_("%(username)s ne peut plus se connecter.") % {"username": device.username})

    def show_once(self, password: str) -> None:
        """Print a password that nobody can read again."""
        self.stdout.write(_("Mot de passe, montré une seule fois : %(password)s") % {"password": password})
