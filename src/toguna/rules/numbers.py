"""How French and English write numbers, money, dates, periods and quantities.

The language is always an argument: nothing here knows who reads, what time it is or what the number counts.
Thin spaces (U+202F) and hard spaces (U+00A0) keep a number and its unit on one line.
"""

from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

from toguna.rules.units import UNITS

NARROW = "\u202f"
HARD = "\u00a0"
MINUS = "\u2212"
THOUSANDTHS = 1000

Number = int | float | Decimal

MONTHS = {
    "fr": [
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
    ],
    "en": [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
}


def spoken(language: str) -> str:
    """The language whose rules apply: English for any English, French for everything else.

    >>> spoken("en-gb"), spoken("fr"), spoken("bm")
    ('en', 'fr', 'fr')
    """
    return "en" if language.lower().startswith("en") else "fr"


def decimal(value: Number, language: str, places: int | None = None) -> str:
    """A number with its decimals: as many as it has (three at most), or exactly `places` in a column.

    >>> decimal(349.822, "fr"), decimal(1234.5, "en"), decimal(3, "fr", places=1)
    ('349,822', '1,234.5', '3,0')
    """
    exact = Decimal(str(value)).quantize(Decimal(1).scaleb(-(3 if places is None else places)), ROUND_HALF_UP)
    text = f"{abs(exact):,f}"
    if places is None and "." in text:
        text = text.rstrip("0").rstrip(".")
    if spoken(language) == "fr":
        text = text.replace(",", NARROW).replace(".", ",")
    return (MINUS if exact < 0 else "") + text


def number(value: Number, language: str) -> str:
    """A whole number, grouped by thousands as the language does.

    >>> number(1024517, "en")
    '1,024,517'
    >>> number(1024517, "fr") == "1\u202f024\u202f517"
    True
    """
    return decimal(value, language, places=0)


def percent(value: Number, language: str, places: int | None = None) -> str:
    """A percentage that is already one (37.5 means 37.5 in a hundred), with one decimal where it has any.

    >>> percent(37.5, "en"), percent(50, "en")
    ('37.5%', '50%')
    >>> percent(37.5, "fr") == "37,5\u202f%"
    True
    """
    if places is None:
        rounded = Decimal(str(value)).quantize(Decimal("0.1"), ROUND_HALF_UP)
        text = decimal(rounded, language)
    else:
        text = decimal(value, language, places)
    return f"{text}%" if spoken(language) == "en" else f"{text}{NARROW}%"


def share(part: Number, whole: Number, language: str) -> str | None:
    """What part of the whole, as a percentage; nothing can be said of a part of nothing.

    >>> share(3, 8, "en")
    '37.5%'
    >>> share(0, 0, "en") is None
    True
    """
    if not whole:
        return None
    return percent(Decimal(str(part)) * 100 / Decimal(str(whole)), language)


def money(amount: Number, currency: str, language: str) -> str:
    """An amount with its currency: before it in English, after it in French, where XOF and XAF are FCFA.

    >>> money(26000000, "XOF", "en"), money(12344862, "USD", "en")
    ('XOF 26,000,000', 'USD 12,344,862')
    >>> money(26000000, "XOF", "fr") == "26\u202f000\u202f000\u00a0FCFA"
    True
    """
    exact = Decimal(str(amount))
    text = decimal(exact, language, places=0 if exact == exact.to_integral_value() else 2)
    if spoken(language) == "en":
        return f"{currency.upper()}{HARD}{text}".replace(HARD, " ")
    return f"{text}{HARD}{'FCFA' if currency.upper() in {'XOF', 'XAF'} else currency.upper()}"


def counted_unit(value: Number, unit: str, language: str) -> str:
    """The word for the unit, in the number the language asks for: French says one for less than two.

    >>> counted_unit(0, "person", "fr"), counted_unit(0, "person", "en"), counted_unit(2, "latrine", "en")
    ('personne', 'people', 'latrine')
    """
    if unit not in UNITS:
        return unit
    french_one, french_many, english_one, english_many = UNITS[unit]
    if spoken(language) == "en":
        return english_one if value == 1 else english_many
    return french_one if -2 < value < 2 else french_many


def quantity(thousandths: int, unit: str, language: str, currency: str = "") -> str:
    """A stored quantity, which is a whole number of thousandths, with its unit or its currency.

    >>> quantity(349822, "hectare", "en"), quantity(1000, "person", "en"), quantity(37500, "percent", "en")
    ('349.822 ha', '1 person', '37.5%')
    >>> quantity(26000000000, "", "en", currency="XOF"), quantity(26000000000, "XOF", "en")
    ('XOF 26,000,000', 'XOF 26,000,000')
    """
    value = Decimal(thousandths) / THOUSANDTHS
    if currency or (len(unit) == 3 and unit.isupper()):
        return money(value, currency or unit, language)
    if unit in {"percent", "percentage", "%"}:
        return percent(value, language)
    text = decimal(value, language)
    space = HARD if spoken(language) == "fr" else " "
    return f"{text}{space}{counted_unit(value, unit, language)}" if unit else text


def movement(before: Decimal, after: Decimal, language: str, unit: str = "") -> str:
    """By how much a number moves, with its sign; a percentage moves by points, as far apart as its two roundings are.

    >>> movement(Decimal(285), Decimal(301), "fr"), movement(Decimal(9), Decimal(7), "en")
    ('+16', '−2')
    >>> movement(Decimal("56.14"), Decimal("56.46"), "fr", "percent")
    '+0,4 point'
    """
    shown = Decimal("0.1")
    is_share = unit in {"percent", "percentage", "%"}
    if is_share:
        before, after = before.quantize(shown, ROUND_HALF_UP), after.quantize(shown, ROUND_HALF_UP)
    gap = after - before
    amount = decimal(abs(gap), language)
    if is_share:
        amount += f" {_points(gap, language)}"
    return f"{'+' if gap > 0 else '−' if gap < 0 else ''}{amount}"


def _points(gap: Decimal, language: str) -> str:
    many = abs(gap) != 1 if spoken(language) == "en" else abs(gap) >= 2
    return "points" if many else "point"


def difference(actual: Number, target: Number, language: str, unit: str = "") -> str:
    """How far the actual is from its target, in words and without judging which side is good.

    >>> difference(88, 100, "fr"), difference(104, 100, "en"), difference(5, 5, "fr")
    ('12 de moins que la cible', '4 above the target', 'égal à la cible')
    >>> difference(46.5, 50, "fr", unit="percent")
    '3,5 points de moins que la cible'
    """
    gap = Decimal(str(actual)) - Decimal(str(target))
    english = spoken(language) == "en"
    if gap == 0:
        return "equal to the target" if english else "égal à la cible"
    amount = decimal(abs(gap), language)
    if unit in {"percent", "percentage", "%"}:
        amount += f" {_points(gap, language)}"
    if english:
        return f"{amount} {'above' if gap > 0 else 'below'} the target"
    return f"{amount} de {'plus' if gap > 0 else 'moins'} que la cible"


def long_date(day: date, language: str) -> str:
    """A day as a reader writes it, never as a machine does.

    >>> long_date(date(2016, 8, 12), "fr"), long_date(date(2016, 8, 1), "fr"), long_date(date(2016, 8, 12), "en")
    ('12 août 2016', '1er août 2016', '12 August 2016')
    """
    return f"{_day(day, language)} {month(day, language)}"


def _day(day: date, language: str) -> str:
    return "1er" if day.day == 1 and spoken(language) == "fr" else str(day.day)


def month(day: date, language: str) -> str:
    """The month and year of a day.

    >>> month(date(2016, 8, 12), "fr"), month(date(2016, 8, 12), "en")
    ('août 2016', 'August 2016')
    """
    return f"{MONTHS[spoken(language)][day.month - 1]} {day.year}"


def moment(at: datetime, language: str) -> str:
    """A day and an hour, in the time zone the moment is given in.

    >>> moment(datetime(2016, 8, 12, 9, 5), "fr"), moment(datetime(2016, 8, 12, 14, 5), "en")
    ('12 août 2016 à 9\\xa0h\\xa005', '12 August 2016 at 14:05')
    """
    if spoken(language) == "en":
        return f"{long_date(at, language)} at {at:%H:%M}"
    return f"{long_date(at, language)} à {at.hour}{HARD}h{HARD}{at.minute:02d}"


def days(first: date, last: date, language: str) -> str:
    """From the first to the last day, both included, without saying the month or the year twice.

    >>> days(date(2016, 8, 12), date(2016, 8, 14), "fr"), days(date(2016, 7, 30), date(2016, 8, 2), "en")
    ('du 12 au 14 août 2016', '30 July to 2 August 2016')
    >>> days(date(2016, 8, 12), date(2021, 2, 11), "fr"), days(date(2016, 8, 12), date(2016, 8, 12), "fr")
    ('du 12 août 2016 au 11 février 2021', '12 août 2016')
    """
    if first == last:
        return long_date(first, language)
    begin = _day(first, language)
    if (first.year, first.month) != (last.year, last.month):
        begin += f" {MONTHS[spoken(language)][first.month - 1]}"
    if first.year != last.year:
        begin += f" {first.year}"
    end = long_date(last, language)
    return f"{begin} to {end}" if spoken(language) == "en" else f"du {begin} au {end}"


def period(start: date, end: date, language: str, kind: str = "") -> str:
    """The name people give to a period, its start included and its end excluded.

    Quarters and years are those of the calendar unless the kind says that they belong to a US fiscal year, which
    begins in October of the year before.

    >>> period(date(2019, 1, 1), date(2019, 4, 1), "fr"), period(date(2019, 1, 1), date(2019, 4, 1), "en")
    ('T1 2019', 'Q1 2019')
    >>> period(date(2018, 10, 1), date(2019, 10, 1), "fr"), period(date(2019, 3, 1), date(2019, 4, 1), "fr")
    ('exercice 2019', 'mars 2019')
    >>> period(date(2018, 10, 1), date(2019, 1, 1), "fr", kind="us_fiscal_quarter")
    "T1 de l'exercice 2019"
    >>> period(date(2016, 8, 12), date(2021, 2, 12), "fr", kind="life")
    'toute la durée, du 12 août 2016 au 11 février 2021'
    """
    english = spoken(language) == "en"
    last = end - timedelta(days=1)
    months = (end.year - start.year) * 12 + end.month - start.month if start.day == end.day == 1 else 0
    if kind == "life":
        return f"{'whole life' if english else 'toute la durée'}, {days(start, last, language)}"
    if kind == "us_fiscal_quarter" and months == 3:
        year = start.year + (start.month == 10)
        name = f"{'Q' if english else 'T'}{(start.month // 3 + 1) % 4 + 1}"
        return f"{name} of fiscal year {year}" if english else f"{name} de l'exercice {year}"
    if months == 1:
        return month(start, language)
    if months == 3 and start.month % 3 == 1:
        return f"{'Q' if english else 'T'}{(start.month + 2) // 3} {start.year}"
    if months == 12 and start.month == 1:
        return str(start.year)
    if months == 12 and start.month == 10:
        return f"{'fiscal year' if english else 'exercice'} {last.year}"
    return days(start, last, language)
