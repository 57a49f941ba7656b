"""Opening a session, ending it, and who one is."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from toguna.store.accounts.sessions import SignInRefused, close_session, open_session
from toguna.store.writing import write_turn
from toguna.web.api.door import ScriptRequest, asks, done, moment, open_to_all, said, sent_json, sent_text
from toguna.web.api.problems import Problem, not_there


@open_to_all
def sessions(request: HttpRequest) -> HttpResponseBase:
    """Sign in with a script's credential: what clients call the e-mail is the credential's name."""
    if request.method != "POST":
        raise Problem(405.1, _("Cette adresse n'a pas la méthode %(method)s.") % {"method": request.method})
    sent = sent_json(request)
    username, secret = sent_text(sent, "email"), sent_text(sent, "password")
    try:
        with write_turn():
            opened = open_session(username=username, secret=secret)
    except SignInRefused as error:
        message = _(
            "Identifiant ou secret inconnu. Un programme a les siens, donnés sur « Mon compte » ; le mot de passe "
            "d'une personne ne sert pas ici."
        )
        raise Problem(401.2, message) from error
    return said(
        {
            "token": opened.token,
            "csrf": "",
            "createdAt": moment(opened.session.created_at),
            "expiresAt": moment(opened.session.expires_at),
        }
    )


@asks()
def end_session(request: ScriptRequest, token: str) -> HttpResponseBase:
    """End one's own session, by its token or as `current`."""
    authorization = request.headers.get("Authorization", "").partition(" ")[2].strip()
    if request.api_session is None or token not in ("current", authorization):
        raise not_there()
    with write_turn():
        close_session(session=request.api_session, by=request.user)
    return done()


@asks()
def current_user(request: ScriptRequest) -> HttpResponseBase:
    """Who the script acts as."""
    return said(
        {
            "id": request.user.pk,
            "type": "user",
            "email": request.credential.username,
            "displayName": request.user.name,
            "createdAt": moment(request.user.created_at),
            "updatedAt": None,
            "deletedAt": None,
        }
    )
