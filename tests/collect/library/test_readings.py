"""What each form of the library says: the facts of its sample, exactly, and what looks wrong in the other one."""

from typing import Any

import pytest

from tests.samples import make
from tests.samples.library import COMMUNE, DISTRIBUTION, FORUM, GOOD, GROUP, GROUP_VISIT, PERSPECTIVES, TEST, TESTIMONY
from tests.samples.library import submission as written
from tests.samples.make import FOLDER
from toguna.collect.answers_xml import read_answers
from toguna.collect.forms import library_xform
from toguna.collect.library import LIBRARY
from toguna.collect.questions import questions_of
from toguna.rules.field_record import FieldRecord
from toguna.rules.findings import Severity

Row = tuple[str, str, float, str]


def read(form_id: str, body: bytes) -> FieldRecord:
    tree = read_answers(body, questions_of(library_xform(form_id)))
    assert tree.findings == ()
    return LIBRARY[form_id].read(tree)


def sample(form_id: str, name: str = "good") -> FieldRecord:
    return read(form_id, (FOLDER / f"{form_id}_{name}.xml").read_bytes())


def answered(form_id: str, answers: dict[str, Any]) -> FieldRecord:
    return read(form_id, written(form_id, answers, instance_id="uuid:essai"))


def rows(record: FieldRecord) -> list[Row]:
    return [(fact.kind, fact.unit, fact.quantity / 1000, fact.sex or "") for fact in record.facts]


def codes(record: FieldRecord) -> list[str]:
    return [finding.code for finding in record.findings]


EXPECTED: dict[str, list[Row]] = {
    "evenement_public": [
        ("event", "event", 1, ""),
        ("output", "radio_magazine", 1, ""),
        ("output", "airing", 2, ""),
        ("output", "air_minute", 90, ""),
        ("output", "call", 17, ""),
        ("measurement", "reached", 4000, ""),
    ],
    "distribution": [
        ("event", "event", 1, ""),
        ("output", "comic", 400, ""),
        ("measurement", "comic_stock", 100, ""),
        ("output", "seed_kg", 250, ""),
        ("output", "school", 8, ""),
        ("output", "recipient", 30, "female"),
        ("output", "recipient", 12, "male"),
        ("output", "household", 60, ""),
    ],
    "forum_dialogue": [
        ("event", "event", 1, ""),
        ("output", "forum", 1, ""),
        ("output", "consensus_near", 1, ""),
        ("output", "resolution", 2, ""),
        ("output", "point_agreed", 2, ""),
        ("output", "point_disputed", 1, ""),
        ("output", "follow_up", 1, ""),
        ("output", "side", 1, ""),
        ("output", "side", 1, ""),
        ("output", "side", 1, ""),
        ("output", "side_seat", 2, "female"),
        ("output", "side_seat", 5, "male"),
        ("output", "side_seat", 12, "female"),
        ("output", "side_seat", 3, ""),
    ],
    "test_avant_apres": [
        ("measurement", "score_before", 40, "female"),
        ("measurement", "score_after", 70, "female"),
        ("measurement", "score_gain", 30, "female"),
        ("measurement", "tested", 1, "female"),
        ("measurement", "improved", 1, "female"),
        ("measurement", "score_before", 62.5, "male"),
        ("measurement", "score_after", 55, "male"),
        ("measurement", "score_gain", -7.5, "male"),
        ("measurement", "tested", 1, "male"),
        ("measurement", "improved", 0, "male"),
        ("measurement", "score_before", 0, ""),
        ("measurement", "score_after", 100, ""),
        ("measurement", "score_gain", 100, ""),
        ("measurement", "tested", 1, ""),
        ("measurement", "improved", 1, ""),
    ],
    "cinq_perspectives": [
        ("measurement", "p1_answered", 1, "female"),
        ("measurement", "p1_yes", 1, "female"),
        ("measurement", "p2_answered", 1, "female"),
        ("measurement", "p2_yes", 0, "female"),
        ("measurement", "p3_answered", 1, "female"),
        ("measurement", "p3_yes", 1, "female"),
        ("measurement", "p5_answered", 1, "female"),
        ("measurement", "p5_yes", 0, "female"),
    ],
    "suivi_groupe": [
        ("measurement", "member", 88, ""),
        ("measurement", "member_woman", 80, "female"),
        ("measurement", "member_man", 8, "male"),
        ("measurement", "hectare_acquired", 2.55, ""),
        ("measurement", "group_acquired", 1, ""),
        ("measurement", "member_acquired", 88, ""),
        ("measurement", "hectare_secured", 1.2, ""),
        ("measurement", "group_secured", 1, ""),
        ("measurement", "member_secured", 88, ""),
        ("output", "income_xof", 1_250_000, ""),
        ("measurement", "savings_xof", 340_500, ""),
        ("measurement", "loans_xof", 90_000, ""),
        ("output", "finance_xof", 500_000, ""),
        ("output", "finance_xof", 750_000, ""),
    ],
    "profil_organisation": [
        ("measurement", "profile", 1, ""),
        ("measurement", "women_led", 1, ""),
        ("measurement", "youth_led", 0, ""),
        ("measurement", "registered", 1, ""),
        ("measurement", "member", 88, ""),
        ("measurement", "member_woman", 80, "female"),
    ],
    "temoignage": [],
}


def test_the_samples_are_of_the_same_fictional_commune() -> None:
    assert str(make.COMMUNE) == COMMUNE
    assert GOOD["forum_dialogue"]["activity_code"] == make.ACTIVITY


@pytest.mark.parametrize("form_id", LIBRARY)
def test_a_good_sample_says_exactly_these_facts(form_id: str) -> None:
    record = sample(form_id)
    assert rows(record) == EXPECTED[form_id]
    assert [finding for finding in record.findings if finding.severity is Severity.ERROR] == []
    assert record.refused == ()


@pytest.mark.parametrize("form_id", LIBRARY)
def test_no_two_facts_of_a_record_would_have_one_identity(form_id: str) -> None:
    for name in ("good", "looks_wrong"):
        made = [(fact.node, fact.kind) for fact in sample(form_id, name).facts]
        assert len(made) == len(set(made))
        assert all(len(node) <= 80 for node, _kind in made)


@pytest.mark.parametrize("form_id", LIBRARY)
def test_nothing_but_an_attendance_sheet_makes_a_seat(form_id: str) -> None:
    for fact in sample(form_id).facts:
        assert fact.kind not in ("participation", "headcount")
        assert fact.unit != "seat"
        assert fact.participant is None


@pytest.mark.parametrize(
    ("form_id", "told"),
    [
        (
            "evenement_public",
            {"station-missing", "languages-missing", "minutes-impossible", "reach-without-method", "area-twice",
             "reach-impossible"},
        ),
        (
            "distribution",
            {"material-without-kind", "quantity-missing", "number-impossible", "more-people-than-things"},
        ),
        (
            "forum_dialogue",
            {"forum-one-side", "side-twice", "office-names-a-person", "consensus-without-agreement",
             "follow-up-before-forum"},
        ),
        (
            "test_avant_apres",
            {"amount-not-understood", "names-without-consent", "before-after-reversed", "number-twice",
             "score-impossible", "only-after", "age-impossible", "no-score", "nobody-paired"},
        ),
        ("cinq_perspectives", {"nothing-answered"}),
        (
            "suivi_groupe",
            {"group-not-listed", "more-than-members", "secured-exceeds-acquired", "secured-by-word",
             "secured-before-acquired", "currency-missing", "income-without-period"},
        ),
        (
            "profil_organisation",
            {"founded-impossible", "number-without-status", "office-names-a-person", "more-than-members"},
        ),
        ("temoignage", {"name-not-agreed", "nothing-said"}),
    ],
)  # fmt: skip
def test_everything_that_looks_wrong_is_told(form_id: str, told: set[str]) -> None:
    record = sample(form_id, "looks_wrong")
    assert set(codes(record)) == told
    for finding in record.findings:
        assert finding.text()
        assert "%(" not in finding.text()
        assert "Garder" not in repr(finding)


@pytest.mark.parametrize("form_id", LIBRARY)
def test_an_empty_form_is_read_without_breaking(form_id: str) -> None:
    record = answered(form_id, {})
    assert record.summary.held_on is None
    assert all(fact.quantity >= 0 for fact in record.facts)


def test_lists_show_how_many_people_a_record_speaks_of() -> None:
    seen = {form_id: sample(form_id).summary for form_id in LIBRARY}
    shown = {form_id: (one.named, one.unnamed, one.women, one.men) for form_id, one in seen.items()}
    assert shown == {
        "evenement_public": (0, 0, 0, 0),
        "distribution": (0, 42, 30, 12),
        "forum_dialogue": (0, 22, 14, 5),
        "test_avant_apres": (1, 3, 2, 1),
        "cinq_perspectives": (0, 1, 1, 0),
        "suivi_groupe": (0, 88, 80, 8),
        "profil_organisation": (0, 88, 80, 0),
        "temoignage": (0, 0, 0, 0),
    }
    assert seen["forum_dialogue"].title == "La gestion de l'école fictive"
    assert seen["suivi_groupe"].title == GROUP


def test_a_broadcast_reaches_another_place_than_where_it_was_made() -> None:
    *counted, reached = sample("evenement_public").facts
    assert (reached.unit, reached.basis, reached.area.code) == ("reached", "estimated", "C01")
    assert {(fact.basis, str(fact.area)) for fact in counted} == {("counted", "")}


def test_a_meeting_of_one_side_is_kept_and_counts_as_no_forum() -> None:
    record = answered("forum_dialogue", FORUM | {"side": FORUM["side"][:1]})
    assert [fact.unit for fact in record.facts] == ["side_seat", "side_seat"]
    (told,) = (finding for finding in record.findings if finding.code == "forum-one-side")
    assert told.severity is Severity.WARNING


def test_who_sat_for_a_side_keeps_its_group_and_its_organisation() -> None:
    women = [fact for fact in sample("forum_dialogue").facts if fact.sex == "female"]
    assert [(fact.stakeholder_group, fact.organisation) for fact in women] == [
        ("elected_official", ""),
        ("womens_association", GROUP),
    ]


def test_a_line_that_was_opened_and_left_is_no_line() -> None:
    record = answered("distribution", DISTRIBUTION | {"material": [*DISTRIBUTION["material"], {"unit": "piece"}]})
    assert rows(record) == EXPECTED["distribution"]
    assert "material-without-kind" not in codes(record)


def test_a_household_that_took_two_things_is_one_household() -> None:
    households = [fact for fact in sample("distribution").facts if fact.unit == "household"]
    assert [(fact.quantity, fact.basis) for fact in households] == [(60_000, "estimated")]


def test_a_missing_score_is_never_zero() -> None:
    record = sample("test_avant_apres")
    assert not [fact for fact in record.facts if fact.node.startswith("person[4]")]
    assert "only-before" in codes(record)
    gain = next(finding for finding in record.findings if finding.code == "gain")
    assert gain.values == {"gain": "40,833", "before": "34,167", "after": "75", "pairs": 3, "improved": 2}


def test_a_name_without_consent_is_refused_and_said_without_the_name() -> None:
    person = {"number": "7", "consent": "no", "name": "Nom À Ne Pas Garder", "sex": "male"}
    record = answered("test_avant_apres", TEST | {"person": [TEST["person"][0], person]})
    assert record.refused == ("person[2]/name",)
    assert (record.summary.named, record.summary.unnamed) == (1, 1)
    assert "Garder" not in repr(record)


def test_a_person_who_does_not_know_is_in_no_rate() -> None:
    record = answered("cinq_perspectives", PERSPECTIVES | {"p4": "", "sex": "unknown", "role": "other"})
    assert not [fact for fact in record.facts if fact.unit.startswith("p4")]
    fact = record.facts[0]
    assert (fact.sex, fact.stakeholder_group, fact.disability) == (None, None, False)
    assert (fact.age_from, fact.age_to, fact.age_basis) == (30, 40, "band")


def test_land_that_nobody_measured_is_not_no_land() -> None:
    unknown = GROUP_VISIT | {"hectares_acquired": "", "hectares_secured": ""}
    assert not [fact for fact in answered("suivi_groupe", unknown).facts if "acquired" in fact.unit]
    none = answered("suivi_groupe", GROUP_VISIT | {"hectares_acquired": "0", "hectares_secured": ""})
    assert [fact.quantity for fact in none.facts if fact.unit == "group_acquired"] == [0]


def test_amounts_keep_their_currency_in_their_unit() -> None:
    money = [fact for fact in answered("suivi_groupe", GROUP_VISIT | {"currency": "USD"}).facts if fact.currency]
    assert {fact.currency for fact in money} == {"USD"}
    assert {fact.unit for fact in money} == {"income_usd", "savings_usd", "loans_usd", "finance_usd"}


def test_nothing_is_kept_of_a_person_who_refused() -> None:
    record = sample("temoignage", "refused")
    assert set(record.refused) == {"sex", "age_band", "function", "language", "audio", "words", "translation"}
    assert "Garder" not in repr(record)


@pytest.mark.parametrize(("scope", "kept"), [("internal", False), ("public_with_name", True), ("", False)])
def test_a_name_is_kept_for_one_consent_only(scope: str, kept: bool) -> None:
    record = answered("temoignage", TESTIMONY | {"consent_scope": scope, "name": "Fanta Exemple"})
    assert ("name" not in record.refused) is kept


def test_a_child_needs_a_guardian() -> None:
    record = answered("temoignage", TESTIMONY | {"minor": "yes"})
    assert "guardian-missing" in codes(record)
    assert "audio" in record.refused
    assert answered("temoignage", TESTIMONY | {"minor": "yes", "guardian_consent": "yes"}).refused == ()
