"""`toguna places`: bring a gazetteer into an edition of the division, and list the editions."""

from argparse import ArgumentParser, ArgumentTypeError
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError
from django.db.models import Count
from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext as _

from toguna.collect.gazetteer import P_CODE
from toguna.flow.gazetteer import (
    EditionCard,
    GazetteerNotImported,
    GazetteerPreview,
    PlannedUnit,
    import_gazetteer,
    preview_gazetteer,
)
from toguna.flow.telling import first_lines, found_in_lines
from toguna.rules.framework import ChangeKind
from toguna.rules.numbers import long_date
from toguna.store.accounts.models import User
from toguna.store.accounts.queries import account_of
from toguna.store.places.models import Edition

FIELDS = {
    "name": gettext_noop("nom"),
    "kind": gettext_noop("nature"),
    "codes": gettext_noop("codes"),
    "parent": gettext_noop("lieu supérieur"),
    "country": gettext_noop("pays"),
    "valid_from": gettext_noop("en vigueur depuis"),
    "valid_to": gettext_noop("en vigueur jusqu'au"),
    "source": gettext_noop("source"),
    "fictional": gettext_noop("fictif"),
}
NEEDED = ["name", "country", "valid_from"]


class Command(BaseCommand):
    """The gazetteers of the installation, for whoever holds the machine."""

    help = "import, list"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One sub-command for each act."""
        acts = parser.add_subparsers(dest="act", required=True)
        acts.add_parser("list", help="every edition of the division, with how many places it has")
        one = acts.add_parser("import", help="bring a CSV file or a workbook of places into an edition")
        one.add_argument("file", type=Path)
        one.add_argument("--edition", required=True, help="its code; a new one needs --name, --country, --valid-from")
        one.add_argument("--name")
        one.add_argument("--country", help="two letters, as ML")
        one.add_argument("--valid-from", type=date.fromisoformat, metavar="DATE")
        one.add_argument("--valid-to", type=date.fromisoformat, metavar="DATE", help="the day after its last")
        one.add_argument("--source", help="who drew the division, and where the file comes from")
        one.add_argument("--scheme", default=P_CODE, help="whose codes the file has")
        one.add_argument(
            "--same",
            action="append",
            default=[],
            type=two_names,
            metavar="WRITTEN=KNOWN",
            help="two spellings of one name",
        )
        one.add_argument("--leave-out-errors", action="store_true", help="import the rows that have no error")
        one.add_argument("--fictional", action="store_true", default=None, help="the places are invented")
        one.add_argument("--by", help="e-mail of whoever acts; without it the journal names the machine")
        one.add_argument("--all", action="store_true", help="show every remark, not the first twenty")
        one.add_argument("--dry-run", action="store_true", help="say what would change, and change nothing")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Do it, or say why not."""
        if options["act"] == "list":
            self._list()
        else:
            self._import(options)

    def _list(self) -> None:
        editions = Edition.objects.annotate(places=Count("units")).order_by("country", "valid_from", "code")
        for edition in editions:
            since = _("depuis le %(day)s") % {"day": in_words(edition.valid_from)}
            fictional = "  " + _("(fictif)") if edition.fictional else ""
            self.stdout.write(
                f"{edition.code}  {edition.country}  {edition.name}  {since}  {edition.places}{fictional}"
            )
        if not editions:
            self.stdout.write(_("Aucun découpage. Commencez par « toguna places import »."))

    def _import(self, options: dict[str, Any]) -> None:
        card, same = self._card(options), dict(options["same"])
        try:
            body = options["file"].read_bytes()
            by = account_of(options["by"]) if options["by"] else None
        except OSError as error:
            raise CommandError(_("Le fichier %(file)s ne peut pas être lu.") % {"file": options["file"]}) from error
        except User.DoesNotExist as error:
            raise CommandError(_("Aucun compte n'a cette adresse. Voyez « toguna accounts list ».")) from error
        self.stdout.write(_("Lecture de %(file)s…") % {"file": options["file"].name})
        file_name, everything = options["file"].name, options["all"]
        if options["dry_run"]:
            preview = preview_gazetteer(body, file_name, edition=card, scheme=options["scheme"], same=same)
            self._tell(preview, everything)
            if preview.errors:
                raise CommandError(self._refusal(preview))
            self.stdout.write(_("Rien n'a été enregistré : c'était un essai. Relancez sans --dry-run."))
            return
        try:
            done = import_gazetteer(
                body,
                file_name,
                edition=card,
                by=by,
                scheme=options["scheme"],
                same=same,
                leave_out_errors=options["leave_out_errors"],
            )
        except PermissionDenied as error:
            raise CommandError(_("Le compte donné par --by n'a pas le droit de changer le découpage.")) from error
        except GazetteerNotImported as refused:
            self._tell(refused.preview, everything)
            raise CommandError(self._refusal(refused.preview)) from refused
        self._tell(done, everything)
        self.stdout.write(_("Déjà à jour : rien n'a changé.") if done.changes_nothing else _("C'est enregistré."))

    def _card(self, options: dict[str, Any]) -> EditionCard:
        kept = Edition.objects.filter(code=options["edition"]).first()
        given = {name: value for name in CARD if (value := options[name]) is not None}
        if kept is None:
            if missing := [name for name in NEEDED if name not in given]:
                told = ", ".join("--" + name.replace("_", "-") for name in missing)
                raise CommandError(_("Ce découpage est nouveau : donnez aussi %(options)s.") % {"options": told})
            return EditionCard(code=options["edition"], **given)
        card = vars(EditionCard.of(kept))
        if (source := given.get("source")) and card["source"] and source not in card["source"]:
            # A second file of one division adds its source to that of the first.
            given["source"] = f"{card['source']} ; {source}"
        elif source and source in card["source"]:
            del given["source"]
        return EditionCard(**card | given)

    def _tell(self, preview: GazetteerPreview, everything: bool) -> None:
        values = {"code": preview.edition.code, "name": preview.edition.name}
        is_new = (
            _("Nouveau découpage %(code)s « %(name)s »")
            if preview.is_new_edition
            else _("Découpage %(code)s « %(name)s »")
        )
        self.stdout.write(is_new % values)
        for change in preview.edition_changed:
            told = {"name": _(FIELDS[change.field]), "before": change.old, "after": change.new}
            self.stdout.write("  " + _("%(name)s : « %(before)s » → « %(after)s »") % told)
        added = preview.of_kind(ChangeKind.ADD)
        known = sum(not unit.is_new for unit in added)
        self.stdout.write(_("  ajoutés : %(count)s") % {"count": len(added)} + by_level(added))
        if known:
            self.stdout.write(_("    dont déjà connus d'un autre découpage : %(count)s") % {"count": known})
        changed = preview.of_kind(ChangeKind.CHANGE)
        self.stdout.write(_("  changés : %(count)s") % {"count": len(changed)} + by_level(changed))
        for line in first_lines([in_line(unit) for unit in changed], everything):
            self.stdout.write("  " + line)
        self.stdout.write(_("  inchangés : %(count)s") % {"count": len(preview.of_kind(ChangeKind.LEAVE))})
        if preview.not_named:
            self.stdout.write(_("  laissés, absents du fichier : %(count)s") % {"count": preview.not_named})
        for line in found_in_lines([*preview.faults, *preview.findings], everything=everything):
            self.stdout.write(line)

    def _refusal(self, preview: GazetteerPreview) -> str:
        count = {"count": len(preview.errors)}
        if preview.faults or not preview.units:
            return _("Rien n'a été enregistré (erreurs : %(count)s).") % count
        return (
            _("Rien n'a été enregistré (erreurs : %(count)s). Corrigez le fichier, ou dites quels noms sont les mêmes "
              "avec --same, ou reprenez le reste avec --leave-out-errors.") % count
        )  # fmt: skip


CARD = ["name", "country", "valid_from", "valid_to", "source", "fictional"]


def two_names(text: str) -> tuple[str, str]:
    """« Barouéli=Baraoueli » : how the file writes it, and how it is known."""
    written, separator, known = text.partition("=")
    if not (separator and written.strip() and known.strip()):
        raise ArgumentTypeError("NOM ÉCRIT=NOM CONNU")
    return written.strip(), known.strip()


def in_words(day: date) -> str:
    """A day as the reader's language writes it."""
    return long_date(day, (get_language() or "fr")[:2])


def by_level(units: list[PlannedUnit]) -> str:
    """How many of each level, in brackets; nothing where there is nothing."""
    levels = Counter(unit.row.level for unit in units)
    told = [_("niveau %(level)s : %(count)s") % {"level": level, "count": levels[level]} for level in sorted(levels)]
    return f" ({', '.join(told)})" if told else ""


def in_line(unit: PlannedUnit) -> str:
    """One changed place, with each field before and after."""
    changes = [
        _("%(name)s « %(before)s » → « %(after)s »")
        % {"name": _(FIELDS[one.field]), "before": one.old, "after": one.new}
        for one in unit.changed
    ]
    return _("%(name)s : %(value)s") % {"name": unit.row.name, "value": ", ".join(changes)}
