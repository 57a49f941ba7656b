"""How often one machine may ask for the same thing in an hour; the machine's number itself is not kept."""

import hashlib

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest

HOUR = 3600


def knocks_too_often(request: HttpRequest, door: str, most: int) -> bool:
    """Whether this machine has knocked at a door more than `most` times in this hour; this knock counts."""
    machine = hashlib.sha256(f"{door}:{get_adapter().get_client_ip(request)}".encode()).hexdigest()
    cache.add(machine, 0, HOUR)
    try:
        return cache.incr(machine) > most
    except ValueError:
        # It ran out between the two: a new hour begins.
        return False
