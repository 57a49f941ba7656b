"""Where each run of letters is painted on a page of a PDF: its text, its two ends, its height.

pypdf opens the file, unpacks its streams and knows its fonts; this follows the painting instructions, because only the
exact end of a run tells two cells of a table from one number. It puts nothing into lines.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from pypdf import PageObject
from pypdf.generic import ContentStream, DictionaryObject
from pypdf.generic._font import Font

from toguna.figures.documents.document import Allowance

Matrix = tuple[float, float, float, float, float, float]

UNMOVED: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
TURNED: dict[int, Matrix] = {90: (0, -1, 1, 0, 0, 0), 180: (-1, 0, 0, -1, 0, 0), 270: (0, 1, -1, 0, 0, 0)}
DEEPEST_FORM = 8
MOST_FORMS = 500
USUAL_WIDTH = 500.0
# In parts of the size of the letters.
KERNING = 0.1


class Run(NamedTuple):
    """Letters painted side by side: from `left` to `right` on the baseline `height`, `size` high; units of the page."""

    text: str
    left: float
    right: float
    height: float
    size: float
    font: str


@dataclass(slots=True)
class _Letters:
    """A font: which letters its codes stand for, and how wide they are in thousandths of the size."""

    name: str
    font: Font
    cache: dict[bytes, tuple[str, float, int]] = field(default_factory=dict)

    def read(self, painted: bytes) -> tuple[str, float, int]:
        """The text of some codes, its width in thousandths, and how many codes they are."""
        if painted in self.cache:
            return self.cache[painted]
        font = self.font
        if isinstance(font.encoding, str):
            characters = painted.decode(font.encoding, errors="replace")
            codes = characters
        else:
            characters = "".join(font.encoding.get(code, chr(code)) for code in painted)
            codes = painted.decode("latin-1")
        default = font.character_widths.get("default", USUAL_WIDTH)
        width = sum(
            font.space_width if code == font.space_char else font.character_widths.get(code, default) for code in codes
        )
        text = "".join(font.character_map.get(character, character) for character in characters)
        if len(self.cache) < 5_000:
            self.cache[painted] = text, width, len(codes)
        return text, width, len(codes)


@dataclass(slots=True)
class _State:
    """What an instruction finds set: where the page is moved to, the font, the spacing."""

    page: Matrix = UNMOVED
    letters: _Letters | None = None
    size: float = 12.0
    between_letters: float = 0.0
    between_words: float = 0.0
    stretch: float = 1.0
    leading: float = 0.0
    rise: float = 0.0

    def copy(self) -> "_State":
        """The same, to be changed apart."""
        return _State(
            self.page,
            self.letters,
            self.size,
            self.between_letters,
            self.between_words,
            self.stretch,
            self.leading,
            self.rise,
        )


def runs_of(page: PageObject, allowance: Allowance) -> Iterator[Run]:
    """The runs of a page in the order in which they are painted, which is that of reading in what software writes."""
    contents = page.get_contents()
    if contents is not None:
        turned = TURNED.get(int(page.get("/Rotate", 0) or 0) % 360, UNMOVED)
        yield from _Painter(page.pdf, allowance).paint(contents, _dictionary(page.get("/Resources")), turned, 0)


@dataclass(slots=True)
class _Painter:
    pdf: Any
    allowance: Allowance
    fonts: dict[int, _Letters | None] = field(default_factory=dict)
    forms: int = 0
    instructions: int = 0

    def paint(self, contents: ContentStream, resources: DictionaryObject, page: Matrix, depth: int) -> Iterator[Run]:
        """Follow one stream of instructions; forms are streams within it."""
        state, kept = _State(page=page), [_State(page=page)]
        line = text = UNMOVED
        fonts, forms = _dictionary(resources.get("/Font")), _dictionary(resources.get("/XObject"))
        for operands, operator in contents.operations:
            self.instructions += 1
            if self.instructions % 2_000 == 0:
                self.allowance.check_time()
            match operator:
                case b"q":
                    kept.append(state.copy())
                case b"Q":
                    state = kept.pop() if len(kept) > 1 else state
                case b"cm":
                    state.page = _moved(_matrix(operands), state.page)
                case b"BT":
                    line = text = UNMOVED
                case b"Tf":
                    state.letters = self._letters(fonts, operands)
                    state.size = _number(operands, 1, state.size)
                case b"Tc":
                    state.between_letters = _number(operands, 0)
                case b"Tw":
                    state.between_words = _number(operands, 0)
                case b"Tz":
                    state.stretch = _number(operands, 0, 100.0) / 100
                case b"TL":
                    state.leading = _number(operands, 0)
                case b"Ts":
                    state.rise = _number(operands, 0)
                case b"Td" | b"TD":
                    if operator == b"TD":
                        state.leading = -_number(operands, 1)
                    line = text = _moved((1, 0, 0, 1, _number(operands, 0), _number(operands, 1)), line)
                case b"Tm":
                    line = text = _matrix(operands)
                case b"T*":
                    line = text = _moved((1, 0, 0, 1, 0, -state.leading), line)
                case b"Tj" | b"'" | b'"' | b"TJ":
                    if operator in (b"'", b'"'):
                        line = text = _moved((1, 0, 0, 1, 0, -state.leading), line)
                    painted = operands[-1:] if operator != b"TJ" else _array(operands)
                    text, runs = _painted(painted, state, text)
                    yield from runs
                case b"Do" if depth < DEEPEST_FORM and self.forms < MOST_FORMS and operands:
                    form = _dictionary(forms.get(operands[0]))
                    if form.get("/Subtype") == "/Form":
                        self.forms += 1
                        inner = _dictionary(form.get("/Resources")) or resources
                        within = _moved(_matrix(form.get("/Matrix", UNMOVED)), state.page)
                        yield from self.paint(ContentStream(form, self.pdf), inner, within, depth + 1)

    def _letters(self, fonts: DictionaryObject, operands: Sequence[Any]) -> _Letters | None:
        resource = fonts.get(operands[0]) if operands else None
        described = _dictionary(resource)
        if not described:
            return None
        if id(described) not in self.fonts:
            name = str(described.get("/BaseFont", ""))
            try:
                self.fonts[id(described)] = _Letters(name, Font.from_font_resource(described))
            except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
                self.fonts[id(described)] = None
        return self.fonts[id(described)]


def _painted(painted: Sequence[Any], state: _State, text: Matrix) -> tuple[Matrix, list[Run]]:
    """The runs of one instruction, and where the next letter would stand."""
    letters = state.letters
    if letters is None:
        return text, []
    a, b, c, d, e, f = _moved((1, 0, 0, 1, 0, state.rise), _moved(text, state.page))
    size = abs(state.size) * (c * c + d * d) ** 0.5
    runs: list[Run] = []
    said, left, at = "", 0.0, 0.0

    def end_run() -> None:
        # Text that runs up a margin is no part of a sentence.
        if said and abs(b) <= abs(a):
            runs.append(Run(said, e + left * a, e + at * a, f + left * b, size, letters.name))

    for piece in painted:
        if isinstance(piece, int | float):
            shift = -float(piece) / 1000 * state.size * state.stretch
            # Letters drawn a little nearer or farther are still one run; anything wider may be a space.
            if abs(shift) > KERNING * abs(state.size):
                end_run()
                said, left = "", at + shift
            at += shift
        elif isinstance(piece, str | bytes):
            words, width, codes = letters.read(_bytes(piece))
            advance = width / 1000 * state.size + state.between_letters * codes + state.between_words * words.count(" ")
            said += words
            at += advance * state.stretch
    end_run()
    return _moved((1, 0, 0, 1, at, 0), text), runs


def _bytes(piece: Any) -> bytes:
    if isinstance(piece, bytes):
        return piece
    original = getattr(piece, "original_bytes", None)
    return original if isinstance(original, bytes) else str(piece).encode("latin-1", errors="replace")


def _moved(by: Matrix, within: Matrix) -> Matrix:
    a, b, c, d, e, f = by
    g, h, i, j, k, m = within
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m


def _number(operands: Sequence[Any], place: int, otherwise: float = 0.0) -> float:
    value = operands[place] if place < len(operands) else otherwise
    return float(value) if isinstance(value, int | float) else otherwise


def _matrix(operands: Any) -> Matrix:
    if len(operands) < 6:
        return UNMOVED
    a, b, c, d, e, f = (_number(operands, place) for place in range(6))
    return a, b, c, d, e, f


def _array(operands: Sequence[Any]) -> Sequence[Any]:
    return operands[0] if operands and isinstance(operands[0], list) else ()


def _dictionary(value: Any) -> DictionaryObject:
    resolved = value.get_object() if value is not None and hasattr(value, "get_object") else value
    return resolved if isinstance(resolved, DictionaryObject) else DictionaryObject()
