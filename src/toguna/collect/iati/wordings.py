"""What is said of an activity that is not quite as the standard has it: what stood there and what was read."""

LANGUAGE = "La langue « %(found)s » a été lue comme « %(read)s »."
LANGUAGE_EMPTY = "La langue est laissée vide ; le texte a été pris dans la langue de l'activité."
LANGUAGE_UNKNOWN = "La langue « %(found)s » n'est pas connue ; elle a été gardée telle quelle."
LANGUAGE_ABOVE = "La langue « %(found)s » est dite au-dessus des textes ; elle a été donnée à chacun d'eux."
DATE = "La date « %(found)s » a été lue comme « %(read)s »."
NO_DATE = "« %(found)s » n'est pas une date que l'on puisse lire sans deviner ; elle a été gardée telle quelle."
YES_OR_NO = "« %(name)s » dit « %(found)s » ; cela a été lu comme « %(read)s »."
NO_YES_OR_NO = "« %(name)s » dit « %(found)s », qui n'est ni oui ni non ; cela a été gardé tel quel."
IDENTIFIER_PADDED = "L'identifiant avait des espaces autour ; il a été lu « %(read)s »."
NUMBER = "Le nombre « %(found)s » a été lu comme « %(read)s »."
NO_NUMBER = "« %(found)s » n'est pas un nombre ; le texte a été gardé tel quel, sans nombre."
COULD_BE_TWO = (
    "« %(found)s » peut vouloir dire %(large)s ou %(small)s, et rien dans l'activité ne le montre ; "
    "le texte a été gardé tel quel, sans nombre."
)
DIMENSION_NUMBER_MOVED = (
    "Le nombre %(number)s était dans la dimension « %(name)s » au lieu d'une catégorie ; "
    "il a été mis dans une valeur à lui."
)
DIMENSION_NUMBER_KEPT = (
    "La dimension « %(name)s » porte le nombre %(number)s, sans que l'on voie si c'est une valeur ou une catégorie ; "
    "il a été laissé là."
)
PERIOD_MERGED = "La période du %(start)s au %(end)s était répétée ; ses valeurs ont rejoint la première."
VALUE_DOUBLED = "Des périodes répétées redisaient la même valeur (%(count)s) ; elle n'a été gardée qu'une fois."
TOTALS_DIFFER = (
    "La période du %(start)s au %(end)s est répétée avec des totaux différents ; ils ont été gardés tous. "
    "Demandez à l'éditeur lequel est le bon."
)
ORDER = "« %(name)s » n'est pas à sa place dans l'ordre de la norme ; il a été lu quand même."
BARE_TEXT = "Le texte « %(text)s » n'est pas dans une balise « narrative » ; il a été pris comme s'il y était."
TEXT_FOR_ATTRIBUTE = "« %(text)s » est dans la balise au lieu de l'attribut « %(attribute)s » ; il a été pris de là."
TEXT_REPEATED = "« %(name)s » est répété ; ses textes ont rejoint ceux du premier."
MARKED_TEXT = "Le texte contient des balises (%(names)s) ; elles ont été enlevées et le texte gardé."
EMPTY_TEXT = "Le texte est vide."
EMPTY = "« %(name)s » est là mais ne dit rien."
REPEATED = "« %(name)s » ne peut être là qu'une fois ; le premier a été compris, celui-ci gardé tel quel."
MISSING = "« %(name)s » manque dans « %(within)s »."
UNMODELLED = "« %(name)s » n'a pas de place dans la norme 2.03 ; il a été gardé tel quel, sans être compris : %(text)s."
LEFT_OVER = "« %(name)s » porte plus que la norme 2.03 ne prévoit ; le reste a été gardé tel quel : %(text)s."
STRAY_TEXT = "Un texte est hors de sa balise (« %(name)s ») ; il a été gardé tel quel : %(text)s."
VERSION_UNKNOWN = (
    "Le fichier ne dit pas une version de la norme que l'on lit (« %(found)s ») ; il a été lu comme une 2.03."
)
VERSION_ONE = "Le fichier est en version %(found)s, que la norme a abandonnée ; ce qui se lit comme une 2.03 a été lu."
NAMESPACE = (
    "Le fichier met les noms de la norme dans l'espace « %(name)s » ; ils ont été lus comme s'ils n'en avaient pas."
)
NO_ACTIVITY = "Ce fichier est bien un fichier IATI, mais il ne contient aucune activité."
IDENTIFIER_TWICE = "L'identifiant « %(identifier)s » est celui de plusieurs activités du fichier ; toutes ont été lues."
ONE_ACTIVITY = "Le fichier contient une activité seule, sans « iati-activities » autour ; elle a été lue."
