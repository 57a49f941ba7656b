"""Numbers torn apart by a stray blank: "17, 363", "2, 77 %", "5, 445", "73 9,790.00".

Joins them only where prose cannot mean two numbers; "818, 642 et 602" and "sur 5 951, 718 admis" stay apart.
"""

import re
from collections.abc import Collection, Sequence

from toguna.figures.beside import around, currency_of, hedge_of, percent_length
from toguna.figures.numerals import SPACES, Written
from toguna.figures.vocabulary import FUNCTION_WORDS, is_counted, names_things

OPERATOR_BEFORE = re.compile(r"[+=×*][ \t\u00a0]?$")
OPERATOR_AFTER = re.compile(r"[ \t\u00a0]?[+=×*]")
GOVERNED = re.compile(
    r"(?<!\w)(?:sur|parmi|among|out of|contre|against|vs|les|in|en|to|à|le|n[°o])[ \t\u00a0]?$|"
    r"(?<!\w)(?:sur|parmi|among|out of)(?: [^\W\d_]{1,12}){1,3} $|(?<!\w)(?-i:Of|Sur|Among) $",
    re.I,
)
ON_BASE = re.compile(r"(?<!\w)(?:sur|parmi|among|out of)[ \t\u00a0]?$", re.I)
OPENS_PARTS = frozenset(["dont", "including", "incl", "soit", "comprising"])
GOES_ON = re.compile(r"[ \t\u00a0]?(?:,[ \t\u00a0]?[0-9]|(?:et|and|ou|or|&)[ \t\u00a0][0-9])", re.I)
DOT_THOUSANDS = re.compile(r"(?<![0-9.,])[0-9]{1,3}\.[0-9]{3}(?![0-9.,])")
STANDS_ALONE = re.compile(r",?[ \t\u00a0]?(?:\(|(?:or|soit|representing|représentant|were|was)\b)|[.;:)](?:\s|$)")
DOUBLED = (",,", "..", ",.", ".,")
LAST_WORD = re.compile(r"(?<![^\W\d_])([^\W\d_]{1,20})[ \t\u00a0]$")
NAME_BEFORE = re.compile(r"(?<!\w)[A-ZÀ-Þ][^\W\d_]{2,}[ \t\u00a0]?$")


ENDS_NO_SENTENCE = re.compile(r"(?<!\w)(?:les|des|sur|de|the|of|soit|dont|and|et)(?: les| the)? $", re.I)
SHARES_BESIDE = re.compile(r"(?<![0-9.,])[0-9]{1,3}, ([0-9]{1,2})[ \u00a0]?%")
STRAY_THOUSANDS = re.compile(r"(?<![0-9.,])(?<![0-9.,] )[0-9]{1,3}, [0-9]{3} (?!et |and |ou |or )[a-zà-ÿ]{3}")
FROM_TO = re.compile(
    r"(?:\bde|\bfrom)[ \t\u00a0](?P<first>[0-9]{1,3}),[0-9]{3}[^0-9.;:!?]{1,50}\b(?:à|to)[ \t\u00a0]$", re.I
)
"""The way to the second of two figures: "passés de 454,682 personnes à ", where "462, 795" is one number like it."""

BROUGHT_TO = re.compile(r"(?<!\w)(?:to|à)[ \t\u00a0]$", re.I)
MANY_STRAYS = 3
"""Counts so written from which it is the habit of a text."""

OPENING_YEAR = re.compile(r"(?<!\w)(?:[Ee]n|[Ii]n) (?:19|20)[0-9]{2}$")
STRUNG = re.compile(r"(?P<mark>[.,])[ \t\u00a0]")
COMMA_THOUSANDS = re.compile(r"(?<![0-9.,])[0-9]{1,3}(?:,[0-9]{3})+(?![0-9,])")
ANOTHER_FOLLOWS = re.compile(r"[ \t\u00a0]?(?:,|(?:et|and|ou|or|&)[ \t\u00a0])[ \t\u00a0]?[0-9]", re.I)


def join_strung(numbers: Sequence[Written], text: str, in_rows: Collection[int]) -> list[Written]:
    """Numbers whose every mark is followed by a blank made whole: "27. 000. 000", "1, 287, 920 votes"."""
    joined: list[Written] = []
    at = 0
    while at < len(numbers):
        end = _end_of_string(numbers, at, text, in_rows)
        if end > at:
            pieces = tuple(piece for number in numbers[at : end + 1] for piece in number.pieces)
            joined.append(Written(pieces, loose=True))
        else:
            joined.append(numbers[at])
        at = end + 1
    return joined


def _end_of_string(numbers: Sequence[Written], at: int, text: str, in_rows: Collection[int]) -> int:
    """The last of the numbers from `at` on that are groups of one; `at` itself where there is none."""
    first = numbers[at]
    if not _is_plain(first) or len(first.digits) > 3 or first.digits[0] == "0" or first.start in in_rows:
        return at
    end, mark = at, ""
    while end + 1 < len(numbers) and numbers[end + 1].start - numbers[end].end == 2:
        parted = STRUNG.fullmatch(text, numbers[end].end, numbers[end + 1].start)
        if parted is None or (mark and parted["mark"] != mark):
            break
        if not _is_plain(numbers[end + 1]) or len(numbers[end + 1].digits) != 3:
            break
        end, mark = end + 1, parted["mark"]
    if end == at or percent_length(text[numbers[end].end : numbers[end].end + 12]):
        return at
    after = around(text, first.start, numbers[end].end)
    zeros = all(number.digits == "000" for number in numbers[at + 1 : end + 1])
    if mark == ".":
        # A sentence that ends in a bare figure, and one that begins with a figure of things: both are rare.
        sure = end > at + 1 or zeros or (after.before == "" and is_counted(after.next_word))
        # "les 130. 858 candidats", "114. 005 ont composé": no sentence ends with "les", no number begins with a nought.
        sure = (
            sure or numbers[end].digits[0] == "0" or _written_elsewhere(first.digits + mark + numbers[end].digits, text)
        )
        sure = sure or (ENDS_NO_SENTENCE.search(after.before) is not None and is_counted(after.next_word))
        return end if sure else at
    if ANOTHER_FOLLOWS.match(after.after) or GOVERNED.search(after.before):
        return at
    habit = COMMA_THOUSANDS.search(text) is not None or zeros
    return end if end > at + 1 and len(first.digits) < 3 and habit else at


def _is_plain(number: Written) -> bool:
    return len(number.pieces) == 1 and number.pieces[0].plain and not number.loose and not number.crammed


def join_strays(numbers: Sequence[Written], text: str, in_rows: Collection[int]) -> list[Written]:
    """Numbers with the torn ones made whole; those in rows of a table (by first character) are left alone."""
    habit = len(STRAY_THOUSANDS.findall(text, 0, 200_000)) >= MANY_STRAYS
    joined: list[Written] = []
    for at, number in enumerate(numbers):
        if joined and number.start not in in_rows and joined[-1].start not in in_rows:
            before = joined[-1]
            in_list = at >= 2 and text[numbers[at - 2].end : numbers[at - 1].start].strip() == ","
            # "En 2020, 53, 44 % de filles": a year that opens a sentence is no member of a list.
            in_list = in_list and not OPENING_YEAR.search(text, max(0, numbers[at - 2].end - 12), numbers[at - 2].end)
            whole = _one_number(before, number, text, in_list) or (_by_habit(before, number, text) if habit else None)
            if whole is not None:
                joined[-1] = whole
                continue
        joined.append(number)
    return joined


def _by_habit(before: Written, number: Written, text: str) -> Written | None:
    """Where a text writes most of its thousands as "5, 895", the doubtful ones are no lists either."""
    plain = _is_plain(before) and _is_plain(number)
    if not plain or not 1 <= len(before.digits) <= 3 or before.digits[0] == "0" or len(number.digits) != 3:
        return None
    return Written((*before.pieces, *number.pieces), loose=True) if text[before.end : number.start] == ", " else None


def _one_number(before: Written, number: Written, text: str, in_list: bool) -> Written | None:
    """The two made one, when they are one."""
    gap = text[before.end : number.start]
    if len(gap) > 3 or before.loose or before.crammed:
        return None
    if gap in DOUBLED:
        return _doubled(before, number, text)
    if gap.strip() in (",", ".") and len(gap.strip()) < len(gap) and "\n" not in gap:
        return _loose(before, number, text, gap, in_list)
    return None


def _loose(before: Written, number: Written, text: str, gap: str, in_list: bool) -> Written | None:
    """A blank beside a mark: "17, 363", "2, 77 %", "16 ,60 %"."""
    mark = gap.strip()
    one_each = len(before.pieces) == len(number.pieces) == 1
    if not one_each and _ends_it(before, number, text, gap):
        return Written((*before.pieces, *number.pieces), loose=True)
    plain = one_each and before.pieces[0].plain and number.pieces[0].plain
    if one_each and not plain and mark == ",":
        return _loose_in_thousands(before, number, text)
    if not plain or len(before.digits) > 3 or (before.digits[0] == "0" and len(before.digits) > 1):
        return None
    near = around(text, before.start, number.end)
    percent = percent_length(near.after) > 0
    whole = Written((*before.pieces, *number.pieces), loose=True)
    if mark == "," and len(number.digits) == 3 and _written_elsewhere(before.digits + mark + number.digits, text):
        return whole
    if GOES_ON.match(near.after) or in_list:
        return None
    from_like = FROM_TO.search(text, max(0, before.start - 90), before.start)
    if mark == "," and len(number.digits) == 3 and from_like and len(from_like["first"]) == len(before.digits):
        return whole
    if gap[0] in SPACES and gap[-1] == mark:
        # A blank before the mark and none behind it: nobody starts a number with a comma.
        return whole if len(number.digits) == 3 or percent or currency_of(near.before, near.after) else None
    if mark == ".":
        if percent and len(number.digits) <= 2 and int(before.digits) < 100:
            return whole
        dotted = len(number.digits) == 3 and is_counted(near.next_word) and DOT_THOUSANDS.search(text) is not None
        return whole if dotted and near.before.rstrip()[-1:].isalpha() and not GOVERNED.search(near.before) else None
    if OPERATOR_BEFORE.search(near.before) and len(number.digits) == 3:
        return whole
    if mark == "," and len(number.digits) == 3 and before.digits != "0" and BROUGHT_TO.search(near.before):
        # "bringing to 35, 253 from private schools": what is followed by no noun is no count of its own.
        alone = near.next_word.lower() in FUNCTION_WORDS and COMMA_THOUSANDS.search(text) is not None
        if alone:
            return whole
    if GOVERNED.search(near.before) and not currency_of(near.before, ""):
        return whole if percent and len(number.digits) <= 2 and not ON_BASE.search(near.before) else None
    if percent:
        return whole if len(number.digits) <= 2 and int(before.digits) <= 100 and not counts_and_shares(text) else None
    word = near.next_word
    ends = not word and not near.after[:1].isalnum() and near.after[:1] not in "+-–"
    counts = (names_things(word) or word.lower() in OPENS_PARTS) and not _name_before(near.before)
    return whole if len(number.digits) == 3 and before.digits != "0" and (ends or counts) else None


def counts_and_shares(text: str) -> bool:
    """Whether a text writes counts beside their shares: "Gao 39, 42 %. Ménaka 02, 2 %": then the shares make 100."""
    shares = [int(share) for share in SHARES_BESIDE.findall(text, 0, 100_000)]
    return len(shares) >= MANY_STRAYS and abs(sum(shares) - 100) <= 1


def _written_elsewhere(raw: str, text: str) -> bool:
    """Whether the text has the same number once more, without the blank."""
    return re.search(rf"(?<![0-9.,]){re.escape(raw)}(?![0-9]|,[0-9])", text) is not None


def _name_before(before: str) -> bool:
    """Whether a name stands before, whose count the first number may be; a hedge that opens a sentence is none."""
    return NAME_BEFORE.search(before) is not None and hedge_of(before, "") is None


def _ends_it(before: Written, number: Written, text: str, gap: str) -> bool:
    """ "1 250, 000 FCFA", "1 000 000 ,00 FCFA": noughts alone are no number, so they end the one before."""
    noughts = number.digits in ("00", "000") and len(number.pieces) == 1 and all(piece.plain for piece in before.pieces)
    money = currency_of("", text[number.end : number.end + 24]) is not None
    return noughts and (len(number.digits) == 3 or (money and gap[0] in SPACES))


def _loose_in_thousands(before: Written, number: Written, text: str) -> Written | None:
    """ "USD 22, 657,273", "1,022, 657 personnes": the other marks show what the stray one is."""
    near = around(text, before.start, number.end)
    groups = (*before.pieces[0].groups, *number.pieces[0].groups)
    marks = set(before.pieces[0].marks + number.pieces[0].marks)
    triples = 1 <= len(groups[0]) <= 3 and all(len(group) == 3 for group in groups[1:])
    sure = (
        currency_of(near.before, near.after) is not None or is_counted(near.next_word) or STANDS_ALONE.match(near.after)
    )
    if marks != {","} or not triples or not sure or GOES_ON.match(near.after) or GOVERNED.search(near.before):
        return None
    return Written((*before.pieces, *number.pieces), loose=True)


def _doubled(before: Written, number: Written, text: str) -> Written | None:
    """A mark struck twice: "12,,5 %", "1..250 femmes"."""
    near = around(text, before.start, number.end)
    plain = before.pieces[-1].plain and number.pieces[0].plain and len(number.pieces) == 1
    share = percent_length(near.after) > 0
    counts = len(number.digits) == 3 and len(before.digits) <= 3 and is_counted(near.next_word)
    return Written((*before.pieces, *number.pieces), loose=True) if plain and (share or counts) else None


def crammed(numbers: Sequence[Written], text: str) -> Written | None:
    """A chain of digits and single blanks as one number: between operators, or in prose before what it counts.

    "+73 9,790.00+", "soit 1 5238 élèves"; a year or a name before the blank leaves two numbers: "Kayes 12 1250".
    """
    first, last = numbers[0], numbers[-1]
    near = around(text, first.start, last.end)
    whole = Written(tuple(piece for number in numbers for piece in number.pieces), crammed=True)
    if OPERATOR_BEFORE.search(near.before) and (OPERATOR_AFTER.match(near.after) or not near.after[:1].isalnum()):
        return whole
    if len(first.pieces[0].raw) > 3 or first.digits[0] == "0" or len(whole.digits) > 12 or len(numbers) > 3:
        return None
    if any(not number.pieces[-1].plain for number in numbers[:-1]) or percent_length(near.after):
        return None
    word_before = LAST_WORD.search(near.before)
    governed = bool(word_before and (word_before[1] in FUNCTION_WORDS or hedge_of(near.before, "") is not None))
    money = currency_of(near.before, near.after) is not None
    return whole if (governed and is_counted(near.next_word)) or money else None
