"""Who may do what: the roles of staff, and what each may do on the desk.

A role says what; the organisation says whose. It knows no particular person.
"""

from enum import StrEnum


class Role(StrEnum):
    """The part that a member of staff plays."""

    ADMINISTRATOR = "administrator"
    MEL_OFFICER = "mel_officer"
    PARTNER_COORDINATOR = "partner_coordinator"
    PARTNER_AGENT = "partner_agent"
    DATA_PROTECTION_OFFICER = "data_protection_officer"
    DONOR = "donor"


class Permission(StrEnum):
    """One thing that can be done."""

    ENTER_RECORDS = "enter_records"
    SEE_RECORDS = "see_records"
    SEE_NAMES = "see_names"
    CHECK_RECORDS = "check_records"
    VERIFY_RECORDS = "verify_records"
    CORRECT_RECORDS = "correct_records"
    MANAGE_ACTIVITIES = "manage_activities"
    MANAGE_FRAMEWORK = "manage_framework"
    SEE_VALUES = "see_values"
    COMPUTE_VALUES = "compute_values"
    CLOSE_PERIODS = "close_periods"
    APPROVE_VALUES = "approve_values"
    RELEASE_EDITIONS = "release_editions"
    MANAGE_STAFF = "manage_staff"
    SEE_JOURNAL = "see_journal"
    REDACT_PERSONS = "redact_persons"
    MANAGE_FORMS = "manage_forms"
    QUARANTINE_RECORDS = "quarantine_records"
    SEE_BUDGETS = "see_budgets"
    SEE_SUB_AWARDS = "see_sub_awards"
    MANAGE_BUDGETS = "manage_budgets"
    WITHDRAW_FROM_VIEW = "withdraw_from_view"
    MANAGE_INSTRUMENTS = "manage_instruments"


class Reach(StrEnum):
    """Whose records a role sees: its own organisation's, those of the organisations below too, or everyone's."""

    OWN = "own"
    OWN_AND_BELOW = "own_and_below"
    ALL = "all"


P = Permission
BUDGETS = frozenset({P.SEE_BUDGETS, P.SEE_SUB_AWARDS, P.MANAGE_BUDGETS})

PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.ADMINISTRATOR: frozenset({P.SEE_VALUES, P.MANAGE_STAFF, P.SEE_JOURNAL, *BUDGETS}),
    Role.MEL_OFFICER: frozenset(
        {
            *BUDGETS,
            P.SEE_RECORDS,
            P.SEE_NAMES,
            P.VERIFY_RECORDS,
            P.MANAGE_ACTIVITIES,
            P.MANAGE_FRAMEWORK,
            P.SEE_VALUES,
            P.COMPUTE_VALUES,
            P.CLOSE_PERIODS,
            P.APPROVE_VALUES,
            P.RELEASE_EDITIONS,
            P.SEE_JOURNAL,
            P.MANAGE_FORMS,
            P.QUARANTINE_RECORDS,
            P.WITHDRAW_FROM_VIEW,
            P.MANAGE_INSTRUMENTS,
        }
    ),
    Role.PARTNER_COORDINATOR: frozenset(
        {
            P.ENTER_RECORDS,
            P.SEE_RECORDS,
            P.SEE_NAMES,
            P.CHECK_RECORDS,
            P.CORRECT_RECORDS,
            P.MANAGE_ACTIVITIES,
            P.SEE_VALUES,
            P.QUARANTINE_RECORDS,
            P.SEE_BUDGETS,
            P.SEE_SUB_AWARDS,
        }
    ),
    Role.PARTNER_AGENT: frozenset({P.ENTER_RECORDS, P.SEE_RECORDS, P.SEE_NAMES}),
    Role.DATA_PROTECTION_OFFICER: frozenset(
        {
            P.SEE_RECORDS,
            P.SEE_NAMES,
            P.SEE_VALUES,
            P.SEE_JOURNAL,
            P.REDACT_PERSONS,
            P.QUARANTINE_RECORDS,
            P.WITHDRAW_FROM_VIEW,
        }
    ),
    Role.DONOR: frozenset({P.SEE_RECORDS, P.SEE_VALUES, P.SEE_BUDGETS}),
}

REACH: dict[Role, Reach] = {
    Role.ADMINISTRATOR: Reach.ALL,
    Role.MEL_OFFICER: Reach.ALL,
    Role.PARTNER_COORDINATOR: Reach.OWN_AND_BELOW,
    Role.PARTNER_AGENT: Reach.OWN,
    Role.DATA_PROTECTION_OFFICER: Reach.ALL,
    Role.DONOR: Reach.ALL,
}


def may(role: Role, permission: Permission) -> bool:
    """Whether the role allows it at all; for whose records is another question.

    >>> may(Role.DONOR, Permission.SEE_NAMES)
    False
    >>> may(Role.MEL_OFFICER, Permission.RELEASE_EDITIONS)
    True
    """
    return permission in PERMISSIONS[role]
