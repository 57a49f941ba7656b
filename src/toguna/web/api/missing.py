"""The answer at every address of this door that is none: in JSON, because a program reads it."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from toguna.web.api.door import open_to_all
from toguna.web.api.problems import not_there


@open_to_all
def nothing_here(_request: HttpRequest) -> HttpResponseBase:
    """Nothing."""
    raise not_there()
