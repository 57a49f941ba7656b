"""The command `toguna`: every management command, with this installation's settings.

`toguna figures` is answered before the framework is set up: it reads a file and needs neither settings nor database.
"""

import os
import sys
from importlib import import_module

FIGURES = "figures"


def main() -> None:
    """Run the command named on the command line."""
    # Each half is imported only when it is asked for: a reader of reports need not start a site, nor a site read PDFs.
    if sys.argv[1:2] == [FIGURES]:
        sys.exit(import_module("toguna.figures.command").main(sys.argv[2:]))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "toguna.config.settings")
    import_module("django.core.management").execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
