"""Where a point lies: lines of latitude and longitude around it, a scale in kilometres, and other points nearby.

A map without tiles: nobody is told which place is looked at, nothing is fetched. It knows no names of places.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, floor, hypot, log10, radians

from toguna.publish.pictures.drawing import Drawing
from toguna.rules import numbers

WIDTH, HEIGHT = 360, 260
KM_A_DEGREE = 111.2
# The map is never closer than this, so that one point alone is not shown as if one saw the house.
LEAST_KM = 8.0
FAR_KM = 150.0

WORDS = {
    "fr": {"title": "Le point %(point)s", "others": "Points d'autres fiches à moins de %(km)s km : %(n)s"},
    "en": {"title": "Point %(point)s", "others": "Points of other records within %(km)s km: %(n)s"},
}

Degrees = tuple[float, float]


@dataclass(frozen=True)
class _Frame:
    centre: Degrees
    # Kilometres from one side of the picture to the other.
    across: float

    def place(self, point: Degrees) -> tuple[float, float]:
        east, north = kilometres_between(self.centre, point)
        return WIDTH / 2 + east * WIDTH / self.across, HEIGHT / 2 - north * WIDTH / self.across


def locator(point: Degrees, others: Sequence[Degrees] = (), *, language: str) -> str:
    """The map of one point, latitude and longitude in degrees, among others that are near enough to help."""
    near = [other for other in others if other != point and distance(point, other) <= FAR_KM]
    furthest = max((distance(point, other) for other in near), default=0.0)
    frame = _Frame(point, max(LEAST_KM, 2.4 * furthest))
    words = WORDS[numbers.spoken(language)]
    written = written_point(point, language)
    told = words["others"] % {"n": len(near), "km": numbers.number(round(max(furthest, 1)), language)} if near else ""
    drawing = Drawing(words["title"] % {"point": written}, told or written, language, WIDTH, HEIGHT, "map")
    drawing.parts.append(f'<rect width="{WIDTH}" height="{HEIGHT}" fill="none" class="lg" stroke="#d9d4c5"/>')
    _graticule(drawing, frame, language)
    for other in near:
        drawing.mark(*frame.place(other), 0, "c", 4)
    x, y = frame.place(point)
    drawing.mark(x, y, 1, "b", 6)
    drawing.mark(x, y, 0, "b", 2.5)
    _scale(drawing, frame, language)
    return drawing.finish()


def written_point(point: Degrees, language: str) -> str:
    """A point as people write it, to about ten metres.

    >>> written_point((12.65, -8.0), "fr")
    '12,6500° N, 8,0000° O'
    """
    latitude, longitude = point
    west = "O" if numbers.spoken(language) == "fr" else "W"
    north = "N" if latitude >= 0 else "S"
    return (
        f"{numbers.decimal(abs(latitude), language, 4)}° {north}, "
        f"{numbers.decimal(abs(longitude), language, 4)}° {'E' if longitude >= 0 else west}"
    )


def kilometres_between(one: Degrees, other: Degrees) -> tuple[float, float]:
    """How far east and how far north of one point another lies; good enough for a region.

    >>> east, north = kilometres_between((12.0, -8.0), (13.0, -8.0))
    >>> round(east), round(north)
    (0, 111)
    """
    east = (other[1] - one[1]) * KM_A_DEGREE * cos(radians(one[0]))
    return east, (other[0] - one[0]) * KM_A_DEGREE


def distance(one: Degrees, other: Degrees) -> float:
    """Kilometres between two points."""
    east, north = kilometres_between(one, other)
    return hypot(east, north)


def round_step(length: float) -> float:
    """The largest of 1, 2 and 5, times a power of ten, that is not longer.

    >>> round_step(7.4), round_step(0.037), round_step(20)
    (5.0, 0.02, 20.0)
    """
    power = 10.0 ** floor(log10(length))
    step = next(step for step in (5.0, 2.0, 1.0) if step * power <= length * 1.000001)
    return round(step * power, 10)


def _graticule(drawing: Drawing, frame: _Frame, language: str) -> None:
    high = frame.across * HEIGHT / WIDTH / KM_A_DEGREE
    wide = frame.across / KM_A_DEGREE / max(0.01, cos(radians(frame.centre[0])))
    step = round_step(high / 2)
    places = max(0, -floor(log10(step)))
    for number in range(floor((frame.centre[0] - high / 2) / step), floor((frame.centre[0] + high / 2) / step) + 1):
        _x, y = frame.place((number * step, frame.centre[1]))
        if 14 < y < HEIGHT - 4:
            drawing.line([(0, y), (WIDTH, y)], "lg")
            drawing.text(4, y - 3, f"{numbers.decimal(number * step, language, places)}°", "m", size=11)
    # Towards a pole a degree of longitude is short, and the lines stand further apart in degrees.
    step = round_step(wide / 2)
    places = max(0, -floor(log10(step)))
    for number in range(floor((frame.centre[1] - wide / 2) / step), floor((frame.centre[1] + wide / 2) / step) + 1):
        x, _y = frame.place((frame.centre[0], number * step))
        if 4 < x < WIDTH - 40:
            drawing.line([(x, 0), (x, HEIGHT)], "lg")
            drawing.text(x + 3, 12, f"{numbers.decimal(number * step, language, places)}°", "m", size=11)


def _scale(drawing: Drawing, frame: _Frame, language: str) -> None:
    length = round_step(frame.across / 4)
    width = length * WIDTH / frame.across
    right, low = WIDTH - 10, HEIGHT - 10
    drawing.line([(right - width, low - 5), (right - width, low), (right, low), (right, low - 5)], "lc", 1.5)
    drawing.text(right, low - 8, f"{numbers.decimal(length, language)} km", "t", "end", 12)
