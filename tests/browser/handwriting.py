"""A photo of a printed sheet that somebody filled in by hand: blue ink on the printed page, held a little askew.

Everything written is fictional and says so. The page is the one that the printer gives.
"""

import base64
import json
from collections.abc import Sequence
from dataclasses import dataclass

import typst

# Where the boxes of a fifteen-line page stand, in millimetres from its upper left corner.
FIRST_LINE, LINE = 59.4, 8.16
COLUMNS = {"name": 20, "female": 72.2, "male": 80.4, "age": 93, "function": 112, "organisation": 148, "phone": 193}
DAY = (133.2, 27.4)

_INK = """
#let said = json(bytes(sys.inputs.said))
#set page(width: 309mm, height: 222mm, margin: 0mm, fill: rgb("#6e675c"))
#let ink = rgb("#1c3f9e")
#let written(x, y, size: 12.5pt, words, turn: 0deg) = place(top + left, dx: x * 1mm, dy: y * 1mm,
  rotate(turn, origin: left,
    text(font: "Libertinus Serif", style: "italic", size: size, fill: ink, tracking: 0.03em, words)))
#let stroke-pen = stroke(paint: ink, thickness: 1.1pt, cap: "round", join: "round")
#let cross(x, y) = place(top + left, dx: x * 1mm, dy: y * 1mm, curve(stroke: stroke-pen,
  curve.move((0mm, 1.6mm)), curve.line((1.2mm, 3mm)), curve.line((3.4mm, -0.6mm))))
#let signed(x, y, seed) = place(top + left, dx: x * 1mm, dy: y * 1mm, curve(stroke: stroke-pen,
  curve.move((0mm, 4mm)),
  ..range(7).map(k => curve.cubic(
    (k * 4.2mm + 1mm, calc.rem(seed * (k + 3), 7) * 0.9mm - 1mm),
    (k * 4.2mm + 3mm, calc.rem(seed * (k + 5), 5) * 1.1mm),
    ((k + 1) * 4.2mm, 2mm + calc.rem(seed + k, 3) * 0.9mm)))))
#place(center + horizon, rotate(-0.7deg, box(width: 297mm, height: 210mm, {
  place(top + left, image("page.svg", width: 297mm))
  for each in said.words { written(each.x, each.y, each.words, size: each.size * 1pt, turn: each.turn * 1deg) }
  for each in said.ticks { cross(each.x, each.y) }
  for each in said.signatures { signed(each.x, each.y, each.seed) }
})))
"""


@dataclass(frozen=True)
class Line:
    """What somebody wrote on one line."""

    name: str
    sex: str
    age: str
    function: str
    organisation: str
    phone: str
    agrees: bool = True


def filled_by_hand(page: bytes, lines: Sequence[Line], *, day: str, total: tuple[int, int, int]) -> bytes:
    """The photo of a page (PNG) on which these lines, this day (ddmmyyyy) and these totals were written."""
    words, ticks, signatures = [], [], []
    for number, line in enumerate(lines):
        top = FIRST_LINE + number * LINE
        turn = (number * 7 % 5 - 2) * 0.35
        for column in ("name", "age", "function", "organisation", "phone"):
            words.append(
                {"x": COLUMNS[column], "y": top + 2.4, "words": getattr(line, column), "size": 12.5, "turn": turn}
            )
        ticks.append({"x": COLUMNS["female" if line.sex == "F" else "male"] - 0.4, "y": top + 2.9})
        ticks.append({"x": (222.6 if line.agrees else 231.8) - 0.6, "y": top + 3.1})
        signatures.append({"x": 244, "y": top + 1.4, "seed": number + 3})
    for at, digit in enumerate(day):
        gap = 0 if at < 2 else 1.6 if at < 4 else 3.2
        words.append({"x": DAY[0] + at * 4.6 + gap, "y": DAY[1] + 0.4, "words": digit, "size": 12, "turn": 2})
    for at, number in enumerate(total):
        words.append({"x": 15 + at * 19, "y": 191.5, "words": str(number), "size": 16, "turn": -3})
    said = {"words": words, "ticks": ticks, "signatures": signatures}
    # Typst takes files beside the first one as text alone.
    picture = f'<image width="297" height="210" href="data:image/png;base64,{base64.b64encode(page).decode()}"/>'
    drawn = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 297 210">{picture}</svg>'
    # Its types know no folder of files; it takes one.
    made = typst.compile(  # type: ignore[call-overload]
        {"main.typ": _INK.encode(), "page.svg": drawn.encode()},
        format="png",
        ppi=120,
        sys_inputs={"said": json.dumps(said, ensure_ascii=False)},
        ignore_system_fonts=True,
    )
    assert isinstance(made, bytes)
    return made
