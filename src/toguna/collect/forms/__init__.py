"""The forms that Toguna ships, kept as Markdown tables that a person can read and compare.

From one source come the workbook that people download and change, and the XForm that phones load.
"""

from functools import cache
from importlib import resources

from openpyxl.styles import Font
from pyxform.xls2xform import convert

from toguna.collect.workbooks import empty_workbook, save_workbook

ATTENDANCE_FORM_ID = "fiche_presence"

Tables = dict[str, list[list[str]]]


@cache
def library_form_ids() -> tuple[str, ...]:
    """The forms that are shipped, by the id that phones know them under; attendance, the most used, comes first.

    >>> library_form_ids()[0]
    'fiche_presence'
    """
    shipped = {name.removesuffix(".md") for name in _files() if name.endswith(".md")}
    return (ATTENDANCE_FORM_ID, *sorted(shipped - {ATTENDANCE_FORM_ID}))


@cache
def library_tables(form_id: str) -> Tables:
    """A form as an XLSForm: its sheets (survey, choices, settings), each a list of rows.

    >>> library_tables("fiche_presence")["settings"][1][0]
    'Fiche de présence'
    """
    tables: Tables = {}
    rows: list[list[str]] = []
    for line in _source(form_id).splitlines():
        if not line.startswith("|"):
            continue
        cells = [cell.strip() for cell in line.strip().removeprefix("|").removesuffix("|").split("|")]
        if cells[0]:
            rows = tables.setdefault(cells[0], [])
        else:
            rows.append(cells[1:])
    return tables


def library_settings(form_id: str) -> dict[str, str]:
    """The form's own line of settings: title, id, version, default language."""
    heading, values = library_tables(form_id)["settings"]
    return dict(zip(heading, values, strict=True))


def library_version(form_id: str) -> str:
    """The version of the form that is shipped, as submissions name it."""
    return library_settings(form_id)["version"]


@cache
def library_title(form_id: str) -> dict[str, str]:
    """What the form is called in French and in English; the English stands in the first heading after a slash.

    >>> library_title("fiche_presence")
    {'fr': 'Fiche de présence', 'en': 'Attendance sheet'}
    """
    heading = _source(form_id).splitlines()[0].removeprefix("#")
    french, _slash, english = heading.partition("/")
    return {"fr": french.strip(), "en": english.strip() or french.strip()}


@cache
def library_xform(form_id: str) -> bytes:
    """The form as phones load it (XForm). The same bytes every time, because phones compare their MD5."""
    xform: str = convert(_source(form_id), file_type=".md", form_name="data").xform
    return xform.encode()


@cache
def library_xlsx(form_id: str) -> bytes:
    """The form as an XLSForm workbook, to read, to change and to load into another server."""
    workbook = empty_workbook()
    for name, rows in library_tables(form_id).items():
        sheet = workbook.create_sheet(name)
        for row in rows:
            sheet.append([cell or None for cell in row])
        for cell in sheet[1]:
            cell.font = Font(bold=True)
            sheet.column_dimensions[cell.column_letter].width = 24
        sheet.freeze_panes = "C2" if name == "survey" else "A2"
    return save_workbook(workbook)


def attendance_tables() -> Tables:
    """The attendance form as an XLSForm."""
    return library_tables(ATTENDANCE_FORM_ID)


def attendance_version() -> str:
    """The version of the attendance form that is shipped."""
    return library_version(ATTENDANCE_FORM_ID)


def attendance_xform() -> bytes:
    """The attendance form as phones load it."""
    return library_xform(ATTENDANCE_FORM_ID)


def attendance_xlsx() -> bytes:
    """The attendance form as a workbook."""
    return library_xlsx(ATTENDANCE_FORM_ID)


def _source(form_id: str) -> str:
    return resources.files(__package__).joinpath(f"{form_id}.md").read_text(encoding="utf-8")


def _files() -> list[str]:
    return [file.name for file in resources.files(__package__).iterdir()]
