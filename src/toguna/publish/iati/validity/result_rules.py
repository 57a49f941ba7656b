"""The official rules of results, indicators, baselines, targets and actuals, and of titles and descriptions.

Source of the facts: IATI/IATI-Rulesets, rulesets/standard.json for 2.03 (commit 2cd1a14f). A number is judged as
XPath 1.0 reads numbers, as the official validator does: "1 234", "12,5" and "1e3" are none.
"""

from toguna.publish.iati.validity.kinds import at_least_one, if_then, in_order, no_more_than_one
from toguna.publish.iati.validity.rules_of_iati import ERROR, WARNING, Rule

COUNTED = "result/indicator[@measure='1' or @measure='2' or @measure='3' or @measure='4']"
QUALITATIVE = "result/indicator[@measure='5']"
BASELINE, TARGET, ACTUAL = "baseline", "period/target", "period/actual"

# Each of the three says the same under ids of its own.
WITHOUT_VALUE = (
    ("8.8.1", BASELINE,
     "La valeur de référence manque, alors que l'indicateur se compte. Écrivez-la, ou retirez l'élément.",
     "Une référence a une valeur, sauf si l'indicateur est qualitatif",
     "A baseline has a value, unless the indicator is qualitative"),
    ("8.9.1", TARGET,
     "La valeur de la cible manque, alors que l'indicateur se compte. Écrivez-la, ou retirez l'élément.",
     "Une cible a une valeur, sauf si l'indicateur est qualitatif",
     "A target has a value, unless the indicator is qualitative"),
    ("8.10.1", ACTUAL,
     "La valeur réalisée manque, alors que l'indicateur se compte. Écrivez-la, ou retirez l'élément.",
     "Une réalisation a une valeur, sauf si l'indicateur est qualitatif",
     "An actual has a value, unless the indicator is qualitative"),
)  # fmt: skip
NOT_A_NUMBER = (
    ("8.8.2", BASELINE,
     "La valeur de référence n'est pas un nombre. Écrivez des chiffres, avec un point décimal.",
     "La valeur d'une référence est un nombre, sauf si l'indicateur est qualitatif",
     "A baseline's value is a number, unless the indicator is qualitative"),
    ("8.9.2", TARGET,
     "La valeur de la cible n'est pas un nombre. Écrivez des chiffres, avec un point décimal.",
     "La valeur d'une cible est un nombre, sauf si l'indicateur est qualitatif",
     "A target's value is a number, unless the indicator is qualitative"),
    ("8.10.2", ACTUAL,
     "La valeur réalisée n'est pas un nombre. Écrivez des chiffres, avec un point décimal.",
     "La valeur réalisée est un nombre, sauf si l'indicateur est qualitatif",
     "An actual's value is a number, unless the indicator is qualitative"),
)  # fmt: skip
WITH_A_VALUE = (
    ("8.8.3", BASELINE,
     "La référence d'un indicateur qualitatif a une valeur. Écrivez-la dans le commentaire.",
     "La référence d'un indicateur qualitatif n'a pas de valeur",
     "A qualitative indicator's baseline has no value"),
    ("8.9.3", TARGET,
     "La cible d'un indicateur qualitatif a une valeur. Écrivez-la dans le commentaire.",
     "La cible d'un indicateur qualitatif n'a pas de valeur",
     "A qualitative indicator's target has no value"),
    ("8.10.3", ACTUAL,
     "La réalisation d'un indicateur qualitatif a une valeur. Écrivez-la dans le commentaire.",
     "La réalisation d'un indicateur qualitatif n'a pas de valeur",
     "A qualitative indicator's actual has no value"),
)  # fmt: skip

RESULT_RULES = (
    *(Rule(code, ERROR, f"{COUNTED}/{below}", at_least_one("@value"), *words) for code, below, *words in WITHOUT_VALUE),
    *(
        Rule(code, WARNING, f"{COUNTED}/{below}", if_then("@value", "number(@value) = @value"), *words)
        for code, below, *words in NOT_A_NUMBER
    ),
    *(
        Rule(code, WARNING, f"{QUALITATIVE}/{below}", if_then("true()", "not(@value)"), *words)
        for code, below, *words in WITH_A_VALUE
    ),
    Rule("8.6.1", ERROR, "result/indicator/period", in_order("period-start/@iso-date", "period-end/@iso-date"),
         "La période de l'indicateur finit avant de commencer. Corrigez ses dates.",
         "La période d'un indicateur ne finit pas avant de commencer",
         "An indicator's period does not start after its end"),
    Rule("8.11.1", ERROR, "result/indicator", no_more_than_one("reference[1] | ../reference[1]"),
         "Un code de référence est donné à la fois au résultat et à son indicateur. Gardez l'un des deux.",
         "Les codes de référence sont donnés au résultat ou à ses indicateurs, jamais aux deux",
         "Reference codes are given to a result or to its indicators, never to both"),
)  # fmt: skip

TEXT_RULES = (
    Rule("4.3.1", ERROR, "descendant::title", at_least_one("narrative/text()"),
         "Ce titre n'a pas de texte. Écrivez-le.",
         "Un titre a un texte",
         "A title has a text"),
    Rule("4.4.1", ERROR, "descendant::description", at_least_one("narrative/text()"),
         "Cette description n'a pas de texte. Écrivez-la, ou retirez-la.",
         "Une description a un texte",
         "A description has a text"),
)  # fmt: skip
