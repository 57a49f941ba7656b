"""Why another server did not give what was asked, in words for the person who asked.

Each error says what to do next. None carries a password, a token or an address with one in it.
"""


class RemoteError(Exception):
    """The other server did not give what was asked. `message` is a French template that `values` fill."""

    message = "Le serveur distant n'a pas répondu comme prévu. Réessayez plus tard."

    def __init__(self, **values: object) -> None:
        self.values = values
        super().__init__(self.message % values)


class RemoteUnreachable(RemoteError):
    """No answer, or one cut off, however often it was asked."""

    message = (
        "Le serveur %(address)s ne répond pas, ou la ligne se coupe. Ce qui est déjà relevé reste ; relancez plus "
        "tard, le relevé reprendra où il s'est arrêté."
    )


class CertificateRefused(RemoteError):
    """The server cannot prove who it is."""

    message = (
        "Le certificat du serveur %(address)s n'est pas valable : rien ne lui a été envoyé. Vérifiez l'adresse, ou "
        "demandez à qui tient ce serveur de renouveler son certificat."
    )


class NotEncrypted(RemoteError):
    """A password would travel in clear."""

    message = (
        "L'adresse %(address)s n'est pas en https : le mot de passe passerait en clair. Donnez une adresse en https."
    )


class SignInRefused(RemoteError):
    """Wrong email, password or token."""

    message = (
        "Le serveur %(address)s refuse le compte : adresse, mot de passe ou jeton ne sont pas les bons. "
        "Corrigez-les, puis relancez."
    )


class NoAccount(RemoteError):
    """Nobody said with which account to come."""

    message = (
        "Aucun compte n'est donné pour le serveur %(address)s. Écrivez-le dans le fichier que nomme "
        "TOGUNA_REMOTE_ACCOUNTS, ou donnez TOGUNA_REMOTE_EMAIL et TOGUNA_REMOTE_SECRET."
    )


class AccountsUnreadable(RemoteError):
    """The file of accounts is missing, is no TOML, or is open to everybody."""

    message = (
        "Le fichier des comptes distants (TOGUNA_REMOTE_ACCOUNTS) ne peut pas être lu : %(why)s. Corrigez-le, puis "
        "relancez."
    )


class AccessRefused(RemoteError):
    """The account is good, and may not see this."""

    message = (
        "Sur le serveur %(address)s, ce compte n'a pas le droit de lire ces fiches. Demandez-y le droit de voir les "
        "envois du formulaire."
    )


class NotThere(RemoteError):
    """Project, form or submission is unknown there, or has been taken away."""

    message = "Le serveur %(address)s ne connaît pas %(what)s. Vérifiez le projet et le formulaire, puis relancez."


class Overloaded(RemoteError):
    """The server asks for patience, again and again."""

    message = (
        "Le serveur %(address)s est surchargé (réponse %(status)s). Ce qui est déjà relevé reste ; relancez dans "
        "quelques minutes."
    )


class UnexpectedAnswer(RemoteError):
    """Something else stands at this address, or a version that speaks otherwise."""

    message = (
        "La réponse du serveur %(address)s n'est pas celle attendue (%(why)s). Vérifiez que l'adresse est bien celle "
        "du serveur de collecte."
    )


class TooLarge(RemoteError):
    """More bytes than anybody would send from the field."""

    message = "Le serveur %(address)s envoie plus de %(most)s octets pour %(what)s. Rien n'en a été gardé."
