"""HTML to the lines that a reader of the page would see; scripts, styles and hidden parts are left out.

Cells of a table stay apart, so that two of them are never read as one number. Nothing is fetched.
"""

import re

from lxml import etree, html

from toguna.figures.documents.document import Allowance
from toguna.figures.documents.encodings import MARKS, decoded
from toguna.figures.documents.paragraphs import Paragraphs
from toguna.figures.documents.superscripts import raised
from toguna.figures.documents.unreadable import ForbiddenMarkup, NotText

_LEFT_OUT = (
    "head script style template noscript svg math iframe object embed canvas audio video map del s strike "
    "select datalist input textarea button rp rt"
)
_PARAGRAPHS = (
    "address article aside blockquote body center details dialog dl fieldset figure footer form h1 h2 h3 h4 h5 h6 "
    "header hgroup hr main menu nav ol p pre section table ul"
)
_LINES = "br caption dd div dt figcaption li option summary tbody tfoot thead"
LEFT_OUT = frozenset(_LEFT_OUT.split())
PARAGRAPHS = frozenset(_PARAGRAPHS.split())
LINES = frozenset(_LINES.split())
CELLS = frozenset({"td", "th"})
DECLARED = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{1,40})", re.IGNORECASE)
XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,200}>")
HTML_SPACE = re.compile(r"[ \t\n\f\r]+")
BEGINS_LIKE = re.compile(r"^\s*(?:<\?xml[^>]{0,200}>\s*)?<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)


def looks_like_html(text: str) -> bool:
    """Whether a text begins as a page of the web does.

    >>> looks_like_html("<!DOCTYPE html><p>12 femmes"), looks_like_html("12 femmes < 30 hommes")
    (True, False)
    """
    return bool(BEGINS_LIKE.match(text[:2_000]))


def text_of_page(content: bytes, allowance: Allowance) -> str:
    """The text of a page of HTML, an empty line between paragraphs.

    >>> text_of_page("<p>Deux régions</p><table><tr><td>265</td><td>1852</td></tr></table>".encode(), Allowance())
    'Deux régions\\n\\n265 | 1852'
    """
    source = XML_DECLARATION.sub("", _characters(content))
    if re.search(r"<!ENTITY", source[:100_000], re.IGNORECASE):
        raise ForbiddenMarkup
    # No huge_tree: libxml2 then refuses nesting beyond what any page has.
    parser = html.HTMLParser(no_network=True, huge_tree=False, remove_comments=True, remove_pis=True)
    try:
        root = html.document_fromstring(source, parser=parser)
    except etree.ParserError:
        return ""
    except (etree.LxmlError, ValueError) as failure:
        raise NotText from failure
    if any("depth" in error.message.lower() for error in parser.error_log):
        raise ForbiddenMarkup
    written = Paragraphs(allowance)
    _write(root, written, allowance)
    return "\n".join(line.strip(" ") for line in written.text().split("\n")).strip("\n")


def _characters(content: bytes) -> str:
    declared = DECLARED.search(content[:4_096])
    marked = any(content.startswith(mark) for mark, _ in MARKS)
    if declared and not marked:
        try:
            # A page read as UTF-8 that is valid UTF-8 is UTF-8, whatever it says of itself.
            return decoded(content.decode("utf-8").encode("utf-8"))
        except UnicodeDecodeError:
            try:
                return content.decode(declared[1].decode("ascii"), errors="replace").replace("\x00", " ")
            except LookupError:
                pass
    return decoded(content)


def _write(root: etree._Element, written: Paragraphs, allowance: Allowance) -> None:
    """Words and ends of lines in the order of the page, walked without recursion."""
    as_typed = left_out = 0
    for number, (event, element) in enumerate(etree.iterwalk(root, events=("start", "end"))):
        if number % 5_000 == 0:
            allowance.check_time()
        tag = element.tag if isinstance(element.tag, str) else ""
        hidden = tag in LEFT_OUT or element.get("hidden") is not None or not tag
        if event == "start":
            left_out += hidden
            as_typed += tag == "pre"
            if not left_out:
                _end_of(tag, written)
                if tag in CELLS:
                    written.begin_cell()
                _write_words(element.text, written, bool(as_typed), tag == "sup")
        else:
            if not left_out:
                if tag in CELLS:
                    written.end_cell()
                elif tag != "br":
                    _end_of(tag, written)
            left_out -= hidden
            as_typed -= tag == "pre"
            if not left_out and element is not root:
                _write_words(element.tail, written, bool(as_typed), False)


def _end_of(tag: str, written: Paragraphs) -> None:
    if tag == "tr":
        written.end_row()
    elif tag in PARAGRAPHS:
        written.end_paragraph()
    elif tag in LINES:
        written.end_line()


def _write_words(text: str | None, written: Paragraphs, as_typed: bool, superscript: bool) -> None:
    if not text:
        return
    if superscript:
        written.write(raised(text))
    elif as_typed:
        written.write(text)
    else:
        # No-break spaces are letters of a number and are kept; those of the source's layout are not.
        joined = HTML_SPACE.sub(" ", text)
        written.write(joined.lstrip(" ") if written.at_line_start else joined)
