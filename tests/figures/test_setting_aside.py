"""Numbers that claim nothing, and the look-alikes that do."""

import pytest

from toguna.figures.reading import read


def claimed(text: str, language: str | None = None) -> list[str]:
    return [claim.raw for claim in read(text, language).claims]


def reasons(text: str) -> set[str]:
    return {aside.why for aside in read(text).set_aside}


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("le 13/10/2020", "date"),
        ("cette semaine (10/09)", "date"),
        ("le 07.06.2013", "date"),
        ("le 2020-05-31", "date"),
        ("Au 31 mars 2018", "date"),
        ("le 1er mai", "date"),
        ("du 02 au 05 mai 2022", "date"),
        ("du 20 août au 15 septembre 2017", "date"),
        ("les 3, 4 et 5 juin", "date"),
        ("12-14 May 2020", "date"),
        ("on June 3rd", "date"),
        ("since October 1 and until December 31", "date"),
        ("Apr 30 2024 - May 28 2024", "date"),
        ("en mars 2021", "date"),
        ("du 23-29 MARS 2015", "date"),
        ("from Jan. 1 to Jun. 30 2014", "date"),
        ("the 2015 Refugee Response Plan", "year"),
        ("QUARTER 2&3, Q2&3", "identifier"),
        ("Introduction. 1.1. Statistiques", "enumeration"),
        ("Réunis le 12, ils ont décidé", "date"),
        ("En 2021", "year"),
        ("entre 2015 et 2017", "year"),
        ("les années 90", "year"),
        ("le M23 et le 4x4", "identifier"),
        ("l'année scolaire 2019-2020", "year"),
        ("PROJECT CYCLE: 2016/17", "year"),
        ("à 10h30, de 8:00 à 14 h", "time"),
        ("ouvert 24h/24 et 7j/7", "time"),
        ("les enfants de 0 à 18 ans", "age"),
        ("entre 0 et 17 ans", "age"),
        ("filles de 12-17 ans", "age"),
        ("students aged 12 to 16", "age"),
        ("60+ F, 60 ans et plus", "age"),
        ("children under 5.", "age"),
        ("Samira, 31, was on board", "age"),
        ("18-59", "range"),
        ("5 jours, 43 mois, cinq (5) ans", "duration"),
        ("les 3 premiers mois", "duration"),
        ("two years later", "duration"),
        ("30 kilomètres de Sabha, 5 097 338 km²", "distance"),
        ("Latitude : 14.139266666666666° N", "coordinate"),
        ("Tél : +223 20 22 33 44", "phone"),
        ("Tel. 76 12 34 56", "phone"),
        ("contact12@exemple.org, https://exemple.org/2020/12", "address"),
        ("la loi N°052 et la loi n° 2015-052", "identifier"),
        ("le décret 2019-0587/P-RM", "identifier"),
        ("résolutions 1325 et 1612", "identifier"),
        ("violations graves (1612)", "identifier"),
        ("Project 00092006, Award 00081234", "identifier"),
        ("le G5 et le COVID-19", "identifier"),
        ("OUTCOME XM-DAC-41146-MLI_D_1.2", "identifier"),
        ("ODD 5 et 16, phase 2, Round 7, article 12", "identifier"),
        ("BP 1234", "identifier"),
        ("la version 2.1.3", "identifier"),
        ("en 6e année, le 2ème, the 3rd", "ordinal"),
        ("(1) instruire ; (2) former ; (3) suivre", "enumeration"),
        ("1. Former\n2. Suivre\n", "enumeration"),
        ("10 à 15 femmes par groupe", "range"),
        ("entre 20 et 30 femmes", "range"),
        ("entre 1 200 et 1 500 femmes", "range"),
        ("page 3 sur 12", "page"),
        ("comme établi [12]", "reference"),
        ("de quatre à sept personnes", "range"),
        ("les 2/3 des femmes", "fraction"),
        ("une femme sur 3, trois quarts, deux tiers", "fraction"),
        ("5,4 fois plus, 3 times, deux fois", "multiple"),
        ("le ratio est de 1:75", "ratio"),
        ("les trois communes, the five regions", "known things"),
    ],
)
def test_what_counts_nothing_is_set_aside(text: str, why: str) -> None:
    assert claimed(text) == []
    assert why in reasons(text)


@pytest.mark.parametrize(
    ("text", "raws", "reason"),
    [
        ("1962 women and 521 men", ["1962", "521"], "people follow, so it is no year"),
        ("2015 candidats, plus de 2000 personnes", ["2015", "2000"], "nor here"),
        ("En 2020 120 femmes", ["120"], "a year, then a count"),
        ("Sur 3100 inscrits, 2015 ont réussi", ["3100", "2015"], "years do nothing in the plural"),
        ("les filles (3485) dépassent les garçons (2015)", ["3485", "2015"], "another count stands in such a place"),
        ("Gao : 1250 ; Kidal : 2015.", ["1250", "2015"], "another count stands in such a place"),
        (
            "Kayes 1200 2015\nMopti 1500 1999\nGao 900 2003",
            ["1200", "2015", "1500", "1999", "900", "2003"],
            "rows of a table",
        ),
        ("Région 2019 2020\nKayes 120 130\nMopti 80 90", ["120", "130", "80", "90"], "years head its columns"),
        ("6.6 Million people", ["6.6 Million"], "no numbered heading"),
        ("45H-55F", ["45", "55"], "men and women"),
        ("La hausse est passée de 45 à 60", ["45", "60"], "a change has two ends, a range has none"),
        ("est passé de 1 524 179 à 1 771 692 au 28 mai", ["1 524 179", "1 771 692"], "then a date"),
        ("120 et plus de 40 hommes", ["120", "40"], "not an age"),
        ("200+ femmes", ["200+"[:3]], "not an age"),
        ("médical (37), juridique (24) et matériel (83)", ["37", "24", "83"], "counts behind words are no list"),
        ("holding of (03) training workshops", ["03"], "a lone bracket is no list"),
        ("428/1217 candidats, 12/15 communes", ["428", "1217", "12", "15"], "so many out of so many"),
        ("8 communes sur 10", ["8", "10"], "so many out of so many"),
        ("une formation pour 45 agents dans 12 villages", ["45", "12"], "not one out of 45"),
        ("formation pour 1 000 femmes", ["1 000"], "not a rate"),
        ("12 décès pour 1 000 habitants", ["12"], "a rate"),
        ("Le projet cible 40 villages et produit 12 tonnes", ["40", "12"], "verbs, not labels"),
        ("Le site compte 450 personnes", ["450"], "a verb"),
        ("projets 450 femmes", ["450"], "too short for a project's number"),
        ("Round 7 : 578 074 déplacés", ["578 074"], "the count behind a label"),
        ("Round 7 120 femmes", ["120"], "even without a colon"),
        ("349,5 ha, 22 544 tonnes, 12 kg", ["349,5", "22 544", "12"], "land and goods are counted"),
        ("3,5 points, 12 points d'eau", ["3,5", "12"], "points are"),
        ("697M, 982F", ["697", "982"], "men and women"),
        ("H12 F15", ["12", "15"], "men and women"),
        ("1 200 heures de diffusion", ["1 200"], "so many hours are a result"),
        ("F 7 752 M 7 740 total 15 492", ["7 752", "7 740", "15 492"], "sexes before counts"),
        ("la hausse est de 100 % ; 45 % sur 100 %", ["100 %", "45 %"], "a base is no claim"),
    ],
)
def test_what_looks_like_it_and_counts_is_claimed(text: str, raws: list[str], reason: str) -> None:
    assert claimed(text, "fr") == raws, reason


@pytest.mark.parametrize(
    ("text", "raws", "reason"),
    [
        ("six guéris et quatre décédés", ["six", "quatre"], "words count"),
        ("including six children, five infants", ["six", "five"], "words count"),
        ("deux cent un (201) dont trente-neuf (39)", ["deux cent un", "201", "trente-neuf", "39"], "each its own"),
        ("Trois (03) centres, cinq (5) régions", ["Trois (03)", "cinq (5)"], "small words and digits are one"),
        ("les cinq (5) régions", ["cinq (5)"], "even behind an article"),
        ("trois (04) centres", ["trois", "04"], "unless they differ"),
        ("Huit pour cent (8%) des élèves", ["Huit pour cent (8%)"], "with their sign"),
        ("one per cent", ["one per cent"], "a share all the same"),
        ("une femme, un homme, one of them", [], "articles and pronouns"),
        ("12 hommes et une femme", ["12", "une"], "one person among counted ones"),
        ("une centaine de jeunes, des milliers de femmes, a dozen", [], "too vague"),
        ("vingt et unième, twenty-first, two-year plan", [], "ordinals and compounds"),
        ("un véhicule neuf", [], "new, not nine"),
        ("147 à Kor, 10 à Nara, les huit autres à Dun", ["147", "10", "huit"], "they complete what was counted"),
        ("les huit autres régions", [], "known things"),
        ("12 enfants zéro dose", ["12"], "the name of a group"),
        ("15 mille", ["15 mille"], "digits and a word"),
        ("vingt-cinq (25) millions", ["vingt-cinq", "25"], "both multiplied"),
        ("vingt-quatre pour cent", ["vingt-quatre pour cent"], "a share in words"),
    ],
)
def test_words_claim_when_they_count(text: str, raws: list[str], reason: str) -> None:
    assert claimed(text, "fr") == raws, reason


@pytest.mark.parametrize(
    ("text", "raw"),
    [
        ("The camp has 1900 displaced people.", "1900"),
        ("Kayes (1987 dont 1020 femmes)", "1987"),
        ("2015 candidats ont composé", "2015"),
        ("Les hommes sont 1950, les femmes 2030.", "2030"),
        ("Hommes : 1900 ; femmes : 2100", "1900"),
        ("Men 1986, women 2014", "2014"),
        ("Kidal : 1 250 ; Gao : 1999 ; Ménaka : 870.", "1999"),
        ("In Gao 1250 women, Kidal 1999, Menaka 870.", "1999"),
        ("1987 of them were women", "1987"),
        ("1950 de ces élèves sont des filles", "1950"),
    ],
)
def test_four_digits_that_count_are_no_year(text: str, raw: str) -> None:
    assert raw in claimed(text)


@pytest.mark.parametrize(
    ("text", "raw"),
    [
        ("depuis 2015 réfugiés et retournés vivent ici", "2015"),
        ("the first half of 2020, including 1,213 deaths", "2020"),
        ("En 2015, 1990 familles ont reçu un kit.", "2015"),
        ("the survey (2018) reached 120 women (2018)", "2018"),
        ("la promotion 2019 compte 45 élèves", "2019"),
        ("Élections de 2018 : 500 femmes", "2018"),
        ("2018 Annual Report", "2018"),
        ("2019 saw 320 cases, 2020 saw 412 cases", "2020"),
    ],
)
def test_a_year_beside_counts_stays_a_year(text: str, raw: str) -> None:
    assert raw not in claimed(text)
    assert "year" in reasons(text)
