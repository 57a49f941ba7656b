"""Words for forms: their states, the kinds of their questions, and what a new version does to each."""

from django.utils.translation import gettext_lazy as _

# (word, tone, what it means for who holds a telephone)
STATES = {
    "open": (_("ouvert"), "good", _("Les téléphones le proposent, et ce qui est rempli est reçu.")),
    "closing": (_("en fin de course"), "warn", _("Il n'est plus proposé ; ce qui est déjà rempli est encore reçu.")),
    "closed": (_("clos"), "calm", _("Il n'est plus proposé, et plus rien n'est reçu.")),
    "draft": (_("brouillon"), "calm", _("Personne ne le voit avant qu'il soit publié.")),
}
KINDS = {
    "text": _("texte"),
    "integer": _("nombre entier"),
    "decimal": _("nombre"),
    "date": _("date"),
    "time": _("heure"),
    "datetime": _("date et heure"),
    "select_one": _("un choix"),
    "select_multiple": _("plusieurs choix"),
    "rank": _("classement"),
    "geopoint": _("point GPS"),
    "geotrace": _("tracé GPS"),
    "geoshape": _("surface GPS"),
    "binary": _("photo ou fichier"),
    "barcode": _("code-barres"),
    "note": _("note"),
    "acknowledge": _("à confirmer"),
    "calculate": _("calcul"),
    "group": _("groupe"),
    "repeat": _("répétition"),
}
CHANGES = {
    "added": (_("ajoutée"), "good"),
    "removed": (_("enlevée"), "warn"),
    "retyped": (_("change de type"), "bad"),
    "reworded": (_("change de libellé"), "calm"),
    "choices": (_("change de choix"), "calm"),
}


def kind_said(kind: str) -> str:
    """How the desk says the kind of a question."""
    return str(KINDS.get(kind, kind))
