"""`toguna compute`: count a programme's indicators now."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from toguna.flow.compute import compute_programme
from toguna.store.programmes.models import Programme


class Command(BaseCommand):
    """Compute the values of one programme from the verified facts."""

    help = "Calcule les valeurs des indicateurs d'un programme à partir des faits vérifiés."

    def add_arguments(self, parser: CommandParser) -> None:
        """Which programme, and as of which place in the verified sequence."""
        parser.add_argument("programme")
        parser.add_argument(
            "--as-of", type=int, metavar="NUMBER", help="place dans la suite vérifiée ; la dernière sinon"
        )

    def handle(self, *, programme: str, as_of: int | None, **_options: Any) -> None:
        """Compute, and tell the totals of the programme's life."""
        found = Programme.objects.filter(code=programme).first()
        if found is None:
            codes = ", ".join(Programme.objects.values_list("code", flat=True))
            raise CommandError(
                _("Aucun programme « %(code)s ». Il y a : %(codes)s.") % {"code": programme, "codes": codes}
            )
        run = compute_programme(found, as_of=as_of)
        told = {"values": run.values.count(), "facts": run.facts, "as_of": run.as_of}
        computed = _("%(values)s valeurs calculées sur %(facts)s faits, jusqu'à la vérification n° %(as_of)s.")
        self.stdout.write(computed % told)
        for value in run.values.filter(period_kind="life", cell=[]).select_related("indicator").order_by("indicator"):
            number = _("non précisé") if value.value is None else f"{value.value.normalize():f}"
            self.stdout.write(f"  {value.indicator.code}  {number}")
