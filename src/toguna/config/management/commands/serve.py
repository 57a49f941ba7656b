"""`toguna serve`: everything that one installation needs, from an empty folder to an address that answers."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from argparse import ArgumentParser
from collections.abc import Sequence
from threading import Event
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connections
from django.utils.translation import gettext as _

from toguna.config.starting import (
    NoPortFree,
    collect_static_files,
    is_demonstration_half_loaded,
    is_migration_due,
    know_own_address,
    listen,
    loading_demonstration,
    make_cache_table,
)
from toguna.demo.accounts import ACCOUNTS, PASSWORD
from toguna.flow.instruments import offer_instruments
from toguna.flow.safekeeping.database_copy import start_over
from toguna.store.accounts.models import User
from toguna.store.journal.append_only import TriggersMissing, require_triggers
from toguna.store.programmes.models import Programme
from toguna.store.scorecards.models import Instrument
from toguna.web.field.bundle import is_build_due

ANSWERS_WITHIN_SECONDS = 60
STOPS_WITHIN_SECONDS = 30

# By the name that a message gives them, the web server first.
Children = dict[str, subprocess.Popen[bytes]]


class Command(BaseCommand):
    """Prepares what is missing, starts the web server and the worker, says where they are, stops both together."""

    help = "prepare the database if needed, then serve the site and its worker until stopped"
    # The commands it calls make their own checks, and a second start shall be quick.
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where to answer, and what to leave out."""
        parser.add_argument("--host", default="127.0.0.1", help="the address to answer on (default: this machine only)")
        parser.add_argument("--port", type=int, default=8000, help="the port; the next free one when it is taken")
        parser.add_argument("--no-demo", action="store_true", help="leave an empty database empty")
        parser.add_argument("--no-field-page", action="store_true", help="do not build the page of offline forms")
        parser.add_argument("--no-worker", action="store_true", help="run the worker elsewhere: toguna work")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Prepare, start, say where, wait, stop."""
        # The port is only looked for: nobody shall wait before a door that opens in a minute.
        with self.open_door(options["host"], options["port"]) as free:
            own = address_of(options["host"], free.getsockname()[1])
        try:
            self.prepare(own, with_demo=not options["no_demo"])
        except KeyboardInterrupt:
            raise CommandError(_("Interrompu pendant la préparation ; relancez la commande."), returncode=130) from None
        has_demo = User.objects.filter(email=ACCOUNTS[0].email).exists()
        if has_demo:
            know_own_address(own)
        # The children open connections of their own.
        connections.close_all()
        listener = self.open_door(options["host"], options["port"])
        port = listener.getsockname()[1]
        if port != options["port"]:
            self.say(
                _("Le port %(taken)d est pris ; Toguna prend le port %(port)d.")
                % {"taken": options["port"], "port": port}
            )
        stop = Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda _number, _frame: stop.set())
        children = start_children(listener, with_worker=not options["no_worker"])
        passing: Children = {}
        try:
            self.wait_for_an_answer(port, next(iter(children.values())), stop)
            if not stop.is_set():
                self.say_where(options["host"], port, has_demo=has_demo)
                # Beside a site that answers already: nobody waits for it, and the site does not stop when it fails.
                if not options["no_field_page"] and is_build_due():
                    passing = {"": start(["-m", "toguna", "field_page"])}
            watch(children, stop)
        finally:
            end(children | passing)
            listener.close()
        self.say(_("Toguna est arrêté."))

    def open_door(self, host: str, port: int) -> socket.socket:
        """The socket to answer on."""
        try:
            return listen(host, port)
        except NoPortFree as error:
            raise CommandError(_("Aucun port libre à partir de %(port)d.") % {"port": port}) from error

    def prepare(self, own_address: str, *, with_demo: bool) -> None:
        """Bring database, files and demonstration up to date; say what takes time."""
        if is_migration_due():
            self.say(_("Préparation de la base de données (quelques secondes)…"))
            call_command("migrate", verbosity=0, interactive=False)
        try:
            require_triggers()
        except TriggersMissing as error:
            raise CommandError(str(error)) from error
        make_cache_table()
        if collect_static_files():
            self.say(_("Feuilles de style et images mises en place."))
        if with_demo and is_demonstration_half_loaded():
            self.say(_("Le chargement de la démonstration avait été interrompu ; il est repris depuis le début."))
            start_over()
        if with_demo and not Programme.objects.exists():
            self.say(_("Chargement de la démonstration (moins d'une minute, une seule fois)…"))
            know_own_address(own_address)
            with loading_demonstration():
                call_command("demo", stdout=self.stdout)
        if not Instrument.objects.exists():
            offer_instruments()

    def wait_for_an_answer(self, port: int, server: subprocess.Popen[bytes], stop: Event) -> None:
        """Wait until the first page is there, so that the address printed is one that works."""
        deadline = time.monotonic() + ANSWERS_WITHIN_SECONDS
        while time.monotonic() < deadline and not stop.is_set():
            if server.poll() is not None:
                raise CommandError(_("Le serveur web s'est arrêté en démarrant ; la raison est écrite ci-dessus."))
            answer = ask(port)
            if answer is None:
                time.sleep(0.1)
                continue
            status, body = answer
            if status == http.client.SERVICE_UNAVAILABLE:
                raise CommandError(body)
            return
        if not stop.is_set():
            raise CommandError(_("Le serveur web ne répond pas."))

    def say_where(self, host: str, port: int, *, has_demo: bool) -> None:
        """The address, who can sign in, and how to stop."""
        self.say("")
        self.say(_("Toguna est ouvert : %(address)s") % {"address": f"{address_of(host, port)}/"})
        if has_demo:
            self.say(_("Comptes de démonstration, mot de passe « %(password)s » :") % {"password": PASSWORD})
            width = max(len(account.email) for account in ACCOUNTS)
            for account in ACCOUNTS:
                self.say(f"  {account.email:<{width}}  {account.name}")
        else:
            self.say(_("Pour ouvrir un compte : toguna accounts open --help"))
        self.say(_("Pour arrêter : Ctrl-C"))

    def say(self, text: str) -> None:
        """Print at once, even into a file."""
        self.stdout.write(text)
        self.stdout.flush()


def address_of(host: str, port: int) -> str:
    """The address to type into a browser on this machine."""
    shown = "localhost" if host in {"127.0.0.1", "0.0.0.0"} else host  # noqa: S104 - compared, not bound
    return f"http://{shown}:{port}"


def start_children(listener: socket.socket, *, with_worker: bool) -> Children:
    """The web server on the open socket, and the worker beside it."""
    socket_number = listener.fileno()
    gunicorn = ["-m", "gunicorn", "-c", "python:toguna.config.web_server", "-b", f"fd://{socket_number}"]
    children = {_("le serveur web"): start(gunicorn, pass_fds=[socket_number])}
    if with_worker:
        children[_("le travail de fond")] = start(["-m", "toguna", "work", "--beside", str(os.getpid())])
    return children


def start(arguments: list[str], pass_fds: Sequence[int] = ()) -> subprocess.Popen[bytes]:
    """Start this Python on something, in a session of its own.

    Ctrl-C then reaches only the parent, which tells its children to finish what they are doing.
    """
    return subprocess.Popen([sys.executable, *arguments], pass_fds=pass_fds, start_new_session=True)  # noqa: S603 - our own commands, no shell


def watch(children: Children, stop: Event) -> None:
    """Return when told to stop. Raises CommandError when a child ends by itself, because half a Toguna helps nobody."""
    while not stop.wait(0.5):
        for name, child in children.items():
            if child.poll() is not None:
                raise CommandError(_("Toguna s'arrête, parce que %(name)s s'est arrêté.") % {"name": name})


def end(children: Children) -> None:
    """Ask every child to finish what it is doing; end it when it does not."""
    for child in children.values():
        child.terminate()
    deadline = time.monotonic() + STOPS_WITHIN_SECONDS
    for child in children.values():
        try:
            child.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


def ask_as() -> str:
    """A name under which the site answers; a pattern such as .example.org answers under its own name too."""
    return "localhost" if "localhost" in settings.ALLOWED_HOSTS else settings.ALLOWED_HOSTS[0].lstrip(".")


def ask(port: int) -> tuple[int, str] | None:
    """The status and text of the first page, or None while nobody answers."""
    conversation = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        conversation.request("GET", "/", headers={"Host": ask_as()})
        answer = conversation.getresponse()
        return answer.status, answer.read().decode(errors="replace")
    except (OSError, http.client.HTTPException):
        return None
    finally:
        conversation.close()
