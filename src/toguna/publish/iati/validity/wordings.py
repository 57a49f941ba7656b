"""What rules that return in several places say where they are broken, and what they ask in French and in English.

The first ends with a full stop because it is a sentence on a page; what a rule asks is the cell of a table.
"""

SPACES = (
    "Cet identifiant commence ou finit par un espace ou un saut de ligne. Retirez-les.",
    "Un identifiant ne commence ni ne finit par un espace ou un saut de ligne",
    "An identifier neither begins nor ends with a space or a new line",
)
SYMBOLS = (
    "Cet identifiant contient l'un des signes / & | ?, qui n'y sont pas permis. Mettez un tiret à la place.",
    "Un identifiant ne contient aucun des signes / ? & |",
    "An identifier holds none of the signs / ? & |",
)
AGENCY = (
    "L'identifiant de l'organisation ne commence pas par un registre connu (liste de 2018), tel que ML-CCIM. "
    "Vérifiez-le sur org-id.guide.",
    "L'identifiant d'une organisation commence par un registre connu en 2018, tel que ML-CCIM",
    "An organisation's identifier begins with a registration agency known in 2018, such as ML-CCIM",
)
NO_LANGUAGE = (
    "Ce texte n'a pas de langue, et rien ne la dit pour tous. Dites-la une fois pour toutes en tête.",
    "Une langue est dite pour tous les textes, ou chacun dit la sienne",
    "A default language is said, or each text says its own",
)
UPDATED_IN_FUTURE = (
    "La date de mise à jour est dans l'avenir. Corrigez-la.",
    "La date de mise à jour n'est pas dans l'avenir",
    "The date of the last update is not in the future",
)
BUDGET_OVER_A_YEAR = (
    "Un budget couvre plus d'un an. Partagez-le par année.",
    "Un budget couvre un an au plus",
    "A budget covers one year at most",
)
PERIOD_BACKWARDS = (
    "La période finit avant de commencer. Corrigez ses dates.",
    "Une période ne finit pas avant de commencer",
    "A period does not start after its end",
)
