"""The CSV with an HXL row: its tags are tags, its codes keep their scheme, masked stays masked."""

import csv
import re
from io import StringIO
from typing import Any

from tests.publish.donor_books import reported
from tests.publish.snapshots import indicator, snapshot, table
from toguna.publish.hxl import attribute_of, cells_as_hxl, hxl_columns, hxl_dictionary

SHA256 = "ab" * 32
# HXL 1.1: a hashtag begins with a letter and goes on with letters, digits and low lines; so does each attribute.
TAG = re.compile(r"#[A-Za-z][A-Za-z0-9_]*(\+[A-Za-z][A-Za-z0-9_]*)*")
# The hashtags of the standard's core schema that are used here.
CORE = {"#activity", "#adm1", "#adm2", "#adm3", "#date", "#indicator", "#meta", "#org"}


def lines(content: Any) -> list[list[str]]:
    return list(csv.reader(StringIO(cells_as_hxl(content, SHA256).decode("utf-8-sig"))))


def by_tag(content: Any) -> list[dict[str, str]]:
    _heads, tags, *rows = lines(content)
    return [dict(zip(tags, row, strict=True)) for row in rows]


def placed() -> Any:
    """Two places whose codes share their digits, in two schemes."""
    cut: Any = [
        {"category": "ocha-pcode:ML09", "masked": False, "value": "5", "digest": "d" * 64},
        {"category": "iso-3166-2:ML-9", "masked": False, "value": "6", "digest": "d" * 64},
    ]
    names = {
        "ocha-pcode:ML09": {"name": "Bamako (fictif)", "level": 1, "fictional": True},
        "iso-3166-2:ML-9": {"name": "Ménaka (fictif)", "level": 1, "fictional": True},
    }
    return snapshot(indicator(tables=[table(cuts={"place": cut})]), places=names)


def test_the_second_row_is_made_of_valid_tags_and_each_column_has_one() -> None:
    heads, tags, *rows = lines(reported())
    assert len(set(heads)) == len(heads) == len(tags)
    for tag in tags:
        assert TAG.fullmatch(tag), tag
        assert tag.split("+")[0] in CORE, tag
    assert len(set(tags)) == len(tags)
    assert all(len(row) == len(heads) for row in rows)


def test_the_tags_that_other_tools_look_for_are_there() -> None:
    tags = {tag for tag, _fr, _en in hxl_columns(placed()).values()}
    assert {
        "#adm1+code+v_pcode",
        "#adm1+name",
        "#indicator+code",
        "#indicator+name+i_fr",
        "#indicator+value+num",
        "#indicator+value+f+num",
        "#indicator+target+num",
        "#date+start",
        "#date+end",
        "#org+impl+code",
        "#meta+basis",
        "#meta+masked",
        "#meta+fictional",
    } <= tags


def test_two_codes_with_the_same_digits_are_two_places_in_two_columns() -> None:
    rows = [row for row in by_tag(placed()) if row["#adm1+name"]]
    assert [(row["#adm1+code+v_pcode"], row["#adm1+code+v_iso_3166_2"], row["#adm1+name"]) for row in rows] == [
        ("ML09", "", "Bamako (fictif)"),
        ("", "ML-9", "Ménaka (fictif)"),
    ]
    assert attribute_of("ocha-pcode") == "v_pcode"


def test_women_are_under_their_own_tag_and_a_masked_cell_is_empty_and_marked() -> None:
    rows = [row for row in by_tag(reported()) if row["#meta+dimension+code"] == "sex"]
    women, men = rows[:2]
    assert (women["#indicator+value+f+num"], women["#indicator+value+num"]) == ("7", "")
    assert (men["#indicator+value+m+num"], men["#meta+masked"]) == ("", "yes")


def test_every_row_says_that_it_is_fictional() -> None:
    assert {row["#meta+fictional"] for row in by_tag(reported())} == {"yes"}


def test_every_column_is_in_the_dictionary_with_its_tag_in_both_languages() -> None:
    columns, explained = hxl_columns(placed()), hxl_dictionary(placed())
    assert list(explained) == list(columns)
    for column, (french, english) in explained.items():
        assert columns[column][0] in french
        assert columns[column][0] in english
