"""The shared look: readable colours, one small stylesheet, strict pages, numbers and words in the reader's language."""

import re
from datetime import UTC, date, datetime
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django import forms
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages import constants
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.template import engines
from django.template.loader import get_template, render_to_string
from django.test import RequestFactory
from django.utils import translation

from toguna.publish.pictures.drawing import COLOURS
from toguna.rules.findings import Severity
from toguna.rules.records import RecordState
from toguna.rules.roles import Role
from toguna.web import layout
from toguna.web.layout.chips import BASES, STAGES, STATUSES
from toguna.web.layout.words import WORDS

FOLDER = Path(layout.__file__).parent
STYLES = (FOLDER / "static/layout/toguna.css").read_text()
SCRIPT = (FOLDER / "static/layout/desk.js").read_text()
TEMPLATES = sorted((FOLDER / "templates").rglob("*.html"))
ERRORS = ["400.html", "403.html", "403_csrf.html", "404.html", "429.html", "500.html"]

TEXT = 4.5
SHAPE = 3.0


def tokens(mode: str) -> dict[str, str]:
    """The colours of a mode: the dark one overrides the light one where it says something."""
    blocks = re.findall(r":root \{(.*?)\}", STYLES, re.DOTALL)
    light = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", blocks[0]))
    dark = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", blocks[1]))
    return light if mode == "light" else {**light, **dark}


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2 defines it."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def request(path: str = "/", **query: str) -> HttpRequest:
    asked = RequestFactory().get(path, query)
    asked.user = AnonymousUser()
    return asked


def rendered(text: str, language: str = "fr", **context: object) -> str:
    with translation.override(language):
        source = "{% load toguna %}" + text
        return engines["django"].from_string(source).render(context, request())


def page(name: str, language: str = "fr", **context: object) -> str:
    with translation.override(language):
        return render_to_string(name, context, request())


class Elements(HTMLParser):
    """The elements of a page, in order, with their attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def named(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.found if name == tag]


class Sheet(forms.Form):
    """A form with each kind of control."""

    reason = forms.CharField(label="Raison", help_text="L'expéditeur la lira.")
    sex = forms.ChoiceField(label="Sexe", choices=[("f", "Femme"), ("m", "Homme")], widget=forms.RadioSelect)
    consent = forms.BooleanField(label="Accord", required=False)
    record = forms.CharField(widget=forms.HiddenInput)


# --- the stylesheet ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize(
    ("front", "ground", "least"),
    [
        *((front, "paper", TEXT) for front in ("ink", "heading", "muted", "link", "act")),
        *((front, "raised", TEXT) for front in ("ink", "heading", "muted", "link", "act")),
        *((front, "sunken", TEXT) for front in ("ink", "muted", "link")),
        *((tone, f"{tone}-soft", TEXT) for tone in ("good", "warn", "bad")),
        *(("ink", f"{tone}-soft", TEXT) for tone in ("good", "warn", "bad")),
        *((tone, "paper", TEXT) for tone in ("good", "warn", "bad", "act-over")),
        ("on-act", "act", TEXT),
        ("on-act", "act-over", TEXT),
        ("act-over", "warn-soft", TEXT),
        ("on-band", "band", TEXT),
        ("edge", "raised", SHAPE),
        ("edge", "paper", SHAPE),
        *(("focus", ground, SHAPE) for ground in ("paper", "raised", "sunken")),
        *((series, "paper", SHAPE) for series in ("series-a", "series-b", "series-c")),
    ],
)
def test_colours_are_far_enough_apart_to_be_read(mode: str, front: str, ground: str, least: float) -> None:
    colours = tokens(mode)
    assert contrast(colours[front], colours[ground]) >= least


def test_black_on_white_is_the_greatest_contrast() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


def test_the_stylesheet_is_light_and_fetches_nothing() -> None:
    assert len(STYLES.encode()) <= 20_000
    assert "url(" not in STYLES
    assert "@import" not in STYLES


def test_every_token_that_is_used_is_defined() -> None:
    used = set(re.findall(r"var\(--([a-z0-9-]+)\)", STYLES))
    defined = set(re.findall(r"--([a-z0-9-]+):", STYLES))
    assert used
    assert used <= defined


def test_pictures_keep_on_paper_the_colours_they_have_on_screen() -> None:
    light = tokens("light")
    names = {"t": "ink", "m": "muted", "a": "series-a", "b": "series-b", "c": "series-c", "lg": "line", "lc": "edge"}
    assert {role: COLOURS[role] for role in names} == {role: light[name] for role, name in names.items()}


def test_buttons_and_fields_are_large_enough_for_a_finger() -> None:
    assert "--touch: 2.75rem" in STYLES
    for rule in (".button {", "input:not([type=checkbox]", ".menu a {", ".choices label", ".tools a"):
        body = STYLES[STYLES.index(rule) :].split("}", 1)[0]
        assert "min-height: var(--touch)" in body, rule


# --- strict pages -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.relative_to(FOLDER / "templates").as_posix())
def test_a_template_has_no_inline_style_and_no_inline_script(template: Path) -> None:
    text = template.read_text()
    assert not re.search(r"\sstyle=|<style|\son[a-z]+=|javascript:", text)
    assert all("src=" in script for script in re.findall(r"<script[^>]*>", text))
    get_template(template.relative_to(FOLDER / "templates").as_posix())


def test_the_script_writes_no_markup() -> None:
    assert "innerHTML" not in SCRIPT
    assert "eval(" not in SCRIPT


@pytest.mark.parametrize("name", ["layout/public.html", "layout/desk.html", *ERRORS])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_page_names_its_language_and_lets_the_keyboard_skip_to_the_content(name: str, language: str) -> None:
    elements = Elements(page(name, language))
    assert elements.named("html")[0]["lang"] == language
    assert elements.named("a")[0]["href"] == "#content"
    assert elements.named("main")[0]["id"] == "content"


def test_the_public_pages_carry_no_script() -> None:
    assert "<script" not in page("layout/public.html")
    assert "<script" in page("layout/desk.html")


def test_the_skeleton_alone_is_light() -> None:
    assert len(page("layout/public.html").encode()) < 5_000


@pytest.mark.parametrize("name", ERRORS)
def test_an_error_page_needs_no_request(name: str) -> None:
    html = render_to_string(name)
    assert "<h1>" in html
    assert "csrfmiddlewaretoken" not in html


def test_the_navigation_says_where_one_is_and_what_waits() -> None:
    entries = [
        {"label": "Mon travail", "url": "/desk/", "count": 0},
        {"label": "Fiches reçues", "url": "/desk/fiches/", "count": 12, "current": True},
    ]
    html = page("layout/desk.html", navigation=entries)
    links = [link for link in Elements(html).named("a") if link["href"] in {"/desk/", "/desk/fiches/"}]
    assert [link.get("aria-current") for link in links if "class" not in link][-2:] == [None, "page"]
    assert '<span class="count">12</span>' in html
    assert '<span class="count">0</span>' not in html


def test_a_breadcrumb_does_not_link_to_the_page_itself() -> None:
    html = page("layout/public.html", breadcrumb=[{"label": "Accueil", "url": "/"}, {"label": "Ici", "url": "/ici"}])
    assert "/ici" not in html
    assert '<span aria-current="page">Ici</span>' in html


def test_what_is_fictional_says_so_on_every_page_that_holds_some() -> None:
    assert "Démonstration" in page("layout/public.html", demonstration=True)
    assert "Démonstration" not in page("layout/public.html")


# --- forms ------------------------------------------------------------------------------------------------------------


def test_the_error_summary_leads_to_each_field() -> None:
    form = Sheet({"record": "1"})
    html = page("layout/includes/form_fields.html", form=form)
    elements = Elements(html)
    identifiers = {attributes.get("id") for _, attributes in elements.found}
    targets = [str(link["href"]).removeprefix("#") for link in elements.named("a")]
    assert targets == ["id_reason", "id_sex"]
    assert set(targets) <= identifiers


def test_a_field_is_described_by_its_hint_and_its_error() -> None:
    elements = Elements(page("layout/includes/form_field.html", field=Sheet({})["reason"]))
    described = str(elements.named("input")[0]["aria-describedby"]).split()
    assert described == ["id_reason_helptext", "id_reason_error"]
    assert set(described) <= {attributes.get("id") for _, attributes in elements.found}


def test_a_choice_is_a_group_with_a_name_and_a_checkbox_has_its_words_after_it() -> None:
    form = Sheet()
    assert "<legend>Sexe" in page("layout/includes/form_field.html", field=form["sex"])
    checkbox = page("layout/includes/form_field.html", field=form["consent"])
    assert checkbox.index("<input") < checkbox.index("Accord")


def test_a_hidden_field_shows_nothing() -> None:
    html = page("layout/includes/form_field.html", field=Sheet()["record"])
    assert [tag for tag, _ in Elements(html).found] == ["input"]


def test_a_hostile_error_is_shown_as_text() -> None:
    assert "<b>" not in page("layout/includes/error_summary.html", problems=["<b>x</b>"])


def test_the_next_page_keeps_the_filters() -> None:
    with translation.override("fr"):
        html = render_to_string(
            "layout/includes/pagination.html",
            {"page": Paginator(range(1200), 25).page(2)},
            request("/desk/", state="to_check", page="2"),
        )
    assert {link["href"] for link in Elements(html).named("a")} == {
        "?state=to_check&page=1",
        "?state=to_check&page=3",
    }
    assert "26 à 50 sur 1\u202f200" in html


def test_one_page_of_a_list_needs_no_pagination() -> None:
    assert page("layout/includes/pagination.html", page=Paginator(range(3), 25).page(1)).strip() == ""


@pytest.mark.parametrize(
    ("tags", "address"),
    [("undo:/desk/12/undo/ success", "/desk/12/undo/"), ("undo://elsewhere.org/", ""), ("success", ""), ("", "")],
)
def test_a_message_offers_to_undo_on_this_site_only(tags: str, address: str) -> None:
    assert rendered("{{ tags|undo_address }}", tags=tags) == address


def test_a_failure_is_announced_at_once_and_a_success_in_its_turn() -> None:
    level = constants.DEFAULT_TAGS
    assert rendered("{{ level|tone }}", level=level[constants.ERROR]) == "bad"
    assert 'role="alert"' in page("layout/includes/notice.html", tone="bad", text="x")
    assert 'role="status"' in page("layout/includes/notice.html", tone="good", text="x")


# --- numbers, dates, words --------------------------------------------------------------------------------------------


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


def test_the_stages_say_what_is_done_and_what_is_to_come() -> None:
    html = page("layout/includes/stages.html", stage="value")
    states = [entry["class"] for entry in Elements(html).named("li")]
    assert states == ["done", "done", "current", "later"]
    assert all(word in html for _, word, _ in STAGES)


# --- signing in -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [
        "account/login.html",
        "account/logout.html",
        "account/password_change.html",
        "account/password_reset.html",
        "account/password_reset_done.html",
        "account/password_reset_from_key.html",
        "account/email.html",
        "account/reauthenticate.html",
        "mfa/index.html",
        "mfa/authenticate.html",
        "mfa/totp/deactivate_form.html",
        "mfa/recovery_codes/index.html",
        "mfa/recovery_codes/generate.html",
    ],
)
def test_the_pages_of_an_account_have_the_same_look(name: str) -> None:
    assert "layout/page.html" in ancestors(name)


def ancestors(name: str) -> list[str]:
    """The templates that a template extends, nearest first."""
    source = Path(get_template(name).origin.name).read_text()
    found = re.match(r'(?:\{%\s*(?:load|comment)[^%]*%\}\s*)*\{% extends "([^"]+)" %\}', source)
    return [found[1], *ancestors(found[1])] if found else []


def test_the_sign_in_page_offers_no_account_to_strangers() -> None:
    html = page("account/login.html", form=Sheet(), signup_url="/accounts/signup/")
    assert "/accounts/signup/" not in html
    assert 'class="button"' in html


def test_a_field_of_the_sign_in_library_has_its_label_above_and_its_hint_tied_to_it() -> None:
    form = Sheet()
    form.secret = "JBSWY3DP"  # type: ignore[attr-defined]
    elements = Elements(page("mfa/totp/activate_form.html", form=form))
    fields = [attributes for _, attributes in elements.found if attributes.get("id") == "authenticator_secret"]
    assert [field["aria-describedby"] for field in fields] == ["authenticator_secret_helptext"]
    order = [attributes.get("for") or attributes.get("id") for _, attributes in elements.found]
    assert order.index("authenticator_secret") < order.index("authenticator_secret_helptext")


# --- the manual -------------------------------------------------------------------------------------------------------


def test_the_manual_names_only_what_exists() -> None:
    manual = (FOLDER.parents[3] / "docs/interface.md").read_text()
    classes = {name for group in re.findall(r'class="([^"]+)"', manual) for name in group.split()}
    # `.card.act` and `table.cards` are classes; `desk.js` is a file.
    written = re.findall(r"`(?:a|tr|table)?(\.[a-z-]+(?:\.[a-z-]+)?)`", manual)
    classes |= {name for group in written for name in group.split(".") if name}
    includes = set(re.findall(r"`([a-z_]+\.html)`", manual))
    assert len(classes) > 25
    assert {name for name in classes if f".{name}" not in STYLES} == set()
    assert {name for name in includes if not (FOLDER / "templates/layout/includes" / name).exists()} == set()
