"""The released cells as a CSV that humanitarian tools read: a second head row says in HXL what each column is.

Places keep the scheme of their codes, and only OCHA's are called P-codes: nothing is ever joined on digits.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal

from toguna.publish.reading import target_of, unit_words
from toguna.publish.snapshot import ReleasedCell, Snapshot, released_cells
from toguna.publish.tables import COLUMNS, csv_bytes
from toguna.publish.words import category_words, text_in

PCODES = "ocha-pcode"
LEVELS = (1, 2, 3)

# Heading: (hashtag and attributes, meaning in French, meaning in English).
FIXED: Mapping[str, tuple[str, str, str]] = {
    "programme": ("#activity+programme+code", *COLUMNS["programme"]),
    "edition": ("#meta+edition+num", *COLUMNS["edition"]),
    "indicator": ("#indicator+code", *COLUMNS["indicator"]),
    "title_fr": ("#indicator+name+i_fr", *COLUMNS["title_fr"]),
    "title_en": ("#indicator+name+i_en", *COLUMNS["title_en"]),
    "unit": ("#indicator+unit+i_en", *COLUMNS["unit_en"]),
    "period": ("#date+period+code", *COLUMNS["period"]),
    "starts_on": ("#date+start", *COLUMNS["starts_on"]),
    "ends_on": ("#date+end", *COLUMNS["ends_on"]),
    "value": ("#indicator+value+num", *COLUMNS["value"]),
    "value_women": (
        "#indicator+value+f+num",
        "la valeur pour les femmes ; vide quand elle est masquée, inconnue ou sans objet",
        "the value for women; empty where it is masked, not known or not asked",
    ),
    "value_men": (
        "#indicator+value+m+num",
        "la valeur pour les hommes ; vide quand elle est masquée, inconnue ou sans objet",
        "the value for men; empty where it is masked, not known or not asked",
    ),
    "target": ("#indicator+target+num", "la cible de la période", "the target of the period"),
    "numerator": ("#indicator+numerator+num", *COLUMNS["numerator"]),
    "denominator": ("#indicator+denominator+num", *COLUMNS["denominator"]),
    "dimension": ("#meta+dimension+code", *COLUMNS["dimension"]),
    "category": ("#meta+category+code", *COLUMNS["category"]),
    "category_fr": ("#meta+category+name+i_fr", *COLUMNS["category_fr"]),
    "category_en": ("#meta+category+name+i_en", *COLUMNS["category_en"]),
    "age_min": ("#meta+age+min+num", "âge le plus bas de la tranche", "lowest age of the band"),
    "age_max": ("#meta+age+max+num", "âge le plus haut de la tranche", "highest age of the band"),
    "organisation": (
        "#org+impl+code", "code de l'organisation qui met en œuvre", "code of the implementing organisation",
    ),
    "organisation_name": ("#org+impl+name", "organisation qui met en œuvre", "implementing organisation"),
    "basis": ("#meta+basis", *COLUMNS["basis"]),
    "masked": ("#meta+masked", *COLUMNS["masked"]),
    "provisional": (
        "#meta+provisional",
        "yes : la période n'est pas clôturée, ou la valeur n'est pas approuvée",
        "yes: the period is not closed, or the value is not approved",
    ),
    "fictional": ("#meta+fictional", *COLUMNS["fictional"]),
    "edition_sha256": ("#meta+edition+sha256", *COLUMNS["edition_sha256"]),
}  # fmt: skip


def hxl_columns(snapshot: Snapshot) -> dict[str, tuple[str, str, str]]:
    """The columns of this edition: the fixed ones, and for each level of places its name and a code for each scheme."""
    found: dict[str, tuple[str, str, str]] = {}
    used = _places_used(snapshot)
    for level in LEVELS:
        schemes = sorted({key.partition(":")[0] for key in used if snapshot["places"][key]["level"] == level})
        for scheme in schemes:
            found[f"adm{level}_{slug(scheme)}"] = (
                f"#adm{level}+code+{attribute_of(scheme)}",
                f"code du lieu (niveau {level}), référentiel {scheme}",
                f"code of the place (level {level}), scheme {scheme}",
            )
        if schemes:
            found[f"adm{level}_name"] = (
                f"#adm{level}+name", f"nom du lieu (niveau {level})", f"name of the place (level {level})",
            )  # fmt: skip
    columns = dict(FIXED)
    before, after = list(columns.items())[:9], list(columns.items())[9:]
    return dict([*before, *found.items(), *after])


def cells_as_hxl(snapshot: Snapshot, sha256: str) -> bytes:
    """Every released cell: the heads for people, the row of hashtags, then one row for each cell."""
    columns = hxl_columns(snapshot)
    tags = [tag for tag, _fr, _en in columns.values()]

    def rows() -> Iterator[list[object]]:
        yield list(tags)
        for part in released_cells(snapshot):
            row = _row(snapshot, sha256, part)
            yield [row.get(column, "") for column in columns]

    return csv_bytes(list(columns), rows())


def hxl_dictionary(snapshot: Snapshot) -> dict[str, tuple[str, str]]:
    """What each column of this edition's file means, with its hashtag."""
    return {
        column: (f"{french} ({tag})", f"{english} ({tag})")
        for column, (tag, french, english) in hxl_columns(snapshot).items()
    }


def attribute_of(scheme: str) -> str:
    """The attribute that says from which list of codes a place's code is: OCHA's have one that all tools know.

    >>> attribute_of("ocha-pcode"), attribute_of("iso-3166-2"), attribute_of("toguna-demo")
    ('v_pcode', 'v_iso_3166_2', 'v_toguna_demo')
    """
    return "v_pcode" if scheme == PCODES else f"v_{slug(scheme)}"


def slug(scheme: str) -> str:
    """A scheme's name as an attribute may be written."""
    return re.sub(r"[^a-z0-9]+", "_", scheme.lower()).strip("_")


def _places_used(snapshot: Snapshot) -> set[str]:
    return {
        part.cell["category"]
        for part in released_cells(snapshot)
        if part.dimension == "place" and part.cell["category"] in snapshot["places"]
    }


def _row(snapshot: Snapshot, sha256: str, part: ReleasedCell) -> dict[str, object]:
    indicator, table, cell = part.indicator, part.table, part.cell
    value = "" if cell["masked"] else cell.get("value") or ""
    category = cell["category"] if part.dimension else ""
    target = target_of(indicator, table) if not part.dimension else None
    row: dict[str, object] = {
        "programme": snapshot["programme"]["code"],
        "edition": snapshot["number"],
        "indicator": indicator["code"],
        "title_fr": text_in(indicator["title"], "fr"),
        "title_en": text_in(indicator["title"], "en"),
        "unit": unit_words(indicator["unit"], None, "en"),
        "period": table["period"],
        "starts_on": table["starts_on"],
        "ends_on": (date.fromisoformat(table["ends_before"]) - timedelta(days=1)).isoformat(),
        "target": "" if target is None else _plain(target),
        "dimension": part.dimension,
        "category": category,
        "basis": table["basis"],
        "masked": _yes(cell["masked"]),
        "provisional": _yes(table.get("provisional", False)),
        "fictional": _yes(snapshot["fictional"]),
        "edition_sha256": sha256,
        "numerator": "" if cell["masked"] else cell.get("numerator") or "",
        "denominator": "" if cell["masked"] else cell.get("denominator") or "",
    }
    for language in ("fr", "en"):
        row[f"category_{language}"] = (
            category_words(snapshot, part.dimension, category, language) if part.dimension else ""
        )
    # Tools look for women and men under hashtags of their own.
    column = {"female": "value_women", "male": "value_men"}.get(category) if part.dimension == "sex" else None
    row[column or "value"] = value
    return row | _about(snapshot, part.dimension, category)


def _about(snapshot: Snapshot, dimension: str, category: str) -> dict[str, object]:
    """What the category is, in columns that other tools know: an age band, a place, an organisation."""
    if dimension == "age_band" and category[:1].isdigit():
        youngest, _, oldest = category.rstrip("+").partition("-")
        return {"age_min": youngest, "age_max": oldest}
    if dimension == "place" and category in snapshot["places"]:
        scheme, _, code = category.partition(":")
        place = snapshot["places"][category]
        return {f"adm{place['level']}_{slug(scheme)}": code, f"adm{place['level']}_name": place["name"]}
    if dimension == "implementer" and category in snapshot["organisations"]:
        name = text_in(snapshot["organisations"][category]["name"], "fr")
        return {"organisation": category, "organisation_name": name}
    return {}


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"


def _yes(flag: bool) -> str:
    return "yes" if flag else "no"
