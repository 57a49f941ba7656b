"""Which forms of other servers are pulled, in whose name and with which account; and the command that does it."""

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from tests import factories
from tests.external import central as fake_central
from tests.external.central import FORM, FakeCentral
from tests.flow.test_pulling import pulled, remote_on_central
from toguna.external.refusals import NotEncrypted
from toguna.flow import pulling
from toguna.flow.other_servers import AccountEntersNothing, IdTooLong, ProjectMissing, add_remote
from toguna.flow.pulling import pull_in_background
from toguna.rules.roles import Role
from toguna.store.accounts.models import User
from toguna.store.fieldwork.models import Record
from toguna.store.journal.models import Entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def central() -> Iterator[FakeCentral]:
    server = FakeCentral()
    with server.running():
        yield server


def test_records_enter_in_the_name_of_somebody_who_may_enter_them(central: FakeCentral) -> None:
    officer, agent = factories.user(Role.MEL_OFFICER), factories.user(Role.PARTNER_AGENT)
    given = {"kind": "central", "address": central.address, "project": "7", "remote_form": FORM, "form_id": FORM}
    with pytest.raises(AccountEntersNothing):
        add_remote(**given, by=officer)
    with pytest.raises(ProjectMissing):
        add_remote(**given | {"project": ""}, by=agent)
    with pytest.raises(IdTooLong):
        add_remote(**given | {"form_id": "f" * 61}, by=agent)
    with pytest.raises(NotEncrypted):
        add_remote(**given | {"address": "http://central.example.org"}, by=agent)
    assert add_remote(**given, by=agent)[1]
    assert not add_remote(**given | {"address": central.address + "/"}, by=agent)[1]


def test_nothing_enters_in_the_name_of_somebody_who_has_left(central: FakeCentral) -> None:
    central.send("uuid:1", lieu="Talimbara")
    remote = remote_on_central(central)
    User.objects.update(is_active=False)
    assert isinstance(pulled(remote).error, AccountEntersNothing)
    assert not Record.objects.exists()


def accounts_file(folder: Path, address: str, secret: str) -> Path:
    path = folder / "comptes.toml"
    path.write_text(f'["{address}"]\nemail = "{fake_central.EMAIL}"\npassword = "{secret}"\n')
    path.chmod(0o600)
    return path


def test_the_command_names_pulls_and_lists(
    central: FakeCentral, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    agent = factories.user(Role.PARTNER_AGENT)
    central.send("uuid:1", lieu="Talimbara")
    said = io.StringIO()
    call_command("pull", "add", "central", central.address, FORM, "--project", "7", "--by", agent.email, stdout=said)
    assert "Formulaire n°" in said.getvalue()
    with pytest.raises(CommandError, match="interrompus"):
        call_command("pull", "run", stdout=io.StringIO(), stderr=said)
    assert "Aucun compte n'est donné" in said.getvalue()

    path = accounts_file(tmp_path, central.address, fake_central.PASSWORD)
    monkeypatch.setenv("TOGUNA_REMOTE_ACCOUNTS", str(path))
    call_command("pull", "run", stdout=said)
    assert "Fiches nouvelles : 1" in said.getvalue()
    call_command("pull", "list", stdout=said)
    assert central.address in said.getvalue()
    assert fake_central.PASSWORD not in said.getvalue()
    with pytest.raises(CommandError, match="999999"):
        call_command("pull", "run", "999999", stdout=said)
    path.chmod(0o644)
    errors = io.StringIO()
    with pytest.raises(CommandError):
        call_command("pull", "run", stdout=said, stderr=errors)
    assert "chmod 600" in errors.getvalue()


def test_the_background_pulls_with_the_account_of_the_environment(
    central: FakeCentral, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pulling, "AT_ONE_GO", 2)
    for number in range(5):
        central.send(f"uuid:{number}", lieu="Talimbara")
    remote = remote_on_central(central)
    monkeypatch.setenv("TOGUNA_REMOTE_EMAIL", fake_central.EMAIL)
    monkeypatch.setenv("TOGUNA_REMOTE_SECRET", fake_central.PASSWORD)
    pull_in_background.enqueue(remote.pk)
    assert set(Record.objects.values_list("way_in", flat=True)) == {"pull"}
    assert Record.objects.count() == 5


def test_no_secret_is_kept_anywhere(central: FakeCentral, caplog: pytest.LogCaptureFixture) -> None:
    central.send("uuid:1", lieu="Talimbara")
    remote = remote_on_central(central)
    with caplog.at_level("DEBUG"):
        pulled(remote)
    remote.refresh_from_db()
    told = caplog.text + str(remote.__dict__) + str(list(Entry.objects.values_list("detail", flat=True)))
    assert fake_central.PASSWORD not in told
    assert not any(token in told for token in central.sessions)
