"""Lines of pages to running text: sentences made whole again across lines, columns and pages.

Running headers, footers and page numbers are taken out, because they would stand in the middle of a sentence.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from toguna.figures.documents.page_lines import Line

PARAGRAPH = "\n\n"
MARGIN = 0.1
PAGE_NUMBER = re.compile(r"^\W*(?:page\s*)?(\d{1,4}|[ivxl]{1,6})\W*(?:(?:/|sur|of|de)\s*\d{1,4})?\W*$", re.IGNORECASE)
PAGE_OF_PAGES = re.compile(r"\d{1,4}\s*(?:/|sur|of|de)\s*\d{1,4}", re.IGNORECASE)
BULLET = re.compile(r"^(?:[•◦▪▫‣⁃●○■□➢✓\uf0b7\uf0a7*]|[-–—]\s|o\s)")
# "(749 including / 21) men": a bracket may close at the beginning of any line, so only after a line that ended.
NUMBERED = re.compile(r"^\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)]\s")
ENDS_SENTENCE = re.compile(r"[.!?:;…][\"”»’)\s]*[⁰¹²³⁴-⁹]*$")
BROKEN_WORD = re.compile(r"([^\W\d_]{2,})[-\u00ad\u2010]$")
BEGINS_LOWER = re.compile(r"^[a-zà-öø-ÿœæ]")
# Words of a number keep their hyphen: "vingt-" and "cinq" are vingt-cinq, not vingtcinq.
NUMBER_WORDS = (
    "dix vingt trente quarante cinquante soixante septante huitante octante nonante quatre vingts mille cent "
    "twenty thirty forty fifty sixty seventy eighty ninety"
)
OF_A_NUMBER = frozenset(NUMBER_WORDS.split())


@dataclass(frozen=True, slots=True)
class Flow:
    """Running text, where each page begins in it, and whether lines that repeat on pages were taken out."""

    text: str
    pages: tuple[tuple[int, int], ...]
    repeated_lines: int


def flowing(pages: Sequence[tuple[float, float, Sequence[Line]]]) -> Flow:
    """One text of all pages, each given with the heights of its lower and upper edge and its lines.

    >>> first = Line("Au total, 211 per-", 50, 300, 700, 11, "F", 1)
    >>> second = Line("sonnes, dont 79 femmes.", 50, 200, 686, 11, "F", 1)
    >>> flowing([(0, 842, [first, second])]).text
    'Au total, 211 personnes, dont 79 femmes.'
    """
    kept, left_out = _without_running_lines(pages)
    steps = _usual_steps(kept)
    pieces: list[str] = []
    marks: list[tuple[int, int]] = []
    length = 0
    compounds = _compounds(kept)
    for place, line in enumerate(kept):
        if place:
            before = kept[place - 1]
            between = _between(before, line, steps, _right_edge(kept, place - 1))
            if between == " " and _is_broken(before.text, line.text, compounds):
                pieces[-1] = pieces[-1][:-1]
                length -= 1
                between = ""
            elif between == " " and BROKEN_WORD.search(before.text):
                between = ""
            pieces.append(between)
            length += len(between)
        if not marks or marks[-1][0] != line.page:
            marks.append((line.page, length))
        pieces.append(line.text)
        length += len(line.text)
    return Flow("".join(pieces), tuple(marks), left_out)


def _without_running_lines(pages: Sequence[tuple[float, float, Sequence[Line]]]) -> tuple[list[Line], int]:
    """What is left without page numbers and without what stands at the same height of many pages' margins."""
    repeated: Counter[tuple[str, int]] = Counter()
    for bottom, top, lines in pages:
        repeated.update({_likeness(line) for line in lines if _in_margin(line, bottom, top)})
    kept: list[Line] = []
    left_out = 0
    for bottom, top, lines in pages:
        for line in lines:
            if _in_margin(line, bottom, top):
                number = PAGE_NUMBER.match(line.text)
                on_many = repeated[_likeness(line)] >= max(3, len(pages) // 2)
                if on_many or (number and (number[1] == str(line.page) or _stands_alone(line, lines))):
                    left_out += 1
                    continue
            kept.append(line)
    return kept, left_out


def _stands_alone(line: Line, lines: Sequence[Line]) -> bool:
    return all(other is line or abs(other.height - line.height) > 1.8 * line.size for other in lines)


def _likeness(line: Line) -> tuple[str, int]:
    text = PAGE_OF_PAGES.sub("#", line.text)
    # "Total | 12 | 30" may stand at the foot of every page and is no footer: there only the number of the page changes.
    pattern = r"\d+" if len(re.findall(r"\d+", text)) < 2 else rf"\b{line.page}\b"
    return re.sub(pattern, "#", text), round(line.height / 4)


def _in_margin(line: Line, bottom: float, top: float) -> bool:
    edge = (top - bottom) * MARGIN
    return line.height < bottom + edge or line.height > top - edge


def _usual_steps(lines: Sequence[Line]) -> dict[int, float]:
    """How far apart lines of each size usually stand."""
    steps: dict[int, list[float]] = {}
    for one, other in pairwise(lines):
        step = one.height - other.height
        if one.page == other.page and abs(one.size - other.size) < 0.5 and 0.8 * one.size < step < 3 * one.size:
            steps.setdefault(round(one.size), []).append(step)
    return {size: median(found) for size, found in steps.items()}


def _right_edge(lines: Sequence[Line], place: int) -> float:
    """How far the lines around one run: what the width of its column is."""
    line = lines[place]
    near = lines[max(0, place - 6) : place + 7]
    return max(other.right for other in near if abs(other.left - line.left) < 3 * line.size)


def _between(before: Line, line: Line, steps: dict[int, float], right_edge: float) -> str:
    """What stands between two lines: a space within a sentence, else the end of a line or of a paragraph."""
    ended = bool(ENDS_SENTENCE.search(before.text))
    alike = abs(before.size - line.size) < 0.08 * max(before.size, line.size)
    width = max(right_edge - before.left, 1.0)
    short = before.right < right_edge - 0.3 * width
    step = before.height - line.height
    if before.page != line.page or step <= 0.3 * line.size or step > 6 * line.size:
        goes_on = alike and not before.has_cells and not line.has_cells
        # A full line at the foot of a page or column is no paragraph's last one, even where a sentence ends with it.
        if goes_on and not BULLET.match(line.text) and (not short or (not ended and BEGINS_LOWER.match(line.text))):
            return " "
        return PARAGRAPH
    if before.has_cells and line.has_cells:
        return "\n"
    usual = steps.get(round(line.size), 1.3 * line.size)
    if not alike or step > 1.4 * usual:
        return PARAGRAPH
    if before.has_cells or line.has_cells or BULLET.match(line.text):
        return "\n"
    if NUMBERED.match(line.text) and (ended or short):
        return "\n"
    almost_full = before.right > right_edge - 0.12 * width
    if ended and (not almost_full or line.left > before.left + 0.8 * line.size):
        return "\n"
    if short and not BEGINS_LOWER.match(line.text) and before.font != line.font:
        return PARAGRAPH
    return "\n" if short and not BEGINS_LOWER.match(line.text) else " "


def _compounds(lines: Sequence[Line]) -> frozenset[str]:
    """Words with a hyphen that stand whole somewhere in the text."""
    return frozenset(word.lower() for line in lines for word in re.findall(r"[^\W\d_]+-[^\W\d_]+", line.text))


def _is_broken(before: str, after: str, compounds: frozenset[str]) -> bool:
    """Whether a hyphen at the end of a line only breaks a word that has none."""
    found = BROKEN_WORD.search(before)
    if not found or not BEGINS_LOWER.match(after):
        return False
    following = re.match(r"[^\W\d_]+", after)
    whole = f"{found[1]}-{following[0] if following else ''}".lower()
    return found[1].lower() not in OF_A_NUMBER and whole not in compounds
