"""A form that nobody here has read, and one of the library, as the desk's tests meet them."""

import io
from random import Random

from benchmarks.household import FORM_ID, FORM_VERSION, household, household_form
from tests.flow.sheets import Commune
from toguna.collect.answers_xml import write_answers
from toguna.collect.questions import questions_of
from toguna.flow.forms import offer_library_form
from toguna.flow.receive import SentFile, receive_submission
from toguna.store.fieldwork.actions import add_form
from toguna.store.fieldwork.models import Record

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 40
OGG = b"OggS" + b"0" * 40


def offer_survey() -> None:
    """Offer the household survey, whose answers mean nothing to anybody here."""
    add_form(form_id=FORM_ID, version=FORM_VERSION, title={"fr": "Enquête fictive"}, xform=household_form(), by=None)


def surveyed(stage: Commune, seed: int = 7, members: int = 2) -> Record:
    """A household that the agent visited."""
    offer_survey()
    found = receive_submission(body=household(Random(seed), members=members), by=stage.agent).record
    return Record.objects.get(pk=found.pk)


def distributed(stage: Commune, *, files: bool = True, **changes: str) -> Record:
    """A distribution that the agent reported, with a photo of its receipt."""
    form = offer_library_form("distribution")
    answers = {
        "plan": "planned",
        "activity_code": stage.activity.code,
        "session": "1",
        "held_on": "2025-03-03",
        "commune": "Sanankoro-Ba [toguna-demo:C1]",
        "venue_point": "12.65 -8.0 300 4",
        "material": [
            {"material_kind": "poster", "title": "Affiche fictive", "unit": "piece", "quantity": "120"},
            {"material_kind": "seed", "title": "Niébé fictif", "unit": "kg", "quantity": "250"},
        ],
        "has_recipients": "no",
        "receipt": "recu.png",
        "remarks": "Remis à Awa Fictive",
    } | changes
    body = write_answers(questions_of(bytes(form.xform)), answers, instance_id=f"uuid:fictive-{len(str(changes))}")
    photo = [SentFile("recu.png", "image/png", io.BytesIO(PNG))] if files else []
    found = receive_submission(body=body, files=photo, by=stage.agent).record
    return Record.objects.get(pk=found.pk)
