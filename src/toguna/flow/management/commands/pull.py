"""`toguna pull`: what another server has received, taken over here, now or every night by the system's clock."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from toguna.external.refusals import RemoteError
from toguna.flow.other_servers import FormNotPulled, add_remote
from toguna.flow.pulling import Pulled, pull
from toguna.store.accounts.models import User
from toguna.store.fieldwork.models import REMOTE_KINDS, RemoteForm
from toguna.store.fieldwork.remote_forms import remote_forms


class Command(BaseCommand):
    """Name the forms of other servers, list them, pull them."""

    help = "add, list, run"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One sub-command for each act."""
        acts = parser.add_subparsers(dest="act", required=True)
        adding = acts.add_parser("add", help="name a form of an ODK Central or a KoboToolbox")
        adding.add_argument("kind", choices=REMOTE_KINDS)
        adding.add_argument("address", help="https://…")
        adding.add_argument("form", help="the form's id on Central; the project's uid on Kobo")
        adding.add_argument("--project", default="", help="the project's number, on Central")
        adding.add_argument("--form-id", help="as which form it is kept here; unless given, under its own id")
        adding.add_argument("--by", required=True, metavar="EMAIL", help="in whose name its records enter")
        acts.add_parser("list", help="the forms that are pulled, and how each went")
        running = acts.add_parser("run", help="pull them all, or those with these numbers")
        running.add_argument("numbers", nargs="*", type=int, metavar="NUMBER")
        running.add_argument(
            "--confirm-gone", action="store_true", help="what is no longer there was really deleted, however much it is"
        )

    def handle(self, *, act: str, **options: Any) -> None:
        """Do it."""
        if act == "add":
            self._add(options)
        elif act == "list":
            self._list()
        else:
            self._run(options["numbers"], confirm_gone=options["confirm_gone"])

    def _add(self, options: dict[str, Any]) -> None:
        by = User.objects.filter(email=options["by"], is_active=True).first()
        if by is None:
            raise CommandError(_("Aucun compte actif avec l'adresse %(email)s.") % {"email": options["by"]})
        try:
            remote, new = add_remote(
                kind=options["kind"],
                address=options["address"],
                project=options["project"],
                remote_form=options["form"],
                form_id=options["form_id"] or options["form"],
                by=by,
            )
        except (FormNotPulled, RemoteError) as error:
            raise CommandError(_(error.message) % error.values) from error
        said = _("Formulaire n° %(number)s à relever.") if new else _("Ce formulaire est déjà relevé : n° %(number)s.")
        self.stdout.write(said % {"number": remote.pk})

    def _list(self) -> None:
        for one in remote_forms():
            when = one.last_pulled_at.strftime("%Y-%m-%d %H:%M") if one.last_pulled_at else "—"
            self.stdout.write(f"{one.pk}  {one.kind}  {one.address}  {one.remote_form}  {one.form_id}  {when}")
            if one.last_error:
                self.stdout.write(f"   {one.last_error}")

    def _run(self, numbers: list[int], *, confirm_gone: bool) -> None:
        wanted = remote_forms().filter(pk__in=numbers) if numbers else remote_forms()
        unknown = set(numbers) - set(wanted.values_list("pk", flat=True))
        if unknown:
            raise CommandError(_("Aucun formulaire à relever n'a le n° %(number)s.") % {"number": min(unknown)})
        failed = sum(self._pull(remote, confirm_gone) for remote in wanted)
        if failed:
            raise CommandError(_("Relevés interrompus : %(count)s. Ce qui précède est gardé.") % {"count": failed})

    def _pull(self, remote: RemoteForm, confirm_gone: bool) -> bool:
        self.stdout.write(f"{remote.pk}  {remote.address}  {remote.remote_form}")
        pulled = pull(remote, tell=lambda line: self.stdout.write(f"   {line}"), confirm_gone=confirm_gone)
        self.stdout.write("   " + in_words(pulled))
        if pulled.error is not None:
            self.stderr.write("   " + _(pulled.error.message) % pulled.error.values)
        return pulled.error is not None


def in_words(pulled: Pulled) -> str:
    """What a pull did, in one line."""
    return (
        _(
            "Fiches nouvelles : %(new)s ; corrigées : %(edited)s ; à départager : %(contested)s ; "
            "fichiers : %(files)s ; disparues là-bas : %(gone)s ; revenues : %(back)s."
        )
        % pulled.counts()
    )
