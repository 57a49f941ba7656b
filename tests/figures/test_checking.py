"""From a text to its report: what is said, what is proposed, and the form that machines get."""

import json
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.figures.annotated import GIVEN, load
from toguna.figures import check
from toguna.figures.checking import related
from toguna.figures.claims import Claim, Kind, Reading
from toguna.figures.deciding import decide
from toguna.figures.judging import Severity
from toguna.figures.relations import HUNDRED, Relation, RelationType
from toguna.figures.report import Report, drawn_up

VOTERS = (
    "1149 women and young people (322 men and 827 women) from the six communes of Bamako (749 including {men} men and "
    "578 women), the cities of Segou (80 men and 120 women) and Mopti (31 men and 169 women) were informed about the "
    "ordinary revision of the electoral lists."
)
TWICE = VOTERS.format(men="21)") + " The radios of the union covered the meetings. " + VOTERS.format(men="211")


def said(report: Report, severity: Severity) -> list[str]:
    return [finding.text() for finding in report.findings() if finding.severity is severity]


def test_a_copied_paragraph_with_a_garbled_number_has_one_repair_in_both_copies() -> None:
    report = check(TWICE, "en")
    assert [claim.value for claim in report.malformed] == [211]
    failing = [one for one in report.to_dict()["relations"] if one["verdict"] == "fails"]
    assert {(one["type"], one["stated"]) for one in failing} == {("sum", 749), ("sum", 827)}
    mended = [claim for claim in report.claims if claim.value == 578]
    assert len(mended) == 2
    for relation in failing:
        assert relation["asserted_repair"] is not None
        assert {change["claim"] for change in relation["asserted_repair"]} == {claim.id for claim in mended}
        assert {change["value"] for change in relation["asserted_repair"]} == {538}


def test_separators_in_the_wrong_places_are_told_and_the_sum_holds() -> None:
    report = check(
        "102,4517 people, including 1,36080 girls, 1,26639 boys, 4,495,41 women and 312,257 men were reached through "
        "information sessions.",
        "en",
    )
    assert [claim.value for claim in report.malformed] == [1024517, 136080, 126639, 449541]
    assert not report.failing()


def test_parts_beyond_the_whole_are_told_without_a_repair() -> None:
    report = check(
        "1246 people, including 150 police officers (45 of them women), 49 journalists (33 men and 16 women) and 140 "
        "traditional communicators (men), 300 teenagers, 60 traditional and religious leaders (40 men and 20 women), "
        "150 girls and 410 resource persons and others have improved their knowledge of human rights.",
        "en",
    )
    [failure] = report.failing()
    assert (failure.weighing.stated, failure.weighing.computed) == (1246, 1259)
    assert report.mendings[failure.relation.id].asserted is None


def test_what_a_truncated_share_leaves_is_a_note() -> None:
    report = check("31 national directors and managers (20 women -64.51%- and 11 men (35.49%)) were trained.", "en")
    assert not report.failing()
    assert len(said(report, Severity.NOTE)) == 2


@pytest.mark.parametrize(
    "text",
    [
        "This group of 211 members was 132 men (63%) and 79 women (37%).",
        "The capacities of 106 (80 men (75.47%) and 26 women (24.53%)) key actors of the police were strengthened.",
        "The capacities of 148 councillors and agents (110 men or 74.32% and 38 women or 25.68%) were strengthened.",
        "36 senior officials (27 women (75%) and 9 men (25%)) of the bank were trained.",
    ],
)
def test_groups_that_add_up_raise_no_finding(text: str) -> None:
    assert check(text, "en").findings() == ()


def test_the_form_for_machines_is_plain_json_with_whole_numbers_as_integers() -> None:
    told = json.loads(
        json.dumps(check("749 personnes, dont 211 hommes et 578 femmes. Elles ont 24,5% des voix.", "fr").to_dict())
    )
    assert set(told) >= {"text", "language", "claims", "relations", "malformed", "distractors"}
    assert [(claim["raw"], claim["value"]) for claim in told["claims"]] == [
        ("749", 749),
        ("211", 211),
        ("578", 578),
        ("24,5%", 24.5),
    ]
    for claim in told["claims"]:
        assert told["text"][claim["start"] : claim["end"]] == claim["raw"]
    [total] = [relation for relation in told["relations"] if relation["type"] == "sum"]
    assert total["expr"] == "c1 = c2 + c3"
    assert (total["stated"], total["computed"], total["delta"]) == (749, 789, 40)
    assert (total["verdict"], total["severity"], total["confidence"]) == ("fails", "error", "certain")
    assert total["asserted_repair"] is None
    assert [{"claim": "c3", "value": 538}] in total["candidates"]


def test_every_finding_can_be_said_and_stands_somewhere() -> None:
    for annotated in load(GIVEN) + load():
        report = drawn_up(annotated.reading, annotated.relations)
        findings = report.findings()
        weights = [list(Severity).index(finding.severity) for finding in findings]
        assert weights == sorted(weights)
        for finding in findings:
            assert "%(" not in finding.text()
            assert finding.advice is None or "%(" not in finding.advice.text()
            assert all(start < end <= len(report.text) for start, end in finding.spans)
            assert finding.spans
        assert len([one for one in findings if one.severity is Severity.ERROR]) == len(
            [one for one in report.failing() if one.severity is Severity.ERROR]
        )


def test_a_text_without_figures_has_nothing_to_tell() -> None:
    report = check("Les communautés ont repris le dialogue.")
    assert (report.language, report.claims, report.judgements, report.findings()) == ("fr", (), (), ())


def test_a_text_of_digits_is_not_read_to_its_end_and_says_so() -> None:
    report = check("12 (3 " * 60_000, "fr")
    assert report.reading.unread_from is not None
    assert report.findings()[0].code == "unread"


def test_a_garbled_number_takes_the_value_with_which_its_relations_come_out() -> None:
    def claim(name: str, value: int, *alternatives: int) -> Claim:
        return Claim(name, 0, 1, "", Decimal(value), Kind.COUNT, alternatives=tuple(map(Decimal, alternatives)))

    reading = Reading("", "fr", (claim("all", 789), claim("men", 21, 211), claim("women", 578)))
    total = Relation("r1", RelationType.SUM, ("all",), ("men", "women"), 0.9)
    assert [one.value for one in decide(reading, [total]).claims] == [789, 211, 578]
    assert decide(reading, []) is reading


def test_reading_and_relating_go_together() -> None:
    reading, relations = related(check("211 membres : 132 hommes et 79 femmes.").reading)
    assert {claim.id for claim in reading.claims} >= {name for relation in relations for name in relation.ids}


SIGNS = "0123456789 .,;:()%-–/+=\n\u00a0\u202f'’\""
WORDS = (
    "dont soit et total femmes hommes enfants personnes including women men of whom people sur près over "
    "12 345 1 000 50% 33,3 % mille cent deux trois millions FCFA 2021 Mali Kayes ménages"
)
PIECES = [*SIGNS, *WORDS.split()]


@given(st.lists(st.sampled_from(PIECES), max_size=60).map(" ".join) | st.lists(st.sampled_from(PIECES)).map("".join))
@settings(deadline=None, derandomize=True, max_examples=300)
def test_any_text_comes_to_a_report_whose_figures_stand_where_it_says(text: str) -> None:
    report = check(text)
    told = json.loads(json.dumps(report.to_dict()))
    names = {claim["id"] for claim in told["claims"]} | {HUNDRED}
    for claim in told["claims"]:
        assert text[claim["start"] : claim["end"]] == claim["raw"]
    assert len({relation["id"] for relation in told["relations"]}) == len(told["relations"])
    for relation in told["relations"]:
        assert set(relation["stated_side"]) <= names
        assert set(relation["other_side"]) <= names
        assert relation["stated_side"]
        assert relation["other_side"]
    for finding in report.findings():
        assert finding.text()


def test_numbers_that_nothing_counts_are_not_calculated_with() -> None:
    huge = Claim("all", 0, 1, "", Decimal(10) ** 30, Kind.COUNT)
    small = (Claim("men", 0, 1, "", Decimal(3), Kind.COUNT), Claim("women", 0, 1, "", Decimal(4), Kind.COUNT))
    total = Relation("r1", RelationType.SUM, ("all",), ("men", "women"), 0.9)
    assert drawn_up(Reading("", "fr", (huge, *small)), [total]).judgements == ()
