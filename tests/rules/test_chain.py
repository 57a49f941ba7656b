"""The hash of a link, which anybody must be able to compute again."""

import hashlib
import json
from datetime import UTC, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from toguna.rules.chain import BEGINNING, JournalEntry, canonical, link_hash

AT = datetime(2026, 3, 1, 8, 30, 0, 120, tzinfo=UTC)


def entry(**changes) -> JournalEntry:
    columns = {
        "id": 7,
        "at": AT,
        "actor": 2,
        "action": "record.verified",
        "subject": "record:41",
        "detail": {"version": 3},
    }
    return JournalEntry(**{**columns, **changes})


def test_the_hash_can_be_computed_by_hand_elsewhere():
    written = (
        '{"action":"record.verified","actor":2,"at":"2026-03-01T08:30:00.000120Z",'
        '"detail":{"version":3},"id":7,"subject":"record:41"}'
    )
    assert link_hash(BEGINNING, entry()) == hashlib.sha256(("0" * 64 + written).encode()).hexdigest()


def test_any_altered_column_and_any_other_predecessor_change_the_hash():
    hashes = {
        link_hash(BEGINNING, entry()),
        link_hash("1" * 64, entry()),
        link_hash(BEGINNING, entry(id=8)),
        link_hash(BEGINNING, entry(at=AT + timedelta(microseconds=1))),
        link_hash(BEGINNING, entry(actor=None)),
        link_hash(BEGINNING, entry(action="record.checked")),
        link_hash(BEGINNING, entry(subject="record:42")),
        link_hash(BEGINNING, entry(detail={"version": "3"})),
        link_hash(BEGINNING, entry(detail={})),
    }
    assert len(hashes) == 9


def test_the_time_zone_a_database_answers_in_does_not_matter():
    elsewhere = entry(at=AT.astimezone(timezone(timedelta(hours=5, minutes=30))))
    assert canonical(elsewhere) == canonical(entry())


def test_the_order_of_keys_does_not_matter_and_accents_are_kept_as_they_are():
    one = entry(detail={"code": "Ségou", "a": 1})
    other = entry(detail={"a": 1, "code": "Ségou"})
    assert canonical(one) == canonical(other)
    assert "Ségou".encode() in canonical(one)


details = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda parts: st.lists(parts) | st.dictionaries(st.text(), parts),
)


@given(st.dictionaries(st.text(), details))
def test_a_detail_that_went_through_a_database_as_json_keeps_its_hash(detail):
    stored = json.loads(json.dumps(detail))
    assert json.loads(canonical(entry(detail=stored)).decode(errors="surrogatepass"))["id"] == 7
    assert link_hash(BEGINNING, entry(detail=stored)) == link_hash(BEGINNING, entry(detail=detail))


def test_a_whole_number_written_as_a_fraction_is_the_same_number():
    assert canonical(entry(detail={"share": 1.0})) == canonical(entry(detail={"share": 1}))
