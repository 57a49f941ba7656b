"""`python -m toguna` is the command `toguna`."""

from toguna.config.command import main

main()
