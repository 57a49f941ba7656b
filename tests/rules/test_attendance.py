"""What an attendance sheet says, and what looks wrong on it."""

from dataclasses import replace
from datetime import date

import pytest

from toguna.rules.attendance import (
    AttendanceSheet,
    NamedWithoutConsentError,
    Participant,
    PlaceMention,
    Sex,
    StatedTotals,
    UnnamedSeats,
    count_seats,
    count_seats_of,
    keep_identity,
    seats_without_a_name,
)
from toguna.rules.attendance_checks import KnownPlaces, findings
from toguna.rules.findings import Finding, Severity, errors_in
from toguna.rules.spelling import near, plain

TODAY = date(2026, 4, 1)
PLACES = KnownPlaces({("toguna-demo", "C07")}, ("Sanankoro-Ba", "Dougoufara"))


def a_sheet(**changes: object) -> AttendanceSheet:
    """The smallest sheet that nothing is wrong with."""
    sheet = AttendanceSheet(
        activity_code="A-01",
        session=1,
        held_on=date(2026, 3, 2),
        place=PlaceMention("Sanankoro-Ba", "toguna-demo", "C07"),
        participants=(Participant(1, name="Awa Diallo", sex=Sex.FEMALE, age=30, consent=True),),
    )
    return replace(sheet, **changes)


def found(sheet: AttendanceSheet, **known: object) -> dict[str, Finding]:
    return {finding.code: finding for finding in findings(sheet, **{"today": TODAY, "places": PLACES, **known})}


def test_a_sound_sheet_has_nothing_to_look_at() -> None:
    assert findings(a_sheet(), today=TODAY, programme_start=date(2026, 1, 1), places=PLACES) == []


def test_a_name_cannot_be_kept_without_consent() -> None:
    with pytest.raises(NamedWithoutConsentError):
        Participant(3, name="Awa", consent=False)
    with pytest.raises(NamedWithoutConsentError):
        Participant(3, phone="70000000")


def test_a_refused_name_and_phone_are_dropped_with_a_word_about_it() -> None:
    name, phone, told = keep_identity("Awa", "70000000", consent=False, line=3)
    assert (name, phone) == (None, None)
    assert [finding.where for finding in told] == ["participant 3"]
    assert "Awa" not in told[0].text()
    assert "Awa" not in repr(told)


def test_a_person_who_refused_counts_as_an_unnamed_seat() -> None:
    sheet = a_sheet(participants=(Participant(1, sex=Sex.MALE, age=41),), unnamed=(UnnamedSeats(5, Sex.FEMALE),))
    assert seats_without_a_name(sheet) == (UnnamedSeats(5, Sex.FEMALE), UnnamedSeats(1, Sex.MALE, 41, 41))
    assert count_seats(sheet) == 6
    assert [count_seats_of(sheet, sex) for sex in (Sex.FEMALE, Sex.MALE, Sex.OTHER, None)] == [5, 1, 0, 0]


@pytest.mark.parametrize("age", [-1, 111])
def test_an_impossible_age_is_an_error_on_its_line(age: int) -> None:
    finding = found(a_sheet(participants=(Participant(14, age=age),)))["age-impossible"]
    assert (finding.severity, finding.where) == (Severity.ERROR, "participant 14")
    assert str(age) in finding.text()


@pytest.mark.parametrize("birth_year", [1900, 2027])
def test_an_impossible_year_of_birth_is_an_error(birth_year: int) -> None:
    assert "birth-year-impossible" in found(a_sheet(participants=(Participant(1, birth_year=birth_year),)))


@pytest.mark.parametrize(("birth_year", "agrees"), [(1994, False), (1995, True), (1996, True), (1997, False)])
def test_age_and_year_of_birth_agree_before_and_after_the_birthday(birth_year: int, agrees: bool) -> None:
    sheet = a_sheet(participants=(Participant(1, age=30, birth_year=birth_year),))
    assert ("age-disagrees" not in found(sheet)) is agrees


def test_a_date_in_the_future_stops_the_sheet_and_names_the_day() -> None:
    finding = found(a_sheet(held_on=date(2026, 4, 2)))["date-in-future"]
    assert finding.severity is Severity.ERROR
    assert "02/04/2026" in finding.text()


def test_today_is_not_in_the_future() -> None:
    assert found(a_sheet(held_on=TODAY)) == {}


def test_a_sheet_that_ends_in_the_future_is_in_the_future() -> None:
    assert "date-in-future" in found(a_sheet(end_on=date(2026, 4, 9)))


def test_a_date_before_the_programme_asks_for_a_look() -> None:
    finding = found(a_sheet(), programme_start=date(2026, 3, 3))["date-before-programme"]
    assert finding.severity is Severity.WARNING


def test_an_end_before_the_start_is_an_error() -> None:
    assert "end-before-start" in found(a_sheet(end_on=date(2026, 3, 1)))


def test_an_unknown_place_comes_with_names_that_look_like_it() -> None:
    assert "Sanankoro-Ba" in found(a_sheet(place=PlaceMention("Sanankorobah")))["place-unknown"].text()


def test_a_place_is_recognised_by_its_name_however_it_is_spelled() -> None:
    assert found(a_sheet(place=PlaceMention("SANANKORO BA"))) == {}


def test_digits_of_another_scheme_are_not_a_known_place() -> None:
    assert "place-unknown" in found(a_sheet(place=PlaceMention("", "ocha-pcode", "C07")))


def test_one_misspelt_place_on_forty_lines_is_told_once() -> None:
    lines = tuple(Participant(n, commune=PlaceMention("Nullepart")) for n in range(1, 41))
    told = findings(a_sheet(participants=lines), today=TODAY, places=PLACES)
    assert [(one.code, one.where) for one in told] == [("place-unknown", "participant 1")]


def test_parts_that_do_not_make_the_total_say_how_many_are_missing() -> None:
    sheet = a_sheet(
        participants=(),
        unnamed=(UnnamedSeats(20, Sex.FEMALE), UnnamedSeats(12, Sex.MALE)),
        totals=StatedTotals(35, 20, 12),
    )
    text = found(sheet)["parts-differ-from-total"].text()
    assert text.startswith("La fiche annonce 35 participants mais 20 femmes et 12 hommes : il manque 3 personnes.")


@pytest.mark.parametrize(("total", "words"), [(33, "il manque 1 personne."), (31, "soit 1 de trop.")])
def test_the_gap_is_said_in_proper_words(total: int, words: str) -> None:
    sheet = a_sheet(unnamed=(UnnamedSeats(19, Sex.FEMALE),), totals=StatedTotals(total, 20, 12))
    assert words in found(sheet)["parts-differ-from-total"].text()


def test_people_of_unstated_sex_explain_the_gap() -> None:
    sheet = a_sheet(
        participants=(),
        unnamed=(UnnamedSeats(20, Sex.FEMALE), UnnamedSeats(12, Sex.MALE), UnnamedSeats(3)),
        totals=StatedTotals(35, 20, 12),
    )
    assert found(sheet) == {}


def test_a_total_that_the_lines_do_not_reach_is_told() -> None:
    assert found(a_sheet(totals=StatedTotals(total=4)))["total-differs-from-lines"].values["counted"] == 1


def test_announced_women_who_are_on_no_line_are_told() -> None:
    assert "female-differ-from-lines" in found(a_sheet(totals=StatedTotals(women=2)))


def test_a_sheet_with_nobody_is_an_error() -> None:
    assert [one.code for one in errors_in(found(a_sheet(participants=())).values())] == ["nobody"]


def test_a_head_count_alone_is_a_sheet() -> None:
    assert found(a_sheet(participants=(), unnamed=(UnnamedSeats(25),))) == {}


@pytest.mark.parametrize("seats", [0, -3])
def test_a_head_count_of_nobody_is_an_error(seats: int) -> None:
    assert "seats-impossible" in found(a_sheet(unnamed=(UnnamedSeats(seats),)))


def test_an_age_band_that_runs_backwards_is_an_error() -> None:
    assert "band-impossible" in found(a_sheet(unnamed=(UnnamedSeats(3, None, 29, 15),)))


def test_a_missing_session_or_date_is_told() -> None:
    assert set(found(a_sheet(session=None, held_on=None))) == {"session-missing", "date-missing"}


def test_an_unplanned_activity_needs_a_title_to_be_matched() -> None:
    assert "activity-untitled" in found(a_sheet(activity_code=None))
    assert found(a_sheet(activity_code=None, activity_title="Causerie au marché")) == {}


@pytest.mark.parametrize("phone", ["70 00 00 00", "+223 70-00-00-00", "(00223) 70.00.00.00"])
def test_a_phone_may_be_written_with_anything_between_its_digits(phone: str) -> None:
    assert found(a_sheet(participants=(Participant(1, name="Awa", phone=phone, consent=True),))) == {}


@pytest.mark.parametrize("phone", ["7000", "70 00 00 0O", "1234567890123456"])
def test_a_malformed_phone_is_told_without_repeating_it(phone: str) -> None:
    finding = found(a_sheet(participants=(Participant(1, name="Awa", phone=phone, consent=True),)))["phone-malformed"]
    assert phone not in finding.text()


def test_the_same_line_twice_on_one_sheet_is_told_at_the_second() -> None:
    awa = Participant(1, name="Awa Diallo", sex=Sex.FEMALE, age=30, consent=True)
    again = replace(awa, line=9, name="AWA  DIALLO")
    finding = found(a_sheet(participants=(awa, again)))["same-line-twice"]
    assert (finding.where, finding.values["first"]) == ("participant 9", 1)


def test_two_people_of_one_name_and_different_age_are_two() -> None:
    awa = Participant(1, name="Awa Diallo", sex=Sex.FEMALE, age=30, consent=True)
    assert found(a_sheet(participants=(awa, replace(awa, line=2, age=12)))) == {}


@pytest.mark.parametrize("written", ["Sanankoro-Ba", "toguna-demo:C07", "Sanankoro-Ba [toguna-demo:C07]", ""])
def test_a_place_is_read_as_it_is_written(written: str) -> None:
    assert str(PlaceMention.read(written)) == written


@pytest.mark.parametrize("typed", ["ML09", "à : côté", "Bla [centre]", "Marché: Nord"])
def test_what_is_not_a_code_of_a_named_scheme_stays_words(typed: str) -> None:
    assert PlaceMention.read(typed) == PlaceMention(text=typed)


def test_spelling_ignores_case_accents_hyphens_and_spaces() -> None:
    assert plain(" TÉNENKOU ") == plain("tenenkou")
    assert plain("Soni Ali-Ber") == plain("soni  ali ber")
    assert near("Xyz", ["Bla"]) == ()
