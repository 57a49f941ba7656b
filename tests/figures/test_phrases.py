"""Where a claim stands and what it counts."""

import time

from toguna.figures.phrases import Context, Place
from toguna.figures.reading import read


def places(text: str) -> dict[str, Place]:
    return {place.claim.raw: place for place in Context(read(text)).places}


def test_the_noun_comes_first_in_french_and_last_in_english() -> None:
    assert places("On compte 882 ménages déplacés à Gao.")["882"].kind == "households"
    assert places("We counted 882 refugee households in Gao.")["882"].kind == "households"
    assert places("We counted 882 refugees in 41 camps.")["882"].kind == "persons"


def test_a_noun_behind_a_verb_or_a_preposition_is_not_what_is_counted() -> None:
    found = places("The North region accounts for 87 of the 142 cases; 55 were reported in the Central region.")
    assert found["55"].kind == ""
    assert found["87"].kind != "places"


def test_a_letter_glued_to_a_number_names_the_sex_and_so_does_one_in_front() -> None:
    glued = places("Awareness reached 1,679 people (697M, 982F).")
    assert (glued["697"].sex, glued["982"].sex) == ("male", "female")
    in_front = places("Réfugiés de 5 à 11 ans : F 9 481 M 9 554 total 19 035.")
    assert (in_front["9 481"].sex, in_front["9 554"].sex) == ("female", "male")


def test_groups_have_no_sex_though_women_make_them() -> None:
    assert places("Les 45 groupements de femmes ont reçu 12 000 kits.")["45"].sex is None


def test_a_bracket_hangs_on_the_figure_before_it_and_its_name_stands_in_front() -> None:
    found = places("Au BEF, 6 419 candidats : les filles (3 485) dépassent les garçons (2 849).")
    assert (found["3 485"].sex, found["2 849"].sex) == ("female", "male")
    assert found["3 485"].depth == 1
    assert found["3 485"].hangs_on == found["6 419"].index


def test_a_figure_repeated_in_brackets_counts_what_follows_them() -> None:
    found = places("Ils sont deux cent un (201), dont quarante-huit (48) malvoyants.")
    assert found["48"].noun == "malvoyant"
    assert found["48"].depth == 0
    assert found["48"].twin == found["quarante-huit"].index


def test_an_abbreviation_ends_no_sentence_and_a_blank_line_ends_a_paragraph() -> None:
    found = places("Le projet de Mme. Diarra a formé 120 femmes. On compte 80 hommes.\n\nAilleurs, 46 enfants.")
    assert found["120"].sentence == 0
    assert found["80"].sentence == 1
    assert (found["80"].paragraph, found["46"].paragraph) == (0, 1)


def test_the_surroundings_of_many_claims_are_read_in_little_time() -> None:
    text = "Gao compte 12 345 personnes (6 172 hommes et 6 173 femmes) dans 14 communes. " * 1_500
    reading = read(text)
    started = time.process_time()
    assert len(Context(reading).places) == 6_000
    assert time.process_time() - started < 3


def test_brackets_within_brackets_without_end_are_followed_to_a_depth() -> None:
    assert max(place.depth for place in Context(read("(12 " * 2_000)).places) <= 12
