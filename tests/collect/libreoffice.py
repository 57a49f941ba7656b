"""A workbook as another program than Excel leaves it, made without that program.

The strings stand in their cells instead of in a part of their own, rows are formatted down to the last one, dates that
were typed are plain numbers in a date format, and every cell of a row is written, empty ones too.
"""

import io
import re
import zipfile
from xml.sax.saxutils import escape

LAST_ROW = 1_048_576
_SHARED = re.compile(r'<c r="([A-Z]+\d+)"([^>]*?) t="s"([^>]*)><v>(\d+)</v></c>')


def saved_elsewhere(payload: bytes) -> bytes:
    """The same workbook with those habits."""
    texts = _shared_texts(payload)
    source, out = zipfile.ZipFile(io.BytesIO(payload)), io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for part in source.namelist():
            if part == "xl/sharedStrings.xml" or part.startswith("docProps/"):
                continue
            content = source.read(part).decode()
            if part.startswith("xl/worksheets/sheet"):
                content = _SHARED.sub(lambda match: _inline(match, texts), content)
                far = f'<row r="{LAST_ROW}" customFormat="false" ht="12.8" hidden="false" customHeight="false"/>'
                content = content.replace("</sheetData>", f"{far}</sheetData>")
            content = re.sub(
                r"<(Override|Relationship)[^>]*(sharedStrings|docProps|core-properties)[^>]*/>", "", content
            )
            content = re.sub(r"<(Override|Relationship)[^>]*extended-properties[^>]*/>", "", content)
            target.writestr(part, content)
    return out.getvalue()


def _inline(match: re.Match[str], texts: list[str]) -> str:
    cell, before, after, number = match.groups()
    text = escape(texts[int(number)])
    return f'<c r="{cell}"{before}{after} t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'


def _shared_texts(payload: bytes) -> list[str]:
    """The strings of the workbook in the order of their part."""
    with zipfile.ZipFile(io.BytesIO(payload)) as parts:
        if "xl/sharedStrings.xml" not in parts.namelist():
            return []
        entries = re.findall(r"<si>(.*?)</si>", parts.read("xl/sharedStrings.xml").decode(), re.DOTALL)
    found = ["".join(re.findall(r"<t[^>]*>(.*?)</t>", entry, re.DOTALL)) for entry in entries]
    return [text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&") for text in found]
