"""The workbook that is handed out to record attendance sheets: lists to choose from, and one example.

What its tabs and columns are is the business of the reader; it does not know who will fill it in.
"""

from collections.abc import Sequence
from datetime import date

from openpyxl.styles import Alignment, Font

from toguna.collect.attendance_workbook import CHOICES, PARTICIPANTS, SHEETS, UNNAMED, write_sheets
from toguna.collect.dropdowns import offer_lists, write_lists
from toguna.collect.forms import ATTENDANCE_FORM_ID, attendance_version
from toguna.collect.tables import protect_headings, write_cell
from toguna.collect.template_mark import TemplateMark, write_mark
from toguna.collect.workbooks import empty_workbook, save_workbook
from toguna.rules.attendance import AttendanceSheet, HalfDay, Participant, PlaceMention, Sex, StatedTotals, UnnamedSeats

# Activities and communes change faster than a template, so another answer may be typed.
_FREE = {"activity_code", "commune", "age_band"}
_READ_ME = {
    "fr": (
        "Fiches de présence",
        "1. Onglet « Fiches » : une ligne par fiche signée. Donnez à chaque fiche un numéro, par exemple F1.",
        "2. Onglet « Participants » : une ligne par personne, avec le numéro de sa fiche.",
        "3. Onglet « Sans nom » : les personnes présentes qui ne sont sur aucune ligne.",
        "Si une personne refuse que son nom soit gardé, mettez « Non » dans « Accord » et laissez le nom vide : "
        "elle compte sans nom.",
        "Laissez vide ce que vous ne savez pas. N'écrivez jamais 0 pour dire « inconnu ».",
        "Les lignes dont le numéro est EXEMPLE ne sont pas lues. Ne fusionnez pas de cellules.",
        "Pour corriger des fiches déjà envoyées, changez-les dans ce même classeur et renvoyez-le ; pour d'autres "
        "fiches, prenez d'autres numéros ou un modèle neuf.",
    ),
    "en": (
        "Attendance sheets",
        "1. Tab “Sheets”: one row for each signed sheet. Give each sheet a number, for example F1.",
        "2. Tab “Participants”: one row for each person, with the number of their sheet.",
        "3. Tab “Without a name”: people who were there and are on no row.",
        "If a person refuses that their name is kept, put “No” under “Consent” and leave the name empty: "
        "they are counted without a name.",
        "Leave empty what you do not know. Never write 0 to say “unknown”.",
        "Rows whose number is EXAMPLE are not read. Do not merge cells.",
        "To correct sheets that you have sent, change them in this same workbook and send it again; for other sheets, "
        "take other numbers or a new template.",
    ),
}


def attendance_template(
    *,
    activities: Sequence[tuple[str, str]] = (),
    communes: Sequence[PlaceMention] = (),
    language: str = "fr",
    copy: str = "",
) -> bytes:
    """The workbook to hand out: lists to choose from, headings that hold still, and one example that is not read.

    `activities` are (code, title) of the work plan. With `copy`, this handing-out's own number of 32 hexadecimal
    digits, sheets that are sent again under their number correct the same sheets.
    """
    workbook = empty_workbook()
    read_me = workbook.create_sheet("Read me" if language == "en" else "Lisez-moi")
    read_me.column_dimensions["A"].width = 100
    for number, text in enumerate(_READ_ME["en" if language == "en" else "fr"], start=1):
        write_cell(read_me, number, 1, text, "@")
        read_me.cell(number, 1).alignment = Alignment(wrap_text=True)
    read_me["A1"].font = Font(bold=True, size=14)
    sheets, people, counts = write_sheets(workbook, [_example(activities, communes, language)], language)
    texts = {name: choices.labels(language) for name, choices in CHOICES.items()}
    texts["activity_code"] = [code for code, _ in activities]
    texts["titles of activities" if language == "en" else "titres des activités"] = [title for _, title in activities]
    texts["commune"] = [str(place) for place in communes]
    lists, offered = write_lists(workbook, "Lists" if language == "en" else "Listes", texts)
    for sheet, table in ((sheets, SHEETS), (people, PARTICIPANTS), (counts, UNNAMED)):
        offer_lists(sheet, table, offered, free=_FREE)
        for cell in sheet[2]:
            cell.font = Font(italic=True, color="808080")
    protect_headings((sheets, people, counts, read_me, lists))
    if copy:
        mark = TemplateMark(ATTENDANCE_FORM_ID, attendance_version(), copy)
        write_cell(read_me, len(_READ_ME["fr"]) + 2, 1, str(mark), "@")
        read_me.cell(len(_READ_ME["fr"]) + 2, 1).font = Font(color="808080", size=8)
        write_mark(workbook, mark)
    workbook.active = 1
    return save_workbook(workbook)


def _example(
    activities: Sequence[tuple[str, str]], communes: Sequence[PlaceMention], language: str
) -> tuple[str, AttendanceSheet]:
    english = language == "en"
    commune = communes[0] if communes else PlaceMention("Commune")
    person = Participant(
        line=1,
        name="First name Surname" if english else "Prénom Nom",
        phone="70 00 00 00",
        sex=Sex.FEMALE,
        age=34,
        commune=commune,
        village="Village",
        function="Teacher" if english else "Enseignante",
        disability=False,
        displaced=False,
        consent=True,
    )
    sheet = AttendanceSheet(
        activity_code=activities[0][0] if activities else "A-001",
        session=1,
        half_day=HalfDay.MORNING,
        held_on=date(2026, 3, 12),
        venue="School" if english else "École",
        place=commune,
        totals=StatedTotals(8, 6, 2),
        participants=(person,),
        unnamed=(UnnamedSeats(5, Sex.FEMALE, 15, 29), UnnamedSeats(2, Sex.MALE)),
        remarks="An example: this row is not read." if english else "Un exemple : cette ligne n'est pas lue.",
    )
    return ("EXAMPLE" if english else "EXEMPLE"), sheet
