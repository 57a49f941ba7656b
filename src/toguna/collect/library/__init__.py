"""How each form of the library is read: from its answers to a summary, facts and findings.

One module a form. The attendance sheet has readings of its own, because it also comes by workbook and by the desk.
"""

from collections.abc import Mapping

from toguna.collect.library import (
    distributions,
    forums,
    group_followup,
    organisation_profiles,
    paired_tests,
    perspectives,
    public_events,
    testimonies,
)
from toguna.collect.library.library_form import LibraryForm

LIBRARY: Mapping[str, LibraryForm] = {
    form.form_id: form
    for form in (
        public_events.LIBRARY_FORM,
        distributions.LIBRARY_FORM,
        forums.LIBRARY_FORM,
        paired_tests.LIBRARY_FORM,
        perspectives.LIBRARY_FORM,
        group_followup.LIBRARY_FORM,
        organisation_profiles.LIBRARY_FORM,
        testimonies.LIBRARY_FORM,
    )
}

__all__ = ["LIBRARY", "LibraryForm"]
