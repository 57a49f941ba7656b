"""An event or broadcast reaches people whom nobody counted."""

from hypothesis import given
from hypothesis import strategies as st

from toguna.rules.attendance import PlaceMention
from toguna.rules.public_events import Area, PublicEvent, estimated_reach, facts_of, findings

areas = st.lists(st.none() | st.integers(1, 90_000), max_size=5).map(
    lambda numbers: tuple(
        Area(line, PlaceMention(f"Commune fictive {line}"), one) for line, one in enumerate(numbers, 1)
    )
)
events = st.builds(
    PublicEvent,
    st.sampled_from(["mass_event", "radio_magazine", "spot", None]),
    airings=st.none() | st.integers(1, 20),
    minutes=st.none() | st.integers(1, 120),
    areas=areas,
)


@given(events)
def test_reach_is_always_estimated_and_never_a_seat(event: PublicEvent) -> None:
    facts = facts_of(event)
    reached = [fact for fact in facts if fact.unit == "reached"]
    assert {fact.basis for fact in reached} <= {"estimated"}
    assert {fact.basis for fact in facts if fact not in reached} == {"counted"}
    assert not {"seat"} & {fact.unit for fact in facts}
    assert sum(fact.quantity for fact in reached) == 1000 * (estimated_reach(event) or 0)
    assert (estimated_reach(event) is None) is (not reached)


@given(events)
def test_what_is_held_at_a_place_is_not_aired(event: PublicEvent) -> None:
    aired = {"airing", "air_minute"} & {fact.unit for fact in facts_of(event)}
    assert event.is_broadcast or not aired


def test_a_magazine_aired_twice_is_one_magazine() -> None:
    facts = facts_of(PublicEvent("radio_magazine", minutes=30, airings=2))
    assert [(fact.unit, fact.quantity // 1000) for fact in facts] == [
        ("event", 1), ("radio_magazine", 1), ("airing", 2), ("air_minute", 60),
    ]  # fmt: skip


def test_one_commune_is_estimated_once() -> None:
    twice = tuple(Area(line, PlaceMention(name), 900, "other") for line, name in ((1, "Soréma"), (2, "sorema")))
    told = findings(PublicEvent("mass_event", languages=("bam",), areas=twice))
    assert [one.code for one in told] == ["area-twice"]


def test_a_phone_message_needs_no_station_and_a_magazine_does() -> None:
    sent = PublicEvent("voice_message", "phone", languages=("bam",), areas=(Area(1, PlaceMention("X"), 10, "other"),))
    assert findings(sent) == []
    said = {one.code for one in findings(PublicEvent("radio_magazine", "community_radio", languages=("bam",)))}
    assert said == {"station-missing", "reach-not-estimated"}
