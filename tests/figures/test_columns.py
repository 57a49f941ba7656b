"""Tables told in sentences: rows of figures whose columns are summed, though nobody drew them."""

from tests.figures.told import sums_told


def test_the_injured_are_added_up_as_the_killed_are() -> None:
    text = (
        "761 people were killed and another 1,771 wounded. The number of civilians killed was 685, including 131 "
        "officers, and the number injured was 1,610. A further 76 soldiers were killed and 161 were injured."
    )
    assert ((1771,), (1610, 161)) in sums_told(text)


def test_each_row_comes_to_its_last_column_where_the_heading_calls_it_total() -> None:
    text = "Effectif (1 à 4 ans, 5 à 14 ans, 15 à 18 ans, TOTAL) : Féminin 11 69 39 109 ; Masculin 4 10 20 34."
    assert set(sums_told(text)) == {((109,), (69, 39, 11)), ((34,), (20, 10, 4))}


def test_a_recapitulation_is_compared_with_its_rows_column_by_column() -> None:
    text = (
        "Série A : sur 32 inscrits, 30 présents et 11 admis. Série B : 1517 inscrits, 1414 présents, 160 admis. Série "
        "C : sur 1593 inscrits, 1510 présents et 176 admis. Récapitulatif : 3152 inscrits, 2954 présents et 357 admis."
    )
    assert set(sums_told(text)) == {
        ((3152,), (1593, 1517, 32)),
        ((2954,), (1510, 1414, 30)),
        ((357,), (176, 160, 11)),
    }


def test_people_by_place_and_sex_are_summed_by_column_though_nobody_wrote_it() -> None:
    text = (
        "1 149 personnes (322 hommes et 827 femmes) de Bamako (749 dont 211 hommes et 578 femmes), de Ségou (80 hommes "
        "et 120 femmes) et de Mopti (31 hommes et 169 femmes) ont été informées."
    )
    found = sums_told(text)
    assert set(found) == {
        ((1149,), (827, 322)),
        ((1149,), (749, 169, 120, 80, 31)),
        ((749,), (578, 211)),
        ((322,), (211, 80, 31)),
        ((827,), (578, 169, 120)),
    }
    assert found[((827,), (578, 169, 120))].latent
    assert not found[((1149,), (827, 322))].latent


def test_the_columns_of_rows_told_in_sentences_are_summed() -> None:
    text = (
        "On comptabilise 3145 malades et 614 décès. Mali : 860 cas dont 452 décès. Burkina : 796 cas, 51 décédés. "
        "Niger : 54 décès pour 904 cas. Tchad : 503 cas, 53 décès. Mauritanie : 62 cas et 4 décès."
    )
    assert set(sums_told(text)) == {((3145,), (904, 860, 796, 503, 62)), ((614,), (452, 54, 53, 51, 4))}


def test_a_table_ends_with_its_total_and_the_whole_of_its_shares() -> None:
    found = sums_told("Genre Nombre % : Hommes 19 37% Femmes 21 40% Garçons 5 10% Filles 7 13% Total 52 100%.")
    assert set(found) == {((52,), (21, 19, 7, 5))}


def test_of_several_figures_of_one_value_the_nearest_is_the_whole() -> None:
    text = "52 incidents en août. Hommes 19, femmes 21, enfants 12, total 52. Il y en avait 52 en mai."
    assert len(sums_told(text)) == 1
