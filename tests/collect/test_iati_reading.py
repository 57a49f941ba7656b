"""Activities in the manners of other publishers: what is understood, mended, only kept, and told."""

from collections.abc import Callable
from pathlib import Path

import pytest

from toguna.collect.iati import Reading, read_file, survey, value_rows
from toguna.collect.iati.survey import by_weight
from toguna.rules.findings import Finding, Severity
from toguna.rules.iati import Dimension, IatiActivity, Measured

FOREIGN = Path(__file__).parent.parent / "samples" / "iati_foreign"
READABLE = sorted(path.name for path in FOREIGN.glob("*.xml") if not path.name.startswith("bad_"))


def read(name: str) -> Reading:
    """One of the sample files."""
    return read_file(FOREIGN / name)


def told(reading: Reading, code: str) -> list[Finding]:
    """What was said under one code."""
    return [finding for finding in reading.findings if finding.code == code]


def only_activity(reading: Reading) -> IatiActivity:
    """The activity of a file that has one."""
    (activity,) = reading.activities
    return activity


def in_an_activity(inside: str, root: str = 'version="2.03"', activity: str = 'xml:lang="en"') -> Reading:
    """A file with one activity that holds this."""
    return read_file(
        f"<iati-activities {root}><iati-activity {activity}>{inside}</iati-activity></iati-activities>".encode()
    )


def in_an_indicator(inside: str, measure: str = "1") -> Reading:
    """A file with one indicator that holds this."""
    return in_an_activity(
        f'<result type="1"><title><narrative>R</narrative></title><indicator measure="{measure}">'
        f"<title><narrative>I</narrative></title>{inside}</indicator></result>"
    )


def in_a_period(inside: str, measure: str = "1") -> tuple[Reading, tuple[Measured, ...]]:
    """A file with one period that holds this, and the actual values that were read of it."""
    days = '<period-start iso-date="2024-01-01"/><period-end iso-date="2024-12-31"/>'
    reading = in_an_indicator(f"<period>{days}{inside}</period>", measure)
    return reading, only_activity(reading).results[0].indicators[0].periods[0].actuals


def cuts(measured: Measured) -> list[tuple[str | None, str | None]]:
    """Names and categories of a value's dimensions."""
    return [(cut.name, cut.value) for cut in measured.dimensions]


@pytest.mark.parametrize("name", READABLE)
def test_every_finding_says_what_and_can_be_filled_in(name: str) -> None:
    reading = read(name)
    assert reading.summary.activities >= 1
    for finding in reading.findings:
        assert "%(" not in finding.text()
        assert finding.code
    assert sum(reading.summary.told.values()) == len(reading.findings)


def test_languages_are_read_in_lower_case_whatever_their_list() -> None:
    activity = only_activity(read("many_languages.xml"))
    assert activity.language == "en"
    assert [language for language, _ in activity.title] == ["", "fr", "es"]
    assert [language for language, _ in activity.descriptions[0].text] == ["", "fr"]


def test_a_language_that_is_none_is_kept_and_told() -> None:
    reading = read("many_languages.xml")
    (finding,) = told(reading, "language-unknown")
    assert finding.severity is Severity.WARNING
    assert only_activity(reading).results[0].indicators[0].baselines[0].comment == (("Klingon", "Counted on foot"),)


def test_a_repair_says_what_stood_there_what_was_read_and_where() -> None:
    finding = told(read("many_languages.xml"), "date")[1]
    assert finding.severity is Severity.NOTE
    assert finding.values == {"found": "2021-02-15T00:00:00+01:00", "read": "2021-02-15"}
    assert finding.where == "l. 24, XX-FICTIF-41-WATER-2021, activity-date[2]"


def test_dates_lose_their_time_zone_and_nothing_else() -> None:
    days = [one.iso_date for one in only_activity(read("many_languages.xml")).dates]
    assert days == ["2021-01-01", "2021-02-15", "2026-12-31"]


def test_a_date_that_could_be_two_is_left_as_it_stood() -> None:
    reading = read("numbers_as_people_write_them.xml")
    (finding,) = told(reading, "no-date")
    assert finding.values == {"found": "02/03/2024"}
    assert reading.activities[0].results[0].indicators[1].periods[0].start == "02/03/2024"


@pytest.mark.parametrize(
    ("written", "understood", "notes"), [("1", True, 0), ("0", False, 0), ("true", True, 0), ("FALSE", False, 1)]
)
def test_yes_and_no_are_read_in_every_spelling(written: str, understood: bool, notes: int) -> None:
    reading = in_an_activity("", activity=f'humanitarian="{written}"')
    assert only_activity(reading).humanitarian is understood
    assert len(told(reading, "yes-or-no")) == notes


def test_periods_repeated_for_each_value_become_one() -> None:
    reading = read("repeated_periods_2_02.xml")
    first, second = only_activity(reading).results[0].indicators[0].periods
    assert (first.start, first.end) == ("2018-01-01", "2018-12-31")
    assert [(one.value, cuts(one)) for one in first.actuals] == [
        ("380", []),
        ("175", [("sex", "female")]),
        ("205", [("sex", "male")]),
    ]
    assert [one.value for one in first.targets] == ["400", "200"]
    assert len(told(reading, "period-merged")) == 3
    assert [finding.values["count"] for finding in told(reading, "value-doubled")] == [1]
    assert [one.value for one in second.targets] == ["500", "550"]


def test_totals_that_contradict_each_other_are_all_kept_and_told() -> None:
    (finding,) = told(read("repeated_periods_2_02.xml"), "totals-differ")
    assert finding.severity is Severity.WARNING
    assert finding.values["start"] == "2019-01-01"


def test_periods_without_their_days_are_never_taken_for_the_same() -> None:
    reading = in_an_indicator('<period><actual value="1"/></period><period><actual value="2"/></period>')
    assert len(only_activity(reading).results[0].indicators[0].periods) == 2


def test_a_number_beside_the_name_of_a_sex_becomes_a_value_of_its_own() -> None:
    indicator = only_activity(read("numbers_in_dimensions.xml")).results[0].indicators[0]
    (period,) = indicator.periods
    assert [(one.value, cuts(one)) for one in period.targets] == [
        ("100", []),
        ("60", [("sex", "female")]),
        ("40", [("sex", "male")]),
    ]
    assert [(one.value, [(cut.name, cut.value) for cut in one.dimensions]) for one in indicator.baselines] == [
        ("20", []),
        ("5", [("sex", "female")]),
        ("15", [("sex", "male")]),
    ]


def test_the_total_among_the_dimensions_is_the_value_that_was_missing() -> None:
    period = only_activity(read("numbers_in_dimensions.xml")).results[0].indicators[0].periods[0]
    assert [(one.value, cuts(one)) for one in period.actuals[:3]] == [
        ("88", []),
        ("51", [("sex", "female")]),
        ("37", [("sex", "male")]),
    ]


def test_numbers_that_add_up_to_the_value_are_its_parts() -> None:
    period = only_activity(read("numbers_in_dimensions.xml")).results[0].indicators[0].periods[0]
    assert [(one.value, cuts(one)) for one in period.actuals[3:6]] == [
        ("88", []),
        ("70", [("Rural", None)]),
        ("18", [("Urban", None)]),
    ]


def test_a_number_that_may_be_a_category_stays_where_it_stood() -> None:
    reading = read("numbers_in_dimensions.xml")
    period = only_activity(reading).results[0].indicators[0].periods[0]
    assert [(one.value, cuts(one)) for one in period.actuals[6:]] == [
        ("30", [("age", "35")]),
        ("12", [("disability", "7")]),
        ("9", [("sex", "female"), ("age", "adult")]),
    ]
    assert [finding.values["name"] for finding in told(reading, "dimension-number-kept")] == ["disability"]


def test_what_stood_beside_a_total_stays_with_the_total_alone() -> None:
    _, actuals = in_a_period(
        '<actual value="9"><location ref="L1"/><dimension name="women" value="4"/>'
        "<comment><narrative>Counted twice</narrative></comment></actual>"
    )
    assert [(one.value, one.locations, bool(one.comment)) for one in actuals] == [
        ("9", ("L1",), True),
        ("4", ("L1",), False),
    ]


def test_elements_in_any_order_are_read_and_their_disorder_told() -> None:
    reading = read("wrong_order_2_01.xml")
    activity = only_activity(reading)
    (indicator,) = activity.results[0].indicators
    assert indicator.periods[0].actuals[0].value == "14"
    assert indicator.baselines[0].comment
    assert indicator.baselines[0].document_links
    assert {finding.values["name"] for finding in told(reading, "order")} >= {"target", "document-link", "title"}


def test_texts_and_codes_outside_their_place_are_taken_from_where_they_are() -> None:
    activity = only_activity(read("wrong_order_2_01.xml"))
    assert activity.identifier == "XX-FICTIF-70-COMITES"
    assert activity.status == "2"
    assert activity.reporting is not None
    assert activity.reporting.names == (("", "ONG fictive des quartiers"),)
    assert activity.transactions[0].date == "2015-03-01"


def test_a_title_repeated_for_each_language_is_one_title() -> None:
    title = only_activity(read("wrong_order_2_01.xml")).title
    assert title == (("", "Comités de quartier imaginaires"), ("en", "Imaginary neighbourhood committees"))


def test_missing_parts_are_named_and_the_rest_is_read() -> None:
    reading = read("wrong_order_2_01.xml")
    missing = {(finding.values["name"], finding.values["within"]) for finding in told(reading, "missing")}
    assert missing == {
        ("description", "iati-activity"),
        ("participating-org", "iati-activity"),
        ("activity-date", "iati-activity"),
        ("transaction-type", "transaction"),
        ("@value-date", "value"),
    }


def test_what_the_model_has_no_place_for_is_kept_and_counted_by_name() -> None:
    reading = read("foreign_names.xml")
    activity = only_activity(reading)
    kept = {one.name: one.text for one in activity.unmodelled}
    assert kept["colour"] == "green"
    assert kept["strategic-goal"] == '<strategic-goal code="G1"><narrative>Our own goal</narrative></strategic-goal>'
    assert "log book" in activity.results[0].indicators[0].periods[0].actuals[0].unmodelled[1].text
    assert reading.file.unmodelled[-1].text.startswith("<plat:head ")
    assert reading.summary.unmodelled["iati-activity/strategic-goal"] == 1
    assert activity.crs_add.startswith("<crs-add>")


def test_a_second_reporting_organisation_is_kept_and_told() -> None:
    reading = read("foreign_names.xml")
    activity = only_activity(reading)
    assert activity.reporting is not None
    assert activity.reporting.ref == "XX-FICTIF-80"
    assert "XX-FICTIF-81" in next(one.text for one in activity.unmodelled if one.name == "reporting-org")
    assert [finding.values["name"] for finding in told(reading, "repeated")] == ["reporting-org"]


def test_everything_that_was_kept_aside_is_a_finding() -> None:
    reading = read("foreign_names.xml")
    said = [*told(reading, "unmodelled"), *told(reading, "beside-activities"), *told(reading, "repeated")]
    said += told(reading, "no-yes-or-no")
    assert len(said) == sum(reading.summary.unmodelled.values()) > 10


def test_text_with_tags_keeps_its_words() -> None:
    reading = read("foreign_names.xml")
    assert only_activity(reading).descriptions[0].text == (("", "Broadcasts every week."),)
    assert [finding.values["names"] for finding in told(reading, "marked-text")] == ["b"]


@pytest.mark.parametrize(
    ("written", "number"),
    [("1 200", "1200"), ("1\u202f200,5", "1200.5"), ("1,234,567", "1234567"), ("1.234,5", "1234.5")],
)
def test_a_number_as_people_write_it_is_read(written: str, number: str) -> None:
    reading, actuals = in_a_period(f'<actual value="{written}"/>')
    assert [one.value for one in actuals] == [number]
    assert [finding.values for finding in told(reading, "number")] == [{"found": written, "read": number}]


def test_nine_comma_three_zeros_is_not_guessed() -> None:
    reading, actuals = in_a_period('<actual value="9,000"/>')
    assert (actuals[0].value, actuals[0].number) == ("9,000", None)
    (finding,) = told(reading, "number-could-be-two")
    assert finding.values == {"found": "9,000", "large": "9000", "small": "9.000"}


def test_another_number_of_the_activity_shows_what_its_comma_is() -> None:
    for other, number in (("1,234,567", "9000"), ("12,5", "9.000")):
        _, actuals = in_a_period(f'<actual value="9,000"/><actual value="{other}"/>')
        assert actuals[0].value == number
    # The next activity may be of another program, and shows it anew or not at all.
    first = read("numbers_as_people_write_them.xml").activities[0]
    assert first.results[0].indicators[0].periods[0].actuals[0].value == "9,000"


def test_words_in_place_of_a_number_are_kept_and_told_unless_the_measure_wants_words() -> None:
    reading, actuals = in_a_period('<actual value="about 300"/>')
    assert actuals[0].value == "about 300"
    assert len(told(reading, "no-number")) == 1
    for measure in ("3", "4", "5"):
        reading, actuals = in_a_period('<actual value="rather good"/>', measure)
        assert actuals[0].value == "rather good"
        assert not told(reading, "no-number")


def test_a_percent_sign_is_taken_off_a_percentage_only() -> None:
    assert in_a_period('<actual value="45 %"/>', "2")[1][0].value == "45"
    assert in_a_period('<actual value="45 %"/>', "1")[1][0].value == "45 %"


@pytest.mark.parametrize(
    ("root", "code"),
    [('version="1.05"', "version-one"), ('version="2.3"', "version-unknown"), ("", "version-unknown")],
)
def test_a_version_that_is_not_read_is_told(root: str, code: str) -> None:
    assert len(told(in_an_activity("", root), code)) == 1


def test_names_in_a_namespace_of_their_own_are_read() -> None:
    reading = in_an_activity("<iati-identifier>A-1</iati-identifier>", 'xmlns="urn:iati" version="2.03"')
    assert only_activity(reading).identifier == "A-1"
    assert len(told(reading, "namespace")) == 1
    assert not reading.summary.unmodelled


def test_a_prefix_that_nobody_declared_is_read_and_told_and_the_file_is_not_called_cut() -> None:
    reading = in_an_activity('<plat:goal plat:code="1">G</plat:goal>', 'version="2.03" plat:export="7"', 'plat:id="3"')
    assert len(told(reading, "namespaces")) == 1
    assert not told(reading, "cut")
    assert reading.file.unmodelled[0].name == "{urn:undeclared:plat}export"
    attribute, element = only_activity(reading).unmodelled
    assert (attribute.name, attribute.text) == ("{urn:undeclared:plat}id", "3")
    assert element.name == "{urn:undeclared:plat}goal"
    assert "urn:undeclared:plat" in element.text


def test_an_identifier_of_two_activities_is_told() -> None:
    one = "<iati-activity><iati-identifier>A-1</iati-identifier></iati-activity>"
    reading = read_file(f'<iati-activities version="2.03">{one}{one}</iati-activities>'.encode())
    assert len(reading.activities) == 2
    assert [finding.values for finding in told(reading, "identifier-twice")] == [{"identifier": "A-1"}]


def test_the_same_file_says_the_same_twice() -> None:
    assert read("foreign_names.xml") == read("foreign_names.xml")


def test_a_survey_gives_each_activity_a_line_and_holds_none() -> None:
    looked = survey(FOREIGN / "many_languages.xml")
    (line,) = looked.lines
    assert line.title == "Des points d'eau tenus par ceux qui s'en servent"
    assert (line.publisher, line.starts_on, line.ends_on) == ("Agence fictive de l'eau", "2021-02-15", "2026-12-31")
    assert (line.results, line.indicators, line.periods, line.values, line.transactions) == (1, 1, 1, 3, 1)
    assert looked.summary == read("many_languages.xml").summary
    assert looked.findings == read("many_languages.xml").findings
    assert survey(FOREIGN / "many_languages.xml", language="es").lines[0].title.startswith("Puntos")


def test_errors_are_told_before_notes() -> None:
    weights = [finding.severity for finding in by_weight(read_file(FOREIGN / "bad_cut.xml").findings)]
    assert weights[0] is Severity.ERROR
    assert weights[-1] is Severity.NOTE


def test_each_value_is_one_row_with_what_cuts_it() -> None:
    (activity,) = read("repeated_periods_2_02.xml").activities
    rows = list(value_rows(activity))
    assert [(row.kind, row.start, row.value, row.dimensions) for row in rows][:4] == [
        ("baseline", "2017", "0", ""),
        ("target", "2018-01-01", "400", ""),
        ("target", "2018-01-01", "200", "sex=female"),
        ("actual", "2018-01-01", "380", ""),
    ]
    assert {row.publisher for row in rows} == {"XX-FICTIF-52"}


@pytest.mark.parametrize(
    "keep", [lambda cut: cut, lambda cut: Dimension(name=cut.name, value=None)], ids=["as it is", "named alone"]
)
def test_a_dimension_without_a_number_is_never_touched(keep: Callable[[Dimension], Dimension]) -> None:
    cut = keep(Dimension(name="women", value="heads of household"))
    value = "" if cut.value is None else f' value="{cut.value}"'
    reading, actuals = in_a_period(f'<actual value="3"><dimension name="{cut.name}"{value}/></actual>')
    assert actuals == (Measured(value="3", dimensions=(cut,)),)
    assert not told(reading, "dimension-number-moved")
