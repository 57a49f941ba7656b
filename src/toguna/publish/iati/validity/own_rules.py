"""What nobody else checks, and every reader trips over: the list of this project's own rules and what each says.

They look at what the official rules leave free: cells against their total, places that nobody declared, periods without
the other half, numbers in the wrong attribute. How each is judged stands in `result_cells` and `habits`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from toguna.publish.iati.validity.rules_of_iati import ERROR, NOTE, WARNING, Element
from toguna.rules.findings import Severity


@dataclass(frozen=True)
class OwnRule:
    """One of our rules: its weight, what it asks in French and English, and the sentence on what was found."""

    code: str
    severity: Severity
    french: str
    english: str
    found: str


@dataclass(frozen=True)
class OwnJudgement:
    """One time that a rule of ours applied; without values it holds, with them they say what was found."""

    code: str
    at: Element
    values: Mapping[str, object] | None = field(default=None)


OWN_RULES: Mapping[str, OwnRule] = {
    rule.code: rule
    for rule in (
        OwnRule("toguna.sexes-above-total", ERROR,
                "La somme par sexe ne dépasse pas le total",
                "The sum by sex is not more than the total",
                "Par sexe, les valeurs font %(parts)s, plus que le total %(total)s. Corrigez l'un ou l'autre."),
        OwnRule("toguna.parts-above-total", WARNING,
                "La somme d'une ventilation ne dépasse pas le total",
                "The sum of a breakdown is not more than the total",
                "Par « %(dimension)s », les valeurs font %(parts)s, plus que le total %(total)s. Vérifiez que personne "
                "n'y est deux fois."),
        OwnRule("toguna.cell-above-total", WARNING,
                "Aucune case d'une ventilation ne dépasse son total",
                "No cell of a breakdown is more than its total",
                "La case « %(dimension)s » vaut %(part)s, plus que le total %(total)s. Corrigez l'un ou l'autre."),
        OwnRule("toguna.cells-without-total", WARNING,
                "Une ventilation est accompagnée de son total",
                "A breakdown comes with its total",
                "Des valeurs sont ventilées sans que leur total soit donné. Ajoutez la valeur sans dimension."),
        OwnRule("toguna.cells-contradict", ERROR,
                "Une même case n'a pas deux valeurs différentes",
                "One cell does not have two different values",
                "La même case a deux valeurs, %(first)s et %(second)s. Gardez la bonne."),
        OwnRule("toguna.cell-repeated", WARNING,
                "Une même case n'est donnée qu'une fois",
                "One cell is given once",
                "La même case est donnée deux fois avec la valeur %(first)s. Retirez-en une."),
        OwnRule("toguna.number-in-dimension", WARNING,
                "Une dimension nomme une catégorie, elle ne porte pas le nombre",
                "A dimension names a category and does not hold the number",
                "La dimension « %(name)s » a pour valeur le nombre %(value)s. Le nombre va dans la valeur de la case, "
                "la dimension nomme la catégorie."),
        OwnRule("toguna.dimension-without-value", WARNING,
                "Une dimension dit sa catégorie",
                "A dimension says its category",
                "La dimension « %(name)s » ne dit pas de catégorie. Écrivez-la, ou retirez la dimension."),
        OwnRule("toguna.dimension-without-name", WARNING,
                "Une dimension dit son nom",
                "A dimension says its name",
                "La catégorie « %(value)s » n'a pas de nom de dimension. Écrivez-le."),
        OwnRule("toguna.location-unknown", ERROR,
                "Un lieu cité par un résultat est déclaré dans l'activité",
                "A place that a result refers to is declared in the activity",
                "Le lieu « %(ref)s » n'est pas parmi ceux de l'activité. Déclarez-le, ou corrigez la référence."),
        OwnRule("toguna.target-without-actual", WARNING,
                "Une période passée qui a une cible a une réalisation",
                "A past period with a target has an actual",
                "La période du %(start)s au %(end)s a une cible et pas de réalisation. Publiez-la, ou dites pourquoi "
                "elle manque."),
        OwnRule("toguna.actual-without-target", NOTE,
                "Une période qui a une réalisation a une cible",
                "A period with an actual has a target",
                "La période du %(start)s au %(end)s a une réalisation et pas de cible."),
        OwnRule("toguna.period-repeated", WARNING,
                "Une période n'est donnée qu'une fois par indicateur",
                "A period is given once for an indicator",
                "La période du %(start)s au %(end)s est donnée deux fois. Mettez toutes ses valeurs ensemble."),
        OwnRule("toguna.baseline-after-first-period", WARNING,
                "La valeur de référence ne vient pas après la première période",
                "The baseline does not come after the first period",
                "La référence est datée de %(baseline)s, après la première période, qui finit le %(end)s. "
                "Corrigez sa date."),
        OwnRule("toguna.percentage-above-100", WARNING,
                "Un pourcentage va de 0 à 100",
                "A percentage lies from 0 to 100",
                "Le pourcentage %(value)s sort de 0 à 100. Vérifiez la valeur et la mesure de l'indicateur."),
        OwnRule("toguna.number-badly-written", WARNING,
                "Un nombre s'écrit en chiffres, sans espace ni virgule",
                "A number is written in digits, without spaces or commas",
                "« %(value)s » n'est pas lu comme un nombre. Écrivez-le sans espace ni signe, avec un point décimal."),
        OwnRule("toguna.language-badly-written", WARNING,
                "Un code de langue s'écrit en deux petites lettres",
                "A language code is written in two small letters",
                "La langue est écrite « %(value)s ». Écrivez « %(right)s »."),
        OwnRule("toguna.language-empty", WARNING,
                "Une langue que l'on dit n'est pas vide",
                "A language that is said is not empty",
                "La langue de ce texte est vide. Écrivez son code, ou retirez l'attribut."),
    )
}  # fmt: skip
