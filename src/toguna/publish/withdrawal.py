"""An edition's content without what was withdrawn from public view since: no name, no code, no number touched.

What is frozen stays as it is; this makes what may be shown of it today, or what the next edition may say. Cells that
are cut by a withdrawn place or organisation keep their numbers under a nameless row, or are left out.
"""

from copy import deepcopy
from typing import Any, cast

from toguna.publish.snapshot import IndicatorPart, Snapshot
from toguna.publish.words import WITHDRAWN_MARK
from toguna.rules.withdrawal import Withdrawn

PLACE, IMPLEMENTER = "place", "implementer"


def without(snapshot: Snapshot, withdrawn: Withdrawn, *, keep_rows: bool = True) -> Snapshot:
    """The snapshot as it may be shown, the one given left as it is.

    With `keep_rows`, a cell of something withdrawn stays under no name, so that parts still add up to their total;
    without, it is left out, as the next edition does.
    """
    if not withdrawn:
        return snapshot
    content = deepcopy(snapshot)
    for key in withdrawn.places & {*content["places"]}:
        del content["places"][key]
    for place in content["places"].values():
        if "inside" in place:
            place["inside"] = [key for key in place["inside"] if key not in withdrawn.places]
    gone = [content["organisations"].pop(code) for code in withdrawn.organisations & {*content["organisations"]}]
    identifiers = {one.get("identifier") for one in gone}
    activities = _activities_left(content, withdrawn)
    for part in content["indicators"]:
        _withdraw_from_indicator(part, withdrawn, activities, keep_rows=keep_rows)
    _withdraw_from_programme(content, withdrawn)
    _withdraw_from_what_is_said(content, withdrawn)
    publisher = content.get("iati_publisher")
    if publisher and publisher["ref"] in identifiers:
        content["iati_publisher"] = None
    bodies = [part["definition"]["body"] for part in content["indicators"]]
    content = cast(Snapshot, _concealed(content, withdrawn))
    if not keep_rows:
        # An edition is counted again with the definitions written in it: those must stay as they are.
        for part, body in zip(content["indicators"], bodies, strict=True):
            part["definition"]["body"] = body
    return content


def _activities_left(content: Snapshot, withdrawn: Withdrawn) -> set[str]:
    """Leave the withdrawn activities out of the work plan, and say which were: their sheets name them no more either.

    An activity of a withdrawn place or organisation goes with it.
    """
    gone = set(withdrawn.activities)
    for one in content.get("activities", []):
        if one["place"] in withdrawn.places or one["implementer"] in withdrawn.organisations:
            gone.add(one["code"])
    if "activities" in content:
        content["activities"] = [one for one in content["activities"] if one["code"] not in gone]
    return gone


def _withdraw_from_indicator(
    part: IndicatorPart, withdrawn: Withdrawn, activities: set[str], *, keep_rows: bool
) -> None:
    for record in part["records"]:
        if record["activity"] in activities or record["place"] in withdrawn.places:
            record["activity"] = record["place"] = ""
    hidden = {PLACE: withdrawn.places, IMPLEMENTER: withdrawn.organisations}
    numbers: dict[str, str] = {}
    for table in part["tables"]:
        for dimension, keys in hidden.items():
            cells = table["cuts"].get(dimension)
            if cells is None:
                continue
            for cell in cells:
                if cell["category"] in keys and keep_rows:
                    number = numbers.setdefault(cell["category"], str(len(numbers) + 1))
                    cell["category"] = f"{WITHDRAWN_MARK}{number}"
            table["cuts"][dimension] = [cell for cell in cells if cell["category"] not in keys]


def _withdraw_from_programme(content: Snapshot, withdrawn: Withdrawn) -> None:
    programme, gone = content["programme"], withdrawn.organisations
    programme["territory"] = [key for key in programme["territory"] if key not in withdrawn.places]
    programme["roles"] = [role for role in programme["roles"] if role["organisation"] not in gone]
    for role in programme["roles"]:
        if role["works_under"] in gone:
            role["works_under"] = None
    if "sub_awards" in programme:
        programme["sub_awards"] = [one for one in programme["sub_awards"] if not {one["giver"], one["receiver"]} & gone]
    for paid in programme.get("transactions", []):
        paid["provider"] = "" if paid["provider"] in gone else paid["provider"]
        paid["receiver"] = "" if paid["receiver"] in gone else paid["receiver"]


def _withdraw_from_what_is_said(content: Snapshot, withdrawn: Withdrawn) -> None:
    hidden = withdrawn.organisations | withdrawn.words
    for statement in content.get("statements", []):
        statement["partners"] = [one for one in statement["partners"] if one not in hidden]
    for stated in content.get("stated", []):
        stated["places"] = [key for key in stated["places"] if key not in withdrawn.places]


def _concealed(part: Any, withdrawn: Withdrawn) -> Any:
    """Every text of a part without the names; keys stay."""
    if isinstance(part, str):
        return withdrawn.conceal(part)
    if isinstance(part, dict):
        return {key: _concealed(one, withdrawn) for key, one in part.items()}
    if isinstance(part, list):
        return [_concealed(one, withdrawn) for one in part]
    return part
