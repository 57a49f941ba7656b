"""What every test may count on."""

import os

from hypothesis import settings

# No deadline, because a slow machine is no bug of ours. Under CI every run draws the same examples.
settings.register_profile("desk", deadline=None)
settings.register_profile("guard", deadline=None, derandomize=True)
settings.load_profile("guard" if os.environ.get("CI") else "desk")

# Looked at for doctests, these would be loaded a second time under another name.
collect_ignore = ["settings.py", "on_postgresql.py", "database"]
