"""The words for what is counted: each unit of a fact in French and English, for one and for several.

A unit that is not here is shown by its code. It knows words only: what may be added to what is said elsewhere.
"""

from collections.abc import Mapping

Words = tuple[str, str, str, str]

# Code: (French one, French several, English one, English several).
_PROGRAMME = {
    "person": ("personne", "personnes", "person", "people"),
    "seat": ("présence", "présences", "attendance", "attendances"),
    "participation": ("participation", "participations", "participation", "participations"),
    "activity": ("activité", "activités", "activity", "activities"),
    "event": ("activité", "activités", "activity", "activities"),
    "session": ("séance", "séances", "session", "sessions"),
    "organisation": ("organisation", "organisations", "organisation", "organisations"),
    "commune": ("commune", "communes", "commune", "communes"),
    "copy": ("exemplaire", "exemplaires", "copy", "copies"),
    "hour": ("heure", "heures", "hour", "hours"),
    "day": ("jour", "jours", "day", "days"),
    "hectare": ("ha", "ha", "ha", "ha"),
    "kilometre": ("km", "km", "km", "km"),
    "year": ("an", "ans", "year", "years"),
    "attendance": ("participation", "participations", "attendance", "attendances"),
    "course": ("formation", "formations", "course", "courses"),
    "forum": ("forum", "forums", "forum", "forums"),
    "workshop": ("atelier", "ateliers", "workshop", "workshops"),
    "booklet": ("livret", "livrets", "booklet", "booklets"),
    "comic strip": ("bande dessinée", "bandes dessinées", "comic strip", "comic strips"),
    "language": ("langue", "langues", "language", "languages"),
    "group": ("groupe", "groupes", "group", "groups"),
    "network": ("réseau", "réseaux", "network", "networks"),
    "cooperative": ("coopérative", "coopératives", "cooperative", "cooperatives"),
    "enterprise": ("entreprise", "entreprises", "enterprise", "enterprises"),
    "business": ("entreprise", "entreprises", "business", "businesses"),
    "party": ("parti", "partis", "party", "parties"),
    "platform": ("plateforme", "plateformes", "platform", "platforms"),
    "charter": ("charte", "chartes", "charter", "charters"),
    "text": ("texte", "textes", "text", "texts"),
    "objective": ("objectif", "objectifs", "objective", "objectives"),
    "region": ("région", "régions", "region", "regions"),
    "area": ("zone", "zones", "area", "areas"),
    "request": ("demande", "demandes", "request", "requests"),
    "technology": ("technologie", "technologies", "technology", "technologies"),
    "sub-commission": ("sous-commission", "sous-commissions", "sub-commission", "sub-commissions"),
    "conflict per commune": (
        "conflit par commune",
        "conflits par commune",
        "conflict per commune",
        "conflicts per commune",
    ),
}
# What the forms of the library count; their codes are those of the forms.
_FORMS = {
    "mass_event": ("grand rassemblement", "grands rassemblements", "mass event", "mass events"),
    "caravan": ("caravane", "caravanes", "caravan", "caravans"),
    "theatre": ("spectacle", "spectacles", "show", "shows"),
    "film_screening": ("projection de film", "projections de film", "film screening", "film screenings"),
    "radio_magazine": ("magazine radio", "magazines radio", "radio magazine", "radio magazines"),
    "grand_dialogue": ("grand dialogue", "grands dialogues", "grand dialogue", "grand dialogues"),
    "debate": ("débat à l'antenne", "débats à l'antenne", "debate on air", "debates on air"),
    "spot": ("spot", "spots", "spot", "spots"),
    "voice_message": ("message par téléphone", "messages par téléphone", "phone message", "phone messages"),
    "other_event": ("autre événement", "autres événements", "other event", "other events"),
    "airing": ("diffusion", "diffusions", "airing", "airings"),
    "air_minute": ("minute d'antenne", "minutes d'antenne", "minute on air", "minutes on air"),
    "call": ("appel reçu", "appels reçus", "call received", "calls received"),
    "reached": ("personne touchée", "personnes touchées", "person reached", "people reached"),
    "school": ("école servie", "écoles servies", "school supplied", "schools supplied"),
    "cbo": ("OCB servie", "OCB servies", "CBO supplied", "CBOs supplied"),
    "cso": ("OSC servie", "OSC servies", "CSO supplied", "CSOs supplied"),
    "town_hall": ("mairie servie", "mairies servies", "town hall supplied", "town halls supplied"),
    "health_centre": (
        "centre de santé servi", "centres de santé servis", "health centre supplied", "health centres supplied",
    ),
    "household": ("ménage servi", "ménages servis", "household supplied", "households supplied"),
    "recipient": ("personne servie", "personnes servies", "recipient", "recipients"),
    "other_recipient": ("autre destinataire", "autres destinataires", "other recipient", "other recipients"),
    "consensus_full": ("forum d'accord", "forums d'accord", "forum in full agreement", "forums in full agreement"),
    "consensus_near": (
        "forum presque d'accord", "forums presque d'accord", "forum in near agreement", "forums in near agreement",
    ),
    "consensus_none": (
        "forum sans accord", "forums sans accord", "forum without agreement", "forums without agreement",
    ),
    "resolution": ("résolution", "résolutions", "resolution", "resolutions"),
    "side": ("côté représenté", "côtés représentés", "side represented", "sides represented"),
    "point_agreed": ("point d'accord", "points d'accord", "point of agreement", "points of agreement"),
    "point_disputed": (
        "point de désaccord", "points de désaccord", "point of disagreement", "points of disagreement",
    ),
    "follow_up": ("suivi prévu", "suivis prévus", "follow-up planned", "follow-ups planned"),
    "commitment_made": ("engagement pris", "engagements pris", "commitment made", "commitments made"),
    "commitment_due": ("engagement échu", "engagements échus", "commitment due", "commitments due"),
    "commitment_kept": ("engagement tenu", "engagements tenus", "commitment kept", "commitments kept"),
    "commitment_partly": (
        "engagement tenu en partie", "engagements tenus en partie", "commitment partly kept", "commitments partly kept",
    ),
    "commitment_broken": ("engagement non tenu", "engagements non tenus", "commitment broken", "commitments broken"),
    "commitment_disputed": (
        "engagement contesté", "engagements contestés", "disputed commitment", "disputed commitments",
    ),
    "commitment_withdrawn": ("engagement levé", "engagements levés", "commitment let off", "commitments let off"),
    "undated_commitment": (
        "engagement sans date", "engagements sans date", "undated commitment", "undated commitments",
    ),
    "undated_kept": (
        "engagement sans date tenu", "engagements sans date tenus",
        "undated commitment kept", "undated commitments kept",
    ),
    "side_seat": ("place autour de la table", "places autour de la table", "seat at the table", "seats at the table"),
    "score_before": ("% avant la formation", "% avant la formation", "% before the training", "% before the training"),
    "score_after": ("% après la formation", "% après la formation", "% after the training", "% after the training"),
    "score_gain": ("point de gain", "points de gain", "point gained", "points gained"),
    "tested": (
        "personne testée deux fois", "personnes testées deux fois", "person tested twice", "people tested twice",
    ),
    "improved": ("personne en progrès", "personnes en progrès", "person who improved", "people who improved"),
    "member": ("membre", "membres", "member", "members"),
    "member_woman": ("femme membre", "femmes membres", "woman member", "women members"),
    "member_man": ("homme membre", "hommes membres", "man member", "men members"),
    "hectare_acquired": ("ha acquis", "ha acquis", "ha acquired", "ha acquired"),
    "hectare_secured": ("ha sécurisé", "ha sécurisés", "ha secured", "ha secured"),
    "group_acquired": (
        "groupement avec des terres", "groupements avec des terres", "group with land", "groups with land",
    ),
    "group_secured": (
        "groupement aux terres sécurisées", "groupements aux terres sécurisées",
        "group with secured land", "groups with secured land",
    ),
    "member_acquired": (
        "membre d'un groupement avec des terres", "membres de groupements avec des terres",
        "member of a group with land", "members of groups with land",
    ),
    "member_secured": (
        "membre d'un groupement aux terres sécurisées", "membres de groupements aux terres sécurisées",
        "member of a group with secured land", "members of groups with secured land",
    ),
    "profile": ("organisation décrite", "organisations décrites", "organisation profiled", "organisations profiled"),
    "women_led": (
        "organisation dirigée par une femme", "organisations dirigées par une femme",
        "women-led organisation", "women-led organisations",
    ),
    "youth_led": (
        "organisation dirigée par un jeune", "organisations dirigées par un jeune",
        "youth-led organisation", "youth-led organisations",
    ),
    "dpo": (
        "organisation de personnes handicapées", "organisations de personnes handicapées",
        "organisation of persons with disabilities", "organisations of persons with disabilities",
    ),
    "registered": (
        "organisation reconnue", "organisations reconnues", "registered organisation", "registered organisations",
    ),
}  # fmt: skip
# What the registers of the desk count.
_ADVOCACY = {
    "initiative": (
        "initiative de plaidoyer", "initiatives de plaidoyer", "advocacy initiative", "advocacy initiatives",
    ),
    "advocacy_answer": ("réponse d'une autorité", "réponses d'autorités", "authority's answer", "authorities' answers"),
    "rung_acknowledged": ("question reconnue", "questions reconnues", "issue acknowledged", "issues acknowledged"),
    "rung_on_agenda": (
        "question à l'ordre du jour", "questions à l'ordre du jour", "issue on the agenda", "issues on the agenda",
    ),
    "rung_commitment": (
        "engagement obtenu par plaidoyer", "engagements obtenus par plaidoyer",
        "commitment won by advocacy", "commitments won by advocacy",
    ),
    "rung_decision": (
        "décision obtenue par plaidoyer", "décisions obtenues par plaidoyer",
        "decision won by advocacy", "decisions won by advocacy",
    ),
    "rung_implementation": (
        "demande mise en œuvre", "demandes mises en œuvre", "demand implemented", "demands implemented",
    ),
    "policy_drafted": ("texte rédigé", "textes rédigés", "text drafted", "texts drafted"),
    "policy_proposed": ("texte proposé", "textes proposés", "text proposed", "texts proposed"),
    "policy_adopted": ("texte adopté", "textes adoptés", "text adopted", "texts adopted"),
    "policy_implemented": ("texte appliqué", "textes appliqués", "text implemented", "texts implemented"),
    "gender_drafted": (
        "texte sur le genre rédigé", "textes sur le genre rédigés", "gender text drafted", "gender texts drafted",
    ),
    "gender_proposed": (
        "texte sur le genre proposé", "textes sur le genre proposés", "gender text proposed", "gender texts proposed",
    ),
    "gender_adopted": (
        "texte sur le genre adopté", "textes sur le genre adoptés", "gender text adopted", "gender texts adopted",
    ),
    "gender_implemented": (
        "texte sur le genre appliqué", "textes sur le genre appliqués",
        "gender text implemented", "gender texts implemented",
    ),
    "agreement_drafted": (
        "accord d'investissement rédigé", "accords d'investissement rédigés",
        "investment agreement drafted", "investment agreements drafted",
    ),
    "agreement_proposed": (
        "accord d'investissement proposé", "accords d'investissement proposés",
        "investment agreement proposed", "investment agreements proposed",
    ),
    "agreement_adopted": (
        "accord d'investissement adopté", "accords d'investissement adoptés",
        "investment agreement adopted", "investment agreements adopted",
    ),
    "agreement_implemented": (
        "accord d'investissement appliqué", "accords d'investissement appliqués",
        "investment agreement implemented", "investment agreements implemented",
    ),
}  # fmt: skip
_MATERIALS: Mapping[str, Words] = {
    "booklet": _PROGRAMME["booklet"],
    "comic": _PROGRAMME["comic strip"],
    "poster": ("affiche", "affiches", "poster", "posters"),
    "leaflet": ("dépliant", "dépliants", "leaflet", "leaflets"),
    "audio": ("enregistrement", "enregistrements", "recording", "recordings"),
    "video": ("vidéo", "vidéos", "video", "videos"),
    "school_kit": ("kit scolaire", "kits scolaires", "school kit", "school kits"),
    "hygiene_kit": ("kit d'hygiène", "kits d'hygiène", "hygiene kit", "hygiene kits"),
    "seed": ("semence", "semences", "seed", "seeds"),
    "equipment": ("équipement", "équipements", "piece of equipment", "pieces of equipment"),
    "other_material": ("autre objet", "autres objets", "other thing", "other things"),
}
_PERSPECTIVES = {
    "p1": ("l'élaboration du plan", "drawing up the plan"),
    "p2": ("l'élaboration du budget", "drawing up the budget"),
    "p3": ("la formation sur le plan", "training on the plan"),
    "p4": ("la formation sur le budget", "training on the budget"),
    "p5": ("la formation au budget sensible au genre", "training on gender-responsive budgeting"),
}
_SUMS = {
    "income": ("de revenus", "of income"),
    "savings": ("d'épargne", "of savings"),
    "loans": ("de prêts en cours", "of loans outstanding"),
    "finance": ("de financement obtenu", "of finance obtained"),
    "invested": ("d'investissement convenu", "of investment agreed"),
}
_CURRENCIES = {"xof": ("FCFA", "XOF"), "eur": ("EUR", "EUR"), "usd": ("USD", "USD")}


def _made() -> dict[str, Words]:
    """The units that are put together from a material, a question or a currency."""
    made: dict[str, Words] = {}
    for code, (one, several, single, plural) in _MATERIALS.items():
        made[code] = (one, several, single, plural)
        made[f"{code}_stock"] = (f"{one} en stock", f"{several} en stock", f"{single} in stock", f"{plural} in stock")
        for unit, litre in (("kg", "kg"), ("litre", "l")):
            made[f"{code}_{unit}"] = (
                f"{litre} ({one})",
                f"{litre} ({one})",
                f"{litre} ({single})",
                f"{litre} ({single})",
            )
    for code, (french, english) in _PERSPECTIVES.items():
        made[f"{code}_yes"] = (f"oui à {french}", f"oui à {french}", f"yes to {english}", f"yes to {english}")
        made[f"{code}_answered"] = (
            f"réponse sur {french}", f"réponses sur {french}", f"answer on {english}", f"answers on {english}",
        )  # fmt: skip
    for what, (french, english) in _SUMS.items():
        for currency, (franc, code) in _CURRENCIES.items():
            words = (f"{franc} {french}", f"{code} {english}")
            made[f"{what}_{currency}"] = (words[0], words[0], words[1], words[1])
    return made


# What a wave of a network and its sessions count.
_NETWORKS = {
    "network_wave": ("vague", "vagues", "wave", "waves"),
    "network_actor": ("acteur du réseau", "acteurs du réseau", "actor of the network", "actors of the network"),
    "network_tie": ("lien", "liens", "tie", "ties"),
    "network_tie_possible": ("lien possible", "liens possibles", "possible tie", "possible ties"),
    "network_tie_mutual": ("lien réciproque", "liens réciproques", "mutual tie", "mutual ties"),
    "network_tie_placed": (
        "lien de secteurs connus", "liens de secteurs connus", "tie of known sectors", "ties of known sectors",
    ),
    "network_tie_crossing": (
        "lien entre secteurs", "liens entre secteurs", "tie between sectors", "ties between sectors",
    ),
    "network_density": ("% de densité", "% de densité", "% density", "% density"),
    "network_reciprocity": ("% de réciprocité", "% de réciprocité", "% reciprocity", "% reciprocity"),
    "network_cross_sector": (
        "% de liens entre secteurs", "% de liens entre secteurs", "% ties between sectors", "% ties between sectors",
    ),
    "scale_session": ("séance SCALE+", "séances SCALE+", "SCALE+ session", "SCALE+ sessions"),
    "scale_half_day": ("demi-journée", "demi-journées", "half-day", "half-days"),
    "session_sector": ("secteur présent", "secteurs présents", "sector present", "sectors present"),
    "session_goal": ("but commun", "buts communs", "common goal", "common goals"),
    "common_ground": ("point d'accord", "points d'accord", "point of common ground", "points of common ground"),
    "disagreement": ("désaccord noté", "désaccords notés", "disagreement noted", "disagreements noted"),
}  # fmt: skip

# What a validated round of scoring counts.
_ROUNDS = {
    "round_validated": ("tour de notation validé", "tours de notation validés", "round validated", "rounds validated"),
    "scorer": ("personne qui a noté", "personnes qui ont noté", "person who scored", "people who scored"),
    "disputed_indicator": (
        "indicateur en désaccord", "indicateurs en désaccord", "disputed indicator", "disputed indicators",
    ),
    "barometre_index": ("points sur 100", "points sur 100", "points out of 100", "points out of 100"),
    "carte_commun_index": ("points sur 100", "points sur 100", "points out of 100", "points out of 100"),
    "carte_commun_gap": ("points d'écart", "points d'écart", "points apart", "points apart"),
    "carte_centre_index": ("points sur 100", "points sur 100", "points out of 100", "points out of 100"),
    "carte_centre_gap": ("points d'écart", "points d'écart", "points apart", "points apart"),
}  # fmt: skip

# Code: (French one, French several, English one, English several).
UNITS: Mapping[str, Words] = {**_PROGRAMME, **_FORMS, **_ADVOCACY, **_NETWORKS, **_ROUNDS, **_made()}
