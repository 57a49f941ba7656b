"""The template tags: numbers, dates, chips and texts in the reader's language; what is not known is said."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.contrib.messages import constants
from django.template import engines
from django.utils import translation

from toguna.rules.findings import Severity
from toguna.rules.records import RecordState
from toguna.rules.roles import Role
from toguna.web import layout
from toguna.web.layout.chips import BASES, STATUSES
from toguna.web.layout.words import WORDS

STYLES = (Path(layout.__file__).parent / "static/layout/toguna.css").read_text()


def rendered(text: str, language: str = "fr", **context: object) -> str:
    with translation.override(language):
        return engines["django"].from_string("{% load toguna %}" + text).render(context)


@pytest.mark.parametrize(
    ("text", "french", "english"),
    [
        ("{{ 1024517|number }}", "1\u202f024\u202f517", "1,024,517"),
        ("{{ 37.5|percent }}", "37,5\u202f%", "37.5%"),
        ('{{ 26000000|money:"XOF" }}', "26\u202f000\u202f000\u00a0FCFA", "XOF 26,000,000"),
        ('{{ 349822|quantity:"hectare" }}', "349,822\u00a0ha", "349.822 ha"),
        ("{% share 3 8 %}", "37,5\u202f%", "37.5%"),
        ("{% difference 88 100 %}", "12 de moins que la cible", "12 below the target"),
        ("{% period start end %}", "T1 2019", "Q1 2019"),
        ("{% days start last %}", "du 1er janvier au 31 mars 2019", "1 January to 31 March 2019"),
    ],
)
def test_a_number_is_written_in_the_readers_language(text: str, french: str, english: str) -> None:
    days = {"start": date(2019, 1, 1), "end": date(2019, 4, 1), "last": date(2019, 3, 31)}
    assert rendered(text, "fr", **days) == french
    assert rendered(text, "en", **days) == english


@pytest.mark.parametrize(
    "text",
    [
        "{{ n|number }}",
        "{{ n|decimal }}",
        "{{ n|percent }}",
        '{{ n|money:"USD" }}',
        '{{ n|quantity:"person" }}',
        "{{ n|long_date }}",
        "{{ n|moment }}",
        "{% share n 8 %}",
        "{% share 0 0 %}",
        "{% period n n %}",
        "{% days n %}",
        '{{ n|word:"sex" }}',
        "{% unknown %}",
    ],
)
def test_what_is_not_known_is_said_and_is_never_zero(text: str) -> None:
    assert rendered(text, n=None) == '<span class="unknown">non précisé</span>'


def test_zero_is_a_number() -> None:
    assert rendered("{{ 0|number }} {{ 0|percent }}") == "0 0\u202f%"


def test_a_day_is_readable_by_people_and_by_machines() -> None:
    html = rendered("{{ day|long_date }}", day=date(2016, 8, 1))
    assert html == '<time datetime="2016-08-01">1er août 2016</time>'


def test_a_moment_is_told_in_the_time_of_the_installation(settings: object) -> None:
    settings.TIME_ZONE = "Africa/Bamako"  # type: ignore[attr-defined]
    html = rendered("{{ at|moment }}", at=datetime(2019, 3, 1, 9, 5, tzinfo=UTC))
    assert "1er mars 2019 à 9\u00a0h\u00a005" in html


def test_a_text_falls_back_to_another_language_and_says_which() -> None:
    only_english = {"en": "Peace & <quiet>"}
    assert rendered("{{ t|text_in }}", "en", t=only_english) == "Peace &amp; &lt;quiet&gt;"
    assert rendered("{{ t|text_in }}", "fr", t=only_english) == '<span lang="en">Peace &amp; &lt;quiet&gt;</span>'
    assert rendered("{{ t|plain_text_in }}", "fr", t=only_english) == "Peace &amp; &lt;quiet&gt;"
    assert rendered("{{ t|text_in }}", "bm", t={"fr": "Paix", "en": "Peace"}) == '<span lang="fr">Paix</span>'
    assert rendered("{{ t|text_in }}|{{ n|text_in }}", t={}, n=None) == "|"


@pytest.mark.parametrize("code", BASES)
def test_every_basis_has_a_word_and_an_explanation(code: str) -> None:
    html = rendered("{% basis code %}", code=code)
    assert BASES[code].word in html
    assert f'class="chip {code}"' in html
    assert 'title="' in html
    assert f".chip.{code}" in STYLES


@pytest.mark.parametrize("code", [*RecordState, *Severity])
def test_every_state_of_a_record_has_a_word(code: str) -> None:
    assert code in STATUSES


@pytest.mark.parametrize("code", Role)
def test_every_role_has_a_word(code: str) -> None:
    assert code in WORDS["role"]


def test_a_status_may_have_words_and_a_tone_of_its_own() -> None:
    assert rendered('{% status "held" "tenu" "warn" %}') == '<span class="status warn">tenu</span>'
    assert rendered("{% status code %}", code="<b>") == '<span class="status calm">&lt;b&gt;</span>'


@pytest.mark.parametrize(
    ("tags", "address"),
    [("undo:/desk/12/undo/ success", "/desk/12/undo/"), ("undo://elsewhere.org/", ""), ("success", ""), ("", "")],
)
def test_a_message_offers_to_undo_on_this_site_only(tags: str, address: str) -> None:
    assert rendered("{{ tags|undo_address }}", tags=tags) == address


def test_a_failed_message_has_the_tone_of_a_failure() -> None:
    level = constants.DEFAULT_TAGS
    assert rendered("{{ level|tone }}", level=level[constants.ERROR]) == "bad"
    assert rendered("{{ level|tone }}", level=level[constants.INFO]) == "calm"
