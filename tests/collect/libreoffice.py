"""A workbook as an office program leaves it, made without one: LibreOffice is not on every machine that runs the tests.

The strings stand in a part of their own, some of them in pieces with a format each; every row is formatted down to the
last one, empty cells are written too, and nothing says who made the file.
"""

import io
import re
import zipfile

LAST_ROW = 1_048_576
_INLINE = re.compile(r'<c r="([A-Z]+\d+)"([^>]*?) t="inlineStr"([^>]*)><is><t[^>]*>(.*?)</t></is></c>', re.DOTALL)
_SHARED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"


def saved_elsewhere(payload: bytes) -> bytes:
    """The same workbook with those habits."""
    texts: dict[str, int] = {}

    def shared(match: re.Match[str]) -> str:
        cell, before, after, text = match.groups()
        number = texts.setdefault(text, len(texts))
        return f'<c r="{cell}"{before}{after} t="s"><v>{number}</v></c>'

    source, out = zipfile.ZipFile(io.BytesIO(payload)), io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for part in sorted(source.namelist(), key=lambda name: name.startswith(("[", "_rels"))):
            if part.startswith("docProps/"):
                continue
            content = source.read(part).decode()
            if part.startswith("xl/worksheets/sheet"):
                content = _INLINE.sub(shared, content)
                far = f'<row r="{LAST_ROW}" customFormat="false" ht="12.8" hidden="false" customHeight="false"/>'
                content = content.replace("</sheetData>", f"{far}</sheetData>")
            if part == "xl/_rels/workbook.xml.rels":
                line = f'<Relationship Id="rIdText" Type="{_SHARED}" Target="sharedStrings.xml"/>'
                content = content.replace("</Relationships>", f"{line}</Relationships>")
            if part == "[Content_Types].xml":
                line = f'<Override PartName="/xl/sharedStrings.xml" ContentType="{_KIND}"/>'
                content = content.replace("</Types>", f"{line}</Types>")
            content = re.sub(r"<(?:Override|Relationship)[^>]*(?:docProps|core-properties)[^>]*/>", "", content)
            target.writestr(part, content)
        target.writestr("xl/sharedStrings.xml", _strings(texts))
    return out.getvalue()


def _strings(texts: dict[str, int]) -> str:
    entries = "".join(f"<si>{_in_pieces(text)}</si>" for text in texts)
    return f'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{entries}</sst>'


def _in_pieces(text: str) -> str:
    """A text in two runs, as after somebody made one of its words bold."""
    first, space, rest = text.partition(" ")
    if not rest or "&" in text:
        return f'<t xml:space="preserve">{text}</t>'
    return f'<r><t xml:space="preserve">{first}{space}</t></r><r><rPr><b/></rPr><t xml:space="preserve">{rest}</t></r>'
