"""An installation of an earlier version, brought up to this one and to another machine: what it published holds."""

import zipfile
from pathlib import Path

from tests.installations import ROOT, Installation, installed

# Two editions of a fictional programme, frozen when editions had their first format.
EARLIER = ROOT / "tests" / "samples" / "installations" / "format_1.zip"
PASSPHRASE = {"TOGUNA_BACKUP_PASSPHRASE": "sous le toguna on parle assis"}
CLOSE_AND_RELEASE = """
from datetime import date
from toguna.flow.closing import close_period, reporting_periods
from toguna.flow.compute import compute_programme
from toguna.flow.release import release_edition
from toguna.store.accounts.models import User
from toguna.store.programmes.models import Programme
programme, officer = Programme.objects.get(), User.objects.filter(role="mel_officer").first()
close_period(programme, reporting_periods(programme, date(2026, 1, 9))[-1], by=officer, today=date(2026, 1, 9))
run = compute_programme(programme, by=officer)
print(release_edition(programme, run=run, by=officer, on=date(2026, 1, 9), leave_out_as_needed=True).number)
"""


def test_what_an_earlier_version_published_verifies_after_the_upgrade_and_on_another_machine(tmp_path: Path) -> None:
    upgraded = Installation(tmp_path / "earlier")
    with zipfile.ZipFile(EARLIER) as kept:
        kept.extractall(upgraded.folder)
    migrated = upgraded.run("migrate")
    assert migrated.returncode == 0, migrated.stderr
    verified = upgraded.run("edition", "verify")
    assert verified.returncode == 0, verified.stderr
    assert verified.stdout.count("Recomptée") == 2
    assert upgraded.run("edition", "list").stdout.count("prog-1") == 2

    assert upgraded.python(CLOSE_AND_RELEASE) == "3"
    made = upgraded.run("backup", str(tmp_path / "all.backup"), **PASSPHRASE)
    assert made.returncode == 0, made.stderr
    with installed(tmp_path / "empty-machine") as elsewhere:
        restored = elsewhere.run("restore", str(tmp_path / "all.backup"), "--replace", **PASSPHRASE)
        assert restored.returncode == 0, restored.stderr
        again = elsewhere.run("edition", "verify")
        assert again.returncode == 0, again.stderr
        assert again.stdout.count("Recomptée") == 3
