"""Which figures are read as a whole and its parts; whether they add up is said beside each text."""

import time
from decimal import Decimal

import pytest

from tests.figures.told import Sides, sums_told
from toguna.figures.reading import read
from toguna.figures.relating import relate
from toguna.figures.relations import RelationType

ADD_UP = {
    "dont, with all of them": (
        "Au total, 12 450 personnes ont été touchées, dont 6 812 femmes et 5 638 hommes, dans 14 communes.",
        [((12450,), (6812, 5638))],
    ),
    "brackets, and a letter for each sex": (
        "Nous avons touché 2 340 personnes (1 200 F, 1 140 H) et formé 40 élus (31 hommes, 9 femmes).",
        [((2340,), (1200, 1140)), ((40,), (31, 9))],
    ),
    "soit, with another kind of thing between": (
        "Une aide a été apportée à 4 512 déplacés dans 3 cercles : Bandiagara 2 101, Bankass 1 320 et Koro 1 091.",
        [((4512,), (2101, 1320, 1091))],
    ),
    "dashes": (
        "Composed of 24 members — 14 women and 10 men — the committee met 6 times.",
        [((24,), (14, 10))],
    ),
    "the whole after its parts": (
        "UNICEF reached 5,230 girls and 4,770 boys, a total of 10,000 children, with 12 mobile teams.",
        [((10000,), (5230, 4770))],
    ),
    "a list that begins after a subset": (
        "The flight carried 116 people including 41 children; 59 came from Eritrea, 37 from Somalia and 20 from Sudan.",
        [((116,), (59, 37, 20))],
    ),
    "the list and then its own lists": (
        "52 journalistes (30 hommes et 22 femmes), 40 élus (31 hommes, 9 femmes) et 25 leaders ont été formés, "
        "soit 117 personnes.",
        [((52,), (30, 22)), ((40,), (31, 9)), ((117,), (52, 40, 25))],
    ),
    "the others": (
        "Parmi les 560 enseignants recrutés figurent 312 femmes. Les 248 autres sont des hommes.",
        [((560,), (312, 248))],
    ),
    "of these": (
        "UNHCR registered 3,450 new arrivals in May: 1,210 families. Of these, 1,812 were female and 1,638 male.",
        [((3450,), (1812, 1638))],
    ),
    "brackets one by one": (
        "Les réfugiés sont 58 321, répartis entre Mopti (21 450), Gao (18 233), Tombouctou (11 402) et Ménaka (7 236).",
        [((58321,), (21450, 18233, 11402, 7236))],
    ),
    "the noun behind a share": (
        "The training was attended by 32 individuals. There were 27 (84%) female participants and 5 (16%) male ones.",
        [((32,), (27, 5))],
    ),
    "a noun left out": (
        "Le comité compte 15 membres : 5 de la mairie, 5 de la société civile, 3 femmes leaders et 2 jeunes.",
        [((15,), (5, 5, 3, 2))],
    ),
    "of which, though two parts make the first": (
        "A total of USD 1.2 million was disbursed, of which 600,000 by UNDP, 350,000 by UNFPA and 250,000 by FAO.",
        [((1200000,), (600000, 350000, 250000))],
    ),
    "a total after a sentence for each": (
        "In Kidal, 34 people (22 men, 12 women). In Gao, 56 people (30 men, 26 women). Total: 90 (52 men, 38 women).",
        [
            ((34,), (22, 12)),
            ((56,), (30, 26)),
            ((90,), (56, 34)),
            ((90,), (52, 38)),
            ((52,), (30, 22)),
            ((38,), (26, 12)),
        ],
    ),
    "a formula": (
        "Expenditure SIDA (193,069) + Core (45,322) = 238,391.",
        [((238391,), (193069, 45322))],
    ),
    "a headline and the sentence after it": (
        "Au BEPC, 45 210 candidats dont 21 301 filles. À Bamako, 15 020 candidats, Kayes 8 200, Sikasso 12 400 et "
        "Ségou 9 590.",
        [((45210,), (15020, 12400, 9590, 8200))],
    ),
    "two columns side by side": (
        "Tableau (ménages puis personnes) : Gossi 265 1852, Hombori 40 280, Boni 46 276 ; total du cercle 351 2 408.",
        [((351,), (265, 46, 40)), ((2408,), (1852, 280, 276))],
    ),
    "the column beside": (
        "Arrivent 1 420 réfugiés (320 ménages) et 880 rapatriés (190 ménages), soit 2 300 personnes (510 ménages).",
        [((2300,), (1420, 880)), ((510,), (320, 190))],
    ),
    "two partitions of a whole that nobody wrote": (
        "192 275 candidats scolarisés et 13 787 candidats libres ont réussi. Sciences : 127 040 ; lettres : 79 022.",
        [((127040, 79022), (192275, 13787))],
    ),
    "a list that takes up a noun counted before": (
        "Hier 214 personnes ont été blessées. On compte 113 blessés à Gao, 79 à Mopti, 13 à Ségou et 9 à Kayes.",
        [((214,), (113, 79, 13, 9))],
    ),
    "the ages of one sex": (
        "1 640 filles et 460 garçons : 2 100 enfants. 5 040 femmes, 1 650 hommes. 6 680 sont de sexe féminin.",
        [((2100,), (1640, 460)), ((6680,), (5040, 1640))],
    ),
    "two figures of many digits that stand far off": (
        "4,502 came from Kor and 117,571 from Bela. 90% (560) of 623 were helped, 595 freely, 28 not, 439 poor, "
        "110 alone, 8 ill, 2 old, 1 lame. Since January 122,073 have returned.",
        [((122073,), (117571, 4502)), ((623,), (595, 28))],
    ),
    "as well as": (
        "The flight helped 138 stranded migrants – 135 men and 3 women as well as some medical staff.",
        [((138,), (135, 3))],
    ),
    "the others after a dont": (
        "La vague comptait 123 personnes dont 21 du nord ; les autres viennent de Kor (39), Bela (26) et Dun (37).",
        [((123,), (39, 37, 26, 21))],
    ),
    "a list and then, after a colon, its region": (
        "Gao 17, Bourem 11, Ansongo 11 : région de Gao 39. Diré 12, Niafunké 7 : région de Tombouctou 19.",
        [((39,), (17, 11, 11)), ((19,), (12, 7))],
    ),
    "what remains": (
        "Ouest : 384 ménages, dont 112 ont tout perdu ; les maisons du reste (272 ménages) sont abîmées.",
        [((384,), (272, 112))],
    ),
    "a bracket that explains the figure before the last": (
        "25 districts en épidémie dans 7 régions (Adamaoua 4, Centre 6, Nord 8, Littoral 3, Ouest 2 et Sud 2).",
        [((25,), (8, 6, 4, 3, 2, 2))],
    ),
    "a word that opens nothing": (
        "Cumul des cas : 6031 : 450 cas positifs, 5529 avec un lien établi, 52 compatibles.",
        [((6031,), (5529, 450, 52))],
    ),
    "members of a list with some of their own": (
        "297 cas dont 03 décès : 84 cas à Kor, 177 cas dont 3 décès à Bela, 36 cas à Dun.",
        [((297,), (177, 84, 36))],
    ),
    "a list inside a list": (
        "La région compte 188 écoles : 118 primaires ; 57 collèges dont 24 ruraux, 28 mixtes et 5 privés ; 13 lycées.",
        [((188,), (118, 57, 13)), ((57,), (28, 24, 5))],
    ),
    "the members of the sentence after": (
        "Le bilan est de 675 cas, dont 16 morts. Kor compte 380 cas, dont 9 morts et 12 guéris, Bela 156 cas, Dun 101 "
        "cas, Sama 38 cas.",
        [((675,), (380, 156, 101, 38))],
    ),
    "brackets with a second figure": (
        "In week 6, 278 new cases including 3 deaths; regions: Kor (137 cases and 2 deaths), Bela (39 cases and 1 "
        "death), Dun (33) and Sama (69).",
        [((278,), (137, 69, 39, 33))],
    ),
    "a total of members with some of their own": (
        "À Kor, 125 cas dont 67 hommes et 58 femmes ; 530 à Bela, 680 à Dun, 33 à Sama, soit un total de 1 368 cas.",
        [((1368,), (680, 530, 125, 33)), ((125,), (67, 58))],
    ),
    "the whole a sentence after, among groups": (
        "53 families comprising 64 children, 29 women and 33 men flew home. The 126 migrants chose to return.",
        [((126,), (64, 33, 29))],
    ),
    "groups of each member": (
        "On a traité 976 cas : 798 cas de coups (380 femmes, 210 filles, 140 hommes et 68 garçons) ; 158 cas d'abus "
        "sur 89 femmes, 38 hommes, 23 filles et 8 garçons ; 20 cas de vol sur 15 filles et 5 femmes.",
        [((976,), (798, 158, 20)), ((798,), (380, 210, 140, 68)), ((158,), (89, 38, 23, 8)), ((20,), (15, 5))],
    ),
    "ones in brackets, and a name with a number": (
        "On compte 5 cas : Kor (1), Bloc 6 (1), Bela (1), Dun (1), Sama (1).",
        [((5,), (1, 1, 1, 1, 1))],
    ),
    "columns of brackets": (
        "40 incidents et 71 victimes. Les types : coups (16 incidents et 31 victimes), vols (14 et 20), menaces (10 et "
        "20).",
        [((40,), (16, 14, 10)), ((71,), (31, 20, 20))],
    ),
    "the brackets of a list and a later sentence": (
        "On y trouve 19 listes de partis (203 sièges), 4 alliances (5 sièges), 8 indépendants (9 sièges). Le Front a "
        "obtenu 90 des 217 sièges.",
        [((217,), (203, 9, 5))],
    ),
    "the column before": (
        "9 ménages de 52 individus voulaient rentrer. 10 autres ménages de 64 individus s'y sont ajoutés, portant les "
        "chiffres à 19 ménages de 116 individus.",
        [((19,), (10, 9)), ((116,), (64, 52))],
    ),
    "it is a matter of": (
        "9 nouveaux cas. Il s'agit de 1 contact suivi et 8 cas communautaires.",
        [((9,), (8, 1))],
    ),
    "two lists in one bracket, one after a dash": (
        "The course was given to 26 people (12 officials, 14 farmers - 23 women and 3 men).",
        [((26,), (14, 12)), ((26,), (23, 3))],
    ),
    "a figure in passing": (
        "On élit 105 députés au scrutin de liste (90 pour les 45 départements de l'intérieur et 15 pour la diaspora).",
        [((105,), (90, 15))],
    ),
    "the others, after some of the first": (
        "2 255 personnes ont fui : 2 134 vivent dans dix écoles, dont 800 à Kor ; les autres, au nombre de 121, chez "
        "des proches.",
        [((2255,), (2134, 121))],
    ),
    "a total in a bracket": (
        "124 femmes et 46 hommes ont été choisis (170, comme prévu).",
        [((170,), (124, 46))],
    ),
    "the others in words": (
        "Of the 165 passengers, 147 were held in Kor, 10 in Nara; the other eight lived in town.",
        [((165,), (147, 10, 8))],
    ),
    "a capital letter for a currency": (
        "Funds amount to P877.40 million: P281.24 million in cash and P596.16 million in goods.",
        [((877400000,), (596160000, 281240000))],
    ),
}


@pytest.mark.parametrize(("text", "expected"), ADD_UP.values(), ids=ADD_UP.keys())
def test_parts_are_found_with_their_whole(text: str, expected: list[Sides]) -> None:
    assert set(sums_told(text)) == set(expected)


def test_a_list_that_fails_is_told_though_some_of_it_is_added_up_elsewhere() -> None:
    text = (
        "Au total, 6 019 personnes, dont 2 682 hommes, 665 femmes et 2 572 enfants. "
        "Parmi les 3 347 adultes (2 682 hommes et 665 femmes), beaucoup sont venus de loin."
    )
    assert sums_told(text)[((6019,), (2682, 2572, 665))].confidence >= 0.7


def test_a_missing_part_is_found_sentences_later() -> None:
    text = (
        "Au BEF, 6 419 candidats : les filles (3 485) dépassent les garçons (2 849). Le bac se tient en juin, alors "
        "qu'au BEF les candidats libres ne sont que 85."
    )
    assert set(sums_told(text)) == {((6419,), (3485, 2849, 85))}


def test_only_announced_subsets_are_told() -> None:
    found = sums_told(
        "On a 362 sites, dont 229 dans les régions. 142 cases, 14 of which confirmed.", RelationType.SUBSET
    )
    assert set(found) == {((229,), (362,)), ((14,), (142,))}


def test_relations_are_numbered_in_the_order_of_the_text() -> None:
    relations = relate(read("40 élus (31 hommes, 9 femmes). 60 leaders (40 hommes et 20 femmes)."))
    assert [relation.id for relation in relations] == ["r1", "r2"]
    assert len({relation.stated_side for relation in relations}) == 2


@pytest.mark.parametrize(
    "text",
    [
        "12 femmes et " * 1_500,
        "(12 " * 1_500,
        "Gao 12, " * 1_500,
        "Gao 12 345 67 ; " * 500 + "total 12 345 67",
        "1 234 567 personnes. " * 1_000,
    ],
    ids=["one list", "brackets", "labels", "table", "sentences"],
)
def test_the_time_grows_with_the_text_and_not_with_its_square(text: str) -> None:
    a_quarter, whole = (min(_processor_time(piece) for _ in range(2)) for piece in (text[: len(text) // 4], text))
    assert whole < 12 * a_quarter + 0.5


def _processor_time(text: str) -> float:
    reading = read(text)
    started = time.process_time()
    relate(reading)
    return time.process_time() - started


def test_every_sum_is_of_claims_of_the_text() -> None:
    reading = read("Of 62 agreements, 40 are local; 22 national. Women signed 15 of them.")
    ids = {claim.id for claim in reading.claims}
    relations = relate(reading)
    assert relations
    assert all(relation.ids <= ids and relation.confidence >= Decimal("0.5") for relation in relations)
