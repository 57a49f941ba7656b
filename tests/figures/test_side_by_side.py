"""Figures side by side that are not yet a sum: overlaps, comparisons, lists left open."""

import pytest

from tests.figures.told import sums_told

NO_SUM = {
    "some of them": "5391 displaced people, including 5162 women, benefit from assistance in 3 camps.",
    "groups that overlap": "150 participants dont 80 femmes et 60 jeunes ont pris part à l'atelier.",
    "women and children alone": "5 000 personnes déplacées dont 3 000 enfants et 1 800 femmes vivent dans 4 écoles.",
    "services that overlap": "1 200 personnes aidées : 800 ont reçu des vivres, 650 ont reçu des kits et 300 un abri.",
    "shares that make no hundred": "Of 500 households, 320 (64%) had access to water and 210 (42%) owned livestock.",
    "another kind of thing": "Le projet a appuyé 2 400 femmes de 25 coopératives et 41 entreprises.",
    "a comparison": "La production a atteint 2 345 tonnes, contre 1 980 en 2020. Il a plu 31 jours.",
    "outcomes that are still open": "Mali : 860 cas dont 494 guérisons et 51 décès.",
    "labels with their own colons": "Kayes : 300 ménages ; Gao : 200 ménages ; Mopti : 90 ménages.",
    "a row of an earlier list": (
        "Uganda 748,603, Sudan 313,110, Kenya 92,540. New in 2016: Uganda 489,234, Sudan 200,370, Kenya 61,501."
    ),
    "what stands behind a semicolon": "It fell from the last quarter's 3,407; 1,487 males and 1,834 females died.",
    "one that is named without a figure": "Les 28 listes : 19 listes de partis, une liste libre, 8 listes mixtes.",
    "figures set against each other": "Sur 97 967 candidats, 52 216 admis, contre 31 617 en 2011 et 20 599 en 2010.",
    "women and men of a longer list": "105 migrants sont rentrés. Le groupe compte 77 hommes, 36 femmes et 31 enfants.",
    "groups whose shares make no hundred": "Of 92,614 deaths, of which war caused 74% (n = 68,396), "
    "fire 12% (n = 11,516), and floods 11% (n = 9,954), nothing else is known.",
    "an open list": "In June, 45 incidents were recorded, including 12 attacks on schools, 8 abductions and 3 rapes.",
}


@pytest.mark.parametrize("text", NO_SUM.values(), ids=NO_SUM.keys())
def test_figures_side_by_side_are_not_yet_a_sum(text: str) -> None:
    assert sums_told(text) == {}
