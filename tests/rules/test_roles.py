"""The table of roles, and the promises that it must keep whatever is added to it."""

import pytest

from toguna.rules.roles import PERMISSIONS, REACH, Permission, Reach, Role, may

P = Permission
ACTS_ON_RECORDS = {P.ENTER_RECORDS, P.CHECK_RECORDS, P.VERIFY_RECORDS, P.CORRECT_RECORDS}


def roles_with(permission: Permission) -> set[Role]:
    """Who holds it."""
    return {role for role in Role if may(role, permission)}


def test_every_role_has_a_reach_and_something_to_do() -> None:
    assert set(REACH) == set(PERMISSIONS) == set(Role)
    assert all(PERMISSIONS.values())


@pytest.mark.parametrize("permission", Permission)
def test_every_permission_is_somebodys(permission: Permission) -> None:
    assert roles_with(permission)


@pytest.mark.parametrize("role", [Role.DONOR, Role.ADMINISTRATOR])
def test_donor_and_administrator_never_see_names(role: Role) -> None:
    assert not may(role, P.SEE_NAMES)


def test_the_donor_and_the_data_protection_officer_change_no_record() -> None:
    for role in (Role.DONOR, Role.DATA_PROTECTION_OFFICER, Role.ADMINISTRATOR):
        assert not PERMISSIONS[role] & ACTS_ON_RECORDS


def test_no_role_both_checks_and_verifies_or_enters_and_verifies() -> None:
    verifiers = roles_with(P.VERIFY_RECORDS)
    assert not verifiers & roles_with(P.CHECK_RECORDS)
    assert not verifiers & roles_with(P.ENTER_RECORDS)
    assert not verifiers & roles_with(P.CORRECT_RECORDS)


def test_whoever_acts_on_a_record_sees_it_with_its_names() -> None:
    for permission in ACTS_ON_RECORDS:
        for role in roles_with(permission):
            assert may(role, P.SEE_RECORDS)
            assert may(role, P.SEE_NAMES)


def test_names_are_seen_only_with_the_record_they_stand_in() -> None:
    assert roles_with(P.SEE_NAMES) <= roles_with(P.SEE_RECORDS)


def test_whoever_enters_or_checks_reaches_no_further_than_the_own_side() -> None:
    for role in roles_with(P.ENTER_RECORDS) | roles_with(P.CHECK_RECORDS) | roles_with(P.CORRECT_RECORDS):
        assert REACH[role] is not Reach.ALL


def test_only_the_coordinator_reaches_the_organisations_below() -> None:
    assert {role for role in Role if REACH[role] is Reach.OWN_AND_BELOW} == {Role.PARTNER_COORDINATOR}
    assert REACH[Role.PARTNER_AGENT] is Reach.OWN


def test_managing_staff_and_touching_what_is_counted_are_apart() -> None:
    counting = {P.VERIFY_RECORDS, P.MANAGE_FRAMEWORK, P.COMPUTE_VALUES, P.RELEASE_EDITIONS}
    for role in roles_with(P.MANAGE_STAFF):
        assert not PERMISSIONS[role] & counting


def test_persons_are_redacted_by_one_role_alone() -> None:
    assert roles_with(P.REDACT_PERSONS) == {Role.DATA_PROTECTION_OFFICER}


def test_grants_are_seen_one_by_one_only_by_those_whose_grants_they_are() -> None:
    assert roles_with(P.MANAGE_BUDGETS) == {Role.MEL_OFFICER, Role.ADMINISTRATOR}
    assert roles_with(P.SEE_SUB_AWARDS) == {Role.MEL_OFFICER, Role.ADMINISTRATOR, Role.PARTNER_COORDINATOR}
    assert roles_with(P.SEE_BUDGETS) == roles_with(P.SEE_SUB_AWARDS) | {Role.DONOR}
    assert not PERMISSIONS[Role.PARTNER_AGENT] & {P.SEE_BUDGETS, P.SEE_SUB_AWARDS, P.MANAGE_BUDGETS}
