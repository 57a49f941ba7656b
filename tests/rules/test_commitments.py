"""Where a promise stands, as tables; and what no order of declarations may change."""

from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toguna.rules.commitment_entries import Entry, declaration_findings, entry_findings, facts_of
from toguna.rules.commitments import (
    MAY_SAY,
    OPEN,
    Declaration,
    Promise,
    Says,
    Side,
    State,
    kept_rate,
    standing,
)

MADE, DUE, AFTER = date(2026, 1, 10), date(2026, 6, 30), date(2026, 8, 1)
PROMISE = Promise(MADE, DUE)
P, R = Side.PROMISER, Side.RECEIVER


def said(side: Side, says: str, day: str, who: str = "") -> Declaration:
    return Declaration(side, Says(says), date.fromisoformat(day), who)


@pytest.mark.parametrize(
    ("promiser", "receiver", "state", "awaits"),
    [
        # Each side's word as "what day"; an empty one has said nothing.
        ("", "", "pledged", None),
        ("confirmed 2026-02-01", "", "confirmed", None),
        ("in_progress 2026-03-01", "", "in_progress", None),
        ("delayed 2026-06-01", "", "delayed", None),
        ("kept 2026-06-01", "", "declared_kept", R),
        ("kept 2026-06-01", "kept 2026-06-05", "kept", None),
        # The other side saw it done before the office said so.
        ("kept 2026-06-05", "kept 2026-06-01", "kept", None),
        ("", "kept 2026-06-01", "declared_kept", P),
        ("kept 2026-06-01", "not_kept 2026-06-05", "disputed", None),
        # "Not kept" said before the work was declared done answers something else.
        ("kept 2026-06-05", "not_kept 2026-06-01", "declared_kept", R),
        ("kept 2026-06-01", "partly_kept 2026-06-05", "disputed", None),
        ("partly_kept 2026-06-01", "", "declared_partly", R),
        ("partly_kept 2026-06-01", "partly_kept 2026-06-05", "partly_kept", None),
        ("partly_kept 2026-06-01", "kept 2026-06-05", "partly_kept", None),
        ("partly_kept 2026-06-01", "not_kept 2026-06-05", "disputed", None),
        ("", "partly_kept 2026-06-01", "declared_partly", P),
        ("abandoned 2026-05-01", "", "broken", None),
        ("abandoned 2026-05-01", "not_kept 2026-05-09", "broken", None),
        ("abandoned 2026-05-01", "kept 2026-05-09", "disputed", None),
        # Before its day it is not broken, whatever the other side thinks of it.
        ("in_progress 2026-03-01", "not_kept 2026-05-01", "in_progress", None),
        ("in_progress 2026-03-01", "not_kept 2026-07-01", "broken", None),
        ("", "not_kept 2026-07-01", "broken", None),
        ("delayed 2026-07-15", "not_kept 2026-07-01", "broken", None),
        ("in_progress 2026-03-01", "released 2026-05-01", "withdrawn", None),
        ("abandoned 2026-05-01", "released 2026-05-02", "withdrawn", None),
    ],
)
def test_where_a_promise_stands(promiser: str, receiver: str, state: str, awaits: Side | None) -> None:
    words = [(P, promiser), (R, receiver)]
    told = [said(side, *word.split()) for side, word in words if word]
    found = standing(PROMISE, told, AFTER)
    assert (found.state.value, found.awaits) == (state, awaits)


def test_a_promise_without_a_date_is_never_overdue_nor_broken_by_impatience() -> None:
    undated = Promise(MADE)
    assert standing(undated, [], AFTER + timedelta(days=9999)).overdue is False
    assert standing(undated, [said(R, "not_kept", "2026-07-01")], AFTER).state is State.PLEDGED


def test_on_its_own_day_a_promise_is_not_late_and_on_the_next_it_is() -> None:
    assert standing(PROMISE, [], DUE).overdue is False
    assert standing(PROMISE, [], DUE + timedelta(days=1)).overdue is True


def test_two_people_of_one_side_saying_opposite_things_on_one_day_oppose_until_a_new_word_settles_it() -> None:
    opposite = [said(P, "kept", "2026-07-01", "mairie-1"), said(P, "abandoned", "2026-07-01", "mairie-2")]
    found = standing(PROMISE, opposite, AFTER)
    assert found.state is State.OPPOSED
    assert found.opposed == {P}
    settled = standing(PROMISE, [*opposite, said(P, "kept", "2026-07-02", "mairie-2")], AFTER)
    assert settled.state is State.DECLARED_KEPT


def test_the_later_of_two_opposite_words_counts_when_the_days_differ() -> None:
    told = [said(P, "kept", "2026-07-01", "a"), said(P, "partly_kept", "2026-07-02", "b")]
    assert standing(PROMISE, told, AFTER).state is State.DECLARED_PARTLY


def test_one_person_putting_a_slip_right_on_the_same_day_opposes_nobody() -> None:
    told = [said(R, "not_kept", "2026-07-01", "a"), said(R, "kept", "2026-07-01", "a")]
    assert standing(PROMISE, told, AFTER).state is State.DECLARED_KEPT


def test_only_the_other_side_lets_a_promise_off() -> None:
    assert Says.RELEASED not in MAY_SAY[P]
    assert Says.ABANDONED not in MAY_SAY[R]


def test_the_kept_rate_leaves_out_what_is_undated_not_due_or_let_off() -> None:
    kept = [said(P, "kept", "2026-02-01"), said(R, "kept", "2026-02-02")]
    told: list[tuple[Promise, list[Declaration]]] = [
        (PROMISE, kept),
        (PROMISE, []),
        (PROMISE, [said(P, "partly_kept", "2026-02-01"), said(R, "kept", "2026-02-02")]),
        (PROMISE, [said(P, "kept", "2026-02-01")]),
        (PROMISE, [said(R, "not_kept", "2026-07-02")]),
        (PROMISE, [*kept, said(R, "not_kept", "2026-07-02")]),
        (PROMISE, [said(R, "released", "2026-02-02")]),
        (Promise(MADE), kept),
        (Promise(MADE, AFTER + timedelta(days=30)), kept),
    ]
    found = kept_rate([(promise, standing(promise, words, AFTER)) for promise, words in told], AFTER)
    assert (found.kept, found.due) == (1, 6)
    assert (found.partly, found.declared, found.broken, found.disputed, found.late) == (1, 1, 1, 1, 1)
    assert (found.undated, found.not_due, found.withdrawn) == (1, 1, 1)
    assert kept_rate([], AFTER).rate is None


days = st.dates(MADE, AFTER)
words = st.sampled_from([(side, says) for side in Side for says in MAY_SAY[side]])
declarations = st.lists(
    st.builds(lambda word, on, who: Declaration(*word, on, who), words, days, st.sampled_from("ab")), max_size=8
)
promises = st.builds(Promise, st.just(MADE), st.one_of(st.none(), st.dates(MADE, AFTER)))


@given(promises, declarations)
def test_only_both_sides_together_keep_a_promise(promise: Promise, told: list[Declaration]) -> None:
    found = standing(promise, told, AFTER)
    if found.state is State.KEPT:
        assert found.promiser is not None
        assert found.receiver is not None
        assert {found.promiser.says, found.receiver.says} == {Says.KEPT}
    assert found.overdue is False or (promise.due_on is not None and found.state in OPEN)
    assert (found.since is None) == (found.state in OPEN)


@given(promises, declarations)
def test_what_is_kept_never_exceeds_what_was_due_on_any_day(promise: Promise, told: list[Declaration]) -> None:
    facts = facts_of(promise, standing(promise, told, AFTER))
    per_day: dict[tuple[date | None, str], int] = {}
    for fact in facts:
        per_day[fact.on, fact.unit] = per_day.get((fact.on, fact.unit), 0) + fact.quantity
    ended = [
        unit for _on, unit in per_day if unit.removeprefix("commitment_") in ("kept", "partly", "broken", "disputed")
    ]
    assert len(ended) <= 1
    for unit in ended:
        assert per_day[promise.due_on, unit] <= per_day[promise.due_on, "commitment_due"]
    assert len({fact.node for fact in facts}) == len(facts)


@given(promises, declarations, days)
def test_days_going_by_change_only_whether_it_is_late(promise: Promise, told: list[Declaration], today: date) -> None:
    assert standing(promise, told, today).state is standing(promise, told, AFTER).state


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        ({}, []),
        ({"due_on": None}, ["undated"]),
        ({"office": ""}, ["office-missing"]),
        ({"office": "", "promiser": "commune-1"}, []),
        ({"office": "Mme Exemple"}, ["office-names-a-person"]),
        ({"receiver_office": "M. Exemple"}, ["office-names-a-person"]),
        ({"due_on": date(2026, 1, 9)}, ["due-before-made"]),
        ({"made_on": AFTER + timedelta(days=1), "due_on": None}, ["made-in-future", "undated"]),
        ({"cost": 5_000_00}, ["currency-missing"]),
        ({"cost": -5_000_00, "currency": "XOF"}, ["cost-negative"]),
        ({"texts": {"what": "Appeler le 76 12 34 56 78"}}, ["holds-contact"]),
        ({"texts": {"what": " "}}, ["what-missing"]),
    ],
)
def test_what_is_wrong_in_a_written_promise(changes: dict[str, object], codes: list[str]) -> None:
    written: dict[str, object] = {
        "made_on": MADE, "due_on": DUE, "office": "La maire", "texts": {"what": "Réparer le forage"},
    }  # fmt: skip
    found = entry_findings(Entry(**(written | changes)), AFTER)  # type: ignore[arg-type]
    assert [one.code for one in found] == codes


def test_each_side_says_only_what_is_its_own_to_say() -> None:
    for side, says in product(Side, Says):
        found = declaration_findings(PROMISE, Declaration(side, says, DUE), "Le comité", "", AFTER)
        assert bool(found) == (says not in MAY_SAY[side])


def test_a_declaration_is_neither_of_tomorrow_nor_by_a_person_nor_with_a_number() -> None:
    late = Declaration(P, Says.KEPT, AFTER + timedelta(days=1))
    found = declaration_findings(PROMISE, late, "M. Exemple", "Voir exemple@exemple.org", AFTER)
    assert [one.code for one in found] == ["said-in-future", "office-names-a-person", "holds-contact"]
