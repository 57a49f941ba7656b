"""Attendance sheets for tests: a small one, and any that Hypothesis can think of."""

import unicodedata
from datetime import date

from hypothesis import strategies as st

from toguna.rules.attendance import (
    AttendanceSheet,
    HalfDay,
    Participant,
    PlaceMention,
    Sex,
    StakeholderGroup,
    StatedTotals,
    UnnamedSeats,
)
from toguna.rules.sheet_codes import HOW_MANY, sheet_code

A_SHEET = AttendanceSheet(
    activity_code="A-014",
    session=2,
    sheet_code="26BQ-524Z",
    half_day=HalfDay.MORNING,
    held_on=date(2026, 3, 12),
    venue="École publique",
    place=PlaceMention("Sanankoro-Ba", "toguna-demo", "C07"),
    photo="fiche.jpg",
    totals=StatedTotals(total=14, women=8),
    participants=(
        Participant(
            line=1,
            name="Awa Diallo-Test",
            sex=Sex.FEMALE,
            age=34,
            commune=PlaceMention("Sanankoro-Ba"),
            village="Kouroubougou",
            function="Maire",
            organisation="Commune de Sanankoro-Ba",
            phone="+000 70 00 00 00",
            disability=False,
            stakeholder_group=StakeholderGroup.ELECTED_OFFICIAL,
            consent=True,
        ),
        Participant(line=2, sex=Sex.MALE, birth_year=1990, displaced=True),
    ),
    unnamed=(UnnamedSeats(7, Sex.FEMALE, 15, 29), UnnamedSeats(5, None, 60, None, estimated=True)),
    remarks="La pluie a retardé le début.\nDeux personnes sont reparties.",
)

_SPACES = {"Zs", "Zl", "Zp", "Cc", "Cs"}
letters = st.characters(exclude_categories=tuple(_SPACES), exclude_characters="\ufffe\uffff") | st.just(" ")
words = st.text(letters, max_size=30).map(lambda text: " ".join(unicodedata.normalize("NFC", text).split()))
phrases = words.filter(bool)
paragraphs = st.lists(words, max_size=3).map(lambda lines: "\n".join(lines).strip())
days = st.dates(date(2000, 1, 1), date(2099, 12, 31))
counts = st.none() | st.integers(0, 999_999)
codes = st.from_regex(r"\A[A-Za-z0-9._/-]{1,12}\Z")
places = words.map(PlaceMention.read) | st.builds(
    PlaceMention, words.filter(lambda text: not PlaceMention.read(text).code), st.just("toguna-demo"), codes
)


@st.composite
def participants(draw: st.DrawFn, line: int) -> Participant:
    consent = draw(st.booleans())
    return Participant(
        line=line,
        name=draw(st.none() | phrases) if consent else None,
        sex=draw(st.none() | st.sampled_from(Sex)),
        age=draw(st.none() | st.integers(-5, 200)),
        birth_year=draw(st.none() | st.integers(1, 9999)),
        commune=draw(places),
        village=draw(words),
        function=draw(words),
        organisation=draw(words),
        phone=draw(st.none() | phrases) if consent else None,
        disability=draw(st.none() | st.booleans()),
        displaced=draw(st.none() | st.booleans()),
        stakeholder_group=draw(st.none() | st.sampled_from(StakeholderGroup)),
        consent=consent,
    )


@st.composite
def sheets(draw: st.DrawFn) -> AttendanceSheet:
    """Any sheet that a reader may hand out, right or wrong: impossible ages and backward bands included."""
    unnamed = st.builds(
        UnnamedSeats,
        st.integers(0, 999_999),
        st.none() | st.sampled_from(Sex),
        st.none() | st.integers(0, 199),
        st.none() | st.integers(0, 199),
        st.booleans(),
    )
    return AttendanceSheet(
        activity_code=draw(st.none() | phrases),
        activity_title=draw(words),
        session=draw(counts),
        sheet_code=draw(st.just("") | st.integers(0, HOW_MANY - 1).map(sheet_code)),
        half_day=draw(st.none() | st.sampled_from(HalfDay)),
        held_on=draw(st.none() | days),
        end_on=draw(st.none() | days),
        venue=draw(words),
        place=draw(places),
        photo=draw(words),
        totals=draw(st.builds(StatedTotals, counts, counts, counts)),
        participants=tuple(draw(participants(line)) for line in range(1, draw(st.integers(0, 3)) + 1)),
        unnamed=tuple(draw(st.lists(unnamed, max_size=2))),
        remarks=draw(paragraphs),
    )
