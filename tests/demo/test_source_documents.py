"""The facts of the five documents: complete, verbatim where they quote, and honest about what does not add up.

The checks against the documents themselves need them in `shared/sources` beside the project and are skipped elsewhere.
"""

import re
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest

from toguna.demo.documents import IncompleteSource, load_documents, shape_from, things_in
from toguna.demo.sources.shapes import Objective, ProgrammeFacts, Result, StatedValue
from toguna.rules.definitions import Definition, findings_in

SOURCES = Path(__file__).resolve().parents[2].parent / "shared" / "sources"
READ = load_documents()
PROGRAMMES = {facts.programme.code: facts for facts in READ.programmes}
NUMBERS_IN_WORDS = {
    "en": "two three four five six seven eight nine ten eleven twelve",
    "fr": "deux trois quatre cinq six sept huit neuf dix onze douze vingt trente quarante cent mille",
}
IN_WORDS = {
    "a": 1, "two": 2, "three": 3, "five": 5, "six": 6, "nine": 9,
    "trois": 3, "cinq": 5, "huit": 8, "cinq cent vingt": 520,
}  # fmt: skip

with_the_sources = pytest.mark.skipif(
    not SOURCES.is_dir(), reason="the five documents are not in shared/sources beside the project"
)
each_programme = pytest.mark.parametrize("facts", READ.programmes, ids=list(PROGRAMMES))


def folded(text: str) -> str:
    return " ".join(text.split())


def source_text(document: str) -> str:
    (path,) = SOURCES.glob(f"{document}_*.txt")
    return folded(path.read_text(encoding="utf-8"))


def start_of(text: str, quote: str, occurrence: int) -> int:
    """Where the quote stands, or -1."""
    start = -1
    for _ in range(occurrence):
        start = text.find(folded(quote), start + 1)
        if start < 0:
            break
    return start


def quotes() -> Iterator[tuple[str, str, int]]:
    """Every quote from one of the five documents: document, quote, which occurrence."""
    inside = {document.key for document in READ.documents}
    for thing in (one for group in (READ.programmes, READ.places, READ.not_quantities) for one in things_in(group)):
        document = getattr(thing, "document", "")
        if document in inside:
            for name in ("passage", "judgement_passage"):
                if getattr(thing, name, ""):
                    yield document, getattr(thing, name), getattr(thing, "occurrence", 1)
        for repetition in getattr(thing, "repeated_at", ()):
            yield document, repetition.passage, repetition.occurrence
    for one in READ.documents:
        yield one.key, one.title, 1


def printed_figures(document: str) -> Iterator[tuple[str, int, str]]:
    """Every figure accounted for in a document: the quote it stands in, which occurrence, the figure as printed."""
    for thing in (one for facts in READ.programmes for one in things_in(facts)):
        if getattr(thing, "document", None) != document or not getattr(thing, "printed", ""):
            continue
        yield thing.passage, getattr(thing, "occurrence", 1), thing.printed
        for again in getattr(thing, "repeated_at", ()):
            yield again.passage, again.occurrence, again.printed


def accounted_for(document: str, text: str) -> list[tuple[int, int]]:
    """The stretches of a document that are in a stated value, a date, a budget, or in the list of not-quantities."""
    found = []
    for passage, occurrence, printed in printed_figures(document):
        start = start_of(text, passage, occurrence) + folded(passage).index(printed)
        found.append((start, start + len(printed)))
    for one in (one for one in READ.not_quantities if one.document == document):
        occurrences = range(1, text.count(folded(one.passage)) + 1) if one.everywhere else [one.occurrence]
        for occurrence in occurrences:
            start = start_of(text, one.passage, occurrence) + folded(one.passage).index(one.printed)
            found.append((start, start + len(one.printed)))
    return found


def as_plainly_read(printed: str) -> Decimal | None:
    """What a figure means when it is well formed: digits, thousands in groups of three, a decimal point, or words."""
    if printed.lower() in IN_WORDS:
        return Decimal(IN_WORDS[printed.lower()])
    if re.fullmatch(r"\d+(\.\d+)?|\d{1,3}(,\d{3})+(\.\d+)?", printed):
        return Decimal(printed.replace(",", ""))
    return None


def values_of(facts: ProgrammeFacts) -> dict[str, StatedValue]:
    return {value.id: value for value in facts.stated_values}


def checks_that_fail(facts: ProgrammeFacts) -> set[str]:
    """Sums, percentages and listings that do not come out, worked out again from the values."""
    values = values_of(facts)
    failing = set()
    for partition in facts.partitions:
        whole, parts = values[partition.whole].value, sum(values[part].value for part in partition.parts)
        if (parts != whole) if partition.closed else (parts > whole):
            failing.add(partition.id)
    for share in facts.shares:
        printed = values[share.percent].value
        percent = 100 * values[share.part].value / values[share.whole].value
        if percent.quantize(printed, rounding=ROUND_HALF_UP) != printed:
            failing.add(share.id)
    failing |= {listing.id for listing in facts.listings if len(listing.named) != values[listing.value].value}
    return failing


@with_the_sources
def test_every_passage_is_found_in_its_document() -> None:
    texts = {document.key: source_text(document.key) for document in READ.documents}
    missing = [(document, quote) for document, quote, nth in quotes() if start_of(texts[document], quote, nth) < 0]
    assert missing == []


@with_the_sources
@pytest.mark.parametrize("document", [document.key for document in READ.documents])
def test_every_figure_of_a_document_is_stated_or_said_to_count_nothing(document: str) -> None:
    text = source_text(document)
    language = next(one.language for one in READ.documents if one.key == document)
    words = "|".join(NUMBERS_IN_WORDS[language].split())
    spans = accounted_for(document, text)
    forgotten = [
        text[max(0, figure.start() - 30) : figure.end() + 30]
        for figure in re.finditer(rf"\d[\d.,]*(?<![.,])|\b(?:{words})\b", text, flags=re.IGNORECASE)
        if not any(start <= figure.start() and figure.end() <= end for start, end in spans)
    ]
    assert forgotten == []


@with_the_sources
def test_a_repeated_figure_stands_in_two_different_places() -> None:
    for value in (value for facts in READ.programmes for value in facts.stated_values):
        text = source_text(value.document)
        starts = [start_of(text, value.passage, value.occurrence)]
        starts += [start_of(text, again.passage, again.occurrence) for again in value.repeated_at]
        assert len(set(starts)) == len(starts), value.id


@with_the_sources
def test_a_statement_said_to_be_printed_is_word_for_word_in_a_document() -> None:
    for thing in (one for facts in READ.programmes for one in (*facts.objectives, *facts.results)):
        assert isinstance(thing, Objective | Result)
        texts = [source_text(passage.document) for passage in thing.passages]
        for language in thing.printed_in:
            assert any(folded(thing.statement[language]) in text for text in texts), thing
    for result in (result for facts in READ.programmes for result in facts.results if result.related_to):
        assert result.related_to.text["en"] in source_text(result.related_to.document)


@with_the_sources
def test_narratives_are_in_our_own_words() -> None:
    for facts in READ.programmes:
        for statement in facts.outcome_statements:
            source = re.findall(r"\w+", source_text(statement.document).lower())
            runs = {tuple(source[at : at + 8]) for at in range(len(source))}
            for text in (statement.narrative, *statement.lessons):
                for language in ("fr", "en"):
                    ours = re.findall(r"\w+", text[language].lower())
                    copied = [ours[at : at + 8] for at in range(len(ours) - 7) if tuple(ours[at : at + 8]) in runs]
                    assert copied == [], statement.result


@each_programme
def test_the_sums_that_fail_are_exactly_those_with_a_remark(facts: ProgrammeFacts) -> None:
    remarked = [check for remark in facts.remarks for check in remark.fails]
    assert sorted(remarked) == sorted(checks_that_fail(facts))
    assert all(remark.kind == "contradiction" for remark in facts.remarks if remark.fails)


def test_the_known_failing_sums_of_the_annual_notes_are_found() -> None:
    assert checks_that_fail(PROGRAMMES["UNW-MLI"]) == {
        "d11-women-by-place", "d11-bamako-by-sex", "d31-trained-by-group",
        "d61-directors-women-percent", "d61-directors-men-percent",
    }  # fmt: skip
    assert checks_that_fail(PROGRAMMES["CEP"]) == {"cep-regions-named"}
    assert checks_that_fail(PROGRAMMES["PECIC-II"]) == {"pecic-communes-named"}


@each_programme
def test_a_part_has_the_unit_of_its_whole(facts: ProgrammeFacts) -> None:
    values = values_of(facts)
    for partition in facts.partitions:
        assert {values[part].unit for part in partition.parts} == {values[partition.whole].unit}, partition.id


@each_programme
def test_the_parts_that_name_a_whole_are_one_partition_of_it(facts: ProgrammeFacts) -> None:
    for whole in {value.part_of for value in facts.stated_values if value.part_of}:
        parts = {value.id for value in facts.stated_values if value.part_of == whole}
        closed = values_of(facts)[whole].parts_closed
        assert (parts, closed) in [(set(one.parts), one.closed) for one in facts.partitions if one.whole == whole]


@each_programme
def test_every_definition_can_be_counted(facts: ProgrammeFacts) -> None:
    for indicator in facts.indicators:
        if indicator.definition:
            assert [finding.text() for finding in findings_in(indicator.definition)] == [], indicator.code
            measures = Definition.from_json(indicator.definition).measures
            assert {measure.where.programme for measure in measures} == {facts.programme.code}


@each_programme
def test_a_figure_is_called_malformed_exactly_when_it_cannot_be_read_plainly(facts: ProgrammeFacts) -> None:
    remarked = {value for remark in facts.remarks if remark.kind == "malformed" for value in remark.values}
    for value in facts.stated_values:
        assert value.printed in folded(value.passage), value.id
        assert (as_plainly_read(value.printed) != value.value) == value.malformed, value.id
        assert not value.malformed or value.id in remarked
        for again in value.repeated_at:
            assert (as_plainly_read(again.printed) != value.value) == again.malformed, value.id


@each_programme
def test_a_hedge_is_in_the_words_before_the_figure(facts: ProgrammeFacts) -> None:
    said = {"at_least": "at least", "more_than": "more than", "over": "over"}
    for value in facts.stated_values:
        before = value.passage[: value.passage.index(value.printed)].lower()
        expected = [hedge for hedge, words in said.items() if re.search(rf"\b{words}\b", before)]
        assert expected == ([] if value.hedge == "none" else [value.hedge]), value.id


@each_programme
def test_a_quantity_is_a_whole_number_of_thousandths(facts: ProgrammeFacts) -> None:
    for value in facts.stated_values:
        assert Decimal(value.thousandths) == value.value * 1000, value.id


def test_hectares_keep_their_decimals() -> None:
    assert values_of(PROGRAMMES["UNW-MLI"])["d22-hectares-acquired"].thousandths == 349_822


def test_each_of_the_eight_outcomes_has_one_statement_for_2021() -> None:
    statements = PROGRAMMES["UNW-MLI"].outcome_statements
    assert {one.result.rpartition("MLI_")[2]: one.status for one in statements} == {
        "D_1.2": "not_achieved", "D_2.1": "partly_achieved", "D_1.1": "partly_achieved", "D_2.2": "not_stated",
        "D_3.1": "partly_achieved", "D_4.1": "partly_achieved", "D_4.2": "partly_achieved", "D_6.1": "not_achieved",
    }  # fmt: skip
    assert {one.year for one in statements} == {2021}


def test_the_five_perspectives_are_defined_and_no_figure_is_stated_for_any() -> None:
    facts = PROGRAMMES["UNW-MLI"]
    asked = [one.code for one in facts.indicators if one.result.endswith("D_1.2")]
    assert asked == [f"MLI_D_1.2-P{number}" for number in range(1, 6)]
    assert not {value.indicator for value in facts.stated_values} & set(asked)


def test_the_headline_results_hang_on_indicators_with_unverified_codes() -> None:
    facts = PROGRAMMES["CEP"]
    values = {value.indicator: int(value.value) for value in facts.stated_values if value.document == "000"}
    assert values == {"CEP-ADVOCACY": 486, "CEP-FORUMS": 518, "CEP-WOMEN": 555, "CEP-YOUTH": 482}
    assert not any(indicator.verified for indicator in facts.indicators)


def test_a_place_code_is_a_pair_so_that_bamako_is_not_menaka() -> None:
    bamako = next(place for place in READ.places if place.key == "bamako")
    assert dict(bamako.codes) == {"ocha-pcode": "ML09", "iso-3166-2": "ML-BKO"}


@pytest.mark.parametrize(
    ("table", "what"),
    [
        ({"whole": "a", "parts": ["b"], "by": "sex", "closed": True}, "missing fields \\['id'\\]"),
        ({"id": "x", "whole": "a", "parts": [], "by": "sex", "closed": True, "wohle": "a"}, "unknown fields"),
        ({"id": "x", "whole": "a", "parts": [], "by": "colour", "closed": True}, "colour"),
    ],
)
def test_a_slip_in_a_file_is_named(table: dict[str, object], what: str) -> None:
    partition = type(PROGRAMMES["UNW-MLI"].partitions[0])
    with pytest.raises(IncompleteSource, match=what):
        shape_from(partition, table, "partition[1]")
