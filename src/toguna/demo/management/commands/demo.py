"""`toguna demo`: loads the demonstration into an empty installation."""

from random import Random
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from toguna.demo.fictional_account import approve_quarters, close_quarters, send_late
from toguna.demo.fictional_advocacy import campaign
from toguna.demo.fictional_commitments import promise_and_declare
from toguna.demo.fictional_content import CODE
from toguna.demo.fictional_cycles import hold_cycles
from toguna.demo.fictional_dialogues import hold_dialogues
from toguna.demo.fictional_expectations import expect_reports
from toguna.demo.fictional_framework import load_framework
from toguna.demo.fictional_money import add_money
from toguna.demo.fictional_networks import add_fictional_network
from toguna.demo.fictional_paperwork import load_paperwork
from toguna.demo.fictional_records import send_records
from toguna.demo.real_programmes import RealProgrammes
from toguna.demo.standard_codes import load_standard_codes
from toguna.flow.compute import compute_programme
from toguna.flow.forms import offer_library
from toguna.flow.instruments import offer_instruments
from toguna.flow.release import release_edition
from toguna.store.programmes.models import Programme

SEED = 20160812


class Command(BaseCommand):
    """Three real programmes as their sources state them, and a fourth, fictional, with records."""

    help = "Charge la démonstration : trois programmes réels, tels que leurs documents les disent, et un fictif."

    def add_arguments(self, parser: Any) -> None:
        """`--without-records` leaves out the fictional programme's records."""
        parser.add_argument("--without-records", action="store_true")

    def handle(self, *, without_records: bool, **_options: Any) -> None:
        """Load, telling what is being done."""
        if Programme.objects.exists():
            raise CommandError(_("La base contient déjà des programmes : la démonstration n'y a pas été ajoutée."))
        offer_library()
        offer_instruments()
        self.stdout.write(_("Les cinq documents…"))
        for programme in RealProgrammes().load():
            run = compute_programme(programme)
            edition = release_edition(programme, run=run, by=None, on=run.started_at.date())
            self.stdout.write(f"  {programme.code}: {programme.name['fr']}, n° {edition.number}")
        load_standard_codes()
        self.stdout.write(_("Le programme fictif…"))
        random = Random(SEED)  # noqa: S311 - fictional records, the same on every installation
        stage = load_framework(random)
        if without_records:
            return
        sheets = send_records(stage, random, lambda text: self.stdout.write(f"  {text}"))
        self.stdout.write(_("%(sheets)s fiches envoyées par l'étape ordinaire.") % {"sheets": sheets})
        expect_reports(stage)
        # A source of chance of its own, so that money more or less changes no record.
        add_money(stage, Random(SEED))  # noqa: S311 - fictional, the same on every installation
        promise_and_declare(stage, Random(SEED))  # noqa: S311 - fictional, the same on every installation
        add_fictional_network(stage)
        campaign(stage)
        hold_dialogues(stage)
        hold_cycles(stage, Random(SEED))  # noqa: S311 - fictional, the same on every installation
        officer = stage.users["suivi@demo.example"]
        close_quarters(stage)
        run = compute_programme(stage.programme, by=officer)
        approve_quarters(stage, run)
        self.stdout.write(_("Valeurs calculées sur %(facts)s faits.") % {"facts": run.facts})
        load_paperwork(stage, run)
        edition = release_edition(
            stage.programme, run=run, by=officer, on=run.started_at.date(), leave_out_as_needed=True
        )
        self.stdout.write(f"  {CODE} n° {edition.number} {edition.sha256[:12]}")
        send_late(stage, Random(SEED))  # noqa: S311 - fictional, the same on every installation
        compute_programme(stage.programme, by=officer)
