"""Numbers written into a workbook without touching anything else in it: styles, formulas, pictures and macros stay.

Only the cells that are named change. What formulas were last worked out to is forgotten, so that no old sum stands
beside a new number: Excel works everything out again when it opens the file.
"""

import io
import posixpath
import zipfile
from collections.abc import Mapping
from decimal import Decimal

from lxml import etree

from toguna.publish.donor.grid import Place, name_of

Element = etree._Element
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT_OFFICE = "http://purl.oclc.org/ooxml/officeDocument/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
# Whatever comes after the place of calcPr in a workbook's part.
AFTER_CALC = frozenset(
    {
        "oleSize", "customWorkbookViews", "pivotCaches", "smartTagPr", "smartTagTypes", "webPublishing",
        "fileRecoveryPr", "webPublishObjects", "extLst",
    }
)  # fmt: skip


def write_into(payload: bytes, written: Mapping[str, Mapping[Place, Decimal | str]]) -> bytes:
    """The workbook with these cells written, by tab and place. It must have been opened safely before."""
    with zipfile.ZipFile(io.BytesIO(payload)) as parts:
        workbook = _read(parts.read("xl/workbook.xml"))
        paths = _paths(parts, workbook)
        changed = {"xl/workbook.xml": _recalculated(workbook)}
        for title, path in paths.items():
            changed[path] = _sheet(_read(parts.read(path)), written.get(title, {}))
        content = io.BytesIO()
        with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as made:
            for entry in parts.infolist():
                made.writestr(entry, changed.get(entry.filename) or parts.read(entry))
    return content.getvalue()


def _paths(parts: zipfile.ZipFile, workbook: Element) -> dict[str, str]:
    """In which part each tab is; charts on a tab of their own hold no cells."""
    relations = {
        one.get("Id"): (one.get("Type", ""), one.get("Target", ""))
        for one in _read(parts.read("xl/_rels/workbook.xml.rels")).iter(f"{{{PACKAGE}}}Relationship")
    }
    found = {}
    for sheet in workbook.iter(f"{{{_space(workbook)}}}sheet"):
        name = sheet.get(f"{{{OFFICE}}}id") or sheet.get(f"{{{STRICT_OFFICE}}}id")
        kind, target = relations.get(name, ("", ""))
        if kind.endswith("/worksheet"):
            path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join("xl", target))
            found[sheet.get("name", "")] = path
    return found


def _sheet(sheet: Element, written: Mapping[Place, Decimal | str]) -> bytes:
    space = _space(sheet)
    rows = sheet.find(f"{{{space}}}sheetData")
    assert rows is not None
    for cell in rows.iter(f"{{{space}}}c"):
        if cell.find(f"{{{space}}}f") is not None:
            _forget(cell, space)
    for (row, column), value in sorted(written.items()):
        _put(_cell_at(_row_at(rows, row, space), row, column, space), value, space)
    if written:
        # It says which cells are filled, and may be left out.
        for extent in sheet.findall(f"{{{space}}}dimension"):
            sheet.remove(extent)
    return _bytes(sheet)


def _forget(cell: Element, space: str) -> None:
    for value in cell.findall(f"{{{space}}}v"):
        cell.remove(value)
    cell.attrib.pop("t", "")


def _row_at(rows: Element, number: int, space: str) -> Element:
    before = None
    for row in rows:
        at = int(row.get("r") or 0)
        if at == number:
            row.attrib.pop("spans", "")
            return row
        if at > number:
            break
        before = row
    made = etree.Element(f"{{{space}}}row", r=str(number))
    _after(rows, before, made)
    return made


def _cell_at(row: Element, number: int, column: int, space: str) -> Element:
    before = None
    for cell in row:
        at = _column(cell.get("r", ""))
        if at == column:
            return cell
        if at > column:
            break
        before = cell
    made = etree.Element(f"{{{space}}}c", r=name_of((number, column)))
    _after(row, before, made)
    return made


def _after(parent: Element, before: Element | None, made: Element) -> None:
    if before is None:
        parent.insert(0, made)
    else:
        before.addnext(made)


def _put(cell: Element, value: Decimal | str, space: str) -> None:
    """One value; how the cell looks stays as the donor made it."""
    for child in list(cell):
        cell.remove(child)
    cell.attrib.pop("t", "")
    if isinstance(value, Decimal):
        etree.SubElement(cell, f"{{{space}}}v").text = f"{value:f}"
        return
    cell.set("t", "inlineStr")
    text = etree.SubElement(etree.SubElement(cell, f"{{{space}}}is"), f"{{{space}}}t")
    text.text = value
    text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


def _recalculated(workbook: Element) -> bytes:
    space = _space(workbook)
    found = workbook.find(f"{{{space}}}calcPr")
    if found is None:
        found = etree.Element(f"{{{space}}}calcPr")
        later = next((one for one in workbook if etree.QName(one).localname in AFTER_CALC), None)
        if later is None:
            workbook.append(found)
        else:
            later.addprevious(found)
    found.set("fullCalcOnLoad", "1")
    return _bytes(workbook)


def _column(reference: str) -> int:
    number = 0
    for letter in reference:
        if not letter.isalpha():
            break
        number = number * 26 + ord(letter.upper()) - 64
    return number


def _read(part: bytes) -> Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    return etree.fromstring(part, parser)


def _space(element: Element) -> str:
    return etree.QName(element).namespace or ""


def _bytes(element: Element) -> bytes:
    return etree.tostring(element, xml_declaration=True, encoding="UTF-8", standalone=True)
