"""The small map of a point: it opens anywhere on the Earth, weighs little and asks nobody for anything."""

from xml.etree import ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from toguna.publish.pictures.locator import locator, round_step, written_point

SVG = "{http://www.w3.org/2000/svg}"
degrees = st.tuples(
    st.floats(-90, 90, allow_nan=False, allow_infinity=False),
    st.floats(-180, 180, allow_nan=False, allow_infinity=False),
)


@given(point=degrees, others=st.lists(degrees, max_size=5), language=st.sampled_from(["fr", "en"]))
def test_any_point_of_the_earth_has_its_map(point, others, language: str) -> None:
    drawn = locator(point, others, language=language)
    root = ET.fromstring(drawn)
    assert root.findtext(f"{SVG}title")
    assert len(drawn) < 20_000
    assert "http" not in drawn.replace("http://www.w3.org/2000/svg", "")


def test_points_nearby_are_drawn_and_said_and_those_far_away_are_not() -> None:
    point, near, far = (12.65, -8.0), (12.70, -8.1), (40.0, 2.0)
    drawn = ET.fromstring(locator(point, [near, far, point], language="fr"))
    discs = drawn.findall(f"{SVG}circle")
    assert len(discs) == 2, "the point itself and one near it"
    assert (drawn.findtext(f"{SVG}desc") or "").endswith("km : 1")


def test_the_scale_is_a_round_number_of_kilometres() -> None:
    texts = [text.text for text in ET.fromstring(locator((12.65, -8.0), language="fr")).findall(f"{SVG}text")]
    assert "2 km" in texts
    assert [round_step(length) for length in (1, 1.99, 4.9, 99)] == [1.0, 1.0, 2.0, 50.0]


def test_a_point_is_written_as_people_say_it() -> None:
    assert written_point((-1.5, 2.25), "fr") == "1,5000° S, 2,2500° E"
    assert written_point((12.65, -8.0), "en") == "12.6500° N, 8.0000° W"
