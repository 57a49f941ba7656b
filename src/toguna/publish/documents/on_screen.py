"""A document as HTML: the same markup inside a page of the site and in a file that stands alone and fetches nothing."""

from datetime import date

from toguna.publish.addresses import edition_page
from toguna.publish.documents.blocks import (
    Block,
    Bullets,
    Document,
    Facts,
    Heading,
    Line,
    Paragraph,
    Picture,
    Piece,
    Table,
)
from toguna.publish.documents.screen_style import STYLE
from toguna.publish.markup import Markup, joined, tag
from toguna.publish.snapshot import Snapshot
from toguna.publish.words import Pair, said
from toguna.rules.numbers import long_date

EDITION: Pair = ("Édition", "Edition")
INVENTED: Pair = (
    "Démonstration : ce programme, ses communes, ses organisations et ses chiffres sont inventés.",
    "Demonstration: this programme, its communes, its organisations and its figures are invented.",
)
READ: Pair = (
    "Compté : le chiffre s'ouvre jusqu'aux fiches dont il est tiré. Selon la source : un document l'affirme, sans "
    "rien d'autre. Provisoire : la période n'est pas close ou la valeur pas approuvée. Masqué : si peu de personnes "
    "qu'on pourrait les reconnaître. Non précisé n'est jamais\u00a00.",
    "Counted: the figure opens down to the sheets it comes from. Stated by a source: a document says so, nothing else "
    "stands behind it. Provisional: the period is not closed or the value not approved. Masked: so few people that "
    "somebody could be recognised. Not stated is never\u00a00.",
)


def document_as_html(document: Document, snapshot: Snapshot, sha256: str, site: str = "") -> bytes:
    """The whole file, with its own style."""
    language = document.language
    head = tag(
        "head",
        Markup('<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'),
        tag("title", f"{document.title} – {document.over}"),
        tag("style", Markup(STYLE)),
    )
    body = tag(
        "body",
        tag("p", said(INVENTED, language), class_="banner") if document.fictional else None,
        tag(
            "header",
            tag("p", document.over, class_="over"),
            tag("h1", document.title, joined(" ", line_as_html(document.beside)) if document.beside else None),
        ),
        tag("main", blocks_as_html(document.blocks)),
        _footer(snapshot, sha256, language, site),
    )
    page = tag("html", head, body, lang=language)
    return f"<!doctype html>\n{page}\n".encode()


def blocks_as_html(blocks: object, *, deeper: int = 0) -> Markup:
    """The blocks of a document one after the other, their headings `deeper` where a page has headings above."""
    return joined(*(_block(block, deeper) for block in blocks)) if isinstance(blocks, list | tuple) else Markup("")


def line_as_html(line: Line) -> Markup:
    """One line of text with its links and chips."""
    return joined(*(_piece(piece) for piece in line))


def _block(block: Block, deeper: int) -> Markup:
    match block:
        case Heading():
            text: object = tag("a", block.text, href=block.link) if block.link else block.text
            beside = joined(" ", line_as_html(block.beside)) if block.beside else None
            return tag(f"h{min(6, block.level + deeper)}", text, beside, id=block.anchor or None)
        case Paragraph():
            return tag("p", line_as_html(block.line), class_=_manner(block), dir="auto")
        case Facts():
            rows = [
                tag("div", tag("dt", label), tag("dd", line_as_html(line), dir="auto")) for label, line in block.rows
            ]
            return tag("dl", rows, class_="facts")
        case Table():
            return _table(block)
        case Bullets():
            return tag("ul", [_entry(line, below) for line, below in block.entries])
        case Picture():
            return tag("figure", tag("figcaption", block.caption), Markup(block.svg), class_="picture-box")


def _manner(block: Paragraph) -> str | None:
    return "notice warn" if block.manner == "warn" else block.manner or None


def _entry(line: Line, below: object) -> Markup:
    inner = [tag("li", line_as_html(one)) for one in below] if isinstance(below, list | tuple) else []
    return tag("li", line_as_html(line), tag("ul", inner) if inner else None, dir="auto")


def _table(table: Table) -> Markup:
    heads = [
        tag("th", column.title, scope="col", class_="number" if column.is_number else None) for column in table.columns
    ]
    rows = []
    for first, *rest in table.rows:
        cells = [
            tag(
                "td",
                tag("span", line_as_html(line)),
                class_="number" if column.is_number else None,
                data_label=column.title,
            )
            for column, line in zip(table.columns[1:], rest, strict=True)
        ]
        rows.append(tag("tr", tag("th", line_as_html(first), scope="row"), cells))
    whole = tag("table", tag("thead", tag("tr", heads)), tag("tbody", rows), class_="cards")
    return tag("div", whole, class_="table-scroll", tabindex="0", role="region", aria_label=table.caption)


def _piece(piece: Piece) -> Markup:
    text: object = piece.text
    if "\n" in piece.text:
        text = [
            part for at, row in enumerate(piece.text.split("\n")) for part in ((Markup("<br>"), row) if at else (row,))
        ]
    match piece.kind:
        case "chip":
            return tag("span", text, class_=f"chip {piece.tone}".strip())
        case "status":
            return tag("span", text, class_=f"status {piece.tone}".strip())
        case "strong":
            text = tag("strong", text)
        case "note":
            text = tag("span", text, class_="note")
        case "masked":
            text = tag("span", text, class_="chip masked")
        case "unknown":
            text = tag("span", text, class_="unknown")
    if not piece.link:
        return joined(tag("strong", text) if piece.kind == "figure" else text)
    marked = "figure" if piece.kind in ("figure", "masked", "unknown") else None
    return tag("a", text, href=piece.link, class_=marked, title=piece.title or None)


def _footer(snapshot: Snapshot, sha256: str, language: str, site: str) -> Markup:
    released = long_date(date.fromisoformat(snapshot["released_on"]), language)
    edition = f"{said(EDITION, language)} {snapshot['programme']['code']} {snapshot['number']}"
    return tag(
        "footer",
        tag("p", said(READ, language)),
        tag("p", tag("a", edition, href=edition_page(snapshot, site)), f", {released}. SHA-256 ", tag("code", sha256)),
    )
