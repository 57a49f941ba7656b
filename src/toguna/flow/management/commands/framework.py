"""`toguna framework`: a programme's framework and work plan out to a workbook, and back in."""

from argparse import ArgumentParser
from collections import Counter
from pathlib import Path
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from toguna.flow.framework import (
    FrameworkNotApplied,
    FrameworkPreview,
    apply_framework,
    framework_workbook,
    preview_framework,
)
from toguna.flow.framework.words import change_in_words, tab_title
from toguna.flow.telling import first_lines, found_in_lines
from toguna.rules.framework import Change, ChangeKind
from toguna.store.accounts.models import User
from toguna.store.accounts.queries import account_of
from toguna.store.programmes.models import Programme


class Command(BaseCommand):
    """The framework workbook, for whoever holds the machine."""

    help = "template, export, import"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One sub-command for each act."""
        acts = parser.add_subparsers(dest="act", required=True)
        template = acts.add_parser("template", help="an empty workbook to fill in")
        export = acts.add_parser("export", help="a programme's framework and work plan as a workbook")
        export.add_argument("programme", help="its code")
        loading = acts.add_parser("import", help="load a framework and a work plan from a workbook")
        for one in (template, export, loading):
            one.add_argument("file", type=Path, metavar="FILE.xlsx")
        loading.add_argument("--by", help="e-mail of whoever loads it; needed without --dry-run")
        loading.add_argument("--dry-run", action="store_true", help="say what would change, and change nothing")
        loading.add_argument("--fictional", action="store_true", default=None, help="a new programme is invented")
        loading.add_argument("--all", action="store_true", help="show every line, not the first twenty")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Do it, or say why not."""
        if options["act"] == "import":
            self._import(options)
            return
        programme = None
        if options["act"] == "export":
            programme = Programme.objects.filter(code=options["programme"]).first()
            if programme is None:
                codes = ", ".join(Programme.objects.values_list("code", flat=True)) or "—"
                told = {"code": options["programme"], "codes": codes}
                raise CommandError(_("Aucun programme « %(code)s ». Il y a : %(codes)s.") % told)
        try:
            options["file"].write_bytes(framework_workbook(programme, language=language()))
        except OSError as error:
            raise CommandError(_("Le fichier %(file)s ne peut pas être écrit.") % {"file": options["file"]}) from error
        self.stdout.write(_("Classeur écrit : %(file)s") % {"file": options["file"]})

    def _import(self, options: dict[str, Any]) -> None:
        try:
            body = options["file"].read_bytes()
            by = account_of(options["by"]) if options["by"] else None
        except OSError as error:
            raise CommandError(_("Le fichier %(file)s ne peut pas être lu.") % {"file": options["file"]}) from error
        except User.DoesNotExist as error:
            raise CommandError(_("Aucun compte n'a cette adresse. Voyez « toguna accounts list ».")) from error
        if by is None and not options["dry_run"]:
            raise CommandError(_("Dites qui charge le classeur : --by ADRESSE. Ou essayez d'abord : --dry-run."))
        self.stdout.write(_("Lecture de %(file)s…") % {"file": options["file"].name})
        if by is None or options["dry_run"]:
            fictional = bool(options["fictional"] or (by and by.fictional))
            preview = preview_framework(body, fictional=fictional)
            self._tell(preview, options["all"])
            if preview.errors:
                raise CommandError(refusal(preview))
            self.stdout.write(_("Rien n'a été enregistré : c'était un essai. Relancez sans --dry-run."))
            return
        try:
            done = apply_framework(body, by=by, fictional=options["fictional"])
        except PermissionDenied as error:
            raise CommandError(_("Le compte donné par --by n'a pas le droit de changer le cadre.")) from error
        except FrameworkNotApplied as refused:
            self._tell(refused.preview, options["all"])
            raise CommandError(refusal(refused.preview)) from refused
        self._tell(done, options["all"])
        self.stdout.write(_("Déjà à jour : rien n'a changé.") if done.changes_nothing else _("C'est enregistré."))

    def _tell(self, preview: FrameworkPreview, everything: bool) -> None:
        row = preview.incoming.programme
        if row is not None:
            is_new = _("Nouveau programme %(code)s") if preview.programme is None else _("Programme %(code)s")
            self.stdout.write(is_new % {"code": row.code})
        added, changed = preview.of_kind(ChangeKind.ADD), preview.of_kind(ChangeKind.CHANGE)
        left = preview.of_kind(ChangeKind.LEAVE)
        for heading, changes in [
            (_("Ajouts : %(count)s"), added),
            (_("Changements : %(count)s"), changed),
            (_("Inchangés : %(count)s"), [change for change in left if change.is_named]),
            (_("Laissés, absents du classeur : %(count)s"), [change for change in left if not change.is_named]),
        ]:
            self.stdout.write(heading % {"count": len(changes)} + by_tab(changes))
            if changes and changes is not added and changes is not changed:
                continue
            for line in first_lines([line for change in changes for line in lines_of(change)], everything):
                self.stdout.write(line)
        for line in found_in_lines(preview.findings, everything=everything):
            self.stdout.write(line)


def language() -> str:
    """The reader's language, French or English."""
    return (get_language() or "fr")[:2]


def refusal(preview: FrameworkPreview) -> str:
    """Nothing was kept, and what to do."""
    count = {"count": len(preview.errors)}
    return _("Rien n'a été enregistré (erreurs : %(count)s). Corrigez le classeur et recommencez.") % count


def by_tab(changes: list[Change]) -> str:
    """How many on each tab, in brackets; nothing where there is nothing."""
    tabs = Counter(change.noun for change in changes)
    told = ", ".join(
        _("%(name)s : %(value)s") % {"name": tab_title(noun, language()), "value": n} for noun, n in tabs.items()
    )
    return f" ({told})" if told else ""


def lines_of(change: Change) -> list[str]:
    """One change: the row, and for a row that was there each field before and after."""
    row = f"{tab_title(change.noun, language())} {change.key}"
    return [
        _("%(name)s : %(value)s") % {"name": row, "value": words} for words in change_in_words(change, language())
    ] or [row]
