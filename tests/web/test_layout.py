"""The shared pages: strict, named in their language, their forms and errors tied together, one look for signing in."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django import forms
from django.contrib.auth.models import AnonymousUser
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.template.loader import get_template, render_to_string
from django.test import RequestFactory
from django.utils import translation

from toguna.web import layout
from toguna.web.layout.chips import STAGES

FOLDER = Path(layout.__file__).parent
STYLES = (FOLDER / "static/layout/toguna.css").read_text()
SCRIPT = (FOLDER / "static/layout/desk.js").read_text()
TEMPLATES = sorted((FOLDER / "templates").rglob("*.html"))
ERRORS = ["400.html", "403.html", "403_csrf.html", "404.html", "429.html", "500.html"]

TEXT = 4.5
SHAPE = 3.0


def request(path: str = "/", **query: str) -> HttpRequest:
    asked = RequestFactory().get(path, query)
    asked.user = AnonymousUser()
    return asked


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


def test_a_failure_is_announced_at_once_and_a_success_in_its_turn() -> None:
    assert 'role="alert"' in page("layout/includes/notice.html", tone="bad", text="x")
    assert 'role="status"' in page("layout/includes/notice.html", tone="good", text="x")


def test_the_stages_say_what_is_done_and_what_is_to_come() -> None:
    html = page("layout/includes/stages.html", stage="value")
    states = [entry["class"] for entry in Elements(html).named("li")]
    assert states == ["done", "done", "current", "later"]
    assert all(word in html for _, word, _ in STAGES)


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
    source = Path(get_template(name).template.origin.name).read_text()  # type: ignore[attr-defined]
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
