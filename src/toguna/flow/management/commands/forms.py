"""`toguna forms`: list the forms, bring one from a file, give its draft a file, publish it, open or close it."""

from pathlib import Path
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from toguna.flow.own_forms import (
    STATES,
    FormNotKept,
    NoDraft,
    files_of,
    give_file,
    keep_form,
    preview_form,
    publish_form,
    set_form_state,
    version_of,
)
from toguna.store.accounts.models import User
from toguna.store.accounts.queries import account_of
from toguna.store.fieldwork.form_queries import draft_of, drafts, published_forms, sent_on_forms
from toguna.store.fieldwork.models import Form


class Command(BaseCommand):
    """Everything the page of forms does, for whoever holds the machine."""

    help = "Liste les formulaires ; en apporte un, lui donne ses fichiers, le publie, l'ouvre ou le clôt."

    def add_arguments(self, parser: CommandParser) -> None:
        """One word for what to do."""
        acts = parser.add_subparsers(dest="act", required=True)
        acts.add_parser("list", help="les formulaires, leur version, leur état et leurs fiches")
        adding = acts.add_parser("add", help="apporter un formulaire : .xlsx, .xls, .md ou .xml")
        adding.add_argument("file", type=Path)
        adding.add_argument("--publish", action="store_true", help="le publier aussitôt")
        giving = acts.add_parser("file", help="donner au brouillon un fichier qu'il demande")
        giving.add_argument("form_id")
        giving.add_argument("file", type=Path)
        publishing = acts.add_parser("publish", help="publier le brouillon")
        publishing.add_argument("form_id")
        publishing.add_argument("--version-as", default="", help="sous une autre version que la sienne")
        state = acts.add_parser("state", help="ouvrir, ne plus proposer, ou clore")
        state.add_argument("form_id")
        state.add_argument("state", choices=STATES)
        for act in ("add", "file", "publish", "state"):
            acts.choices[act].add_argument("--by", metavar="EMAIL", help="qui agit ; sans cela, la machine")

    def handle(self, *, act: str, **options: Any) -> None:
        """Do it, or say in a sentence why not."""
        try:
            by = account_of(options["by"]) if options.get("by") else None
            getattr(self, f"do_{act}")(options, by)
        except User.DoesNotExist as error:
            raise CommandError(_("Aucun compte n'a cette adresse. Voyez « toguna accounts list ».")) from error
        except Form.DoesNotExist as error:
            raise CommandError(
                _("Aucun formulaire publié n'a cet identifiant. Voyez « toguna forms list ».")
            ) from error
        except FormNotKept as error:
            raise CommandError(_(error.message) % error.values) from error
        except PermissionDenied as error:
            raise CommandError(_("Le compte donné par --by n'a pas le droit de gérer les formulaires.")) from error
        except OSError as error:
            raise CommandError(_("Le fichier n'a pas pu être lu : %(reason)s") % {"reason": error.strerror}) from error

    def do_list(self, _options: dict[str, Any], _by: User | None) -> None:
        """One line a form, one more for its draft."""
        sent = sent_on_forms()
        for form in published_forms():
            count = sent.get(form.form_id, (0, None))[0]
            self.stdout.write(f"{form.form_id}  {form.version}  {form.state}  {count}  {form.title['fr']}")
        for form in drafts():
            self.stdout.write(f"{form.form_id}  {version_of(form)}  draft")

    def do_add(self, options: dict[str, Any], by: User | None) -> None:
        """Bring a form, and say everything that is wrong in it."""
        path: Path = options["file"]
        preview = preview_form(path.read_bytes(), fallback_id=path.stem)
        for finding in preview.findings:
            told = _(finding.message) % finding.values
            self.stderr.write(f"{finding.severity}  {finding.where}  {told}")
        form = keep_form(preview, by=by)
        for file in files_of(form):
            if file.is_missing:
                self.stdout.write(_("Il manque le fichier « %(name)s ».") % {"name": file.name})
        if options["publish"]:
            form = publish_form(form.form_id, by=by)
        self.stdout.write(f"{form.form_id}  {version_of(form)}  {form.state}")

    def do_file(self, options: dict[str, Any], by: User | None) -> None:
        """Give the draft a file, under the name that the file has."""
        path: Path = options["file"]
        draft = draft_of(options["form_id"])
        if draft is None:
            raise NoDraft(form_id=options["form_id"])
        media = give_file(draft, name=path.name, body=path.read_bytes(), by=by)
        self.stdout.write(f"{draft.form_id}  {media.name}  {media.size}")

    def do_publish(self, options: dict[str, Any], by: User | None) -> None:
        """Publish the draft."""
        form = publish_form(options["form_id"], by=by, version=options["version_as"])
        self.stdout.write(f"{form.form_id}  {form.version}  {form.state}")

    def do_state(self, options: dict[str, Any], by: User | None) -> None:
        """Open a form, let it run out, or close it."""
        set_form_state(options["form_id"], options["state"], by=by)
        self.stdout.write(f"{options['form_id']}  {options['state']}")
