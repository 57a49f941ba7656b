"""The official rules of an organisation file: its identifiers, its language and currency, its budgets.

Source of the facts: IATI/IATI-Rulesets, rulesets/standard.json for 2.03 (commit 2cd1a14f).
"""

from toguna.publish.iati.validity.kinds import (
    a_year_at_most,
    in_order,
    not_in_the_future,
    one_or_all,
    starts_with_an_agency,
    trimmed,
    within,
    without_symbols,
)
from toguna.publish.iati.validity.rules_of_iati import ERROR, WARNING, Rule
from toguna.publish.iati.validity.wordings import (
    AGENCY,
    BUDGET_OVER_A_YEAR,
    NO_LANGUAGE,
    PERIOD_BACKWARDS,
    SPACES,
    SYMBOLS,
    UPDATED_IN_FUTURE,
)

BUDGETS = "total-budget | recipient-org-budget | recipient-country-budget | recipient-region-budget | total-expenditure"
START, END = "period-start/@iso-date", "period-end/@iso-date"

ORGANISATION_RULES = (
    Rule("1.12.1", WARNING, ".", trimmed("organisation-identifier"), *SPACES),
    Rule("1.12.13", WARNING, ".", without_symbols("organisation-identifier"), *SYMBOLS),
    Rule("1.17.1", WARNING, ".", trimmed("recipient-org-budget/recipient-org/@ref"), *SPACES),
    Rule("1.18.1", WARNING, ".", trimmed("reporting-org/@ref"), *SPACES),
    Rule("1.18.8", WARNING, ".", starts_with_an_agency("reporting-org/@ref"), *AGENCY),
    Rule("1.18.13", WARNING, ".", without_symbols("reporting-org/@ref"), *SYMBOLS),
    Rule("4.5.1", ERROR, ".", one_or_all("@xml:lang", "descendant::narrative", "@xml:lang"), *NO_LANGUAGE),
    Rule("7.8.2", ERROR, ".",
         one_or_all("@default-currency",
                    "descendant::value | descendant::forecast | descendant::loan-status", "@currency"),
         "Ce montant n'a pas de monnaie, et l'organisation n'en dit pas pour tous. Dites-la en tête.",
         "L'organisation dit sa monnaie, ou chaque montant la sienne",
         "The organisation says its currency, or each amount says its own"),
    Rule("7.5.3", ERROR, BUDGETS, a_year_at_most(START, END), *BUDGET_OVER_A_YEAR),
    Rule("8.6.3", ERROR, BUDGETS, in_order(START, END), *PERIOD_BACKWARDS),
    Rule("11.3.1", ERROR, "recipient-country-budget", within("budget-line/value/@value-date", START, END),
         "La date de valeur d'une ligne sort de la période du budget. Corrigez-la.",
         "La date du montant d'une ligne est dans la période du budget",
         "The date of a budget line's value lies inside the budget's period"),
    Rule("11.4.1", ERROR, ".", not_in_the_future("@last-updated-datetime"), *UPDATED_IN_FUTURE),
)  # fmt: skip
