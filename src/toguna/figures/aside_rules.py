"""How dates, hours, ages, phones, laws and other numbers that count nothing are written, French and English.

Patterns alone, each with the reason it gives; they are tried only within reach of a digit. None repeats without bound.
"""

import re

from toguna.figures.openings import Needs

B = r"[ \t\u00a0\u202f]"
DASH = r"[-‐‑–—]"
ALONE = r"(?<![\w.,'’/])"
"""Nothing before it that would make it the tail of a longer number or of a code."""

DAY = r"(?:0?[1-9]|[12][0-9]|3[01])(?![0-9])"
MONTH = (
    r"(?:(?i:janvier|f[ée]vrier|avril|juin|juillet|ao[ûu]t|septembre|octobre|novembre|d[ée]cembre|january|february|april|"
    r"june|july|august|september|october|november|december)|mars|Mars|MARS|mai|Mai|MAI|March|MARCH|May|MAY|"
    r"janv\.?|f[ée]vr?\.?|avr\.?|juil\.?|sept\.?|oct\.?|nov\.?|d[ée]c\.|"
    r"Jan\.?|Feb\.?|Mar\.?|Apr\.?|Jun\.?|Jul\.?|Aug\.?|Sept?\.?|Oct\.?|Nov\.?|Dec\.?)(?!\w)"
)
"""Names of months; "may" and "march" in small letters are verbs."""

MONTH_NAMES = (
    "janvier|f[ée]vrier|avril|juin|juillet|ao[ûu]t|septembre|octobre|novembre|d[ée]cembre|january|february|april|june|"
    "july|august|september|october|november|december|mars?|mai|march|may|janv?|f[ée]vr?|avr|juil|sept?|oct|nov|d[ée]c|"
    "feb|apr|jun|jul|aug"
)

YEAR = r"(?:19|20)[0-9]{2}(?![0-9])"
NTH = r"(?:er|st|nd|rd|th)?"
JOIN = rf"(?:{B}?,{B}?|{B}?{DASH}{B}?|{B}?&{B}?|{B}(?:et|and|au|to|à|&|ou|or|jusqu['’]au|through){B}(?:le{B}|the{B})?)"
OF_MONTH = rf"(?:{B}(?:of{B})?|{DASH})"

SURE_UNIT = (
    r"(?:ans?|ann[ée]es?|years?|yrs?|y\.?o\.?|mois|months?|jours?|days?|semaines?|weeks?|heures?|hours?|minutes?|mins?)"
)
SURE_UNITS = SURE_UNIT.removeprefix("(?:").removesuffix(")")
AGE_UNIT = r"(?:ans?|years?|yrs?|mois|months?)"
SMALL = r"[0-9]{1,3}(?![0-9])"

SOFT_LABELS = (
    r"round|ronde|vague|cycle|phases?|tour|[ée]tapes?|steps?|stage|tranches?|trimestres?|quarters?|semestres?|versions?|"
    r"odd|odds|sdgs?|omd|mdgs?|ipc|chapitres?|chapters?|sections?|parties?|parts?|titre|paragraphes?|paragraphs?|§|"
    r"alin[ée]as?|articles?|art\.|annexes?|annex|appendix|fig\.|graphiques?|tableaux?|tables?|encadr[ée]s?|photo|pages?|"
    r"pp?\.|axes?|objectifs?|objectives?|goals?|outcomes?|outputs?|r[ée]sultats?|results?|effets?|extrants?|"
    r"indicateurs?|indicators?|activit[ée]s?|activity|activities|composantes?|components?|piliers?|pillars?|priorit[ée]s?|"
    r"priority|volets?|lots?|modules?|tome|volumes?|vol\.|jour|day|journ[ée]e|semaine|week|session|niveau|level|grade|"
    r"types?|cat[ée]gorie|category|bloc|block|arrondissement|scenario|sc[ée]nario|option|mod[èe]le|model|top|s[ée]ries?|"
    r"rang|rank|edition|[ée]dition|covid|canal|channel|fm|nationale|key{B}stage"
).replace("{B}", B)
"""Words with a number that names one of a series: "phase 2", "ODD 5"."""

DOUBTFUL_LABELS = (
    r"figures?|cibles?|targets?|produits?|livre|carte|map|box|zone|secteur|sector|groupe|group|classe|class|point|item|"
    r"question|team|[ée]quipe|site|step|stage|cas|case"
).replace("{B}", B)
"""Words that may also be a verb or a place before a count: "le projet cible 40 villages", "dans la zone 12 écoles"."""

NAMED_BY_NUMBER = (
    r"lois?|laws?|d[ée]crets?|decrees?|arr[êe]t[ée]s?|ordonnances?|r[ée]solutions?|directive|b\.?p\.?e?\.?|"
    r"p\.?o\.?{B}?box|rue|street|avenue|rn|boeing|airbus|flight|ccsnu|csnu|unscr|decision|d[ée]cision|circulaire|"
    r"note{B}de{B}service"
).replace("{B}", B)
"""Words whose number of three digits or more is a name."""

FILED_UNDER = (
    r"awards?|projets?|projects?|contrats?|contracts?|codes?|id|r[ée]f(?:[ée]rence)?\.?|dossiers?|conventions?|grants?|"
    r"account|iban|iati|immatriculation|matricule|ticket"
)
"""Words that come before counts as well; a number of five plain digits or with a leading zero is a name."""

NUMBER_SIGN = rf"(?:(?<![\w])(?:n[°ºo]s?|nos|num[ée]ros?|number|nr){B}?\.?|№|#){B}?:?{B}?"
TAIL = r"[0-9]{1,12}(?![0-9])(?:[-/._][0-9A-Za-z]{1,12}){0,5}"

ADDRESS = re.compile(r"(?:https?://|www\.|doi:)[^\s<>\"]{1,300}", re.I)

ALWAYS = Needs()
RULES: tuple[tuple[str, re.Pattern[str], Needs], ...] = (
    (
        "coordinate",
        re.compile(r"(?<!\w)(?:latitude|longitude|lat|long?)[.\s:=]{0,4}-?[0-9]{1,3}[.,][0-9]{1,20}", re.I),
        Needs("latitude|longitude|lat|long?"),
    ),
    ("coordinate", re.compile(rf"{ALONE}[0-9]{{1,3}}(?:[.,][0-9]{{1,20}})?{B}?°(?!{B}?C\b)"), Needs(signs="°")),
    ("phone", re.compile(r"(?<![\w+])\+[0-9]{1,3}(?:[ .\u00a0-]?\(?[0-9]{1,4}\)?(?![0-9])){2,8}"), Needs(signs="+")),
    (
        "phone",
        re.compile(rf"(?<!\w)(?:t[ée]l|fax|phone)\.?{B}?:{B}?\(?\+?[0-9]{{2,4}}\)?", re.I),
        Needs("t[ée]l|fax|phone"),
    ),
    (
        "phone",
        re.compile(
            rf"(?<!\w)(?:t[ée]l(?:[ée]phone)?|phone|fax|mobile|cell|whatsapp|contacts?|gsm|num[ée]ro{B}vert)\.?{B}?:?{B}?"
            r"(?:\(?\+?[0-9]{1,4}\)?(?![0-9])[ .\u00a0/-]{0,3}){2,16}",
            re.I,
        ),
        Needs("t[ée]l(?:[ée]phone)?|phone|fax|mobile|cell|whatsapp|contacts?|gsm|num[ée]ro"),
    ),
    (
        "phone",
        re.compile(rf"{ALONE}(?:00|0)[0-9](?:{B}|[.-])?(?:[0-9]{{2}}(?:{B}|[.-])){{3,5}}[0-9]{{2}}(?![0-9])"),
        ALWAYS,
    ),
    ("date", re.compile(rf"{ALONE}{YEAR}{DASH}[01]?[0-9]{DASH}{DAY}"), Needs(signs="-‐‑–—")),
    ("date", re.compile(rf"{ALONE}{DAY}([/.-])(?:0?[1-9]|1[0-2])\1(?:{YEAR}|[0-9]{{2}}(?![0-9]|[.,][0-9]))"), ALWAYS),
    (
        "date",
        re.compile(
            rf"{ALONE}{DAY}{NTH}(?:{JOIN}{DAY}{NTH}){{0,6}}{OF_MONTH}{MONTH}(?:{B}?,?{B}?{YEAR}(?:{B}?{DASH}{B}?{YEAR})?)?"
        ),
        Needs(MONTH_NAMES),
    ),
    ("date", re.compile(rf"{ALONE}1er(?!\w)"), Needs("er")),
    (
        "date",
        re.compile(rf"(?<!\w)[Ll]e{B}{DAY}(?={B}?(?:[,;)](?![0-9])|\.(?![0-9])|$)|{B}(?:et{B}le|au){B})"),
        Needs("le"),
    ),
    (
        "date",
        re.compile(rf"{ALONE}(?:0[1-9]|[12][0-9]|3[01])/(?:0[1-9]|1[0-2])(?![\w/]|{B}[a-zà-ÿ]{{3}})"),
        Needs(signs="/"),
    ),
    (
        "date",
        re.compile(
            rf"(?<!\w){MONTH}{B}{{0,2}}(?:{DAY}{NTH}(?:{JOIN}{DAY}{NTH}){{0,4}}(?:{B}?,{B}?|{B}))?{YEAR}"
            rf"(?:{B}?[-–—/]{B}?(?:{YEAR}))?"
        ),
        Needs(MONTH_NAMES),
    ),
    (
        "date",
        re.compile(
            rf"(?<!\w)(?:(?:January|February|March|April|May|June|July|August|September|October|November|December)|"
            rf"(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.?){B}"
            rf"{DAY}{NTH}(?:{JOIN}{DAY}{NTH}){{0,4}}(?![0-9.%]|,[0-9])(?!{B}(?:women|men|people|girls|boys|children|"
            rf"households|cases|families|persons|individuals|new))"
        ),
        Needs(MONTH_NAMES),
    ),
    (
        "date",
        re.compile(
            rf"(?<!\w)(?:du{B}{DAY}(?:er)?{B}au|from{B}the{B}{DAY}(?:st|nd|rd|th)?{B}to{B}the){B}{DAY}{NTH}"
            rf"(?!{B}?[%0-9/]|[.,][0-9])(?=[ ,;:.)\n]|$)"
        ),
        Needs("du|from"),
    ),
    ("year", re.compile(rf"{ALONE}{YEAR}{B}?[-–—/]{B}?(?:{YEAR}|[0-9]{{2}}(?![0-9]|[.,][0-9]))"), Needs(signs="-–—/")),
    (
        "year",
        re.compile(rf"(?<!\w)(?:entre|between|from|de){B}{YEAR}{B}(?:et|and|to|à){B}{YEAR}", re.I),
        Needs("entre|between|from|de"),
    ),
    ("date", re.compile(rf"{ALONE}(?:0?[1-9]|1[0-2])/{YEAR}"), Needs(signs="/")),
    (
        "year",
        re.compile(rf"(?<!\w)(?:ann[ée]es{B}|the{B}(?:19|20)?)[1-9]0(?:s(?!\w)|(?<=s{B}[0-9]0)(?![0-9]))", re.I),
        Needs("ann[ée]es|the"),
    ),
    (
        "time",
        re.compile(r"(?<![\w.,])(?:[01]?[0-9]|2[0-4]){B}?h{B}?(?:[0-5][0-9])?(?![\w])".replace("{B}", B)),
        Needs("h"),
    ),
    (
        "time",
        re.compile(r"(?<![\w.,])(?:[01]?[0-9]|2[0-4])(?:H[0-5][0-9]|:[0-5][0-9](?::[0-5][0-9])?)(?![\w])"),
        Needs("h", ":"),
    ),
    ("time", re.compile(r"(?<![\w.,])(?:24h?/24h?|7j?/7j?|24/7)(?![\w])", re.I), Needs(signs="/")),
    ("time", re.compile(rf"{ALONE}[0-9]{{1,2}}{B}?(?:a\.m\.|p\.m\.|am|pm)(?!\w)", re.I), Needs("a|p|am|pm")),
    ("ratio", re.compile(r"(?<![\w.,:])(?!(?:19|20)[0-9]{2}:)[0-9]{1,4}:[0-9]{1,4}(?![\w:])"), Needs(signs=":")),
    (
        "age",
        re.compile(
            rf"(?<!\w)(?:[âa]g[ée]e?s?{B}(?:d(?:e|['’]){B}?|entre{B})(?:plus{B}de{B}|moins{B}de{B}|au{B}moins{B})?|"
            rf"aged?{B}(?:between{B}|from{B}|of{B}|over{B}|under{B})?|"
            rf"ages{B}(?:between{B}|from{B}|of{B})?){SMALL}(?:{B}?(?:{DASH}|à|a|et|to|and){B}?{SMALL})?(?:{B}?{AGE_UNIT}(?!\w))?",
            re.I,
        ),
        Needs("[âa]g[ée]e?s?|aged?|ages"),
    ),
    (
        "age",
        re.compile(
            rf"(?<!\w)(?:entre|between){B}{SMALL}(?:{B}{AGE_UNIT})?{B}(?:et|and){B}{SMALL}{B}?{SURE_UNIT}(?!\w)", re.I
        ),
        Needs("entre|between"),
    ),
    (
        "age",
        re.compile(
            rf"{ALONE}{SMALL}{B}?(?:{DASH}|à|to|or|ou|through){B}?{SMALL}{B}?(?:{DASH}{B}?)?{SURE_UNIT}(?!\w)", re.I
        ),
        Needs(SURE_UNITS),
    ),
    (
        "age",
        re.compile(
            rf"{ALONE}{SMALL}{B}?(?:and|et|ou|or){B}(?:above|over|older|plus|below|under|younger)(?!\w|{B}(?:d[eu]|d['’]|than))",
            re.I,
        ),
        Needs("above|over|older|plus|below|under|younger"),
    ),
    (
        "age",
        re.compile(
            rf"(?<!\w)under(?:{B}|-)(?:the{B}age{B}of{B})?(?:5|15|16|18|21|24|25|30|35)s?"
            rf"(?![\w])(?={B}?(?:[,;:.)]|$|\n|and|et|were|was|are|sont|mortality)(?!{B}?[0-9%]))",
            re.I,
        ),
        Needs("under"),
    ),
    ("age", re.compile(rf"{ALONE}[0-9]{{1,2}}\+(?!{B}?(?:[0-9]|[a-zà-ÿ]{{4}}))"), Needs(signs="+")),
    ("enumeration", re.compile(r"(?<=[.:;)\n] )[0-9]{1,2}(?:\.[0-9]{1,2}){1,3}\.(?= [A-ZÀ-Þ])"), ALWAYS),
    ("reference", re.compile(r"\[[0-9]{1,3}(?:[,-] ?[0-9]{1,3}){0,4}\]"), Needs(signs="[")),
    (
        "page",
        re.compile(rf"(?<!\w)pages?{B}[0-9]{{1,4}}{B}?(?:sur|of|/|de){B}?[0-9]{{1,4}}(?![0-9])", re.I),
        Needs("pages?"),
    ),
    (
        "age",
        re.compile(rf"(?<!\w)[A-ZÀ-Þ][a-zà-ÿ]{{2,20}},{B}[1-9][0-9],{B}(?=[a-zà-ÿ]{{2}})(?!soit|dont|including)"),
        Needs(signs=","),
    ),
    (
        "ordinal",
        re.compile(
            rf"{ALONE}[0-9]{{1,3}}(?:{B}?i?[èe]mes?|[eè](?:re|r)?s?|ers?|[èe]res?|nde?s?|nds?|sts?|rds?|ths?|[ᵉºª])(?![\w])"
        ),
        Needs("i?[èe]mes?|[eè](?:re|r)?s?|ers?|[èe]res?|nde?s?|nds?|sts?|rds?|ths?|[ᵉºª]"),
    ),
    (
        "range",
        re.compile(
            rf"(?<!\w)(?:entre|between){B}[0-9]{{1,4}}{B}(?:et|and){B}[0-9]{{1,4}}(?![0-9.,])(?!{B}[0-9]{{3}})", re.I
        ),
        Needs("entre|between"),
    ),
    (
        "identifier",
        re.compile(rf"{NUMBER_SIGN}{TAIL}(?:{JOIN}{TAIL}){{0,3}}(?!{B}?%)", re.I),
        Needs("n[°ºo]s?|n|nos|num[ée]ros?|number|nr", "№#"),
    ),
    (
        "identifier",
        re.compile(
            rf"(?<!\w)(?:{SOFT_LABELS}){B}?{DASH}?{B}?(?:{NUMBER_SIGN})?[0-9]{{1,2}}(?![0-9])(?:\.[0-9]{{1,2}}(?![0-9])){{0,4}}"
            rf"(?:{JOIN}[0-9]{{1,2}}(?![0-9])(?:\.[0-9]{{1,2}}(?![0-9])){{0,4}}(?![.,][0-9]|{B}?(?:%|pour{B}cent|per{B}cent|percent))"
            rf"(?!{B}[a-zà-ÿ0-9])){{0,4}}(?![.,][0-9]|{B}?(?:%|pour{B}cent|per{B}cent|percent))",
            re.I,
        ),
        Needs(SOFT_LABELS, "§"),
    ),
    (
        "identifier",
        re.compile(rf"(?<!\w)(?:agenda|vision|horizon|fhi|boeing){B}[0-9]{{3,4}}(?![0-9])", re.I),
        Needs("agenda|vision|horizon|fhi|boeing"),
    ),
    (
        "identifier",
        re.compile(rf"(?<!\w)(?:{DOUBTFUL_LABELS}){B}[0-9]{{1,2}}(?![0-9]|[.,][0-9]|{B}?[%\w])", re.I),
        Needs(DOUBTFUL_LABELS),
    ),
    (
        "identifier",
        re.compile(
            rf"(?<!\w)(?:{NAMED_BY_NUMBER}){B}?:?{B}?(?:[A-Z]{{1,4}}{B}?)?(?:0[0-9]{{1,12}}|[0-9]{{3,12}})"
            rf"(?![0-9]|[.,][0-9]|{B}[0-9]{{3}})"
            rf"(?:[-/._][0-9A-Za-z]{{1,12}}){{0,5}}(?:{B}?(?:,|et|and|&){B}?[0-9]{{3,4}}(?![0-9]|{B}[a-z0-9])){{0,8}}",
            re.I,
        ),
        Needs(NAMED_BY_NUMBER),
    ),
    (
        "identifier",
        re.compile(
            rf"(?<!\w)(?:{FILED_UNDER}){B}?:?{B}?(?:[A-Z]{{1,4}}{B}?)?(?:0[0-9]{{1,12}}|[0-9]{{5,12}})"
            rf"(?![0-9]|[.,][0-9]|{B}[0-9]{{3}})(?:[-/._][0-9A-Za-z]{{1,12}}){{0,5}}",
            re.I,
        ),
        Needs(FILED_UNDER),
    ),
    (
        "identifier",
        re.compile(
            rf"(?<!\w)(?:{NAMED_BY_NUMBER}|{FILED_UNDER}|articles?){B}?:?{B}?[0-9]{{1,6}}[-/][0-9]{{1,6}}(?:[-/][0-9A-Za-z]{{1,12}}){{0,3}}",
            re.I,
        ),
        Needs(rf"{NAMED_BY_NUMBER}|{FILED_UNDER}|articles?"),
    ),
    (
        "rate base",
        re.compile(
            rf"(?<!\w)(?:per{B}(?:1|10|100){B}?[.,]?{B}?000(?:{B}?000)?(?![0-9])|"
            rf"(?:pour|sur){B}(?:1|10|100){B}?[.,]?{B}?000(?={B}(?:hab|naissance|enfants{B}n[ée]s))|"
            rf"(?<=[0-9]{B})pour{B}(?:1|10|100){B}?[.,]?{B}?000(?![0-9]))",
            re.I,
        ),
        Needs("per|pour|sur"),
    ),
    (
        "multiple",
        re.compile(
            rf"{ALONE}[0-9]{{1,3}}(?:[.,][0-9])?{B}?(?:fois|times)(?!\w)|(?<!\w)[x×]{B}?[0-9]{{1,3}}(?![0-9])", re.I
        ),
        Needs("fois|times|x", "×"),
    ),
    (
        "fraction",
        re.compile(
            rf"(?<!\w)(?:1|une?|one)(?:{B}(?:femme|homme|fille|gar[çc]on|enfant|personne|m[ée]nage|[ée]l[èe]ve|adulte|jeune|"
            rf"woman|man|girl|boy|child|person|household|adult|pupil))?{B}(?:sur|out{B}of|in{B}every|(?<=one{B})in){B}"
            rf"[0-9]{{1,3}}(?![0-9%]|[.,][0-9])(?!{B}(?:[0-9]|communes|districts|regions|villages))",
            re.I,
        ),
        Needs("sur|out|in"),
    ),
)
