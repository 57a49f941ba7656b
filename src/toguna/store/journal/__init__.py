"""Who did what to what, when: append-only, hash-chained by the worker, verifiable by a command."""
