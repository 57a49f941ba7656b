"""Words beside numbers, French and English: what comes in whole pieces, what is measured, what names nothing.

A word list is never complete: whoever asks takes an unknown word for something that may be counted.
"""

import re


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


MEASURES = _words(
    "ha hectare hectares kg kgs kilo kilos kilogrammes kilograms g gr grammes mg t tonne tonnes ton tons mt tm "
    "quintal quintaux litre litres liter liters l hl cl ml acre acres gb go mb mo mw kw kwh mwh km kilomètre "
    "kilomètres kilometre kilometres kilometer kilometers mètre mètres metre metres meter meters m "
    "cm mm km² km2 m² m2 m³ m3 "
    "mile miles degrees degrés °c"
)

COUNTED = re.compile(
    r"(?:personne|individu|homme|femme|fille|gar[çc]on|enfant|mineur|adulte|jeune|[ée]l[èe]ve|[ée]colier|[ée]tudiant|"
    r"candidat|admis|inscrit|re[çc]u|ajourn|r[ée]fugi|retourn|d[ée]plac|migrant|ressortissant|habitant|b[ée]n[ée]fici|"
    r"participant|membre|agent|enseignant|form[ée]|b[ée]b[ée]|nourrisson|orphelin|veuve|survivant|victime|bless|tu[ée]s|"
    r"mort|d[ée]c[èeé]|gu[ée]ri|malade|patient|cas(?!\w)|case|m[ée]nage|famille|famil|household|foyer|groupe|group|"
    r"village|commune(?!l)|localit|site|[ée]cole|school|classe|centre|center|forage|points? d|puits|latrine|maison|"
    r"house|people|person|individual|women|men(?!\w)|woman|man(?!\w)|girl|boy|child|infant|youth|adult|pupil|student|"
    r"learner|teacher|refugee|returnee|idp|pdi|asylum|beneficiar|member|worker|volunteer|farmer|officer|official|"
    r"survivor|victim|injur|wound|death|dead|killed|civilian|casualt|incident|attack|attaque|violation|event|visit|"
    r"session|training|formation|meeting|r[ée]union|kit|tent|tente|bo[îi]te|box|sac|bag|ticket|card|carte|vot|bulletin|"
    r"electeur|[ée]lecteur|voter|listener|auditeur|cooperative|coop[ée]rative|entreprise|enterprise|business|"
    r"organi[sz]ation|association|comit[ée]|committee|structure|institution|abri|shelter|dose|test|consultation|"
    r"mouvement|movement|arriv|d[ée]part|naissance|birth|grossesse|pregnan|m[ée]dicament|arbre|tree|plant|animal|animaux|"
    r"t[êe]te|b[œo]uf|ch[èe]vre|bovin|producteur|artisan|commer[çc]ant|leader|chef|policier|gendarme|militaire|soldat|"
    r"soldier|police|journalist|prestataire|facilitat|animat|relais|moniteur|stagiaire|apprenti|trainee|laur[ée]at)",
    re.I,
)
"""Words for what comes in whole pieces and is counted: people, households, cases, schools, kits."""


FUNCTION_WORDS = _words(
    "de du des d et ou ni en au aux à a dans par pour sur sous avec sans contre vs dont soit est sont était "
    "étaient ont avait avaient a été où qui que qu ce cette ces il elle ils elles on nous y ne se s la le les l "
    "un une puis alors mais car donc or entre chez depuis vers selon dès lors pendant après avant ainsi "
    "respectivement environ of and or in at on to from by for with without against was were is are be been being "
    "has have had which who that this these those as than then but while when where since during after before "
    "between across respectively the an it its they their he she we not no per plus moins more less million "
    "millions milliard milliards mille"
)


def is_counted(word: str) -> bool:
    """Whether a word names what is counted in whole pieces ("women", "ménages")."""
    return COUNTED.match(word) is not None


def names_things(word: str) -> bool:
    """Whether a word may name what is counted: any word that is no function word and no measure."""
    lowered = word.lower()
    return len(word) > 1 and lowered not in FUNCTION_WORDS and lowered not in MEASURES
