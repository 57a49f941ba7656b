"""Who works with whom, drawn: an actor is a shape with a short label, a tie a line as thick as it is strong.

The places come from the ties alone, worked out step by step without chance, so that the same network is always the
same picture. It knows shapes and words, not who the actors are.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from math import cos, hypot, pi, sin

from toguna.publish.pictures.drawing import FONT_SIZE, LETTER, WIDTH, Drawing, fitting, nothing
from toguna.rules.networks import Wave

SMALL = 11
# With more actors than this, the paper is wider and the letters so much smaller.
CROWD = 30
WIDER = 600
RADIUS = 6.5
# From an actor to the foot of the arrow that comes to it.
HEAD = RADIUS + 12
ROW = 26
# Steps times couples: what a slow server works out in a third of a second.
WORK = 200_000
MOST_STEPS = 150
THICK = {1: 1.2, 2: 2.6, 3: 4.4}

Point = tuple[float, float]
Couple = tuple[str, str]


@dataclass(frozen=True)
class Labels:
    """The words of a picture: each actor's short label, each sector's name in the order of the shapes."""

    actors: Mapping[str, str]
    sectors: Mapping[str, str]


@dataclass(frozen=True)
class Frame:
    """Where on the paper a network is drawn."""

    left: float
    top: float
    wide: float
    tall: float

    def at(self, point: Point) -> Point:
        """A place between 0 and 1 as pixels."""
        return self.left + point[0] * self.wide, self.top + point[1] * self.tall


def place_actors(waves: Sequence[Wave]) -> dict[str, Point]:
    """A place between 0 and 1 for every actor of these waves: those who are linked near each other, nobody on another.

    All waves together decide, so that an actor stands at the same place in each picture. Actors without any tie stand
    in a row of their own at the foot.

    >>> from toguna.rules.networks import Node, Tie
    >>> wave = Wave((Node("a"), Node("b"), Node("c")), (Tie("a", "b"),))
    >>> sorted(place_actors([wave])) == ["a", "b", "c"] and place_actors([wave]) == place_actors([wave])
    True
    """
    keys = sorted({key for wave in waves for key in wave.sectors})
    weights: dict[Couple, float] = {}
    for wave in waves:
        for pair in wave.pairs:
            weights[pair] = weights.get(pair, 0) + 1
    linked = sorted({end for pair in weights for end in pair})
    alone = [key for key in keys if key not in set(linked)]
    foot = 0.15 * -(-len(alone) // 12) if linked else 1.0
    places = {key: (x, y * (1 - foot)) for key, (x, y) in _settled(linked, weights).items()}
    for number, key in enumerate(alone):
        row, column = divmod(number, 12)
        in_row = min(12, len(alone) - row * 12)
        rows = -(-len(alone) // 12)
        places[key] = ((column + 0.5) / in_row, 1 - foot + foot * (row + 0.75) / rows)
    return places


def _settled(keys: Sequence[str], weights: Mapping[Couple, float]) -> dict[str, Point]:
    """Springs and repulsion, from a circle to rest, then stretched to fill the square."""
    count = len(keys)
    if count < 2:
        return dict.fromkeys(keys, (0.5, 0.5))
    number = {key: place for place, key in enumerate(_around(keys, weights))}
    xs = [0.0] * count
    ys = [0.0] * count
    for place in range(count):
        # Not quite a circle: even numbers stand a little further out, so that nothing balances by symmetry.
        reach = 1 + 0.05 * (place % 2)
        xs[place], ys[place] = reach * cos(2 * pi * place / count), reach * sin(2 * pi * place / count)
    springs = [(number[one], number[other], weight**0.5) for (one, other), weight in sorted(weights.items())]
    couples = list(combinations(range(count), 2))
    ideal = 1.9 / count**0.5
    steps = max(20, min(MOST_STEPS, WORK // len(couples)))
    for step in range(steps):
        _one_step(xs, ys, couples, springs, ideal, heat=0.25 * (1 - step / steps))
    return _stretched({key: (xs[place], ys[place]) for key, place in number.items()})


def _one_step(
    xs: list[float],
    ys: list[float],
    couples: Iterable[tuple[int, int]],
    springs: Iterable[tuple[int, int, float]],
    ideal: float,
    heat: float,
) -> None:
    push_x, push_y = [0.0] * len(xs), [0.0] * len(xs)
    square = ideal * ideal
    for one, other in couples:
        x, y = xs[one] - xs[other], ys[one] - ys[other]
        force = square / (x * x + y * y + 1e-6)
        push_x[one] += x * force
        push_y[one] += y * force
        push_x[other] -= x * force
        push_y[other] -= y * force
    for one, other, weight in springs:
        x, y = xs[one] - xs[other], ys[one] - ys[other]
        force = hypot(x, y) / ideal * weight
        push_x[one] -= x * force
        push_y[one] -= y * force
        push_x[other] += x * force
        push_y[other] += y * force
    for place in range(len(xs)):
        # A light pull to the middle keeps groups that no tie joins on the same paper.
        x, y = push_x[place] - 0.6 * xs[place], push_y[place] - 0.6 * ys[place]
        length = hypot(x, y)
        reach = min(1.0, heat / length) if length else 0.0
        xs[place] += x * reach
        ys[place] += y * reach


def _around(keys: Sequence[str], weights: Mapping[Couple, float]) -> list[str]:
    """The actors in an order in which neighbours stand near each other already: each group from its best linked."""
    beside: dict[str, list[str]] = {key: [] for key in keys}
    for one, other in weights:
        beside[one].append(other)
        beside[other].append(one)
    order: list[str] = []
    for start in sorted(keys, key=lambda key: (-len(beside[key]), key)):
        waiting = [start]
        while waiting:
            key = waiting.pop()
            if key not in order:
                order.append(key)
                waiting.extend(sorted(beside[key], reverse=True))
    return order


def _stretched(places: Mapping[str, Point]) -> dict[str, Point]:
    xs, ys = [x for x, _ in places.values()], [y for _, y in places.values()]
    wide, tall = max(xs) - min(xs) or 1.0, max(ys) - min(ys) or 1.0
    return {key: ((x - min(xs)) / wide, (y - min(ys)) / tall) for key, (x, y) in places.items()}


def draw_network(
    wave: Wave,
    *,
    labels: Labels,
    title: str,
    language: str,
    description: str,
    places: Mapping[str, Point] | None = None,
    width: int | None = None,
) -> str:
    """One wave; an arrow where a tie goes one way only, a plain line where both name each other."""
    width = width or (WIDER if len(wave.sectors) > CROWD else WIDTH)
    if not wave.sectors:
        return nothing(title, language, width)
    drawing = Drawing(title, description, language, width)
    found = places if places is not None else place_actors([wave])
    top = _key(drawing, wave, labels, width)
    tall = min(width * 1.2, 110 + 30 * len(wave.sectors) ** 0.85)
    _network(drawing, wave, labels, found, Frame(36, top + 14, width - 72, tall), FONT_SIZE)
    drawing.height = top + tall + 46
    return drawing.finish()


def draw_waves(
    waves: Sequence[tuple[str, Wave]],
    *,
    labels: Labels,
    title: str,
    language: str,
    description: str,
    places: Mapping[str, Point] | None = None,
    width: int | None = None,
) -> str:
    """The same network in each wave, every actor at the same place, so that only the ties differ."""
    width = width or WIDER
    if not any(wave.sectors for _name, wave in waves):
        return nothing(title, language, width)
    drawing = Drawing(title, description, language, width)
    found = places if places is not None else place_actors([wave for _name, wave in waves])
    together = Wave(tuple(node for _name, wave in waves for node in wave.nodes))
    top = _key(drawing, together, labels, width)
    columns = 2 if width >= WIDER and len(waves) > 1 else 1
    wide = width / columns
    tall = wide * 0.62
    for number, (name, wave) in enumerate(waves):
        row, column = divmod(number, columns)
        left, above = column * wide, top + row * (tall + 74)
        drawing.text(left, above + FONT_SIZE, fitting(name, wide), bold=True)
        _network(drawing, wave, labels, found, Frame(left + 34, above + 34, wide - 68, tall), SMALL)
    rows = -(-len(waves) // columns)
    drawing.height = top + rows * (tall + 74)
    return drawing.finish()


def shape_order(wave: Wave, labels: Labels) -> list[str]:
    """The sectors that are drawn, in the order of their shapes; one that has no name here comes last."""
    there = set(wave.sectors.values())
    return [code for code in labels.sectors if code in there] + sorted(there - set(labels.sectors))


def _key(drawing: Drawing, wave: Wave, labels: Labels, width: float) -> float:
    x, y = 10.0, 12.0
    shapes = _shapes(labels, wave)
    for code in shape_order(wave, labels):
        name = labels.sectors.get(code, code) or "?"
        room = len(name) * 12 * LETTER + 34
        if x > 10 and x + room > width:
            x, y = 10.0, y + ROW - 4
        _shape(drawing, (x, y), shapes[code], RADIUS - 1)
        drawing.text(x + 13, y + 4, fitting(name, width - 30, 12), "t", "", 12)
        x += room
    return y + 16


def _network(
    drawing: Drawing, wave: Wave, labels: Labels, places: Mapping[str, Point], frame: Frame, size: int
) -> None:
    at = {key: frame.at(places[key]) for key in wave.sectors}
    _ties(drawing, wave, at)
    shapes = _shapes(labels, wave)
    radius = RADIUS if size == FONT_SIZE else RADIUS - 1.5
    for key, sector in sorted(wave.sectors.items()):
        _shape(drawing, at[key], shapes[sector], radius)
    # The paper's colour around each letter, so that a label stays readable where a line passes.
    room = ' text-anchor="middle" class="lp" stroke="#fff" stroke-width="3" paint-order="stroke"'
    words = "".join(
        f'<text x="{at[key][0]:.0f}" y="{at[key][1] + radius + size:.0f}">{_escaped(labels.actors, key)}</text>'
        for key in sorted(wave.sectors)
    )
    drawing.parts.append(f'<g font-size="{size}"{room}>{words}</g>')


def _escaped(actors: Mapping[str, str], key: str) -> str:
    return actors.get(key, key).replace("&", "&amp;").replace("<", "&lt;")


def _ties(drawing: Drawing, wave: Wave, at: Mapping[str, Point]) -> None:
    """Lines of one thickness are one path: thirty ties take less room than thirty elements."""
    strengths = strongest(wave)
    paths: dict[int, str] = {}
    heads = ""
    for one, other in sorted(wave.pairs):
        there, back = strengths.get((one, other), 0), strengths.get((other, one), 0)
        start, end = at[one], at[other]
        # A line stops at the foot of its arrow, or a thick one would hide the point.
        shown = (start if there else _before(end, start), end if back else _before(start, end))
        paths[max(there, back)] = paths.get(max(there, back), "") + _line(*shown)
        if not back:
            heads += _head(start, end)
        elif not there:
            heads += _head(end, start)
    for strength, path in sorted(paths.items()):
        thick = THICK.get(strength, THICK[1])
        drawing.parts.append(f'<path d="{path}" class="lc" stroke="#77738f" stroke-width="{thick}"/>')
    if heads:
        drawing.filled(heads, "c")


def strongest(wave: Wave) -> dict[tuple[str, str], int]:
    """How strong the strongest tie from one actor to another is."""
    found: dict[tuple[str, str], int] = {}
    for tie in wave.ties:
        for arc in ((tie.source, tie.target), (tie.target, tie.source))[: 1 if tie.directed else 2]:
            if arc in wave.arcs:
                found[arc] = max(found.get(arc, 0), tie.strength)
    return found


def _line(start: Point, end: Point) -> str:
    return f"M{_whole(*start)}L{_whole(*end)}"


def _whole(x: float, y: float) -> str:
    """A place in whole pixels: finer than a reader sees, and half the bytes."""
    return f"{x:.0f} {y:.0f}"


def _before(start: Point, end: Point, by: float = HEAD) -> Point:
    """A place on the way, this far before the end."""
    x, y = end[0] - start[0], end[1] - start[1]
    left = 1 - by / max(hypot(x, y), by)
    return start[0] + x * left, start[1] + y * left


def _head(start: Point, end: Point) -> str:
    """An arrow's head a little before its end, where the actor's shape does not cover it."""
    tip, foot = _before(start, end, RADIUS + 2), _before(start, end)
    x, y = (foot[1] - tip[1]) * 0.45, (tip[0] - foot[0]) * 0.45
    return f"M{_whole(*tip)}L{_whole(foot[0] - x, foot[1] - y)}L{_whole(foot[0] + x, foot[1] + y)}z"


def _shapes(labels: Labels, wave: Wave) -> dict[str, int]:
    known = {code: number for number, code in enumerate(labels.sectors)}
    return {code: known.get(code, len(known)) for code in wave.sectors.values()}


# Eight outlines, first filled and then hollow: enough for sixteen sectors without a colour.
_CORNERS = {
    1: ((-1, -1), (1, -1), (1, 1), (-1, 1)),
    2: ((0, -1.2), (1.15, 0.95), (-1.15, 0.95)),
    3: ((0, -1.35), (1.35, 0), (0, 1.35), (-1.35, 0)),
    4: ((0, 1.2), (1.15, -0.95), (-1.15, -0.95)),
    5: ((-0.6, -1.1), (0.6, -1.1), (1.2, 0), (0.6, 1.1), (-0.6, 1.1), (-1.2, 0)),
    6: ((-0.4, -1.2), (0.4, -1.2), (0.4, -0.4), (1.2, -0.4), (1.2, 0.4), (0.4, 0.4), (0.4, 1.2), (-0.4, 1.2),
        (-0.4, 0.4), (-1.2, 0.4), (-1.2, -0.4), (-0.4, -0.4)),
    7: ((-1.3, -0.65), (1.3, -0.65), (1.3, 0.65), (-1.3, 0.65)),
}  # fmt: skip


def _shape(drawing: Drawing, at: Point, number: int, radius: float) -> None:
    hollow = number % 16 >= 8
    paint = ' class="p la" fill="#fff" stroke="#2b2769" stroke-width="2"' if hollow else ' class="a" fill="#2b2769"'
    corners = _CORNERS.get(number % 8)
    if corners is None:
        drawing.parts.append(f'<circle cx="{at[0]:.0f}" cy="{at[1]:.0f}" r="{radius:g}"{paint}/>')
        return
    # The first corner counts from the paper's edge, the others each from the one before: fewer figures to write.
    steps = [(x - before_x, y - before_y) for (before_x, before_y), (x, y) in pairwise(corners)]
    path = f"M{at[0] + corners[0][0] * radius:.0f} {at[1] + corners[0][1] * radius:.0f}l"
    path += " ".join(f"{x * radius:.0f} {y * radius:.0f}" for x, y in steps)
    drawing.parts.append(f'<path d="{path}z"{paint}/>')
