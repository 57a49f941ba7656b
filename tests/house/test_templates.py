"""Pages in two languages under a strict content policy: every word can be translated, nothing is styled in line."""

import re
from pathlib import Path

import pytest

from tests.house.source import PACKAGE

TEMPLATES = sorted(PACKAGE.rglob("templates/**/*.html"))
NOT_SHOWN = re.compile(
    r"\{% blocktranslate.*?%\}.*?\{% endblocktranslate %\}|\{% comment.*?%\}.*?\{% endcomment %\}|\{#.*?#\}"
    r"|\{% block \w*class %\}.*?\{% endblock.*?%\}|\{%.*?%\}|\{\{.*?\}\}|<!--.*?-->|<script.*?</script>|<!doctype.*?>",
    re.DOTALL | re.IGNORECASE,
)
SPOKEN_ATTRIBUTES = re.compile(r"\b(?:aria-label|title|alt|placeholder|content)=\"([^\"]*)\"")
WORD = re.compile(r"[^\W\d_]{3,}")
# Names are the same in every language, and the address of a viewport's size is not spoken.
SAME_IN_EVERY_LANGUAGE = {"Toguna", "ODK", "Collect", "KoboCollect", "CSV", "XLSX", "IATI", "SHA"}
FOR_MACHINES = re.compile(r"<meta[^>]*name=\"(?:viewport|color-scheme|theme-color|robots|referrer)\"[^>]*>")
AGAINST_THE_POLICY = {
    "a style in line": re.compile(r"\sstyle=|<style", re.IGNORECASE),
    "a script in line": re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/json\")", re.IGNORECASE),
    "an event's script": re.compile(r"<[^>]*\son[a-z]+=", re.IGNORECASE),
    "somebody else's server": re.compile(r"(?:src|href)=\"(?:https?:)?//", re.IGNORECASE),
}


def untranslated(source: str) -> set[str]:
    """The words that every reader would see in the language of the template."""
    shown = NOT_SHOWN.sub(" ", FOR_MACHINES.sub(" ", source))
    spoken = " ".join(SPOKEN_ATTRIBUTES.findall(shown))
    text = re.sub(r"<[^>]*>", " ", shown) + " " + spoken
    return set(WORD.findall(re.sub(r"&\w+;", " ", text))) - SAME_IN_EVERY_LANGUAGE


def test_untranslated_words_are_recognised() -> None:
    assert untranslated('<p>{% translate "Approuver" %}</p><a title="{{ title }}">&nbsp;{{ n }}</a>') == set()
    assert untranslated("<p>Approuver {{ n }}</p>") == {"Approuver"}
    assert untranslated('<img alt="Carte">') == {"Carte"}


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_every_word_of_a_page_can_be_translated(path: Path) -> None:
    assert untranslated(path.read_text()) == set()


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_nothing_in_a_page_is_refused_by_the_content_policy(path: Path) -> None:
    text = re.sub(r"\{#.*?#\}|\{% comment.*?endcomment %\}", "", path.read_text(), flags=re.DOTALL)
    found = [what for what, pattern in AGAINST_THE_POLICY.items() if pattern.search(text)]
    assert found == []


def test_what_the_policy_refuses_is_recognised() -> None:
    refused = {
        "a style in line": '<p style="color:red">',
        "a script in line": "<script>alert(1)</script>",
        "an event's script": '<button class="x" onclick="go()">',
        "somebody else's server": '<script src="https://example.org/x.js"></script>',
    }
    assert refused.keys() == AGAINST_THE_POLICY.keys()
    for what, source in refused.items():
        assert AGAINST_THE_POLICY[what].search(source)
        assert not AGAINST_THE_POLICY[what].search('<script src="{% static "desk.js" %}" defer></script><a href="/x">')


def test_there_are_pages() -> None:
    assert len(TEMPLATES) > 20
