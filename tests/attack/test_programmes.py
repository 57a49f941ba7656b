"""Randomly made programmes, all their editions laid side by side by an attacker who shares no code with the masking."""

import logging
import os
from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.attack.invention import invented, levelled, narrowed
from tests.attack.judging import Trial, tried
from tests.attack.mutants import MUTANTS, MUTANTS_OF_LEVELS, install
from tests.attack.released import release_invention

LOG = logging.getLogger(__name__)
# How many programmes; `TOGUNA_ATTACKS=400 pytest --log-cli-level=INFO tests/attack` tries as many and says how much.
PROGRAMMES = int(os.environ.get("TOGUNA_ATTACKS", "20"))
BATCH = 10
CUMULATIVE = "what grows from quarter to quarter in one indicator bounds the quarters of another"
SHOWN_LATER = "the same sheets are masked in one edition and shown in a later one, which opens the earlier one"
DAYS = "indicators that tell of unlike days were cut to the days of the shortest, and what they share was forgotten"
NOBODY_CAME = "a quarter without facts is nobody"
DIFFERENCE = "of all who came to a place and the women among them, both shown, the few men are the difference"
OPENED = "a number that hid a difference was shown in a later edition, which opens the difference in the earlier one"
# What the attacker found once, and by which way.
FOUND_ONCE = (
    dict.fromkeys((12, 18, 44, 140), CUMULATIVE)
    | dict.fromkeys((289, 464, 471), SHOWN_LATER)
    | dict.fromkeys((227, 281, 487), DAYS)
    | {491: NOBODY_CAME}
    | dict.fromkeys((30, 32, 66), DIFFERENCE)
    | {6: OPENED}
)

# Programmes of which a region, shown beside communes, gave few persons away.
GIVEN_AWAY_BY_A_REGION = (26, 33, 37, 38, 42, 54)


def attack(seed: int) -> Trial:
    return tried(release_invention(invented(seed)))


def attack_levels(seed: int) -> Trial:
    return tried(release_invention(levelled(invented(seed))))


@pytest.mark.parametrize("first", range(0, PROGRAMMES, BATCH))
def test_no_small_group_of_persons_is_shown_or_can_be_reckoned(first: int) -> None:
    seeds = [seed for seed in range(first, min(first + BATCH, PROGRAMMES)) if seed not in FOUND_ONCE]
    trials = {seed: attack(seed) for seed in seeds}
    counts = ("editions", "cells", "masked", "sums", "settled", "undecided")
    LOG.info("%s", {what: sum(getattr(trial, what) for trial in trials.values()) for what in counts})
    assert {seed: trial.breaches for seed, trial in trials.items() if trial.breaches} == {}
    # There was something to find, and no search was given up.
    assert sum(trial.masked for trial in trials.values()) > 100
    assert sum(trial.undecided for trial in trials.values()) == 0


@pytest.mark.parametrize("seed", FOUND_ONCE)
def test_what_the_attacker_once_found_is_found_no_more(seed: int) -> None:
    assert attack(seed).breaches == [], FOUND_ONCE[seed]


@pytest.mark.parametrize("first", range(0, PROGRAMMES, BATCH))
def test_who_came_and_is_not_in_a_narrower_count_cannot_be_reckoned(first: int) -> None:
    trials = {
        seed: tried(release_invention(narrowed(invented(seed))))
        for seed in range(first, min(first + BATCH, PROGRAMMES))
    }
    assert {seed: trial.breaches for seed, trial in trials.items() if trial.breaches} == {}
    assert sum(trial.cells - trial.masked for trial in trials.values()) > 200, "what is not shown tells nothing"
    assert sum(trial.undecided for trial in trials.values()) == 0


@pytest.mark.parametrize("first", range(0, PROGRAMMES, BATCH))
def test_communes_beside_the_region_they_lie_in_give_nobody_away(first: int) -> None:
    seeds = {*range(first, min(first + BATCH, PROGRAMMES)), *(GIVEN_AWAY_BY_A_REGION if not first else ())}
    trials = {seed: attack_levels(seed) for seed in sorted(seeds)}
    assert {seed: trial.breaches for seed, trial in trials.items() if trial.breaches} == {}
    assert sum(trial.cells - trial.masked for trial in trials.values()) > 200, "what is not shown tells nothing"
    assert sum(trial.undecided for trial in trials.values()) == 0


@pytest.mark.parametrize("mutant", MUTANTS_OF_LEVELS, ids=lambda mutant: mutant.__name__)
def test_a_masking_made_worse_is_caught_by_places_of_unlike_levels(
    mutant: Callable[..., object], monkeypatch: pytest.MonkeyPatch
) -> None:
    install(monkeypatch, mutant)
    assert any(attack_levels(seed).breaches for seed in GIVEN_AWAY_BY_A_REGION), "nobody noticed"


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.__name__)
def test_a_masking_made_worse_is_caught(mutant: Callable[..., object], monkeypatch: pytest.MonkeyPatch) -> None:
    install(monkeypatch, mutant)
    assert any(attack(seed).breaches for seed in range(12)), "nobody noticed that the masking was made worse"


def test_the_same_seed_makes_the_same_programme_and_another_seed_another() -> None:
    assert invented(3) == invented(3)
    assert invented(3) != replace(invented(4), seed=3)


def test_programmes_of_many_kinds_are_made() -> None:
    made = [invented(seed) for seed in range(60)]
    counted = {code for one in made for code in one.definitions}
    assert counted == {"PEOPLE", "SEATS", "WOMEN", "SHARE", "GROWING", "SEATED"}
    assert {len(one.editions) for one in made} == {2, 3}
    assert any(sheet.version > 1 for one in made for sheet in one.editions[-1]), "no sheet was corrected"
    assert any(person.sex is None for one in made for sheet in one.editions[0] for person in sheet.persons)
    assert any("age_band" in one.definitions["PEOPLE"]["dimensions"] for one in made)
