"""The installation's own settings, made quick and disposable for tests.

The database stays what `DATABASE_URL` says: an SQLite file with the real pragmas, or PostgreSQL.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

# Every test process has a folder of its own, gone when it ends; whatever the shell had set is not ours to write into.
_folder = Path(tempfile.mkdtemp(prefix="toguna-tests-"))
atexit.register(shutil.rmtree, _folder, ignore_errors=True)
os.environ["TOGUNA_VAR"] = str(_folder)
os.environ["TOGUNA_SECRET_KEY"] = "a key for tests and for nothing else"

# Built once for all test processes, by `make field`, where `toguna serve` in this folder would look for it too.
os.environ.setdefault("TOGUNA_FIELD_PAGE", str(Path(__file__).resolve().parent.parent / "var" / "field"))

from toguna.config.settings import *  # noqa: E402, F403
from toguna.config.settings import DATABASES, INSTALLED_APPS, MIDDLEWARE, STORAGES  # noqa: E402

# First, so that its `flush` is the one that Django finds.
INSTALLED_APPS = ["tests.database", *INSTALLED_APPS]

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, not memory: threads of the live server each open it, and WAL and fsync are what they are in service.
    DATABASES["default"]["TEST"] = {"NAME": str(_folder / "test.sqlite3")}
# A connection kept open by a thread of the live server would keep the test database from being dropped.
DATABASES["default"]["CONN_MAX_AGE"] = 0

ALLOWED_HOSTS = ["localhost", "127.0.0.1", "testserver"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
READ_ON_ARRIVAL = True
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend", "QUEUES": []}}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
# Files are served from where they lie: no collectstatic before a test, no names with hashes to chase.
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
MIDDLEWARE = [name for name in MIDDLEWARE if not name.startswith("whitenoise.")]
# The tests of the limit itself bring the real one back; the others sign in as often as they like.
ACCOUNT_RATE_LIMITS = False  # type: ignore[assignment]
