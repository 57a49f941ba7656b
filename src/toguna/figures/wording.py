"""The words results texts count with, in French and English: what kind of thing a noun is, and whom it leaves out.

Knows nouns alone; where they stand in a sentence is for `phrases` to say. An unknown noun is of no kind, never a guess.
"""

from collections.abc import Mapping

PERSONS, HOUSEHOLDS, GROUPS, MEETINGS, PLACES, EVENTS, CASES, WORKS, GOODS, AREA, MONEY, TIME = (
    "persons",
    "households",
    "groups",
    "meetings",
    "places",
    "events",
    "cases",
    "works",
    "goods",
    "area",
    "money",
    "time",
)

_KINDS: Mapping[str, str] = {
    PERSONS: """
        person people individual human adult participant member citizen inhabitant resident population beneficiary
        displaced idp pdi returnee returned refugee migrant asylum seeker evacuee host student pupil learner
        candidate graduate trainee teacher worker staff employee agent officer police soldier civilian combatant
        journalist leader farmer trader councillor councilor director manager official expert volunteer monitor voter
        victim survivor patient casualty death dead killed injured wounded missing recovery recovered woman man
        girl boy female male child infant minor youth baby teenager adolescent elder elderly mother father widow
        detainee prisoner delegate trainer actor breadwinner deceased newborn caregiver
        personne individu habitant participant membre citoyen bénéficiaire déplacé deplacé réfugié refugié retourné
        rapatrié migrant demandeur ressortissant étudiant élève eleve apprenant candidat candidate admis reçu ajourné
        inscrit lauréat diplômé enseignant travailleur employé agent policier militaire gendarme civil combattant
        journaliste leader paysan producteur productrice commerçant conseiller directeur responsable expert bénévole
        volontaire électeur électrice victime survivant survivante patient malade mort morte décès deces décédé
        tué tuée blessé blessée disparu guéri guérison femme homme fille garçon garcon féminin masculin enfant mineur
        nourrisson bébé jeune adolescent adulte âgée veuve mère père détenu délégué formateur acteur auditeur stagiaire
        écolier ecolier collégien lycéen handicapé non-voyant malvoyant malentendant rescapé otage fidèle absent présent
        redoublant recalé admissible passant votant locuteur nouveau-né pdis idps pdi pdis pwd épse
        chief chairperson chairman chairwoman representative president secretary mayor supervisor facilitator educator
        counsellor deputy clerk policeman policewoman judge magistrate lawyer nurse midwife parent guardian user
        customer apprentice artisan herder fisher fighter hostage observer mediator animator paralegal entrepreneur
        chef cheffe chefferie président présidente représentant représentante secrétaire maire adjoint adjointe
        superviseur superviseure facilitateur facilitatrice animateur animatrice éducateur éducatrice élu élue député
        députée greffier greffière magistrat magistrate juge avocat avocate notable relais médiateur médiatrice
        infirmier infirmière sage-femme matrone parent tuteur usager cliente adhérent adhérente apprenti apprentie
        artisan artisane éleveur éleveuse pêcheur agriculteur agricultrice fonctionnaire officier soldat prisonnier
        conseillère directrice formatrice actrice auditrice enseignante étudiante commerçante retournée réfugiée
        déplacée participante habitante entrepreneur entrepreneure
        """,
    HOUSEHOLDS: "household family ménage menage famille foyer",
    GROUPS: """
        group organisation organization association cooperative enterprise business company ngo cso network committee
        institution platform union federation groupement groupe coopérative cooperative entreprise ong osc réseau comité
        club société structure service équipe team unit cluster pme sme partenaire partner
        """,
    MEETINGS: """
        session meeting workshop training seminar forum visit séance réunion atelier formation séminaire causerie visite
        mission campagne campaign émission émissions broadcast dialogue consultation rencontre activité activity
        """,
    PLACES: """
        place site village town city commune municipality district region région ward localité locality location camp
        settlement community communauté zone centre center school école ecole hospital hôpital facility quartier cercle
        arrondissement département province country pays état state hamlet hameau classe classroom forage borehole
        latrine puits well établissement
        """,
    EVENTS: """
        incident attack violation violence alert protest event airstrike explosion incursion kidnapping abduction
        rape attaque alerte enlèvement viol agression événement evenement mouvement movement mariage vote accident
        infraction plainte complaint referral
        """,
    GOODS: """
        kit tent tente tonne ton bag sac kilogram litre liter book livre document certificat certificate acte carte card
        dose vaccin vaccine meal repas moustiquaire net shelter abri vehicle véhicule tree arbre plant animal tête
        bulletin article radio poster affiche cnib vivre ration
        """,
    CASES: "case cas",
    WORKS: "project projet subproject sous-projet plan initiative accord agreement convention contrat contract",
    AREA: "ha hectare km² km2 m² m2",
    TIME: "day week month year hour minute jour semaine mois an année heure",
}

_IRREGULAR: Mapping[str, str] = {
    "women": "woman",
    "men": "man",
    "children": "child",
    "people": "people",
    "cas": "cas",
    "décès": "décès",
    "admis": "admis",
    "mois": "mois",
    "pays": "pays",
    "business": "business",
    "families": "family",
    "communities": "community",
    "countries": "country",
    "cities": "city",
    "activities": "activity",
    "facilities": "facility",
    "casualties": "casualty",
    "beneficiaries": "beneficiary",
    "babies": "baby",
    "injuries": "injury",
    "fatalities": "fatality",
    "deputies": "deputy",
    "deaths": "death",
    "elderly": "elderly",
    "recoveries": "recovery",
    "parties": "party",
    "bodies": "body",
    "hôpitaux": "hôpital",
    "fils": "fils",
    "repas": "repas",
    "classes": "classe",
    "radios": "radio",
    "boxes": "box",
}
_ALWAYS_WITH_S = frozenset(
    ["avis", "campus", "virus", "plus", "sous", "dans", "sans", "très", "près", "moins", "puits"]
)


def singular(word: str) -> str:
    """A noun as it stands for one, roughly, in French or English.

    >>> [singular(word) for word in ("femmes", "women", "households", "décès")]
    ['femme', 'woman', 'household', 'décès']
    """
    word = word.lower()
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if len(word) > 3 and word[-1] in "sx" and not word.endswith("ss") and word not in _ALWAYS_WITH_S:
        word = word[:-1]
    return word[:-1] if word.endswith("ée") else word


KINDS: Mapping[str, str] = {singular(noun): kind for kind, nouns in _KINDS.items() for noun in nouns.split()}
"""What kind of thing a noun (in the singular) is."""

SEXES: Mapping[str, str] = {
    **dict.fromkeys(("woman", "female", "femme", "féminin", "f", "girl", "fille", "fillette", "w"), "female"),
    **dict.fromkeys(("man", "male", "homme", "masculin", "m", "h", "boy", "garçon", "garcon"), "male"),
}
"""The sex that a noun names."""

AGES: Mapping[str, str] = {
    **dict.fromkeys(("girl", "boy", "child", "enfant", "fille", "fillette", "garçon", "garcon", "minor"), "child"),
    **dict.fromkeys(("mineur", "infant", "baby", "bébé", "nourrisson", "newborn"), "child"),
    **dict.fromkeys(("woman", "man", "femme", "homme", "adult", "adulte"), "adult"),
    **dict.fromkeys(("youth", "jeune", "teenager", "adolescent"), "youth"),
    **dict.fromkeys(("elderly", "âgé", "elder"), "elder"),
}
"""The age group that a noun names."""

_FAMILIES_OF_PARTS = (
    # The groups of one line leave one another out; together they are often all there is.
    "woman=female=femme=féminin=f=girl=fille man=male=homme=masculin=m=h=boy=garçon=garcon "
    "child=enfant=minor=mineur=mineure",
    "killed=dead=death=mort=décès=décédé=tué=fatality injured=wounded=blessé=injury missing=disparu",
    "totally=completely=fully=totalement=complètement=entièrement partially=partly=partial=partiellement=partiel",
    "destroyed=détruit=détruite damaged=endommagé=endommagée damage",
    "contact importé=imported communautaire=community",
    "urban=urbain=urbaine rural=rurale",
    "direct indirect",
    "directe indirecte",
    "public=publique private=privé=privée",
    "admis=passed=successful=reçu ajourné=failed=échoué=recalé",
    "idp=pdi=déplacé=displaced returnee=retourné=rapatrié refugee=réfugié ressortissant=tcn",
    "camp=site host=hôte=accueil=famille",
    "général technique=technical professionnel",
    "new=nouveau=nouvelle old=ancien=ancienne",
    "national international",
    "adult=adulte child=enfant=minor=mineur=mineure",
    "present=présent absent",
    "accepted=accepté rejected=rejeté",
    "formal=formel informal=informel",
    "civil=civilian military=militaire",
    "valid=valable=valide invalid=nul",
)

PEOPLE = 0
"""The family of women, men and children: without both women and men it is not all people."""

ROLES: Mapping[str, tuple[tuple[int, int], ...]] = {}
"""For a noun: in which families of groups (by number) it is which member."""

for _number, _family in enumerate(_FAMILIES_OF_PARTS):
    for _member, _words in enumerate(_family.split()):
        for _word in _words.split("="):
            ROLES[_word] = (*ROLES.get(_word, ()), (_number, _member))  # type: ignore[index]

_ALIKE = (
    "case=cas=malade=patient",
    "death=décès=mort=dead=décédé=morte=killed=tué",
    "recovery=guéri=guérison=recovered",
    "injured=blessé=wounded=injury",
    "person=personne=individual=individu=people",
    "household=ménage=menage=famille=family",
    "woman=femme=female",
    "man=homme=male",
    "girl=fille",
    "boy=garçon=garcon",
    "admis=reçu=passed",
    "candidate=candidat=inscrit",
)
ALIKE: Mapping[str, str] = {word: line.split("=")[0] for line in _ALIKE for word in line.split("=")}
"""One word for the nouns that name the same column of a table."""

_OUTCOMES = "recovered guéri guérison recovery dead death mort décès décédé hospitalisé active actif deceased"
OUTCOMES = frozenset(_OUTCOMES.split())
"""What may become of a case; some cases have not ended yet, so these never make up all cases by their words alone."""

_OVERLAPPING = """youth jeune disabled disability handicap handicapé handicapée pregnant enceinte lactating allaitante
    unaccompanied elderly âgé widow veuve vulnerable vulnérable leader medical séparé separated chef headed
    confirmed confirmé grave severe"""
OVERLAPPING = frozenset(_OVERLAPPING.split())
"""Groups whose people are also counted elsewhere: youths are women or men."""


def same_kind(one: str, other: str) -> bool:
    """Whether two kinds may stand in one sum; a thing of no known kind may join any.

    >>> same_kind("persons", "households"), same_kind("persons", "")
    (False, True)
    """
    if one == other:
        return True
    known = {one, other} - {""}
    if known in ({CASES, PERSONS}, {CASES, EVENTS}, {PERSONS, EVENTS}, {CASES, HOUSEHOLDS}):
        # A case is somebody who fell ill, or something that was reported; victims are told by what befell them.
        return True
    return len(known) == 1
