"""The catalogues are what the code says, and the command that keeps them would notice if they were not."""

from pathlib import Path

import polib

from tools.messages import messages_under
from tools.translations import badly_translated, problems, wanted_catalogue


def test_every_message_is_translated_and_compiled() -> None:
    assert list(problems()) == []


def test_a_message_that_nobody_translated_is_noticed(tmp_path: Path) -> None:
    source = tmp_path / "toguna"
    source.mkdir()
    (source / "door.py").write_text('title = _("Fiche de présence")\n')
    for language in ("fr", "en"):
        folder = source / "locale" / language / "LC_MESSAGES"
        folder.mkdir(parents=True)
        catalogue = wanted_catalogue(language, source)
        catalogue.save(str(folder / "django.po"))
        (folder / "django.mo").write_bytes(catalogue.to_binary())
    assert list(problems(source)) == ["en: not translated: Fiche de présence"]

    (source / "door.py").write_text('title = _("Fiche de présence signée")\n')
    assert any("not in the catalogue" in problem for problem in problems(source))
    assert any("no longer in the code" in problem for problem in problems(source))


def test_a_catalogue_that_was_not_compiled_is_noticed(tmp_path: Path) -> None:
    source = tmp_path / "toguna"
    source.mkdir()
    (source / "page.html").write_text("{% load i18n %}{% translate 'Approuver' %}")
    for language in ("fr", "en"):
        folder = source / "locale" / language / "LC_MESSAGES"
        folder.mkdir(parents=True)
        catalogue = wanted_catalogue(language, source)
        for entry in catalogue:
            entry.msgstr = "Approve"
        catalogue.save(str(folder / "django.po"))
        (folder / "django.mo").write_bytes(b"old")
    assert [problem for problem in problems(source) if "compiled" in problem]


def test_a_value_lost_in_translation_is_noticed() -> None:
    lost = polib.POEntry(msgid="La ligne %(line)s", msgstr="The line")
    assert list(badly_translated("en", lost))
    kept = polib.POEntry(msgid="La ligne %(line)s", msgstr="Line %(line)s")
    assert not list(badly_translated("en", kept))


def test_one_message_with_two_plurals_is_noticed(tmp_path: Path) -> None:
    source = tmp_path / "toguna"
    source.mkdir()
    (source / "door.py").write_text('ngettext("Un constat", "%(n)s constats", n)\n')
    assert not [problem for problem in problems(source) if "two plurals" in problem]
    (source / "desk.py").write_text('ngettext("Un constat", "%(shown)s constats", n)\n')
    assert [problem for problem in problems(source) if "two plurals" in problem]


def test_a_pattern_is_no_sentence(tmp_path: Path) -> None:
    (tmp_path / "rooms.py").write_text('PLACE = re.compile(r"(.+)( \\d+)?")\nWHERE = "Dans la cour, à droite."\n')
    assert [message.text for message in messages_under(tmp_path)] == ["Dans la cour, à droite."]


def test_french_says_zero_in_the_singular(tmp_path: Path) -> None:
    source = tmp_path / "toguna"
    source.mkdir()
    (source / "door.py").write_text('ngettext("%(n)s fiche", "%(n)s fiches", n)\n')
    (entry,) = wanted_catalogue("fr", source)
    assert entry.msgstr_plural == {0: "%(n)s fiche", 1: "%(n)s fiches"}
