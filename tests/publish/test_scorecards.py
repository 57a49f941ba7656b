"""The account of a round and its poster: never a word of a small group, the same bytes, one page whatever is in it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.measure.scored import raws, rounds
from tests.publish.pdf_words import words_of
from toguna.publish.pictures import Range, score_ranges
from toguna.publish.scorecards.account import Occasion, Since, account_of, languages_of
from toguna.publish.scorecards.poster import Promised, Reply, poster_pdf, poster_picture
from toguna.publish.scorecards.reading import reading_of
from toguna.rules.comparisons import RoundAnswers, change_between
from toguna.rules.instruments import Engine, Group, Indicator, Joining, Model, Node, Side
from toguna.rules.scoring import GroupScore, round_result, scoring_side
from toguna.rules.small_groups import PublishedRound, merged_small_groups

OCCASION = Occasion(
    "CYC-1",
    2,
    "Sanankoro-Ba (fictive)",
    {"fr": "Baromètre fictif", "en": "Fictional barometer"},
    "",
    date(2025, 4, 1),
    date(2025, 4, 20),
    {"fr": "Organisation fictive"},
    True,
    women=40,
    men=30,
    present=120,
)
MODEL = Model(
    "essai",
    Engine.GROUP_SCORES,
    {"fr": "Baromètre fictif"},
    nodes=(
        Node("1", {"fr": "Efficacité", "en": "Effectiveness", "bm": "Baara"}),
        Node("2", {"fr": "Équité", "en": "Equity", "bm": "Kelenya"}),
    ),
    indicators=(
        Indicator("1.1", {"fr": "Le plan", "en": "The plan", "bm": "Labɛn"}, "1"),
        Indicator("2.1", {"fr": "L'eau", "en": "Water", "bm": "Ji"}, "2"),
    ),
    groups=(
        Group("women", {"fr": "Femmes", "en": "Women", "bm": "Musow"}),
        Group("men", {"fr": "Hommes", "en": "Men", "bm": "Cɛw"}),
        Group("few", {"fr": "Les trois", "en": "The three", "bm": "Saba"}),
        Group("clinic", {"fr": "Le centre de santé", "en": "The clinic", "bm": "Dɔgɔtɔrɔso"}, Side.PROVIDERS),
    ),
    joining=Joining.CONSENSUS,
)


def scored(first: int = 40, few: int = 10) -> PublishedRound:
    """Two large groups, one of three people, and a service of two."""
    given_ = {"women": (20, first, 20), "men": (15, 60, 80), "few": (3, few, few), "clinic": (2, 90, 95)}
    scores = [
        GroupScore(group, code, 1_000 * raw, people)
        for group, (people, *values) in given_.items()
        for code, raw in zip(("1.1", "2.1"), values, strict=True)
    ]
    return merged_small_groups(round_result(MODEL, scores, {"1.1": 1_000 * first, "2.1": 50_000}))


def account(**changes: Any) -> dict[str, Any]:
    """The account of the second round, compared with the first."""
    before, after = scored(30), scored(40)
    change = change_between(RoundAnswers(MODEL, before.scores), RoundAnswers(MODEL, after.scores))
    since = Since(1, date(2024, 4, 1), MODEL, change)
    return account_of(after, replace(OCCASION, **changes), since)


@settings(deadline=None)
@given(rounds(), st.data())
def test_no_account_changes_with_what_too_few_people_said(made: tuple, data: st.DataObject) -> None:
    model, scores, agreed = made
    makers = {one.code for one in model.groups if one.side is scoring_side(model)}
    before = account_of(merged_small_groups(round_result(*made)), OCCASION)
    for indicator in model.indicators:
        of_it = [one for one in scores if one.indicator == indicator.code and one.group in makers]
        if not of_it or sum(one.people or 0 for one in of_it) >= model.smallest_group:
            continue
        changed = [replace(one, raw=data.draw(raws(indicator.scale))) if one in of_it else one for one in scores]
        assert account_of(merged_small_groups(round_result(model, changed, agreed)), OCCASION) == before


@settings(deadline=None)
@given(rounds())
def test_every_group_of_an_account_has_enough_people_or_is_an_office(made: tuple) -> None:
    shown = account_of(merged_small_groups(round_result(*made)), OCCASION)
    assert all(one["is_provider"] or one["people"] >= made[0].smallest_group for one in shown["groups"])
    for line in (shown["index"], *shown["criteria"], *shown["indicators"]):
        assert len(line["by_group"]) == len(shown["groups"])


def test_an_account_says_the_same_whatever_three_people_gave_beside_an_agreed_score() -> None:
    assert account_of(scored(few=0), OCCASION) == account_of(scored(few=100), OCCASION)


def test_the_service_is_one_voice_without_a_number() -> None:
    groups = account()["groups"]
    assert [one["label"]["fr"] for one in groups] == ["Femmes", "Hommes", "Le centre de santé"]
    assert (groups[-1]["is_provider"], groups[-1]["people"]) == (True, None)
    assert reading_of(account(), "fr").criteria[0].is_provider_apart


@pytest.mark.parametrize(("women", "men", "told"), [(40, 30, 40), (40, 3, None), (40, 0, 40)])
def test_a_few_men_among_many_women_are_only_in_the_total(women: int, men: int, told: int | None) -> None:
    people = account(women=women, men=men)["people"]
    assert (people["total"], people["women"]) == (women + men, told)


def test_a_change_is_in_points_with_how_many_were_compared() -> None:
    reading = reading_of(account(), "fr")
    assert reading.index.moved is not None
    assert (reading.index.moved.written, reading.index.moved.compared, reading.index.moved.asked) == ("+5,0", 2, 2)
    assert reading.criteria[1].moved is not None
    assert reading.criteria[1].moved.written == "0,0"


def test_a_language_is_offered_where_every_label_is_given_in_it() -> None:
    whole = account()
    assert languages_of(whole) == ["fr", "bm", "en"]
    whole["criteria"][0]["label"].pop("bm")
    assert languages_of(whole) == ["fr", "en"]


PROMISES = [
    Promised("Réparer le forage du marché", "La maire", date(2025, 6, 30), "kept", False),
    Promised("Afficher le budget", "Le secrétariat général", None, "pledged", False),
    Promised("Ouvrir le samedi", "Le centre de santé", date(2025, 7, 1), "in_progress", True),
]
REPLY = Reply("La commune prend acte.", "La maire", date(2025, 4, 28))


def poster(**changes: Any) -> bytes:
    told: dict[str, Any] = {
        "promises": PROMISES,
        "kept": (1, 2),
        "reply": REPLY,
        "address": "https://toguna.example/places/x/scores/CYC-1/2/",
    }
    return poster_pdf(account(), "fr", **(told | changes))


def test_a_poster_is_the_same_bytes_and_says_all_that_the_wall_needs() -> None:
    pdf = poster()
    assert pdf == poster()
    words = " ".join(words_of(pdf).split())
    for word in (
        "Sanankoro-Ba (fictive)",
        "DONNÉE FICTIVE",
        "45,0",
        "+5,0 points",
        "Efficacité",
        "Le centre de santé 90,0",
        "Réparer le forage du marché",
        "en retard",
        "La commune prend acte.",
        "toguna.example/places/x/scores/CYC-1/2/",
    ):
        assert word in words, word
    assert "Les trois" not in words


def test_a_poster_speaks_the_language_of_its_labels_and_falls_back_to_french() -> None:
    words = words_of(poster_pdf(account(), "bm", promises=PROMISES))
    assert "Kelenya" in words
    assert "Ce qui est promis" in words
    assert "L'autorité n'a pas encore répondu." in words


def test_a_name_out_of_public_view_is_on_no_poster() -> None:
    hidden = poster(conceal=lambda text: text.replace("Organisation fictive", "[…]"))
    assert "Organisation fictive" in words_of(poster())
    assert "Organisation fictive" not in words_of(hidden)


def long_ones() -> Iterator[tuple[str, dict[str, Any]]]:
    lines = [
        one | {"code": f"{copy}", "label": {"fr": "Un critère au nom vraiment très long pour une affiche de mairie"}}
        for copy, one in enumerate(account()["criteria"] * 8)
    ]
    yield "criteria", {"criteria": lines}
    yield "place", {"place": "La commune rurale de Sanankoro-Ba et des villages du fleuve et de la plaine"}
    yield "nothing", {"change": None, "lowest": [], "index": account()["index"] | {"score": None, "band": ""}}


@pytest.mark.parametrize(("what", "changes"), list(long_ones()), ids=lambda one: one if isinstance(one, str) else "")
def test_a_poster_is_one_page_whatever_is_in_it(what: str, changes: dict[str, Any]) -> None:
    promises = [replace(PROMISES[0], what="Une très longue promesse " * 12, office="Un office au nom long " * 4)] * 30
    reply = replace(REPLY, words="Une longue réponse de la commune. " * 60)
    pages = poster_picture(
        account() | changes, "fr", promises=promises, reply=reply, address="https://x", dots_per_inch=20
    )
    assert len(pages) == 1, what


def test_ranges_name_who_stands_at_each_end_and_say_it_without_colour() -> None:
    rows = [
        Range("Efficacité", 40.0, [("Femmes", 20.0), ("Hommes", 60.0)], is_disputed=True),
        Range("Équité", None, [("Femmes", 20.0)]),
    ]
    drawn = score_ranges(rows, title="Où les groupes diffèrent", language="fr")
    assert "le plus bas : Femmes 20, le plus haut : Hommes 60" in drawn
    assert "Femmes 20 – Hommes 60" in drawn
    assert 'stroke-width="3"' in drawn
    assert "non précisé" in drawn
    assert "Rien à montrer" in score_ranges([], title="x", language="fr")
