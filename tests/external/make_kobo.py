"""Makes the fixtures of a KoboToolbox project: `python -m tests.external.make_kobo` writes them anew, always the same.

The shapes are those of its API, version 2. Everything in them is fictional: the communes, the agents, the photos.
"""

import json
import random
import uuid
from pathlib import Path
from typing import Any

FIXTURES = Path(__file__).resolve().parent.parent / "samples" / "kobo_fictional.json"
ASSET = "aFictifForumCommunal01"
FIRST, SECOND = "vFictif1premiere", "vFictif2renommee"
SEED = 2026
COMMUNES = ["Talimbara", "Sokourani-Fictif", "Douna-Imaginaire"]


def content(place: str, *, with_summary: bool) -> dict[str, Any]:
    """The rows of one version. Kobo gives each row a key that it keeps when it is renamed or moved."""
    survey: list[dict[str, Any]] = [
        {"type": "start", "name": "start", "$kuid": "k-start"},
        {"type": "begin_group", "name": "tete", "label": ["Le forum", "The forum"], "$kuid": "k-tete"},
        {"type": "text", "name": place, "label": ["Commune", "Commune"], "$kuid": "k-place", "required": True},
        {"type": "date", "name": "jour", "label": ["Jour", "Day"], "$kuid": "k-jour"},
        {"type": "end_group", "$kuid": "/k-tete"},
        {"type": "begin_repeat", "name": "camp", "label": ["Partie", "Side"], "$kuid": "k-camp"},
        {
            "type": "select_one", "name": "groupe", "label": ["Groupe", "Group"], "$kuid": "k-groupe",
            "select_from_list_name": "groupes",
        },
        {"type": "integer", "name": "presents", "label": ["Présents", "Present"], "$kuid": "k-presents"},
        {"type": "image", "name": "photo", "label": ["Photo", "Photo"], "$kuid": "k-photo"},
        {"type": "end_repeat", "$kuid": "/k-camp"},
        {"type": "audio", "$autoname": "parole", "label": ["Parole", "Voice"], "$kuid": "k-parole"},
    ]  # fmt: skip
    if with_summary:
        survey.append({"type": "text", "name": "accord", "label": ["Accord", "Agreement"], "$kuid": "k-accord"})
    choices = [
        {"list_name": "groupes", "name": "youth", "label": ["Jeunes", "Youth"], "$kuid": "c1"},
        {"list_name": "groupes", "$autovalue": "cso", "label": ["OSC", "CSO"], "$kuid": "c2"},
    ]
    return {
        "schema": "1", "survey": survey, "choices": choices, "settings": {},
        "translated": ["label"], "translations": ["Français (fr)", "English (en)"],
    }  # fmt: skip


def submission(number: int, chance: random.Random) -> dict[str, Any]:
    """One submission as the list shows it; the first three were made on the first version of the form."""
    version, place = (FIRST, "commune") if number <= 3 else (SECOND, "localite")
    own = str(uuid.UUID(int=chance.getrandbits(128), version=4))
    camps = [
        {"camp/groupe": group, "camp/presents": str(chance.randint(3, 40)), "camp/photo": f"vue {number} {group}.jpg"}
        for group in ("youth", "cso")[: chance.randint(1, 2)]
    ]
    answers: dict[str, Any] = {
        "_id": 5000 + number, "formhub/uuid": "0" * 32, "start": f"2026-03-0{number}T09:00:00.000+00:00",
        f"tete/{place}": chance.choice(COMMUNES), "tete/jour": f"2026-03-0{number}", "camp": camps,
        "__version__": version, "meta/instanceID": f"uuid:{own}", "meta/rootUuid": f"uuid:{own}",
        "_xform_id_string": ASSET, "_uuid": own, "_submission_time": f"2026-03-0{number}T18:00:00",
        "_submitted_by": None, "_status": "submitted_via_web", "_tags": [], "_notes": [], "_geolocation": [None, None],
        "_validation_status": {}, "_attachments": [],
    }  # fmt: skip
    if number == 2:
        answers["parole"] = "jamais arrivee.m4a"
    if version == SECOND:
        answers["accord"] = "Réparer le forage & suivre les dépenses"
    for place_in_list, camp in enumerate(camps, 1):
        stored = camp["camp/photo"].replace(" ", "_")
        answers["_attachments"].append(
            {
                "id": number * 10 + place_in_list, "uid": f"attFictif{number}{place_in_list}", "mimetype": "image/jpeg",
                "filename": f"compte_fictif/attachments/{'0' * 32}/{own}/{stored}", "media_file_basename": stored,
                "question_xpath": f"camp[{place_in_list}]/photo", "is_deleted": False,
            }
        )  # fmt: skip
    return answers


def fixtures() -> str:
    """The whole file."""
    chance = random.Random(SEED)
    versions = [
        {"uid": FIRST, "date_deployed": "2026-02-01T08:00:00Z", "content": content("commune", with_summary=False)},
        {"uid": "vFictifBrouillon", "date_deployed": None, "content": content("village", with_summary=False)},
        {"uid": SECOND, "date_deployed": "2026-03-04T08:00:00Z", "content": content("localite", with_summary=True)},
    ]
    told = {
        "fictional": True,
        "asset": {"uid": ASSET, "name": "Forum communal (fictif)", "asset_type": "survey", "has_deployment": True},
        "versions": versions,
        "submissions": [submission(number, chance) for number in range(1, 7)],
    }
    return json.dumps(told, indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    FIXTURES.write_text(fixtures(), encoding="utf-8")
