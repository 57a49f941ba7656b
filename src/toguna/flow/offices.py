"""The office that somebody holds, in words that may leave: the role and the organisation, never the name."""

from toguna.rules.roles import Role
from toguna.store.accounts.models import User

OFFICES: dict[Role, tuple[str, str]] = {
    Role.ADMINISTRATOR: ("l'administration du site", "the site's administration"),
    Role.MEL_OFFICER: ("le suivi-évaluation", "monitoring and evaluation"),
    Role.PARTNER_COORDINATOR: ("la coordination", "the coordination"),
    Role.PARTNER_AGENT: ("l'équipe de terrain", "the field team"),
    Role.DATA_PROTECTION_OFFICER: ("la protection des données", "data protection"),
    Role.DONOR: ("le bailleur", "the donor"),
}


def office_words(account: int | None) -> dict[str, str]:
    """Whose decision it was, by office: « le suivi-évaluation, Association X »."""
    user = User.objects.select_related("organisation").filter(pk=account or 0).first()
    if user is None:
        return {"fr": "l'installation", "en": "the installation"}
    french, english = OFFICES[Role(user.role)]
    name = user.organisation.name
    return {"fr": f"{french}, {name['fr']}", "en": f"{english}, {name.get('en') or name['fr']}"}
