"""What may be kept of a testimony."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toguna.rules.testimonies import (
    NAMING,
    OF_THE_PERSON,
    ConsentScope,
    findings,
    may_keep,
    refused_answers,
)
from toguna.rules.testimonies import Testimony as Given  # a name that pytest does not take for a test

testimonies = st.builds(
    Given,
    st.none() | st.sampled_from(ConsentScope),
    st.none() | st.booleans(),
    st.none() | st.booleans(),
    st.frozensets(st.sampled_from([*sorted(OF_THE_PERSON), "remarks"])),
)


@given(testimonies)
def test_name_and_photo_are_kept_for_one_consent_only(testimony: Given) -> None:
    if may_keep(testimony) & NAMING:
        assert testimony.scope is ConsentScope.PUBLIC_WITH_NAME
        assert not testimony.minor or testimony.guardian_consent


@given(testimonies)
def test_what_is_refused_was_answered_and_may_not_be_kept(testimony: Given) -> None:
    refused = refused_answers(testimony)
    assert refused <= testimony.answered
    assert refused.isdisjoint(may_keep(testimony))
    assert "remarks" not in refused, "only what comes from the person is theirs to refuse"


@given(testimonies)
def test_whatever_was_taken_out_is_told(testimony: Given) -> None:
    if refused_answers(testimony):
        assert findings(testimony)


@pytest.mark.parametrize("scope", [None, ConsentScope.REFUSED])
def test_without_consent_nothing_of_the_person_stays(scope: ConsentScope | None) -> None:
    assert refused_answers(Given(scope, answered=OF_THE_PERSON)) == OF_THE_PERSON


def test_a_child_needs_a_guardian_too() -> None:
    assert not may_keep(Given(ConsentScope.INTERNAL, minor=True))
    assert may_keep(Given(ConsentScope.INTERNAL, minor=True, guardian_consent=True))
