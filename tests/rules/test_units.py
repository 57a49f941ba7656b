"""Every unit that a form of the library can count has its words, and those of people are known as such."""

from tests.samples.library import GOOD, submission
from toguna.collect.answers_xml import read_answers
from toguna.collect.forms import library_tables, library_xform
from toguna.collect.library import LIBRARY
from toguna.collect.questions import questions_of
from toguna.rules.counts import Count
from toguna.rules.people_units import HEADS, ONE_PERSON_EACH, YES_OR_NO, is_about_people, persons_shown
from toguna.rules.perspectives import QUESTIONS
from toguna.rules.rounds import DISPUTED, ROUND, SCORER
from toguna.rules.units import UNITS


def codes_of(form_id: str, name: str) -> set[str]:
    return {row[1] for row in library_tables(form_id)["choices"] if row[0] == name}


def units() -> set[str]:
    found = codes_of("evenement_public", "event_kind")
    found |= codes_of("distribution", "taker") - {"person", "other"}
    for material in codes_of("distribution", "material"):
        found |= {material, f"{material}_kg", f"{material}_litre", f"{material}_stock"}
    found |= {f"consensus_{code}" for code in codes_of("forum_dialogue", "consensus")}
    for currency in codes_of("suivi_groupe", "currency"):
        found |= {f"{what}_{currency.lower()}" for what in ("income", "savings", "loans", "finance")}
    found |= {f"{question}_{what}" for question in QUESTIONS for what in ("answered", "yes")}
    for form_id, answers in GOOD.items():
        body = submission(form_id, answers, instance_id="uuid:essai")
        read = LIBRARY[form_id].read(read_answers(body, questions_of(library_xform(form_id))))
        found |= {fact.unit for fact in read.facts}
    return found | {ROUND, SCORER, DISPUTED}


def test_every_unit_of_the_library_has_its_words_in_both_languages() -> None:
    assert len(units()) > 80
    assert units() - set(UNITS) == set()
    assert all(len(words) == 4 and all(words) for words in UNITS.values())


def test_a_unit_fits_where_facts_keep_it() -> None:
    assert {unit for unit in units() if len(unit) > 20} == set()


def test_units_of_people_are_units_that_exist() -> None:
    assert (HEADS | ONE_PERSON_EACH | YES_OR_NO) - units() == set()


def test_a_sum_of_things_shows_nobody_and_a_sum_of_people_shows_them() -> None:
    assert persons_shown(Count.SUM, "hectare_acquired", facts=2, quantity=5_000) == 0
    assert persons_shown(Count.SUM, "side_seat", facts=2, quantity=5_000) == 5
    assert persons_shown(Count.LATEST, "member", facts=1, quantity=88_000) == 88
    assert not is_about_people(Count.SUM, "score_gain"), "a sum of points is no number of people"
    assert is_about_people(Count.MEAN, "score_gain")
