"""Whether a number that has been read claims a quantity: not when it is a year, a duration, a distance or a range.

Looks at the number, its word and the words before it. Sets aside what claims nothing that could add up.
"""

import re
from collections.abc import Collection, Sequence

from toguna.figures.aside_rules import MONTH
from toguna.figures.beside import (
    AVERAGE,
    BLANK,
    DISTANCES,
    MONEY_BEFORE,
    PER_MILLE,
    POINTS,
    SHORT_BILLION,
    TIMES_OVER,
    Around,
    around,
    currency_of,
    hedge_of,
    magnitude_of,
    percent_length,
)
from toguna.figures.claims import Claim, Kind
from toguna.figures.numerals import Piece, Written
from toguna.figures.separators import Beside
from toguna.figures.strays import counts_and_shares
from toguna.figures.vocabulary import MEASURES, is_counted, names_things

YEARS = range(1900, 2070)
YEAR_BEFORE = re.compile(
    rf"(?<!\w)(?:en|in|since|depuis|ann[ée]es?|year|years|by|by the end of|fin|d[ée]but|mi-?|mid-?|de l['’]an|until|"
    rf"till|jusqu['’]en|d['’]ici(?: à)?|during|exercice|campagne|"
    rf"rentr[ée]e|budget|saison|edition|[ée]dition|avant|apr[èe]s|"
    rf"(?:half|quarter|semester|end|start|beginning|middle|part|months?|course|rest) of|semestre|trimestre|quarter|"
    rf"half|"
    rf"before|after|early|late|rapport|report|plan|recensement|census|EDS|RGPH|{MONTH}){BLANK}{{0,2}}$",
    re.I,
)
PLURAL_VERBS = frozenset(("ont", "sont", "étaient", "avaient", "were", "are", "have", "had"))
COUNT_LIKE_BEFORE = re.compile(
    r"(?:[0-9][^()]{1,24}(?:;|,)[ \t\u00a0][^\W\d_][^():;,]{1,24}[ \t\u00a0]?:[ \t\u00a0]?|"
    r"\([0-9][0-9 .,]{0,9}\)[^()]{1,32}\()$"
)
QUANTITY_BEFORE = re.compile(r"(?:(?<!\w)(?:total|soit|totalling|totaling|=|\+))[ \t\u00a0:]{0,3}$", re.I)
KIND_AND_THING = re.compile(
    rf"{BLANK}(?:displaced|affected|vulnerable|new|other|young|adult|nouvelles?|nouveaux|autres|jeunes|"
    rf"households?|suspected|confirmed|registered|newly|internally){BLANK}"
    rf"(?:people|persons?|individuals|families|households|women|men|girls|boys|children|refugees|returnees|migrants|"
    rf"cases|members|displaced|arrivals|personnes|familles|m[ée]nages|femmes|hommes|filles|gar[çc]ons|enfants|cas|"
    rf"[ée]l[èe]ves|r[ée]fugi[ée]s|d[ée]plac[ée]s|migrants)(?!\w)",
    re.I,
)
OF_WHOM = re.compile(
    rf"(?:{BLANK}?,)?{BLANK}(?:dont|(?<!,.)including|(?<!,.)incl\.?|of{BLANK}(?:whom|which|them|these|those)|d['’]entre|parmi{BLANK}lesquel(?:le)?s|"
    rf"de{BLANK}(?:ces|ceux|celles))(?!\w)",
    re.I,
)
"""What follows a count and no year: its part, or those it is a part of."""

_SEXED = r"(?:hommes|femmes|gar[çc]ons|filles|men|women|boys|girls|males?|females?)"
SEX_BEFORE = re.compile(
    rf"(?<![^\W_]){_SEXED}{BLANK}?(?:(?P<sign>[:=]){BLANK}?|\(|(?:sont|[ée]taient|are|were){BLANK}|{BLANK})$", re.I
)
OTHER_SEX_BEFORE = re.compile(rf"(?<![^\W_]){_SEXED}[^.\n]{{0,12}}[0-9][^.\n\d]{{0,8}}$", re.I)
OTHER_SEX = re.compile(
    rf"{BLANK}?[,;)]?{BLANK}?(?:et{BLANK}|and{BLANK})?(?:les{BLANK}|the{BLANK})?{_SEXED}{BLANK}?[:=(]?{BLANK}?[0-9]",
    re.I,
)
LISTED_BEFORE = re.compile(
    rf"(?<![0-9])(?!(?:19|20)[0-9]{{2}}(?![0-9]))[0-9]{{1,3}}(?:[ \u00a0\u202f.,]?[0-9]{{3}})?"
    rf"(?:{BLANK}[a-zà-ÿ]{{1,12}})?\)?{BLANK}?[,;]{BLANK}[A-ZÀ-Þ][^\W\d_]{{1,20}}{BLANK}?(?:[:=(]{BLANK}?)?$"
)
LISTED_BEHIND = re.compile(
    rf"\)?{BLANK}?(?:[,;]|et|and){BLANK}(?:(?:et|and){BLANK})?[A-ZÀ-Þ][^\W\d_]{{1,20}}{BLANK}?(?:[:=(]{BLANK}?)?"
    rf"(?!(?:19|20)[0-9]{{2}}(?![0-9]))[0-9]"
)
"""A list of names with figures on both sides of this one, none of them a year."""

JOINING = frozenset(("et", "and", "ou", "or", "contre", "against", "les", "the"))
BRACKET_OF_FIGURES = re.compile(rf"{BLANK}?\([^()]{{0,20}}[0-9]")
DURATION = re.compile(
    # "213 last year": in the singular the word tells when, not how long.
    rf"\)?(?!{BLANK}(?:last|next){BLANK}(?:year|month|week|quarter)(?!\w))"
    rf"{BLANK}?-?(?:(?:premi[èe]r(?:e?s)|derni[èe]r(?:e?s)|prochaine?s|first|last|next|more|consecutive|additional|full|"
    rf"working){BLANK})?(?:ans?|ann[ée]es?|years?|yrs?|mois|months?|semaines?|weeks?|jours?|days?|nuits?|nights?|"
    rf"heures?|hours?|hrs?|minutes?|mins?|secondes?|seconds?|trimestres?|quarters?|semestres?|d[ée]cennies?|decades?)"
    rf"(?![\w])(?!-(?:hommes?|personnes?|person))",
    re.I,
)
OF_DAY_AND_NIGHT = re.compile(
    rf"{BLANK}(?:day|night|boarding)(?=[,;.)]|$|{BLANK}(?:and|&){BLANK}?[0-9]|{BLANK}(?:schools?|pupils|students|shifts?))"
)
"""In the singular behind a figure above one: "612 day, 592 night" are shelters or pupils, no time."""

LONG = 1000
"""From here on days and hours are a quantity ("1 200 heures de diffusion"), no duration."""

DURATION_LETTER = re.compile(r"(?:h|j|min|mn)(?!\w)")
CHANGE = re.compile(
    r"(?:pass|augment|increas|decreas|rose|rise|ris(?:en|ing)|fell|fall|drop|grew|grow|baiss|diminu|chut|grimp|progress|"
    r"descend|mont[ée]|r[ée]dui|reduc|went|up|down|évolu|evolv)[^\W\d_]{0,10}",
    re.I,
)
WORDED_RANGE = re.compile(rf"{BLANK}(?:à|to){BLANK}")
BETWEEN_AND = re.compile(rf"{BLANK}(?:et|and){BLANK}")
BETWEEN = re.compile(rf"(?<!\w)(?:entre|between){BLANK}$", re.I)
TIGHT_DASH = re.compile(r"[-‐‑–]")
ON_BASE = re.compile(r"(?<!\w)(?:sur|out of|base(?: de)?|of)[ \t\u00a0]?(?:une base de )?$", re.I)
RATE = re.compile(
    r"(?<!\w)(?:taux|pourcentages?|proportions?|r[ée]ussite|percentages?|rates?|shares?|success|ratio)(?!\w)", re.I
)
MARK = re.compile(r"(?<!\w)(?:moyenne|note|average|mean|indice|index|score|mean of)[^.;:\d]{0,20}$", re.I)
AGAINST = re.compile(rf"(?<!\w)(?:contre|vs\.?|versus|against|compared (?:to|with)){BLANK}?(?:environ |about )?$", re.I)
SHARED_SIGN = re.compile(rf"{BLANK}?(?:,|et|and|ou|or|à|to|puis|-|–|&){BLANK}?", re.I)
BRACKETED_SHARE = re.compile(r"\([0-9]{1,2}(?:[.,] ?[0-9]{1,2})? ?%\)")
MANY_BRACKETS = 3
SHORT_FIGURE = re.compile(r"[0-9]{1,3}(?:[.,][0-9]{1,2})?(?![0-9])")
HYPHENED_SHARE = re.compile(r"-per[ -]?cent(?!\w)", re.I)
GLUED_WORD = re.compile(r"(?<![^\W_])[^\W\d_]{4,20}$")
CODE_WORDS = frozenset(
    ["covid", "sars", "mali", "phase", "zone", "lot", "axe", "type", "mois", "http", "https", "ebola"]
)
SEXED = re.compile(
    r"(?<![^\W_])(?:hommes|femmes|gar[çc]ons|filles|men|women|boys|girls|total)[-‐]$|[0-9][MFHGBW][-‐]$", re.I
)
SEX_LETTER_PAIR = re.compile(r"[0-9][MFHGBW](?![^\W\d_])|(?<![^\W_])[MFHGBW][0-9]")
MILLION_LETTER = re.compile(rf"^(?:MM|[mM]){BLANK}")
SERIES_CODE = re.compile(r"(?<![^\W_])[A-Z]{1,3}[0-9]{1,2}[&/+]$")
TITLE = re.compile(rf"{BLANK}[A-ZÀ-Þ][^\W\d_]+{BLANK}[A-ZÀ-Þ]")
LETTERED = re.compile(r"(?<![^\W_])([MFHG])[0-9]{1,6}(?!\w)")
SEX_PREFIX = re.compile(r"(?<![^\W_])[MFHG]$")
SMALL_WORD_AFTER = re.compile(
    r"(?:k|K|MM?|Mds?|Mrds?|bn|mn|kg|kgs|g|t|l|ha|km|km2|m|m2|m3|cm|mm|h|j|min|mn|pers|pp|pts?|x(?![0-9])|FCFA|CFA|F|XOF|XAF|USD|EUR|"
    r"millions?|milliards?|mille|H|W|B|G|ans|mois)(?![^\W\d_])"
)
CURRENCY_LETTER = re.compile(r"(?<![^\W_])([PRNKDQ])$")
LONGEST = 15


def why_coded(text: str, piece: Piece) -> str | None:
    """Why digits glued to letters are a code ("G5", "COVID-19", "360-led"), or nothing for a slip.

    A lower-case word stuck to a count is a slip of the copy ("region14668 women"); so is a word stuck behind it.
    """
    before = text[piece.start - 1] if piece.start else " "
    after = text[piece.end : piece.end + 2]
    head = text[max(0, piece.start - 24) : piece.start]
    if before == "_" or (before.isalpha() and not MONEY_BEFORE.search(head)):
        word = GLUED_WORD.search(head)
        stuck = word and word[0].islower() and word[0] not in CODE_WORDS and len(piece.raw) >= 2
        counted = stuck and names_things(around(text, piece.start, piece.end).next_word)
        sexed = SEX_PREFIX.search(head) and _both_sexes(text[max(0, piece.start - 40) : piece.end + 40])
        if not counted and not sexed and not _letter_money(text, piece, head):
            return "identifier"
    if before in "&/+" and SERIES_CODE.search(head):
        return "identifier"
    if before in "-‐‑" and re.search(r"[^\W\d_]['’]?[-‐‑]$", head) and not SEXED.search(head):
        return "identifier"
    if after[:1] == "_" or (re.match(r"[-‐‑][^\W\d_]", after) and not HYPHENED_SHARE.match(text, piece.end)):
        return "identifier"
    if after[:1].isalpha():
        word_behind = re.match(r"[^\W\d_]+", text[piece.end : piece.end + 24])
        known = SMALL_WORD_AFTER.match(text, piece.end) is not None
        stuck = word_behind is not None and len(word_behind[0]) >= 4 and word_behind[0].islower()
        # Three digits and letters are a count with its unit stuck to it ("350hh"); fewer are a name ("3G").
        unit = (
            word_behind is not None
            and len("".join(piece.groups)) >= 3
            and not text[piece.end + word_behind.end() :][:1].isdigit()
        )
        if not known and not stuck and not unit:
            return "identifier"
    if len(piece.marks) >= 2 and set(piece.marks) == {"."} and all(len(group) <= 2 for group in piece.groups):
        return "identifier"
    return "identifier" if len(piece.groups[0]) > LONGEST else None


def _letter_money(text: str, piece: Piece, head: str) -> bool:
    """ "P6.662 million … P9,430": one capital for a currency, shown by the millions that it stands before somewhere."""
    letter = CURRENCY_LETTER.search(head)
    if letter is None:
        return False
    millions = re.compile(rf"(?<![^\W_]){letter[1]}[0-9][0-9.,]{{0,12}}{BLANK}(?:million|billion|milliard)")
    return millions.match(text, piece.start - 1) is not None or (
        bool(piece.marks) and millions.search(text, 0, 20_000) is not None
    )


def _both_sexes(stretch: str) -> bool:
    """ "H12 F15": a letter for men and one for women, each before its number; "M23" alone is a name."""
    letters = set(LETTERED.findall(stretch))
    return "F" in letters and bool(letters & {"M", "H", "G"})


def beside_of(text: str, number: Written) -> Beside:
    """What stands beside a number, as far as it tells what it is."""
    near = around(text, number.start, number.end)
    percent = percent_length(near.after) > 0
    money = currency_of(near.before, near.after) is not None
    # "vingt-cinq (25) millions": the bracket stands between the digits and the word that multiplies them.
    behind = near.after[1:] if near.after[:1] == ")" and near.before[-1:] == "(" else near.after
    # "16.68 B": a decimal mark before the letter shows that a multitude is meant.
    in_short = money or _millions(near) or bool(number.pieces[-1].marks and SHORT_BILLION.match(behind))
    magnitude = 0 if percent else magnitude_of(behind, money=in_short)[0]
    word = near.next_word
    measure = word.lower() in MEASURES or bool(re.match(rf"{BLANK}?(?:km|m|cm)[²³]", near.after))
    return Beside(
        percent=percent,
        money=money,
        magnitude=magnitude,
        measure=measure,
        whole_things=not percent and names_things(word),
        counted=not percent and is_counted(word),
        average=bool(number.pieces[-1].marks and AVERAGE.search(near.before[-40:] + " " + near.after[:40])),
        shared_percent=not percent and _shares_percent_sign(text, number),
    )


def _millions(near: Around) -> bool:
    """Whether a glued "M" means millions: "5M people"; beside "982F" it means men."""
    letter = MILLION_LETTER.match(near.after)
    if letter is None:
        return False
    letters = {
        found.strip("0123456789") for found in SEX_LETTER_PAIR.findall(near.before[-30:] + "0" + near.after[:40])
    }
    return len(letters) < 2 and is_counted(near.after[letter.end() :])


def _shares_percent_sign(text: str, number: Written) -> bool:
    """Whether the sign stands behind the next figure of a list: "39, 29 et 14 %"."""
    at = number.end
    if len(number.digits) > 5:
        return False
    for _ in range(6):
        link = SHARED_SIGN.match(text, at)
        following = link and link.end() > at and SHORT_FIGURE.match(text, link.end())
        if not link or not following:
            return False
        at = following.end()
        if percent_length(text[at : at + 12]):
            return not counts_and_shares(text)
    return False


def why_counts_nothing(
    text: str, numbers: Sequence[Written], besides: Sequence[Beside], in_rows: Collection[int]
) -> list[str]:
    """For each number the reason to set it aside, or nothing when it claims a quantity.

    `in_rows` holds the first characters of numbers in rows of flattened tables, which are no years.
    """
    plain_thousands = any(_is_plain_thousand(number) for number in numbers)
    reasons = [
        _alone(text, number, beside, number.start in in_rows, plain_thousands)
        for number, beside in zip(numbers, besides, strict=True)
    ]
    for at in range(len(numbers) - 1):
        reason = _pair(text, numbers[at], numbers[at + 1])
        if reason:
            reasons[at] = reasons[at] or reason
            reasons[at + 1] = reasons[at + 1] or reason
    return reasons


def _is_plain_thousand(number: Written) -> bool:
    """A number like 1528 or 3485, which shows that the document may write 2015 for a count as well."""
    return len(number.pieces) == 1 and number.pieces[0].plain and len(number.digits) == 4 and not is_year(number)


def _alone(text: str, number: Written, beside: Beside, in_row: bool, plain_thousands: bool) -> str:
    near = around(text, number.start, number.end)
    digits = number.digits
    if digits[0] == "0" and len(number.pieces[0].groups[0]) > 2:
        return "identifier"
    if len(digits) > LONGEST:
        return "coordinate" if not number.pieces[-1].plain else "identifier"
    if PER_MILLE.match(near.after):
        return "rate base"
    if beside.percent:
        return "rate base" if digits == "100" and ON_BASE.search(near.before) else ""
    if beside.money or beside.magnitude:
        return ""
    if TIMES_OVER.match(near.after):
        return "multiple"
    if DURATION_LETTER.match(near.after):
        return "duration"
    if DURATION.match(near.after) and not (int(digits) > 1 and OF_DAY_AND_NIGHT.match(near.after)):
        return "duration" if int(digits) < LONG or re.match(rf"{BLANK}?(?:ans?|years?)", near.after) else ""
    if DISTANCES.match(near.after):
        return "distance"
    if is_year(number) and not in_row and not _counts_in_spite_of_year(text, number, plain_thousands):
        return "year"
    plain = len(number.pieces) == 1 and number.pieces[0].plain
    if plain and (len(digits) >= 10 or (len(digits) >= 8 and not beside.whole_things)):
        return "identifier"
    if len(number.pieces[-1].groups) == 2 and len(number.pieces[-1].groups[1]) >= 7:
        return "coordinate"
    return ""


def is_year(number: Written) -> bool:
    """Whether its signs could be a year: four digits, nothing between them."""
    return (
        len(number.pieces) == 1 and number.pieces[0].plain and len(number.digits) == 4 and int(number.digits) in YEARS
    )


def _counts_in_spite_of_year(text: str, number: Written, plain_thousands: bool) -> bool:
    """ "1962 women", "2015 ont réussi", "plus de 2000", "total 2015": a year never counts, these do."""
    near = around(text, number.start, number.end)
    if YEAR_BEFORE.search(near.before):
        return False
    if TITLE.match(near.after):
        # "2015 Refugee Response Plan" is a title.
        return False
    if is_counted(near.next_word) or QUANTITY_BEFORE.search(near.before) or near.next_word in PLURAL_VERBS:
        return True
    if KIND_AND_THING.match(near.after) or OF_WHOM.match(near.after) or _beside_its_like(near):
        return True
    hedged = hedge_of(near.before, "") is not None
    if hedged and (names_things(near.next_word) or BRACKET_OF_FIGURES.match(near.after)):
        return True
    # Where 3485 is a count, "garçons (2015)" and "Kidal : 2015" may be: other counts stand in the same place.
    listed = COUNT_LIKE_BEFORE.search(near.before) and not near.next_word
    return bool(plain_thousands and listed)


def _beside_its_like(near: Around) -> bool:
    """Whether the figure stands where its neighbours count: "femmes : 2030", "Gao : 1 250 ; Kidal : 1999 ; …"."""
    if near.next_word and near.next_word[0].islower() and near.next_word not in JOINING:
        return False
    sex = SEX_BEFORE.search(near.before)
    if sex and (sex["sign"] or OTHER_SEX_BEFORE.search(near.before[: sex.start()]) or OTHER_SEX.match(near.after)):
        return True
    return bool(LISTED_BEFORE.search(near.before) and LISTED_BEHIND.match(near.after))


def _pair(text: str, first: Written, second: Written) -> str:
    """Two numbers that only together say something: "10-15", "10 à 15 femmes", "2/3"."""
    gap = text[first.end : second.start]
    if len(gap) > 5 or not first.digits.isdigit() or len(first.digits) > 9 or len(second.digits) > 9:
        return ""
    low, high = int(first.digits), int(second.digits)
    whole = first.pieces[-1].plain and second.pieces[-1].plain
    if TIGHT_DASH.fullmatch(gap) and whole and low < high:
        return "range"
    if BETWEEN_AND.fullmatch(gap) and low < high and BETWEEN.search(text[max(0, first.start - 9) : first.start]):
        return "range"
    if WORDED_RANGE.fullmatch(gap) and low < high:
        before = text[max(0, first.start - 80) : first.start]
        return "" if CHANGE.search(before) else "range"
    if gap == "/" and first.pieces[-1].marks and len(first.digits) <= 4:
        return "score"
    if gap == "/" and whole:
        near = around(text, second.start, second.end)
        large = len(first.digits) >= 3 or len(second.digits) >= 3 or high > 31
        return "" if large or (names_things(near.next_word) and high > 4 and high >= low) else "fraction"
    return ""


def is_bare_percent(text: str, claim: Claim, before: Claim | None) -> bool:
    """Whether a figure without a sign is a share: its company speaks of rates, and people do not come in hundredths."""
    near = around(text, claim.start, claim.end)
    if claim.currency or claim.malformed or claim.magnitude or claim.value > 100 or is_counted(near.next_word):
        return False
    if near.next_word.lower() in MEASURES:
        return False
    if claim.decimals in (1, 2):
        if text[claim.start - 1 : claim.start] == "(" and text[claim.end : claim.end + 1] == ")":
            # "(12,4%), … (10,7), … (6,5%)": one of many brackets of shares has lost its sign.
            around_it = text[max(0, claim.start - 300) : claim.end + 300]
            return len(BRACKETED_SHARE.findall(around_it)) >= MANY_BRACKETS
        if MARK.search(near.before):
            return False
        if POINTS.match(near.after):
            return False
        clause = re.split(r"[;\n]|\. ", text[max(0, claim.start - 120) : claim.start])[-1]
        if RATE.search(clause):
            return True
    against = AGAINST.search(near.before) is not None and before is not None and before.kind is Kind.PERCENT
    return against and before is not None and claim.start - before.end < 24 and not names_things(near.next_word)
