"""What is written is read again, and what is read is written again: nothing is lost on the way, in either direction."""

import string
from dataclasses import fields, replace
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from toguna.collect.iati import Reading, read_file
from toguna.collect.refusals import RefusedFileError
from toguna.publish.iati.writing import write_file
from toguna.rules.iati import (
    Baseline,
    Dimension,
    Element,
    IatiActivity,
    IatiFile,
    Indicator,
    Kind,
    Measured,
    Money,
    Part,
    Period,
    Result,
    Transaction,
    Unmodelled,
    parts_of,
)

SAMPLES = Path(__file__).parent.parent / "samples"
REFUSED = {"bad_entity_bomb.xml", "bad_external_entity.xml", "bad_organisation_file.xml"}
FOREIGN = sorted(path for path in (SAMPLES / "iati_foreign").glob("*.xml") if path.name not in REFUSED)
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"

# Everything that XML can hold, its own signs among it more often than chance would have them.
LETTERS = st.one_of(
    st.sampled_from("<>&\"'é\u00a0\u202f]\r\n\t \U0001f4a7"),
    st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff"),
)
TEXTS = st.text(LETTERS, max_size=12)
WORDS = st.text(string.ascii_letters + string.digits + "-.", min_size=1, max_size=8)
DAYS = st.dates().map(lambda day: day.isoformat())
NUMBERS = st.one_of(
    st.integers(-(10**9), 10**9).map(str), st.decimals(allow_nan=False, allow_infinity=False, places=3).map(str)
)
NARRATIVE = st.tuples(st.sampled_from(["", "es", "bm"]), TEXTS)
NARRATIVES = st.lists(NARRATIVE, max_size=2).map(tuple)
SOME_NARRATIVES = st.lists(NARRATIVE, min_size=1, max_size=3).map(tuple)
# An attribute stands once in an element, so each of these does; elements may repeat.
FOREIGN_ATTRIBUTES = st.lists(
    st.builds(
        lambda name, text: Unmodelled(name, text, True), st.sampled_from(["colour", "{urn:x}a", "{urn:y}a"]), TEXTS
    ),
    max_size=2,
).map(lambda found: list({one.name: one for one in found}.values()))
FOREIGN_ELEMENTS = st.lists(
    st.sampled_from(
        [
            Unmodelled("goal", '<goal code="1">one &amp; all</goal>'),
            Unmodelled("{urn:x}step", '<x:step xmlns:x="urn:x"><x:inner/>then</x:step>'),
        ]
    ),
    max_size=2,
)


def unmodelled() -> st.SearchStrategy[tuple[Unmodelled, ...]]:
    """What stands beside the model, mostly nothing."""
    some = st.builds(lambda one, other: (*one, *other), FOREIGN_ATTRIBUTES, FOREIGN_ELEMENTS)
    return st.one_of(st.just(()), st.just(()), st.just(()), some)


def several(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    """None, one or two of something."""
    return st.lists(strategy, max_size=2).map(tuple)


def values_of(shape: type[Element], part: Part) -> st.SearchStrategy[Any]:
    """What a field may hold, as one who follows the standard writes it."""
    text: st.SearchStrategy[Any] = TEXTS
    if "iso-date" in (part.name, part.attribute) or part.name == "value-date":
        text = DAYS
    elif part.name == LANGUAGE:
        text = st.sampled_from(["fr", "en"])
    elif part.name == "iati-identifier":
        text = WORDS
    elif part.name == "value" and shape in (Measured, Baseline):
        text = NUMBERS
    elif shape is Dimension:
        text = WORDS.map("of {}".format)
    match part.kind:
        case Kind.ATTRIBUTE | Kind.LINE | Kind.WORD:
            return st.one_of(st.none(), text)
        case Kind.FLAG:
            return st.one_of(st.none(), st.booleans())
        case Kind.CONTENT:
            return NUMBERS
        case Kind.NARRATIVES | Kind.TEXT:
            return NARRATIVES
        case Kind.TEXTS:
            return several(SOME_NARRATIVES)
        case Kind.LINES | Kind.WORDS:
            return several(text)
        case Kind.RAW:
            return st.sampled_from(["", f'<{part.name}><other code="1">é</other></{part.name}>'])
        case Kind.ONE:
            return st.one_of(st.none(), elements(part.shape or Element))
    found = several(elements(part.shape or Element))
    # No publisher who follows 2.03 says a period twice.
    return found.map(_with_different_days) if part.name == "period" else found


def _with_different_days(periods: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple({(period.start, period.end): period for period in periods}.values())


CACHE: dict[type[Element], st.SearchStrategy[Any]] = {}


def elements(shape: type[Element]) -> st.SearchStrategy[Any]:
    """Any element of this shape, with about a third of its fields filled."""
    if shape not in CACHE:
        parts = {part.field: part for part in parts_of(shape)}
        wide = len(parts) > 8

        @st.composite
        def drawn(draw: st.DrawFn) -> Element:
            chosen = set(draw(st.lists(st.sampled_from(sorted(parts)), max_size=6))) if wide else sorted(parts)
            values = {name: draw(values_of(shape, parts[name])) for name in sorted(chosen)}
            return shape(unmodelled=draw(unmodelled()), **values)

        CACHE[shape] = drawn()
    return CACHE[shape]


def files() -> st.SearchStrategy[IatiFile]:
    """Files of one or two activities."""
    activities = st.lists(elements(IatiActivity), min_size=1, max_size=2).map(tuple)
    return st.builds(IatiFile, version=st.just("2.03"), generated=WORDS, activities=activities, unmodelled=unmodelled())


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(files())
def test_what_was_exported_is_imported_and_exported_as_the_same_bytes(file: IatiFile) -> None:
    body = write_file(file)
    reading = read_file(body)
    assert write_file(reading.file) == body
    assert reading.file == file


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(elements(Indicator), st.lists(st.tuples(TEXTS, TEXTS, TEXTS), max_size=3))
def test_values_however_they_are_written_are_mended_once_and_for_all(
    indicator: Indicator, odd: list[tuple[str, str, str]]
) -> None:
    """What is no number, no day and no category is mended or kept the first time, and stays so."""
    periods = tuple(
        Period(
            start=day,
            end=day,
            actuals=(Measured(value=value, dimensions=(Dimension(name=name, value=value),)),),
        )
        for day, value, name in odd
    )
    mixed = replace(indicator, periods=(*indicator.periods, *periods))
    money = tuple(Transaction(date=day, value=Money(amount=value, value_date=day)) for day, value, _ in odd)
    activity = IatiActivity(language="EN", results=(Result(indicators=(mixed,)),), transactions=money)
    first = read_file(write_file(IatiFile(version="2.03", activities=(activity,)))).file
    assert read_file(write_file(first)).file == first


@pytest.mark.parametrize("path", FOREIGN, ids=lambda path: path.stem)
def test_what_others_wrote_is_the_same_after_it_was_written_by_us(path: Path) -> None:
    first = read_file(path)
    second = read_file(write_file(first.file))
    assert second.file == first.file
    assert write_file(second.file) == write_file(first.file)
    assert repairs_in(second) == set()


def repairs_in(reading: Reading) -> set[str]:
    """What still had to be mended, when all was mended before. What is kept aside stands last, out of its order."""
    mended = {"language", "date", "number", "period-merged", "value-doubled", "dimension-number-moved"}
    return mended & set(reading.summary.told)


def test_the_whole_standard_survives_reading_and_writing() -> None:
    first = read_file(SAMPLES / "iati" / "everything_activities.xml")
    assert first.summary.unmodelled == {}
    assert read_file(write_file(first.file)).file == first.file
    body = write_file(first.file)
    assert write_file(read_file(body).file) == body
    filled = {one.name for activity in first.activities for one in fields(activity) if getattr(activity, one.name)}
    assert len(filled) > 30


DAMAGE = (
    b"<narrative>",
    b"</title>",
    b"&",
    b"]]>",
    b"<![CDATA[",
    b"<!--",
    b'xml:lang="EN"',
    b"\x00",
    b"\xff",
    b"<x:y/>",
)
DAMAGE += (
    b'"',
    b">",
    b"stray",
    b"<period/>",
    b"<location/>",
    b"&eacute;",
    b"&#0;",
    b"\xef\xbb\xbf",
    b":",
    b"<!DOCTYPE a>",
)


def damaged(whole: bytes, chance: Random) -> bytes:
    """A file with one to four accidents: lines doubled or out of place, signs put in, bytes lost."""
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(whole))
        match chance.randrange(3):
            case 0:
                lines = whole.split(b"\n")
                lines.insert(chance.randrange(len(lines)), chance.choice(lines))
                whole = b"\n".join(lines)
            case 1:
                whole = whole[:at] + chance.choice(DAMAGE) + whole[at:]
            case _:
                whole = whole[:at] + whole[at + chance.randint(1, 30) :]
    return whole


def test_a_damaged_file_is_refused_in_words_or_read_and_then_nothing_is_lost() -> None:
    chance = Random(2026)
    originals = [path.read_bytes() for path in FOREIGN]
    read, refusals = 0, []
    for _ in range(400):
        body = damaged(chance.choice(originals), chance)
        try:
            first = read_file(body)
        except RefusedFileError as refusal:
            refusals.append(refusal.finding().text())
            continue
        read += 1
        assert all(finding.text() for finding in first.findings)
        written = write_file(first.file)
        assert read_file(written).file == first.file
    assert read > 200
    assert len(refusals) > 10
    assert all(refusals)
