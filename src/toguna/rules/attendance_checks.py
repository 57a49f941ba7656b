"""What looks wrong on an attendance sheet, in words for the person who can put it right.

It knows the sheet and what it is told: today, the programme's first day, the places that exist. Whether the activity
exists, or the same sheet came before, is for the step that can look it up.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from toguna.rules.attendance import AttendanceSheet, Participant, PlaceMention, Sex, count_seats, count_seats_of
from toguna.rules.findings import Finding, Severity
from toguna.rules.spelling import near, plain

OLDEST_AGE = 110

DATE_MISSING = "La fiche ne donne pas sa date. Ajoutez le jour où l'activité a eu lieu."
DATE_IN_FUTURE = (
    "La fiche est datée du %(held_on)s, un jour qui n'est pas encore venu. Vérifiez le jour, le mois et l'année."
)
DATE_BEFORE_PROGRAMME = (
    "La fiche est datée du %(held_on)s, avant le début du programme le %(start_on)s. Vérifiez l'année."
)
END_BEFORE_START = "La fin (%(end_on)s) vient avant le début (%(held_on)s). Corrigez l'une des deux dates."
SESSION_MISSING = "La fiche ne dit pas de quelle séance il s'agit. Indiquez 1 si l'activité n'a qu'une séance."
SESSION_IMPOSSIBLE = "La séance %(session)s n'est pas possible : les séances se comptent à partir de 1."
ACTIVITY_UNTITLED = "L'activité est hors plan et n'a pas de titre. Donnez-lui un titre pour qu'on puisse la rattacher."
NOBODY = "La fiche ne compte personne, ni avec nom ni sans nom. Ajoutez les participants ou un effectif."
PLACE_MISSING = "La fiche ne dit pas dans quelle commune l'activité a eu lieu. Indiquez la commune."
PLACE_UNKNOWN = "Le lieu « %(place)s » n'est pas connu. Choisissez une commune de la liste."
PLACE_UNKNOWN_NEAR = "Le lieu « %(place)s » n'est pas connu. Vouliez-vous dire : %(suggestions)s ?"
AGE_IMPOSSIBLE = "Ligne %(line)s : l'âge %(age)s n'est pas possible. Corrigez l'âge ou laissez-le vide."
BIRTH_YEAR_IMPOSSIBLE = (
    "Ligne %(line)s : l'année de naissance %(birth_year)s n'est pas possible. Corrigez-la ou laissez-la vide."
)
AGE_DISAGREES = (
    "Ligne %(line)s : %(age)s ans et né(e) en %(birth_year)s ne vont pas ensemble. Gardez celui qui est sûr."
)
PHONE_MALFORMED = "Ligne %(line)s : le téléphone n'a pas la forme d'un numéro. Vérifiez les chiffres."
NAME_MISSING = "Ligne %(line)s : la personne est d'accord mais son nom manque. Elle compte comme une personne sans nom."
SAME_LINE_TWICE = (
    "Les lignes %(first)s et %(line)s sont la même personne. Gardez-en une seule si elle est venue une fois."
)
SEATS_IMPOSSIBLE = "L'effectif sans nom %(line)s est de %(seats)s : il doit être d'au moins 1."
BAND_IMPOSSIBLE = "L'effectif sans nom %(line)s va de %(age_from)s à %(age_to)s ans, ce qui n'est pas possible."
PARTS_MISSING_ONE = (
    "La fiche annonce %(total)s participants mais %(women)s femmes et %(men)s hommes : il manque 1 personne. "
    "Corrigez la fiche ou indiquez « sexe non précisé » pour cette personne."
)
PARTS_MISSING = (
    "La fiche annonce %(total)s participants mais %(women)s femmes et %(men)s hommes : il manque %(gap)s personnes. "
    "Corrigez la fiche ou indiquez « sexe non précisé » pour ces %(gap)s personnes."
)
PARTS_IN_EXCESS = (
    "La fiche annonce %(total)s participants mais %(women)s femmes et %(men)s hommes, soit %(gap)s de trop. "
    "Corrigez le total ou les parts."
)
TOTAL_DIFFERS = (
    "La fiche annonce %(total)s participants, mais ses lignes et effectifs en comptent %(counted)s. "
    "Ajoutez ceux qui manquent comme personnes sans nom, ou corrigez le total."
)
WOMEN_DIFFER = "La fiche annonce %(stated)s femmes, mais ses lignes et effectifs en comptent %(counted)s."
MEN_DIFFER = "La fiche annonce %(stated)s hommes, mais ses lignes et effectifs en comptent %(counted)s."

# International numbers have at most 15 digits (ITU-T E.164); what people put between the digits does not matter.
_PHONE = re.compile(r"\+?\d{8,15}")
_BETWEEN_DIGITS = re.compile(r"[\s.\-/()]")


@dataclass(frozen=True)
class KnownPlaces:
    """The places that a sheet may name: their (scheme, code) pairs, and their names to recognise typed words."""

    codes: Collection[tuple[str, str]] = frozenset()
    names: Collection[str] = ()


def findings(
    sheet: AttendanceSheet, *, today: date, programme_start: date | None = None, places: KnownPlaces | None = None
) -> list[Finding]:
    """Everything on the sheet that a reviewer should look at. Without `places`, places are not checked.

    An error must be put right before the sheet can be verified; a warning asks for a look.

    >>> from toguna.rules.attendance import StatedTotals, UnnamedSeats
    >>> sheet = AttendanceSheet("A-01", session=1, held_on=date(2026, 3, 2), place=PlaceMention("Sanankoro-Ba"),
    ...     unnamed=(UnnamedSeats(20, Sex.FEMALE), UnnamedSeats(12, Sex.MALE)),
    ...     totals=StatedTotals(total=35, women=20, men=12))
    >>> [finding.code for finding in findings(sheet, today=date(2026, 4, 1))]
    ['parts-differ-from-total', 'total-differs-from-lines']
    >>> findings(sheet, today=date(2026, 4, 1))[0].text()[:84]
    'La fiche annonce 35 participants mais 20 femmes et 12 hommes : il manque 3 personnes'
    """
    # A date in the future is one mistake; it should not make every year of birth another.
    on = min(sheet.held_on or today, today)
    return [
        *_about_dates(sheet, today, programme_start),
        *_about_the_session(sheet),
        *_about_places(sheet, places),
        *_about_totals(sheet),
        *_about_unnamed_seats(sheet),
        *(finding for one in sheet.participants for finding in _about_participant(one, on)),
        *_about_repeated_lines(sheet),
    ]


def _error(code: str, message: str, where: str = "", **values: object) -> Finding:
    return Finding(code, Severity.ERROR, message, values, where)


def _warning(code: str, message: str, where: str = "", **values: object) -> Finding:
    return Finding(code, Severity.WARNING, message, values, where)


def _day(on: date) -> str:
    return f"{on:%d/%m/%Y}"


def _about_dates(sheet: AttendanceSheet, today: date, programme_start: date | None) -> Iterator[Finding]:
    held_on = sheet.held_on
    if held_on is None:
        yield _error("date-missing", DATE_MISSING)
        return
    last = max(held_on, sheet.end_on or held_on)
    if last > today:
        yield _error("date-in-future", DATE_IN_FUTURE, held_on=_day(last))
    if programme_start is not None and held_on < programme_start:
        yield _warning(
            "date-before-programme", DATE_BEFORE_PROGRAMME, held_on=_day(held_on), start_on=_day(programme_start)
        )
    if sheet.end_on is not None and sheet.end_on < held_on:
        yield _error("end-before-start", END_BEFORE_START, held_on=_day(held_on), end_on=_day(sheet.end_on))


def _about_the_session(sheet: AttendanceSheet) -> Iterator[Finding]:
    if sheet.session is None:
        yield _warning("session-missing", SESSION_MISSING)
    elif sheet.session < 1:
        yield _error("session-impossible", SESSION_IMPOSSIBLE, session=sheet.session)
    if not sheet.is_planned and not sheet.activity_title:
        yield _warning("activity-untitled", ACTIVITY_UNTITLED)
    if count_seats(sheet) < 1:
        yield _error("nobody", NOBODY)


def _about_places(sheet: AttendanceSheet, places: KnownPlaces | None) -> Iterator[Finding]:
    if not sheet.place:
        yield _warning("place-missing", PLACE_MISSING)
    if places is None:
        return
    names = {plain(name) for name in places.names}
    told: set[PlaceMention] = set()
    mentions = [("", sheet.place), *((f"participant {one.line}", one.commune) for one in sheet.participants)]
    for where, place in mentions:
        if not place or place in told or _is_known(place, places, names):
            continue
        # Forty people of one misspelt village are one mistake, told once at its first line.
        told.add(place)
        suggestions = " ; ".join(near(place.text, places.names)) if place.text else ""
        message = PLACE_UNKNOWN_NEAR if suggestions else PLACE_UNKNOWN
        yield _warning("place-unknown", message, where, place=str(place), suggestions=suggestions)


def _is_known(place: PlaceMention, places: KnownPlaces, names: Collection[str]) -> bool:
    if place.code:
        return (place.scheme, place.code) in places.codes
    return plain(place.text) in names


def _about_totals(sheet: AttendanceSheet) -> Iterator[Finding]:
    stated, unknown = sheet.totals, count_seats_of(sheet, None)
    total, women, men = stated.total, stated.women, stated.men
    if total is not None and women is not None and men is not None:
        gap = total - women - men
        # A total that the parts and those of unstated sex make up together is in order.
        if gap not in (0, unknown):
            message = PARTS_IN_EXCESS if gap < 0 else PARTS_MISSING_ONE if gap == 1 else PARTS_MISSING
            yield _warning("parts-differ-from-total", message, total=total, women=women, men=men, gap=abs(gap))
    counted = count_seats(sheet)
    if stated.total is not None and stated.total != counted:
        yield _warning("total-differs-from-lines", TOTAL_DIFFERS, total=stated.total, counted=counted)
    for number, sex, message in ((stated.women, Sex.FEMALE, WOMEN_DIFFER), (stated.men, Sex.MALE, MEN_DIFFER)):
        counted = count_seats_of(sheet, sex)
        # Someone whose sex is not stated may be among those announced.
        if number is not None and not counted <= number <= counted + unknown:
            yield _warning(f"{sex}-differ-from-lines", message, stated=number, counted=counted)


def _about_unnamed_seats(sheet: AttendanceSheet) -> Iterator[Finding]:
    for line, unnamed in enumerate(sheet.unnamed, start=1):
        where = f"sans nom {line}"
        if unnamed.seats < 1:
            yield _error("seats-impossible", SEATS_IMPOSSIBLE, where, line=line, seats=unnamed.seats)
        low = 0 if unnamed.age_from is None else unnamed.age_from
        high = OLDEST_AGE if unnamed.age_to is None else unnamed.age_to
        if not 0 <= low <= high <= OLDEST_AGE:
            yield _error("band-impossible", BAND_IMPOSSIBLE, where, line=line, age_from=low, age_to=high)


def _about_participant(one: Participant, held_on: date) -> Iterator[Finding]:
    where, line = f"participant {one.line}", one.line
    age_possible = one.age is None or 0 <= one.age <= OLDEST_AGE
    year_possible = one.birth_year is None or 0 <= held_on.year - one.birth_year <= OLDEST_AGE
    if not age_possible:
        yield _error("age-impossible", AGE_IMPOSSIBLE, where, line=line, age=one.age)
    if not year_possible:
        yield _error("birth-year-impossible", BIRTH_YEAR_IMPOSSIBLE, where, line=line, birth_year=one.birth_year)
    if one.age is not None and one.birth_year is not None and age_possible and year_possible:
        # Before the birthday of the year a person is one year younger than the years suggest.
        birthdays = held_on.year - one.birth_year
        if one.age not in (birthdays - 1, birthdays):
            yield _warning("age-disagrees", AGE_DISAGREES, where, line=line, age=one.age, birth_year=one.birth_year)
    if one.phone and not _PHONE.fullmatch(_BETWEEN_DIGITS.sub("", one.phone)):
        yield _warning("phone-malformed", PHONE_MALFORMED, where, line=line)
    if one.consent and not one.name:
        yield _warning("name-missing", NAME_MISSING, where, line=line)


def _about_repeated_lines(sheet: AttendanceSheet) -> Iterator[Finding]:
    seen: dict[object, int] = {}
    for one in sheet.participants:
        if not one.name:
            continue
        same = (plain(one.name), one.sex, one.age, one.birth_year, plain(str(one.commune)))
        first = seen.setdefault(same, one.line)
        if first != one.line:
            yield _warning("same-line-twice", SAME_LINE_TWICE, f"participant {one.line}", first=first, line=one.line)
