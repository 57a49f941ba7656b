"""The web server's entry point: Django behind the wrapper that spools chunked bodies, once the database is guarded."""

import os

from django.core.wsgi import get_wsgi_application

from toguna.config.devices import DeviceDoor, DevicesGoStraight
from toguna.config.guarded import AnswerOnlyWhenGuarded
from toguna.config.spooling import SpoolChunkedBodies

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "toguna.config.settings")

site = get_wsgi_application()
application = AnswerOnlyWhenGuarded(SpoolChunkedBodies(DevicesGoStraight(site, DeviceDoor())))
