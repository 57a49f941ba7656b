"""Offering forms to devices: those of the library, and the lists that go with any form.

A form is one file and what it needs beside it. How it is read is the library's; who fills it in is not decided here.
"""

from toguna.collect.forms import library_form_ids, library_title, library_version, library_xform, library_xlsx
from toguna.collect.library import LIBRARY
from toguna.collect.questions import questions_of
from toguna.collect.registers import REGISTERS
from toguna.flow.scoring_sheets import MAPPING as SCORES_MAPPING
from toguna.flow.scoring_sheets import is_scoring_form
from toguna.store.accounts.models import User
from toguna.store.fieldwork.actions import add_form, add_form_list
from toguna.store.fieldwork.form_queries import state_of_published
from toguna.store.fieldwork.models import LISTS, Form
from toguna.store.fieldwork.queries import form_titles
from toguna.store.writing import write_turn

ATTENDANCE_MAPPING = "attendance-1"
ATTENDANCE_FORM = "fiche_presence"


def offer_library(*, by: User | None = None) -> list[Form]:
    """Offer every form of the library in the version that is shipped; those offered already stay as they are."""
    return [offer_library_form(form_id, by=by) for form_id in library_form_ids()]


def offer_library_form(form_id: str, *, by: User | None = None) -> Form:
    """Offer one form of the library with its workbook and the lists it asks for."""
    with write_turn():
        form = add_form(
            form_id=form_id,
            version=library_version(form_id),
            title=library_title(form_id),
            xform=library_xform(form_id),
            xlsform=library_xlsx(form_id),
            mapping=mapping_of(form_id),
            # Whoever closed a form finds it closed after the next version of Toguna, too.
            state=state_of_published(form_id) or "open",
            by=by,
        )
        add_lists(form)
    return form


def form_and_register_titles() -> dict[str, dict[str, str]]:
    """What each form is called, and each register of the desk, whose entries are records too."""
    return {code: dict(register.title) for code, register in REGISTERS.items()} | form_titles()


def mapping_of(form_id: str) -> str:
    """Which reading turns the answers of a form into facts; empty where none does."""
    if form_id == ATTENDANCE_FORM:
        return ATTENDANCE_MAPPING
    if is_scoring_form(form_id):
        return SCORES_MAPPING
    if form_id in REGISTERS:
        return REGISTERS[form_id].mapping
    return LIBRARY[form_id].mapping if form_id in LIBRARY else ""


def add_lists(form: Form) -> None:
    """Give a form the lists that it names and that are made anew for each agent."""
    wanted = questions_of(bytes(form.xform)).files()
    for name in LISTS:
        if f"{name}.csv" in wanted:
            add_form_list(form=form, name=f"{name}.csv", list_name=name)
