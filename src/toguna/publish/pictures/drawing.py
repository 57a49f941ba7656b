"""The paper every picture is drawn on: escaped text, shapes with a class and a colour, title and description.

A shape carries both a class, which the stylesheet of a page colours (dark mode, print), and a plain colour, which a PDF
or a downloaded file keeps. Nothing here knows what a picture shows.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum
from xml.sax.saxutils import escape
from zlib import crc32

from toguna.rules import numbers

WIDTH = 440
FONT_SIZE = 14
# A wide letter of most system fonts, as a share of the font size: enough to keep two labels apart.
LETTER = 0.6

COLOURS = {
    "t": "#1f1d3d",
    "m": "#55526f",
    "a": "#2b2769",
    "b": "#b8741a",
    "c": "#8d8aa3",
    "p": "#ffffff",
    "la": "#2b2769",
    "lb": "#b8741a",
    "lc": "#77738f",
    "lg": "#d9d4c5",
    "lp": "#ffffff",
}

WORDS = {
    "unknown": {"fr": "non précisé", "en": "not stated"},
    "masked": {"fr": "masqué", "en": "masked"},
    "target": {"fr": "cible", "en": "target"},
    "women": {"fr": "femmes", "en": "women"},
    "men": {"fr": "hommes", "en": "men"},
    "gap": {"fr": "écart", "en": "gap"},
    "nothing": {"fr": "Rien à montrer pour l'instant", "en": "Nothing to show yet"},
}


class Hidden(Enum):
    """A value that exists and may not be shown."""

    MASKED = "masked"


MASKED = Hidden.MASKED

# What a picture may be given: a number, None when nobody knows, MASKED when nobody may know.
Shown = int | float | Decimal | Hidden | None


def known(value: Shown) -> float | None:
    """The value as a length, or nothing when there is none to draw.

    >>> known(Decimal("37.5")), known(None), known(MASKED)
    (37.5, None, None)
    """
    return None if value is None or isinstance(value, Hidden) else float(value)


def word(name: str, language: str) -> str:
    """One of the few words that a picture says by itself."""
    return WORDS[name][numbers.spoken(language)]


def said(value: Shown, language: str, unit: str = "") -> str:
    """The value as its reader writes it, or the word that says why there is none.

    >>> said(1024, "en"), said(37.5, "en", "percent"), said(None, "fr"), said(MASKED, "fr")
    ('1,024', '37.5%', 'non précisé', 'masqué')
    """
    if value is None:
        return word("unknown", language)
    if isinstance(value, Hidden):
        return word("masked", language)
    if unit == "percent":
        return numbers.percent(value, language)
    text = numbers.decimal(value, language)
    return f"{text}{numbers.HARD}{numbers.counted_unit(value, unit, language)}" if unit else text


def short(length: float) -> str:
    """A coordinate with one decimal at most: a tenth of a pixel is finer than any screen.

    >>> short(12.0), short(12.345)
    ('12', '12.3')
    """
    return f"{length:.1f}".removesuffix(".0")


def fitting(text: str, room: float, size: float = FONT_SIZE) -> str:
    """The text, or as much of it as fits in the room.

    >>> fitting("Assemblée régionale", 80, 14)
    'Assemblé…'
    """
    letters = max(1, int(room / (size * LETTER)))
    return text if len(text) <= letters else text[: letters - 1].rstrip() + "…"


def scale(values: Iterable[Shown]) -> tuple[float, float]:
    """The lowest and highest value to make room for. Zero is always inside: a bar is never cut.

    >>> scale([5, 12, None]), scale([-3, 2]), scale([])
    ((0.0, 12.0), (-3.0, 2.0), (0.0, 1.0))
    """
    lengths = [0.0, *(length for length in map(known, values) if length is not None)]
    low, high = min(lengths), max(lengths)
    return (low, high) if high > low else (0.0, 1.0)


@dataclass
class Drawing:
    """One picture being drawn, from the top left corner."""

    title: str
    description: str
    language: str
    width: int = WIDTH
    height: float = 0
    style: str = ""
    parts: list[str] = field(default_factory=list)
    hatched: bool = False

    @property
    def name(self) -> str:
        """An identifier that two different pictures of one page do not share."""
        return f"p{crc32(f'{self.title}|{self.description}|{self.style}|{self.width}'.encode()):08x}"

    def text(
        self, x: float, y: float, words: str, role: str = "t", anchor: str = "", size: int = 0, bold: bool = False
    ) -> None:
        """Words on a baseline; anchor is "middle" or "end", or nothing for the start."""
        more = f' text-anchor="{anchor}"' if anchor else ""
        more += f' font-size="{size}"' if size else ""
        more += ' font-weight="600"' if bold else ""
        self.parts.append(f'<text x="{short(x)}" y="{short(y)}"{self._fill(role)}{more}>{escape(words)}</text>')

    def rectangle(self, x: float, y: float, width: float, height: float, role: str, hatch: bool = False) -> None:
        """A filled rectangle; hatched ones stay different from plain ones on a black and white printer."""
        place = f'x="{short(x)}" y="{short(y)}" width="{short(width)}" height="{short(height)}"'
        self.parts.append(f"<rect {place}{self._fill(role)}/>")
        if hatch:
            self.hatched = True
            self.parts.append(f'<rect {place} fill="url(#{self.name}h)"/>')

    def outlined(self, path: str) -> None:
        """Dashed boxes: something is there and is not known."""
        self.parts.append(f'<path d="{path}" fill="none"{self._stroke("lc")} stroke-dasharray="3 2"/>')

    def line(self, points: Iterable[tuple[float, float]], role: str, width: float = 1, dashes: str = "") -> None:
        """A line through points."""
        path = "M" + "L".join(f"{short(x)} {short(y)}" for x, y in points)
        more = f' stroke-width="{short(width)}"' if width != 1 else ""
        more += f' stroke-dasharray="{dashes}"' if dashes else ""
        self.parts.append(f'<path d="{path}" fill="none"{self._stroke(role)}{more}/>')

    def filled(self, path: str, role: str) -> None:
        """A filled path."""
        self.parts.append(f'<path d="{path}"{self._fill(role)}/>')

    def mark(self, x: float, y: float, shape: int, role: str, size: float = 5.5) -> None:
        """A marker: disc, hollow square, triangle, diamond. The shape tells groups apart where colours cannot."""
        half = short(size)
        if shape == 0:
            self.parts.append(f'<circle cx="{short(x)}" cy="{short(y)}" r="{half}"{self._fill(role)}/>')
        elif shape == 1:
            path = f"M{short(x - size)} {short(y - size)}h{short(2 * size)}v{short(2 * size)}h-{short(2 * size)}z"
            self.parts.append(f'<path d="{path}"{self._fill("p", "l" + role)} stroke-width="2.5"/>')
        elif shape == 2:
            self.filled(f"M{short(x)} {short(y - size)}l{half} {short(2 * size)}h-{short(2 * size)}z", role)
        else:
            self.filled(f"M{short(x)} {short(y - size)}l{half} {half} -{half} {half} -{half} -{half}z", role)

    def finish(self) -> str:
        """The whole picture as SVG text."""
        size = f'width="{self.width}" height="{short(self.height)}"'
        hatch = (
            f'<pattern id="{self.name}h" width="6" height="6" patternUnits="userSpaceOnUse">'
            f'<path d="M-1 1L1 -1M0 6L6 0M5 7L7 5"{self._stroke("lp")} stroke-width="1.2"/></pattern>'
        )
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" class="picture{" " + self.style if self.style else ""}" '
            f'viewBox="0 0 {self.width} {short(self.height)}" {size} lang="{numbers.spoken(self.language)}" '
            f'font-family="system-ui, sans-serif" font-size="{FONT_SIZE}" fill="{COLOURS["t"]}" '
            f'role="img" aria-labelledby="{self.name}t {self.name}d">'
            f'<title id="{self.name}t">{escape(self.title)}</title>'
            f'<desc id="{self.name}d">{escape(self.description)}</desc>'
            f"{hatch if self.hatched else ''}{''.join(self.parts)}</svg>"
        )

    @staticmethod
    def _fill(role: str, stroke: str = "") -> str:
        if role == "t":
            # The ink of the whole picture, said once on its root.
            return ""
        if stroke:
            return f' class="{role} {stroke}" fill="{COLOURS[role]}" stroke="{COLOURS[stroke]}"'
        return f' class="{role}" fill="{COLOURS[role]}"'

    @staticmethod
    def _stroke(role: str) -> str:
        return f' class="{role}" stroke="{COLOURS[role]}"'


def nothing(title: str, language: str, width: int, style: str = "") -> str:
    """The picture of no rows: it says so instead of showing an empty frame."""
    words = word("nothing", language)
    drawing = Drawing(title, words, language, width, 40, style)
    drawing.text(0, 24, words, "m")
    return drawing.finish()


def listed(pairs: Iterable[tuple[str, str]], language: str) -> str:
    """What a picture shows, in one line for those who hear it; a long list is left to the table beneath.

    >>> listed([("Femmes", "12"), ("Hommes", "masqué")], "en")
    'Femmes: 12; Hommes: masqué'
    """
    colon, comma = (" : ", " ; ") if numbers.spoken(language) == "fr" else (": ", "; ")
    text = ""
    for label, value in pairs:
        piece = f"{label}{colon}{value}"
        if len(text) + len(piece) > 500:
            return text + "…"
        text += (comma if text else "") + piece
    return text
