"""How French and English tie a share to its count and to its base: the words, signs and brackets between them.

Patterns alone; which figures they tie is for `attached` to say.
"""

import re

HEDGES = (
    r"(?:environ|about|around|près|nearly|almost|plus|over|more|than|moins|less|a|un|une|soit|the|le|la|de|d['’]|"
    r"seulement|only|quelque|some|approximately|roughly|presque|just|respectively|respectivement)"
)
THAT_IS = (
    r"(?:soit|ou|or|i\.e\.?|c['’]est[- ]à[- ]dire|représentant|representing|accounting for|making up|constituant|"
    r"équivalant à|équivalent à|correspondant à|corresponding to|equivalent to|equal to|which is|that is|"
    r"ce qui représente|ce qui (?:correspond|équivaut) à|ce qui (?:donne|fait|traduit)|traduisant|donnant|which gives|"
    r"giving|"
    r"(?:qui|et) représentent?|which (?:represents?|represented)|they represent|représentent|represent(?:ed)?|"
    r"composing|pour (?=un taux)|constituent|constituaient|(?:ont )?fourni(?:ssent)?|concentrent|"
    r"account(?:ed)? for)"
)
A_RATE_OF = r"(?:(?:un|le|leur|son|a|an)\s+(?:taux|pourcentage|ratio|proportion|part|rate|share)\s[^\d.;:()]{0,40})?"
IN_BRACKET = re.compile(r"(?P<words>[^()\[\]\d.;:!?%]{0,120})[(\[{](?P<inside>[^()\[\]\d;%]{0,30})")
SOIT = re.compile(rf"(?P<words>[^\d.;!?%]{{0,90}}?)[\s,(–—-]\s*{THAT_IS}\s+{A_RATE_OF}(?:{HEDGES}\s*)*", re.IGNORECASE)
RATE_OF = re.compile(
    r"[^\d.;!?%]{0,90}?,\s(?:with\s|avec\s|soit\s)?(?:a|an|un|le|the)\s(?:[^\W\d_]+\s){0,2}?"
    r"(?:taux|pourcentage|ratio|proportion|rate|percentage|share)\s(?:(?:[^\W\d_]|['’])+\s){0,3}?"
    rf"(?:of|de|est de|est|is|was|s['’]élève à|s['’]établit à|at|stands at|stood at)\s(?:{HEDGES}\s*)*",
    re.IGNORECASE,
)
"""In "84 123 sat, 26 782 passed, a pass rate of 32 %" and "avec 52 admis sur 96, le taux de succès est de 54 %"."""

TAKEN_UP = re.compile(
    r"[^\d.;!?%]{0,120}[.!?]\s+(?:soit|(?:ceci|cela|ce qui|ce chiffre|ce nombre) représente|this represents|that is|"
    r"this is|this means|this gives|this equals|ce qui (?:donne|fait)|cela (?:donne|fait))\s+"
    rf"{A_RATE_OF}(?:{HEDGES}\s*)*",
    re.IGNORECASE,
)
OF_AND = re.compile(r"\s?(?:des|du|de la|of(?: the)?)\s[^\d.;:()]{1,40}\s(?:et|and)\s?", re.IGNORECASE)
IN_PASSING = re.compile(r"\([^()\d%]{1,40}\)\s?")
"""An abbreviation or a name in brackets between a count and its share: "455 533 personnes (PDI) (12 %)"."""

SHORTENED = re.compile(r"\b(?:ind|indiv|pers|hh|hab|nb)\.", re.IGNORECASE)
NO_CLAIM = re.compile(r"\d+")
DASHED = re.compile(r"[^()\d.;:!?%]{1,40}\s[-–—]\s?")
DASH_AFTER = re.compile(r"\s?[-–—](?!\d)")
LISTED = re.compile(r"[^()\d.;!?%]{0,40}[,:=/|]?\s")
FOR = re.compile(
    r"(?:\s(?:of|des|de tous les|de toutes les)\s[^\d.;:()%]{3,40},)?\s(?:pour|for|avec|with|as)\s+(?:les\s|the\s)?",
    re.IGNORECASE,
)
APPOSED = re.compile(
    r"\s?(?:of|des|de|du)\s[^\d.;:()%,]{3,70},\s(?:about|around|approximately|nearly|some|environ|près de|quelque)\s",
    re.IGNORECASE,
)
"""Between a share and its count: "85 % des réfugiés du pays, environ 16,9 millions"."""

GROUP_OF_ITS_OWN = re.compile(
    r"\s?(?!of\b|des\b|du\b|de la\b|de l['’]|d['’]entre|de (?:ces|tou|leur)|in\b|dans\b|en\b|à\b|au\b|aux\b|from\b|"
    r"at\b|par\b|pour\b|for\b|to\b|compared\b|contre\b|against\b|and\b|et\b|or\b|ou\b|soit\b|le\b|la\b|les\b|the\b|taux\b|"
    r"rate\b|de réussite|success)(?:de |d['’])?[^\W\d_]",
    re.IGNORECASE,
)
"""In "9 075 cas (53 % d'enfants)" the share is of a group inside the count, which is its base."""

OF_THE_WHOLE = re.compile(
    r"\s?(?:of all|of the (?:total|whole|overall)|of total|de tou(?:t|te|s|tes)|de l['’]ensemble|du total)\b",
    re.IGNORECASE,
)
CLOSES_A_BRACKET = re.compile(r"[^()\d.;!?%]{0,60}\)")

THEN = re.compile(r"\s?[:,–-]\s")
NAMED_THEN = re.compile(r"\s?(?:d['’]|de |of )?[^\W\d_]{2,20}\s?[,:]\s", re.IGNORECASE)
COMPARED = re.compile(r"\b(?:contre|against|versus|vs\.?|compared (?:to|with)|than)\s(?:[^\W\d_]+\s)?$", re.IGNORECASE)
OPENS_A_SUBSET = re.compile(
    r"\b(?:dont|including|incluant|comprenant|y compris|of (?:whom|which)|among (?:them|whom)|"
    r"parmi (?:eux|elles|lesquel\w+)|contre|against|vs|versus|compared)\b",
    re.IGNORECASE,
)
RATE = re.compile(r"\b(?:taux|rate|ratio|score|note|moyenne|average|mean|cfr|létalité|fatality)\b", re.IGNORECASE)

WHOLE_WORDS = (
    r"(?:(?:les|the|these|ces|ce|cette|le|la|l['’]|total|a|an|un|une|sample|échantillon|de|d['’]|of|all|tous|toutes|"
    r"quelque|environ|cible|target|objectif|budget|effectif|population|ensemble|montant|enveloppe|prévision|panel)\s*)*"
)
OUT_OF_BEFORE = re.compile(
    rf"(?:\b(?:sur|parmi|among|amongst|out of)|(?:^|[.;:!?(\n]\s*)(?:of|d['’]un total de|on a total of|from|de))"
    rf"\s+{WHOLE_WORDS}$",
    re.IGNORECASE,
)
OUT_OF_BETWEEN = re.compile(
    rf"(?:\s(?:des|de ces)\s+|\s(?:admis|reçus|admises|passed|admitted)\s(?:pour|for)\s+|"
    rf"[^.;:()\d%]{{0,60}}?(?:\b(?:sur|parmi|among|amongst|out of|of(?: the| these| those)?)\s+|/\s?))"
    rf"{WHOLE_WORDS}",
    re.IGNORECASE,
)
TOTAL_BEHIND = re.compile(
    rf"[^.;:()\d%]{{0,40}}?(?:(?:sur|pour) un total|parmi les|out of|of a total|(?:sur|among) (?:les|the))\s+"
    rf"{WHOLE_WORDS}",
    re.IGNORECASE,
)
TARGET = re.compile(
    r"\b(?:cibles?|targets?|targeted|ciblée?s?|objectifs?|prévue?s?|prévisions?|planned|réalisation|achievement|attendue?s?|"
    r"expected|goal)\b",
    re.IGNORECASE,
)
"""Words of a plan: what was done may be more than all of it."""

SHARE_OF = re.compile(
    rf"\s?(?:des|de|d['’]|du|of|out of|sur|parmi|among)\s?{WHOLE_WORDS}"
    r"(?:[^\W\d_]+\s){0,3}?(?P<bracket>\((?:n\s?=\s?)?)?",
    re.IGNORECASE,
)
