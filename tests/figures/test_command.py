"""`toguna figures check` tells by its exit code how a file ended, on the terminal, as JSON and as a page."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from toguna.figures.command import main

WRONG = "Au total, 749 personnes ont été formées, dont 211 hommes et 578 femmes."
RIGHT = "Au total, 789 personnes ont été formées, dont 211 hommes et 578 femmes."


def written(folder: Path, text: str, name: str = "bilan.txt") -> str:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return str(file)


def test_figures_that_add_up_end_with_nought(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", written(tmp_path, RIGHT)]) == 0
    assert "Aucun écart trouvé : 3 chiffres lus" in capsys.readouterr().out


def test_figures_that_do_not_add_up_end_with_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", written(tmp_path, WRONG)]) == 1
    assert "211 + 578 font 789 : 40 de plus" in capsys.readouterr().out


def test_a_file_that_cannot_be_read_ends_with_two_and_the_others_are_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = tmp_path / "bilan.pdf"
    broken.write_bytes(b"%PDF-1.7 and no more")
    assert main(["check", str(broken), str(tmp_path / "absent.txt"), written(tmp_path, WRONG)]) == 2
    said = capsys.readouterr()
    assert "bilan.pdf : Le PDF est abîmé" in said.err
    assert "absent.txt : Ce fichier ne s'ouvre pas" in said.err
    assert "40 de plus" in said.out


def test_json_gives_the_report_and_the_file_it_was_read_from(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", written(tmp_path, WRONG), "--format", "json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert told["text"] == WRONG
    assert (told["file"], told["format"], told["pages"], told["language"]) == ("bilan.txt", "text", [], "fr")
    (relation,) = told["relations"]
    assert (relation["type"], relation["verdict"], relation["delta"], relation["severity"]) == (
        "sum",
        "fails",
        40,
        "error",
    )
    for claim in told["claims"]:
        assert WRONG[claim["start"] : claim["end"]] == claim["raw"]


def test_json_of_several_files_is_a_list_in_which_a_refusal_has_its_place(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", written(tmp_path, RIGHT), str(tmp_path / "absent.txt"), "--format", "json"]) == 2
    right, absent = json.loads(capsys.readouterr().out)
    assert right["file"] == "bilan.txt"
    assert absent["error"]["code"] == "not_there"


def test_a_page_is_written_where_it_is_told_to_be(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = tmp_path / "bilan.html"
    assert main(["check", written(tmp_path, WRONG), "--format", "html", "--output", str(page)]) == 1
    assert capsys.readouterr().out == ""
    assert page.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")


def test_a_page_that_cannot_be_made_leaves_no_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = tmp_path / "bilan.html"
    assert main(["check", str(tmp_path / "absent.txt"), "--format", "html", "--output", str(page)]) == 2
    assert not page.exists()
    assert "absent.txt" in capsys.readouterr().err


def test_the_file_that_is_read_is_never_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = written(tmp_path, WRONG)
    with pytest.raises(SystemExit) as ended:
        main(["check", file, "--output", file])
    assert ended.value.code == 2
    assert "ne sera pas remplacé" in capsys.readouterr().err
    assert Path(file).read_text(encoding="utf-8") == WRONG


def test_what_cannot_be_asked_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = written(tmp_path, WRONG)
    for asked in (["check", file, file, "--format", "html"], ["check", "-", "-"], ["check"], []):
        with pytest.raises(SystemExit) as ended:
            main(asked)
        assert ended.value.code == 2
    assert "un seul fichier à la fois" in capsys.readouterr().err


def test_an_output_that_cannot_be_written_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", written(tmp_path, RIGHT), "--output", str(tmp_path / "absent" / "x.txt")]) == 2
    assert "ne peut pas être écrit" in capsys.readouterr().err


def test_the_command_starts_without_the_framework_and_reads_its_standard_input() -> None:
    program = (
        "import sys; sys.argv = ['toguna', 'figures', 'check', '-'];"
        "from toguna.config.command import main\n"
        "try:\n    main()\nfinally:\n    assert not [name for name in sys.modules if name.split('.')[0] == 'django']"
    )
    # A setting that would stop the framework shows that it is never asked.
    settings = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "absent",
        "DATABASE_URL": "nonsense",
        "PYTHONIOENCODING": "utf-8",
    }
    ended = subprocess.run(
        [sys.executable, "-c", program],
        input=WRONG.encode(),
        capture_output=True,
        env=settings,
        check=False,
        timeout=60,
    )
    assert ended.stderr == b""
    assert ended.returncode == 1
    assert "entrée standard" in ended.stdout.decode()
    assert "40 de plus" in ended.stdout.decode()


def test_the_language_of_the_telling_can_be_chosen(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = written(tmp_path, "749 people were trained, including 211 men and 578 women.", "report.txt")
    main(["check", file, "--format", "html", "--language", "fr"])
    assert '<html lang="fr">' in capsys.readouterr().out
    main(["check", file, "--format", "html"])
    assert '<html lang="en">' in capsys.readouterr().out
