"""Numbers that a narrative takes from an edition: what they print, what they open, what is said of a wrong token."""

import pytest

from tests.publish.snapshots import indicator, snapshot, table
from toguna.publish.inserted_figures import Figure
from toguna.publish.narratives import parts_of, plain_words, read_narrative, statement_findings, tokens_for
from toguna.rules.findings import Severity


def quarter(period: str = "2025-Q3", value: str = "1024517", **changes: object) -> object:
    months = {"period_kind": "quarter", "period": period, "starts_on": "2025-07-01", "ends_before": "2025-10-01"}
    return table(value, **{**months, **changes})


TWO = snapshot(indicator(tables=[table(), quarter()]), indicator("D-JEUNES", measure="percentage", targets=[]))  # type: ignore[list-item]


def only(text: str, language: str = "fr") -> Figure:
    (figure,) = [part for part in parts_of(text, TWO, language) if isinstance(part, Figure)]
    return figure


@pytest.mark.parametrize(
    ("token", "french", "english"),
    [
        ("{{SEATS}}", "23", "23"),
        ("{{SEATS|2025-Q3}}", "1\u202f024\u202f517", "1,024,517"),
        ("{{ SEATS | 2025-Q3 | sex=female }}", "13", "13"),
        ("{{SEATS|sex=male}}", "masqué", "masked"),
        ("{{SEATS|target}}", "35", "35"),
        ("{{SEATS|cible}}", "35", "35"),
        ("{{SEATS|sex=female|share}}", "56,5\u202f%", "56.5%"),
        ("{{SEATS|sex=male|part}}", "masqué", "masked"),
        ("{{D-JEUNES}}", "23\u202f%", "23%"),
    ],
)
def test_a_token_prints_the_cell_of_the_edition_as_its_language_writes_it(
    token: str, french: str, english: str
) -> None:
    assert only(token).words == french
    assert only(token, "en").words == english


def test_a_number_leads_to_the_page_of_its_indicator_in_this_very_edition() -> None:
    figure = only("{{SEATS|2025-Q3|sex=female}}")
    assert figure.address == "/programmes/DEMO/indicators/SEATS/?by=quarter&period=2025-Q3&edition=3#cuts"
    assert (figure.code, figure.period, figure.dimension, figure.category) == ("SEATS", "2025-Q3", "sex", "female")
    assert figure.title == "Présences <fictives>, T3 2025, femmes"


def test_the_words_around_a_number_stay_as_they_were_written() -> None:
    assert plain_words("Soit {{SEATS}} places, {accolade} et {{SEATS|target}} visées.", TWO, "fr") == (
        "Soit 23 places, {accolade} et 35 visées."
    )


def test_what_is_provisional_or_estimated_says_so_beside_the_number() -> None:
    given = snapshot(indicator(tables=[table(provisional=True, basis="estimated")]))
    (figure,) = parts_of("{{SEATS}}", given, "fr")
    assert isinstance(figure, Figure)
    assert figure.marks("fr") == ["estimé", "provisoire"]
    (target,) = parts_of("{{SEATS|target}}", given, "fr")
    assert isinstance(target, Figure)
    assert target.marks("fr") == []


@pytest.mark.parametrize(
    ("token", "told"),
    [
        ("{{SEAT}}", "Écrivez plutôt {{SEATS}}."),
        ("{{seats|2025-Q3}}", "Écrivez plutôt {{SEATS|2025-Q3}}."),
        ("{{SEATS|2025-Q4}}", "Écrivez plutôt {{SEATS|2025-Q3}}."),
        ("{{SEATS|T3 2025}}", "Écrivez plutôt {{SEATS|2025-Q3}}."),
        ("{{SEATS|sex=femal}}", "Écrivez plutôt {{SEATS|sex=female}}."),
        ("{{SEATS|region=x}}", "Il l'est par : sex."),
        ("{{SEATS|share}}", "{{SEATS|sex=female|share}}"),
        ("{{D-JEUNES|target}}", "aucune cible"),
        ("{{SEATS|baseline}}", "pas de valeur de référence"),
        ("{{nulle part}}", "aucun indicateur publié"),
        ("{{}}", "aucun indicateur publié"),
        ("{{SEATS", "deux accolades"),
        ("SEATS}}", "deux accolades"),
    ],
)
def test_a_wrong_token_is_told_with_the_nearest_right_spelling(token: str, told: str) -> None:
    (finding,) = read_narrative(token, TWO, "fr").findings
    assert finding.severity is Severity.ERROR
    assert told in finding.text()


def test_a_wrong_token_is_said_where_the_number_would_have_been() -> None:
    assert plain_words("Soit {{SEAT}} places.", TWO, "fr") == "Soit [SEAT\u00a0: chiffre introuvable] places."


def test_a_masked_number_is_a_warning_and_one_typed_by_hand_only_a_note() -> None:
    read = read_narrative("{{SEATS|sex=male}} hommes sur 12 345, en 2025, loi n°52, D_1.2", TWO, "fr")
    assert [(one.severity, one.code) for one in read.findings] == [
        (Severity.WARNING, "token-masked"),
        (Severity.NOTE, "typed-number"),
    ]
    assert read.findings[1].values["number"] == "12 345"


def test_every_offered_token_resolves_to_itself() -> None:
    offered = list(tokens_for(TWO, "fr"))
    assert {figure.token for figure in offered} >= {"{{SEATS}}", "{{SEATS|2025-Q3|sex=female}}", "{{SEATS|target}}"}
    for figure in offered:
        assert only(figure.token) == figure


def test_a_text_without_a_token_and_an_edition_without_a_value_come_to_no_harm() -> None:
    empty = snapshot(indicator(tables=[]))
    assert parts_of("", empty, "fr") == []
    assert parts_of("Rien.", empty, "fr") == ["Rien."]
    (finding,) = read_narrative("{{SEATS}}", empty, "fr").findings
    assert "aucune valeur" in finding.text()


def test_the_statements_of_an_edition_are_read_in_every_text_and_language() -> None:
    said = {
        "result": "R1",
        "year": 2025,
        "status": "achieved",
        "narrative": {"fr": "{{SEATS}}", "en": "{{SEAT}}"},
        "theory_if": {"fr": "{{X}}"},
        "theory_then": {},
        "theory_because": {},
        "still_relevant": None,
        "strategy_changed": None,
        "lessons": [{"fr": "{{Y}}"}],
        "partners": [],
        "remarks": {},
        "document": "",
    }
    found = statement_findings(snapshot(statements=[said]))
    assert [one.where for one in found] == ["R1 2025 narrative en", "R1 2025 theory_if fr", "R1 2025 lessons fr"]


def test_a_text_of_twenty_thousand_letters_full_of_tokens_is_read_at_once() -> None:
    text = "{{SEATS|sex=female}} {{" * 1000
    assert len(read_narrative(text, TWO, "fr").parts) > 1000
