"""Accounts are opened by who may, secrets are shown once, and a phone's credential is not a password."""

import hashlib
import re

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.core.management.base import CommandError
from django.utils import timezone

from tests import factories
from toguna.rules.roles import Role
from toguna.store.accounts.actions import (
    EmailTaken,
    NobodyLeftToManageStaff,
    RoleEntersNoRecords,
    change_role,
    deactivate,
    issue_device,
    note_visit,
    open_account,
    reactivate,
    renew_password,
    revoke_device,
)
from toguna.store.accounts.models import DeviceCredential, User
from toguna.store.accounts.queries import account_of, device_by_token, device_by_username, devices_of, staff
from toguna.store.journal.models import Entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator() -> User:
    return factories.user(Role.ADMINISTRATOR)


@pytest.fixture
def agent() -> User:
    return factories.user(Role.PARTNER_AGENT)


def opened(by, **given):
    columns = {"email": "awa@example.org", "name": "Awa Fictive", "role": Role.PARTNER_AGENT}
    return open_account(by=by, **{**columns, "organisation": factories.organisation(), **given})


def test_an_account_is_opened_with_a_password_that_is_shown_once(administrator):
    account = opened(administrator)
    assert account.user.check_password(account.password)
    assert account.password not in account.user.password
    assert account.password not in repr(account)
    entry = Entry.objects.get(action="account.opened")
    assert (entry.actor, entry.subject) == (administrator.pk, f"user:{account.user.pk}")


def test_the_journal_never_holds_a_name_an_address_or_a_secret(administrator):
    account = opened(administrator)
    issued = issue_device(by=administrator, user=account.user, label="Tecno bleu")
    written = " ".join(f"{entry.subject} {entry.detail}" for entry in Entry.objects.all())
    for word in ["Awa", "awa@", account.password, issued.secret, issued.token, "Tecno"]:
        assert word not in written


def test_the_same_address_opens_one_account_however_it_is_capitalised(administrator):
    opened(administrator)
    with pytest.raises(EmailTaken):
        opened(administrator, email="AWA@example.org ")


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_only_an_administrator_manages_accounts(role, agent):
    somebody = factories.user(role)
    for attempt in [
        lambda: opened(somebody),
        lambda: change_role(by=somebody, user=agent, role=Role.ADMINISTRATOR),
        lambda: deactivate(by=somebody, user=agent),
        lambda: reactivate(by=somebody, user=agent),
        lambda: renew_password(by=somebody, user=agent),
        lambda: issue_device(by=somebody, user=agent, label="x"),
    ]:
        with pytest.raises(PermissionDenied):
            attempt()
    assert not Entry.objects.exists()


def test_a_role_changes_and_the_journal_keeps_what_it_was(administrator, agent):
    change_role(by=administrator, user=agent, role=Role.PARTNER_COORDINATOR)
    agent.refresh_from_db()
    assert agent.role == "partner_coordinator"
    entry = Entry.objects.get(action="account.role-changed")
    assert (entry.detail["before"]["role"], entry.detail["after"]["role"]) == ("partner_agent", "partner_coordinator")


def test_the_last_administrator_neither_leaves_nor_changes_role(administrator):
    with pytest.raises(NobodyLeftToManageStaff):
        deactivate(by=administrator, user=administrator)
    with pytest.raises(NobodyLeftToManageStaff):
        change_role(by=administrator, user=administrator, role=Role.DONOR)
    factories.user(Role.ADMINISTRATOR)
    deactivate(by=administrator, user=administrator)
    assert not account_of(administrator.email).is_active


def test_a_closed_account_lets_nobody_in_from_the_desk_or_from_a_phone(administrator, agent, client):
    issued = issue_device(by=agent, user=agent, label="Tecno")
    deactivate(by=administrator, user=agent)
    assert device_by_token(issued.token) is None
    assert not client.login(username=agent.email, email=agent.email, password=factories.PASSWORD)
    reactivate(by=administrator, user=agent)
    assert device_by_token(issued.token) == issued.credential


def test_a_forgotten_password_is_replaced(administrator, agent):
    password = renew_password(by=administrator, user=agent)
    agent.refresh_from_db()
    assert agent.check_password(password)
    assert not agent.check_password(factories.PASSWORD)


def test_a_device_keeps_only_what_digest_needs_and_the_hash_of_its_token(agent, settings):
    issued = issue_device(by=agent, user=agent, label=" Tecno bleu ")
    device = DeviceCredential.objects.get()
    a1 = f"{device.username}:{settings.DEVICE_REALM}:{issued.secret}"
    assert device.digest_secret == hashlib.md5(a1.encode()).hexdigest()
    assert device.token_sha256 == hashlib.sha256(issued.token.encode()).hexdigest()
    assert device.label == "Tecno bleu"
    assert len(issued.token) == 64
    assert device_by_username(device.username) == device_by_token(issued.token) == device


def test_a_device_secret_is_no_staff_password(agent, client):
    issued = issue_device(by=agent, user=agent, label="Tecno")
    assert not client.login(username=agent.email, email=agent.email, password=issued.secret)


def test_a_revoked_device_is_let_in_no_more_and_revoking_twice_is_one_act(agent):
    issued = issue_device(by=agent, user=agent, label="Tecno")
    revoke_device(by=agent, device=issued.credential)
    first = DeviceCredential.objects.get().revoked_at
    revoke_device(by=agent, device=DeviceCredential.objects.get())
    assert device_by_username(issued.credential.username) is None
    assert device_by_token(issued.token) is None
    assert DeviceCredential.objects.get().revoked_at == first
    assert Entry.objects.filter(action="device.revoked").count() == 1


def test_nobody_revokes_another_ones_device_without_managing_staff(agent):
    issued = issue_device(by=agent, user=agent, label="Tecno")
    with pytest.raises(PermissionDenied):
        revoke_device(by=factories.user(Role.PARTNER_AGENT), device=issued.credential)


def test_a_role_that_enters_no_records_gets_no_device(administrator):
    with pytest.raises(RoleEntersNoRecords):
        issue_device(by=administrator, user=factories.user(Role.DONOR), label="x")


def test_a_visit_remembers_when_the_one_before_began(agent):
    before = timezone.now()
    agent.last_login = before
    agent.save()
    note_visit(user=agent)
    agent.refresh_from_db()
    assert agent.previous_visit_at == before


def test_staff_are_listed_by_organisation_and_their_devices_live_ones_first(agent):
    old = issue_device(by=agent, user=agent, label="A").credential
    issue_device(by=agent, user=agent, label="B")
    revoke_device(by=agent, device=old)
    assert list(staff()) == [agent]
    assert [device.label for device in devices_of(agent)] == ["B", "A"]


def test_the_command_opens_an_account_and_a_device_and_shows_each_secret_once(capsys):
    factories.organisation(code="fictive")
    whole = ["open", "awa@example.org", "--role", "partner_agent", "--organisation", "fictive", "--name"]
    call_command("accounts", *whole, "Awa Fictive")
    password = re.search(r": ([a-z0-9]{5}(?:-[a-z0-9]{5}){3})", capsys.readouterr().out)
    assert account_of("awa@example.org").check_password(password.group(1))
    call_command("accounts", "device", "awa@example.org", "--label", "Tecno")
    assert device_by_token(capsys.readouterr().out.split()[-1]) is not None
    call_command("accounts", "list")
    out = capsys.readouterr().out
    assert "awa@example.org  Awa Fictive  partner_agent  fictive" in out
    assert "Tecno" in out
    call_command("accounts", "revoke", DeviceCredential.objects.get().username)
    call_command("accounts", "role", "awa@example.org", "partner_coordinator")
    assert account_of("awa@example.org").role == "partner_coordinator"


def test_the_command_explains_what_it_cannot_do():
    with pytest.raises(CommandError, match="Aucun compte"):
        call_command("accounts", "close", "nobody@example.org")
    last = factories.user(Role.ADMINISTRATOR)
    with pytest.raises(CommandError, match="dernier compte"):
        call_command("accounts", "close", last.email)
    with pytest.raises(CommandError, match="pas le droit"):
        call_command("accounts", "reopen", last.email, "--by", factories.user(Role.DONOR).email)
