"""`toguna work`: the worker beside the web server."""

import os
import signal
from argparse import ArgumentParser
from threading import Event, Thread
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from toguna.flow.background import work
from toguna.store.journal.append_only import TriggersMissing, require_triggers

NICER = 10


class Command(BaseCommand):
    """Runs what is due, seals the journal, and stops cleanly between two tasks."""

    help = "run background work until stopped"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """How often to look, and for how long."""
        parser.add_argument("--pause", type=float, default=1.0, help="seconds between two rounds")
        parser.add_argument("--once", action="store_true", help="one round, then stop")
        parser.add_argument("--beside", type=int, help="stop when the process of this number has ended")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Work until SIGTERM or Ctrl-C; a task that runs is finished first."""
        try:
            require_triggers()
        except TriggersMissing as error:
            raise CommandError(str(error)) from error
        stop = Event()
        if not options["once"]:
            for number in (signal.SIGTERM, signal.SIGINT):
                signal.signal(number, lambda _number, _frame: stop.set())
        # Whoever waits for a page, or a phone for its answer, comes first.
        os.nice(NICER)
        if options["beside"]:
            Thread(target=stop_after, args=(options["beside"], stop), daemon=True).start()
        work(stop=stop, pause=options["pause"], once=options["once"])


def stop_after(parent: int, stop: Event) -> None:
    """Stop when the process that started this one has ended, however it ended."""
    while os.getppid() == parent and not stop.wait(1):
        pass
    stop.set()
