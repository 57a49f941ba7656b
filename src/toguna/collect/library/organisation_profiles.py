"""Reads the profile of an organisation. It registers nobody: whether the organisation is listed is looked up later."""

from dataclasses import replace

from toguna.collect.answers_xml import AnswerTree
from toguna.collect.library.answering import head, offered
from toguna.collect.library.group_followup import read_members
from toguna.collect.library.heads import people, read_head
from toguna.collect.library.library_form import LibraryForm
from toguna.rules.field_record import FieldRecord
from toguna.rules.findings import Finding
from toguna.rules.organisation_profiles import OrganisationProfile, facts_of, findings

FORM_ID = "profil_organisation"


def read(tree: AnswerTree) -> FieldRecord:
    """One organisation on one day."""
    told: list[Finding] = []
    answers = head(tree, told)
    organisation, name = answers.text("organisation"), answers.text("name")
    summary = read_head(answers, title=organisation or name)
    members = read_members(answers)
    profile = OrganisationProfile(
        organisation=organisation,
        name=name,
        held_on=summary.held_on,
        kind=answers.choice("kind", offered(FORM_ID, "organisation_kind")),
        founded=answers.number("founded"),
        legal_status=answers.choice("legal_status", offered(FORM_ID, "legal_status")),
        legal_number=answers.text("legal_number"),
        members=members,
        women_led=answers.yes_or_no("women_led"),
        youth_led=answers.yes_or_no("youth_led"),
        dpo=answers.yes_or_no("dpo"),
        contact_office=answers.text("contact_office"),
    )
    summary = replace(
        summary, unnamed=people([members.total]), women=people([members.women]), men=people([members.men])
    )
    return FieldRecord(summary, facts_of(profile), (*told, *findings(profile)))


# In a small organisation the office's telephone is somebody's own.
_PERSONAL = frozenset({"contact_phone", "contact_email", "registration"})
LIBRARY_FORM = LibraryForm(FORM_ID, "profile-1", _PERSONAL, read)
