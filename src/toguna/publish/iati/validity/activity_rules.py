"""The official rules of an activity outside its results: identifiers, organisations, places, sectors, dates, money.

Source of the facts: IATI/IATI-Rulesets, rulesets/standard.json for 2.03 (commit 2cd1a14f), and the catalogue of ids in
IATI/js-validator-api, docs/data-quality-rules.csv. The words are ours. Where the official engine judges less than its
rule says, the rule is followed: every transaction's dates and aid types (11.2.1, 11.2.2, 107.2.1), other vocabularies
than the DAC's (2.1.2), regions that leave their vocabulary out (3.4.x), and each budget item's percentage (7.9.1).
"""

from toguna.publish.iati.validity.kinds import (
    SAME_VOCABULARY,
    a_year_at_most,
    adds_up_to_100,
    all_different,
    at_least_one,
    between_0_and_100,
    if_then,
    in_order,
    no_more_than_one,
    not_in_the_future,
    one_or_all,
    starts_with,
    starts_with_an_agency,
    trimmed,
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

DAC = "[not(@vocabulary) or @vocabulary='' or @vocabulary='1']"
SECTORS = f"sector{SAME_VOCABULARY}"
REGIONS = f"recipient-region{SAME_VOCABULARY}"
BUDGET_LINES = "country-budget-items/budget-item"
ORGANISATION_OF_MONEY = "transaction/{0} | planned-disbursement/{0}"
PROVIDER = ORGANISATION_OF_MONEY.format("provider-org")
RECEIVER = ORGANISATION_OF_MONEY.format("receiver-org")
SOMEWHERE = "recipient-country or recipient-region"

IDENTIFIERS = (
    Rule("1.1.3", ERROR, ".", all_different("reporting-org/@ref", "iati-identifier"),
         "L'identifiant de l'activité est le même que celui de l'organisation. Ajoutez-y un tiret et un code propre à "
         "l'activité.",
         "An activity's identifier differs from its organisation's: add a hyphen and a code of its own"),
    Rule("1.1.21", WARNING, ".",
         starts_with("iati-identifier", ("reporting-org/@ref", "other-identifier[@type='B1']/@ref"), "-"),
         "L'identifiant de l'activité ne commence pas par celui de l'organisation suivi d'un tiret. Mettez-les devant.",
         "An activity's identifier begins with its organisation's identifier, present or former, and a hyphen"),
    Rule("1.14.8", WARNING, ".", starts_with_an_agency("reporting-org/@ref"), *AGENCY),
    *(Rule(code, WARNING, context, without_symbols(path), *SYMBOLS) for code, context, path in (
        ("1.3.13", ".", "iati-identifier"), ("1.14.13", ".", "reporting-org/@ref"),
        ("1.8.13", "participating-org", "@ref"), ("1.10.13", PROVIDER, "@ref"),
        ("1.11.13", "other-identifier/owner-org", "@ref"), ("1.15.13", RECEIVER, "@ref"))),
    *(Rule(code, WARNING, context, trimmed(path), *SPACES) for code, context, path in (
        ("1.3.1", ".", "iati-identifier"), ("1.14.1", ".", "reporting-org/@ref"),
        ("1.4.1", PROVIDER, "@provider-activity-id"), ("1.5.1", RECEIVER, "@receiver-activity-id"),
        ("1.6.1", ".", "other-identifier[@type='A3']/@ref"), ("1.7.1", ".", "related-activity/@ref"),
        ("1.8.1", "participating-org", "@ref"), ("1.9.1", "participating-org", "@activity-id"),
        ("1.10.1", PROVIDER, "@ref"), ("1.11.1", "other-identifier/owner-org", "@ref"),
        ("1.15.1", RECEIVER, "@ref"), ("1.16.1", ".", "other-identifier[@type='B1']/@ref"))),
)  # fmt: skip

ORGANISATIONS_AND_TEXTS = (
    Rule("6.8.1", ERROR, "other-identifier/owner-org", at_least_one("@ref", "narrative"),
         "L'organisation à qui appartient cet identifiant n'a ni identifiant ni nom. Donnez l'un des deux.",
         "The owner of another identifier has an identifier or a name"),
    Rule("6.9.1", ERROR, PROVIDER, at_least_one("@ref", "narrative"),
         "L'organisation qui verse n'a ni identifiant ni nom. Donnez l'un des deux.",
         "The organisation that provides money has an identifier or a name"),
    Rule("6.9.2", ERROR, RECEIVER, at_least_one("@ref", "narrative"),
         "L'organisation qui reçoit n'a ni identifiant ni nom. Donnez l'un des deux.",
         "The organisation that receives money has an identifier or a name"),
    Rule("6.10.1", ERROR, "participating-org", at_least_one("@ref", "narrative"),
         "Une organisation participante n'a ni identifiant ni nom. Donnez l'un des deux.",
         "A participating organisation has an identifier or a name"),
    Rule("4.1.1", ERROR, ".", one_or_all("@xml:lang", "descendant::narrative", "@xml:lang"), *NO_LANGUAGE),
)  # fmt: skip

PLACES = (
    Rule("3.1.1", ERROR, ".",
         if_then("count(recipient-country) > 1 and not(recipient-region)",
                 "count(recipient-country) = count(recipient-country/@percentage)",
                 "recipient-country[not(@percentage)]"),
         "L'activité a plusieurs pays et l'un d'eux n'a pas de pourcentage. Donnez-le à chacun.",
         "Where an activity has several countries, each has a percentage"),
    Rule("3.1.2", ERROR, ".",
         adds_up_to_100("recipient-country/@percentage", "count(recipient-country) > 1 and not(recipient-region)"),
         "Les pourcentages des pays ne font pas 100. Corrigez-les.",
         "The percentages of countries add up to 100"),
    Rule("3.1.4", ERROR, ".",
         if_then("count(recipient-country) = 1 and not(recipient-region)",
                 "not(recipient-country/@percentage) or recipient-country/@percentage = 100", "recipient-country"),
         "L'activité n'a qu'un pays : son pourcentage est 100, ou il n'en a pas. Retirez-le.",
         "Where an activity has one country, its percentage is 100 or left out"),
    Rule("3.4.1", ERROR, ".",
         if_then(f"count({REGIONS}) > 1", f"count({REGIONS}) = count({REGIONS}/@percentage)",
                 f"{REGIONS}[not(@percentage)]", per="recipient-region"),
         "L'activité a plusieurs régions d'un même vocabulaire et l'une d'elles n'a pas de pourcentage. Donnez-le à "
         "chacune.",
         "Where an activity has several regions of one vocabulary, each has a percentage"),
    Rule("3.4.2", ERROR, ".",
         adds_up_to_100(f"{REGIONS}/@percentage | recipient-country/@percentage",
                        f"count({REGIONS}) + count(recipient-country) > 1", per="recipient-region"),
         "Les pourcentages des pays et des régions d'un même vocabulaire ne font pas 100. Corrigez-les.",
         "The percentages of countries and of the regions of one vocabulary add up to 100"),
    Rule("3.4.4", ERROR, ".",
         if_then(f"count({REGIONS}) = 1 and not(recipient-country)",
                 f"not({REGIONS}/@percentage) or {REGIONS}/@percentage = 100", REGIONS, per="recipient-region"),
         "L'activité n'a qu'une région dans ce vocabulaire : son pourcentage est 100, ou elle n'en a pas. Retirez-le.",
         "Where an activity has one region of a vocabulary, its percentage is 100 or left out"),
    Rule("3.6.2", ERROR, ".",
         if_then(SOMEWHERE, "not(transaction/recipient-country or transaction/recipient-region)",
                 "transaction/recipient-country | transaction/recipient-region"),
         "Le pays ou la région est dit à la fois pour l'activité et pour des transactions. Gardez l'un des deux.",
         "Countries and regions are said for the activity or for its transactions, never for both"),
    Rule("3.7.1", ERROR, ".", if_then(f"not({SOMEWHERE})", f"transaction[{SOMEWHERE}]"),
         "Ni l'activité ni ses transactions ne disent de pays ou de région. Ajoutez-le à l'activité.",
         "A country or region is said for the activity or for all its transactions"),
    Rule("3.7.2", ERROR, ".",
         if_then(f"not({SOMEWHERE})", f"not(transaction[not({SOMEWHERE})])", f"transaction[not({SOMEWHERE})]"),
         "Une transaction n'a ni pays ni région, et l'activité n'en a pas non plus. Ajoutez-les à toutes.",
         "Where the activity says no country or region, every transaction says one"),
    Rule("12.1.1", ERROR, ".", between_0_and_100("recipient-country/@percentage | recipient-region/@percentage"),
         "Le pourcentage d'un pays ou d'une région sort de 0 à 100. Corrigez-le.",
         "The percentage of a country or region lies from 0 to 100"),
)  # fmt: skip

CLASSIFICATIONS = (
    Rule("6.2.2", ERROR, ".", at_least_one("sector", "transaction/sector"),
         "L'activité n'a pas de secteur, ni ses transactions. Ajoutez-en un.",
         "An activity, or each of its transactions, has a sector"),
    Rule("6.6.2", ERROR, ".", if_then("sector", "not(transaction/sector)", "transaction/sector"),
         "Le secteur est dit à la fois pour l'activité et pour des transactions. Gardez l'un des deux.",
         "Sectors are said for the activity or for its transactions, never for both"),
    Rule("6.7.2", ERROR, ".", one_or_all("sector", "transaction", "sector"),
         "Une transaction n'a pas de secteur, et l'activité n'en a pas non plus. Ajoutez-en à toutes.",
         "Where the activity has no sector, every transaction has one"),
    Rule("2.1.1", ERROR, ".",
         if_then(f"count({SECTORS}) > 1", f"count({SECTORS}) = count({SECTORS}/@percentage)",
                 f"{SECTORS}[not(@percentage)]", per="sector"),
         "L'activité a plusieurs secteurs d'un même vocabulaire et l'un d'eux n'a pas de pourcentage. Donnez-le à "
         "chacun.",
         "Where an activity has several sectors of one vocabulary, each has a percentage"),
    Rule("2.1.2", ERROR, ".",
         adds_up_to_100(f"{SECTORS}/@percentage", f"count({SECTORS}/@percentage) > 1", per="sector"),
         "Les pourcentages des secteurs d'un même vocabulaire ne font pas 100. Corrigez-les.",
         "The percentages of the sectors of one vocabulary add up to 100"),
    Rule("2.1.4", ERROR, ".",
         if_then(f"count({SECTORS}) = 1", f"not({SECTORS}/@percentage) or {SECTORS}/@percentage = 100", SECTORS,
                 per="sector"),
         "L'activité n'a qu'un secteur dans ce vocabulaire : son pourcentage est 100, ou il n'en a pas. Retirez-le.",
         "Where an activity has one sector of a vocabulary, its percentage is 100 or left out"),
    Rule("2.2.1", ERROR, ".",
         if_then("sector[@vocabulary=98 or @vocabulary=99]",
                 "count(sector[@vocabulary=98 or @vocabulary=99]/narrative) "
                 ">= count(sector[@vocabulary=98 or @vocabulary=99])",
                 "sector[@vocabulary=98 or @vocabulary=99][not(narrative)]"),
         "Un secteur de votre propre liste n'est pas nommé. Écrivez son nom.",
         "A sector of the organisation's own vocabulary (98 or 99) is named"),
    Rule("102.1.1", WARNING, ".", if_then("sector", f"sector{DAC}", "sector"),
         "Aucun secteur n'est dit dans la liste du CAD de l'OCDE. Ajoutez-en un.",
         "Where another sector vocabulary is used, the OECD DAC's is used too"),
    Rule("12.3.1", ERROR, ".", between_0_and_100("sector/@percentage"),
         "Le pourcentage d'un secteur sort de 0 à 100. Corrigez-le.",
         "The percentage of a sector lies from 0 to 100"),
    Rule("6.14.1", ERROR, "policy-marker", at_least_one("@significance", when=f"self::*{DAC}"),
         "Un marqueur du CAD n'a pas d'importance. Donnez-la.",
         "A policy marker of the OECD DAC says how significant it is"),
    Rule("6.13.1", ERROR, "policy-marker", at_least_one("narrative", when="@vocabulary='99'"),
         "Un marqueur de votre propre liste n'est pas nommé. Écrivez son nom.",
         "A policy marker of the organisation's own vocabulary (99) is named"),
    Rule("107.1.1", WARNING, ".", if_then("default-aid-type", f"default-aid-type{DAC}", "default-aid-type"),
         "Le type d'aide n'est pas dit dans la liste du CAD de l'OCDE. Ajoutez-le.",
         "Where an activity says a type of aid, it says one of the OECD DAC's"),
    Rule("107.1.2", WARNING, ".",
         no_more_than_one(f"default-aid-type{SAME_VOCABULARY}", per="default-aid-type"),
         "L'activité a deux types d'aide d'un même vocabulaire. Gardez-en un.",
         "An activity says one type of aid for each vocabulary"),
    Rule("107.2.1", WARNING, "transaction", if_then("aid-type", f"aid-type{DAC}", "aid-type"),
         "Le type d'aide de la transaction n'est pas dit dans la liste du CAD de l'OCDE. Ajoutez-le.",
         "Where a transaction says a type of aid, it says one of the OECD DAC's"),
    Rule("107.2.2", WARNING, "transaction", no_more_than_one(f"aid-type{SAME_VOCABULARY}", per="aid-type"),
         "La transaction a deux types d'aide d'un même vocabulaire. Gardez-en un.",
         "A transaction says one type of aid for each vocabulary"),
)  # fmt: skip

START, END = "period-start/@iso-date", "period-end/@iso-date"
DATES = (
    Rule("6.11.1", ERROR, ".", at_least_one("activity-date[@type='1' or @type='2']"),
         "L'activité n'a de date de début ni prévue ni réelle. Ajoutez-en une.",
         "An activity has a planned or an actual start date"),
    Rule("11.1.1", ERROR, ".", not_in_the_future("@last-updated-datetime"), *UPDATED_IN_FUTURE),
    Rule("11.1.2", ERROR, ".",
         in_order("activity-date[@type='1']/@iso-date", "activity-date[@type='3']/@iso-date"),
         "La fin prévue vient avant le début prévu. Corrigez les dates.",
         "The planned start does not come after the planned end"),
    Rule("11.1.3", ERROR, ".",
         in_order("activity-date[@type='2']/@iso-date", "activity-date[@type='4']/@iso-date"),
         "La fin réelle vient avant le début réel. Corrigez les dates.",
         "The actual start does not come after the actual end"),
    Rule("11.1.4", ERROR, ".", not_in_the_future("activity-date[@type='2']/@iso-date"),
         "Le début réel est dans l'avenir. Dites-le prévu, ou corrigez la date.",
         "The actual start is not in the future"),
    Rule("11.1.5", ERROR, ".", not_in_the_future("activity-date[@type='4']/@iso-date"),
         "La fin réelle est dans l'avenir. Dites-la prévue, ou corrigez la date.",
         "The actual end is not in the future"),
    Rule("11.2.1", ERROR, "transaction", not_in_the_future("transaction-date/@iso-date"),
         "La transaction est datée de l'avenir. Corrigez la date.",
         "A transaction's date is not in the future"),
    Rule("11.2.2", ERROR, "transaction", not_in_the_future("value/@value-date"),
         "Le montant de la transaction est daté de l'avenir. Corrigez la date.",
         "The date of a transaction's value is not in the future"),
)  # fmt: skip

MONEY = (
    Rule("7.5.3", ERROR, "budget", a_year_at_most(START, END), *BUDGET_OVER_A_YEAR),
    Rule("8.6.3", ERROR, "budget | planned-disbursement", in_order(START, END), *PERIOD_BACKWARDS),
    Rule("7.8.1", ERROR, ".",
         one_or_all("@default-currency",
                    "descendant::value | descendant::forecast | descendant::loan-status", "@currency"),
         "Ce montant n'a pas de monnaie, et l'activité n'en dit pas pour tous. Dites-la dans l'activité.",
         "The activity says its currency, or each amount says its own"),
    Rule("7.9.1", WARNING, ".",
         if_then(f"count({BUDGET_LINES}) > 1", f"count({BUDGET_LINES}) = count({BUDGET_LINES}/@percentage)",
                 f"{BUDGET_LINES}[not(@percentage)]"),
         "Il y a plusieurs lignes du budget national et l'une d'elles n'a pas de pourcentage. Donnez-le à chacune.",
         "Where there are several items of a country's budget, each has a percentage"),
    Rule("7.9.2", WARNING, ".", adds_up_to_100(f"{BUDGET_LINES}/@percentage", f"count({BUDGET_LINES}) > 1"),
         "Les pourcentages des lignes du budget national ne font pas 100. Corrigez-les.",
         "The percentages of the items of a country's budget add up to 100"),
    Rule("7.9.4", WARNING, ".",
         if_then(f"count({BUDGET_LINES}) = 1",
                 f"not({BUDGET_LINES}/@percentage) or {BUDGET_LINES}/@percentage = 100", BUDGET_LINES),
         "Il n'y a qu'une ligne du budget national : son pourcentage est 100, ou elle n'en a pas. Retirez-le.",
         "Where there is one item of a country's budget, its percentage is 100 or left out"),
    Rule("12.2.1", ERROR, ".", between_0_and_100(f"capital-spend/@percentage | {BUDGET_LINES}/@percentage"),
         "Le pourcentage de l'investissement ou d'une ligne du budget sort de 0 à 100. Corrigez-le.",
         "The percentage of capital spend or of a budget item lies from 0 to 100"),
)  # fmt: skip

ACTIVITY_RULES = (*IDENTIFIERS, *ORGANISATIONS_AND_TEXTS, *PLACES, *CLASSIFICATIONS, *DATES, *MONEY)
