"""Lists that do not come to their whole, and are still read as its parts."""

import pytest

from tests.figures.told import Sides, sums_told

FALL_SHORT = {
    "brackets and a last one without": (
        "Par ailleurs 127 noyés ailleurs : les barrages (21 décès), les lacs (34), les mares (47) et 29 décès en mer.",
        ((127,), (47, 34, 29, 21)),
    ),
    "the last group of a list that came out before it": (
        "205 vols dont 99 filles de moins de 18 ans, 106 femmes de plus de 18 ans et 1 garçon ; en tout 204 filles.",
        ((205,), (106, 99, 1)),
    ),
    "round people who came from places in brackets": (
        "Environ 60 000 réfugiés sont rentrés. Ils viennent de Kor (20 837), de Bela (16 701), de Dun (14 855) et 7428 "
        "d'ailleurs.",
        ((60000,), (20837, 16701, 14855, 7428)),
    ),
    "two that it is a matter of, one with a digit too many": (
        "498 nouveaux cas ont été décelés. Il s'agit de 71 contacts et 9427 cas communautaires.",
        ((498,), (9427, 71)),
    ),
    "the girls and the women of all females": (
        "1,830 girls came on foot. 5,828 women and some men followed. A total of 7,659 females were seen.",
        ((7659,), (5828, 1830)),
    ),
    "the figure that the words spread": (
        "On a compté 137 nouveaux cas, qui se répartissent ainsi : Kor 41, Bela 38, Dun 33, Sama 16, Nara 8.",
        ((137,), (41, 38, 33, 16, 8)),
    ),
    "groups that leave each other out": (
        "The camp hosts 9,870 people: 2,310 men, 2,790 women, 2,405 boys and 2,356 girls, in 1,980 households.",
        ((9870,), (2790, 2405, 2356, 2310)),
    ),
    "a list announced as complete": (
        "Le HCR a enregistré 7 035 nouveaux arrivants : 1 234 en mars, 2 345 en avril et 3 546 en mai.",
        ((7035,), (3546, 2345, 1234)),
    ),
    "more parts than the whole, after dont": (
        "Ils sont 201 dont 39 non-voyants, 48 malvoyants, 122 malentendants et 2 handicapés moteurs.",
        ((201,), (122, 48, 39, 2)),
    ),
    "a total row": (
        "Kayes : 120 ménages ; Koulikoro : 85 ménages ; Sikasso : 231 ménages ; total : 446 ménages.",
        ((446,), (231, 120, 85)),
    ),
    "figures in brackets one by one": (
        "The budget of €4,350,000 covers salaries (€1,900,000), equipment (€1,250,000), training (€800,000) and other "
        "costs (€420,000).",
        ((4350000,), (1900000, 1250000, 800000, 420000)),
    ),
    "a total in the next sentence": (
        "Au Mali, 3 120 cas ; au Niger, 2 045 ; au Burkina Faso, 1 870. Au total, 7 045 cas ont été notifiés.",
        ((7045,), (3120, 2045, 1870)),
    ),
    "rates of girls and of boys, which are no shares": (
        "1 956 candidats sont admis d'office : 1 148 filles, soit 47,83 %, et 848 garçons, soit 47,98 %.",
        ((1956,), (1148, 848)),
    ),
    "names that have colons of their own": (
        "On compte 503 interventions. Elles se répartissent comme suit : incendies : 24 interventions ; routes : 117 "
        "interventions ; eaux : 354 interventions ; autres : 7 interventions.",
        ((503,), (354, 117, 24, 7)),
    ),
    "the figure that the parts come nearest to": (
        "A total of 289,110 candidates entered, more than the 2016 candidature of 274,262. The entry was made up of "
        "147,591 males and 141,619 females.",
        ((289110,), (147591, 141619)),
    ),
    "the dead of the sentence before": (
        "Balo had 240 deaths. The floods there have killed 116 men, 55 women and 73 children.",
        ((240,), (116, 73, 55)),
    ),
    "regions that follow each other by name": (
        "Ils sont 123 801 candidats. Le nord vient en tête avec 32 745 candidats, suivi de Maradi 42 531, "
        "Zinder 27 168, Dosso 18 163 et Diffa, qui ferme la marche avec 3 168 candidats.",
        ((123801,), (42531, 32745, 27168, 18163, 3168)),
    ),
    "households beside people": (
        "3 314 résidents fuient. Le rapport décrit les déplacements ainsi : Pernier, 373 ménages, 1 398 personnes ; "
        "Drouillard, 161 ménages, 677 personnes ; Wharf, 276 ménages, 1 139 personnes.",
        ((3314,), (1398, 1139, 677)),
    ),
    "a sentence that sums up": (
        "Le Burkina compte 180 cas, dont 9 morts et 12 guéris ; le Ghana 136, dont 3 morts ; le Mali 119, dont 11 "
        "guéris. Le bilan est de 436 cas confirmés.",
        ((436,), (180, 136, 119)),
    ),
    "all the others": (
        "805 cas ont été enregistrés. 194 cas soit 24% sont des violences. Les 621 cas soit 77% sont des autres types.",
        ((805,), (621, 194)),
    ),
    "respectively": (
        "139 incidents ont été documentés, respectivement 81 dans la Ouaka et 68 dans la Haute-Kotto.",
        ((139,), (81, 68)),
    ),
    "of whom, twice": (
        "The group consists of 119 members, 106 of whom are female and 23 of whom are male.",
        ((119,), (106, 23)),
    ),
    "a list that could be open but misses by one": (
        "Ces chiffres résultent de 2670 tests dont 2528 tests rapides et 141 tests lents.",
        ((2670,), (2528, 141)),
    ),
    "the total of the sentence before": (
        "The office recorded 6,915 cases. Out of the total, 5,042 victims were females while 1,573 were males.",
        ((6915,), (5042, 1573)),
    ),
    "deaths and injuries": (
        "A total of 2,957 casualties were recorded, including 1,613 deaths and 1,744 injuries.",
        ((2957,), (1744, 1613)),
    ),
    "amounts in brackets after a sentence of their own": (
        "The costs are estimated at USD 25.54 million. It is financed by the fund (USD 16.30 million), the bank "
        "(USD 5.66 million), the state (USD 1.88 million) and others (USD 1.68 million).",
        ((25540000,), (16300000, 5660000, 1880000, 1680000)),
    ),
    "a hedged whole": (
        "Around 189 stranded migrants returned home: 112 men, 41 women, 21 children and 9 infants.",
        ((189,), (112, 41, 21, 9)),
    ),
}


@pytest.mark.parametrize(("text", "expected"), FALL_SHORT.values(), ids=FALL_SHORT.keys())
def test_parts_that_do_not_add_up_are_still_the_parts(text: str, expected: Sides) -> None:
    found = sums_told(text)
    assert set(found) == {expected}
    assert found[expected].confidence >= 0.7
